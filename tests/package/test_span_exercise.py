"""Marking spans: the exercise kind with its traps."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from span_bed import GOLD, Names
from support import calls_counted

from newsbook.exercises import CutsShort, Joins, LeavesOut, Marks, State, TakesIn
from newsbook.scoring import score
from newsbook.spans import Span, from_json, to_json


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
    looks = calls_counted(monkeypatch, Span, "contains")
    assert len(gold) == 750 and len(wrong) > 3000
    assert exercise.check({"spans": wrong}).state is State.NOT_YET
    assert len(looks) < 10 * len(wrong)


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
