"""The widgets in which exercises are answered by hand.

`ask` puts an exercise into a notebook; the widgets also work alone, in a lesson's demonstrations. A
widget loads when it is first used.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from newsbook.errors import BadInput
from newsbook.exercises import Exercise, get_exercise
from newsbook.lazy import lazy_names

if TYPE_CHECKING:
    from newsbook.widgets.choice import Choice as Choice
    from newsbook.widgets.core import AnswerWidget as AnswerWidget
    from newsbook.widgets.core import NotAnAnswer as NotAnAnswer
    from newsbook.widgets.match import Match as Match
    from newsbook.widgets.order import Order as Order
    from newsbook.widgets.pipeline_view import PipelineView as PipelineView
    from newsbook.widgets.predict import Predict as Predict
    from newsbook.widgets.quote_linker import QuoteLinker as QuoteLinker
    from newsbook.widgets.regex_playground import RegexPlayground as RegexPlayground
    from newsbook.widgets.score_view import ScoreView as ScoreView
    from newsbook.widgets.span_annotator import SpanAnnotator as SpanAnnotator
    from newsbook.widgets.token_editor import TokenEditor as TokenEditor

_HOMES = {
    "AnswerWidget": "core",
    "Choice": "choice",
    "Match": "match",
    "NotAnAnswer": "core",
    "Order": "order",
    "PipelineView": "pipeline_view",
    "Predict": "predict",
    "QuoteLinker": "quote_linker",
    "RegexPlayground": "regex_playground",
    "ScoreView": "score_view",
    "SpanAnnotator": "span_annotator",
    "TokenEditor": "token_editor",
}

#: For each kind of exercise the widget in which it is answered.
_ANSWERED_IN = {
    "BoundaryExercise": "TokenEditor",
    "ChoiceExercise": "Choice",
    "MatchExercise": "Match",
    "OrderExercise": "Order",
    "PredictExercise": "Predict",
    "QuoteExercise": "QuoteLinker",
    "RegexExercise": "RegexPlayground",
    "SpanExercise": "SpanAnnotator",
}

__all__ = [*_HOMES, "ask", "widget_for"]
__getattr__, __dir__ = lazy_names(__name__, _HOMES)


def ask(exercise_id: str) -> "AnswerWidget":
    """The widget of an exercise, with the stored answer and its verdict restored.

    Args:
        exercise_id: As in the exercise's heading, ``"1.4"``.

    Raises:
        UnknownExercise: There is no such exercise.
        BadInput: The exercise is answered in code.

    Example:
        A cell of a lesson holds just this, and shows the widget::

            ask("1.4")
    """
    return widget_for(get_exercise(exercise_id))


def widget_for(exercise: Exercise, folder: Path | None = None) -> "AnswerWidget":
    """The widget in which an exercise is answered, bound to it.

    Args:
        exercise: Any exercise of a widget's kind.
        folder: Where its answers are; by default `newsbook.answers.answers_folder`.

    Raises:
        BadInput: The exercise is answered in code.
    """
    for kind in type(exercise).__mro__:
        if kind.__name__ in _ANSWERED_IN:
            widget: AnswerWidget = __getattr__(_ANSWERED_IN[kind.__name__]).of(exercise, folder)
            return widget
    raise BadInput(
        f"Exercise {exercise.id} is answered in code, not in a widget; "
        "write your answer in the cell under its heading and run the check below it."
    )
