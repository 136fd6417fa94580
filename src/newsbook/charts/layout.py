"""Where names stand in a chart: in lines that are not too long, in columns with few crossings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from newsbook.charts.chart import plain

__all__ = ["name_lines", "two_columns"]

LINE = 14
"""Characters of a line of a name beside a chart: two columns of them fit on a phone."""

ROUNDS = 8


def name_lines(name: str, most: int = 2) -> str:
    """A name in a few short lines, as plotly takes them.

    Args:
        name: The name.
        most: How many lines there may be; what is longer is cut.

    Example:
        >>> name_lines("North Atlantic Treaty Organisation")
        'North Atlantic<br>Treaty Organi…'
        >>> name_lines("North Atlantic Treaty Organisation", 3)
        'North Atlantic<br>Treaty<br>Organisation'
    """
    words = " ".join(name.split())
    lines = wrap(words, LINE, break_long_words=True, break_on_hyphens=True)
    if len(lines) > most:
        kept = lines[: most - 1]
        rest = words
        for line in kept:
            rest = rest[len(line) :].strip()
        lines = [*kept, f"{rest[: LINE - 1].rstrip()}…"]
    return "<br>".join(plain(line) for line in lines)


def two_columns(links: Mapping[tuple[str, str], int]) -> tuple[list[str], list[str]]:
    """The names of both ends of links, ordered so that few links cross.

    Each name goes where the names that it is linked with stand on average, one column after the
    other, a few times over (the barycentre method of Sugiyama, Tagawa and Toda, "Methods for visual
    understanding of hierarchical system structures", 1981). The best order that was seen is kept.

    Args:
        links: Numbers by ``(from, to)``.

    Returns:
        The names of the left and of the right column, from the top down. Whoever has the most
        stands first where nothing else decides, then the alphabet.

    Example:
        >>> two_columns({("a", "x"): 1, ("b", "y"): 1, ("a", "y"): 1, ("b", "z"): 3})
        (['b', 'a'], ['z', 'y', 'x'])
    """
    left, right = _ranked(links, 0), _ranked(links, 1)
    best = (_crossings(links, left, right), 0, left, right)
    for turn in range(1, ROUNDS + 1):
        right = _by_average(links, left, right, 1)
        left = _by_average(links, right, left, 0)
        best = min(best, (_crossings(links, left, right), turn, left, right))
    return best[2], best[3]


def _ranked(links: Mapping[tuple[str, str], int], side: int) -> list[str]:
    totals: dict[str, int] = {}
    for pair, count in links.items():
        totals[pair[side]] = totals.get(pair[side], 0) + count
    return sorted(totals, key=lambda name: (-totals[name], name))


def _by_average(
    links: Mapping[tuple[str, str], int], fixed: Sequence[str], moved: Sequence[str], side: int
) -> list[str]:
    """One column in the order of where its names' partners stand."""
    place = {name: i for i, name in enumerate(fixed)}
    seen: dict[str, list[int]] = {name: [] for name in moved}
    for pair in links:
        seen[pair[side]].append(place[pair[1 - side]])
    order = {name: i for i, name in enumerate(moved)}
    return sorted(moved, key=lambda name: (sum(seen[name]) / len(seen[name]), order[name]))


def _crossings(
    links: Mapping[tuple[str, str], int], left: Sequence[str], right: Sequence[str]
) -> int:
    """How many pairs of links cross."""
    here = {name: i for i, name in enumerate(left)}
    there = {name: i for i, name in enumerate(right)}
    ends = [(here[a], there[b]) for a, b in links]
    return sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(ends) for c, d in ends[i + 1 :])
