"""Noun phrases that end at a given word, found without a parser.

Every function of this package looks at one `Unit`, no further than `REACH` items from where it
starts, and gives a range of items or None. A person's name stands for its whole phrase (*Sen. Carl
Whitaker, the chair*: Carl Whitaker), as does an organisation's that is the head (*the Tulsa Water
Authority*); otherwise the phrase is given whole (*a spokesman for the family*).
"""

from __future__ import annotations

from newsbook.text.clauses.page import Unit
from newsbook.text.clauses.words import (
    AUXILIARIES,
    BREAKS,
    CLITICS,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    SUBORDINATORS,
)

__all__ = ["REACH", "Items", "large_tail", "phrase_before"]

Items = tuple[int, int]

#: How far a step looks, in items; it keeps the work in proportion to the text.
REACH = 70


def phrase_before(unit: Unit, j: int, floor: int = 0) -> Items | None:
    """The noun phrase that ends with item j and does not begin before `floor`.

    Example:
        >>> from newsbook.text.clauses.page import open_page
        >>> unit = open_page("Then a spokesman for the family said so.").unit(0)
        >>> phrase_before(unit, 5)
        (1, 6)
    """
    low = unit.low
    floor = max(floor, j - REACH)
    if j < floor or low[j] in BREAKS:
        return None
    if low[j] in CLITICS and j > floor and unit.label(j) == "":
        # McDonald|’s said: the shop of that name
        return phrase_before(unit, j - 1, floor) if unit.names[j - 1] >= 0 else None
    start, complete = _left_edge(unit, j, floor)
    who = _restriction(unit, start, floor)
    if who is not None:
        start, complete = _left_edge(unit, who - 1, floor)
    person = _free_person(unit, start, j + 1)
    if person is not None:
        return person
    if low[j] in PRONOUNS and unit.names[j] < 0 and (low[j] not in DETERMINERS or start == j):
        return (j, j + 1)
    if unit.names[j] >= 0 and unit.label(j) not in ("DATE", "NORP"):
        name = unit.name_start(j)
        if not any(
            low[i] in PREPOSITIONS or low[i] in CONJUNCTIONS
            for i in range(start, name)
            if unit.names[i] < 0
        ):
            return (name, j + 1)
    first = start + (low[start] in DETERMINERS)
    if first < j and unit.label(first) in ("ORG", "GPE"):
        after = unit.name_end(first)
        if after <= j and low[after] in PREPOSITIONS:
            return (first, after)
    if not complete and not unit.words[j][:1].isalpha():
        return None
    return large_tail(unit, start, j + 1) or (start, j + 1)


def _restriction(unit: Unit, start: int, floor: int) -> int | None:
    """Where a relative clause without commas begins: the astronomers |who use the instrument."""
    for i in range(start - 1, max(floor, start - 12), -1):
        if unit.low[i] in BREAKS:
            return None
        if unit.low[i] in ("who", "whose"):
            return i
    return None


def _left_edge(unit: Unit, j: int, floor: int) -> tuple[int, bool]:
    """Where the phrase that ends with item j begins, and whether its beginning was seen."""
    low, names = unit.low, unit.names
    start = j
    while True:
        if names[start] >= 0:
            start = max(unit.name_start(start), floor)
        if start <= floor:
            return start, True
        before = low[start - 1]
        if unit.label(start - 1) == "DATE":
            return start, True
        if names[start - 1] >= 0:
            start -= 1
            continue
        if before == "that":
            return start, True
        if before in DETERMINERS and low[start] not in DETERMINERS:
            start -= 1
            while (
                start > floor and low[start - 1] in DETERMINERS and low[start - 1] not in ("that",)
            ):
                start -= 1
            if start > floor and low[start - 1] == "of" and start - 2 >= floor:
                start -= 2
                continue
            if (
                start > floor
                and low[start - 1] in PREPOSITIONS
                and _governs(unit, start - 1, floor)
            ):
                start -= 2
                continue
            return start, True
        if before in PREPOSITIONS:
            if _governs(unit, start - 1, floor):
                start -= 2
                continue
            return start, False
        if before in CLITICS and start - 2 >= floor:
            start -= 2
            continue
        if before == "and" and _is_coordinated(unit, start - 1, floor):
            start -= 2
            continue
        described = start >= 2 and low[start - 2] in DETERMINERS and before not in AUXILIARIES
        if (
            before in STOPS
            or before in PRONOUNS
            or ((unit.is_verb_like(start - 1) or unit.is_adverb(start - 1)) and not described)
        ):
            return start, True
        start -= 1


def _governs(unit: Unit, at: int, floor: int) -> bool:
    """Whether a noun stands before the preposition at that item: a spokesman |for."""
    if at - 1 < floor:
        return False
    before = unit.low[at - 1]
    if unit.names[at - 1] >= 0:
        return unit.label(at - 1) != "DATE"
    return (
        before[:1].isalpha()
        and before not in STOPS
        and before not in PREPOSITIONS
        and (
            before not in PRONOUNS
            or before in ("one", "some", "many", "most", "both", "neither", "few")
        )
        and before not in ("spoke", "speaking", "interview")
        and not unit.is_verb_like(at - 1)
        and not unit.is_adverb(at - 1)
    )


def _is_coordinated(unit: Unit, at: int, floor: int) -> bool:
    """Whether *and* joins two nouns of one subject: the airline |and passengers said."""
    i = at - 1
    if i < floor or unit.low[i] in BREAKS:
        return False
    while i >= floor and unit.low[i] not in BREAKS:
        if unit.is_verb_like(i) or (unit.names[i] < 0 and unit.low[i] in SUBORDINATORS):
            return False
        if unit.low[i] in PREPOSITIONS and i == floor:
            return False
        i -= 1
    return True


def _free_person(unit: Unit, start: int, end: int) -> Items | None:
    """The person who is the head of a phrase: not *a spokesman for Smith*, nor *Smith’s lawyer*."""
    low = unit.low
    i = start
    while i < end:
        if unit.label(i) == "PERSON":
            after = min(unit.name_end(i), end)
            possessive = after < end and low[after] in CLITICS
            coordinated = after < end and low[after] in CONJUNCTIONS
            if not possessive and not coordinated and not _is_governed(unit, i, start):
                return (i, after)
            i = after
        else:
            i += 1
    return None


def _is_governed(unit: Unit, name: int, start: int) -> bool:
    """Whether a preposition or *and* rules the name: *a spokesman for Gov. John Smith*."""
    for i in range(name - 1, start - 1, -1):
        word = unit.low[i]
        if unit.names[i] >= 0:
            continue
        if word == "of" and i > start and _in_a_title(unit, i, name):
            continue
        if word in PREPOSITIONS or word in CONJUNCTIONS:
            return i > start
        if word in BREAKS:
            return False
    return False


def _in_a_title(unit: Unit, of: int, name: int) -> bool:
    """Whether *of* is part of a title in large letters: Secretary |of State Lou Barnhart."""
    words = unit.words
    large = words[of - 1][:1].isupper() and words[name - 1][:1].isupper()
    return large and of < name - 1 and unit.names[of - 1] < 0


def large_tail(unit: Unit, start: int, end: int) -> Items | None:
    """A name that no tagger marked: the large words that end a phrase, after a small one."""
    words, names = unit.words, unit.names
    i = end
    while i > start and names[i - 1] < 0 and _is_large(words[i - 1]):
        i -= 1
    if i in (start, end) or names[i - 1] >= 0 or unit.low[i - 1] in DETERMINERS:
        return None
    if any(unit.low[k] in PREPOSITIONS for k in range(start, i)):
        return None
    return (i, end)


def _is_large(word: str) -> bool:
    return word[:1].isupper() and len(word) > 1 and not word.isupper()
