"""Who is in a class: joining, being known again, and being here."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable

from newsbook.errors import BadInput
from newsbook.live.showing import Shown
from newsbook.live.store import SavedStudent
from newsbook.live.wire import clean_name, same_secret, secret_hash

__all__ = ["MOST_STUDENTS", "Refused", "Students"]

MOST_STUDENTS = 5_000
"""Students of one class; a join costs memory and a row, and is not to be had without end."""
EVICTED_AT_ONCE = 200


class Refused(BadInput):
    """What was asked for cannot be done now; the message is one sentence for who asked.

    Args:
        sentence: Why not, and what to do.
        stranger: Whether the class does not know who asks, so that joining again may help.
    """

    def __init__(self, sentence: str, stranger: bool = False) -> None:
        super().__init__(sentence)
        self.stranger = stranger


class Students(Shown):
    """The part of a `Room` that knows its students."""

    changes: int
    notes: list[str]

    def __init__(self) -> None:
        self._secrets: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._sockets: Counter[str] = Counter()
        self._answerers: set[str] = set()
        self._evicted = 0

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
            self._evict()
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
            self._evict()
        name = clean_name(name) if self.about.names else ""
        self._secrets[student], self._names[student] = secret_hash(secret), name
        self.store.save_student(SavedStudent(student, name, self._secrets[student]), then)
        self.changes += 1

    def drop(self, students: Iterable[str]) -> int:
        """Take students out of the class, with all that they answered, for good.

        Args:
            students: Their ids; of unknown ones nothing happens.

        Returns:
            How many there were.
        """
        count = 0
        for student in students:
            if self._secrets.pop(student, None) is None:
                continue
            count += 1
            del self._names[student]
            self._answerers.discard(student)
            for vote in (self.round, self.before):
                if vote is not None:
                    vote.drop(student)
            self.store.forget(student)
        self.changes += 1
        return count

    def named(self, name: str) -> list[str]:
        """The ids of the students of a name."""
        return [student for student, one in self._names.items() if name and one == name]

    def _evict(self) -> None:
        """Make room in a full class: who has gone and never answered is taken out, oldest first.

        Raises:
            Refused: There is none.
        """
        idle = [s for s in self._secrets if s not in self._answerers and s not in self._sockets]
        if not idle:
            raise Refused("This class is full.")
        self._evicted += self.drop(idle[:EVICTED_AT_ONCE])
        note = "The class was full: {} who had joined, never answered and gone were taken out."
        self.notes[:] = [one for one in self.notes if not one.startswith(note[:19])]
        self.notes.append(note.format(self._evicted))

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
