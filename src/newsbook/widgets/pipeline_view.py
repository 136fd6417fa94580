"""All layers of an article over one another: tokens, sentences, entities, quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import traitlets

from newsbook.articles import Article, Quote
from newsbook.articles.gold import ENTITY_LABELS, LAYERS
from newsbook.errors import BadInput, WrongType, kind_of
from newsbook.markup import FOLDED, escaped
from newsbook.spans import Span, are_disjoint, as_spans, to_json
from newsbook.text import tokenise
from newsbook.widgets.core import FRAME
from newsbook.widgets.kit import KitWidget
from newsbook.widgets.static import SIZE, Mark, cut_note, marked_html, written_out
from newsbook.widgets.surface import ARTICLE, article_content, text_of

__all__ = ["PipelineView"]

MOST_ROWS = 200
"""Quotes, or sentences, that fixed HTML lists."""

MOST_TOKENS = 2_000
_CELL = f"text-align: left; padding: 0.25em 0.8em; vertical-align: top; {SIZE}"


class PipelineView(KitWidget):
    """What each step of the pipeline finds in an article, in layers that are switched on and off.

    Args:
        article: The article, or its text.
        layers: By their names ``"tokens"``, ``"sentences"``, ``"entities"`` (spans, or pairs of
            offsets) and ``"quotes"`` (`Quote`s); any of the four. By default the article's gold.
        show: The layers that are on at first, as far as there are such.
        large: Whether letters are as large as a projector needs.

    Attributes:
        text: The article's text.
        layers: The layers as tuples, in the pipeline's order.
        shown: Names of the layers that are on, in the pipeline's order. Set it, observe it.

    Raises:
        BadInput: There is no such layer, or what it holds does not lie in the text; tokens
            overlap; there are no layers and the article has no gold.

    Example:
        >>> view = PipelineView(Article.load("nato_seoul"))
        >>> view
        PipelineView(417 tokens, 21 sentences, 54 entities, 10 quotes)
        >>> view.shown = ["tokens"]
        >>> PipelineView("Yoon spoke.", {"entities": [Span(0, 4, "PERSON")]}).shown
        ['entities']
    """

    parts = (*FRAME, *ARTICLE, "pipeline_view.css", "pipeline_view.js")
    # Of no type that traitlets would judge: `_validate_shown` says in one sentence what is wrong.
    shown: Any = traitlets.TraitType([]).tag(sync=True)
    _content = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        article: Article | str,
        layers: Mapping[str, Iterable[Any]] | None = None,
        *,
        show: Iterable[str] = ("entities", "quotes"),
        large: bool = False,
    ) -> None:
        self.text = text_of(article, "PipelineView")
        self.name = article.name if isinstance(article, Article) else ""
        given = _gold(article) if layers is None else layers
        self.layers = _layers(given, self.text)
        wanted = _names(show, LAYERS)
        shown = [name for name in self.layers if name in wanted]
        super().__init__(shown=shown, _content=self._page(), large=large)

    def __repr__(self) -> str:
        """How many spans each layer holds."""
        counts = (_count(len(spans), name) for name, spans in self.layers.items())
        return f"PipelineView({', '.join(counts)})"

    @traitlets.validate("shown")
    def _validate_shown(self, proposal: Any) -> list[str]:
        wanted = _names(proposal["value"], tuple(self.layers))
        return [name for name in self.layers if name in wanted]

    # What the page needs.

    def _page(self) -> dict[str, Any]:
        tokens = self.layers.get("tokens")
        units = tokenise(self.text) if tokens is None else tokens
        return article_content(self.text, units) | {
            "name": self.name,
            "layers": list(self.layers),
            "sentences": to_json(self.layers.get("sentences", ())),
            "entities": to_json(self.layers.get("entities", ())),
            "tones": self._tones(),
            "quotes": [self._quote(quote) for quote in self.layers.get("quotes", ())],
        }

    def _tones(self) -> dict[str, int]:
        """A tone for each label: the known ones always have the same."""
        known = {label: tone for tone, label in enumerate(ENTITY_LABELS)}
        labels = dict.fromkeys(span.label for span in self.layers.get("entities", ()))
        other = [label for label in labels if label not in known]
        return known | {label: len(known) + i for i, label in enumerate(other)}

    def _quote(self, quote: Quote) -> dict[str, Any]:
        def pair(span: Span | None) -> list[int] | None:
            return None if span is None else [span.start, span.end]

        return {
            "kind": quote.kind,
            "content": pair(quote.content),
            "cue": pair(quote.cue),
            "speaker": pair(quote.speaker),
            "resolved": quote.resolved,
            "named": pair(self._nearest_mention(quote)) if quote.speaker is None else None,
        }

    def _nearest_mention(self, quote: Quote) -> Span | None:
        """Where the speaker is named nearest to a quote: by the full name or a word of its end."""
        if not quote.resolved:
            return None
        names = quote.resolved.split()
        ends = {" ".join(names[i:]) for i in range(len(names))}
        people: list[Span] = [
            s for s in self.layers.get("entities", ()) if s.label in ("PERSON", "ORG")
        ]
        mentions = [span for span in people if " ".join(span.of(self.text).split()) in ends]
        if not mentions:
            at = self.text.find(quote.resolved)
            mentions = [Span(at, at + len(quote.resolved))] if at >= 0 else []

        def distance(span: Span) -> tuple[int, int]:
            content = quote.content
            gap = max(span.start - content.end, content.start - span.end, 0)
            return gap, span.start

        outside = [span for span in mentions if not quote.content.overlap(span)]
        return min(outside, key=distance, default=None)

    # Without a kernel.

    def _html(self) -> str:
        """Entities in the text, and the other layers below it: nothing has to be switched on."""
        tones = self._tones()
        marks = [
            Mark(s.start, s.end, s.label[:1], s.label or "entity", tones[s.label])
            for s in self.layers.get("entities", ())
        ]
        article = marked_html(self.text, marks, legend="entities" in self.layers).removeprefix(
            FOLDED
        )
        return self._fixed(article + self._quote_table() + self._folded())

    def _quote_table(self) -> str:
        if "quotes" not in self.layers:
            return ""
        quotes = self.layers["quotes"]
        head = "".join(
            f'<th scope="col" style="{_CELL}">{name}</th>'
            for name in ("", "content", "cue", "speaker", "name", "kind")
        )
        rows = [
            f'<tr><th scope="row" style="{_CELL}">Q{number}</th>'
            + "".join(
                f'<td dir="auto" style="{_CELL}">{cell}</td>'
                for cell in (
                    self._words(quote.content),
                    self._words(quote.cue),
                    self._words(quote.speaker),
                    written_out(quote.resolved) if quote.resolved else "–",
                    quote.kind,
                )
            )
            + "</tr>"
            for number, quote in enumerate(quotes[:MOST_ROWS], start=1)
        ]
        more = cut_note(len(quotes) - MOST_ROWS, "quote")
        caption = f"<p><b>{_count(len(quotes), 'quotes')}</b></p>"
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        return caption + (table if quotes else "") + more

    def _folded(self) -> str:
        """Sentences and tokens, which only few want to read as lists."""
        folded = ""
        if "sentences" in self.layers:
            spans = self.layers["sentences"]
            items = "".join(f'<li dir="auto">{self._words(s)}</li>' for s in spans[:MOST_ROWS])
            more = cut_note(len(spans) - MOST_ROWS, "sentence")
            folded += _details(_count(len(spans), "sentences"), f"<ol>{items}</ol>{more}")
        if "tokens" in self.layers:
            spans = self.layers["tokens"]
            words = " <small>|</small> ".join(self._words(span) for span in spans[:MOST_TOKENS])
            more = cut_note(len(spans) - MOST_TOKENS, "token")
            folded += _details(_count(len(spans), "tokens"), f'<p dir="auto">{words}</p>{more}')
        return folded

    def _words(self, span: Span | None) -> str:
        if span is None:
            return "–"
        words = " ".join(span.of(self.text).split())
        return written_out(words if len(words) <= 600 else f"{words[:599]}…")


def _details(title: str, inner: str) -> str:
    return f'<details style="{SIZE}"><summary>{escaped(title)}</summary>{inner}</details>'


def _count(number: int, layer: str) -> str:
    singular = {"entities": "entity"}.get(layer, layer.removesuffix("s"))
    return f"{number:,} {singular if number == 1 else layer}"


def _names(given: Any, known: tuple[str, ...]) -> set[str]:
    """The names of layers in a list, checked."""
    wanted = f"PipelineView shows layers by a list of names, such as {list(known)!r}"
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongType(f"{wanted}, not {kind_of(given)}.")
    names = list(given)
    for name in names:
        if name not in known:
            raise BadInput(f"{wanted}; it has no layer {name!r:.40}.")
    return set(names)


def _gold(article: Article | str) -> dict[str, Any]:
    found = article.layers if isinstance(article, Article) else ()
    if not isinstance(article, Article) or not found:
        raise BadInput(
            'PipelineView needs layers for a text without gold, such as {"entities": [Span(0, 4, '
            '"ORG")]}.'
        )
    return {name: article.quotes if name == "quotes" else article.gold(name) for name in found}


def _layers(given: Any, text: str) -> dict[str, tuple[Any, ...]]:
    """The layers in the pipeline's order, each in the order of the text."""
    if not isinstance(given, Mapping):
        raise WrongType(
            f'PipelineView needs layers by name, such as {{"tokens": tokenise(text)}}, not '
            f"{kind_of(given)}."
        )
    if unknown := [name for name in given if name not in LAYERS]:
        raise BadInput(
            f"PipelineView knows the layers {', '.join(LAYERS)}; {unknown[0]!r:.40} is none of "
            "them."
        )
    if not given:
        raise BadInput(f"PipelineView needs at least one of the layers {', '.join(LAYERS)}.")
    layers: dict[str, tuple[Any, ...]] = {}
    for name in LAYERS:
        if name == "quotes" and name in given:
            layers[name] = _quotes(given[name], text)
        elif name in given:
            spans = as_spans(given[name], f"PipelineView needs spans for {name}", text)
            layers[name] = tuple(sorted(spans))
    if not are_disjoint(layers.get("tokens", ())):
        raise BadInput("PipelineView needs tokens that do not overlap.")
    return layers


def _quotes(given: Any, text: str) -> tuple[Quote, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongType(f"PipelineView needs Quotes for quotes, not {kind_of(given)}.")
    quotes = list(given)
    for quote in quotes:
        if not isinstance(quote, Quote):
            hint = "; a span that is all of a quote is Quote('direct', span)" * isinstance(
                quote, Span
            )
            raise WrongType(f"PipelineView needs Quotes for quotes, not {kind_of(quote)}{hint}.")
        parts = [quote.content, *quote.pieces, quote.cue, quote.speaker]
        as_spans([s for s in parts if s], "PipelineView needs quotes", text)
    return tuple(sorted((replace(q) for q in quotes), key=lambda q: (q.content, str(q.cue))))
