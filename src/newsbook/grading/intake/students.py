"""One student's files, made into a `Submission`.

Bounds for one student: `MAX_NOTEBOOKS` notebooks and `MAX_ANSWERS` answer files are read, and
`MAX_READ` bytes in all, zip files unpacked. Zip files may hold zip files once. The worst that these
let through (250 MB of small cells; one cell of 50 MB) took 15 seconds of processor time, or 730 MB
of memory; a usual hand-in takes 10 milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

import newsbook
from newsbook.answers.files import MAX_BYTES as MAX_ANSWER
from newsbook.answers.files import NotReadable
from newsbook.exercises import Json, all_exercises
from newsbook.grading.intake.cells import answers_in, exercises_of_lesson
from newsbook.grading.intake.copies import answered_twice, older_copies, stored_twice
from newsbook.grading.intake.names import natural, of_platform, own_name, version_of
from newsbook.grading.intake.packed import remarks
from newsbook.grading.intake.stored import exercise_of_name, stored_answer
from newsbook.grading.intake.trees import MAX_ZIP, Entry, Unreadable, open_zip, zip_entries
from newsbook.grading.model import Submission
from newsbook.workbook.notebooks import MAX_BYTES as MAX_NOTEBOOK
from newsbook.workbook.notebooks import answer_sources, read_notebook
from newsbook.workbook.places import pristine_folder

__all__ = ["never_read", "read_student", "untouched"]

MAX_NOTEBOOKS = 60
MAX_ANSWERS = 400
MAX_LOOKS = 1_000
"""Files of other names that are looked into, for a notebook may be renamed."""
MAX_READ = 250_000_000
MAX_NOTES = 60
MAX_NOTE = 400

_NOT_THEIRS = {
    "__MACOSX", ".ds_store", ".git", ".ipynb_checkpoints", ".venv", "__pycache__", "node_modules",
    "progress", "site-packages", "thumbs.db", "venv",
}  # fmt: skip
"""Folders and files that programs make, and no student means to hand in."""
_NO_NOTEBOOK = re.compile(
    r"\.(?:bmp|bz2|css|csv|docx?|gif|gz|html?|jpe?g|js|md|mp[34]|odt|pdf|png|pptx?|py|pyc|rar|svg"
    r"|tar|tgz|toml|tsv|whl|xlsx?|xml|xz|7z)",
    re.IGNORECASE,
)
_OUR_NOTES = re.compile(r"(?:^|/)answers/progress/\d+\.\d+\.json$")
_OURS_OR_HIDDEN = re.compile(r"(?:^|/)seeds/|(?:^|/)\.[^/]+$")


@dataclass
class _Pile:
    """What has been gathered of one student's files."""

    notebooks: list[tuple[str, bytes]] = field(default_factory=list)
    answers: list[tuple[str, bytes]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    read: int = 0
    readable: int = 0
    """Notebooks that could be read, with answers or without."""
    asked: set[str] = field(default_factory=set)
    """The exercises that have an answer cell in one of them."""
    made: bool = False
    """Whether newsbook made the hand-in, and so would have put in any answers of widgets."""
    too_long: dict[str, int] = field(default_factory=dict)
    """The characters of answers that are too long to be taken."""


def read_student(student: str, place: str, entries: Iterable[Entry]) -> Submission:
    """Read what one student has handed in.

    Args:
        student: Who it is from.
        place: Where it was found.
        entries: The files.

    Example:
        >>> read_student("rei", "rei", []).problem
        'rei holds no notebook and no answer file.'
    """
    pile = _Pile()
    _gather(list(entries), "", pile, 2)
    code, read_notes = _code(pile)
    widgets, stored_notes = _widgets(pile)
    notes = [*pile.faults, *pile.notes, *read_notes, *_lost(pile), *stored_notes]
    if pile.passed:
        shown = ", ".join(pile.passed[:5])
        more = f" and {len(pile.passed) - 5:,} more" if len(pile.passed) > 5 else ""
        notes.append(f"Not looked at: {shown}{more}.")
    too_long = {name: size for name, size in pile.too_long.items() if name not in code}
    problem = "" if code or widgets or too_long else _problem(place, pile, read_notes)
    told = _bounded(notes, problem)
    return Submission(student, place, code, widgets, told, problem, too_long=too_long)


def _problem(place: str, pile: _Pile, notes: list[str]) -> str:
    """Why there is no answer at all, in one sentence."""
    if pile.readable and len(notes) == 1:
        return notes[0]
    if pile.readable or pile.answers:
        return f"{place} holds no answers of ours."
    if len(pile.faults) == 1:
        return pile.faults[0]
    if pile.faults:
        return f"Nothing of {place} can be read: {pile.faults[0]}"
    return f"{place} holds no notebook and no answer file."


def _bounded(notes: list[str], problem: str) -> tuple[str, ...]:
    """The notes, each once, none too long; past a number only how many there are."""
    every = list(dict.fromkeys(note for note in notes if note != problem))
    shown = [n if len(n) <= MAX_NOTE else f"{n[: MAX_NOTE - 1]}…" for n in every[:MAX_NOTES]]
    if len(every) > MAX_NOTES:
        shown.append(f"{len(every) - MAX_NOTES:,} more notes were left out.")
    return tuple(shown)


def _gather(entries: list[Entry], inside: str, pile: _Pile, zips: int) -> None:
    """Sort files out and read what may be a notebook or an answer; go into zip files."""
    wanted: list[tuple[int, Entry]] = []
    for entry in entries:
        parts = entry.name.split("/")
        name = own_name(parts[-1])
        if parts[-1] == ".lock" or _OUR_NOTES.search(entry.name):
            continue  # of our own answers folder: always empty, and what a check noted down
        if any(part.casefold() in _NOT_THEIRS or part in _NOT_THEIRS for part in parts):
            pile.passed.append(f"{inside}{entry.name}")
        elif entry.fault:
            pile.faults.append(f"{inside}{entry.name} {entry.fault}; it was left out.")
        elif _OURS_OR_HIDDEN.search(entry.name) or never_read(name):
            pile.passed.append(f"{inside}{entry.name}")
        elif ".ipynb" in name.casefold():
            wanted.append((0, entry))
        elif name.casefold().endswith(".zip"):
            wanted.append((1, entry))
        else:
            wanted.append((2 if name.casefold().endswith(".json") else 3, entry))
    looks = 0
    # Notebooks before zip files, unless Canvas says in which order they came.
    for kinds in ((0, 1), (2,), (3,)):
        for entry in _in_order([pair for pair in wanted if pair[0] in kinds], inside, pile):
            looks += kinds == (3,)
            if looks > MAX_LOOKS:
                pile.passed.append(f"{inside}{entry.name}")
            else:
                _take(entry, inside, pile, zips)


def never_read(name: str) -> bool:
    """Whether a file is of a kind in which nobody hands in answers.

    Example:
        >>> never_read("grades.csv"), never_read("rei.zip"), never_read("rei")
        (True, False, False)
    """
    return "." in name and _NO_NOTEBOOK.fullmatch(name[name.rindex(".") :]) is not None


def _in_order(entries: list[tuple[int, Entry]], inside: str, pile: _Pile) -> Iterator[Entry]:
    """Files by name; of those that differ by a number the newest last, for the last one counts.

    Where Canvas has numbered the uploads, that order is the order, whatever the files' names.
    """
    copies: dict[tuple[int, str], list[tuple[tuple[int, ...], Entry]]] = {}
    for kind, entry in entries:
        folder, _, name = entry.name.rpartition("/")
        base, numbers = version_of(own_name(name))
        named = of_platform(name)
        age = (named.upload if named else 0, *numbers)
        copies.setdefault((kind, f"{folder}/{base}".casefold()), []).append((age, entry))
    for found in copies.values():
        found.sort(key=lambda pair: (pair[0], natural(pair[1].name)))
    for _, found in sorted(
        copies.items(), key=lambda one: (one[1][-1][0][0], one[0][0], natural(one[0][1]))
    ):
        *old, last = [f"{inside}{entry.name}" for _, entry in found]
        pile.notes += older_copies(old, last)
        yield from (entry for _, entry in found)


def _take(entry: Entry, inside: str, pile: _Pile, zips: int) -> None:
    """Read one file and put it where it belongs, by what it holds."""
    shown = f"{inside}{entry.name}"
    name = own_name(entry.name.rpartition("/")[2]).casefold()
    is_zip = name.endswith(".zip")
    limit = MAX_ZIP if is_zip else MAX_NOTEBOOK if ".ipynb" in name else MAX_ANSWER
    if len(pile.notebooks) >= MAX_NOTEBOOKS or len(pile.answers) >= MAX_ANSWERS:
        pile.notes.append(
            f"{shown} was not read: there are more notebooks or answers than any hand-in has."
        )
        return
    try:
        data = entry.read(min(limit, MAX_READ - pile.read))
        pile.read += len(data)
    except Unreadable as error:
        pile.faults.append(f"{shown} {error}; it was left out.")
        return
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        _into_zip(data, shown, pile, zips)
    elif is_zip and not _like_notebook(data):
        pile.faults.append(f"{shown} is no zip file, or a damaged one; it was left out.")
    elif ".ipynb" in name or _like_notebook(data):
        pile.notebooks.append((shown, data))
    elif name == "versions.json":
        pile.made = True
        _note_version(data, shown, pile)
    elif exercise_of_name(name) or (name.endswith(".json") and b'"answer"' in data):
        pile.answers.append((shown, data))
    else:
        pile.passed.append(shown)


def _like_notebook(data: bytes) -> bool:
    """Whether a file of another name is a notebook; its bytes may be in UTF-16."""
    plain = data[:200_000].replace(b"\0", b"")
    return b'"cell_type"' in plain and (b'"cells"' in plain or b'"worksheets"' in plain)


def _into_zip(data: bytes, shown: str, pile: _Pile, zips: int) -> None:
    if not zips:
        pile.faults.append(f"{shown} is a zip file in zip files, too deep; it was left out.")
        return
    try:
        with open_zip(data) as archive:
            _gather(zip_entries(archive), f"{shown}/", pile, zips - 1)
    except Unreadable as error:
        pile.faults.append(f"{shown} {error}; it was left out.")


def _note_version(data: bytes, shown: str, pile: _Pile) -> None:
    match = re.search(rb'"newsbook"\s*:\s*"([0-9A-Za-z.+-]{1,40})"', data[:20_000])
    if match is None:
        pile.notes.append(f"{shown} does not say which newsbook made the hand-in.")
    elif (version := match[1].decode()) != newsbook.__version__:
        pile.notes.append(
            f"It was handed in with newsbook {version}; this is {newsbook.__version__}."
        )


def _code(pile: _Pile) -> tuple[dict[str, str], list[str]]:
    """The answers in the notebooks; of those in several the last, but no untouched one."""
    code: dict[str, str] = {}
    source_in: dict[str, str] = {}
    files: dict[str, list[str]] = {}
    notes: list[str] = []
    unmarked: dict[str, str] = {}
    for name, data in pile.notebooks:
        found = answers_in(data, name)
        if found.problem:
            pile.faults.append(found.problem)
            continue
        pile.readable += 1
        notes += found.notes
        unmarked |= found.unmarked if found.kind != "lesson" else {}
        pile.asked |= found.asked
        pile.too_long |= found.too_long
        if not found.cells and found.kind in ("lesson", "demo"):
            pile.passed.append(name)
        elif not found.cells:
            notes.append(f"{name} has no answer cells of ours.")
        for exercise, source in found.code.items():
            old = code.get(exercise)
            if old is None or _same(old, source):
                code[exercise], source_in[exercise] = source, name
                files[exercise] = [*files.get(exercise, [])[:-1], name]
            elif untouched(exercise, source):
                notes.append(
                    f"{exercise} is untouched in {name}; the answer in {source_in[exercise]} "
                    "counts."
                )
            else:
                before = [] if untouched(exercise, old) else files[exercise]
                code[exercise], source_in[exercise] = source, name
                files[exercise] = [*before, name]
    notes += answered_twice(files)
    notes += [note for exercise, note in sorted(unmarked.items()) if exercise not in code]
    notes += [note for exercise, source in code.items() for note in remarks(exercise, source)]
    return dict(sorted(code.items(), key=lambda pair: natural(pair[0]))), notes


def _lost(pile: _Pile) -> list[str]:
    """Sentences on answers that should be there: cells that are gone, a folder that did not come.

    A notebook that holds only a few of a lesson's exercises was made so.
    """
    notes = []
    known = {exercise.id: exercise for exercise in all_exercises()}
    books = dict(exercises_of_lesson(name) for name in pile.asked if name in known)
    for book, names in sorted(books.items()):
        gone = [name for name in names if name not in pile.asked]
        if gone and 2 * len(gone) <= len(names):
            cells, them = ("cell is", "it") if len(gone) == 1 else ("cells are", "them")
            notes.append(
                f"{book}: the answer {cells} missing of {', '.join(gone)}. Hand it in again with "
                f"{them}, if there was an answer."
            )
    stored = [name for _, names in sorted(books.items()) for name in names if known[name].widget]
    if stored and not pile.answers:
        shown = ", ".join(stored[:8]) + (" …" if len(stored) > 8 else "")
        notes.append(
            f"No widget has an answer ({shown}): none was given before it was handed in."
            if pile.made
            else f"No folder `answers` came with it: what was answered in widgets ({shown}) is not "
            "here, for a notebook does not hold it. Hand in the zip file that `handin()` makes."
        )
    return notes


def _same(one: str, other: str) -> bool:
    return [line.rstrip() for line in one.strip().splitlines()] == [
        line.rstrip() for line in other.strip().splitlines()
    ]


def untouched(exercise: str, source: str) -> bool:
    """Whether an answer cell is as it was handed out."""
    return _same(_blanks().get(exercise, ""), source)


@cache
def _blanks() -> dict[str, str]:
    """The answer cells as they were handed out."""
    blanks: dict[str, str] = {}
    for path in sorted(pristine_folder().glob("*.ipynb")):
        blanks |= answer_sources(read_notebook(path))
    return blanks


def _widgets(pile: _Pile) -> tuple[dict[str, Json], list[str]]:
    """The stored answers; of several to one exercise the last."""
    known = {exercise.id for exercise in all_exercises() if exercise.widget}
    widgets: dict[str, Json] = {}
    files: dict[str, list[str]] = {}
    notes: list[str] = []
    for name, data in pile.answers:
        try:
            inside, answer = stored_answer(data)
        except NotReadable as error:
            notes.append(f"{name} cannot be used: {error}.")
            continue
        named = exercise_of_name(own_name(name.rpartition("/")[2]))
        exercise = named or inside
        if re.search(r"\.(?:old|other|damaged|newer)-\d+\.json$", name):
            notes.append(f"{name} was set aside by its student and does not count.")
            continue
        if exercise not in known:
            notes.append(f"{name} answers {exercise[:20]!r}, which is no exercise with a widget.")
            continue
        if named and inside and named != inside:
            notes.append(f"{name} says that it answers {inside[:20]!r}; its name counts.")
        same = exercise not in widgets or widgets[exercise] == answer
        before = files.get(exercise, [])
        widgets[exercise] = answer
        files[exercise] = [*(before[:-1] if same else before), name]
    notes += stored_twice(files)
    return dict(sorted(widgets.items(), key=lambda pair: natural(pair[0]))), notes
