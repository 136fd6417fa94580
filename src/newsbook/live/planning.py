"""What the teacher's page is told of the plan, and predictions that are not to be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import Any

from newsbook.live.activity import Activity
from newsbook.live.predicting import in_own_words

__all__ = ["Covered", "Words", "planned", "without"]

NO_LINES: Mapping[str, str] = {}

Covered = Collection[tuple[str, str]]
"""Predictions that are not shown: a line's key, and what was predicted."""


class Words(Enum):
    """Which predictions are shown: none, all but free text (see `in_own_words`), or all."""

    NONE = 0
    PLAIN = 1
    ALL = 2


def planned(plan: Iterable[Activity], asked: Collection[str]) -> list[dict[str, Any]]:
    """The plan for the teacher's page.

    Args:
        plan: The activities.
        asked: The keys of what the class was asked already.

    Returns:
        ``{"key", "title", "done"}`` each.
    """
    return [{"key": one.key, "title": one.title, "done": one.key in asked} for one in plan]


def without(
    heat: Mapping[str, Any],
    covered: Covered = (),
    words: Words = Words.ALL,
    lines: Mapping[str, str] = NO_LINES,
) -> dict[str, Any]:
    """A heat map without the words of some predictions; they stay counted.

    Args:
        heat: The heat map; one without predictions is returned as it is.
        covered: Whose words are taken out.
        words: Which of the others may be in it: what students type is free text.
        lines: For each line's key what a prediction of it may say that is not free text.

    Returns:
        It, with ``covered`` and ``free`` for each line: how many answers lost their words because
        of `covered`, and how many others are free text; and ``held``, whether these lost them, too.
        All that lost them are among the line's ``other``.

    Example:
        >>> heat = {"lines": [{"key": "a", "n": 3, "given": [["4", 2], ["boo", 1]], "other": 0}]}
        >>> without(heat, [("a", "boo")])["lines"][0]["given"]
        [['4', 2]]
        >>> [held] = without(heat, words=Words.PLAIN)["lines"]
        >>> held["given"], held["other"], held["free"], held["held"]
        ([['4', 2]], 1, 1, True)
        >>> without(heat, words=Words.NONE)["lines"][0]["other"]
        3
    """
    if "lines" not in heat:
        return dict(heat)
    made = []
    for line in heat["lines"]:
        key, other = line["key"], line["other"]
        given, gone, free = [], 0, 0
        for what, n in line["given"]:
            is_free = in_own_words(what, lines.get(key, ""))
            if (key, what) in covered:
                gone += n
            elif words is Words.NONE or (is_free and words is Words.PLAIN):
                free += n * is_free
                other += n
            else:
                free += n * is_free
                given.append([what, n])
        told = {"given": given, "other": other + gone, "covered": gone, "free": free}
        if words is Words.NONE:
            told |= {"other": line["n"], "covered": 0, "free": 0}
        made.append(dict(line) | told | {"held": words is not Words.ALL})
    return dict(heat) | {"lines": made}
