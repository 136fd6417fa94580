"""Marked articles as fixed HTML: readable without a style, whatever the text."""

from __future__ import annotations

import re
import time
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odd_texts import ODD, any_text

from newsbook.articles import Article
from newsbook.errors import BadInput, WrongType
from newsbook.markup import FOLDED
from newsbook.widgets.static import (
    LONGEST_SHOWN,
    MOST_MARKS,
    Mark,
    cut_note,
    marked_html,
    written_out,
)

TAGS = {
    "b", "code", "details", "div", "em", "li", "ol", "p", "small", "span", "summary", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


class Balanced(HTMLParser):
    """Insists on tags that we use, with styles alone, each closed in its order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= {"style", "dir", "scope"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def bare(html: str) -> str:
    """What is left when every tag is gone, paragraph by paragraph."""
    html = re.sub(r"<!--.*?-->\n", "", html)
    return unescape(re.sub(r"<[^>]*>", "", html.replace("</p>", "\n"))).strip()


def shown(text: str, *marks: Mark) -> str:
    return bare(marked_html(text, marks, legend=False))


def test_words_stand_with_their_label_without_any_style() -> None:
    text = "NATO chief\n\nJens Stoltenberg"
    marks = [Mark(12, 28, "P", "PERSON"), Mark(0, 4, "O", "ORG", 1)]
    html = marked_html(text, marks)
    assert html.startswith(FOLDED)
    assert "<style" not in html and "class=" not in html
    assert re.search(r"<b style=[^>]*>Jens Stoltenberg</b><sup[^>]*>\[PERSON\]</sup>", html)
    assert bare(html) == "NATO[ORG] chief\nJens Stoltenberg[PERSON]\nMarked: PERSON 1 · ORG 1"
    assert html.count('<p dir="auto"') == 2, "its paragraphs"
    assert bare(marked_html(text, [])) == "NATO chief\nJens Stoltenberg\nNothing is marked."
    assert marked_html(text, marks) == marked_html(text, reversed(marks))


def test_marks_in_and_across_one_another_keep_their_edges() -> None:
    text = "aa bb cc dd"
    inner, outer = Mark(3, 5, "I", "in"), Mark(0, 8, "O", "out", 1)
    crossing = Mark(6, 11, "X", "x", 2)
    assert shown(text, inner, outer) == "out[aa bb[in] cc]out dd"
    assert shown(text, outer, crossing) == "out[aa bb x[cc]out dd]x"
    assert shown(text, inner, Mark(3, 5, "J", "too")) == "aa bb[in, too] cc dd"
    assert shown(text, inner, Mark(0, 5, "O", "out")) == "out[aa bb[in] ]out cc dd"
    assert shown("a " * 50, Mark(0, 99, "L", "long")) == f"long[{('a ' * 50).strip()}]long"
    assert shown(text, Mark(0, 5, "O", "out"), Mark(0, 2, "I", "in")) == "out[aa[in] bb]out cc dd"


def test_a_mark_over_two_paragraphs_and_the_space_between() -> None:
    text = "  one\n\n  two\n"
    assert shown(text, Mark(0, len(text), "Q", "quote")) == "one\n  two[quote]"
    assert shown(text, Mark(0, 7, "Q", "quote")) == "one[quote]\n  two"
    assert shown(text, Mark(5, 7, "S", "space")) == "one\n  two"
    assert shown(" \n ", Mark(0, 2, "S", "space")) == ""


def test_nothing_hides_and_nothing_becomes_markup() -> None:
    assert written_out("a\u202eb\u200bc\xad") == (
        "a<code>U+202E</code>b<code>U+200B</code>c<code>U+00AD</code>"
    )
    family = "👩\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e007f می\u200cخواهم"
    assert written_out(family) == family, "joiners inside what they join"
    assert written_out("\u200d a \u200c") == "<code>U+200D</code> a <code>U+200C</code>"
    assert written_out("\ud800") == "<code>U+D800</code>", "half a character"
    hostile = "<script>alert(1)</script> $x$ \\(y\\) &amp;"
    html = marked_html(hostile, [Mark(0, 8, "<", "<img src=x>" * 9, 99), Mark(8, 12, "", "")])
    Balanced(html)
    assert "<script" not in html and "<img" not in html
    assert "$x$" not in html and "\\(" not in html, "no formula"
    assert bare(html).startswith(
        "<script>[<img src=x><img src=x><img src=x><img s…]aler[marked]t(1)"
    )


@pytest.mark.parametrize("name", ODD)
def test_odd_texts(name: str) -> None:
    text = ODD[name]
    html = marked_html(text, [Mark(i, i + 1, "x", "x", i) for i in range(0, len(text), 2)])
    Balanced(html)
    html.encode("utf-8")


@given(text=any_text, data=st.data())
def test_any_marks_keep_all_words(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, max(0, len(text) - 1))
    marks = []
    for _ in range(data.draw(st.integers(0, 6)) if text else 0):
        start = data.draw(offsets)
        end = data.draw(st.integers(start + 1, len(text)))
        marks.append(Mark(start, end, "m", "marked", data.draw(st.integers(0, 9))))
    html = marked_html(text, marks, legend=False)
    Balanced(html)
    unlabelled = re.sub(r"<sup[^>]*>.*?</sup>", "", html)
    assert bare(unlabelled) == shown(text), "marks add labels and take nothing away"
    visible = [mark for mark in marks if text[mark.start : mark.end].strip()]
    labels = re.findall(r"<sup[^>]*>(\[marked\]| ?\]marked)</sup>", html)
    assert labels or not visible
    assert html.count(">marked[<") == html.count("]marked<"), "each bracket is closed"


def test_a_long_text_is_cut_with_a_sentence() -> None:
    text = "word " * 20_000
    marks = [Mark(i, i + 4, "w", "word") for i in range(0, len(text), 5)]
    began = time.process_time()
    html = marked_html(text, marks)
    assert time.process_time() - began < 5
    assert len(html) < 1_000_000
    assert "80,001 more characters: run this cell to see all." in bare(html)
    assert "Marked: word 20,000" in bare(html)
    nested = [Mark(i, 2 * LONGEST_SHOWN - i, "n", f"n{i}") for i in range(MOST_MARKS + 7)]
    html = marked_html(text, nested)
    Balanced(html)
    assert "… and 7 more marks" in bare(html) and "other names" in bare(html)
    assert time.process_time() - began < 20
    assert cut_note(1, "mark") == "<p><em>… and 1 more mark: run this cell to see all.</em></p>"
    assert cut_note(0, "mark") == ""


def test_the_gold_of_the_seed_article() -> None:
    article = Article.load("nato_seoul")
    marks = [Mark(s.start, s.end, s.label[0], s.label) for s in article.gold("entities")]
    marks += [Mark(q.content.start, q.content.end, "Q", "quote", 6) for q in article.quotes]
    html = marked_html(article.text, marks)
    Balanced(html)
    words = bare(html)
    assert "NATO[ORG] Secretary-General Jens Stoltenberg[PERSON]" in words
    assert words.count("quote[") == words.count("]quote") > 5
    assert (
        "quote[“a historic moment”" not in words and "said quote[Yoon[PERSON]’s attendance" in words
    )


def test_what_cannot_be_marked_is_said_in_a_sentence() -> None:
    with pytest.raises(BadInput, match="does not lie in the text, which has 4 characters"):
        marked_html("NATO", [Mark(0, 5, "O", "ORG")])
    with pytest.raises(WrongType, match="needs Marks, not a tuple"):
        marked_html("NATO", [(0, 4)])  # type: ignore[list-item]
    with pytest.raises(WrongType, match="needs a text"):
        marked_html(None, [])  # type: ignore[arg-type]
