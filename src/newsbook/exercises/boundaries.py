"""Where does one token end and the next begin? Answered by splitting and joining in a widget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from newsbook.exercises.base import Exercise, Misconception
from newsbook.exercises.verdict import Json, State, Verdict
from newsbook.markup import cited
from newsbook.scoring import above, score
from newsbook.spans import Span, are_disjoint, from_json, from_words, lost_characters, to_json

__all__ = ["BoundaryExercise", "Trap"]

LONGEST_PLACE = 80
"""Characters of the text that a verdict shows."""


@dataclass(frozen=True)
class Trap:
    """A stretch of the text as it is often tokenised wrongly.

    Args:
        tokens: The wrong tokens, with a space between each: ``"N.Korean"``, ``"it ’ s"``.
        says: What to tell a learner who has exactly these tokens there.
    """

    tokens: str
    says: str


class BoundaryExercise(Exercise):
    """Tokenise a short text by hand.

    The answer is ``{"spans": [[0, 4], …]}``, offsets into `text` in code points. The learner starts
    from the words between white space. The score is the F1 of the tokens against the gold, counted
    from the F1 of the start, so that tokens as they were earn nothing.

    Attributes:
        text: What is to be tokenised.
        gold: Its tokens by the guidelines, as strings in order.
        traps: The misconceptions that can be told apart by their tokens.
        yardstick: What the gold follows, for the verdict's sentence.
    """

    widget = True
    question: ClassVar[str]
    text: ClassVar[str]
    gold: ClassVar[Sequence[str]]
    traps: ClassVar[Sequence[Trap]]
    yardstick: ClassVar[str] = "the guidelines"

    @cached_property
    def start(self) -> list[Span]:
        """The tokens that the learner starts from: what stands between white space."""
        return from_words(self.text, self.text.split())

    @cached_property
    def gold_spans(self) -> list[Span]:
        """The right tokens."""
        return from_words(self.text, self.gold)

    def _trapped(self, trap: Trap) -> list[Span]:
        """The wrong tokens of a trap, at their place in the text."""
        pieces = trap.tokens.split()
        place = self.text.find("".join(pieces))
        if place < 0:  # the trap's tokens have white space between them in the text
            return from_words(self.text, pieces)
        return [span.shift(place) for span in from_words("".join(pieces), pieces)]

    def _told(self, trap: Trap) -> str:
        """What a learner hears who is caught in a trap: its sentence, and where it is."""
        caught = self._trapped(trap)
        near = Span(caught[0].start, caught[-1].end)
        return f"{trap.says} Look near {cited(_words_around(self.text, near))}."

    @property
    def misconceptions(self) -> Sequence[Misconception]:
        """Each trap, in a text that is otherwise tokenised rightly."""
        found = []
        for trap in self.traps:
            wrong = self._trapped(trap)
            outside = [
                span
                for span in self.gold_spans
                if span.end <= wrong[0].start or span.start >= wrong[-1].end
            ]
            answer = {"spans": to_json(sorted([*outside, *wrong]))}
            found.append(Misconception(f"tokens {trap.tokens}", self._told(trap), answer))
        return found

    def observe(self, answer: Any, cases: Any = None) -> Json:
        """The spans, or ``{"unset": true}`` for none and for the tokens it started from."""
        if answer is None:
            return {"unset": True}
        try:
            spans = from_json(answer["spans"])
        except (KeyError, TypeError, ValueError):
            return {"unreadable": True}
        inside = not spans or spans[-1].end <= len(self.text)
        if not inside or not are_disjoint(spans) or lost_characters(self.text, spans):
            return {"unreadable": True}
        if [(s.start, s.end) for s in spans] == [(s.start, s.end) for s in self.start]:
            return {"unset": True}
        return {"spans": [[s.start, s.end] for s in spans]}

    def judge(self, observation: Json, cases: Any = None) -> Verdict:
        """Right, or the sentence of the first trap that the tokens are caught in."""
        if verdict := self.nothing_to_judge(observation):
            return verdict
        spans = from_json(observation["spans"])
        result = score(self.gold_spans, spans)
        if not result.missed and not result.invented:
            return self.correct(observation)
        share = above(score(self.gold_spans, self.start).f1, result.f1)
        for trap in self.traps:
            if set(self._trapped(trap)) <= set(spans):
                return self.verdict(State.NOT_YET, self._told(trap), observation, share)
        # No known mistake: say where to look, not what to do there.
        place = min([*result.missed, *result.invented])
        around = cited(_words_around(self.text, place))
        right = len(self.gold_spans) - len(result.missed)
        sentence = (
            f"{right} of {len(self.gold_spans)} tokens are as in {self.yardstick}; "
            f"look again near {around}."
        )
        return self.verdict(State.NOT_YET, sentence, observation, share)


def _words_around(text: str, place: Span) -> str:
    """The words that a place is in, with one more on each side; shortened where they are long."""
    found = list(re.finditer(r"\S+", text))
    at = [
        i for i, word in enumerate(found) if word.start() < place.end and word.end() > place.start
    ]
    first, last = max(at[0] - 1, 0), min(at[-1] + 1, len(found) - 1)
    around = text[found[first].start() : found[last].end()]
    return around if len(around) <= LONGEST_PLACE else f"{around[:LONGEST_PLACE]}…"
