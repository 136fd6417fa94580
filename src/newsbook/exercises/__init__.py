"""The exercises: what is asked, how it is observed, and how it is judged.

Nothing here knows of widgets, notebooks or grading.
"""

from newsbook.exercises.base import Exercise, Misconception
from newsbook.exercises.boundaries import BoundaryExercise, Trap
from newsbook.exercises.cases import Case
from newsbook.exercises.choice import ChoiceExercise, Option
from newsbook.exercises.code import CodeExercise, PatternExercise
from newsbook.exercises.marking import SpanExercise
from newsbook.exercises.match import MatchExercise, Pair
from newsbook.exercises.order import ExtraLine, OrderExercise, WrongOrder
from newsbook.exercises.predict import Line, PredictExercise, Prediction
from newsbook.exercises.quote_form import possible_speakers, quote_of
from newsbook.exercises.quoting import QuoteExercise, QuoteTrap
from newsbook.exercises.regex import RegexExercise, WrongPattern
from newsbook.exercises.registry import (
    UnknownExercise,
    all_exercises,
    exercises_of,
    get_exercise,
    lessons,
)
from newsbook.exercises.span_traps import (
    CallsIt,
    CutsShort,
    Joins,
    LeavesOut,
    Marks,
    SpanTrap,
    TakesIn,
)
from newsbook.exercises.value import ValueExercise
from newsbook.exercises.verdict import Json, State, Verdict

__all__ = [
    "BoundaryExercise", "CallsIt", "Case", "ChoiceExercise", "CodeExercise", "CutsShort",
    "Exercise", "ExtraLine", "Joins", "Json", "LeavesOut", "Line", "Marks", "MatchExercise",
    "Misconception", "Option", "OrderExercise", "Pair", "PatternExercise", "PredictExercise",
    "Prediction", "QuoteExercise", "QuoteTrap", "RegexExercise", "SpanExercise", "SpanTrap",
    "State", "TakesIn", "Trap", "UnknownExercise", "ValueExercise", "Verdict", "WrongOrder",
    "WrongPattern", "all_exercises", "exercises_of", "get_exercise", "lessons",
    "possible_speakers", "quote_of",
]  # fmt: skip
