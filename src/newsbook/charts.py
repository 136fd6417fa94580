"""Charts in one house style, through plotly's notebook mimetype.

A figure widget would put megabytes into a page; the mimetype puts in the figure's data. Colours are
from Okabe and Ito's palette, the text is a grey that is readable on a light and on a dark page.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from newsbook.errors import BadInput, WrongType, kind_of

__all__ = ["Chart", "frequency_chart"]

BLUE = "#0072B2"
ORANGE = "#D55E00"
GREY = "#7F7F7F"
FAINT = "rgba(127, 127, 127, 0.3)"

LONGEST = 24
"""Characters of a word that an axis shows."""

PLOTLY = "application/vnd.plotly.v1+json"

_FOLLOW_THE_THEME = (
    "<style>.js-plotly-plot .plotly text "
    "{ fill: var(--jp-content-font-color1, #444) !important }</style>"
)


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

        A figure cannot name the page's colours, but the page can colour a figure's text: a style
        sheet goes along. Where it is stripped, as in a notebook not yet trusted, the text is grey.
        """
        from IPython.display import display

        words = html.escape(self.alt)
        caption = f"<details><summary>The chart in words</summary>{words}</details>"
        for bundle in (
            {PLOTLY: self._data(), "text/plain": repr(self)},
            {"text/html": f"{_FOLLOW_THE_THEME}{caption}", "text/plain": ""},
        ):
            display(bundle, raw=True)  # type: ignore[no-untyped-call]

    def _data(self) -> dict[str, Any]:
        """The figure as plain JSON: not by plotly's own renderer, which adds a whole template."""
        shown: dict[str, Any] = json.loads(self.figure.to_json())
        # Not "responsive": JupyterLab tells the chart of its size, and plotly's own watch makes it
        # collapse to nothing when the theme changes.
        shown["config"] = {"displayModeBar": False}
        return shown


def frequency_chart(counts: Mapping[str, int], top: int = 20, title: str = "") -> Chart:
    """Draw how often the most frequent words occur, the most frequent first.

    Args:
        counts: Occurrences by word, for instance a `collections.Counter`.
        top: How many words to show.
        title: The chart's title.

    Raises:
        BadInput: There are no counts.

    Returns:
        A `Chart`. Ties are in alphabetical order, so that the chart is the same at every run.

    Example:
        >>> frequency_chart({"the": 3, "a": 1}, title="Two words")
        Chart: Two words
        the 3, a 1.
    """
    if not isinstance(counts, Mapping):
        raise WrongType(
            f"frequency_chart needs counts by word, such as Counter(words), not {kind_of(counts)}."
        )
    if not counts:
        raise BadInput("frequency_chart has nothing to draw: there are no counts.")
    import plotly.graph_objects as go

    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top]
    # A very long word would leave no room for the bars; the description has it whole.
    words = [word if len(word) <= LONGEST else f"{word[: LONGEST - 1]}…" for word, _ in ranked]
    values = [count for _, count in ranked]
    figure = go.Figure(
        go.Bar(
            x=words,
            y=values,
            marker={"color": BLUE},
            hovertemplate="%{x}: %{y}<extra></extra>",
        )
    )
    figure.update_layout(**_house_style(title))
    figure.update_xaxes(title="word", tickangle=-45, type="category", automargin=True)
    figure.update_yaxes(title="occurrences in the article", gridcolor=FAINT, rangemode="tozero")
    listed = ", ".join(f"{word} {count}" for word, count in ranked)
    return Chart(figure, title, f"{listed}.")


def _house_style(title: str) -> dict[str, Any]:
    return {
        "template": "none",
        "title": {"text": title, "x": 0, "xref": "paper"},
        "font": {"color": GREY, "size": 14},
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "margin": {"l": 60, "r": 20, "t": 50, "b": 90},
        "height": 400,
    }
