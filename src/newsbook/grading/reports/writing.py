"""Write the reports of a graded class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from newsbook.errors import BadInput
from newsbook.exercises import Exercise
from newsbook.grading.model import Graded
from newsbook.grading.reports.feedback import feedback_page
from newsbook.grading.reports.grades import grades_csv
from newsbook.grading.reports.names import in_order, page_names
from newsbook.grading.reports.overview import class_page

__all__ = ["write"]


def write(
    folder: Path,
    graded: Sequence[Graded],
    *,
    exercises: Sequence[Exercise],
    csv_preset: str = "plain",
) -> list[Path]:
    """Write ``grades.csv``, ``class.html`` and ``feedback/STUDENT.html`` into a folder.

    The same submissions give the same bytes, in whatever order they come. Files of these names are
    replaced; others in the folder are left alone.

    Args:
        folder: Where to; made if it is not there.
        graded: Every submission of the class, also those that could not be read.
        exercises: The exercises that were graded, in the order of the reports.
        csv_preset: ``"plain"``, ``"moodle"`` or ``"canvas"``.

    Returns:
        The files that were written.

    Raises:
        BadInput: There is no such preset, or the folder cannot be written.
    """
    ordered = in_order(graded)
    table = grades_csv(ordered, exercises, csv_preset)
    pages = page_names(ordered)
    written: list[Path] = []

    def put(path: Path, text: str) -> None:
        # Half a character, as JSON can hold one, is in no file.
        path.write_bytes(text.encode("utf-8", "replace"))
        written.append(path)

    try:
        (folder / "feedback").mkdir(parents=True, exist_ok=True)
        put(folder / "grades.csv", table)
        put(folder / "class.html", class_page(ordered, exercises, pages))
        for one, name in zip(ordered, pages, strict=True):
            put(folder / "feedback" / name, feedback_page(one, exercises))
    except OSError as error:
        raise BadInput(
            f"The reports cannot be written to {folder}: {error.strerror or error}. Give another "
            "folder, or make room in this one."
        ) from error
    return written
