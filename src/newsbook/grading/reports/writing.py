"""Write the reports of a graded class."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from newsbook.errors import BadInput
from newsbook.exercises import Exercise
from newsbook.grading.model import Graded
from newsbook.grading.reports.feedback import feedback_page
from newsbook.grading.reports.giving_back import for_moodle
from newsbook.grading.reports.grades import grades_csv
from newsbook.grading.reports.names import in_order, page_names
from newsbook.grading.reports.overview import class_page
from newsbook.workbook.zips import zipped

__all__ = ["FOR_MOODLE", "remove_others", "write"]

FOR_MOODLE = "feedback_for_moodle.zip"
"""The pages as Moodle takes them back; there where hand-ins came from it."""

# How a page of ours begins, whatever version wrote it.
_OURS = re.compile(
    rb'<!DOCTYPE html>\s<html lang="en">.*<meta http-equiv="Content-Security-Policy".*'
    rb"<title>Feedback for ",
    re.DOTALL,
)


def write(
    folder: Path,
    graded: Sequence[Graded],
    *,
    exercises: Sequence[Exercise],
    csv_preset: str = "plain",
) -> list[Path]:
    """Write ``grades.csv``, ``class.html`` and ``feedback/STUDENT.html`` into a folder.

    Where hand-ins came from Moodle, also ``feedback_for_moodle.zip``, which it takes back. The same
    submissions give the same bytes, in whatever order they come. Files of these names are
    replaced; others in the folder are left alone.

    Args:
        folder: Where to; made if it is not there.
        graded: Every submission of the class, also those that could not be read.
        exercises: The exercises that were graded, in the order of the reports.
        csv_preset: One of the presets of `newsbook.grading.reports.grades`.

    Returns:
        The files that were written.

    Raises:
        BadInput: There is no such preset, or the folder cannot be written.
    """
    ordered = in_order(graded)
    table = grades_csv(ordered, exercises, csv_preset)
    pages = page_names(ordered)
    written: list[Path] = []

    def put(path: Path, data: str | bytes) -> bytes:
        # Half a character, as JSON can hold one, is in no file.
        raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
        path.write_bytes(raw)
        written.append(path)
        return raw

    try:
        (folder / "feedback").mkdir(parents=True, exist_ok=True)
        # Excel takes a file without a byte order mark for one in the system's old encoding.
        put(folder / "grades.csv", f"\ufeff{table}")
        put(folder / "class.html", class_page(ordered, exercises, pages))
        shown = {
            one.submission.student: put(folder / "feedback" / name, feedback_page(one, exercises))
            for one, name in zip(ordered, pages, strict=True)
        }
        if back := for_moodle(ordered, shown):
            put(folder / FOR_MOODLE, zipped(back))
        else:
            (folder / FOR_MOODLE).unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(
            f"The reports cannot be written to {folder}: {error.strerror or error}. Give another "
            "folder, or make room in this one."
        ) from error
    return written


def remove_others(folder: Path, written: Collection[Path]) -> list[Path]:
    """Remove the pages of feedback that an earlier report left: of students not in this one.

    Args:
        folder: The report's folder.
        written: What `write` gave.

    Returns:
        The pages that were removed. Files that are not ours are left alone.

    Raises:
        BadInput: One cannot be removed.
    """
    removed = []
    kept = {path.name for path in written}
    try:
        for path in sorted((folder / "feedback").glob("*.html")):
            if path.name in kept or path.is_symlink() or not path.is_file():
                continue
            with path.open("rb") as file:
                ours = _OURS.match(file.read(2_000))
            if ours:
                path.unlink()
                removed.append(path)
    except OSError as error:
        raise BadInput(
            f"A page of an earlier report cannot be removed from {folder / 'feedback'}: "
            f"{error.strerror or error}. Remove it, or give another folder."
        ) from error
    return removed
