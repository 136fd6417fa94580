"""The widgets in which exercises are answered by hand.

`ask` puts an exercise into a notebook; the widgets also work alone, in a lesson's demonstrations.
"""

from pathlib import Path

from newsbook.errors import BadInput
from newsbook.exercises import Exercise, get_exercise
from newsbook.widgets.choice import Choice
from newsbook.widgets.core import AnswerWidget, NotAnAnswer
from newsbook.widgets.match import Match
from newsbook.widgets.order import Order
from newsbook.widgets.pipeline_view import PipelineView
from newsbook.widgets.predict import Predict
from newsbook.widgets.quote_linker import QuoteLinker
from newsbook.widgets.regex_playground import RegexPlayground
from newsbook.widgets.score_view import ScoreView
from newsbook.widgets.span_annotator import SpanAnnotator
from newsbook.widgets.token_editor import TokenEditor

__all__ = [
    "AnswerWidget", "Choice", "Match", "NotAnAnswer", "Order", "PipelineView", "Predict",
    "QuoteLinker", "RegexPlayground", "ScoreView", "SpanAnnotator", "TokenEditor", "ask",
    "widget_for",
]  # fmt: skip


def ask(exercise_id: str) -> AnswerWidget:
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


def widget_for(exercise: Exercise, folder: Path | None = None) -> AnswerWidget:
    """The widget in which an exercise is answered, bound to it.

    Args:
        exercise: Any exercise of a widget's kind.
        folder: Where its answers are; by default `newsbook.answers.answers_folder`.

    Raises:
        BadInput: The exercise is answered in code.
    """
    for kind in AnswerWidget.__subclasses__():
        if kind.answers is not None and isinstance(exercise, kind.answers):
            widget: AnswerWidget = kind.of(exercise, folder)
            return widget
    raise BadInput(
        f"Exercise {exercise.id} is answered in code, not in a widget; "
        "write your answer in the cell under its heading and run the check below it."
    )
