"""Paragraphs as a reader takes them, in texts of any layout, and what stands between them.

A paragraph is what blank lines set apart (`newsbook.articles.paragraphs`); but text that comes out
of a mail, a database or a scraper may have no blank lines, or have its lines cut at 72 characters.
Who spoke last is a question of paragraphs, so the quote steps ask here.
"""

from __future__ import annotations

import re
from itertools import pairwise

from newsbook.articles.paragraphs import paragraphs_of, trimmed
from newsbook.errors import want_text
from newsbook.spans import Span

__all__ = ["is_furniture", "reading_paragraphs"]

#: A line of wrapped text is no longer than this.
_WIDEST = 130
_ENDS = tuple(".!?…:”\"'’»)")

_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w.’'-]*"
_AGENCY = r"(?: getty | reuters | shutterstock | ap \b | afp | epa | associated\ press | handout )"
#: What a page says between an article's paragraphs: buttons, credits, bylines, links elsewhere.
_FURNITURE = re.compile(
    rf"""
    (?: advertisement | (?:story|article)\ continues\ .* | continue\ reading .* | loading .*
      | (?:sign\ up|subscribe|follow\ us|click\ here|download|log\ in|register) \b .*
      | (?:read|see|watch|listen|more|related|also\ read|read\ more|see\ also) \s* : .*
      | read\ (?:more|next|also|the\ full) \b .* | share\ (?:this|on|via) \b .* | share | tweet
      | (?:last\ )? (?:updated|published|posted) (?: \s* : | \s (?:at|on)\b | \s \d ) .* | print
      | (?:\d+\ )? min(?:ute)?s?\ read | (?:©|\(c\)|copyright) .* | (?:\d+\ )? comments?
      | (?: [^\n]* [(|] \s* )? (?:photo|image|picture|file) s? (?: \s by \b | \s* [:/|] ) .*
      | [^\n]* (?: [(/|] \s* | \b via\ ) {_AGENCY} [^\n]{{0,30}}
      | (?-i: (?:By|BY) (?: [\s,&]+ | and\b | {_CAPITALISED} )+ [^.]{{0,40}} )
    ) \s*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARK = re.compile("[“”„\"«»‘]|``|''")
_MAY_BE_FURNITURE = 140


def reading_paragraphs(text: str) -> list[Span]:
    r"""The paragraphs that a reader sees.

    Blank lines set paragraphs apart. Where lines are not wrapped, each line is a paragraph besides;
    where they are, a line that leaves room for the next word ends one.

    Returns:
        Paragraphs in order, without white space at their ends.

    Example:
        >>> [span.of("One.\n\nTwo.\nThree.") for span in reading_paragraphs("One.\n\nTwo.\nThree.")]
        ['One.', 'Two.', 'Three.']
        >>> wrapped = "The old pump failed\nagain.\nNobody had heard\nit stop."
        >>> [span.of(wrapped) for span in reading_paragraphs(wrapped)]
        ['The old pump failed\nagain.', 'Nobody had heard\nit stop.']
    """
    want_text(text, "reading_paragraphs")
    blocks = paragraphs_of(text)
    lines = [_lines(text, block) for block in blocks]
    width = _width(text, lines)
    found: list[Span] = []
    for block in lines:
        start = block[0].start
        for line, after in pairwise(block):
            if width is None or _is_last(text, line, after, width):
                found.append(Span(start, line.end))
                start = after.start
        found.append(Span(start, block[-1].end))
    return found


def is_furniture(paragraph: str) -> bool:
    """Whether a paragraph is a page's and not the article's: a button, a byline, a credit.

    Example:
        >>> is_furniture("ADVERTISEMENT"), is_furniture("By Ada Ray"), is_furniture("It rained.")
        (True, True, False)
    """
    return (
        len(paragraph) <= _MAY_BE_FURNITURE
        and _FURNITURE.fullmatch(paragraph) is not None
        and _MARK.search(paragraph) is None
    )


def _lines(text: str, block: Span) -> list[Span]:
    found = []
    at = block.start
    for line in block.of(text).splitlines(keepends=True):
        span = trimmed(text, at, at + len(line))
        if span is not None:
            found.append(span)
        at += len(line)
    return found


def _width(text: str, blocks: list[list[Span]]) -> int | None:
    """How wide the lines of a wrapped text are; None if its lines are not wrapped.

    Most lines of a wrapped text end amid a sentence, and the next goes on in small letters.
    """
    breaks = goes_on = widest = 0
    for block in blocks:
        for line, after in pairwise(block):
            breaks += 1
            goes_on += text[after.start].islower()
            widest = max(widest, len(line))
    return widest if goes_on > 0.3 * breaks and widest <= _WIDEST else None


def _is_last(text: str, line: Span, after: Span, width: int) -> bool:
    """Whether a line of wrapped text ends its paragraph: the next word had room in it.

    Without the end of a sentence, as in a headline, there has to be room to spare.
    """
    word = text[after.start : after.end].split(None, 1)[0]
    room = width - len(line) - 1 - len(word)
    return room >= (0 if text[line.start : line.end].endswith(_ENDS) else width // 5)
