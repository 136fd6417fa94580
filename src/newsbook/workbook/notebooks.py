"""Read and write notebook files, and find the cells of an exercise in them.

Reading is plain JSON, because a learner's file may be damaged in ways that a strict reader refuses
whole, and because loading `nbformat` costs more than all the rest of a check.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from newsbook.workbook.places import WorkbookError
from newsbook.workbook.quick_imports import spare_the_grammar

__all__ = [
    "MAX_BYTES",
    "Cell",
    "Notebook",
    "answer_cells",
    "answer_sources",
    "answered_exercise",
    "cell_id",
    "check_exercise",
    "claimed_exercise",
    "code_cell",
    "exercise_by_id",
    "markdown_cell",
    "marked_parts",
    "notebook_bytes",
    "notebook_node",
    "notebook_of",
    "plain",
    "read_notebook",
    "sound_cells",
    "source_of",
    "uncoloured",
    "write_notebook",
]

Notebook = dict[str, Any]
Cell = dict[str, Any]

MAX_BYTES = 50_000_000
"""A notebook of more bytes is refused: one of ours has some twenty thousand."""

_ANSWER = re.compile(r"\s*#[ \t]*answer:[ \t]*(\d+\.\d+)[ \t]*$", re.MULTILINE)
_MARK = re.compile(r"^#[ \t]*answer:[ \t]*(\d+\.\d+)[ \t]*\r?$", re.MULTILINE)
_CHECK = re.compile(r"""^check\(\s*["'](\d+\.\d+)["']""", re.MULTILINE)


def read_notebook(path: Path) -> Notebook:
    """Read a notebook of format 4, with every cell's source joined into one string.

    Raises:
        WorkbookError: There is no such file, or it is not a notebook; one sentence says which.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise WorkbookError(f"{path} is not a plain file, so it is no notebook.")
        if (size := found.st_size) > MAX_BYTES:
            raise WorkbookError(
                f"{path} has {size:,} bytes, too many for a notebook: clear its outputs and save."
            )
        book = json.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise WorkbookError(f"{path} does not exist.") from None
    except OSError as error:
        raise WorkbookError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (ValueError, RecursionError):
        raise WorkbookError(
            f"{path} is not a readable notebook: its JSON is broken. Open an older copy in "
            "JupyterLab (File > Revert Notebook to Checkpoint), or start it afresh with "
            f"`newsbook reset {path.name[:2]}`, which keeps the old file."
        ) from None
    if not isinstance(book, dict) or not isinstance(book.get("cells"), list):
        raise WorkbookError(
            f"{path} is not a notebook of format 4: open it in JupyterLab and save it again."
        )
    book["cells"] = sound_cells(book["cells"])
    for cell in book["cells"]:
        if isinstance(cell.get("outputs"), list):
            outputs = [output for output in cell["outputs"] if isinstance(output, dict)]
            cell["outputs"] = [_map_texts(output, _joined) for output in outputs]
    return book


def sound_cells(cells: list[Any]) -> list[Cell]:
    r"""The cells among what a notebook has as cells, each with its source joined and metadata.

    What is not even a dictionary holds no answer; the others still may.

    Example:
        >>> sound_cells([3, {"source": ["a\n", "b"], "metadata": None}])
        [{'source': 'a\nb', 'metadata': {}}]
    """
    found = [cell for cell in cells if isinstance(cell, dict)]
    for cell in found:
        cell["source"] = source_of(cell)
        if not isinstance(cell.get("metadata"), dict):
            cell["metadata"] = {}
    return found


def _joined(value: Any) -> Any:
    is_text = isinstance(value, list) and all(isinstance(line, str) for line in value)
    return "".join(value) if is_text else value


def _in_lines(value: Any) -> Any:
    return value.splitlines(keepends=True) if isinstance(value, str) else value


def _map_texts(output: dict[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    """An output with its long texts changed: those that a notebook keeps as lists of lines."""
    changed = dict(output)
    if "text" in changed:
        changed["text"] = change(changed["text"])
    if isinstance(changed.get("data"), dict):
        changed["data"] = {mime: change(part) for mime, part in changed["data"].items()}
    return changed


def source_of(cell: Cell) -> str:
    """A cell's source as one string; notebooks on disk keep it as a list of lines."""
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def write_notebook(path: Path, book: Notebook) -> None:
    """Write a notebook, the same bytes for the same notebook."""
    path.write_bytes(notebook_bytes(book))


def notebook_bytes(book: Notebook) -> bytes:
    """A notebook in the form that Jupyter itself writes: sorted keys, sources as lists of lines."""
    cells = [_cell_in_lines(cell) for cell in book["cells"]]
    text = json.dumps(book | {"cells": cells}, ensure_ascii=False, indent=1, sort_keys=True)
    # A learner may paste half of a surrogate pair; it must not stop the file from being written.
    return f"{text}\n".encode(errors="replace")


def _cell_in_lines(cell: Cell) -> Cell:
    """A cell with its long strings as lists of lines, so that a diff shows lines."""
    cell = cell | {"source": _in_lines(cell["source"])}
    if "outputs" in cell:
        cell["outputs"] = [_map_texts(output, _in_lines) for output in cell["outputs"]]
    return cell


def cell_id(exercise_id: str, role: str) -> str:
    """The readable, stable id of a cell.

    Example:
        >>> cell_id("1.2", "answer")
        'ex-1-2-answer'
    """
    return f"ex-{exercise_id.replace('.', '-')}-{role}"


def _exercise_in(name: Any, role: str) -> str | None:
    """The exercise that a cell id or a grade id names, in one role."""
    match = re.fullmatch(rf"ex-(\d+)-(\d+)-{role}", name) if isinstance(name, str) else None
    return f"{match[1]}.{match[2]}" if match else None


def answered_exercise(cell: Cell) -> str | None:
    """The exercise that a code cell answers: by its id, its nbgrader metadata, or its marker line.

    The marker comes first where they disagree: it is what the learner sees.
    """
    return claimed_exercise(cell) if cell.get("cell_type") == "code" else None


def claimed_exercise(cell: Cell) -> str | None:
    """The same for a cell of any type: a learner may have turned an answer into Markdown."""
    if marker := _ANSWER.match(cell["source"]):
        return marker[1]
    return exercise_by_id(cell)


def exercise_by_id(cell: Cell, role: str = "answer") -> str | None:
    """The exercise that a cell's id names, else its nbgrader metadata; its source is not asked."""
    if found := _exercise_in(cell.get("id"), role):
        return found
    nbgrader = cell["metadata"].get("nbgrader")
    return _exercise_in(nbgrader.get("grade_id"), role) if isinstance(nbgrader, dict) else None


def marked_parts(source: str) -> list[tuple[str | None, str]]:
    r"""A source cut before each marker line that begins one of its lines.

    A learner who merges two answer cells has two markers in one.

    Returns:
        Pairs of an exercise's id and a part of the source; the id is None for what comes before
        the first marker, if anything but white space does.

    Example:
        >>> marked_parts("# answer: 1.2\na = 1\n# answer: 1.3\nb = 2")
        [('1.2', '# answer: 1.2\na = 1\n'), ('1.3', '# answer: 1.3\nb = 2')]
    """
    marks = list(_MARK.finditer(source))
    starts = [mark.start() for mark in marks]
    ends = [*starts, len(source)][1:]
    head = source[: starts[0]] if starts else source
    parts: list[tuple[str | None, str]] = [(None, head)] if head.strip() else []
    return parts + [
        (mark[1], source[start:end]) for mark, start, end in zip(marks, starts, ends, strict=True)
    ]


def check_exercise(cell: Cell) -> str | None:
    """The exercise that a cell checks, by its source."""
    match = _CHECK.search(cell["source"]) if cell.get("cell_type") == "code" else None
    return match[1] if match else None


def answer_cells(book: Notebook) -> Iterator[tuple[str, Cell]]:
    """Each answer cell of a notebook, with its exercise's id."""
    for cell in book["cells"]:
        if exercise := answered_exercise(cell):
            yield exercise, cell


def answer_sources(book: Notebook) -> dict[str, str]:
    """The source of each answer cell, by exercise id. Of copies of one cell the last counts."""
    return {exercise: cell["source"] for exercise, cell in answer_cells(book)}


def code_cell(source: str, key: str = "") -> Cell:
    """A cell of code that has not been run.

    Args:
        source: What it holds.
        key: Its id; a cell that is in no file needs none.

    Example:
        >>> code_cell("1 + 1", "sum")["outputs"]
        []
    """
    cell: Cell = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }
    return cell | {"id": key} if key else cell


def markdown_cell(source: str, key: str) -> Cell:
    """A cell of prose, with its id.

    Example:
        >>> markdown_cell("# Rain", "title")["source"]
        '# Rain'
    """
    return {"cell_type": "markdown", "id": key, "metadata": {}, "source": source}


def notebook_of(cells: Sequence[Cell]) -> Notebook:
    """A notebook of these cells, which names no machine and no version of Python.

    Example:
        >>> notebook_of([code_cell("1 + 1", "sum")])["metadata"]["kernelspec"]["name"]
        'python3'
    """
    return {
        "cells": list(cells),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"file_extension": ".py", "name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def plain(value: Any) -> Any:
    """A notebook node, as `nbformat` and nbval use it, as plain dictionaries and lists."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value


def notebook_node(value: Notebook | Cell) -> Any:
    """A plain notebook or cell as the `nbformat.NotebookNode` that nbclient and nbval want."""
    spare_the_grammar()
    import nbformat

    return nbformat.from_dict(value)  # type: ignore[no-untyped-call]


def uncoloured(text: str) -> str:
    """Text without a terminal's colour codes, which tracebacks have."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
