"""Datelines: ``LUSAKA, Zambia, July 9 (AFP) —`` says where a story was written, and who did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsbook.text.abbreviations import word_set
from newsbook.text.entities.cues import STOP_WORDS
from newsbook.text.entities.gazetteers import gazetteer
from newsbook.text.entities.reading import Mention, Reading

__all__ = ["find_datelines"]

_DASHES = frozenset({"—", "–", "-", "--", "―"})
_LONGEST = 24  # tokens
_NO_PLACE = word_set(
    """
    update updated breaking exclusive correction analysis opinion editorial watch video photos note
    sources live
    """
)


def find_datelines(reading: Reading, dates: Iterable[Mention] = ()) -> list[Mention]:
    """The places and agencies in the datelines of a text.

    A dateline begins a sentence, holds only places, a date and an agency in brackets, and ends in a
    dash or colon. Its first place is written in capitals, or listed, or followed by one that is.

    Example:
        >>> from newsbook.text.entities.reading import read, spans_of
        >>> text = "MBALA, Zambia, July 9 (Copper Wire) — It rained."
        >>> from newsbook.text.entities.dates import find_dates
        >>> reading = read(text)
        >>> spans = spans_of(reading, find_datelines(reading, find_dates(reading)))
        >>> [(span.of(text), span.label) for span in spans]
        [('MBALA', 'GPE'), ('Zambia', 'GPE'), ('Copper Wire', 'ORG')]
    """
    taken = {i for date in dates for i in range(date.start, date.end)}
    found: list[Mention] = []
    for start, end in reading.sentences:
        word = reading.words[start]
        if word in reading.large and word not in STOP_WORDS:
            found += _in_sentence(reading, start, min(end, start + _LONGEST), taken)
    return found


def _in_sentence(reading: Reading, start: int, end: int, taken: set[int]) -> list[Mention]:
    words = reading.words
    parts: list[Mention] = []
    i = start
    label = "GPE"
    while i < end:
        word = words[i]
        if word in _DASHES or word == ":":
            return parts if parts and _is_sure(reading, parts, word) else []
        if word == "(":
            label = "ORG"
        elif word == "." and parts and parts[-1].end == i:
            parts[-1] = replace(parts[-1], end=i + 1)  # "La."
        elif word in (")", ",", "/", "."):
            label = "GPE" if word == ")" else label
        elif i in taken or word.isdigit():
            pass
        elif word in reading.large and word not in STOP_WORDS:
            begin = i
            while (
                i < end
                and i not in taken
                and (words[i] in reading.large or words[i] in ("of", "and", "de", "/"))
            ):
                i += 1
            if words[i - 1] not in reading.large or i - begin > 5:
                return []
            parts.append(Mention(begin, i, label, "dateline"))
            continue
        else:
            return []
        i += 1
    return []


def _is_sure(reading: Reading, parts: list[Mention], mark: str) -> bool:
    words = reading.words
    first = parts[0]
    if any(words[i].lower() in _NO_PLACE for i in range(first.start, first.end)):
        return False
    loud = all(words[i].isupper() or words[i].islower() for i in range(first.start, first.end))
    if loud and len(words[first.start]) > 3 and (mark != ":" or len(parts) > 1):
        return True
    told = gazetteer()
    for part in parts[:2]:
        length, kinds = told.longest(reading.names, part.start, part.end)
        if length == part.end - part.start and kinds.partition("+")[0] in (
            "country",
            "region",
            "city",
        ):
            return mark != ":" or first.end - first.start == length
    return False
