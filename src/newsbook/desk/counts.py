"""Counts over an article's quotes: how much who says, and who names whom."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from newsbook.desk.rows import Row, spoken_words, who
from newsbook.text import Analysis

__all__ = ["links", "share_reported", "words_by_speaker"]


def links(rows: Iterable[Row], named: bool = True) -> dict[tuple[str, str], int]:
    """Who names whom, and in how many quotes.

    Args:
        rows: Rows of `who_said_what`, of one article or of several.
        named: Whether to leave out speakers without a name.

    Returns:
        Numbers of quotes by ``(speaker, spoken about)``: the highest first, then by the names.

    Example:
        >>> from newsbook.articles import Article
        >>> from newsbook.desk import from_gold, who_said_what
        >>> counted = links(who_said_what(from_gold(Article.load("nato_seoul"))))
        >>> counted["Jens Stoltenberg", "Republic of Korea"]
        2
    """
    counts = Counter(
        (row.who, about) for row in rows if row.named or not named for about in row.about
    )
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def words_by_speaker(analysis: Analysis, marks_only: bool = False) -> dict[str, int]:
    """How many words each speaker has.

    Args:
        analysis: What was found in a text.
        marks_only: Whether only words between quotation marks count; by default all that is
            reported does, in the reporter's words too.

    Returns:
        Numbers of words by speaker, the highest first, then by name. A word is a token with a
        letter or a digit in it.

    Example:
        >>> from newsbook.text import analyse
        >>> words_by_speaker(analyse("“We won,” said Ada Ray. Ray said that it was late."))
        {'Ada Ray': 5}
        >>> words_by_speaker(analyse("Ada Ray said that it was “late”."), marks_only=True)
        {'Ada Ray': 1}
    """
    words = spoken_words(analysis)
    starts = [word.start for word in words]
    owners: dict[str, set[int]] = {}
    for quote in analysis.quotes:
        said = owners.setdefault(who(quote, analysis.text), set())
        for span in quote.pieces if marks_only else (quote.content,):
            said.update(range(bisect_left(starts, span.start), bisect_left(starts, span.end)))
    counts = {name: len(said) for name, said in owners.items() if said}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def share_reported(analysis: Analysis, marks_only: bool = False) -> float:
    """Which share of the words of a text somebody is said to have said, from 0 to 1.

    Args:
        analysis: What was found in the text.
        marks_only: Whether only words between quotation marks count.

    Example:
        >>> from newsbook.text import analyse
        >>> round(share_reported(analyse("“We won,” said Ada Ray.")), 2)
        0.4
    """
    words = spoken_words(analysis)
    starts = [word.start for word in words]
    said: set[int] = set()
    for quote in analysis.quotes:
        for span in quote.pieces if marks_only else (quote.content,):
            said.update(range(bisect_left(starts, span.start), bisect_left(starts, span.end)))
    return len(said) / len(words) if words else 0.0
