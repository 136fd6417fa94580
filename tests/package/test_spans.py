"""Spans: the type itself, and the functions on lists of them."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbook.spans import (
    Span,
    are_disjoint,
    cover,
    from_json,
    from_words,
    lost_characters,
    to_json,
    words,
)

a_span = st.builds(
    lambda start, length, label: Span(start, start + length, label),
    st.integers(0, 50),
    st.integers(1, 20),
    st.text(max_size=3),
)


@pytest.mark.parametrize(
    ("values", "error", "says"),
    [
        ((0, 0), ValueError, "ends after it starts, not 0 to 0"),
        ((3, 1), ValueError, "ends after it starts, not 3 to 1"),
        ((-1, 1), ValueError, "starts at 0 or later, not at -1"),
        ((0.0, 1), TypeError, "start is a whole number, not 0.0"),
        ((0, "1"), TypeError, "end is a whole number, not '1'"),
        ((False, True), TypeError, "start is a whole number, not False"),
        ((0, 1, None), TypeError, "label is a string, not None"),
    ],
)
def test_what_is_not_a_span(values: tuple[object, ...], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        Span(*values)  # type: ignore[arg-type]


def test_offsets_count_code_points() -> None:
    text = "👩🏽 안녕 e\u0301"
    assert Span(0, 2).of(text) == "👩🏽"
    assert Span(3, 5).of(text) == "안녕"
    assert len(Span(6, 8)) == 2


def test_a_span_beyond_its_text_is_an_error_not_a_shorter_word() -> None:
    with pytest.raises(ValueError, match="ends after the text, which has 3 characters"):
        Span(2, 4).of("abc")


def test_spans_are_frozen_hashable_and_in_text_order() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span(0, 1).start = 2  # type: ignore[misc]
    assert {Span(0, 1), Span(0, 1)} == {Span(0, 1)}
    assert sorted([Span(2, 3), Span(0, 9), Span(0, 1, "B"), Span(0, 1, "A")]) == [
        Span(0, 1, "A"),
        Span(0, 1, "B"),
        Span(0, 9),
        Span(2, 3),
    ]


@given(a_span, a_span)
def test_overlap_counts_shared_characters(a: Span, b: Span) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert a.overlap(b) == b.overlap(a) == len(shared)
    assert a.contains(b) == (len(shared) == len(b))
    assert a.same_place(b) == (a.contains(b) and b.contains(a))
    assert are_disjoint([a, b]) == (a.end <= b.start)


@given(a_span, st.integers(0, 10))
def test_shift_keeps_the_length_and_the_label(span: Span, by: int) -> None:
    shifted = span.shift(by)
    assert (len(shifted), shifted.label) == (len(span), span.label)
    assert shifted.shift(-by) == span
    assert span.labelled("X") == Span(span.start, span.end, "X")


@given(st.lists(a_span, min_size=1))
def test_cover_is_the_smallest_that_holds_all(spans: list[Span]) -> None:
    around = cover(spans, "ALL")
    assert around.label == "ALL"
    assert all(around.contains(span) for span in spans)
    assert around.start in {span.start for span in spans}
    assert around.end in {span.end for span in spans}


def test_nothing_covers_nothing() -> None:
    with pytest.raises(ValueError, match="no spans"):
        cover([])


@given(st.text())
def test_words_and_places_go_both_ways(text: str) -> None:
    pieces = text.split()
    spans = from_words(text, pieces)
    assert words(text, spans) == pieces
    assert are_disjoint(spans)
    assert lost_characters(text, spans) == []


@pytest.mark.parametrize("pieces", [["b", "a"], ["a", "a"], [""], ["c"]])
def test_words_that_are_not_there(pieces: list[str]) -> None:
    with pytest.raises(ValueError, match="does not occur in the text after character"):
        from_words("a b", pieces)


def test_lost_characters_are_told_by_place() -> None:
    assert lost_characters("a b\u00a0c.", [Span(2, 3)]) == [0, 4, 5]
    assert lost_characters(" \n\t", []) == []


@given(st.lists(a_span))
def test_json_round_trip(spans: list[Span]) -> None:
    assert from_json(to_json(spans)) == spans


def test_json_leaves_an_empty_label_out() -> None:
    assert to_json([Span(0, 1), Span(1, 2, "ORG")]) == [[0, 1], [1, 2, "ORG"]]


@pytest.mark.parametrize(
    "data",
    [None, {}, "ab", 3, [3], [[0]], [[0, 1, "A", "B"]], [["0", 1]], [[0, 1, 2]], [[True, 2]],
     [[1, 0]], [[-1, 3]], [[0.0, 1.0]], [None]],
)  # fmt: skip
def test_json_that_is_not_spans_is_one_error(data: object) -> None:
    with pytest.raises(ValueError, match="span"):
        from_json(data)
