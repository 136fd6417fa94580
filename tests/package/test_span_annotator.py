"""Marking spans: the exercise kind with its traps, and the widget's Python side."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from widget_bed import send, stored

from newsbook.answers import AnswerSlot
from newsbook.articles import Article
from newsbook.errors import BadInput
from newsbook.exercises import (
    CallsIt,
    CutsShort,
    Joins,
    LeavesOut,
    Marks,
    SpanExercise,
    State,
    TakesIn,
)
from newsbook.scoring import score
from newsbook.spans import Span, from_json, from_words, to_json
from newsbook.text import tokenise
from newsbook.widgets import SpanAnnotator, widget_for
from newsbook.widgets.kit import page_text
from newsbook.widgets.span_annotator import label_letters

ARTICLE = Article.load("nato_seoul")


class Names(SpanExercise):
    id = "9.1"
    title, skill, points, minutes = "Who and where?", "mark names", 4, 5
    hints = ("Who?", "Where?")
    praise = "Right."
    question = "Mark each `name`."
    text = (
        "President Yoon flew to Vilnius, Lithuania.\n\n"
        "The Russian minister missed Yoon’s two-day visit to NATO in June.\n\n"
        "Yonhap News Agency asked the Korean Park Jin."
    )
    gold = (
        ("Yoon", "PERSON"), ("Vilnius", "GPE"), ("Lithuania", "GPE"), ("Russian", "NORP"),
        ("Yoon", "PERSON"), ("NATO", "ORG"), ("June", "DATE"), ("Yonhap News Agency", "ORG"),
        ("Korean", "NORP"), ("Park Jin", "PERSON"),
    )  # fmt: skip
    traps = (
        TakesIn(("President", "Minister"), "Is an office part of a name?", "PERSON"),
        TakesIn(("’s",), "Whom does the apostrophe belong to?"),
        TakesIn(("the",), "Is `the` part of the name?"),
        CallsIt("GPE", "NORP", "Is it a country, or an adjective made of one?"),
        Marks(("two-day",), "Can you find it on a calendar?", "DATE"),
        Joins("How many places are named?"),
        CutsShort("Does the name go on?", "Yonhap"),
        LeavesOut("DATE", "One label is not used yet. What is it for?"),
    )


GOLD = to_json(Names().gold_spans)


def marked(*pairs: tuple[str, str]) -> dict[str, Any]:
    """An answer: these words, each at its first place after the one before."""
    places = from_words(Names.text, [words for words, _ in pairs])
    return {"spans": [[s.start, s.end, label] for s, (_, label) in zip(places, pairs, strict=True)]}


# The exercise.


def test_three_states_and_what_is_said() -> None:
    exercise = Names()
    assert exercise.faults() == []
    for empty in (None, {"spans": []}):
        assert exercise.check(empty).state is State.NOT_ATTEMPTED
    right = exercise.check({"spans": GOLD})
    assert (right.state, right.score, right.sentence) == (State.CORRECT, 1.0, "Right.")
    assert exercise.judge(right.observation) == right
    # The order does not matter, nor that a span is given twice.
    assert exercise.check({"spans": [*reversed(GOLD), GOLD[0]]}) == right
    said = set()
    for trap, mistake in zip(exercise.traps, exercise.misconceptions, strict=True):
        verdict = exercise.check(mistake.wrong)
        assert verdict.state is State.NOT_YET and verdict.sentence == trap.says, mistake.name
        wrong = [Span(*item) for item in mistake.wrong["spans"]]
        assert verdict.score == score(exercise.gold_spans, wrong).f1 < 1.0
        said.add(verdict.sentence)
    assert len(said) == len(exercise.traps)


KIND = "9 of 10 spans are as in the guidelines; look again at paragraph"
ELSEWHERE = [
    (0, [10, 19, "PERSON"], "1: a span begins or ends elsewhere."),
    (3, [GOLD[3][0], GOLD[3][1], "ORG"], "2: a span has another label."),
    (9, None, "3: something is not marked yet."),
]


@pytest.mark.parametrize("number,instead,told", ELSEWHERE)
def test_any_other_mistake_is_told_by_kind_and_paragraph(
    number: int, instead: Any, told: str
) -> None:
    answer = [*GOLD[:number], *([instead] if instead else []), *GOLD[number + 1 :]]
    verdict = Names().check({"spans": answer})
    assert verdict.sentence == f"{KIND} {told}"
    words = Names.text[GOLD[number][0] : GOLD[number][1]]
    assert words not in verdict.sentence, "the sentence names what is to be found"
    extra = [*GOLD, [15, 19, "LOC"]]
    told = Names().check({"spans": extra}).sentence
    assert told.endswith("paragraph 1: something is marked that should not be.")


def test_traps_catch_only_their_mistake() -> None:
    text, gold = Names.text, Names().gold_spans
    for trap in Names.traps:
        assert not trap.caught(gold, gold, text), trap.name
        assert not trap.caught([], gold, text) or isinstance(trap, LeavesOut)
        # A text without a place for the mistake is noticed.
        assert trap.mistake([Span(0, 2, "LOC")], "It rained.") is None
    # "other" holds "the", but not as a word.
    words = "another Park"
    whole = [Span(0, 12, "PERSON")]
    assert not TakesIn(("the",), "?").caught(whole, [Span(8, 12, "PERSON")], words)


def test_what_an_author_gets_wrong_is_told() -> None:
    def faults(**attributes: Any) -> str:
        return " ".join(type("Odd", (Names,), attributes)().faults())

    assert "either text or article" in faults(article="nato_seoul")
    assert "inside a word" in faults(gold=(("Yo", "PERSON"),))
    assert "has the label 'PLACE'" in faults(gold=(("Yoon", "PLACE"),))
    assert "needs gold" in faults(gold=(), traps=())
    assert "no place for the trap “marks Seoul”" in faults(traps=(Marks(("Seoul",), "?"),))
    assert "above 0 and up to 1" in faults(threshold=0.0)
    general = (CutsShort("Longer?"), CutsShort("Go on?", "Yonhap"))
    assert "told another's sentence" in faults(traps=general)


def test_threshold_start_and_the_articles_own_gold() -> None:
    class Mended(Names):
        threshold = 0.9
        start = (Span(10, 14, "ORG"),)

    assert Mended().check({"spans": [[10, 14, "ORG"]]}).state is State.NOT_ATTEMPTED
    near = Mended().check({"spans": GOLD[:-1]})
    assert (near.state, near.score, near.earned) == (State.CORRECT, 1.0, 4)
    assert near.sentence == "Right. 9 of 10 spans are as in the guidelines: enough, if not all."
    assert Mended().check({"spans": GOLD[:-3]}).state is State.NOT_YET

    class Whole(Names):
        text, gold, traps, article, labels = "", (), (), "nato_seoul", ("PERSON", "NORP")

    assert {span.label for span in Whole().gold_spans} == {"PERSON", "NORP"}
    assert Whole().faults() == []
    assert Whole().check({"spans": to_json(Whole().gold_spans)}).state is State.CORRECT


def test_partial_credit_counts_from_the_start() -> None:
    class Mended(Names):
        start = tuple(from_json(GOLD[:-2]))

    exercise = Mended()
    junk = next(u for u in exercise.units if u.of(exercise.text).islower()).labelled("ORG")
    assert exercise.check({"spans": to_json([*exercise.start, junk])}).score == 0.0
    base, more = score(exercise.gold_spans, exercise.start).f1, from_json(GOLD[:-1])
    verdict = exercise.check({"spans": GOLD[:-1]})
    gained = (score(exercise.gold_spans, more).f1 - base) / (1 - base)
    assert verdict.score == pytest.approx(gained) and 0.4 < gained < 0.6


def test_an_answer_has_a_bounded_number_of_spans() -> None:
    exercise = Names()
    most, units = exercise.marking.most, exercise.units
    every = [[a.start, b.end, "ORG"] for i, a in enumerate(units) for b in units[i:]]
    assert exercise.check({"spans": every[:most]}).state is State.NOT_YET
    with pytest.raises(ValueError, match=f"text can have {most:,} at most"):
        exercise.marking.read(every[: most + 1])
    assert exercise.observe({"spans": every[: most + 1]}) == {"unreadable": True}


class Long(Names):
    text = "President Park met Minister Kim in Seoul. " * 250
    gold = (("Park", "PERSON"), ("Kim", "PERSON"), ("Seoul", "GPE")) * 250
    traps = (TakesIn(("Nobody",), "t"), Joins("j"), CutsShort("c"), Marks(("visit",), "m"))


def test_the_work_of_judging_grows_with_the_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many wrong spans as can be, each beside the gold: no look at every pair."""
    exercise = Long()
    gold, units = exercise.gold_spans, exercise.units
    wrong = [[a.start, b.end, label] for a, b in pairwise(units) for label in ("ORG", "GPE")]
    looks = 0
    real = Span.contains

    def counted(self: Span, other: Span) -> bool:
        nonlocal looks
        looks += 1
        return real(self, other)

    monkeypatch.setattr(Span, "contains", counted)
    assert len(gold) == 750 and len(wrong) > 3000
    assert exercise.check({"spans": wrong}).state is State.NOT_YET
    assert looks < 10 * len(wrong)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["spans", "unset"]), inner)
        ),
        max_leaves=8,
    )
)
def test_any_json_is_judged_and_none_is_right(data: Any) -> None:
    exercise = Names()
    assert exercise.judge(data).state is not State.CORRECT
    assert exercise.judge(exercise.observe(data)).state is not State.CORRECT


# The widget.


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
    with pytest.raises(BadInput, match=sentence) as caught:
        call()
    (shown,) = caught.value._render_traceback_()
    assert "\n" not in shown


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
