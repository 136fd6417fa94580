"""Places for the strings that a tokeniser returned.

Most tokenisers return a list of strings. Where the strings are the text's own, `from_words` gives
them their places back. Some tokenisers change what they return, and then a search for the string
fails or, worse, succeeds further on. `align_pieces` expects that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsbook.spans import Span

__all__ = ["align_pieces"]

#: The Penn Treebank writes an opening double quote as two backticks and a closing one as two
#: apostrophes, and its tokenisers turn any of these three into another.
_QUOTES = ('"', "''", "``")

#: "&amp;", "&#8217;", "&#x2019;": no name of an entity in HTML is longer than 31 letters.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{0,30});?")

#: How far ahead, in code points, to look for a piece that is not where it should be, and how far at
#: most once several in a row were not found. Bounded, so that the work stays linear in the text.
_WINDOW = 32
_WIDEST_WINDOW = 256


def align_pieces(text: str, pieces: Iterable[str]) -> list[Span]:
    """Give each piece its place in the text, and cover whatever the pieces leave out.

    The next piece should start at the next character that is not white space. A piece matches there
    when it is the same, or stands for the same: one sort of double quote for another, a character
    for its HTML entity or the other way round. If it does not match, it is looked for a little
    further on, never from the middle of a word. If it is not there either it is passed over. Text
    between two found pieces is covered by the stretches between white space.

    Never raises, and loses no character but white space, whatever the pieces are.

    Args:
        text: The text that was tokenised.
        pieces: The strings that came back, in order.

    Returns:
        Spans in order and disjoint, without white space at their ends, with empty labels.

    Example:
        >>> from newsbook.spans import words
        >>> text = 'He said "AT&amp;T".'
        >>> words(text, align_pieces(text, ["He", "said", "``", "AT&T", "''", "."]))
        ['He', 'said', '"', 'AT&amp;T', '"', '.']
        >>> words(text, align_pieces(text, ["He", "spoke", "."]))
        ['He', 'said', '"AT&amp;T"', '.']
    """
    spans: list[Span] = []
    at = 0
    window = _WINDOW
    for given in pieces:
        # NLTK's engine and Python disagree on a few characters: is U+001F white space?
        piece = given.strip()
        if not piece:
            continue
        at = _skip_space(text, at)
        found = _find(text, at, piece, window)
        if found is None:
            # It may have been long; the next one can be that much further on.
            window = min(window + len(piece), _WIDEST_WINDOW)
            continue
        spans += _cover(text, at, found.start)
        spans.append(found)
        at = found.end
        window = _WINDOW
    return spans + _cover(text, at, len(text))


def _find(text: str, at: int, piece: str, window: int) -> Span | None:
    """The first place from `at` on, within the window, where the piece matches."""
    for start in range(at, min(at + window, len(text))):
        in_a_word = start > at and text[start - 1].isalnum() and text[start].isalnum()
        if in_a_word or text[start].isspace():
            continue
        end = _match(text, start, piece)
        if end is not None:
            return Span(start, end)
    return None


def _match(text: str, start: int, piece: str) -> int | None:
    """Where the piece ends if it matches from `start`, else None."""
    if text.startswith(piece, start):
        return start + len(piece)
    if piece in _QUOTES:
        return next((start + len(q) for q in _QUOTES if text.startswith(q, start)), None)
    if "&" in text[start : start + len(piece)]:
        return _match_entities(text, start, piece)
    plain = _unescaped(piece)
    if plain != piece and plain and text.startswith(plain, start):
        return start + len(plain)
    return None


def _unescaped(text: str) -> str:
    """As `html.unescape`, whose module holds all of HTML's entities: seldom is there one."""
    if "&" not in text:
        return text
    import html

    return html.unescape(text)


def _match_entities(text: str, at: int, piece: str) -> int | None:
    """As `_match`, reading each HTML entity in the text as the characters it stands for."""
    done = 0
    while done < len(piece):
        entity = _ENTITY.match(text, at)
        meant = _unescaped(entity.group()) if entity else ""
        if entity and meant != entity.group() and piece.startswith(meant, done) and meant:
            at, done = entity.end(), done + len(meant)
        elif at < len(text) and text[at] == piece[done]:
            at, done = at + 1, done + 1
        else:
            return None
    return at


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _cover(text: str, start: int, end: int) -> list[Span]:
    """The stretches between white space in ``text[start:end]``."""
    return [Span(*match.span()) for match in re.compile(r"\S+").finditer(text, start, end)]
