"""The pipeline's layers in one view: what it takes, what its page gets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from test_static import Balanced, bare

from newsbook.articles import Article, Quote
from newsbook.errors import BadInput, WrongType
from newsbook.markup import FOLDED
from newsbook.spans import Span
from newsbook.widgets import PipelineView

TEXT = "Ada Ray came. “We won,” she said. “Twice.” Bo Li and Ray left."
SAID = Quote("direct", Span(14, 23), (Span(14, 23),), Span(28, 32), Span(24, 27), "Ada Ray")
UNTOLD = Quote("direct", Span(34, 42), (Span(34, 42),), resolved="Ada Ray")
ENTITIES = [Span(0, 7, "PERSON"), Span(43, 48, "PERSON"), Span(53, 56, "PERSON")]


def view(**layers: Any) -> PipelineView:
    return PipelineView(TEXT, layers, show=layers)


@pytest.fixture(scope="module")
def seed() -> PipelineView:
    return PipelineView(Article.load("nato_seoul"))


def test_the_gold_is_taken_by_default(seed: PipelineView) -> None:
    assert repr(seed) == "PipelineView(417 tokens, 21 sentences, 54 entities, 10 quotes)"
    assert seed.shown == ["entities", "quotes"]
    article = Article.load("nato_seoul")
    assert seed.layers["quotes"] == article.quotes
    assert seed._content["units"] == [[s.start, s.end] for s in article.gold("tokens")]
    assert repr(view(quotes=[SAID], entities=ENTITIES[:1])) == "PipelineView(1 entity, 1 quote)"


def test_shown_is_set_and_observed(seed: PipelineView) -> None:
    heard: list[Any] = []
    seed.observe(lambda change: heard.append(change["new"]), "shown")
    seed.shown = ("quotes", "tokens", "quotes")
    assert seed.shown == ["tokens", "quotes"], "in the pipeline's order, each once"
    seed.shown = []
    assert heard == [["tokens", "quotes"], []]
    # As the page does it.
    seed.set_state({"shown": ["sentences"]})
    assert seed.shown == ["sentences"]
    for wrong, says in ((["words"], "no layer 'words'"), ("tokens", "not a string")):
        with pytest.raises(BadInput, match=says):
            seed.shown = wrong
    assert seed.shown == ["sentences"], "nothing was changed"
    with pytest.raises(BadInput, match="no layer 'entities'"):
        view(tokens=[(0, 3)]).shown = ["entities"]


def test_layers_come_in_any_order_and_with_any_label() -> None:
    made = PipelineView(
        TEXT, {"quotes": [UNTOLD, SAID], "entities": [(53, 56, "X"), (0, 7, "ORG")]}
    )
    assert list(made.layers) == ["entities", "quotes"]
    assert made.layers["quotes"] == (SAID, UNTOLD)
    assert made._content["entities"] == [[0, 7, "ORG"], [53, 56, "X"]]
    assert made._content["tones"]["ORG"] == 1 and made._content["tones"]["X"] == 6
    assert made._content["units"][0] == [0, 3], "words to point at come from the tokeniser"
    json.dumps(made.get_state(["shown", "_content"]))


def test_a_quote_without_speaker_points_to_the_nearest_mention_of_the_name() -> None:
    told, untold = view(quotes=[SAID, UNTOLD], entities=ENTITIES)._content["quotes"]
    assert told["speaker"] == [24, 27] and told["named"] is None
    assert untold["speaker"] is None
    assert untold["named"] == [53, 56], "the last name alone, 11 characters on, not 27 back"
    assert view(quotes=[UNTOLD])._content["quotes"][0]["named"] == [0, 7], "found in the text"
    nobody = Quote("direct", Span(34, 42), resolved="Cy Ro")
    assert view(quotes=[nobody], entities=ENTITIES)._content["quotes"][0]["named"] is None
    unknown = Quote("direct", Span(34, 42))
    assert view(quotes=[unknown], entities=ENTITIES)._content["quotes"][0]["named"] is None


def test_a_page_without_kernel_shows_every_layer(seed: PipelineView) -> None:
    html = seed._repr_mimebundle_()[0]["text/html"]  # type: ignore[index]
    assert html.startswith(FOLDED) and html.count(FOLDED) == 1
    assert "<style" not in html and "<script" not in html and "class=" not in html
    words = bare(html.replace("</td>", "\t").replace("</th>", "\t").replace("</li>", "\n"))
    assert "NATO[ORG] Secretary-General Jens Stoltenberg[PERSON]" in words
    assert "Q1\t‘interconnected’ security\tstresses\tNATO chief\tJens Stoltenberg\tmixed" in words
    assert "\t–\t–\tJens Stoltenberg\tdirect" in words, "a quote without cue and speaker"
    assert "21 sentencesNATO chief stresses ‘interconnected’ security amid" in words
    assert "417 tokensNATO | chief | stresses" in words
    seed.shown = []
    assert seed._html() in html, "whatever is switched on"


def test_fixed_html_escapes_and_is_bounded() -> None:
    evil = "<script>x</script> \u202eabc " * 4000
    spans = [Span(i, i + 8, "<b>") for i in range(0, len(evil) - 24, 24)]
    quotes = [Quote("direct", span, resolved="<img src=x>") for span in spans]
    html = PipelineView(
        evil, {"tokens": spans, "sentences": spans, "entities": spans, "quotes": quotes}
    )._html()
    assert "<script" not in html and "<img" not in html and "\u202e" not in html
    assert len(html) < 1_500_000
    Balanced(html)
    assert "more quotes" in html and "more sentences" in html and "more tokens" in html
    assert "more characters" in html


@pytest.mark.parametrize(
    "layers,says",
    [
        (None, "needs layers for a text without gold"),
        ({}, "at least one of the layers tokens, sentences"),
        ({"words": []}, "'words' is none of them"),
        ([Span(0, 1)], "layers by name, such as .* not a list"),
        ({"entities": [Span(0, 999)]}, "has 62 characters"),
        ({"entities": ["Ada"]}, "needs spans for entities"),
        ({"tokens": [(0, 3), (2, 5)]}, "tokens that do not overlap"),
        ({"quotes": [Span(0, 3)]}, "needs Quotes for quotes, not a Span"),
        ({"quotes": 3}, "not a number"),
        ({"quotes": [Quote("direct", Span(0, 3), cue=Span(90, 99))]}, "needs quotes of its text"),
    ],
)
def test_bad_layers_are_told_in_a_sentence(layers: Any, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        PipelineView(TEXT, layers)


def test_bad_articles_and_names() -> None:
    with pytest.raises(WrongType, match="an article or a text"):
        PipelineView(3, {"tokens": []})  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="no layer 'words'"):
        PipelineView(TEXT, {"tokens": []}, show=["words"])
    assert PipelineView(TEXT, {"tokens": []}, show=["quotes"]).shown == []
    assert PipelineView(TEXT, {"tokens": []}, large=True).large is True
