"""What the teacher's page is told of the plan, and predictions that are not to be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from newsbook.live.activity import Activity

__all__ = ["Covered", "planned", "without"]

Covered = Collection[tuple[str, str]]
"""Predictions that are not shown: a line's key, and what was predicted."""


def planned(plan: Iterable[Activity], asked: Collection[str]) -> list[dict[str, Any]]:
    """The plan for the teacher's page.

    Args:
        plan: The activities.
        asked: The keys of what the class was asked already.

    Returns:
        ``{"key", "title", "done"}`` each.
    """
    return [{"key": one.key, "title": one.title, "done": one.key in asked} for one in plan]


def without(heat: Mapping[str, Any], covered: Covered = (), words: bool = True) -> dict[str, Any]:
    """A heat map without the words of some predictions; they stay counted.

    Args:
        heat: The heat map; one without predictions is returned as it is.
        covered: Whose words are taken out.
        words: Whether any may be in it: what students type is free text.

    Returns:
        It, with ``covered`` for each line: how many answers lost their words. They are among the
        line's ``other``.

    Example:
        >>> heat = {"lines": [{"key": "a", "n": 3, "given": [["4", 2], ["boo", 1]], "other": 0}]}
        >>> without(heat, [("a", "boo")])["lines"][0]["given"]
        [['4', 2]]
        >>> without(heat, words=False)["lines"]
        [{'key': 'a', 'n': 3, 'given': [], 'other': 3, 'covered': 0}]
    """
    if "lines" not in heat:
        return dict(heat)
    lines = []
    for line in heat["lines"]:
        gone = [n for what, n in line["given"] if (line["key"], what) in covered]
        given = [[what, n] for what, n in line["given"] if (line["key"], what) not in covered]
        other = line["other"] + sum(gone)
        if not words:
            given, other, gone = [], line["n"], []
        lines.append(dict(line) | {"given": given, "other": other, "covered": sum(gone)})
    return dict(heat) | {"lines": lines}
