"""Sentences: Punkt, the mends, and nothing lost on any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import ODD, any_text, assert_sound

from newsbook.articles import Article, practice_names
from newsbook.articles.paragraphs import paragraphs_of
from newsbook.scoring import score
from newsbook.spans import Span, words
from newsbook.text.punkt_starts import punkt_starts
from newsbook.text.sentences import punkt_sentences, split_sentences
from newsbook.text.tokens import tokenise

# Text with | where a sentence should end, and whether plain Punkt already gets it right.
CASES = [
    ("He left.| She stayed.", True),
    ("Mr. Park met Gen. Kim.| Then he left.", True),
    ("The U.S. President left.| It was 3 p.m.| The talks began.", True),
    ("“We are concerned.| And we know.”| He left.", True),
    ("(He left.)| She ‘stayed.’| “‘Go.’”| They went.", True),
    ("What?!| No!!!| Yes.", True),
    ("Support of N.Korean troops grew.| It did.", True),
    # The closing mark.
    ("to end it.”|Park left.", False),
    ("“Go!”, he said.| They went.", False),
    # The missing space.
    ("for security.|The next day came.", False),
    ("for security.|“The next day came.”", True),
    # The quote that goes on.
    ("“Why?” he asked.| Nobody knew.", False),
    ("“Why?” — he asked.| Nobody knew.", False),
    ("“Why?”| iPhone sales rose.", True),
    ("“Why?”| Nobody knew.", True),
    # The speaker behind the quote.
    ("“We win!” Park Jin said.| They did.", False),
    ("“We win!”| Park Jin said they did.", True),
    # The dot of a word.
    ("He met J. Park.| Then he left.", False),
    ("It is plan B.| The minister left.", True),
    ("No. 5 won.| Yes.", False),
    ("He said no.| They went.", True),
    # Not a new sentence.
    ("At Yahoo!’s offices.| Good.", False),
    ("The news is good. 😀", False),
    ("Line one goes\non here.| And\nthis.", True),
]


@pytest.mark.parametrize(("marked", "plain_is_right"), CASES)
def test_cases(marked: str, plain_is_right: bool) -> None:
    expected = [part.strip() for part in marked.split("|")]
    text = marked.replace("|", "")
    assert words(text, split_sentences(text)) == expected
    assert (words(text, punkt_sentences(text)) == expected) == plain_is_right


def test_the_seed_article_is_split_as_in_the_gold() -> None:
    article = Article.load("nato_seoul")
    result = score(article.gold("sentences"), split_sentences(article.text), labels=False)
    assert result.perfect, result


def test_plain_punkt_runs_the_headline_into_the_article() -> None:
    text = Article.load("nato_seoul").text
    assert "\n\n" in punkt_sentences(text)[0].of(text)
    assert not any("\n\n" in sentence.of(text) for sentence in split_sentences(text))


@pytest.mark.parametrize("name", ODD)
def test_odd_texts(name: str) -> None:
    text = ODD[name]
    assert_sound(text, split_sentences(text))
    assert_sound(text, punkt_sentences(text))


@settings(max_examples=500, deadline=None)
@given(any_text)
def test_sound_on_any_text(text: str) -> None:
    assert_sound(text, punkt_sentences(text))
    sentences = split_sentences(text)
    assert_sound(text, sentences)
    places = [(p.start, p.end) for p in paragraphs_of(text)]
    for sentence in sentences:
        assert any(a <= sentence.start and sentence.end <= b for a, b in places)


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_no_sentence_ends_inside_a_token(text: str) -> None:
    for paragraph in paragraphs_of(text):
        inside = paragraph.of(text)
        starts = {token.start for token in tokenise(inside)}
        assert {sentence.start for sentence in split_sentences(inside)} <= starts


def punkts_own_starts(text: str) -> list[int]:
    """Where the package ``punkt``, left to itself, starts its second and later sentences."""
    import punkt

    tokenizer = punkt.PunktSentenceTokenizer(punkt.load_model("english"))
    return [start for start, _ in tokenizer.span_tokenize(text)][1:]


def test_the_quick_way_decides_as_punkt_does_on_the_articles() -> None:
    for name in ["nato_seoul", *practice_names("train")]:
        text = Article.load(name).text
        for form in (text, " ".join(text.split()), text.upper(), text.replace(" ", ". ")):
            assert punkt_starts(form) == punkts_own_starts(form), name


@pytest.mark.parametrize("name", ODD)
def test_the_quick_way_decides_as_punkt_does_on_odd_texts(name: str) -> None:
    assert punkt_starts(ODD[name]) == punkts_own_starts(ODD[name])


_DOTTED = [
    "Mr", "B", "St", "Co", "no", "etc", "3", "p.m", "U.S", "It", "the", "é", "st-", "mining-co",
    ".", ".", ".", "?", "!", " ", " ", "\n", "\t", "\x0b", "\x1c", "\u3000", ")", "”", '"', "'",
    "(", "--", "-", ",", ";", "*", "1.", "...", " . . .",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(any_text | st.lists(st.sampled_from(_DOTTED), max_size=25).map("".join))
def test_the_quick_way_decides_as_punkt_does_on_any_text(text: str) -> None:
    assert punkt_starts(text) == punkts_own_starts(text)


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_tokens_that_are_there_already_change_nothing(text: str) -> None:
    assert split_sentences(text, tokenise(text)) == split_sentences(text)


@settings(max_examples=200, deadline=None)
@given(any_text, st.integers(1, 7))
def test_tokens_of_another_kind_are_no_reason_to_raise(text: str, size: int) -> None:
    cut = [Span(i, min(i + size, len(text))) for i in range(0, len(text), size)]
    assert_sound(text, split_sentences(text, cut))
