"""Which exercises a report covers: those that were named, else those of the lessons at work.

`newsbook handin` packs every notebook, also those that a class has not come to. So a lesson counts
when somebody has attempted something of it, and then for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsbook.exercises import Exercise, get_exercise
from newsbook.grading.asking import exercises_by_lesson
from newsbook.grading.intake.students import untouched
from newsbook.grading.model import Submission
from newsbook.grading.reports.answers import answer_of

__all__ = ["attempted_lessons", "covered"]


def attempted_lessons(submissions: Sequence[Submission]) -> set[str]:
    """The lessons of which somebody has handed in an attempted answer.

    An answer cell as it was handed out is not attempted, nor is a widget in which nothing was done.

    Args:
        submissions: A class's.

    Example:
        >>> attempted_lessons([Submission("kim", "", {"1.3": "def trim(): return 1", "4.6": ""})])
        {'01'}
    """
    return {
        lesson
        for lesson, names in exercises_by_lesson().items()
        if any(_attempted(get_exercise(name), one) for one in submissions for name in names)
    }


def _attempted(exercise: Exercise, one: Submission) -> bool:
    if exercise.widget:
        try:
            return exercise.id in one.widgets and answer_of(exercise, one) is not None
        except Exception:  # what is stored may be anything; it is judged, and told, elsewhere
            return False
    source = one.code.get(exercise.id, "")
    if exercise.id in one.too_long:
        return True
    return bool(source.strip()) and not untouched(exercise.id, source)


def covered(names: Sequence[str]) -> str:
    """Exercises in a few words: whole lessons by their numbers, the rest one by one.

    Args:
        names: Ids of exercises.

    Example:
        >>> covered([*exercises_by_lesson()["01"], "2.3", "2.4"]), covered(["1.3"]), covered([])
        ('lesson 01, exercises 2.3 and 2.4', 'exercise 1.3', 'nothing')
    """
    lessons = exercises_by_lesson()
    whole = [lesson for lesson, asked in lessons.items() if asked and {*asked} <= {*names}]
    single = [
        name
        for lesson, asked in lessons.items()
        if lesson not in whole
        for name in asked
        if name in names
    ]
    told = [_listed(kind, many) for kind, many in (("lesson", whole), ("exercise", single)) if many]
    return ", ".join(told) or "nothing"


def _listed(kind: str, names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{kind} {names[0]}"
    return f"{kind}s {', '.join(names[:-1])} and {names[-1]}"
