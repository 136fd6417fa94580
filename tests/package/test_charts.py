"""Charts that lessons and views draw: small, the same at every run, told in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newsbook.charts import Chart, bar_chart, confusion_chart, frequency_chart, line_chart
from newsbook.charts.chart import _FOLLOW_THE_THEME, COLOURS, PATTERNS, ROOMY
from newsbook.errors import BadInput

CURVE = {"Punkt": [(20, 0.8), (10, 0.5)], "ours": {10: 0.7, 20: 0.9}}
MIXED = {"ORG": {"ORG": 8, "GPE": 2}, "GPE": {"GPE": 5, "PERSON": 1}}


def made() -> list[Chart]:
    return [
        frequency_chart({"the": 3, "a": 1}, title="Words"),
        bar_chart({"ORG": 0.75, "GPE": 1}, title="Recall", x="label", y="recall"),
        bar_chart(
            {"Punkt": {"P": 0.5, "R": 1.0}, "ours": {"P": 1.0}},
            title="Both", x="figure", y="length", unit="characters",
        ),
        line_chart(CURVE, title="Learning", x="articles read", y="F1", unit="share"),
        confusion_chart(MIXED, title="Mixed up"),
    ]  # fmt: skip


def test_each_has_title_axes_alt_and_a_small_figure() -> None:
    for chart in made():
        layout = chart.figure.layout
        assert layout.title.text == chart.title
        assert layout.xaxis.title.text and layout.yaxis.title.text
        assert chart.alt.endswith(".")
        assert repr(chart) == f"Chart: {chart.title}\n{chart.alt}"
        assert len(json.dumps(chart._data())) < 3_500, "no template comes along"
    first, second = (json.dumps([chart._data() for chart in made()]) for _ in range(2))
    assert first == second


def test_they_are_told_in_words() -> None:
    assert [chart.alt for chart in made()[1:]] == [
        "recall by label: ORG 0.75, GPE 1.",
        "length by figure (characters): Punkt: P 0.5, R 1; ours: P 1.",
        "F1 by articles read (share): Punkt: 0.5 at 10, 0.8 at 20; ours: 0.7 at 10, 0.9 at 20.",
        "13 of 16 spans on the diagonal; gold ORG predicted GPE 2, gold GPE predicted PERSON 1.",
    ]
    many = bar_chart({f"w{i}": i for i in range(100)}, title="", x="word", y="count")
    assert many.alt.endswith("w59 59, ….")
    assert line_chart(CURVE, title="", x="x", y="y", alt="It rises.").alt == "It rises."
    assert made()[2].figure.layout.yaxis.title.text == "length (characters)"
    assert made()[4].figure.layout.xaxis.title.text == "predicted (spans)"


def test_up_to_twelve_bars_have_their_values_above() -> None:
    bars = bar_chart({"a": 0.123456, "b": -2, "c": 7}, title="", x="x", y="y").figure.data[0]
    assert list(bars.text) == ["0.1235", "−2", "7"] and bars.textposition == "outside"
    both = made()[2].figure.data
    assert [list(bars.text) for bars in both] == [["0.5", "1"], ["1"]]
    for count, written in ((12, True), (13, False)):
        many = bar_chart({f"w{i}": i for i in range(count)}, title="", x="x", y="y")
        assert (many.figure.data[0].text is not None) == written


def test_a_unit_is_not_said_twice() -> None:
    chart = bar_chart({"GPE": 2}, title="Names", x="label", y="Mentions", unit="mentions")
    assert chart.figure.layout.yaxis.title.text == "Mentions"
    assert chart.alt == "Mentions by label: GPE 2."


def test_letters_follow_the_page() -> None:
    # Room is for the largest letters that JupyterLab gives; its style sheet says which they are.
    assert {chart.figure.layout.font.size for chart in made()} == {ROOMY}
    assert "font-size: var(--jp-content-font-size1, 14px) !important" in _FOLLOW_THE_THEME


def test_what_colour_tells_is_told_otherwise_too() -> None:
    bars = bar_chart({f"s{i}": {"a": i} for i in range(6)}, title="", x="x", y="y").figure
    assert [bar.marker.color for bar in bars.data] == list(COLOURS)
    assert [bar.marker.pattern.shape or "" for bar in bars.data] == list(PATTERNS)
    lines = line_chart({f"s{i}": [(1, i)] for i in range(6)}, title="", x="x", y="y").figure
    assert len({line.line.dash for line in lines.data}) == 6
    assert len({line.marker.symbol for line in lines.data}) == 6
    assert bars.layout.showlegend and not made()[1].figure.layout.showlegend
    cells = made()[4].figure
    assert cells.data[0].texttemplate == "%{z}" and len(cells.layout.shapes) == 3
    assert [list(row) for row in cells.data[0].z] == [[8, 2, 0], [0, 5, 1], [0, 0, 0]]


def test_words_stay_words() -> None:
    evil = "<b>x</b> & <a href='x'>"
    chart = bar_chart({evil: 1, "w" * 40 + "a": 2, "w" * 40 + "b": 3}, title=evil, x=evil, y=evil)
    names = chart.figure.data[0].x
    assert names[0] == "&lt;b&gt;x&lt;/b&gt; &amp; &lt;a href='x'&gt;"
    assert len(set(names)) == 3, "two long words stay two bars"
    assert "<" not in chart.figure.layout.title.text
    assert evil in chart.alt


@pytest.mark.parametrize(
    "draw,says",
    [
        (lambda: bar_chart([1, 2], title="", x="", y=""), "values by name .* not a list"),
        (lambda: bar_chart({}, title="", x="", y=""), "no values"),
        (lambda: bar_chart({"a": "1"}, title="", x="", y=""), "finite numbers, not from '1'"),
        (lambda: bar_chart({"a": float("nan")}, title="", x="", y=""), "finite numbers"),
        (lambda: bar_chart({"a": True}, title="", x="", y=""), "finite numbers, not from True"),
        (lambda: bar_chart({"a": 1, "b": {"c": 1}}, title="", x="", y=""), "not both"),
        (lambda: bar_chart({"a": {}}, title="", x="", y=""), "no values"),
        (lambda: bar_chart({str(i): {"a": 1} for i in range(7)}, title="", x="", y=""), "6 series"),
        (lambda: bar_chart({str(i): 1 for i in range(201)}, title="", x="", y=""), "200 bars"),
        (lambda: bar_chart({"a": 1}, title=None, x="", y=""), "title needs a text"),
        (lambda: bar_chart({1: 1}, title="", x="", y=""), "each name needs a text"),
        (lambda: line_chart({str(i): [(1, 1)] for i in range(7)}, title="", x="", y=""), "6 lines"),
        (lambda: line_chart({"a": []}, title="", x="", y=""), "needs points"),
        (lambda: line_chart({"a": [1, 2]}, title="", x="", y=""), r"pairs \(x, y\), not 1"),
        (lambda: confusion_chart({"a": 3}, title=""), "'a' has a number"),
        (lambda: confusion_chart({"a": {"a": -1}}, title=""), "needs counts, not -1"),
        (lambda: confusion_chart({"a": {str(i): 1 for i in range(41)}}, title=""), "40 labels"),
        (lambda: frequency_chart({}), "no counts"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_a_sentence(draw: Any, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        draw()


def test_shares_are_marked_as_far_as_one() -> None:
    axis = bar_chart({"a": 1.0, "b": 0.83}, title="", x="step", y="F1").figure.layout.yaxis
    assert axis.tickvals[-1] == 1 and axis.range[1] < 1.2
    for other in ({"a": 1, "b": 0}, {"a": 2.0, "b": 0.5}, {"a": 0.02}, {"a": -0.5, "b": 0.9}):
        assert bar_chart(other, title="", x="x", y="y").figure.layout.yaxis.range is None


def test_names_are_turned_only_where_there_is_no_room() -> None:
    for names in ("ab", [f"a long name {i}" for i in range(30)]):
        axis = bar_chart(dict.fromkeys(names, 1), title="", x="x", y="y").figure.layout.xaxis
        assert axis.tickangle is None and axis.autotickangles == (0, -45)
