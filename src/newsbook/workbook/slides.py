"""Slide metadata: which cells of a lesson share a slide when a teacher shows it.

The lessons are written to be read; a deck is made of the same cells. The marks are Jupyter's own
(`slideshow.slide_type`), so any slide tool that knows them can show the deck.

A heading begins a slide. What follows joins it piece by piece, so that a class can say what a cell
will show before it is run; when the slide would be too full, the next text begins a new one below.
Pointers to exercises are skipped: they are for those who read.
"""

from __future__ import annotations

import copy
import re

from newsbook.workbook.notebooks import Cell, Notebook

__all__ = ["with_slides"]

ROOM = 26
"""How many lines a slide takes at the size in which a back row can read it."""

_WIDTH = 90
_OF_A_WIDGET = 14
_TAGS = {"slide": "slide", "subslide": "subslide", "notes": "notes", "skip": "skip"}


def with_slides(book: Notebook) -> Notebook:
    """A lesson whose cells say where its slides begin.

    An author overrules it by a tag: ``slide-slide``, ``slide-subslide``, ``slide-notes`` or
    ``slide-skip``.

    Args:
        book: A notebook that has been run: how long an output is decides what still fits.

    Example:
        >>> cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "## Words"}
        >>> with_slides({"cells": [cell]})["cells"][0]["metadata"]["slideshow"]
        {'slide_type': 'slide'}
    """
    book = copy.deepcopy(book)
    used = 0
    for cell in book["cells"]:
        lines = _lines(cell)
        kind = _asked(cell)
        if not kind:
            if _is_pointer(cell):
                kind = "skip"
            elif cell["cell_type"] == "markdown" and re.match(r"#{1,2} ", cell["source"]):
                kind = "slide"
            elif used + lines > ROOM and cell["cell_type"] == "markdown":
                kind = "subslide"
            else:
                kind = "fragment"
        if kind in ("slide", "subslide"):
            used = 0
        if kind not in ("skip", "notes"):
            used += lines
        cell["metadata"]["slideshow"] = {"slide_type": kind}
    return book


def _asked(cell: Cell) -> str:
    """What the author has asked for by a tag."""
    tags = cell["metadata"].get("tags", [])
    return next((kind for name, kind in _TAGS.items() if f"slide-{name}" in tags), "")


def _is_pointer(cell: Cell) -> bool:
    return cell["cell_type"] == "markdown" and str(cell["source"]).startswith("**→ Exercise")


def _lines(cell: Cell) -> int:
    """About how many lines a cell and its output take, some air included."""
    text = str(cell["source"])
    if cell["cell_type"] == "markdown":
        return 1 + sum(1 + len(line) // _WIDTH for line in text.splitlines())
    lines = 2 + text.count("\n") + 1
    for output in cell["outputs"]:
        data = output.get("data", {})
        shown = str(output.get("text") or data.get("text/plain", ""))
        drawn = any(not kind.startswith("text/plain") for kind in data) or _is_widget(output)
        lines += _OF_A_WIDGET if drawn else 1 + shown.count("\n")
    return lines


def _is_widget(output: Cell) -> bool:
    return "application/vnd.jupyter.widget-view+json" in output.get("data", {})
