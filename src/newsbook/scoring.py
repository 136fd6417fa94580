"""Scoring: how well predicted spans agree with the gold.

Precision asks how much of what was found is right, recall how much of what is there was found, and
F1 is their harmonic mean (van Rijsbergen 1979). One function scores any layer: tokens, sentences,
entities, quotes, a learner's answer.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from newsbook.errors import BadInput
from newsbook.spans import Span, as_spans

__all__ = ["Score", "score", "score_by_label"]

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

    Takes time in proportion to the number of spans (times its logarithm) and, for overlaps, of
    pairs that share characters, which in text is about as many.

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
    candidates = [(g, p) for g, p in _touching(gold, predicted) if not labels or g.label == p.label]
    candidates.sort(key=lambda pair: (-pair[0].overlap(pair[1]), pair))
    pairs: list[tuple[Span, Span]] = []
    used_gold: set[Span] = set()
    used_predicted: set[Span] = set()
    for g, p in candidates:
        if g not in used_gold and p not in used_predicted:
            pairs.append((g, p))
            used_gold.add(g)
            used_predicted.add(p)
    return pairs


def _touching(gold: list[Span], predicted: list[Span]) -> list[tuple[Span, Span]]:
    """All pairs that share a character, by one walk over the text.

    Each side keeps the spans that have begun and not yet ended, sorted by their ends; a span pairs
    with all that the other side keeps when it begins.
    """
    touching: list[tuple[Span, Span]] = []
    open_spans: tuple[list[tuple[int, Span]], list[tuple[int, Span]]] = ([], [])
    for span, side in sorted([(g, 0) for g in gold] + [(p, 1) for p in predicted]):
        others = open_spans[1 - side]
        ended = 0
        while ended < len(others) and others[ended][0] <= span.start:
            ended += 1
        del others[:ended]
        touching += [(span, other) if side == 0 else (other, span) for _, other in others]
        insort(open_spans[side], (span.end, span))
    return touching
