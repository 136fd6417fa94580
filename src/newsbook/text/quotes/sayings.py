"""Sayings: where the text says that somebody says something, and who.

A saying is a cue (*said*) with its speaker's mention, found outside of quotation marks. What is
said is none of its business; that is tied to it later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsbook.text.clauses.following import following
from newsbook.text.clauses.page import Page, Unit
from newsbook.text.clauses.phrases import REACH, Items
from newsbook.text.clauses.subjects import main_subject, subject_before
from newsbook.text.clauses.words import (
    AUXILIARIES,
    BREAKS,
    CONJUNCTIONS,
    PIECE,
    PREPOSITIONS,
    SUBORDINATORS,
    is_adverb,
    is_verb_like,
)
from newsbook.text.quotes.lexicon import CUES, PARTICLES, Form
from newsbook.text.quotes.verbs import BE, CHAINS, form_at, is_cue, is_passive, piece_near

__all__ = ["Saying", "find_sayings", "relative_end", "sayings_in"]

_NOBODY = frozenset({"nobody", "none", "neither", "anyone"})

#: What can stand behind the speaker in *said Smith*.
_GOES_ON_AFTER = (
    PREPOSITIONS | SUBORDINATORS | CONJUNCTIONS | frozenset({"not", "this", "last", "earlier"})
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A cue and its speaker, as items of a unit.

    Args:
        unit: The index of the unit.
        cue: The items of the cue; None where the speaker alone does its work (*Smith: “…”*).
        speaker: The items of the speaker's mention, if there is one.
        does: What the cue can do, as in `newsbook.text.quotes.lexicon`, or ``source`` (*according
            to*).
        order: ``SV`` (*Smith said*), ``VS`` (*said Smith*), ``ING`` (*adding*: the subject is
            another verb's), ``PASSIVE`` (*was told*) or ``BARE`` (no cue).
    """

    unit: int
    cue: Items | None
    speaker: Items | None
    does: str
    order: str

    @property
    def tag(self) -> Items:
        """The items from the first of cue and speaker to the last."""
        cue, speaker = self.cue, self.speaker
        if cue is not None and (speaker is None or self.order == "ING"):
            return cue
        assert speaker is not None, "a saying has a cue or a speaker"
        if cue is None:
            return speaker
        return (min(cue[0], speaker[0]), max(cue[1], speaker[1]))

    @property
    def edge(self) -> int:
        """The item where what is said may begin: after the cue, or in *said Smith* after him."""
        if self.order == "PASSIVE" and self.cue is not None:
            return self.cue[1]  # labelled |“reckless” by Smith
        return self.tag[1]


def find_sayings(page: Page) -> dict[int, list[Saying]]:
    """All sayings of a page, by their units.

    Example:
        >>> from newsbook.spans import Span
        >>> from newsbook.text.clauses.page import open_page
        >>> page = open_page("“No,” said Ada Ray, laughing.", [Span(11, 18, "PERSON")])
        >>> [saying] = find_sayings(page)[0]
        >>> page.unit(0).span(*saying.cue).of(page.text), saying.order
        ('said', 'VS')
    """
    found: dict[int, list[Saying]] = {}
    units = sorted({page.unit_of(i) for i in _hints(page)})
    for index in units:
        sayings = sayings_in(page.unit(index))
        if sayings:
            found[index] = sayings
    return found


def _hints(page: Page) -> Iterator[int]:
    """The tokens outside of marks that could be a cue."""
    piece_at = page.piece_at
    yield from [i for i, word in enumerate(page.words) if word in _HINTS and piece_at[i] < 0]
    previous = -1
    for piece in page.pieces:
        # A unit without a cue can have a speaker before its piece: "Smith: “…”".
        k = page.token_at(piece.start)
        if k != previous and k < len(page.words):
            yield k
            previous = k


#: In somebody’s |words, to somebody’s |mind.
_ACCOUNTS = frozenset({"words", "view", "opinion", "telling", "mind", "estimation"})
_STARTS = frozenset((*CUES, *PARTICLES, *_ACCOUNTS, "according", "wanted", "wants", "want", "used"))
_HINTS = frozenset(
    form
    for word in (
        *CUES,
        *PARTICLES,
        *_ACCOUNTS,
        "according",
        "wanted",
        "want",
        "wants",
        "used",
        "asked",
    )
    for form in (word, word.capitalize(), word.upper())
)


def sayings_in(unit: Unit) -> list[Saying]:
    """The sayings of one unit, in the order of the text."""
    found: list[Saying] = []
    low = unit.low
    size = len(low)
    free = 0  # the first item that no cue has taken
    for k in [k for k, word in enumerate(low) if word in _STARTS]:
        if k < free:
            continue
        word = low[k]
        saying: Saying | None = None
        if unit.names[k] >= 0 or unit.items[k] < 0:
            pass
        elif word == "according" and k + 1 < size and low[k + 1] == "to":
            saying = Saying(unit.index, (k, k + 2), following(unit, k + 2), "source", "VS")
        elif word in _ACCOUNTS and k > 0:
            saying = _in_the_words(unit, k)
        elif word in ("wanted", "wants", "want") and low[k + 1 : k + 3] == ["to", "know"]:
            saying = _with_cue(unit, (k, k + 3), Form(("want_to_know", "ask", "past")), found)
        elif word == "used" and low[k + 1 : k + 3] == ["the", "word"]:
            saying = _with_cue(unit, (k, k + 3), Form(("use_the_word", "label", "past")), found)
        else:
            form, length = form_at(low, k)
            if form is not None and is_cue(unit, k, k + length, form):
                saying = _with_cue(unit, (k, k + length), form, found)
        if saying is not None:
            found.append(saying)
            free = saying.cue[1] if saying.cue else free
    return found or _label(unit)


def _with_cue(unit: Unit, cue: Items, form: Form, found: list[Saying]) -> Saying | None:
    """Give a cue its speaker, by the order the words stand in."""
    low = unit.low
    k, end = cue
    before = low[k - 1] if k else ""
    if form.form == "ing":
        return _participle(unit, cue, form, found)
    subject = None if k == 0 else subject_before(unit, k)
    if before == "to" and k > 1 and low[k - 2] in CHAINS:
        subject = subject_before(unit, k - 2) or subject  # as Smith likes |to say
    named = subject is not None and (unit.label(subject[0]) == "PERSON" or subject[1] == k)
    if form.form in ("past", "pp") and is_passive(unit, k, form, named):
        return _passive(unit, cue, form)
    opened = k == 0 or before == PIECE or (before in BREAKS and before != ")")
    behind = following(unit, end) if opened or _only_adverbs(unit, k) else None
    if behind is not None and _is_inverted(unit, cue, behind, subject, form):
        return Saying(unit.index, cue, behind, form.does, "VS")
    if subject is not None and low[subject[0]] in _NOBODY and not piece_near(low, k):
        return None
    if subject is not None:
        # "Smith resigned and |said …": the subject is another verb's, too far off to be of the tag.
        order = "ING" if before in CONJUNCTIONS or before in PREPOSITIONS else "SV"
        return Saying(unit.index, cue, subject, form.does, order)
    if found and (before in CONJUNCTIONS or before == ","):
        return Saying(unit.index, cue, found[-1].speaker, form.does, "ING")
    if form.does in ("report", "tell", "weak") and (piece_near(low, k) or form.lemma == "say"):
        return Saying(unit.index, cue, None, form.does, "SV") if k else None
    return None


def _only_adverbs(unit: Unit, k: int) -> bool:
    low = unit.low
    return k > 1 and unit.is_adverb(k - 1) and low[k - 2] in (PIECE, ",")


def _is_inverted(unit: Unit, cue: Items, behind: Items, subject: Items | None, form: Form) -> bool:
    """Whether the phrase behind the verb is its subject: “…,” said |the sheriff|."""
    low = unit.low
    k = cue[0]
    after = low[behind[1]] if behind[1] < len(low) else "."
    closes = (
        after in BREAKS
        or after in _GOES_ON_AFTER
        or unit.label(min(behind[1], len(low) - 1)) == "DATE"
    )
    closes = closes or is_adverb(after) or after.endswith("ing")
    if after in AUXILIARIES or after == "that":
        return False
    before = low[k - 1] if k else ""
    if subject is not None and subject[1] == k:
        return False
    if before == PIECE or _only_adverbs(unit, k):
        if subject is not None and unit.label(subject[0]) == "PERSON" and not closes:
            return False
        pronoun = low[behind[0]] in ("him", "her", "them", "me", "us")
        return not pronoun and (closes or unit.label(behind[0]) in ("PERSON", "ORG"))
    if k == 0:
        return closes and piece_near(low, k)
    return before == "," and closes and subject is None and form.does == "report"


def _passive(unit: Unit, cue: Items, form: Form) -> Saying | None:
    low = unit.low
    by = cue[1]
    while by < min(len(low), cue[1] + 8) and low[by] != "by":
        if low[by] in BREAKS and low[by] != PIECE:
            break
        by += 1
    if by < len(low) and low[by] == "by" and by < cue[1] + 8:
        agent = following(unit, by + 1)
        real = form.does in ("label", "ask") or (cue[0] > 0 and low[cue[0] - 1] in BE)
        if agent is not None and real:
            return Saying(unit.index, cue, agent, form.does, "PASSIVE")
    if low[cue[1] : cue[1] + 2] == ["as", "saying"]:
        return None
    if form.does == "tell" or (
        form.does in ("label", "report") and PIECE in low[cue[1] : cue[1] + 4]
    ):
        return Saying(unit.index, cue, None, form.does, "PASSIVE")
    return None


def _participle(unit: Unit, cue: Items, form: Form, found: list[Saying]) -> Saying | None:
    """*adding*, *saying*: the speaker is whoever the sentence is about."""
    low = unit.low
    k = cue[0]
    before = low[k - 1] if k else ""
    beside = PIECE in (before, low[cue[1]] if cue[1] < len(low) else "")
    by = before == "by" and form.does in ("label", "report") and PIECE in low[k : k + 6]
    if not (beside or by or before in BE or before in BREAKS or before in CONJUNCTIONS or k == 0):
        return None  # with justices suggesting that …: whose verb it is cannot be seen
    if before in BE:
        subject = subject_before(unit, k)
    elif found and found[-1].speaker is not None and found[-1].order != "PASSIVE":
        subject = found[-1].speaker
    elif k == 0:
        reach = range(k, min(len(low), k + 40))
        comma = next((i for i in reach if low[i] == "," or unit.ends_with_comma(i)), None)
        subject = main_subject(unit) if comma is not None else None
        if subject is None and comma is not None:
            subject = following(unit, comma + 1)
    else:
        subject = main_subject(unit, k)
    if subject is None:
        return None
    return Saying(unit.index, cue, subject, form.does, "ING")


def _in_the_words(unit: Unit, k: int) -> Saying | None:
    """*in Smith’s words*, *in the view of Smith*: a speaker without a verb."""
    low = unit.low
    if k + 1 < len(low) and low[k + 1] == "of" and low[k - 1] == "the":
        speaker = following(unit, k + 2)
        return None if speaker is None else Saying(unit.index, None, speaker, "source", "BARE")
    if k >= 2 and low[k - 1] in ("’s", "'s", "’", "'") and unit.names[k - 2] >= 0:
        start = unit.name_start(k - 2)
        if start > 0 and low[start - 1] in ("in", "to"):
            return Saying(unit.index, None, (start, k - 1), "source", "BARE")
    return None


def relative_end(unit: Unit, saying: Saying) -> int | None:
    """Where a saying in a relative clause ends: Smith, who said he grew up poor|, starred in …."""
    low = unit.low
    if saying.cue is None or saying.order != "SV":
        return None
    k = saying.cue[0]
    if "who" not in low[max(0, k - 3) : k]:
        return None
    for i in range(saying.cue[1], min(len(low) - 1, k + REACH)):
        ahead = low[i + 1]
        if low[i] == "," and unit.names[i + 1] < 0 and is_verb_like(ahead):
            return i
    return None


def _label(unit: Unit) -> list[Saying]:
    """*Smith: “…”*: a name, perhaps with more, then a colon and a piece."""
    low = unit.low
    for k in range(1, min(len(low) - 1, 12)):
        if low[k] == ":" and low[k + 1] == PIECE:
            speaker = main_subject(unit, k)
            if (
                speaker is not None
                and unit.label(speaker[0]) in ("PERSON", "ORG")
                and speaker[1] == k
            ):
                return [Saying(unit.index, None, speaker, "report", "BARE")]
    return []
