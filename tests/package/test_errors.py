"""What a class shouts at the library: one sentence each, in Python and in a notebook."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from newsbook import Article, compare, frequency_chart, score, show
from newsbook.errors import BadInput
from newsbook.spans import Span
from newsbook.text import (
    label_paragraphs,
    nltk_tokens,
    pattern_tokens,
    punkt_sentences,
    split_sentences,
    split_tokens,
    tokenise,
)

TAKE_A_TEXT = (
    label_paragraphs, nltk_tokens, punkt_sentences, split_sentences, split_tokens, tokenise,
)  # fmt: skip


@pytest.mark.parametrize("function", TAKE_A_TEXT, ids=lambda f: f.__name__)
@pytest.mark.parametrize("wrong", [None, 3, ["a"], b"bytes"], ids=repr)
def test_a_text_that_is_none(function, wrong):
    with pytest.raises(BadInput, match=rf"^{function.__name__} needs a text \(a string\), not "):
        function(wrong)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: compare("a b", {"split": ["a", "b"]}), "where do these words stand"),
        (lambda: compare("a b", {}), "at least one list of spans"),
        (lambda: compare("a b", [Span(0, 1)]), "by name"),
        (lambda: compare("abc", {"a": [Span(0, 9)]}), "which has 3 characters"),
        (lambda: show("abc", "abc"), "not a string"),
        (lambda: show("abc", [1, 2]), "not a list of 1"),
        (lambda: show(None, []), "not None"),
        (lambda: score(["a"], ["a"]), "where do these words stand"),
        (lambda: score([(0, 1)], 5), "not a number"),
        (lambda: score([(0, 1)], [(1, 0)]), "ends after it starts"),
        (lambda: frequency_chart(["a", "b"]), "such as Counter(words), not a list"),
        (lambda: frequency_chart({}), "nothing to draw"),
        (lambda: pattern_tokens("(", "a"), "not a regular expression"),
        (lambda: pattern_tokens(None, "a"), "needs a pattern"),
        (lambda: pattern_tokens("a", None), "needs a text"),
        (lambda: nltk_tokens("a", "spacy"), "is not a tokeniser of NLTK's"),
        (lambda: Article.open(5), "not a number"),
        (lambda: Article.open(""), "not an empty string"),
        (lambda: Article.from_text(None), "not None"),
        (lambda: Span(3, 1), "ends after it starts"),
        (lambda: Span("0", 1), "is a whole number"),
    ],
)  # fmt: skip
def test_one_sentence(call, words):
    with pytest.raises(BadInput) as error:
        call()
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_pairs_are_taken_for_spans():
    assert score([(0, 1)], [Span(0, 1)]).f1 == 1.0
    assert repr(show("ab", [(0, 1), [1, 2]])) == "a | b"


def test_a_notebook_shows_the_sentence_and_no_traceback(capsys):
    shell = InteractiveShell.instance()
    try:
        shell.run_cell("from newsbook import show\nshow('abc', 'abc')")
        said = capsys.readouterr().out
    finally:
        InteractiveShell.clear_instance()
    assert said.strip() == "WrongType: show needs spans, such as [Span(0, 4)], not a string."
