"""A class in a file: students, rounds and answers in SQLite, committed in groups.

Who hands something in is told so after the commit and not before, so what was acknowledged is there
after ``kill -9`` at any moment, and after a power cut (``synchronous=FULL``). One thread writes: it
takes what has come in some ten milliseconds as one transaction, so that five hundred students cost
one ``fsync`` and not five hundred. Where the disk is full it tries again until it is not, and
nobody is told anything meanwhile.

Write-ahead logging and its promises: https://www.sqlite.org/wal.html. The lock is exclusive: two
servers cannot have one class.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbook.errors import BadInput
from newsbook.live.database import MAGIC, MORE, TABLES, connect, foreign, header, put_aside

__all__ = ["FORMAT", "SavedAnswer", "SavedClass", "SavedRound", "SavedStudent", "Store"]

FORMAT = 1
"""The number of the file's form; a larger one is a newer newsbook's."""

GROUP_SECONDS = 0.008
"""How long the first change of a group waits for others."""

RETRY_SECONDS = 0.5


@dataclass(frozen=True)
class SavedClass:
    """What is said of the class itself.

    Args:
        id: Random, and the class's for good: a browser keeps its place in the class under it.
        code: What students type to join.
        names: Whether students were asked for their names.
        port: Where it was last served, for addresses that are still on the board.
    """

    id: str
    code: str
    names: bool
    port: int


@dataclass(frozen=True)
class SavedStudent:
    """A student: an id, a name or "", and the SHA-256 of the secret that the browser keeps."""

    id: str
    name: str
    secret: bytes


@dataclass(frozen=True)
class SavedRound:
    """One vote on one activity, which is named by the text that `activity_of` takes."""

    number: int
    activity: str
    vote: int
    phase: str


@dataclass(frozen=True)
class SavedAnswer:
    """A student's last answer in a round: the value as JSON, and which change it was."""

    round: int
    student: str
    seq: int
    client: str
    value: str


_Change = tuple[str, tuple[Any, ...], Callable[[], None] | None]


class Store:
    """The file of one class, open for writing.

    Made by `Store.create` and `Store.reopen`. Changes are handed to a thread; `then` is called
    after their commit.

    Attributes:
        path: The file.
        trouble: Why nothing can be written at the moment, in one sentence, or "".
        deliver: What calls the group's `then`s: by default the writing thread itself; a server puts
            its loop here.

    Example:
        >>> import tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> about = SavedClass("id", "ABCD", False, 0)
        >>> store = Store.create(Path(folder.name) / "a.newsclass", about)
        >>> store.save_answer(SavedAnswer(1, "s1", 1, "page", '{"chosen":["a"]}'))
        >>> store.close()
        >>> again = Store.reopen(store.path)
        >>> [answer.value for answer in again.answers(1)]
        ['{"chosen":["a"]}']
        >>> again.close(); folder.cleanup()
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.trouble = ""
        self.deliver: Callable[[Callable[[], None]], None] = lambda call: call()
        self._connection = connection
        self._waiting: deque[_Change] = deque()
        self._wake = threading.Event()
        self._closing = False
        # One connection, used by the thread for writing and by others for reading at the start.
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._write, name="newsbook-store", daemon=True)
        self._thread.start()

    @classmethod
    def create(cls, path: Path, about: SavedClass) -> Store:
        """Make a new file.

        Raises:
            BadInput: It is there already, or cannot be written.
        """
        if path.exists():
            raise BadInput(f"{path} is there already; `newsbook class --reopen {path}` opens it.")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Answers, and perhaps names: nobody else's to read.
            path.touch(mode=0o600)
            with contextlib.closing(sqlite3.connect(path)) as connection, connection:
                # Before there is a log, so that the file itself says from the start what it is.
                connection.executescript(TABLES)
                connection.execute(MORE)
                connection.execute(f"PRAGMA application_id={MAGIC}")
                connection.execute(f"PRAGMA user_version={FORMAT}")
                connection.execute(
                    "INSERT INTO class VALUES (?, ?, ?, ?, ?)",
                    (about.id, about.code, about.names, about.port, time.time()),
                )
            connection = connect(path)
        except (sqlite3.Error, OSError) as error:
            raise BadInput(
                f"A class is kept in a file, and {path} cannot be written ({error}); start in a "
                "folder that you may write."
            ) from None
        return cls(path, connection)

    @classmethod
    def reopen(cls, path: Path) -> Store:
        """Open what `create` made, with everything that was acknowledged.

        Raises:
            BadInput: There is no such file; it is no class, or a newer newsbook's, or another
                server has it: then nothing was touched. Or it is damaged: then it was put aside
                under another name, which the sentence says.
        """
        if not path.is_file():
            what = f"{path} is a folder" if path.is_dir() else f"There is no file {path}"
            raise BadInput(f"{what}; give the file that `newsbook class` named.")
        # Asked of the bytes: SQLite would write into whatever it opens.
        magic, version = header(path)
        if magic != MAGIC:
            raise BadInput(f"{path} holds no class of newsbook; nothing was changed in it.")
        if version > FORMAT:
            raise BadInput(
                f"{path} was written by a newer newsbook (form {version}, and this one knows "
                f"{FORMAT}); nothing was changed in it. Update newsbook, then open it again."
            )
        connection = None
        try:
            connection = connect(path)
            if foreign(connection):
                connection.close()
                raise BadInput(
                    f"{path} holds something that newsbook did not put there, so it is not opened; "
                    "nothing was changed in it. Take a file that your own newsbook wrote."
                )
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if said != "ok":
                raise sqlite3.DatabaseError(said)
            connection.execute(MORE)
            store = cls(path, connection)
            _everything(store)
            return store
        except sqlite3.DatabaseError as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.OperationalError):  # the file itself may be whole
                if "locked" in str(error):
                    why = f"The class of {path} is still running: end it first."
                else:
                    why = f"{path} cannot be opened for writing ({error}); nothing was changed."
                raise BadInput(why) from None
            aside = put_aside(path)
            raise BadInput(
                f"{path} is damaged ({str(error).splitlines()[0]:.80}); it is kept as {aside}. "
                "Start a new class without --reopen."
            ) from None

    # Reading, when a class is opened again.

    def about(self) -> SavedClass:
        """The class itself."""
        found = self._rows("SELECT id, code, names, port FROM class")
        if not found:
            raise sqlite3.DatabaseError("the class is not in it")
        name, code, names, port = found[0]
        # They are printed, and made part of addresses.
        if not (re.fullmatch("[0-9A-Za-z-]{1,32}", name) and re.fullmatch("[A-Z]{1,8}", code)):
            raise sqlite3.DatabaseError("its code is none")
        if not (isinstance(port, int) and 0 <= port <= 65_535):
            raise sqlite3.DatabaseError("its port is none")
        return SavedClass(name, code, bool(names), port)

    def students(self) -> list[SavedStudent]:
        """Everybody who joined."""
        return [SavedStudent(*row) for row in self._rows("SELECT id, name, secret FROM student")]

    def rounds(self) -> list[SavedRound]:
        """All rounds, in order."""
        rows = self._rows("SELECT number, activity, vote, phase FROM round ORDER BY number")
        return [SavedRound(*row) for row in rows]

    def answers(self, number: int) -> Iterator[SavedAnswer]:
        """The answers of a round."""
        asked = "SELECT round, student, seq, client, value FROM answer WHERE round = ?"
        return (SavedAnswer(*row) for row in self._rows(asked, (number,)))

    def answered(self) -> dict[int, int]:
        """For each round how many have answered; who has taken everything back has not."""
        asked = "SELECT round, COUNT(*) FROM answer WHERE value NOT IN (?, ?) GROUP BY round"
        return dict(self._rows(asked, ('{"chosen":[]}', '{"tries":{}}')))

    def answerers(self) -> set[str]:
        """The students who ever answered."""
        return {row[0] for row in self._rows("SELECT DISTINCT student FROM answer")}

    def kept(self, name: str) -> str | None:
        """What `keep` has put under a name, or None."""
        found = self._rows("SELECT value FROM kept WHERE name = ?", (name,))
        return str(found[0][0]) if found else None

    def _rows(self, asked: str, given: tuple[Any, ...] = ()) -> list[Any]:
        with self._lock:
            return self._connection.execute(asked, given).fetchall()

    # Writing.

    def save_student(self, student: SavedStudent, then: Callable[[], None] | None = None) -> None:
        """Keep a student."""
        row = (student.id, student.name, student.secret, time.time())
        self._put("INSERT OR REPLACE INTO student VALUES (?, ?, ?, ?)", row, then)

    def forget(self, student: str) -> None:
        """Take a student out, and all that they answered."""
        # By round and student is how answers lie there: nothing has to be searched through.
        self._put(
            "DELETE FROM answer WHERE round IN (SELECT number FROM round) AND student = ?",
            (student,),
            None,
        )
        self._put("DELETE FROM student WHERE id = ?", (student,), None)

    def save_round(self, saved: SavedRound, then: Callable[[], None] | None = None) -> None:
        """Keep a round, or what became of it."""
        row = (saved.number, saved.activity, saved.vote, saved.phase, time.time())
        self._put(
            "INSERT INTO round VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (number) DO UPDATE SET phase = excluded.phase",
            row,
            then,
        )

    def save_answer(self, answer: SavedAnswer, then: Callable[[], None] | None = None) -> None:
        """Keep an answer in place of the student's former one in that round."""
        row = (answer.round, answer.student, answer.seq, answer.client, answer.value, time.time())
        self._put("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)", row, then)

    def save_port(self, port: int) -> None:
        """Note where the class is served."""
        self._put("UPDATE class SET port = ?", (port,), None)

    def keep(self, name: str, value: str) -> None:
        """Keep a text under a name, in place of what was there."""
        self._put("INSERT OR REPLACE INTO kept VALUES (?, ?)", (name, value), None)

    def flush(self, seconds: float | None = None) -> bool:
        """Wait until everything so far is committed.

        Args:
            seconds: How long at most; None for as long as it takes.

        Returns:
            Whether it is.
        """
        end = None if seconds is None else time.monotonic() + seconds
        done = threading.Event()
        self._put("UPDATE class SET port = port", (), None)
        self._waiting.append(("", (), done.set))
        self._wake.set()
        while not done.wait(0.1) and self._thread.is_alive():
            if end is not None and time.monotonic() > end:
                return False
        return done.is_set()

    def close(self) -> None:
        """Commit what there is, and leave one whole file behind; again, it does nothing."""
        if self._closing:
            return
        self._closing = True
        self._wake.set()
        self._thread.join()
        with contextlib.suppress(sqlite3.Error):  # a full disk: the log keeps what it has
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    def _put(self, statement: str, row: tuple[Any, ...], then: Callable[[], None] | None) -> None:
        self._waiting.append((statement, row, then))
        self._wake.set()

    def _write(self) -> None:
        while True:
            self._wake.wait()
            if not self._closing:
                time.sleep(GROUP_SECONDS)
            self._wake.clear()
            group = []
            while self._waiting:
                group.append(self._waiting.popleft())
            if group and not self._commit(group):
                return
            if self._closing and not self._waiting:
                return

    def _commit(self, group: list[_Change]) -> bool:
        """Commit a group, however often it takes; False when the class is closed before that."""
        while True:
            try:
                with self._lock, self._connection:
                    for statement, row, _ in group:
                        if statement:
                            self._connection.execute(statement, row)
                break
            except sqlite3.Error as error:
                self.trouble = (
                    f"Answers cannot be saved ({error}); make room on the disk of "
                    f"{self.path.name}. What comes in is kept meanwhile, and saved then."
                )
                if self._closing:
                    return False
                time.sleep(RETRY_SECONDS)
        self.trouble = ""
        for statement, _, then in group:
            if not statement and then is not None:
                then()  # who waits in `flush` may be the one that would deliver it
        calls = [then for statement, _, then in group if statement and then is not None]
        if calls:
            # The loop may be closed already, when a class is ended in the middle.
            with contextlib.suppress(RuntimeError):
                self.deliver(lambda: _call(calls))
        return True


def _call(calls: Iterable[Callable[[], None]]) -> None:
    for call in calls:
        call()


def _texts(*parts: Any) -> bool:
    return all(isinstance(part, str) for part in parts)


def _everything(store: Store) -> None:
    """Read all of it once, so that damage shows now and not in the lesson."""
    try:
        store.about()
        for student in store.students():
            if not (_texts(student.id, student.name) and isinstance(student.secret, bytes)):
                raise sqlite3.DatabaseError("a student's row is not one")
        for saved in store.rounds():
            if not (_texts(saved.activity, saved.phase) and isinstance(saved.vote, int)):
                raise sqlite3.DatabaseError("a vote's row is not one")
            for one in store.answers(saved.number):
                if not (_texts(one.student, one.client, one.value) and isinstance(one.seq, int)):
                    raise sqlite3.DatabaseError("an answer's row is not one")
    except (sqlite3.DatabaseError, TypeError) as error:
        store.close()
        raise sqlite3.DatabaseError(str(error)) from None
