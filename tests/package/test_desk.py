"""The newsroom desk: rows, counts and turns, of what the pipeline found or people made."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbook import Article, Span
from newsbook.articles import Quote, practice_names
from newsbook.desk import (
    MANNERS,
    NOBODY,
    from_gold,
    links,
    manner_of,
    say_table,
    share_reported,
    turns,
    who_said_what,
    words_beside,
    words_by_speaker,
)
from newsbook.errors import BadInput, WrongType
from newsbook.text import Analysis, analyse, tie_mentions, tokenise

SEED = from_gold(Article.load("nato_seoul"))


def news(text: str, entities: list[Span], *quotes: Quote) -> Analysis:
    """A text with just these entities and quotes."""
    people = tie_mentions(text, entities)
    tokens = tuple(tokenise(text))
    named_by = (None,) * len(quotes)
    return Analysis(text, tokens, (), tuple(entities), quotes, (), named_by, people)


def test_the_seed_article_row_by_row() -> None:
    rows = who_said_what(SEED)
    assert [row.who for row in rows].count("Jens Stoltenberg") == 7
    assert rows[2].who == "Yonhap News Agency"
    assert rows[2].about == ("Jens Stoltenberg", "South Korean", "Park Jin", "Seoul")
    # He names NATO by its short name, and a date is no one.
    assert rows[7].about == (
        "Yoon Suk Yeol", "North Atlantic Treaty Organisation", "Vilnius", "Lithuania",
    )  # fmt: skip


def test_a_speaker_who_names_himself_is_left_out_and_nobody_else_is() -> None:
    text = "“Ray and Hill, Ray and Hill,” said Ada Ray. Bob Hill heard Ray."
    names = [(1, 4), (9, 13), (15, 18), (23, 27), (35, 42), (44, 52), (59, 62)]
    entities = [Span(start, end, "PERSON") for start, end in names]
    marked = Span(0, 29)
    quote = Quote("direct", marked, (marked,), Span(30, 34), Span(35, 42), "Ada Ray")
    (row,) = who_said_what(news(text, entities, quote))
    assert (row.who, row.about) == ("Ada Ray", ("Bob Hill",))


@pytest.mark.parametrize(
    ("speaker", "resolved", "who", "named"),
    [
        (Span(11, 17), None, "police", False),
        (None, None, NOBODY, False),
        (Span(11, 17), "Ada Ray", "Ada Ray", True),
    ],
)
def test_who_speaks_where_nobody_is_named(speaker, resolved, who, named) -> None:
    text = "“No,” said police."
    quote = Quote("direct", Span(0, 5), (Span(0, 5),), Span(6, 10), speaker, resolved)
    (row,) = who_said_what(news(text, [], quote))
    assert (row.who, row.named) == (who, named)


def test_a_name_at_the_edge_is_inside_and_one_across_it_is_not() -> None:
    text = "Oslo and Bergen, he said."
    entities = [Span(0, 4, "GPE"), Span(9, 15, "GPE")]
    whole = Quote("indirect", Span(0, 15), (), Span(20, 24), Span(17, 19), None)
    cut = Quote("indirect", Span(0, 12), (), Span(20, 24), Span(17, 19), None)
    rows = who_said_what(news(text, entities, whole, cut))
    assert [row.about for row in rows] == [("Oslo",), ("Oslo", "Bergen")]


def test_links_are_counted_by_quotes_and_ordered() -> None:
    rows = who_said_what(SEED)
    counted = links([*rows, *rows])
    assert counted["Jens Stoltenberg", "North Atlantic Treaty Organisation"] == 6
    assert list(counted.values()) == sorted(counted.values(), reverse=True)
    nameless = who_said_what(
        news("Oslo, he said.", [Span(0, 4, "GPE")], Quote("indirect", Span(0, 4)))
    )
    assert links(nameless) == {}
    assert links(nameless, named=False) == {(NOBODY, "Oslo"): 1}


def test_words_and_shares() -> None:
    assert words_by_speaker(SEED) == {
        "Jens Stoltenberg": 187, "Park Jin": 56, "Yonhap News Agency": 16,
    }  # fmt: skip
    assert words_by_speaker(SEED, marks_only=True) == {"Jens Stoltenberg": 136, "Park Jin": 56}
    words = sum(any(c.isalnum() for c in t.of(SEED.text)) for t in SEED.tokens)
    assert share_reported(SEED) == pytest.approx((187 + 56 + 16) / words)
    assert share_reported(news("Nothing.", [])) == 0 == share_reported(news("", []))


def test_two_quotes_over_the_same_words_count_them_once() -> None:
    text = "We won, she said."
    twice = [Quote("indirect", Span(0, 6)), Quote("indirect", Span(3, 6))]
    found = news(text, [], *twice)
    assert words_by_speaker(found) == {NOBODY: 2}
    assert share_reported(found) == 0.5


def test_turns_run_along_the_words() -> None:
    rows = turns(SEED)
    assert list(rows) == ["Jens Stoltenberg", "Yonhap News Agency", "Park Jin"]
    assert [turn.kind for turn in rows["Jens Stoltenberg"]][:2] == ["mixed", "mixed"]
    every = sorted(turn for row in rows.values() for turn in row)
    assert all(a.end <= b.start for a, b in pairwise(every))
    assert sum(turn.end - turn.start for turn in every) == sum(words_by_speaker(SEED).values())


def test_manners_of_all_training_articles() -> None:
    seen = set()
    for name in practice_names("train")[:12]:
        gold = from_gold(Article.load(name))
        for quote in gold.quotes:
            manner = manner_of(quote, gold)
            seen.add(manner)
            assert (manner == "not in the sentence") == (quote.speaker is None)
    assert seen == set(MANNERS)


def test_words_beside_names() -> None:
    beside = words_beside(analyse("On Monday Jo Lee, a retired nurse, met Mayor Ann Hill."))
    assert "nurse" in beside["Jo Lee"] and "mayor" not in beside["Jo Lee"]
    assert beside["Ann Hill"] == {"mayor"}


def test_the_table_escapes_and_keeps_to_its_width() -> None:
    text = "“<b>&$x$ \x1b[31m” said <i>Eve</i>."
    entity = Span(20, 32, "PERSON")
    end = text.index("”") + 1
    marked = Span(0, end)
    quote = Quote("direct", marked, (marked,), None, None, "<i>Eve</i>")
    table = say_table(news(text, [entity], quote))
    page = table._repr_html_()
    assert "<b>&amp;" not in page and "&lt;b&gt;&amp;" in page and "&lt;i&gt;Eve" in page
    assert "<span>$</span>" in page and "\x1b" not in page + repr(table)
    assert page.count("<tr>") == 2 and page.count('scope="row"') == 1
    long = say_table(SEED, width=20)
    assert all(len(said) <= 20 for _, said, _ in long.cells())
    with pytest.raises(BadInput, match="at least 10"):
        say_table(SEED, width=3)


def test_a_table_of_nothing_and_one_of_too_much() -> None:
    assert repr(say_table(news("", []))) == "(nobody says anything)"
    assert "nobody" in say_table(news("", []))._repr_html_()
    many = news("a " * 300, [], *(Quote("indirect", Span(2 * i, 2 * i + 1)) for i in range(300)))
    assert repr(say_table(many)).endswith("100 more rows are not shown.")


def test_what_is_no_news_is_refused_in_a_sentence() -> None:
    with pytest.raises(WrongType, match="analyse"):
        who_said_what("text")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="Article"):
        from_gold("nato_seoul")  # type: ignore[arg-type]


@given(st.text(max_size=80))
def test_any_text_goes_through_the_whole_desk(text: str) -> None:
    found = analyse(text)
    rows = who_said_what(found)
    assert len(rows) == len(found.quotes)
    assert sum(map(len, turns(found).values())) == len(rows)
    assert 0 <= share_reported(found, marks_only=True) <= share_reported(found) <= 1
    assert isinstance(say_table(found)._repr_html_() + repr(say_table(found)), str)
    words_beside(found)
