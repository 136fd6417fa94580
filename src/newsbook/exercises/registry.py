"""Find the exercises: every `Exercise` in a module of a ``lesson_NN`` package, by its id.

To add an exercise is to add a file; nothing has to be listed anywhere.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache

from newsbook.exercises.base import Exercise

__all__ = ["UnknownExercise", "all_exercises", "exercises_of", "get_exercise", "lessons"]


class UnknownExercise(LookupError):
    """No exercise has this id. The message is one sentence that names those there are."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def _lesson_packages() -> dict[str, str]:
    """Lesson numbers (``"01"``) and their packages' full names."""
    import newsbook.exercises as home

    found = {}
    for module in pkgutil.iter_modules(home.__path__):
        if match := re.fullmatch(r"lesson_(\d\d)", module.name):
            found[match.group(1)] = f"{home.__name__}.{module.name}"
    return dict(sorted(found.items()))


def lessons() -> list[str]:
    """The numbers of the lessons that have exercises: ``["00", "01"]``."""
    return list(_lesson_packages())


@cache
def exercises_of(lesson: str) -> tuple[Exercise, ...]:
    """The exercises of one lesson, in order.

    Args:
        lesson: ``"01"``, ``"1"`` or the start of a notebook's name.

    Raises:
        UnknownExercise: There is no such lesson.
    """
    number = re.match(r"\d+", lesson.strip())
    key = number.group().zfill(2) if number else lesson
    if key not in _lesson_packages():
        known = ", ".join(lessons())
        raise UnknownExercise(f"There is no lesson {lesson!r}; the lessons are {known}.")
    package = importlib.import_module(_lesson_packages()[key])
    found: list[Exercise] = []
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for thing in vars(module).values():
            made_here = isinstance(thing, type) and thing.__module__ == module.__name__
            if made_here and issubclass(thing, Exercise):
                found.append(thing())
    return tuple(sorted(found, key=lambda exercise: _order(exercise.id)))


def all_exercises() -> list[Exercise]:
    """Every exercise of every lesson, in order."""
    return [exercise for lesson in lessons() for exercise in exercises_of(lesson)]


def get_exercise(exercise_id: str) -> Exercise:
    """The exercise with this id.

    Raises:
        UnknownExercise: There is none; the message lists the ids of the lesson it would be in.

    Example:
        >>> get_exercise("0.1").id
        '0.1'
    """
    if isinstance(exercise_id, str):
        return _found(exercise_id)
    raise _no_id(exercise_id)


@cache
def _found(exercise_id: str) -> Exercise:
    """The exercise; what is not found is not remembered."""
    if not re.fullmatch(r"\d+\.\d+", exercise_id):
        raise _no_id(exercise_id)
    lesson = exercise_id.partition(".")[0].zfill(2)
    if lesson not in lessons():
        known = ", ".join(lessons())
        raise UnknownExercise(
            f"There is no exercise {exercise_id}; exercises are in lessons {known}."
        )
    for exercise in exercises_of(lesson):
        if exercise.id == exercise_id:
            return exercise
    known = ", ".join(exercise.id for exercise in exercises_of(lesson))
    raise UnknownExercise(f"There is no exercise {exercise_id}; this lesson has {known}.")


def _no_id(given: object) -> UnknownExercise:
    return UnknownExercise(f'{given!r} is not an exercise id; write it as in "1.2".')


def _order(exercise_id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in exercise_id.split("."))
