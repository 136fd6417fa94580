"""Misconceptions of marking spans, each recognised by the spans that it leaves behind.

A trap knows how a mistake looks beside the gold, and how to make the mistake in a text: so one line
in an exercise says both what is watched for and which wrong answer proves that it is found.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsbook.spans import Span, cover

__all__ = ["CallsIt", "CutsShort", "Joins", "LeavesOut", "Marks", "SpanTrap", "TakesIn"]


class SpanTrap(ABC):
    """A mistake in marking, with the sentence that answers it.

    Attributes:
        says: What to tell a learner who makes it. It must not name what is missing.
    """

    says: str

    @property
    @abstractmethod
    def name(self) -> str:
        """A few words for the instructor's statistics."""

    @abstractmethod
    def caught(self, spans: Sequence[Span], gold: Sequence[Span], text: str) -> bool:
        """Whether these spans make the mistake; each list in the order of the text."""

    @abstractmethod
    def mistake(self, gold: Sequence[Span], text: str) -> list[Span] | None:
        """The gold with the mistake made in it once; None where the text has no place for it."""


def _in_place_of(gold: Sequence[Span], old: Sequence[Span], new: Sequence[Span]) -> list[Span]:
    return sorted({*(span for span in gold if span not in old), *new})


def _wrong(spans: Sequence[Span], gold: Sequence[Span]) -> list[Span]:
    right = set(gold)
    return [span for span in spans if span not in right]


class _Near:
    """The gold in order, to look up what touches a span without a look at all of it."""

    def __init__(self, gold: Sequence[Span]) -> None:
        self._gold = sorted(gold)
        self._starts = [span.start for span in self._gold]
        self._longest = max(map(len, self._gold), default=0)

    def touching(self, span: Span) -> list[Span]:
        first = bisect_right(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return [other for other in self._gold[first:last] if other.end > span.start]

    def inside(self, span: Span) -> list[Span]:
        return [other for other in self.touching(span) if span.contains(other)]


@dataclass(frozen=True)
class TakesIn(SpanTrap):
    """Words at the edge of a span that do not belong to it: a title, an article, a possessive.

    Args:
        words: The words, one of which is enough: ``("President", "Minister")``, ``("’s",)``.
        says: What to tell a learner who takes one in.
        label: Only in gold spans of this label; by default in any.

    Example:
        >>> text = "President Yoon spoke."
        >>> trap = TakesIn(("President",), "Is an office part of a name?")
        >>> trap.caught([Span(0, 14, "PERSON")], [Span(10, 14, "PERSON")], text)
        True
    """

    words: tuple[str, ...]
    says: str
    label: str = ""

    @property
    def name(self) -> str:
        """A few words for the instructor's statistics."""
        return f"takes in {' / '.join(self.words)}"

    def caught(self, spans: Sequence[Span], gold: Sequence[Span], text: str) -> bool:
        """Whether a span holds one of the gold and, before or behind it, one of the words."""
        # An answer may hold thousands of long spans, but between few different places.
        near = _Near(gold)
        stretches = {
            stretch
            for span in _wrong(spans, gold)
            for inner in near.inside(span)
            if not self.label or inner.label == self.label
            for stretch in ((span.start, inner.start), (inner.end, span.end))
        }
        finders = [_Finder(word, text) for word in self.words]
        return any(finder.stands_in(*stretch) for finder in finders for stretch in stretches)

    def mistake(self, gold: Sequence[Span], text: str) -> list[Span] | None:
        """The first gold span that one of the words stands beside, grown over it."""
        for span in gold:
            if self.label and span.label != self.label:
                continue
            for word in self.words:
                before = text[: span.start].rstrip()
                if before.lower().endswith(word.lower()) and _has(before, word):
                    grown = Span(len(before) - len(word), span.end, span.label)
                    return _in_place_of(gold, [span], [grown])
                after = text[span.end :]
                gap = len(after) - len(after.lstrip())
                if after[gap:].lower().startswith(word.lower()):
                    grown = Span(span.start, span.end + gap + len(word), span.label)
                    return _in_place_of(gold, [span], [grown])
        return None


class _Finder:
    """Where a word stands in a text, not as a part of a longer one; capitals do not matter."""

    def __init__(self, word: str, text: str) -> None:
        self._text, self._word = _lowered(text), _lowered(word)
        self._free = []
        at = self._text.find(self._word)
        while at >= 0:
            if self._apart(at, 0, len(text)):
                self._free.append(at)
            at = self._text.find(self._word, at + 1)

    def _apart(self, at: int, first: int, last: int) -> bool:
        """Whether the word at a place has no letter beside it, between two edges."""
        before = self._text[max(at - 1, first) : at]
        after = self._text[at + len(self._word) : min(at + len(self._word) + 1, last)]
        # What is no letter itself, such as ’s, stands against letters.
        return not self._word[:1].isalnum() or not any(c.isalnum() for c in before + after)

    def stands_in(self, first: int, last: int) -> bool:
        """Whether the word stands in a stretch of the text."""
        latest = last - len(self._word)
        if latest < first:
            return False
        i = bisect_left(self._free, first)
        if i < len(self._free) and self._free[i] <= latest:
            return True
        # At the stretch's own edges, letters beyond them do not count.
        return any(
            self._text.startswith(self._word, at) and self._apart(at, first, last)
            for at in (first, latest)
        )


def _lowered(text: str) -> str:
    """The text without capitals, of the same length: a few letters grow when they lose theirs."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _has(stretch: str, word: str) -> bool:
    """Whether a stretch holds a word."""
    return _Finder(word, stretch).stands_in(0, len(stretch))


@dataclass(frozen=True)
class CutsShort(SpanTrap):
    """A span that holds only a part of a name.

    Args:
        says: What to tell a learner who does.
        part: The part that is marked, as in ``"Yonhap"``; by default any.
        label: Only in gold spans of this label; by default in any.

    Example:
        >>> trap = CutsShort("Read on: is the name over?")
        >>> trap.caught([Span(0, 6, "ORG")], [Span(0, 18, "ORG")], "Yonhap News Agency")
        True
    """

    says: str
    part: str = ""
    label: str = ""

    @property
    def name(self) -> str:
        """A few words for the instructor's statistics."""
        return f"cuts short {self.part or self.label}".strip()

    def _fits(self, inner: Span, whole: Span, text: str) -> bool:
        return (
            whole.contains(inner)
            and not inner.same_place(whole)
            and (not self.label or whole.label == self.label)
            and (not self.part or inner.of(text) == self.part)
        )

    def caught(self, spans: Sequence[Span], gold: Sequence[Span], text: str) -> bool:
        """Whether a span lies inside one of the gold and is not all of it."""
        near = _Near(gold)
        return any(
            self._fits(span, whole, text)
            for span in _wrong(spans, gold)
            for whole in near.touching(span)
        )

    def mistake(self, gold: Sequence[Span], text: str) -> list[Span] | None:
        """The first gold span of several words, or that holds the part, cut to it."""
        for span in gold:
            part = self.part or span.of(text).split()[0]
            at = text.find(part, span.start, span.end)
            if at < 0:
                continue
            short = Span(at, at + len(part), span.label)
            if self._fits(short, span, text):
                return _in_place_of(gold, [span], [short])
        return None


@dataclass(frozen=True)
class CallsIt(SpanTrap):
    """A span in the right place under a wrong label.

    Args:
        wrong: The label that is given.
        right: The label that the gold has there.
        says: What to tell a learner who does.

    Example:
        >>> trap = CallsIt("GPE", "NORP", "Is it the country, or an adjective made of it?")
        >>> trap.caught([Span(0, 7, "GPE")], [Span(0, 7, "NORP")], "Russian rockets")
        True
    """

    wrong: str
    right: str
    says: str

    @property
    def name(self) -> str:
        """A few words for the instructor's statistics."""
        return f"{self.wrong} for {self.right}"

    def caught(self, spans: Sequence[Span], gold: Sequence[Span], text: str) -> bool:
        """Whether a span has this label where the gold has that."""
        places = {(span.start, span.end) for span in gold if span.label == self.right}
        return any(
            span.label == self.wrong and (span.start, span.end) in places
            for span in _wrong(spans, gold)
        )

    def mistake(self, gold: Sequence[Span], text: str) -> list[Span] | None:
        """The first gold span of the right label under the wrong one."""
        for span in gold:
            if span.label == self.right:
                return _in_place_of(gold, [span], [span.labelled(self.wrong)])
        return None


@dataclass(frozen=True)
class LeavesOut(SpanTrap):
    """A label that the answer does not use at all.

    Args:
        label: The label.
        says: What to tell a learner who does not use it.

    Example:
        >>> trap = LeavesOut("DATE", "One of the labels is not used yet. What does it stand for?")
        >>> trap.caught([Span(0, 5, "GPE")], [Span(0, 5, "GPE"), Span(6, 10, "DATE")], "Seoul June")
        True
    """

    label: str
    says: str

    @property
    def name(self) -> str:
        """A few words for the instructor's statistics."""
        return f"no {self.label} at all"

    def caught(self, spans: Sequence[Span], gold: Sequence[Span], text: str) -> bool:
        """Whether the gold uses the label and the spans do not."""
        return self._used(gold) and not self._used(spans)

    def _used(self, spans: Sequence[Span]) -> bool:
        return any(span.label == self.label for span in spans)

    def mistake(self, gold: Sequence[Span], text: str) -> list[Span] | None:
        """The gold without its spans of that label, if others are left."""
        rest = [span for span in gold if span.label != self.label]
        return rest if rest and self._used(gold) else None


@dataclass(frozen=True)
class Marks(SpanTrap):
    """Something marked that is nothing of the sort.

    Args:
        words: What is marked, one of which is enough: ``("two-day",)``.
        says: What to tell a learner who marks it.
        label: The label that the proof of this trap gives it; by default the gold's first.

    Example:
        >>> trap = Marks(("two-day",), "Can you find it on a calendar?", "DATE")
        >>> trap.caught([Span(2, 9, "DATE")], [], "A two-day stay")
        True
    """

    words: tuple[str, ...]
    says: str
    label: str = ""

    @property
    def name(self) -> str:
        """A few words for the instructor's statistics."""
        return f"marks {' / '.join(self.words)}"

    def caught(self, spans: Sequence[Span], gold: Sequence[Span], text: str) -> bool:
        """Whether a span is just these words and lies apart from the gold."""
        wanted = {word.lower() for word in self.words}
        longest, near = max(map(len, self.words), default=0), _Near(gold)
        return any(
            len(span) <= longest and span.of(text).lower() in wanted and not near.touching(span)
            for span in _wrong(spans, gold)
        )

    def mistake(self, gold: Sequence[Span], text: str) -> list[Span] | None:
        """The gold and the first of the words that stands apart from it."""
        near = _Near(gold)
        for word in self.words:
            for at in _places(word, text):
                extra = Span(at, at + len(word), self.label or (gold[0].label if gold else ""))
                if not near.touching(extra):
                    return _in_place_of(gold, [], [extra])
        return None


def _places(word: str, text: str) -> Iterator[int]:
    lowered = _lowered(text)
    at = lowered.find(word.lower())
    while at >= 0:
        around = text[at - 1 : at] + text[at + len(word) : at + len(word) + 1]
        if not any(char.isalnum() for char in around):
            yield at
        at = lowered.find(word.lower(), at + 1)


@dataclass(frozen=True)
class Joins(SpanTrap):
    """One span over two names that stand side by side.

    Args:
        says: What to tell a learner who does.

    Example:
        >>> gold = [Span(0, 7, "GPE"), Span(9, 18, "GPE")]
        >>> Joins("How many are named?").caught([cover(gold, "GPE")], gold, "Vilnius, Lithuania")
        True
    """

    says: str

    @property
    def name(self) -> str:
        """A few words for the instructor's statistics."""
        return "two names in one span"

    def caught(self, spans: Sequence[Span], gold: Sequence[Span], text: str) -> bool:
        """Whether a span holds two of the gold that do not overlap."""
        near = _Near(gold)
        for span in _wrong(spans, gold):
            held = near.inside(span)
            # The one that ends first and the one that begins last: if any two stand apart, they do.
            if held and min(a.end for a in held) <= max(b.start for b in held):
                return True
        return False

    def mistake(self, gold: Sequence[Span], text: str) -> list[Span] | None:
        """The two gold spans that stand nearest to each other, joined."""
        pairs = [
            (b.start - a.end, a, b)
            for a, b in pairwise(gold)
            if b.start >= a.end and "\n" not in text[a.end : b.start]
        ]
        if not pairs:
            return None
        _, a, b = min(pairs)
        return _in_place_of(gold, [a, b], [cover([a, b], a.label)])
