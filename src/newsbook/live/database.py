"""The SQLite file of a class as a file: its tables, what its first bytes say, how it is opened."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

__all__ = ["MAGIC", "MORE", "TABLES", "connect", "foreign", "header", "put_aside"]

MAGIC = 0x4E424B4C  # "NBKL", so that no other program's database is taken for a class

TABLES = """
CREATE TABLE class (id TEXT NOT NULL, code TEXT NOT NULL, names INTEGER NOT NULL,
                    port INTEGER NOT NULL, made REAL NOT NULL);
CREATE TABLE student (id TEXT PRIMARY KEY, name TEXT NOT NULL, secret BLOB NOT NULL,
                      joined REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE round (number INTEGER PRIMARY KEY, activity TEXT NOT NULL, vote INTEGER NOT NULL,
                    phase TEXT NOT NULL, started REAL NOT NULL);
CREATE TABLE answer (round INTEGER NOT NULL, student TEXT NOT NULL, seq INTEGER NOT NULL,
                     client TEXT NOT NULL, value TEXT NOT NULL, came REAL NOT NULL,
                     PRIMARY KEY (round, student)) WITHOUT ROWID;
"""

MORE = "CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
"""Whatever else is kept of a class, by name; a class of before there was this gets it."""


def foreign(connection: sqlite3.Connection) -> str:
    """What is in a class's file and is not ours: a trigger, a view, a table of another form.

    A file may come from anybody, and SQLite does what its schema says when it is written to.

    Returns:
        The name of the first of them, or "".

    Example:
        >>> connection = sqlite3.connect(":memory:")
        >>> _ = connection.executescript(TABLES)
        >>> foreign(connection)
        ''
        >>> _ = connection.execute("CREATE VIEW extra AS SELECT 1")
        >>> foreign(connection)
        'extra'
        >>> connection.close()
    """
    asked = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    with contextlib.closing(sqlite3.connect(":memory:")) as ours:
        ours.executescript(TABLES)
        ours.execute(MORE)
        known = set(ours.execute(asked))
    return next((str(row[1]) for row in connection.execute(asked) if row not in known), "")


def connect(path: Path) -> sqlite3.Connection:
    """Open a file for this process alone.

    Raises:
        sqlite3.Error: It cannot be opened, or somebody else has it.
    """
    connection = sqlite3.connect(path, timeout=0.5, check_same_thread=False)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        # Small, so that a file is small and its end quick: pages go over every 250.
        connection.execute("PRAGMA wal_autocheckpoint=250")
        connection.execute("PRAGMA trusted_schema=OFF")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def header(path: Path) -> tuple[int, int]:
    """The application's id and the version in a database's first bytes; zeroes where it is none.

    Their place is fixed: https://www.sqlite.org/fileformat.html#the_database_header.
    """
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        return 0, 0
    return int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")


def put_aside(path: Path) -> Path:
    """Rename a file and its log, to a name that nobody has."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(aside)
    for end in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
    return aside
