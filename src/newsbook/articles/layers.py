"""What is marked in a text, all layers in one value: what goes into a file and comes out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from newsbook.articles.article import Article
from newsbook.articles.gold import LAYERS, SPAN_LAYERS
from newsbook.articles.quote import Quote
from newsbook.errors import BadInput, WrongType, kind_of
from newsbook.spans import Span, as_spans

__all__ = ["Layers"]


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of one text. A layer that is None is not there; an empty one says *nothing here*.

    Lists are taken too, and become tuples.

    Args:
        tokens: The tokens.
        sentences: The sentences.
        entities: The entities, labelled.
        quotes: The quotes.
        scare_quotes: Words in marks that nobody said; they are part of the layer `quotes`, and
            there, if perhaps empty, whenever that is.

    Raises:
        WrongType: A layer holds something else than spans, or quotes.

    Example:
        >>> Layers(entities=[Span(0, 4, "ORG")]).held
        ('entities',)
    """

    tokens: tuple[Span, ...] | None = None
    sentences: tuple[Span, ...] | None = None
    entities: tuple[Span, ...] | None = None
    quotes: tuple[Quote, ...] | None = None
    scare_quotes: tuple[Span, ...] | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            given = getattr(self, field.name)
            if given is None:
                continue
            if field.name == "quotes":
                if not isinstance(given, Iterable) or isinstance(given, str):
                    raise WrongType(f"Layers needs quotes as a list, not {kind_of(given)}.")
                taken = tuple(given)
                for quote in taken:
                    if not isinstance(quote, Quote):
                        raise WrongType(f"Layers needs each quote as a Quote, not {quote!r:.40}.")
                object.__setattr__(self, field.name, taken)
            else:
                spans = as_spans(given, f"Layers needs {field.name} as spans")
                object.__setattr__(self, field.name, tuple(spans))
        if (self.quotes is None) != (self.scare_quotes is None):
            # Both are one file of the gold; where one is given, the other is none.
            object.__setattr__(self, "quotes", self.quotes or ())
            object.__setattr__(self, "scare_quotes", self.scare_quotes or ())

    @classmethod
    def of(cls, article: Article) -> Layers:
        """The gold layers that an article has.

        Raises:
            GoldError: A layer's file is broken.

        Example:
            >>> len(Layers.of(Article.load("nato_seoul")).quotes)
            10
        """
        there = article.layers
        given: dict[str, Any] = {name: article.gold(name) for name in SPAN_LAYERS if name in there}
        if "quotes" in there:
            given |= {"quotes": article.quotes, "scare_quotes": article.scare_quotes}
        return cls(**given)

    @property
    def held(self) -> tuple[str, ...]:
        """The names of the layers that are there, in the order of `newsbook.articles.LAYERS`."""
        return tuple(name for name in LAYERS if getattr(self, name) is not None)

    def only(self, names: Iterable[str]) -> Layers:
        """These layers alone, of those that are there.

        Example:
            >>> Layers(tokens=[Span(0, 2)], entities=[]).only(["entities"]).held
            ('entities',)
        """
        kept: dict[str, Any] = {name: getattr(self, name) for name in names if name in self.held}
        if "quotes" in kept:
            kept["scare_quotes"] = self.scare_quotes
        return Layers(**kept)

    def spans(self) -> list[Span]:
        """Every span of every layer."""
        found = [*(self.tokens or ()), *(self.sentences or ()), *(self.entities or ())]
        for quote in self.quotes or ():
            found += [quote.content, *quote.pieces]
            found += [part for part in (quote.cue, quote.speaker) if part]
        return [*found, *(self.scare_quotes or ())]

    def check_places(self, text: str) -> None:
        """Refuse spans that do not lie in the text.

        Raises:
            BadInput: One ends after the text.
        """
        for span in self.spans():
            if span.end > len(text):
                raise BadInput(
                    f"the layers do not fit the text, which has {len(text)} characters: "
                    f"a span goes from {span.start} to {span.end}"
                )
