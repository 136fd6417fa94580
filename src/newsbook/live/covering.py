"""What of a revealed vote a class is shown, and what is taken out of it."""

from __future__ import annotations

import json

from newsbook.live.rounds import Phase, as_json
from newsbook.live.store import Store
from newsbook.live.students import Refused, Students

__all__ = ["Covering", "kept_covers"]


class Covering(Students):
    """The part of a `Room` with which the teacher shows more of a vote, or takes some away."""

    def share(self, what: str) -> None:
        """Show more of what is revealed.

        Args:
            what: ``"gold"`` or ``"pipeline"``, which the room has been shown, to phones as well;
                ``"read"``, predictions in words of students' own, to the teacher's page alone; or
                ``"words"``, these to phones as well, once they have been read.

        Raises:
            Refused: Nothing is revealed, or there is no such thing to show.
        """
        now = self.round
        if now is None or now.phase is not Phase.REVEALED:
            raise Refused("Reveal the answers first.")
        if what not in ("gold", "pipeline", "read", "words"):
            raise Refused("What can be shown beside the answers is gold or pipeline.")
        if what == "words" and "read" not in now.shared:
            raise Refused("Read them first: only then can they be shown to all.")
        now.shared.add(what)
        if what in ("read", "words"):
            # The vote before has words, too, and stands beside this one.
            for one in (now, *([self.before] if self.before else [])):
                one.shared.add(what)
                one.changes += 1
        self.changes += 1

    def cover(self, line: str, what: str, on: bool) -> None:
        """Take a prediction out of what is shown, to everybody and for good; it stays counted.

        Args:
            line: The line's key.
            what: The prediction, as the heat map has it.
            on: False shows it again.

        Raises:
            Refused: No such line is asked.
        """
        now = self.round
        if now is None or line not in now.activity.lines:
            raise Refused("Only a prediction can be taken away, while its lines are asked.")
        for one in (now, *([self.before] if self.before else [])):
            covered = self._covered.setdefault(one.number, set())
            (covered.add if on else covered.discard)((line, what))
            one.changes += 1
        kept = [[n, *one] for n, covered in self._covered.items() for one in sorted(covered)]
        self.store.keep("covered", as_json(kept))
        self.changes += 1

    def uncover(self) -> None:
        """Show again every prediction that was taken away in this round."""
        for line, what in sorted(self._covered.get(self.round.number if self.round else 0, ())):
            self.cover(line, what, False)


def kept_covers(store: Store) -> dict[int, set[tuple[str, str]]]:
    """The predictions that the teacher took away, by their round."""
    found: dict[int, set[tuple[str, str]]] = {}
    try:
        for number, line, what in json.loads(store.kept("covered") or "[]"):
            found.setdefault(int(number), set()).add((str(line), str(what)))
    except (ValueError, TypeError, RecursionError):
        return {}  # a file that anybody may have written
    return found
