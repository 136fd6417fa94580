"""What a learner calls in a notebook: `check`, `hint` and `handin`."""

from __future__ import annotations

import html
import sys
from collections.abc import Mapping
from typing import Any

from newsbook.answers import AnswerSlot, note_hint, note_verdict, read_progress
from newsbook.exercises import Exercise, UnknownExercise, Verdict, get_exercise

__all__ = ["Note", "check", "handin", "hint"]

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
        lines = "<br>".join(html.escape(line) for line in self.text.splitlines())
        return (
            '<div style="border-left: 6px solid #767676; padding: 0.3em 0.8em; margin: 0.3em 0">'
            f"{lines}</div>"
        )


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
    if answer is _MISSING:
        answer = _given(exercise, sys._getframe(1).f_globals)
    verdict = exercise.check(answer)
    note_verdict(verdict)
    return verdict


def _given(exercise: Exercise, names: Mapping[str, Any]) -> Any:
    """The answer where the learner gave it, or None."""
    if exercise.widget:
        return AnswerSlot(exercise.id).load().answer
    return names.get(exercise.answer_name)  # type: ignore[attr-defined]


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


def handin() -> Note:
    """Make the one zip file to hand in: the notebooks, the widget answers and the versions.

    Returns:
        A note that names the file and says what is in it, or why it could not be made.
    """
    # Only here: the workbook's machinery is of no use to any other cell.
    from newsbook.workbook.handin import make_handin
    from newsbook.workbook.places import WorkbookError, find_workbook

    try:
        made = make_handin(find_workbook())
    except WorkbookError as error:
        return Note(str(error))
    return Note(made.summary)
