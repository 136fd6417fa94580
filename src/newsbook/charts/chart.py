"""A chart as lessons show it, and the style that all charts have.

A figure widget would put megabytes into a page; the mimetype puts in the figure's data. Text and
lines are greys that can be read on a light and on a dark page; in JupyterLab they follow its theme
and the size of its letters, also while the chart is shown.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import Any

__all__ = [
    "COLOURS", "DASHES", "FAINT", "GREY", "PATTERNS", "SYMBOLS", "Chart", "axis_names",
    "house_style", "plain", "space", "with_unit",
]  # fmt: skip

# From Okabe and Ito's palette ("Color Universal Design", 2008), without its yellow and black, of
# which one or the other page shows nothing. What colour tells is told by a pattern, a marker or a
# dash too.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
PATTERNS = ("", "/", ".", "x", "-", "+")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
GREY = "#767676"
FAINT = "rgba(127, 127, 127, 0.3)"

ROOMY = 17
"""Pixels of the letters that a chart has room for: those of JupyterLab's Presentation Mode.

Plotly places text once, by this size; the page's own may be smaller, and may change meanwhile.
"""

LONGEST = 24
"""Characters of a word that an axis shows."""

PLOTLY = "application/vnd.plotly.v1+json"

# A figure cannot name the page's colours and sizes, but the page can give them to a figure.
# `!important`, because plotly writes its own into each element.
_PAGE = {
    " text": (
        "fill: var(--jp-content-font-color1, #444); font-size: var(--jp-content-font-size1, 14px)"
    ),
    " .gtitle": "font-size: calc(var(--jp-content-font-size1, 14px) * 1.2)",
    " .gridlayer path": "stroke: var(--jp-border-color2, #d8d8d8); stroke-opacity: 1",
    " .zerolinelayer path, .js-plotly-plot .plotly path:is(.ticks, [class*='lines-above'])": (
        "stroke: var(--jp-content-font-color2, #767676); stroke-opacity: 1"
    ),
    " .shapelayer path": "stroke: var(--jp-content-font-color1, #444)",
    " .hoverlayer .hovertext path, .js-plotly-plot .plotly .hoverlayer .axistext path": (
        "fill: var(--jp-layout-color1, #fff); stroke: var(--jp-content-font-color2, #767676); "
        "fill-opacity: 1"
    ),
}
_FOLLOW_THE_THEME = "".join(
    f".js-plotly-plot .plotly{place} {{ {look.replace(';', ' !important;')} !important }} "
    for place, look in _PAGE.items()
).strip()


class Chart:
    """A plotly figure with a description in words.

    Args:
        figure: A `plotly.graph_objects.Figure`.
        title: Its title.
        alt: What it shows, in a sentence, for those who cannot see it.

    Attributes:
        figure: The figure, to look into or to change.
        title: The title.
        alt: The description.
    """

    def __init__(self, figure: Any, title: str, alt: str) -> None:
        self.figure = figure
        self.title = title
        self.alt = alt

    def __repr__(self) -> str:
        """The description: what nbval compares, and what a page without plotly shows."""
        return f"Chart: {self.title}\n{self.alt}"

    def _ipython_display_(self) -> None:
        """Show the chart in a notebook, and below it the same in words.

        A style sheet goes along that makes the chart follow the page's theme. Where it is stripped,
        as in a notebook not yet trusted, text and lines are grey.
        """
        from IPython.display import display

        words = html.escape(self.alt)
        caption = f"<details><summary>The chart in words</summary>{words}</details>"
        for bundle in (
            {PLOTLY: self._data(), "text/plain": repr(self)},
            {"text/html": f"<style>{_FOLLOW_THE_THEME}</style>{caption}", "text/plain": ""},
        ):
            display(bundle, raw=True)  # type: ignore[no-untyped-call]

    def _data(self) -> dict[str, Any]:
        """The figure as plain JSON: not by plotly's own renderer, which adds a whole template."""
        shown: dict[str, Any] = json.loads(self.figure.to_json())
        # Not "responsive": JupyterLab tells the chart of its size, and plotly's own watch makes it
        # collapse to nothing when the theme changes.
        shown["config"] = {"displayModeBar": False}
        return shown


def plain(text: str) -> str:
    """Text that plotly shows as it stands, where it would take tags for markup."""
    return html.escape(text, quote=False)


def axis_names(names: Sequence[str], longest: int = LONGEST) -> list[str]:
    """Names as an axis has room for: a very long one leaves none. No two become the same."""
    shown: list[str] = []
    for name in names:
        short = name if len(name) <= longest else f"{name[: longest - 1]}…"
        while plain(short) in shown:
            short += "\u200a"  # a hair space
        shown.append(plain(short))
    return shown


def space(unit: str) -> str:
    """A unit as it stands behind a number."""
    return f" {plain(unit)}" if unit else ""


def with_unit(name: str, unit: str) -> str:
    """What is measured, and in what, where that is not the same word: "mentions", not twice.

    Example:
        >>> with_unit("length", "characters"), with_unit("mentions", "mentions")
        ('length (characters)', 'mentions')
    """
    return f"{name} ({unit})" if unit and unit.casefold() != name.casefold() else name


ROW = 26
"""Pixels of a row of the legend."""


def house_style(title: str, *, legend: int = 0, height: int = 400) -> dict[str, Any]:
    """The layout of every chart.

    Args:
        title: Its title, above all else.
        legend: How many series the legend names; 0 for no legend. On a phone each takes a row of
            its own below the title, and room is kept for that.
        height: Its height in pixels; a legend's rows come on top.
    """
    rows = ROW * max(0, legend - 1)
    return {
        "template": "none",
        "title": {
            "text": plain(title),
            **{"x": 0, "xref": "paper", "y": 1, "yref": "container", "yanchor": "top"},
            "pad": {"t": 16},
        },
        "font": {"color": GREY, "size": ROOMY},
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "hoverlabel": {
            "bgcolor": "#fff",
            "bordercolor": GREY,
            "font": {"color": "#444", "size": ROOMY},
        },
        "margin": {"l": 60, "r": 20, "t": 84 + rows if legend else 54, "b": 90},
        "height": height + rows,
        "showlegend": legend > 0,
    } | ({"legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"}} if legend else {})
