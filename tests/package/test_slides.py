"""Slides: which cells share one, and that nothing on one is cut off."""

import copy

import pytest
from support import ROOT

import newsbook.widgets
from newsbook.widgets.kit import KitWidget
from newsbook.workbook.demos import demo_paths
from newsbook.workbook.notebooks import read_notebook
from newsbook.workbook.slides import ROOM, _height, with_slides

LESSONS = sorted((ROOT / "notebooks").glob("0*.ipynb"))


def cell(kind: str, source: str, outputs: tuple = (), **more) -> dict:
    return {
        "cell_type": kind, "id": "x", "metadata": more, "source": source, "outputs": list(outputs)
    }  # fmt: skip


def kinds(*cells: dict) -> list[str]:
    book = with_slides({"cells": [copy.deepcopy(one) for one in cells]})
    return [c["metadata"]["slideshow"]["slide_type"] for c in book["cells"]]


def test_a_heading_begins_a_slide_and_what_follows_joins_it():
    assert kinds(
        cell("markdown", "## Words"), cell("code", "1"), cell("markdown", "Look."),
        cell("markdown", "**→ Exercise 1.1**"), cell("markdown", "# Next"),
    ) == ["slide", "fragment", "fragment", "skip", "slide"]  # fmt: skip


def test_a_full_slide_goes_on_below():
    long = cell("code", "\n".join("x" * 20))
    assert kinds(cell("markdown", "## A"), long, cell("markdown", "B\n" * 9)) == [
        "slide", "fragment", "subslide",
    ]  # fmt: skip


def test_a_text_stays_with_the_cell_that_it_asks_about():
    """The text alone would fit; with its cell it does not."""
    long = cell("code", "\n".join("x" * 16))
    asks = cell("markdown", "What will this show?")
    assert kinds(cell("markdown", "## A"), long, asks, long, asks) == [
        "slide", "fragment", "subslide", "fragment", "fragment",
    ]  # fmt: skip


def test_a_cell_that_fills_a_slide_gets_one():
    """The text before it then stays with what it looks back at."""
    chart = {"application/vnd.plotly.v1+json": {}, "text/plain": "Chart"}
    shown = {"output_type": "display_data", "data": chart, "metadata": {}}
    tall = cell("code", "\n".join("x" * 9), (shown,))
    look = cell("markdown", "Look.")
    assert kinds(cell("markdown", "## A"), cell("code", "1"), look, tall, look) == [
        "slide", "fragment", "fragment", "subslide", "subslide",
    ]  # fmt: skip


def test_code_goes_on_below_where_code_comes_before_it():
    long = cell("code", "\n".join("x" * 16))
    assert kinds(cell("markdown", "## A"), long, long) == ["slide", "fragment", "subslide"]


@pytest.mark.parametrize(
    ("data", "least"),
    [
        ({"text/plain": "a\nb"}, 35),
        ({"text/html": "<p>", "text/plain": "a | b"}, 38),
        ({"text/html": "<table>", "text/plain": "a\nb\nc\nd"}, 120),
        ({"application/vnd.plotly.v1+json": {}, "text/plain": "Chart"}, 390),
        ({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Choice()"}, 300),
    ],
)
def test_what_is_shown_takes_room(data, least):
    shown = {"output_type": "display_data", "data": data, "metadata": {}}
    assert _height(cell("code", "x", (shown,))) - _height(cell("code", "x")) >= least


def test_folded_code_takes_a_line():
    folded = cell("code", "\n".join("x" * 16), jupyter={"source_hidden": True})
    assert _height(folded) == _height(cell("code", "x"))


def test_a_tag_overrules():
    noted = cell("markdown", "## A", tags=["slide-notes"])
    joins = cell("code", "\n".join("x" * 40), tags=["slide-fragment"])
    begins = cell("markdown", "b", tags=["slide-slide"])
    assert kinds(noted, begins, joins) == ["notes", "slide", "fragment"]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_lesson_carries_slides_and_none_is_cut_off(path):
    """A slide holds a text with its cell, or what fits: measured on what the cells show."""
    slides: list[list[dict]] = []
    for shown in read_notebook(path)["cells"]:
        kind = shown["metadata"]["slideshow"]["slide_type"]
        if kind in ("slide", "subslide"):
            slides.append([])
        if kind not in ("skip", "notes"):
            slides[-1].append(shown)
    assert len(slides) >= 7
    for own in slides:
        if len(own) > 2:
            assert sum(map(_height, own)) <= ROOM, own[0]["id"]


@pytest.mark.parametrize("path", demo_paths(ROOT)[1:], ids=lambda path: path.stem)
def test_a_demonstration_is_a_question_and_a_large_widget(path):
    book = read_notebook(path)
    question, shown, ask = book["cells"]
    kinds = [c["metadata"]["slideshow"]["slide_type"] for c in book["cells"]]
    # The question is on one slide with what it is asked about, and its letters are for a room.
    assert kinds == ["slide", "fragment", "fragment"]
    styles = book["metadata"]["@deathbeds/jupyterlab-fonts"]["styles"]
    assert all(":is(.jp-Deck *)" in selector for selector in styles), "on slides alone"
    assert styles[".jp-RenderedMarkdown:is(.jp-Deck *)"]["font-size"] == "22px"
    heading, tries = question["source"].split("\n\n")
    asks = ask["source"]
    # The widget has to be in sight, so what stands above it is short: two lines of text.
    assert len(tries) <= 2 * 118
    assert heading.startswith("# ") and heading.endswith("?")
    assert tries.startswith("**Try:**") and asks.startswith("**Ask the class:**")
    assert "?" in asks or "vote" in asks
    assert "large=True" in shown["source"] and "exercise=" not in shown["source"]
    assert "ask(" not in shown["source"]
    # The class sees the widget, not the code, which may tell the answer.
    assert shown["metadata"]["jupyter"] == {"source_hidden": True}
    (output,) = shown["outputs"]
    name = path.stem[3:].title().replace("_", "")
    assert output["data"]["text/plain"].startswith(f"{name}(")


def test_there_is_a_demonstration_of_every_widget():
    shown = {path.stem[3:].title().replace("_", "") for path in demo_paths(ROOT)[1:]}
    every = {
        name
        for name in newsbook.widgets.__all__
        if isinstance(found := getattr(newsbook.widgets, name), type)
        and issubclass(found, KitWidget)
    }
    assert shown == every - {"AnswerWidget"}


def test_the_demonstration_of_layers_shows_a_mistake_that_travels():
    """The name layer takes a place for a person, and the quote layer lets the place speak."""
    book = read_notebook(ROOT / "notebooks/demos/09_pipeline_view.ipynb")
    names: dict = {}
    exec(book["cells"][1]["source"], names)
    article, start, end, found = (names[key] for key in ("article", "start", "end", "found"))
    gold = {s.shift(-start) for s in article.gold("entities") if start <= s.start < end}
    invented = {s.of(found.text) for s in found.entities if s not in gold}
    assert invented == {"Himayatnagar"}
    right = {
        q.content.shift(-start): q.resolved
        for q in article.quotes
        if q.content.end <= end and q.content.start >= start
    }
    wrong = [q.resolved for q in found.quotes if right.get(q.content) != q.resolved]
    assert wrong == ["Himayatnagar"], "nothing but the wrong name goes wrong further on"
