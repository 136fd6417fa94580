"""The exercises: what is asked, how it is observed, and how it is judged.

Nothing here knows of widgets, notebooks or grading. A kind of exercise loads when it is first used.
"""

from typing import TYPE_CHECKING

from newsbook.lazy import lazy_names

if TYPE_CHECKING:
    from newsbook.exercises.base import Exercise as Exercise
    from newsbook.exercises.base import Misconception as Misconception
    from newsbook.exercises.boundaries import BoundaryExercise as BoundaryExercise
    from newsbook.exercises.boundaries import Trap as Trap
    from newsbook.exercises.cases import Case as Case
    from newsbook.exercises.challenge import Board as Board
    from newsbook.exercises.challenge import ChallengeExercise as ChallengeExercise
    from newsbook.exercises.choice import ChoiceExercise as ChoiceExercise
    from newsbook.exercises.choice import Option as Option
    from newsbook.exercises.code import CodeExercise as CodeExercise
    from newsbook.exercises.code import PatternExercise as PatternExercise
    from newsbook.exercises.marking import SpanExercise as SpanExercise
    from newsbook.exercises.match import MatchExercise as MatchExercise
    from newsbook.exercises.match import Pair as Pair
    from newsbook.exercises.order import ExtraLine as ExtraLine
    from newsbook.exercises.order import OrderExercise as OrderExercise
    from newsbook.exercises.order import WrongOrder as WrongOrder
    from newsbook.exercises.predict import Line as Line
    from newsbook.exercises.predict import PredictExercise as PredictExercise
    from newsbook.exercises.predict import Prediction as Prediction
    from newsbook.exercises.quote_form import possible_speakers as possible_speakers
    from newsbook.exercises.quote_form import quote_of as quote_of
    from newsbook.exercises.quoting import QuoteExercise as QuoteExercise
    from newsbook.exercises.quoting import QuoteTrap as QuoteTrap
    from newsbook.exercises.regex import RegexExercise as RegexExercise
    from newsbook.exercises.regex import WrongPattern as WrongPattern
    from newsbook.exercises.registry import UnknownExercise as UnknownExercise
    from newsbook.exercises.registry import all_exercises as all_exercises
    from newsbook.exercises.registry import exercises_of as exercises_of
    from newsbook.exercises.registry import get_exercise as get_exercise
    from newsbook.exercises.registry import lessons as lessons
    from newsbook.exercises.span_traps import CallsIt as CallsIt
    from newsbook.exercises.span_traps import CutsShort as CutsShort
    from newsbook.exercises.span_traps import Joins as Joins
    from newsbook.exercises.span_traps import LeavesOut as LeavesOut
    from newsbook.exercises.span_traps import Marks as Marks
    from newsbook.exercises.span_traps import SpanTrap as SpanTrap
    from newsbook.exercises.span_traps import TakesIn as TakesIn
    from newsbook.exercises.value import ValueExercise as ValueExercise
    from newsbook.exercises.verdict import Json as Json
    from newsbook.exercises.verdict import State as State
    from newsbook.exercises.verdict import Verdict as Verdict

_HOMES = {
    "Board": "challenge",
    "BoundaryExercise": "boundaries",
    "CallsIt": "span_traps",
    "Case": "cases",
    "ChallengeExercise": "challenge",
    "ChoiceExercise": "choice",
    "CodeExercise": "code",
    "CutsShort": "span_traps",
    "Exercise": "base",
    "ExtraLine": "order",
    "Joins": "span_traps",
    "Json": "verdict",
    "LeavesOut": "span_traps",
    "Line": "predict",
    "Marks": "span_traps",
    "MatchExercise": "match",
    "Misconception": "base",
    "Option": "choice",
    "OrderExercise": "order",
    "Pair": "match",
    "PatternExercise": "code",
    "PredictExercise": "predict",
    "Prediction": "predict",
    "QuoteExercise": "quoting",
    "QuoteTrap": "quoting",
    "RegexExercise": "regex",
    "SpanExercise": "marking",
    "SpanTrap": "span_traps",
    "State": "verdict",
    "TakesIn": "span_traps",
    "Trap": "boundaries",
    "UnknownExercise": "registry",
    "ValueExercise": "value",
    "Verdict": "verdict",
    "WrongOrder": "order",
    "WrongPattern": "regex",
    "all_exercises": "registry",
    "exercises_of": "registry",
    "get_exercise": "registry",
    "lessons": "registry",
    "possible_speakers": "quote_form",
    "quote_of": "quote_form",
}

__all__ = list(_HOMES)
__getattr__, __dir__ = lazy_names(__name__, _HOMES)
