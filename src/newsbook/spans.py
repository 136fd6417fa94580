"""The one thing that flows through newsbook: a span of an article's text.

A token, a sentence, an entity, a quote, a cue verb, a speaker, a learner's answer, the gold and a
prediction are each a list of `Span`. Offsets count Unicode code points, as Python strings do, and
the end is exclusive, so a word is always ``text[span.start:span.end]`` and never a copy kept apart
from its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from newsbook.errors import BadInput, WrongType, kind_of

__all__ = [
    "Span",
    "are_disjoint",
    "as_spans",
    "cover",
    "from_json",
    "from_words",
    "lost_characters",
    "to_json",
    "words",
]


@dataclass(frozen=True, order=True, slots=True, init=False)
class Span:
    """A stretch of text: ``text[start:end]``, with a label.

    Args:
        start: Offset of the first code point, from 0.
        end: Offset after the last code point; greater than `start`.
        label: What the span is, for instance ``"PERSON"``; empty for a plain token.

    Raises:
        TypeError: An offset is not an int, or the label is not a str.
        ValueError: The span is empty or starts before the text.

    Example:
        >>> text = "Park thanked NATO."
        >>> Span(13, 17, "ORG").of(text)
        'NATO'
    """

    start: int
    end: int
    label: str = ""

    def __init__(self, start: int, end: int, label: str = "") -> None:
        # Written out, since a text has more spans than anything else: a dataclass's own takes twice
        # the time. The slots' setters put in what a frozen object would refuse to have assigned.
        plain = type(start) is int and type(end) is int and type(label) is str
        if not (plain and 0 <= start < end):
            _want_span(start, end, label)
        _set_start(self, start)
        _set_end(self, end)
        _set_label(self, label)

    def __len__(self) -> int:
        """Length in code points."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of the span.

        Raises:
            ValueError: The span ends after the text does.
        """
        if self.end > len(text):
            raise BadInput(f"{self} ends after the text, which has {len(text)} characters")
        return text[self.start : self.end]

    def same_place(self, other: Span) -> bool:
        """Whether both cover the same characters, whatever their labels."""
        return self.start == other.start and self.end == other.end

    def overlap(self, other: Span) -> int:
        """How many code points both cover; 0 when they do not touch.

        Example:
            >>> Span(0, 5).overlap(Span(3, 9))
            2
        """
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        """Whether `other` lies inside this span, edges included."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """The same span `by` code points further on, as when its text is put into a longer one.

        Example:
            >>> Span(0, 4).shift(10)
            Span(start=10, end=14, label='')
        """
        return Span(self.start + by, self.end + by, self.label)

    def labelled(self, label: str) -> Span:
        """The same place under another label."""
        return Span(self.start, self.end, label)


_set_start, _set_end, _set_label = (vars(Span)[name].__set__ for name in ("start", "end", "label"))


def _want_span(start: Any, end: Any, label: Any) -> None:
    """Say what is wrong with a span's parts, if anything is."""
    for name, offset in (("start", start), ("end", end)):
        # bool is an int in Python; as an offset it is always a mistake.
        if not isinstance(offset, int) or isinstance(offset, bool):
            raise WrongType(f"a span's {name} is a whole number, not {offset!r}")
    if not isinstance(label, str):
        raise WrongType(f"a span's label is a string, not {label!r}")
    if start < 0:
        raise BadInput(f"a span starts at 0 or later, not at {start}")
    if end <= start:
        raise BadInput(f"a span ends after it starts, not {start} to {end}")


def words(text: str, spans: Iterable[Span]) -> list[str]:
    """The words that the spans stand for, in the spans' order.

    Example:
        >>> words("It rained.", [Span(0, 2), Span(3, 9), Span(9, 10)])
        ['It', 'rained', '.']
    """
    return [span.of(text) for span in spans]


def from_words(text: str, pieces: Iterable[str]) -> list[Span]:
    """Find the pieces in the text one after another, and give each its place.

    This is how a list of bare strings, as most tokenisers return it, gets its offsets back.

    Raises:
        ValueError: A piece is empty or does not occur after the one before it.

    Example:
        >>> from_words("so so", ["so", "so"])
        [Span(start=0, end=2, label=''), Span(start=3, end=5, label='')]
    """
    spans = []
    at = 0
    for piece in pieces:
        start = text.find(piece, at) if piece else -1
        if start < 0:
            raise BadInput(f"{piece!r} does not occur in the text after character {at}")
        at = start + len(piece)
        spans.append(Span(start, at))
    return spans


def as_spans(items: Any, what: str, text: str | None = None) -> list[Span]:
    """Take spans as people hand them over: `Span`s, or pairs ``(start, end)``.

    Args:
        items: The spans.
        what: What they are, for the sentence: ``"show needs spans"``.
        text: The text that they must lie in, if that is known.

    Raises:
        BadInput: They are something else, or end after the text.

    Example:
        >>> as_spans([(0, 4)], "show needs spans")
        [Span(start=0, end=4, label='')]
    """
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise WrongType(f"{what}, such as [Span(0, 4)], not {kind_of(items)}.")
    spans = []
    for item in items:
        if isinstance(item, Span):
            span = item
        elif isinstance(item, list | tuple) and len(item) in (2, 3):
            span = Span(*item)
        else:
            words = "; where do these words stand in the text?" if isinstance(item, str) else "."
            raise WrongType(f"{what}, such as [Span(0, 4)], not a list of {item!r:.60}{words}")
        if text is not None and span.end > len(text):
            raise BadInput(
                f"{what} of its text, which has {len(text)} characters; {span} ends after it."
            )
        spans.append(span)
    return spans


def are_disjoint(spans: Sequence[Span]) -> bool:
    """Whether the spans are in order and none reaches into the next."""
    return all(a.end <= b.start for a, b in pairwise(spans))


def cover(spans: Iterable[Span], label: str = "") -> Span:
    """The smallest span that holds all of them.

    Raises:
        ValueError: There are no spans.
    """
    held = list(spans)
    if not held:
        raise BadInput("nothing covers no spans at all")
    return Span(min(s.start for s in held), max(s.end for s in held), label)


def lost_characters(text: str, spans: Iterable[Span]) -> list[int]:
    """Offsets of the characters, white space aside, that no span covers.

    Example:
        >>> lost_characters("a b.", [Span(0, 1), Span(2, 3)])
        [3]
    """
    covered = bytearray(len(text))
    for span in spans:
        covered[span.start : span.end] = b"\x01" * len(span)
    return [i for i, char in enumerate(text) if not covered[i] and not char.isspace()]


def to_json(spans: Iterable[Span]) -> list[list[Any]]:
    """Spans as JSON: ``[start, end]`` each, with the label third where there is one."""
    return [[s.start, s.end, s.label] if s.label else [s.start, s.end] for s in spans]


def from_json(data: Any) -> list[Span]:
    """Read back what `to_json` wrote, trusting nothing.

    Raises:
        ValueError: The data is not a list of ``[start, end]`` or ``[start, end, label]``.
    """
    if not isinstance(data, list):
        raise BadInput(f"spans are a list, not {type(data).__name__}")
    spans = []
    for item in data:
        if not isinstance(item, list) or len(item) not in (2, 3):
            raise BadInput(f"a span is [start, end] or [start, end, label], not {item!r:.80}")
        try:
            spans.append(Span(*item))
        except WrongType as error:
            raise BadInput(str(error)) from None
    return spans
