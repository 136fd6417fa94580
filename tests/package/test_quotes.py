"""Quotes: pieces, sayings, whose they are, what is reported; any text, in linear time."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odd_texts import ODD, any_text
from quote_snippets import SNIPPETS, Snippet
from support import lines_run

from newsbook.articles import Article
from newsbook.errors import WrongType
from newsbook.spans import Span
from newsbook.text.clauses.page import open_page
from newsbook.text.quotations import quoted_pieces
from newsbook.text.quotes import attribute, find_quotes, find_sayings
from newsbook.text.quotes.lexicon import CUES, LEMMAS, forms_of
from newsbook.text.tokens import tokenise

# -- whole articles and snippets


@pytest.mark.parametrize("name", ["nato_seoul", "harbour_bridge"])
def test_the_first_articles_come_out_as_in_the_gold(name: str) -> None:
    article = Article.load(name)
    found = find_quotes(article.text, article.gold("entities"))
    wanted = [(q.pieces, q.cue, q.speaker, q.resolved) for q in article.quotes if q.pieces]
    assert [(q.pieces, q.cue, q.speaker, q.resolved) for q in found.quotes if q.pieces] == wanted
    assert found.scare_quotes == article.scare_quotes


def test_every_quote_of_the_seed_article_is_right_in_all_its_fields() -> None:
    article = Article.load("nato_seoul")
    assert find_quotes(article.text, article.gold("entities")).quotes == article.quotes


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.name)
def test_snippets(snippet: Snippet) -> None:
    text, names = snippet.read()
    found = find_quotes(text, names)
    got = [
        (piece.of(text), quote.speaker and quote.speaker.of(text), quote.resolved)
        for quote in found.quotes
        for piece in quote.pieces
    ]
    assert len(got) == len(snippet.said), got
    for (words, speaker, name), (first, wanted_speaker, wanted_name) in zip(
        got, snippet.said, strict=True
    ):
        assert words.startswith(first)
        assert (speaker, name) == (wanted_speaker, wanted_name)
    scare = [piece.of(text) for piece in found.scare_quotes]
    assert len(scare) == len(snippet.scare)
    for words, first in zip(scare, snippet.scare, strict=True):
        assert words.startswith(first)


# -- pieces


@pytest.mark.parametrize(
    "text,pieces",
    [
        ("“A,” he said. “B.”", ["“A,”", "“B.”"]),
        ('"A," he said. "B."', ['"A,"', '"B."']),
        ("‘It’s late,’ he said.", ["‘It’s late,’"]),
        ("«Oui», dit-il. „Ja“, sagte sie.", ["«Oui»", "„Ja“"]),
        ("`` We won , '' he said .", ["`` We won , ''"]),
        ("“One.\n\n“Two,” she said.", ["“One.", "“Two,”"]),
        ("“One.\n“Two,” she said.", ["“One.", "“Two,”"]),
        ("Title\n\n“One and\ntwo,” she said.", ["“One and\ntwo,”"]),
        ('"No end, he said. "It broke."', ['"It broke."']),
        ('"So it is,” she said, “and "was".”', ['"So it is,”', '“and "was".”']),
        ("Tell 'em the drivers' bus is late.", []),
        ("6 feet, said the drivers’ union.", []),
        ("” “ ’ ' \"", []),
        ("‘He’s the players’ player,’ said Roy.", ["‘He’s the players’ player,’"]),
        ("the ‘nuts’ and the farmers’ wives", ["‘nuts’"]),
        ("'Tis late,' he said. In the '90s it was 'dear'.", ["'Tis late,'", "'dear'"]),
        ("‘Nothin’ doin’ here,’ she said.", ["‘Nothin’ doin’ here,’"]),
        ("Rock 'n' roll is 'dead', he said.", ["'dead'"]),
        ('"The 30" screen is 6\'2"," he said.', ['"The 30" screen is 6\'2","']),
        ('The "class of 30" met "often," she said.', ['"class of 30"', '"often,"']),
        ('" We won , " he said .', ['" We won , "']),
        ("''So what,'' he said.", ["''So what,''"]),
        ('We go," she said. "I agree."', ['"I agree."']),
        ("”Hi,” he said. “Bye,“ she said.", ["”Hi,”", "“Bye,“"]),
        ("“One.\n\nADVERTISEMENT\n\n“Two.”", ["“One.", "“Two.”"]),
        ("“One.\n\nIt rained.\n\n“Two.”", ["“Two.”"]),
        ("He said “” and ‘ ’.", []),
    ],
)
def test_pieces_of_every_style(text: str, pieces: list[str]) -> None:
    assert [piece.of(text) for piece in quoted_pieces(text)] == pieces


# -- sayings


def first_saying(text: str, *names: str) -> tuple[str | None, str | None, str]:
    spans = [Span(m.start(), m.end(), "PERSON") for n in names for m in re.finditer(n, text)]
    page = open_page(text, spans)
    for index, sayings in find_sayings(page).items():
        unit = page.unit(index)
        for saying in sayings:
            cue = unit.span(*saying.cue).of(text) if saying.cue else None
            speaker = unit.span(*saying.speaker).of(text) if saying.speaker else None
            return cue, speaker, saying.order
    raise AssertionError(f"no saying in {text!r}")


@pytest.mark.parametrize(
    "text,cue,speaker",
    [
        ("Ada Ray said it rained.", "said", "Ada Ray"),
        ("Ada Ray, 34, of Butte, said it rained.", "said", "Ada Ray"),
        ("Ada Ray, who drives a bus, said it rained.", "said", "Ada Ray"),
        ("Ada Ray (D-Mont.) said it rained.", "said", "Ada Ray"),
        ("Ada Ray — a driver — said it rained.", "said", "Ada Ray"),
        ("The driver, Ada Ray, later said it rained.", "said", "Ada Ray"),
        ("A lawyer for Ada Ray said it rained.", "said", "A lawyer for Ada Ray"),
        ("Ada Ray’s lawyer said it rained.", "said", "Ada Ray’s lawyer"),
        ("On Friday police said it rained.", "said", "police"),
        ("It rained, according to Ada Ray of Butte.", "according to", "Ada Ray"),
        ("“It rained,” said her neighbor, Ada Ray.", "said", "Ada Ray"),
        ("“It rained,” Deputy Chief Ada Ray pointed out.", "pointed out", "Ada Ray"),
        ("“It rained,” the woman Ada Ray met told her.", "told", "Ada Ray"),
        ("Two astronomers who use the dish said so.", "said", "Two astronomers who use the dish"),
        ("Ada Ray left early and said it rained.", "said", "Ada Ray"),
        ("“It rained,” said the head of the school.", "said", "the head of the school"),
        ("The airline and passengers said it rained.", "said", "The airline and passengers"),
        ("“No,” Ada Ray, who had been silent until then, whispered.", "whispered", "Ada Ray"),
        ("“It is what it is,” as Ada Ray likes to say.", "say", "Ada Ray"),
        ("“No,” the 47-year-old mother of three said.", "said", "the 47-year-old mother of three"),
        ("“A view,” as Ada Ray put it.", "put it", "Ada Ray"),
        ("“This ends now,” read one sign.", "read", "one sign"),
        ("Asked by a reporter if it rained, Ada Ray said, “No.”", "Asked", "a reporter"),
        ("Another neighbor, who gave no name, said it “boomed.”", "said", "Another neighbor"),
        ("In his opening statement, prosecutor Ada Ray told jurors no.", "told", "Ada Ray"),
        ("The report, written by two men, said it was “sound.”", "said", "The report"),
    ],
)
def test_cues_and_their_speakers(text: str, cue: str, speaker: str) -> None:
    assert first_saying(text, "Ada Ray")[:2] == (cue, speaker)


@pytest.mark.parametrize(
    "text",
    [
        "The staff report was long.",
        "His claim to the land was old.",
        "She did not say why.",
        "Ada declined to say more.",
        "They asked for more money.",
        "The added weight broke it.",
    ],
)
def test_what_is_no_saying(text: str) -> None:
    assert find_sayings(open_page(text)) == {}


def test_the_lexicon_is_in_order() -> None:
    assert CUES["said"].lemma == "say" and CUES["tweeted"].form == "past"
    assert forms_of("agree")["agreed"] == "past" and forms_of("quip")["quipped"] == "past"
    double = [lemma for lemma in LEMMAS["report"] if lemma in LEMMAS["tell"] | LEMMAS["ask"]]
    assert double == []


# -- attribution


def test_a_line_says_why() -> None:
    text = "Ada sang. “Do.”\n\n“Why?” Ida asked.\n\n“Because.”\n\nAda wrote “Ode to Joy,” a song."
    names = [Span(m.start(), m.end(), "PERSON") for m in re.finditer("Ada|Ida", text)]
    page = open_page(text, names)
    whys = [line.why for line in attribute(page, find_sayings(page))]
    assert whys[:3] == ["gesture", "tag", "answer"]


def whole(text: str, *names: str) -> list[tuple[str, str, str | None]]:
    spans = [Span(m.start(), m.end(), "PERSON") for n in names for m in re.finditer(n, text)]
    quotes = find_quotes(text, spans).quotes
    return [(quote.kind, quote.content.of(text), quote.resolved) for quote in quotes]


@pytest.mark.parametrize(
    "text,kind,content",
    [
        ("Ada Ray said Sunday that it rained.", "indirect", "it rained"),
        ("Ada Ray said in a statement Friday the road was wet.", "indirect", "the road was wet"),
        ("Ada Ray told reporters the road was wet.", "indirect", "the road was wet"),
        ("Ada Ray warned the council that the road was wet.", "indirect", "the road was wet"),
        ("The road was wet, Ada Ray said.", "indirect", "The road was wet"),
        ("The road was wet, her aunt, Ada Ray, said.", "indirect", "The road was wet"),
        ("BUTTE, Mont. (AP) — The road was wet, Ada Ray said.", "indirect", "The road was wet"),
        ("The road was wet, according to Ada Ray.", "indirect", "The road was wet"),
        ("According to Ada Ray, the road was wet.", "indirect", "the road was wet"),
        ("Ada Ray asked whether the road was wet.", "indirect", "whether the road was wet"),
        ("Ada Ray said that had been fixed.", "indirect", "that had been fixed"),
        (
            "Ada Ray said it was “wet” and that it was late.",
            "mixed",
            "it was “wet” and that it was late",
        ),
        ("Ada Ray called the road “a river.”", "mixed", "the road “a river.”"),
        ("The road was “a river,” Ada Ray said.", "mixed", "The road was “a river,”"),
        ("Ada Ray put it simply: “It’s wet.”", "direct", "“It’s wet.”"),
    ],
)
def test_what_is_reported(text: str, kind: str, content: str) -> None:
    assert whole(text, "Ada Ray") == [(kind, content, "Ada Ray")]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Ray thanked the driver for his help.",
        "Ada Ray promised to return.",
        "Ada Ray confirmed 18 deaths and is looking for more.",
        "Ada Ray would not say where it was.",
        "Ada Ray said nothing.",
    ],
)
def test_what_is_not_reported(text: str) -> None:
    assert whole(text, "Ada Ray") == []


def test_a_quote_in_the_headline_is_whose_the_body_says() -> None:
    text = "‘We heard a pop,’ witness says\n\n“We heard a pop,” said Ada Ray."
    assert [name for _, _, name in whole(text, "Ada Ray")] == ["Ada Ray", "Ada Ray"]


# -- anything at all

_NEWS = [
    "“", "”", '"', "'", "‘", "’", "said", " ", "he", "she", "Smith", "Ada Ray", "told", ",", ".",
    "according to", "\n\n", "\n", "that", "who", "—", "(", ")", "the", "mayor", "of", "called",
    "asked", "whether", "and", "but", "Sunday", "“No,”", "saying", "?", "it", "police", ":", ";",
    "’s", "n’t", "was", "by", "statement", "used the word", "wanted to know", "in Smith’s words",
]  # fmt: skip
_LABELS = ["PERSON", "ORG", "GPE", "LOC", "NORP", "DATE"]


@st.composite
def texts_with_names(draw: Any) -> tuple[str, list[Span]]:
    """Any text or a heap of news words, with names anywhere in it."""
    words = st.lists(st.sampled_from(_NEWS), max_size=40)
    text = draw(any_text | words.map(" ".join) | words.map("".join))
    names = []
    for _ in range(draw(st.integers(0, 5)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 12)))
        names.append(Span(start, end, draw(st.sampled_from(_LABELS))))
    return text, names


def assert_quotes_are_sound(text: str, names: list[Span]) -> None:
    found = find_quotes(text, names)
    last = 0
    for quote in found.quotes:
        assert quote.content.start >= last
        last = quote.content.end
        assert all(quote.content.contains(piece) for piece in quote.pieces)
        assert all(span.end <= len(text) for span in (quote.cue, quote.speaker) if span)
    held = [piece for quote in found.quotes for piece in quote.pieces]
    # Every quotation mark is accounted for, once.
    assert sorted([*held, *found.scare_quotes]) == quoted_pieces(text)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts_with_names())
def test_any_text_goes_in(case: tuple[str, list[Span]]) -> None:
    assert_quotes_are_sound(*case)


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_go_in(name: str) -> None:
    assert_quotes_are_sound(ODD[name], [])


def test_a_megabyte_on_one_line_goes_in() -> None:
    text = "“No,” Ada Ray said, and it was late " * 28_000
    names = [Span(m.start(), m.end(), "PERSON") for m in re.finditer("Ada Ray", text)]
    tokens = tokenise(text)
    assert len(find_quotes(text, names, tokens, [Span(0, len(text.rstrip()))]).quotes) == 28_000


@pytest.mark.parametrize("wrong", [None, 7, b"x"])
def test_what_is_no_text_is_refused(wrong: Any) -> None:
    with pytest.raises(WrongType, match="find_quotes"):
        find_quotes(wrong, [])


@pytest.mark.parametrize(
    "unit",
    [
        "“a” ", "“", "said ", "“a,” he said, ", "Ada said that ", "Ada, who said, ", "Ada and ",
        "according to Ada ", "“a b.\n\n", "— Ada said ", "Ada called it “a b” ", "“No, no, no.” ",
        "Ada said. “No.” ", "“No,” she said. Ada slept. ", "the company said it was. ", "\n", " ",
        "the statement said it was. ", "Ada said it; ", "“Is it?” he asked.\n\n“So it was.”\n\n",
    ],
)  # fmt: skip
def test_steps_grow_with_the_length(unit: str) -> None:
    def count(size: int, in_one: bool) -> int:
        text = (unit * size)[:size]
        names = [Span(m.start(), m.end(), "PERSON") for m in re.finditer("Ada", text)]
        tokens = tokenise(text)
        ends = [m.end() for m in re.finditer(r"[.?!]”?", text)] if not in_one else []
        edges = sorted({0, *ends, len(text)})
        sentences = [Span(a, b) for a, b in pairwise(edges)]
        return lines_run(lambda: find_quotes(text, names, tokens, sentences))

    for in_one in (True, False):
        assert count(2_400, in_one) < 2.3 * count(1_200, in_one) + 2_000
