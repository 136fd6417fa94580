"""One vote on one activity: its answers, what is made of them, and how both look on the wire."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from newsbook.live.activity import Activity
from newsbook.live.planning import Covered, Words, without
from newsbook.live.store import SavedAnswer
from newsbook.live.tallies import tally_of
from newsbook.widgets.kit import page_text

__all__ = ["Given", "Phase", "Round", "as_json", "module_of"]


class Phase(StrEnum):
    """Where a round is: shown, answered, closed, shown with what the room said."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"


@dataclass(frozen=True, slots=True)
class Given:
    """A student's answer: the value as JSON, and which change of which page it was."""

    value: str
    seq: int
    client: str

    @property
    def order(self) -> tuple[int, str]:
        """The larger is the later change; two tabs that count alike are told apart by name."""
        return self.seq, self.client


CARRIED = (0, "")
"""The place of an answer that was carried over from the vote before: any change is later."""


def as_json(value: Any) -> str:
    """JSON without spaces, for the wire and the file.

    Example:
        >>> as_json({"chosen": ["é"]})
        '{"chosen":["é"]}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def module_of(parts: tuple[str, ...]) -> tuple[str, str]:
    """A widget's page as one module, joined from its parts as ``loader.js`` joins them.

    Returns:
        The module's name, which changes with what is in it, and its text.

    Example:
        >>> name, text = module_of(("core.css", "core.js"))
        >>> name.endswith(".js"), text.startswith("const STYLE = ")
        (True, True)
    """
    style = "".join(page_text(name) for name in parts if name.endswith(".css"))
    code = [page_text(name) for name in parts if not name.endswith(".css")]
    text = "\n".join([f"const STYLE = {json.dumps(style)};", *code])
    return f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.js", text


class Round:
    """One vote on one activity.

    Args:
        number: Its number in the class, from 1.
        activity: What is asked.
        vote: 1, or 2 where the room votes again, and so on.
        phase: Where it is.

    Attributes:
        shared: What of "gold" and "pipeline" the room has been shown, so that phones may see it;
            and of predictions in words of students' own, whether the teacher has had them "read",
            and whether phones may see the "words".
        late: Students whose last change came when it was closed.
        same: Students whose answer of the vote before stands.
    """

    def __init__(
        self, number: int, activity: Activity, vote: int = 1, phase: Phase = Phase.WAITING
    ) -> None:
        self.number = number
        self.activity = activity
        self.vote = vote
        self.phase = phase
        self.answers: dict[str, Given] = {}
        self.tally = tally_of(activity)
        self._heat: dict[Words, tuple[Any, str]] = {}
        self.changes = 0
        self.shared: set[str] = set()
        self.late: set[str] = set()
        self.same: set[str] = set()

    @property
    def over(self) -> bool:
        """Whether nothing more is taken."""
        return self.phase in (Phase.CLOSED, Phase.REVEALED)

    @property
    def seats(self) -> list[str]:
        """The students who were here and have not answered."""
        return self.tally.silent

    def put(self, student: str, given: Given, value: Any) -> None:
        """Take a student's answer in place of the former one."""
        self.answers[student] = given
        self.tally.put(student, value)
        self.late.discard(student)
        if given.order == CARRIED:
            self.same.add(student)
        else:
            self.same.discard(student)
        self.changes += 1

    def carry(self, former: Round) -> None:
        """Let the answers of the vote before stand, until they are changed."""
        for student, given in former.answers.items():
            self.answers[student] = Given(given.value, *CARRIED)
            self.same.add(student)
        self.tally.carry(former.tally)
        self.changes += 1

    def seat(self, student: str) -> None:
        """Count a student who is here and has not answered; not once it is too late to answer."""
        if not self.over:
            self.sit(student)

    def sit(self, student: str) -> None:
        """Count a student who was here, whatever the phase."""
        if student not in self.answers:
            self.tally.put(student, None)
            self.changes += 1

    def drop(self, student: str) -> None:
        """Forget a student, and what they answered."""
        self.answers.pop(student, None)
        self.tally.drop(student)
        self.late.discard(student)
        self.same.discard(student)
        self.changes += 1

    def restore(self, saved: SavedAnswer) -> bool:
        """Take an answer out of the file; False where the activity no longer takes it."""
        try:
            value = self.activity.read(json.loads(saved.value))
        except (ValueError, RecursionError):
            return False
        self.put(saved.student, Given(saved.value, saved.seq, saved.client), value)
        return True

    def heat(self, covered: Covered = (), words: Words = Words.ALL) -> str:
        """The heat map as JSON, made anew only where something has changed.

        Args:
            covered: Predictions that are not shown.
            words: Which of the others are.
        """
        made_of = (self.changes, frozenset(covered))
        if self._heat.get(words, (None, ""))[0] != made_of:
            heat = without(self.tally.heat(), covered, words, self.activity.said)
            self._heat[words] = (made_of, as_json(heat))
        return self._heat[words][1]

    @cached_property
    def wanted(self) -> dict[str, str]:
        """The gold and the pipeline's answer, as JSON each; "null" where there is none."""
        told = self.activity
        return {
            "gold": as_json(told.shown(told.gold)),
            "pipeline": as_json(told.shown(told.pipeline)),
        }

    @cached_property
    def board(self) -> str:
        """What the heat map is drawn on, as JSON."""
        return as_json(self.activity.board)

    @cached_property
    def module(self) -> tuple[str, str]:
        """The name and the text of the activity's page."""
        return module_of(tuple(self.activity.parts))

    @cached_property
    def about(self) -> str:
        """What a student's page needs of the activity, as JSON; the same for all, and made once."""
        told = self.activity
        return as_json(
            {
                "key": told.key,
                "title": told.title,
                "kind": told.kind,
                "text": told.text,
                "parts": list(told.parts),
                "module": self.module[0],
                "content": told.content,
                "start": told.start,
            }
        )
