"""The kinds of charts that lessons and views draw. The same values make the same chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsbook.charts.chart import (
    COLOURS,
    DASHES,
    FAINT,
    GREY,
    PATTERNS,
    SYMBOLS,
    Chart,
    axis_names,
    house_style,
    plain,
    space,
    with_unit,
)
from newsbook.charts.given import bars_by_series, line_points, matrix_rows, named, want_words
from newsbook.errors import BadInput, WrongType, kind_of

__all__ = ["bar_chart", "confusion_chart", "frequency_chart", "line_chart"]

ROOM = {"automargin": True, "title_standoff": 14}

MOST_BARS = 200
MOST_LABELS = 40
MOST_WRITTEN = 12
"""Bars that have room for their values above them."""

MOST_TOLD = 60
"""Values that a description gives; more would be read by nobody."""


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
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top]
    listed = ", ".join(f"{word} {count}" for word, count in ranked)
    return bar_chart(
        dict(ranked), title=title, x="word", y="occurrences in the article", alt=f"{listed}."
    )


def bar_chart(
    values: Mapping[str, Any], *, title: str, x: str, y: str, unit: str = "", alt: str = ""
) -> Chart:
    """Draw bars, in the order in which the values are given; up to 12 have their values above.

    Args:
        values: A number for each bar by its name; or, for bars side by side, such a mapping for
            each series by its name.
        title: The chart's title.
        x: What the bars are.
        y: What their height is.
        unit: In what it is measured, for the axis: ``"characters"``.
        alt: What the chart shows, in a sentence; by default the values.

    Raises:
        BadInput: There is nothing to draw, or too much, or a value is no finite number.

    Example:
        >>> bar_chart({"ORG": 0.75, "GPE": 1}, title="Recall", x="label", y="recall")
        Chart: Recall
        recall by label: ORG 0.75, GPE 1.
    """
    want_words("bar_chart", title=title, x=x, y=y, unit=unit, alt=alt)
    series = bars_by_series("bar_chart", values)
    names = list(dict.fromkeys(name for bars in series.values() for name in bars))
    if len(names) > MOST_BARS:
        raise BadInput(f"bar_chart draws {MOST_BARS} bars and has {len(names)}; leave some out.")
    count = sum(map(len, series.values()))
    import plotly.graph_objects as go

    figure = go.Figure()
    for i, (name, bars) in enumerate(series.items()):
        figure.add_bar(
            x=axis_names(list(bars)),
            y=list(bars.values()),
            name=plain(name),
            marker={"color": COLOURS[i], "line": {"color": GREY, "width": 1}}
            | ({"pattern": {"shape": PATTERNS[i], "solidity": 0.25}} if PATTERNS[i] else {}),
            hovertemplate=f"%{{x}}: %{{y}}{space(unit)}<extra></extra>",
            **_written(list(bars.values()) if count <= MOST_WRITTEN else []),
        )
    figure.update_layout(**house_style(title, legend=_named(series)))
    # Names lie flat, and are turned only where there is no room for that: on a phone, or for many.
    figure.update_xaxes(title=plain(x), type="category", autotickangles=[0, -45])
    figure.update_yaxes(title=plain(with_unit(y, unit)), gridcolor=FAINT, rangemode="tozero")
    told = _told(y, x, unit, {n: list(bars.items()) for n, bars in series.items()})
    figure.update_xaxes(**ROOM)
    figure.update_yaxes(**ROOM, **_to_one([v for bars in series.values() for v in bars.values()]))
    return Chart(figure, title, alt or told)


def line_chart(
    series: Mapping[str, Any], *, title: str, x: str, y: str, unit: str = "", alt: str = ""
) -> Chart:
    """Draw lines, such as how a score grows with what was learned from.

    Args:
        series: For each line, by its name, its points: a mapping from x to y, or pairs ``(x, y)``.
        title: The chart's title.
        x: What goes to the right.
        y: What goes up.
        unit: In what y is measured, for the axis.
        alt: What the chart shows, in a sentence; by default the values.

    Raises:
        BadInput: There is nothing to draw, or too much, or a value is no finite number.

    Example:
        >>> line_chart({"F1": {10: 0.5, 20: 0.75}}, title="Learning", x="articles read", y="F1")
        Chart: Learning
        F1 by articles read: 0.5 at 10, 0.75 at 20.
    """
    want_words("line_chart", title=title, x=x, y=y, unit=unit, alt=alt)
    lines = {name: line_points(points) for name, points in named("line_chart", series).items()}
    import plotly.graph_objects as go

    figure = go.Figure()
    for i, (name, points) in enumerate(lines.items()):
        figure.add_scatter(
            x=[point[0] for point in points],
            y=[point[1] for point in points],
            name=plain(name),
            mode="lines+markers",
            line={"color": COLOURS[i], "dash": DASHES[i], "width": 2.5},
            marker={"symbol": SYMBOLS[i], "size": 10, "line": {"color": GREY, "width": 1}},
            hovertemplate=f"%{{x}}: %{{y}}{space(unit)}<extra></extra>",
        )
    figure.update_layout(**house_style(title, legend=_named(lines)))
    figure.update_xaxes(title=plain(x), gridcolor=FAINT, zeroline=False)
    figure.update_yaxes(title=plain(with_unit(y, unit)), gridcolor=FAINT, rangemode="tozero")
    told = _told(y, x, unit, lines, line=True)
    figure.update_xaxes(**ROOM)
    figure.update_yaxes(**ROOM)
    return Chart(figure, title, alt or told)


def confusion_chart(
    matrix: Mapping[str, Mapping[str, int]],
    *,
    title: str,
    x: str = "predicted",
    y: str = "gold",
    unit: str = "spans",
    alt: str = "",
) -> Chart:
    """Draw what was taken for what: a cell for each pair, with its count, right ones framed.

    Args:
        matrix: For each label of the gold, how often each label was predicted.
        title: The chart's title.
        x: What the columns are.
        y: What the rows are.
        unit: What is counted.
        alt: What the chart shows, in a sentence; by default the counts.

    Raises:
        BadInput: There is nothing to draw, or too much, or a count is none.

    Example:
        >>> confusion_chart({"ORG": {"ORG": 8, "GPE": 1}, "GPE": {"GPE": 5}}, title="Mixed up")
        Chart: Mixed up
        13 of 14 spans on the diagonal; gold ORG predicted GPE 1.
    """
    want_words("confusion_chart", title=title, x=x, y=y, unit=unit, alt=alt)
    cells = matrix_rows(matrix)
    names = list(dict.fromkeys([*cells, *(name for row in cells.values() for name in row)]))
    if len(names) > MOST_LABELS:
        raise BadInput(
            f"confusion_chart draws {MOST_LABELS} labels and has {len(names)}; leave some out."
        )
    import plotly.graph_objects as go

    counts = [[cells.get(gold, {}).get(name, 0) for name in names] for gold in names]
    shown = axis_names(names)
    figure = go.Figure(
        go.Heatmap(
            x=shown, y=shown, z=counts, texttemplate="%{z}", showscale=False, xgap=2, ygap=2,
            # Never so dark that the count in the page's own text colour could not be read.
            colorscale=[[0, "rgba(86, 180, 233, 0.04)"], [1, "rgba(86, 180, 233, 0.55)"]],
            hovertemplate=f"{plain(y)} %{{y}}, {plain(x)} %{{x}}: %{{z}}{space(unit)}"
            "<extra></extra>",
        )
    )  # fmt: skip
    for i in range(len(names)):
        edges = {"x0": i - 0.49, "x1": i + 0.49, "y0": i - 0.49, "y1": i + 0.49}
        figure.add_shape(type="rect", line={"color": GREY, "width": 2}, **edges)
    figure.update_layout(**house_style(title, height=max(400, 160 + 34 * len(names))))
    figure.update_xaxes(
        title=plain(with_unit(x, unit)), type="category", showgrid=False, tickangle=-45
    )
    figure.update_yaxes(title=plain(y), type="category", autorange="reversed", showgrid=False)
    figure.update_xaxes(**ROOM)
    figure.update_yaxes(**ROOM)
    return Chart(figure, title, alt or _mixed_up(cells, x, y, unit))


def _named(series: Mapping[str, Any]) -> int:
    """How many series a legend has to name: one alone is named by the title."""
    return len(series) if len(series) > 1 else 0


def _to_one(values: Sequence[Any]) -> dict[str, Any]:
    """An axis that is marked as far as 1, where values are shares of 1 and reach that far.

    Plotly's own goes on to 1.2, as if an F1 could; what is above 1 here has room for the values.
    """
    shares = any(isinstance(v, float) for v in values) and all(0 <= v <= 1 for v in values)
    if not shares or max(values) <= 0.5:
        return {}
    return {"range": [0, 1.1], "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1]}


def _written(values: Sequence[Any]) -> dict[str, Any]:
    """What puts the values above their bars."""
    if not values:
        return {}
    # Neither turned nor made smaller: whoever sits at the back is to read them.
    look = {"textposition": "outside", "textangle": 0, "cliponaxis": False, "constraintext": "none"}
    return {"text": [_short(value).replace("-", "−") for value in values], **look}


def _told(
    y: str,
    x: str,
    unit: str,
    series: Mapping[str, Sequence[tuple[Any, Any]]],
    line: bool = False,
) -> str:
    """All values in a sentence, or the first of very many."""
    left = MOST_TOLD
    parts = []
    for name, points in series.items():
        told = ", ".join(
            f"{_short(value)} at {_short(at)}" if line else f"{at} {_short(value)}"
            for at, value in points[:left]
        )
        more = ", …" if len(points) > left else ""
        parts.append(f"{name + ': ' if name and len(series) > 1 else ''}{told}{more}")
        left = max(0, left - len(points))
    named = with_unit(f"{y} by {x}", "" if with_unit(y, unit) == y else unit)
    return f"{named}: {'; '.join(parts)}."


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _mixed_up(cells: Mapping[str, Mapping[str, int]], x: str, y: str, unit: str) -> str:
    every = sum(count for row in cells.values() for count in row.values())
    right = sum(row.get(gold, 0) for gold, row in cells.items())
    wrong = sorted(
        (-count, gold, name)
        for gold, row in cells.items()
        for name, count in row.items()
        if gold != name and count
    )
    told = ", ".join(f"{y} {gold} {x} {name} {-count}" for count, gold, name in wrong[:MOST_TOLD])
    more = ", …" if len(wrong) > MOST_TOLD else ""
    mixed = f"; {told}{more}" if wrong else ""
    return f"{right} of {every}{space(unit)} on the diagonal{mixed}."
