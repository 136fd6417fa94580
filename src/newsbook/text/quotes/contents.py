"""What was said: the stretch that a saying reports, quoted pieces and the reporter's words.

*Stoltenberg said Yoon’s attendance was “a historic moment”*: three words stand in marks, and a
whole clause is reported. This step finds the clause. It has no parser, so where a clause ends in
the middle of a sentence it can only go by commas and by the next saying.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsbook.text.abbreviations import word_set
from newsbook.text.clauses.page import Unit
from newsbook.text.clauses.phrases import REACH, Items
from newsbook.text.clauses.subjects import after_dateline
from newsbook.text.clauses.words import (
    ADVERBS,
    BREAKS,
    CONJUNCTIONS,
    DASHES,
    DETERMINERS,
    PIECE,
    PREPOSITIONS,
    PRONOUNS,
    is_verb_like,
)
from newsbook.text.quotes.sayings import Saying, relative_end

__all__ = ["is_clause", "reported"]

_QUESTION = word_set("whether if why what who whom how when where which")
_OCCASIONS = word_set(
    """
    statement interview release briefing conference email e-mail post memo letter report phone
    telephone call court filing tweet speech hearing message video meeting affidavit testimony
    note website facebook twitter instagram x linkedin television radio podcast text remarks
    reporters appearance address ruling complaint
    """
)
_OBJECTS = frozenset({"me", "him", "her", "us", "them", "you", "it"})
_END = frozenset({".", "!", "?", "…", "..."})


def reported(unit: Unit, saying: Saying, others: Sequence[Saying]) -> Items | None:
    """The items that a saying reports, or None where it has no content of its own.

    Args:
        unit: The saying's unit.
        saying: One of its sayings.
        others: The sayings before and after it in the unit, or all of them.

    Example:
        >>> from newsbook.text.clauses.page import open_page
        >>> from newsbook.text.quotes.sayings import sayings_in
        >>> page = open_page("He said on Monday that the road was closed.")
        >>> [saying] = found = sayings_in(page.unit(0))
        >>> page.unit(0).span(*reported(page.unit(0), saying, found)).of(page.text)
        'the road was closed'
    """
    if saying.does == "manner":
        return None
    if saying.does == "source":
        return _of_source(unit, saying, others)
    if _is_behind(unit, saying):
        items = _before(unit, saying, others)
        if saying.order == "VS" or (
            items is not None and (PIECE in unit.low[slice(*items)] or is_clause(unit, items))
        ):
            return items
    return _after(unit, saying, others)


def is_clause(unit: Unit, items: Items) -> bool:
    """Whether a stretch could stand after “X said:”: it has something like a verb."""
    start, end = items
    low, names = unit.low, unit.names
    if low[start] in ("so", "nothing", "no", "yes", "to", "little", "goodbye", "as"):
        return False
    if names[start] < 0 and low[start] in PREPOSITIONS and "," not in low[start:end]:
        return False
    for i in range(start + (names[start] < 0), end):
        if names[i] < 0:
            if unit.is_verb_like(i) and low[i] not in ("’s", "'s"):
                return True
            ahead = low[i + 1] if i + 1 < end else ""
            if low[i] == "," and is_verb_like(ahead) and "," not in low[start:i]:
                return False  # has pledged 60 million, |tried to help
            if low[i] in ("and", "but") and is_verb_like(ahead):
                return False  # confirmed 18 deaths |and is investigating more
    return False


def _is_behind(unit: Unit, saying: Saying) -> bool:
    """Whether the tag comes after what is said: …, |Smith said."""
    if saying.order not in ("SV", "VS"):
        return False
    low = unit.low
    start, end = saying.tag
    after = low[end] if end < len(low) else "."
    if saying.order == "VS":
        return start > 0
    closed = after in BREAKS or unit.label(min(end, len(low) - 1)) == "DATE"
    if not closed and (after not in PREPOSITIONS or _has_clause_after(unit, end)):
        return False
    floor = max(0, start - REACH)
    while start > floor and low[start - 1] not in BREAKS:
        start -= 1
    return start > 0 and (low[start - 1] in (",", PIECE) or low[start - 1] in DASHES)


def _has_clause_after(unit: Unit, start: int) -> bool:
    end = _clause_end(unit, start, len(unit))
    return any(unit.is_verb_like(i) for i in range(start, end))


def _before(unit: Unit, saying: Saying, others: Sequence[Saying]) -> Items | None:
    """The clause before a tag, from the start of the statement or the last saying."""
    low = unit.low
    end = saying.tag[0]
    floor = max(0, end - REACH)
    while end > floor and low[end - 1] not in (",", PIECE) and low[end - 1] not in DASHES:
        end -= 1
    end = _past_apposition(unit, end)
    while end > 0 and low[end - 1] in BREAKS and low[end - 1] != PIECE:
        end -= 1
    start = after_dateline(unit, end)
    for other in others:
        if other is not saying and other.edge <= end:
            start = max(start, other.edge)
    for i in range(start, end):
        if low[i] == ";" or (low[i] in DASHES and low[i + 1] == PIECE):
            start = i + 1
    return _trim(unit, start, end)


def _turns_away(low: Sequence[str], i: int) -> bool:
    """Whether the speaker does something else from here: …, |but declined to comment."""
    return low[i] in ("and", "but") and low[i + 1] in _DEEDS


_DEEDS = word_set(
    "declined refused appealed urged offered thanked apologized apologised hung praised"
)


def _past_apposition(unit: Unit, end: int) -> int:
    """Step back over what a speaker is called: It was the heart, |his daughter, Ada Ray, said."""
    low = unit.low
    if end < 2 or low[end - 1] != ",":
        return end
    at = end - 1
    while at > max(0, end - REACH) and low[at - 1] not in BREAKS:
        at -= 1
    owner = unit.label(at) == "PERSON" and low[min(unit.name_end(at), end)] in ("’s", "'s")
    apart = at > 0 and (low[at - 1] == "," or unit.ends_with_comma(at - 1))
    if (
        apart
        and end - at < 9
        and (low[at] in DETERMINERS or owner)
        and not is_clause(unit, (at, end - 1))
    ):
        return at
    return end


def _after(unit: Unit, saying: Saying, others: Sequence[Saying]) -> Items | None:
    """The clause behind a cue, up to the next saying or the end of the statement."""
    low = unit.low
    start = saying.edge
    end = len(low)
    for other in others:
        tag = other.tag[0]
        if tag < start and other.cue is not None:
            tag = other.cue[0]  # Smith, who called it “a hoax,” |said …: the same subject
        if other is saying or tag < start:
            continue
        end = _cut_before(unit, start, tag)
        break
    if start < end and low[start] in ("to", "of") and saying.does in ("report", "weak"):
        start = _past_addressee(unit, start + 1, end)
    asks = saying.does == "ask" and saying.order != "PASSIVE"
    if saying.does == "tell" or (asks and start < end and low[start] not in _QUESTION):
        start = _past_addressee(unit, start, end)
    if saying.does == "label":
        last = max((k for k in range(start, end) if low[k] == PIECE), default=None)
        return None if last is None else _trim(unit, start, last + 1)
    closed = relative_end(unit, saying)
    if closed is not None and start < closed < end:
        end = closed
    end = next((i for i in range(start, end - 1) if low[i] == ";" or _turns_away(low, i)), end)
    if saying.does == "tell" and low[start : start + 1] == ["to"]:
        return None
    start = _past_occasion(unit, start, end)
    if unit.index == 0 and low[-1] not in _END:
        # A headline adds what happened besides: NATO chief stresses security |amid war.
        end = next((i for i in range(start + 1, end) if low[i] in ("amid", "as")), end)
    if start + 1 < end and low[start] == "that" and not is_verb_like(low[start + 1]):
        start += 1
    return _trim(unit, start, end)


def _of_source(unit: Unit, saying: Saying, others: Sequence[Saying]) -> Items | None:
    """The clause that *according to X* stands before or behind."""
    low = unit.low
    start, end = saying.tag
    if start < 2:
        while end < min(len(low), REACH) and low[end] != ",":
            end += 1
        # According to the paper, Smith had a word for it|: “rubbish”. The quote is Smith's.
        last = next(
            (i for i in range(end, len(low) - 1) if low[i : i + 2] == [":", PIECE]), len(low)
        )
        for other in others:
            if other is not saying and end < other.tag[0] < last:
                last = _cut_before(unit, end, other.tag[0])
                break
        return _trim(unit, end, last)
    return _before(unit, saying, others)


def _cut_before(unit: Unit, start: int, tag: int) -> int:
    """Where a clause ends that another saying follows: before its comma or its *and*."""
    low = unit.low
    at = tag
    while at > start and at > tag - 14:
        if low[at - 1] in (",", ";", "—", "–", "--") or unit.ends_with_comma(at - 1):
            return at if low[at - 1] == PIECE else at - 1
        if low[at - 1] in CONJUNCTIONS or low[at - 1] in ("while", "though", "although"):
            at -= 1
            return at - 1 if at > start and low[at - 1] == "," else at
        at -= 1
    return tag


def _clause_end(unit: Unit, start: int, end: int) -> int:
    return next((i for i in range(start, end) if unit.low[i] in (",", ";")), end)


def _past_addressee(unit: Unit, start: int, end: int) -> int:
    """The item after the one who is told: told |reporters| the plan …."""
    low, names = unit.low, unit.names
    that = next(
        (i for i in range(start, min(end, start + 14)) if low[i] == "that" or low[i] in BREAKS),
        None,
    )
    if that is not None and low[that] == "that":
        return that
    if start >= end:
        return start
    if low[start] == "to":
        return start
    if names[start] >= 0:
        start = unit.name_end(start)
        if low[start : start + 1] not in (["’s"], ["'s"]):
            return start
    if low[start] in _OBJECTS:
        return start + 1
    i = start + 1
    if low[start] in DETERMINERS:
        while i < end and i < start + 5 and low[i] not in DETERMINERS and low[i] not in PRONOUNS:
            if low[i] in _QUESTION or low[i] in BREAKS or names[i] >= 0 or unit.is_verb_like(i):
                break
            i += 1
    return i


def _past_occasion(unit: Unit, start: int, end: int) -> int:
    """Step over when and where something was said: said |Sunday in a statement| …."""
    low = unit.low
    limit = min(end, start + 22)
    for i in range(start, limit):
        if low[i] == "that" and (i == start or low[i - 1] not in BREAKS):
            between = range(start, i)
            occasion = (
                i == start
                or low[start] in PREPOSITIONS
                or low[start] in ADVERBS
                or low[start] == ","
            )
            occasion = occasion or unit.label(start) == "DATE"
            occasion = occasion or unit.is_adverb(start) or _takes_addressee(unit, start)
            if occasion and not any(unit.is_verb_like(k) and low[k] != "dated" for k in between):
                return i
            break
        if low[i] in BREAKS and low[i] != ",":
            break
    at = start
    while at < limit:
        if (
            unit.label(at) == "DATE"
            or (low[at] in ADVERBS and low[at] not in ("there", "here"))
            or (low[at] == "on" and at + 1 < limit and unit.label(at + 1) == "DATE")
        ):
            at += 1
        elif low[at] in PREPOSITIONS:
            head = next(
                (i for i in range(at + 1, min(limit, at + 6)) if low[i] in _OCCASIONS), None
            )
            if head is None:
                break
            at = head + 1
        else:
            break
    return at


def _takes_addressee(unit: Unit, start: int) -> bool:
    """Whether the verb before may have an object: warned |the gallery| that …."""
    verb = unit.low[start - 1] if start else ""
    return verb.startswith(("warn", "advis", "promis", "caution", "wrote", "email", "text", "show"))


def _trim(unit: Unit, start: int, end: int) -> Items | None:
    low = unit.low
    while start < end and (
        (low[start] in BREAKS and low[start] != PIECE)
        or low[start] in CONJUNCTIONS
        or (low[start] in ("so", "while") and low[start + 1 : start + 2] != ["far"])
    ):
        start += 1
    while end > start and (
        low[end - 1] in _END or low[end - 1] in (",", ";", ":") or low[end - 1] in DASHES
    ):
        end -= 1
    while end > start and low[end - 1] in CONJUNCTIONS:
        end -= 1
    return (start, end) if start < end else None
