"""Link what was said to the words that say so, and to who said it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from newsbook.articles import Article, Quote
from newsbook.errors import BadInput, WrongType, kind_of
from newsbook.exercises import QuoteExercise
from newsbook.exercises.quote_form import (
    PARTS,
    full_name,
    full_names,
    quotes_from_json,
    quotes_to_json,
)
from newsbook.markup import escaped
from newsbook.spans import Span, are_disjoint, as_spans
from newsbook.text import tokenise
from newsbook.text.quotations import quotations
from newsbook.widgets.core import FRAME, AnswerWidget
from newsbook.widgets.practice import practice
from newsbook.widgets.static import Mark, cut_note, marked_html, written_out
from newsbook.widgets.surface import ARTICLE, article_content, text_of

__all__ = ["QuoteLinker"]

MOST_SHOWN = 200
"""Quotes that fixed HTML tells in words."""

_TOLD = 600  # characters of a quote that are told in words
_LETTERS = {"CONTENT": ("Q", 0), "CUE": ("C", 1), "SPEAKER": ("S", 2)}


class QuoteLinker(AnswerWidget):
    """An article in which quotes are marked, each tied to its cue and its speaker.

    Words are selected and made a new quote; then its cue and its speaker are selected, and the
    speaker is tied to a name. What stands in quotation marks inside the words (the pieces) is found
    by itself, and makes a quote direct, mixed or indirect; the learner can say otherwise.

    Args:
        article: An `Article`, or any text.
        quotes: The quotes to start from.
        units: What can be selected, in order; by default the article's tokens.
        names: The full names that a speaker can be tied to. One that another of them begins or ends
            with (``Ray`` beside ``Ada Ray``) is left out, unless the reference needs it; an
            exercise's names are taken as they are. Without any, a speaker is tied to the words of
            a mention in the text.
        reference: The gold quotes, for practice without an exercise: *Check* holds the answer
            against them.
        large: Whether letters are as large as a projector needs.

    Attributes:
        value: ``{"quotes": [{"kind": "direct", "content": [0, 9], "pieces": [[0, 9]],
            "cue": [14, 18], "speaker": [10, 13], "resolved": "Ada Ray"}]}`` in code points, in the
            order of the text; cue, speaker and resolved may be None. A short form of just one of
            the names becomes that name.
        quotes: The same as `Quote`; can be set.
        spans: All contents, cues and speakers as spans with the labels CONTENT, CUE and SPEAKER,
            in order.
        text: The article's text.

    Raises:
        NotAnAnswer: A span does not lie in the text or begins or ends with white space, two quotes
            have the same content, or a name is not one of the names.
        BadInput: What is handed over is no article, no quotes, no units or no names.

    Example:
        >>> linker = QuoteLinker("“We won,” she said.", names=["Ada Ray"])
        >>> content, cue, speaker = Span(0, 9), Span(14, 18), Span(10, 13)
        >>> linker.quotes = [Quote("direct", content, (content,), cue, speaker, "Ada Ray")]
        >>> linker
        QuoteLinker(1 quote: 1 direct)
        >>> [(span.of(linker.text), span.label) for span in linker.spans]
        [('“We won,”', 'CONTENT'), ('she', 'SPEAKER'), ('said', 'CUE')]
    """

    parts = (
        *(*FRAME, *ARTICLE, "quote_linker.css"),
        *("quote_words.js", "quote_ties.js", "quote_linker.js"),
    )

    def __init__(
        self,
        article: Article | str,
        quotes: Sequence[Quote] = (),
        *,
        units: Sequence[Span] | None = None,
        names: Sequence[str] = (),
        reference: Sequence[Quote] | None = None,
        exercise: QuoteExercise | None = None,
        folder: Path | None = None,
        large: bool = False,
    ) -> None:
        self.text = text_of(article, "QuoteLinker")
        needed = [quote.resolved for quote in _quotes(reference or ())]
        self.names = _names(names) if exercise else full_names(_names(names), needed)
        self._marked = quotations(self.text)
        start = {"quotes": quotes_to_json(_quotes(quotes))}
        rules = None
        if reference is not None and exercise is None:
            rules = self._practice(article, _quotes(reference))
        asks = exercise.parts if exercise else PARTS
        content = {
            "question": exercise.question if exercise else "",
            "article": article_content(self.text, self._units(units)),
            "marked": [[span.start, span.end] for span in self._marked],
            "names": list(self.names),
            "asks": list(asks),
        }
        super().__init__(start, content, exercise, folder, rules, large=large)

    @classmethod
    def of(cls, exercise: Any, folder: Path | None = None) -> QuoteLinker:
        """The widget of an exercise of its kind, bound to it."""
        return cls(exercise.source, names=exercise.speakers, exercise=exercise, folder=folder)

    @property
    def quotes(self) -> list[Quote]:
        """The quotes, in the order of the text."""
        return quotes_from_json(self.value["quotes"], self.text, self._marked)

    @quotes.setter
    def quotes(self, quotes: Sequence[Quote]) -> None:
        self.value = {"quotes": quotes_to_json(_quotes(quotes))}

    @property
    def spans(self) -> list[Span]:
        """All spans of all quotes, labelled, in the order of the text."""
        return sorted(span for quote in self.quotes for span in _spans_of(quote))

    def _practice(self, article: Article | str, gold: list[Quote]) -> QuoteExercise:
        try:
            gold = quotes_from_json(quotes_to_json(gold), self.text, self._marked)
        except BadInput as error:
            raise BadInput(f"QuoteLinker cannot use this reference: {error}.") from None
        known = tuple(dict.fromkeys(quote.resolved for quote in gold if quote.resolved))
        if self.names and (odd := [name for name in known if name not in self.names]):
            raise BadInput(
                f"QuoteLinker needs {odd[0]!r:.60} among its names: the reference has it."
            )
        rules: QuoteExercise = practice(
            QuoteExercise,
            question="",
            article=article if isinstance(article, Article) else Article.from_text(self.text),
            gold=gold,
            names=self.names or known,
            asks=PARTS,
            praise="Each quote is tied to its cue and its speaker.",
        )
        return rules

    def _units(self, units: Sequence[Span] | None) -> list[Span]:
        if units is None:
            return tokenise(self.text)
        given = as_spans(units, "QuoteLinker needs the units as spans", self.text)
        if not are_disjoint(given):
            raise BadInput("QuoteLinker needs units in order, none reaching into the next.")
        for unit in given:
            if (words := unit.of(self.text)) != words.strip():
                raise BadInput(
                    f"QuoteLinker needs units without white space at their ends; {unit}."
                )
        return given

    def _read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or set(value) != {"quotes"}:
            raise ValueError('it is not of the form {"quotes": [{"content": [0, 9], …}, …]}')
        quotes = quotes_from_json(value["quotes"], self.text, self._marked)
        for i, quote in enumerate(quotes):
            given = quote.resolved
            if not self.names or given is None or given in self.names:
                continue
            name = full_name(given, self.names)
            if name not in self.names:
                raise ValueError(f"{name!r:.60} is not one of the names")
            quotes[i] = replace(quote, resolved=name)
        return {"quotes": quotes_to_json(quotes)}

    def _summary(self) -> str:
        kinds = [quote["kind"] for quote in self.value["quotes"]]
        counts = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(sorted(kinds))]
        number = f"{len(kinds)} quote{'s' * (len(kinds) != 1)}"
        return f"{number}: {', '.join(counts)}" if kinds else "no quotes"

    def _html(self) -> str:
        """The article with its quotes marked by number, and each quote in words."""
        quotes = self.quotes
        marks = [
            Mark(span.start, span.end, letter, f"{letter}{number}", tone)
            for number, quote in enumerate(quotes, 1)
            for span in _spans_of(quote)
            for letter, tone in [_LETTERS[span.label]]
        ]
        told = "".join(f"<li>{self._in_words(quote)}</li>" for quote in quotes[:MOST_SHOWN])
        key = "Q is what was said, C its cue, S its speaker; the number is the quote’s."
        below = f"<p>{key}</p><ol>{told}</ol>" if quotes else "<p>No quote is marked yet.</p>"
        more = cut_note(len(quotes) - MOST_SHOWN, "quote")
        return marked_html(self.text, marks, legend=False) + below + more

    def _in_words(self, quote: Quote) -> str:
        def words(span: Span) -> str:
            said = " ".join(span.of(self.text).split())
            return written_out(said if len(said) <= _TOLD else f"{said[: _TOLD - 1]}…")

        name = escaped(quote.resolved) if quote.resolved else "no name"
        speaker = f"<b>{words(quote.speaker)}</b> → {name}" if quote.speaker else f"→ {name}"
        cue = f"<b>{words(quote.cue)}</b>" if quote.cue else "none"
        return f"{quote.kind}: {words(quote.content)}<br>speaker: {speaker}; cue: {cue}"


def _spans_of(quote: Quote) -> Iterable[Span]:
    """Its content, cue and speaker, labelled."""
    yield quote.content.labelled("CONTENT")
    if quote.cue:
        yield quote.cue.labelled("CUE")
    if quote.speaker:
        yield quote.speaker.labelled("SPEAKER")


def _quotes(given: Any) -> list[Quote]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongType(f"QuoteLinker needs quotes, such as article.quotes, not {kind_of(given)}.")
    quotes = list(given)
    for quote in quotes:
        if not isinstance(quote, Quote):
            raise WrongType(f"QuoteLinker needs quotes, each a Quote, not {kind_of(quote)}.")
    return quotes


def _names(given: Any) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongType(f'QuoteLinker needs names, such as ["Ada Ray"], not {kind_of(given)}.')
    names = tuple(given)
    for name in names:
        if not isinstance(name, str) or not name.strip() or len(name) > 200:
            raise BadInput(f"QuoteLinker needs each name as a short string, not {name!r:.40}.")
    return tuple(dict.fromkeys(names))
