"""Check a gold: ``python -m newsbook.articles.validate [FOLDER...]``.

Each rule of ``seeds/GUIDELINES.md`` that a machine can check is one function here. A rule looks at
layers that could be read and spans that lie in the text; what stops a layer from being read is
itself reported, and the rules on the other layers still run.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from newsbook.articles.article import Article
from newsbook.articles.errors import ArticleError, GoldError
from newsbook.articles.gold import (
    ENTITY_LABELS,
    LAYERS,
    QuoteLayer,
    SpanLayer,
    mismatches,
    read_quotes,
    read_spans,
)
from newsbook.articles.places import article_names
from newsbook.articles.quote import Quote
from newsbook.spans import Span, lost_characters

__all__ = ["main", "validate"]

OPENING = "“‘\"'«‹„‚‟‛「『"
CLOSING = "”’\"'»›“‘」』"  # German opens with „ and closes with “
# Opening marks that cannot be anything else; ‘ may be a mistyped apostrophe.
CERTAIN_OPENING = "“«„「『"


@dataclass(frozen=True, slots=True)
class _Place:
    """A span, with what a problem in it is called: file, number, offsets and words."""

    where: str
    span: Span

    def __str__(self) -> str:
        return self.where


@dataclass(frozen=True, slots=True)
class _QuotePlaces:
    """A quote, with the places of its spans."""

    where: str
    quote: Quote
    content: _Place
    pieces: tuple[_Place, ...]
    cue: _Place | None
    speaker: _Place | None

    def spans(self) -> Iterator[_Place]:
        yield self.content
        yield from self.pieces
        yield from (place for place in (self.cue, self.speaker) if place)


def validate(article: Article, layers: Iterable[str] = LAYERS) -> list[str]:
    """Everything that is wrong with an article's gold.

    Args:
        article: An article with a folder.
        layers: The layers that must be there and are checked; all four unless told.

    Returns:
        One sentence a problem, naming the file, the place in it and what to do; empty if all is
        well.

    Example:
        >>> validate(Article.load("nato_seoul"))
        []
    """
    wanted = tuple(layers)
    problems: list[str] = []
    read: dict[str, SpanLayer] = {}
    quotes: QuoteLayer | None = None
    for layer in wanted:
        try:
            file = article.gold_file(layer)
            got = read_quotes(file) if layer == "quotes" else read_spans(file, layer)
        except GoldError as error:
            problems.append(str(error))
            continue
        problems += _fits(article, got)
        if isinstance(got, QuoteLayer):
            quotes = got
        else:
            read[layer] = got

    places = {layer: _places(article, got) for layer, got in read.items()}
    text = article.text
    tokens, sentences = places.get("tokens"), places.get("sentences")
    entities = places.get("entities")
    if tokens is not None:
        problems += _tokens(text, tokens, read["tokens"].file)
    if sentences is not None:
        problems += _in_order(sentences)
        problems += _all_covered(text, sentences, read["sentences"].file, "sentence")
    if entities is not None:
        problems += _entities(entities, sentences)
    quote_places, scares = _quote_places(article, quotes) if quotes else ([], [])
    if quotes:
        problems += _quotes(text, quote_places)
        problems += _scare_quotes(text, scares, quote_places)
        problems += _unaccounted(text, quote_places, scares, quotes.file)
        if sentences is not None:
            problems += _said_nearby(quote_places, sentences)
        if entities is not None:
            problems += _resolved(text, quote_places, entities)
    if tokens is not None:
        later = [*(sentences or []), *(entities or []), *scares]
        later += [place for quote in quote_places for place in quote.spans()]
        problems += _on_token_edges(later, tokens)
    return problems


def _fits(article: Article, layer: SpanLayer | QuoteLayer) -> Iterator[str]:
    """Check for the article's very text, and no white space at a span's ends."""
    # A folder may be renamed: the name matters only where the text is another one.
    if layer.sha256 != article.sha256 and layer.article != article.name:
        yield (
            f"{layer.file}: it says that it is for the article {layer.article!r}, but this one is "
            f"{article.name!r} and its text is another; move the file to its article"
        )
    yield from mismatches(layer, article.text, article.sha256)
    for place, span, _ in layer.placed():
        if span.end <= len(article.text):
            words = span.of(article.text)
            if words != words.strip():
                yield (
                    f"{_where(layer.file, place, span, article.text)} begins or ends with white "
                    "space; leave that outside the span"
                )


def _where(file: Path, place: str, span: Span, text: str) -> str:
    words = span.of(text)
    shown = repr(words if len(words) <= 40 else words[:39] + "…")
    return f"{file}: {place} [{span.start}, {span.end}] {shown}"


def _places(article: Article, layer: SpanLayer) -> list[_Place]:
    """Place the spans that lie in the text; the others are reported by `_fits`."""
    return [
        _Place(_where(layer.file, place, span, article.text), span)
        for place, span, _ in layer.placed()
        if span.end <= len(article.text)
    ]


def _quote_places(article: Article, layer: QuoteLayer) -> tuple[list[_QuotePlaces], list[_Place]]:
    """Quotes and scare quotes that lie in the text."""
    text, file = article.text, layer.file

    def place(name: str, span: Span) -> _Place:
        return _Place(_where(file, name, span, text), span)

    found = []
    for i, quote in enumerate(layer.quotes, 1):
        parts = [quote.content, *quote.pieces, *(s for s in (quote.cue, quote.speaker) if s)]
        if max(span.end for span in parts) > len(text):
            continue
        name = f"quote {i}"
        found.append(
            _QuotePlaces(
                f"{file}: {name}",
                quote,
                place(f"{name}, content", quote.content),
                tuple(place(f"{name}, piece {k}", p) for k, p in enumerate(quote.pieces, 1)),
                place(f"{name}, cue", quote.cue) if quote.cue else None,
                place(f"{name}, speaker", quote.speaker) if quote.speaker else None,
            )
        )
    scares = [
        place(f"scare quote {i}", span)
        for i, span in enumerate(layer.scare_quotes, 1)
        if span.end <= len(text)
    ]
    return found, scares


def _in_order(places: Sequence[_Place]) -> Iterator[str]:
    """Check that spans are in the order of the text, none reaching into the next."""
    for before, after in pairwise(places):
        if (after.span.start, after.span.end) <= (before.span.start, before.span.end):
            yield (
                f"{after} does not come after the one before it in the file, "
                f"[{before.span.start}, {before.span.end}]; sort by offset and keep each once"
            )
        elif after.span.start < before.span.end:
            yield (
                f"{after} overlaps the one before it, [{before.span.start}, {before.span.end}]; "
                "correct the offsets"
            )


def _all_covered(text: str, places: Sequence[_Place], file: Path, kind: str) -> Iterator[str]:
    """Check that every character but white space is in a span; neighbours are reported together."""
    lost = lost_characters(text, (place.span for place in places))
    begin = 0
    for i in range(1, len(lost) + 1):
        if i == len(lost) or lost[i] != lost[i - 1] + 1:
            gap = Span(lost[begin], lost[i - 1] + 1)
            yield f"{_where(file, 'the text', gap, text)} is in no {kind}; put it into one"
            begin = i


def _tokens(text: str, tokens: Sequence[_Place], file: Path) -> Iterator[str]:
    yield from _in_order(tokens)
    yield from _all_covered(text, tokens, file, "token")
    for token in tokens:
        if any(char.isspace() for char in token.span.of(text).strip()):
            yield f"{token} has white space within it; split it there"


def _entities(entities: Sequence[_Place], sentences: Sequence[_Place] | None) -> Iterator[str]:
    yield from _in_order(entities)
    for entity in entities:
        if entity.span.label not in ENTITY_LABELS:
            yield (
                f"{entity} has the label {entity.span.label!r:.40}; "
                f"use one of {', '.join(ENTITY_LABELS)}"
            )
        if sentences is not None and not any(s.span.contains(entity.span) for s in sentences):
            yield f"{entity} is not within one sentence; end it where the sentence ends"


def _on_token_edges(places: Sequence[_Place], tokens: Sequence[_Place]) -> Iterator[str]:
    starts = {token.span.start for token in tokens}
    ends = {token.span.end for token in tokens}
    for place in places:
        for edge, edges, name in (
            (place.span.start, starts, "begins"),
            (place.span.end, ends, "ends"),
        ):
            if edge not in edges:
                yield (
                    f"{place} {name} at {edge}, within a token or between two; "
                    "move it to a token's edge, or split the token"
                )


def _in_marks(words: str) -> bool:
    return len(words) >= 2 and words[0] in OPENING and words[-1] in CLOSING


def _goes_on(text: str, span: Span) -> bool:
    """Whether a quotation stays open at its paragraph's end, and the next reopens it."""
    rest = text[span.end :]
    after = rest.lstrip()
    gap = rest[: len(rest) - len(after)]
    words = span.of(text)
    return words[:1] in OPENING and "\n" in gap and after[:1] == words[:1] != ""


def _in_marks_or_goes_on(text: str, span: Span) -> bool:
    return _in_marks(span.of(text)) or _goes_on(text, span)


def _quotes(text: str, quotes: Sequence[_QuotePlaces]) -> Iterator[str]:
    """Check the shape of each quote by its kind, and that no two overlap."""
    yield from _in_order([quote.content for quote in quotes])
    for quote in quotes:
        kind, content, pieces = quote.quote.kind, quote.content, quote.pieces
        if kind == "direct":
            if not _in_marks_or_goes_on(text, content.span):
                yield (
                    f"{content} is direct but does not begin and end with quotation marks; "
                    "take the marks in, or change the kind"
                )
            if [piece.span for piece in pieces] != [content.span]:
                yield f"{quote.where} is direct; give its content as its one piece"
        if kind == "mixed" and not pieces:
            yield f"{quote.where} is mixed but has no pieces; add them, or call it indirect"
        if kind == "indirect" and pieces:
            yield f"{quote.where} is indirect but has pieces; take them out, or call it mixed"
        yield from _in_order(pieces)
        for piece in pieces:
            if not content.span.contains(piece.span):
                yield f"{piece} is not within the quote's content; correct one of the two"
            if kind != "direct" and not _in_marks_or_goes_on(text, piece.span):
                yield f"{piece} does not begin and end with quotation marks; take the marks in"
        for part in (quote.cue, quote.speaker):
            if part and part.span.overlap(content.span):
                yield f"{part} lies in the content; it must stand outside what was said"
        if quote.cue and quote.speaker and quote.cue.span.overlap(quote.speaker.span):
            yield f"{quote.speaker} overlaps the cue; correct one of the two"


def _said_nearby(quotes: Sequence[_QuotePlaces], sentences: Sequence[_Place]) -> Iterator[str]:
    """Check that cue and speaker stand in a sentence that has some of the content in it."""
    for quote in quotes:
        near = [s.span for s in sentences if s.span.overlap(quote.content.span)]
        for part in (quote.cue, quote.speaker):
            if part and not any(sentence.contains(part.span) for sentence in near):
                yield (
                    f"{part} is in no sentence that the quote is in; give null, "
                    "and the name under resolved"
                )


def _resolved(
    text: str, quotes: Sequence[_QuotePlaces], entities: Sequence[_Place]
) -> Iterator[str]:
    known = {e.span.of(text) for e in entities if e.span.label in ("PERSON", "ORG")}
    for quote in quotes:
        name = quote.quote.resolved
        if name is not None and name not in known:
            yield (
                f"{quote.where} resolves to {name!r:.60}, which is not the text of a PERSON or ORG "
                "in the entities; use the fullest name that stands there"
            )


def _scare_quotes(
    text: str, scares: Sequence[_Place], quotes: Sequence[_QuotePlaces]
) -> Iterator[str]:
    yield from _in_order(scares)
    for scare in scares:
        if not _in_marks(scare.span.of(text)):
            yield f"{scare} does not begin and end with quotation marks; take the marks in"
        if any(scare.span.overlap(quote.content.span) for quote in quotes):
            yield f"{scare} lies in what somebody said; make it a piece of that quote, or leave it"


def _unaccounted(
    text: str, quotes: Sequence[_QuotePlaces], scares: Sequence[_Place], file: Path
) -> Iterator[str]:
    """Check that no quotation in the text is forgotten."""
    known = [piece.span for quote in quotes for piece in quote.pieces]
    known += [scare.span for scare in scares]
    # A „ is closed by “, which then opens nothing.
    german = "„" in text
    for i, char in enumerate(text):
        if char not in CERTAIN_OPENING or (char == "“" and german):
            continue
        if not any(span.start <= i < span.end for span in known):
            mark = Span(i, min(len(text), i + 20))
            yield (
                f"{_where(file, 'the text', mark, text)}: this quotation mark is in no quote; "
                "add the quote, or list it under scare_quotes"
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the gold of the folders given, or of all the workbook's articles.

    Returns:
        0 if nothing is wrong, else 1.
    """
    import argparse  # for this alone: no kernel has to hold it

    parser = argparse.ArgumentParser(
        prog="python -m newsbook.articles.validate",
        description="Check the gold of articles. Prints one sentence a problem.",
    )
    parser.add_argument("folder", nargs="*", help="a folder with article.txt and gold/")
    parser.add_argument(
        "--layers",
        default=",".join(LAYERS),
        metavar="LAYER,LAYER",
        help="the layers to check (default: %(default)s)",
    )
    options = parser.parse_args(arguments)
    # A Windows console may lack the emoji of an article; the sentence must come out all the same.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    problems: list[str] = []
    try:
        places: list[str] = options.folder or article_names()
    except ArticleError as error:
        problems.append(str(error))
        places = []
    for place in places:
        try:
            article = Article.open(place) if options.folder else Article.load(place)
        except ArticleError as error:
            problems.append(str(error))
            continue
        problems += validate(article, options.layers.split(","))
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{len(places)} checked, nothing wrong")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
