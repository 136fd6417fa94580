"""The one door: `analyse`, the mentions that it ties together, and any text at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odd_texts import ODD, any_text, assert_sound
from support import lines_run

import newsbook.text
from newsbook.articles import Article
from newsbook.errors import WrongType
from newsbook.spans import Span, are_disjoint
from newsbook.text import Analysis, Person, analyse, find_quotes, tie_mentions
from newsbook.text.quotations import quoted_pieces


def people_of(found: Analysis) -> dict[str, list[str]]:
    return {
        person.name: [mention.of(found.text) for mention in person.mentions]
        for person in found.people
    }


def test_each_step_can_be_taken_by_itself() -> None:
    text = Article.load("nato_seoul").text
    found = analyse(text)
    tokens = newsbook.text.tokenise(text)
    sentences = newsbook.text.split_sentences(text, tokens)
    entities = newsbook.text.tag_entities(text, tokens, sentences)
    quotes = find_quotes(text, entities, tokens, sentences)
    assert (*found.tokens,) == (*tokens,)
    assert (*found.sentences,) == (*sentences,)
    assert (*found.entities,) == (*entities,)
    assert (found.quotes, found.scare_quotes, found.named_by) == (
        quotes.quotes,
        quotes.scare_quotes,
        quotes.named_by,
    )
    assert found.people == tie_mentions(text, entities, quotes)


def test_the_seed_article_has_its_people() -> None:
    people = people_of(analyse(Article.load("nato_seoul").text))
    assert people["Jens Stoltenberg"] == [
        "NATO chief", *["Jens Stoltenberg"] * 3, *["Stoltenberg"] * 5
    ]  # fmt: skip
    assert people["Park Jin"] == ["Park Jin", "Park", "Park"]


def test_a_name_and_the_words_that_speak_for_it_are_tied() -> None:
    text = (
        "Sen. Olivia Marsh rose. “It is late,” Marsh said.\n\n"
        "“Too late,” she added. The senator said she would go. “Now.”"
    )
    found = analyse(text)
    [marsh] = found.people
    assert [mention.of(text) for mention in marsh.mentions] == [
        "Olivia Marsh", "Marsh", "she", "The senator",
    ]  # fmt: skip
    assert {mention.label for mention in marsh.mentions} == {"PERSON"}


def test_a_quote_without_a_tag_says_whose_mention_it_takes_over() -> None:
    text = "“The pump failed,” said Dana Whitlock.\n\n“Nobody was hurt.”"
    found = find_quotes(text, [Span(24, 37, "PERSON")])
    assert [quote.speaker for quote in found.quotes] == [Span(24, 37), None]
    assert found.named_by == (Span(24, 37), Span(24, 37))


def test_a_quote_in_the_headline_is_named_by_the_one_in_the_body() -> None:
    text = "‘We heard a pop’\n\nAn echo.\n\n“We heard a pop,” said Ada Ray."
    start = text.index("Ada")
    found = find_quotes(text, [Span(start, start + 7, "PERSON")])
    assert found.named_by == (Span(start, start + 7), Span(start, start + 7))


def test_a_quote_of_nobody_is_named_by_nothing() -> None:
    assert find_quotes("“It is late.”", []).named_by == (None,)


def test_without_quotes_only_names_are_tied() -> None:
    text = "Ada Ray sang. “Well,” she said."
    names = [Span(0, 7, "PERSON")]
    assert tie_mentions(text, names) == (Person("Ada Ray", "PERSON", (Span(0, 7, "PERSON"),)),)


def assert_analysis_is_sound(text: str) -> None:
    found = analyse(text)
    assert found.text == text
    assert_sound(text, list(found.tokens))
    assert_sound(text, list(found.sentences))
    assert are_disjoint(found.entities)
    pieces = [piece for quote in found.quotes for piece in quote.pieces]
    assert sorted([*pieces, *found.scare_quotes]) == quoted_pieces(text)
    assert len(found.named_by) == len(found.quotes)
    names = {person.name for person in found.people}
    for quote, mention in zip(found.quotes, found.named_by, strict=True):
        assert quote.resolved is None or quote.resolved in names
        assert quote.resolved is None or mention is not None
        assert quote.speaker is None or quote.speaker == mention
    for person in found.people:
        assert person.mentions and are_disjoint(person.mentions)


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_go_in(name: str) -> None:
    assert_analysis_is_sound(ODD[name])


_NEWS = [
    "“", "”", '"', "said", " ", "he", "she", "Ada Ray", "Bob Ray", "told", ",", ".", "Reuters",
    "\n\n", "\n", "who", "—", "the mayor", "Mayor", "asked", "“No,”", "?", "police", ":", "’s",
    "Ray", "BBC", "the BBC", "‘Ada’", "(Mont.)",
]  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_text | st.lists(st.sampled_from(_NEWS), max_size=40).map(" ".join))
def test_any_text_goes_in(text: str) -> None:
    assert_analysis_is_sound(text)


@pytest.mark.parametrize("wrong", [None, 7, b"x"])
def test_what_is_no_text_is_refused(wrong: Any) -> None:
    with pytest.raises(WrongType, match="analyse"):
        analyse(wrong)
    with pytest.raises(WrongType, match="tie_mentions"):
        tie_mentions(wrong, [])


# -- long texts

_HARD = [
    "“No,” Ada Ray said, and it was late; ", "“‘\"’”", "“", '"', "Anna NATO ", "ANNA", "abc", "a.b",
    "他说：“你好。”", ". ", "? ", "...", "-", " ", "\n", "Anna Ray\n\n", "\u2029", "Mr. ",
    ".” ", "’s ", "It was. ",
]  # fmt: skip


@pytest.mark.parametrize("unit", _HARD)
def test_steps_grow_with_the_length(unit: str) -> None:
    def count(size: int) -> int:
        return lines_run(lambda: analyse((unit * size)[:size]))

    count(1_000)  # what is loaded once, and what is kept
    assert count(4_000) < 2.4 * count(2_000) + 2_000


@pytest.mark.timeout(300)
@pytest.mark.parametrize("unit", ["ANNA", "abc", "-", " ", "\n", ".", "é", "1", "_", "a.b ", "👩"])
def test_a_long_text_without_a_space_or_of_nothing_else_goes_in(unit: str) -> None:
    """What a pattern does inside of itself is no line of Python; quadratic, this takes hours."""
    size = 200_000 if unit in ("👩", "a.b ") else 1_000_000
    text = (unit * size)[:size]
    held = sum(len(token) for token in analyse(text).tokens)
    assert held == len(text) - sum(map(str.isspace, text))
