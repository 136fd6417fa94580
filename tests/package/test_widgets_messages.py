"""What a page or a cell may send to a widget: what it refuses, and loses nothing over."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from traitlets import TraitError
from widget_bed import RIGHT, Sums, Tokens, Who, send, stored

from newsbook.errors import BadInput
from newsbook.exercises import Exercise
from newsbook.widgets import QuoteLinker, widget_for
from newsbook.widgets.core import NotAnAnswer

BAD: list[tuple[Exercise, Any, str]] = [
    (Tokens(), {"spans": [[0, 1]]}, "no token covers 'H' at character 1"),
    (Tokens(), {"spans": [[0, 40]]}, "ends after the text"),
    (Tokens(), {"spans": [[0, 10], [10, 11], [12, 19]]}, "holds white space"),
    (Tokens(), {"spans": [[0, 3], [2, 4]]}, "overlap"),
    (Tokens(), {"spans": [[0, "x"]]}, "whole number"),
    (Tokens(), {"spans": 3}, "spans are a list"),
    (Tokens(), {}, "not of the form"),
    (Who(), {"chosen": ["z"]}, "no option 'z', only a, b"),
    (Who(), {"chosen": ["a", "b"]}, "only one option"),
    (Who(), {"chosen": "a"}, "not a list"),
    (Who(), {"spans": []}, "not of the form"),
    (Sums(), {"tries": {"z": ["1"]}}, "keys a, b"),
    (Sums(), {"tries": {"a": [1]}}, "short strings"),
    (Sums(), {"tries": {"a": ["1"] * 51}}, "at most 50"),
]


@pytest.mark.parametrize("exercise,value,sentence", BAD)
def test_a_bad_value_changes_nothing(
    exercise: Exercise, value: Any, sentence: str, tmp_path: Path
) -> None:
    widget = widget_for(exercise, tmp_path)
    right = next(answer for other, answer, _ in RIGHT if other.id == exercise.id)
    widget.value = right
    before = (tmp_path / f"{exercise.id}.json").read_bytes()
    with pytest.raises(BadInput, match=sentence) as caught:
        widget.value = value
    assert isinstance(caught.value, TraitError) and "\n" not in str(caught.value)
    assert widget.value == right
    send(widget, do="change", value=value, seq=3)
    assert widget.value == right and widget._state["acks"]["page"] == 3
    assert widget._state["note"]["text"].startswith("not saved: ")
    assert (tmp_path / f"{exercise.id}.json").read_bytes() == before


@pytest.mark.parametrize("value", [None, 3, [], "x"])
def test_a_value_that_is_no_object_is_one_sentence(value: Any, tmp_path: Path) -> None:
    for exercise, _, _ in RIGHT:
        widget = widget_for(exercise, tmp_path)
        with pytest.raises(BadInput, match="cannot take this answer: it is not of the form"):
            widget.value = value
        send(widget, do="change", value=value)
        assert "note" in widget._state


def test_a_change_that_is_sent_again_counts_only_if_it_had_not_come(tmp_path: Path) -> None:
    widget = widget_for(Who(), tmp_path)
    send(widget, do="change", value={"chosen": ["a"]}, seq=4)
    widget.value = {"chosen": ["b"]}
    send(widget, do="change", value={"chosen": ["a"]}, seq=5, again=4)
    assert widget.value == {"chosen": ["b"]}
    assert widget._state["acks"]["page"] == 5
    send(widget, do="change", value={"chosen": ["a"]}, seq=7, again=6)
    assert widget.value == {"chosen": ["a"]}
    for odd in (None, "6", [], {}):
        send(widget, do="change", value={"chosen": ["b"]}, seq=8, again=odd)
    assert widget.value == {"chosen": ["b"]} and widget._state["acks"]["page"] == 8


def test_an_earlier_change_that_comes_later_takes_nothing_back(tmp_path: Path) -> None:
    """As when it waits in the kernel's main thread, and a subshell takes the one after it."""
    widget = widget_for(Who(), tmp_path)
    send(widget, do="change", value={"chosen": ["b"]}, seq=2)
    send(widget, do="change", value={"chosen": ["a"]}, seq=1)
    assert widget.value == {"chosen": ["b"]} and widget._state["acks"] == {"page": 2}
    # A check that comes before the last change does not take that away.
    send(widget, do="check", seq=4)
    send(widget, do="change", value={"chosen": ["a"]}, seq=3)
    assert widget.value == {"chosen": ["a"]} and widget._state["acks"] == {"page": 4}
    assert stored(tmp_path, widget.exercise)["answer"] == {"chosen": ["a"]}
    # Another page has numbers of its own.
    send(widget, do="change", value={"chosen": ["b"]}, seq=1, client="other")
    assert widget.value == {"chosen": ["b"]}
    # Under a new number, since no answer came: the first had not come, but a later message had.
    send(widget, do="ping", seq=7)
    send(widget, do="change", value={"chosen": ["a"]}, seq=8, again=6)
    assert widget.value == {"chosen": ["a"]}


def test_the_page_hears_of_its_last_change_while_a_cell_runs_too(tmp_path: Path) -> None:
    """JupyterLab hands messages to a thread of their own (a subshell), beside the cell's."""
    widget = widget_for(Who(), tmp_path)
    made, answered = threading.Event(), threading.Event()
    real = widget._snapshot

    def slow() -> dict[str, Any]:
        state = real()
        if threading.current_thread() is cell:
            made.set()
            answered.wait(1)  # and meanwhile a message comes
        return state

    def run() -> None:
        widget.value = {"chosen": ["a"]}

    widget._snapshot = slow  # type: ignore[method-assign]
    cell = threading.Thread(target=run)
    cell.start()
    assert made.wait(10)
    send(widget, do="change", value={"chosen": ["b"]}, seq=7)
    answered.set()
    cell.join()
    # An older state that followed a newer one would leave the page waiting for ever.
    assert widget._state["acks"] == {"page": 7}
    assert widget._state["value"] == widget.value == {"chosen": ["b"]}


@pytest.mark.parametrize(
    "message",
    [None, 3, {}, {"do": "change"}, {"do": "change", "client": 3, "seq": 1},
     {"do": "change", "client": "c" * 99, "seq": 1}, {"do": "commit", "client": "c", "seq": 1},
     {"do": "__class__", "client": "c", "seq": 1}],
)  # fmt: skip
def test_a_strange_message_harms_nothing(message: Any, tmp_path: Path) -> None:
    for exercise, _, _shown in RIGHT:
        widget = widget_for(exercise, tmp_path)
        before = widget.value
        widget._receive(widget, message, [])
        assert widget.value == before
    assert not list(tmp_path.glob("*.json"))


HALF: list[tuple[Exercise, dict[str, Any]]] = [
    (Sums(), {"do": "commit", "key": "a", "number": 0, "typed": "\ud800"}),
    (Sums(), {"do": "change", "value": {"tries": {"a": ["\udc00"]}}}),
    (Who(), {"do": "change", "value": {"chosen": ["b"], "\ud800": 1}}),
    (Tokens(), {"do": "\ud800"}),
]


@pytest.mark.parametrize("exercise,message", HALF, ids=["typed", "value", "key", "do"])
def test_half_a_character_is_refused_and_the_widget_goes_on(
    exercise: Exercise, message: dict[str, Any], tmp_path: Path
) -> None:
    widget = widget_for(exercise, tmp_path)
    before = widget.value
    send(widget, **message)
    assert widget.value == before
    note = widget._state["note"]
    assert note["kind"] == "unsaved" and "half a character" in note["text"]
    assert widget._state["acks"] == {"page": 1}, "answered, so that the page does not wait"
    if "value" in message:
        with pytest.raises(NotAnAnswer, match="half a character"):
            widget.value = message["value"]
    send(widget, do="hint", seq=2)
    json.dumps(widget._state, ensure_ascii=False).encode()
    assert widget._state["hints"] == ["First?"]
    assert widget_for(exercise, tmp_path).value == before


def test_a_client_of_half_a_character_gets_into_no_state(tmp_path: Path) -> None:
    widget = widget_for(Who(), tmp_path)
    send(widget, do="change", value={"chosen": ["b"]}, client="\udc00")
    json.dumps(widget._state, ensure_ascii=False).encode()
    assert widget._state["acks"] == {} and widget.value == {"chosen": []}
    assert "half a character" in widget._state["note"]["text"]
    send(widget, do="change", value={"chosen": ["b"]})
    assert (widget.value, widget._state["note"]["text"]) == ({"chosen": ["b"]}, "saved")


def test_a_stored_half_character_is_kept_aside_and_the_widget_starts_afresh(
    tmp_path: Path,
) -> None:
    old = json.dumps({"format": 1, "answer": {"tries": {"a": ["\ud800"]}}, "checked": True})
    (tmp_path / "9.4.json").write_text(old, "utf-8")
    widget = widget_for(Sums(), tmp_path)
    assert widget.value == {"tries": {}}
    assert "half a character" in widget._state["note"]["text"]
    send(widget, do="commit", key="a", number=0, typed="5")
    assert stored(tmp_path, Sums())["answer"] == {"tries": {"a": ["5"]}}
    assert (tmp_path / "9.4.damaged-1.json").read_text("utf-8") == old


def test_a_name_of_half_a_character_is_no_speaker() -> None:
    linker = QuoteLinker("“We won,” she said.")
    with pytest.raises(NotAnAnswer, match="half a character"):
        linker.value = {"quotes": [{"content": [0, 9], "resolved": "\ud800"}]}
