r"""Patterns that are run without a helper process, as where there are none (Pyodide).

Nothing can end a search there, so what might never end is not begun. Three guards, all of them
before anything is run:

1. The text is at most `LONGEST_HERE` characters long, and no repeat counts beyond `MOST_ROUNDS`,
   alone or multiplied by those around it.
2. What is repeated must be plain: after each character of it, the next one alone decides where it
   goes on, into another round too (the pattern's Glushkov automaton is deterministic, in the strong
   sense that counts each way to the same place; Brüggemann-Klein and Wood, “One-unambiguous regular
   languages”, 1998). ``\w+(?:-\w+)*`` is, and ``(?:\w+-?)*`` is not. Nothing repeated may be empty.
   Where letters' case is ignored, or ``\w`` is narrowed to ASCII, no repeat and no choice stands
   inside a repeat.
3. What is left takes at most so many steps: the places where a match can begin, times, for each
   repeat, how far it can go in this text, times the branches of each choice. That is bounded.

Which characters a part can take is asked of `re` itself, so it cannot disagree.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from newsbook.text.pattern_helper import read, scan

__all__ = ["LONGEST_HERE", "MOST_ROUNDS", "guarded_scan", "may_explode"]

LONGEST_HERE = 20_000
"""Code points of a text that is searched without a helper."""

MOST_ROUNDS = 1_000
"""Rounds of a repeat that has an end, those of the repeats around it multiplied in."""

STEPS_A_SECOND = 100_000_000
SLOWER = 4
MOST_PLACES = 2_000

# Looked at besides the characters of text and pattern, so that a pattern is judged alike on all.
USUAL = "".join(map(chr, [*range(0x300), *range(0x370, 0x530), *range(0x2000, 0x2070)]))

CHARACTERS = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY", "ANY_ALL"})
TYPES = re.ASCII | re.LOCALE | re.UNICODE
UNPLAIN = re.IGNORECASE | re.ASCII | re.LOCALE


def guarded_scan(
    text: str,
    pattern: str,
    flags: str,
    most: int,
    wanted: Sequence[Sequence[int]],
    seconds: float = 1.0,
) -> dict[str, Any]:
    """What `newsbook.text.pattern_helper.scan` gives; or ``refused``, a sentence.

    Args:
        text: The text.
        pattern: The pattern.
        flags: Letters as in ``(?ims)``.
        most: Matches to give the places of.
        wanted: Places to compare with.
        seconds: How long it may take, about, on a usual computer.

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
    compiled = read(pattern, flags)
    if isinstance(compiled, dict):
        return compiled
    steps = _steps(text, pattern, flags)
    if steps is None:
        return {
            "refused": "This pattern has a repeat inside a repeat, or a choice inside one, or "
            f"counts beyond {MOST_ROUNDS:,}; it could run for years, and here nothing could stop "
            "it."
        }
    if steps > seconds * STEPS_A_SECOND:
        return {
            "refused": "This pattern could take very long on this text, with so many repeats or "
            "choices in a row, and here nothing could stop it."
        }
    return scan(text, pattern, flags, most, wanted)


def may_explode(pattern: str, flags: str = "") -> bool:
    r"""Whether the steps of a pattern might double with each character, or it counts too far.

    Many harmless patterns are called dangerous; see the head of this module.

    Args:
        pattern: A pattern that `re` can read.
        flags: Letters as in ``(?ims)``.

    Example:
        >>> may_explode(r"(a+)+$"), may_explode(r"(a|aa)*$"), may_explode(r"(\w?){30}x")
        (True, True, True)
        >>> may_explode(r"\w+(?:-\w+)*|\d+"), may_explode(r"(?:Mr|Dr)\. (\w+)")
        (False, False)
    """
    return _steps("", pattern, flags) is None


def _steps(text: str, pattern: str, flags: str) -> int | None:
    """An upper bound of the steps that a search takes; None where none is known."""
    try:
        # Private, but the only reading of a pattern that agrees with Python's own.
        value = sum(re.RegexFlag[flag.upper()] for flag in flags)
        items = importlib.import_module("re._parser").parse(pattern, value)
        characters = _Characters(text, pattern)
        read_flags = int(items.state.flags)
        return characters.begins(items, read_flags) * _Cost(characters).of(items, read_flags, True)
    except (_UnclearError, ImportError, AttributeError, ValueError, TypeError, RecursionError):
        return None


class _UnclearError(Exception):
    """A pattern of which nothing good can be said."""


class _Characters:
    """Which characters each part of a pattern can take, as `re` says, and where they are."""

    def __init__(self, text: str, pattern: str) -> None:
        self.text = text
        self._all = "".join(sorted({*text, *pattern, *USUAL}))
        self._known: dict[tuple[str, str, int], frozenset[str]] = {}

    def of(self, op: Any, argument: Any, flags: int) -> frozenset[str]:
        """Those that a part of one character can take."""
        key = (str(op), repr(argument), flags)
        if key not in self._known:
            parser = importlib.import_module("re._parser")
            state = parser.State()
            state.flags = flags
            part = parser.SubPattern(state, [(op, argument)])
            compiled = importlib.import_module("re._compiler").compile(part, flags)
            self._known[key] = frozenset(compiled.findall(self._all))
        return self._known[key]

    def longest(self, of: frozenset[str]) -> int:
        """The longest stretch of the text that is made of these alone, in code points."""
        stretches = groupby(self.text, of.__contains__)
        return max((sum(1 for _ in chars) for among, chars in stretches if among), default=0)

    def begins(self, items: Any, flags: int) -> int:
        """In how many places of the text a match can begin."""
        graph = _Graph(self)
        try:
            empty, first, _ = graph.walk(items, flags)
        except _UnclearError:
            empty, first = True, []
        if empty:
            return len(self.text) + 1
        possible = graph.union(first)
        return 1 + sum(char in possible for char in self.text)


class _Graph:
    """Glushkov's automaton of a part: its places, each of one character, and what follows each."""

    def __init__(self, characters: _Characters) -> None:
        self._characters = characters
        self.takes: list[frozenset[str]] = []
        self.follow: list[list[int]] = []
        self.choosing = False
        self.unplain = False

    def walk(self, items: Any, flags: int) -> tuple[bool, list[int], list[int]]:
        """Whether some parts in a row can be empty, and the places that they begin and end with."""
        empty, first, last = True, [], []  # type: tuple[bool, list[int], list[int]]
        for op, argument in items:
            can, begins, ends = self._part(op, argument, flags)
            for place in last:
                self.follow[place] += begins
            first = first + begins if empty else first
            last = last + ends if can else ends
            empty = empty and can
        return empty, first, last

    def _part(self, op: Any, argument: Any, flags: int) -> tuple[bool, list[int], list[int]]:
        name = str(op)
        if name in CHARACTERS:
            if len(self.takes) == MOST_PLACES:
                raise _UnclearError
            self.unplain |= bool(flags & UNPLAIN)
            self.takes.append(self._characters.of(op, argument, flags))
            self.follow.append([])
            return False, [len(self.takes) - 1], [len(self.takes) - 1]
        if name == "AT" or (name.startswith("ASSERT") and _is_still(argument[1])):
            return True, [], []
        if name == "SUBPATTERN":
            return self.walk(argument[3], _within(flags, argument))
        if name == "ATOMIC_GROUP":
            return self.walk(argument, flags)
        if name == "BRANCH":
            self.choosing = True
            parts = [self.walk(branch, flags) for branch in argument[1]]
            if sum(can for can, _, _ in parts) > 1:
                raise _UnclearError
            return (
                any(can for can, _, _ in parts),
                [place for _, begins, _ in parts for place in begins],
                [place for _, _, ends in parts for place in ends],
            )
        if name.endswith("REPEAT"):
            low, high, body = argument
            return self._repeat(low, high, body, flags)
        raise _UnclearError

    def _repeat(
        self, low: int, high: int, body: Any, flags: int
    ) -> tuple[bool, list[int], list[int]]:
        self.choosing = True
        if low == high:
            return self.walk(_several(body, low), flags)
        can, begins, ends = self.walk(body, flags)
        if can:
            raise _UnclearError
        if high > 1:
            self.repeat(begins, ends)
        return low == 0, begins, ends

    def repeat(self, begins: list[int], ends: list[int]) -> None:
        """Let the end of a round lead to the beginning of the next."""
        for place in ends:
            self.follow[place] += begins

    def union(self, places: Sequence[int]) -> frozenset[str]:
        """The characters of some places."""
        return frozenset().union(*(self.takes[place] for place in places))

    def apart(self, places: Sequence[int]) -> bool:
        """Whether no character leads to two of some places, or to one of them twice."""
        return sum(len(self.takes[place]) for place in places) == len(self.union(places))


class _Cost:
    """Counts the ways through a pattern, an upper bound; refuses what has no useful one."""

    def __init__(self, characters: _Characters) -> None:
        self._characters = characters
        self._groups: dict[int, int] = {}

    def of(self, items: Any, flags: int, last: bool = False, rounds: int = 1) -> int:
        """The ways through parts in a row.

        Args:
            items: The parts.
            flags: The flags that hold there.
            last: Whether nothing comes after them: then nothing makes their last one turn back.
            rounds: The rounds of the repeats around them, multiplied.
        """
        parts = list(items)
        each = [
            self._part(str(op), argument, flags, last and i == len(parts) - 1, rounds)
            for i, (op, argument) in enumerate(parts)
        ]
        ways = 1
        for i in reversed(range(len(parts))):
            # A repeat that can end in one place alone is gone through once, not once for each end.
            ways = each[i] + ways if self._ends_once(parts[i : i + 2], flags) else each[i] * ways
        return ways

    def _ends_once(self, parts: Sequence[Any], flags: int) -> bool:
        """Whether a repeat of a character is followed by one that it cannot take."""
        if len(parts) < 2 or not str(parts[0][0]).endswith("REPEAT"):
            return False
        body = list(parts[0][1][2])
        two = [*body, parts[1]]
        if len(body) != 1 or not all(str(op) in CHARACTERS for op, _ in two):
            return False
        repeated, after = (self._characters.of(op, argument, flags) for op, argument in two)
        return repeated.isdisjoint(after)

    def _part(self, name: str, argument: Any, flags: int, last: bool, rounds: int) -> int:
        if name.endswith("REPEAT"):
            low, high, body = argument
            return self._repeat(low, high, body, flags, last, rounds)
        if name == "BRANCH":
            ways = [self.of(branch, flags, last, rounds) for branch in argument[1]]
            return max(ways) if self._told_apart(argument[1], flags) else sum(ways)
        if name == "SUBPATTERN":
            number = argument[0]
            inside = self.of(argument[3], _within(flags, argument), last, rounds)
            self._groups[number] = inside
            return inside
        if name == "ATOMIC_GROUP":
            return self.of(argument, flags, False, rounds)
        if name in ("ASSERT", "ASSERT_NOT"):
            return self.of(argument[1], flags, False, rounds)
        if name == "GROUPREF":
            return self._groups.get(argument, len(self._characters.text) + 1)
        if name == "GROUPREF_EXISTS":
            return sum(self.of(branch, flags, False, rounds) for branch in argument[1:] if branch)
        return 1

    def _repeat(self, low: int, high: int, body: Any, flags: int, last: bool, rounds: int) -> int:
        endless = str(high) == "MAXREPEAT"
        rounds *= max(low if endless else high, 1)
        if rounds > MOST_ROUNDS:
            raise _UnclearError
        inside = self.of(body, flags, last and high <= 1, rounds)
        if high <= 1:
            return 1 + inside
        graph = _Graph(self._characters)
        empty, begins, ends = graph.walk(body, flags)
        graph.repeat(begins, ends)
        if empty or not all(map(graph.apart, [begins, *graph.follow])):
            raise _UnclearError
        if graph.choosing and graph.unplain:
            raise _UnclearError
        single = len(graph.takes) == 1 and not graph.choosing
        if last and single and low <= 1:
            return 1
        reach = self._characters.longest(graph.union(range(len(graph.takes))))
        # `re` has a quick way to repeat a single character, and a slow one for all else.
        return 1 + (min(reach, high) if single else reach * SLOWER * len(body))

    def _told_apart(self, branches: Any, flags: int) -> bool:
        graph = _Graph(self._characters)
        try:
            parts = [graph.walk(branch, flags) for branch in branches]
        except _UnclearError:
            return False
        firsts = [place for _, begins, _ in parts for place in begins]
        return not any(empty for empty, _, _ in parts) and graph.apart(firsts)


def _within(flags: int, argument: Any) -> int:
    """The flags inside a group, as in ``(?i-s:…)``."""
    _, added, removed, _ = argument
    return ((flags & ~TYPES if added & TYPES else flags) | int(added)) & ~int(removed)


def _several(body: Any, times: int) -> list[Any]:
    items = list(body)
    if len(items) * times > MOST_PLACES:
        raise _UnclearError
    return items * times


def _is_still(items: Any) -> bool:
    """Whether what is only looked at has neither repeats nor choices: it costs next to nothing."""
    return all(
        str(op) in CHARACTERS
        or str(op) == "AT"
        or (str(op) == "SUBPATTERN" and _is_still(argument[3]))
        for op, argument in items
    )
