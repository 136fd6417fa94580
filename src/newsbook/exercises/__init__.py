"""The exercises: what is asked, how it is observed, and how it is judged.

Nothing here knows of widgets, notebooks or grading.
"""

from newsbook.exercises.base import Exercise, Misconception
from newsbook.exercises.boundaries import BoundaryExercise, Trap
from newsbook.exercises.choice import ChoiceExercise, Option
from newsbook.exercises.code import Case, CodeExercise, PatternExercise
from newsbook.exercises.predict import Line, PredictExercise, Prediction
from newsbook.exercises.registry import (
    UnknownExercise,
    all_exercises,
    exercises_of,
    get_exercise,
    lessons,
)
from newsbook.exercises.value import ValueExercise
from newsbook.exercises.verdict import Json, State, Verdict

__all__ = [
    "BoundaryExercise", "Case", "ChoiceExercise", "CodeExercise", "Exercise", "Json", "Line",
    "Misconception", "Option", "PatternExercise", "PredictExercise", "Prediction", "State", "Trap",
    "UnknownExercise", "ValueExercise", "Verdict", "all_exercises", "exercises_of", "get_exercise",
    "lessons",
]  # fmt: skip
