"""Rows of the desk's table: one for each quote, with whoever is spoken of in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsbook.articles import Article, Quote
from newsbook.errors import WrongType, kind_of
from newsbook.quote_scoring import plain_name
from newsbook.spans import Span
from newsbook.text import Analysis, tie_mentions
from newsbook.text.speakers import name_words

__all__ = ["NOBODY", "Row", "from_gold", "who_said_what"]

NOBODY = "(nobody named)"
"""Who speaks where the text neither names nor describes a speaker."""

ABOUT = ("PERSON", "ORG", "GPE", "LOC", "NORP")
"""Labels of what can be spoken about; a date cannot."""


@dataclass(frozen=True, slots=True)
class Row:
    """One quote as the desk tells it.

    Args:
        quote: The quote.
        who: The speaker's full name; without one the words that the text has for the speaker, or
            `NOBODY`.
        named: Whether `who` is a name.
        about: Who and what is named in what was said, other than the speaker: full names, each
            once, in the order of the text.
    """

    quote: Quote
    who: str
    named: bool
    about: tuple[str, ...]


def from_gold(article: Article) -> Analysis:
    """The gold of an article in the form that `newsbook.text.analyse` gives.

    Args:
        article: An article with all four layers.

    Raises:
        GoldError: A layer is missing or does not fit the text.
        WrongType: It is no article.

    Example:
        >>> gold = from_gold(Article.load("nato_seoul"))
        >>> len(gold.quotes), gold.people[1].name
        (10, 'Jens Stoltenberg')
    """
    if not isinstance(article, Article):
        raise WrongType(f"from_gold needs an Article, not {kind_of(article)}.")
    entities = article.gold("entities")
    return Analysis(
        text=article.text,
        tokens=article.gold("tokens"),
        sentences=article.gold("sentences"),
        entities=entities,
        quotes=article.quotes,
        scare_quotes=article.scare_quotes,
        # The gold says whose words they are, and not which mention tells it.
        named_by=(None,) * len(article.quotes),
        people=tie_mentions(article.text, entities),
    )


def who_said_what(
    analysis: Analysis, quotes: Iterable[Quote] | None = None, labels: Sequence[str] = ABOUT
) -> list[Row]:
    """Who said what about whom: a row for each quote, in the order of the text.

    What is spoken about are the names inside of what was said. Two names of one person or body
    count as one, as far as `newsbook.text.tie_mentions` ties them; pronouns are not followed.

    Args:
        analysis: What was found in a text.
        quotes: The quotes; by default all.
        labels: Labels of the entities that count.

    Example:
        >>> from newsbook.text import analyse
        >>> text = "Ada Ray met Bob Hill. “Hill is kind, and Leeds is far,” said Ray."
        >>> [(row.who, row.about) for row in who_said_what(analyse(text))]
        [('Ada Ray', ('Bob Hill', 'Leeds'))]
    """
    if not isinstance(analysis, Analysis):
        raise WrongType(f"who_said_what needs what analyse(text) gives, not {kind_of(analysis)}.")
    text = analysis.text
    full = {
        (mention.start, mention.end): person.name
        for person in analysis.people
        for mention in person.mentions
    }
    told = sorted(span for span in analysis.entities if span.label in labels)
    starts = [span.start for span in told]
    rows = []
    for quote in sorted(
        analysis.quotes if quotes is None else quotes, key=lambda q: (q.content, q.resolved or "")
    ):
        about: dict[str, None] = {}
        for span in told[bisect_left(starts, quote.content.start) :]:
            if span.start >= quote.content.end:
                break
            if not quote.content.contains(span):
                continue
            name = full.get((span.start, span.end)) or one_line(span.of(text))
            if not same_name(name, quote.resolved):
                about[name] = None
        rows.append(Row(quote, who(quote, text), quote.resolved is not None, tuple(about)))
    return rows


def who(quote: Quote, text: str) -> str:
    """The speaker's name, or else the words that the text has for the speaker."""
    if quote.resolved is not None:
        return quote.resolved
    return one_line(quote.speaker.of(text)) if quote.speaker else NOBODY


def same_name(one: str, other: str | None) -> bool:
    """Whether two full names mean the same, titles and *the* aside."""
    if other is None:
        return False
    return plain_name(one) == plain_name(other) or name_words(one) == name_words(other)


def one_line(words: str) -> str:
    """Words of a text without its line breaks."""
    return " ".join(words.split())


def spoken_words(analysis: Analysis) -> list[Span]:
    """The tokens that are words: with a letter or a digit in them."""
    text = analysis.text
    return [t for t in analysis.tokens if any(char.isalnum() for char in t.of(text))]
