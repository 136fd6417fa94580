"""Agreement on quotes: how alike two people mark what is said, its cue and whose words it is.

The quotes are paired first, by their contents; what they agree on is then counted field by field.
For agreement on labels see `newsbook.agreement`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from newsbook.agreement import OUTSIDE, table_of, two_digits, unit_labels, units_of
from newsbook.articles.quote import Quote
from newsbook.errors import want_text
from newsbook.scoring import Score, score
from newsbook.spans import Span, as_spans

__all__ = ["QuoteAgreement", "quote_agreement"]


@dataclass(frozen=True, slots=True, repr=False)
class QuoteAgreement:
    """How alike two lists of quotes over one text, or over several, are.

    Quotes are paired by their contents: the same ends first, then the two that share the most
    (see `newsbook.scoring.score`). The four counts are of pairs whose two quotes agree on a field.

    Args:
        content: Contents, both ends exact.
        units: Units that lie in a content on each side: how much of the same text is reported.
        pairs: How many quotes were paired.
        kind: Pairs with the same kind.
        cue: Pairs with the same cue, or with none on both sides.
        speaker: Pairs with the same mention of the speaker, or with none on both sides.
        resolved: Pairs with the same full name, or with none on both sides.
        kinds: For each kind on the first side, how many paired quotes have each on the second.
    """

    content: Score
    units: Score
    pairs: int
    kind: int
    cue: int
    speaker: int
    resolved: int
    kinds: Mapping[str, Mapping[str, int]]

    def __repr__(self) -> str:
        """One line, the same on every machine."""
        fields = "  ".join(
            f"{name} {getattr(self, name)}/{self.pairs}"
            for name in ("kind", "cue", "speaker", "resolved")
        )
        content, units = two_digits(self.content.f1), two_digits(self.units.f1)
        return f"content F1 {content} exact, {units} by units  {fields}"


def quote_agreement(
    text: str, one: Iterable[Quote], other: Iterable[Quote], units: Iterable[Span] | None = None
) -> QuoteAgreement:
    """Compare two lists of quotes of one text.

    Args:
        text: The text.
        one: Its quotes as one side has them; no two contents are the same.
        other: The same from the other side.
        units: What is counted for overlap; `tokenise(text)` unless told.

    Raises:
        BadInput: A quote ends after the text.

    Example:
        >>> text = "“No,” said Ada Ray."
        >>> no, said = Span(0, 5), Span(6, 10)
        >>> mine = [Quote("direct", no, (no,), said, Span(11, 18), "Ada Ray")]
        >>> yours = [Quote("direct", no, (no,), said, Span(11, 14), "Ada Ray")]
        >>> quote_agreement(text, mine, yours)
        content F1 1.00 exact, 1.00 by units  kind 1/1  cue 1/1  speaker 0/1  resolved 1/1
    """
    want_text(text, "quote_agreement")
    sides = [{_content(quote): quote for quote in side} for side in (one, other)]
    contents = [as_spans(side, "quote_agreement needs quotes", text) for side in sides]
    places = units_of(text, units)
    labels = [unit_labels(side, places) for side in contents]
    inside = [
        [unit for unit, label in zip(places, side, strict=True) if label != OUTSIDE]
        for side in labels
    ]
    matched = score(*contents, match="overlap").matched
    pairs = [(sides[0][a], sides[1][b]) for a, b in matched]

    def same(field: Callable[[Quote], object]) -> int:
        return sum(field(a) == field(b) for a, b in pairs)

    return QuoteAgreement(
        content=score(*contents),
        units=score(*inside),
        pairs=len(pairs),
        kind=same(lambda quote: quote.kind),
        cue=same(lambda quote: _place(quote.cue)),
        speaker=same(lambda quote: _place(quote.speaker)),
        resolved=same(lambda quote: quote.resolved),
        kinds=table_of(Counter((a.kind, b.kind) for a, b in pairs)),
    )


def _content(quote: Quote) -> Span:
    return Span(quote.content.start, quote.content.end)


def _place(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else (span.start, span.end)
