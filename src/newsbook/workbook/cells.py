"""The steps of a build: each takes a notebook and gives a notebook back."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Sequence

from newsbook.exercises import Exercise
from newsbook.workbook.notebooks import (
    Cell,
    Notebook,
    answered_exercise,
    cell_id,
    check_exercise,
    notebook_of,
)
from newsbook.workbook.places import WorkbookError

__all__ = [
    "BEGIN",
    "END",
    "blank_answers",
    "blank_source",
    "describe_exercises",
    "mark_cells",
    "plain_metadata",
    "pristine_of",
    "validate_source",
    "without_outputs",
]

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
SETUP = "newsbook-setup"
"""The tag of cells that exercises stand on: imports, and what is given. A check runs them too."""

_HEADING = re.compile(r"^## (\d+\.\d+) (.*)$", re.MULTILINE)
_FACTS = re.compile(r"\n\n\*\d+ points? · about .*?\*(?=\n|$)")


def validate_source(book: Notebook, exercises: Sequence[Exercise], name: str) -> None:
    """Make sure that a solution notebook and the registry speak of the same exercises.

    Raises:
        WorkbookError: One is missing, double or out of place, or its markers do not match.
    """

    def refuse(what: str) -> None:
        raise WorkbookError(f"solutions/{name}: {what}")

    wanted = [exercise.id for exercise in exercises]
    answers = [exercise for cell in book["cells"] if (exercise := answered_exercise(cell))]
    checks = [exercise for cell in book["cells"] if (exercise := check_exercise(cell))]
    headings = [
        heading[1]
        for cell in book["cells"]
        if cell["cell_type"] == "markdown" and (heading := _HEADING.search(cell["source"]))
    ]
    for what, found in (
        ("cells that begin with `# answer: N.N`", answers),
        ('cells with `check("N.N")`', checks),
        ("headings `## N.N Title`", headings),
    ):
        if found != wanted:
            refuse(f"it has {what} for {found or 'nothing'}, but the exercises are {wanted}.")
    for cell in book["cells"]:
        exercise = answered_exercise(cell)
        lines = [line.strip() for line in cell["source"].splitlines()]
        marks = [line for line in lines if line in (BEGIN, END)]
        if exercise is None:
            if marks:
                refuse("a solution stands outside an answer cell.")
        elif marks != [BEGIN, END]:
            refuse(f"the answer of {exercise} needs one {BEGIN} and one {END} after it.")
        else:
            _insist_on_python(cell["source"], f"solutions/{name}: the answer of {exercise}")
            blank = blank_source(cell["source"])
            _insist_on_python(blank, f"solutions/{name}: {exercise} without its solution")


def _insist_on_python(source: str, what: str) -> None:
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise WorkbookError(f"{what} is not Python: {error.msg}, line {error.lineno}.") from None


def describe_exercises(book: Notebook, exercises: Sequence[Exercise]) -> Notebook:
    """Give each exercise's heading its title and, below it, its points, minutes and skill."""
    book = copy.deepcopy(book)
    by_id = {exercise.id: exercise for exercise in exercises}
    for cell in book["cells"]:
        heading = _HEADING.search(cell["source"]) if cell["cell_type"] == "markdown" else None
        if not heading:
            continue
        exercise = by_id[heading[1]]
        points = f"{exercise.points} point{'s' if exercise.points > 1 else ''}"
        facts = (
            f"## {exercise.id} {exercise.title}\n\n*{points} · about {exercise.minutes} "
            f"min · you practise how to {exercise.skill}*"
        )
        source = _FACTS.sub("", cell["source"], count=1)
        rest = source[_HEADING.search(source).end() :]  # type: ignore[union-attr]
        cell["source"] = facts + rest
        cell["id"] = cell_id(exercise.id, "task")
    return book


def mark_cells(book: Notebook, exercises: Sequence[Exercise]) -> Notebook:
    """Give answer and check cells their ids, their locks and the metadata that nbgrader reads."""
    book = copy.deepcopy(book)
    points = {exercise.id: exercise.points for exercise in exercises}
    for cell in book["cells"]:
        if exercise := answered_exercise(cell):
            cell["id"] = cell_id(exercise, "answer")
            cell["metadata"] = {
                "deletable": False,
                "nbgrader": _nbgrader(cell["id"], solution=True),
            }
        elif exercise := check_exercise(cell):
            cell["id"] = cell_id(exercise, "check")
            cell["metadata"] = {
                "deletable": False,
                "editable": False,
                "nbgrader": _nbgrader(cell["id"], solution=False, points=points[exercise]),
            }
        elif SETUP in cell["metadata"].get("tags", []):
            cell["metadata"] = {"deletable": False, "editable": False, "tags": [SETUP]}
    return book


def _nbgrader(grade_id: str, *, solution: bool, points: int | None = None) -> dict[str, object]:
    """Metadata of nbgrader's schema 3: an answer cell, or a locked test cell with points."""
    facts: dict[str, object] = {
        "cell_type": "code",
        "grade": not solution,
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return facts if points is None else facts | {"points": points}


def plain_metadata(book: Notebook, kind: str) -> Notebook:
    """Keep only what is meant: no machine, no Python version, no times, no widget model ids.

    Args:
        book: The notebook.
        kind: ``"lesson"``, ``"demo"``, ``"solutions"``, ``"exercises"`` or ``"pristine"``.
    """
    book = copy.deepcopy(book)
    kept = ("deletable", "editable", "jupyter", "nbgrader", "slideshow", "tags")
    for cell in book["cells"]:
        cell["metadata"] = {key: cell["metadata"][key] for key in kept if key in cell["metadata"]}
        cell.pop("attachments", None)
        if cell["cell_type"] != "code":
            continue
        if kind == "lesson":
            # "Predict" would be spoilt by an output that is there already. JupyterLab keeps it
            # folded until the cell is run. An input that its author folded stays so.
            folded = cell["metadata"].get("jupyter", {}).get("source_hidden") is True
            cell["metadata"]["jupyter"] = {"outputs_hidden": True} | (
                {"source_hidden": True} if folded else {}
            )
        for output in cell["outputs"]:
            # A view points at a model in a kernel that is gone; its id is random.
            data = output.get("data", {})
            data.pop("application/vnd.jupyter.widget-view+json", None)
    made = notebook_of(book["cells"])
    made["metadata"]["newsbook"] = {"kind": kind}
    return made


def without_outputs(book: Notebook) -> Notebook:
    """No outputs and no execution counts, as before the first run."""
    book = copy.deepcopy(book)
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return book


def blank_source(source: str) -> str:
    r"""An answer cell's source without its solution.

    A solution inside a function becomes ``return ...``; one at the edge leaves what stands around
    it. Either way the untouched answer is Python's ``...``, and the cell runs without an error.

    Example:
        >>> blank_source("x = ...\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION")
        'x = ...'
    """
    kept: list[str] = []
    inside = False
    for line in source.splitlines():
        if line.strip() == BEGIN:
            inside = True
            if indent := line[: len(line) - len(line.lstrip())]:
                kept.append(f"{indent}return ...  # put your lines here, in place of this one")
        elif line.strip() == END:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def blank_answers(book: Notebook) -> Notebook:
    """Every answer cell without its solution."""
    book = copy.deepcopy(book)
    for cell in book["cells"]:
        if answered_exercise(cell):
            cell["source"] = blank_source(cell["source"])
    return book


def pristine_of(solution: Notebook) -> Notebook:
    """The check notebook: what is given, an empty place for each answer, and each check's output.

    A check's stored output is the verdict on the right answer, so nbval passes just that. It
    holds no solution, and of the verdict only what is shown, not what was observed.
    """
    cells: list[Cell] = []
    for cell in blank_answers(solution)["cells"]:
        if answered_exercise(cell):
            cells.append(cell | {"outputs": [], "execution_count": None})
        elif check_exercise(cell):
            shown = [output | {"metadata": {}} for output in cell["outputs"]]
            cells.append(cell | {"outputs": shown})
        elif cell["cell_type"] == "code" and SETUP in cell["metadata"].get("tags", []):
            cells.append(cell | {"outputs": [], "execution_count": None})
    return plain_metadata(solution | {"cells": cells}, kind="pristine")
