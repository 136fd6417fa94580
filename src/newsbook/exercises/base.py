"""What every exercise has, whatever its kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from newsbook.exercises.verdict import Json, State, Verdict

__all__ = ["Exercise", "Misconception"]


@dataclass(frozen=True)
class Misconception:
    """A plausible wrong answer and the sentence that answers it.

    Args:
        name: A few words for the instructor's statistics, for instance ``"split on white space"``.
        sentence: What the learner is told. It must not give the answer away.
        wrong: The wrong answer: Python source for a code exercise, JSON for a widget.
    """

    name: str
    sentence: str
    wrong: Json


class Exercise(ABC):
    """One exercise: what it asks, how it helps, and how an answer is judged.

    A subclass in ``newsbook/exercises/lesson_NN/`` sets the class attributes. Checking is cut in
    two so that grading can trust it: `observe` runs where the learner's code runs and may be lied
    to; `judge` needs nothing but the JSON that `observe` gave, and can run anywhere.

    Attributes:
        id: ``"1.4"``: lesson and number.
        title: A few words, as in the exercise's heading.
        skill: What it trains, as the end of "can …".
        points: Whole points, at least 1.
        minutes: How long a learner usually takes.
        hints: At least two, from a nudge to a push; they ask rather than tell.
        praise: The sentence for a right answer: what has just been learned.
        widget: Whether the answer is given in a widget (and lives in ``answers/``) or in code.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    skill: ClassVar[str]
    points: ClassVar[int]
    minutes: ClassVar[int]
    hints: ClassVar[Sequence[str]]
    praise: ClassVar[str]
    widget: ClassVar[bool]

    def faults(self) -> list[str]:
        """What an author has left out or got wrong in the class, a sentence for each."""
        where = f"{type(self).__module__}.{type(self).__name__}"
        kinds = {"title": str, "skill": str, "praise": str, "points": int, "minutes": int}
        found = [
            f"{where} needs {name}, as a {kind.__name__}."
            for name, kind in kinds.items()
            if not isinstance(getattr(self, name, None), kind) or not getattr(self, name)
        ]
        hints = getattr(self, "hints", ())
        if isinstance(hints, str) or len(hints) < 2:
            found.append(f"{where} needs hints: at least two, in a tuple.")
        return found

    @property
    @abstractmethod
    def misconceptions(self) -> Sequence[Misconception]:
        """The plausible wrong answers, each with its own sentence."""

    @abstractmethod
    def observe(self, answer: Any, cases: Any = None) -> Json:
        """Look at the answer, running it where it is code.

        Args:
            answer: The learner's function, value or widget answer; None when there is none.
            cases: Other inputs than the exercise's own, for grading on fresh ones.

        Returns:
            Plain JSON. Whatever the learner's code raises is in it, never thrown.
        """

    @abstractmethod
    def judge(self, observation: Json, cases: Any = None) -> Verdict:
        """Judge what `observe` saw. Pure: the same observation always gets the same verdict."""

    def check(self, answer: Any) -> Verdict:
        """Observe and judge in one go, as a notebook does."""
        return self.judge(self.observe(answer))

    def well_formed(self, observation: Json) -> bool:
        """Whether an observation of a widget's answer is one that `observe` could have made."""
        return observation != {"unreadable": True} and bool(
            self.observe(observation) == observation
        )

    def nothing_to_judge(self, observation: Json) -> Verdict | None:
        """What a widget's observation gets that holds no answer; None where it holds one."""
        if observation == {"unset": True}:
            return self.not_attempted(observation)
        # An observation may come from outside, so it is read as carefully as an answer.
        return None if self.well_formed(observation) else self.unreadable(observation)

    # What the subclasses say most often, in one wording for all.

    def verdict(
        self, state: State, sentence: str, observation: Json, score: float = 0.0
    ) -> Verdict:
        """A verdict on this exercise."""
        return Verdict(self.id, state, score, self.points, sentence, observation)

    def correct(self, observation: Json) -> Verdict:
        """Full marks and the praise."""
        return self.verdict(State.CORRECT, self.praise, observation, 1.0)

    def not_attempted(self, observation: Json) -> Verdict:
        """No answer yet; says how to give one."""
        name = getattr(self, "answer_name", "")
        where = f", under the name `{name}`" if name else ""
        how = (
            "Give your answer in the widget of this exercise, then check again."
            if self.widget
            else f"Put your answer where the three dots are{where}; run its cell, then check again."
        )
        return self.verdict(State.NOT_ATTEMPTED, how, observation)

    def unreadable(self, observation: Json) -> Verdict:
        """The answer is not of the form that this exercise takes, as after a damaged file."""
        return self.verdict(
            State.NOT_YET,
            "This answer is not in a form that the exercise can read; answer it again.",
            None,
        )
