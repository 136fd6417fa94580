"""One door to the text layer: `analyse` takes a text and gives all that newsbook finds in it.

It is five steps in a row, each a function of its own that takes and gives spans: `tokenise`,
`split_sentences`, `tag_entities`, `find_quotes`, `tie_mentions`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsbook.articles.quote import Quote
from newsbook.errors import want_text
from newsbook.spans import Span, as_spans
from newsbook.text.clauses.page import names_of
from newsbook.text.entities import tag_entities
from newsbook.text.quotations import quoted_pieces
from newsbook.text.quotes import FoundQuotes, find_quotes
from newsbook.text.sentences import split_sentences
from newsbook.text.speakers import tie_names
from newsbook.text.tokens import tokenise

__all__ = ["Analysis", "Person", "analyse", "tie_mentions"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person or a body of an article, and where it is mentioned.

    Args:
        name: Its full name, as the article gives it.
        label: ``PERSON``, or ``ORG`` for a body.
        mentions: The places that name it and those that make it speak under another word (*she*,
            *the senator*), in the order of the text, each with this label.
    """

    name: str
    label: str
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that `analyse` finds in a text.

    Args:
        text: The text, untouched.
        tokens: Its tokens.
        sentences: Its sentences.
        entities: Its names and dates, with their labels.
        quotes: Who said what. A quote's `resolved` is the `name` of one of the people.
        scare_quotes: What stands between quotation marks and is nobody's speech.
        named_by: For each quote the mention that tells whose it is, as in
            `newsbook.text.quotes.FoundQuotes`.
        people: The people and bodies of the text, in the order in which it names them.
    """

    text: str
    tokens: tuple[Span, ...]
    sentences: tuple[Span, ...]
    entities: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    scare_quotes: tuple[Span, ...]
    named_by: tuple[Span | None, ...]
    people: tuple[Person, ...]


def analyse(text: str) -> Analysis:
    """Find tokens, sentences, entities, quotes and people of a text.

    Any text goes in and no exception comes out. Takes time in proportion to the text's length.

    Args:
        text: Any text.

    Raises:
        WrongType: It is not a string.

    Example:
        >>> found = analyse("“The pump failed,” said Dana Whitlock of Leeds. “Nobody was hurt.”")
        >>> [quote.resolved for quote in found.quotes]
        ['Dana Whitlock', 'Dana Whitlock']
        >>> [(person.name, len(person.mentions)) for person in found.people]
        [('Dana Whitlock', 1)]
    """
    want_text(text, "analyse")
    tokens = tokenise(text)
    sentences = split_sentences(text, tokens)
    entities = tag_entities(text, tokens, sentences)
    found = find_quotes(text, entities, tokens, sentences)
    return Analysis(
        text,
        tuple(tokens),
        tuple(sentences),
        tuple(entities),
        found.quotes,
        found.scare_quotes,
        found.named_by,
        tie_mentions(text, entities, found),
    )


def tie_mentions(
    text: str, entities: Sequence[Span], found: FoundQuotes | None = None
) -> tuple[Person, ...]:
    """Tie together what mentions the same person or body, over the whole text.

    Names are tied by `newsbook.text.speakers.tie_names`. Other words are tied where they speak: the
    *she* of a quote is a mention of whom `find_quotes` took her for.

    Args:
        text: Any text.
        entities: Its names, as `tag_entities` gives them.
        found: What `find_quotes` found with these names; without it only names are tied.

    Raises:
        WrongType: The text is not a string, or the entities are no spans.

    Example:
        >>> text = "Ada Ray sang. “Well,” she said."
        >>> names = [Span(0, 7, "PERSON")]
        >>> [ada] = tie_mentions(text, names, find_quotes(text, names))
        >>> ada.name, [mention.of(text) for mention in ada.mentions]
        ('Ada Ray', ['Ada Ray', 'she'])
    """
    want_text(text, "tie_mentions")
    spans = as_spans(entities, "tie_mentions needs the names", text)
    if found is not None and found.tied is not None:
        names, parties = found.tied.names, found.tied.cast.parties
    else:
        names = tuple(names_of(text, spans, quoted_pieces(text))[0])
        parties = tie_names(text, names).parties
    mentions = {party.index: [names[i] for i in party.mentions] for party in parties}
    party_of = {party.name: party.index for party in reversed(parties)}
    if found is not None:
        spoken: dict[int, set[Span]] = {}
        for quote, mention in zip(found.quotes, found.named_by, strict=True):
            if mention is not None and quote.resolved in party_of:
                spoken.setdefault(party_of[quote.resolved], set()).add(mention)
        for index, others in spoken.items():
            mentions[index] = _with_free(mentions[index], others)
    return tuple(
        Person(
            party.name,
            party.label,
            tuple(mention.labelled(party.label) for mention in mentions[party.index]),
        )
        for party in parties
    )


def _with_free(names: Sequence[Span], others: Iterable[Span]) -> list[Span]:
    """The names, and of the other mentions those that share no character with one before."""
    free: list[Span] = []
    for span in sorted(others):
        before = bisect_right(names, span.end - 1, key=lambda name: name.start) - 1
        if before >= 0 and names[before].end > span.start:
            continue
        if not free or free[-1].end <= span.start:
            free.append(span)
    return sorted([*names, *free])
