"""``grades.csv``: a row a student, plain or as Moodle and Canvas import it.

**Moodle** reads the ``moodle`` preset in two places. *Assignment → Upload grading worksheet* finds
a student by ``Identifier`` (``Participant 12345``, from the number in its bulk download) and takes
``Grade`` and ``Feedback comments``. *Gradebook → Import → CSV file* maps by ``Email address`` or
``ID number``; that is another number than the participant's, and stays empty where only this is
known. The assignment's maximum grade has to be the points of the exercises.
Columns and *Participant* are matched by their words in the teacher's language, here English; and
where Moodle's own record is newer than ``Last modified (grade)``, which nobody knows here, it is
skipped unless a box in the form is ticked (``assign/feedback/offline/importgradeslib.php`` and
``locallib.php``).

**Canvas** (*Gradebook → Import*) finds a student by ``ID``, the number in its bulk download, or by
``SIS Login ID``, and else by the name; the second row says how many points are possible. Give a
column the assignment's own name and number, ``Lesson 1 (4711)``, to fill one that is there. Canvas
makes an assignment of every column: so the ``canvas`` preset has the total alone, and
``canvas-exercises`` the exercises without it; both together would count everything twice.

``write`` puts a byte order mark before the UTF-8, for Excel; Moodle and Canvas pass over it. The
total of a hand-in that could not be read is empty: what it is worth is for a person to decide.

A spreadsheet takes a cell that begins with one of ``= + - @`` for a formula; such a cell gets an
apostrophe in front, which spreadsheets take for the sign of plain text (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Any

from newsbook.errors import BadInput
from newsbook.exercises import Exercise, State
from newsbook.grading.model import Graded
from newsbook.grading.reports.names import in_order
from newsbook.grading.reports.telling import notes_for_student, told_to_student
from newsbook.markup import visible

__all__ = ["PRESETS", "grades_csv", "harmless"]

LONGEST_CELL = 2_000

# Also their wide forms, which some spreadsheets take for the same.
_FORMULA = re.compile(r"[\s'\"\ufeff\u200b]*[=+\-@＝＋－＠|%]")


def harmless(text: str) -> str:
    r"""Text as a cell: one line, cut at 2,000 characters, no formula, nothing that acts.

    Example:
        >>> harmless("=HYPERLINK('x')"), harmless("Kim\tAda\x1b[2J"), harmless("a-b")
        ("'=HYPERLINK('x')", 'Kim Ada\\x1b[2J', 'a-b')
    """
    line = visible(" ".join(text[: 2 * LONGEST_CELL].split()))
    # Where the list separator is a semicolon, what follows one is a cell of its own.
    first, *more = (f"'{part}" if _FORMULA.match(part) else part for part in line.split(";"))
    most = LONGEST_CELL + first.startswith("'")
    line = ";".join([first, *more])
    return line if len(line) <= most else f"{line[: most - 1]}…"


def grades_csv(
    graded: Sequence[Graded], exercises: Sequence[Exercise], preset: str = "plain"
) -> str:
    """The grades as CSV, students in the order of their names.

    Args:
        graded: Every submission, also those that could not be read.
        exercises: The exercises that were graded, in the order of their columns.
        preset: One of `PRESETS`.

    Raises:
        BadInput: There is no such preset.

    Example:
        >>> from newsbook.grading.model import Submission
        >>> print(grades_csv([Graded(Submission("kim", "kim.zip"), {})], []), end="")
        student,name,place,total,points,notes
        kim,,kim.zip,0,0,
    """
    if preset not in PRESETS:
        known = ", ".join(PRESETS)
        raise BadInput(f"There is no preset {preset!r:.40} for grades.csv; take one of {known}.")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(PRESETS[preset](in_order(graded), exercises))
    return out.getvalue()


def _plain(graded: Sequence[Graded], exercises: Sequence[Exercise]) -> list[list[Any]]:
    head = ["student", "name", "place", *(e.id for e in exercises), "total", "points", "notes"]
    return [
        head,
        *(
            [
                harmless(one.submission.student),
                harmless(one.submission.name),
                harmless(one.submission.place),
                *(_earned(one, exercise) for exercise in exercises),
                _total(one, exercises),
                _possible(exercises),
                harmless(_notes(one)),
            ]
            for one in graded
        ),
    ]


def _moodle(graded: Sequence[Graded], exercises: Sequence[Exercise]) -> list[list[Any]]:
    head = [
        "Identifier", "Full name", "Email address", "ID number", *(e.id for e in exercises),
        "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments",
    ]  # fmt: skip
    rows: list[list[Any]] = [head]
    for one in graded:
        student = one.submission.student
        rows.append(
            [
                f"Participant {student}" if _is_number(student) else harmless(student),
                harmless(one.submission.name),
                harmless(student) if _is_address(student) else "",
                "" if _is_address(student) or _is_number(student) else harmless(student),
                *(_earned(one, exercise) for exercise in exercises),
                _total(one, exercises),
                _possible(exercises),
                "-",
                harmless(_comment(one, exercises)),
            ]
        )
    return rows


def _canvas(graded: Sequence[Graded], exercises: Sequence[Exercise]) -> list[list[Any]]:
    """One column: the total."""
    rows = [[*_of_canvas(one), _total(one, exercises)] for one in graded]
    return [[*_CANVAS, "newsbook"], [*_POSSIBLE, _possible(exercises)], *rows]


def _canvas_exercises(graded: Sequence[Graded], exercises: Sequence[Exercise]) -> list[list[Any]]:
    """A column for each exercise, and no total."""
    return [
        [*_CANVAS, *(f"{e.id} {e.title}" for e in exercises)],
        [*_POSSIBLE, *(e.points for e in exercises)],
        *([*_of_canvas(one), *(_earned(one, e) for e in exercises)] for one in graded),
    ]


_CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_POSSIBLE = ("    Points Possible", "", "", "", "")


def _of_canvas(one: Graded) -> list[Any]:
    """Who a student is to Canvas. A name with a space in it is no login: Canvas looks for that."""
    student = one.submission.student
    number = _is_number(student)
    login = "" if number or " " in student else harmless(student)
    return [harmless(one.submission.name or student), student if number else "", "", login, ""]


PRESETS: dict[str, Callable[[Sequence[Graded], Sequence[Exercise]], list[list[Any]]]] = {
    "plain": _plain,
    "moodle": _moodle,
    "canvas": _canvas,
    "canvas-exercises": _canvas_exercises,
}
"""Ways to write the grades, by name."""


def _earned(one: Graded, exercise: Exercise) -> str:
    verdict = one.verdicts.get(exercise.id)
    return "" if verdict is None or one.submission.problem else _figure(verdict.earned)


def _total(one: Graded, exercises: Sequence[Exercise]) -> str:
    """The points; nothing where nothing could be read: that is for a person to decide."""
    if one.submission.problem:
        return ""
    return _figure(sum(one.verdicts[e.id].earned for e in exercises if e.id in one.verdicts))


def _possible(exercises: Sequence[Exercise]) -> int:
    return sum(exercise.points for exercise in exercises)


def _figure(points: float) -> str:
    return f"{round(points, 1):g}"


def _notes(one: Graded) -> str:
    return " ".join(filter(None, [one.submission.problem, *one.submission.notes]))


def _comment(one: Graded, exercises: Sequence[Exercise]) -> str:
    """What a student reads in Moodle: what was odd, and each exercise that is not right yet."""
    if one.submission.problem:
        return told_to_student(one.submission.problem, one.submission)
    told = [
        f"{e.id}: {one.verdicts[e.id].sentence}"
        for e in exercises
        if e.id in one.verdicts and one.verdicts[e.id].state in (State.NOT_YET, State.RAISED)
    ]
    return " ".join([*notes_for_student(one.submission), *told])


def _is_number(student: str) -> bool:
    return re.fullmatch(r"[0-9]{1,18}", student) is not None


def _is_address(student: str) -> bool:
    return re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", student) is not None
