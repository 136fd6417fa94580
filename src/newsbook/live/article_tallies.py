"""The tallies of what is marked in an article: tokens, spans, quotes."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import reduce
from heapq import nsmallest
from operator import or_
from typing import Any

from newsbook.agreement import alpha_of_units
from newsbook.live.activity import Activity, gaps_of, quote_spans
from newsbook.live.measures import Counts, alpha, pairwise_f1
from newsbook.live.tally import READINGS, Tally, dispute, first_disputed, most_common, painted
from newsbook.spans import Span, from_json

__all__ = ["QuoteTally", "SpanTally", "TokenTally"]

MOST_SPANS = 400
"""Whole spans that a heat map lists, the most common first."""

FEW = 10_000

JOINS = 0.05
"""The share of a class whose spans join two units to one place."""


class TokenTally(Tally):
    """Where a class splits. A unit is a gap between two characters with no white space between.

    Tokens are determined by the gaps that are split, so these are kept. For F1 the items are the
    tokens; words that nobody split are counted without being listed.
    """

    def __init__(self, activity: Activity) -> None:
        super().__init__(activity)
        self._words = activity.units
        self._starts = [word.start for word in self._words]
        self._gaps = sum(len(word) - 1 for word in self._words)
        self._split = Counts()  # gaps
        self._pieces = Counts()  # tokens that are parts of a word
        self._in_parts = Counts()  # words that are split somewhere
        self._readings: dict[int, Counts] = {}  # for each word the ways it is split

    def _compact(self, value: Mapping[str, Any]) -> frozenset[int]:
        return frozenset(gaps_of(value))

    def _change(self, old: frozenset[int] | None, new: frozenset[int] | None) -> None:
        before, after = old or frozenset(), new or frozenset()
        for gap in before - after:
            self._split.drop(gap)
        for gap in after - before:
            self._split.add(gap)
        for word in {bisect_right(self._starts, gap) - 1 for gap in before ^ after}:
            readings = self._readings.setdefault(word, Counts())
            if cuts := self._cuts(word, before):
                readings.drop(cuts)
                self._in_parts.drop(word)
                for piece in self._tokens(word, cuts):
                    self._pieces.drop(piece)
            if cuts := self._cuts(word, after):
                readings.add(cuts)
                self._in_parts.add(word)
                for piece in self._tokens(word, cuts):
                    self._pieces.add(piece)

    def _cuts(self, word: int, gaps: frozenset[int]) -> tuple[int, ...]:
        """The gaps of a word that are among some."""
        span = self._words[word]
        if len(span) < len(gaps):
            return tuple(gap for gap in range(span.start + 1, span.end) if gap in gaps)
        return tuple(sorted(gap for gap in gaps if span.start < gap < span.end))

    def _tokens(self, word: int, cuts: Sequence[int]) -> list[tuple[int, int]]:
        span = self._words[word]
        edges = [span.start, *cuts, span.end]
        return list(itertools.pairwise(edges))

    def _alpha(self) -> float | None:
        # There is one label, so a gap with its label is as good as the gap.
        labels = {"split": self._split.total}
        return alpha(self.answered, self._gaps, self._split, self._split, labels)

    def _f1(self) -> float | None:
        n = self.answered
        # A word that k students split is one token of the other n − k.
        whole = len(self._words) * n * (n - 1) // 2
        for _, k in self._in_parts.items():
            whole += (n - k) * (n - k - 1) // 2 - n * (n - 1) // 2
        given = n * len(self._words) + self._split.total
        return pairwise_f1(n, whole + self._pieces.pairs, given)

    def _places(self) -> dict[str, Any]:
        n = self.answered
        found = []
        for word, readings in self._readings.items():
            how = dispute((count for _, count in readings.items()), n)
            if how is None:
                continue
            span = self._words[word]
            whole = n - readings.total
            ways: list[tuple[list[int], int]] = [([], whole)] if whole else []
            ways += [(list(cuts), count) for cuts, count in readings.items()]
            found.append((how, {"start": span.start, "end": span.end,
                                "readings": most_common(ways)}))  # fmt: skip
        units = sorted([gap, count] for gap, count in self._split.items())
        return {"units": units, "disputed": first_disputed(found)}


class SpanTally(Tally):
    """What a class marks, and how it calls it. A unit is a token; it has one label a student.

    For F1 the items are whole spans with their labels.
    """

    def __init__(self, activity: Activity) -> None:
        super().__init__(activity)
        self._unit_starts = [unit.start for unit in activity.units]
        self._unit_ends = [unit.end for unit in activity.units]
        self._marked = Counts()  # (unit, label)
        self._at = Counts()  # units
        self._labels = Counts()
        self._spans = Counts()  # (start, end, label)
        self._held: dict[tuple[Any, ...], tuple[Any, ...]] = {}  # one object for equal parts
        self._over = Counts()  # (unit, unit + 1) inside one span
        self._bits: dict[str, int] = {}  # students, a bit for each
        self._who: dict[int, int] = {}  # for each unit the bits of those who have marked it

    def _spans_of(self, value: Mapping[str, Any]) -> list[Span]:
        return from_json(value["spans"])

    def _range(self, span: Span) -> tuple[int, int, str]:
        """The units that a span touches; a span of an exercise holds whole units anyway."""
        first = bisect_right(self._unit_ends, span.start)
        return first, max(first, bisect_left(self._unit_starts, span.end)), span.label

    def _labelled(self, spans: Sequence[Span]) -> dict[int, str]:
        return painted([self._range(span) for span in spans])

    def _compact(self, value: Mapping[str, Any]) -> tuple[frozenset[Any], frozenset[Any]]:
        spans = self._spans_of(value)
        held = self._held
        if len(held) > 4 * (len(self._spans) + len(self._marked)) + FEW:
            held.clear()  # of answers that have been changed since
        items = {(span.start, span.end, span.label) for span in spans}
        marks = set(self._labelled(spans).items())
        return (
            frozenset(held.setdefault(item, item) for item in items),
            frozenset(held.setdefault(mark, mark) for mark in marks),
        )

    def _change(self, old: Any, new: Any) -> None:
        spans_before, marks_before = old or (frozenset(), frozenset())
        spans_after, marks_after = new or (frozenset(), frozenset())
        for span in spans_before - spans_after:
            self._spans.drop(span)
            for unit in self._inside(span):
                self._over.drop(unit)
        for span in spans_after - spans_before:
            self._spans.add(span)
            for unit in self._inside(span):
                self._over.add(unit)
        for unit, label in marks_before - marks_after:
            self._marked.drop((unit, label))
            self._at.drop(unit)
            self._labels.drop(label)
        for unit, label in marks_after - marks_before:
            self._marked.add((unit, label))
            self._at.add(unit)
            self._labels.add(label)

    def _replace(self, student: str, old: Any, new: Any) -> None:
        super()._replace(student, old, new)
        before, after = ({unit for unit, _ in one[1]} if one else set() for one in (old, new))
        bit = self._bits.setdefault(student, 1 << len(self._bits))
        for unit in before ^ after:
            self._who[unit] = self._who.get(unit, 0) ^ bit

    def _inside(self, span: tuple[int, int, str]) -> range:
        """The units of a span but its last: each is joined to the next by it."""
        first, after, _ = self._range(Span(*span))
        return range(first, after - 1)

    def _alpha(self) -> float | None:
        units = len(self._unit_starts)
        labels = dict(self._labels.items())
        return alpha(self.answered, units, self._marked, self._at, labels)

    def _f1(self) -> float | None:
        return pairwise_f1(self.answered, self._spans.pairs, self._spans.total)

    def _places(self) -> dict[str, Any]:
        units = dict(sorted(self._marked.nested().items()))
        spans = nsmallest(MOST_SPANS, self._spans.items(), key=lambda item: (-item[1], item[0]))
        return {
            "units": [[unit, labels] for unit, labels in units.items()],
            "spans": [[*span, count] for span, count in spans],
            "disputed": self._list(first_disputed(self._disputed(units)), spans),
        }

    def _disputed(
        self, units: Mapping[int, Mapping[str, int]]
    ) -> list[tuple[tuple[int, float], dict[str, Any]]]:
        """Stretches of units that spans of anybody join, each with its most disputed unit."""
        n = self.answered
        places: list[list[int]] = []
        for unit in units:
            # One who drags too far must not join what all others keep apart.
            if self._at[unit] < JOINS * n:
                continue
            joined = self._over[unit - 1] >= JOINS * n
            if places and places[-1][-1] == unit - 1 and joined:
                places[-1].append(unit)
            else:
                places.append([unit])
        found = []
        for place in places:
            ranked = [
                (how, -unit)
                for unit in place
                if (how := dispute(units[unit].values(), n)) is not None
            ]
            if not ranked:
                continue
            how, unit = max(ranked)
            start, end = self._unit_starts[place[0]], self._unit_ends[place[-1]]
            at = -unit
            found.append((how, {"start": start, "end": end, "unit": at, "labels": units[at],
                                "none": n - sum(units[at].values())}))  # fmt: skip
        return found

    def _list(
        self, places: list[dict[str, Any]], spans: Sequence[tuple[Any, int]]
    ) -> list[dict[str, Any]]:
        """The places that are listed, with the most common spans over their most disputed unit.

        Of those who have not marked that unit, some have marked other words of the place: to say
        of them that they marked nothing would be wrong. They are counted as ``otherwise``.
        """
        for place in places:
            if "unit" in place:
                here = self._unit_starts[place["unit"]]
                over = [[*s, count] for s, count in spans if s[0] <= here < s[1]]
                place["readings"] = over[:READINGS]
                first, after, _ = self._range(Span(place["start"], place["end"]))
                marked = reduce(or_, (self._who.get(unit, 0) for unit in range(first, after)))
                place["otherwise"] = (marked & ~self._who.get(place["unit"], 0)).bit_count()
        return places


class QuoteTally(SpanTally):
    """Who says what, by a class: contents, cues and speakers as labels of tokens.

    A cue or a speaker that stands inside a content is labelled as such. For F1 the items are the
    three kinds of spans. Whose the quotes are has an alpha of its own: its units are the contents,
    and a content's label is the name that it was tied to, or that there is none.
    """

    def __init__(self, activity: Activity) -> None:
        super().__init__(activity)
        self._names = Counts()  # (content, name)

    def _spans_of(self, value: Mapping[str, Any]) -> list[Span]:
        return quote_spans(value)

    def _labelled(self, spans: Sequence[Span]) -> dict[int, str]:
        contents = [span for span in spans if span.label == "CONTENT"]
        others = [span for span in spans if span.label != "CONTENT"]
        return super()._labelled(contents) | super()._labelled(others)

    def _compact(self, value: Mapping[str, Any]) -> Any:
        names = frozenset((tuple(q["content"]), q["resolved"]) for q in value["quotes"])
        return (*super()._compact(value), frozenset(self._held.setdefault(n, n) for n in names))

    def _change(self, old: Any, new: Any) -> None:
        super()._change(old and old[:2], new and new[:2])
        before, after = old[2] if old else frozenset(), new[2] if new else frozenset()
        for name in before - after:
            self._names.drop(name)
        for name in after - before:
            self._names.add(name)

    def _places(self) -> dict[str, Any]:
        names = nsmallest(MOST_SPANS, self._names.items(), key=lambda item: (-item[1], item[0][0]))
        more = {
            "names": [[*at, name, n] for (at, name), n in names],
            "names_alpha": self._names_alpha(),
        }
        return super()._places() | more

    def _names_alpha(self) -> float | None:
        units = [
            {name or "": n for name, n in said.items()} for said in self._names.nested().values()
        ]
        return alpha_of_units(units) if any(sum(one.values()) > 1 for one in units) else None

    def _disputed(self, units: Any) -> list[tuple[tuple[int, float], dict[str, Any]]]:
        """Places as for all spans; and the same words that are said to be different people's."""
        found = super()._disputed(units)
        for (start, end), names in self._names.nested().items():
            of = sum(names.values())
            how = dispute(names.values(), of) if of >= JOINS * self.answered else None
            if how is not None:
                listed = [[name, count] for name, count in most_common(names.items())]
                found.append((how, {"start": start, "end": end, "of": of, "names": listed}))
        return found
