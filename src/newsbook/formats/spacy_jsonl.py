r"""spaCy and Prodigy: JSON Lines, an article a line.

    {"text": "NATO met.", "meta": {"name": "nato"},
     "tokens": [{"text": "NATO", "start": 0, "end": 4, "id": 0, "ws": true}, …],
     "spans": [{"start": 0, "end": 4, "label": "ORG", "token_start": 0, "token_end": 0}], …}

Holds every layer, and the text itself. `text`, `tokens` and `spans` (the entities) are as Prodigy
has them: `token_end` is the last token, not the one after it, and is left out where an entity ends
within a token. To both tools white space is a token too, unless it is the one space after a word
(`ws`); those tokens are written, and passed over in reading. `sents` is as in spaCy's
``Doc.to_json``, and with `spans` given as `ents`, spaCy's ``Doc.from_json`` reads the line.
`quotes` and `scare_quotes` are ours: neither tool has a place for them, and neither minds a key
that it does not know. Offsets count code points, in Python and so in both tools.

Read are also lines that give the entities as `ents` or as `entities` or `label`, the last two in
triples: ``{"text": …, "entities": [[0, 4, "ORG"]]}``, as spaCy's training data and doccano do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from newsbook.articles.layers import Layers
from newsbook.articles.quote import QUOTE_KINDS, Quote
from newsbook.errors import BadInput
from newsbook.formats.base import Document, FormatError, as_json, first_odd, short
from newsbook.spans import Span, from_json, lost_characters

__all__ = ["read_spacy", "write_spacy"]

_ENTITY_KEYS = ("spans", "ents", "entities", "label")
_QUOTE_KEYS = {"kind", "content", "pieces", "cue", "speaker", "resolved"}


def write_spacy(name: str, text: str, layers: Layers) -> str:
    """Write one line of JSON.

    Example:
        >>> line = write_spacy("ada", "Park flew", Layers(entities=[Span(0, 4, "PERSON")]))
        >>> json.loads(line)["spans"]
        [{'start': 0, 'end': 4, 'label': 'PERSON'}]
    """
    record: dict[str, Any] = {"text": text, "meta": {"name": name}}
    tokens: list[Span] = []
    if layers.tokens is not None:
        tokens = _with_white_space(text, layers.tokens)
        record["tokens"] = [
            {
                "text": token.of(text),
                "start": token.start,
                "end": token.end,
                "id": i,
                "ws": text[token.end : token.end + 1] == " ",
            }
            for i, token in enumerate(tokens)
        ]
    if layers.entities is not None:
        starts = {token.start: i for i, token in enumerate(tokens)}
        ends = {token.end: i for i, token in enumerate(tokens)}
        record["spans"] = [_entity(entity, starts, ends) for entity in layers.entities]
    if layers.sentences is not None:
        record["sents"] = [{"start": s.start, "end": s.end} for s in layers.sentences]
    if layers.quotes is not None:
        record["quotes"] = [_quote(quote) for quote in layers.quotes]
        record["scare_quotes"] = [[s.start, s.end] for s in layers.scare_quotes or ()]
    return f"{as_json(record)}\n"


def _with_white_space(text: str, tokens: Sequence[Span]) -> list[Span]:
    """The tokens, and between them white space that is more than one space."""
    if odd := first_odd(tokens):
        raise FormatError(
            f"spaCy needs the tokens in order and apart; {short(odd[1].of(text))} at "
            f"{odd[1].start} does not come after {short(odd[0].of(text))}"
        )
    if lost := lost_characters(text, tokens):
        raise FormatError(
            f"spaCy needs each character in a token, and {short(text[lost[0]])} at {lost[0]} is in "
            "none; put it into one"
        )
    found: list[Span] = []
    at = 0
    for token in [*tokens, Span(len(text), len(text) + 1)]:
        if token.end <= len(text) and token.of(text).isspace():
            raise FormatError(
                f"the token at {token.start} is white space alone, which to spaCy stands between "
                "words; leave it out"
            )
        if found and text[at : at + 1] == " ":
            at += 1
        if at < token.start:
            found.append(Span(at, token.start))
        found.append(Span(token.start, token.end))
        at = token.end
    return found[:-1]


def _entity(span: Span, starts: dict[int, int], ends: dict[int, int]) -> dict[str, Any]:
    written: dict[str, Any] = {"start": span.start, "end": span.end, "label": span.label}
    if span.start in starts and span.end in ends:
        written |= {"token_start": starts[span.start], "token_end": ends[span.end]}
    return written


def _quote(quote: Quote) -> dict[str, Any]:
    def pair(span: Span | None) -> list[int] | None:
        return None if span is None else [span.start, span.end]

    return {
        "kind": quote.kind,
        "content": pair(quote.content),
        "pieces": [pair(piece) for piece in quote.pieces],
        "cue": pair(quote.cue),
        "speaker": pair(quote.speaker),
        "resolved": quote.resolved,
    }


def read_spacy(data: str, where: str = "the JSON Lines") -> list[Document]:
    """Read every article, one a line; empty lines are passed over.

    Args:
        data: What the file holds.
        where: What to call the file in a sentence.

    Raises:
        FormatError: A line is no JSON object with a text, or a span does not lie in it.

    Example:
        >>> [found] = read_spacy('{"text": "Park flew", "entities": [[0, 4, "PERSON"]]}')
        >>> found.layers.entities
        (Span(start=0, end=4, label='PERSON'),)
    """
    found = []
    for number, line in enumerate(data.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(_document(line))
        except (BadInput, RecursionError) as error:
            told = str(error) or "it holds lists in lists without an end"
            raise FormatError(f"{where}: line {number}: {told}") from None
    if not found:
        raise FormatError(f"{where} holds no line; each is one article as a JSON object")
    return found


def _document(line: str) -> Document:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise BadInput(f"this is not JSON ({error}); write one object a line") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise BadInput('it is not a JSON object with a "text"; give it one')
    text: str = record["text"]
    meta = record.get("meta")
    name = meta.get("name") if isinstance(meta, dict) else None
    given: dict[str, Any] = {}
    if "tokens" in record:
        tokens = _spans(record["tokens"], "tokens")
        given["tokens"] = [token for token in tokens if not text[token.start : token.end].isspace()]
    if "sents" in record:
        given["sentences"] = _spans(record["sents"], "sents")
    key = next((key for key in _ENTITY_KEYS if isinstance(record.get(key), list)), None)
    if key is not None:
        given["entities"] = _spans(record[key], key, labelled=True)
    if "quotes" in record:
        given["quotes"] = [_read_quote(item) for item in _list(record["quotes"], "quotes")]
        given["scare_quotes"] = _spans(record.get("scare_quotes", []), "scare_quotes")
    layers = Layers(**given)
    layers.check_places(text)
    return Document(name if isinstance(name, str) and name.strip() else "text", text, layers)


def _list(data: Any, key: str) -> Sequence[Any]:
    if not isinstance(data, list):
        raise BadInput(f'its "{key}" are not a list; write them between [ and ]')
    return data


def _spans(data: Any, key: str, *, labelled: bool = False) -> list[Span]:
    """Spans as dictionaries with start and end, or as lists."""
    found = []
    for item in _list(data, key):
        if isinstance(item, dict):
            item = [item.get("start"), item.get("end"), *([item.get("label")] if labelled else [])]
        try:
            [span] = from_json([item])
        except BadInput as error:
            raise BadInput(f'in its "{key}", {error}; correct it') from None
        found.append(span if labelled else Span(span.start, span.end))
    return found


def _read_quote(item: Any) -> Quote:
    if not isinstance(item, dict) or set(item) != _QUOTE_KEYS:
        raise BadInput(f"a quote has the keys {', '.join(sorted(_QUOTE_KEYS))}; give it these")
    if item["kind"] not in QUOTE_KINDS:
        raise BadInput(f"a quote is {', '.join(QUOTE_KINDS)}, not {item['kind']!r:.40}")
    name = item["resolved"]
    if not (name is None or isinstance(name, str)):
        raise BadInput(f"a quote's resolved speaker is a name or null, not {name!r:.40}")

    def one(key: str) -> Span | None:
        return None if item[key] is None else _spans([item[key]], key)[0]

    content = one("content")
    if content is None:
        raise BadInput("a quote has no content; give it a span")
    pieces = tuple(_spans(item["pieces"], "pieces"))
    return Quote(item["kind"], content, pieces, one("cue"), one("speaker"), name)
