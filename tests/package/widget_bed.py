"""Exercises for the tests of the widgets, with their right answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsbook.errors import BadInput
from newsbook.exercises import (
    BoundaryExercise,
    ChoiceExercise,
    Exercise,
    Line,
    Option,
    PredictExercise,
    Prediction,
)


class Common:
    """What every exercise has to say."""

    title, skill, points, minutes = "A title", "a skill", 2, 1
    hints = ("First?", "Second?")
    praise = "Right."


class Tokens(Common, BoundaryExercise):
    id = "9.1"
    question = "Split it."
    text = "“Hi” 👩‍👩‍👧, N.Korea"
    gold = ("“", "Hi", "”", "👩‍👩‍👧", ",", "N.", "Korea")
    traps = ()


class Who(Common, ChoiceExercise):
    id = "9.2"
    question = "Who?"
    options = (Option("a", "A", "Not A."), Option("b", "B", "", right=True))


class Traits(Who):
    id = "9.3"
    many = True
    options = (Option("a", "A", "A!", right=True), Option("b", "B", "Not B."),
               Option("c", "C", "C!", right=True))  # fmt: skip


class Sums(Common, PredictExercise):
    id = "9.4"
    question = "What?"
    predictions = (
        Prediction("a", (Line("6 * 7007"), Line("5 * 7007")), "Again."),
        Prediction("b", (Line("'x' * 3"), Line("'y' * 3")), "Again."),
    )


RIGHT: list[tuple[Exercise, dict[str, Any], str]] = [
    (
        Tokens(),
        {"spans": [[0, 1], [1, 3], [3, 4], [5, 10], [10, 11], [12, 14], [14, 19]]},
        "TokenEditor('9.1', 7 tokens)",
    ),
    (Who(), {"chosen": ["b"]}, "Choice('9.2', chosen: b)"),
    (Traits(), {"chosen": ["a", "c"]}, "Choice('9.3', chosen: a, c)"),
    (Sums(), {"tries": {"a": ["1", "35035"], "b": ["xxx"]}}, "Predict('9.4', 2 of 2 predicted)"),
]
EMPTY = [
    "TokenEditor('9.1', 3 tokens)",
    "Choice('9.2', chosen: none)",
    "Choice('9.3', chosen: none)",
    "Predict('9.4', 0 of 2 predicted)",
]
KINDS = pytest.mark.parametrize("exercise,right,shown", RIGHT, ids=[e.id for e, _, _ in RIGHT])


def send(widget: Any, **message: Any) -> None:
    """What the page would send."""
    widget._receive(widget, {"client": "page", "seq": 1, **message}, [])


def stored(folder: Path, exercise: Exercise) -> dict[str, Any]:
    data = json.loads((folder / f"{exercise.id}.json").read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def refused_in_one_sentence(call: Callable[[], Any], sentence: str) -> None:
    """Insist that what is handed over wrongly is told in one line, in a notebook too."""
    with pytest.raises(BadInput, match=sentence) as caught:
        call()
    (shown,) = caught.value._render_traceback_()
    assert "\n" not in shown and shown.endswith(str(caught.value))
