"""The rule-based tagger: what can be told of names without any training.

Each step is a function, and each step's mistakes show why the next is there: capitals find names
and much else; sentence starts and headlines have to be kept out; lists know some names and not the
rest; titles and heads ("Mayor", "County", "Council") know kinds of names that no list has; and
what the text says in one place ("Anders Kjellberg, a former engineer") serves in another.

What it leaves out: meaning. ``Washington`` is a city even where a president or a team is meant,
and a song's or a storm's name is taken for a person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsbook.errors import want_text
from newsbook.spans import Span
from newsbook.text.abbreviations import word_set
from newsbook.text.entities.anatomy import (
    LONGEST,
    NEVER_IN_NAMES,
    body_end,
    capitals_end,
    in_lists,
    is_sure_place,
    label_by_head,
    listed,
    person,
    through_and,
    through_of,
    through_owner,
    titles,
)
from newsbook.text.entities.cues import (
    EVENT_FRONTS,
    EVENT_HEADS,
    GROUP_HEADS,
    NAME_TITLES,
    OF_HEADS,
    PARTICLES,
    PLACE_FRONTS,
    PLACE_WORDS,
    SAYING,
)
from newsbook.text.entities.datelines import find_datelines
from newsbook.text.entities.dates import find_dates
from newsbook.text.entities.gazetteers import KINDS, gazetteer
from newsbook.text.entities.memory import remember
from newsbook.text.entities.reading import Mention, Reading, read, spans_of

__all__ = ["Stretch", "capital_stretches", "find_names", "rule_entities"]

Stretch = tuple[int, int]
"""Tokens by the first's index and the one after the last's."""

_COMPANY = word_set("Inc Inc. Corp Corp. Co Co. Ltd Ltd. LLC PLC Plc plc Group Holdings AG SA SE")
_NUMBERED = PLACE_FRONTS | word_set("Road Local Channel Radio Area Courtroom Gate Pier Studio")
_PLACE_STARTS = word_set(
    """
    San Santa Santo São St. St Saint New Old East West North South Upper Lower Fort Port Lake Mount
    Los Las El La Le Les Point Cape
    """
)
_COUNTED = word_set("Circuit District Judicial Precinct Infantry Brigade Battalion Airborne Wing")
_PARTY = re.compile(r"[RDI]-\w")
_STATION = re.compile(r"[KW][A-Z]{2,3}-(?:TV|FM|AM)|[KW][A-Z]{3}")


def rule_entities(
    text: str, tokens: Sequence[Span] | None = None, sentences: Sequence[Span] | None = None
) -> list[Span]:
    """Tag a text by rules alone.

    Args:
        text: Any text.
        tokens: Its tokens, if they are there already.
        sentences: Its sentences, if they are there already.

    Returns:
        Entities in order and disjoint, labelled as `newsbook.articles.ENTITY_LABELS` has it.

    Example:
        >>> text = "Sheriff Dale Crabtree of Hamilton County joined the FBI on Monday."
        >>> [(span.of(text), span.label) for span in rule_entities(text)]
        ... # doctest: +NORMALIZE_WHITESPACE
        [('Dale Crabtree', 'PERSON'), ('Hamilton County', 'GPE'), ('FBI', 'ORG'),
         ('Monday', 'DATE')]
    """
    want_text(text, "rule_entities")
    reading = read(text, tokens, sentences)
    dates = find_dates(reading)
    names = [
        name for name in find_names(reading, dates) if name.label and name.reason != "ordinary"
    ]
    return sorted(spans_of(reading, [*dates, *names]))


def find_names(reading: Reading, dates: Iterable[Mention] = ()) -> list[Mention]:
    """All names that the rules find, in order and disjoint.

    A stretch of capitals that is likelier to be none is given too, with the reason ``ordinary``, so
    that a later step can think again.
    """
    dates = list(dates)
    datelines = find_datelines(reading, dates)
    taken = {i for name in (*dates, *datelines) for i in range(name.start, name.end)}
    found: list[Mention] = []
    for stretch in capital_stretches(reading, taken):
        found += _names_in(reading, stretch, found[-1].end if found else 0)
    found = _cut(reading, found, taken)
    found = sorted([*datelines, *found], key=lambda name: name.start)
    return remember(reading, found, taken)


def _cut(reading: Reading, found: Iterable[Mention], taken: set[int]) -> list[Mention]:
    """Cut off what reaches into a date or over the end of a sentence.

    A headline has no full stop to end it.
    """
    kept = []
    for name in found:
        end = name.start + 1
        while end < name.end and end not in taken and end not in reading.starts:
            end += 1
        kept.append(name if end == name.end else replace(name, end=end))
    return kept


def capital_stretches(reading: Reading, taken: Iterable[int] = ()) -> Iterator[Stretch]:
    """Step 1. Tokens with capitals that stand side by side in a sentence.

    Words such as ``The`` are in none; a figure is where it follows a word that is numbered:
    ``Highway 50``.

    Example:
        >>> from newsbook.text.entities.reading import read
        >>> reading = read("Grace Wanjiku of Mandera County took Highway 50.")
        >>> [" ".join(reading.words[a:b]) for a, b in capital_stretches(reading)]
        ['Grace Wanjiku', 'Mandera County', 'Highway 50']
    """
    words, starts, out = reading.words, reading.starts, set(taken)
    begin = end = 0
    for i in reading.capitals:
        word = words[i]
        # "Brakewell, R-Wyo., said": a party and a state in one token are neither.
        if word in NEVER_IN_NAMES or i in out or _PARTY.match(word):
            continue
        if i != end or i in starts or end - begin >= LONGEST:
            if begin < end:
                yield begin, end
            begin = i
        end = i + 1
        if word in _NUMBERED and end < len(words) and words[end][0].isdigit() and end not in out:
            end += 1
    if begin < end:
        yield begin, end


def _names_in(reading: Reading, stretch: Stretch, free: int) -> Iterator[Mention]:
    """Step 2. Cut a stretch into the names in it, and label each.

    Args:
        reading: The text.
        stretch: Tokens with capitals.
        free: The first token that no name before has taken.
    """
    start, end = max(stretch[0], free), stretch[1]
    while start < end:
        name = _next_name(reading, start, end)
        if name is None:
            start += 1
        else:
            yield name
            start = max(name.end, start + 1)


def _next_name(reading: Reading, start: int, end: int) -> Mention | None:
    """The name that begins at a token, or None where that token is in no name."""
    words = reading.words
    known, kinds = listed(reading, start)
    if start + known > end:
        # A list's name goes on over small words: "Trinidad and Tobago", "Lowe’s".
        return _by_list(reading, start, start + known, kinds)
    if joined := through_and(reading, start, end):
        return Mention(start, joined, "ORG", "and")
    body = body_end(reading, start, end)
    if known < 2:
        # "King County Superior Court | Judge …"
        named = words[start] in NAME_TITLES and label_by_head(reading, start, body)
        if not named and (skipped := titles(reading, start, end)):
            after = start + skipped
            if after < end:
                return person(reading, after, end, "title")
            return Mention(start, end, "PERSON", "ordinary")
        if not known and _is_idle(reading, start, body):
            return None
    if known and start + known == body:
        return _by_list(reading, start, body, kinds)
    if owner := through_owner(reading, start, body):
        return Mention(start, owner, "ORG", "owner")
    last = words[body - 1]
    if last in EVENT_HEADS or words[start] in EVENT_FRONTS:
        return Mention(start, body, "", "event")
    if label := label_by_head(reading, start, body):
        if start and _COUNTED.intersection(words[start:body]) and words[start - 1][0].isdigit():
            start -= 1  # "9th U.S. Circuit Court of Appeals"
        reason = "place" if label == "LOC" and is_sure_place(words[start:body]) else "head"
        return Mention(start, through_of(reading, body, last), label, reason)
    if longer := _over_particles(reading, start, body):
        return longer
    if known == 1 and body - start > 1 and _is_first_name(reading, start):
        return person(reading, start, body, "place or person")
    if known:
        more, kinds_after = listed(reading, start + known)
        if start + known + more == body and words[body - 1] in GROUP_HEADS:
            return Mention(start, body, "NORP", "head")  # "Scottish | National Party"
        whole = "organisation" in kinds_after and start + known + more == body
        if whole and ("group" not in kinds or more > 1):
            return Mention(start, body, "ORG", "list+list")  # "American | Red Cross"
        # A list knows the first words: "Israeli | Amit Segal", "New York | Yankees".
        return _by_list(reading, start, start + known, kinds)
    if last in OF_HEADS and (through := through_of(reading, body, last)) > body:
        return Mention(start, through, "ORG", "of")
    return _by_context(reading, start, body)


def _over_particles(reading: Reading, start: int, end: int) -> Mention | None:
    """A name with small words in it that has a head at its end: ``Paso del Norte Bridge``."""
    at = end
    while at < len(reading.words) and at - end < 3 and reading.words[at] in PARTICLES:
        at += 1
    more = capitals_end(reading, at)
    if at == end or more == at or not (label := label_by_head(reading, start, more)):
        return None
    sure = label == "LOC" and is_sure_place(reading.words[start:more])
    return Mention(start, more, label, "place" if sure else "head")


def _is_first_name(reading: Reading, i: int) -> bool:
    """``Jordan Pickford``, ``Charlotte Brown``: no comma, so the first is hardly the place."""
    return in_lists(reading, i, "first") and (
        not listed(reading, i + 1)[0] or in_lists(reading, i + 1, "last")
    )


def _is_idle(reading: Reading, i: int, end: int) -> bool:
    """Step 3. Whether a capital tells nothing and the word is an ordinary one.

    ``Shares in Tesco`` and, in a headline, ``Wildfire Near Lake Tahoe``; but ``Eastern Wire
    Service`` has a head at its end that it must belong to.
    """
    if not (reading.first[i] or reading.loud[i]) or not reading.is_ordinary(i):
        return False
    return reading.loud[i] == 1 or end - i < 2 or not label_by_head(reading, i, end)


def _by_list(reading: Reading, start: int, end: int, kinds: str) -> Mention:
    """Step 5. A name that a list has; where lists differ its neighbours decide."""
    first, _, others = kinds.partition("+")
    label = KINDS[first]
    words = reading.words
    if label == "NORP" and _is_language(words, start, end):
        return Mention(start, end, "", "language")
    if label == "NORP" and end - start > 1:
        return Mention(start, end, label, "long list")  # "South Korean", of one meaning only
    if first == "organisation":
        # "Bank of America | Corp.", "Supreme Court | of India".
        while end < len(words) and words[end] in _COMPANY:
            end += 1
        end = through_of(reading, end, words[end - 1], ("of",))
    if others and "organisation" in kinds and label in ("GPE", "LOC") and end - start == 1:
        before = words[start - 1] if start else ""
        if before in ("the", "The"):
            label = "ORG"
    if end - start == 1 and first in ("city", "place") and _is_also_a_word(reading, start):
        return _place_or_person(reading, start, label)
    return Mention(start, end, label, "list")


def _is_also_a_word(reading: Reading, i: int) -> bool:
    name = reading.names[i]
    return name.lower() in gazetteer().common or any(
        in_lists(reading, i, kind) for kind in ("first", "last")
    )


def _place_or_person(reading: Reading, i: int, label: str) -> Mention:
    """``Jackson said`` and ``in Jackson``; where neither tells, step 9 may."""
    words = reading.words
    before = words[i - 1] if i else ""
    after = words[i + 1] if i + 1 < len(words) else ""
    if before in PLACE_WORDS or (after == "," and listed(reading, i + 2)[1] == "region"):
        return Mention(i, i + 1, label, "list")
    if after in SAYING or before in SAYING:
        return Mention(i, i + 1, "PERSON", "says")
    return Mention(i, i + 1, label, "place or person")


def _is_language(words: Sequence[str], start: int, end: int) -> bool:
    """Whether somebody speaks it: ``he said so in Spanish``."""
    before = words[start - 1] if start else ""
    after = words[end] if end < len(words) else "."
    if before in ("speak", "speaks", "spoke", "speaking", "learn", "learned", "fluent"):
        return True
    return before in ("in", "into", "from") and not after[0].isalpha()


def _by_context(reading: Reading, start: int, end: int) -> Mention:
    """Step 8. A name that no list and no head knows: what stands around it."""
    words = reading.words
    before = words[start - 1] if start else ""
    after = words[end] if end < len(words) else ""
    if before in ("By", "by") and reading.first[start - 1] and end - start in (2, 3):
        return person(reading, start, end, "byline")
    if in_lists(reading, start, "first") and end - start > 1:
        return person(reading, start, end, "first name")
    if end - start in (2, 3) and words[start] not in _PLACE_STARTS:
        if in_lists(reading, end - 1, "last"):
            return person(reading, start, end, "surname")
        if in_lists(reading, start, "last") and not reading.is_ordinary(end - 1):
            return person(reading, start, end, "surname first")  # "Park Jin", "Baker Hughes"
    if end - start == 1:
        word = words[start]
        if _STATION.fullmatch(word):
            return Mention(start, end, "ORG", "station")
        if (
            word.isupper()
            and word.isalpha()
            and 2 <= len(word) <= 8
            and not (reading.loud[start] or word.lower() in gazetteer().common)
        ):
            return Mention(start, end, "ORG", "acronym")
        if after == "’s" and before in PLACE_WORDS:
            return Mention(start, end, "GPE", "in")
    if end - start == 2 and all(reading.is_ordinary(i) for i in (start, start + 1)):
        return Mention(start, end, "ORG", "ordinary words")
    if after in SAYING or (after == "," and _says_after_comma(words, end)):
        return person(reading, start, end, "says")
    if before in PLACE_WORDS and end - start < 3:
        return Mention(start, end, "GPE", "in")
    if end - start > 1:
        if any(reading.is_ordinary(i) for i in range(start, end)):
            return Mention(start, end, "ORG", "ordinary words")
        return person(reading, start, end, "two words")
    if in_lists(reading, start, "last") and before not in ("on", "to", "of", "&"):
        return person(reading, start, end, "known surname")  # "Trump signed", "Putin’s"
    if in_lists(reading, start, "last") or in_lists(reading, start, "first"):
        return person(reading, start, end, "known name")
    if reading.is_ordinary(start):
        return Mention(start, end, "ORG", "ordinary")
    return person(reading, start, end, "one word")


def _says_after_comma(words: Sequence[str], end: int) -> bool:
    """``Crabtree, 46,`` is a person: only they have an age."""
    return end + 2 < len(words) and words[end + 1].isdigit() and words[end + 2] == ","
