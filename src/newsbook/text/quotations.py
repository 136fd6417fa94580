"""Quotations: what stands between quotation marks, and what that makes of a quote."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from newsbook.articles.paragraphs import trimmed
from newsbook.errors import want_text
from newsbook.spans import Span
from newsbook.text.reading import is_furniture, reading_paragraphs

__all__ = ["kind_by_marks", "pieces_in", "quotations", "quoted_pieces", "within_marks"]

# What each opening mark is closed by. German „ is closed by “, Swedish ” by itself; `` and '' are
# how typewriters and treebanks write “ and ”. A hasty editor mixes " and ”, or types “ twice.
_CLOSED_BY = {
    "“": "”\"“", "„": "“”", "‟": "”", "‘": "’", "‚": "‘’", "‛": "’", "«": "»", "‹": "›",
    "»": "«", "›": "‹", "「": "」", "『": "』", '"': '"”', "'": "'", "”": "”“", "``": "''",
    "''": "''",
}  # fmt: skip
_CLOSING = tuple("“”‘’«»‹›」』\"'")
_SINGLE = "‘’'‚‛"
_BOTH_WAYS = frozenset({'"', "'", "''"})  # straight marks open and close
_DEEPEST = 12  # how many marks may wait at once, so that a text of marks alone costs no more
_LONGEST = 1500  # characters of a paragraph that is one
_AHEAD = 12  # how many marks are looked at ahead of one that may be none

_MARKS = re.compile(r"``|''|[\"'“”„‟‘’‚‛«»‹›「」『』]")

#: After these an opening single mark is an apostrophe: ’em, ’90s, ’til.
_CLIPPED = re.compile(
    r"(?:\d0s|\d\d|em|til|till|cause|bout|n|tis|twas|cos|round|neath|hood|s|t|re|ve|ll|d|m)\b",
    re.IGNORECASE,
)
#: Before these a closing single mark may be an apostrophe: drivers’, doin’, rock ’n’ roll, o’.
_MAY_BE_CUT = re.compile(r"(?:\w[sSzZ]|in|['’]n|\bo)$")
_FEET = re.compile(r"\d['’′]\s?\d{1,2}$")


def quotations(text: str) -> list[Span]:
    r"""Find what stands between quotation marks, marks included; the outermost only.

    A mark that is never closed in its paragraph opens nothing, with the newspapers' one exception:
    a quotation that goes on in the next paragraph opens again there and is closed at its very end.
    A single mark between two letters (``it’s``), and one that nothing has opened (``drivers’``),
    is an apostrophe. Every line is a paragraph here; `quoted_pieces` knows better.

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
    lines = []
    at = 0
    for line in text.splitlines(keepends=True):
        span = trimmed(text, at, at + len(line))
        if span is not None:
            lines.append(span)
        at += len(line)
    return _outermost(_between_marks(text, lines))


def quoted_pieces(text: str, paragraphs: Sequence[Span] | None = None) -> list[Span]:
    r"""The quoted pieces of an article: as `quotations`, but none crosses a paragraph.

    A speech over several paragraphs is a piece for each: the earlier ones end with their paragraph,
    without a closing mark. Marks with nothing between them are no piece.

    Args:
        text: Any text.
        paragraphs: Its paragraphs, if they are at hand: those of `reading_paragraphs` that are no
            furniture.

    Example:
        >>> text = "“One.\n\n“Two,\nthree,” she said."
        >>> [piece.of(text) for piece in quoted_pieces(text)]
        ['“One.', '“Two,\nthree,”']
    """
    want_text(text, "quoted_pieces")
    if paragraphs is None:
        paragraphs = [p for p in reading_paragraphs(text) if not is_furniture(p.of(text))]
    starts = [span.start for span in paragraphs]
    pieces = []
    for span in _outermost(_between_marks(text, paragraphs)):
        first = bisect_right(starts, span.start) - 1
        for paragraph in islice(paragraphs, first, None):
            if paragraph.start >= span.end:
                break
            start, end = max(paragraph.start, span.start), min(paragraph.end, span.end)
            if within_marks(text[start:end]):
                pieces.append(Span(start, end))
    return pieces


def _between_marks(text: str, paragraphs: Sequence[Span]) -> Iterator[Span]:
    """All stretches between an opening mark and the mark that closes it."""
    opened: list[tuple[str, int]] = []  # marks that wait to be closed, and where they stand
    for paragraph in paragraphs:
        marks = list(_MARKS.finditer(text, paragraph.start, paragraph.end))
        # Anything but the mark that opened the paragraph before begins anew.
        goes_on = bool(opened) and text.startswith(opened[0][0], paragraph.start)
        if not goes_on:
            opened.clear()
        # A text on one line: where a speech opens anew, a paragraph ended.
        run_together = len(paragraph) > _LONGEST
        for index in range(goes_on, len(marks)):
            char, at, end = marks[index][0], *marks[index].span()
            before = text[at - 1] if at else " "
            after = text[end] if end < len(text) else " "
            single = char in _SINGLE
            if single and before.isalnum() and after.isalnum():
                continue
            if char == '"' and before.isdigit() and _is_measure(text, marks, index, bool(opened)):
                continue
            if opened and not (single and after.isalnum()):
                depth = _closed(text, char, at, end, opened)
                if depth is not None:
                    if not (single and _is_cut_short(text, marks, index)):
                        yield Span(opened[depth][1], end)
                        del opened[depth:]
                    continue
            if char in _CLOSED_BY and len(opened) < _DEEPEST and not (before + after).isalnum():
                if after.isspace() and (single or not before.isspace()):
                    continue
                if single and (before.isalnum() or _is_clipped(text, marks, index, opened)):
                    continue
                if char in _BOTH_WAYS and opened and opened[-1][0] == char and not single:
                    opened.pop()  # it was never closed
                if run_together and opened and opened[-1][0] == char in ("“", "``"):
                    last = at - 1
                    while text[last].isspace():
                        last -= 1
                    if text[last] in ".?!…":
                        yield Span(opened.pop()[1], last + 1)
                opened.append((char, at))


def _closed(
    text: str, char: str, at: int, end: int, opened: Sequence[tuple[str, int]]
) -> int | None:
    """Which of the waiting marks is closed by this one: the last that it fits."""
    before = text[at - 1] if at else " "
    after = text[end] if end < len(text) else " "
    for depth in range(len(opened) - 1, -1, -1):
        mark, start = opened[depth]
        if char not in _CLOSED_BY[mark]:
            continue
        if char == "“" and mark in "“”":
            # It closes only where it cannot open.
            ends = before.isalnum() or before in ",.!?…;—-’"
            if not (ends and (after.isspace() or after in ",.;:!?)—")):
                continue
        # A straight mark after white space opens: nothing is quoted with a space before its end,
        # unless there is one behind its beginning as well.
        if char in _BOTH_WAYS and before.isspace() and mark != "``":
            spaced = char == mark and text[start + len(mark)].isspace()
            if after.isalnum() or not (spaced or (char == mark and char not in _SINGLE)):
                continue
        return depth
    return None


def _is_measure(text: str, marks: Sequence[re.Match[str]], index: int, waits: bool) -> bool:
    """Whether a straight mark behind a figure means inches: 6'2", a 30" screen.

    Where a quotation waits to be closed, it does if the next mark cannot but close one.
    """
    at = marks[index].start()
    if not waits or _FEET.search(text, max(0, at - 6), at):
        opens = _next_opens(text, marks, index, '"”')
        return opens is False or not waits or (opens is None and text[at + 1 : at + 2].isalnum())
    return _next_opens(text, marks, index, '"”') is False


def _next_opens(text: str, marks: Sequence[re.Match[str]], index: int, kind: str) -> bool | None:
    """Whether the next mark of a kind in the paragraph opens; None if there is none."""
    for match in marks[index + 1 : index + 1 + _AHEAD]:
        if match[0] in kind or match[0] == "“":
            return match[0] == "“" or text[match.start() - 1].isspace()
    return None


def _is_cut_short(text: str, marks: Sequence[re.Match[str]], index: int) -> bool:
    """Whether a mark that could close is an apostrophe: ‘The drivers|’ union is out’.

    It may be one behind *s* and before another word. Then it is one if a mark follows that cannot
    but close, before any that opens.
    """
    at, end = marks[index].span()
    if not text[end : end + 1].isspace() or not text[end : end + 2].strip().isalnum():
        return False
    if not _MAY_BE_CUT.search(text, max(0, at - 3), at):
        return False
    return _closes_ahead(text, marks, index, sure=False)


def _closes_ahead(text: str, marks: Sequence[re.Match[str]], index: int, sure: bool) -> bool:
    """Whether a single mark follows that cannot but close, before any that opens.

    With `sure` only a mark behind a comma or the end of a sentence counts.
    """
    for match in marks[index + 1 : index + 1 + _AHEAD]:
        char, at, end = match[0], match.start(), match.end()
        if char not in _SINGLE:
            continue
        before, after = text[at - 1], text[end : end + 1]
        if not before.isalnum() and after.isalnum():
            if char != "’" and not _CLIPPED.match(text, end):
                return False
        elif not after.isalnum() and not before.isspace():
            if not before.isalnum() or after in tuple(".,;:!?)"):
                if not sure or before in ",.!?…":
                    return True
            elif not sure and not _MAY_BE_CUT.search(text, max(0, at - 3), at):
                return True
    return False


def _is_clipped(
    text: str, marks: Sequence[re.Match[str]], index: int, opened: Sequence[tuple[str, int]]
) -> bool:
    """Whether a mark that could open is an apostrophe: ’90s; but not in ‘’Tis late,’ he said."""
    if not _CLIPPED.match(text, marks[index].end()):
        return False
    waits = any(mark in _SINGLE for mark, _ in opened)
    return waits or not _closes_ahead(text, marks, index, sure=True)


def _outermost(found: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def within_marks(piece: str) -> str:
    """What stands between the marks of a piece, without space at its ends.

    Example:
        >>> within_marks("“Why?”"), within_marks("`` Now, ''"), within_marks("“It goes on.")
        ('Why?', 'Now,', 'It goes on.')
    """
    inner = piece.strip()
    inner = inner[2 if inner.startswith(("``", "''")) else 1 :]
    if inner.endswith("''"):
        inner = inner[:-2]
    elif inner.endswith(_CLOSING):
        inner = inner[:-1]
    return inner.strip()


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
