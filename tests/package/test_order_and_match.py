"""Order and Match: the exercise kinds in their three states, and the widgets from Python."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from widget_bed import Common, send, stored

from newsbook.errors import BadInput
from newsbook.exercises import (
    Exercise,
    ExtraLine,
    MatchExercise,
    OrderExercise,
    Pair,
    State,
    WrongOrder,
)
from newsbook.exercises.order import split_line
from newsbook.widgets import Match, NotAnAnswer, Order, widget_for

PROGRAM = ("def count(text):", "    total = 0", "    for token in text.split():",
           "        total = total + 1", "    return total")  # fmt: skip


class Counting(Common, OrderExercise):
    id = "9.1"
    question = "Count the tokens."
    program = PROGRAM
    also = (("total = 0", "def count(text):", "    return total"),)
    extra = (ExtraLine("total = text", "A text is no number."),)
    wrong = (
        WrongOrder("returns in the loop", (*PROGRAM[:-1], "        return total"),
                   "When does the loop stop?"),
    )  # fmt: skip


class Labels(Common, MatchExercise):
    id = "9.2"
    question = "Which label?"
    labels = ("GPE", "ORG", "NORP")
    pairs = (
        Pair("a", "South Korean", "NORP", {"GPE": "Is it a place, or does it describe one?"}),
        Pair("b", "NATO", "ORG", otherwise="What is NATO: a place or an alliance?"),
        Pair("c", "Seoul", "GPE"),
    )


RIGHT: list[tuple[Exercise, dict[str, Any], str]] = [
    (Counting(), {"lines": [list(split_line(line)) for line in PROGRAM]}, "Order('9.1', 5 of 6"),
    (Labels(), {"pairs": {"a": "NORP", "b": "ORG", "c": "GPE"}}, "Match('9.2', 3 of 3 labelled)"),
]
KINDS = pytest.mark.parametrize("exercise,right,shown", RIGHT, ids=["order", "match"])


@KINDS
def test_the_three_states(exercise: Exercise, right: dict[str, Any], shown: str) -> None:
    assert exercise.faults() == []
    for nothing in (None, {"lines": []}, {"pairs": {}}):
        if nothing is None or set(nothing) == set(right):
            assert exercise.check(nothing).state is State.NOT_ATTEMPTED
    assert exercise.check(right).state is State.CORRECT
    assert len(exercise.misconceptions) >= 2 or exercise.id == "9.2"
    for mistake in exercise.misconceptions:
        verdict = exercise.check(mistake.wrong)
        assert (verdict.state, verdict.sentence) == (State.NOT_YET, mistake.sentence)
        assert 0 < verdict.score < 1
    for broken in (3, {}, {"lines": 3}, {"pairs": []}, {"lines": [["x = 1", 0]]}, {"lines": [[1]]},
                   {"lines": [["total = 0", 99]]}, {"lines": [["total = 0", True]]},
                   {"lines": [["total = 0", 0]] * 2}, {"pairs": {"z": "GPE"}},
                   {"pairs": {"a": "LOC"}}, {"pairs": {"a": ["GPE"]}}):  # fmt: skip
        assert exercise.observe(broken) == {"unreadable": True}
        assert exercise.check(broken).state is State.NOT_YET
    # A forged observation is read like an answer.
    assert exercise.judge({"lines": "x", "pairs": "y"}).state is State.NOT_YET


def told(*program: str) -> str:
    return Counting().check({"lines": [list(split_line(line)) for line in program]}).sentence


def test_what_a_program_out_of_order_is_told() -> None:
    assert told(*PROGRAM[:3], "    total = total + 1", PROGRAM[4]).startswith(
        "The order is right. Look at how far line 4 is indented"
    )
    assert told(PROGRAM[1], PROGRAM[0], *PROGRAM[2:]).startswith("Look at the first line again")
    assert told(PROGRAM[0], PROGRAM[2], PROGRAM[1], *PROGRAM[3:]).startswith("Up to line 1")
    assert told(*PROGRAM[:4]) == "A line is still missing."
    assert told(*PROGRAM[:3]) == "2 lines are still missing."
    assert told("total = text") == "`total = text`: A text is no number."
    # Another right program is as right.
    assert told(*Counting.also[0]) == "Right."


def test_the_bank_tells_nothing_of_the_order() -> None:
    lines = [split_line(line)[0] for line in PROGRAM]
    assert sorted(Counting().bank) == sorted([*lines, "total = text"])
    assert [line for line in Counting().bank if line in lines] != lines
    content = json.dumps(widget_for(Counting())._content)
    assert "    " not in content and "no number" not in content


def test_faults_name_what_does_not_fit() -> None:
    class Odd(Counting):
        program = ("a = 1", "  b = 2")

    class Other(Counting):
        wrong = (WrongOrder("x", ("nowhere()",), "?"),)

    class Label(Labels):
        pairs = (Pair("a", "x", "LOC", {"LOC": "?"}),)

    assert "not indented by steps of 4 spaces" in " ".join(Odd().faults())
    assert "'nowhere()', which is not among its lines" in " ".join(Other().faults())
    assert "'LOC', which it does not offer" in " ".join(Label().faults())
    assert "right label of a as a mistake" in " ".join(Label().faults())


@KINDS
def test_bound_widgets_save_restore_and_check(
    exercise: Exercise, right: dict[str, Any], shown: str, tmp_path: Path
) -> None:
    widget: Any = widget_for(exercise, tmp_path)
    seen: list[Any] = []
    widget.observe(lambda change: seen.append(change["new"]), names="value")
    send(widget, do="change", value=right)
    assert seen == [right] and stored(tmp_path, exercise)["answer"] == right
    assert repr(widget).startswith(shown)
    send(widget, do="check")
    assert widget._state["verdict"]["state"] == "correct"
    again: Any = widget_for(exercise, tmp_path)
    assert again.value == right and again._state["verdict"]["state"] == "correct"
    send(again, do="change", value={"lines": [["no such line", 0]], "pairs": {}})
    assert again.value == right and "not saved" in again._state["note"]["text"]


def test_order_from_python() -> None:
    order = Order("Count.", PROGRAM, ["total = text"])
    order.program = ["def count(text):", "    total = text"]
    assert order.value == {"lines": [["def count(text):", 0], ["total = text", 1]]}
    assert repr(order) == "Order(2 of 6 lines used)"
    assert "is in the way" in order.check().sentence
    order.program = list(PROGRAM)
    assert repr(order.check()) == "✓ correct\nEvery line in its place."
    with pytest.raises(NotAnAnswer, match="not among the lines"):
        order.value = {"lines": [["import os", 0]]}
    assert order.program == list(PROGRAM)
    html = order._repr_mimebundle_()[0]["text/html"]
    assert "for token in text.split():" in html and "<script" not in html


def test_match_from_python() -> None:
    match = Match("Which?", {"<b>Seoul</b>": "GPE", "NATO": "ORG"}, ["ORG", "GPE", "LOC"])
    match.value = {"pairs": {"b": "ORG", "a": "LOC"}}
    assert list(match.value["pairs"]) == ["a", "b"]
    assert match.labelled == {"<b>Seoul</b>": "LOC", "NATO": "ORG"}
    assert match.check().sentence == "LOC does not fit example a. What speaks against it?"
    assert "&lt;b&gt;Seoul" in match._repr_mimebundle_()[0]["text/html"]
    # Which label is right stays in Python.
    assert "label" not in json.dumps(match._content["examples"])
    with pytest.raises(NotAnAnswer, match="ORG, GPE, LOC"):
        match.value = {"pairs": {"a": "PERSON"}}


@pytest.mark.parametrize(
    "call,sentence",
    [
        (lambda: Order("?", "x = 1"), "such as .*, not a string"),
        (lambda: Order("?", []), "this list is empty"),
        (lambda: Order("?", ["x", 3]), "3 in this list is a number"),
        (lambda: Order("?", ["   x"]), "not indented by steps of 4 spaces"),
        (lambda: Order("?", ["x"], "y"), "extra lines as a list"),
        (lambda: Order("?", ["x"], [3]), "a string or an ExtraLine"),
        (lambda: Order(3, ["x"]), "Order needs a text"),
        (lambda: Match("?", ["Seoul"]), "'Seoul' is a string"),
        (lambda: Match("?", {}), "there are none"),
        (lambda: Match("?", 3), "not a number"),
        (lambda: Match("?", {"a": 3}), "are strings"),
        (lambda: Match("?", {str(i): "x" for i in range(27)}), "not for 27"),
        (lambda: Match("?", {"a": "b"}, ["c"]), "offers no label 'b'"),
        (lambda: Match("?", {"a": "1"}, [str(i) for i in range(10)]), "9 labels, not for 10"),
        (lambda: Match("?", {"a": "1"}, "1"), "labels as a list"),
        (lambda: Match("?", [Pair("a", "x", "1"), Pair("a", "y", "1")]), "same key"),
    ],
)
def test_what_is_handed_over_wrongly_is_one_sentence(call: Any, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        call()


def test_a_wrong_program_earns_half_at_most_and_hears_of_its_line() -> None:
    right = [list(split_line(line)) for line in PROGRAM]
    swapped = [["total = text", 1] if line[0] == "total = 0" else line for line in right]
    verdict = Counting().check({"lines": swapped})
    assert 0.3 < verdict.score < 0.5
    assert verdict.sentence == "`total = text`: A text is no number."
