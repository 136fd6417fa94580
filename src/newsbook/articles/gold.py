"""The gold's file format: one JSON file a layer, one span a line, each with its words.

The words stand beside the offsets so that people can read the file and a diff of it. They are held
against the text at every reading, so a gold that has slipped by one character is noticed at once.
``seeds/GUIDELINES.md`` describes the format for people who write it by other means.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from newsbook.articles.errors import GoldError
from newsbook.articles.quote import QUOTE_KINDS, Quote
from newsbook.spans import Span

__all__ = [
    "ENTITY_LABELS",
    "FORMAT",
    "LAYERS",
    "SPAN_LAYERS",
    "QuoteLayer",
    "SpanLayer",
    "dump_quotes",
    "dump_spans",
    "mismatches",
    "read_quotes",
    "read_spans",
]

FORMAT = 1
SPAN_LAYERS = ("tokens", "sentences", "entities")
LAYERS = (*SPAN_LAYERS, "quotes")
ENTITY_LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "DATE")
"""The entity labels, named as in OntoNotes 5; seeds/GUIDELINES.md says where ours differ."""

MAX_BYTES = 50_000_000
"""A gold file is longer than its article, which has 5,000,000 bytes; ten times is plenty."""

_QUOTE_KEYS = ("kind", "content", "pieces", "cue", "speaker", "resolved")


class Text(Protocol):
    """What a gold says of the article that it belongs to."""

    name: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SpanLayer:
    """A file of spans as it was read, not yet held against a text.

    Args:
        file: Where it was read.
        article: The name of the article that it says it is for.
        sha256: The SHA-256 that it gives for the bytes of the article's file.
        spans: The spans, in the file's order.
        stored: The words that the file gives for each span.
    """

    file: Path
    article: str
    sha256: str
    spans: tuple[Span, ...]
    stored: tuple[str, ...]

    def placed(self) -> Iterator[tuple[str, Span, str]]:
        """Each span with a name for its place in the file, and its stored words."""
        for i, (span, words) in enumerate(zip(self.spans, self.stored, strict=True), 1):
            yield f"span {i}", span, words


@dataclass(frozen=True, slots=True)
class QuoteLayer:
    """A file of quotes as it was read, not yet held against a text.

    Args:
        file: Where it was read.
        article: The name of the article that it says it is for.
        sha256: The SHA-256 that it gives for the bytes of the article's file.
        quotes: The quotes, in the file's order.
        scare_quotes: Words in quotation marks that nobody is said to have said.
        stored: A name for its place in the file, span and stored words of every span of the file.
    """

    file: Path
    article: str
    sha256: str
    quotes: tuple[Quote, ...]
    scare_quotes: tuple[Span, ...]
    stored: tuple[tuple[str, Span, str], ...]

    def placed(self) -> Iterator[tuple[str, Span, str]]:
        """Each span with a name for its place in the file, and its stored words."""
        yield from self.stored


def read_spans(file: Path, layer: str) -> SpanLayer:
    """Read a layer of spans, trusting nothing.

    Args:
        file: The JSON file.
        layer: One of `SPAN_LAYERS`.

    Raises:
        GoldError: The file is missing or is not of the format.
    """
    data = _read_head(file, layer, ("spans",))
    labelled = layer == "entities"
    spans, stored = [], []
    for i, item in enumerate(_list(data["spans"], file, "spans"), 1):
        span, words = _span(item, file, f"span {i}", labelled)
        spans.append(span)
        stored.append(words)
    return SpanLayer(file, data["article"], data["sha256"], tuple(spans), tuple(stored))


def read_quotes(file: Path) -> QuoteLayer:
    """Read a layer of quotes, trusting nothing.

    Raises:
        GoldError: The file is missing or is not of the format.
    """
    data = _read_head(file, "quotes", ("quotes", "scare_quotes"))
    stored: list[tuple[str, Span, str]] = []

    def take(item: Any, place: str) -> Span:
        span, words = _span(item, file, place, labelled=False)
        stored.append((place, span, words))
        return span

    quotes = []
    for i, item in enumerate(_list(data["quotes"], file, "quotes"), 1):
        place = f"quote {i}"
        if not isinstance(item, dict) or sorted(item) != sorted(_QUOTE_KEYS):
            raise GoldError(
                f"{file}: {place} is not an object with the keys {', '.join(_QUOTE_KEYS)}; "
                "give it these and no others"
            )
        if item["kind"] not in QUOTE_KINDS:
            raise GoldError(
                f"{file}: {place} is of kind {item['kind']!r:.40}; "
                f"make it one of {', '.join(QUOTE_KINDS)}"
            )
        if not (item["resolved"] is None or isinstance(item["resolved"], str)):
            raise GoldError(f"{file}: {place}, resolved: give a name in quotation marks, or null")
        content = take(item["content"], f"{place}, content")
        pieces = tuple(
            take(piece, f"{place}, piece {k}")
            for k, piece in enumerate(_list(item["pieces"], file, f"{place}, pieces"), 1)
        )
        cue, speaker = (
            None if item[key] is None else take(item[key], f"{place}, {key}")
            for key in ("cue", "speaker")
        )
        quotes.append(Quote(item["kind"], content, pieces, cue, speaker, item["resolved"]))
    scare_quotes = tuple(
        take(item, f"scare quote {i}")
        for i, item in enumerate(_list(data["scare_quotes"], file, "scare_quotes"), 1)
    )
    return QuoteLayer(
        file, data["article"], data["sha256"], tuple(quotes), scare_quotes, tuple(stored)
    )


def mismatches(layer: SpanLayer | QuoteLayer, text: str, sha256: str) -> list[str]:
    """Where a layer does not fit the text: one sentence each, naming the file and the place."""
    problems = []
    if layer.sha256 != sha256:
        problems.append(
            f"{layer.file}: this gold was made for another version of the article (its sha256 "
            "differs); bring back that article.txt, or correct the offsets and then the sha256"
        )
    for place, span, words in layer.placed():
        at = f"{layer.file}: {place} [{span.start}, {span.end}]"
        if span.end > len(text):
            problems.append(
                f"{at} ends after the text, which has {len(text)} characters; "
                "correct the offsets (code points, end exclusive)"
            )
        elif span.of(text) != words:
            problems.append(
                f"{at}: the file says {_short(words)} but the text has {_short(span.of(text))}; "
                "correct the offsets or the words"
            )
    return problems


def dump_spans(article: Text, layer: str, spans: Iterable[Span]) -> str:
    """Write the text of a layer's JSON file: one span a line, with its label and its words.

    Example:
        >>> from newsbook.articles import Article
        >>> print(dump_spans(Article.from_text("It rained."), "tokens", [Span(0, 2), Span(3, 9)]))
        ... # doctest: +ELLIPSIS
        {
        "format": 1,
        "article": "text",
        "sha256": "...",
        "layer": "tokens",
        "spans": [
        [0, 2, "It"],
        [3, 9, "rained"]
        ]
        }
        <BLANKLINE>

    Raises:
        ValueError: A span ends after the text, or the layer is not one of `SPAN_LAYERS`.
    """
    if layer not in SPAN_LAYERS:
        raise ValueError(f"a layer of spans is {', '.join(SPAN_LAYERS)}, not {layer!r}")
    lines = [_line(article.text, span) for span in spans]
    return _dump(article, layer, {"spans": lines})


def dump_quotes(article: Text, quotes: Iterable[Quote], scare_quotes: Iterable[Span] = ()) -> str:
    """Write the text of the quotes' JSON file: one span a line, with its words.

    Raises:
        ValueError: A span ends after the text.
    """
    text = article.text

    def optional(span: Span | None) -> str:
        return "null" if span is None else _line(text, span)

    blocks = []
    for quote in quotes:
        pieces = ",\n  ".join(_line(text, piece) for piece in quote.pieces)
        blocks.append(
            f'{{"kind": {_json(quote.kind)},\n'
            f' "content": {_line(text, quote.content)},\n'
            f' "pieces": [{pieces}],\n'
            f' "cue": {optional(quote.cue)},\n'
            f' "speaker": {optional(quote.speaker)},\n'
            f' "resolved": {_json(quote.resolved)}}}'
        )
    scares = [_line(text, span) for span in scare_quotes]
    return _dump(article, "quotes", {"quotes": blocks, "scare_quotes": scares})


def _dump(article: Text, layer: str, lists: dict[str, list[str]]) -> str:
    head = {"format": FORMAT, "article": article.name, "sha256": article.sha256, "layer": layer}
    lines = [f"{_json(key)}: {_json(value)}" for key, value in head.items()]
    for key, items in lists.items():
        lines.append(f"{_json(key)}: [\n" + ",\n".join(items) + "\n]" if items else f'"{key}": []')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(text: str, span: Span) -> str:
    label = [span.label] if span.label else []
    return _json([span.start, span.end, *label, span.of(text)])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read_head(file: Path, layer: str, lists: tuple[str, ...]) -> dict[str, Any]:
    """Read the file's JSON object, once its first keys are found right."""
    if not file.is_file():
        raise GoldError(
            f"{file} is missing, so there is no gold for the {layer}; "
            "put the file back, or do without this layer"
        )
    try:
        if file.stat().st_size > MAX_BYTES:
            raise GoldError(f"{file} has more than {MAX_BYTES:,} bytes; split the article")
        data = json.loads(file.read_text(encoding="utf-8"))
    except GoldError:
        raise
    except OSError as error:
        raise GoldError(f"{file} cannot be read ({error.strerror}); check that you may") from None
    # JSONDecodeError and UnicodeDecodeError are ValueErrors; very deep JSON runs out of stack.
    except (ValueError, RecursionError) as error:
        raise GoldError(
            f"{file} is not JSON in UTF-8 ({error}); correct it, or bring back the file as it was"
        ) from None
    if not isinstance(data, dict):
        raise GoldError(f"{file} does not hold a JSON object; begin it with {{ and end it with }}")
    if type(data.get("format")) is not int or data["format"] != FORMAT:
        raise GoldError(
            f"{file} is of format {data.get('format')!r:.40} and this newsbook reads format "
            f"{FORMAT}; update newsbook, or write the file again"
        )
    if data.get("layer") != layer:
        raise GoldError(
            f"{file} says that it is the layer {data.get('layer')!r:.40}; "
            f'give it "layer": "{layer}", or its own name'
        )
    for key in ("article", "sha256"):
        if not isinstance(data.get(key), str):
            raise GoldError(f'{file} has no "{key}" in words; add it')
    wanted = {"format", "article", "sha256", "layer", *lists}
    if odd := sorted(wanted.symmetric_difference(data)):
        raise GoldError(
            f"{file} lacks, or has but should not have: {', '.join(odd)[:80]}; "
            f"its keys are {', '.join(sorted(wanted))}"
        )
    return data


def _list(data: Any, file: Path, place: str) -> list[Any]:
    if not isinstance(data, list):
        raise GoldError(f"{file}: {place} is not a list; write it between [ and ]")
    return data


def _span(item: Any, file: Path, place: str, labelled: bool) -> tuple[Span, str]:
    """Read a span and its words from ``[start, end, words]`` or ``[start, end, label, words]``."""
    shape = '[start, end, "label", "words"]' if labelled else '[start, end, "words"]'
    if (
        not isinstance(item, list)
        or len(item) != (4 if labelled else 3)
        or not all(isinstance(part, str) for part in item[2:])
    ):
        raise GoldError(f"{file}: {place} is {item!r:.60}; write it {shape}")
    try:
        return Span(item[0], item[1], item[2] if labelled else ""), item[-1]
    except (TypeError, ValueError) as error:
        raise GoldError(f"{file}: {place}: {error}; correct it") from None


def _short(words: str, most: int = 60) -> str:
    return repr(words if len(words) <= most else words[: most - 1] + "…")
