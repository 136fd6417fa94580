"""Small JSON files that survive: written whole or not at all, and never over someone's work."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = [
    "FORMAT",
    "NotReadable",
    "decode",
    "encode",
    "hold",
    "is_unicode",
    "keep_aside",
    "move_aside",
    "read_small",
    "write_whole",
]

FORMAT = 1
"""The version of the files' form. A file with a greater number comes from a newer newsbook."""

MAX_BYTES = 2_000_000
LOCK_SECONDS = 5.0


class NotReadable(ValueError):
    """The file holds no record of ours. `kind` is ``"damaged"`` or ``"newer"``."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(why)
        self.kind = kind


def encode(record: dict[str, Any]) -> bytes:
    """A record as sorted, readable JSON in UTF-8, the same bytes for the same record.

    Raises:
        TypeError: It is not plain JSON.
        ValueError: Nor is this: it holds NaN, itself, or half a character (a lone surrogate).
    """
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


def is_unicode(value: Any) -> bool:
    r"""Whether each string in a value is whole: a lone surrogate is in no file and on no wire.

    A script in the page can send one, and JSON can hold one as an escape.

    Args:
        value: JSON; what in it is no JSON is passed over.

    Example:
        >>> is_unicode({"a": ["\U0001f600"]}), is_unicode({"a": ["\ud83d"]})
        (True, False)
    """
    try:
        json.dumps(value, ensure_ascii=False, skipkeys=True, default=lambda _: None).encode()
    except UnicodeEncodeError:
        return False
    except (ValueError, RecursionError):  # circular, or too deep: not for us to say
        return True
    return True


def decode(data: bytes) -> dict[str, Any]:
    """Read back what `encode` wrote.

    Raises:
        NotReadable: It is not JSON, not a record, too large, or of a newer form; or it holds half
            a character.
    """
    if len(data) > MAX_BYTES:
        raise NotReadable("damaged", f"it has {len(data):,} bytes, far more than an answer needs")
    try:
        record = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotReadable("damaged", "it is not readable JSON") from None
    if not isinstance(record, dict) or not isinstance(record.get("format"), int):
        raise NotReadable("damaged", "it is not an answer file")
    if record["format"] > FORMAT:
        raise NotReadable("newer", "a newer version of newsbook wrote it; update newsbook")
    if not is_unicode(record):
        raise NotReadable("damaged", "it holds half a character (a lone surrogate)")
    return record


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, so that two kernels do not write at once.

    The operating system lets go of the lock when its holder is killed.

    Raises:
        OSError: The folder cannot be written, or another program held the lock for five seconds.
    """
    # Here and not above: it wakes up in every fork of a process that has imported it.
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=LOCK_SECONDS):
            yield
    except Timeout:
        raise OSError("another program is using the answers folder") from None


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader finds the old bytes or the new ones, never a part.

    Call it while holding the folder's lock: the temporary file has a fixed name, so that one that
    a killed kernel left behind is used again rather than left lying.

    Raises:
        OSError: The disk is full or the folder is read-only; the old file is then unchanged.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        # On a full disk even an empty left-over takes room away from the learner.
        part.unlink(missing_ok=True)
        raise


def read_small(path: Path) -> bytes:
    """Read a file of the size of an answer, and no other: not a pipe, a device or a huge file.

    Raises:
        FileNotFoundError: There is nothing there.
        OSError: It cannot be read.
        NotReadable: It is no plain file, or far too large.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise NotReadable("damaged", "it is not a plain file")
    if found.st_size > MAX_BYTES:
        raise NotReadable(
            "damaged", f"it has {found.st_size:,} bytes, far more than an answer needs"
        )
    return path.read_bytes()


def move_aside(path: Path, word: str) -> Path:
    """Move what cannot even be read beside itself, under a new name."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.{word}-{number}{path.suffix}")).exists():
        number += 1
    return path.rename(aside)


def keep_aside(path: Path, data: bytes, word: str) -> Path:
    """Keep bytes beside `path` under a new name, ``1.4.WORD-1.json``; the same bytes once only.

    Returns:
        Where they are kept.
    """
    number = 1
    while True:
        aside = path.with_name(f"{path.stem}.{word}-{number}{path.suffix}")
        if not aside.exists():
            write_whole(aside, data)
            return aside
        if aside.read_bytes() == data:
            return aside
        number += 1
