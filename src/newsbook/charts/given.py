"""What is handed to a chart, checked and in one form."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Real
from typing import Any

from newsbook.charts.chart import COLOURS
from newsbook.errors import BadInput, WrongType, kind_of, want_text

__all__ = ["bars_by_series", "line_points", "matrix_rows", "named", "want_words"]


def want_words(function: str, **given: Any) -> None:
    """Refuse what is not a string, by the name of its argument."""
    for name, text in given.items():
        want_text(text, f"{function}'s {name}")


def named(function: str, given: Any) -> dict[str, Any]:
    """A mapping from names, that has something in it and not too much."""
    if not isinstance(given, Mapping):
        raise WrongType(f"{function} needs values by name (a dictionary), not {kind_of(given)}.")
    if not given:
        raise BadInput(f"{function} has nothing to draw: there are no values.")
    for name in given:
        want_text(name, f"{function}: each name")
    if len(given) > len(COLOURS) and function == "line_chart":
        raise BadInput(f"{function} draws {len(COLOURS)} lines and has {len(given)}.")
    return dict(given)


def finite(value: Any) -> Any:
    """A number that can be drawn."""
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise BadInput(f"A chart is drawn from finite numbers, not from {value!r:.40}.")
    return value


def bars_by_series(function: str, values: Any) -> dict[str, dict[str, Any]]:
    """Bars by series; a single series has no name."""
    given = named(function, values)
    nested = [isinstance(value, Mapping) for value in given.values()]
    if any(nested) and not all(nested):
        raise BadInput(f"{function} needs either numbers or dictionaries of numbers, not both.")
    if not any(nested):
        return {"": {name: finite(value) for name, value in given.items()}}
    if len(given) > len(COLOURS):
        raise BadInput(f"{function} draws {len(COLOURS)} series and has {len(given)}.")
    return {
        name: {bar: finite(value) for bar, value in named(function, bars).items()}
        for name, bars in given.items()
    }


def line_points(given: Any) -> list[tuple[Any, Any]]:
    """Points of a line from a mapping or from pairs, from left to right."""
    pairs = list(given.items()) if isinstance(given, Mapping) else given
    if not isinstance(pairs, Sequence) or isinstance(pairs, str) or not pairs:
        raise BadInput(
            f"line_chart needs points, such as {{10: 0.5, 20: 0.75}}, not {kind_of(given)}."
        )
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise BadInput(f"line_chart needs pairs (x, y), not {pair!r:.40}.")
    return sorted((finite(px), finite(py)) for px, py in pairs)


def matrix_rows(matrix: Any) -> dict[str, dict[str, int]]:
    """Counts by gold and predicted label."""
    rows = {}
    for gold, row in named("confusion_chart", matrix).items():
        if not isinstance(row, Mapping):
            raise WrongType(
                "confusion_chart needs counts by gold and predicted label, such as "
                f'{{"ORG": {{"ORG": 8}}}}; {gold!r:.40} has {kind_of(row)}.'
            )
        for name, count in row.items():
            want_text(name, "confusion_chart: each name")
            if not isinstance(count, int) or isinstance(count, bool) or count < 0:
                raise BadInput(f"confusion_chart needs counts, not {count!r:.40}.")
        rows[gold] = dict(row)
    return rows
