"""Whose words are they? From the mention of a speaker to the full name.

`Resolver.party` takes a mention (a name, *she*, *the senator*, *the company*) in the order of the
text and gives the `Party` it means, or None where the article does not say. It remembers who spoke,
since a pronoun beside a quote means the last speaker more often than not.
"""

from __future__ import annotations

from collections.abc import Mapping

from newsbook.text.clauses.page import Page, Unit
from newsbook.text.clauses.phrases import Items
from newsbook.text.clauses.words import (
    CONJUNCTIONS,
    DETERMINERS,
    HE,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SHE,
    SUBORDINATORS,
)
from newsbook.text.entities.cues import ORG_NOUNS
from newsbook.text.speakers.kinds import (
    BODIES,
    INDEFINITE,
    MEDIA,
    TEXTS,
    gender_of_noun,
    is_human,
    office,
)
from newsbook.text.speakers.names import Cast, Party, name_words, tie_names
from newsbook.text.speakers.pronouns import WEIGHTS, Candidate, Scene, Speaker, candidates, weigh
from newsbook.text.speakers.roles import learn_roles

__all__ = ["Resolver", "head_of"]

#: How many units back a pronoun may reach.
REACH = 7

_MANY = frozenset(
    {"police", "people", "staff", "crowd", "couple", "family", "media", "public", "pair", "jury"}
)
#: Bodies that are called so whatever their name is; a court or a school has the word in its name.
_GENERIC = ORG_NOUNS | frozenset({"it", "company", "firm", "agency", "union", "group", "airline"})
_SAME = {"m": HE | {"his"}, "f": SHE | {"her"}}
_CLITICS = ("’s", "'s", "’", "'")
_BROADER: dict[str, frozenset[str]] = {
    "chief": frozenset(
        {"director", "president", "head", "commissioner", "executive", "general", "secretary"}
    ),
    "leader": frozenset(
        {"president", "minister", "chief", "chair", "head", "speaker", "representative", "senator"}
    ),
    "representative": frozenset({"senator"}),
    "boss": frozenset({"executive", "director", "manager", "owner"}),
    "head": frozenset({"director", "president", "chair", "executive", "chief"}),
    "official": frozenset({"director", "commissioner", "secretary", "manager", "spokesperson"}),
    "scientist": frozenset(
        {"biologist", "geologist", "chemist", "physicist", "researcher", "ecologist"}
    ),
    "doctor": frozenset({"surgeon", "cardiologist", "pediatrician", "psychiatrist", "oncologist"}),
    "player": frozenset({"guard", "forward", "quarterback", "pitcher", "midfielder", "flanker"}),
}


class Resolver:
    """Names for mentions, asked in the order of the text.

    Example:
        >>> from newsbook.spans import Span
        >>> from newsbook.text.clauses.page import open_page
        >>> page = open_page("Ada Ray sang. “Well,” she said.", [Span(0, 7, "PERSON")])
        >>> Resolver(page).party(1, (1, 2)).name
        'Ada Ray'
    """

    def __init__(self, page: Page, weights: Mapping[str, float] = WEIGHTS) -> None:
        self.weights = weights
        self.page = page
        self.cast: Cast = tie_names(page.text, page.entities)
        learn_roles(page, self.cast)
        self.by_office: dict[str, list[Party]] = {}
        for party in self.cast.parties:
            if party.label == "PERSON":
                for word in sorted(party.offices):
                    self.by_office.setdefault(word, []).append(party)
        people = [party for party in self.cast.parties if party.label == "PERSON"]
        #: Whom the article is about: the person it names most often.
        hero = max(people, key=lambda p: len(p.mentions)).index if people else -1
        self.scene = Scene(page, self.cast, hero=hero)
        self.last = self.scene.last
        self._unnamed: dict[str, int] = {}
        self._known: dict[tuple[int, Items], Party | None] = {}

    def party(self, unit: int, items: Items, asks: bool = False) -> Party | None:
        """The party that a mention means, or None.

        Args:
            unit: The unit's index.
            items: The items of the mention.
            asks: Whether what is said is a question: the answer will be somebody else's.
        """
        key = (unit, items)
        if key not in self._known:
            self._known[key] = self._find(self.page.unit(unit), items)
        party = self._known[key]
        if party is None and (head := head_of(self.page.unit(unit), items)) is not None:
            self._unnamed[self.page.unit(unit).low[head]] = unit
        gender = party.gender if party else self._gender(self.page.unit(unit), items)
        if not self.last or self.last[-1].party is not party or self.last[-1].unit != unit:
            self.last.append(Speaker(party, gender, unit, asks))
            del self.last[:-6]
        return party

    # -- one question for each kind of mention

    def _find(self, unit: Unit, items: Items) -> Party | None:
        start, end = items
        low = unit.low[start:end]
        if unit.names[start] >= 0 and unit.name_end(start) >= end:
            return self.cast.of(unit.names[start])
        if low[0] in HE or low[0] in SHE:
            return self._pronoun(unit, start, "m" if low[0] in HE else "f")
        if low == ["it"]:
            return self._body(unit, start, "it")
        if low[0] in PRONOUNS and end == start + 1 and unit.names[start] < 0:
            return None
        head = head_of(unit, items)
        if head is None:
            return None
        word = unit.low[head]
        if low[0] in INDEFINITE or any(w in CONJUNCTIONS for w in low):
            return None
        if unit.words[start][:1].isupper() and unit.names[head] < 0 and start > 0:
            named = self._by_text(unit, items)
            if named is not None:
                return named
        if word in TEXTS:
            return self._issuer(unit, word)
        inside = [unit.names[i] for i in range(start, head) if unit.label(i) == "ORG"]
        if inside and word in BODIES and not any(w in PREPOSITIONS for w in unit.low[start:head]):
            return self.cast.of(inside[0])
        if word in BODIES:
            return self._body(unit, start, word)
        return self._by_role(unit, items, head)

    def _by_text(self, unit: Unit, items: Items) -> Party | None:
        """A name that no tagger marked here but the cast knows."""
        held = self.cast.by_words.get(name_words(" ".join(unit.words[slice(*items)])), [])
        return self.cast.parties[held[0]] if held else None

    def _by_role(self, unit: Unit, items: Items, head: int) -> Party | None:
        """*the senator*, *NATO chief*: whoever bears that office and was mentioned last."""
        word = unit.low[head]
        if (word.endswith("s") and not word.endswith("ss")) or word in _MANY:
            return None
        word = office(word)
        found = self.by_office.get(word, [])
        if not found:
            broader = _BROADER.get(word, frozenset())
            found = list(
                {p.index: p for w in sorted(broader) for p in self.by_office.get(w, [])}.values()
            )
        gender = gender_of_noun(unit.low[head])
        if gender:
            found = [p for p in found if p.gender in ("", gender)]
        owner = self._owner(unit, items)
        found = [p for p in found if p.index not in owner]
        if found:
            return self._nearest(unit, items[0], found[:60])
        alone = not any(unit.low[i] in PREPOSITIONS for i in range(*items) if unit.names[i] < 0)
        definite = unit.low[items[0]] in ("the", "that", "this") or items[1] - items[0] == 1
        if unit.index - self._unnamed.get(unit.low[head], -99) < 10:
            return None  # one trader said …: "the trader" is the same, and has no name
        if alone and definite and is_human(unit.low[head]):
            return self._pronoun(unit, items[0], gender)
        return None

    def _owner(self, unit: Unit, items: Items) -> set[int]:
        """Who is named inside of the phrase: Brandt in *Brandt’s lawyer* is not the lawyer."""
        return {self.cast.party_of[unit.names[i]] for i in range(*items) if unit.names[i] >= 0}

    def _nearest(self, unit: Unit, k: int, found: list[Party]) -> Party:
        """Of several parties the one that was mentioned last before, or else first after."""
        here = self.page.token_at(unit.start_of(k))

        def key(party: Party) -> tuple[bool, int]:
            places = [self.page.token_at(self.page.entities[m].start) for m in party.mentions[:60]]
            before = [place for place in places if place < here]
            return (bool(before), before[-1]) if before else (False, -places[0])

        spoken = {speaker.party.index for speaker in self.last if speaker.party is not None}
        among = [party for party in found if party.index in spoken]
        return max(among or found, key=key)

    def _issuer(self, unit: Unit, word: str) -> Party | None:
        """Who issued a text: the subject of the sentence before that mentions it."""
        for v in range(unit.index - 1, max(-1, unit.index - REACH), -1):
            before = self.page.unit(v)
            if word in before.low[:120]:
                subject = self.scene.subject(before)
                if subject is not None and before.names[subject[0]] >= 0:
                    return self.cast.of(before.names[subject[0]])
        return None

    def _body(self, unit: Unit, k: int, word: str) -> Party | None:
        """*the company*, *the commission*, *it*: the organisation mentioned last that fits."""
        fallback: Party | None = None
        close: Party | None = None
        reach = 3 if word == "it" else 30
        if word == "it" and self.last:
            speaker = self.last[-1]
            if speaker.party and speaker.party.label == "ORG" and unit.index - speaker.unit <= 3:
                return speaker.party
        for v in range(unit.index, max(-1, unit.index - reach), -1):
            before = self.page.unit(v)
            last = k if v == unit.index else len(before)
            seen = -1
            for i in range(last - 1, max(-1, last - 120), -1):
                name = before.names[i]
                if name < 0 or name == seen:
                    continue
                seen = name
                party = self.cast.of(name)
                if party is None or party.label != "ORG":
                    continue
                if word in party.name.lower().split():
                    return party
                media = any(w in MEDIA for w in party.name.lower().split())
                if self.scene.is_subject(before, i) and not media:
                    if word == "it":
                        return party
                    fallback = fallback or party
                elif not media and unit.index - v < 3 and word != "it":
                    close = close or party
        return (fallback or close) if word in _GENERIC else None

    # -- pronouns

    def _pronoun(self, unit: Unit, k: int, gender: str) -> Party | None:
        """*he*, *she*: of those mentioned shortly before the one with the best signs."""
        offered = self.candidates(unit.index, k, gender)
        if not offered:
            return self._ahead(unit, gender) if unit.index < 4 else self._hero(gender)
        return max(offered, key=lambda candidate: weigh(candidate, self.weights)).party

    def candidates(self, unit: int, k: int, gender: str) -> list[Candidate]:
        """Whom a pronoun (the item k of a unit) could mean at this point of the article."""
        where = self.page.unit(unit)
        found = candidates(self.scene, where, k, gender)
        for v in range(unit - 1, max(-1, unit - 3), -1):
            # "The governor looked at her watch. … she said": an office can be what is meant.
            before = self.page.unit(v)
            subject = self.scene.subject(before)
            if subject is None or before.low[subject[0]] not in ("the", "his", "her", "their"):
                continue
            head = head_of(before, subject)
            if head is not None and office(before.low[head]) in self.by_office:
                party = self._by_role(before, subject, head)
                if party is not None and party.gender in ("", gender):
                    signs = {"subject": 1.0, "sentences back": float(unit - v)}
                    if party.gender:
                        signs["gender is known and fits"] = 1.0
                    found.append(Candidate(party, signs))
        return found

    def _hero(self, gender: str) -> Party | None:
        """Whom the whole article is about, where nobody was mentioned for long."""
        hero = self.cast.parties[self.scene.hero] if self.scene.hero >= 0 else None
        known = hero is not None and len(hero.mentions) > 3 and hero.gender in ("", gender)
        return hero if known else None

    def _ahead(self, unit: Unit, gender: str) -> Party | None:
        """The first person named after a pronoun that opens a story."""
        for v in range(unit.index + 1, min(unit.index + 4, len(self.page.unit_starts))):
            for name in self.page.unit(v).names[:60]:
                party = self.cast.of(name) if name >= 0 else None
                if party and party.label == "PERSON" and party.gender in ("", gender):
                    return party
        return None

    def _gender(self, unit: Unit, items: Items) -> str:
        low = unit.low[items[0]]
        if low in HE or low in SHE:
            return "m" if low in HE else "f"
        if low in ("one", "another"):
            return "-"
        head = head_of(unit, items)
        if head is None:
            return ""
        if unit.low[head] in TEXTS:
            return "-"
        many = unit.low[head].endswith("s") or low in (
            "they",
            "we",
            "it",
            "police",
            "both",
            "many",
            "some",
        )
        return gender_of_noun(unit.low[head]) or ("-" if many or unit.names[head] >= 0 else "")


def head_of(unit: Unit, items: Items) -> int | None:
    """The item that is the noun of a phrase: *the chief |executive| of the firm*.

    Example:
        >>> from newsbook.text.clauses.page import open_page
        >>> unit = open_page("The head of the firm spoke.").unit(0)
        >>> unit.low[head_of(unit, (0, 5))]
        'head'
    """
    start, end = items
    end = min(end, start + 25)
    stop = end
    for i in range(start + 1, end):
        if unit.names[i] < 0 and (unit.low[i] in PREPOSITIONS or unit.low[i] in SUBORDINATORS):
            stop = i
            break
    head = stop - 1
    while head > start and unit.low[head] in _CLITICS:
        head -= 1
    only = head == start and (unit.low[head] in DETERMINERS or unit.low[head] in POSSESSIVES)
    return None if only else head
