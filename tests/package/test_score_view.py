"""The cases behind each figure of a score."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_static import Balanced, bare

from newsbook.articles import Article
from newsbook.errors import BadInput, WrongType
from newsbook.markup import FOLDED
from newsbook.scoring import score
from newsbook.spans import Span
from newsbook.widgets import ScoreView
from newsbook.widgets.score_view import FIGURES

TEXT = "aa bb cc dd ee ff gg hh ii jj kk"


def word(number: int, label: str = "") -> Span:
    return Span(3 * number, 3 * number + 2, label)


GOLD = [word(0, "ORG"), word(1, "ORG"), word(2, "PERSON"), word(3, "PERSON"), word(5, "DATE")]
FOUND = [
    word(0, "ORG"),  # right
    word(1, "GPE"),  # right edges, other label
    Span(6, 11, "PERSON"),  # edges differ: one word too many
    word(7, "DATE"),  # nothing there
]


@pytest.fixture
def view() -> ScoreView:
    return ScoreView(TEXT, GOLD, FOUND, title="Mine")


def kinds(view: ScoreView, selected: str) -> str:
    signs = {"hit": "✓", "miss": "−", "invention": "+"}
    return " ".join(
        f"{signs[case.kind]}{case.span.of(TEXT)}" for case in view.selected_cases(selected)
    )


def test_each_figure_has_its_cases(view: ScoreView) -> None:
    assert repr(view) == "ScoreView(P 0.25, R 0.20, F1 0.22)"
    assert kinds(view, "hits") == "✓aa"
    assert kinds(view, "misses") == "−bb −cc −dd −ff"
    assert kinds(view, "inventions") == "+bb +cc dd +hh"
    assert kinds(view, "precision") == "✓aa +bb +cc dd +hh"
    assert kinds(view, "recall") == "✓aa −bb −cc −dd −ff"
    assert kinds(view, "f1") == kinds(view, "") == "✓aa +bb −bb −cc +cc dd −dd −ff +hh"
    assert kinds(view, "near") == "+bb −bb −cc +cc dd", "dd is left for the span that took cc"
    assert kinds(view, "misses:PERSON") == "−cc −dd"
    assert kinds(view, "near:GPE") == "+bb"


def test_what_is_nearly_right_says_how(view: ScoreView) -> None:
    remarks = {(case.kind, case.span.of(TEXT)): case.remark for case in view.cases}
    assert remarks == {
        ("hit", "aa"): "", ("miss", "bb"): "right edges, other label",
        ("invention", "bb"): "right edges, other label", ("miss", "cc"): "edges differ",
        ("invention", "cc dd"): "edges differ", ("miss", "dd"): "", ("miss", "ff"): "",
        ("invention", "hh"): "",
    }  # fmt: skip
    both = ScoreView(TEXT, [Span(0, 5, "ORG")], [Span(3, 8, "GPE")])
    assert {case.remark for case in both.cases} == {"edges and label differ"}
    overlap = ScoreView(TEXT, GOLD, FOUND, match="overlap")
    assert repr(overlap) == "ScoreView(P 0.50, R 0.40, F1 0.44)"
    hit = overlap.selected_cases("hits")[1]
    assert hit.remark == "edges differ" and not hit.near, "counted as right, and still told"


def test_each_figure_in_a_sentence(view: ScoreView) -> None:
    assert view.sentence("precision") == "1 of the 4 spans that were found is right."
    assert view.sentence("recall") == "1 of the 5 spans that are there was found."
    assert view.sentence("f1") == "Precision 0.25 and recall 0.20 together give 0.22."
    assert view.sentence("hits") == "1 span was found and is right."
    assert view.sentence("misses") == "4 spans are there and were not found."
    assert view.sentence("inventions:DATE") == "1 DATE span was found and is not there."
    assert view.sentence("near") == (
        "Of the 4 missed and 3 invented spans, 4 are near: "
        "partly right, and counted as missed or invented, too."
    )
    assert view.sentence("precision:PERSON") == "The one PERSON span that was found is not right."
    assert view.sentence("recall:PERSON") == "None of the 2 PERSON spans that are there were found."
    assert view.sentence("precision:ORG") == "The one ORG span that was found is right."
    assert view.sentence("recall:GPE") == "There are no GPE spans to find."
    assert view.sentence("") == "All cases."
    many = ScoreView(TEXT, [word(i) for i in range(8)], [word(i) for i in range(1, 11)])
    assert many.sentence("precision") == "7 of the 10 spans that were found are right."
    nothing = ScoreView(TEXT, GOLD, [])
    assert nothing.sentence("precision").startswith("No spans were found")
    assert repr(nothing) == "ScoreView(P 0.00, R 0.00, F1 0.00)"
    assert repr(ScoreView(TEXT, [], [])) == "ScoreView(P 1.00, R 1.00, F1 1.00)"


def test_selected_is_set_and_observed(view: ScoreView) -> None:
    heard: list[Any] = []
    view.observe(lambda change: heard.append(change["new"]), "selected")
    view.selected = "misses:PERSON"
    view.set_state({"selected": "near"})  # as the page does it
    assert heard == ["misses:PERSON", "near"]
    assert [case.near for case in view.selected_cases()] == [True] * 4
    for wrong in ("f2", "misses:PLACE", None, "misses:", 3, ["near"]):
        with pytest.raises(BadInput, match="ScoreView has no figure"):
            view.selected = wrong
    assert view.selected == "near"
    plain = ScoreView(TEXT, [word(0), word(1, "A:B")], [word(0)])
    plain.selected = "misses:A:B"
    plain.selected = "hits:"  # the label that is no label
    assert len(plain.selected_cases()) == 1


def test_what_goes_to_the_page(view: ScoreView) -> None:
    content = view._content
    json.dumps(content)
    assert [row["of"] for row in content["rows"]] == ["", ":DATE", ":GPE", ":ORG", ":PERSON"]
    assert content["rows"][0]["cells"] == {
        "hits": "1", "misses": "4", "inventions": "3", "precision": "0.25", "recall": "0.20",
        "f1": "0.22", "near": "4",
    }  # fmt: skip
    assert content["rows"][4]["cells"]["near"] == "2"
    for row in content["rows"]:
        for name in FIGURES:
            assert row["says"][name] == view.sentence(name + row["of"])
    # What begins or ends inside a token can be pointed at all the same.
    assert ScoreView("NATO’s", [(0, 4)], [(1, 4)])._content["units"][:2] == [[0, 1], [1, 4]]
    assert [row["of"] for row in ScoreView(TEXT, [(0, 2)], [])._content["rows"]] == [""]


def test_a_page_without_kernel_has_table_text_and_list(view: ScoreView) -> None:
    html = view._repr_mimebundle_()[0]["text/html"]  # type: ignore[index]
    assert html.startswith(FOLDED) and html.count(FOLDED) == 1
    assert "<style" not in html and "class=" not in html
    words = bare(html.replace("</td>", "\t").replace("</th>", "\t").replace("</li>", "\n"))
    assert "Mine" in words
    assert "all\t1\t4\t3\t0.25\t0.20\t0.22" in words
    assert "PERSON\t0\t2\t1\t0.00\t0.00\t0.00" in words
    assert "1 of the 4 spans that were found is right." in words
    assert "aa[✓ ORG]" in words and "hh[+ DATE]" in words and "ff[− DATE]" in words
    assert "≈ near: partly right, and counted as missed or invented, too" in words
    assert "− missed: bb ORG (right edges, other label: found was bb GPE)" in words
    assert "+ invented: hh DATE" in words
    view.selected = "hits"
    assert view._html() in html, "whatever is selected"


def test_fixed_html_escapes_and_is_bounded() -> None:
    evil = "<script>x</script> \u202eabc " * 4000
    spans = [Span(i, i + 8, f"<b>{i}") for i in range(0, len(evil) - 24, 24)]
    made = ScoreView(evil, spans, [span.shift(2) for span in spans], title="<img src=x>")
    html = made._html()
    Balanced(html)
    assert (
        "<script" not in html and "<img" not in html and "\u202e" not in html and "<b>0" not in html
    )
    assert len(html) < 1_500_000
    assert "more cases" in html and "more labels" in html and "more characters" in html
    assert len(made._content["rows"]) == 101 and made._content["rows_left"] > 3000


spans_of_text = st.lists(
    st.builds(
        lambda start, length, label: Span(start, min(len(TEXT), start + length), label),
        st.integers(0, len(TEXT) - 1), st.integers(1, 6), st.sampled_from(["", "A", "B"]),
    ),
    max_size=8,
)  # fmt: skip


@given(gold=spans_of_text, found=spans_of_text, match=st.sampled_from(["exact", "overlap"]))
def test_the_cases_are_those_of_the_score(gold: Any, found: Any, match: Any) -> None:
    made = score(gold, found, match=match)
    view = ScoreView(TEXT, gold, found, match=match)
    for figure, spans in (
        ("hits", [pair[0] for pair in made.matched]),
        ("misses", list(made.missed)),
        ("inventions", list(made.invented)),
    ):
        assert sorted(case.span for case in view.selected_cases(figure)) == sorted(spans)
    near = view.selected_cases("near")
    assert all(case.other and case.span.overlap(case.other) for case in near)
    kinds = [case.kind for case in near]
    assert kinds.count("miss") == kinds.count("invention"), "in pairs"


def test_bad_arguments_are_told_in_a_sentence() -> None:
    with pytest.raises(WrongType, match="needs an article or a text"):
        ScoreView(None, [], [])  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="spans for the gold of its text"):
        ScoreView("a", [(0, 9)], [])  # type: ignore[list-item]
    with pytest.raises(WrongType, match="spans for what was predicted"):
        ScoreView("a", [], "a")  # type: ignore[arg-type]
    with pytest.raises(BadInput, match='"exact" or "overlap"'):
        ScoreView("a", [], [], match="near")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="title needs a text"):
        ScoreView("a", [], [], title=None)  # type: ignore[arg-type]
    article = Article.load("nato_seoul")
    assert repr(
        ScoreView(article, article.gold("entities"), article.gold("entities"), large=True)
    ) == ("ScoreView(P 1.00, R 1.00, F1 1.00)")
