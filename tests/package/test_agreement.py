"""Agreement: worked numbers, the two ends of the scale, and what two learners may hand over."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbook.agreement import (
    MARKED,
    OUTSIDE,
    Agreement,
    Difference,
    agreement,
    pooled_agreement,
)
from newsbook.articles import Article, Quote, seeds_folder
from newsbook.articles.gold import dump_quotes, dump_spans, mismatches, read_quotes, read_spans
from newsbook.errors import BadInput
from newsbook.quote_agreement import quote_agreement
from newsbook.spans import Span, from_words
from newsbook.text.tokens import tokenise

# Ten units, so that shares are easy to follow.
TEXT = "Ada met Bo in Oslo on a wet Monday morning"
UNITS = from_words(TEXT, TEXT.split())
ADA, BO, OSLO, MONDAY = (UNITS[i] for i in (0, 2, 4, 8))
ONE = [ADA.labelled("PERSON"), BO.labelled("PERSON"), OSLO.labelled("GPE"), MONDAY.labelled("DATE")]


def seconds() -> list[Article]:
    """The articles that were annotated twice."""
    folders = sorted(file.parent for file in (seeds_folder() / "practice").glob("*/second"))
    return [Article.open(folder) for folder in folders]


def test_perfect() -> None:
    both = agreement(TEXT, ONE, list(reversed(ONE)))
    assert (both.kappa, both.kappa_marked, both.alpha) == (1.0, 1.0, 1.0)
    assert (both.typed.f1, both.untyped.f1, both.observed) == (1.0, 1.0, 1.0)
    assert both.differences == ()
    assert both.confusion == {
        "DATE": {"DATE": 1}, "GPE": {"GPE": 1}, "O": {"O": 6}, "PERSON": {"PERSON": 2},
    }  # fmt: skip
    assert both.why == "All 10 units have the same label on both sides, so kappa is 1."


def test_kappa_and_alpha_by_hand() -> None:
    """Two differences: Oslo has another label, and the second side left Monday out."""
    other = [*ONE[:2], OSLO.labelled("LOC")]
    both = agreement(TEXT, ONE, other)
    # First side: 6 O, 2 PERSON, 1 GPE, 1 DATE. Second: 7 O, 2 PERSON, 1 LOC.
    expected = (6 * 7 + 2 * 2) / 10**2
    assert both.observed == pytest.approx(8 / 10)
    assert both.expected == pytest.approx(expected)
    assert both.kappa == pytest.approx((0.8 - expected) / (1 - expected))
    # Of the four units that somebody marked: 2 PERSON, GPE, DATE against 2 PERSON, LOC, O.
    assert both.kappa_marked == pytest.approx((2 / 4 - 4 / 16) / (1 - 4 / 16))
    # Alpha pools both sides' labels: 13 O, 4 PERSON and three single ones of 20, each pair drawn
    # without putting back. Two of ten units differ.
    chance = 1 - (13 * 12 + 4 * 3) / (20 * 19)
    assert both.alpha == pytest.approx(1 - 0.2 / chance)
    assert both.typed.f1 == pytest.approx(2 * 2 / (4 + 3))
    assert both.untyped.f1 == pytest.approx(2 * 3 / (4 + 3))
    assert both.differences == (
        Difference(OSLO, "Oslo", "GPE", "LOC"),
        Difference(MONDAY, "Monday", "DATE", "O"),
    )
    assert both.confusion["GPE"] == {"LOC": 1}
    assert both.confusion["DATE"] == {"O": 1}


def test_repr_and_sentence_are_fixed() -> None:
    both = agreement(TEXT, ONE, [*ONE[:2], OSLO.labelled("LOC")])
    assert repr(both) == str(both) == (
        "kappa 0.63  marked only 0.33  alpha 0.64  "
        "span F1 0.57 typed, 0.86 untyped  (10 units)"
    )  # fmt: skip
    assert both.why == (
        "Kappa is 0.63 because 2 of 10 units have two labels: “Oslo” (GPE or LOC), “Monday” "
        "(DATE or O). The sides agree on 80% of the units, and chance alone would give 46%."
    )


def test_none() -> None:
    """All marked by one, nothing by the other: kappa is 0, for chance would do as well."""
    nothing = agreement(TEXT, [unit.labelled("ORG") for unit in UNITS], [])
    assert (nothing.kappa, nothing.observed, nothing.typed.f1) == (0.0, 0.0, 0.0)
    assert nothing.alpha < 0
    # Where both mark everything, and never the same: worse than chance.
    half = [unit.labelled("A" if i % 2 else "B") for i, unit in enumerate(UNITS)]
    swapped = [unit.labelled("B" if i % 2 else "A") for i, unit in enumerate(UNITS)]
    worst = agreement(TEXT, half, swapped)
    assert worst.kappa == pytest.approx(-1.0)
    assert worst.untyped.f1 == 1.0


def test_where_only_one_label_occurs_there_is_nothing_but_agreement() -> None:
    for spans in ([], [unit.labelled("ORG") for unit in UNITS]):
        both = agreement(TEXT, spans, spans)
        assert (both.kappa, both.kappa_marked, both.alpha, both.expected) == (1.0, 1.0, 1.0, 1.0)
    assert agreement(" ", [], []).kappa == 1.0


def test_a_token_that_nobody_marked_counts_for_kappa_and_not_for_marked_only() -> None:
    """A longer text without names raises kappa; the strict figure stays where it was."""
    other = [*ONE[:2], OSLO.labelled("LOC")]
    longer = TEXT + " and the rest of the week was just as wet as that" * 5
    short, long = agreement(TEXT, ONE, other), agreement(longer, ONE, other)
    assert long.kappa > short.kappa
    assert long.kappa_marked == pytest.approx(short.kappa_marked)


def test_nearly_perfect_does_not_print_as_perfect() -> None:
    text = "word " * 1000
    marked = [unit.labelled("A" if i % 2 else "B") for i, unit in enumerate(tokenise(text))]
    both = agreement(text, marked, marked[1:])
    assert repr(both).startswith("kappa 0.99  marked only 0.99  alpha 0.99  span F1 0.99 typed")
    assert "agree on 99% of the units" in both.why


def test_units_and_labels_of_every_sort() -> None:
    # Pairs are spans without a label, which say only that something is marked.
    pairs = agreement(TEXT, [(0, 3)], [(0, 3), (8, 10)])
    assert pairs.confusion == {"O": {"O": 8, MARKED: 1}, MARKED: {MARKED: 1}}
    # Characters instead of tokens; order and repetition of spans change nothing.
    characters = [Span(i, i + 1) for i in range(len(TEXT))]
    both = agreement(TEXT, ONE, [Span(0, 2, "PERSON"), *ONE[:0:-1]], units=characters)
    assert both.confusion["PERSON"] == {"O": 1, "PERSON": 4}
    assert both.differences == (Difference(Span(2, 3), "a", "PERSON", "O"),)
    # A span that ends within a token still labels it; where two reach it, the longer piece wins.
    reach = agreement(TEXT, [Span(0, 5, "A"), Span(5, 9, "B")], [])
    assert [(d.words, d.one) for d in reach.differences] == [("Ada", "A"), ("met Bo", "B")]
    assert "spans' ends differ" in agreement(TEXT, [Span(0, 2, "A")], [Span(0, 3, "A")]).why


def test_an_emoji_is_one_unit_at_its_offset() -> None:
    text = "👩🏽‍🔧 Ada"
    both = agreement(text, [Span(5, 8, "PERSON")], [Span(5, 8, "ORG")])
    assert both.units == 2
    assert both.differences == (Difference(Span(5, 8), "Ada", "PERSON", "ORG"),)


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        ([Span(40, 99)], "which has 42 characters"),
        ("Ada", "agreement needs spans"),
        (["Ada"], "where do these words stand"),
        ([Span(0, 3, OUTSIDE)], "stands for what nobody marked"),
    ],
)
def test_bad_input_gets_one_sentence(one: list[Span], sentence: str) -> None:
    for args in ((one, []), ([], one)):
        with pytest.raises(BadInput, match=sentence) as caught:
            agreement(TEXT, *args)
        assert "\n" not in str(caught.value)


labelled = st.lists(
    st.builds(
        lambda start, length, label: Span(start, min(start + length, len(TEXT)), label),
        st.integers(0, len(TEXT) - 1),
        st.integers(1, 9),
        st.sampled_from(["PERSON", "ORG", "GPE"]),
    ),
    max_size=6,
)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(labelled, labelled)
def test_swapping_the_sides_changes_no_figure(one: list[Span], other: list[Span]) -> None:
    def figures(both: Agreement) -> list[float]:
        return [both.kappa, both.kappa_marked, both.alpha, both.typed.f1, both.untyped.f1]

    both = agreement(TEXT, one, other)
    assert figures(both) == pytest.approx(figures(agreement(TEXT, other, one)))
    assert -1 <= both.kappa <= 1
    # Cohen's own formula, from the counts; NLTK took the long way.
    if both.expected < 1:
        by_hand = (both.observed - both.expected) / (1 - both.expected)
        assert both.kappa == pytest.approx(by_hand)
    assert (both.observed == 1) == (both.differences == ())


def test_pooling_counts_units_together() -> None:
    parts = [agreement(TEXT, ONE, ONE[:n]) for n in (4, 2)]
    whole = pooled_agreement(parts)
    assert whole.units == 20
    assert whole.differences == parts[1].differences
    expected = (12 * 14 + 4 * 4 + 2 * 1 + 2 * 1) / 20**2
    assert whole.kappa == pytest.approx((18 / 20 - expected) / (1 - expected))
    assert whole.typed.true_positives == 6
    assert pooled_agreement([]).kappa == 1.0


# --- Quotes ------------------------------------------------------------------------------------

SAID = "“We won,” she said. Bo said that it rained and that Ada left early."
WON, SHE, CUE = Span(0, 9), Span(10, 13), Span(14, 18)
BO_, CUE_ = Span(20, 22), Span(23, 27)
LONG, SHORT = Span(33, 66), Span(33, 42)


def direct(**fields: object) -> Quote:
    return Quote(**({"kind": "direct", "content": WON, "pieces": (WON,)} | fields))  # type: ignore[arg-type]


def test_quotes_are_paired_and_each_field_counted() -> None:
    one = [direct(cue=CUE, speaker=SHE, resolved="Ada"), Quote("indirect", LONG, (), CUE_, BO_)]
    other = [
        direct(cue=CUE, speaker=None, resolved="Ada"),
        Quote("mixed", SHORT, (SHORT,), CUE_, BO_, "Bo"),
    ]
    both = quote_agreement(SAID, one, other)
    assert (both.content.true_positives, both.content.f1) == (1, 0.5)
    # “ We won , ” and two units more are in both contents; the first side has five besides.
    assert (both.units.true_positives, both.units.false_negatives) == (7, 5)
    assert (both.pairs, both.kind, both.cue, both.speaker, both.resolved) == (2, 1, 2, 1, 1)
    assert both.kinds == {"direct": {"direct": 1}, "indirect": {"mixed": 1}}
    assert repr(both) == (
        "content F1 0.50 exact, 0.74 by units  kind 1/2  cue 2/2  speaker 1/2  resolved 1/2"
    )


def test_a_quote_that_one_side_lacks_is_no_pair() -> None:
    both = quote_agreement(SAID, [direct()], [])
    assert (both.pairs, both.kind, both.content.f1, both.units.f1) == (0, 0, 0.0, 0.0)
    assert quote_agreement(SAID, [], []).content.f1 == 1.0


def test_quotes_beyond_the_text_are_refused() -> None:
    with pytest.raises(BadInput, match="which has 5 characters"):
        quote_agreement("“We w", [direct()], [])


# --- The second annotation of the practice articles ---------------------------------------------


def test_twenty_articles_have_a_second_annotation_that_fits() -> None:
    articles = seconds()
    assert len(articles) == 20
    for article in articles:
        assert article.folder is not None
        entities = read_spans(article.folder / "second" / "entities.json", "entities")
        quotes = read_quotes(article.folder / "second" / "quotes.json")
        for layer in (entities, quotes):
            assert layer.article == article.name
            assert mismatches(layer, article.text, article.sha256) == []
        # In the one written form, so that a diff of the two passes shows decisions only.
        stored = [layer.file.read_bytes() for layer in (entities, quotes)]
        assert stored == [
            dump_spans(article, "entities", entities.spans).encode(),
            dump_quotes(article, quotes.quotes, quotes.scare_quotes).encode(),
        ]
        both = agreement(
            article.text, article.gold("entities"), entities.spans, article.gold("tokens")
        )
        assert both.kappa > 0.8


def test_nltk_waits_until_two_labels_are_compared() -> None:
    code = (
        "import sys\nfrom newsbook.agreement import agreement\nassert 'nltk' not in sys.modules\n"
        "agreement('Oslo.', [(0, 4)], [])\nassert 'nltk' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
