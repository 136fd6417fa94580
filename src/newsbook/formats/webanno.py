"""W3C Web Annotation: JSON-LD, an annotation for each thing that is marked.

Holds entities and quotes; no tokens and no sentences. The file is one `AnnotationPage`:

- An entity is an annotation with the motivation `tagging`, its label the body.
- A quote's content is one with the motivation `classifying`: a body with its kind, and where its
  speaker has a name, a body with that, whose purpose is `identifying`.
- Its cue, its speaker and its quoted pieces are annotations of their own with the motivation
  `linking`: one body says which of them it is, one is the content's annotation.
- A scare quote is one with the motivation `highlighting`.

Each target has two selectors for the same words. A `TextPositionSelector` counts from 0, end
exclusive, in Unicode code points: the Web Annotation Data Model (W3C Recommendation, 2017, 4.2.4
and 4.2.5) demands them and rules out code units, so Python's offsets stand as they are. A
`TextQuoteSelector` has the words with 32 characters before and after. The text is plain, so there
is nothing to normalise: its line ends are kept and count, two for CRLF.

The text itself is not in the file: `source` names the file beside it. When reading, words and
place are held against each other. Where they differ, as in a file of a tool that counts UTF-16
units or after a change to the text, the words decide, if they stand at one place only.

Ids are made from the text and the number of the annotation (UUID version 5), so the same layers
give the same file. A layer with nothing in it leaves nothing, and comes back as one that is not
there. Entities come back in the order of the text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote as percent_encoded
from urllib.parse import unquote

from newsbook.articles.layers import Layers
from newsbook.articles.quote import QUOTE_KINDS, Quote
from newsbook.errors import BadInput
from newsbook.formats.base import Document, FormatError, as_json, named_and_quoted, short
from newsbook.spans import Span

__all__ = ["CONTEXT", "read_webanno", "write_webanno"]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
BESIDE = 32
"""Characters of the text that are given before and after the words."""

_PARTS = ("cue", "speaker", "piece")


def write_webanno(name: str, text: str, layers: Layers) -> str:
    """Write the annotations as one JSON-LD document.

    Args:
        name: The article's name; the text lies beside the file as ``NAME.txt``.
        text: Its text.
        layers: Entities, quotes, or both.

    Raises:
        FormatError: An entity has no label.

    Example:
        >>> page = json.loads(write_webanno("ada", "Ada flew", Layers(entities=[Span(0, 3, "P")])))
        >>> page["items"][0]["target"]["selector"][0]
        {'type': 'TextPositionSelector', 'start': 0, 'end': 3}
    """
    import uuid  # for this alone: no kernel has to hold it

    source = f"{percent_encoded(name, safe='')}.txt"
    space = uuid.uuid5(uuid.NAMESPACE_OID, f"{source}\n{text}")
    items: list[dict[str, Any]] = []

    def add(motivation: str, bodies: list[Any], span: Span) -> str:
        key = f"urn:uuid:{uuid.uuid5(space, str(len(items) + 1))}"
        items.append(
            {
                "id": key,
                "type": "Annotation",
                "motivation": motivation,
                "body": bodies[0] if len(bodies) == 1 else bodies,
                "target": {"source": source, "selector": _selectors(text, span)},
            }
        )
        return key

    for entity in layers.entities or ():
        if not entity.label:
            raise FormatError(
                f"a web annotation tags with a label, and the entity {short(entity.of(text))} at "
                f"{entity.start} has none; give it one"
            )
        add("tagging", [_body(entity.label, "tagging")], entity)
    for quote in layers.quotes or ():
        bodies = [_body(quote.kind, "classifying")]
        if quote.resolved is not None:
            bodies.append(_body(quote.resolved, "identifying"))
        content = add("classifying", bodies, quote.content)
        linked = {"type": "SpecificResource", "source": content, "purpose": "linking"}
        for part, span in (
            ("cue", quote.cue),
            ("speaker", quote.speaker),
            *(("piece", piece) for piece in quote.pieces),
        ):
            if span is not None:
                add("linking", [_body(part, "tagging"), linked], span)
    for scare in layers.scare_quotes or ():
        add("highlighting", [_body("scare quote", "tagging")], scare)
    page = {
        "@context": CONTEXT,
        "id": f"urn:uuid:{uuid.uuid5(space, 'page')}",
        "type": "AnnotationPage",
        "items": items,
    }
    return as_json(page, indent=1) + "\n"


def _body(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _selectors(text: str, span: Span) -> list[dict[str, Any]]:
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": text[max(0, span.start - BESIDE) : span.start],
            "suffix": text[span.end : span.end + BESIDE],
        },
    ]


def read_webanno(
    data: str, text: str | None, where: str = "the annotations", name: str = "text"
) -> Document:
    """Read annotations: one, a list, a page or a collection of one page.

    An annotation with a tag is an entity; those that are neither ours nor tags (comments,
    highlights) are passed over.

    Args:
        data: What the file holds.
        text: The text that was annotated.
        where: What to call the file in a sentence.
        name: The article's name, where no annotation names a source.

    Raises:
        FormatError: There is no text, or this is no JSON-LD of annotations, or one of them cannot
            be found in the text.

    Example:
        >>> read_webanno('''{"type": "Annotation", "motivation": "tagging", "body":
        ... {"type": "TextualBody", "value": "GPE", "purpose": "tagging"}, "target": {"source": "a",
        ... "selector": {"type": "TextQuoteSelector", "exact": "Oslo"}}}''', "To Oslo").layers
        ... # doctest: +ELLIPSIS
        Layers(tokens=None, sentences=None, entities=(Span(start=3, end=7, label='GPE'),), ...)
    """
    if text is None:
        raise FormatError(f"{where} does not hold the text that was annotated; give that too")
    try:
        page = json.loads(data.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{where} is not JSON ({str(error) or 'it is too deep'})") from None
    entities: list[Span] = []
    contents: dict[str, tuple[Span, str, str | None]] = {}
    parts: list[tuple[str, str, Span]] = []
    scares: list[Span] = []
    for number, item in enumerate(_items(page, where), 1):
        try:
            if not isinstance(item, dict):
                raise BadInput("it is no JSON object")
            bodies = _bodies(item)
            told = {purpose: value for purpose, value in bodies if purpose != "linking"}
            link = next((value for purpose, value in bodies if purpose == "linking"), None)
            motivation = item.get("motivation")
            if motivation == "classifying" and told.get("classifying") in QUOTE_KINDS:
                key = str(item.get("id"))
                place = _place(item, text)
                contents[key] = (place, told["classifying"], told.get("identifying"))
            elif motivation == "linking" and link and told.get("tagging") in _PARTS:
                parts.append((link, told["tagging"], _place(item, text)))
            elif motivation == "highlighting" and told.get("tagging") == "scare quote":
                scares.append(_place(item, text))
            elif "tagging" in told and motivation in ("tagging", "identifying", None):
                entities.append(_place(item, text).labelled(told["tagging"]))
            else:
                continue
            name = _source(item) or name
        except BadInput as error:
            raise FormatError(f"{where}: annotation {number}: {error}") from None
    quotes = _quotes(contents, parts, where)
    return named_and_quoted(name, text, entities, quotes, scares)


def _items(page: Any, where: str) -> list[Any]:
    """The annotations of whatever holds them."""
    if isinstance(page, dict) and isinstance(page.get("first"), dict):
        page = page["first"]
    if isinstance(page, dict) and page.get("type") == "Annotation":
        return [page]
    found = page.get("items") if isinstance(page, dict) else page
    if not isinstance(found, list):
        raise FormatError(f"{where} holds no annotations; it needs an AnnotationPage with items")
    return found


def _bodies(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What each body says, after its purpose."""
    if isinstance(item.get("bodyValue"), str):
        return [("tagging", item["bodyValue"])] if item.get("motivation") == "tagging" else []
    given = item.get("body")
    found = []
    for body in given if isinstance(given, list) else [given]:
        if isinstance(body, dict):
            value = body.get("value", body.get("source"))
            purpose = body.get("purpose", item.get("motivation"))
            if isinstance(value, str) and isinstance(purpose, str):
                found.append((purpose, value))
    return found


def _target(item: Mapping[str, Any]) -> Mapping[str, Any]:
    given = item.get("target")
    target = given[0] if isinstance(given, list) and given else given
    return target if isinstance(target, dict) else {}


def _source(item: Mapping[str, Any]) -> str:
    source = _target(item).get("source")
    if not isinstance(source, str):
        return ""
    return unquote(source.rpartition("/")[2].removesuffix(".txt"))


def _place(item: Mapping[str, Any], text: str) -> Span:
    """Where the target stands, by its words and its place."""
    given = _target(item).get("selector")
    selectors = [s for s in (given if isinstance(given, list) else [given]) if isinstance(s, dict)]
    by_type = {selector.get("type"): selector for selector in selectors}
    place, words = by_type.get("TextPositionSelector"), by_type.get("TextQuoteSelector")
    span = None
    if place is not None:
        span = Span(place.get("start", -1), place.get("end", -1))
    exact = words.get("exact") if words else None
    if not isinstance(exact, str) or not exact:
        if span is None:
            raise BadInput("its target has neither a place in the text nor words of it")
        if span.end > len(text):
            raise BadInput(f"its place ends after the text, which has {len(text)} characters")
        return span
    if span is not None and text[span.start : span.end] == exact:
        return span
    assert words is not None  # it had the words
    before, after = (words.get(key, "") for key in ("prefix", "suffix"))
    if not isinstance(before, str) or not isinstance(after, str):
        raise BadInput("the prefix or the suffix of its words is no string")
    whole = f"{before}{exact}{after}"
    at = text.find(whole)
    if at < 0:
        raise BadInput(f"{short(exact)} does not stand in the text as it says")
    if text.find(whole, at + 1) >= 0:
        raise BadInput(f"{short(exact)} stands at several places; give it a place, or more around")
    return Span(at + len(before), at + len(before) + len(exact))


def _quotes(
    contents: Mapping[str, tuple[Span, str, str | None]],
    parts: list[tuple[str, str, Span]],
    where: str,
) -> list[Quote]:
    linked: dict[str, dict[str, list[Span]]] = {key: {} for key in contents}
    for key, part, span in parts:
        if key not in contents:
            raise FormatError(f"{where}: a {part} is linked to {short(key)}, which is no quote")
        linked[key].setdefault(part, []).append(span)
    found = []
    for key, (content, kind, name) in contents.items():
        cue, speaker, pieces = (linked[key].get(part, []) for part in _PARTS)
        for part, spans in (("cue", cue), ("speaker", speaker)):
            if len(spans) > 1:
                raise FormatError(f"{where}: a quote has two annotations as its {part}; keep one")
        one = [*cue, None][0], [*speaker, None][0]
        found.append(Quote(kind, content, tuple(sorted(pieces)), *one, name))
    return sorted(found, key=lambda quote: quote.content)
