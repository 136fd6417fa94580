"""Folders and zip files as lists of the files in them, none of which is trusted.

A zip file is never unpacked: its files are read one by one into memory, each up to a bound, so that
a name such as ``../../x`` leads nowhere. A folder's files are opened without following a link and
without waiting for a pipe. Bounds, looked at before anything is read: `MAX_ENTRIES` names,
`MAX_ZIP` bytes of a zip file, and for each file what its reader asks for.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

__all__ = [
    "MAX_ENTRIES",
    "MAX_ZIP",
    "Entry",
    "Unreadable",
    "folder_entries",
    "open_zip",
    "printable",
    "read_file",
    "zip_entries",
]

MAX_ENTRIES = 200_000
"""Names in a folder or zip file. A workbook has some 500; a forgotten `.venv` adds 30,000."""
MAX_ZIP = 100_000_000
"""Bytes of one student's zip file."""
MAX_DEPTH = 40
"""Folders in folders."""


class Unreadable(Exception):
    """Something cannot be read; the message is a clause to put behind its name."""


@dataclass(frozen=True)
class Entry:
    """A file in a folder or zip file.

    Args:
        name: Its name below the folder, with ``/``, fit to be printed.
        size: What it says to have, in bytes.
        fault: Why it is not to be read, as ``"is a link to elsewhere"``; else ``""``.
        read: Gives its bytes; takes how many it may have, and raises `Unreadable`.
    """

    name: str
    size: int
    fault: str
    read: Callable[[int], bytes]


def printable(name: str) -> str:
    r"""A name that can be shown and written: whole Unicode, no control characters, not too long.

    Example:
        >>> printable("a\x1b[31m\udce9.ipynb")
        'a?[31m?.ipynb'
    """
    name = name.encode(errors="replace").decode()
    name = "".join(sign if sign.isprintable() else "?" for sign in name)
    return name if len(name) <= 200 else f"{name[:120]}…{name[-60:]}"


def folder_entries(folder: Path) -> list[Entry]:
    """The files in a folder and below it, sorted by name.

    Raises:
        Unreadable: The folder cannot be read, or has more than `MAX_ENTRIES` names in it.
    """
    found: list[Entry] = []
    count = 0
    waiting = [(folder, "", 0)]
    while waiting:
        place, prefix, depth = waiting.pop()
        try:
            with os.scandir(place) as listing:
                for item in listing:
                    count += 1
                    if count > MAX_ENTRIES:
                        raise Unreadable(f"has more than {MAX_ENTRIES:,} files")
                    name = f"{prefix}{printable(item.name)}"
                    if not item.is_dir(follow_symlinks=False):
                        found.append(_of_file(Path(item.path), name, item))
                    elif depth < MAX_DEPTH:
                        waiting.append((Path(item.path), f"{name}/", depth + 1))
                    else:
                        found.append(_faulty(name, "is a folder too deep in folders"))
        except OSError as error:
            if place == folder:
                raise Unreadable(f"cannot be read: {error.strerror or error}") from None
            found.append(_faulty(prefix.rstrip("/"), "is a folder that cannot be read"))
    return sorted(found, key=lambda entry: entry.name)


def _of_file(path: Path, name: str, item: os.DirEntry[str]) -> Entry:
    try:
        state = item.stat(follow_symlinks=False)
    except OSError as error:
        return _faulty(name, f"cannot be read: {error.strerror or error}")
    if stat.S_ISLNK(state.st_mode):
        return _faulty(name, "is a link to elsewhere")
    if not stat.S_ISREG(state.st_mode):
        return _faulty(name, "is no file but a pipe, a socket or a device")
    return Entry(name, state.st_size, "", lambda limit: read_file(path, limit))


def _faulty(name: str, fault: str) -> Entry:
    def refuse(_limit: int) -> bytes:
        raise Unreadable(fault)

    return Entry(name, 0, fault, refuse)


def read_file(path: Path, limit: int) -> bytes:
    """Read a plain file of at most `limit` bytes.

    Raises:
        Unreadable: It is larger, no plain file, a link, or cannot be read.
    """
    # Not waiting: opening a pipe would, for a writer who never comes.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise Unreadable("is no file but a pipe, a socket or a device")
            data = file.read(limit + 1) if state.st_size <= limit else b""
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None
    if len(data) > limit or state.st_size > limit:
        raise Unreadable(f"has {max(state.st_size, len(data)):,} bytes, too many")
    return data


def open_zip(file: Path | bytes) -> zipfile.ZipFile:
    """Open a zip file to look into it.

    Raises:
        Unreadable: It is none, or has more than `MAX_ENTRIES` files in it.
    """
    try:
        with io.BytesIO(file) if isinstance(file, bytes) else file.open("rb") as source:
            count = _signatures(source)
        # Each file has its signature in the list at the end, so that there cannot be more. Counted
        # before the list is read: every name in it costs a Python object.
        if count > MAX_ENTRIES:
            raise Unreadable(f"is a zip file with more than {MAX_ENTRIES:,} files")
        return zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None
    except _ZIP_FAULTS:
        raise Unreadable("is no zip file, or a damaged one") from None


def _signatures(source: IO[bytes]) -> int:
    count, tail = 0, b""
    while block := source.read(1 << 20):
        count += (tail + block).count(b"PK\x01\x02")
        tail = block[-3:]
    return count


_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    ValueError,  # UnicodeDecodeError, and what lies between the lines of a made-up header
    NotImplementedError,
    RuntimeError,
    EOFError,
    OverflowError,
    IndexError,
    KeyError,
    MemoryError,
    struct.error,
)
"""What `zipfile` raises for what it cannot read."""

_DRIVE = re.compile(r"[A-Za-z]:")


def zip_entries(archive: zipfile.ZipFile) -> list[Entry]:
    """The files in a zip file, sorted by name; those of one name in their order."""
    return sorted(_entries(archive), key=lambda entry: entry.name)


def _entries(archive: zipfile.ZipFile) -> Iterator[Entry]:
    for info in archive.infolist():
        # Windows' own zips had backslashes.
        name = info.filename.replace("\\", "/")
        if name.endswith("/"):
            continue
        parts = [part for part in name.split("/") if part not in ("", ".")]
        shown = printable("/".join(parts) or "(no name)")
        if name.startswith("/") or ".." in parts or _DRIVE.match(name):
            yield _faulty(shown, "has a name that leads out of the zip file")
        elif len(parts) > MAX_DEPTH:
            yield _faulty(shown, "is too deep in folders")
        elif stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            yield _faulty(shown, "is a link or a device")
        elif info.flag_bits & 0x1:
            yield _faulty(shown, "is encrypted")
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # Of the other ways Python unpacks whole blocks, whatever is asked for.
            yield _faulty(shown, "is packed in a way that newsbook does not unpack")
        else:
            yield Entry(shown, info.file_size, "", _reader(archive, info))


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(limit: int) -> bytes:
        if info.file_size > limit:
            raise Unreadable(f"has {info.file_size:,} bytes unpacked, too many")
        try:
            with archive.open(info) as file:
                data = file.read(limit + 1)
        except _ZIP_FAULTS:
            raise Unreadable("is damaged inside its zip file") from None
        except OSError as error:
            raise Unreadable(f"cannot be read: {error.strerror or error}") from None
        if len(data) > limit:
            raise Unreadable(f"has more than {limit:,} bytes unpacked, too many")
        return data

    return read
