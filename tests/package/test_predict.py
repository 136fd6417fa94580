"""Predictions: what is one, what is only written otherwise, and when the lines are used up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from widget_bed import Sums, send

from newsbook.exercises import Line, PredictExercise, Prediction, State
from newsbook.exercises.predict import CAPITALS
from newsbook.widgets import Predict, widget_for
from newsbook.widgets.predict import AS_PRINTED, WHOSE_MARKS


@pytest.mark.parametrize(
    "typed,value",
    [
        ("two", 2), ("Two ", 2), ("three", 2), ("minus twenty-one", -21), ("one point five", 2.5),
        ("'2'", 2), ("“2”", 2), ("true", True), ("FALSE", True), ("yes", False), ("none", None),
        ("“SEOUL”", "SEOUL"), ("‘SEOUL’", "SEOUL"), ("`SEOUL`", "SEOUL"),
        ("[N, Korean]", ["N", "Korean"]), ("N,Korean", ["N", "Korean"]),
        ("“N”, “Korean”", ["N", "Korean"]), ("1, 2", [1, 2]), ("(‘a’, 1)", ("a", 1)),
    ],
)  # fmt: skip
def test_what_is_only_written_otherwise(typed: str, value: Any) -> None:
    assert PredictExercise.otherwise_written(typed, value)
    assert not PredictExercise.matches(typed, value)


@pytest.mark.parametrize(
    "typed,value",
    [
        ("2", 2), ("SEOUL", "SEOUL"), ("'SEOUL'", "SEOUL"), ('"SEOUL"', "SEOUL"),  # right
        ("3", 2), ("'3'", 2), ("2.0", 2), ("2", 2.0), ("True", 1), ("1", True), ("twofold", 2),
        ("and", 2), ("seoul", "SEOUL"), ("NATO chief", "NATOchief"), ("two", "three"),
        # What the marks of a text are is what is asked.
        ("freedom,", "“freedom,”"), ("'Sunday'", "Sunday."), ("Sunday", "Sunday."),
        ("[N. Korean]", ["N", "Korean"]), ("N", ["N", "Korean"]), ("a, b", ["a, b"]), ("", ""),
        ("", []), ("nothing", 0), ("none", 0),
        # From a keyboard without curly marks: within quotes they are the text's own.
        ("'\"freedom,\"'", "“freedom,”"), ("it's", "it’s"), ("“it’s”", "it's"),
    ],
)  # fmt: skip
def test_what_is_a_prediction(typed: str, value: Any) -> None:
    assert not PredictExercise.otherwise_written(typed, value)


@pytest.mark.parametrize(
    "typed,right",
    [
        ("“freedom,”", True), ("'“freedom,”'", True), ("'\"freedom,\"'", True),
        ("freedom,", False), ("'freedom,'", False), ('"freedom,"', False), ("'”freedom,“'", False),
    ],
)  # fmt: skip
def test_marks_can_be_typed_on_any_keyboard(typed: str, right: bool) -> None:
    assert PredictExercise.matches(typed, "“freedom,”") is right


def test_marks_that_may_be_the_texts_or_pythons_are_asked_for_again() -> None:
    widget = Predict("?", [Prediction("a", [Line("'“no,” she'.split()[0]")], "Look.")])
    send(widget, do="commit", key="a", number=0, typed='"no,"')
    assert widget.value == {"tries": {}} and row(widget)["refused"] == WHOSE_MARKS
    send(widget, do="commit", key="a", number=0, typed="'\"no,\"'")
    assert widget.check().state is State.CORRECT


def test_what_is_wrong_in_its_capitals_alone_is_told_so() -> None:
    widget = Predict("?", [Prediction("a", [Line("'Park'[0]"), Line("'Kim'[0]")], "From 0.")])
    widget.value = {"tries": {"a": ["p"]}}
    assert widget.check().sentence == CAPITALS
    widget.value = {"tries": {"a": ["a"]}}
    assert widget.check().sentence == "From 0."


def practice() -> Predict:
    lines = [Line("1 + 1", {"'11'": "These are numbers."}), Line("2 + 2")]
    return Predict("?", [Prediction("a", lines, "Add."), Prediction("b", [Line("'a' * 2")], "B.")])


def row(widget: Predict) -> dict[str, Any]:
    made: dict[str, Any] = widget._state["rows"][0]
    return made


def test_what_is_only_written_otherwise_is_no_try() -> None:
    widget = practice()
    send(widget, do="commit", key="a", number=0, typed="Three")
    assert widget.value == {"tries": {}} and row(widget)["refused"] == AS_PRINTED
    assert row(widget)["next"] == "1 + 1"
    send(widget, do="commit", key="a", number=0, typed=" ")
    assert row(widget)["refused"] == "", "it was said of another one"
    send(widget, do="commit", key="a", number=0, typed="two")
    send(widget, do="commit", key="a", number=0, typed="2")
    assert widget.value == {"tries": {"a": ["2"]}} and row(widget)["refused"] == ""
    # What was stored, or is set in code, stays a try.
    widget.value = {"tries": {"a": ["two"]}}
    assert row(widget)["tries"][0]["right"] is False and row(widget)["next"] == "2 + 2"


def test_what_its_author_has_a_sentence_for_is_a_try() -> None:
    lines = [Line("1 + 1", {"two": "In digits, please.", "'2'": "A text?"}), Line("2 + 2")]
    widget = Predict("?", [Prediction("a", lines, "Add.")])
    send(widget, do="commit", key="a", number=0, typed="'2'")
    assert widget.value == {"tries": {"a": ["'2'"]}}
    assert widget.check().sentence == "A text?"


def test_practice_asks_no_line_twice() -> None:
    widget = practice()
    for number, typed in enumerate(("3", "5")):
        assert not row(widget)["used_up"] and not row(widget)["again"]
        send(widget, do="commit", key="a", number=number, typed=typed)
    assert row(widget)["used_up"] and row(widget)["next"] is None
    send(widget, do="commit", key="a", number=2, typed="2")
    assert widget.value == {"tries": {"a": ["3", "5"]}}
    assert "used up" in widget._state["note"]["text"]
    assert repr(widget.check()) == "△ not yet\nLine a: Add."
    widget.value = {"tries": {"a": ["3", "4"]}}
    assert not row(widget)["used_up"], "solved with the last line"


def test_an_exercise_goes_round_and_says_so(tmp_path: Path) -> None:
    widget = widget_for(Sums(), tmp_path)
    assert isinstance(widget, Predict)
    for number in range(2):
        assert not row(widget)["again"]
        send(widget, do="commit", key="a", number=number, typed="1")
    assert row(widget)["next"] == "6 * 7007" and row(widget)["again"]
    assert not row(widget)["used_up"]
    send(widget, do="commit", key="a", number=2, typed="42042")
    assert widget.value == {"tries": {"a": ["1", "1", "42042"]}}
    assert row(widget)["next"] is None and not row(widget)["again"]


def test_fixed_html_tells_question_lines_and_predictions() -> None:
    """Where no kernel serves it, as in an answer key, the widget can be read all the same."""
    lines = [Line("len('<b>it')"), Line("len('of')")]
    widget = Predict("What does `len` give?", [Prediction("a", lines, "Count the letters.")])
    html = widget._html()
    assert "What does <code" in html and "&lt;b&gt;it" in html and "<b>" not in html
    assert ">5<" not in html, "the value is not told before it is predicted"
    widget.value = {"tries": {"a": ["4", "2"]}}
    html = widget._html()
    assert "predicted: " in html and "but it gives" in html and ">5</code>" in html
    assert html.count("right") == 1
