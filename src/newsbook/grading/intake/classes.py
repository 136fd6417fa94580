"""A class's hand-ins, in whatever shape they came, as one `Submission` a student.

What lies at the top decides. Names that Moodle or Canvas made give the students; else files of ours
at the top make the whole place one student's; else each folder, zip file and notebook there is a
student's, and ``rei_01_tokenising.ipynb`` and ``rei_02_entities.ipynb`` are both Rei's. A folder
around it all, and a platform's zip file inside a folder, are gone into; but not beside hand-ins,
for in a student's zip file there may be any names, and they would make other students.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from newsbook.errors import BadInput
from newsbook.grading.intake.names import Named, natural, of_platform, owner, platform_of
from newsbook.grading.intake.stored import exercise_of_name
from newsbook.grading.intake.students import never_read, read_student
from newsbook.grading.intake.trees import (
    MAX_ENTRIES,
    MAX_ZIP,
    Entry,
    Unreadable,
    folder_entries,
    open_zip,
    printable,
    read_file,
    zip_entries,
)
from newsbook.grading.model import Submission
from newsbook.workbook.places import pristine_folder

__all__ = ["IntakeError", "submissions"]

MAX_NAME = 80
"""Code points of a student's id: it becomes a file's name."""

MAX_WRAPPERS = 10
"""Folders around everything that are gone into."""
MAX_DOWNLOADS = 20
"""Where more than this lies at the top, no platform's download is looked for in each."""

BESIDE = (
    "{} looks like a learning platform's download, but lies beside other hand-ins, so all of it is "
    "read as one student's. If it is a download, grade it by itself."
)

_NOBODYS = {"exercises", "newsbook", "newsbook-workbook", "workbook"}
"""Folders that are not called after a student."""
_PASSED = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}


class IntakeError(BadInput):
    """There is nothing to grade in the place that was named; one sentence says why."""


@dataclass(frozen=True)
class _Item:
    """Something at the top of the place: a folder or a file.

    Args:
        name: Its name there.
        is_folder: Whether it is a folder.
        entries: The files in it, or itself; named from the top of the place. May raise
            `Unreadable`.
    """

    name: str
    is_folder: bool
    entries: Callable[[], list[Entry]]


def submissions(place: Path) -> Iterator[Submission]:
    """Read a class's hand-ins, one student after the other.

    Args:
        place: A folder of hand-ins, a learning platform's download (zip or unpacked), or one
            student's hand-in: a zip file, a folder, a bare notebook.

    Yields:
        One submission a student, sorted by id. Ids are unique, even where upper and lower case are
        the same, and fit to be a file's name.

    Raises:
        IntakeError: There is nothing there, or nothing in it.

    Example:
        ``[one.student for one in submissions(Path("submissions.zip"))]``
    """
    try:
        state = place.stat()
    except OSError as error:
        raise IntakeError(f"{place} cannot be read: {error.strerror or error}") from None
    with contextlib.ExitStack() as open_files:
        try:
            if stat.S_ISDIR(state.st_mode):
                items = _items_of_folder(place)
            elif not stat.S_ISREG(state.st_mode):
                raise IntakeError(f"{place} is neither a folder nor a plain file")
            else:
                items = _items_of_file(place, open_files)
        except Unreadable as error:
            raise IntakeError(f"{place} {error}") from None
        label = place.resolve().name or "submission"
        found = _students(items, label, open_files, named=place.is_file())
        if not found:
            raise IntakeError(f"{place} is empty: there is nothing to grade in it")
        ordered = sorted(found, key=lambda whose: (natural(whose[0]), whose[1]))
        for whose, student, note in _unique(ordered, found):
            one = _read(student, whose[1], found[whose])
            yield replace(one, notes=(*one.notes, *note))


def _items_of_file(path: Path, open_files: contextlib.ExitStack) -> list[_Item]:
    """What is in a zip file; any other file as itself, and a damaged zip file, too."""
    name = printable(path.name)
    path = path.resolve()
    size = path.stat().st_size
    itself = Entry(name, size, "", lambda limit: read_file(path, limit))
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"PK"
        if packed:
            # A platform's download may be large: it stays on the disk.
            archive = open_files.enter_context(open_zip(path))
            return _items_of_entries(zip_entries(archive))
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None
    except Unreadable:
        pass  # told when it is read
    return [_Item(name, False, lambda: [itself])]


def _items_of_folder(folder: Path) -> list[_Item]:
    """What lies in a folder; what is in its folders is looked at when its turn comes."""
    items: list[_Item] = []
    try:
        with os.scandir(folder) as listing:
            for found in listing:
                if len(items) >= MAX_ENTRIES:
                    raise Unreadable(f"has more than {MAX_ENTRIES:,} files")
                items.append(_of_listed(found))
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None
    return sorted(items, key=lambda item: natural(item.name))


def _of_listed(found: os.DirEntry[str]) -> _Item:
    path, name = Path(found.path), printable(found.name)
    if not found.is_dir(follow_symlinks=False):
        return _Item(name, False, lambda: _one_file(path, name))
    return _Item(
        name, True, lambda: [replace(e, name=f"{name}/{e.name}") for e in folder_entries(path)]
    )


def _one_file(path: Path, name: str) -> list[Entry]:
    """A file at the top, with what is wrong about it where it is a link or a pipe."""
    state = path.lstat()
    fault = ""
    if stat.S_ISLNK(state.st_mode):
        fault = "is a link to elsewhere"
    elif not stat.S_ISREG(state.st_mode):
        fault = "is no file but a pipe, a socket or a device"
    return [Entry(name, state.st_size, fault, lambda limit: read_file(path, limit))]


def _items_of_entries(entries: list[Entry]) -> list[_Item]:
    """The same for the files of a zip file."""
    tops: dict[str, list[Entry]] = {}
    folders: set[str] = set()
    for entry in entries:
        top, slash, _ = entry.name.partition("/")
        tops.setdefault(top, []).append(entry)
        if slash:
            folders.add(top)
    return [
        _Item(name, name in folders, lambda held=held: held)  # type: ignore[misc]
        for name, held in sorted(tops.items(), key=lambda pair: natural(pair[0]))
    ]


_Whose = tuple[str, str]
"""A student's id, and the name that a platform's file names have with it, or ``""``."""


@dataclass(frozen=True)
class _Part:
    """A part of what a student handed in, where it was found, and what its name there says."""

    place: str
    item: _Item
    named: Named | None = None
    note: str = ""

    @property
    def whose(self) -> _Whose:
        """The student: two people under one number of a platform's are two."""
        if self.named:
            return self.named.student, self.named.name
        return (self.place if self.item.is_folder else owner(self.place)), ""


def _students(
    items: list[_Item],
    label: str,
    open_files: contextlib.ExitStack,
    depth: int = 0,
    *,
    named: bool = False,
) -> dict[_Whose, list[_Part]]:
    """Whose each thing at the top is.

    Args:
        items: What lies at the top.
        label: What the top is called.
        open_files: Keeps open what is read later.
        depth: How many folders and zip files were gone into.
        named: Whether the label stays the student's name in a folder inside: it is a file's.
    """
    items = [item for item in items if item.name not in _PASSED]
    platform = any(of_platform(item.name) for item in items)
    if not platform and any(_is_ours(item) for item in items):
        said = of_platform(label, is_folder=not named)
        whose = (said.student, said.name) if said else (owner(label), "")
        return {whose: [_Part(label, item, said) for item in items]}
    if not platform and len(items) == 1 and items[0].is_folder and depth < MAX_WRAPPERS:
        with _looking_into(items[0]) as (inner, _):
            keep = named or items[0].name in _NOBODYS
            inner_label = label if keep else items[0].name
            return _students(inner, inner_label, open_files, depth + 1, named=named)
    found: dict[_Whose, list[_Part]] = {}
    whole = platform_of(item.name for item in items)
    downloads, alike = ({}, set()) if platform or depth else _downloads(items, open_files)
    for item in items:
        if item.name in downloads:
            more = _students(downloads[item.name], item.name, open_files, depth + 1)
            for whose, parts in more.items():
                found.setdefault(whose, []).extend(parts)
            continue
        said = of_platform(item.name, whole, is_folder=item.is_folder)
        note = BESIDE.format(item.name) if item.name in alike else ""
        part = _Part(item.name, item, said, note)
        found.setdefault(part.whose, []).append(part)
    return found


def _downloads(
    items: list[_Item], open_files: contextlib.ExitStack
) -> tuple[dict[str, list[_Item]], set[str]]:
    """Which of the things at the top are a platform's downloads: all that could be, or none.

    A download comes from the instructor and a hand-in from a student, and nothing in a zip file
    tells the one from the other. So where one thing is a hand-in, all are.

    Returns:
        What is in each download, and the names of those that look like one beside hand-ins.
    """
    able = [item for item in items if item.is_folder or not never_read(item.name)]
    if len(able) > MAX_DOWNLOADS:
        return {}, set()
    found: dict[str, list[_Item]] = {}
    with contextlib.ExitStack() as kept:
        for item in able:
            with _looking_into(item) as (inner, held):
                named = [bool(of_platform(one.name)) for one in inner if one.name not in _PASSED]
                # Of one alone all is one student's, or a class's: nobody else is there to be hurt.
                if any(named) and (all(named) or len(able) == 1):
                    found[item.name] = inner
                    kept.push(held.pop_all())
        if len(found) < len(able):
            return {}, set(found)
        open_files.push(kept.pop_all())
    return found, set()


def _is_ours(item: _Item) -> bool:
    """Whether something at the top is a part of one hand-in, not one of many."""
    if item.is_folder:
        return item.name in ("exercises", "answers")
    known = {path.name for path in pristine_folder().glob("*.ipynb")}
    return item.name in known or item.name == "versions.json" or bool(exercise_of_name(item.name))


@contextlib.contextmanager
def _looking_into(item: _Item) -> Iterator[tuple[list[_Item], contextlib.ExitStack]]:
    """What is in a folder or in a zip file at the top; nothing in what is neither.

    Yields:
        What is in it, and what has to stay open while it is read.
    """
    with contextlib.ExitStack() as held:
        try:
            inner = _inside(item, held)
        except (Unreadable, OSError):
            inner = []  # told when it is read
        yield inner, held


def _inside(item: _Item, held: contextlib.ExitStack) -> list[_Item]:
    if item.is_folder:
        start = len(item.name) + 1
        return _items_of_entries([replace(e, name=e.name[start:]) for e in item.entries()])
    if not item.name.casefold().endswith(".zip"):
        return []
    (entry,) = item.entries()
    archive = held.enter_context(open_zip(entry.read(MAX_ZIP)))
    return _items_of_entries(zip_entries(archive))


def _read(student: str, name: str, parts: list[_Part]) -> Submission:
    """Read one student's parts."""
    entries: list[Entry] = []
    faults = []
    for part in parts:
        try:
            entries += part.item.entries()
        except Unreadable as error:
            faults.append(f"{part.item.name} {error}; it was left out.")
        except OSError as error:
            faults.append(f"{part.item.name} cannot be read: {error.strerror or error}.")
    places = list(dict.fromkeys(part.place for part in parts))
    place = ", ".join(places[:4]) + (f" and {len(places) - 4} more" if len(places) > 4 else "")
    one = replace(read_student(student, place, entries), name=printable(name)[:MAX_NAME])
    late = list(dict.fromkeys(part.place for part in parts if part.named and part.named.late))
    if late:
        told = ", ".join(late[:4]) + (f" and {len(late) - 4} more" if len(late) > 4 else "")
        one = replace(one, notes=(f"Handed in late, as Canvas says: {told}.", *one.notes))
    one = replace(one, notes=(*dict.fromkeys(part.note for part in parts if part.note), *one.notes))
    if faults and one.problem:
        return replace(one, problem=faults[0], notes=(*faults[1:], *one.notes))
    return replace(one, notes=(*faults, *one.notes))


def _unique(
    ordered: list[_Whose], found: dict[_Whose, list[_Part]]
) -> Iterator[tuple[_Whose, str, tuple[str, ...]]]:
    """Ids that no other has, fit to be files' names.

    Where several would have one, none has it: nobody is to get another's grade by a name.

    Yields:
        Who it is, the id, and a note where it was changed for that.
    """
    alike: dict[str, list[_Whose]] = {}
    for whose in ordered:
        alike.setdefault(_file_name(whose[0]).casefold(), []).append(whose)
    taken = {key for key, several in alike.items() if len(several) == 1}
    for whose in ordered:
        student = _file_name(whose[0])
        others = [other for other in alike[student.casefold()] if other != whose]
        if not others:
            yield whose, student, ()
            continue
        number = 1
        while f"{student} ({number})".casefold() in taken:
            number += 1
        unique = f"{student} ({number})"
        taken.add(unique.casefold())
        places = ", ".join(printable(found[other][0].place) for other in others[:3])
        yield (
            whose,
            unique,
            (
                f"Another hand-in is called {student}, too ({places}); this one is {unique}. Look "
                "yourself whose each is.",
            ),
        )


def _file_name(student: str) -> str:
    name = re.sub(r'[\\/:*?"<>|]', "_", printable(student)).strip(" .")[:MAX_NAME]
    return name or "unnamed"
