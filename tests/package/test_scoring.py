"""Scoring: worked numbers, an oracle, and what must not fool it."""

import itertools
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import calls_counted

from newsbook import scoring
from newsbook.scoring import Score, above, score, score_by_label
from newsbook.spans import Span

spans = st.lists(
    st.builds(
        lambda start, length, label: Span(start, start + length, label),
        st.integers(0, 12),
        st.integers(1, 6),
        st.sampled_from(["", "A", "B"]),
    ),
    max_size=8,
)
matches = st.sampled_from(["exact", "overlap"])


def test_a_worked_example() -> None:
    gold = [Span(0, 4, "PERSON"), Span(10, 14, "ORG"), Span(20, 26, "PLACE")]
    predicted = [Span(0, 4, "PERSON"), Span(10, 14, "PLACE")]
    result = score(gold, predicted)
    assert (result.precision, result.recall) == (1 / 2, 1 / 3)
    assert result.f1 == pytest.approx(2 / 5)
    assert result.matched == ((gold[0], predicted[0]),)
    assert result.missed == (gold[1], gold[2])
    assert result.invented == (predicted[1],)
    assert str(result) == repr(result) == "P 0.50  R 0.33  F1 0.40  (1 right, 1 invented, 2 missed)"
    counts = (result.true_positives, result.false_positives, result.false_negatives)
    assert counts == (1, 1, 2)
    assert score(gold, predicted, labels=False).recall == 2 / 3


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [([], [], 1.0), ([Span(0, 1)], [], 0.0), ([], [Span(0, 1)], 0.0)],
)
@pytest.mark.parametrize("match", ["exact", "overlap"])
def test_nothing_over_nothing(
    gold: list[Span], predicted: list[Span], expected: float, match: scoring.Match
) -> None:
    result = score(gold, predicted, match=match)
    assert (result.precision, result.recall, result.f1) == (expected,) * 3


def test_nearly_perfect_does_not_print_as_perfect() -> None:
    many = [Span(i, i + 1) for i in range(1000)]
    assert str(score(many, many[1:])).startswith("P 1.00  R 0.99  F1 0.99")
    assert str(score(many, many)).startswith("P 1.00  R 1.00  F1 1.00")


def test_repetition_gains_nothing() -> None:
    right, wrong = Span(0, 4, "A"), Span(5, 9, "A")
    assert score([right, wrong], [right] * 10).recall == 1 / 2
    assert score([right] * 10, [right]).recall == 1.0
    assert score([right], [wrong] * 3).false_positives == 1
    # Without labels, two labels at one place are one prediction.
    two = [Span(0, 4, "A"), Span(0, 4, "B")]
    assert score([right], two, labels=False).precision == 1.0
    assert score([right], two).precision == 1 / 2


def test_one_long_span_overlaps_one_gold_span_only() -> None:
    gold = [Span(0, 4), Span(5, 12), Span(13, 16)]
    result = score(gold, [Span(0, 16)], match="overlap")
    assert result.matched == ((Span(5, 12), Span(0, 16)),)
    assert result.recall == 1 / 3


def test_touching_is_not_overlapping() -> None:
    assert score([Span(0, 4)], [Span(4, 8)], match="overlap").true_positives == 0


def test_overlaps_heed_labels_only_when_asked() -> None:
    gold, predicted = [Span(0, 4, "A")], [Span(2, 6, "B")]
    assert score(gold, predicted, match="overlap").true_positives == 0
    assert score(gold, predicted, match="overlap", labels=False).true_positives == 1


def test_the_case_where_greedy_finds_fewer_than_the_most() -> None:
    # Documented: the largest overlap goes first, though two pairs were possible.
    gold, predicted = [Span(0, 10), Span(10, 14)], [Span(0, 3), Span(4, 12)]
    result = score(gold, predicted, match="overlap")
    assert result.matched == ((Span(0, 10), Span(4, 12)),)


def test_an_unknown_match_is_refused() -> None:
    with pytest.raises(ValueError, match='match is "exact" or "overlap", not \'partial\''):
        score([], [], match="partial")  # type: ignore[arg-type]


def test_score_is_frozen() -> None:
    with pytest.raises(AttributeError):
        score([], []).missed = ()  # type: ignore[misc]


def _greedy(gold: list[Span], predicted: list[Span], labels: bool) -> int:
    """Greedy matching by looking at every pair every time."""
    left, right, found = set(gold), set(predicted), 0
    while pairs := [
        (not g.same_place(p), -g.overlap(p), g, p)
        for g, p in itertools.product(left, right)
        if g.overlap(p) and (not labels or g.label == p.label)
    ]:
        _, _, g, p = min(pairs)
        left.remove(g)
        right.remove(p)
        found += 1
    return found


def _most(gold: list[Span], predicted: list[Span], labels: bool) -> int:
    """The most pairs there can be, by trying everything."""
    if not gold:
        return 0
    first, rest = gold[0], gold[1:]
    best = _most(rest, predicted, labels)
    for p in predicted:
        if first.overlap(p) and (not labels or first.label == p.label):
            others = [q for q in predicted if q is not p]
            best = max(best, 1 + _most(rest, others, labels))
    return best


@settings(max_examples=300, deadline=None)
@given(spans, spans)
def test_overlap_against_looking_at_every_pair(gold: list[Span], predicted: list[Span]) -> None:
    gold, predicted = sorted(set(gold)), sorted(set(predicted))
    result = score(gold, predicted, match="overlap")
    assert result.true_positives == _greedy(gold, predicted, True)
    assert 2 * result.true_positives >= _most(gold[:5], predicted[:5], True)


@given(spans, spans)
def test_exact_is_what_the_sets_share(gold: list[Span], predicted: list[Span]) -> None:
    result = score(gold, predicted)
    assert {pair[0] for pair in result.matched} == set(gold) & set(predicted)
    assert set(result.missed) == set(gold) - set(predicted)
    assert set(result.invented) == set(predicted) - set(gold)


@given(spans, spans, matches, st.booleans(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(
    gold: list[Span], predicted: list[Span], match: scoring.Match, labels: bool, random: object
) -> None:
    before = score(gold, predicted, match=match, labels=labels)
    again, more = gold + gold, predicted[:2] + predicted
    random.shuffle(again)  # type: ignore[attr-defined]
    random.shuffle(more)  # type: ignore[attr-defined]
    assert score(again, more, match=match, labels=labels) == before
    # Each span in one place at most, and all accounted for.
    golds = [pair[0] for pair in before.matched] + list(before.missed)
    guesses = [pair[1] for pair in before.matched] + list(before.invented)
    assert len(golds) == len(set(golds))
    assert len(guesses) == len(set(guesses))
    assert set(golds) <= set(gold)
    assert set(guesses) <= set(predicted)


@given(spans, matches, st.booleans())
def test_the_gold_itself_is_perfect(gold: list[Span], match: scoring.Match, labels: bool) -> None:
    assert score(gold, gold, match=match, labels=labels).perfect


@given(spans, spans)
def test_overlap_is_never_stricter(gold: list[Span], predicted: list[Span]) -> None:
    exact = score(gold, predicted)
    assert score(gold, predicted, match="overlap").true_positives >= exact.true_positives


@given(spans, spans)
def test_labels_add_up(gold: list[Span], predicted: list[Span]) -> None:
    by_label = score_by_label(gold, predicted)
    assert list(by_label) == sorted({span.label for span in gold + predicted})
    whole = score(gold, predicted)
    assert sum(part.true_positives for part in by_label.values()) == whole.true_positives
    assert sum(part.false_negatives for part in by_label.values()) == whole.false_negatives


def test_the_work_grows_with_the_spans_not_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = calls_counted(monkeypatch, Span, "overlap")
    gold = [Span(10 * i, 10 * i + 8) for i in range(10_000)]
    predicted = [Span(10 * i + 5, 10 * i + 12) for i in range(10_000)]
    result: Score = score(gold, predicted, match="overlap")
    assert result.true_positives == 10_000
    # Each gold span touches two predictions at most.
    assert len(calls) <= 2 * len(gold)


@settings(max_examples=300, deadline=None)
@given(spans, spans, st.booleans())
def test_the_pairs_are_the_greedy_ones(gold: list[Span], found: list[Span], labels: bool) -> None:
    """The very pairs, not only as many: ties go to what comes first in the text."""
    key = (lambda s: s) if labels else (lambda s: (s.start, s.end))
    gold = list({key(s): s for s in sorted(gold, reverse=True)}.values())
    found = list({key(s): s for s in sorted(found, reverse=True)}.values())
    result = score(gold, found, match="overlap", labels=labels)
    left, right, pairs = set(gold), set(found), []
    while touching := [
        (not g.same_place(p), -g.overlap(p), g, p)
        for g, p in itertools.product(left, right)
        if g.overlap(p) and (not labels or g.label == p.label)
    ]:
        *_, g, p = min(touching)
        left.remove(g)
        right.remove(p)
        pairs.append((g, p))
    assert result.matched == tuple(sorted(pairs))


def test_thousands_of_spans_over_one_another_need_little_room() -> None:
    """Nine million pairs touch; a list of them would take two gigabytes."""
    gold = [Span(i, 10_000 + j) for i in range(10) for j in range(300)]
    found = [Span(i + 1, 10_001 + j) for i in range(10) for j in range(300)]
    tracemalloc.start()
    try:
        result = score(gold, found, match="overlap")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert result.true_positives == 3000
    assert peak < 20_000_000


def test_above_a_baseline() -> None:
    assert [above(0.5, x) for x in (0.0, 0.5, 0.75, 1.0)] == [0.0, 0.0, 0.5, 1.0]
    assert above(1.0, 0.9) == 0.9
