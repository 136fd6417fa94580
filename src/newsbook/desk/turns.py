"""Where along an article each speaker has the word."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from newsbook.desk.rows import spoken_words, who
from newsbook.text import Analysis

__all__ = ["Turn", "turns"]


class Turn(NamedTuple):
    """One quote along the text, counted in words.

    Args:
        start: How many words of the text stand before it.
        end: How many words have passed when it ends.
        kind: ``direct``, ``mixed`` or ``indirect``.
    """

    start: int
    end: int
    kind: str


def turns(analysis: Analysis) -> dict[str, list[Turn]]:
    """Where in a text each speaker speaks, in words from its start.

    Args:
        analysis: What was found in the text.

    Returns:
        Turns by speaker, in the order in which the speakers first have the word.

    Example:
        >>> from newsbook.text import analyse
        >>> turns(analyse("“We won,” said Ada Ray. “At last.”"))
        {'Ada Ray': [Turn(start=0, end=2, kind='direct'), Turn(start=5, end=7, kind='direct')]}
    """
    starts = [word.start for word in spoken_words(analysis)]
    found: dict[str, list[Turn]] = {}
    for quote in sorted(analysis.quotes, key=lambda quote: quote.content):
        first = bisect_left(starts, quote.content.start)
        turn = Turn(first, bisect_left(starts, quote.content.end), quote.kind)
        found.setdefault(who(quote, analysis.text), []).append(turn)
    return found
