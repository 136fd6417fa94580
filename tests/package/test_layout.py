"""Layout: paragraphs, what each is, and the dateline."""

import pytest
from hypothesis import given, settings
from odd_texts import ODD, any_text, assert_sound

from newsbook.articles import Article
from newsbook.articles.paragraphs import paragraphs_of
from newsbook.text.layout import LABELS, dateline, label_paragraphs

BODY = "Seoul: It rained on Sunday."


def labels(*parts: str) -> list[str]:
    return [span.label for span in label_paragraphs("\n\n".join(parts))]


def test_the_seed_article() -> None:
    text = Article.load("nato_seoul").text
    expected = ["HEADLINE", "CAPTION", "CAPTION", *["BODY"] * 9, "AGENCY", "LEFTOVER"]
    assert [span.label for span in label_paragraphs(text)] == expected
    place = dateline(text)
    assert place is not None
    assert place.of(text) == "Seoul:"
    assert place.label == "DATELINE"


@pytest.mark.parametrize(
    "leftover",
    [
        "Exit mobile version", "Share this:", "Share on Facebook", "ADVERTISEMENT",
        "Also Read: Rain", "Read more", "Related Articles", "Tags: rain, Seoul",
        "Leave a comment", "3 Comments",
        "© 2023 The Paper", "All rights reserved.", "Sign up for our newsletter", "Follow us on X",
        "Updated: Jan 29, 2023", "5 min read", "Skip to content",
        "The post Rain appeared first on P.",
    ],
)  # fmt: skip
def test_leftovers(leftover: str) -> None:
    assert labels("Rain in Seoul", BODY, leftover) == ["HEADLINE", "BODY", "LEFTOVER"]
    # Above the headline as well; it does not become the headline.
    assert labels(leftover, "Rain in Seoul", BODY) == ["LEFTOVER", "HEADLINE", "BODY"]


@pytest.mark.parametrize(
    "credit",
    [
        "IANS", "(Reuters)", "— AFP", "AP", "(ANI/PTI)", "Source: Xinhua", "By Jane Smith",
        "By Jane Smith and João de Sá", "With inputs from agencies",
        "Reporting by Jane Smith in Seoul", "Yonhap News Agency", "The Associated Press",
    ],
)  # fmt: skip
def test_credits(credit: str) -> None:
    assert labels("Rain in Seoul", BODY, credit) == ["HEADLINE", "BODY", "AGENCY"]
    assert labels("Rain in Seoul", credit, BODY) == ["HEADLINE", "AGENCY", "BODY"]


@pytest.mark.parametrize(
    "caption",
    [
        "Park Jin Pic- NATO", "Photo: AP", "People in the rain. (Photo by Jane Smith/Getty Images)",
        "File photo: Park Jin meets the press.", "Rain in Seoul. Image: NATO",
    ],
)  # fmt: skip
def test_captions_with_a_credit_stand_anywhere(caption: str) -> None:
    assert labels("Rain in Seoul", caption, BODY) == ["HEADLINE", "CAPTION", "BODY"]
    assert labels("Rain in Seoul", BODY, caption) == ["HEADLINE", "BODY", "CAPTION"]


@pytest.mark.parametrize(
    "body",
    [
        "He asked them to share this with everyone.",
        "Share prices fell and the ministers said that it had been expected for a long time.",
        "AP reported that it rained.",
        "By noon it had stopped.",
        "“Read more,” the minister told the pupils.",
        "He said that a photo by chance showed the rain before the building where they had met.",
    ],
)
def test_sentences_of_the_article_stay_body(body: str) -> None:
    assert labels("Rain in Seoul", BODY, body) == ["HEADLINE", "BODY", "BODY"]


def test_headlines() -> None:
    assert labels("Will it rain?", BODY) == ["HEADLINE", "BODY"]
    assert labels(BODY) == ["BODY"]
    assert labels(BODY, "Crosshead", BODY) == ["BODY", "BODY", "BODY"]
    assert labels() == []


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("Seoul: It rained.", "Seoul:"),
        ("SEOUL — It rained.", "SEOUL —"),
        ("SEOUL (Reuters) — It rained.", "SEOUL (Reuters) —"),
        ("Seoul (Reuters) - It rained.", "Seoul (Reuters) -"),
        ("SEOUL, South Korea (AP) -- It rained.", "SEOUL, South Korea (AP) --"),
        ("WASHINGTON, D.C., Jan. 29 (AP) — It rained.", "WASHINGTON, D.C., Jan. 29 (AP) —"),
        ("New Delhi, January 29 (IANS): It rained.", "New Delhi, January 29 (IANS):"),
        ("New Delhi, 29 May 2023: It rained.", "New Delhi, 29 May 2023:"),
        ("São Paulo: It rained.", "São Paulo:"),
        ("Seoul/Tokyo: It rained.", "Seoul/Tokyo:"),
        ("PARIS—It rained.", "PARIS—"),
        ("Yoon — who was late — said so.", None),
        ("It rained: all day.", None),
        ("The minister, Park, said: it rained.", None),
        ("Note: it rained.", None),
        ("At 10:30 it rained.", None),
        ("It rained.", None),
    ],
)
def test_datelines(opening: str, expected: str | None) -> None:
    text = f"Rain\n\n{opening}"
    found = dateline(text)
    assert (found and found.of(text)) == expected


def test_a_dateline_in_the_second_body_paragraph_is_none() -> None:
    assert dateline("Rain\n\nIt rained.\n\nSeoul: It rained.") is None
    assert dateline("") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n\n \n", []),
        ("one\ntwo", ["one\ntwo"]),
        ("one\r\n\r\ntwo\r\n", ["one", "two"]),
        ("one\n \t\xa0\n two ", ["one", "two"]),
        ("one\u2029two\u2028three", ["one", "two\u2028three"]),
        ("one\u2028\u2028two", ["one", "two"]),
        ("one\r\rtwo", ["one", "two"]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in paragraphs_of(text)] == expected


@pytest.mark.parametrize("name", ODD)
def test_odd_texts(name: str) -> None:
    assert_sound(ODD[name], label_paragraphs(ODD[name]))
    dateline(ODD[name])


@settings(deadline=None)
@given(any_text)
def test_every_paragraph_gets_one_label(text: str) -> None:
    labelled = label_paragraphs(text)
    assert_sound(text, labelled)
    assert [span.labelled("") for span in labelled] == paragraphs_of(text)
    assert {span.label for span in labelled} <= set(LABELS)
    assert [span.label for span in labelled].count("HEADLINE") <= 1
    place = dateline(text)
    assert place is None or place.end <= len(text)
