r"""Punkt's decisions, quickly: where it starts its sentences.

Punkt (Kiss and Strunk 2006) asks of each ``.``, ``?`` and ``!`` before a space or a closing mark
whether a sentence ends there. The package ``punkt`` takes the words around it apart each time. Most
dots need no such care: behind a word that Punkt has never seen shortened a sentence ends, whatever
comes next. Here only the others are put to the package. What comes out is the same, offset by
offset, which the tests hold against the package itself; the work is a quarter.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator
from functools import cache

__all__ = ["punkt_starts"]

Stretch = tuple[int, int]
"""A stretch of text, by its start and end."""

_CANDIDATE = re.compile(r"[.?!](?=[)\";}\]*:@'({\[‘’“”«»?!]|\s+(?P<next>\S+))")
_DOTS = re.compile(r"\.(?:\.+|\s(?:\.\s)+\.)")
_CLOSING = re.compile(r"[\"')\]}’”«»]+?(?:\s+|(?=--)|$)", re.MULTILINE)


def punkt_starts(text: str) -> list[int]:
    """Offsets where Punkt starts its second and later sentences.

    Example:
        >>> punkt_starts("Mr. Park (left.) He “slept.” Then?! No.")
        [17, 29, 36]
    """
    sentences = _with_closing_marks(text, _without_marks_alone(text, _stretches(text)))
    return [start for start, _ in sentences][1:]


def _stretches(text: str) -> Iterator[Stretch]:
    """The text, cut behind each mark that ends a sentence."""
    start = 0
    decide = _decider()
    for word_start, match in _candidates(text):
        if decide(text, word_start, match):
            yield start, match.end()
            start = match.start("next") if match["next"] else match.end()
    yield start, len(text.rstrip())


def _candidates(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The marks that may end a sentence, each with the start of its word.

    Of several in one word (``What?!``) only the last counts, and of ``. . .`` the last dot.
    """
    inside = {i for dots in _DOTS.finditer(text) for i in range(dots.start(), dots.end() - 1)}
    word_start = 0
    last: re.Match[str] | None = None
    for match in _CANDIDATE.finditer(text):
        if match.start() in inside:
            continue
        before = last.start() if last else 0
        space = max(text.rfind(char, before, match.start()) for char in string.whitespace)
        if space > before:
            if last:
                yield word_start, last
            word_start = space + 1
        elif last and word_start == before:
            yield word_start, last
        last = match
    if last:
        yield word_start, last


@cache
def _decider() -> Callable[[str, int, re.Match[str]], bool]:
    """A function that says whether a sentence ends at a candidate."""
    import punkt
    from punkt.rules import PunktWordTokenizer

    model = punkt.load_model("english")
    tokenizer = PunktWordTokenizer()
    #: Words whose dot may be their own; behind any other word a dot ends a sentence.
    unsure = frozenset(
        {*model.abbrev_types, *model.numeric_abbrev_types, *(a for a, _ in model.collocations)}
    )

    def decide(text: str, word_start: int, match: re.Match[str]) -> bool:
        if match[0] != ".":
            return True
        word = text[word_start : match.start()]
        # A single letter may be an initial, and a figure an ordinal.
        if len(word) > 1 and word.isalpha() and word.lower() not in unsure:
            return True
        after = match.end("next") if match["next"] else match.end() + 1
        tokens = list(
            punkt.annotate_tokens(tokenizer.tokenize_annotated(text[word_start:after]), model)
        )
        # The last token is what follows; nothing can be said of it.
        return any(token.sentbreak for token in tokens[:-1])

    return decide


def _without_marks_alone(text: str, stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """A stretch of nothing but marks (``Wow!!|!``) goes with the one before it."""
    held: Stretch | None = None
    for start, end in stretches:
        if start >= end:
            continue
        if held and not text[start:end].strip(".?!"):
            held = (held[0], end)
            continue
        if held:
            yield held
        held = (start, end)
    if held:
        yield held


def _with_closing_marks(text: str, stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """A closing mark at the start of a stretch (``(Sh.|) He left``) goes with the one before."""
    held: Stretch | None = None
    for start, end in stretches:
        if held:
            closing = _CLOSING.match(text, start, end)
            if closing:
                yield held[0], start + len(closing[0].rstrip())
                start = closing.end()
            elif held[0] < held[1]:
                yield held
        held = (start, end)
    if held and held[0] < held[1]:
        yield held
