"""What a learner calls in a notebook: `check`, `hint`, `scoreboard` and `handin`."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newsbook.answers import AnswerSlot, judge_stored, note_hint, note_verdict, read_progress
from newsbook.exercises import (
    CodeExercise,
    Exercise,
    State,
    UnknownExercise,
    Verdict,
    get_exercise,
)
from newsbook.markup import framed, prose

__all__ = ["Note", "check", "course_map", "handin", "hint", "scoreboard"]

if TYPE_CHECKING:
    from newsbook.scoring import Score
    from newsbook.views import Table
    from newsbook.workbook.course import CourseMap

_MISSING: Any = object()


class Note:
    """A sentence to show under a cell, as plain text and as HTML.

    Example:
        >>> Note("Nothing to see.")
        Nothing to see.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        """Fixed text, which nbval compares."""
        return self.text

    def _repr_html_(self) -> str:
        lines = "<br>".join(prose(line) for line in self.text.splitlines())
        return framed(lines, "solid #767676")


def check(exercise_id: str, answer: Any = _MISSING) -> Verdict | Note:
    """Check the answer to an exercise, and show the verdict.

    Args:
        exercise_id: As ``"1.2"``.
        answer: The answer. Left out, it is taken from where it was given: a code answer from the
            name that the exercise asks for, a widget answer from its file.

    Returns:
        A `Verdict`, or a `Note` when there is no such exercise.

    Example:
        ``check("1.2")`` in a cell below the answer.
    """
    try:
        exercise = get_exercise(exercise_id)
    except UnknownExercise as error:
        return Note(str(error))
    verdict = _verdict(exercise, answer, sys._getframe(1).f_globals)
    note_verdict(verdict)
    return verdict


def _verdict(exercise: Exercise, answer: Any, names: Mapping[str, Any]) -> Verdict:
    """Find the answer where it was given, and judge it."""
    if answer is not _MISSING:
        return exercise.check(answer)
    if not isinstance(exercise, CodeExercise):
        return judge_stored(exercise, AnswerSlot(exercise.id).load())
    if error := _failed.get(exercise.id):
        # The name may still hold an older answer, which the learner has given up.
        return exercise.verdict(
            State.RAISED, f"Running the answer cell failed. {error}", {"raised": error}
        )
    if exercise.answer_name not in names:
        how = f"`{exercise.answer_name}` is not there yet: run the answer cell, then check again."
        return exercise.verdict(State.NOT_ATTEMPTED, how, {"unset": True})
    return exercise.check(names[exercise.answer_name])


_failed: dict[str, str] = {}
"""For each answer cell whose last run failed: the error, as Python names it."""


def _watch(result: Any) -> None:
    """Note whether the answer cell that was just run failed; IPython calls this after each cell."""
    source = getattr(getattr(result, "info", None), "raw_cell", None) or ""
    if marker := re.match(r"\s*#[ \t]*answer:[ \t]*(\d+\.\d+)", source):
        error = result.error_before_exec or result.error_in_exec
        if error is None or isinstance(error, NotImplementedError):
            _failed.pop(marker[1], None)
        else:
            told = str(error)
            if isinstance(error, SyntaxError) and error is result.error_before_exec:
                # Python names a file that no learner has ever seen.
                told = f"{error.msg} (your cell, line {error.lineno})"
            said = f"{type(error).__name__}: {told}".splitlines()[0]
            _failed[marker[1]] = said[:300]


def _start_watching() -> None:
    """Have IPython call `_watch`, where there is an IPython; once a kernel."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        shell.events.register("post_run_cell", _watch)


_start_watching()


def hint(exercise_id: str, number: int | None = None) -> Note:
    """Show a hint: the next one each time, or a given one again.

    Args:
        exercise_id: As ``"1.2"``.
        number: Which hint, from 1. Left out, the first that was not shown yet, and the last one
            again when all were.

    Example:
        ``hint("1.2")``
    """
    try:
        exercise = get_exercise(exercise_id)
    except UnknownExercise as error:
        return Note(str(error))
    count = len(exercise.hints)
    if number is None:
        number = min(read_progress(exercise_id).hints + 1, count)
    if not isinstance(number, int) or not 1 <= number <= count:
        return Note(f"Exercise {exercise_id} has hints 1 to {count}.")
    note_hint(exercise_id, number)
    left = count - number
    more = f"\n({left} more: run this again.)" if left else "\n(That was the last one.)"
    return Note(f"Hint {number} of {count} for {exercise_id}: {exercise.hints[number - 1]}{more}")


def scoreboard(exercise_id: str, answer: Any = _MISSING) -> Table | Note:
    """Show how far a challenge's answer has come, beside a first idea and newsbook's own pipeline.

    Args:
        exercise_id: The challenge, as ``"2.9"``.
        answer: The function. Left out, it is taken from the name that the exercise asks for; where
            there is none yet, the board has no row for it.

    Returns:
        A table of F1, over all articles and by article; a `Note` when this is no challenge.

    Example:
        ``scoreboard("2.9")``
    """
    # Only here: a kernel that checks an answer needs none of these.
    from newsbook.exercises import ChallengeExercise
    from newsbook.views import Table

    try:
        exercise = get_exercise(exercise_id)
    except UnknownExercise as error:
        return Note(str(error))
    if not isinstance(exercise, ChallengeExercise):
        return Note(f"{exercise_id} is no challenge, so it has no scoreboard; check it instead.")
    if answer is _MISSING:
        answer = sys._getframe(1).f_globals.get(exercise.answer_name)
    board = exercise.board(answer if callable(answer) else None)
    totals = {name: board.total(name) for name in board.rows}
    rows = [
        [name, *(_f1(part) for part in (totals[name], *scores))]
        for name, scores in board.rows.items()
    ]
    # What counts stands first: on a phone the last columns are out of sight.
    return Table(
        ["F1", "all", *board.articles],
        rows,
        f"Full points from {board.enough:g} over all. The figure to beat is newsbook's.",
    )


def _f1(result: Score | None) -> str:
    return "no spans" if result is None else f"{result.f1:.3f}"


def course_map() -> CourseMap:
    """Show the lessons, what is done of each, and what is next.

    Example:
        ``course_map()``
    """
    from newsbook.workbook.course import CourseMap
    from newsbook.workbook.progressing import progress_rows

    return CourseMap(progress_rows())


def handin() -> Note:
    """Make the one zip file to hand in: the notebooks, the widget answers and the versions.

    Returns:
        A note that names the file and says what is in it, or why it could not be made.
    """
    # Only here: the workbook's machinery is of no use to any other cell.
    from newsbook.workbook.handin import make_handin
    from newsbook.workbook.places import WorkbookError, find_exercises

    # In a browser's kernel (`newsbook site`), what goes through the page; else there is none.
    page = sys.modules.get("newsbook_site")
    saved = page is not None and page.save_notebooks()
    try:
        made = make_handin(find_exercises())
    except WorkbookError as error:
        return Note(str(error))
    return Note(page.handed_in(made, saved) if page is not None else made.summary)
