"""Change one cell of a notebook file and leave every other byte of it as it is.

A notebook that is read and written anew differs in places that nobody touched (the order of keys,
escapes, indents), and a learner who compares versions would see changes all over.
"""

from __future__ import annotations

import json
import re
from json.decoder import JSONDecoder

from newsbook.workbook.notebooks import Cell

__all__ = ["cell_places", "insert_cell", "replace_cell"]

_SPACE = re.compile(r"[ \t\r\n]*")


def cell_places(text: str) -> list[tuple[int, int]]:
    """Where each element of a notebook's list of cells stands in the file's text.

    Args:
        text: A notebook file, valid JSON, an object with a list ``"cells"``.

    Returns:
        Pairs of code-point offsets, end exclusive, in the order of the cells. An empty list of
        cells gives one empty place, just inside its bracket.

    Raises:
        ValueError: The text is not such a file.

    Example:
        >>> text = '{"a": 1, "cells": [{"b": 2}, {}]}'
        >>> [text[start:end] for start, end in cell_places(text)]
        ['{"b": 2}', '{}']
    """
    decode = JSONDecoder().raw_decode
    places: list[tuple[int, int]] | None = None
    at = _after(text, 0, "{")
    while text[at : at + 1] != "}":
        key, at = decode(text, at)
        at = _after(text, at, ":")
        if key == "cells":
            # Of two lists under one key Python's reader takes the last, and so does this.
            places = _elements(text, at)
        at = decode(text, at)[1]
        at = _next(text, at, "}")
    if places is None:
        raise ValueError("the file has no cells")
    return places


def _elements(text: str, at: int) -> list[tuple[int, int]]:
    decode = JSONDecoder().raw_decode
    places = []
    at = _after(text, at, "[")
    if text[at : at + 1] == "]":
        return [(at, at)]
    while text[at : at + 1] != "]":
        end = decode(text, at)[1]
        places.append((at, end))
        at = _next(text, end, "]")
    return places


def _after(text: str, at: int, sign: str) -> int:
    """The offset behind a sign and the white space around it."""
    at = _space(text, at)
    if text[at : at + 1] != sign:
        raise ValueError(f"{sign} is missing at {at}")
    return _space(text, at + 1)


def _next(text: str, at: int, end: str) -> int:
    """The offset of the next element behind a comma, or of the closing bracket."""
    at = _space(text, at)
    return at if text[at : at + 1] == end else _after(text, at, ",")


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def replace_cell(text: str, index: int, cell: Cell) -> str:
    """The file's text with one cell replaced.

    Args:
        text: The notebook file.
        index: Which element of the list of cells, from 0.
        cell: What comes in its place; its source is one string.
    """
    start, end = cell_places(text)[index]
    return text[:start] + _written(cell) + text[end:]


def insert_cell(text: str, index: int, cell: Cell) -> str:
    """The file's text with a cell put in before element `index`; at the end where there is none."""
    places = cell_places(text)
    written = _written(cell)
    if places[0][0] == places[0][1]:
        return text[: places[0][0]] + written + text[places[0][0] :]
    if index < len(places):
        start = places[index][0]
        return f"{text[:start]}{written},\n  {text[start:]}"
    end = places[-1][1]
    return f"{text[:end]},\n  {written}{text[end:]}"


def _written(cell: Cell) -> str:
    """A cell as Jupyter writes it, at the depth where cells stand."""
    lined = cell | {"source": cell["source"].splitlines(keepends=True)}
    written = json.dumps(lined, ensure_ascii=False, indent=1, sort_keys=True)
    if any("\ud800" <= sign <= "\udfff" for sign in written):
        # Half of a surrogate pair can be in JSON only as an escape.
        written = json.dumps(lined, indent=1, sort_keys=True)
    return written.replace("\n", "\n  ")
