"""Paragraphs: where the blank lines of a text fall."""

from __future__ import annotations

from newsbook.spans import Span

__all__ = ["paragraphs_of", "trimmed"]


def paragraphs_of(text: str) -> list[Span]:
    r"""The paragraphs of a text: what blank lines set apart.

    A line is what ``str.splitlines`` calls one, so every sort of line break counts. A blank line is
    empty or white space only; a paragraph separator (U+2029) ends a paragraph by itself.

    Returns:
        Paragraphs in order, without white space at their ends, together all of the text but white
        space.

    Example:
        >>> paragraphs_of("Title\n\nOne\ntwo.\n")
        [Span(start=0, end=5, label=''), Span(start=7, end=15, label='')]
    """
    found: list[Span | None] = []
    start = at = 0
    for line in text.splitlines(keepends=True):
        if not line.strip():
            found.append(trimmed(text, start, at))
            start = at + len(line)
        at += len(line)
        if line.endswith("\u2029"):
            found.append(trimmed(text, start, at))
            start = at
    found.append(trimmed(text, start, len(text)))
    return [paragraph for paragraph in found if paragraph is not None]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span of ``text[start:end]`` without white space at its ends; None if nothing is left.

    Example:
        >>> trimmed(" a b ", 0, 5)
        Span(start=1, end=4, label='')
    """
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
