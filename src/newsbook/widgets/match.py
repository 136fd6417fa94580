"""Give each example its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from newsbook.errors import BadInput, WrongType, kind_of, want_text
from newsbook.exercises import MatchExercise, Pair
from newsbook.markup import escaped, prose
from newsbook.widgets.core import FRAME, AnswerWidget
from newsbook.widgets.practice import practice

__all__ = ["Match"]

MAX_LABELS = 9


class Match(AnswerWidget):
    """Examples, each to be given one of the labels.

    Args:
        question: What is asked.
        pairs: The examples with their labels: ``{"Seoul": "GPE"}``, or `Pair` with sentences for
            wrong labels.
        labels: The labels in the order in which they are shown; by default those of the pairs,
            sorted. Some may fit no example.
        large: Whether letters are as large as a projector needs.

    Attributes:
        value: ``{"pairs": {"a": "GPE"}}``: the labels given so far, by the examples' keys.
        labelled: The same by the examples themselves: ``{"Seoul": "GPE"}``.

    Raises:
        NotAnAnswer: A key or a label that is not there.
        BadInput: There are no pairs, or more than nine labels, or two pairs share a key.

    Example:
        >>> match = Match("Which label?", {"Seoul": "GPE", "NATO": "ORG"})
        >>> match.value = {"pairs": {"a": "GPE"}}
        >>> match
        Match(1 of 2 labelled)
        >>> match.check()
        △ not yet
        Right so far. Still without a label: b.
    """

    parts = (*FRAME, "match.css", "match.js")

    def __init__(
        self,
        question: str,
        pairs: Mapping[str, str] | Sequence[Pair],
        labels: Sequence[str] | None = None,
        *,
        exercise: MatchExercise | None = None,
        folder: Path | None = None,
        large: bool = False,
    ) -> None:
        want_text(question, "Match")
        self.pairs = _pairs(pairs)
        self.labels = _labels(labels, self.pairs)
        self._rules: MatchExercise = exercise or practice(
            MatchExercise,
            question=question,
            labels=self.labels,
            pairs=self.pairs,
            praise="Each has its label.",
        )
        content = {
            "question": question,
            "labels": list(self.labels),
            "examples": [{"key": pair.key, "text": pair.example} for pair in self.pairs],
        }
        super().__init__({"pairs": {}}, content, exercise, folder, self._rules, large=large)

    @classmethod
    def of(cls, exercise: Any, folder: Path | None = None) -> Match:
        """The widget of an exercise of its kind, bound to it."""
        return cls(
            exercise.question, exercise.pairs, exercise.labels, exercise=exercise, folder=folder
        )

    @property
    def labelled(self) -> dict[str, str]:
        """The labels given so far, by example."""
        given = self.value["pairs"]
        return {pair.example: given[pair.key] for pair in self.pairs if pair.key in given}

    def _read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or set(value) != {"pairs"}:
            raise ValueError('it is not of the form {"pairs": {"a": "GPE"}}')
        seen = self._rules.observe(value)
        if seen == {"unset": True}:
            return {"pairs": {}}
        if "pairs" not in seen:
            keys = ", ".join(pair.key for pair in self.pairs)
            raise ValueError(f"it gives {', '.join(self.labels)} to other than {keys}, or others")
        return {"pairs": seen["pairs"]}

    def _summary(self) -> str:
        return f"{len(self.value['pairs'])} of {len(self.pairs)} labelled"

    def _html(self) -> str:
        given = self.value["pairs"]
        rows = "".join(
            f"<li>{prose(pair.example)}: <b>{escaped(given.get(pair.key, '…'))}</b></li>"
            for pair in self.pairs
        )
        return self._fixed(f"<ul>{rows}</ul>")


def _pairs(given: Any) -> tuple[Pair, ...]:
    wanted = 'Match needs examples with their labels, such as {"Seoul": "GPE"}'
    if isinstance(given, Mapping):
        if len(given) > len(ascii_lowercase):
            raise BadInput(f"Match has a letter for 26 examples, not for {len(given)}.")
        given = [
            Pair(key, example, label)
            for key, (example, label) in zip(ascii_lowercase, given.items(), strict=False)
        ]
    if not isinstance(given, list | tuple):
        raise WrongType(f"{wanted}, not {kind_of(given)}.")
    if not given:
        raise BadInput(f"{wanted}; there are none.")
    for pair in given:
        if not isinstance(pair, Pair):
            raise WrongType(f"{wanted}; {pair!r:.60} is {kind_of(pair)}.")
        if not all(isinstance(part, str) for part in (pair.key, pair.example, pair.label)):
            raise WrongType(f"A pair's key, example and label are strings, not as in {pair!r:.80}.")
    if len({pair.key for pair in given}) < len(given):
        raise BadInput("Two examples have the same key; give each its own letter.")
    return tuple(given)


def _labels(given: Any, pairs: Sequence[Pair]) -> tuple[str, ...]:
    needed = sorted({pair.label for pair in pairs})
    if given is None:
        given = needed
    if not isinstance(given, list | tuple) or not all(isinstance(label, str) for label in given):
        raise WrongType(f'Match needs its labels as a list, such as ["GPE"], not {kind_of(given)}.')
    labels = tuple(dict.fromkeys(given))
    if missing := [label for label in needed if label not in labels]:
        raise BadInput(
            f"Match offers no label {missing[0]!r:.40}, which one of its examples needs."
        )
    if len(labels) > MAX_LABELS:
        raise BadInput(f"Match has a key for {MAX_LABELS} labels, not for {len(labels)}.")
    return labels
