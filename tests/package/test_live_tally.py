"""Counts kept up as answers come, held against the slow and plain computation."""

from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbook.agreement import OUTSIDE, agreement, alpha_of_units, unit_labels
from newsbook.live.activity import gaps_of, quote_spans
from newsbook.live.asking import activity_of
from newsbook.live.tallies import tally_of
from newsbook.live.tally import LISTED, dispute
from newsbook.spans import Span, from_json, to_json

TOKENS = activity_of("tokens:nato_seoul:1")
ENTITIES = activity_of("entities:nato_seoul:1-4")
QUOTES = activity_of("quotes:nato_seoul:5-6")
CHOICE = activity_of("poll: Which? | one | two | three")
MANY = activity_of("polls: Which? | one | two | three")
PREDICT = activity_of("predict: len('it’s') | 'a b'.split()")


def f1_of_pairs(answers, items):
    """Pooled F1, pair by pair."""
    sets = [items(answer) for answer in answers]
    both = sum(len(a & b) for a, b in combinations(sets, 2))
    all_ = sum(len(a) + len(b) for a, b in combinations(sets, 2))
    return 2 * both / all_ if all_ else 1.0


@st.composite
def tokens(draw):
    gaps = [i for w in TOKENS.units for i in range(w.start + 1, w.end)]
    cuts = draw(st.frozensets(st.sampled_from(gaps[:6] + gaps[15:30]), max_size=6))
    spans = []
    for word in TOKENS.units:
        edges = [word.start, *sorted(c for c in cuts if word.start < c < word.end), word.end]
        spans += [[a, b] for a, b in pairwise(edges)]
    return {"spans": spans}


@st.composite
def entities(draw):
    found = []
    for _ in range(draw(st.integers(0, 5))):
        first = draw(st.integers(0, 20))
        last = min(first + draw(st.integers(0, 3)), len(ENTITIES.units) - 1)
        label = draw(st.sampled_from(sorted(ENTITIES.labels)[:3]))
        found.append([ENTITIES.units[first].start, ENTITIES.units[last].end, label])
    return ENTITIES.read({"spans": found})


@st.composite
def quotes(draw):
    units = QUOTES.units

    def span(most):
        first = draw(st.integers(0, len(units) - 1))
        return [
            units[first].start,
            units[min(first + draw(st.integers(0, most)), len(units) - 1)].end,
        ]

    found = {}
    for _ in range(draw(st.integers(0, 3))):
        content = span(12)
        name = draw(st.sampled_from([None, *QUOTES.content["names"][:2]]))
        one = {"content": content, "cue": span(1), "speaker": span(2), "resolved": name}
        found[tuple(content)] = one
    return QUOTES.read({"quotes": list(found.values())})


def answers_of(values):
    """A class's doings: (student, answer or None), in order."""
    return st.lists(st.tuples(st.sampled_from("abcdef"), st.none() | values), max_size=12)


def played(asked, doings):
    """The tally after all that, and the last answers."""
    tally = tally_of(asked)
    last = {}
    for student, value in doings:
        tally.put(student, value)
        last[student] = value
        tally.heat()
    answers = [value for value in last.values() if asked.answered(value)]
    assert (tally.students, tally.answered) == (len(last), len(answers))
    return tally.heat(), answers


def same(figure, wanted):
    assert (figure is None) == (wanted is None)
    if wanted is not None:
        assert figure == pytest.approx(wanted, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(answers_of(tokens()))
def test_splits(doings):
    heat, answers = played(TOKENS, doings)
    splits = Counter(gap for answer in answers for gap in gaps_of(answer))
    assert heat["units"] == [[gap, n] for gap, n in sorted(splits.items())]
    gaps = [i for w in TOKENS.units for i in range(w.start + 1, w.end)]
    n = len(answers)
    two = n > 1
    units = [{"split": splits[gap], "not": n - splits[gap]} for gap in gaps]
    same(heat["alpha"], alpha_of_units(units) if two else None)
    same(
        heat["f1"], f1_of_pairs(answers, lambda a: {tuple(s) for s in a["spans"]}) if two else None
    )
    for place in heat["disputed"]:
        ways = Counter(
            tuple(g for g in gaps_of(a) if place["start"] < g < place["end"]) for a in answers
        )
        assert place["differ"] == n - max(ways.values())
        assert {tuple(way): count for way, count in place["readings"]}.items() <= ways.items()
    words = {(w.start, w.end) for w in TOKENS.units}
    assert {(p["start"], p["end"]) for p in heat["disputed"]} <= words


@settings(max_examples=60, deadline=None)
@given(answers_of(entities()))
def test_marks(doings):
    heat, answers = played(ENTITIES, doings)
    labels = [unit_labels(from_json(a["spans"]), ENTITIES.units) for a in answers]
    units = [Counter(column) for column in zip(*labels, strict=True)]
    marked = {
        i: {label: n for label, n in counts.items() if label != OUTSIDE}
        for i, counts in enumerate(units)
        if set(counts) - {OUTSIDE}
    }
    assert dict(heat["units"]) == marked
    assert [unit for unit, _ in heat["units"]] == sorted(marked)
    spans = Counter(tuple(s) for a in answers for s in a["spans"])
    assert {tuple(s[:3]): s[3] for s in heat["spans"]} == spans
    two = len(answers) > 1
    same(heat["alpha"], alpha_of_units(units) if two else None)
    same(
        heat["f1"], f1_of_pairs(answers, lambda a: {tuple(s) for s in a["spans"]}) if two else None
    )
    if len(answers) == 2:
        one, other = (from_json(a["spans"]) for a in answers)
        both = agreement(ENTITIES.text, one, other)
        same(heat["alpha"], both.alpha)
        same(heat["f1"], both.typed.f1)
    differs = [p["differ"] for p in heat["disputed"]]
    assert differs == sorted(differs, reverse=True)
    for place in heat["disputed"]:
        counts = units[place["unit"]]
        assert place["differ"] == len(answers) - max(counts.values())
        assert place["none"] == counts[OUTSIDE]


@settings(max_examples=40, deadline=None)
@given(answers_of(quotes()))
def test_quotes(doings):
    heat, answers = played(QUOTES, doings)
    spans = Counter((s.start, s.end, s.label) for a in answers for s in quote_spans(a))
    assert {tuple(s[:3]): s[3] for s in heat["spans"]} == spans
    names = Counter((*q["content"], q["resolved"]) for a in answers for q in a["quotes"])
    assert {tuple(s[:3]): s[3] for s in heat["names"]} == names
    rows = []
    for answer in answers:
        found = quote_spans(answer)
        inner = unit_labels([s for s in found if s.label != "CONTENT"], QUOTES.units)
        outer = unit_labels([s for s in found if s.label == "CONTENT"], QUOTES.units)
        rows.append([a if a != OUTSIDE else b for a, b in zip(inner, outer, strict=True)])
    units = [Counter(column) for column in zip(*rows, strict=True)]
    same(heat["alpha"], alpha_of_units(units) if len(answers) > 1 else None)
    named = [Counter(str(name) for *at, name in names.elements() if at == list(content))
             for content in {one[:2] for one in names}]  # fmt: skip
    several = any(one.total() > 1 for one in named)
    same(heat["names_alpha"], alpha_of_units(named) if several else None)


@settings(max_examples=40, deadline=None)
@given(answers_of(st.frozensets(st.sampled_from("abc"), max_size=1)))
def test_one_option(doings):
    given_ = [(who, None if v is None else {"chosen": sorted(v)}) for who, v in doings]
    heat, answers = played(CHOICE, given_)
    counts = Counter(key for a in answers for key in a["chosen"])
    assert {o["key"]: o["n"] for o in heat["options"]} == {k: counts[k] for k in "abc"}
    pairs = [a == b for a, b in combinations(answers, 2)]
    same(heat["f1"], sum(pairs) / len(pairs) if pairs else None)


@settings(max_examples=40, deadline=None)
@given(answers_of(st.frozensets(st.sampled_from("abc"))))
def test_several_options(doings):
    given_ = [(who, None if v is None else {"chosen": sorted(v)}) for who, v in doings]
    heat, answers = played(MANY, given_)
    two = len(answers) > 1
    units = [Counter(key in a["chosen"] for a in answers) for key in "abc"]
    units = [{str(k): n for k, n in c.items()} for c in units]
    same(heat["alpha"], alpha_of_units(units) if two else None)
    same(heat["f1"], f1_of_pairs(answers, lambda a: set(a["chosen"])) if two else None)


def test_whose_words_they_are_can_be_disputed_alone():
    tally = tally_of(QUOTES)
    one = QUOTES.gold["quotes"][0]
    names = [*QUOTES.content["names"][:2], None]
    for i in range(9):
        tally.put(f"s{i}", QUOTES.read({"quotes": [one | {"resolved": names[min(i // 4, 2)]}]}))
    [place] = tally.heat()["disputed"]
    assert place["names"] == [[names[0], 4], [names[1], 4], [None, 1]]
    assert (place["start"], place["end"]) == tuple(one["content"])
    assert (place["differ"], place["of"]) == (5, 9)


def test_predictions_are_counted_by_what_they_mean():
    tally = tally_of(PREDICT)
    for student, typed in zip("abcd", ["4", " 4", "6", "four"], strict=True):
        tally.put(student, PREDICT.read({"tries": {"a": [typed]}}))
    tally.put("e", PREDICT.read({"tries": {"b": ['["a","b"]']}}))
    tally.put("f", PREDICT.read({"tries": {"b": ["['a', 'b']"]}}))
    heat = tally.heat()
    assert heat["lines"][0] == {
        "key": "a", "n": 4, "given": [["4", 2], ["6", 1], ["four", 1]], "other": 0
    }  # fmt: skip
    assert heat["lines"][1]["given"] == [["['a', 'b']", 2]]
    assert [place["key"] for place in heat["disputed"]] == ["a"]
    assert PREDICT.shown(PREDICT.gold) == {"given": {"a": "4", "b": "['a', 'b']"}}


def test_before_the_reveal_nothing_is_told_but_numbers():
    tally = tally_of(CHOICE)
    tally.put("a", {"chosen": ["a"]})
    tally.put("b", None)
    assert tally.counts() == {"kind": "choice", "students": 2, "answered": 1}
    tally.drop("a")
    tally.drop("nobody")
    assert tally.counts() == {"kind": "choice", "students": 1, "answered": 0}


def test_what_few_see_otherwise_is_not_called_disputed():
    assert dispute([1], 11) is None and dispute([11], 11) is None
    assert dispute([2], 11)[0] == 2
    # Of two places with as many who differ, the one that goes more ways comes first.
    assert dispute([3, 3], 9) > dispute([6], 9)[:1]
    many = tally_of(ENTITIES)
    for i in range(3):
        spans = [u.labelled("ORG") for u in ENTITIES.units[i::2]]
        many.put(str(i), ENTITIES.read({"spans": to_json(spans)}))
    assert len(many.heat()["disputed"]) == LISTED


def test_a_place_is_what_spans_join():
    tally = tally_of(ENTITIES)
    jens = [u for u in ENTITIES.units if u.of(ENTITIES.text) in ("Jens", "Stoltenberg")][:2]
    short, long = jens[1].labelled("PERSON"), Span(jens[0].start, jens[1].end, "PERSON")
    for student, spans in zip("abc", ([short], [long], []), strict=True):
        tally.put(student, ENTITIES.read({"spans": to_json(spans)}))
    [place] = tally.heat()["disputed"]
    assert (place["start"], place["end"]) == (long.start, long.end)
    assert place["labels"] == {"PERSON": 1} and place["none"] == 2


def test_who_marked_other_words_of_a_place_has_not_left_it_unmarked():
    tally = tally_of(ENTITIES)
    jens = [u for u in ENTITIES.units if u.of(ENTITIES.text) in ("Jens", "Stoltenberg")][:2]
    short, long = jens[1].labelled("PERSON"), Span(jens[0].start, jens[1].end, "PERSON")
    answers = {"a": [long], "b": [long], "c": [short], "d": [], "e": [short], "f": []}
    for student, spans in answers.items():
        tally.put(student, ENTITIES.read({"spans": to_json(spans)}))
    # One changes an answer, one goes, and one comes from another tally.
    tally.put("f", ENTITIES.read({"spans": to_json([short])}))
    tally.drop("e")
    other = tally_of(ENTITIES)
    other.put("g", ENTITIES.read({"spans": to_json([short])}))
    tally.carry(other)
    [place] = tally.heat()["disputed"]
    assert (place["labels"], place["none"], place["otherwise"]) == ({"PERSON": 2}, 4, 3)
