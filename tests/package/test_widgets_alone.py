"""Widgets without an exercise: practice, polls, and what is handed over wrongly."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from widget_bed import Sums, Tokens, Traits, refused_in_one_sentence, send

from newsbook.articles import Article
from newsbook.errors import BadInput, WrongType
from newsbook.exercises import Line, Option, Prediction
from newsbook.spans import Span
from newsbook.widgets import Choice, Predict, RegexPlayground, ScoreView, TokenEditor, widget_for
from newsbook.widgets.token_editor import Difference


def test_without_an_exercise_nothing_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSBOOK_ANSWERS", str(tmp_path))
    made: Sequence[Any] = [
        TokenEditor("a b"),
        Choice("?", Traits.options, many=True),
        Predict("?", Sums.predictions),
    ]
    made[0].value = {"spans": [[0, 1], [2, 3]]}
    made[1].value = {"chosen": ["c", "a", "c"]}
    made[2].value = {"tries": {"b": ["xxx"]}}
    assert [repr(widget) for widget in made] == [
        "TokenEditor(2 tokens)", "Choice(chosen: a, c)", "Predict(1 of 2 predicted)",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []
    for widget in made:
        send(widget, do="check")
        send(widget, do="hint")
        with pytest.raises(BadInput, match="no exercise"):
            widget.hint()
    assert list(tmp_path.iterdir()) == []
    assert [widget._content["checks"] for widget in made] == [False, True, True]
    assert made[0]._state["verdict"] is None
    with pytest.raises(BadInput, match="no right answer to check against"):
        made[0].check()


SAYS = [
    Option("a", "Yoon", "He is spoken of."),
    Option("b", "Park", "Park says it.", right=True),
    Option("c", "Lee", ""),
]


@pytest.mark.parametrize(
    "chosen,told",
    [
        ([], "○ not attempted\nGive your answer in the widget of this exercise, then check again."),
        (["a"], "△ not yet\nHe is spoken of."),
        (["b"], "✓ correct\nPark says it."),
        (["c"], "△ not yet\nNot this one: think again."),
    ],
)
def test_a_free_choice_answers_with_its_options_sentence(
    chosen: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSBOOK_ANSWERS", str(tmp_path))
    widget = Choice("Who speaks?", SAYS)
    assert "Park says" not in json.dumps(widget.get_state(), default=str)
    widget.value = {"chosen": chosen}
    send(widget, do="check")
    shown = widget._state["verdict"]
    assert f"{shown['headline']}\n{shown['sentence']}" == told
    assert repr(widget.check()) == told
    assert "9." not in widget.check()._repr_mimebundle_()[0]["text/html"]
    assert repr(widget) == f"Choice(chosen: {', '.join(chosen) or 'none'})"
    widget.value = {"chosen": ["a"] if chosen != ["a"] else ["b"]}
    assert widget._state["verdict"] is None, "a changed answer has no verdict"
    assert list(tmp_path.iterdir()) == []


def test_free_choices_of_many_polls_and_predictions() -> None:
    many = Choice("?", Traits.options, many=True)
    many.value = {"chosen": ["a"]}
    assert repr(many.check()) == "△ not yet\nC!"
    many.value = {"chosen": ["a", "c"]}
    assert repr(many.check()) == "✓ correct\nThat is right."

    poll = Choice("Ready?", ["Yes", "Not yet"])
    assert [(option.key, option.text) for option in poll.options] == [
        ("a", "Yes"),
        ("b", "Not yet"),
    ]
    poll.value = {"chosen": ["b"]}
    send(poll, do="check")
    assert poll._state["verdict"] is None and poll._content["checks"] is False
    with pytest.raises(BadInput, match="no right answer"):
        poll.check()

    sums = Predict("?", Sums.predictions)
    sums.value = {"tries": {"a": ["1"]}}
    assert repr(sums.check()) == "△ not yet\nLine a: Again."
    sums.value = {"tries": {"a": ["42042"]}}
    told = repr(sums.check())
    assert told.startswith("△ not yet\nStill to be predicted: b.") and "Commit" in told
    sums.value = {"tries": {"a": ["42042"], "b": ["xxx"]}}
    assert repr(sums.check()) == "✓ correct\nYou predicted the last line of each."


def test_free_tokens_are_checked_against_a_reference_that_stays_here() -> None:
    text = "N.Korea’s war"
    wanted = [Span(0, 2), Span(2, 7), Span(7, 9, "CLITIC"), Span(10, 13)]
    editor = TokenEditor(text, reference=wanted)
    secret = {"reference": [2, 7]}
    assert editor._content["checks"] and editor._content["compares"]
    assert repr(editor.check()).startswith("○ not attempted")
    send(editor, do="compare", show=True)
    assert editor._state["may"] is False and editor._state["reference"] is None

    editor.spans = [Span(0, 2), Span(2, 9), Span(10, 13)]
    send(editor, do="compare", show=True)
    assert editor._state["reference"] is None, "not before a check"
    send(editor, do="check")
    assert editor._state["verdict"]["headline"] == "△ not yet"
    assert "2 of 4 tokens are as in the reference" in editor._state["verdict"]["sentence"]
    assert editor._state["may"] is True and editor._state["reference"] is None
    assert "[2, 7]" not in json.dumps(editor.get_state(), default=str)
    send(editor, do="compare", show=True)
    assert editor._state["reference"] == secret["reference"]
    assert editor.differences == [Difference(7, split=False)]
    editor.spans = [Span(0, 9), Span(10, 12), Span(12, 13)]
    assert editor.differences == [Difference(2, False), Difference(7, False), Difference(12, True)]
    send(editor, do="compare", show="yes")
    assert editor._state["reference"] is None
    editor.show_differences()
    assert editor._state["reference"] == secret["reference"]
    editor.spans = editor.reference  # type: ignore[assignment]
    assert editor.differences == []
    assert repr(editor.check()) == "✓ correct\nEvery token is as in the reference."

    # A text that is to stay as it is can be answered by leaving it.
    assert repr(TokenEditor("It rained", reference=[Span(0, 2), Span(3, 9)]).check())[0] == "✓"


def test_an_exercise_never_shows_where_an_answer_differs(tmp_path: Path) -> None:
    bound = widget_for(Tokens(), tmp_path)
    assert isinstance(bound, TokenEditor)
    bound.value = {"spans": [[0, 4], [5, 11], [12, 14], [14, 19]]}
    bound.check()
    send(bound, do="compare", show=True)
    assert "reference" not in bound._state and bound._content["compares"] is False
    for ask in (bound.show_differences, lambda: bound.differences):
        with pytest.raises(BadInput, match=r"Exercise 9\.1 does not show where"):
            ask()
    with pytest.raises(BadInput, match="no reference to compare with"):
        _ = TokenEditor("a b").differences


def test_an_article_is_a_text_and_shows_without_a_kernel() -> None:
    article = Article.from_text("He said:\n“It’s <b>late</b>.”\u202e " + "and so on " * 4000)
    editor = TokenEditor(article)
    assert editor.text == article.text and editor.spans[1].of(article.text) == "said:"
    spans = editor.spans
    editor.spans = [*spans[:1], Span(3, 7), Span(7, 8), *spans[2:]]
    html = editor._repr_mimebundle_()[0]["text/html"]
    plain = re.sub(r"<[^>]*>", "", html)
    assert "He said|:" in plain and "&lt;b&gt;late" in plain and "U+202E" in plain
    assert "more characters: run this cell to see all" in plain
    assert len(html) < 30_000


LINE = Line("1 + 1")
MISUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: TokenEditor(["a"]), r'needs one text \(a string\), such as "It’s late.", not a list'),
    (lambda: TokenEditor(None), "not None"),
    (lambda: TokenEditor("a b", ["a", "b"]), r"such as \[Span\(0, 4\)\], not a list of 'a'"),
    (lambda: TokenEditor("a b", 3), "not a number"),
    (lambda: setattr(TokenEditor("a b"), "spans", ["a"]), "TokenEditor needs the tokens as spans"),
    (lambda: TokenEditor("a\ud83d"), "lone surrogate"),
    (lambda: TokenEditor("a b", reference=["a", "b"]), "needs the reference as spans"),
    (lambda: TokenEditor("ab", reference=[Span(0, 1)]), "cannot take this reference: no token"),
    (lambda: TokenEditor(Tokens.text, reference=[], exercise=Tokens()), "has gold of its own"),
    (lambda: Choice(3, ["one"]), "Choice needs a text"),
    (lambda: Choice("q?", "one"), r'such as \["Yes", "No"\] or .*, not a string'),
    (lambda: Choice("q?", []), "this list is empty"),
    (lambda: Choice("q?", ["one", SAYS[0]]), "'one' in this list is a string"),
    (lambda: Choice("q?", [1, 2]), "1 in this list is a number"),
    (lambda: Choice("q?", [Option(1, "x", "")]), "are strings"),  # type: ignore[arg-type]
    (lambda: Choice("q?", [str(i) for i in range(27)]), "26 options, not for 27"),
    (lambda: Choice("?", [Option("a", "1", ""), Option("a", "2", "")]), "same key"),
    (lambda: Choice("?", [Option("a", "1", "", True), Option("b", "2", "", True)]), "many=True"),
    (lambda: Predict(None, []), "Predict needs a text"),
    (lambda: Predict("?", "len('it')"), r"such as \[Prediction\(.*not a string"),
    (lambda: Predict("?", []), "this list is empty"),
    (lambda: Predict("?", ["len('it')"]), "in this list is a string"),
    (lambda: Predict("?", [Prediction("a", ["1 + 1"], "")]), r"\[Line\(.*not \['1 \+ 1'\]"),  # type: ignore[list-item]
    (lambda: Predict("?", [Prediction("a", (), "")]), "lines are a list"),
    (lambda: Predict("?", [Prediction("a", [Line("len(x)")], "")]), "NameError: name 'x'"),
    (lambda: Predict("?", [Prediction("a", [LINE], ""), Prediction("a", [LINE], "")]), "same key"),
]


LARGE = [
    lambda large: TokenEditor("a b", large=large),
    lambda large: Choice("?", ["a", "b"], large=large),
    lambda large: Predict("?", [Prediction("a", [LINE], "")], large=large),
    lambda large: RegexPlayground("a", large=large),
    lambda large: ScoreView("a", [], [], large=large),
]


@pytest.mark.parametrize("make", LARGE)
def test_large_is_true_or_false(make: Callable[[Any], Any]) -> None:
    widget = make(True)
    assert widget.large is True
    name = type(widget).__name__
    with pytest.raises(WrongType) as caught:
        make("yes")
    assert caught.value._render_traceback_() == [
        f"WrongType: {name}'s large is True or False, not a string."
    ]
    with pytest.raises(BadInput, match="not a number"):
        widget.large = 1
    assert widget.large is True


@pytest.mark.parametrize("call,sentence", MISUSED)
def test_what_is_handed_over_wrongly_is_one_sentence(
    call: Callable[[], Any], sentence: str
) -> None:
    refused_in_one_sentence(call, sentence)


def test_a_choice_without_a_kernel_can_be_read() -> None:
    widget = Choice(
        "Is `a` <i>?", [Option("a", "yes, `$5`", "", right=True), Option("b", "no", "")]
    )
    assert "(chosen)" not in widget._html()
    widget.value = {"chosen": ["b"]}
    html = widget._html()
    assert "<b>b: no</b> (chosen)" in html and "a: yes, <code" in html and "<i>" not in html
