"""Scoring quotes: are the pieces right, and is each said by the right one?

Four questions, each with precision, recall and F1 over a number of articles:

- ``pieces``: quoted pieces, both ends exact.
- ``mention``: a piece counts if the speaker's mention is right too, that is, shares a character.
- ``name``: a piece counts if the full name of its speaker is right.
- ``content``: the whole of what is reported, indirect speech too, both ends exact, and the name.

Where the gold gives no mention (or no name) there is nothing to find: such a piece is left out of
that question, and so is a prediction without one. ``pronoun`` is a share: of the gold's pieces said
by *he*, *she*, *they* or *it* whose name is known, how many got that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from newsbook.articles.quote import Quote

__all__ = ["QuoteScores", "Tally", "plain_name", "score_quotes"]

_PRONOUNS = frozenset({"he", "she", "they", "it"})
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Tally:
    """Counts that a ratio is made of, adding up over articles.

    Example:
        >>> tally = Tally(right=3, found=4, wanted=6)
        >>> tally.precision, tally.recall, round(tally.f1, 2)
        (0.75, 0.5, 0.6)
    """

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Of all found, the share that is right; 1.0 if nothing was found or wanted."""
        return self._share(self.found)

    @property
    def recall(self) -> float:
        """Of all wanted, the share that was found; 1.0 if nothing was found or wanted."""
        return self._share(self.wanted)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.found + self.wanted
        return 2 * self.right / both if both else 1.0

    def _share(self, whole: int) -> float:
        if whole:
            return self.right / whole
        return float(not self.found and not self.wanted)

    def add(self, wanted: set[object], found: set[object]) -> None:
        """Count one article's items."""
        self.right += len(wanted & found)
        self.found += len(found)
        self.wanted += len(wanted)


@dataclass(slots=True)
class QuoteScores:
    """The tallies of `score_quotes`, one for each question."""

    pieces: Tally = field(default_factory=Tally)
    mention: Tally = field(default_factory=Tally)
    name: Tally = field(default_factory=Tally)
    content: Tally = field(default_factory=Tally)
    pronoun: Tally = field(default_factory=Tally)


def plain_name(name: str) -> str:
    """A name for comparing: small letters, straight marks, single spaces, no *the*.

    Example:
        >>> plain_name("The  O’Dowd Trust"), plain_name("Anthony “Tony” Russo")
        ("o'dowd trust", 'anthony "tony" russo')
    """
    name = name.casefold().translate({ord(c): "'" for c in "’‘ʼ"} | {ord(c): '"' for c in "“”„"})
    return _SPACE.sub(" ", name).strip().removeprefix("the ").removesuffix("'s")


def score_quotes(
    gold: Iterable[Quote],
    predicted: Iterable[Quote],
    text: str,
    scores: QuoteScores | None = None,
) -> QuoteScores:
    """Score one article's quotes, adding to the scores of those before if they are given.

    Args:
        gold: The quotes that should have been found.
        predicted: The quotes that were found.
        text: The article's text.
        scores: Scores to add to.

    Example:
        >>> from newsbook.spans import Span
        >>> text = "“No,” said Ada Ray."
        >>> piece, cue, ada = Span(0, 5), Span(6, 10), Span(11, 18)
        >>> gold = [Quote("direct", piece, (piece,), cue, ada, "Ada Ray")]
        >>> guess = [Quote("direct", piece, (piece,), cue, Span(11, 14), None)]
        >>> scores = score_quotes(gold, guess, text)
        >>> scores.pieces.f1, scores.mention.f1, scores.name.f1
        (1.0, 1.0, 0.0)
    """
    scores = QuoteScores() if scores is None else scores
    wanted, found = list(gold), list(predicted)
    gold_pieces, found_pieces = _by_piece(wanted), _by_piece(found)
    scores.pieces.add(set(gold_pieces), set(found_pieces))
    _score_mentions(gold_pieces, found_pieces, scores.mention)
    scores.name.add(_named(gold_pieces), _named(found_pieces))
    scores.content.add(_contents(wanted), _contents(found))
    for piece, quote in gold_pieces.items():
        if quote.speaker is None or quote.resolved is None:
            continue
        if quote.speaker.of(text).casefold() in _PRONOUNS:
            guess = found_pieces.get(piece)
            scores.pronoun.wanted += 1
            scores.pronoun.found += guess is not None and guess.resolved is not None
            scores.pronoun.right += (
                guess is not None
                and guess.resolved is not None
                and plain_name(guess.resolved) == plain_name(quote.resolved)
            )
    return scores


def _by_piece(quotes: Sequence[Quote]) -> dict[tuple[int, int], Quote]:
    return {(piece.start, piece.end): quote for quote in quotes for piece in quote.pieces}


def _score_mentions(
    gold: dict[tuple[int, int], Quote], found: dict[tuple[int, int], Quote], tally: Tally
) -> None:
    tally.wanted += sum(quote.speaker is not None for quote in gold.values())
    for piece, guess in found.items():
        if guess.speaker is None:
            continue
        quote = gold.get(piece)
        # A speaker named where the gold carries one over is not wrong for that: it is not asked.
        if quote is not None and quote.speaker is None:
            continue
        tally.found += 1
        if quote is not None and quote.speaker is not None:
            tally.right += bool(quote.speaker.overlap(guess.speaker))


def _named(pieces: dict[tuple[int, int], Quote]) -> set[object]:
    return {
        (piece, plain_name(quote.resolved))
        for piece, quote in pieces.items()
        if quote.resolved is not None
    }


def _contents(quotes: Sequence[Quote]) -> set[object]:
    return {
        (quote.content.start, quote.content.end, plain_name(quote.resolved))
        for quote in quotes
        if quote.resolved is not None
    }
