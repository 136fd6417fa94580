"""A passage of an article with its gold quotes, where an exercise need not show all of it."""

from __future__ import annotations

from dataclasses import replace

from newsbook.articles import Article, Quote

__all__ = ["passage"]


def passage(name: str, first: str, last: str) -> tuple[str, tuple[Quote, ...]]:
    """Whole paragraphs of an article, and the quotes whose content lies in them.

    Args:
        name: One of the workbook's articles.
        first: Words that stand in the first paragraph.
        last: Words that stand in the last one.

    Returns:
        The passage, and its quotes with offsets into it.

    Example:
        >>> text, quotes = passage("nato_seoul", "Park thanked NATO", "Given today’s")
        >>> len(quotes), quotes[0].speaker.of(text)
        (2, 'Park')
    """
    article = Article.load(name)
    start, end = article.text.index(first), article.text.index(last)
    paragraphs = [p for p in article.paragraphs if p.end > start and p.start <= end]
    start, end = paragraphs[0].start, paragraphs[-1].end
    quotes = []
    for quote in article.quotes:
        if start <= quote.content.start and quote.content.end <= end:
            quotes.append(
                replace(
                    quote,
                    content=quote.content.shift(-start),
                    pieces=tuple(piece.shift(-start) for piece in quote.pieces),
                    cue=quote.cue and quote.cue.shift(-start),
                    speaker=quote.speaker and quote.speaker.shift(-start),
                )
            )
    return article.text[start:end], tuple(quotes)
