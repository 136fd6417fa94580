"""What a learner calls in a notebook: `check`, `hint`, `scoreboard` and `handin`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
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
    from newsbook.workbook.watching import Run

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
    from newsbook.workbook.watching import last_run

    run = last_run(exercise)
    verdict = _verdict_on_code(exercise, run, names)
    if run is None or run.marked:
        return verdict
    line = (
        f"The cell that you ran last for `{exercise.answer_name}` does not begin with its line "
        f"`# answer: {exercise.id}`. Put the line back at the top of your answer cell, and run it: "
        "your answer is found by it. "
    )
    return replace(verdict, sentence=line + verdict.sentence)


def _verdict_on_code(exercise: CodeExercise, run: Run | None, names: Mapping[str, Any]) -> Verdict:
    """Judge what the answer cell holds now: a name may still hold what the cell held before."""
    from newsbook.workbook.sources import sets_no
    from newsbook.workbook.watching import borrowed

    name = exercise.answer_name
    if run is not None and run.failed:
        told = f"Running the answer cell failed. {run.failed}"
        return exercise.verdict(State.RAISED, told, {"raised": run.failed})
    if run is not None and not run.sets:
        return exercise.judge({"unusable": sets_no(name)})
    if name not in names:
        how = f"`{name}` is not there yet: run the answer cell, then check again."
        return exercise.verdict(State.NOT_ATTEMPTED, how, {"unset": True})
    if run is None:
        return exercise.check(names[name])
    verdict = exercise.check(run.value)
    # A grade runs the cell alone, so whatever it earns here would be lost there.
    if verdict.state is not State.NOT_ATTEMPTED and (foreign := borrowed(exercise, run, names)):
        return exercise.judge({"unusable": _borrows(foreign)})
    return verdict


def _borrows(foreign: list[str]) -> str:
    them = ", ".join(f"`{name}`" for name in foreign)
    it = "it" if len(foreign) == 1 else "them"
    return (
        f"Your answer cell uses {them} of another cell. When it is graded it runs alone, and would "
        f"stop there. Put what sets {it} into the answer cell, run it and check again."
    )


# Where there is no IPython there are no cells to hear of; a sandbox would pay for these rooms.
if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
    from newsbook.workbook.watching import start_watching

    start_watching()


def hint(exercise_id: str, number: int | None = None) -> Note:
    """Show a hint: the next one each time, or a given one again.

    Args:
        exercise_id: As ``"1.2"``.
        number: Which hint, from 1. Left out, the first that was not shown yet, and the last one
            again when all were.

    Example:
        ``hint("1.2")``
    """
    return numbered_hint(exercise_id, number, 'hint("{}", {})')


def numbered_hint(exercise_id: str, number: int | None, call: str) -> Note:
    """What `hint` shows, here and on the command line, whose calls are written otherwise.

    Args:
        exercise_id: As ``"1.2"``.
        number: As in `hint`.
        call: How a hint is asked for by its number: a format of the exercise's id and the number.

    Example:
        ``numbered_hint("1.2", 1, "newsbook hint {} {}")``
    """
    try:
        exercise = get_exercise(exercise_id)
    except UnknownExercise as error:
        return Note(str(error))
    count = len(exercise.hints)
    given = number is not None
    if number is None:
        number = min(read_progress(exercise_id).hints + 1, count)
    if not isinstance(number, int) or not 1 <= number <= count:
        return Note(f"Exercise {exercise_id} has hints 1 to {count}.")
    note_hint(exercise_id, number)
    left = count - number
    # With its number, running it again shows the same one.
    how = f"`{call.format(exercise_id, number + 1)}` shows the next" if given else "run this again"
    more = f"\n({left} more: {how}.)" if left else "\n(That was the last one.)"
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
