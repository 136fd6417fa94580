"""All steps in a row: from a text and its names to quotes with speakers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsbook.articles.quote import Quote
from newsbook.errors import want_text
from newsbook.spans import Span, as_spans
from newsbook.text.clauses.page import Page, Unit, open_page
from newsbook.text.clauses.phrases import Items
from newsbook.text.clauses.words import BREAKS, PIECE
from newsbook.text.quotations import kind_by_marks, within_marks
from newsbook.text.quotes.attribute import Line, attribute
from newsbook.text.quotes.contents import is_clause, reported
from newsbook.text.quotes.governing import outermost
from newsbook.text.quotes.sayings import Saying, find_sayings
from newsbook.text.speakers.names import Cast
from newsbook.text.speakers.resolve import Resolver

__all__ = ["FoundQuotes", "TiedNames", "find_quotes"]


@dataclass(frozen=True, slots=True)
class FoundQuotes:
    """What `find_quotes` found.

    Args:
        quotes: The quotes, in the order of the text.
        scare_quotes: Pieces between quotation marks that nobody is said to have said.
        named_by: For each quote the mention that tells whose it is: its own `speaker`, or the
            mention elsewhere that it takes its speaker over from; None where there is neither.
        tied: The names, tied together, that speakers were looked for among; None where some names
            of the text were left out, since they stand in what a page says around its article.
    """

    quotes: tuple[Quote, ...]
    scare_quotes: tuple[Span, ...]
    named_by: tuple[Span | None, ...]
    tied: TiedNames | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class TiedNames:
    """The names of a text and who bears them.

    Args:
        names: The names, in the order of the text.
        cast: Whose they are; its indexes are places in `names`.
    """

    names: tuple[Span, ...]
    cast: Cast


@dataclass(slots=True)
class _Draft:
    """A quote whose speaker has no name yet."""

    start: int
    content: Span
    pieces: tuple[Span, ...]
    saying: Saying | None
    line: Line | None
    asks: bool


def find_quotes(
    text: str,
    entities: Sequence[Span],
    tokens: Sequence[Span] | None = None,
    sentences: Sequence[Span] | None = None,
) -> FoundQuotes:
    """Find who said what in an article.

    The steps, each a function of its own: `quoted_pieces` finds what stands in marks;
    `find_sayings` finds cues and their speakers; `attribute` ties pieces to sayings or carries a
    speaker over; `reported` finds the clause that is reported; `Resolver` gives speakers their full
    names.

    Never raises for any text, and takes time in proportion to its length.

    Args:
        text: Any text.
        entities: Its names, with the labels of `newsbook.articles.gold.ENTITY_LABELS`. Without any,
            speakers are still found, but hardly resolved.
        tokens: Its tokens, if they are at hand.
        sentences: Its sentences, if they are at hand.

    Raises:
        WrongType: The text is not a string, or the entities are no spans.

    Example:
        >>> text = "“The pump failed,” said Dana Whitlock. “Nobody was hurt.”"
        >>> found = find_quotes(text, [Span(24, 37, "PERSON")])
        >>> for quote, mention in zip(found.quotes, found.named_by):
        ...     print(quote.content.of(text), quote.speaker is None, mention.of(text))
        “The pump failed,” False Dana Whitlock
        “Nobody was hurt.” True Dana Whitlock
        >>> found.quotes[1].resolved
        'Dana Whitlock'
    """
    want_text(text, "find_quotes")
    names = as_spans(entities, "find_quotes needs the names", text)
    page = open_page(text, names, tokens, sentences)
    sayings = find_sayings(page)
    lines = attribute(page, sayings)
    drafts = _drafts(page, sayings, lines)
    resolver = Resolver(page)
    quotes, named_by = _with_names(page, drafts, resolver)
    scare = [page.pieces[line.piece] for line in lines if not line.said]
    _name_headline(page, quotes, named_by, scare)
    marks_alone = tuple(sorted([*scare, *page.nicknames]))
    tied = None if page.furniture else TiedNames(tuple(page.entities), resolver.cast)
    return FoundQuotes(tuple(quotes), marks_alone, tuple(named_by), tied)


def _drafts(page: Page, sayings: dict[int, list[Saying]], lines: Sequence[Line]) -> list[_Draft]:
    """Quotes without names: one for each report, and one for each piece that none takes in."""
    by_unit: dict[int, list[Line]] = {}
    for line in lines:
        if line.said:
            by_unit.setdefault(line.unit, []).append(line)
    drafts: list[_Draft] = []
    for index in sorted(by_unit.keys() | sayings.keys()):
        unit = page.unit(index)
        own = outermost(unit, sayings.get(index, []))
        left = {line.piece: line for line in by_unit.get(index, [])}
        held: dict[Saying, list[Line]] = {}
        for line in left.values():
            if line.saying is not None:
                held.setdefault(line.saying, []).append(line)
        for k, saying in enumerate(own):
            beside = [*own[max(0, k - 1) : k], *own[k + 1 : k + 2]]
            draft, taken = _report(unit, saying, beside, held.get(saying, []))
            if draft is not None:
                drafts.append(draft)
                for line in taken:
                    left.pop(line.piece, None)
        drafts += [_alone(page, line) for line in left.values()]
    drafts.sort(key=lambda draft: (draft.content.start, draft.content.end))
    return drafts


def _alone(page: Page, line: Line) -> _Draft:
    piece = page.pieces[line.piece]
    asks = within_marks(piece.of(page.text)).endswith("?")
    return _Draft(piece.start, piece, (piece,), line.saying, line, asks)


def _report(
    unit: Unit, saying: Saying, beside: Sequence[Saying], held: Sequence[Line]
) -> tuple[_Draft | None, list[Line]]:
    """The report of a saying, and the pieces that are part of it; None for a direct quote."""
    items = reported(unit, saying, beside)
    if items is None:
        return None, []
    inside = [line for line in held if items[0] <= line.item < items[1]]
    if held and not inside:
        return None, []
    if inside and _is_direct(unit, items, inside):
        return None, []
    if not inside and not _counts(unit, saying, items):
        return None, []
    content = unit.span(*items)
    pieces = tuple(unit.page.pieces[line.piece] for line in inside)
    return _Draft(content.start, content, pieces, saying, None, saying.does == "ask"), inside


def _is_direct(unit: Unit, items: Items, inside: Sequence[Line]) -> bool:
    """Whether nothing but pieces is reported, or the piece was led up to by a comma or colon."""
    low = unit.low
    first = inside[0].item
    led = first > 0 and (low[first - 1] == ":" or (low[first - 1] == "," and first == items[0]))
    return led or all(low[i] == PIECE or low[i] in BREAKS for i in range(*items))


def _counts(unit: Unit, saying: Saying, items: Items) -> bool:
    """Whether a report without pieces is a clause under a cue that takes one."""
    low = unit.low
    if PIECE in low[items[0] : items[1]] and saying.does != "source":
        return False
    if saying.does == "ask":
        return low[items[0]] in _QUESTIONS or low[items[0] - 1] == "that"
    if saying.does in ("label", "urge", "manner") or (
        saying.does == "weak" and low[items[0] - 1] != "that"
    ):
        return False
    if saying.order == "PASSIVE" and saying.does != "tell":
        return False
    if low[items[0]] in ("what", "why", "how", "where", "who", "which"):
        return False
    return low[items[0] - 1] == "that" or is_clause(unit, items)


_QUESTIONS = frozenset(["whether", "if", "why", "what", "who", "how", "when", "where", "which"])


def _with_names(
    page: Page, drafts: Sequence[_Draft], resolver: Resolver
) -> tuple[list[Quote], list[Span | None]]:
    """Ask the resolver for each speaker, in the order of the text; with the mention it is by."""
    found: list[Quote] = []
    named_by: list[Span | None] = []
    end = -1
    for draft in drafts:
        saying, line = draft.saying, draft.line
        content, pieces = draft.content, draft.pieces
        if content.start < end:
            # Two sayings claim the same words: the first has them, and no piece is lost.
            if inside := [piece for piece in pieces if piece.start < end]:
                both = tuple(sorted({*found[-1].pieces, *inside}))
                kind = kind_by_marks(page.text, found[-1].content, both)
                found[-1] = replace(found[-1], pieces=both, kind=kind)
            pieces = tuple(piece for piece in pieces if piece.start >= end)
            if not pieces:
                continue
            content = Span(pieces[0].start, pieces[-1].end)
        end = content.end
        cue = speaker = None
        unit: Unit | None = None
        items: Items | None = None
        if saying is not None:
            unit = page.unit(saying.unit)
            cue = unit.span(*saying.cue) if saying.cue else None
            items = saying.speaker
            speaker = unit.span(*items) if items else None
        elif line is not None and line.carried is not None:
            unit, items = page.unit(line.carried.unit), line.carried.items
        party = (
            resolver.party(unit.index, items, draft.asks) if unit is not None and items else None
        )
        name = party.name if party is not None and party.label in ("PERSON", "ORG") else None
        kind = kind_by_marks(page.text, content, pieces)
        found.append(Quote(kind, content, pieces, cue, speaker, name))
        named_by.append(unit.span(*items) if unit is not None and items else None)
    return found, named_by


_WORDS = re.compile(r"\w+")


def _name_headline(
    page: Page, quotes: list[Quote], named_by: list[Span | None], scare: list[Span]
) -> None:
    """A quote in the first paragraph is whoever's, in the body, says the same words.

    So is a piece there that no cue governs: Waiters “knew the menu”.
    """
    if len(page.paragraph_units) < 2:
        return
    edge = page.tokens[page.unit_starts[page.paragraph_units[1]]].start
    for k, quote in enumerate(quotes[:5]):
        if quote.content.start >= edge:
            break
        if quote.resolved is None and quote.pieces:
            same = _who_says(page, quote.pieces[0].of(page.text), edge, quotes)
            if same is not None:
                quotes[k] = replace(quote, resolved=quotes[same].resolved)
                named_by[k] = named_by[k] or named_by[same]
    for piece in [piece for piece in scare[:5] if piece.start < edge]:
        same = _who_says(page, piece.of(page.text), edge, quotes)
        if same is not None:
            quote = Quote("direct", piece, (piece,), None, None, quotes[same].resolved)
            mention = named_by[same]
            at = bisect_left([other.content.start for other in quotes], piece.start)
            quotes.insert(at, quote)
            named_by.insert(at, mention)
            scare.remove(piece)


def _who_says(page: Page, piece: str, edge: int, quotes: Sequence[Quote]) -> int | None:
    """The first quote behind an offset that has a speaker and three quarters of the words."""
    said = _WORDS.findall(piece.lower())
    if not said:
        return None
    size = max(min(3, len(said)), round(0.75 * len(said)))
    runs = [" ".join(said[i : i + size]) for i in range(min(len(said) - size + 1, 20))]
    for index, quote in enumerate(quotes[:200]):
        if quote.content.start >= edge and quote.resolved:
            # A single word has to be among the quoted ones.
            spans = quote.pieces if len(said) < 2 else (quote.content,)
            words = " ".join(" ".join(_WORDS.findall(s.of(page.text).lower())) for s in spans)
            if any(f" {run} " in f" {words} " for run in runs):
                return index
    return None
