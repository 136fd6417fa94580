"""What all formats share: their names, what each can hold, and what reading one gives."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from newsbook.articles.errors import ArticleError
from newsbook.articles.layers import Layers
from newsbook.articles.quote import Quote
from newsbook.spans import Span

__all__ = [
    "FORMATS", "HOLDS", "LINE_BREAKS", "Document", "FormatError", "as_json", "first_odd",
    "name_written", "named_and_quoted", "short",
]  # fmt: skip

HOLDS: dict[str, tuple[str, ...]] = {
    "conll": ("tokens", "sentences", "entities"),
    "spacy": ("tokens", "sentences", "entities", "quotes"),
    "brat": ("entities", "quotes"),
    "webanno": ("entities", "quotes"),
}
"""For each format the layers that it can hold."""

FORMATS = tuple(HOLDS)
"""The names of the formats."""

LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What one reader or another takes for the end of a line: the set of ``str.splitlines``."""


class FormatError(ArticleError):
    """Layers do not go into a format, or a file is not of it; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file of another tool holds.

    Args:
        name: What the article is called there; ``"text"`` where it has no name.
        text: Its text.
        layers: Its layers, in code points of that text.
    """

    name: str
    text: str
    layers: Layers


def named_and_quoted(
    name: str,
    text: str,
    entities: Iterable[Span],
    quotes: Sequence[Quote],
    scare_quotes: Iterable[Span],
) -> Document:
    """A document of a format whose files hold names and quotes, in any order.

    Such a file does not tell a layer with nothing in it from one that is not there.

    Example:
        >>> named_and_quoted("a", "Ada", [Span(0, 3, "PERSON")], [], []).layers.quotes is None
        True
    """
    layers = Layers(
        entities=tuple(sorted(entities)) or None,
        quotes=tuple(quotes) or None,
        scare_quotes=tuple(sorted(scare_quotes)) or None,
    )
    return Document(name, text, layers)


def as_json(value: Any, indent: int | None = None) -> str:
    r"""A value as JSON that people can read, in which no character but ``\n`` ends a line.

    JSON escapes the other line breaks by itself, all but these three.

    Example:
        >>> as_json("é\u2028")
        '"é\\u2028"'
    """
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    for char in "\x85\u2028\u2029":
        written = written.replace(char, f"\\u{ord(char):04x}")
    return written


def name_written(written: str) -> str:
    r"""A name as a line of a file has it: as it is, or as a JSON string where it would be misread.

    Example:
        >>> name_written("a b"), name_written('"a\\nb"'), name_written('"a')
        ('a b', 'a\nb', '"a')
    """
    if written.startswith('"'):
        try:
            name = json.loads(written)
        except ValueError:
            return written
        return name if isinstance(name, str) else written
    return written


def short(words: str, most: int = 40) -> str:
    r"""Words as a sentence can show them.

    Example:
        >>> short("a\nb")
        "'a\\nb'"
    """
    return repr(words if len(words) <= most else words[: most - 1] + "…")


def first_odd(spans: Sequence[Span]) -> tuple[Span, Span] | None:
    """The first two neighbours that are out of order or overlap; None where none are.

    Example:
        >>> first_odd([Span(0, 4), Span(3, 6)])
        (Span(start=0, end=4, label=''), Span(start=3, end=6, label=''))
    """
    for before, after in pairwise(spans):
        if after.start < before.end:
            return before, after
    return None
