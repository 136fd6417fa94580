"""The entity step: rules, features, and the trained tagger."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import ODD, any_text
from support import lines_run

from newsbook.articles import ENTITY_LABELS, Article
from newsbook.errors import BadInput, WrongType
from newsbook.scoring import score, score_entities
from newsbook.spans import Span, are_disjoint
from newsbook.text import rule_entities, split_sentences, tag_entities, tokenise
from newsbook.text.entities import EntityTagger, bio_decode, bio_encode, features_of, gather, read

TAGGERS = pytest.mark.parametrize("tagger", [rule_entities, tag_entities])


def named(text, tagger=tag_entities):
    return [(span.of(text), span.label) for span in tagger(text)]


# What comes out, whatever goes in


def assert_sound(text, spans):
    assert are_disjoint(spans)
    assert {span.label for span in spans} <= set(ENTITY_LABELS)
    edges = {token.start for token in tokenise(text)}, {token.end for token in tokenise(text)}
    assert all(span.start in edges[0] and span.end in edges[1] for span in spans)
    sentences = split_sentences(text)
    assert all(any(sentence.contains(span) for sentence in sentences) for span in spans)


@TAGGERS
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts(tagger, text):
    assert_sound(text, tagger(text))


CUES = """
    The Park park Jin of and & ’s ’ “ ” ‘ ( ) , . : — - Mr. Sen. Judge King County River St. Bank
    England U.S. NATO NEW YORK DELHI R-Wyo. Md. 9th Circuit Court Highway 50 van der Jr. said in
    Monday May 6 2019 Jordan Bank University California Berkeley at for the
"""
WORDS = st.sampled_from([*CUES.split(), "\n\n"])


@TAGGERS
@given(text=st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_any_order_of_cues(tagger, text):
    assert_sound(text, tagger(text))


@TAGGERS
@given(text=any_text)
@settings(max_examples=100, deadline=None)
def test_any_text(tagger, text):
    assert_sound(text, tagger(text))


@TAGGERS
def test_not_a_text(tagger):
    with pytest.raises(WrongType, match="text"):
        tagger(7)


@TAGGERS
@pytest.mark.parametrize(
    "unit",
    [
        "Park Jin of the Bank of England said. ", "Anna ", "A of ", "“Anna ” ", "Anna van der ",
        "Chief ", "Paris and Rome ", "Lake, 5 ", "A & B ", "King’s Court ",
    ],
)  # fmt: skip
def test_time_grows_with_the_length(tagger, unit):
    def lines(times):
        text = unit * times
        tokens = tokenise(text)
        return lines_run(lambda: tagger(text, tokens, [Span(0, len(text.rstrip()))]))

    lines(3)  # what is read once, and what is kept
    lines(200)
    assert lines(800) < 5 * lines(200)


# The rules, each by the case that made it necessary


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Shares in Tesco rose.", [("Tesco", "ORG")]),
        ("NEW DELHI: It rained.", [("NEW DELHI", "GPE")]),
        ("MBALA, Zambia (AFP) — It rained.", [("MBALA", "GPE"), ("Zambia", "GPE"), ("AFP", "ORG")]),
        ("Sen. Holden Brakewell, R-Wyo., left.", [("Holden Brakewell", "PERSON")]),
        ("Foreign Minister Park Jin left.", [("Park Jin", "PERSON")]),
        ("Secretary of State Hillary Clinton left.", [("Hillary Clinton", "PERSON")]),
        (
            "King County Superior Court Judge Ann Lee left.",
            [("King County Superior Court", "ORG"), ("Ann Lee", "PERSON")],
        ),
        (
            "They met at Hamilton County Sheriff’s Office.",
            [("Hamilton County Sheriff’s Office", "ORG")],
        ),
        ("They saw Lebanon’s Health Ministry.", [("Lebanon", "GPE"), ("Health Ministry", "ORG")]),
        ("the Bank of England and Ann Lee", [("Bank of England", "ORG"), ("Ann Lee", "PERSON")]),
        (
            "They saw the Department of Health and Human Services.",
            [("Department of Health and Human Services", "ORG")],
        ),
        ("the University of Texas at Austin", [("University of Texas at Austin", "ORG")]),
        ("the 9th U.S. Circuit Court of Appeals", [("9th U.S. Circuit Court of Appeals", "ORG")]),
        ("They saw Morrison & Foerster there.", [("Morrison & Foerster", "ORG")]),
        ("the American Red Cross", [("American Red Cross", "ORG")]),
        ("They beat the Denver Nuggets.", [("Denver Nuggets", "ORG")]),
        ("They met Jordan Pickford in Jordan.", [("Jordan Pickford", "PERSON"), ("Jordan", "GPE")]),
        ("He met Dwayne “The Rock” Johnson.", [("Dwayne “The Rock” Johnson", "PERSON")]),
        ("She met Ursula von der Leyen.", [("Ursula von der Leyen", "PERSON")]),
        ("She met Ana Diaz, Jr., then.", [("Ana Diaz, Jr.", "PERSON")]),
        ("It lies on Highway 50 there.", [("Highway 50", "LOC")]),
        ("Trinidad and Tobago won.", [("Trinidad and Tobago", "GPE")]),
        ("They asked Macy's and Lowe’s.", [("Macy's", "ORG"), ("Lowe’s", "ORG")]),
        ("It hit the Super Bowl.", []),
        ("She said so in Spanish.", []),
        ("a Seoul-based, anti-Trump group", []),
        ("They left for Rockville, Md., then.", [("Md.", "GPE")]),
    ],
)
def test_rules(text, wanted):
    assert [name for name in named(text, rule_entities) if name[0] != "Rockville"] == wanted


def test_a_headline_names_only_names():
    text = "Two Teens Arrested After Chase In Hamilton County\n\nTwo teens were arrested."
    assert named(text, rule_entities) == [("Hamilton County", "GPE")]


def test_what_the_text_says_elsewhere_counts():
    alone = "He spoke. Park thanked them."
    told = "He met Foreign Minister Park Jin. Park thanked them."
    assert named(alone, rule_entities) == []
    assert named(told, rule_entities)[-1] == ("Park", "PERSON")


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("On Monday, May 6, 2019, it rained.", ["Monday", "May 6, 2019"]),
        ("It rained on 19 August 1933 and in May.", ["19 August 1933", "May"]),
        ("May it rain? It may, in 2016 or next year.", ["2016", "next year"]),
        ("It cost $2016 for 2016 people.", []),
        ("in the fourth quarter, summer of 1989", ["fourth quarter", "summer of 1989"]),
    ],
)
@TAGGERS
def test_dates(tagger, text, dates):
    assert [words for words, label in named(text, tagger) if label == "DATE"] == dates


# The trained tagger


def test_the_seed_article():
    article = Article.load("nato_seoul")
    assert score(article.gold("entities"), tag_entities(article.text)).perfect


@pytest.fixture(scope="module")
def small_tagger():
    return EntityTagger.train([Article.load("nato_seoul"), Article.load("harbour_bridge")])


def test_a_trained_tagger_knows_what_it_was_taught(small_tagger):
    scores = score_entities([Article.load("harbour_bridge")], small_tagger.tag)
    assert (
        scores.typed.f1 > score_entities([Article.load("harbour_bridge")], rule_entities).typed.f1
    )
    assert scores.typed.f1 > 0.9


def test_the_model_survives_being_written(small_tagger):
    written = small_tagger.dump()
    again = EntityTagger.load(written)
    assert again.dump() == written
    text = Article.load("harbour_bridge").text
    assert again.tag(text) == small_tagger.tag(text)


def test_training_does_not_depend_on_the_hash_seed(small_tagger):
    code = (
        "import sys; from newsbook.articles import Article; "
        "from newsbook.text.entities import EntityTagger; "
        "names = ['nato_seoul', 'harbour_bridge']; "
        "sys.stdout.buffer.write("
        "EntityTagger.train([Article.load(name) for name in names]).dump().encode())"
    )
    for seed in ("0", "1"):
        run = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert run.stdout.decode() == small_tagger.dump()


def test_tagging_adds_up_the_features_that_are_shown(small_tagger):
    """`features_of` is what a lesson shows; the tagger must decide by nothing else."""
    text = Article.load("harbour_bridge").text
    reading = read(text)
    from newsbook.text.entities.dates import find_dates
    from newsbook.text.entities.perceptron import SURE
    from newsbook.text.entities.rules import find_names

    dates = find_dates(reading)
    evidence = gather(reading, find_names(reading, dates), dates)
    names = [span for span in small_tagger.tag(text) if span.label != "DATE"]
    tags = bio_encode(reading.tokens, names)
    starts = {start for start, _ in reading.sentences}
    asked = 0
    for i in evidence.places:
        if evidence.rules[i] in SURE:
            continue
        before = "O" if i in starts else tags[i - 1]
        before2 = "O" if i in starts or i - 1 in starts else tags[i - 2]
        totals = dict.fromkeys(small_tagger.tags, 0)
        for feature in features_of(reading, evidence, i, before, before2):
            for tag, weight in zip(
                small_tagger.tags, small_tagger.weights.get(feature, []), strict=False
            ):
                totals[tag] += weight
        allowed = [t for t in totals if not t.startswith("I-") or before[2:] == t[2:]]
        assert totals[tags[i]] == max(totals[tag] for tag in allowed)
        asked += 1
    assert asked > 20


def test_the_shipped_model_is_small():
    import newsbook.text.entities

    file = Path(newsbook.text.entities.__file__).parent / "model.json"
    assert file.stat().st_size < 300_000
    assert json.loads(file.read_text(encoding="utf-8"))["tags"][0] == "O"


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 2}', '{"format": 1, "tags": ["O"], "weights": {"a": [0]}}']
)
def test_what_is_no_model(text):
    with pytest.raises(BadInput, match="no model"):
        EntityTagger.load(text)


# BIO


SPANS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 3), st.sampled_from(["A", "B"])), max_size=5
)


@given(SPANS)
def test_bio_gives_back_what_it_was_given(drawn):
    tokens = [Span(2 * i, 2 * i + 1) for i in range(13)]
    spans, free = [], 0
    for first, length, label in sorted(drawn):
        if first >= free:
            spans.append(Span(tokens[first].start, tokens[first + length - 1].end, label))
            free = first + length
    assert bio_decode(tokens, bio_encode(tokens, spans)) == spans


def test_bio_wants_a_tag_for_each_token():
    with pytest.raises(ValueError):
        bio_decode([Span(0, 1)], [])


# The lists


def test_lists_are_cut_as_the_tokeniser_cuts():
    """The lists are split by a quicker way than `tokenise`; the words must be the same."""
    from newsbook.text.entities import gazetteers

    odd = []
    for name, _ in gazetteers._entries():
        # Within a sentence, since a dot at the very end could be its full stop.
        text = f"{name}, then"
        words = [span.of(text).replace("'", "’") for span in tokenise(text)][:-2]
        if tuple(words) != gazetteers._split(name):
            odd.append(name)
    assert odd == []


def test_the_lists_are_read_late_and_are_small():
    code = (
        "import sys, newsbook.text.entities as e; "
        "from newsbook.text.entities.gazetteers import gazetteer; "
        "print(gazetteer.cache_info().currsize, 'nltk' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.split() == ["0", "False"]


def test_each_given_name_is_listed_once():
    from newsbook.text.entities import gazetteers

    given = gazetteers._given_names()
    assert sorted(given) == [
        "either, or not known", "men", "men, no evidence", "women", "women, no evidence",
    ]  # fmt: skip
    small = [name.lower() for listed in given.values() for name in listed]
    assert len(small) == len(set(small))
    told = gazetteers.gazetteer()
    assert not told.women & told.men


def test_a_given_name_can_tell_a_gender_without_being_evidence_for_a_name():
    from newsbook.text.entities.gazetteers import gazetteer

    told = gazetteer()
    assert "may" in told.women and "first" not in told.words.get("May", "")
    assert "maria" in told.women and "first" in told.words["Maria"]


def test_a_tagger_that_never_learned_a_label_still_takes_it_from_the_rules():
    """Few articles may have no nationality of two words; the rules know one all the same."""
    tagger = EntityTagger.train([Article.load("ceasefire_monitors")])
    assert "I-NORP" not in tagger.tags
    text = "A South Korean Zorblat left."
    assert tagger.tag(text)[0] == Span(2, 14, "NORP")


# Scoring a tagger


class Marked:
    def __init__(self, text, spans):
        self.text, self.spans = text, spans

    def gold(self, layer):
        assert layer == "entities"
        return self.spans


def test_scores_of_a_tagger():
    one = Marked("Ann went to Oslo.", [Span(0, 3, "PERSON"), Span(12, 16, "GPE")])
    two = Marked("Bob went to May.", [Span(0, 3, "PERSON"), Span(12, 15, "DATE")])

    def tagger(text):
        return [Span(0, 3, "ORG"), Span(12, 15 + ("Oslo" in text), "LOC")]

    scores = score_entities([one, two], tagger)
    assert (scores.typed.true_positives, scores.typed.false_positives) == (1, 3)
    assert scores.typed.false_negatives == 2
    assert (scores.untyped.true_positives, scores.untyped.false_positives) == (3, 1)
    assert scores.by_label["LOC"].true_positives == 1
    assert scores.by_label["PERSON"].false_negatives == 2
    only = score_entities([one, two], tagger, labels=("GPE", "LOC"))
    assert (only.typed.true_positives, only.typed.false_positives) == (1, 1)
