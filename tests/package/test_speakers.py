"""Speakers: names tied together, roles and gender learned, mentions resolved."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbook.spans import Span
from newsbook.text.clauses.page import open_page
from newsbook.text.quotes import find_quotes
from newsbook.text.speakers import Resolver, learn_roles, name_words, tie_names
from newsbook.text.speakers.pronouns import WEIGHTS, Candidate, learn_weights, weigh


def marked(text: str, **names: list[str]) -> list[Span]:
    """Each place where a name stands, the longest names first."""
    spans: list[Span] = []
    every = [(name, label) for label, held in names.items() for name in held]
    for name, label in sorted(every, key=lambda pair: -len(pair[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            span = Span(match.start(), match.end(), label)
            if not any(span.overlap(other) for other in spans):
                spans.append(span)
    return sorted(spans)


def who(text: str, **names: list[str]) -> list[str]:
    """The full name behind each mention of a name, in the order of the text."""
    spans = marked(text, **names)
    cast = tie_names(text, spans)
    return [party.name if (party := cast.of(i)) else "" for i in range(len(spans))]


def speakers(text: str, **names: list[str]) -> list[str | None]:
    """The resolved speaker of each quote, in the order of the text."""
    return [quote.resolved for quote in find_quotes(text, marked(text, **names)).quotes]


# -- names


@pytest.mark.parametrize(
    "name,words",
    [
        ("Jens Stoltenberg", ("jens", "stoltenberg")),
        ("Sen. Olivia Marsh", ("olivia", "marsh")),
        ("Robert F. Kelly Jr.", ("robert", "f.", "kelly")),
        ("Anthony “Tony” Russo", ("anthony", "russo")),
        ("Stoltenberg’s", ("stoltenberg",)),
        ("Quarterback Jalen Moore", ("jalen", "moore")),
        ("", ()),
        ("“”", ()),
    ],
)
def test_the_words_of_a_name(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


def test_a_surname_belongs_to_the_full_name() -> None:
    text = "Stoltenberg in Seoul. Jens Stoltenberg came. Stoltenberg spoke."
    assert who(text, PERSON=["Jens Stoltenberg", "Stoltenberg"]) == ["Jens Stoltenberg"] * 3


def test_a_shared_surname_belongs_to_the_one_named_last() -> None:
    text = (
        "Beth Lowell sat. Lowell ate. Sam Lowell came. Lowell left. Beth Lowell slept. "
        "Lowell snored."
    )
    assert who(text, PERSON=["Beth Lowell", "Sam Lowell", "Lowell"]) == [
        "Beth Lowell", "Beth Lowell", "Sam Lowell", "Sam Lowell", "Beth Lowell", "Beth Lowell",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "full,short",
    [
        ("Fenna van der Slikke", "Van der Slikke"),
        ("Yoon Suk Yeol", "Yoon"),
        ("Ada Ray", "Ada"),
        ("Consuelo Baca Luna", "Baca"),
        ("Anthony “Tony” Russo", "Tony"),
        ("William J. Ray", "Bill Ray"),
        ("Robert Kelly", "R. Kelly"),
        ("Ana Ruiz-Prado", "Ruiz-Prado"),
    ],
)
def test_short_forms_of_a_name(full: str, short: str) -> None:
    text = f"{full} sang.\n\n{short} danced."
    assert who(text, PERSON=[full, short]) == [full, full]


def test_two_people_with_one_surname_are_two() -> None:
    assert who("Ada Ray met Bob Ray.", PERSON=["Ada Ray", "Bob Ray"]) == ["Ada Ray", "Bob Ray"]


def test_an_organisation_by_its_initials_and_its_first_word() -> None:
    text = (
        "The North Atlantic Treaty Organisation met. NATO spoke. "
        "Harlan Energy Corp. fell; Harlan rose."
    )
    names = ["North Atlantic Treaty Organisation", "NATO", "Harlan Energy Corp.", "Harlan"]
    assert who(text, ORG=names) == [
        "North Atlantic Treaty Organisation", "North Atlantic Treaty Organisation",
        "Harlan Energy Corp.", "Harlan Energy Corp.",
    ]  # fmt: skip


# -- roles and gender


@pytest.mark.parametrize(
    "text,office,gender",
    [
        ("Sen. Kim Ray left.", "senator", ""),
        ("Kim Ray, a retired nurse, left.", "nurse", ""),
        ("The minister, Kim Ray, left.", "minister", ""),
        ("The minister, Dr. Kim Ray, left.", "minister", ""),
        ("Kim Ray, 61, a welder from Butte, left.", "welder", ""),
        ("Kim Ray has been an orderly since May.", "orderly", ""),
        ("Councilwoman Kim Ray left.", "councilmember", "f"),
        ("Kim Ray, a father of two, left.", "father", "m"),
    ],
)
def test_what_people_are_called(text: str, office: str, gender: str) -> None:
    page = open_page(text, marked(text, PERSON=["Kim Ray"]))
    cast = tie_names(text, page.entities)
    learn_roles(page, cast)
    assert office in cast.parties[0].offices
    assert cast.parties[0].gender == gender


# -- mentions


def test_pronouns_go_by_gender_and_by_place() -> None:
    text = "Susan Tran met Robert Kelly. “I asked him,” she said. “I answered,” he said."
    assert speakers(text, PERSON=["Susan Tran", "Robert Kelly"]) == ["Susan Tran", "Robert Kelly"]


def test_the_answer_is_not_the_askers() -> None:
    text = "Lo Tan met Vi Oss.\n\n“Will you?” Tan asked.\n\n“I will,” she answered, and left."
    assert speakers(text, PERSON=["Lo Tan", "Vi Oss", "Tan", "Oss"])[-1] == "Vi Oss"


@pytest.mark.parametrize(
    "text,name",
    [
        ("Sen. Olivia Marsh voted. “No,” the senator said.", "Olivia Marsh"),
        ("Lee Roe, a lawyer, and Sen. Olivia Marsh met. “No,” the lawyer said.", "Lee Roe"),
        ("Olivia Marsh came by. “No,” a neighbor said.", None),
        ("Olivia Marsh came by. “No,” police said.", None),
        ("Olivia Marsh came by. “No,” they said.", None),
        ("Olivia Marsh has a spokesman. “No,” her office said.", None),
        ("“It was quick,” he said.\n\nThat is how Carl Marsh put it.", "Carl Marsh"),
    ],
)
def test_roles_and_nobody_in_particular(text: str, name: str | None) -> None:
    assert speakers(text, PERSON=["Olivia Marsh", "Lee Roe", "Carl Marsh"]) == [name]


def test_the_company_is_the_one_the_story_is_about() -> None:
    text = "Plains Corp. cut 40 jobs, Reuters reported. “It is hard,” the company said."
    assert speakers(text, ORG=["Plains Corp.", "Reuters"])[-1] == "Plains Corp."


def test_a_name_that_no_tagger_marked_is_found_by_its_words() -> None:
    text = "Dana Whitlock came. “No,” said spokeswoman Whitlock."
    assert speakers(text, PERSON=["Dana Whitlock"]) == ["Dana Whitlock"]


# -- weighing signs


def test_the_shipped_weights_know_every_sign() -> None:
    text = (
        "Susan Tran met Robert Kelly of Ada Ray’s firm. She smiled. “Why?” he asked.\n\n"
        "A clerk said it rained. “Well,” she said."
    )
    page = open_page(text, marked(text, PERSON=["Susan Tran", "Robert Kelly", "Ada Ray"]))
    resolver = Resolver(page)
    resolver.party(2, (1, 2), asks=True)
    signs = {sign for c in resolver.candidates(4, 1, "f") for sign in c.signs}
    assert signs and signs <= WEIGHTS.keys()


def test_learning_finds_the_sign_that_tells() -> None:
    page = open_page("Ada met Bob.", [Span(0, 3, "PERSON"), Span(8, 11, "PERSON")])
    ada, bob = Resolver(page).cast.parties
    cases = [([Candidate(bob, {"owner": 1.0}), Candidate(ada, {"subject": 1.0})], "Ada")] * 4
    weights = learn_weights(cases)
    assert weigh(cases[0][0][1], weights) > weigh(cases[0][0][0], weights)
    assert learn_weights(cases) == weights


# -- anything at all


@given(st.lists(st.text(max_size=12).filter(lambda t: t.strip() != ""), max_size=6))
def test_any_names_are_tied(names: list[str]) -> None:
    text = "\n\n".join(names)
    spans, at = [], 0
    for number, name in enumerate(names):
        spans.append(Span(at, at + len(name), ("PERSON", "ORG", "GPE")[number % 3]))
        at += len(name) + 2
    cast = tie_names(text, spans)
    for index, span in enumerate(spans):
        party = cast.of(index)
        assert (party is None) <= (span.label == "GPE")
        assert party is None or index in party.mentions
