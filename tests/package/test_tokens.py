"""The tokenisers: the guideline case by case, and nothing lost on any text."""

import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.tokenize import NLTKWordTokenizer, ToktokTokenizer, TreebankWordTokenizer, TweetTokenizer
from odd_texts import ODD, any_text, assert_sound

from newsbook.articles import Article
from newsbook.articles.paragraphs import trimmed
from newsbook.errors import BadInput
from newsbook.scoring import score
from newsbook.spans import are_disjoint, words
from newsbook.text import tokens as module
from newsbook.text.alignment import align_pieces
from newsbook.text.nltk_tokens import NLTK_TOKENISERS, nltk_tokens
from newsbook.text.tokens import pattern_tokens, split_tokens, tokenise

# One row a case of the guideline: the text, with the token edges it should get.
GUIDELINE = [
    # Marks of their own.
    "‘ interconnected ’",
    "“ Stop , ” he said .",
    '" Yes ! " she said ?',
    "« Oui » : non ; ( a ) [ b ] { c }",
    "wait … no ... yes",
    "really ? ! !",
    "then — now – later",
    "US $ 5 , € 3.5m , £ 2 , 50 % .",
    "'' quoted '' `` so ''",
    # Hyphens.
    "rules-based two-day Secretary-General follow-up COVID-19 5-year-old F-16s",
    "Pic - NATO",
    "pre - and post-war",
    "word -- word --- word",
    "non\u2011breaking hy\u2010phen",
    # Clitics.
    "it ’s Yoon ’s NATO 's NATO ’S",
    "do n’t ca n't wo n’t DO N’T is n't",
    "they ’re we 've she ’ll I ’d I ’m",
    "should n’t ’ve",
    "ministers ’ offices",
    "O’Brien ’s Xi’an o’clock d’Ivoire rock’n’roll",
    "the ’90s and '80s",
    "can’t-miss who’s-who",
    "” ’s",
    # Dots.
    "Mr. Yoon , Dr. Kim , Lt.-Gen. Lee , St. Paul",
    "in Jan. and Sept. 2023",
    "at 3 p.m. and 5 a.m. , e.g. , i.e. now",
    "the U.S. and U.S.-led U.K. U.S. ’s",
    "the U.S troops and J.K Rowling",
    "N. Korean and N. Korea and George W. Bush and J.-P. Raffarin",
    "No. 5 and Rs. 500",
    "he said no .",
    "Plan B .",
    "in ( Calif. , Ore. ) , etc. , too",
    "efforts . ”",
    # Numbers.
    "1,200 3.5 10:30 2023-01-29 1/2 24/7 1,200-strong 3.5-inch 2,000.50 .5",
    "0.5 . 1990s 3rd 10am 2022-23 5 – 6",
    "and / or",
    # Addresses.
    "see https://nato.int/a_(b)?c=1#d , ( www.bbc.co.uk/news ) , bbc.com .",
    "press@hq.nato.int ; j.smith+x@mod.uk .",
    "@NATO ’s #Seoul !",
    "AT&T Q&A",
    # Emoji.
    "👩‍👩‍👧 🇰🇷 🇺🇸 👍🏽 1️⃣ ❤️ ☎",
    "Good 😀 😀 !",
    # Invisible characters and marks stay with what they follow.
    "cafe\u0301 demo\u00adcracy “\u200b NATO",
    "नमस्ते दुनिया",
]


@pytest.mark.parametrize("spaced", GUIDELINE)
def test_the_guideline(spaced: str) -> None:
    joined, expected = _join(spaced)
    assert words(joined, tokenise(joined)) == expected


def _join(spaced: str) -> tuple[str, list[str]]:
    """The row as a newspaper prints it: clitics and marks closed up."""
    expected = spaced.split()
    text = spaced
    text = re.sub(r" (?=(?:n['’]t|N’T|['’](?:s|S|re|ve|ll|d|m))(?!\w))", "", text)
    text = re.sub(r" (?=[.,;:!?%…)\]}”»](?:\s|$))", "", text)
    text = re.sub(r"(?<=[“«(\[{$€£‘])(\u200b?) ", r"\1", text)
    for apart, close in CLOSED_UP.items():
        text = text.replace(apart, close)
    return text, expected


# What the general rules of `_join` do not close up.
CLOSED_UP = {
    "interconnected ’": "interconnected’",
    "ministers ’": "ministers’",
    "Pic -": "Pic-",
    "pre -": "pre-",
    "word -- word --- word": "word--word---word",
    "N. Korean": "N.Korean",
    "Rs. 500": "Rs.500",
    "US $": "US$",
    "5 – 6": "5–6",
    "and / or": "and/or",
    "🇰🇷 🇺🇸": "🇰🇷🇺🇸",
    "😀 😀!": "😀😀!",
    '" Yes': '"Yes',
    '! "': '!"',
    "'' quoted '' `` so ''": "''quoted'' ``so''",
    "wait… no ... yes": "wait…no...yes",
    "then — now – later": "then—now–later",
}


def test_the_rows_are_closed_up_where_they_should_be() -> None:
    joined = [_join(row)[0] for row in GUIDELINE]
    assert joined[0] == "‘interconnected’"
    assert joined[1] == "“Stop,” he said."
    assert "it’s Yoon’s NATO's NATO’S" in joined
    assert "don’t can't won’t DON’T isn't" in joined
    for close in CLOSED_UP.values():
        assert any(close in row for row in joined), close


def test_the_seed_article_is_tokenised_as_in_the_gold() -> None:
    article = Article.load("nato_seoul")
    result = score(article.gold("tokens"), tokenise(article.text), labels=False)
    assert result.perfect, result


def test_abbreviations_before_a_full_stop_only_where_a_name_follows() -> None:
    # The limit that the module admits: both are kept whole, and one is wrong.
    assert words("Plan B. The", tokenise("Plan B. The")) == ["Plan", "B.", "The"]


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_lose_nothing(name: str) -> None:
    text = ODD[name]
    assert_sound(text, tokenise(text))
    assert_sound(text, split_tokens(text))


@settings(max_examples=600, deadline=None)
@given(any_text)
def test_tokenise_is_sound_on_any_text(text: str) -> None:
    spans = tokenise(text)
    assert_sound(text, spans)
    for span in spans:
        assert not any(char.isspace() for char in span.of(text))


@settings(deadline=None)
@given(any_text, any_text)
def test_white_space_always_separates(before: str, after: str) -> None:
    # A paragraph's tokens do not depend on the paragraph after it.
    whole = tokenise(f"{before}\n\n{after}")
    assert whole[: len(tokenise(before))] == tokenise(before)


@given(any_text)
def test_split_tokens_is_str_split(text: str) -> None:
    assert words(text, split_tokens(text)) == text.split()


def test_every_mark_of_unicode_is_glue() -> None:
    glue = re.compile(module._glue())
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        clings = unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")
        assert bool(glue.fullmatch(char)) == clings, hex(code)


def test_importing_the_text_layer_loads_neither_nltk_nor_punkt() -> None:
    code = (
        "import newsbook.text.sentences, newsbook.text.subwords, newsbook.scoring, sys;"
        "print(sorted({'nltk', 'punkt', 'regex', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_pattern_names_only_parts_that_exist() -> None:
    named = set(
        re.findall(r"@([A-Z]+)@", module.TOKEN_PATTERN + "".join(module.TOKEN_PARTS.values()))
    )
    assert named == set(module.TOKEN_PARTS) | {"GLUE"}


# -- pattern_tokens -----------------------------------------------------------------------------


def test_pattern_tokens_agree_with_findall() -> None:
    text = Article.load("nato_seoul").text
    assert words(text, pattern_tokens(r"\w+|[^\w\s]", text)) == re.findall(r"\w+|[^\w\s]", text)


def test_matches_of_nothing_are_skipped() -> None:
    assert words("ab c", pattern_tokens(r"\w*", "ab c")) == ["ab", "c"]
    assert pattern_tokens(r"(?=a)|$", "aaa") == []


@pytest.mark.parametrize(
    "pattern", ["(", "[", "*", "(?P<a", "a{2,1}", "(?<=a+)b", "\\", "a{99999999999}", "(" * 5000]
)
def test_a_bad_pattern_says_what_is_wrong(pattern: str) -> None:
    with pytest.raises(ValueError, match="is not a regular expression: ") as caught:
        pattern_tokens(pattern, "text")
    assert type(caught.value) is BadInput
    assert "\n" not in str(caught.value)


@given(st.text(alphabet="()[]{}*+?|\\^$.-abw<>=!P:#", max_size=12), any_text)
def test_any_pattern_gives_spans_or_one_error(pattern: str, text: str) -> None:
    try:
        spans = pattern_tokens(pattern, text[:10])
    except ValueError as error:
        assert type(error) is BadInput
    else:
        assert are_disjoint(spans)


# -- NLTK ---------------------------------------------------------------------------------------

# From reports of span_tokenize that raised: nltk issues 1750, 1865, 2076 and 2890.
REPORTED = [
    "This is a sentence with \"quotes inside\" and also some 'single quotes', etc.",
    "I said, \"I'd like to buy some ''good muffins\" which cost $3.88",
    "''good muffins\"",
    "''The Journal,'' a trade paper, conceded in 1892 that: } Early tenants included \"great ones",
]


@pytest.mark.parametrize("text", REPORTED)
def test_quotes_that_once_made_nltk_raise(text: str) -> None:
    # NLTK 3.9.1 and 3.10 no longer raise on any of these; ours are the same, found another way.
    theirs = list(TreebankWordTokenizer().span_tokenize(text))
    ours = align_pieces(text, TreebankWordTokenizer().tokenize(text))
    assert [(span.start, span.end) for span in ours] == theirs
    assert_sound(text, nltk_tokens(text))


@pytest.mark.parametrize(
    ("tokeniser", "name"), [(ToktokTokenizer(), "toktok"), (TweetTokenizer(), "tweet")]
)
def test_where_nltk_still_raises(tokeniser: ToktokTokenizer | TweetTokenizer, name: str) -> None:
    text = "“Fish & chips” | $5 &lt;b&gt;"
    with pytest.raises(NotImplementedError):
        list(tokeniser.span_tokenize(text))
    assert_sound(text, nltk_tokens(text, name))


def test_the_list_goes_wrong_where_the_strings_were_changed() -> None:
    # The search for bare strings that most people write fails on the first quote.
    text = 'He said "no".'
    pieces = NLTKWordTokenizer().tokenize(text)
    assert "``" in pieces
    assert text.find("``") < 0
    assert words(text, nltk_tokens(text)) == ["He", "said", '"', "no", '"', "."]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="\"'`a .,(“”‘’sn\n", max_size=30) | any_text)
def test_treebank_agrees_with_nltk_where_nltk_gives_spans(text: str) -> None:
    try:
        theirs = list(NLTKWordTokenizer().span_tokenize(text))
    except ValueError:
        theirs = None
    ours = nltk_tokens(text)
    assert_sound(text, ours)
    if theirs is not None:
        assert [(span.start, span.end) for span in ours] == theirs


@pytest.mark.parametrize("name", ["wordpunct", "whitespace"])
@settings(deadline=None)
@given(text=any_text)
def test_the_plain_ones_agree_with_nltk(name: str, text: str) -> None:
    import nltk.tokenize

    theirs = getattr(nltk.tokenize, NLTK_TOKENISERS[name])().span_tokenize(text)
    # NLTK's engine does not count U+001C to U+001F as white space; Python does.
    expected = [trimmed(text, start, end) for start, end in theirs]
    assert nltk_tokens(text, name) == [span for span in expected if span is not None]


@pytest.mark.parametrize("name", NLTK_TOKENISERS)
@settings(max_examples=150, deadline=None)
@given(text=any_text)
def test_nltk_tokens_are_sound_on_any_text(name: str, text: str) -> None:
    assert_sound(text, nltk_tokens(text, name))
    assert_sound(text, nltk_tokens(text, name, by_sentence=True))


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", NLTK_TOKENISERS)
def test_nltk_tokens_on_odd_texts(name: str, odd: str) -> None:
    assert_sound(ODD[odd], nltk_tokens(ODD[odd], name))


def test_changed_strings_find_their_places() -> None:
    text = "AT&amp;T | “x” &lt;b&gt; end."
    assert "&lt;b&gt;" in words(text, nltk_tokens(text, "tweet"))
    assert "|" in words(text, nltk_tokens(text, "toktok"))


def test_by_sentence_frees_every_full_stop() -> None:
    text = "It rained. He left."
    assert words(text, nltk_tokens(text)) == ["It", "rained.", "He", "left", "."]
    assert words(text, nltk_tokens(text, by_sentence=True)).count(".") == 2


def test_nltk_on_the_cases_of_the_lesson() -> None:
    """What the lesson shows; a new NLTK that differs should be noticed here."""
    text = "it’s N.Korean rules-based “interconnected”"
    got = {name: words(text, nltk_tokens(text, name)) for name in NLTK_TOKENISERS}
    split = ["it", "’", "s", "N.Korean", "rules-based", "“", "interconnected", "”"]
    assert got["treebank"] == got["toktok"] == got["tweet"] == split
    assert got["wordpunct"] == (
        "it ’ s N . Korean rules - based “ interconnected ”".split()  # noqa: SIM905
    )
    assert got["whitespace"] == text.split()


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'punkt' is not .* treebank, wordpunct, toktok"):
        nltk_tokens("x", "punkt")


def test_a_time_limit_inside_nltk_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_slow(self: object, text: str) -> list[str]:
        raise TimeoutError("regex timed out")

    monkeypatch.setattr(TweetTokenizer, "tokenize", too_slow)
    assert words("a b.", nltk_tokens("a b.", "tweet")) == ["a", "b."]


# -- align_pieces -------------------------------------------------------------------------------


@given(any_text, st.lists(st.text(max_size=6), max_size=12))
def test_any_pieces_can_be_aligned(text: str, pieces: list[str]) -> None:
    assert_sound(text, align_pieces(text, pieces))


@given(any_text)
def test_pieces_of_the_text_come_back(text: str) -> None:
    spans = tokenise(text)
    assert align_pieces(text, words(text, spans)) == spans


def test_a_strange_piece_does_not_derail_the_rest() -> None:
    text = "He said it very clearly to them ."
    pieces = ["He", "SAID", "it", "very", "CLEARLY", "to", "them", "."]
    assert words(text, align_pieces(text, pieces)) == text.split()


def test_a_piece_is_not_found_inside_a_later_word() -> None:
    assert words("we saw", align_pieces("we saw", ["a", "saw"])) == ["we", "saw"]
