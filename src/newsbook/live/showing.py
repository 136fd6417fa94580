"""What each page may see of a class, as JSON; what is the same for all is made once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from typing import Any

from newsbook.live.activity import Activity
from newsbook.live.history import History
from newsbook.live.planning import Words, planned
from newsbook.live.rounds import Phase, Round, as_json
from newsbook.live.store import SavedClass, Store

__all__ = ["Shown"]


class Shown:
    """The part of a `Room` that is looked at. It changes nothing."""

    store: Store
    about: SavedClass
    round: Round | None
    before: Round | None
    history: History
    plan: list[Activity]
    _covered: dict[int, set[tuple[str, str]]]
    notes: list[str]
    watching: bool
    _choices: list[dict[str, str]]
    _names: dict[str, str]
    _sockets: Counter[str]

    @property
    def phase(self) -> Phase:
        """Where the current round is; waiting before the first."""
        return self.round.phase if self.round else Phase.WAITING

    @property
    def here(self) -> int:
        """Students with a page or a notebook that is connected; two tabs are one."""
        return len(self._sockets)

    @property
    def joined(self) -> int:
        """Students who ever joined."""
        return len(self._names)

    def heat(self, of: Collection[str] = ("gold", "pipeline", "read", "words")) -> str:
        """What the teacher's page shows of the answers, as JSON.

        Before the reveal it is only how many there are, so that the projector's page does not hold
        what it must not show, unless the teacher watches (`watch`), and then without the words
        that students typed: nobody has read them yet. After it: now, before the second vote,
        gold, the pipeline's answer; no prediction that the teacher took away (`cover`), and of
        those in words of a student's own none that the teacher has not asked for (`share`).
        `same` is how many of those who have answered let their answer of the vote before stand.

        Args:
            of: What may be in it of the gold, the pipeline's answer, predictions that the teacher
                has had "read" and those whose "words" are for all.
        """
        now = self.round
        if now is None:
            return '{"now":null,"before":null,"same":0,"gold":null,"pipeline":null}'
        same = len(now.same)
        if now.phase is not Phase.REVEALED and not self.watching:
            return f'{{"now":{as_json(now.tally.counts())},"before":null,"same":{same}}}'
        before = self._told(self.before, of) if self.before else "null"
        parts = [f'"now":{self._told(now, of)},"before":{before},"same":{same}']
        if now.phase is not Phase.REVEALED:
            return f"{{{parts[0]}}}"
        parts += [f'"{what}":{text if what in of else "null"}' for what, text in now.wanted.items()]
        return f"{{{','.join(parts)}}}"

    def _told(self, one: Round, of: Collection[str]) -> str:
        words = Words.ALL if one.shared & {"read", "words"} & set(of) else Words.PLAIN
        if self.phase is not Phase.REVEALED:
            words = Words.NONE
        return one.heat(self._covered.get(one.number, ()), words)

    def student_state(self, student: str, known: int = -1) -> str:
        """What a student's page shows, as JSON.

        Args:
            student: Whose page it is.
            known: The round whose activity the page has already; it is not sent twice.
        """
        now = self.round
        if now is None:
            return '{"do":"state","round":0,"vote":1,"phase":"waiting","activity":null}'
        given = now.answers.get(student)
        parts = [f'"do":"state","round":{now.number},"vote":{now.vote},"phase":"{now.phase}"']
        if known != now.number:
            parts.append(f'"activity":{now.about}')
        value, seq, client = (given.value, given.seq, given.client) if given else ("null", 0, "")
        parts.append(f'"value":{value},"seq":{seq},"client":{as_json(client)}')
        if student in now.same:
            parts.append('"same":true')
        revealed = now.phase is Phase.REVEALED
        # What a line gives is the gold, and reaches phones when the room has been shown it.
        told = revealed and "gold" in now.shared
        extra = now.activity.extra(json.loads(value) or now.activity.start, told)
        if extra:
            parts.append(f'"extra":{as_json(extra)}')
        if revealed:
            parts.append(
                f'"heat":{self.heat(now.shared - {"read"} | {"words"})},"board":{now.board}'
            )
        return f"{{{','.join(parts)}}}"

    def teacher_state(self) -> dict[str, Any]:
        """What the teacher's page shows, but for where the class is to be found."""
        now = self.round
        told = now.activity if now else None
        return {
            "do": "state",
            "code": self.about.code,
            "here": self.here,
            "joined": self.joined,
            "names": self._present() if self.about.names else None,
            "phase": str(self.phase),
            "round": now.number if now else 0,
            "vote": now.vote if now else 1,
            "live": self.watching,
            "late": len(now.late) if now else 0,
            "shared": sorted(now.shared) if now else [],
            "past": self.history.past(now.number if now else 0),
            "activity": told
            and {
                **{"key": told.key, "title": told.title, "kind": told.kind, "text": told.text},
                "board": told.board,
            },
            "activities": self._choices,
            "plan": planned(self.plan, self.history.asked),
            "notes": [*self.notes, *([self.store.trouble] if self.store.trouble else [])],
        }

    def _present(self) -> list[str]:
        return sorted((self._names.get(student, "") for student in self._sockets), key=str.casefold)
