"""A class, without networking: who is in, what is asked, what is answered, and what may be seen.

Everything that changes is handed to the `Store`; whoever waits for an answer's commit is told by
the store. The tally follows at once: it is for the screen, and the file is for keeps. One thread
uses a room (the server's loop).
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from newsbook.live.activity import Activity
from newsbook.live.asking import activity_of, suggestions
from newsbook.live.commits import Commits
from newsbook.live.covering import Covering, kept_covers
from newsbook.live.history import History
from newsbook.live.rounds import Given, Phase, Round, as_json
from newsbook.live.store import SavedAnswer, SavedClass, SavedRound, Store
from newsbook.live.students import MOST_STUDENTS, Refused
from newsbook.live.wire import new_code

__all__ = ["MOST_STUDENTS", "Refused", "Room"]

MOST_AHEAD = 100_000
"""Changes that a browser may have made since its last answer that came."""


class Room(Covering):
    """A class's state, and what a teacher and students can do to it.

    Made by `Room.new` and `Room.reopen`.

    Attributes:
        store: The class's file.
        plan: The activities that the teacher named beforehand.
        watching: Whether the teacher's page shows answers before they are revealed.
        round: The current round, or None before the first.
        notes: Sentences for the teacher, such as what could not be read again.
        changes: Grows with each change but answers: what a page shows is older if its number is.

    Example:
        >>> import tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> room = Room.new(Path(folder.name) / "a.newsclass")
        >>> student, secret = room.join()
        >>> room.start("2.2"); room.open()
        >>> room.admit(student, secret), room.phase
        (True, <Phase.OPEN: 'open'>)
        >>> room.store.close(); folder.cleanup()
    """

    def __init__(self, store: Store, plan: Sequence[str] = ()) -> None:
        self.store = store
        self._commits = Commits(store)
        self.about = store.about()
        self.notes: list[str] = []
        self.plan: list[Activity] = []
        self._take_plan(plan)
        planned = [{"key": one.key, "title": one.title} for one in self.plan]
        known = {one.key for one in self.plan}
        self.history = History(store)
        self._covered = kept_covers(store)
        self._choices = planned + [one for one in suggestions() if one["key"] not in known]
        self.round: Round | None = None
        self.before: Round | None = None
        self.changes = 0
        self.watching = False
        super().__init__()

    def _take_plan(self, plan: Sequence[str]) -> None:
        """What was named for the lesson; where nothing was, what was named when it was begun."""
        if plan:
            self.plan = [activity_of(text) for text in plan]
            self.store.keep("plan", as_json([one.key for one in self.plan]))
            return
        try:
            kept = json.loads(self.store.kept("plan") or "[]")
            # Out of a file that may be anybody's: see `History.load`.
            self.plan = [activity_of(str(text), own=False) for text in kept]
        except (ValueError, TypeError, RecursionError) as error:
            self.notes.append(f"The plan of this class cannot be read again: {error}")

    @classmethod
    def new(cls, path: Path, *, names: bool = False, plan: Sequence[str] = ()) -> Room:
        """A new class in a new file.

        Args:
            path: The file.
            names: Whether students are asked for their names.
            plan: Activities, as `activity_of` takes them.

        Raises:
            BadInput: An activity is none, or the file cannot be made.
        """
        for text in plan:
            activity_of(text)  # a wrong one leaves no file behind
        about = SavedClass(secrets.token_hex(8), new_code(), names, 0)
        return cls(Store.create(path, about), plan)

    @classmethod
    def reopen(cls, path: Path, plan: Sequence[str] = ()) -> Room:
        """A class as it was, with everything that was acknowledged.

        Raises:
            BadInput: The file is none, damaged, newer, or in use; see `Store.reopen`.
        """
        store = Store.reopen(path)
        try:
            room = cls(store, plan)
            room._restore()
        except BaseException:
            store.close()
            raise
        return room

    def _restore(self) -> None:
        for student in self.store.students():
            self._secrets[student.id], self._names[student.id] = student.secret, student.name
        self._answerers = self.store.answerers()
        try:
            current = int(self.store.kept("current") or 0)
        except ValueError:
            current = 0
        held = self.history.get(current) or self.history.get(self.history.last)
        if held is None:
            return
        try:
            self.round = self._loaded(held.saved.number)
            self.before = self._loaded(held.former) if self.history.get(held.former) else None
        except (ValueError, RecursionError) as error:
            where = held.saved.activity
            again = f" Name it again: newsbook class {where} --reopen …" if "/" in where else ""
            self.notes.append(f"The activity {held.title} cannot be shown again: {error}{again}")
            self.round = None

    def _loaded(self, number: int) -> Round:
        made, note = self.history.load(number, {one.key: one for one in self.plan})
        if note and note not in self.notes:
            self.notes.append(note)
        for student in made.seats:
            if student not in self._secrets:  # taken out since
                made.drop(student)
        return made

    @cached_property
    def token(self) -> str:
        """What the teacher's page shows to be the teacher's; kept, so that its address stays."""
        kept = self.store.kept("token")
        if kept is None or re.fullmatch("[A-Za-z0-9_-]{32,64}", kept) is None:
            kept = secrets.token_urlsafe(24)
            self.store.keep("token", kept)
        return kept

    # Students.

    def answer(
        self,
        student: str,
        number: int,
        seq: int,
        client: str,
        value: Any,
        then: Callable[[], None] | None = None,
    ) -> Given:
        """Take an answer, unless it has come already, or a later one has.

        Args:
            student: One who was admitted.
            number: The round that the page answers.
            seq: Which change it is: a number that grows in a browser.
            client: Which page of the browser made it.
            value: The answer as its widget gives it; not trusted.
            then: Called when the answer that now counts is in the file.

        Returns:
            The answer that counts now: this one or a later one.

        Raises:
            Refused: The round is over or not open, or the value is no answer to it.
        """
        now = self.round
        if now is None or now.number != number:
            raise Refused("This question is over; your teacher has gone on.")
        former = now.answers.get(student)
        given = Given("", seq, client)
        if seq > (former.seq if former else 0) + MOST_AHEAD:
            raise Refused("This change is numbered too high; load the page again.")
        if former is None or given.order > former.order:
            if now.phase is not Phase.OPEN:
                why = "not open yet" if now.phase is Phase.WAITING else "closed"
                if now.over:
                    now.late.add(student)
                    self.changes += 1
                raise Refused(f"This question is {why}: your last change does not count.")
            try:
                read = now.activity.read(value)
            except ValueError as error:
                raise Refused(str(error)) from None
            except RecursionError:
                raise Refused("This is no answer to the question.") from None
            former = Given(as_json(read), seq, client)
            now.put(student, former, read)
            self._answerers.add(student)
            self._commits.save(SavedAnswer(number, student, seq, client, former.value), then)
        else:
            # It came before: who asks again hears only of what is in the file, and adds nothing.
            self._commits.after(number, student, then)
        return former

    # The teacher.

    def start(self, text: str) -> None:
        """Put an activity before the class, not open yet.

        Args:
            text: One of the plan's keys, or any activity; an article only of newsbook's, or in a
                folder beside which the class was started, since this comes from a page.

        Raises:
            BadInput: It is no activity.
        """
        planned = {activity.key: activity for activity in self.plan}
        activity = planned.get(text) or activity_of(text, own=False)
        self._close_quietly()
        self._begin(activity, None)

    def open(self) -> None:
        """Let the class answer, or go on answering.

        Raises:
            Refused: There is no activity, or the room has seen its answers.
        """
        self._go(Phase.OPEN, {Phase.WAITING, Phase.CLOSED})
        assert self.round is not None
        self.round.late.clear()  # what a device has kept of it comes now
        for student in self._sockets:
            self.round.seat(student)

    def close(self) -> None:
        """Take no more answers."""
        self._go(Phase.CLOSED, {Phase.OPEN})

    def reveal(self) -> None:
        """Show the class what it said; this closes it, too."""
        self._go(Phase.REVEALED, {Phase.OPEN, Phase.CLOSED})

    def hide(self) -> None:
        """Take what is shown away again."""
        self._go(Phase.CLOSED, {Phase.REVEALED})

    def again(self) -> None:
        """Vote again: the same activity, open at once; what was said before is kept beside it.

        Each answer of before stands in the new vote, too, until its student changes it.

        Raises:
            Refused: Nothing was voted on yet.
        """
        now = self.round
        if now is None or now.phase in (Phase.WAITING, Phase.OPEN):
            raise Refused("Close the vote first; then the class can vote again.")
        self._begin(now.activity, now)
        self.open()

    def show(self, number: int) -> None:
        """Bring an earlier vote back, with the one before it; nothing that was answered changes.

        It comes back revealed if it was revealed, and closed if not. A vote that is open is closed.

        Args:
            number: The vote's number, as `teacher_state` lists it under ``past``.

        Raises:
            Refused: There is none of that number, or the file cannot be read now.
            BadInput: What was asked can no longer be asked.
        """
        held = self.history.get(number)
        if held is None:
            raise Refused("This class had no such vote.")
        if self.round is not None and self.round.number == number:
            return
        if not self.store.flush(2.0):
            raise Refused("Earlier votes cannot be read while answers cannot be saved.")
        made = self._loaded(number)
        before = self._loaded(held.former) if self.history.get(held.former) else None
        self._close_quietly()
        if made.phase is not Phase.REVEALED:
            made.phase = Phase.CLOSED
        self.watching = False
        self.round, self.before = made, before
        self._save_round()

    def watch(self, on: bool) -> None:
        """Show the teacher's page the answers as they come in, or only how many there are.

        It is off at the start of each vote: the page may be on the wall.
        """
        self.watching = on
        self.changes += 1

    def save(self) -> list[Path]:
        """Save what is revealed beside the class's file, as a page and a table.

        Returns:
            The files.

        Raises:
            Refused: Nothing is revealed.
            OSError: They cannot be written.
        """
        from newsbook.live.saving import save

        now = self.round
        if now is None or now.phase is not Phase.REVEALED:
            raise Refused("Reveal the answers first: what is not shown is not saved.")
        said = "" if now.vote == 1 else f", vote {now.vote}"
        note = f"{time.strftime('%Y-%m-%d %H:%M')}, class {self.about.code}{said}"
        # Not what the teacher has read and the room has not: such a page is given to others.
        heat = self.heat(("gold", "pipeline", "words"))
        return save(self.store.path.parent, now.activity, json.loads(heat), note)

    def _close_quietly(self) -> None:
        if self.round is not None and self.round.phase is Phase.OPEN:
            self.close()

    def _begin(self, activity: Activity, former: Round | None) -> None:
        """Begin a vote; `former` is the one of which it is the vote again."""
        if self.round is not None:
            self.history.saved(self.round)
        self.watching = False
        made = Round(self.history.last + 1, activity, former.vote + 1 if former else 1)
        if former is not None:
            made.carry(former)
        self.history.began(made, former)
        for student in self._sockets:
            made.seat(student)
        self.round, self.before = made, former
        self._save_round()
        for student, given in made.answers.items():
            self.store.save_answer(
                SavedAnswer(made.number, student, given.seq, given.client, given.value)
            )

    def _go(self, to: Phase, coming_from: set[Phase]) -> None:
        if self.round is None:
            raise Refused("Start an activity first.")
        if self.round.phase is to:
            return
        if self.round.phase not in coming_from:
            raise Refused(_CANNOT[to])
        self.round.phase = to
        self._save_round()

    def _save_round(self) -> None:
        now = self.round
        assert now is not None
        self.store.save_round(SavedRound(now.number, now.activity.key, now.vote, now.phase))
        self.store.keep("current", str(now.number))
        self.history.saved(now)
        self.changes += 1


_CANNOT = {
    Phase.OPEN: "The class has seen its answers; let it vote again instead.",
    Phase.CLOSED: "There is nothing open to be closed.",
    Phase.REVEALED: "Open the vote first: there is nothing to be revealed.",
}
