"""What is said where there is no answer: nothing was done, or why what was done is not there."""

from __future__ import annotations

from newsbook.exercises import CodeExercise, Exercise, State, Verdict
from newsbook.grading.intake.cells import MAX_SOURCE
from newsbook.grading.intake.students import untouched
from newsbook.grading.model import Submission
from newsbook.workbook.sources import sets_name, sets_no

__all__ = ["MISSING", "NO_STORED", "absent"]

MISSING = "This answer is missing from what was handed in."
NO_STORED = (
    "No answers of widgets came with this hand-in. If you gave any, hand in again: the zip file "
    "that `handin()` or the button Hand in makes has them all, and a notebook alone has none."
)


def absent(exercise: Exercise, submission: Submission) -> Verdict:
    """The verdict on an exercise of which grading has seen no answer.

    Args:
        exercise: The exercise.
        submission: What was handed in. Its cells are read, and not run.

    Example:
        >>> from newsbook.exercises import get_exercise
        >>> one = Submission("kim", "", {"1.9": "def countTypes(tokens): return 3"})
        >>> absent(get_exercise("1.9"), one)
        △ 1.9 not yet · 0 of 2 points
        The answer cell sets no `count_types`. Is the name written just so?
        >>> absent(get_exercise("1.3"), one).sentence == MISSING
        True
        >>> absent(get_exercise("1.3"), Submission("kim", "", too_long={"1.3": 22_648})).state
        <State.NOT_YET: 'not yet'>
    """
    if exercise.widget or not isinstance(exercise, CodeExercise):
        told = MISSING if submission.widgets else NO_STORED
        return exercise.verdict(State.NOT_ATTEMPTED, told, {"unset": True})
    source = submission.code.get(exercise.id)
    if source is None and (size := submission.too_long.get(exercise.id)):
        told = (
            f"Your answer has {size:,} characters, and a grade reads {MAX_SOURCE:,} at most: it "
            "was not taken. Leave out what it can do without."
        )
        return exercise.verdict(State.NOT_YET, told, None)
    if source is None:
        return exercise.verdict(State.NOT_ATTEMPTED, MISSING, None)
    name = exercise.answer_name
    if not source.strip() or untouched(exercise.id, source):
        return exercise.not_attempted(None)
    if not sets_name(source, name):
        return exercise.verdict(State.NOT_YET, sets_no(name), None)
    told = f"`{name}` is there, but it is still empty, or has its three dots."
    return exercise.verdict(State.NOT_ATTEMPTED, told, None)
