"""Pictures for lessons: boxes, comparisons and charts."""

import html
import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsbook
from newsbook import compare, frequency_chart, show
from newsbook.markup import escaped
from newsbook.spans import Span, from_words
from newsbook.text import pattern_tokens, split_tokens, tokenise

HOSTILE = '<script>alert(1)</script> <img src=x onerror="alert(2)"> & \u202eabc 👩‍🚀'


def test_show_puts_every_span_in_a_box():
    view = show("it’s on", from_words("it’s on", ["it", "’s", "on"]))
    assert repr(view) == "it | ’s | on"
    assert view._repr_html_().count("<li") == 3, "a list, so that a screen reader tells them apart"


def test_show_names_labels_in_words():
    assert repr(show("NATO", [Span(0, 4, "ORG")])) == "NATO [ORG]"
    assert "ORG" in show("NATO", [Span(0, 4, "ORG")])._repr_html_()


def test_text_never_becomes_markup():
    for view in (
        show(HOSTILE, [*split_tokens(HOSTILE), Span(0, 8, "<b>")]),
        compare(HOSTILE, {"<i>": split_tokens(HOSTILE), "b": tokenise(HOSTILE)}),
    ):
        markup = view._repr_html_()
        assert "<script" not in markup
        assert "<img" not in markup
        assert "<i>" not in markup


def test_text_is_not_typeset_as_a_formula_nor_turned_round():
    text = r"\(x\) \[y\] $z$ \begin{align}" + "\u202eabc\u2066"
    for view in (show(text, [Span(0, len(text), "\\(L\\)")]), compare(text, {"\\[a\\]": []})):
        markup = view._repr_html_()
        for opening in ("\\(", "\\[", "\\begin", "\u202e", "\u2066"):
            assert opening not in markup
    assert "<code>U+202E</code>abc" in show(text, [(0, len(text))])._repr_html_()
    assert html.unescape(re.sub("<[^>]*>", "", escaped(r"\(a\b\) $&"))) == r"\(a\b\) $&"


def test_text_does_not_act_on_a_terminal():
    text = "a\x1b[31mred\x07\x9b \u202eb\x00"
    for view in (show(text, [Span(0, len(text), "\x1bL")]),
                 compare(text, {"\x1bone": split_tokens(text), "two": [Span(0, 1)]})):  # fmt: skip
        shown = repr(view)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
        assert r"a\x1b[31mred\x07\x9b" in shown
    assert repr(show("naïve 👩‍🚀 قال", [(0, 13)])) == "naïve 👩‍🚀 قال", "words stay as they are"


def test_boxes_run_in_the_direction_of_the_text():
    assert show("قال it", split_tokens("قال it"))._repr_html_().count('dir="auto"') == 3


def test_compare_shows_just_the_disputed_places():
    text = "it’s a two-day visit"
    seen = compare(text, {"split": split_tokens(text), "words": pattern_tokens(r"\w+", text)})
    assert seen.rows() == [["it’s", "it | s"], ["two-day", "two | day"]]
    assert seen.summary == "2 places disputed, 2 agreed."
    assert "<th" in seen._repr_html_()


def test_compare_of_a_token_that_only_one_has():
    seen = compare("a .", {"one": [Span(0, 1)], "two": [Span(0, 1), Span(2, 3)]})
    assert seen.rows() == [["(nothing)", "."]]


def test_compare_needs_something_to_compare():
    with pytest.raises(ValueError, match="at least one"):
        compare("a", {})


@given(text=st.text(alphabet="ab ’-.", max_size=30))
def test_places_hold_all_tokens_once(text):
    layers = {"split": split_tokens(text), "marks": pattern_tokens(r"\w+|[^\w\s]", text)}
    seen = compare(text, layers)
    assert all(a.end <= b.start for a, b in zip(seen.places, seen.places[1:], strict=False))
    for name, spans in layers.items():
        outside = [s for s in spans if not any(place.contains(s) for place in seen.places)]
        others = layers["marks" if name == "split" else "split"]
        assert all(span in others for span in outside), "what is left out is agreed on"


def test_chart_ranks_and_breaks_ties_by_letter():
    chart = frequency_chart(Counter("bbaacd"), top=3, title="Letters")
    assert list(chart.figure.data[0].x) == ["a", "b", "c"]
    assert list(chart.figure.data[0].y) == [2, 2, 1]
    assert repr(chart) == "Chart: Letters\na 2, b 2, c 1."


def test_chart_has_title_axes_and_a_small_figure():
    chart = frequency_chart({"the": 14}, title="Words")
    layout = chart.figure.layout
    assert layout.title.text == "Words"
    assert layout.xaxis.title.text
    assert layout.yaxis.title.text
    assert len(json.dumps(chart._data())) < 3_000, "no template comes along"


def test_a_legend_has_a_row_for_each_series_below_the_title() -> None:
    """On a phone the names of series stand one below the other, and the title above them all."""
    bars = {name: {"a": 1} for name in ("one", "two", "three")}
    layout = newsbook.bar_chart(bars, title="Three", x="x", y="y").figure.layout
    alone = newsbook.bar_chart({"a": 1}, title="One", x="x", y="y").figure.layout
    assert layout.margin.t - alone.margin.t >= 3 * 26
    assert layout.height - layout.margin.t == alone.height - 84
    assert (layout.title.y, layout.title.yref, layout.title.yanchor) == (1, "container", "top")
    assert not alone.showlegend
