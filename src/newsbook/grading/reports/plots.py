"""The class report's figures, as plotly takes them: plain data, drawn when the page is opened.

Each has a title, a sentence on what to see and a description in words, in HTML around it, where
they fit on any page; and its numbers stand in a table, so nothing is lost without scripts.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from newsbook.agreement import OUTSIDE
from newsbook.charts.chart import COLOURS, FAINT, house_style, plain
from newsbook.grading.reports.items import BINS, Item
from newsbook.grading.reports.marks import ClassMarks
from newsbook.markup import visible

__all__ = ["DRAW", "figure", "grades_plot", "items_plot", "marks_plot", "plotly_js"]

MOST_ROWS = 20
"""Stretches of a text that a heat map shows; the table beside it has more."""

LONGEST_NAME = 22

DRAW = """
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wide = matchMedia("(min-width: 34rem)");
  const config = { displayModeBar: false, responsive: true };
  const draw = box => {
    const given = JSON.parse(document.getElementById(box.dataset.figure).textContent);
    const letters = wide.matches ? 14 : 12;
    given.layout.font.size = letters;
    for (const trace of given.data) {
      if (trace.meta && !wide.matches) Object.assign(trace, trace.meta);
      // A phone's cells are too narrow for signs of percent.
      if (trace.type !== "heatmap" || wide.matches || trace.x.length < 5) continue;
      trace.text = trace.text.map(row => row.map(text => text.replace("%", "")));
      trace.textfont = { size: 11 };
    }
    Plotly.react(box, given.data, given.layout, config);
  };
  const all = () => document.querySelectorAll("[data-figure]").forEach(draw);
  all();
  for (const query of [dark, wide]) query.addEventListener("change", all);
  // On paper a figure is as wide as the paper, not as the window was.
  const width = value => document.querySelectorAll("[data-figure]").forEach(box =>
    Plotly.relayout(box, value ? { width: value, autosize: false }
                               : { width: null, autosize: true }));
  addEventListener("beforeprint", () => width(660));
  addEventListener("afterprint", () => width(0));
})();
"""

# One hue from a page's own lightness to dark: read by lightness alone, by any eye and in print.
_SCALE = [[0.0, "#eef4f8"], [0.25, "#b5d3e6"], [0.5, "#6ba6ca"], [0.75, "#2473a6"],
          [1.0, "#08395c"]]  # fmt: skip


@cache
def plotly_js() -> str:
    """Plotly's own script, from the package that charts are made with."""
    return (files("plotly") / "package_data" / "plotly.min.js").read_text("utf-8")


def figure(name: str, plot: dict[str, Any], title: str, see: str, alt: str) -> str:
    """A figure with its words around it.

    Args:
        name: An id, unlike those of all other figures.
        plot: What a function here gave.
        title: Its title, as HTML.
        see: One sentence on what to see, as HTML.
        alt: What it shows, in words, for those who do not see it.
    """
    # Data in a script element ends at "</" and nowhere else.
    data = json.dumps(plot, ensure_ascii=True, sort_keys=True).replace("<", "\\u003c")
    height = plot["layout"]["height"]
    return (
        f'<figure><figcaption><strong>{title}</strong><br><span class="quiet">{see}</span>'
        f'</figcaption><div class="plot" role="img" aria-label="{html.escape(visible(alt))}" '
        f'style="height: {height}px" data-figure="{name}"></div>'
        f'<script type="application/json" id="{name}">{data}</script>'
        "<noscript><p>Scripts are off, so the figure is not drawn; its numbers are in the tables."
        "</p></noscript></figure>"
    )


def _layout(height: int, x: str, y: str) -> dict[str, Any]:
    layout = house_style("", height=height)
    del layout["title"]
    axis = {"gridcolor": FAINT, "zeroline": False, "automargin": True}
    return layout | {
        "margin": {"l": 60, "r": 16, "t": 12, "b": 60},
        "xaxis": {**axis, "title": {"text": x}, "fixedrange": True},
        "yaxis": {**axis, "title": {"text": y}, "fixedrange": True},
    }


def grades_plot(counts: Sequence[int], possible: int) -> dict[str, Any]:
    """How many students have how many points.

    Args:
        counts: Students in each tenth of the points.
        possible: The points that can be earned.
    """
    names = [bin_name(number, possible) for number in range(BINS)]
    layout = _layout(340, "points earned, in tenths of all points", "students")
    layout["xaxis"]["type"] = "category"
    layout["xaxis"]["tickangle"] = -35
    layout["yaxis"] |= {"rangemode": "tozero", "tickformat": ",d"}
    layout["bargap"] = 0.08
    bar = {
        "type": "bar",
        "x": names,
        "y": list(counts),
        "marker": {"color": COLOURS[0]},
        "text": [f"{n:,}" if n else "" for n in counts],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{x} points: %{y} students<extra></extra>",
    }
    layout["yaxis"]["range"] = [0, max([*counts, 1]) * 1.15]
    return {"data": [bar], "layout": layout}


def bin_name(number: int, possible: int) -> str:
    """The points of one tenth, as an axis says them.

    Example:
        >>> bin_name(0, 30), bin_name(9, 30)
        ('0 to 2.9', '27 to 30')
    """
    low = possible * number / BINS
    high = possible if number == BINS - 1 else possible * (number + 1) / BINS - 0.1
    return f"{low:.1f}".removesuffix(".0") + " to " + f"{max(low, high):.1f}".removesuffix(".0")


def items_plot(items: Sequence[Item]) -> dict[str, Any]:
    """How hard each exercise is, and how well it tells students apart."""
    shown = [item for item in items if item.discrimination is not None]
    layout = _layout(440, "share of the points earned (right: easier)", "item-rest correlation")
    layout["xaxis"] |= {"range": [-0.03, 1.05], "tickformat": ".0%"}
    found = [item.discrimination or 0 for item in shown]
    # No more of the plane than there is something in, so that names find room.
    lowest = -0.45 if min(found, default=0) < -0.1 else -0.15
    layout["yaxis"] |= {"range": [lowest, min(1.0, max(0.45, *found) + 0.1)]}
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1}
    layout["shapes"] = [
        line | {"y0": 0.3, "y1": 0.3, "line": {"dash": "dash", "width": 1, "color": COLOURS[1]}},
        line | {"y0": 0, "y1": 0, "line": {"dash": "solid", "width": 1, "color": "#767676"}},
    ]
    points = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [round(item.share, 4) for item in shown],
        "y": [round(item.discrimination or 0, 4) for item in shown],
        "customdata": [item.exercise.id for item in shown],
        **_names(shown, WIDE, layout),
        "meta": _names(shown, NARROW, layout),
        "marker": {"color": COLOURS[0], "size": 9},
        "hovertemplate": "%{customdata}: %{x:.0%} of the points, <i>r</i> %{y:.2f}<extra></extra>",
    }
    return {"data": [points], "layout": layout}


@dataclass(frozen=True)
class _Screen:
    """How large the scatter plot is drawn, in CSS pixels: its inner part, and a letter."""

    width: float
    letter: float
    height: float = 340.0


WIDE, NARROW = _Screen(830, 7.8), _Screen(255, 6.7)

DOT = 6.0
"""Pixels from the middle of a dot to what may stand beside it."""

_PLACES = (("top center", 0, 1), ("bottom center", 0, -1), ("middle right", 1, 0),
           ("middle left", -1, 0))  # fmt: skip

_Box = tuple[float, float, float, float]


def _names(items: Sequence[Item], screen: _Screen, layout: dict[str, Any]) -> dict[str, Any]:
    """The id of each exercise and where it stands; empty where there is no room for it.

    The weakest are named first, each at the first side of its dot where it covers no dot, no name
    and no line; one for which there is no such side has its name when it is pointed at.
    """
    (left, right), (low, high) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    across, up = screen.width / (right - left), screen.height / (high - low)
    dots = [((i.share - left) * across, ((i.discrimination or 0) - low) * up) for i in items]
    taken: list[_Box] = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in dots]
    taken += [(0, (y - low) * up - 1, screen.width, (y - low) * up + 1) for y in (0.0, 0.3)]
    texts, places = [""] * len(items), [_PLACES[0][0]] * len(items)
    for i in sorted(range(len(items)), key=lambda i: (items[i].discrimination or 0, i)):
        name = items[i].exercise.id
        half, tall = len(name) * screen.letter / 2, screen.letter * 1.9
        for place, sideways, upwards in _PLACES:
            x = dots[i][0] + sideways * (DOT + half + 1)
            y = dots[i][1] + upwards * (DOT + tall / 2 + 1)
            box = (x - half, y - tall / 2, x + half, y + tall / 2)
            inside = box[0] >= 0 and box[2] <= screen.width
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                texts[i], places[i] = name, place
                break
    return {"text": texts, "textposition": places}


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def marks_plot(marks: ClassMarks) -> dict[str, Any]:
    """Who marked what on the most disputed stretches, the gold's label in brackets.

    Rows are stretches, the most disputed on top; columns are labels; cells are shares of students.
    """
    rows = marks.disputed()[:MOST_ROWS]
    names: list[str] = []
    for stretch in rows:
        words = visible(stretch.words)
        short = words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}…"
        name = plain(short)
        while name in names:
            name += "\u200a"  # an axis would take two of one name for one
        names.append(name)
    shares = [[s.counts.get(label, 0) / s.students for label in marks.labels] for s in rows]
    told = [
        [
            f"[{share:.0%}]" if label == stretch.gold else f"{share:.0%}" if share else ""
            for label, share in zip(marks.labels, row, strict=True)
        ]
        for stretch, row in zip(rows, shares, strict=True)
    ]
    layout = _layout(120 + 30 * len(rows), "label; the gold’s share in brackets", "")
    layout["yaxis"] |= {"autorange": "reversed", "showgrid": False}
    layout["xaxis"] |= {"showgrid": False, "side": "top", "type": "category", "tickangle": 0}
    layout["margin"] |= {"t": 60, "b": 20}
    if len(marks.labels) > 4:
        layout["xaxis"]["tickangle"] = -45
        layout["margin"]["t"] = 100
        layout["height"] += 40
    heat = {
        "type": "heatmap",
        "x": ["not marked" if label == OUTSIDE else label for label in marks.labels],
        "y": names,
        "z": [[round(share, 4) for share in row] for row in shares],
        "text": told,
        "texttemplate": "%{text}",
        "zmin": 0,
        "zmax": 1,
        "colorscale": _SCALE,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hovertemplate": "%{y}: %{z:.0%} say %{x}<extra></extra>",
    }
    return {"data": [heat], "layout": layout}
