"""Give each example its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from newsbook.exercises.base import Exercise, Misconception
from newsbook.exercises.verdict import Json, State, Verdict

__all__ = ["MatchExercise", "Pair"]


@dataclass(frozen=True)
class Pair:
    """An example and the label that belongs to it.

    Args:
        key: A letter, under which the answer is stored.
        example: The example. Words between backticks are shown as code.
        label: Its label.
        says: For a wrong label, what to tell a learner who gives it.
        otherwise: What to tell a learner who gives any other wrong label.
    """

    key: str
    example: str
    label: str
    says: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""


class MatchExercise(Exercise):
    """Give each example one of the labels.

    The answer is ``{"pairs": {"a": "ORG"}}``. The score is the share of examples that are right.

    Attributes:
        question: What is asked.
        labels: The labels, in the order in which they are shown. Some may fit no example.
        pairs: The examples with their labels, in the order in which they are shown.
    """

    widget = True
    question: ClassVar[str]
    labels: ClassVar[Sequence[str]]
    pairs: ClassVar[Sequence[Pair]]

    def faults(self) -> list[str]:
        """As for every exercise; and labels that are not among the labels."""
        where = f"{type(self).__module__}.{type(self).__name__}"
        found = super().faults()
        for pair in self.pairs:
            for label in (pair.label, *pair.says):
                if label not in self.labels:
                    found.append(f"{where} names the label {label!r:.40}, which it does not offer.")
            if pair.label in pair.says:
                found.append(f"{where} answers the right label of {pair.key} as a mistake.")
        return found

    @property
    def right(self) -> dict[str, str]:
        """The right label by key."""
        return {pair.key: pair.label for pair in self.pairs}

    @property
    def misconceptions(self) -> Sequence[Misconception]:
        """One for each wrong label that has a sentence: all right but for that."""
        return [
            Misconception(
                f"{pair.key} as {label}", sentence, {"pairs": self.right | {pair.key: label}}
            )
            for pair in self.pairs
            for label, sentence in pair.says.items()
        ]

    def observe(self, answer: Any, cases: Any = None) -> Json:
        """The labels given, by key in the exercise's order; ``{"unset": true}`` when none is."""
        if answer is None:
            return {"unset": True}
        given = answer.get("pairs") if isinstance(answer, dict) else None
        if not isinstance(given, dict):
            return {"unreadable": True}
        keys = [pair.key for pair in self.pairs]
        for key, label in given.items():
            if key not in keys or not isinstance(label, str) or label not in self.labels:
                return {"unreadable": True}
        if not given:
            return {"unset": True}
        return {"pairs": {key: given[key] for key in keys if key in given}}

    def judge(self, observation: Json, cases: Any = None) -> Verdict:
        """Right; or the sentence of the first wrong label; or that some are still without one."""
        if verdict := self.nothing_to_judge(observation):
            return verdict
        given = observation["pairs"]
        if given == self.right:
            return self.correct(observation)
        hits = sum(given.get(pair.key) == pair.label for pair in self.pairs)
        score = hits / len(self.pairs)
        for pair in self.pairs:
            label = given.get(pair.key)
            if label is not None and label != pair.label:
                sentence = (
                    pair.says.get(label)
                    or pair.otherwise
                    or (f"{label} does not fit example {pair.key}. What speaks against it?")
                )
                return self.verdict(State.NOT_YET, sentence, observation, score)
        missing = [pair.key for pair in self.pairs if pair.key not in given]
        sentence = f"Right so far. Still without a label: {', '.join(missing)}."
        return self.verdict(State.NOT_YET, sentence, observation, score)
