"""Exercises whose answer is tried on cases, whatever kind of answer it is."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from newsbook.exercises.base import Exercise, Misconception
from newsbook.exercises.verdict import MOST_FOR_A_PART, Json, State, Verdict

__all__ = ["Case", "CasesExercise", "same_json"]


def same_json(one: Json, other: Json) -> bool:
    """Whether two JSON values are equal, floats to nine digits and ``True`` never equal to 1.

    Example:
        >>> same_json([1, 0.1 + 0.2], [1.0, 0.3]), same_json(1, True)
        (True, False)
    """
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int) and isinstance(other, int):
        return one == other
    if isinstance(one, int | float) and isinstance(other, int | float):
        try:
            return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
        except OverflowError:  # an int that no float can hold
            return False
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_json(one[k], other[k]) for k in one)
    return type(one) is type(other) and bool(one == other)


@dataclass(frozen=True)
class Case:
    """One input that the answer is tried on.

    Args:
        inputs: The arguments, as JSON values.
        expected: What the right answer gives, as JSON.
        says: What to tell a learner whose answer fails here first; empty for the general wording.
    """

    inputs: tuple[Any, ...]
    expected: Json
    says: str = ""


class CasesExercise(Exercise):
    """An answer that is tried on cases and judged by what comes out.

    The observation is ``{"cases": [{"value": …}, …]}``, an outcome for each case; or
    ``{"unset": true}``; or ``{"unusable": "Why it cannot be tried."}``. A wrong answer earns up to
    half of the points, by the share of cases that come out right.

    A misconception is a wrong answer. The judge sees what it gives on the same cases: a learner
    whose values are those of the misconception gets its sentence. That works on fresh cases too,
    and leaves no right answer in the package.

    Attributes:
        mistakes: The misconceptions.
    """

    mistakes: ClassVar[Sequence[Misconception]]

    @cached_property
    def cases(self) -> Sequence[Case]:
        """The cases that a learner's answer is tried on in the notebook."""
        return self.make_cases()

    @abstractmethod
    def make_cases(self) -> Sequence[Case]:
        """Make the cases; each is hand-checked, or derived from gold."""

    @abstractmethod
    def would(self, mistake: Misconception, tried: Sequence[Case]) -> list[Json] | None:
        """What a misconception gives on each case; None where it cannot be tried."""

    @abstractmethod
    def explain(self, case: Case, outcome: dict[str, Json]) -> tuple[State, str]:
        """What can be said of a wrong outcome that no misconception explains."""

    @property
    def misconceptions(self) -> Sequence[Misconception]:
        """The plausible wrong answers."""
        return self.mistakes

    def gives(self, outcome: Json, case: Case) -> bool:
        """Whether the outcome of a case is right."""
        return set(outcome) == {"value"} and same_json(outcome["value"], case.expected)

    def score(self, seen: Sequence[Json], wrong: Sequence[int], tried: Sequence[Case]) -> float:
        """The share of the points that a wrong answer earns."""
        return MOST_FOR_A_PART * (1 - len(wrong) / len(tried))

    def judge(self, observation: Json, cases: Sequence[Case] | None = None) -> Verdict:
        """Right on every case, or the sentence of the misconception that gives the same values."""
        if observation == {"unset": True}:
            return self.not_attempted(observation)
        tried = self.cases if cases is None else cases
        seen = observation.get("cases") if isinstance(observation, dict) else None
        if isinstance(observation, dict) and isinstance(observation.get("unusable"), str):
            return self.verdict(State.NOT_YET, observation["unusable"], observation)
        well_formed = isinstance(seen, list) and len(seen) == len(tried)
        if not well_formed or not all(isinstance(outcome, dict) for outcome in seen or ()):
            return self.unreadable(observation)
        assert isinstance(seen, list)
        try:
            return self._judged(observation, seen, tried)
        except (RecursionError, OverflowError):
            # JSON can nest deeper than Python, and hold numbers that no float can.
            return self.unreadable(observation)

    def _judged(self, observation: Json, seen: list[Json], tried: Sequence[Case]) -> Verdict:
        wrong = [i for i, case in enumerate(tried) if not self.gives(seen[i], case)]
        if not wrong:
            return self.correct(observation)
        score = self.score(seen, wrong, tried)
        if mistake := self._recognise(seen, wrong, tried):
            return self.verdict(State.NOT_YET, mistake.sentence, observation, score)
        state, sentence = self.explain(tried[wrong[0]], seen[wrong[0]])
        return self.verdict(state, sentence, observation, score)

    def _recognise(
        self, seen: list[Json], wrong: list[int], tried: Sequence[Case]
    ) -> Misconception | None:
        """The misconception that gives the same values, or at least all of the wrong ones.

        Where some inputs give a wrong value and others an error, the values decide: one mistake
        is answered at a time.
        """
        telling = [i for i in wrong if "value" in seen[i]] or wrong
        found = None
        for mistake in self.misconceptions:
            would = self.would(mistake, tried)
            if would is None:
                continue
            if all(map(same_json, would, seen)):
                return mistake
            if found is None and all(same_json(would[i], seen[i]) for i in telling):
                found = mistake
        return found
