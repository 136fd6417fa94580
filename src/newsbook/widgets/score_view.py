"""What was found, missed and invented, in the text and in figures that show their cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import traitlets

from newsbook.articles import Article
from newsbook.errors import BadInput, want_text
from newsbook.markup import FOLDED, escaped
from newsbook.scoring import Match, Score, score, score_by_label
from newsbook.spans import Span, are_disjoint, as_spans
from newsbook.text import tokenise
from newsbook.widgets.core import FRAME
from newsbook.widgets.kit import KitWidget
from newsbook.widgets.static import SIZE, Mark, cut_note, marked_html, written_out
from newsbook.widgets.surface import ARTICLE, article_content, text_of

__all__ = ["FIGURES", "Case", "ScoreView"]

FIGURES = ("hits", "misses", "inventions", "precision", "recall", "f1", "near")
"""What can be selected, alone or as ``"misses:PERSON"``."""

SIGNS = {"hit": "✓", "miss": "−", "invention": "+"}
TONES = {"hit": 2, "miss": 1, "invention": 3}
NEAR = "near: partly right, and counted as missed or invented, too"
WORDS = {"hit": "found and right", "miss": "missed", "invention": "invented"}

_OF = {
    "hits": ("hit",), "misses": ("miss",), "inventions": ("invention",),
    "precision": ("hit", "invention"), "recall": ("hit", "miss"),
    "f1": ("hit", "miss", "invention"), "near": ("miss", "invention"),
}  # fmt: skip

MOST_ROWS = 100
"""Labels in a table, or cases in a list, of fixed HTML."""

_CELL = f"text-align: right; padding: 0.25em 0.7em; {SIZE}"
_HEAD = f"text-align: left; padding: 0.25em 0.7em; {SIZE}"


@dataclass(frozen=True, slots=True)
class Case:
    """One span, as it was judged.

    Args:
        span: The gold's span of a hit or a miss, the prediction's of an invention.
        kind: ``"hit"``, ``"miss"`` or ``"invention"``.
        other: The span on the other side: the prediction that counts for a hit; for what is nearly
            right, the one that it was nearly taken for.
    """

    span: Span
    kind: str
    other: Span | None = None

    @property
    def near(self) -> bool:
        """Whether it is nearly right: the other side has something at its place, but not it."""
        return self.kind != "hit" and self.other is not None

    @property
    def remark(self) -> str:
        """What differs from the other side, in words; empty where nothing does."""
        if self.other is None:
            return ""
        label = self.span.label != self.other.label
        edges = not self.span.same_place(self.other)
        if self.kind == "hit" and not edges:
            return ""
        return {
            (True, True): "edges and label differ",
            (False, True): "edges differ",
            (True, False): "right edges, other label",
        }.get((label, edges), "")


class ScoreView(KitWidget):
    """How well predicted spans agree with the gold: the cases behind each figure.

    What is nearly right (a missed and an invented span that share characters) counts as both a
    miss and an invention, as the score has it, and is shown as near.

    Args:
        article: The article, or its text.
        gold: The spans that should have been found, or pairs of offsets.
        predicted: The spans that were found.
        match: ``"exact"`` or ``"overlap"``, as for `newsbook.scoring.score`.
        title: A heading.
        large: Whether letters are as large as a projector needs.

    Attributes:
        score: The `Score`.
        by_label: A `Score` for each label.
        cases: All cases, in the order of the text.
        selected: The figure whose cases are shown, one of `FIGURES`, alone or with a label:
            ``"misses"``, ``"precision:ORG"``; ``""`` shows all. Set it, observe it.

    Raises:
        BadInput: The spans are none of the text; there is no such way to match, or no such figure.

    Example:
        >>> text = "NATO chief Jens Stoltenberg"
        >>> gold = [Span(0, 4, "ORG"), Span(11, 27, "PERSON")]
        >>> view = ScoreView(text, gold, [Span(0, 4, "ORG"), Span(5, 27, "PERSON")])
        >>> view
        ScoreView(P 0.50, R 0.50, F1 0.50)
        >>> view.selected = "near"
        >>> [(case.kind, case.remark) for case in view.selected_cases()]
        [('invention', 'edges differ'), ('miss', 'edges differ')]
        >>> view.sentence("precision")
        '1 of the 2 spans that were found is right.'
    """

    parts = (*FRAME, *ARTICLE, "score_view.css", "score_view.js")
    # Of no type that traitlets would judge: `_validate_selected` says in a sentence what is wrong.
    selected: Any = traitlets.TraitType("").tag(sync=True)
    _content = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        article: Article | str,
        gold: Iterable[Span],
        predicted: Iterable[Span],
        *,
        match: Match = "exact",
        title: str = "",
        large: bool = False,
    ) -> None:
        self.text = text_of(article, "ScoreView")
        want_text(title, "ScoreView's title")
        self.title = title
        self.match = match
        wanted = as_spans(gold, "ScoreView needs spans for the gold", self.text)
        found = as_spans(predicted, "ScoreView needs spans for what was predicted", self.text)
        self.score = score(wanted, found, match=match)
        self.by_label = score_by_label(wanted, found, match=match)
        self.cases = _cases(self.score)
        super().__init__(selected="", _content=self._page(), large=large)

    def __repr__(self) -> str:
        """The three figures, the same on every machine."""
        p, r, f = (_two_digits(getattr(self.score, name)) for name in ("precision", "recall", "f1"))
        return f"ScoreView(P {p}, R {r}, F1 {f})"

    @traitlets.validate("selected")
    def _validate_selected(self, proposal: Any) -> str:
        selected = proposal["value"]
        self._figure(selected)
        return str(selected)

    def _figure(self, selected: Any) -> tuple[str, str | None]:
        """A figure's name and its label, if it has one."""
        if selected == "":
            return "f1", None
        name, colon, label = selected.partition(":") if isinstance(selected, str) else ("", "", "")
        if name not in FIGURES or (colon and label not in self.by_label):
            raise BadInput(
                f"ScoreView has no figure {selected!r:.60}; select one of {', '.join(FIGURES)}, or "
                'one of a label that occurs, such as "misses:PERSON".'
            )
        return name, label if colon else None

    def selected_cases(self, selected: str | None = None) -> list[Case]:
        """The cases behind a figure, by default the one that is selected.

        Args:
            selected: A figure, as `selected` takes it.

        Raises:
            BadInput: There is no such figure.
        """
        name, label = self._figure(self.selected if selected is None else selected)
        return [
            case
            for case in self.cases
            if case.kind in _OF[name]
            and (name != "near" or case.near)
            and (label is None or case.span.label == label)
        ]

    def sentence(self, selected: str) -> str:
        """What a figure says, in a sentence.

        Args:
            selected: A figure, as `selected` takes it.

        Raises:
            BadInput: There is no such figure.
        """
        if selected == "":
            return "All cases."
        name, label = self._figure(selected)
        return _sentence(
            name,
            self.score if label is None else self.by_label[label],
            label or "",
            len(self.selected_cases(selected)) if name == "near" else 0,
        )

    # What the page needs.

    def _figures(self) -> list[tuple[str, Score]]:
        """The rows of the table: all, and each label where there is more than one."""
        rows = [("", self.score)]
        if len(self.by_label) > 1 or any(self.by_label):
            rows += [(f":{label}", one) for label, one in self.by_label.items()]
        return rows

    def _page(self) -> dict[str, Any]:
        units = _units(self.text, self.cases)
        near: dict[str, int] = {}
        for case in self.cases:
            if case.near:
                near[f":{case.span.label}"] = near.get(f":{case.span.label}", 0) + 1
        near[""] = sum(near.values())
        rows = [
            {
                "of": of,
                "cells": {name: _cell(name, one) for name in FIGURES[:-1]}
                | {"near": str(near.get(of, 0))},
                "says": {name: _sentence(name, one, of[1:], near.get(of, 0)) for name in FIGURES},
            }
            for of, one in self._figures()[: MOST_ROWS + 1]
        ]
        return article_content(self.text, units) | {
            "title": self.title,
            "match": self.match,
            "rows": rows,
            "rows_left": max(0, len(self._figures()) - MOST_ROWS - 1),
            "of": {name: list(kinds) for name, kinds in _OF.items()},
            "near": NEAR,
            "cases": [
                {
                    "start": case.span.start,
                    "end": case.span.end,
                    "label": case.span.label,
                    "kind": case.kind,
                    "near": case.near,
                    "remark": case.remark,
                    "other": case.other and [case.other.start, case.other.end, case.other.label],
                }
                for case in self.cases
            ],
        }

    # Without a kernel.

    def _html(self) -> str:
        """The table, the text, and a list of all that is not right."""
        title = f"<p><b>{escaped(self.title)}</b></p>" if self.title else ""
        says = "".join(
            f"<li>{escaped(self.sentence(name))}</li>" for name in ("precision", "recall", "f1")
        )
        marks = [
            Mark(
                case.span.start,
                case.span.end,
                SIGNS[case.kind],
                f"{SIGNS[case.kind]}{'≈' * case.near}"
                + (f" {case.span.label}" if case.span.label else ""),
                TONES[case.kind],
            )
            for case in self.cases
        ]
        key = f"✓ found and right, − missed, + invented, ≈ {NEAR}"
        text = marked_html(self.text, marks, legend=False).removeprefix(FOLDED) + f"<p>{key}</p>"
        return self._fixed(f"{title}{self._table()}<ul>{says}</ul>{text}{self._list()}")

    def _table(self) -> str:
        heads = ("", "✓ right", "− missed", "+ invented", "precision", "recall", "F1")
        head = "".join(f'<th scope="col" style="{_HEAD}">{name}</th>' for name in heads)
        rows = "".join(
            f'<tr><th scope="row" style="{_HEAD}">{_row_name(of)}</th>'
            + "".join(f'<td style="{_CELL}">{_cell(name, one)}</td>' for name in FIGURES[:-1])
            + "</tr>"
            for of, one in self._figures()[:MOST_ROWS]
        )
        more = cut_note(len(self._figures()) - MOST_ROWS, "label")
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"

    def _list(self) -> str:
        wrong = [case for case in self.cases if case.kind != "hit" or case.remark]
        if not wrong:
            return ""
        items = "".join(
            f'<li dir="auto">{SIGNS[case.kind]} {WORDS[case.kind]}: '
            f"<b>{self._words(case.span)}</b>"
            + (f" {written_out(case.span.label)}" if case.span.label else "")
            + (f" <small>({self._instead(case)})</small>" if case.remark else "")
            + "</li>"
            for case in wrong[:MOST_ROWS]
        )
        return f"<ul>{items}</ul>{cut_note(len(wrong) - MOST_ROWS, 'case')}"

    def _instead(self, case: Case) -> str:
        if case.other is None:
            return case.remark
        side = "the gold has" if case.kind == "invention" else "found was"
        label = f" {written_out(case.other.label)}" if case.other.label else ""
        return f"{case.remark}: {side} {self._words(case.other)}{label}"

    def _words(self, span: Span) -> str:
        words = " ".join(span.of(self.text).split())
        return written_out(words if len(words) <= 200 else f"{words[:199]}…")


def _row_name(of: str) -> str:
    return written_out(of[1:] or ("no label" if of else "all"))


def _cases(made: Score) -> list[Case]:
    """All cases in the order of the text, each miss with the invention that is nearly it."""
    # A miss and an invention go together as in an overlap match, whatever their labels.
    close = score(made.missed, made.invented, match="overlap", labels=False).matched
    nearly = {("miss", g): p for g, p in close} | {("invention", p): g for g, p in close}
    cases = [Case(g, "hit", p) for g, p in made.matched]
    cases += [Case(span, "miss", nearly.get(("miss", span))) for span in made.missed]
    cases += [Case(span, "invention", nearly.get(("invention", span))) for span in made.invented]
    return sorted(cases, key=lambda case: (case.span.start, case.span.end, case.kind))


def _units(text: str, cases: list[Case]) -> list[Span]:
    """What can be pointed at: tokens, cut wherever a case begins or ends inside one."""
    edges = sorted({edge for case in cases for edge in (case.span.start, case.span.end)})
    units = []
    at = 0
    for token in tokenise(text):
        while at < len(edges) and edges[at] <= token.start:
            at += 1
        start = token.start
        while at < len(edges) and edges[at] < token.end:
            units.append(Span(start, edges[at]))
            start = edges[at]
            at += 1
        units.append(Span(start, token.end))
    assert are_disjoint(units)
    return units


def _two_digits(share: float) -> str:
    # As in a score's repr: only what is 1 is shown as 1.00.
    return f"{min(share, 0.99) if share < 1 else share:.2f}"


def _cell(name: str, one: Score) -> str:
    if name in ("precision", "recall", "f1"):
        return _two_digits(getattr(one, name))
    counts = {
        "hits": one.true_positives,
        "misses": one.false_negatives,
        "inventions": one.false_positives,
    }
    return f"{counts[name]:,}"


def _sentence(name: str, one: Score, label: str, near: int) -> str:
    hits, misses, inventions = one.true_positives, one.false_negatives, one.false_positives
    kind = f"{label} " if label else ""

    def spans(count: int) -> str:
        return f"{count:,} {kind}span{'s' * (count != 1)}"

    def be(count: int, past: bool = False) -> str:
        return ("was" if count == 1 else "were") if past else ("is" if count == 1 else "are")

    def share(part: int, whole: int, what: str, then: str, past: bool) -> str:
        if whole == 1:
            return f"The one {kind}span that {what} {be(1, past)}{'' if part else ' not'} {then}."
        of = f"{part:,} of the {spans(whole)}" if part else f"None of the {spans(whole)}"
        return f"{of} that {what} {be(part or 2, past)} {then}."

    found, there = hits + inventions, hits + misses
    if name == "precision":
        if not found:
            return f"No {kind}spans were found, so there is nothing to be right or wrong."
        return share(hits, found, "was found" if found == 1 else "were found", "right", False)
    if name == "recall":
        if not there:
            return f"There are no {kind}spans to find."
        return share(hits, there, "is there" if there == 1 else "are there", "found", True)
    if name == "f1":
        p, r = _two_digits(one.precision), _two_digits(one.recall)
        return f"Precision {p} and recall {r} together give {_two_digits(one.f1)}."
    if name == "near":
        of = f"Of the {misses:,} missed and {inventions:,} invented {kind}spans"
        return f"{of}, {near:,} {be(near)} {NEAR}."
    if name == "hits":
        return f"{spans(hits)} {be(hits, True)} found and {be(hits)} right."
    if name == "misses":
        return f"{spans(misses)} {be(misses)} there and {be(misses, True)} not found."
    return f"{spans(inventions)} {be(inventions, True)} found and {be(inventions)} not there."
