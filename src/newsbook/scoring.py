"""Scoring: how well predicted spans agree with the gold.

Precision asks how much of what was found is right, recall how much of what is there was found, and
F1 is their harmonic mean (van Rijsbergen 1979). One function scores any layer: tokens, sentences,
entities, quotes, a learner's answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Literal, Protocol

from newsbook.errors import BadInput
from newsbook.spans import Span, as_spans

__all__ = [
    "EntityScores", "Score", "above", "pooled", "score", "score_by_label", "score_entities",
]  # fmt: skip

Match = Literal["exact", "overlap"]


@dataclass(frozen=True, slots=True, repr=False)
class Score:
    """What was found, what was not, and what was found without being there.

    A ratio with nothing under its line (0/0) is 1.0 when there was nothing to find and nothing was
    found, since nothing is wrong; otherwise it is 0.0. So an empty answer to a text full of
    entities has precision 0.0, not an error.

    Args:
        matched: Pairs of a gold span and the prediction that counts for it, in text order.
        missed: Gold spans that no prediction counts for, in text order.
        invented: Predictions that count for no gold span, in text order.
    """

    matched: tuple[tuple[Span, Span], ...]
    missed: tuple[Span, ...]
    invented: tuple[Span, ...]

    @property
    def true_positives(self) -> int:
        """How many were found and are there."""
        return len(self.matched)

    @property
    def false_positives(self) -> int:
        """How many were found and are not there."""
        return len(self.invented)

    @property
    def false_negatives(self) -> int:
        """How many are there and were not found."""
        return len(self.missed)

    @property
    def precision(self) -> float:
        """Of all found, the share that is right; 0.0 to 1.0."""
        return self._share(self.true_positives + self.false_positives)

    @property
    def recall(self) -> float:
        """Of all there is, the share that was found; 0.0 to 1.0."""
        return self._share(self.true_positives + self.false_negatives)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0.0 to 1.0."""
        wrong = self.false_positives + self.false_negatives
        return self._share(self.true_positives + wrong / 2)

    @property
    def perfect(self) -> bool:
        """Whether nothing was missed and nothing invented."""
        return not self.missed and not self.invented

    def _share(self, whole: float) -> float:
        return self.true_positives / whole if whole else float(self.perfect)

    def __repr__(self) -> str:
        """One line, the same on every machine; rounded, but to 1.00 only what is 1."""
        p, r, f = (_two_digits(x) for x in (self.precision, self.recall, self.f1))
        return (
            f"P {p}  R {r}  F1 {f}  ({self.true_positives} right, "
            f"{self.false_positives} invented, {self.false_negatives} missed)"
        )


def _two_digits(share: float) -> str:
    # A learner who reads 1.00 stops looking for the one mistake in 500.
    return f"{min(share, 0.99) if share < 1 else share:.2f}"


def score(
    gold: Iterable[Span],
    predicted: Iterable[Span],
    *,
    match: Match = "exact",
    labels: bool = True,
) -> Score:
    """Compare predicted spans with the gold.

    The order of either list does not matter, and the same span given twice counts once; with
    ``labels=False`` that is the same place given twice, under whatever labels.

    With ``match="overlap"`` it is enough that two spans share a character. Each span is used in at
    most one pair. Pairs are taken greedily: spans at the same place first, then the two that share
    the most characters, then the two of what is left, and so on; of equals the ones that come first
    in the text. That is what a reader would do. Where a long span touches several it can come to
    fewer pairs than the most there could be, but never to less than half.

    Takes time in proportion to the number of spans (times its logarithm), and room in proportion
    to it, however many of them share characters.

    Args:
        gold: The spans that should have been found.
        predicted: The spans that were found.
        match: ``"exact"``, both ends the same; or ``"overlap"``.
        labels: Whether the labels have to be the same too.

    Raises:
        BadInput: `match` is neither of the two, or one side is no list of spans. Pairs
            ``(start, end)`` are taken for spans.

    Example:
        >>> gold = [Span(0, 4, "PERSON"), Span(9, 13, "ORG")]
        >>> score(gold, [Span(0, 4, "PERSON"), Span(9, 20, "ORG")])
        P 0.50  R 0.50  F1 0.50  (1 right, 1 invented, 1 missed)
        >>> score(gold, [Span(0, 4, "PERSON"), Span(9, 20, "ORG")], match="overlap")
        P 1.00  R 1.00  F1 1.00  (2 right, 0 invented, 0 missed)
    """
    if match not in ("exact", "overlap"):
        raise BadInput(f'match is "exact" or "overlap", not {match!r}')
    wanted = _distinct(as_spans(gold, "score needs spans"), labels)
    found = _distinct(as_spans(predicted, "score needs spans"), labels)
    # Same place (and label) first: neither span can share more with any other.
    pairs = [(wanted.pop(key), found.pop(key)) for key in sorted(wanted.keys() & found.keys())]
    if match == "overlap":
        pairs += _overlapping_pairs(list(wanted.values()), list(found.values()), labels)
    right = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    return Score(
        matched=tuple(sorted(pairs)),
        missed=tuple(sorted(span for span in wanted.values() if span not in right[0])),
        invented=tuple(sorted(span for span in found.values() if span not in right[1])),
    )


def above(baseline: float, reached: float) -> float:
    """How much of the way from a baseline to a perfect 1.0 an answer has gone.

    A learner who mends a tagger's output starts at its F1. Leaving it as it is earns nothing, and
    so does making it worse.

    Args:
        baseline: What is reached without any work; 0.0 to 1.0.
        reached: What the answer reaches; 0.0 to 1.0.

    Example:
        >>> above(0.5, 0.75), above(0.5, 0.4), above(0.0, 0.75)
        (0.5, 0.0, 0.75)
    """
    return max(0.0, (reached - baseline) / (1 - baseline)) if baseline < 1 else reached


def score_by_label(
    gold: Iterable[Span], predicted: Iterable[Span], *, match: Match = "exact"
) -> dict[str, Score]:
    """A score for each label that occurs in either list, in the labels' order.

    Example:
        >>> score_by_label([Span(0, 4, "PERSON")], [Span(0, 4, "PLACE")])["PLACE"]
        P 0.00  R 0.00  F1 0.00  (0 right, 1 invented, 0 missed)
    """
    sides: dict[str, tuple[list[Span], list[Span]]] = defaultdict(lambda: ([], []))
    for span in gold:
        sides[span.label][0].append(span)
    for span in predicted:
        sides[span.label][1].append(span)
    return {label: score(*sides[label], match=match) for label in sorted(sides)}


def pooled(scores: Iterable[Score]) -> Score:
    """One score for several texts: all their spans counted together (micro-averaged).

    Example:
        >>> pooled([score([Span(0, 4)], [Span(0, 4)]), score([Span(0, 4)], [])])
        P 1.00  R 0.50  F1 0.67  (1 right, 0 invented, 1 missed)
    """
    held = list(scores)
    return Score(
        matched=tuple(pair for one in held for pair in one.matched),
        missed=tuple(span for one in held for span in one.missed),
        invented=tuple(span for one in held for span in one.invented),
    )


class Tagged(Protocol):
    """A text whose entities are known, as `newsbook.articles.Article` is one."""

    @property
    def text(self) -> str:
        """The whole text."""

    def gold(self, layer: str) -> Sequence[Span]:
        """The gold of a layer: ``"entities"``."""


@dataclass(frozen=True, slots=True)
class EntityScores:
    """How well a tagger did over several texts.

    Args:
        typed: With labels, GPE and LOC counted as one.
        untyped: Places only, whatever the label.
        by_label: For each label, ``"LOC"`` being both sorts of place.
    """

    typed: Score
    untyped: Score
    by_label: dict[str, Score]


def score_entities(
    articles: Iterable[Tagged],
    tagger: Callable[[str], Iterable[Span]],
    labels: Iterable[str] = ("PERSON", "ORG", "GPE", "LOC", "NORP"),
) -> EntityScores:
    """Run a tagger over articles and hold what it finds against their gold, exactly.

    Whether a place has a government is a matter of taste in too many cases (is Gaza a GPE?), so GPE
    and LOC count as one. Labels that are not asked for are left out of both sides.

    Args:
        articles: Articles with gold entities.
        tagger: From a text to labelled spans.
        labels: The labels to count.

    Example:
        >>> from newsbook.articles import Article
        >>> from newsbook.text.entities import rule_entities
        >>> scores = score_entities([Article.load("nato_seoul")], rule_entities)
        >>> scores.untyped.f1 > 0.9
        True
    """
    asked = frozenset(labels)
    typed, untyped = [], []
    by_label: dict[str, list[Score]] = defaultdict(list)
    for article in articles:
        gold, found = (
            [span.labelled("LOC" if span.label == "GPE" else span.label) for span in side]
            for side in (
                [span for span in article.gold("entities") if span.label in asked],
                [span for span in tagger(article.text) if span.label in asked],
            )
        )
        typed.append(score(gold, found))
        untyped.append(score(gold, found, labels=False))
        for label, one in score_by_label(gold, found).items():
            by_label[label].append(one)
    each = {label: pooled(by_label[label]) for label in sorted(by_label)}
    return EntityScores(pooled(typed), pooled(untyped), each)


def _distinct(spans: Iterable[Span], labels: bool) -> dict[tuple[int, int, str], Span]:
    """Each span once, under what makes it that span; of several at a place the first in order."""
    kept: dict[tuple[int, int, str], Span] = {}
    for span in sorted(spans):
        kept.setdefault((span.start, span.end, span.label if labels else ""), span)
    return kept


def _overlapping_pairs(
    gold: list[Span], predicted: list[Span], labels: bool
) -> list[tuple[Span, Span]]:
    """Pairs that share characters, greedily by how many, each span at most once."""
    groups: dict[str, tuple[list[Span], list[Span]]] = defaultdict(lambda: ([], []))
    for side, spans in enumerate((gold, predicted)):
        for span in spans:
            groups[span.label if labels else ""][side].append(span)
    return [pair for group in groups.values() for pair in _greedy_pairs(*group)]


def _greedy_pairs(gold: list[Span], predicted: list[Span]) -> list[tuple[Span, Span]]:
    """The greedy pairs without a list of all that touch, which can be the square of the spans.

    A walk goes from a span to its best partner, from there to that one's best, until two are each
    other's best: the greedy way would pair these two as well, whatever it pairs before them. So
    each span is looked up a few times only (the nearest-neighbour chain of Benzécri 1982).
    """
    sides = (_Open(gold), _Open(predicted))
    pairs: list[tuple[Span, Span]] = []
    walk: list[int] = []  # places in the sides: gold, predicted, gold, …
    for first in range(len(sides[0].spans)):
        if not walk and sides[0].is_open(first):
            walk = [first]
        while walk:
            side = 1 - len(walk) % 2
            best = sides[1 - side].best_for(sides[side].spans[walk[-1]])
            if best is None:
                sides[side].close(walk.pop())
            elif len(walk) > 1 and walk[-2] == best:
                ends = walk.pop(), walk.pop()
                g, p = ends if side == 0 else ends[::-1]
                sides[0].close(g)
                sides[1].close(p)
                pairs.append((sides[0].spans[g], sides[1].spans[p]))
            else:
                walk.append(best)
    return pairs


class _Open:
    """Spans that are still free, in a tree: which of them shares most characters with another?

    A node knows the first start, the last end and the greatest length below it, and so how much any
    of its spans can share at most; the search goes on where that is most.
    """

    def __init__(self, spans: list[Span]) -> None:
        self.spans = sorted(spans)
        self._size = 1 << max(len(spans) - 1, 1).bit_length()  # the root is never a leaf
        self._nodes = [(0, 0, 0)] * (2 * self._size)
        for place, span in enumerate(self.spans):
            self._nodes[self._size + place] = (span.start, span.end, span.end - span.start)
        for node in range(self._size - 1, 0, -1):
            self._gather(node)

    def _gather(self, node: int) -> None:
        left, right = self._nodes[2 * node], self._nodes[2 * node + 1]
        if not (left[2] and right[2]):
            self._nodes[node] = left if left[2] else right
        else:
            self._nodes[node] = (left[0], max(left[1], right[1]), max(left[2], right[2]))

    def is_open(self, place: int) -> bool:
        """Whether a span is free."""
        return self._nodes[self._size + place][2] > 0

    def close(self, place: int) -> None:
        """Take a span out."""
        node = self._size + place
        self._nodes[node] = (0, 0, 0)
        while node := node // 2:
            self._gather(node)

    def best_for(self, span: Span) -> int | None:
        """The place of the free span that shares most; of equals the first; None if none does."""
        start, end, length = span.start, span.end, span.end - span.start
        width = self._size
        # By most shared, then by place: (-most, first place below, node, places below).
        ahead = [(-length, 0, 1, width)]
        while ahead:
            _, place, node, width = heappop(ahead)
            if node >= self._size:
                return place
            width //= 2
            for below, at in ((2 * node, place), (2 * node + 1, place + width)):
                first, last, longest = self._nodes[below]
                most = min(longest, length, min(end, last) - max(start, first))
                if most > 0:
                    heappush(ahead, (-most, at, below, width))
        return None
