"""Put a learner's answers into the pristine check notebook.

A check never runs the learner's own file: it would compare their answer with itself, and pass a
wrong answer that was run and saved, a cell whose output was cleared, or one marked to be skipped.
Only the source of their answer cells is taken, by exercise id; everything else is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsbook.workbook.cells import SETUP
from newsbook.workbook.notebooks import (
    Cell,
    Notebook,
    answer_sources,
    answered_exercise,
    check_exercise,
    code_cell,
    read_notebook,
)
from newsbook.workbook.places import WorkbookError, pristine_folder

__all__ = ["GraftedExercise", "exercises_in", "graft", "pristine_for"]


@dataclass(frozen=True)
class GraftedExercise:
    """What is run to check one exercise.

    Args:
        exercise: Its id.
        setup: Our cells that it stands on, in order.
        answer: The learner's answer cell, or None when their notebook has none.
        check: Our check cell, with the output of a right answer.
        untouched: Whether the answer is still what was handed out.
    """

    exercise: str
    setup: tuple[Cell, ...]
    answer: Cell | None
    check: Cell
    untouched: bool


def pristine_for(path: Path) -> Path | None:
    """The check notebook for a learner's notebook, by its name; None when there is none."""
    found = pristine_folder() / path.name
    return found if found.is_file() else None


def exercises_in(path: Path) -> list[str]:
    """The ids of the exercises that a learner's notebook is to have, whatever it has."""
    ours = pristine_for(path)
    cells = read_notebook(ours)["cells"] if ours else []
    return [exercise for cell in cells if (exercise := check_exercise(cell))]


def graft(path: Path) -> list[GraftedExercise]:
    """Take the answers out of a learner's notebook and put each where its check is.

    Args:
        path: The learner's notebook, for instance ``exercises/01_tokenising.ipynb``.

    Raises:
        WorkbookError: The notebook cannot be read, or is none of ours.
    """
    ours = pristine_for(path)
    if ours is None:
        names = ", ".join(sorted(p.name for p in pristine_folder().glob("*.ipynb")))
        raise WorkbookError(f"{path} is no exercise notebook; those are {names}.")
    given = answer_sources(read_notebook(path))
    return list(_grafted(read_notebook(ours), given))


def _grafted(pristine: Notebook, given: dict[str, str]) -> list[GraftedExercise]:
    setup: list[Cell] = []
    blanks: dict[str, str] = {}
    found = []
    for cell in pristine["cells"]:
        if exercise := answered_exercise(cell):
            blanks[exercise] = cell["source"]
        elif exercise := check_exercise(cell):
            source = given.get(exercise)
            # A cell of ours: none of their metadata or outputs come along.
            answer = None if source is None else code_cell(_marked(source, exercise))
            untouched = source is not None and _same_code(source, blanks[exercise])
            found.append(GraftedExercise(exercise, tuple(setup), answer, cell, untouched))
        elif SETUP in cell["metadata"].get("tags", []):
            setup.append(cell)
    return found


def _marked(source: str, exercise: str) -> str:
    """A source with its marker line: a cell that has lost it is known by its id, and is judged."""
    found = answer_sources({"cells": [code_cell(source)]})
    return source if found or source.startswith("%%") else f"# answer: {exercise}\n{source}"


def _same_code(one: str, other: str) -> bool:
    return [line.rstrip() for line in one.strip().splitlines()] == [
        line.rstrip() for line in other.strip().splitlines()
    ]
