"""Who is in a class: joining, being known again, and being here."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable

from newsbook.errors import BadInput
from newsbook.live.showing import Shown
from newsbook.live.store import SavedStudent
from newsbook.live.wire import clean_name, same_secret, secret_hash

__all__ = ["MOST_STUDENTS", "Refused", "Students"]

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


class Students(Shown):
    """The part of a `Room` that knows its students."""

    changes: int

    def __init__(self) -> None:
        self._secrets: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._sockets: Counter[str] = Counter()

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
