"""The one file to hand in: notebooks, widget answers and versions, the same bytes each time."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import newsbook
from newsbook.answers import AnswerSlot
from newsbook.exercises import UnknownExercise, get_exercise
from newsbook.workbook.foretelling import foretold_in
from newsbook.workbook.graft import exercises_in, graft
from newsbook.workbook.notebooks import MAX_BYTES
from newsbook.workbook.places import WorkbookError, pristine_folder
from newsbook.workbook.zips import zipped

__all__ = ["Handin", "make_handin", "package_versions"]

FORMAT = 1
_PLAIN_NAME = re.compile(r"[\w .,()+-]+")
_ZIP_NAME = re.compile(r"newsbook-handin-(\d{1,6})\.zip")
# Answers that were set aside stay at home: the learner took them back.
_ANSWER_NAME = re.compile(r"\d{1,3}\.\d{1,3}\.json")


@dataclass(frozen=True)
class Handin:
    """A hand-in that was made.

    Args:
        path: The zip file, in the workbook's own folder.
        new: False when the newest hand-in already held just this.
        names: What is in it.
        answered: The exercises that have an answer, right or wrong.
        unanswered: Those that have none.
        notes: A sentence for whatever was left out or could not be read.
    """

    path: Path
    new: bool
    names: tuple[str, ...]
    answered: tuple[str, ...]
    unanswered: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def summary(self) -> str:
        """What to tell the learner, in a few lines."""
        where = f"{self.path.name} in {self.path.parent}"
        made = f"Made {where}" if self.new else f"{where} already holds just this"
        count = len(self.answered) + len(self.unanswered)
        lines = [
            f"{made}. Hand in this one file.",
            f"In it: {', '.join(self.names)}.",
            f"{len(self.answered)} of {count} exercises have an answer.",
        ]
        if self.unanswered:
            lines.append(f"No answer yet: {', '.join(self.unanswered)}.")
        lines.extend(self.notes)
        lines.append("It holds what was last saved: save your notebooks first (File > Save All).")
        return "\n".join(lines)


def make_handin(root: Path) -> Handin:
    """Make the hand-in of a workbook. Nothing is run, and nothing is overwritten.

    Args:
        root: The workbook.

    Raises:
        WorkbookError: There is no notebook to hand in, one is too large, or the zip file cannot be
            written.

    Example:
        ``make_handin(find_exercises()).path.name`` is ``'newsbook-handin-1.zip'`` the first time.
    """
    notes: list[str] = []
    try:
        parts = dict(_parts(root, notes))
        if not any(name.endswith(".ipynb") for name in parts):
            raise WorkbookError(
                f"{root / 'exercises'} has no notebooks to hand in: `newsbook open` puts them back."
            )
        path, new = _store(root, zipped(parts))
    except OSError as error:
        where = error.filename or root
        raise WorkbookError(
            f"The hand-in cannot be made: {where}: {error.strerror or error}."
        ) from None
    answered, unanswered = _answers(root, notes)
    return Handin(path, new, tuple(sorted(parts)), answered, unanswered, tuple(notes))


def _parts(root: Path, notes: list[str]) -> Iterator[tuple[str, bytes]]:
    """Names in the zip file, and bytes."""
    folder = root / "exercises"
    answers = folder / "answers"
    found = [(path, f"exercises/{path.name}") for path in sorted(folder.glob("*.ipynb"))]
    if answers.is_symlink():
        notes.append("exercises/answers is a link to elsewhere and was left out.")
    else:
        found += [
            (path, f"exercises/answers/{path.name}")
            for path in sorted(answers.glob("*.json"))
            if _ANSWER_NAME.fullmatch(path.name)
        ]
    for path, name in found:
        if not _PLAIN_NAME.fullmatch(path.name):
            # Names that some systems cannot write, or would take for a path.
            shown = path.name.encode("ascii", "replace").decode()
            notes.append(f"exercises/{shown} has an odd name and was left out: rename it.")
        elif path.is_symlink():
            # It may point at any file of the machine.
            notes.append(f"{name} is a link to elsewhere and was left out.")
        elif not path.is_file():
            notes.append(f"{name} is not a file and was left out.")
        elif (size := path.stat().st_size) > MAX_BYTES:
            raise WorkbookError(
                f"{path} has {size:,} bytes, too many to hand in: clear its outputs and save."
            )
        else:
            yield name, path.read_bytes()
    yield "versions.json", _versions()


def _versions() -> bytes:
    record = {
        "format": FORMAT,
        "newsbook": newsbook.__version__,
        "packages": package_versions(),
        "python": platform.python_version(),
    }
    return (json.dumps(record, indent=1, sort_keys=True) + "\n").encode()


def package_versions() -> dict[str, str]:
    """The versions of what newsbook depends on directly; ``"missing"`` for what is not there."""
    found = {}
    for line in metadata.requires("newsbook") or []:
        requirement, _, marker = line.partition(";")
        name = re.match(r"[A-Za-z0-9._-]+", requirement)
        if name and "extra" not in marker:
            try:
                found[name.group()] = metadata.version(name.group())
            except metadata.PackageNotFoundError:
                found[name.group()] = "missing"
    return dict(sorted(found.items()))


def _store(root: Path, data: bytes) -> tuple[Path, bool]:
    """Write the next number, unless the newest one holds the same bytes."""
    numbers = [int(m[1]) for p in root.iterdir() if (m := _ZIP_NAME.fullmatch(p.name))]
    newest = max(numbers, default=0)
    path = root / f"newsbook-handin-{newest}.zip"
    if newest and path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return path, False
    while True:
        newest += 1
        path = root / f"newsbook-handin-{newest}.zip"
        try:
            # "x" fails where the file exists, so that nothing is ever overwritten.
            file = path.open("xb")
        except FileExistsError:
            continue
        try:
            with file:
                file.write(data)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path, True


def _answers(root: Path, notes: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The exercises with and without an answer, from the files alone."""
    answered: list[str] = []
    unanswered: list[str] = []
    for pristine in sorted(pristine_folder().glob("*.ipynb")):
        try:
            grafted = graft(root / "exercises" / pristine.name)
            told = foretold_in(root / "exercises" / pristine.name)
        except WorkbookError as error:
            notes.append(f"{error} None of its answers will be found.")
            unanswered += exercises_in(pristine)
            continue
        notes.extend(sentence for sentences in told.values() for sentence in sentences)
        for part in grafted:
            try:
                widget = get_exercise(part.exercise).widget
            except UnknownExercise:
                widget = False
            if widget:
                slot = AnswerSlot(part.exercise, root / "exercises" / "answers")
                has = slot.load().answer is not None
            else:
                has = part.answer is not None and not part.untouched
            (answered if has else unanswered).append(part.exercise)
    return tuple(answered), tuple(unanswered)
