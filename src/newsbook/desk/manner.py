"""How a text presents its speakers: by name, by a pronoun, by what they are, or not at all."""

from __future__ import annotations

from newsbook.articles import Quote
from newsbook.text import Analysis
from newsbook.text.clauses.page import open_page
from newsbook.text.speakers import learn_roles, tie_names

__all__ = ["MANNERS", "manner_of", "words_beside"]

MANNERS = ("name", "pronoun", "description", "not in the sentence")
"""How the sentence of a quote gives its speaker."""

PRONOUNS = frozenset(["i", "you", "he", "she", "it", "we", "they", "who", "one"])


def manner_of(quote: Quote, analysis: Analysis) -> str:
    """How the sentence of a quote gives its speaker: one of `MANNERS`.

    Args:
        quote: A quote.
        analysis: What was found in its text.

    Example:
        >>> from newsbook.text import analyse
        >>> found = analyse("“No,” said Ada Ray. “Well,” she said. “Yes,” the mayor said.")
        >>> [manner_of(quote, found) for quote in found.quotes]
        ['name', 'pronoun', 'description']
    """
    if quote.speaker is None:
        return "not in the sentence"
    words = quote.speaker.of(analysis.text)
    if any(span.same_place(quote.speaker) for span in analysis.entities):
        return "name"
    return "pronoun" if words.casefold() in PRONOUNS else "description"


def words_beside(analysis: Analysis) -> dict[str, frozenset[str]]:
    """For each person the words that the text puts directly beside the name: titles, roles.

    They are found by place, before the name (*the minister, Rosa Lima*) and behind it (*Ed Novak,
    a retired welder*), so verbs and stray words are among them; pick those that you look for.

    Args:
        analysis: What was found in a text.

    Example:
        >>> from newsbook.text import analyse
        >>> beside = words_beside(analyse("On Monday Jo Lee, a retired nurse, met Mayor Ann Hill."))
        >>> sorted(beside["Jo Lee"]), sorted(beside["Ann Hill"])
        (['nurse', 'retired'], ['mayor'])
    """
    page = open_page(analysis.text, analysis.entities, analysis.tokens, analysis.sentences)
    cast = tie_names(page.text, page.entities)
    learn_roles(page, cast)
    return {p.name: frozenset(p.offices) for p in cast.parties if p.label == "PERSON"}
