"""Demonstrations: short notebooks in ``notebooks/demos`` that show one widget to a class.

Most of what it costs to run one is the start of its kernel. So the build, and the test that
compares what they show, run them all in one kernel, emptied before each.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path

from newsbook.workbook.notebooks import Cell, Notebook

__all__ = ["DEMOS", "demo_paths", "joined", "parted"]

DEMOS = Path("notebooks/demos")
"""Where they are, from the root."""

_EMPTY = "get_ipython().run_line_magic('reset', '-sf')"
_BETWEEN = "--"


def demo_paths(root: Path) -> list[Path]:
    """The demonstrations of a workbook, in the order of their names."""
    return sorted((root / DEMOS).glob("*.ipynb"))


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
        cells.append(_emptying(f"{name}{_BETWEEN}"))
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


def _emptying(cell_id: str) -> Cell:
    return {
        "cell_type": "code",
        "id": cell_id,
        "metadata": {},
        "source": _EMPTY,
        "outputs": [],
        "execution_count": None,
    }
