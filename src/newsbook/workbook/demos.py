"""Demonstrations: short notebooks in ``notebooks/demos`` that show one widget to a class.

`newsbook demo` shows one as a page of Voilà's, with our template in ``page/voila``.

Most of what it costs to run one is the start of its kernel. So the build, and the test that
compares what they show, run them all in one kernel, emptied before each.
"""

from __future__ import annotations

import copy
import importlib.util
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsbook.workbook.notebooks import Cell, Notebook, code_cell, read_notebook
from newsbook.workbook.places import WorkbookError

__all__ = [
    "DEMOS",
    "TEMPLATES",
    "demo_paths",
    "find_demo",
    "joined",
    "parted",
    "question_of",
    "voila_command",
]

DEMOS = Path("notebooks/demos")
"""Where they are, from the root."""

TEMPLATES = Path(__file__).parent / "page"
"""A folder for ``JUPYTER_PATH``: in it is what demonstrations look like on a projector."""

_EMPTY = "get_ipython().run_line_magic('reset', '-sf')"
_BETWEEN = "--"


def demo_paths(root: Path) -> list[Path]:
    """The demonstrations of a workbook, in the order of their names."""
    return sorted((root / DEMOS).glob("*.ipynb"))


def find_demo(root: Path, name: str) -> Path:
    """The demonstration that somebody means.

    Args:
        root: A workbook.
        name: Its number or its name, or the beginning of that.

    Raises:
        WorkbookError: None is called that, or several are.

    Example:
        >>> from newsbook.workbook.places import packaged_workbook
        >>> [find_demo(packaged_workbook(), name).name for name in ("1", "quote")]
        ['01_token_editor.ipynb', '03_quote_linker.ipynb']
    """
    paths = demo_paths(root)
    wanted = re.sub(r"[^a-z0-9]", "", name.lower().removesuffix(".ipynb"))
    found = []
    for path in paths:
        number, _, rest = path.stem.partition("_")
        plain = rest.replace("_", "")
        if wanted in (number, number.lstrip("0") or "0", plain, number + plain):
            return path
        if wanted and not wanted.isdigit() and plain.startswith(wanted):
            found.append(path)
    if len(found) == 1:
        return found[0]
    names = ", ".join(path.stem for path in found or paths)
    what = "could be several demonstrations" if found else "is no demonstration"
    raise WorkbookError(f"{name} {what}: give one of {names}.")


def question_of(path: Path) -> str:
    """What a demonstration asks the room: its heading, without marks.

    Example:
        >>> from newsbook.workbook.places import packaged_workbook
        >>> question_of(find_demo(packaged_workbook(), "1"))
        'Is N.Korean one word or two?'
    """
    source = str(read_notebook(path)["cells"][0]["source"])
    return re.sub(r"[*`]", "", source.partition("\n")[0].removeprefix("# "))


def voila_command(path: Path, *, dark: bool, browser: bool, options: Sequence[str]) -> list[str]:
    """The command that shows a demonstration as a page of Voilà's.

    Args:
        path: The demonstration.
        dark: Whether the page is dark.
        browser: Whether a browser is to open.
        options: More options for Voilà.

    Raises:
        WorkbookError: Voilà is not installed.
    """
    if importlib.util.find_spec("voila") is None:
        raise WorkbookError(
            "Voilà is not installed: `python -m pip install voila` adds it; or open "
            f"{path.name} in JupyterLab."
        )
    theme = "dark" if dark else "light"
    command = [sys.executable, "-m", "voila", str(path)]
    command += ["--template=newsbook", f"--theme={theme}", "--Voila.ip=127.0.0.1"]
    return [*command, *([] if browser else ["--no-browser"]), *options]


def joined(books: Mapping[str, Notebook]) -> Notebook:
    """All demonstrations as one notebook, with a cell before each that forgets all names.

    Args:
        books: By a name that goes into the cells' ids.

    Returns:
        A notebook that `parted` takes apart again.

    Raises:
        ValueError: There are none.

    Example:
        >>> book = {"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": ""}]}
        >>> [cell["id"] for cell in joined({"one": book, "two": book})["cells"]]
        ['one--', 'one--a', 'two--', 'two--a']
    """
    if not books:
        raise ValueError("there are no demonstrations to join")
    cells: list[Cell] = []
    for name, book in books.items():
        cells.append(code_cell(_EMPTY, f"{name}{_BETWEEN}"))
        cells += [
            copy.deepcopy(cell) | {"id": f"{name}{_BETWEEN}{cell['id']}"} for cell in book["cells"]
        ]
    return next(iter(books.values())) | {"cells": cells}


def parted(run: Notebook, books: Mapping[str, Notebook]) -> dict[str, Notebook]:
    """The single demonstrations again, each counted from 1, as if it had been run by itself.

    Args:
        run: What `joined` made of the books, after it was run.
        books: The books.
    """
    cells = iter(run["cells"])
    found: dict[str, Notebook] = {}
    for name, book in books.items():
        next(cells)  # the one that forgets
        own, count = [], 0
        for before in book["cells"]:
            cell = copy.deepcopy(next(cells)) | {"id": before["id"]}
            if cell["cell_type"] == "code":
                count += 1
                cell["execution_count"] = count
                for output in cell["outputs"]:
                    if "execution_count" in output:
                        output["execution_count"] = count
            own.append(cell)
        found[name] = book | {"cells": own}
    return found
