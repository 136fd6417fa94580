"""Quotations in a text, quotes as an answer, the exercise kind, and the widget's Python side."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from widget_bed import send, stored

from newsbook.articles import Article, Quote
from newsbook.errors import BadInput
from newsbook.exercises import QuoteExercise, QuoteTrap, State, possible_speakers, quote_of
from newsbook.exercises.quote_form import nearest, quotes_from_json, quotes_to_json
from newsbook.exercises.quote_slips import SLIPS
from newsbook.spans import Span, are_disjoint
from newsbook.text.quotations import kind_by_marks, pieces_in, quotations
from newsbook.widgets import NotAnAnswer, QuoteLinker, widget_for

NATO = Article.load("nato_seoul")
HARBOUR = Article.load("harbour_bridge")


# -- quotation marks


@pytest.mark.parametrize(
    "text,found",
    [
        ("“A,” he said. “B.”", ["“A,”", "“B.”"]),
        ("“A ‘b’ c”", ["“A ‘b’ c”"]),
        ("It’s the drivers’ ‘way’.", ["‘way’"]),
        ("He said \"no\" and 'yes' and 'it's'.", ['"no"', "'yes'", "'it's'"]),
        ("„Ja“, sagte sie. »Nein«", ["„Ja“", "»Nein«"]),
        ("”Nej”, sa han. «Oui»", ["”Nej”", "«Oui»"]),
        ("“One.\n\n“Two.”\n\nThree ‘4’", ["“One.\n\n“Two.”", "‘4’"]),
        ("“One.\n\nTwo.” ‘3’", ["‘3’"]),
        ("“One “two” three", ["“two”"]),
        ("” “ ’", []),
        ("", []),
    ],
)
def test_quotations_are_found_by_their_marks(text: str, found: list[str]) -> None:
    assert [span.of(text) for span in quotations(text)] == found


@pytest.mark.parametrize("article", [NATO, HARBOUR], ids=["nato", "harbour"])
def test_the_gold_has_the_pieces_and_kinds_that_its_marks_make(article: Article) -> None:
    marked = quotations(article.text)
    for quote in article.quotes:
        assert pieces_in(quote.content, marked) == quote.pieces
        assert kind_by_marks(article.text, quote.content, quote.pieces) == quote.kind
    accounted = {piece for quote in article.quotes for piece in quote.pieces}
    assert set(marked) == accounted | set(article.scare_quotes)


@given(st.text(alphabet="ab “”‘’\"'«»„\n.", max_size=60))
def test_quotations_of_any_text_are_apart_and_in_it(text: str) -> None:
    found = quotations(text)
    assert are_disjoint(found)
    assert all(len(span) >= 2 and span.end <= len(text) for span in found)
    # What comes after a paragraph's end cannot undo what was closed before it.
    assert quotations(text + "\n\nx")[: len(found)] == found


# -- quotes as JSON


def test_quotes_survive_json_and_say_what_is_wrong() -> None:
    data = json.loads(json.dumps(quotes_to_json(NATO.quotes)))
    assert quotes_from_json(data[::-1], NATO.text) == list(NATO.quotes)
    for item in data:
        item["pieces"] = [[0, 1]]
    assert quotes_from_json(data, NATO.text) == list(NATO.quotes), (
        "the marks say what the pieces are"
    )
    text = "“We won,” she said."
    (short,) = quotes_from_json([{"content": [0, 9]}], text)
    assert (short.kind, short.pieces, short.cue) == ("direct", (Span(0, 9),), None)


BAD_QUOTES: list[tuple[Any, str]] = [
    ({}, "not a list"),
    ([3], "a quote is a dictionary with the keys"),
    ([{"cue": [0, 3]}], "a quote is a dictionary"),
    ([{"content": [0, 9], "who": 1}], "a quote is a dictionary"),
    ([{"content": [0, 99]}], "content is not a span of the text"),
    ([{"content": "We"}], "content is not a span"),
    ([{"content": [0, 1, "X"]}], "content is not a span"),
    ([{"content": [True, 9]}], "content is not a span"),
    ([{"content": [9, 13]}], "content begins or ends with white space"),
    ([{"content": [0, 9], "cue": [13, 13]}], "cue is not a span"),
    ([{"content": [0, 9], "speaker": 4}], "speaker is not a span"),
    ([{"content": [0, 9], "resolved": ""}], "a name or null"),
    ([{"content": [0, 9], "resolved": "x" * 201}], "a name or null"),
    ([{"content": [0, 9], "kind": "loud"}], "not 'loud'"),
    ([{"content": [0, 9], "kind": ["direct"]}], "a quote is direct, mixed, indirect"),
    (
        [{"content": [0, 9]}, {"content": [0, 9], "cue": [14, 18]}],
        "two quotes have the same content",
    ),
]


@pytest.mark.parametrize("data,sentence", BAD_QUOTES)
def test_a_bad_quote_is_one_sentence(data: Any, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as caught:
        quotes_from_json(data, "“We won,” she said.")
    assert "\n" not in str(caught.value)
    with pytest.raises(NotAnAnswer, match=sentence):
        QuoteLinker("“We won,” she said.").value = {"quotes": data}


def test_quotes_by_their_words() -> None:
    text = "He said no. “We won,” said Park. Parks said nothing; “We lost.”"
    quote = quote_of(text, "“We won,”", cue="said", speaker="Park", resolved="Park Jin")
    assert (quote.cue, quote.speaker) == (Span(22, 26), Span(27, 31))
    assert nearest(text, "Park") == Span(27, 31), "whole words only"
    assert nearest(text, "We", Span(12, 60), inside=True) == Span(13, 15)
    with pytest.raises(BadInput, match="does not stand in the text"):
        quote_of(text, "“We”")
    assert possible_speakers(NATO)[2:4] == ("Yoon Suk Yeol", "NATO")
    assert possible_speakers(Article.from_text(text)) == ()


# -- the exercise


class _Common:
    title, skill, points, minutes = "Who said what?", "link quotes", 5, 9
    hints = ("Which words say that somebody spoke?", "Who opens their mouth?")
    praise = "Each quote has its speaker."
    question = "Link the quotes."


class Nato(_Common, QuoteExercise):
    id = "9.1"
    article = "nato_seoul"
    asks = ("content", "cue", "speaker", "resolved", "kind")
    traps = (
        QuoteTrap("title for the name", "Whose title?", "‘inter", speaker="chief"),
        QuoteTrap("day taken in", "Who adds the day?", "North", content="Sunday that North Korean"),
        QuoteTrap("thanks are no quote", "What did he say?", content="Park thanked NATO"),
        QuoteTrap("unnamed", "Who spoke last?", "“We are", resolved=""),
    )


class Harbour(_Common, QuoteExercise):
    id = "9.2"
    article = "harbour_bridge"
    asks = ("content", "cue", "speaker", "resolved", "kind")


class Small(_Common, QuoteExercise):
    """Two quotes of a text of its own; only what was said counts, and the cue."""

    id = "9.3"
    article = "“We won,” she said. Lee says that it was late."
    gold = (
        quote_of(article, "“We won,”", cue="said", speaker="she", resolved="Ada Ray"),
        quote_of(article, "it was late", cue="says", speaker="Lee", resolved="Bo Lee"),
    )
    names = ("Ada Ray", "Bo Lee")
    asks = ("cue",)


def answer(*quotes: Quote) -> dict[str, Any]:
    return {"quotes": quotes_to_json(quotes)}


@pytest.mark.parametrize("exercise", [Nato(), Harbour(), Small()], ids=["nato", "harbour", "small"])
def test_three_states(exercise: QuoteExercise) -> None:
    assert exercise.faults() == []
    for nothing in (None, {"quotes": []}):
        assert exercise.check(nothing).state is State.NOT_ATTEMPTED
    verdict = exercise.check(answer(*exercise.right))
    assert (verdict.state, verdict.score) == (State.CORRECT, 1.0)
    assert exercise.judge(verdict.observation) == verdict
    assert exercise.misconceptions
    for mistake in exercise.misconceptions:
        told = exercise.check(mistake.wrong)
        assert (told.state, told.sentence) == (State.NOT_YET, mistake.sentence)
        assert 0 <= told.score < 1
    said = [mistake.sentence for mistake in exercise.misconceptions]
    assert len(set(said)) == len(said)


def test_each_slip_has_an_example_in_one_of_the_articles() -> None:
    """So none of them is a sentence that nobody ever gets."""
    names = {m.name for exercise in (Nato(), Harbour()) for m in exercise.misconceptions}
    assert {slip.name for slip in SLIPS} <= names
    assert "scare quote taken as a quote" in names
    assert {trap.name for trap in Nato.traps} <= names


def one(exercise: QuoteExercise, number: int, **changed: Any) -> str:
    """What is said of an answer that is right but for one quote."""
    quotes = list(exercise.right)
    quotes[number] = replace(quotes[number], **changed)
    return exercise.check(answer(*quotes)).sentence


def test_mistakes_are_told_from_each_other() -> None:
    nato, text = Nato(), NATO.text
    for wrong, told in [
        (
            nearest(text, "said Sunday that North Korean support of Russia"),
            "not said by the speaker",
        ),
        (nearest(text, "“interconnected”"), "report more than these"),
        (Span(249, 380), "where what was said begins, and where it ends"),
    ]:
        assert told in one(nato, 1, content=wrong)
    assert "spoken of in this quote" in one(nato, 7, resolved="Yoon Suk Yeol")
    assert "neighbouring quote’s speaker" in one(nato, 3, resolved="Yonhap News Agency")
    assert one(nato, 4, resolved=None) == "Your quote 5: Who spoke last?"
    assert "Look again at the name" in one(nato, 3, resolved=None)
    assert "Look again at the cue" in one(nato, 3, cue=None)
    assert "Look again at the speaker" in one(nato, 3, speaker=nearest(text, "IANS"))
    assert "belongs to another quote" in one(nato, 4, speaker=nato.right[3].speaker)
    assert "What kind is that?" in one(nato, 3, kind="mixed")
    # The kind follows from the content, so it is not spoken of before that is right.
    assert "where it ends" in one(nato, 1, kind="direct", content=Span(249, 380))
    assert nato.check(answer(*nato.right[:4])).sentence.startswith("You found 4 of 10 quotes.")
    extra = quote_of(text, "Park thanked NATO for supporting South Korean efforts")
    assert "Who is said to have said this" in nato.check(answer(*nato.right, extra)).sentence
    assert nato.check(answer(extra)).sentence.startswith("Who is said"), "one quote has no number"


def test_only_what_is_asked_for_counts() -> None:
    small = Small()
    bare = [replace(quote, speaker=None, resolved=None, kind="direct") for quote in small.right]
    assert small.check(answer(*bare)).state is State.CORRECT
    half = small.check(answer(replace(bare[0], cue=None), bare[1]))
    assert half.score == 0.75 and "cue" in half.sentence
    assert small.check(answer(bare[0])).score == pytest.approx(2 / 3)


def test_a_short_form_of_just_one_name_is_that_name() -> None:
    nato = Nato()
    quotes = [replace(quote, resolved=(quote.resolved or "").split()[-1]) for quote in nato.right]
    told = nato.check(answer(*quotes))
    assert {quote.resolved for quote in quotes} == {"Stoltenberg", "Agency", "Jin"}
    assert (told.state, told.score) == (State.CORRECT, 1.0)
    assert "Look again at the name" in one(nato, 3, resolved="General")

    class Two(Small):
        names = ("Ada Ray", "Max Ray", "Bo Lee")
        asks = ("resolved",)

    assert Two().check(answer(*Two().right)).state is State.CORRECT
    assert "Look again at the name" in one(Two(), 0, resolved="Ray"), "it may be either"
    assert one(Two(), 1, resolved="Lee") == Two.praise


def test_what_an_author_gets_wrong_is_said() -> None:
    class Faulty(Small):
        names = ("Ada Ray",)
        asks = ("content", "resolved", "tone")
        traps = (QuoteTrap("nowhere", "?", "“They", cue="said"),)

    faults = "\n".join(Faulty().faults())
    assert "asks for 'tone'" in faults and "'Bo Lee' among its names" in faults
    assert "no gold quote begins with '“They'" in faults


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-2, 60) | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["quotes", "content", "cue", "speaker", "resolved", "kind"]), inner
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_judged_and_none_is_right(junk: Any) -> None:
    small = Small()
    for told in (small.judge(junk), small.check(junk), small.judge({"quotes": junk})):
        assert told.state is not State.CORRECT


# -- the widget


def test_value_quotes_and_spans_are_one_thing(tmp_path: Path) -> None:
    linker = widget_for(Nato(), tmp_path)
    assert isinstance(linker, QuoteLinker)
    assert repr(linker) == "QuoteLinker('9.1', no quotes)"
    assert linker.check().state is State.NOT_ATTEMPTED
    seen: list[Any] = []
    linker.observe(lambda change: seen.append(change["new"]), names="value")
    linker.quotes = NATO.quotes[::-1]
    assert seen == [{"quotes": quotes_to_json(NATO.quotes)}]
    assert linker.quotes == list(NATO.quotes)
    assert repr(linker) == "QuoteLinker('9.1', 10 quotes: 6 direct, 1 indirect, 3 mixed)"
    assert [span.label for span in linker.spans[:3]] == ["SPEAKER", "CUE", "CONTENT"]
    assert len(linker.spans) == 10 + 7 + 7
    assert stored(tmp_path, Nato())["answer"] == linker.value
    assert linker.check().state is State.CORRECT
    again = widget_for(Nato(), tmp_path)
    assert again.value == linker.value and again._state["verdict"]["state"] == "correct"
    with pytest.raises(NotAnAnswer, match="'Nobody' is not one of the names"):
        linker.quotes = [replace(NATO.quotes[0], resolved="Nobody")]
    assert linker.quotes == list(NATO.quotes)


def test_the_page_is_not_trusted_and_not_told(tmp_path: Path) -> None:
    class Other(Nato):
        gold = (NATO.quotes[1],)
        traps = ()

    linker = widget_for(Nato(), tmp_path)
    other = widget_for(Other(), tmp_path)
    assert (linker._content, linker._state) == (other._content, other._state), "no gold in the page"
    page = quotes_to_json(NATO.quotes[:1])
    page[0] |= {"pieces": [[0, 4]], "kind": "indirect"}
    send(linker, do="change", value={"quotes": page}, seq=4)
    assert linker.value["quotes"][0]["pieces"] == [[20, 36]], "Python says what the pieces are"
    assert linker.value["quotes"][0]["kind"] == "indirect", "the learner says what the kind is"
    send(linker, do="change", value={"quotes": [{"content": [0, 99999]}]}, seq=5)
    assert len(linker.value["quotes"]) == 1
    assert linker._state["note"]["kind"] == "unsaved"
    send(linker, do="check", seq=6)
    assert linker._state["verdict"]["state"] == "not yet"


def test_practice_against_a_reference() -> None:
    text = "“We won,” she said."
    gold = quote_of(text, "“We won,”", cue="said", speaker="she", resolved="Ada Ray")
    linker = QuoteLinker(text, reference=[gold])
    assert linker._content["checks"] is True
    assert "Ada Ray" not in json.dumps(linker.get_state(), default=str)
    linker.quotes = [replace(gold, cue=None)]
    assert repr(linker.check()).startswith("△ not yet\nLook again at the cue.")
    linker.quotes = [gold]
    assert repr(linker.check()).startswith("✓ correct\n")
    with pytest.raises(BadInput, match="no right answer"):
        QuoteLinker(text, [gold]).check()


def test_only_full_names_are_offered() -> None:
    text = "“We won,” she said."
    gold = quote_of(text, "“We won,”", cue="said", speaker="she", resolved="Ray")
    names = ["Ada Ray", "Ray", "Ray House", "Ada", "NATO", "NATO"]
    linker = QuoteLinker(text, names=names)
    assert linker.names == ("Ada Ray", "Ray House", "NATO")
    linker.quotes = [replace(gold, resolved="Ada")]
    assert linker.quotes[0].resolved == "Ada Ray"
    with pytest.raises(NotAnAnswer, match="'Ray' is not one of the names"):
        linker.quotes = [gold]
    needed = QuoteLinker(text, names=names, reference=[gold])
    assert needed.names == ("Ada Ray", "Ray", "Ray House", "NATO")
    needed.quotes = [gold]
    assert needed.check().state is State.CORRECT


def test_fixed_html_tells_all_and_is_no_markup() -> None:
    text = "“<b>We</b> won & $5$,” he said."
    quote = quote_of(text, text[:22], cue="said", speaker="he", resolved="<i>Jens</i> Ray")
    html = QuoteLinker(text, [quote])._html()
    assert "<b>We" not in html and "&lt;b&gt;We" in html and "&lt;i&gt;Jens" in html
    assert "direct" in html and "<b>he</b> → " in html and "[C1]" in html and "[S1]" in html
    assert "style>" not in html and "class=" not in html
    assert "No quote is marked yet." in QuoteLinker(text)._html()


MISUSED: list[tuple[dict[str, Any], str]] = [
    ({"article": 3}, "needs an article or a text"),
    ({"article": "a\ud83d"}, "lone surrogate"),
    ({"quotes": "x"}, "needs quotes, such as article.quotes, not a string"),
    ({"quotes": [Span(0, 3)]}, "each a Quote, not a Span"),
    ({"quotes": [Quote("direct", Span(0, 99))]}, "not a span of the text"),
    ({"units": ["It"]}, "needs the units as spans"),
    ({"units": [Span(0, 4), Span(3, 5)]}, "units in order"),
    ({"units": [Span(0, 3)]}, "units without white space"),
    ({"names": "Ada"}, 'needs names, such as ."Ada Ray"., not a string'),
    ({"names": [""]}, "each name as a short string"),
    ({"reference": [Quote("direct", Span(0, 99))]}, "cannot use this reference"),
    ({"reference": [Quote("direct", Span(0, 2), resolved="Bo")], "names": ["Ada"]}, "'Bo' among"),
]


@pytest.mark.parametrize("given_,sentence", MISUSED)
def test_what_is_handed_over_wrongly_is_one_sentence(given_: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as caught:
        QuoteLinker(**({"article": "It rained."} | given_))
    assert "\n" not in str(caught.value)
