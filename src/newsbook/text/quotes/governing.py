"""Which saying governs a piece, and which sayings are part of what another one reports."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from newsbook.text.clauses.following import following
from newsbook.text.clauses.page import Unit
from newsbook.text.clauses.phrases import Items
from newsbook.text.clauses.subjects import main_subject
from newsbook.text.clauses.words import (
    AUXILIARIES,
    BREAKS,
    CONJUNCTIONS,
    DASHES,
    DETERMINERS,
    PIECE,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    is_adverb,
    is_verb_like,
)
from newsbook.text.quotes.lexicon import SPEECH_NOUNS
from newsbook.text.quotes.sayings import Saying, relative_end

__all__ = ["governed", "is_modifier", "opening", "outermost", "signed", "speech_noun", "unlisted"]

#: A clause that begins so only sets the scene, up to its comma.
_SETTINGS = frozenset({"where", "when", "since", "after", "before", "while", "as"})


def outermost(unit: Unit, sayings: Sequence[Saying]) -> list[Saying]:
    """The sayings that are not themselves part of what another one reports.

    *He wrote that she had read it aloud*: only *wrote*.
    """
    kept: list[Saying] = []
    for saying in sayings:
        if not kept or _is_apart(unit, kept[-1], saying):
            kept.append(saying)
    return kept


def _is_apart(unit: Unit, first: Saying, second: Saying) -> bool:
    low = unit.low
    start = second.tag[0]
    before = low[start - 1] if start else ""
    if first.does == "source" and first.tag[0] < 2:
        return before in CONJUNCTIONS
    if not _reports_forward(unit, first):
        return True
    if ";" in low[first.edge : start]:
        return True
    if _sets_the_scene(unit, first) and "," in low[first.edge : start]:
        return True
    while start and unit.words[start - 1][:1].isupper() and unit.names[start - 1] < 0:
        start -= 1
    before = low[start - 1] if start else ""
    if second.order == "ING":
        return before == "," or before in CONJUNCTIONS or unit.ends_with_comma(start - 1)
    if second.order == "BARE":
        return True
    if second.order == "PASSIVE":
        while start and (unit.is_adverb(start - 1) or low[start - 1] in AUXILIARIES):
            start -= 1
        joined = start > 0 and low[start - 1] in CONJUNCTIONS
        # He said he had called and |been told to wait: who told him is not asked.
        return joined and (second.speaker is not None or low[max(0, start - 2)] == ",")
    if start and unit.items[start - 1] < 0 and second.order in ("SV", "VS"):
        after = low[second.tag[1]] if second.tag[1] < len(low) else "."
        return after in BREAKS
    if before in CONJUNCTIONS or before in ("while", "though", "although"):
        return True
    if before == "as" and second.does == "report":
        return True
    if (
        second.cue is not None
        and second.speaker == first.speaker
        and low[second.cue[0] - 1] in CONJUNCTIONS
    ):
        return True
    if second.does == "source":
        return True
    after = low[second.tag[1]] if second.tag[1] < len(low) else "."
    return before in (",", ";", "—", "–", "--") and after in BREAKS


def _sets_the_scene(unit: Unit, saying: Saying) -> bool:
    """Whether a saying stands in a clause of place or time: when the paper |asked why, she …."""
    start = saying.tag[0]
    for i in range(start - 1, max(-1, start - 5), -1):
        if unit.low[i] in _SETTINGS:
            return True
        if unit.low[i] in BREAKS or unit.is_verb_like(i):
            break
    return False


def _reports_forward(unit: Unit, saying: Saying) -> bool:
    """Whether what is said comes after the cue: He said |that …, not: …, he said."""
    if saying.cue is None or saying.order not in ("SV", "ING", "PASSIVE"):
        return False
    if saying.order == "PASSIVE" and saying.cue[0] == 0:
        return False
    if saying.does not in ("report", "tell", "ask", "weak"):
        return False
    edge = saying.edge
    return edge < len(unit.low) and unit.low[edge] not in BREAKS


def opening(unit: Unit, k: int) -> Saying | None:
    """Who is named before the colon of a quote without a cue: Wanda Boudreau is happier: “…”."""
    if k < 2 or unit.low[k - 1] != ":":
        return None
    found = main_subject(unit, k - 1)
    if any(word[:1].isalpha() for word in unit.low[k + 1 : k + 30]):
        return None
    if found is None or unit.low[found[0]] in ("it", "there", "this", "that"):
        return None
    return Saying(unit.index, None, found, "report", "BARE")


def signed(unit: Unit, k: int) -> Saying | None:
    """Who is named behind the dash after a quote: “You can’t eat it.” — |Jo Marsh|, rancher."""
    if k == len(unit) - 1 and unit.index + 1 < len(unit.page.unit_starts):
        unit, k, paragraph = unit.page.unit(unit.index + 1), -1, unit.paragraph
        if unit.paragraph != paragraph:
            return None
    low = unit.low
    if k + 2 >= len(low) or low[k + 1] not in DASHES or unit.label(k + 2) != "PERSON":
        return None
    end = unit.name_end(k + 2)
    if end < len(low) and low[end] not in BREAKS:
        return None
    return Saying(unit.index, None, (k + 2, end), "report", "BARE")


def governed(unit: Unit, sayings: Sequence[Saying], at: Sequence[int]) -> dict[int, Saying]:
    """Which saying of a unit each of its pieces belongs to."""
    given: dict[int, Saying] = {}
    order = sorted(sayings, key=lambda saying: saying.tag)
    starts = [saying.tag[0] for saying in order]
    edges = [saying.edge for saying in order]
    before: Saying | None = None
    passed = 0
    for k in at:
        while passed < len(order) and edges[passed] <= k:
            before = order[passed]
            passed += 1
        first = bisect_right(starts, k)
        near = order[first : first + 3]
        behind = next((s for s in near if _is_tag_of(unit, s, k)), None)
        chosen = behind
        if chosen is None and before is not None and _reaches(unit, before, k):
            chosen = before
        chosen = chosen or _parenthetical(unit, near, k)
        if chosen is not None:
            given[k] = chosen
    return given


def _is_tag_of(unit: Unit, saying: Saying, k: int) -> bool:
    """Whether a tag stands right behind the piece: “…,” |her aide, Gail Stone, said."""
    if saying.order in ("ING", "PASSIVE"):
        return False
    start = saying.tag[0]
    if start <= k or start > k + 12 or is_modifier(unit, k):
        return False
    for i in range(k + 1, start):
        word = unit.low[i]
        if (
            unit.names[i] >= 0
            or word in (",", "’", "—", "–", "--")
            or (word == "as" and i <= k + 2)
            or (word == PIECE and is_modifier(unit, i))
        ):
            continue
        if word in CONJUNCTIONS or word in SUBORDINATORS or word in BREAKS or word in PRONOUNS:
            return False
        if unit.is_verb_like(i) and word not in ("’s", "'s"):
            return False
    return True


def is_modifier(unit: Unit, k: int) -> bool:
    """Whether a piece stands in a noun phrase: the |“sanctuary city”| law."""
    low = unit.low
    if not k or k + 1 >= len(low) or low[k - 1] not in DETERMINERS:
        return False
    after = low[k + 1]
    return (
        unit.last_inside(k) not in tuple(",.?!…—-")
        and (after[:1].isalnum() or unit.names[k + 1] >= 0)
        and after not in PREPOSITIONS
        and after not in CONJUNCTIONS
        and after not in SUBORDINATORS
        and after not in AUXILIARIES
        and after not in PRONOUNS
        and not unit.is_verb_like(k + 1)
    )


def _reaches(unit: Unit, saying: Saying, k: int) -> bool:
    """Whether a saying before the piece governs it: no full stop or new clause is between."""
    low = unit.low
    if saying.order == "BARE" and saying.edge < k - 12:
        return False
    end = relative_end(unit, saying)
    if end is not None and end < k:
        return False
    if saying.does == "source" and saying.tag[0] < 2 and low[k - 1] == ":":
        return False  # According to the paper, Smith had a word for it: |“rubbish”
    if saying.order == "VS" and is_modifier(unit, k):
        return False  # said Smith, who wore a |“Kerr 2020”| cap
    between = low[saying.edge : k][-80:]
    return ";" not in between and low[saying.edge] != "."


def _parenthetical(unit: Unit, sayings: Sequence[Saying], k: int) -> Saying | None:
    """A tag further behind that is set off by a comma: the “joke” of a plan|, Smith said."""
    low = unit.low
    for saying in sayings:
        start = saying.tag[0]
        if start <= k or any(low[i] in (":", ";") for i in range(k + 1, start)):
            continue
        i = start
        while i > k + 1 and low[i - 1] != "," and low[i - 1] != PIECE and i > start - 6:
            i -= 1
        after = low[saying.tag[1]] if saying.tag[1] < len(low) else "."
        comma = low[i - 1] == "," or unit.ends_with_comma(i - 1)
        if saying.does in ("label", "urge") or saying.order == "PASSIVE":
            if saying.order == "PASSIVE" or "how" in low[k:start]:
                return saying
            continue
        if (
            saying.does == "source"
            or (comma and (after in BREAKS or saying.order == "VS"))
            or "how" in low[k:start]
        ):
            return saying
    return None


def speech_noun(unit: Unit, k: int) -> bool:
    """Whether a noun for what is said governs a piece: his |claim that it was “stolen”."""
    low = unit.low
    for i in range(k - 1, max(-1, k - 9), -1):
        if low[i] in BREAKS and low[i] != PIECE:
            return False
        if low[i] in SPEECH_NOUNS and unit.names[i] < 0:
            return low[i + 1] in _LINKS and (i > 0 or low[i].endswith("s"))
    return False


_LINKS = frozenset({"that", "to", "of", "about", "for", "as", "on"})


def unlisted(unit: Unit, k: int) -> Saying | None:
    """A tag with a verb that the lexicon does not have: “Oh,” |Smith deadpanned.

    Only right behind a piece that ends as speech does, with a person or pronoun and a verb in the
    past or in *-s*, and nothing that the verb could have for an object.
    """
    low = unit.low
    start = k + 1
    if start < len(low) and low[start] == ",":
        start += 1
    elif unit.last_inside(k) not in tuple(",?!—…"):
        return None
    if start + 1 >= len(low):
        return None
    if _could_be_cue(low[start]) and unit.names[start] < 0:
        speaker, cue = following(unit, start + 1), (start, start + 1)
        end = speaker[1] if speaker is not None else 0
    else:
        speaker = following(unit, start)
        if speaker is None or speaker[1] >= len(low) or not _could_be_cue(low[speaker[1]]):
            return None
        cue = (speaker[1], speaker[1] + 1)
        end = cue[1]
    if speaker is None or not _is_somebody(unit, speaker):
        return None
    after = low[end] if end < len(low) else "."
    if not (after in BREAKS or after in PREPOSITIONS or is_adverb(after)):
        return None
    return Saying(unit.index, cue, speaker, "manner", "VS" if cue < speaker else "SV")


def _could_be_cue(word: str) -> bool:
    return word.isalpha() and is_verb_like(word) and word not in AUXILIARIES


def _is_somebody(unit: Unit, items: Items) -> bool:
    return unit.label(items[0]) == "PERSON" or unit.low[items[0]] in (
        "he",
        "she",
        "they",
        "i",
        "we",
    )
