"""Noun phrases that begin at a word: said *his neighbor, Gail Stone*, according to *police*."""

from __future__ import annotations

from newsbook.text.clauses.page import Unit
from newsbook.text.clauses.phrases import REACH, Items, large_tail
from newsbook.text.clauses.words import (
    AUXILIARIES,
    BREAKS,
    CLITICS,
    CONJUNCTIONS,
    DETERMINERS,
    PIECE,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)

__all__ = ["apposed", "following", "stands_free"]


def following(unit: Unit, k: int) -> Items | None:
    """The noun phrase that begins with item k.

    Example:
        >>> from newsbook.spans import Span
        >>> from newsbook.text.clauses.page import open_page
        >>> page = open_page("So said his neighbor, Gail Stone.", [Span(22, 32, "PERSON")])
        >>> following(page.unit(0), 2)
        (5, 7)
    """
    low = unit.low
    end = min(len(low), k + REACH // 2)
    if k >= end or low[k] in BREAKS or low[k] in SUBORDINATORS:
        return None
    if low[k] in PRONOUNS and low[k] not in DETERMINERS and unit.names[k] < 0:
        return (k, k + 1)
    i = k
    while i < end:
        if unit.label(i) == "PERSON":
            after = unit.name_end(i)
            if not (after < len(low) and low[after] in CLITICS):
                return (i, after) if stands_free(unit, k, i) else (k, after)
            i = after
        elif unit.names[i] >= 0 and unit.label(i) != "DATE":
            i = unit.name_end(i)
        elif (
            low[i] in BREAKS
            or low[i] in SUBORDINATORS
            or unit.label(i) == "DATE"
            or (low[i] in AUXILIARIES and low[i] not in CLITICS)
            or (low[i] in CONJUNCTIONS and not _joins(unit, i, end))
            or (
                low[i] in PREPOSITIONS
                and not (i > k and low[i] in ("of", "for", "with", "from", "at", "in"))
            )
        ) or (low[i] in PREPOSITIONS and unit.names[i - 1] >= 0 and low[i] != "of"):
            break
        else:
            i += 1
    if i == k:
        return None
    beside = apposed(unit, i, end)
    if beside is not None:
        return beside
    while i > k and (unit.is_adverb(i - 1) or low[i - 1] in PREPOSITIONS):
        i -= 1
    if i == k:
        return None
    first = next((m for m in range(k, i) if low[m] not in DETERMINERS), k)
    if unit.names[first] >= 0 and unit.label(first) not in ("DATE", "NORP"):
        after = unit.name_end(first)
        if after >= i or low[after] in PREPOSITIONS or low[after] in BREAKS:
            return (first, after)
    return large_tail(unit, k, i) or (k, i)


def apposed(unit: Unit, comma: int, end: int) -> Items | None:
    """The person named between commas after a phrase: his neighbor|, Dr. Gail Stone."""
    low = unit.low
    if comma >= end or low[comma] != ",":
        return None
    at = comma + 1
    while at < end and unit.names[at] < 0 and unit.words[at][:1].isupper() and at < comma + 4:
        at += 1
    if at >= end or unit.label(at) != "PERSON":
        return None
    after = unit.name_end(at)
    closes = (
        after >= len(low)
        or (low[after] in BREAKS and low[after] != PIECE)
        or low[after] in SUBORDINATORS
        or low[after] in PREPOSITIONS
    )
    return (at, after) if closes else None


def stands_free(unit: Unit, k: int, name: int) -> bool:
    """Whether a name is the head of the phrase from k: only titles and places stand before it."""
    for i in range(k, name):
        if unit.names[i] < 0 and unit.low[i] in PREPOSITIONS:
            # "University of Texas professor John Smith" has more words before the name.
            if unit.low[i] != "of" or unit.low[name - 1] in PREPOSITIONS:
                return False
            # "Secretary of State Lou Barnhart" has large words on both sides of its "of".
            large = i > k and unit.words[i - 1][:1].isupper() and unit.words[name - 1][:1].isupper()
            return name - i > 2 or (large and name - i > 1)
    return True


def _joins(unit: Unit, i: int, end: int) -> bool:
    after = i + 1
    return after < end and (
        unit.names[after] >= 0 or unit.low[after] in DETERMINERS or unit.low[after].endswith("s")
    )
