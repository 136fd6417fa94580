"""Dates: what answers *when?* and can be found on a calendar.

Unlike names, dates are made from few words in few ways, so rules find nearly all of them and there
is nothing to learn.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsbook.text.abbreviations import word_set
from newsbook.text.entities.cues import MONTHS, WEEKDAYS
from newsbook.text.entities.reading import Mention, Reading

__all__ = ["find_dates"]

_HOLIDAYS = word_set(
    "Christmas Easter Thanksgiving Halloween Ramadan Diwali Hanukkah Passover Lent Juneteenth"
)
_DAY_NAMES = word_set(
    "Memorial Labor Labour Independence Veterans Boxing Columbus Election Canada Anzac Bastille"
)
_RELATIVE = word_set("last next this Last Next This")
_UNITS = word_set(
    "week month year weekend spring summer fall autumn winter quarter decade century season"
)
_SEASONS = word_set("spring summer fall autumn winter Spring Summer Fall Autumn Winter")
_QUARTERS = word_set("first second third fourth First Second Third Fourth")
_DAYS = word_set("yesterday tomorrow Yesterday Tomorrow")
_BEFORE = word_set(
    """
    in on by since until till from before after during this last next early late mid through of
    and to
    """
)
_TRIGGERS = (
    MONTHS | WEEKDAYS | _DAY_NAMES | {"Good"} | _HOLIDAYS | _RELATIVE | _SEASONS | _QUARTERS | _DAYS
)
_AMBIGUOUS = word_set("May March August Sun. Mon. Sat. Wed. Mar. Fall")


def find_dates(reading: Reading) -> list[Mention]:
    """Find the dates of a text, in order and disjoint.

    Example:
        >>> from newsbook.text.entities.reading import read, spans_of
        >>> text = "On Monday, May 6, 2019, he said he may march again next year."
        >>> reading = read(text)
        >>> [span.of(text) for span in spans_of(reading, find_dates(reading))]
        ['Monday', 'May 6, 2019', 'next year']
    """
    found: list[Mention] = []
    words = reading.words
    begins = {
        word
        for word in dict.fromkeys(words)
        if word in _TRIGGERS or (word.isdigit() and len(word) in (1, 2, 4))
    }
    # Most words begin no date; one look into a set turns them away.
    for i in [i for i, word in enumerate(words) if word in begins]:
        if not found or i >= found[-1].end:
            end = _date_end(words, i)
            if end > i:
                found.append(Mention(i, end, "DATE", "date"))
    return found


def _date_end(words: Sequence[str], i: int) -> int:
    """Where the date that begins at token i ends, exclusive; `i` itself when none does."""
    word, after = words[i], _word(words, i + 1)
    if word.isdigit():
        if len(word) == 4:
            return i + 1 if _is_year(words, i) else i
        is_day = after in MONTHS and 1 <= int(word) <= 31
        return _with_year(words, i + 2) if is_day else i
    if word in MONTHS:
        if after.isdigit() and len(after) <= 2:
            return _with_year(words, i + 2)
        if _is_year(words, i + 1):
            return i + 2
        sure = word not in _AMBIGUOUS or _word(words, i - 1).lower() in _BEFORE
        return i + 1 if sure else i
    if word in WEEKDAYS:
        return i + 1 if word not in _AMBIGUOUS else i
    if word in _RELATIVE:
        return i + 2 if after in _UNITS else i
    if word in _QUARTERS:
        return i + 2 if after == "quarter" else i
    if word in _SEASONS:
        if _is_year(words, i + 1):
            return i + 2
        return i + 3 if after == "of" and _is_year(words, i + 2) else i
    if word in _DAY_NAMES:
        return i + 2 if after == "Day" else i
    if word == "Good":
        return i + 2 if after == "Friday" else i
    if word in _HOLIDAYS and after in ("Day", "Eve", "Sunday", "Monday"):
        return i + 2
    return i + 1


def _with_year(words: Sequence[str], at: int) -> int:
    """Take in the year that may follow a day: ``May 6, 2019`` and ``6 May 2019``."""
    if _word(words, at) == "," and _is_year(words, at + 1):
        return at + 2
    return at + 1 if _is_year(words, at) else at


def _is_year(words: Sequence[str], i: int) -> bool:
    word = _word(words, i)
    # Not every figure: "2000 people" and "$1,999" are none.
    if len(word) != 4 or not (word.isascii() and word.isdigit() and "1600" <= word <= "2099"):
        return False
    before = _word(words, i - 1)
    if before in ("$", "£", "€", "¥"):
        return False
    cue = before.lower()
    return (
        cue in _BEFORE
        or before in MONTHS
        or before in _SEASONS
        or before in ("(", ",", "-", "–", ".")
    )


def _word(words: Sequence[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""
