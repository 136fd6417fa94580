"""Who is who: the mentions of one person or organisation, tied together by name.

`tie_names` goes through the entities of an article and sorts them into `Party`s. Full names come
first, then the short ones: *Stoltenberg* belongs to the last *… Stoltenberg* that was mentioned.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from newsbook.spans import Span
from newsbook.text.abbreviations import word_set
from newsbook.text.entities.cues import PERSON_NOUNS
from newsbook.text.speakers.kinds import FEMALE_NOUNS, MALE_NOUNS, SAME_OFFICE, SUFFIXES

__all__ = ["Cast", "Party", "name_words", "tie_names"]

_WORD = re.compile(r"[\w][\w’'.-]*")
_MARKED = re.compile(r"[“‘\"'(](?!s\b)([^“”‘’\"'()]{1,25})[”’\"')]")
_TITLES = (FEMALE_NOUNS | MALE_NOUNS | frozenset(SAME_OFFICE)) - word_set(
    "king prince duke baron miss pope rev cardinal deacon"
) | word_set(
    """
    president mayor judge governor senator coach officer detective professor doctor sheriff lt.
    sen. rep. gov.
    """
)
_SHORT_FOR = {
    "bill": "william", "will": "william", "billy": "william", "bob": "robert", "rob": "robert",
    "bobby": "robert", "joe": "joseph", "jim": "james", "jimmy": "james", "mike": "michael",
    "tom": "thomas", "dick": "richard", "rick": "richard", "rich": "richard", "dan": "daniel",
    "dave": "david", "ed": "edward", "ted": "edward", "tony": "anthony", "chris": "christopher",
    "matt": "matthew", "steve": "steven", "ron": "ronald", "don": "donald", "ken": "kenneth",
    "greg": "gregory", "jeff": "jeffrey", "tim": "timothy", "ben": "benjamin", "sam": "samuel",
    "alex": "alexander", "nick": "nicholas", "pete": "peter", "andy": "andrew",
    "liz": "elizabeth", "beth": "elizabeth", "kate": "katherine", "kathy": "katherine",
    "sue": "susan", "peg": "margaret", "maggie": "margaret", "meg": "margaret",
    "jen": "jennifer", "jenny": "jennifer", "becky": "rebecca", "pat": "patricia",
    "debbie": "deborah", "chuck": "charles", "charlie": "charles", "larry": "lawrence",
    "jack": "john", "hank": "henry", "harry": "harold", "gus": "augustus", "al": "albert",
    "mitch": "mitchell", "josh": "joshua", "zach": "zachary", "phil": "philip",
    "doug": "douglas",
}  # fmt: skip


#: For each name, small, the groups of entities that it can belong to, by their identity.
_Held = dict[tuple[str, ...], dict[int, list[int]]]


@dataclass(slots=True)
class Party:
    """One person or organisation of an article.

    Attributes:
        index: Its place in the cast.
        name: The full name as the article gives it.
        label: ``PERSON``, ``ORG``, or another entity label.
        mentions: The indexes of its entities, in the order of the text.
        gender: ``f``, ``m`` or nothing, as far as the article or the given name tells.
        offices: Nouns that the article gives it: senator, mayor, owner.
    """

    index: int
    name: str
    label: str
    mentions: list[int] = field(default_factory=list)
    gender: str = ""
    offices: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Cast:
    """All parties of an article.

    Attributes:
        parties: The parties, by first mention.
        party_of: For each entity the index of its party, or -1.
        by_words: For each full or short name, in small letters, the parties that it can mean.
    """

    parties: list[Party]
    party_of: list[int]
    by_words: dict[tuple[str, ...], list[int]]

    def of(self, entity: int) -> Party | None:
        """The party that an entity names."""
        index = self.party_of[entity]
        return self.parties[index] if index >= 0 else None


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a person's name, small, without title, *Jr.* and marked nickname.

    Example:
        >>> name_words("Mr. Anthony “Tony” Russo Jr.")
        ('anthony', 'russo')
    """
    plain = _MARKED.sub(" ", name)
    words = [word.lower() for word in _WORD.findall(plain)]
    while len(words) > 2 and words[0] in PERSON_NOUNS:
        words = words[1:]
    while len(words) > 1 and (words[0] in _TITLES or words[0].rstrip(".") in _TITLES):
        words = words[1:]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words = words[:-1]
    if len(words) > 2 and len(words[-1]) < 4 and words[-1].upper() in plain.split():
        words = words[:-1]  # a degree: "Ada Ray SC"
    if words and words[-1].endswith(("’s", "'s")):
        words[-1] = words[-1][:-2]
    return tuple(word for word in words if word)


def tie_names(text: str, entities: Sequence[Span]) -> Cast:
    """Tie the entities of an article together by their names.

    Args:
        text: The article.
        entities: Its names, in order.

    Example:
        >>> text = "Ada Ray met Bob Ray. Ada won."
        >>> names = [Span(0, 7, "PERSON"), Span(12, 19, "PERSON"), Span(21, 24, "PERSON")]
        >>> cast = tie_names(text, names)
        >>> [party.name for party in cast.parties], cast.party_of
        (['Ada Ray', 'Bob Ray'], [0, 1, 0])
    """
    groups: list[list[int]] = []
    people = [i for i, span in enumerate(entities) if span.label == "PERSON"]
    surnames = _surnames(text, entities, people)
    # "Adams added" after "Cornell Adams" is no company, whatever the tagger says.
    strays = [
        i
        for i, span in enumerate(entities)
        if span.label != "PERSON" and surnames.get(text[span.start : span.end].lower(), i) < i
    ]
    singles = {text[s.start : s.end].lower() for s in entities if s.label == "PERSON"}
    strays += [
        i
        for i, span in enumerate(entities)
        if span.label in ("ORG", "LOC") and _is_like(text[span.start : span.end], singles)
    ]
    people = sorted({*people, *strays})
    stray = set(strays)
    bodies = [i for i, span in enumerate(entities) if span.label == "ORG" and i not in stray]
    names = {i: entities[i].of(text) for i in (*people, *bodies)}
    by_words: dict[tuple[str, ...], dict[int, list[int]]] = defaultdict(dict)
    _tie_people(people, names, groups, by_words)
    _tie_bodies(bodies, names, groups, by_words)
    groups = sorted((sorted(group) for group in groups if group), key=lambda group: group[0])
    parties = []
    party_of = [-1] * len(entities)
    place: dict[int, int] = {}
    for index, group in enumerate(groups):
        label = "PERSON" if any(entities[i].label == "PERSON" for i in group) else "ORG"
        parties.append(Party(index, _full_name([names[i] for i in group], label), label, group))
        for i in group:
            party_of[i] = index
            place[i] = index
    known = {
        words: sorted({place[group[0]] for group in held.values() if group})
        for words, held in by_words.items()
    }
    return Cast(parties, party_of, known)


def _is_like(name: str, singles: set[str]) -> bool:
    """Whether a name of two or three words ends in one that stands alone for a person."""
    words = name.split()
    return (
        len(words) in (2, 3)
        and words[-1].lower() in singles
        and all(w[:1].isupper() for w in words)
    )


def _surnames(text: str, entities: Sequence[Span], people: Sequence[int]) -> dict[str, int]:
    """For the last word of each full name the entity that gives it first."""
    first: dict[str, int] = {}
    for i in people:
        words = name_words(entities[i].of(text))
        if len(words) > 1:
            first.setdefault(words[-1], i)
    return first


def _full_name(names: Sequence[str], label: str) -> str:
    """The name to give: of a person the first that is full, of a body the longest."""
    if label == "PERSON":
        most = max(len(name_words(name)) for name in names)
        return _untitled(next(name for name in names if len(name_words(name)) >= min(2, most)))
    return max(names, key=lambda name: (len(name.split()), -names.index(name)))


def _untitled(name: str) -> str:
    """A person's name without a title that a tagger took in: *Quarterback Jalen Moore*.

    Example:
        >>> _untitled("Quarterback Jalen Moore"), _untitled("Dean Smith")
        ('Jalen Moore', 'Dean Smith')
    """
    words = name.split()
    while len(words) > 2 and (
        words[0].lower() in PERSON_NOUNS or (words[0].endswith(".") and len(words[0]) > 2)
    ):
        words = words[1:]
    return " ".join(words) if len(words) < len(name.split()) else name


def _tie_people(
    people: Iterable[int],
    names: dict[int, str],
    groups: list[list[int]],
    by_words: _Held,
) -> None:
    words = {i: name_words(names[i]) for i in people}
    shorts: list[int] = []
    fulls: dict[str, list[tuple[tuple[str, ...], list[int]]]] = defaultdict(list)
    # The longest names first, so that "van der Slikke" finds "Fenna van der Slikke" waiting.
    for i in sorted(words, key=lambda i: (-len(words[i]), i)):
        own = words[i]
        if len(own) < 2 or (own in by_words and not any(own == full for full, _ in fulls[own[-1]])):
            shorts.append(i)
            continue
        group = next((g for full, g in fulls[own[-1]][:60] if _same_person(full, own)), None)
        if group is None:
            group = []
            groups.append(group)
            fulls[own[-1]].append((own, group))
        group.append(i)
        _index(own, names[i], group, by_words)
    _tie_shorts(sorted(shorts), words, groups, by_words)


def _index(
    own: tuple[str, ...],
    name: str,
    group: list[int],
    by_words: _Held,
) -> None:
    keys = [own]
    keys += [own[k:] for k in range(1, len(own))]
    keys += [own[:k] for k in range(1, len(own))]
    keys += [tuple(nick.lower().split()) for nick in _MARKED.findall(name)]
    for key in keys:
        by_words[key][id(group)] = group


def _tie_shorts(
    shorts: Iterable[int],
    words: dict[int, tuple[str, ...]],
    groups: list[list[int]],
    by_words: _Held,
) -> None:
    """Give each short name to the party that was mentioned last under it."""
    latest: dict[int, int] = {}
    fulls = {id(group): sorted(group) for group in groups}
    # "Baca" for Consuelo Baca y Luna: a name inside of a name counts where no other does.
    inner: dict[tuple[str, ...], list[list[int]]] = defaultdict(list)
    for long in [key for key in by_words if len(key) > 2]:
        for word in long[1:-1]:
            if len(word) > 3:
                inner[(word,)] += by_words[long].values()
    for i in shorts:
        own = words[i]
        held = [group for group in by_words.get(own, {}).values() if group]
        if not held:
            held = [group for group in inner.get(own, ()) if group]
        if not held and len(own) == 1 and "-" in own[0]:
            hyphened = by_words.get((own[0].split("-")[0],), {})
            held = [group for group in hyphened.values() if group]
        if not held:
            group: list[int] = []
            groups.append(group)
            by_words[own][id(group)] = group
        else:

            def nearness(group: list[int], i: int = i) -> tuple[bool, int]:
                own = fulls.get(id(group), [])
                at = bisect_left(own, i)
                before = max(own[at - 1] if at else -1, latest.get(id(group), -1))
                return (before >= 0, before if before >= 0 else -group[0])

            group = max(held[-50:], key=nearness)
        group.append(i)
        latest[id(group)] = i


def _same_person(full: tuple[str, ...], own: tuple[str, ...]) -> bool:
    """Whether two full names with one surname are one person's: William J. Ray, Bill Ray."""
    a, b = full[0].rstrip("."), own[0].rstrip(".")
    if a == b or _SHORT_FOR.get(a, a) == _SHORT_FOR.get(b, b):
        return True
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return len(a) > 3 < len(b) and (a.startswith(b) or b.startswith(a))


def _tie_bodies(
    bodies: Sequence[int],
    names: dict[int, str],
    groups: list[list[int]],
    by_words: _Held,
) -> None:
    known: dict[str, list[int]] = {}
    for i in sorted(bodies, key=lambda i: (-len(names[i].split()), i)):
        plain = names[i].lower().removeprefix("the ").removesuffix("’s").removesuffix("'s")
        group = known.get(plain)
        if group is None:
            group = []
            groups.append(group)
            for key in _short_names(names[i]):
                known.setdefault(key, group)
            known[plain] = group
        group.append(i)
        by_words[tuple(plain.split())][id(group)] = group


def _short_names(name: str) -> list[str]:
    """What an organisation may be called for short: its initials, its first words."""
    words = [word for word in re.findall(r"[\w&.’'-]+", name) if word.lower() != "the"]
    large = [word for word in words if word[:1].isupper()]
    short = []
    if len(large) > 1:
        initials = "".join(word[0] for word in large).lower()
        short += [initials, ".".join(initials) + "."]
        everything = "".join(word[0] for word in words).lower()
        short.append(everything)
    low = [word.lower() for word in words]
    short += [
        " ".join(low[:k])
        for k in range(1, len(low))
        if len(low[k - 1]) > 2 and low[k - 1] not in _TOO_SHORT
    ]
    return [key for key in short if key not in _TOO_SHORT]


_TOO_SHORT = word_set(
    """
    the u.s. us national american united state federal new department of and for city university
    house supreme first north south east west international bank san los st. county district
    general central royal association
    """
)
