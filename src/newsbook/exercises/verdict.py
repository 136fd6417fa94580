"""What a learner is told: one of four states, a score, and one sentence."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from newsbook.markup import escaped, framed, prose

__all__ = ["MOST_FOR_A_PART", "Json", "State", "Verdict"]

MOST_FOR_A_PART = 0.5
"""The most that a program earns which is right in part.

Most cases and most lines are easy, and a wrong idea passes nearly all of them.
"""

# Control characters, and those that turn the direction of what follows them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

Json = Any
"""A value that `json.dumps` takes: None, bool, int, float, str, list or dict of these."""


class State(StrEnum):
    """The four outcomes. Each is said in words and has a sign of its own, so none needs colour."""

    NOT_ATTEMPTED = "not attempted"
    RAISED = "your code raised"
    NOT_YET = "not yet"
    CORRECT = "correct"

    @property
    def sign(self) -> str:
        """A one-character sign that goes with the words."""
        return {"not attempted": "○", "your code raised": "!", "not yet": "△", "correct": "✓"}[self]


@dataclass(frozen=True)
class Verdict:
    """The judgement of one answer.

    Args:
        exercise: The exercise's id, for instance ``"1.4"``.
        state: One of the four outcomes.
        score: The share of the points that the answer earns, from 0.0 to 1.0.
        points: The points that the exercise is worth.
        sentence: What to tell the learner. It names the likely mistake, never the answer.
        observation: The JSON that was judged, so that it can be judged again elsewhere.

    Example:
        >>> Verdict("1.4", State.NOT_YET, 0.5, 2, "Look at the hyphen again.")
        △ 1.4 not yet · 1 of 2 points
        Look at the hyphen again.
    """

    exercise: str
    state: State
    score: float
    points: int
    sentence: str
    observation: Json = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"a score lies between 0 and 1, not at {self.score}")
        # A learner's error message is in some sentences; it must not act on a terminal, nor look
        # like a line of ours.
        object.__setattr__(self, "sentence", _UNSEEN.sub("\ufffd", " ".join(self.sentence.split())))

    @property
    def earned(self) -> float:
        """Points earned, to the nearest tenth; only a right answer is full.

        Example:
            >>> [Verdict("1.4", State.NOT_YET, s, 2, "").earned for s in (0.1 - 1e-9, 0.999)]
            [0.2, 1.9]
        """
        if self.score == 1.0:
            return self.points
        # Half a tenth goes up, whatever a float makes of it.
        tenths = int(self.score * self.points * 10 + 0.5 + 1e-9)
        return min(tenths, 10 * self.points - 1) / 10

    @property
    def headline(self) -> str:
        """The verdict without its sentence: sign, id, state and points."""
        points = "point" if self.points == 1 else "points"
        earned = f"{self.earned:g} of {self.points} {points}"
        return f"{self.state.sign} {self.exercise} {self.state} · {earned}"

    def __repr__(self) -> str:
        """Fixed text, which nbval compares."""
        return f"{self.headline}\n{self.sentence}"

    def as_json(self) -> dict[str, Json]:
        """The verdict as plain JSON, observation included."""
        return {
            "exercise": self.exercise,
            "state": str(self.state),
            "score": self.score,
            "points": self.points,
            "sentence": self.sentence,
            "observation": self.observation,
        }

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, str], dict[str, Json]]:
        """Text and HTML for the notebook; the JSON travels in the metadata, which nbval skips.

        nbgrader takes a check's text for the points earned if it is a number, and for full points
        if it is anything else. It says in a variable when it runs a notebook; its feedback page
        shows the HTML.
        """
        # The left border differs in kind (dotted, dashed, double, solid) as well as in colour.
        border = {
            State.NOT_ATTEMPTED: "dotted #767676",
            State.RAISED: "double #B3532D",
            State.NOT_YET: "dashed #A87400",
            State.CORRECT: "solid #00805E",
        }[self.state]
        told = f'<span style="white-space: pre-wrap">{prose(self.sentence)}</span>'
        markup = framed(f"<strong>{escaped(self.headline)}</strong><br>{told}", border)
        text = f"{self.earned:g}" if "NBGRADER_EXECUTION" in os.environ else repr(self)
        return {"text/plain": text, "text/html": markup}, {"newsbook": self.as_json()}
