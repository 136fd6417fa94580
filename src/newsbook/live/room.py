"""A class, without networking: who is in, what is asked, what is answered, and what may be seen.

Everything that changes is handed to the `Store`; whoever waits for an answer's commit is told by
the store. The tally follows at once: it is for the screen, and the file is for keeps. One thread
uses a room (the server's loop).
"""

from __future__ import annotations

import json
import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from newsbook.errors import BadInput
from newsbook.live.activity import Activity
from newsbook.live.asking import activity_of, suggestions
from newsbook.live.rounds import Given, Phase, Round, as_json
from newsbook.live.showing import Shown
from newsbook.live.store import SavedAnswer, SavedClass, SavedRound, SavedStudent, Store
from newsbook.live.wire import clean_name, new_code, same_secret, secret_hash

__all__ = ["MOST_STUDENTS", "Refused", "Room"]

MOST_STUDENTS = 5_000
"""Students of one class; a join costs memory and a row, and is not to be had without end."""


class Refused(BadInput):
    """What was asked for cannot be done now; the message is one sentence for who asked.

    Args:
        sentence: Why not, and what to do.
        stranger: Whether the class does not know who asks, so that joining again may help.
    """

    def __init__(self, sentence: str, stranger: bool = False) -> None:
        super().__init__(sentence)
        self.stranger = stranger


class Room(Shown):
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
        self.about = store.about()
        self.plan: list[Activity] = [activity_of(text) for text in plan]
        planned = [{"key": one.key, "title": one.title} for one in self.plan]
        known = {one.key for one in self.plan}
        self._choices = planned + [one for one in suggestions() if one["key"] not in known]
        self.round: Round | None = None
        self.before: Round | None = None
        self.notes: list[str] = []
        self.changes = 0
        self.watching = False
        self._secrets: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._sockets: Counter[str] = Counter()

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
        saved = self.store.rounds()
        # The last round, and the vote before it, are what anybody can still see.
        for one in saved[-2:]:
            try:
                made = Round(one.number, activity_of(one.activity), one.vote, Phase(one.phase))
            except ValueError as error:
                self.notes.append(f"The activity {one.activity} cannot be shown again: {error}")
                self.before, self.round = None, None
                continue
            answers = list(self.store.answers(one.number))
            unread = sum(not made.restore(answer) for answer in answers)
            if unread:
                self.notes.append(
                    f"{unread} of {len(answers)} answers to {made.activity.title} do not fit it "
                    "any longer; they are still in the file."
                )
            self.before, self.round = self.round, made
        if self.round is None or self.round.vote == 1:
            self.before = None
        self._last = saved[-1].number if saved else 0

    _last = 0

    # Students.

    def join(self, name: str = "", then: Callable[[], None] | None = None) -> tuple[str, str]:
        """Take a new student in. Whether the code was right is for the server to know.

        Args:
            name: What the student typed; it is kept only where the teacher asked for names.
            then: Called when the student is in the file.

        Returns:
            The student's id, and the secret that proves it.

        Raises:
            Refused: The class is full, or wants a name and this is none.
        """
        if len(self._secrets) >= MOST_STUDENTS:
            raise Refused("This class is full.")
        name = clean_name(name) if self.about.names else ""
        if self.about.names and not name:
            raise Refused("Your teacher asks for your name: write it in letters.")
        student, secret = secrets.token_hex(8), secrets.token_urlsafe(18)
        self._secrets[student], self._names[student] = secret_hash(secret), name
        self.store.save_student(SavedStudent(student, name, self._secrets[student]), then)
        self.changes += 1
        return student, secret

    def enrol(
        self, student: str, secret: str, name: str, then: Callable[[], None] | None = None
    ) -> None:
        """Take in a student whom somebody else vouches for, with the same id and secret each time.

        Args:
            student: The student's id.
            secret: What proves it.
            name: The name; it is kept only where the teacher asked for names.
            then: Called when the student is in the file.

        Raises:
            Refused: The class is full.
        """
        if len(self._secrets) >= MOST_STUDENTS and student not in self._secrets:
            raise Refused("This class is full.")
        name = clean_name(name) if self.about.names else ""
        self._secrets[student], self._names[student] = secret_hash(secret), name
        self.store.save_student(SavedStudent(student, name, self._secrets[student]), then)
        self.changes += 1

    def admit(self, student: str, secret: str) -> bool:
        """Whether this is the student who joined under that id."""
        # As much is done for an unknown student, so that the time does not say who is known.
        known = same_secret(secret, self._secrets.get(student, b"\0" * 32))
        return known and student in self._secrets

    def enter(self, student: str) -> None:
        """A page or a notebook of the student's is connected."""
        self._sockets[student] += 1
        self.changes += 1
        if self.round is not None:
            self.round.seat(student)

    def leave(self, student: str) -> None:
        """One of them is no longer."""
        self._sockets[student] -= 1
        if self._sockets[student] <= 0:
            del self._sockets[student]
        self.changes += 1

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
        if former is None or given.order > former.order:
            if now.phase is not Phase.OPEN:
                why = "not open yet" if now.phase is Phase.WAITING else "closed"
                raise Refused(f"This question is {why}: your last change does not count.")
            try:
                read = now.activity.read(value)
            except ValueError as error:
                raise Refused(str(error)) from None
            except RecursionError:
                raise Refused("This is no answer to the question.") from None
            former = Given(as_json(read), seq, client)
            now.put(student, former, read)
        # Also when it came before: whoever asks again must hear only of what is in the file.
        self.store.save_answer(
            SavedAnswer(number, student, former.seq, former.client, former.value), then
        )
        return former

    # The teacher.

    def start(self, text: str) -> None:
        """Put an activity before the class, not open yet.

        Args:
            text: One of the plan's keys, or any activity of newsbook's own; a folder only where it
                is in the plan, since this comes from a page.

        Raises:
            BadInput: It is no activity.
        """
        planned = {activity.key: activity for activity in self.plan}
        activity = planned.get(text) or activity_of(text, own=False)
        self._close_quietly()
        self._begin(activity, vote=1)
        self.before = None

    def open(self) -> None:
        """Let the class answer, or go on answering.

        Raises:
            Refused: There is no activity, or the room has seen its answers.
        """
        self._go(Phase.OPEN, {Phase.WAITING, Phase.CLOSED})

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

        Raises:
            Refused: Nothing was voted on yet.
        """
        now = self.round
        if now is None or now.phase in (Phase.WAITING, Phase.OPEN):
            raise Refused("Close the vote first; then the class can vote again.")
        self._close_quietly()
        self.before = now
        self._begin(now.activity, now.vote + 1)
        self.open()

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
        return save(self.store.path.parent, now.activity, json.loads(self.heat()), note)

    def _close_quietly(self) -> None:
        if self.round is not None and self.round.phase is Phase.OPEN:
            self.close()

    def _begin(self, activity: Activity, vote: int) -> None:
        self._last += 1
        self.watching = False
        self.round = Round(self._last, activity, vote)
        for student in self._sockets:
            self.round.seat(student)
        self._save_round()

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
        self.changes += 1


_CANNOT = {
    Phase.OPEN: "The class has seen its answers; let it vote again instead.",
    Phase.CLOSED: "There is nothing open to be closed.",
    Phase.REVEALED: "Open the vote first: there is nothing to be revealed.",
}
