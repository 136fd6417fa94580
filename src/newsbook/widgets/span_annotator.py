"""Mark spans in an article, each under a label, and see who marks the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from newsbook.articles import ENTITY_LABELS, Article
from newsbook.errors import BadInput, WrongType, kind_of
from newsbook.exercises import SpanExercise
from newsbook.exercises.marking import Marking
from newsbook.markup import escaped, prose
from newsbook.scoring import Score, score
from newsbook.spans import Span, are_disjoint, as_spans, from_json, to_json
from newsbook.text import tokenise
from newsbook.widgets.core import FRAME, AnswerWidget
from newsbook.widgets.practice import practice
from newsbook.widgets.static import Mark, marked_html
from newsbook.widgets.surface import ARTICLE, article_content, text_of

__all__ = ["SpanAnnotator", "label_letters"]

TAKEN = "ur"
"""Letters that are keys already: undo and redo."""

MOST_LABELS = len(ascii_lowercase) - len(TAKEN)


class SpanAnnotator(AnswerWidget):
    """An article in which words are chosen and marked with labels, by mouse, touch or keyboard.

    Each label has a letter. Spans go from the edge of a word to the edge of a word, may overlap and
    lie in one another, and can be changed in the text as well as in a table of all of them. Laid
    over somebody else's spans, they show what both agree on.

    The reference is a secret until there is something to learn from it. Alone, *Show where it
    differs* opens with the first *Check* of an attempt. Bound to an exercise, it opens when the
    answer is correct, or after as many checked answers as the exercise's `shows_gold_after` says;
    until then the gold is not in the page.

    Args:
        article: An `Article`, or a text.
        labels: The labels, or a mapping from each label to what it means in words.
        spans: Labelled spans to start from.
        units: What can be chosen, in order and without overlaps; by default the tokens of
            `newsbook.text.tokenise`.
        reference: The right spans, for practice without an exercise.
        others: Other people's spans, by their names.
        overlapping: Whether spans may share characters. Where they may not, a new span takes the
            place of those that it meets.
        large: Whether letters are as large as a projector needs.

    Attributes:
        value: ``{"spans": [[0, 4, "ORG"], …]}`` in code points: sorted, each once.
        spans: The same as `Span` objects; can be set.
        text: The article's text.
        labels: Each label with its meaning, which may be empty.

    Raises:
        NotAnAnswer: A span has no label or an unknown one, ends inside a word or after the text, or
            overlaps where none may.
        BadInput: The text, labels, units or spans are of another kind.

    Example:
        >>> from newsbook.articles import Article
        >>> mine = SpanAnnotator("Park flew to Seoul.", others={"Min": [Span(0, 4, "PERSON")]})
        >>> mine.spans = [Span(0, 4, "PERSON"), Span(13, 18, "LOC")]
        >>> mine
        SpanAnnotator(2 spans)
        >>> mine.agreement("Min")
        P 0.50  R 1.00  F1 0.67  (1 right, 1 invented, 0 missed)
        >>> article = Article.load("nato_seoul")
        >>> practice = SpanAnnotator(article, reference=article.gold("entities"))
        >>> practice.spans = article.gold("entities")
        >>> practice.check()
        ✓ correct
        Every span is as in the reference.
    """

    parts = (
        *FRAME, *ARTICLE, "span_annotator.css",
        "span_compare.js", "span_table.js", "span_annotator.js",
    )  # fmt: skip

    def __init__(
        self,
        article: Article | str,
        labels: Sequence[str] | Mapping[str, str] = ENTITY_LABELS,
        spans: Sequence[Span] = (),
        *,
        units: Sequence[Span] | None = None,
        reference: Sequence[Span] | None = None,
        others: Mapping[str, Sequence[Span]] | None = None,
        overlapping: bool = True,
        exercise: SpanExercise | None = None,
        folder: Path | None = None,
        large: bool = False,
    ) -> None:
        self.text = text_of(article, "SpanAnnotator")
        self.labels = _labels(labels)
        self.overlapping = overlapping
        units = tokenise(self.text) if units is None else _units(units, self.text)
        self._marking = Marking(self.text, units, tuple(self.labels), overlapping)
        start = self._marked("the spans to start from", spans)
        self._gold = None if reference is None else self._marked("the reference", reference)
        self._others = _others(others, self.text)
        self._asked = False
        judge: SpanExercise | None = None
        if exercise is not None:
            self._gold = exercise.gold_spans
        elif self._gold is not None:
            judge = practice(
                SpanExercise,
                article_text=self.text,
                units=units,
                marking=self._marking,
                labels=self.labels,
                gold=self._gold,
                gold_spans=self._gold,
                start=start,
                traps=(),
                overlapping=overlapping,
                yardstick="the reference",
                praise="Every span is as in the reference.",
            )
        self._letters = label_letters(self.labels)
        content = {
            **article_content(self.text, units),
            "question": exercise.question if exercise else "",
            "labels": [
                {"name": name, "says": says, "letter": self._letters[name], "tone": tone}
                for tone, (name, says) in enumerate(self.labels.items())
            ],
            "others": [
                {"name": name, "spans": to_json(theirs)} for name, theirs in self._others.items()
            ],
            "overlapping": overlapping,
        }
        super().__init__({"spans": to_json(start)}, content, exercise, folder, judge, large)

    @classmethod
    def of(cls, exercise: Any, folder: Path | None = None) -> SpanAnnotator:
        """The widget of an exercise of its kind, bound to it."""
        return SpanAnnotator(
            exercise.article_text,
            exercise.labels,
            exercise.start,
            units=exercise.units,
            overlapping=exercise.overlapping,
            exercise=exercise,
            folder=folder,
        )

    @property
    def spans(self) -> list[Span]:
        """The labelled spans, in order."""
        return from_json(self.value["spans"])

    @spans.setter
    def spans(self, spans: Sequence[Span]) -> None:
        given = as_spans(spans, "SpanAnnotator needs labelled spans")
        self.value = {"spans": to_json(given)}

    def agreement(self, name: str | None = None) -> Score:
        """How far the spans agree with somebody else's, or with the reference.

        Args:
            name: Whose, as in `others`; the reference if it is left out.

        Raises:
            BadInput: There are no such spans, or the reference may not be seen yet.
        """
        if name is None:
            self._want_reference()
            return score(self._gold or (), self.spans)
        if name not in self._others:
            known = ", ".join(self._others) or "nobody's"
            raise BadInput(f"SpanAnnotator has no spans of {name!r:.40}, only {known}.")
        return score(self._others[name], self.spans)

    def show_differences(self) -> Score:
        """Lay the reference over the spans, in the widget too, once it may be seen.

        Raises:
            BadInput: There is no reference, or it may not be seen yet.
        """
        self._want_reference()
        self._asked = True
        self._push()
        return self.agreement()

    @property
    def _locked(self) -> str:
        """Why the reference may not be seen yet, in a sentence; empty when it may."""
        exercise = self.exercise
        if self._solved:
            return ""
        if not isinstance(exercise, SpanExercise):
            return "" if self._tried else "Opens when you have checked your spans."
        after = exercise.shows_gold_after
        if after is None:
            return "Opens when your answer is correct."
        left = after - len(self._tried)
        if left <= 0:
            return ""
        more = f"{left} more answer{'s' * (left != 1)}"
        return f"Opens when your answer is correct, or when you have checked {more}."

    def _want_reference(self) -> None:
        if self._gold is None:
            raise BadInput("This SpanAnnotator has no reference to compare with.")
        if self._locked:
            opens = self._locked[0].lower() + self._locked[1:]
            raise BadInput(f"The reference cannot be seen yet: it {opens}")

    def _extra(self) -> dict[str, Any]:
        if self._gold is None:
            return {"reference": None}
        shown = to_json(self._gold) if self._asked else None
        return {"reference": {"locked": self._locked, "spans": shown}}

    def _act(self, content: dict[str, Any]) -> None:
        if content.get("do") != "differ":
            super()._act(content)
        elif self._gold is not None and not self._locked:
            self._asked = True

    def _read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or set(value) != {"spans"}:
            raise ValueError('it is not of the form {"spans": [[0, 4, "ORG"], …]}')
        return {"spans": to_json(self._marking.read(value["spans"]))}

    def _marked(self, what: str, spans: Any) -> list[Span]:
        given = as_spans(spans, "SpanAnnotator needs labelled spans", self.text)
        try:
            return self._marking.read(to_json(given))
        except BadInput as error:
            raise BadInput(f"SpanAnnotator cannot take {what}: {error}.") from None

    def _summary(self) -> str:
        count = len(self.value["spans"])
        return f"{count} {'span' if count == 1 else 'spans'}"

    def _html(self) -> str:
        tones = list(self.labels)
        marks = [
            Mark(s.start, s.end, self._letters[s.label], s.label, tones.index(s.label))
            for s in self.spans
        ]
        asked = self._content["question"]
        question = f"<p>{prose(asked)}</p>" if asked else ""
        said = [
            f"<li>{escaped(f'{name}: {says}')}</li>" for name, says in self.labels.items() if says
        ]
        meanings = f"<ul>{''.join(said)}</ul>" if said else ""
        return self._fixed(question + marked_html(self.text, marks) + meanings)


def label_letters(labels: Mapping[str, str] | Sequence[str]) -> dict[str, str]:
    """A key for each label: the first of its letters that is free, else any that is.

    Args:
        labels: Up to 24 labels.

    Returns:
        A capital for each label.

    Example:
        >>> label_letters(["PERSON", "PLACE", "ORG", "人物"])
        {'PERSON': 'P', 'PLACE': 'L', 'ORG': 'O', '人物': 'A'}
    """
    free = [letter for letter in ascii_lowercase if letter not in TAKEN]
    found = {}
    for label in labels:
        letter = next((char for char in label.lower() if char in free), free[0])
        free.remove(letter)
        found[label] = letter.upper()
    return found


def _labels(given: Any) -> dict[str, str]:
    """The labels and what they mean, checked."""
    wanted = 'SpanAnnotator needs labels, such as ["PERSON", "ORG"] or {"PERSON": "a name"}'
    if not isinstance(given, Mapping | list | tuple):
        raise WrongType(f"{wanted}, not {kind_of(given)}.")
    pairs = list(given.items()) if isinstance(given, Mapping) else [(name, "") for name in given]
    for name, says in pairs:
        if not isinstance(name, str) or not isinstance(says, str):
            raise WrongType(f"{wanted}; {name!r:.40} in these is no string.")
        if not name.strip():
            raise BadInput(f"{wanted}; one of these is empty.")
    if not 0 < len(pairs) <= MOST_LABELS:
        raise BadInput(f"SpanAnnotator has keys for 1 to {MOST_LABELS} labels, not {len(pairs)}.")
    if len({name for name, _ in pairs}) < len(pairs):
        raise BadInput("SpanAnnotator needs each label once.")
    return dict(pairs)


def _units(given: Any, text: str) -> list[Span]:
    units = as_spans(given, "SpanAnnotator needs its units as spans", text)
    if not are_disjoint(units):
        raise BadInput("SpanAnnotator needs its units in order and without overlaps.")
    return units


def _others(given: Any, text: str) -> dict[str, list[Span]]:
    wanted = 'SpanAnnotator needs others as {"Min": [Span(0, 4, "ORG")]}'
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise WrongType(f"{wanted}, not {kind_of(given)}.")
    found = {}
    for name, spans in given.items():
        if not isinstance(name, str) or not name.strip():
            raise WrongType(f"{wanted}; {name!r:.40} is no name.")
        theirs = sorted(set(as_spans(spans, f"{wanted}; those of {name!r:.40} are spans", text)))
        if any(not span.label for span in theirs):
            raise BadInput(f"{wanted}; a span of {name!r:.40} has no label.")
        found[name] = theirs
    return found
