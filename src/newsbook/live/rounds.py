"""One vote on one activity: its answers, what is made of them, and how both look on the wire."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from newsbook.live.activity import Activity
from newsbook.live.store import SavedAnswer
from newsbook.live.tally import tally_of
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
        self._heat: tuple[int, str] | None = None
        self.changes = 0

    def put(self, student: str, given: Given, value: Any) -> None:
        """Take a student's answer in place of the former one."""
        self.answers[student] = given
        self.tally.put(student, value)
        self.changes += 1

    def seat(self, student: str) -> None:
        """Count a student who is here and has not answered."""
        if student not in self.answers:
            self.tally.put(student, None)
            self.changes += 1

    def restore(self, saved: SavedAnswer) -> bool:
        """Take an answer out of the file; False where the activity no longer takes it."""
        try:
            value = self.activity.read(json.loads(saved.value))
        except (ValueError, RecursionError):
            return False
        self.put(saved.student, Given(saved.value, saved.seq, saved.client), value)
        return True

    def heat(self) -> str:
        """The heat map as JSON, made anew only where answers have come since."""
        if self._heat is None or self._heat[0] != self.changes:
            self._heat = (self.changes, as_json(self.tally.heat()))
        return self._heat[1]

    @cached_property
    def wanted(self) -> str:
        """The gold and the pipeline's answer, as members of a JSON object."""
        told = self.activity
        gold, pipeline = told.shown(told.gold), told.shown(told.pipeline)
        return f'"gold":{as_json(gold)},"pipeline":{as_json(pipeline)}'

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
