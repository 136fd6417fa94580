"""The widgets' Python side, without a browser: values, saving, restoring, verdicts."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from widget_bed import EMPTY, KINDS, RIGHT, Sums, Tokens, Traits, Who, send, stored

import newsbook.widgets
from newsbook.answers import AnswerSlot, read_progress
from newsbook.exercises import (
    BoundaryExercise,
    ChoiceExercise,
    CodeExercise,
    Exercise,
    PredictExercise,
    State,
    all_exercises,
)
from newsbook.scoring import score
from newsbook.spans import Span, to_json, words
from newsbook.widgets import Choice, Predict, TokenEditor, ask, widget_for
from newsbook.widgets.kit import KitWidget, page_text


@pytest.mark.parametrize(
    "name", sorted(module.name for module in pkgutil.iter_modules(newsbook.widgets.__path__))
)
def test_each_docstrings_example_works(name: str) -> None:
    module = importlib.import_module(f"newsbook.widgets.{name}")
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted > 0 or name == "core", "an example is missing"


@KINDS
def test_set_from_python_is_saved_and_checked(
    exercise: Exercise, right: dict[str, Any], shown: str, tmp_path: Path
) -> None:
    widget = widget_for(exercise, tmp_path)
    seen: list[Any] = []
    widget.observe(lambda change: seen.append(change["new"]), names="value")
    widget.value = right
    assert seen == [right] and widget.value == right
    assert stored(tmp_path, exercise)["answer"] == right
    assert stored(tmp_path, exercise)["checked"] is False
    verdict = widget.check()
    assert verdict.state is State.CORRECT
    assert stored(tmp_path, exercise)["checked"] is True
    assert read_progress(exercise.id, tmp_path).state is State.CORRECT
    assert repr(widget) == shown
    assert widget._repr_mimebundle_()[0]["text/plain"] == shown


@KINDS
def test_a_learners_change_is_the_same(
    exercise: Exercise, right: dict[str, Any], shown: str, tmp_path: Path
) -> None:
    widget = widget_for(exercise, tmp_path)
    send(widget, do="change", value=right, seq=7)
    assert widget.value == right and stored(tmp_path, exercise)["answer"] == right
    assert widget._state["acks"] == {"page": 7}
    assert widget._state["note"] == {"kind": "saved", "text": "saved"}
    send(widget, do="check", seq=8)
    assert widget._state["verdict"]["state"] == "correct"
    assert widget._state["verdict"]["headline"].startswith("✓")


@KINDS
def test_restored_with_its_verdict(
    exercise: Exercise, right: dict[str, Any], shown: str, tmp_path: Path
) -> None:
    first = widget_for(exercise, tmp_path)
    first.value = right
    first.check()
    first.hint()
    again = widget_for(exercise, tmp_path)
    assert again.value == right
    assert again._state["verdict"] == first._state["verdict"]
    assert again._state["hints"] == ["First?"]
    # Any change takes the verdict away, on screen and in the file.
    again.value = widget_for(exercise, tmp_path / "elsewhere").value
    assert again._state["verdict"] is None
    assert stored(tmp_path, exercise)["checked"] is False


@KINDS
def test_a_stored_verdict_is_never_believed(
    exercise: Exercise, right: dict[str, Any], shown: str, tmp_path: Path
) -> None:
    start = widget_for(exercise, tmp_path).value
    AnswerSlot(exercise.id, tmp_path).save(start, checked=True)
    record = stored(tmp_path, exercise) | {"verdict": {"state": "correct"}, "score": 1.0}
    (tmp_path / f"{exercise.id}.json").write_text(json.dumps(record), "utf-8")
    assert widget_for(exercise, tmp_path)._state["verdict"]["state"] == "not attempted"


@pytest.mark.parametrize("number", range(4))
def test_starts_empty_and_hints_climb(number: int, tmp_path: Path) -> None:
    exercise = RIGHT[number][0]
    widget = widget_for(exercise, tmp_path)
    assert repr(widget) == EMPTY[number]
    assert not list(tmp_path.glob("*.json")), "nothing is saved before there is an answer"
    assert widget.check().state is State.NOT_ATTEMPTED
    assert [widget.hint(), widget.hint(), widget.hint()] == ["First?", "Second?", "Second?"]
    assert widget._state["hints"] == ["First?", "Second?"]
    assert read_progress(exercise.id, tmp_path).hints == 2


def test_partial_credit_counts_from_the_start() -> None:
    class Rain(Tokens):
        text = "It rained hard, didn’t it?"
        gold = ("It", "rained", "hard", ",", "did", "n’t", "it", "?")

    exercise = Rain()
    gold, start = exercise.gold_spans, exercise.start
    base = score(gold, start).f1
    assert base > 0.2
    # A wrong word split at random changes nothing that is right.
    junk = [*start[:2], Span(10, 12), Span(12, 15), *start[3:]]
    assert exercise.check({"spans": to_json(junk)}).score == 0.0
    better = sorted([*start[:2], *gold[2:4], *start[3:]])
    reached = score(gold, better).f1
    share = exercise.check({"spans": to_json(better)}).score
    assert share == pytest.approx((reached - base) / (1 - base)) and 0 < share < reached


@KINDS
def test_a_stored_answer_that_does_not_fit_is_kept_aside(
    exercise: Exercise, right: dict[str, Any], shown: str, tmp_path: Path
) -> None:
    old = {"spans": [[0, 4000]], "chosen": ["q"], "tries": {"q": ["1"]}}
    AnswerSlot(exercise.id, tmp_path).save(old, checked=True)
    widget = widget_for(exercise, tmp_path)
    assert widget._state["note"]["kind"] == "problem"
    assert "does not fit" in widget._state["note"]["text"]
    assert widget._state["verdict"] is None
    assert stored(tmp_path, exercise)["answer"] == old, "looking must not write"
    widget.value = right
    assert stored(tmp_path, exercise)["answer"] == right
    kept = json.loads((tmp_path / f"{exercise.id}.other-1.json").read_text("utf-8"))
    assert kept["answer"] == old


def test_a_damaged_file_and_a_folder_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    (tmp_path / "9.2.json").write_text("{", "utf-8")
    widget = widget_for(Who(), tmp_path)
    assert "cannot be used" in widget._state["note"]["text"]
    widget.value = {"chosen": ["a"]}
    assert (tmp_path / "9.2.damaged-1.json").read_text("utf-8") == "{"

    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    widget = widget_for(Who(), blocked)
    widget.value = {"chosen": ["b"]}
    assert widget._state["note"]["kind"] == "unsaved"
    assert widget._state["note"]["text"].startswith("not saved: ")
    assert widget.check().state is State.CORRECT


def test_of_two_kernels_neither_value_is_lost(tmp_path: Path) -> None:
    one, two = widget_for(Who(), tmp_path), widget_for(Who(), tmp_path)
    one.value = {"chosen": ["a"]}
    two.value = {"chosen": ["b"]}
    assert "9.2.other-1.json keeps it" in two._state["note"]["text"]


def test_spans_are_code_points(tmp_path: Path) -> None:
    editor = widget_for(Tokens(), tmp_path)
    assert isinstance(editor, TokenEditor)
    editor.spans = [Span(0, 1), Span(1, 4), Span(5, 10, "EMOJI"), Span(10, 11), Span(12, 19)]
    assert words(Tokens.text, editor.spans) == ["“", "Hi”", "👩‍👩‍👧", ",", "N.Korea"]
    assert stored(tmp_path, Tokens())["answer"]["spans"][2] == [5, 10]


@pytest.mark.parametrize("text", ["", " \n", "x", "\x1c a\u2028b\u3000c", "한국 🙂"])
def test_odd_texts(text: str) -> None:
    editor = TokenEditor(text)
    assert words(text, editor.spans) == text.split()
    spaces = editor._content["spaces"]
    assert [i for i, c in enumerate(text) if c.isspace()] == spaces
    with pytest.raises(ValueError, match="surrogate"):
        TokenEditor(text + "\ud83d")
    with pytest.raises(ValueError, match="holds white space"):
        TokenEditor(text + " z", [Span(0, len(text) + 2)])


def test_nothing_is_given_away(tmp_path: Path) -> None:
    """The page gets neither the right options, nor hints not taken, nor values not predicted."""
    choice = widget_for(Traits(), tmp_path)
    sums = widget_for(Sums(), tmp_path)
    sent = json.dumps([choice.get_state(), sums.get_state()], default=str)
    for secret in ("Not B.", "A!", "Right.", "First?", "42042", "35035", "5 * 7007", "xxx"):
        assert secret not in sent
    send(sums, do="commit", key="a", number=0, typed=" 41 ")
    row = sums._state["rows"][0]
    assert row["tries"] == [{"code": "6 * 7007", "typed": "41", "gives": "42042", "right": False}]
    assert row["next"] == "5 * 7007"
    assert "35035" not in json.dumps(sums.get_state(), default=str)
    assert stored(tmp_path, Sums())["answer"] == {"tries": {"a": ["41"]}}


def test_a_commit_is_for_the_line_that_was_shown(tmp_path: Path) -> None:
    sums = widget_for(Sums(), tmp_path)
    for typed in ("", "   ", None, 5):
        send(sums, do="commit", key="a", number=0, typed=typed)
    send(sums, do="commit", key="a", number=1, typed="9")
    send(sums, do="commit", key="z", number=0, typed="9")
    assert sums.value == {"tries": {}}
    send(sums, do="commit", key="a", number=0, typed="42042")
    send(sums, do="commit", key="a", number=1, typed="9")
    assert sums.value == {"tries": {"a": ["42042"]}}, "a solved line takes no more tries"
    assert sums._state["note"]["text"].endswith("line a was already predicted elsewhere.")


@KINDS
def test_the_page_gets_its_first_state_with_the_model(
    exercise: Exercise, right: dict[str, Any], shown: str, tmp_path: Path
) -> None:
    """A state that came later would be a change, which the page would offer to undo."""
    opened: list[dict[str, Any]] = []

    class Spied(type(widget_for(exercise, tmp_path))):  # type: ignore[misc]
        def open(self) -> None:
            opened.append(self.get_state())
            super().open()

    answer = widget_for(exercise, tmp_path)
    answer.value = right
    args = {
        BoundaryExercise: lambda e: (e.text,),
        ChoiceExercise: lambda e: (e.question, e.options, e.many),
        PredictExercise: lambda e: (e.question, e.predictions),
    }
    make = next(make for kind, make in args.items() if isinstance(exercise, kind))
    Spied(*make(exercise), exercise=exercise, folder=tmp_path)
    Spied(*make(exercise))
    assert opened[0]["_state"]["value"] == right
    assert opened[1]["_state"]["value"] != right and opened[1]["_state"]["value"]


def test_ask_builds_the_widget_of_each_exercise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSBOOK_ANSWERS", str(tmp_path))
    kinds = {BoundaryExercise: TokenEditor, ChoiceExercise: Choice, PredictExercise: Predict}
    asked = 0
    for exercise in all_exercises():
        if isinstance(exercise, CodeExercise):
            with pytest.raises(ValueError, match=f"{exercise.id} is answered in code"):
                ask(exercise.id)
            continue
        widget = ask(exercise.id)
        assert all(isinstance(exercise, k) == isinstance(widget, w) for k, w in kinds.items())
        for mistake in exercise.misconceptions:
            widget.value = mistake.wrong
            assert widget.check().sentence == mistake.sentence, (exercise.id, mistake.name)
        asked += 1
    assert asked > 0


def test_headless_in_a_kernel_the_output_is_fixed(tmp_path: Path) -> None:
    source = (
        "from newsbook.widgets import TokenEditor\n"
        "editor = TokenEditor('It rained.')\n"
        "editor.value = {'spans': [[0, 2], [3, 9], [9, 10]]}\n"
        "editor"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(
        notebook, timeout=60, store_widget_state=False, resources={"metadata": {"path": tmp_path}}
    ).execute()
    (output,) = notebook.cells[0].outputs
    assert output.data["text/plain"] == "TokenEditor(3 tokens)"


WIDGETS = [
    kind
    for kind in (getattr(newsbook.widgets, name) for name in newsbook.widgets.__all__)
    if isinstance(kind, type) and issubclass(kind, KitWidget) and kind.parts
]


@pytest.mark.parametrize("kind", WIDGETS, ids=lambda kind: kind.__name__)
def test_the_page_side_needs_no_network_and_makes_no_markup(kind: type[KitWidget]) -> None:
    name_of_svg = "http://www.w3.org/2000/svg"  # a name, and no address
    texts = {name: page_text(name).replace(name_of_svg, "") for name in kind.parts}
    code = "\n".join(text for name, text in texts.items() if name.endswith(".js"))
    assert code.count("export default") == 1
    for word in ("import ", "innerHTML", "outerHTML", "insertAdjacentHTML", "http:", "https:",
                 "eval(", "document.write", "fetch("):  # fmt: skip
        assert word not in code, word
    assert all("http" not in text and "@import" not in text for text in texts.values())
    assert len(code.encode()) < 64_000, "a page's JavaScript is to stay small"
