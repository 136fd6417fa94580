"""Subjects: of a verb that stands to their right, and of a whole statement."""

from __future__ import annotations

from newsbook.text.clauses.following import apposed, stands_free
from newsbook.text.clauses.page import Unit
from newsbook.text.clauses.phrases import REACH, Items, phrase_before
from newsbook.text.clauses.words import (
    AUXILIARIES,
    BREAKS,
    CLITICS,
    CONJUNCTIONS,
    DASHES,
    DETERMINERS,
    PIECE,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    SUBORDINATORS,
)

__all__ = ["after_dateline", "main_subject", "subject_before"]

_OPENS_AN_ADVERBIAL = PREPOSITIONS | frozenset(
    {"last", "next", "this", "asked", "told", "speaking", "according"}
)


def subject_before(unit: Unit, k: int) -> Items | None:
    """The subject of the verb at item k, which stands to its left.

    An apposition is traced home: in *Ada Ray, a lawyer who advises …* it is Ada Ray.

    Example:
        >>> from newsbook.spans import Span
        >>> from newsbook.text.clauses.page import open_page
        >>> page = open_page("On Friday Dana Bell, 34, also said no.", [Span(10, 19, "PERSON")])
        >>> subject_before(page.unit(0), 8)
        (2, 4)
    """
    found = _subject_before(unit, k)
    if found is not None and unit.low[found[0]] in ("a", "an", "the") and found[0] > 1:
        comma = found[0] - 1
        if unit.low[comma] == "," and unit.label(comma - 1) == "PERSON":
            return (unit.name_start(comma - 1), comma)
    return found


def _subject_before(unit: Unit, k: int) -> Items | None:
    low = unit.low
    floor = max(0, k - REACH)
    j = _skip_back(unit, k - 1, floor)
    if j < floor:
        return None
    word = low[j]
    if word == ")":
        opens = _back_to(low, j, floor, "(")
        return None if opens is None or opens <= floor else phrase_before(unit, opens - 1, floor)
    if word in DASHES:
        other = next((i for i in range(j - 1, floor, -1) if low[i] in DASHES), None)
        return None if other is None else _across_a_parenthesis(unit, other, floor, dashes=True)
    if word == "," or unit.ends_with_comma(j):
        return _across_a_parenthesis(unit, j, floor)
    if word in ("who", "which", "that"):
        before = j - 1
        if before >= floor and low[before] == ",":
            before -= 1
            if before >= floor and low[before].isdigit() and low[before - 1] == ",":
                before -= 2
        if before >= floor and unit.label(before) == "PERSON":
            return (unit.name_start(before), before + 1)
        return phrase_before(unit, before, floor) if before >= floor else None
    if word in CONJUNCTIONS or word in PREPOSITIONS or word in SUBORDINATORS:
        return main_subject(unit, j)
    if word == PIECE:
        # A nickname or a title in marks can stand inside a subject.
        return phrase_before(unit, j - 1, floor) if j > floor else None
    if word in BREAKS:
        return None
    return phrase_before(unit, j, floor)


def _skip_back(unit: Unit, j: int, floor: int) -> int:
    """Step left over adverbs, auxiliaries and dates: Smith also on Monday has| said."""
    low = unit.low
    dated = False
    while j >= floor:
        word = low[j]
        if unit.label(j) == "DATE":
            dated = True
        elif word in ("’s", "'s"):
            break
        elif word in AUXILIARIES or (unit.is_adverb(j) and not (j and low[j - 1] in DETERMINERS)):
            pass
        elif not (dated and word in ("on", "in", "at")):
            break
        j -= 1
    return j


def _back_to(low: list[str], j: int, floor: int, mark: str) -> int | None:
    for i in range(j - 1, floor - 1, -1):
        if low[i] == mark:
            return i
    return None


def _across_a_parenthesis(unit: Unit, comma: int, floor: int, dashes: bool = False) -> Items | None:
    """The subject before what stands between commas: X, 34,| / X, who has …,| / The chair, X,|."""
    low = unit.low
    named: Items | None = None
    best: Items | None = None
    nearest = not dashes  # between commas the first stretch is what the commas set apart
    for start, end in _stretches(unit, comma, floor):
        if start >= end or low[start].isdigit():
            nearest = False
            continue
        first = low[start]
        if first in ("who", "whose", "which", "whom", "where"):
            # A relative clause: all that came so far belongs to it, unless its owner is named.
            if not (first == "whose" and best is not None):
                named = best = None
            nearest = False
            continue
        head = start
        while head < end and (low[head] in CONJUNCTIONS or unit.is_adverb(head)):
            head += 1
        last = end - 1
        while last > head and unit.is_adverb(last):
            last -= 1
        found = phrase_before(unit, last, head) if head <= last else None
        if found is None or unit.is_verb_like(last):
            if best is not None:
                break
            nearest = False
            continue
        label = unit.label(found[0]) if unit.name_end(found[0]) == found[1] else ""
        state = label == "GPE" and start > 1 and unit.label(start - 2) in ("GPE", "LOC")
        if label == "GPE" and best is None and (state or comma - end < 2):
            # Fall River|, Mass.|, said: a place after a comma is hardly ever the speaker.
            nearest = False
            continue
        bare = found[0] - (found[0] > head and low[found[0] - 1] in DETERMINERS)
        clean = found[1] == end and not _has_verb(unit, head, found[0])
        whole = bare == head or (label == "PERSON" and clean)
        if not whole and best is not None:
            break
        vague = nearest and not label and first not in DETERMINERS
        nearest = False
        if (not whole and label != "PERSON") or vague:
            continue
        if label == "PERSON" or (label == "ORG" and named is None):
            named = found
        if named is not None and unit.label(named[0]) == "ORG" and low[found[0]] in ("a", "an"):
            named = None  # a spokeswoman for the restaurant, Village Inn, said
        best = found
        if first in CONJUNCTIONS:
            break
    return named or best


def _stretches(unit: Unit, comma: int, floor: int) -> list[Items]:
    """What stands between the commas to the left of a comma, nearest first, without brackets."""
    low = unit.low
    stretches = []
    end = comma
    at = comma - 1
    depth = 0
    while at >= floor:
        if low[at] == ")":
            depth += 1
            if depth == 1 and at == end - 1:
                end = -1
        elif low[at] == "(":
            depth = max(0, depth - 1)
            if end == -1 and not depth:
                end = at
        elif depth == 0:
            if low[at] in (";", ":") or low[at] in DASHES:
                break
            if low[at] == "," or unit.ends_with_comma(at):
                stretches.append((at + 1, end))
                end = at
        at -= 1
    stretches.append((at + 1, end if end >= 0 else at + 1))
    return stretches


def _has_verb(unit: Unit, start: int, end: int) -> bool:
    return any(unit.is_verb_like(i) for i in range(start, end))


def main_subject(unit: Unit, end: int | None = None) -> Items | None:
    """The first noun phrase of a statement that can be its subject.

    Adverbials before it are stepped over: *On Friday, after the vote, Smith smiled.*

    Example:
        >>> from newsbook.spans import Span
        >>> from newsbook.text.clauses.page import open_page
        >>> page = open_page("After the vote, Smith smiled.", [Span(16, 21, "PERSON")])
        >>> main_subject(page.unit(0))
        (4, 5)
    """
    low = unit.low
    end = min(len(low) if end is None else end, REACH)
    k = after_dateline(unit, end)
    fallback: Items | None = None
    while k < end:
        while k < end and (low[k] in BREAKS or low[k] in CONJUNCTIONS or unit.is_adverb(k)):
            k += 1
        if k >= end:
            break
        adverbial = (
            low[k] in _OPENS_AN_ADVERBIAL or low[k] in SUBORDINATORS or _is_participle(low[k])
        ) and (unit.names[k] < 0)
        if adverbial or unit.label(k) == "DATE":
            comma = next((i for i in range(k, end) if low[i] == ","), None)
            if fallback is None:
                fallback = _first_person(unit, k, end if comma is None else comma)
            if comma is None:
                break
            k = comma + 1
            continue
        found = _opening_phrase(unit, k, end)
        if found is not None:
            return found
        comma = next((i for i in range(k, end) if low[i] == ","), None)
        if comma is None:
            break
        k = comma + 1
    return fallback


def after_dateline(unit: Unit, end: int) -> int:
    """The item after *BUTTE, Mont. (Reuters) —* or *Seoul:*, or 0.

    Example:
        >>> from newsbook.text.clauses.page import open_page
        >>> unit = open_page("BUTTE, Mont. - Snow fell.").unit(0)
        >>> unit.words[after_dateline(unit, len(unit))]
        'Snow'
    """
    if end > 4 and unit.low[0] == "(" and unit.low[2] == ")" and unit.low[3] in DASHES:
        return 4  # the splitter took the dot of "Mont." for the end of a sentence
    if not end or not (
        unit.words[0][:1].isupper() and (unit.words[0].isupper() or unit.names[0] >= 0)
    ):
        return 0
    loud = unit.words[0].isupper() and len(unit.words[0]) > 2
    for i in range(1, min(end, 18)):
        if unit.low[i] in DASHES and loud:
            return i + 1
        if unit.low[i] == ":" and (loud or unit.label(0) in ("GPE", "LOC")):
            return i + 1 if i + 1 < end and unit.low[i + 1] != PIECE else 0
        if unit.names[i] < 0 and unit.low[i].isalpha() and unit.low[i] == unit.words[i]:
            return 0
    return 0


def _is_participle(word: str) -> bool:
    return (
        len(word) > 5
        and word.endswith("ing")
        and word not in ("nothing", "something", "everything", "evening")
    )


def _first_person(unit: Unit, k: int, end: int) -> Items | None:
    for i in range(k, end):
        if unit.label(i) == "PERSON":
            return (i, unit.name_end(i))
    return None


def _opening_phrase(unit: Unit, k: int, end: int) -> Items | None:
    """The noun phrase that a clause begins with, as far as its verb or first mark."""
    low = unit.low
    if low[k] in PRONOUNS and low[k] not in DETERMINERS and unit.names[k] < 0:
        return (k, k + 1)
    i = k
    while i < end:
        if unit.label(i) == "PERSON":
            after = unit.name_end(i)
            if after < len(low) and low[after] in CLITICS:
                i = after + 1
                continue
            return (i, after) if stands_free(unit, k, i) else (k, i)
        if unit.names[i] >= 0:
            i = unit.name_end(i)
            continue
        if (
            low[i] in STOPS
            or low[i] in PREPOSITIONS
            or (unit.is_verb_like(i) and low[i] not in CLITICS)
        ):
            break
        i += 1
    comma = i
    if i > k and i < end and low[i] in ("for", "of", "from", "at", "in", "with"):
        # A spokesman for Smith|, Dana Wynn, …
        while comma < min(end, i + 8) and low[comma] != "," and not unit.is_verb_like(comma):
            comma += 1
    beside = apposed(unit, comma, end)
    if beside is not None:
        return beside
    if i == k:
        return None
    first = next((m for m in range(k, i) if low[m] not in DETERMINERS), k)
    if unit.names[first] >= 0 and unit.name_end(first) >= i and unit.label(first) != "DATE":
        return (first, i)
    return (k, i)
