"""Charts of who speaks: along an article, and about whom. The same values make the same chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsbook.charts.chart import (
    COLOURS,
    DASHES,
    FAINT,
    GREY,
    PATTERNS,
    Chart,
    axis_names,
    house_style,
    plain,
    space,
    with_unit,
)
from newsbook.charts.given import finite, want_words
from newsbook.charts.layout import name_lines, two_columns
from newsbook.errors import BadInput, WrongType, kind_of

__all__ = ["network_chart", "timeline_chart"]

MOST_ROWS = 40
"""Rows of a timeline, or names in a column of a network, that have room."""

LONGEST_ROW = 32
"""Characters of a name above a timeline's row, for which a phone has room."""

MOST_TOLD = 40
"""Links or bars that a description gives."""

LETTERS = 22
"""Pixels of a line in the largest letters."""

ROW = 58
"""Pixels of a timeline's row: a line with a name, and below it the bars."""

APART = 10
"""Pixels between two names of a network, at least."""

LINES = 3
"""Lines of a name in a network."""

WIDEST = 9.0
THINNEST = 1.5
SAMPLES = 24
"""Points of a curve, by which a finger or a mouse finds it."""


def timeline_chart(
    turns: Mapping[str, Sequence[Any]],
    *,
    title: str,
    x: str,
    y: str = "speaker",
    unit: str = "words",
    end: float | None = None,
    alt: str = "",
) -> Chart:
    """Draw who has the word where along a text: a row for each speaker, a bar for each turn.

    Args:
        turns: For each speaker, by name, the turns as ``(start, end, kind)``, such as the values
            of `newsbook.desk.turns`. Rows are in the given order, the first on top.
        title: The chart's title.
        x: What goes to the right.
        y: What the rows are.
        unit: In what starts and ends are counted.
        end: Where the text ends; by default where the last turn does.
        alt: What the chart shows, in a sentence; by default the turns.

    Raises:
        BadInput: There is nothing to draw, or too much, or a turn is none.

    Example:
        >>> timeline_chart({"Park": [(3, 9, "direct")]}, title="Turns", x="place in the text")
        Chart: Turns
        speaker by place in the text (words): Park 3 to 9 direct.
    """
    want_words("timeline_chart", title=title, x=x, y=y, unit=unit, alt=alt)
    rows = _turns(turns)
    kinds = list(dict.fromkeys(kind for bars in rows.values() for _, _, kind in bars))
    if len(kinds) > len(COLOURS):
        raise BadInput(f"timeline_chart draws {len(COLOURS)} kinds and has {len(kinds)}.")
    last = max(stop for bars in rows.values() for _, stop, _ in bars)
    import plotly.graph_objects as go

    figure = go.Figure()
    for i, kind in enumerate(kinds):
        bars = [
            (row, start, stop)
            for row, name in enumerate(rows)
            for start, stop, its in rows[name]
            if its == kind
        ]
        figure.add_bar(
            orientation="h",
            y=[row for row, _, _ in bars],
            base=[start for _, start, _ in bars],
            x=[stop - start for _, start, stop in bars],
            customdata=[[plain(list(rows)[row]), stop] for row, _, stop in bars],
            name=plain(kind),
            width=0.42,
            offset=0,
            marker={"color": COLOURS[i], "line": {"color": GREY, "width": 1}}
            | ({"pattern": {"shape": PATTERNS[i], "solidity": 0.25}} if PATTERNS[i] else {}),
            hovertemplate=f"%{{customdata[0]}}: %{{base}} to %{{customdata[1]}}{space(unit)}, "
            f"{plain(kind)}<extra></extra>",
        )
    below = 84 + (25 * len(kinds) if any(kinds) else 0)
    figure.update_layout(**_style(title, ROW * len(rows), below), barmode="overlay")
    if any(kinds):
        # Below: on a phone the kinds stand under one another, and above there is the title.
        figure.update_layout(
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
        )
    figure.update_xaxes(
        title=plain(with_unit(x, unit)), gridcolor=FAINT, zeroline=False, title_standoff=14,
        # A little more, so that the last bar does not stand at the very edge.
        range=[0, round(1.02 * max(last, finite(end) if end is not None else last), 2)],
    )  # fmt: skip
    figure.update_yaxes(
        title=plain(y), showgrid=False, zeroline=False, automargin=True, title_standoff=14,
        showticklabels=False, range=[len(rows) - 0.5, -0.5],
    )  # fmt: skip
    for row, name in enumerate(axis_names(list(rows), LONGEST_ROW)):
        # Above the bars and not beside them: on a phone, names beside leave no room for a text.
        figure.add_annotation(
            x=0, y=row, xref="paper", xanchor="left", yanchor="bottom", showarrow=False,
            text=name, align="left",
        )  # fmt: skip
    return Chart(figure, title, alt or _turns_told(rows, x, y, unit))


def network_chart(
    links: Mapping[Any, int],
    *,
    title: str,
    left: str,
    right: str,
    unit: str = "quotes",
    alt: str = "",
) -> Chart:
    """Draw who is linked with whom: two columns of names, a curve for each link, wider for more.

    Whoever stands on both sides of links stands in both columns. The columns are ordered so that
    few curves cross (the barycentre method of Sugiyama, Tagawa and Toda, 1981).

    Args:
        links: Numbers by ``(from, to)``, such as `newsbook.desk.links` gives.
        title: The chart's title.
        left: What the names are that links begin with: ``"who speaks"``.
        right: What the names are that links end with: ``"who is named"``.
        unit: What is counted.
        alt: What the chart shows, in a sentence; by default the links.

    Raises:
        BadInput: There is nothing to draw, or too much, or a link is none.

    Example:
        >>> counted = {("Park", "NATO"): 2, ("Yoon", "NATO"): 1}
        >>> network_chart(counted, title="Named", left="speaker", right="named")
        Chart: Named
        speaker → named (quotes): Park → NATO 2, Yoon → NATO 1.
    """
    want_words("network_chart", title=title, left=left, right=right, unit=unit, alt=alt)
    counts = _links(links)
    sources, targets = two_columns(counts)
    most = max(len(sources), len(targets))
    if most > MOST_ROWS:
        raise BadInput(
            f"network_chart has room for {MOST_ROWS} names in a column and has {most}; keep only "
            "the most frequent links."
        )
    import plotly.graph_objects as go

    height = max(_needed(sources), _needed(targets))
    places, others = _spread(sources, height), _spread(targets, height)
    highest = max(counts.values())
    figure = go.Figure()
    for (source, target), count in counts.items():
        tone = sources.index(source)
        told = f"{plain(source)} → {plain(target)}: {count}{space(unit)}"
        figure.add_scatter(
            **_curve(places[source], others[target]),
            mode="lines",
            line={
                "color": COLOURS[tone % len(COLOURS)],
                "dash": DASHES[tone % len(DASHES)],
                "width": round(THINNEST + (WIDEST - THINNEST) * count / highest, 2),
            },
            opacity=0.75,
            hoverinfo="text",
            text=told,
        )
    for at, column in ((0, places), (1, others)):
        figure.add_scatter(
            x=[at] * len(column), y=list(column.values()), mode="markers", hoverinfo="text",
            text=[plain(name) for name in column], cliponaxis=False,
            marker={"size": 12, "color": GREY},
        )  # fmt: skip
    # The second axis shows only where something is drawn on it.
    figure.add_scatter(x=[0.5], y=[0], yaxis="y2", mode="none", hoverinfo="skip")
    figure.update_layout(**_style(title, height, 60, above=98))
    figure.update_xaxes(
        title=plain(f"the wider the line, the more {unit}"), range=[-0.02, 1.02], showgrid=False,
        zeroline=False, showticklabels=False, fixedrange=True,
    )  # fmt: skip
    for at, head, side in ((0, left, "right"), (1, right, "left")):
        figure.add_annotation(
            x=at, y=1, xref="paper", yref="paper", xanchor=side, yanchor="bottom", showarrow=False,
            text=f"<b>{name_lines(head)}</b>", align=side,
        )  # fmt: skip
    look = {
        "range": [height, 0], "showgrid": False, "zeroline": False, "automargin": True,
        "fixedrange": True, "tickmode": "array", "ticks": "outside", "ticklen": 10,
        "tickcolor": "rgba(0, 0, 0, 0)",
    }  # fmt: skip
    figure.update_layout(
        yaxis=look | _names(places),
        yaxis2=look | _names(others) | {"side": "right", "overlaying": "y"},
    )
    return Chart(figure, title, alt or _links_told(counts, left, right, unit))


def _style(title: str, rows: int, below: int, above: int = 54) -> dict[str, Any]:
    """The house style for rows of names: as high as they need, the title at the page's edge."""
    style = house_style(title, height=above + rows + below)
    style["title"] |= {
        "x": 0.01,
        "xref": "container",
        "y": 1,
        "yref": "container",
        "pad": {"t": 18},
    }
    style["title"] |= {"yanchor": "top"}
    return style | {"margin": {"l": 20, "r": 20, "t": above, "b": below}}


def _names(column: Mapping[str, float]) -> dict[str, Any]:
    """Names as the labels of an axis, for which plotly makes room by itself."""
    return {
        "tickvals": list(column.values()),
        "ticktext": [name_lines(name, LINES) for name in column],
    }


def _pixels(name: str) -> int:
    """How high a name of a network is."""
    return LETTERS * (name_lines(name, LINES).count("<br>") + 1) + APART


def _needed(column: Sequence[str]) -> int:
    """How high a column of names is at least."""
    return sum(map(_pixels, column))


def _spread(column: Sequence[str], height: int) -> dict[str, float]:
    """Where the names of a column stand, in pixels from its top; what is left is between them."""
    places = {}
    spare = (height - _needed(column)) / len(column)
    top = 0.0
    for name in column:
        places[name] = round(top + (spare + _pixels(name)) / 2, 1)
        top += spare + _pixels(name)
    return places


def _curve(start: float, stop: float) -> dict[str, list[float]]:
    """An S from a name to a name, level at both ends."""
    steps = [i / SAMPLES for i in range(SAMPLES + 1)]
    rise = [t * t * (3 - 2 * t) for t in steps]
    return {
        "x": [round(t, 3) for t in steps],
        "y": [round(start + (stop - start) * part, 3) for part in rise],
    }


def _turns(given: Any) -> dict[str, list[tuple[float, float, str]]]:
    """Turns by speaker, checked."""
    if not isinstance(given, Mapping):
        raise WrongType(
            f"timeline_chart needs turns by speaker (a dictionary), not {kind_of(given)}."
        )
    rows: dict[str, list[tuple[float, float, str]]] = {}
    for name, bars in given.items():
        want_words("timeline_chart", name=name)
        if isinstance(bars, str) or not isinstance(bars, Sequence):
            raise WrongType(f"timeline_chart needs a list of turns for each, not {kind_of(bars)}.")
        rows[name] = [_turn(bar) for bar in bars]
    if not any(rows.values()):
        raise BadInput("timeline_chart has nothing to draw: nobody has the word.")
    if len(rows) > MOST_ROWS:
        raise BadInput(f"timeline_chart has room for {MOST_ROWS} rows and has {len(rows)}.")
    return rows


def _turn(bar: Any) -> tuple[float, float, str]:
    if not isinstance(bar, list | tuple) or len(bar) != 3 or not isinstance(bar[2], str):
        raise BadInput(f"timeline_chart needs each turn as (start, end, kind), not {bar!r:.40}.")
    start, stop = finite(bar[0]), finite(bar[1])
    if not 0 <= start <= stop:
        raise BadInput(f"timeline_chart needs turns that end after they start, not {bar!r:.40}.")
    return start, stop, bar[2]


def _links(given: Any) -> dict[tuple[str, str], int]:
    """Links with their numbers, checked."""
    if not isinstance(given, Mapping):
        raise WrongType(
            "network_chart needs numbers by pairs, such as {('Park', 'NATO'): 2}, not "
            f"{kind_of(given)}."
        )
    if not given:
        raise BadInput("network_chart has nothing to draw: there are no links.")
    counts: dict[tuple[str, str], int] = {}
    for pair, count in given.items():
        if (
            not isinstance(pair, tuple)
            or len(pair) != 2
            or not all(isinstance(name, str) for name in pair)
        ):
            raise BadInput(f"network_chart needs pairs of names, not {pair!r:.40}.")
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise BadInput(f"network_chart needs counts of at least 1, not {count!r:.40}.")
        counts[pair[0], pair[1]] = count
    return counts


def _turns_told(
    rows: Mapping[str, Sequence[tuple[float, float, str]]], x: str, y: str, unit: str
) -> str:
    left = MOST_TOLD
    parts = []
    for name, bars in rows.items():
        told = [f"{start:g} to {stop:g} {kind}".strip() for start, stop, kind in bars[:left]]
        more = [f"{len(bars) - len(told)} more"] if len(bars) > len(told) else []
        parts.append(f"{name} {', '.join([*told, *more])}")
        left = max(0, left - len(bars))
    return f"{with_unit(f'{y} by {x}', unit)}: {'; '.join(parts)}."


def _links_told(counts: Mapping[tuple[str, str], int], left: str, right: str, unit: str) -> str:
    told = [f"{a} → {b} {count}" for (a, b), count in list(counts.items())[:MOST_TOLD]]
    more = ", …" if len(counts) > MOST_TOLD else ""
    return f"{with_unit(f'{left} → {right}', unit)}: {', '.join(told)}{more}."
