"""Multiple choice, one or many, where each wrong option is answered by its own sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from newsbook.exercises.base import Exercise, Misconception
from newsbook.exercises.verdict import Json, State, Verdict

__all__ = ["ChoiceExercise", "Option"]


@dataclass(frozen=True)
class Option:
    """One option of a choice.

    Args:
        key: A letter, shown before the option.
        text: The option. Words between backticks are shown as code.
        says: For a wrong option, what to tell a learner who picks it; for a right option of a
            choice of many, what to tell one who leaves it out.
        right: Whether it belongs to the right answer.
    """

    key: str
    text: str
    says: str
    right: bool = False


class ChoiceExercise(Exercise):
    """Pick one option, or all that apply when `many` is set.

    The answer is ``{"chosen": ["b"]}``. A choice of one scores all or nothing; a choice of many
    scores right picks less wrong picks, as a share of the right ones, never below 0.
    """

    widget = True
    question: ClassVar[str]
    options: ClassVar[Sequence[Option]]
    many: ClassVar[bool] = False

    @property
    def right(self) -> list[str]:
        """The keys of the right options, sorted."""
        return sorted(o.key for o in self.options if o.right)

    @property
    def misconceptions(self) -> Sequence[Misconception]:
        """One for each wrong option, and in a choice of many one for each that can be missed."""
        found = []
        for option in self.options:
            if not option.right:
                keys = sorted({*self.right, option.key}) if self.many else [option.key]
                found.append(Misconception(f"chose {option.key}", option.says, {"chosen": keys}))
            elif self.many and len(self.right) > 1:
                keys = [key for key in self.right if key != option.key]
                found.append(Misconception(f"left out {option.key}", option.says, {"chosen": keys}))
        return found

    def observe(self, answer: Any, cases: Any = None) -> Json:
        """The chosen keys, sorted and each once; ``{"unset": true}`` when nothing is chosen."""
        if answer is None:
            return {"unset": True}
        if not isinstance(answer, dict) or not isinstance(answer.get("chosen"), list):
            return {"unreadable": True}
        chosen = answer["chosen"]
        known = {option.key for option in self.options}
        if not all(isinstance(key, str) and key in known for key in chosen):
            return {"unreadable": True}
        return {"chosen": sorted(set(chosen))} if chosen else {"unset": True}

    def judge(self, observation: Json, cases: Any = None) -> Verdict:
        """Right, or the sentence of the first wrong pick, else of the first that is left out."""
        if verdict := self.nothing_to_judge(observation):
            return verdict
        chosen = set(observation["chosen"])
        right = set(self.right)
        if chosen == right:
            return self.correct(observation)
        if not self.many and len(chosen) > 1:
            return self.verdict(State.NOT_YET, "Choose one option only.", observation)
        wrong = next((o for o in self.options if o.key in chosen - right), None)
        missed = next((o for o in self.options if o.key in right - chosen), None)
        told = wrong or missed
        assert told is not None  # the sets differ, so one of the two exists
        score = (len(chosen & right) - len(chosen - right)) / len(right) if self.many else 0.0
        return self.verdict(State.NOT_YET, told.says, observation, max(0.0, score))
