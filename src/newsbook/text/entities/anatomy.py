"""How names are built: titles before them, heads at their ends, small words within.

Each function looks at the tokens from some place on and says how far a part of a name goes. None
of them decides what is a name; `newsbook.text.entities.rules` does.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsbook.text.abbreviations import word_set
from newsbook.text.entities.cues import (
    AREA_HEADS,
    FIELDS,
    GROUP_HEADS,
    MONTHS,
    NAME_TITLES,
    OF_HEADS,
    ORG_HEADS,
    PARTICLES,
    PLACE_FRONTS,
    PLACE_HEADS,
    STOP_WORDS,
    SUFFIXES,
    SURE_PLACE_HEADS,
    TITLES,
    WEAK_TITLES,
    WEEKDAYS,
)
from newsbook.text.entities.gazetteers import gazetteer
from newsbook.text.entities.reading import Mention, Reading

__all__ = [
    "LONGEST", "NEVER_IN_NAMES", "body_end", "capitals_end", "in_lists", "is_sure_place",
    "label_by_head", "listed", "person", "through_and", "through_of", "through_owner",
    "titles",
]  # fmt: skip

#: No name has more words in a row; without a limit a text of capitals would take quadratic time.
LONGEST = 30

#: Words with a capital of their own that are in no name.
NEVER_IN_NAMES = STOP_WORDS | MONTHS | WEEKDAYS

_DISTRICTS = word_set("School Schools Transit Water Utility Park Fire Hospital Sanitation")
_LAST_TITLES = word_set("Attorney General Justice Chief Executive Officer Deputy Master Agent")
_NICK = {"“": "”", "‘": "’", '"': '"', "’": "’"}
_ON_HEADS = word_set("Committee Commission Council Conference Subcommittee Panel")


def listed(reading: Reading, i: int) -> tuple[int, str]:
    """The longest listed name that begins at a token: how many words, and what it is."""
    if i >= len(reading.names):
        return 0, ""
    length, kinds = gazetteer().longest(reading.names, i, len(reading.names))
    word = reading.words[i]
    # "Rockville, Md." is a state; "Md. Shafiqul Alam" is a Mohammed.
    if length == 1 and kinds == "region" and word.endswith(".") and "." not in word[:-1]:
        after = reading.words[i + 1] if i + 1 < len(reading.words) else ""
        if (i == 0 or reading.words[i - 1] != ",") and after in reading.large:
            return 0, ""
    return length, kinds


def in_lists(reading: Reading, i: int, kind: str) -> bool:
    """Whether a word is in the lists of a kind: ``"first"`` for a given name."""
    return kind in gazetteer().words.get(reading.names[i], "")


def titles(reading: Reading, start: int, end: int) -> int:
    """Step 4. How many words from here on are a title: ``Chief Financial Officer``."""
    words = reading.words
    at = start
    strong = False
    if start > 1 and words[start - 1] in ("of", "for") and words[start - 2] in TITLES:
        # "Secretary of | State Hillary Clinton"
        while at < end and words[at] in FIELDS:
            at += 1
        strong = at > start
    while at < end and at - start < 8 and words[at] in TITLES:
        strong = strong or words[at] not in WEAK_TITLES
        at += 1
    count = at - start
    if count > 1 and words[at - 1] in _LAST_TITLES:
        strong = True  # "District Attorney", "Chief Justice"
    if count and at < end and words[at - 1] in _LAST_TITLES and in_lists(reading, at, "first"):
        strong = True  # "Justice John Roberts"
    if not strong or (at + 1 == end and is_head(words[at])):
        return 0  # "Justice Department", "King Street"
    if at < len(words) and words[at] in ("’s", "’"):
        return 0  # "Sheriff’s Office"
    return at - start


def person(reading: Reading, start: int, end: int, reason: str) -> Mention:
    """A person's name from here on, with particles and suffixes: ``van der Bellen``, ``Jr.``."""
    words, large = reading.words, reading.large
    at = end
    while at < len(words):
        i = at
        while i < len(words) and words[i] in PARTICLES and i - at < 3:
            i += 1
        if at + 3 < len(words) and words[at] in _NICK and words[at + 1] in large:
            # A nickname within: Dwayne “The Rock” Johnson.
            i = at + 2
            while i < len(words) and words[i] in large and i - at < 4:
                i += 1
            if i + 1 < len(words) and words[i] == _NICK[words[at]] and words[i + 1] in large:
                at = capitals_end(reading, i + 1)
                continue
            break
        more = capitals_end(reading, i)
        if i == at or more == i:
            break
        at = more
    if at < len(words) and words[at] in SUFFIXES:
        at += 1
    elif at + 1 < len(words) and words[at] == "," and words[at + 1] in SUFFIXES:
        at += 2 if words[at + 1].startswith(("Jr", "Sr")) else 0
    return Mention(start, at, "PERSON", reason)


def body_end(reading: Reading, start: int, end: int) -> int:
    """Where the name that begins here ends if no list and no head says otherwise.

    It stops before a title (``Seattle | Mayor …``) and, in a headline, before an ordinary word.
    """
    for at in range(start + 1, end):
        word = reading.words[at]
        king = word in NAME_TITLES and in_lists(reading, at - 1, "first")  # "Martin Luther | King"
        if word in TITLES and not king and at + 1 < end and titles(reading, at, end):
            return at
        if (
            reading.loud[at]
            and reading.is_ordinary(at)
            and not (is_head(word) or listed(reading, at)[0])
        ):
            return at
    return end


def is_head(word: str) -> bool:
    return word in ORG_HEADS or word in PLACE_HEADS or word in AREA_HEADS


def label_by_head(reading: Reading, start: int, end: int) -> str:
    """Step 6. What the last or first word of a longer name says it is; empty when nothing."""
    if end - start < 2:
        return ""
    words = reading.words
    last = words[end - 1]
    if "-" in last and last not in ORG_HEADS:
        last = last.rpartition("-")[2]  # "Sun-Times"
    if last[0].isdigit() and words[end - 2] == "Local":
        return "ORG"
    if last[0].isdigit() or (words[start] in PLACE_FRONTS and last not in ORG_HEADS):
        return "LOC"
    if last in GROUP_HEADS:
        return "NORP"
    if last == "District" and words[end - 2] in _DISTRICTS:
        return "ORG"
    if last in AREA_HEADS and last not in ("District", "Islands", "Springs"):
        return "GPE"
    if last in PLACE_HEADS and not (last in ORG_HEADS and in_lists(reading, start, "organisation")):
        return "LOC" if last not in ORG_HEADS or last in ("Line", "Market", "Street") else "ORG"
    return "ORG" if last in ORG_HEADS else ""


def is_sure_place(words: Sequence[str]) -> bool:
    """Whether the last word leaves no doubt: no firm or team is called a river or a street."""
    if words[-1][0].isdigit():
        return words[-2] in ("Highway", "Route", "Interstate", "Hwy", "Road")
    return words[-1] in SURE_PLACE_HEADS


def through_owner(reading: Reading, start: int, end: int) -> int:
    """Where a name ends that has an owner in it: ``Transport Workers’ Union``; 0 if none does.

    ``Lebanon’s Health Ministry`` is two names. A plural or an ordinary word does not own, it names.
    """
    words = reading.words
    if end >= len(words) or words[end] not in ("’s", "’"):
        return 0
    at = capitals_end(reading, end + 1)
    if at == end + 1 or words[at - 1] not in ORG_HEADS:
        return 0
    last = words[end - 1]
    names = words[end] == "’" or reading.is_ordinary(end - 1) or last.endswith(("men", "women"))
    return through_of(reading, at, words[at - 1]) if names or words[start] == "St." else 0


def through_of(
    reading: Reading, end: int, head: str, links: Sequence[str] = ("of", "for", "on")
) -> int:
    """Step 7. Where an organisation's name ends that goes on: ``Bank of England``.

    Over ``of`` or ``for``, with ``the`` or without, and from there over ``and`` or ``at`` once
    more.
    """
    words = reading.words
    if head not in OF_HEADS:
        return end
    at = end
    if at < len(words) and words[at] in links:
        if words[at] == "on" and head not in _ON_HEADS:
            return end
        at = capitals_end(reading, at + 1 + (at + 1 < len(words) and words[at + 1] == "the"))
    if not at > end + 1:
        return end
    if at + 1 < len(words):
        more = capitals_end(reading, at + 1)
        joins = words[at] in ("and", "&") and (
            is_field(reading, at + 1, more)
            or (head == "Authority" and bool(listed(reading, at + 1)[0]))
        )
        # "University of Texas at Austin", "University of California, Berkeley"
        campus = head == "University" and words[at] in ("at", ",")
        place = "city" in listed(reading, at + 1)[1] and (
            words[at] == "at" or "California" in words[end:at]
        )
        # "Institute for the Study of War"
        purpose = words[end] == "for" and words[at] == "of" and not listed(reading, at + 1)[0]
        if more > at + 1 and (joins or purpose or (campus and place)):
            return more
    return at


def through_and(reading: Reading, start: int, end: int) -> int:
    """Where a name ends that has an ``and`` in it; 0 if it has none.

    ``Morrison & Foerster`` by its mark; ``Competition and Markets Authority`` since both are what
    an authority is for.
    """
    words = reading.words
    if (
        end + 1 >= len(words)
        or words[end] not in ("&", "and")
        or words[end + 1] not in reading.large
    ):
        return 0
    more = capitals_end(reading, end + 1)
    if words[end] == "&":
        return more
    fields = is_field(reading, start, start + 1) and is_field(reading, end + 1, more - 1)
    fields = fields and not any(listed(reading, i)[0] for i in range(start, end))
    return more if fields and words[more - 1] in ORG_HEADS and not reading.loud[start] else 0


def capitals_end(reading: Reading, at: int) -> int:
    """Where the words with capitals from here on end."""
    words, large = reading.words, reading.large
    end = min(len(words), at + LONGEST)
    while at < end and words[at] in large and words[at] not in NEVER_IN_NAMES:
        at += 1
    return at


def is_field(reading: Reading, start: int, end: int) -> bool:
    """Whether words are what a ministry is for (``Human Services``) rather than a name."""
    return start < end and all(
        reading.words[i] in FIELDS or reading.is_ordinary(i) for i in range(start, end)
    )
