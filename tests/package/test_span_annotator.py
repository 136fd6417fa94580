"""The span annotator: its Python side, without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from span_bed import GOLD, Names
from widget_bed import refused_in_one_sentence, send, stored

from newsbook.answers import AnswerSlot
from newsbook.articles import Article
from newsbook.errors import BadInput
from newsbook.exercises import State
from newsbook.scoring import score
from newsbook.spans import Span, to_json
from newsbook.text import tokenise
from newsbook.widgets import SpanAnnotator, widget_for
from newsbook.widgets.kit import page_text
from newsbook.widgets.span_annotator import label_letters

ARTICLE = Article.load("nato_seoul")


def test_bound_saves_checks_restores(tmp_path: Path) -> None:
    widget = widget_for(Names(), tmp_path)
    assert isinstance(widget, SpanAnnotator)
    assert repr(widget) == "SpanAnnotator('9.1', 0 spans)"
    assert widget.check().state is State.NOT_ATTEMPTED
    seen: list[Any] = []
    widget.observe(lambda change: seen.append(change["new"]), names="value")
    widget.spans = [Span(23, 30, "GPE"), Span(10, 14, "PERSON"), Span(10, 14, "PERSON")]
    normal = {"spans": [[10, 14, "PERSON"], [23, 30, "GPE"]]}
    assert widget.value == normal and seen == [normal]
    assert widget.spans == [Span(10, 14, "PERSON"), Span(23, 30, "GPE")]
    assert stored(tmp_path, Names())["answer"] == normal
    send(widget, do="change", value={"spans": GOLD}, seq=2)
    send(widget, do="check", seq=3)
    assert widget._state["verdict"]["headline"] == "✓ 9.1 correct · 4 of 4 points"
    again = widget_for(Names(), tmp_path)
    assert again.value == {"spans": GOLD} and again._state["verdict"]["state"] == "correct"
    assert [again.hint(), again.hint()] == ["Who?", "Where?"]
    AnswerSlot("9.1", tmp_path).save({"spans": [[0, 4000, "ORG"]]}, checked=True)
    assert "does not fit" in widget_for(Names(), tmp_path)._state["note"]["text"]


BAD: list[tuple[Any, str]] = [
    (None, "not of the form"),
    ({"spans": 3}, "spans are a list"),
    ({"spans": [[10, "x", "ORG"]]}, "whole number"),
    ({"spans": [[10, 4000, "ORG"]]}, "ends after the text"),
    ({"spans": [[10, 14]]}, "'Yoon', has no label; the labels are PERSON, ORG"),
    ({"spans": [[10, 14, "PLACE"]]}, "has the label 'PLACE'"),
    ({"spans": [[10, 13, "ORG"]]}, "'Yoo', ends inside a word"),
    ({"spans": [[11, 14, "ORG"]]}, "begins inside a word"),
    ({"spans": [[9, 14, "ORG"]]}, "or beside all of them"),
]


@pytest.mark.parametrize("value,sentence", BAD)
def test_a_bad_value_changes_nothing(value: Any, sentence: str, tmp_path: Path) -> None:
    widget = widget_for(Names(), tmp_path)
    widget.value = {"spans": GOLD[:2]}
    with pytest.raises(BadInput, match=sentence) as caught:
        widget.value = value
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
    send(widget, do="change", value=value, seq=5)
    assert widget.value == {"spans": GOLD[:2]}
    assert widget._state["note"]["text"].startswith("not saved: ")
    assert widget._state["acks"] == {"page": 5}
    assert Names().observe(value) in ({"unreadable": True}, {"unset": True})


def test_overlaps_only_where_they_are_allowed() -> None:
    nested = {"spans": [[0, 8, "ORG"], [5, 8, "GPE"], [5, 8, "LOC"]]}
    widget = SpanAnnotator("The Sun set.", units=[Span(0, 3), Span(4, 5), Span(5, 8)])
    widget.value = nested
    assert len(widget.spans) == 3
    strict = SpanAnnotator("The Sun set.", overlapping=False)
    with pytest.raises(BadInput, match="'The Sun' and 'Sun' overlap"):
        strict.value = {"spans": [[0, 7, "ORG"], [4, 7, "GPE"]]}
    strict.value = {"spans": [[0, 3, "ORG"], [4, 7, "GPE"]]}


def sent(widget: SpanAnnotator) -> str:
    return json.dumps(widget.get_state(), default=str)


def test_the_gold_stays_away_until_the_answer_is_right(tmp_path: Path) -> None:
    widget = widget_for(Names(), tmp_path)
    assert isinstance(widget, SpanAnnotator)
    secret = json.dumps(GOLD[-1])
    for answer in (GOLD[:3], GOLD[:4], GOLD[:5]):
        widget.value = {"spans": answer}
        assert widget.check().state is State.NOT_YET
        send(widget, do="differ", seq=9)
        assert widget._state["reference"] == {
            "locked": "Opens when your answer is correct.", "spans": None,
        }  # fmt: skip
        assert secret not in sent(widget) and "Yonhap" not in widget._state["verdict"]["sentence"]
        for ask in (widget.agreement, widget.show_differences):
            with pytest.raises(BadInput, match="it opens when your answer is correct"):
                ask()
    for hidden in ("Right.", "Who?", "Is an office part"):
        assert hidden not in sent(widget)
    widget.value = {"spans": GOLD}
    widget.check()
    assert widget._state["reference"] == {"locked": "", "spans": None}
    send(widget, do="differ", seq=10)
    assert widget._state["reference"]["spans"] == GOLD
    # After a restart the verdict is judged again, and opens it again.
    again = widget_for(Names(), tmp_path)
    assert again._state["reference"] == {"locked": "", "spans": None}


def test_an_exercise_may_show_its_gold_after_some_answers(tmp_path: Path) -> None:
    class Generous(Names):
        shows_gold_after = 2

    widget = SpanAnnotator.of(Generous(), tmp_path)
    widget.value = {"spans": GOLD[:3]}
    for _ in range(3):
        widget.check()
    assert widget._state["reference"]["locked"].endswith("when you have checked 1 more answer.")
    widget.value = {"spans": GOLD[:4]}
    assert widget.check().state is State.NOT_YET
    assert widget.show_differences() == score(Names().gold_spans, widget.spans)
    assert widget._state["reference"]["spans"] == GOLD


def test_practice_with_a_reference_and_others(tmp_path: Path) -> None:
    gold = ARTICLE.gold("entities")
    widget = SpanAnnotator(ARTICLE, reference=gold, others={"Min": gold[:10], "Ann": []})
    assert widget._content["checks"] and widget._content["others"][1]["spans"] == []
    assert json.dumps(to_json(gold)[-1]) not in sent(widget)
    assert widget.check().state is State.NOT_ATTEMPTED
    assert widget._state["reference"]["locked"] == "Opens when you have checked your spans."
    send(widget, do="change", value={"spans": to_json(gold[:20])}, seq=1)
    assert widget.agreement("Min").f1 == pytest.approx(2 * 10 / 30)
    assert widget.agreement("Ann").f1 == 0.0
    verdict = widget.check()
    assert verdict.headline == "△ not yet" and verdict.score == pytest.approx(2 * 20 / 74)
    assert verdict.sentence == (
        "20 of 54 spans are as in the reference; look again at paragraph 6: "
        "something is not marked yet."
    )
    assert widget.show_differences().missed == gold[20:]
    widget.spans = gold
    assert widget.check().state is State.CORRECT
    assert widget.agreement().perfect
    with pytest.raises(BadInput, match="no spans of 'Jo', only Min, Ann"):
        widget.agreement("Jo")
    alone = SpanAnnotator("It rained.")
    assert alone._state["reference"] is None and not alone._content["checks"]
    for ask in (alone.check, alone.agreement, alone.show_differences):
        with pytest.raises(BadInput, match=r"no right answer|no reference"):
            ask()
    assert list(tmp_path.iterdir()) == []


MISUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: SpanAnnotator(3), "needs an article or a text"),  # type: ignore[arg-type]
    (lambda: SpanAnnotator("a\ud83d"), "lone surrogate"),
    (lambda: SpanAnnotator("a", "ORG"), "needs labels, such as .* not a string"),
    (lambda: SpanAnnotator("a", []), "1 to 24 labels, not 0"),
    (lambda: SpanAnnotator("a", [str(i) for i in range(25)]), "1 to 24 labels, not 25"),
    (lambda: SpanAnnotator("a", ["A", "A"]), "each label once"),
    (lambda: SpanAnnotator("a", ["A", " "]), "one of these is empty"),
    (lambda: SpanAnnotator("a", {"A": 3}), "'A' in these is no string"),  # type: ignore[dict-item]
    (lambda: SpanAnnotator("a b", spans=["a"]), "not a list of 'a'"),  # type: ignore[list-item]
    (lambda: SpanAnnotator("a b", spans=[Span(0, 1)]), "the spans to start from: .* no label"),
    (lambda: SpanAnnotator("ab", reference=[Span(0, 1, "ORG")]), "the reference: .* inside a word"),
    (lambda: SpanAnnotator("ab", units=[Span(0, 2), Span(1, 2)]), "in order and without overlaps"),
    (lambda: SpanAnnotator("ab", units=[Span(0, 3)]), "which has 2 characters"),
    (lambda: SpanAnnotator("ab", others=[1]), "needs others as"),  # type: ignore[arg-type]
    (lambda: SpanAnnotator("ab", others={"": []}), "'' is no name"),
    (lambda: SpanAnnotator("ab", others={"Min": [Span(0, 2)]}), "a span of 'Min' has no label"),
    (lambda: SpanAnnotator("ab", others={"Min": [Span(0, 9, "A")]}), "has 2 characters"),
    (lambda: setattr(SpanAnnotator("ab"), "spans", "ab"), "not a string"),
]


@pytest.mark.parametrize("call,sentence", MISUSED)
def test_what_is_handed_over_wrongly_is_one_sentence(
    call: Callable[[], Any], sentence: str
) -> None:
    refused_in_one_sentence(call, sentence)


def test_letters_are_free_and_each_label_has_one() -> None:
    assert list(label_letters(["PERSON", "ORG", "GPE", "LOC", "NORP", "DATE"]).values()) == list(
        "POGLND"
    )
    many = label_letters([f"UR{i}" for i in range(24)])
    assert len(set(many.values())) == 24 and not {"U", "R"} & set(many.values())
    # What Python keeps free is what the page uses.
    code = page_text("span_annotator.js")
    assert "{ U: history.undo, R: history.redo }" in code


def test_fixed_html_shows_the_marks_and_escapes(tmp_path: Path) -> None:
    widget = widget_for(Names(), tmp_path)
    widget.value = {"spans": GOLD[:1]}
    html = widget._repr_mimebundle_()[0]["text/html"]
    assert "Yoon</b>" in html and "[PERSON]" in html and "<code" in html
    hostile = SpanAnnotator("<b>x</b>", {"<i>": "<u>"}, [Span(0, 1, "<i>")])
    shown = hostile._repr_mimebundle_()[0]["text/html"]
    assert "<i>" not in shown and "<u>" not in shown and "<b>x" not in shown
    assert "&lt;i&gt;: &lt;u&gt;" in shown


@pytest.mark.parametrize("text", ["", " \n", "x", "한국 🙂👩‍👩‍👧", "\u202eab\u202c שלום"])
def test_odd_texts(text: str) -> None:
    widget = SpanAnnotator(text)
    widget.spans = [span.labelled("ORG") for span in tokenise(text)]
    assert [span.of(text) for span in widget.spans] == [s.of(text) for s in tokenise(text)]
    assert widget._repr_mimebundle_()[0]["text/html"]
