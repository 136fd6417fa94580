"""The charts of who speaks: timelines and networks, the same at every run and told in words."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from newsbook import Article
from newsbook.charts import Chart, network_chart, timeline_chart
from newsbook.charts.layout import _crossings, name_lines, two_columns
from newsbook.desk import from_gold, links, turns, who_said_what
from newsbook.errors import BadInput, WrongType

SEED = from_gold(Article.load("nato_seoul"))
LINKS = links(who_said_what(SEED))


def network(counted=LINKS) -> Chart:
    return network_chart(counted, title="Who names whom", left="who speaks", right="who is named")


def timeline(rows=None) -> Chart:
    given = turns(SEED) if rows is None else rows
    return timeline_chart(given, title="Turns", x="place in the article")


@pytest.mark.parametrize("make", [network, timeline])
def test_title_axes_alt_and_the_same_bytes_again(make) -> None:
    chart = make()
    layout = chart.figure.layout
    assert layout.title.text == chart.title and layout.xaxis.title.text
    assert chart.alt.endswith(".") and repr(chart) == f"Chart: {chart.title}\n{chart.alt}"
    first, second = json.dumps(make()._data()), json.dumps(make()._data())
    assert first == second and len(first) < 25_000


def test_a_timeline_has_a_row_for_each_and_a_bar_for_each_turn() -> None:
    figure = timeline().figure
    assert [bars.name for bars in figure.data] == ["mixed", "direct", "indirect"]
    assert sum(len(bars.x) for bars in figure.data) == 10
    names = [(note.text, note.y) for note in figure.layout.annotations]
    assert names == [("Jens Stoltenberg", 0), ("Yonhap News Agency", 1), ("Park Jin", 2)]
    assert not figure.layout.yaxis.showticklabels
    # The first row is on top, and every bar lies inside the axis.
    low, high = figure.layout.xaxis.range
    assert figure.layout.yaxis.range == (2.5, -0.5) and low == 0
    for bars in figure.data:
        assert all(a + b <= high for a, b in zip(bars.base, bars.x, strict=True))
    # What colour tells is told by a pattern, too.
    assert len({bars.marker.pattern.shape for bars in figure.data}) == 3


def test_names_of_a_network_stand_apart_in_their_columns() -> None:
    figure = network().figure
    for axis in (figure.layout.yaxis, figure.layout.yaxis2):
        places = sorted(axis.tickvals)
        assert len(axis.tickvals) == len(axis.ticktext)
        # Names of as many lines as they have do not touch, in the largest letters.
        high = [22 * (name.count("<br>") + 1) for name in axis.ticktext]
        room = [(a + b) / 2 for a, b in pairwise(high)]
        assert all(b - a > r for (a, b), r in zip(pairwise(places), room, strict=True))
        low, top = axis.range
        assert top == 0 and places[0] >= high[0] / 2 and places[-1] + high[-1] / 2 <= low
    assert "North Atlantic<br>Treaty<br>Organisation" in figure.layout.yaxis2.ticktext
    assert figure.layout.height == figure.layout.yaxis.range[0] + 158 < 700
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert len(lines) == len(LINKS)
    assert lines[0].line.width == max(line.line.width for line in lines)
    assert len({line.line.dash for line in lines}) == 3


def test_columns_are_ordered_so_that_few_links_cross() -> None:
    tangled = {("a", "z"): 1, ("b", "y"): 1, ("c", "x"): 1}
    left, right = two_columns(tangled)
    assert _crossings(tangled, left, right) == 0
    assert _crossings(tangled, ["a", "b", "c"], ["x", "y", "z"]) == 3
    left, right = two_columns(LINKS)
    assert _crossings(LINKS, left, right) == 0
    assert sorted(left) == sorted({a for a, _ in LINKS})
    assert sorted(right) == sorted({b for _, b in LINKS})


@pytest.mark.parametrize(
    "name", ["Jo", "North Atlantic Treaty Organisation", "x" * 60, "<b>a</b>", "", "a\nb"]
)
def test_a_name_has_at_most_two_short_lines(name: str) -> None:
    lines = name_lines(name).split("<br>")
    assert len(lines) <= 2
    assert all(len(line.replace("&lt;", "<").replace("&gt;", ">")) <= 14 for line in lines)
    assert "<b>" not in name_lines(name)


def test_markup_in_names_is_only_text() -> None:
    hostile = "<a href='x'>A</a>"
    for chart in (network({(hostile, "<i>B</i>"): 1}), timeline({hostile: [(0, 2, "<u>k</u>")]})):
        data = json.dumps(chart._data())
        assert "<a href" not in data and "<i>" not in data and "<u>" not in data


@pytest.mark.parametrize(
    "given", [{}, {"a": []}, {"a": [(3, 1, "x")]}, {"a": [(0, float("inf"), "x")]}, {"a": [(0, 1)]}]
)
def test_turns_that_are_none_are_refused(given) -> None:
    with pytest.raises(BadInput):
        timeline(given)


@pytest.mark.parametrize("given", [{}, {"ab": 1}, {("a", "b"): 0}, {("a", "b"): True}, {(1, 2): 1}])
def test_links_that_are_none_are_refused(given) -> None:
    with pytest.raises(BadInput):
        network(given)


def test_other_kinds_and_too_much_are_refused() -> None:
    for make in (network, timeline):
        with pytest.raises(WrongType):
            make([1])
    with pytest.raises(BadInput, match="room for 40"):
        network({("a", f"b{i}"): 1 for i in range(41)})
    with pytest.raises(BadInput, match="room for 40"):
        timeline({f"a{i}": [(0, 1, "direct")] for i in range(41)})
