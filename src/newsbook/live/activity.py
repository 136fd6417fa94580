"""What a class is asked: one widget's page, what an answer to it has to be, and what is right.

An `Activity` stands on the widget that is used in notebooks. There is one for all students: it
reads answers and holds none. What is right, said of options, hinted or found by the pipeline stays
with the teacher's side: nothing of it is in `content`, `start`, `extra` or `board`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from newsbook.errors import BadInput
from newsbook.exercises import PredictExercise
from newsbook.live.predicting import as_written
from newsbook.spans import Span, from_json
from newsbook.widgets.core import AnswerWidget
from newsbook.widgets.surface import article_content, blocks_of

__all__ = ["KINDS", "Activity", "quote_spans"]

KINDS = ("tokens", "spans", "quotes", "choice", "predict")
"""What can be asked of a class, each counted in its own way."""

LAYERS_DEEP = 6
"""How often an answer's spans may cover a text: a bound on the work that one answer makes."""

LONGEST_GIVEN = 80
"""Code points of a prediction in a class."""

_QUOTE_LABELS = (("CONTENT", "Q", 0), ("CUE", "C", 1), ("SPEAKER", "S", 2))


class Activity:
    """One thing that a class is asked.

    Make one with `newsbook.live.asking.activity_of`.

    Args:
        key: What `activity_of` makes it of again.
        title: A few words for the teacher and the page's title.
        kind: One of `KINDS`.
        widget: The widget in which it is answered, bound to nothing.
        question: What is asked, in a sentence; may be empty.
        gold: Gives the right answer, in the form of a value, or None where there is none.
        pipeline: Gives the pipeline's answer in the same form, or None.
        rules: For lines to predict: what runs them.

    Attributes:
        parts: The names of the files of the widget's page.
        content: The widget's ``_content`` for a student's page.
        start: The value before any answer.
        text: The text that is marked, or "".

    Example:
        >>> from newsbook.live.asking import activity_of
        >>> asked = activity_of("poll: Is N.Korean one token? | yes | no")
        >>> asked.kind, asked.read({"chosen": ["b"]})
        ('choice', {'chosen': ['b']})
    """

    def __init__(
        self,
        key: str,
        title: str,
        kind: str,
        widget: AnswerWidget,
        *,
        question: str = "",
        gold: Callable[[], Any] = lambda: None,
        pipeline: Callable[[], Any] = lambda: None,
        rules: PredictExercise | None = None,
    ) -> None:
        self.key = key
        self.title = title
        self.kind = kind
        self.widget = widget
        self.question = question
        self.rules = rules
        self._make_gold = gold
        self._make_pipeline = pipeline
        self.parts = widget.parts
        self.start: dict[str, Any] = widget.value
        self.text: str = getattr(widget, "text", "")
        self.content = self._content()
        # It reads and is never shown here: a kernel need not hold a connection for it.
        widget.close()

    def __repr__(self) -> str:
        return f"Activity({self.key!r}, {self.kind})"

    @cached_property
    def gold(self) -> Any:
        """The right answer in the form of a value, or None."""
        return self._make_gold()

    @cached_property
    def pipeline(self) -> Any:
        """What newsbook's pipeline answers, in the form of a value, or None."""
        return self._make_pipeline()

    @cached_property
    def units(self) -> list[Span]:
        """What is counted in a text: tokens to be marked, or what stands between white space."""
        given = self.content.get("article", self.content)
        if self.kind in ("spans", "quotes"):
            return [Span(*unit) for unit in given["units"]]
        return from_json(self.start["spans"]) if self.kind == "tokens" else []

    @cached_property
    def labels(self) -> dict[str, str]:
        """For each label that can be given to words its letter."""
        if self.kind == "spans":
            return {label["name"]: label["letter"] for label in self.content["labels"]}
        return {name: letter for name, letter, _ in _QUOTE_LABELS} if self.kind == "quotes" else {}

    @cached_property
    def lines(self) -> dict[str, str]:
        """For each prediction's key the line that is predicted."""
        return {line["key"]: line["code"] for line in self.content.get("lines", ())}

    @cached_property
    def said(self) -> dict[str, str]:
        """For each prediction's key the line and what it gives: the words that are nobody's own."""
        return {key: f"{code} {self._gives.get(key)!r}" for key, code in self.lines.items()}

    def read(self, value: Any) -> dict[str, Any]:
        """An answer in its one normal form; nothing else is changed.

        Args:
            value: What a student's page sent. It is not trusted.

        Raises:
            ValueError: It is no answer to this; the message is one sentence.
        """
        read = self.widget.read(value)
        if self.kind == "predict":
            # One prediction a line: the last counts. The value of a line is shown to nobody yet.
            tries = {key: [made[-1][:LONGEST_GIVEN]] for key, made in read["tries"].items()}
            return {"tries": tries}
        if self.kind in ("spans", "quotes"):
            spans = from_json(read["spans"]) if self.kind == "spans" else quote_spans(read)
            if sum(len(span) for span in spans) > LAYERS_DEEP * (len(self.text) + 100):
                raise BadInput(
                    "This answer marks the same words too often: mark each thing that is there once"
                    "."
                )
        if self.kind == "quotes" and not self.content["names"]:
            # Free text would stand on the wall: who is named must be named in the article.
            words = " ".join(self.text.split())
            for quote in read["quotes"]:
                if quote["resolved"] is not None and quote["resolved"] not in words:
                    raise BadInput("This answer names somebody whom the article does not.")
        return read

    def answered(self, value: Any) -> bool:
        """Whether a value that `read` gave is an answer: something is chosen or predicted."""
        if value is None:
            return False
        empty = {"choice": {"chosen": []}, "predict": {"tries": {}}}
        return bool(value != empty.get(self.kind))

    def extra(self, value: Any, told: bool = False) -> dict[str, Any]:
        """What a student's page needs in its state besides the value.

        Args:
            value: The student's value, as `read` gave it.
            told: Whether the class has been shown the gold; only then what a line gives may be in
                a page.
        """
        if self.rules is None:
            return {"reference": None} if self.kind == "spans" else {}
        rows = []
        for key, code in self.lines.items():
            made: list[dict[str, Any]] = []
            for typed in value["tries"].get(key, []):
                gives = self.rules.result(code) if told else None
                right = self.rules.matches(typed, gives) if told else None
                shown = repr(gives)[:300] if told else None
                made.append({"code": code, "typed": typed, "gives": shown, "right": right})
            row = {"key": key, "tries": made, "next": None if told and made else code}
            rows.append(row | {"used_up": False, "again": False, "refused": ""})
        return {"rows": rows}

    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = dict(self.widget._content) | {"checks": False}
        if self.question and not content.get("question"):
            content["question"] = self.question
        if self.kind == "quotes":
            # A speaker whose words fit one name has that name, unless the student says otherwise.
            content["names_clear"] = True
        if self.rules is not None:
            content["lines"] = [
                {"key": one.key, "code": one.lines[0].code} for one in self.rules.predictions
            ]
        return content

    @cached_property
    def board(self) -> dict[str, Any]:
        """What the heat map is drawn on, as JSON: text, units, labels, options, lines."""
        board: dict[str, Any] = {"kind": self.kind, "title": self.title, "question": self.question}
        if self.kind == "choice":
            return board | {"options": self.content["options"], "many": self.content["many"]}
        if self.kind == "predict":
            return board | {"lines": self.content["lines"]}
        if self.kind == "tokens":
            # A unit is a word here, so blocks may not cut one.
            units = [[unit.start, unit.end] for unit in self.units]
            blocks = [list(block) for block in blocks_of(self.text)]
            return board | {"text": self.text, "blocks": blocks, "units": units}
        if self.kind == "spans":
            labels = [
                {key: label[key] for key in ("name", "letter", "tone")}
                for label in self.content["labels"]
            ]
        else:
            labels = [{"name": n, "letter": letter, "tone": t} for n, letter, t in _QUOTE_LABELS]
        return board | article_content(self.text, self.units) | {"labels": labels}

    def shown(self, value: Any) -> dict[str, Any] | None:
        """An answer as the heat map lays it beside the class's: the gold, the pipeline's.

        Returns:
            ``{"gaps": […]}``, ``{"spans": [[0, 4, "ORG"]], "names": {…}}``, ``{"chosen": […]}`` or
            ``{"given": {"a": "4"}}``; None for None.
        """
        if value is None:
            return None
        if self.kind == "tokens":
            return {"gaps": gaps_of(value)}
        if self.kind == "choice":
            return {"chosen": value["chosen"]}
        if self.kind == "predict":
            return {"given": {key: self.written(key, made[-1]) for key, made in _made(value)}}
        if self.kind == "spans":
            return {"spans": value["spans"]}
        spans = [[span.start, span.end, span.label] for span in quote_spans(value)]
        names = [[*quote["content"], quote["resolved"]] for quote in value["quotes"]]
        return {"spans": spans, "names": names}

    def written(self, key: str, typed: str) -> str:
        """A prediction of a line in the form in which predictions are counted."""
        return as_written(typed, self._gives.get(key))

    @cached_property
    def _gives(self) -> dict[str, Any]:
        rules = self.rules
        return {} if rules is None else {k: rules.result(code) for k, code in self.lines.items()}


def gaps_of(value: Mapping[str, Any]) -> list[int]:
    """The places at which one token of a value ends and the next begins, in code points.

    Example:
        >>> gaps_of({"spans": [[0, 2], [2, 4], [5, 6]]})
        [2]
    """
    spans = value["spans"]
    return [a[1] for a, b in itertools.pairwise(spans) if a[1] == b[0]]


def quote_spans(value: Mapping[str, Any]) -> list[Span]:
    """The spans of a value of quotes, each once: contents, cues and speakers, in order.

    Example:
        >>> quote_spans({"quotes": [{"content": [0, 4], "cue": [5, 9], "speaker": None}]})[1]
        Span(start=5, end=9, label='CUE')
    """
    found = set()
    for quote in value["quotes"]:
        for label, part in (("CONTENT", "content"), ("CUE", "cue"), ("SPEAKER", "speaker")):
            if quote.get(part) is not None:
                start, end = quote[part]
                found.add(Span(start, end, label))
    return sorted(found)


def _made(value: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    return [(key, made) for key, made in value["tries"].items() if made]
