"""Read the cells of a notebook in whatever state it is, from its bytes.

`read_notebook` is for a notebook that its owner can mend: it refuses a broken file and says so.
This is for one that was handed in, by somebody who has gone home. Any bytes give a `Salvaged`, and
no exception; both readers bring cells into the same form, by `sound_cells`.

What it costs is bounded. A file of more than `MAX_BYTES` is not looked at; JSON whose brackets and
commas would make more than some 600 MB of Python objects, or that may have over `MAX_KEYS` keys, is
not parsed; after a break at most `MAX_BREAKS` new starts are tried, until what was read in vain is
as long as the file; of more than `MAX_CELLS` cells the first are taken.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from json.decoder import JSONDecoder
from typing import Any

from newsbook.workbook.notebooks import MAX_BYTES, Cell, sound_cells

__all__ = ["Salvaged", "salvage"]

MAX_OBJECTS = 600_000_000
"""Bytes that the Python objects of a notebook may take, by a rough count from above."""
MAX_KEYS = 2_000_000
"""Keys, counted from above. Python makes a million of them in a second."""
MAX_BREAKS = 20
MAX_CELLS = 5_000
"""Cells. A notebook of ours has forty."""

_CELLS = re.compile(r'"cells"\s*:\s*\[')
_SPACE = re.compile(r"[\s,]*")
_CELL_START = re.compile(
    r'\{\s*"(?:attachments|cell_type|execution_count|collapsed|id|input|language|metadata|outputs'
    r'|source)"\s*:'
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Salvaged:
    """What could be read of a notebook.

    Args:
        cells: Its cells, each a dictionary with a string under ``"source"`` and a dictionary under
            ``"metadata"``; everything else in them is as it was found.
        kind: What the notebook says that it is, as ``"exercises"`` or ``"lesson"``; else ``""``.
        notes: What was odd, in clauses to put behind the file's name: ``"is in UTF-16"``.
        problem: Why there are no cells, in such a clause; else ``""``.
    """

    cells: tuple[Cell, ...] = ()
    kind: str = ""
    notes: tuple[str, ...] = ()
    problem: str = ""


def salvage(data: bytes) -> Salvaged:
    """Read what can be read of a notebook.

    Args:
        data: The file's bytes, any bytes.

    Example:
        >>> salvage(b'{"cells": [{"cell_type": "code", "source": "a = 1"}, {"cell_ty').notes
        ('is cut short or broken; 1 cell was read, and it should be handed in again',)
        >>> salvage(b"<html>").problem
        'is no notebook'
    """
    if len(data) > MAX_BYTES:
        return Salvaged(problem=f"has {len(data):,} bytes, too many for a notebook")
    if not data.strip(b"\0\t\n\r "):
        return Salvaged(problem="is empty")
    if _weight(data) > MAX_OBJECTS:
        return Salvaged(problem="has far too many brackets and commas for a notebook")
    text, encoding = _text(data)
    if _keys(text) > MAX_KEYS:
        return Salvaged(problem="has far too many keys for a notebook")
    notes: tuple[str, ...] = (encoding,) if encoding else ()
    try:
        book = json.loads(text)
    except (ValueError, RecursionError):
        return _broken(text, notes)
    if not isinstance(book, dict):
        return Salvaged(notes=notes, problem="is no notebook")
    lists = _lists_of_cells(book)
    if lists is None:
        return Salvaged(notes=notes, problem="is no notebook: it has no list of cells")
    if not isinstance(book.get("cells"), list):
        notes += ("is of notebook format 3 or older",)
    cells = [cell for part in lists for cell in part]
    if len(cells) > MAX_CELLS:
        notes += (f"has {len(cells):,} cells; the first {MAX_CELLS:,} were read",)
    return Salvaged(_sound(cells), _kind(book), notes)


def _weight(data: bytes) -> int:
    """How many bytes the parsed objects may take: from above for JSON, but for its strings."""
    brackets = data.count(b"[") + data.count(b"{")
    return 160 * brackets + 48 * data.count(b",") + 4 * len(data)


def _keys(text: str) -> int:
    """How many keys there may be: quote marks with a colon, or white space, behind them."""
    return sum(text.count(f'"{char}') for char in ": \n\t\r")


def _text(data: bytes) -> tuple[str, str]:
    """The text, and what there is to say of its encoding."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(name, errors="replace")
            said = "begins with a byte order mark" if name == "utf-8" else f"is in {name[:6]}"
            return text, said.replace("utf", "UTF")
    for at, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        head = data[:64]
        if len(head) > 3 and not any(head[at::2]) and all(head[1 - at :: 2]):
            return data.decode(name, errors="replace"), "is in UTF-16"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            # Cut inside a character: the JSON is cut there, too, and that is told.
            return data[: error.start].decode("utf-8"), ""
        return data.decode("utf-8", errors="replace"), "holds bytes that are no UTF-8"


def _lists_of_cells(book: dict[str, Any]) -> list[list[Any]] | None:
    """The lists of cells: one in format 4, one a worksheet in format 3."""
    if isinstance(book.get("cells"), list):
        return [book["cells"]]
    sheets = book.get("worksheets")
    if not isinstance(sheets, list):
        return None
    parts = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [part for part in parts if isinstance(part, list)]


def _kind(book: dict[str, Any]) -> str:
    about: Any = book.get("metadata")
    ours = about.get("newsbook") if isinstance(about, dict) else None
    kind = ours.get("kind") if isinstance(ours, dict) else None
    return kind if isinstance(kind, str) else ""


def _sound(cells: list[Any]) -> tuple[Cell, ...]:
    """The cells with their sources as whole Unicode, under the name that format 4 gives them."""
    cells = cells[:MAX_CELLS]
    for cell in cells:
        if isinstance(cell, dict) and "source" not in cell and "input" in cell:
            cell["source"] = cell["input"]
    found = sound_cells(cells)
    for cell in found:
        # Half of a surrogate pair, which JSON can hold, is in no file and on no pipe.
        cell["source"] = cell["source"].encode(errors="replace").decode()
    return tuple(found)


def _broken(text: str, notes: tuple[str, ...]) -> Salvaged:
    """The cells of a file whose JSON is broken: those before the break, and whole ones after it."""
    start = _CELLS.search(text)
    if start is None:
        return Salvaged(notes=notes, problem="is no notebook")
    cells = _sound(_scan(text, start.end()))
    if not cells:
        return Salvaged(notes=notes, problem="is cut short or broken before its first cell ends")
    count = f"{len(cells)} {'cell was' if len(cells) == 1 else 'cells were'} read"
    return Salvaged(
        cells, "", (*notes, f"is cut short or broken; {count}, and it should be handed in again")
    )


def _scan(text: str, at: int) -> list[Any]:
    """Read one cell after the other, and after a break go on at the next that can be read."""
    decode = JSONDecoder().raw_decode
    cells: list[Any] = []
    breaks = in_vain = 0
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if text[at : at + 1] == "]" and not breaks:
            return cells
        try:
            cell, at = decode(text, at)
            is_cell = isinstance(cell, dict) and ("source" in cell or "input" in cell)
            if is_cell and (not breaks or isinstance(cell.get("cell_type"), str)):
                cells.append(cell)
        except (ValueError, RecursionError) as error:
            breaks += 1
            # What is nested too deep doesn't say how far it was read.
            in_vain += max(0, getattr(error, "pos", at + len(text) // 4) - at)
            following = _CELL_START.search(text, at + 1)
            if following is None or breaks > MAX_BREAKS or in_vain > len(text):
                return cells
            at = following.start()
