"""The votes of a class that are over: which there were, and one of them again out of the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from newsbook.live.activity import Activity
from newsbook.live.asking import activity_of
from newsbook.live.rounds import Phase, Round, as_json
from newsbook.live.store import SavedRound, Store

__all__ = ["Earlier", "History"]

NONE: Mapping[str, Activity] = {}


@dataclass(frozen=True)
class Earlier:
    """A vote in the file.

    Args:
        saved: Its row.
        title: The activity's title.
        former: The number of the vote of which this is the vote again, or 0.
        answered: How many answered.
    """

    saved: SavedRound
    title: str
    former: int
    answered: int


class History:
    """All votes of a class, the current one too.

    Args:
        store: The class's file.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from newsbook.live.store import SavedClass
        >>> folder = tempfile.TemporaryDirectory()
        >>> store = Store.create(Path(folder.name) / "a", SavedClass("id", "ABCD", False, 0))
        >>> History(store).past()
        []
        >>> store.close(); folder.cleanup()
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[int, Earlier] = {}
        answered = store.answered()
        for saved in store.rounds():
            told = self._told(saved.number)
            former = told.get("former", self._guessed(saved))
            self._held[saved.number] = Earlier(
                saved, told.get("title", saved.activity), former, answered.get(saved.number, 0)
            )

    @property
    def last(self) -> int:
        """The largest number of a vote, or 0."""
        return max(self._held, default=0)

    @property
    def asked(self) -> set[str]:
        """The keys of all that was asked."""
        return {one.saved.activity for one in self._held.values()}

    def get(self, number: int) -> Earlier | None:
        """The vote of that number, or None."""
        return self._held.get(number)

    def began(self, made: Round, former: Round | None) -> None:
        """Take a new vote in, and keep what its row does not say."""
        title, before = made.activity.title, former.number if former else 0
        told = as_json({"title": title, "former": before})
        self._store.keep(f"round:{made.number}", told)
        row = SavedRound(made.number, made.activity.key, made.vote, made.phase)
        self._held[made.number] = Earlier(row, title, before, 0)

    def saved(self, made: Round) -> None:
        """Note how far a vote is, and who sat in it once it is closed."""
        held = self._held[made.number]
        row = replace(held.saved, phase=made.phase)
        self._held[made.number] = replace(held, saved=row, answered=made.tally.answered)
        if made.over:
            self._store.keep(f"seats:{made.number}", as_json(made.seats))

    def past(self, current: int = 0) -> list[dict[str, Any]]:
        """What the teacher's page lists: each activity once, with its last vote; oldest first.

        Args:
            current: The vote that is shown now; it is left out.
        """
        before = {one.former for one in self._held.values()}
        return [
            {
                **{"round": number, "title": one.title},
                **{"votes": one.saved.vote, "answered": one.answered},
            }
            for number, one in sorted(self._held.items())
            if number not in before
            and number != current
            and (one.answered or one.saved.phase != Phase.WAITING)
        ]

    def load(self, number: int, named: Mapping[str, Activity] = NONE) -> tuple[Round, str]:
        """A vote as it was, out of the file.

        Args:
            number: The vote's number.
            named: Activities that the teacher has named now. Of others an article may only be one
                of newsbook's, or lie beside where the class was started: a file that somebody sends
                must not show a class what else there is on this machine.

        Returns:
            The vote, and a sentence on answers that could not be read again, or "".

        Raises:
            BadInput: Its activity can no longer be asked.
        """
        saved = self._held[number].saved
        activity = named.get(saved.activity) or activity_of(saved.activity, own=False)
        made = Round(number, activity, saved.vote, Phase(saved.phase))
        answers = list(self._store.answers(number))
        unread = sum(not made.restore(answer) for answer in answers)
        for student in self._seats(number):
            made.sit(student)
        note = (
            ""
            if not unread
            else (
                f"{unread} of {len(answers)} answers to {made.activity.title} do not fit it any "
                "longer; they are still in the file."
            )
        )
        return made, note

    def _seats(self, number: int) -> list[str]:
        found = _parsed(self._store.kept(f"seats:{number}"))
        return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []

    def _told(self, number: int) -> dict[str, Any]:
        found = _parsed(self._store.kept(f"round:{number}"))
        if not isinstance(found, dict):
            return {}
        fits = {"title": str, "former": int}
        return {name: found[name] for name in fits if isinstance(found.get(name), fits[name])}

    def _guessed(self, saved: SavedRound) -> int:
        """For a class of before this was kept: the last vote on the same before it."""
        if saved.vote == 1:
            return 0
        same = [n for n, one in self._held.items() if one.saved.activity == saved.activity]
        return max(same, default=0)


def _parsed(text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
