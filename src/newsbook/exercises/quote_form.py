"""Quotes as a learner's answer: their JSON, and how an author writes them by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from newsbook.articles import Article, Quote
from newsbook.articles.quote import QUOTE_KINDS
from newsbook.errors import BadInput
from newsbook.spans import Span
from newsbook.text.quotations import kind_by_marks, pieces_in, quotations

__all__ = [
    "PARTS", "full_name", "full_names", "nearest", "possible_speakers", "quote_of",
    "quotes_from_json", "quotes_to_json",
]  # fmt: skip

PARTS = ("content", "cue", "speaker", "resolved", "kind")
"""What of a quote an exercise can ask for."""

LONGEST_NAME = 200
_KEYS = {"kind", "content", "pieces", "cue", "speaker", "resolved"}


def quotes_to_json(quotes: Iterable[Quote]) -> list[dict[str, Any]]:
    """Quotes as JSON, each span as ``[start, end]``.

    Example:
        >>> quotes_to_json([Quote("indirect", Span(5, 9), cue=Span(0, 4))])[0]["cue"]
        [0, 4]
    """

    def pair(span: Span | None) -> list[int] | None:
        return None if span is None else [span.start, span.end]

    return [
        {
            "kind": quote.kind,
            "content": pair(quote.content),
            "pieces": [[piece.start, piece.end] for piece in quote.pieces],
            "cue": pair(quote.cue),
            "speaker": pair(quote.speaker),
            "resolved": quote.resolved,
        }
        for quote in quotes
    ]


def quotes_from_json(data: Any, text: str, marked: Sequence[Span] | None = None) -> list[Quote]:
    """Read quotes of a text, trusting nothing.

    The pieces are taken from the quotation marks of the text, whatever the data says of them. A
    kind that is left out is taken from the marks too; a cue, a speaker, and a name may be left out.

    Args:
        data: What `quotes_to_json` wrote, or JSON like it.
        text: The text that the quotes are of.
        marked: What `quotations` finds in it, if that is known.

    Returns:
        Quotes in the order of the text.

    Raises:
        BadInput: The data is of another form, or a span does not lie in the text, or two quotes
            have the same content.

    Example:
        >>> text = "“We won,” she said."
        >>> quotes_from_json([{"content": [0, 9], "cue": [14, 18]}], text)[0].kind
        'direct'
    """
    if not isinstance(data, list):
        raise BadInput("the quotes are not a list")
    marked = quotations(text) if marked is None else marked
    quotes: dict[tuple[int, int], Quote] = {}
    for item in data:
        if not isinstance(item, dict) or "content" not in item or not set(item) <= _KEYS:
            raise BadInput(f"a quote is a dictionary with the keys {', '.join(sorted(_KEYS))}")
        content = _place(item["content"], text, "content")
        cue, speaker = (
            None if item.get(part) is None else _place(item[part], text, part)
            for part in ("cue", "speaker")
        )
        name = item.get("resolved")
        if name is not None and not (
            isinstance(name, str) and name.strip() and len(name) <= LONGEST_NAME
        ):
            raise BadInput(f"a quote’s resolved speaker is a name or null, not {name!r:.40}")
        pieces = pieces_in(content, marked)
        kind = item.get("kind", None) or kind_by_marks(text, content, pieces)
        if kind not in QUOTE_KINDS:
            raise BadInput(f"a quote is {', '.join(QUOTE_KINDS)}, not {kind!r:.40}")
        place = (content.start, content.end)
        if place in quotes:
            raise BadInput(f"two quotes have the same content, {content.of(text)!r:.40}")
        quotes[place] = Quote(kind, content, pieces, cue, speaker, name)
    return [quotes[place] for place in sorted(quotes)]


def _place(item: Any, text: str, part: str) -> Span:
    try:
        start, end = item
        span = Span(start, end)
        words = span.of(text)
    except (TypeError, ValueError) as error:
        told = f": {error}" if isinstance(error, BadInput) else ""
        raise BadInput(f"a quote’s {part} is not a span of the text, as [0, 4] is{told}") from None
    if words != words.strip():
        raise BadInput(f"a quote’s {part} begins or ends with white space, {words!r:.40}")
    return span


def nearest(text: str, words: str, beside: Span | None = None, *, inside: bool = False) -> Span:
    """Where words stand in a text: the place that is nearest to a span.

    Args:
        text: The text.
        words: Whole words of it.
        beside: The span; without one, the first place in the text.
        inside: Whether a place in the span is better than one outside it, or worse.

    Raises:
        BadInput: They do not stand there.

    Example:
        >>> nearest("She said: he said no.", "said", Span(18, 20))
        Span(start=13, end=17, label='')
    """
    left = r"(?<!\w)" if words[:1].isalnum() else ""
    right = r"(?!\w)" if words[-1:].isalnum() else ""
    places = [Span(*m.span()) for m in re.finditer(left + re.escape(words) + right, text) if words]
    if not places:
        raise BadInput(f"{words!r:.60} does not stand in the text")
    if beside is None:
        return places[0]

    def far(place: Span) -> tuple[bool, int, int]:
        gap = max(beside.start - place.end, place.start - beside.end, 0)
        return (beside.overlap(place) > 0) != inside, gap, place.start

    return min(places, key=far)


def quote_of(
    text: str,
    content: str,
    *,
    cue: str | None = None,
    speaker: str | None = None,
    resolved: str | None = None,
    kind: str | None = None,
) -> Quote:
    """A quote by its words: cue and speaker are taken where they stand nearest to the content.

    Args:
        text: The text.
        content: What is reported.
        cue: The verb or phrase of saying, if there is one.
        speaker: The mention of the speaker, if there is one.
        resolved: The speaker's full name.
        kind: By default what the quotation marks make of it.

    Raises:
        BadInput: Some words do not stand in the text.

    Example:
        >>> quote_of("“We won,” she said.", "“We won,”", cue="said", speaker="she").kind
        'direct'
    """
    place = nearest(text, content)
    pieces = pieces_in(place, quotations(text))
    return Quote(
        kind or kind_by_marks(text, place, pieces),
        place,
        pieces,
        None if cue is None else nearest(text, cue, place),
        None if speaker is None else nearest(text, speaker, place),
        resolved,
    )


def _is_part(short: str, name: str) -> bool:
    """Whether a name begins or ends with a shorter one, as whole words."""
    return short != name and (
        f"{name} ".startswith(f"{short} ") or f" {name}".endswith(f" {short}")
    )


def full_names(names: Iterable[str], keep: Iterable[str | None] = ()) -> tuple[str, ...]:
    """Names without those that another one of them begins or ends with.

    Args:
        names: The names; each is given back once, in their order.
        keep: Names that stay all the same.

    Example:
        >>> full_names(["Jens Stoltenberg", "NATO", "Stoltenberg"])
        ('Jens Stoltenberg', 'NATO')
    """
    given, kept = tuple(dict.fromkeys(names)), set(keep)
    return tuple(
        name for name in given if name in kept or not any(_is_part(name, other) for other in given)
    )


def full_name(name: str, names: Iterable[str]) -> str:
    """The one full name that a short form stands for; the name itself where there is not just one.

    Example:
        >>> full_name("Park", ["Park Jin", "Yoon Suk Yeol"])
        'Park Jin'
        >>> full_name("Park", ["Park Jin", "Park Min"])
        'Park'
    """
    longer = [other for other in full_names(names) if _is_part(name, other)]
    return longer[0] if len(longer) == 1 else name


def possible_speakers(article: Article) -> tuple[str, ...]:
    """The full names of an article's people and organisations, by its gold entities.

    A name that is a part of another one (``Park`` of ``Park Jin``) is left out.

    Args:
        article: An article with gold entities; one without has no possible speakers.

    Example:
        >>> possible_speakers(Article.load("nato_seoul"))[:2]
        ('Jens Stoltenberg', 'Park Jin')
    """
    if "entities" not in article.layers:
        return ()
    people: dict[str, str] = {}
    for span in article.gold("entities"):
        if span.label in ("PERSON", "ORG"):
            people.setdefault(span.of(article.text), span.label)
    whole = [
        name
        for name in people
        if not any(f" {name} " in f" {other} " for other in people if other != name)
    ]
    return tuple(sorted(whole, key=lambda name: people[name] != "PERSON"))
