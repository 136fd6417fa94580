"""Agreement: how alike two people mark the same text, before anybody says who is right.

A score holds an answer against the gold. Here neither side is the gold. Two measures of labels are
given, both corrected for what chance would give: Cohen's kappa (Cohen 1960) and Krippendorff's
alpha (Krippendorff 1980), as NLTK computes them. What is labelled are the units, as a rule the
tokens: a unit's label is that of the span it lies in, or ``"O"`` where nothing is marked. Beside
them stands the F1 of the spans themselves, which is the same whichever side is called the gold.

Artstein and Poesio (2008), "Inter-coder agreement for computational linguistics", tell the measures
apart and say how high is high.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsbook.errors import BadInput, want_text
from newsbook.scoring import Score, pooled, score
from newsbook.spans import Span, as_spans
from newsbook.text.tokens import tokenise

__all__ = [
    "MARKED",
    "OUTSIDE",
    "Agreement",
    "Difference",
    "agreement",
    "alpha_of_units",
    "pooled_agreement",
    "table_of",
    "two_digits",
    "unit_labels",
    "units_of",
]

OUTSIDE = "O"
"""The label of a unit that lies in no span, as in the IOB formats."""

MARKED = "marked"
"""The label of a unit in a span that has none of its own."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of text that has one label on one side and another on the other.

    Args:
        span: Where it is, without a label; neighbouring units of the same difference are one.
        words: Its words.
        one: The label on the first side, `OUTSIDE` if there is none.
        other: The label on the second side.
        units: How many units it is.
    """

    span: Span
    words: str
    one: str
    other: str
    units: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class Agreement:
    """How alike two lists of spans over one text, or over several, are.

    Args:
        confusion: For each label of the first side, how many units have each label of the second.
        typed: The spans of the second side held against the first: both ends and the label.
        untyped: The same for both ends alone.
        differences: Where the labels differ, in text order.
        kappa: Cohen's kappa over all units: 1.0 is full agreement, 0.0 what chance would give,
            below 0.0 is worse than chance. Where there is one label only, so that nothing but
            agreement is possible, it is 1.0.
        kappa_marked: The same over the units that at least one side marked. Most of a text is
            marked by nobody, which makes `kappa` high; this one is strict, and can fall below 0.0.
        alpha: Krippendorff's alpha over all units. For two sides and this many units it is close
            to kappa; unlike kappa it is also defined for more sides, and for missing labels.
    """

    confusion: Mapping[str, Mapping[str, int]]
    typed: Score
    untyped: Score
    differences: tuple[Difference, ...]
    kappa: float
    kappa_marked: float
    alpha: float

    @property
    def units(self) -> int:
        """How many units were compared."""
        return sum(self._counts().values())

    @property
    def observed(self) -> float:
        """The share of units with the same label on both sides; 1.0 if there are no units."""
        return _share(sum(n for (a, b), n in self._counts().items() if a == b), self.units)

    @property
    def expected(self) -> float:
        """The share that chance would give, if each side dealt out its own labels blindly."""
        counts, n = self._counts(), self.units
        one, other = Counter[str](), Counter[str]()
        for (a, b), number in counts.items():
            one[a] += number
            other[b] += number
        return _share(sum(one[label] * other[label] for label in one), n * n)

    @property
    def why(self) -> str:
        """Say in a sentence or two why kappa is below 1, or that it is not."""
        if not self.differences:
            same = f"All {self.units:,} units have the same label on both sides, so kappa is 1."
            # Units may fall between spans' ends, so equal labels do not mean equal spans.
            return same if self.typed.perfect else same + " The spans' ends differ all the same."
        wrong = sum(one.units for one in self.differences)
        shown = [f"“{d.words}” ({d.one} or {d.other})" for d in self.differences[:3]]
        more = len(self.differences) - len(shown)
        listed = ", ".join(shown) + (f" and {more} more" if more else "")
        return (
            f"Kappa is {two_digits(self.kappa)} because {wrong:,} of {self.units:,} units "
            f"{'has' if wrong == 1 else 'have'} two labels: {listed}. The sides agree on "
            f"{_percent(self.observed)} of the units, and chance alone would give "
            f"{_percent(self.expected)}."
        )

    def __repr__(self) -> str:
        """One line, the same on every machine; rounded, but to 1.00 only what is 1."""
        kappa, marked, alpha = map(two_digits, (self.kappa, self.kappa_marked, self.alpha))
        typed, untyped = two_digits(self.typed.f1), two_digits(self.untyped.f1)
        return (
            f"kappa {kappa}  marked only {marked}  alpha {alpha}  "
            f"span F1 {typed} typed, {untyped} untyped  ({self.units} units)"
        )

    def _counts(self) -> Counter[tuple[str, str]]:
        return Counter({(a, b): n for a, row in self.confusion.items() for b, n in row.items()})


def agreement(
    text: str, one: Iterable[Span], other: Iterable[Span], units: Iterable[Span] | None = None
) -> Agreement:
    """Compare two annotations of one text.

    Every unit gets a label from both sides, `OUTSIDE` included: kappa is not defined where a side
    has left one out. A unit that several spans reach takes the label of the one that covers most of
    it, the first of equals. Two spans that touch and bear one label look like one span to kappa;
    the F1 tells them apart.

    Takes time in proportion to the text and the spans (times its logarithm).

    Args:
        text: The text.
        one: Labelled spans over it, or pairs ``(start, end)``.
        other: The same from somebody else. Swapping the two changes no figure.
        units: What is counted; `tokenise(text)` unless told.

    Raises:
        BadInput: A list is not one of spans of this text, or a span is labelled `OUTSIDE`.

    Example:
        >>> text = "Park met Kim in Seoul."
        >>> mine = [Span(0, 4, "PERSON"), Span(9, 12, "PERSON"), Span(16, 21, "GPE")]
        >>> yours = [Span(0, 4, "PERSON"), Span(9, 12, "PERSON"), Span(16, 21, "LOC")]
        >>> both = agreement(text, mine, yours)
        >>> both
        kappa 0.74  marked only 0.40  alpha 0.76  span F1 0.67 typed, 1.00 untyped  (6 units)
        >>> print(both.why)  # doctest: +NORMALIZE_WHITESPACE
        Kappa is 0.74 because 1 of 6 units has two labels: “Seoul” (GPE or LOC). The sides agree on
        83% of the units, and chance alone would give 36%.
    """
    want_text(text, "agreement")
    sides = [as_spans(side, "agreement needs spans", text) for side in (one, other)]
    if any(span.label == OUTSIDE for side in sides for span in side):
        raise BadInput(
            f'"{OUTSIDE}" stands for what nobody marked; give the spans labelled so another label.'
        )
    places = units_of(text, units)
    labels = [unit_labels(side, places) for side in sides]
    return _with_figures(
        Counter(zip(*labels, strict=True)),
        score(*sides),
        score(*sides, labels=False),
        _differences(text, places, *labels),
    )


def pooled_agreement(parts: Iterable[Agreement]) -> Agreement:
    """One agreement for several texts, all their units counted together.

    Kappa over all of them is not the mean of the kappas: a text without names has none to share.

    Example:
        >>> parts = [agreement("Oslo.", [Span(0, 4, "GPE")], [Span(0, 4, "GPE")]),
        ...          agreement("Rain.", [Span(0, 4, "GPE")], [])]
        >>> pooled_agreement(parts)
        kappa 0.50  marked only 0.00  alpha 0.53  span F1 0.67 typed, 0.67 untyped  (4 units)
    """
    held = list(parts)
    return _with_figures(
        sum((one._counts() for one in held), Counter[tuple[str, str]]()),
        pooled(one.typed for one in held),
        pooled(one.untyped for one in held),
        tuple(difference for one in held for difference in one.differences),
    )


def alpha_of_units(units: Iterable[Mapping[str, int]]) -> float:
    """Krippendorff's alpha for any number of annotators, from what each unit was called.

    For nominal labels (Krippendorff 1980): 1 less the disagreement that is observed over the one
    that chance would give. A unit with fewer than two labels has nothing to compare and is passed
    over. The two-sided `agreement` gives the same figure.

    Args:
        units: For each unit, how many annotators gave it each label.

    Returns:
        Alpha, at most 1.0; 1.0 where there is one label only.

    Raises:
        BadInput: No unit has two labels.

    Example:
        >>> round(alpha_of_units([{"O": 3}, {"GPE": 2, "LOC": 1}, {"O": 3}]), 2)
        0.6
    """
    held = [counts for counts in units if sum(counts.values()) > 1]
    if not held:
        raise BadInput("alpha needs a unit that at least two annotators have labelled.")
    totals = Counter[str]()
    observed = 0.0
    for counts in held:
        totals.update(counts)
        raters = sum(counts.values())
        observed += sum(n * (raters - n) for n in counts.values()) / (raters - 1)
    every = totals.total()
    expected = sum(n * (every - n) for n in totals.values()) / (every - 1)
    return 1 - observed / expected if expected else 1.0


def units_of(text: str, units: Iterable[Span] | None) -> list[Span]:
    """What is counted: the units that were given, or else the text's tokens.

    Raises:
        BadInput: They are no list of spans of this text.

    Example:
        >>> len(units_of("Ada flew.", None))
        3
    """
    if units is None:
        return tokenise(text)
    return sorted(as_spans(units, "agreement needs units that are spans", text))


def unit_labels(spans: Iterable[Span], units: Sequence[Span]) -> list[str]:
    """The label of each unit, by one walk over the text.

    Args:
        spans: What is marked. A unit that several reach takes the label of the one that covers most
            of it, the first of equals.
        units: What is labelled, in the order of the text.

    Example:
        >>> unit_labels([Span(0, 8, "ORG")], [Span(0, 4), Span(5, 8), Span(9, 12)])
        ['ORG', 'ORG', 'O']
    """
    waiting = sorted(spans)
    open_: list[Span] = []
    at = 0
    labels = []
    for unit in units:
        while at < len(waiting) and waiting[at].start < unit.end:
            open_.append(waiting[at])
            at += 1
        # Units come in order, so what ends before this one is over for all that follow.
        open_ = [span for span in open_ if span.end > unit.start]
        best = max(open_, key=unit.overlap, default=None)
        labels.append(OUTSIDE if best is None else best.label or MARKED)
    return labels


def _differences(
    text: str, units: Sequence[Span], one: Sequence[str], other: Sequence[str]
) -> tuple[Difference, ...]:
    """Units with two labels, neighbours of the same two joined."""
    found: list[Difference] = []
    before = ("", "")
    for unit, a, b in zip(units, one, other, strict=True):
        if a != b:
            span, number = Span(unit.start, unit.end), 1
            if before == (a, b):
                last = found.pop()
                span, number = Span(last.span.start, unit.end), last.units + 1
            found.append(Difference(span, " ".join(span.of(text).split()), a, b, number))
        before = (a, b)
    return tuple(found)


def _with_figures(
    counts: Counter[tuple[str, str]],
    typed: Score,
    untyped: Score,
    differences: tuple[Difference, ...],
) -> Agreement:
    marked = Counter({pair: n for pair, n in counts.items() if pair != (OUTSIDE, OUTSIDE)})
    kappa, alpha = _chance_corrected(counts)
    return Agreement(
        table_of(counts), typed, untyped, differences, kappa, _chance_corrected(marked)[0], alpha
    )


def _chance_corrected(counts: Counter[tuple[str, str]]) -> tuple[float, float]:
    """Kappa and alpha, from how often each pair of labels occurs."""
    if len({label for pair in counts for label in pair}) < 2:
        return 1.0, 1.0
    from nltk.metrics.agreement import AnnotationTask

    pairs = [pair for pair in sorted(counts) for _ in range(counts[pair])]
    task = AnnotationTask(
        (side, item, label)
        for item, pair in enumerate(pairs)
        for side, label in zip(("one", "other"), pair, strict=True)
    )
    return float(task.kappa()), float(task.alpha())


def table_of(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Counts of pairs as a table, its rows and columns in order.

    Example:
        >>> table_of(Counter([("ORG", "GPE"), ("GPE", "GPE")]))
        {'GPE': {'GPE': 1}, 'ORG': {'GPE': 1}}
    """
    table: dict[str, dict[str, int]] = {}
    for (a, b), number in sorted(counts.items()):
        table.setdefault(a, {})[b] = number
    return table


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def two_digits(share: float) -> str:
    """A share as it is printed: 1.00 only where it is 1.

    Rounded up, the one difference in a thousand units would be hidden.

    Example:
        >>> two_digits(0.999), two_digits(1.0)
        ('0.99', '1.00')
    """
    return f"{min(share, 0.99) if share < 1 else share:.2f}"


def _percent(share: float) -> str:
    return f"{min(share, 0.99) if share < 1 else share:.0%}"
