"""An article as the widgets' pages draw it: its text, its blocks, its units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsbook.articles import Article
from newsbook.errors import BadInput, WrongType, kind_of
from newsbook.spans import Span

__all__ = ["ARTICLE", "LONGEST_BLOCK", "article_content", "blocks_of", "text_of"]

ARTICLE = ("article.css", "words.js", "pieces.js", "article.js")
"""The files that a page with an article needs, after those of its frame."""

LONGEST_BLOCK = 2_000
"""Code points that a page draws in one piece, so that a change in a book without paragraphs is as
quick as in an article."""


def text_of(article: Any, what: str) -> str:
    """The text of an article that may be given as a string.

    Args:
        article: An `Article` or a string.
        what: Who asks, for the message: ``"SpanAnnotator"``.

    Raises:
        BadInput: It is neither, or holds half a character.

    Example:
        >>> text_of("It rained.", "SpanAnnotator")
        'It rained.'
    """
    text = article.text if isinstance(article, Article) else article
    if not isinstance(text, str):
        raise WrongType(f"{what} needs an article or a text (a string), not {kind_of(article)}.")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise BadInput("The text holds half a character (a lone surrogate); mend it first.")
    return text


def blocks_of(text: str) -> list[tuple[int, int]]:
    r"""The stretches that are drawn as paragraphs: lines, and pieces of very long lines.

    Returns:
        Pairs of code points, in order, that leave out only white space.

    Example:
        >>> blocks_of("A headline\n\nA first line\nand a second.")
        [(0, 10), (12, 24), (25, 38)]
    """
    blocks = []
    at = 0
    for line in text.splitlines(keepends=True):
        start, end = at, at + len(line.rstrip())
        at += len(line)
        while end - start > LONGEST_BLOCK:
            # Cut at white space where there is any, so that no word is broken.
            cut = next(
                (i for i in range(start + LONGEST_BLOCK, start, -1) if text[i].isspace()),
                start + LONGEST_BLOCK,
            )
            blocks.append((start, cut))
            start = cut
            while start < end and text[start].isspace():
                start += 1
        if start < end:
            blocks.append((start, end))
    return blocks


def article_content(text: str, units: Iterable[Span] = ()) -> dict[str, Any]:
    """What ``article.js`` needs to draw a text.

    Args:
        text: The article's text.
        units: What can be pointed at, usually tokens; in order, without overlaps.

    Example:
        >>> article_content("It’s late.", [Span(0, 4), Span(5, 10)])
        {'text': 'It’s late.', 'blocks': [[0, 10]], 'units': [[0, 4], [5, 10]]}
    """
    return {
        "text": text,
        "blocks": [list(block) for block in blocks_of(text)],
        "units": [[span.start, span.end] for span in units],
    }
