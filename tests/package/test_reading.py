"""Paragraphs in any layout: what a reader takes for one, and what belongs to the page."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from odd_texts import any_text

from newsbook.articles import Article, practice_names
from newsbook.articles.paragraphs import paragraphs_of
from newsbook.errors import WrongType
from newsbook.spans import are_disjoint, lost_characters
from newsbook.text.pipeline import analyse
from newsbook.text.reading import is_furniture, reading_paragraphs


def words_of(text: str) -> list[str]:
    return [" ".join(span.of(text).split()) for span in reading_paragraphs(text)]


@pytest.mark.parametrize(
    "text,wanted",
    [
        ("", []),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("Title\n\nOne.\nTwo.\nThree.", ["Title", "One.", "Two.", "Three."]),
        ("Title\r\nOne.\r\nTwo.", ["Title", "One.", "Two."]),
        (
            "It failed at dawn\nagain.\nNobody knew\nwhy.",
            ["It failed at dawn again.", "Nobody knew why."],
        ),
        ("Title\n\n“One and\ntwo,” she said.", ["Title", "“One and two,” she said."]),
    ],
)
def test_paragraphs_of_every_layout(text: str, wanted: list[str]) -> None:
    assert words_of(text) == wanted


def wrapped(text: str, between: str) -> str:
    return between.join(textwrap.fill(line, 72, break_on_hyphens=False) for line in lines_of(text))


def lines_of(text: str) -> list[str]:
    return [" ".join(span.of(text).split()) for span in paragraphs_of(text)]


LAYOUTS: dict[str, Callable[[str], str]] = {
    "each paragraph a line": lambda text: "\n".join(lines_of(text)),
    "wrapped at 72": lambda text: wrapped(text, "\n\n"),
    "Windows": lambda text: "\r\n\r\n".join(lines_of(text)),
    "with advertisements": lambda text: "\n\nADVERTISEMENT\n\n".join(lines_of(text)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_changes_nothing_about_who_said_what(layout: str) -> None:
    text = Article.load("nato_seoul").text
    before, after = analyse(text), analyse(LAYOUTS[layout](text))

    def told(found: Any) -> list[tuple[str, str | None]]:
        return [
            (" ".join(piece.of(found.text).split()), quote.resolved)
            for quote in found.quotes
            for piece in quote.pieces
        ]

    assert told(before) == told(after)


def test_wrapped_lines_without_blank_lines_are_put_together_again() -> None:
    right = total = 0
    for name in practice_names("train")[:10]:
        text = Article.load(name).text
        want = set(lines_of(text))
        got = set(words_of(wrapped(text, "\n")))
        right += len(want & got)
        total += len(want)
    assert right / total > 0.75  # a full last line cannot be told from a wrapped one


@pytest.mark.parametrize(
    "paragraph",
    [
        "ADVERTISEMENT",
        "Story continues below",
        "By Corin Delamere and Sutton Ashby",
        "Read more: Five things to know",
        "Photo by Lisbet Aarons/Staff",
        "A view of the scene. (Petra Hollins/Getty)",
        "Updated 4:15 p.m.",
        "Share this article",
    ],
)
def test_what_a_page_says_is_furniture(paragraph: str) -> None:
    assert is_furniture(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "It rained.",
        "By Monday the water had gone.",
        "The mayor told Reuters on Monday.",
        "Updated rules take effect today.",
        "Read more: “We will rebuild,” says the mayor",
        "The photo won a prize.",
        "Shares fell.",
    ],
)
def test_what_an_article_says_is_none(paragraph: str) -> None:
    assert not is_furniture(paragraph)


@given(any_text)
def test_any_text_has_paragraphs_and_loses_nothing(text: str) -> None:
    spans = reading_paragraphs(text)
    assert are_disjoint(spans)
    assert lost_characters(text, spans) == []


def test_no_text_is_refused() -> None:
    with pytest.raises(WrongType, match="reading_paragraphs"):
        reading_paragraphs(None)  # type: ignore[arg-type]
