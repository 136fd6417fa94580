r"""Patterns that are run without a helper process, as where there are none (Pyodide).

Nothing can end a search there, so what might never end is not begun. Three guards, in this order:

1. The text is at most `LONGEST_HERE` characters long.
2. A repeat inside a repeat is refused, and so is a choice inside one, since each can make the steps
   double with every character. Let through is what begins each round with a character that the
   rest of it cannot take, as in ``\w+(?:-\w+)*``; and a choice whose branches begin with different
   characters.
3. So are many repeats in a row. What is left takes at most so many steps as a power of the text's
   length that the repeats give. The pattern is tried on beginnings of the text, each twice as long
   as the one before, and given up as soon as the next might take too long.

The last is a measurement: a text that is harmless at its beginning can be slow at its end.
"""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Sequence
from typing import Any

from newsbook.text.pattern_helper import scan

__all__ = ["LONGEST_HERE", "guarded_scan", "may_explode"]

LONGEST_HERE = 20_000
"""Code points of a text that is searched without a helper."""

SHORTEST = 16
MOST_REPEATS = 6
MOST_OPTIONS = 8

FEW = 3
"""Rounds of a repeat that can be told apart in few ways."""


def guarded_scan(
    text: str,
    pattern: str,
    flags: str,
    most: int,
    wanted: Sequence[Sequence[int]],
    seconds: float = 1.0,
) -> dict[str, Any]:
    """What `newsbook.text.pattern_helper.scan` gives; or ``refused``, a sentence; or ``cut``.

    Args:
        text: The text.
        pattern: The pattern.
        flags: Letters as in ``(?ims)``.
        most: Matches to give the places of.
        wanted: Places to compare with.
        seconds: How long it may take, about.

    Example:
        >>> guarded_scan("aaa", "a", "", 9, [])["count"]
        3
        >>> "a repeat inside a repeat" in guarded_scan("aaa", "(a+)+$", "", 9, [])["refused"]
        True
    """
    if len(text) > LONGEST_HERE:
        return {
            "refused": f"Here, only texts of up to {LONGEST_HERE:,} characters can be searched."
        }
    empty = scan("", pattern, flags, most, [])
    if "error" in empty:
        return empty
    if may_explode(pattern, flags):
        return {
            "refused": "This pattern has a repeat inside a repeat, or a choice inside one, or very "
            "many repeats in a row; it could run for years, and here nothing could stop it."
        }
    # From each place in the text, each repeat may go to each place.
    steeper = 2 ** (1 + _repeats(_parsed(pattern, flags))[0])
    length = SHORTEST
    while length < len(text):
        begun = time.perf_counter()
        scan(text[:length], pattern, flags, 0, [])
        if (time.perf_counter() - begun) * steeper > seconds * 2:
            return {"cut": True}
        length *= 2
    return scan(text, pattern, flags, most, wanted)


def may_explode(pattern: str, flags: str = "") -> bool:
    r"""Whether the steps of a pattern might double with each character.

    Some harmless patterns are called dangerous; see the head of this module.

    Args:
        pattern: A pattern that `re` can read.
        flags: Letters as in ``(?ims)``.

    Example:
        >>> may_explode(r"(a+)+$"), may_explode(r"(a|aa)*$"), may_explode(r"(\w?){30}x")
        (True, True, True)
        >>> may_explode(r"\w+(?:-\w+)*|\d+"), may_explode(r"(?:Mr|Dr)\. (\w+)")
        (False, False)
    """
    try:
        items = _parsed(pattern, flags)
        unlimited, options = _repeats(items)
        if unlimited > MOST_REPEATS or options > MOST_OPTIONS:
            return True
        return _any_explodes(items, inside=False)
    except (ImportError, AttributeError, ValueError, TypeError, RecursionError):
        return True


def _parsed(pattern: str, flags: str) -> Any:
    # Private, but the only reading of a pattern that agrees with Python's own.
    value = sum(re.RegexFlag[flag.upper()] for flag in flags)
    return importlib.import_module("re._parser").parse(pattern, value)


def _repeats(items: Any) -> tuple[int, int]:
    """How many repeats of many rounds, and of few, one way through the parts has at most."""
    unlimited = options = 0
    for op, argument in items:
        within = [_repeats(part) for part in _inner(str(op), argument)]
        unlimited += max((many for many, _ in within), default=0)
        options += max((few for _, few in within), default=0)
        if str(op).endswith("REPEAT") and argument[0] != argument[1]:
            unlimited += argument[1] > FEW
            options += argument[1] <= FEW
    return unlimited, options


def _inner(op: str, argument: Any) -> list[Any]:
    """The lists of parts that a part is made of."""
    if op.endswith("REPEAT"):
        return [argument[2]]
    if op == "BRANCH":
        return list(argument[1])
    if op == "SUBPATTERN":
        return [argument[3]]
    if op in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    if op == "ATOMIC_GROUP":
        return [argument]
    if op == "GROUPREF_EXISTS":
        return [branch for branch in argument[1:] if branch]
    return []


def _any_explodes(items: Any, inside: bool) -> bool:
    return any(_explodes(str(op), argument, inside) for op, argument in items)


def _explodes(op: str, argument: Any, inside: bool) -> bool:
    """Whether one part of a pattern might; `inside` if it stands in a repeat of many rounds."""
    if op.endswith("REPEAT"):
        low, high, body = argument
        if inside and low != high:
            return True
        many = high > FEW
        return not (many and _settled(body)) and _any_explodes(body, inside or many)
    if op == "BRANCH" and inside and not _told_apart(argument[1]):
        return True
    return any(_any_explodes(part, inside) for part in _inner(op, argument))


def _settled(body: Any) -> bool:
    """Whether each round of a repeat begins with a character that the rest of it cannot take."""
    items = list(body)
    while len(items) == 1 and str(items[0][0]) == "SUBPATTERN":
        items = list(items[0][1][3])
    leads = _leads(items)
    if not leads:
        return False
    for op, argument in items[1:]:
        single = [(op, argument)]
        if str(op).endswith("REPEAT"):
            single = list(argument[2])
        if len(single) != 1 or any(_takes(str(single[0][0]), single[0][1], c) for c in leads):
            return False
    return True


def _leads(items: Any) -> str:
    """The few characters that a part has to begin with; nothing where they are not few."""
    if not len(items):
        return ""
    op, argument = items[0]
    if str(op) == "LITERAL":
        return chr(argument)
    if str(op) == "IN" and all(str(kind) == "LITERAL" for kind, _ in argument):
        return "".join(chr(char) for _, char in argument)
    return ""


def _told_apart(branches: Any) -> bool:
    leads = [set(_leads(branch).casefold()) for branch in branches]
    return all(leads) and sum(map(len, leads)) == len(set().union(*leads))


def _takes(op: str, argument: Any, char: str) -> bool:
    """Whether a part of one character can be this one, in either case of letters."""
    if op == "LITERAL":
        return chr(argument).casefold() == char.casefold()
    if op != "IN":
        return True
    kinds = [(str(kind), what) for kind, what in argument]
    negated = ("NEGATE", None) in kinds
    found = any(
        chr(what).casefold() == char.casefold()
        if kind == "LITERAL"
        else any(what[0] <= ord(c) <= what[1] for c in (char.lower(), char.upper()) if len(c) == 1)
        if kind == "RANGE"
        else _of_category(str(what), char)
        for kind, what in kinds
        if kind != "NEGATE"
    )
    return found != negated


def _of_category(category: str, char: str) -> bool:
    name = category.removeprefix("CATEGORY_")
    kinds = {
        "WORD": char.isalnum() or char == "_",
        "DIGIT": char.isdecimal(),
        "SPACE": char.isspace(),
    }
    return not kinds[name[4:]] if name.startswith("NOT_") else kinds[name]
