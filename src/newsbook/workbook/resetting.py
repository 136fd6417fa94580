"""`newsbook reset`: one exercise starts afresh; everything else stays, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbook.answers import AnswerSlot
from newsbook.answers.files import hold, keep_aside, write_whole
from newsbook.exercises import get_exercise
from newsbook.workbook.notebooks import (
    Cell,
    Notebook,
    answered_exercise,
    cell_id,
    check_exercise,
    read_notebook,
    source_of,
)
from newsbook.workbook.places import WorkbookError, packaged_workbook, pristine_folder
from newsbook.workbook.surgery import insert_cell, replace_cell

__all__ = ["reset_exercise", "reset_notebook"]


@dataclass(frozen=True)
class _Given:
    """What an exercise was handed out as."""

    notebook: str
    answer: Cell
    check: Cell


def reset_exercise(root: Path, exercise_id: str) -> list[str]:
    """Give an exercise its first state back, and keep the old answer aside.

    A code answer is kept as ``exercises/answers/1.2.old-1.py``, a widget's as ``1.2.old-1.json``.
    In the notebook only the exercise's own cells change, or are put back where they are missing.

    Args:
        root: The workbook.
        exercise_id: As ``"1.2"``.

    Returns:
        A sentence for each thing that was done; none when there was nothing to do.

    Raises:
        UnknownExercise: There is no such exercise.
        WorkbookError: Its notebook is missing or cannot be read.
        OSError: Something cannot be written. The notebook is then as it was.
    """
    get_exercise(exercise_id)
    given = _given(exercise_id)
    path = (root / "exercises" / given.notebook).resolve()
    answers = root / "exercises" / "answers"
    done: list[str] = []
    text = _reset_cells(path, exercise_id, given, answers, done)
    # The old answer is on disk by now; only then may the new cell take its place.
    if text is not None:
        write_whole(path, text.encode())
    if aside := AnswerSlot(exercise_id, answers).set_aside():
        done.append(f"The answer given in the widget is kept as {_from(root, aside)}.")
    note = answers / "progress" / f"{exercise_id}.json"
    if note.exists():
        with hold(note.parent):
            note.unlink(missing_ok=True)
        done.append("Its verdict and its hints start afresh, too.")
    return done


def _reset_cells(
    path: Path, exercise_id: str, given: _Given, answers: Path, done: list[str]
) -> str | None:
    """The notebook's new text, or None when it stays; the old source is kept on the way."""
    if not path.is_file():
        raise WorkbookError(f"{path} is not there: `newsbook open` puts it back.")
    # Read by the same reader as a check, so that both mean the same cells.
    book = read_notebook(path)
    text = before = path.read_bytes().decode("utf-8")
    cells = _all_cells(text)
    mine = [i for i, cell in enumerate(cells) if answered_exercise(cell) == exercise_id]
    if mine:
        old = cells[mine[-1]]
        if old["source"].strip() != given.answer["source"].strip():
            with hold(answers):
                # A lone half of a surrogate pair, which JSON can hold, must not stop this.
                data = f"{old['source']}\n".encode("utf-8", "surrogatepass")
                aside = keep_aside(answers / f"{exercise_id}.py", data, "old")
            done.append(f"The old code is kept as exercises/answers/{aside.name}.")
            fresh = old | {"source": given.answer["source"], "outputs": [], "execution_count": None}
            text = replace_cell(text, mine[-1], fresh)
            done.append(f"Its answer cell in {path.name} is as it was handed out.")
        if len(mine) > 1:
            done.append("Another cell also begins with its marker line and was left as it is.")
    else:
        text = insert_cell(text, _place_of_answer(cells, exercise_id), _fit(given.answer, book))
        done.append(f"Its missing answer cell is back in {path.name}.")
    cells = _all_cells(text)
    if not any(check_exercise(cell) == exercise_id for cell in cells):
        place = _last(cells, lambda cell: answered_exercise(cell) == exercise_id) + 1
        text = insert_cell(text, place, _fit(given.check, book))
        done.append(f"Its missing check cell is back in {path.name}.")
    return None if text == before else text


def reset_notebook(root: Path, name: str) -> list[str]:
    """Put a whole exercise notebook back, for instance a damaged one; the old file is kept.

    Answers given in widgets stay: they live in files of their own.

    Args:
        root: The workbook.
        name: The notebook's name, as ``"01_tokenising.ipynb"``.

    Returns:
        As `reset_exercise`.

    Raises:
        WorkbookError: There is nothing to put it back from.
        OSError: Something cannot be written.
    """
    source = packaged_workbook() / "exercises" / name
    path = root / "exercises" / name
    if source.resolve() == path.resolve() or not source.is_file():
        raise WorkbookError(
            f"{path} cannot be put back from the package: run `newsbook build` in the checkout."
        )
    data = source.read_bytes()
    done = []
    if path.exists():
        old = path.read_bytes()
        if old == data:
            return []
        answers = root / "exercises" / "answers"
        with hold(answers):
            aside = keep_aside(answers / name, old, "old")
        done.append(f"The old notebook is kept as {_from(root, aside)}.")
    write_whole(path, data)
    done.append(f"{_from(root, path)} is as it was handed out.")
    return done


def _given(exercise_id: str) -> _Given:
    """The exercise's cells in the pristine notebooks."""
    for path in sorted(pristine_folder().glob("*.ipynb")):
        book = read_notebook(path)
        answer = next((c for c in book["cells"] if answered_exercise(c) == exercise_id), None)
        check = next((c for c in book["cells"] if check_exercise(c) == exercise_id), None)
        if answer and check:
            # The pristine check shows the verdict on a right answer; a learner's starts empty.
            empty: Cell = {"outputs": [], "execution_count": None}
            return _Given(path.name, answer | empty, check | empty)
    raise WorkbookError(
        f"The package has no notebook with exercise {exercise_id}: install newsbook again, or run "
        "`newsbook build` in a checkout."
    )


def _all_cells(text: str) -> list[Cell]:
    """Every element of the list of cells, so that indexes are those of the file."""
    cells: list[Any] = json.loads(text)["cells"]
    found = []
    for cell in cells:
        # What is not a cell at all stands in as an empty one.
        cell = cell if isinstance(cell, dict) else {}
        metadata = cell.get("metadata")
        found.append(
            cell
            | {
                "source": source_of(cell),
                "metadata": metadata if isinstance(metadata, dict) else {},
            }
        )
    return found


def _place_of_answer(cells: list[Cell], exercise_id: str) -> int:
    """Where a missing answer cell belongs: behind its task, else before its check, else last."""
    task = _last(
        cells,
        lambda cell: (
            cell.get("cell_type") == "markdown"
            and (
                cell.get("id") == cell_id(exercise_id, "task")
                or f"\n{cell['source']}".find(f"\n## {exercise_id} ") >= 0
            )
        ),
    )
    if task >= 0:
        return task + 1
    check = _last(cells, lambda cell: check_exercise(cell) == exercise_id)
    return check if check >= 0 else len(cells)


def _last(cells: list[Cell], wanted: Callable[[Cell], bool]) -> int:
    """The index of the last cell that is wanted, or -1."""
    return max((i for i, cell in enumerate(cells) if wanted(cell)), default=-1)


def _fit(cell: Cell, book: Notebook) -> Cell:
    """A cell of ours as it may stand in this notebook: ids came with format 4.5, and are unique."""
    cell = dict(cell)
    taken = {other.get("id") for other in book["cells"]}
    if isinstance(minor := book.get("nbformat_minor"), int) and minor < 5:
        cell.pop("id", None)
    elif cell.get("id") in taken:
        number = 2
        while f"{cell['id']}-{number}" in taken:
            number += 1
        cell["id"] = f"{cell['id']}-{number}"
    return cell


def _from(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
