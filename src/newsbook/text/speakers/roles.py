"""What people are called beside their names: titles before, appositions behind.

*Sen. Olivia Marsh*, *Bill Dorsey, the coach*, *the minister, Rosa Lima,*: these tell later who *the
senator* is, and often whether *she* or *he* will do.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsbook.text.clauses.page import Page
from newsbook.text.clauses.words import (
    AUXILIARIES,
    BREAKS,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    is_verb_like,
)
from newsbook.text.speakers.kinds import gender_of_given_name, gender_of_noun, office
from newsbook.text.speakers.names import Cast, name_words

__all__ = ["learn_roles"]

_STOP = BREAKS | SUBORDINATORS | CONJUNCTIONS | PREPOSITIONS | PRONOUNS | AUXILIARIES
_REACH = 9


def learn_roles(page: Page, cast: Cast) -> None:
    """Note for each person of the cast the offices and the gender that the article gives.

    Example:
        >>> from newsbook.spans import Span
        >>> from newsbook.text.clauses.page import open_page
        >>> from newsbook.text.speakers.names import tie_names
        >>> names = [Span(0, 9, "PERSON"), Span(29, 32, "PERSON")]
        >>> page = open_page("Pat Marsh, a nurse, met Sen. Lee.", names)
        >>> cast = tie_names(page.text, page.entities)
        >>> learn_roles(page, cast)
        >>> [sorted(party.offices) for party in cast.parties]
        [['nurse'], ['senator']]
    """
    pronouns = _pronoun_votes(page, cast)
    for party in cast.parties:
        if party.label != "PERSON":
            continue
        votes = pronouns.get(party.index, {"f": 0.0, "m": 0.0})
        for mention in party.mentions[:40]:
            span = page.entities[mention]
            first, after = page.token_at(span.start), page.token_at(span.end)
            for word, weight in _words_beside(page, first, after):
                party.offices.add(office(word))
                gender = gender_of_noun(word)
                if gender:
                    votes[gender] += weight
            given = name_words(span.of(page.text))[:1] if after - first > 1 else ()
            for word in given:
                gender = gender_of_given_name(word)
                if gender:
                    votes[gender] += 0.9
        # One stray pronoun is no evidence.
        if abs(votes["f"] - votes["m"]) > 0.3:
            party.gender = max(votes, key=lambda gender: votes[gender])


def _pronoun_votes(page: Page, cast: Cast) -> dict[int, dict[str, float]]:
    """What the pronouns behind a name say: *Wrona, who kept her ledgers*.

    Only a pronoun with a single person before it in its sentence, or in the one before, counts.
    """
    votes: dict[int, dict[str, float]] = {}
    piece_at, entity_at = page.piece_at, page.entity_at
    words = page.words
    for i in [i for i, word in enumerate(words) if word in _PRONOUN_GENDER and piece_at[i] < 0]:
        gender = _PRONOUN_GENDER[words[i]]
        floor = max(-1, i - 30)
        if i and piece_at[i - 1] >= 0:
            # “…,” she said: whoever was named in another paragraph may be the one who asked.
            paragraph = page.unit_paragraphs[page.unit_of(i)]
            floor = max(floor, page.unit_starts[page.paragraph_units[paragraph]] - 1)
        people: set[int] = set()
        for k in range(i - 1, floor, -1):
            if entity_at[k] >= 0 and piece_at[k] < 0:
                party = cast.of(entity_at[k])
                if party is not None and party.label == "PERSON":
                    people.add(party.index)
            elif words[k] == "." and people:
                break
        if len(people) == 1:
            held = votes.setdefault(people.pop(), {"f": 0.0, "m": 0.0})
            held[gender] += 0.25
    return votes


_PRONOUN_GENDER = {
    "he": "m", "He": "m", "his": "m", "His": "m", "him": "m", "himself": "m",
    "she": "f", "She": "f", "her": "f", "Her": "f", "hers": "f", "herself": "f",
}  # fmt: skip


def _words_beside(page: Page, first: int, after: int) -> Iterator[tuple[str, float]]:
    """The nouns before and behind a name, and how surely they tell its gender."""
    yield from ((word, 3.0) for word in _before(page, first))
    yield from ((word, 2.0) for word in _behind(page, after))


def _before(page: Page, first: int) -> Iterator[str]:
    """Titles before a name, and the phrase before its comma: the minister|, Dr. Rosa Lima."""
    words = page.words
    at = first - 1
    while at >= 0 and at >= first - _REACH:
        low = words[at].lower()
        if page.entity_at[at] < 0:
            if low == "," and at > 1:
                yield from _before_comma(page, at)
            if low in _STOP or low in DETERMINERS or not words[at][:1].isalpha():
                return
            if words[at] == low and is_verb_like(low):
                return
            yield low
        at -= 1


def _before_comma(page: Page, comma: int) -> Iterator[str]:
    """The words of a phrase that begins with *the* or *his* and ends at the comma."""
    words = page.words
    start = comma - 1
    while start >= 0 and start > comma - _REACH and words[start].lower() not in _STOP:
        if words[start].lower() in DETERMINERS or words[start] in ("’s", "'s"):
            inside = range(start + 1, comma)
            yield from (
                words[i] for i in inside if words[i][:1].isalpha() and page.entity_at[i] < 0
            )
            return
        start -= 1


def _behind(page: Page, after: int) -> Iterator[str]:
    """The apposition after a name, past an age: Ed Novak|, 61, a retired welder from …."""
    words = page.words
    size = len(words)
    at = after
    if at < size and words[at] in (",", "(", "—", "–"):
        at += 1
        if at + 1 < size and words[at].isdigit() and words[at + 1] == ",":
            at += 2
        if at + 1 < size and words[at] == "who":
            at = _past_being(words, at + 1, size)
    else:
        at = _past_being(words, at, size)
    if at < 0 or at >= size:
        return
    seen = False
    for i in range(at, min(size, at + _REACH)):
        low = words[i].lower()
        if low in DETERMINERS or page.entity_at[i] >= 0 or low in ("’s", "'s"):
            if seen and low in ("a", "an"):
                return
            seen = True
            continue
        if low in _STOP or not words[i][:1].isalpha():
            return
        yield low
        seen = True


def _past_being(words: list[str], at: int, size: int) -> int:
    """The word after *is a*, *has been an*, *works as a*; -1 if there is none."""
    for i in range(at, min(size - 1, at + 4)):
        if words[i] in ("is", "was", "been", "as", "became") and words[i + 1] in (
            "a",
            "an",
            "the",
            "his",
            "her",
        ):
            return i + 1
        if words[i] in BREAKS:
            return -1
    return -1
