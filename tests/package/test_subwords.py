"""Byte-pair encoding: worked examples, an oracle, and what must always hold."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import any_text, assert_sound

from newsbook.spans import words
from newsbook.text.subwords import encode, learn_merges, merge_pair, subword_tokens
from newsbook.text.tokens import tokenise

small_words = st.lists(st.text(alphabet="abc", min_size=1, max_size=6), max_size=10)


def test_the_example_of_sennrich_haddow_and_birch() -> None:
    # Their table of words and counts; "e s" and "s t" tie at 9, and string order decides.
    corpus = ["low"] * 5 + ["lower"] * 2 + ["newest"] * 6 + ["widest"] * 3
    merges = learn_merges(corpus, 4)
    assert merges == [("e", "s"), ("es", "t"), ("l", "o"), ("lo", "w")]
    assert encode("lowest", merges) == ["low", "est"]


def test_the_example_of_the_compressor() -> None:
    # aaabdaaabac: aa four times, then aaa or ab, …; the pairs overlap, so counting is by position.
    assert learn_merges(["aaabdaaabac"], 1) == [("a", "a")]
    assert encode("aaabdaaabac", [("a", "a")]) == ["aa", "a", "b", "d", "aa", "a", "b", "a", "c"]


def test_ties_do_not_depend_on_the_order_of_the_words() -> None:
    assert learn_merges(["zz", "aa"] * 3, 2) == learn_merges(["aa", "zz"] * 3, 2)
    assert learn_merges(["zz", "aa"] * 3, 2) == [("a", "a"), ("z", "z")]


def test_learning_stops_when_nothing_repeats() -> None:
    assert learn_merges(["abc"], 10) == []
    assert learn_merges([], 10) == []
    assert learn_merges(["ab", "ab"], 10) == [("a", "b")]
    assert learn_merges(["ab", "ab"], 0) == []


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more, not -1"):
        learn_merges(["a"], -1)


def test_merge_pair_goes_from_left_to_right() -> None:
    assert merge_pair(list("aaa"), ("a", "a")) == ["aa", "a"]
    assert merge_pair([], ("a", "b")) == []
    assert merge_pair(["ab"], ("a", "b")) == ["ab"]


def _best_pair(split: list[list[str]]) -> tuple[str, str] | None:
    """The next merge, found by counting every position of every word in the most naive way."""
    counts = Counter((w[i], w[i + 1]) for w in split for i in range(len(w) - 1))
    repeated = [pair for pair in counts if counts[pair] >= 2]
    return sorted(repeated, key=lambda pair: (-counts[pair], pair))[0] if repeated else None


@settings(max_examples=200)
@given(small_words, st.integers(0, 8))
def test_against_naive_counting(corpus: list[str], how_many: int) -> None:
    split = [list(word) for word in corpus]
    expected: list[tuple[str, str]] = []
    while len(expected) < how_many and (best := _best_pair(split)):
        expected.append(best)
        for word in split:
            i = 0
            while i < len(word) - 1:
                if (word[i], word[i + 1]) == best:
                    word[i : i + 2] = ["".join(best)]
                i += 1
    merges = learn_merges(corpus, how_many)
    assert merges == expected
    assert [encode(word, merges) for word in corpus] == split


@given(small_words, any_text)
def test_the_pieces_give_the_word_back(corpus: list[str], word: str) -> None:
    assert "".join(encode(word, learn_merges(corpus, 20))) == word


@settings(deadline=None)
@given(any_text)
def test_subwords_refine_the_tokens(text: str) -> None:
    tokens = tokenise(text)
    merges = learn_merges(words(text, tokens), 10)
    subwords = subword_tokens(text, merges)
    assert_sound(text, subwords)
    assert {token.start for token in tokens} <= {subword.start for subword in subwords}
    assert {token.end for token in tokens} <= {subword.end for subword in subwords}


def test_without_merges_a_subword_is_a_letter() -> None:
    assert words("No 안녕", subword_tokens("No 안녕", [])) == ["N", "o", "안", "녕"]
