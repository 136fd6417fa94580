"""Quotations: what stands between quotation marks, and what that makes of a quote."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from newsbook.errors import want_text
from newsbook.spans import Span

__all__ = ["has_blank_lines", "kind_by_marks", "pieces_in", "quotations", "quoted_pieces"]

# What each opening mark is closed by. German „ is closed by “, Swedish ” by itself; `` and '' are
# how typewriters and treebanks write “ and ”. A hasty editor mixes " and ”.
_CLOSED_BY = {
    "“": "”\"", "„": "“”", "‟": "”", "‘": "’", "‚": "‘’", "‛": "’", "«": "»", "‹": "›",
    "»": "«", "›": "‹", "「": "」", "『": "』", '"': '"”', "'": "'", "”": "”", "``": "''",
}  # fmt: skip
_CLOSING = frozenset("".join(_CLOSED_BY.values()))
_SINGLE = "‘’'‚‛"
_DEEPEST = 12  # how many marks may wait at once, so that a text of marks alone costs no more

_MARKS = r"``|''|[\"'“”„‟‘’‚‛«»‹›「」『』]"
_LINE = re.compile(rf"{_MARKS}|[\n\r\u2028\u2029]\s*")
_PARAGRAPH = re.compile(
    rf"{_MARKS}|(?:\r\n|[\n\r\u2028\u2029])[^\S\n\r]*[\n\r\u2028\u2029]\s*|\u2029\s*"
)
_BLANK_LINE = re.compile(r"(?:\r\n|[\n\r\u2028\u2029])[^\S\n\r]*[\n\r\u2028\u2029]|\u2029")

#: After these an opening single mark is an apostrophe: ’em, ’90s, ’til.
_CLIPPED = re.compile(
    r"(?:\d0s|em|til|cause|bout|n|tis|twas|cos|round|s|t|re|ve|ll|d|m)\b", re.IGNORECASE
)


def quotations(text: str) -> list[Span]:
    r"""Find what stands between quotation marks, marks included; the outermost only.

    A mark that is never closed in its paragraph opens nothing, with the newspapers' one exception:
    a quotation that goes on in the next paragraph opens again there and is closed at its very end.
    A single mark between two letters (``it’s``), and one that nothing has opened (``drivers’``),
    is an apostrophe. Every line is a paragraph here; `quoted_pieces` knows of wrapped lines.

    Takes time in proportion to the text's length.

    Args:
        text: Any text.

    Returns:
        Spans in the order of the text; none touches another.

    Example:
        >>> text = "It’s “a ‘fine’ day”, she said, “and late.”"
        >>> [span.of(text) for span in quotations(text)]
        ['“a ‘fine’ day”', '“and late.”']
        >>> len(quotations("“One.\n\n“Two.”")), len(quotations("“One.\n\nTwo.”"))
        (1, 0)
    """
    want_text(text, "quotations")
    return _outermost(_between_marks(text, _LINE))


def quoted_pieces(text: str) -> list[Span]:
    r"""The quoted pieces of an article: as `quotations`, but none crosses a paragraph.

    A speech over several paragraphs is a piece for each: the earlier ones end with their paragraph,
    without a closing mark. Paragraphs are what blank lines set apart or, in a text that has no
    blank line, its lines.

    Example:
        >>> text = "“One.\n\n“Two,\nthree,” she said."
        >>> [piece.of(text) for piece in quoted_pieces(text)]
        ['“One.', '“Two,\nthree,”']
    """
    want_text(text, "quoted_pieces")
    pattern = _PARAGRAPH if has_blank_lines(text) else _LINE
    pieces = []
    for span in _outermost(_between_marks(text, pattern)):
        at = span.start
        for gap in pattern.finditer(text, span.start, span.end):
            if gap[0][0] in "\n\r\u2028\u2029":
                end = len(text[at : gap.start()].rstrip()) + at
                pieces.append(Span(at, end))
                at = gap.end()
        pieces.append(Span(at, span.end))
    return pieces


def has_blank_lines(text: str) -> bool:
    r"""Whether blank lines set paragraphs apart; if none does, each line is a paragraph.

    Example:
        >>> has_blank_lines("One.\n\nTwo.\n"), has_blank_lines("One.\nTwo.\n\n")
        (True, False)
    """
    return _BLANK_LINE.search(text.strip()) is not None


def _between_marks(text: str, pattern: re.Pattern[str]) -> list[Span]:
    """All stretches between an opening mark and the mark that closes it."""
    found: list[Span] = []
    opened: list[tuple[str, int]] = []  # marks that wait to be closed, and where they stand
    first = len(text) - len(text.lstrip())  # where a paragraph's first character stands
    for match in pattern.finditer(text):
        char, at = match[0], match.start()
        if char[0] in "\n\r\u2028\u2029":
            first = match.end()
            # Anything but the mark that opened the paragraph before begins anew.
            if opened and not text.startswith(opened[0][0], first):
                opened.clear()
            continue
        if at == first and opened and opened[0][0] == char:
            continue
        end = match.end()
        before = text[at - 1] if at else " "
        after = text[end] if end < len(text) else " "
        single = char in _SINGLE
        if single and before.isalnum() and after.isalnum():
            continue
        if not (single and after.isalnum()):
            depth = _closed(char, before, after, opened)
            if depth is not None:
                found.append(Span(opened[depth][1], end))
                del opened[depth:]
                continue
        if char in _CLOSED_BY and len(opened) < _DEEPEST:
            if single and (before.isalnum() or after.isspace() or _CLIPPED.match(text, end)):
                continue
            if char == '"' and opened and opened[-1][0] == '"':
                opened.pop()  # it was never closed
            opened.append((char, at))
    return found


def _closed(char: str, before: str, after: str, opened: Sequence[tuple[str, int]]) -> int | None:
    """Which of the waiting marks is closed by this one: the last that it fits."""
    for depth in range(len(opened) - 1, -1, -1):
        mark, _ = opened[depth]
        if char not in _CLOSED_BY[mark]:
            continue
        # A straight mark after white space opens: nothing is quoted with a space before its end.
        loose = char in _SINGLE or char != mark or after.isalnum()
        if char in "\"'" and before.isspace() and loose:
            continue
        return depth
    return None


def _outermost(found: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def pieces_in(content: Span, marked: Sequence[Span]) -> tuple[Span, ...]:
    """The quotations that lie wholly in a content: its pieces.

    Args:
        content: What is reported.
        marked: The quotations of the text, in order, as `quotations` gives them.

    Example:
        >>> pieces_in(Span(4, 30), [Span(0, 8), Span(10, 20)])
        (Span(start=10, end=20, label=''),)
    """
    first = bisect_left(marked, content.start, key=lambda span: span.start)
    held = takewhile(lambda span: span.end <= content.end, islice(marked, first, None))
    return tuple(held)


def kind_by_marks(text: str, content: Span, pieces: Sequence[Span]) -> str:
    """What kind of quote the marks make of a content: direct, mixed or indirect.

    Example:
        >>> text = "She said it was “late”."
        >>> kind_by_marks(text, Span(9, 22), [Span(16, 22)])
        'mixed'
        >>> kind_by_marks(text, Span(16, 22), [Span(16, 22)])
        'direct'
    """
    if not pieces:
        return "indirect"
    at = content.start
    for piece in [*pieces, Span(content.end, content.end + 1)]:
        if text[at : piece.start].strip():
            return "mixed"
        at = piece.end
    return "direct"
