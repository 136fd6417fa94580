"""Slide metadata: which cells of a lesson share a slide when a teacher shows it.

The lessons are written to be read; a deck is made of the same cells. The marks are Jupyter's own
(`slideshow.slide_type`), so any slide tool that knows them can show the deck.

A heading begins a slide. What follows joins it piece by piece, so that a class can say what a cell
will show before it is run. A text and the cell that it asks about stay together: where the two
would not fit any more, the text begins a new slide below. A cell that fills a slide by itself, as a
chart does, gets one. Pointers to exercises are skipped: they are for those who read.

A demonstration is one slide: its question stays on top while the widget below it is scrolled.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from newsbook.workbook.notebooks import Cell, Notebook

__all__ = ["on_projector", "with_slides"]

ROOM = 510
"""How high a slide can be, in the browser's pixels: on a projector of 1280 × 720 with the page
enlarged to 125 %, some air included. The sizes below were measured there, in JupyterLab."""

_SCREEN = 576

_TEXT_LINE, _TEXT_WIDTH, _PARAGRAPH = 23, 118, 13
_CODE_LINE, _CODE_CELL, _OUTPUT = 17, 12, 5
_MARKED_LINE, _MARKED_WIDTH, _MARKED = 30, 112, 8
_HEADING = {1: 62, 2: 52, 3: 42}
_CHART, _WIDGET = 395, 500
_TAGS = ("slide", "subslide", "fragment", "notes", "skip")

_STYLES = {
    ".jp-RenderedMarkdown:is(.jp-Deck *)": {"font-size": "22px", "line-height": "1.35"},
    ".jp-RenderedMarkdown:is(.jp-Deck *) h1": {"font-size": "36px", "margin": "0 0 0.2em"},
    ".jp-RenderedMarkdown:is(.jp-Deck *) h2": {"font-size": "30px", "margin": "0 0 0.2em"},
    # What a widget shows before its cell is run.
    ".jp-RenderedHTML:is(.jp-Deck *)": {"--jp-content-font-size1": "22px", "font-size": "22px"},
    # Folded code is a line that says nothing to a class.
    ".jp-Cell-inputWrapper:has(.jp-Placeholder):is(.jp-Deck *)": {"display": "none"},
    ".jp-MarkdownCell:first-child:is(.jp-Deck *)": {
        "position": "sticky",
        "top": "0",
        "z-index": "5",
        "background": "var(--jp-layout-color0)",
    },
}
"""What a slide of a demonstration looks like on a screen of 1280 × 720. JupyterLab's own letters
are for one reader; ``large`` widgets are for a room."""


def with_slides(book: Notebook) -> Notebook:
    """A lesson whose cells say where its slides begin.

    An author overrules it by a tag: ``slide-slide``, ``slide-subslide``, ``slide-fragment``,
    ``slide-notes`` or ``slide-skip``.

    Args:
        book: A notebook that has been run: how long an output is decides what still fits.

    Example:
        >>> cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "## Words"}
        >>> with_slides({"cells": [cell]})["cells"][0]["metadata"]["slideshow"]
        {'slide_type': 'slide'}
    """
    book = copy.deepcopy(book)
    used = 0
    for number, cell in enumerate(book["cells"]):
        kind = _asked(cell)
        if not kind:
            if _is_pointer(cell):
                kind = "skip"
            elif _is_text(cell) and re.match(r"#{1,2} ", cell["source"]):
                kind = "slide"
            elif _goes_below(book["cells"], number, used):
                kind = "subslide"
            else:
                kind = "fragment"
        if kind in ("slide", "subslide"):
            used = 0
        if kind not in ("skip", "notes"):
            used += _height(cell)
        cell["metadata"]["slideshow"] = {"slide_type": kind}
    return book


def on_projector(book: Notebook) -> Notebook:
    """A demonstration that looks on slides as a room needs it.

    The styles stand where jupyterlab-fonts reads them, which comes with jupyterlab-slideshow. They
    hold on slides alone; without that extension nothing reads them.

    Args:
        book: The demonstration.

    Example:
        >>> made = on_projector({"cells": [], "metadata": {}})
        >>> styles = made["metadata"]["@deathbeds/jupyterlab-fonts"]["styles"]
        >>> styles[".jp-RenderedMarkdown:is(.jp-Deck *) h2"]["font-size"]
        '30px'
    """
    styled = {"@deathbeds/jupyterlab-fonts": {"styles": copy.deepcopy(_STYLES)}}
    return book | {"metadata": book["metadata"] | styled}


def _asked(cell: Cell) -> str:
    """What the author has asked for by a tag."""
    tags = cell["metadata"].get("tags", [])
    return next((kind for kind in _TAGS if f"slide-{kind}" in tags), "")


def _is_pointer(cell: Cell) -> bool:
    return _is_text(cell) and str(cell["source"]).startswith("**→ Exercise")


def _is_text(cell: Cell) -> bool:
    return bool(cell["cell_type"] == "markdown")


def _goes_below(cells: Sequence[Cell], number: int, used: int) -> bool:
    """Whether a slide of which so much is used has no room for a cell and what it asks about."""
    height = _height(cells[number])
    if not _is_text(cells[number]):
        # A text was placed so that its cell fits too, unless the two fill more than a screen.
        return used + height > (_SCREEN if number and _is_text(cells[number - 1]) else ROOM)
    after = cells[number + 1] if number + 1 < len(cells) else None
    both = height if after is None or _is_text(after) else height + _height(after)
    return used + (both if both <= _SCREEN else height) > ROOM


def _height(cell: Cell) -> int:
    """About how high a cell and its output are, in pixels."""
    text = str(cell["source"])
    if _is_text(cell):
        return _text_height(text)
    folded = cell["metadata"].get("jupyter", {}).get("source_hidden") is True
    height = _CODE_CELL + _CODE_LINE * (1 if folded else 1 + text.count("\n"))
    return height + sum(map(_output_height, cell["outputs"]))


def _text_height(text: str) -> int:
    height = _PARAGRAPH // -2
    for block in re.split(r"\n\s*\n", text.strip()):
        if heading := re.match(r"(#{1,3}) ", block):
            height += _HEADING[len(heading[1])]
            continue
        rows = [row for row in block.splitlines() if not re.fullmatch(r"\|[-|: ]+\|", row)]
        height += _PARAGRAPH + _TEXT_LINE * _lines(rows, _TEXT_WIDTH)
    return height


def _output_height(output: Cell) -> int:
    data = output.get("data", {})
    shown = str(output.get("text") or data.get("text/plain", "")).rstrip("\n").splitlines()
    if "application/vnd.plotly.v1+json" in data:
        return _CHART
    if "application/vnd.jupyter.widget-view+json" in data:
        return _WIDGET
    if "text/html" in data:
        # A table has a row to a line; a marked text is one long line, which is wrapped.
        rows = len(shown) if len(shown) > 1 else _lines(shown, _MARKED_WIDTH)
        return _MARKED + _MARKED_LINE * max(1, rows)
    return _OUTPUT + _CODE_LINE * _lines(shown, _TEXT_WIDTH)


def _lines(rows: Sequence[str], width: int) -> int:
    """How many lines the rows take where `width` characters fit into one."""
    return sum(max(1, -(-len(row) // width)) for row in rows)
