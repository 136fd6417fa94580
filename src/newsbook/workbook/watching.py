"""What became of the answer cells that were run in this kernel: a check asks before it judges.

A name outlives the line that set it. So whoever looks at names alone judges what a cell held before
it was changed, or what another cell has set.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newsbook.exercises import CodeExercise, UnknownExercise, get_exercise
from newsbook.workbook.notebooks import exercise_by_id, marked_parts, read_notebook
from newsbook.workbook.places import WorkbookError, pristine_folder
from newsbook.workbook.sources import Names, names_in, unreadable

__all__ = ["Run", "borrowed", "forget_runs", "last_run", "note_run", "start_watching"]

_MARK = re.compile(r"\s*#[ \t]*answer:[ \t]*(\d+\.\d+)")


@dataclass(frozen=True)
class Run:
    """How the last run of a cell with an answer ended.

    Args:
        marked: Whether the cell begins with its line ``# answer: N.N``.
        failed: The error, as Python names it; empty where there was none.
        sets: Whether the cell binds the answer's name.
        value: What the name held when the cell had run.
        names: What it binds and uses.
    """

    marked: bool
    failed: str
    sets: bool
    value: Any
    names: Names


_answers: dict[str, Run] = {}
"""The last run of each exercise's answer cell."""

_loose: dict[str, Run] = {}
"""By name: the last cell without an answer's line that bound it, after any answer cell did."""


def note_run(result: Any) -> None:
    """Note how a cell ended; IPython calls this after each.

    Args:
        result: IPython's ``ExecutionResult``.
    """
    info = getattr(result, "info", None)
    source = getattr(info, "raw_cell", None) or ""
    shell = _shell()
    error = _told(result, source)
    names = names_in(_as_python(shell, source))
    held = shell.user_ns if shell is not None else {}
    found = list(_answered(source, getattr(info, "cell_id", None)))
    for exercise, part, marked in found:
        name = exercise.answer_name
        # What cannot be parsed (a magic, say) is taken to set what it names.
        sets = name in names.bound or (not names.certain and name in part)
        _answers[exercise.id] = Run(marked, error, sets, held.get(name), names)
        _loose.pop(name, None)
    if not found:
        for name in names.bound:
            _loose[name] = Run(False, error, True, held.get(name), names)


def _answered(source: str, cell_id: Any) -> Iterator[tuple[CodeExercise, str, bool]]:
    """The exercises that a cell answers in code: by its lines, else by its id."""
    parts = [(key, part, True) for key, part in marked_parts(source) if key]
    if not parts and (mark := _MARK.match(source)):
        parts = [(mark[1], source, True)]
    if not parts and (key := exercise_by_id({"id": cell_id, "metadata": {}})):
        parts = [(key, source, False)]
    for key, part, marked in parts:
        try:
            exercise = get_exercise(key)
        except UnknownExercise:
            continue
        if isinstance(exercise, CodeExercise):
            yield exercise, part, marked


def _told(result: Any, source: str) -> str:
    """The error of a run in one line; ``""`` where there is none, or only a place to fill."""
    error = result.error_before_exec or result.error_in_exec
    if error is None or isinstance(error, NotImplementedError):
        return ""
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, SyntaxError) and error is result.error_before_exec:
        # Python names a file that no learner has ever seen.
        said = unreadable(source) or f"SyntaxError: {error.msg} (your cell, line {error.lineno})"
    return said.splitlines()[0][:300]


def _as_python(shell: Any, source: str) -> str:
    """A cell without magics, as far as IPython can read it."""
    try:
        return str(shell.transform_cell(source))
    except Exception:
        return source


def last_run(exercise: CodeExercise) -> Run | None:
    """The last run of the cell that holds an exercise's answer; None where none was noted."""
    return _loose.get(exercise.answer_name) or _answers.get(exercise.id)


def forget_runs() -> None:
    """Forget all runs, as a new kernel has none."""
    _answers.clear()
    _loose.clear()


def borrowed(exercise: CodeExercise, run: Run, names: Mapping[str, Any]) -> list[str]:
    """The names that an answer cell takes from cells which are not there when it is graded.

    Args:
        exercise: The exercise.
        run: Its cell's last run.
        names: The notebook's names. One that is not among them was not needed.
    """
    hidden = getattr(_shell(), "user_ns_hidden", {})
    foreign = {
        name
        for name in run.names.used
        if name in names and name not in hidden and not hasattr(builtins, name)
        if not name.startswith("_")
    }
    given = _given(exercise.id.partition(".")[0]) if foreign else frozenset()
    return [] if given is None else sorted(foreign - given)


def _given(lesson: str) -> frozenset[str] | None:
    """What the cells bind that a lesson's exercises stand on; None where that is not known."""
    from newsbook.workbook.cells import SETUP

    found: set[str] = set()
    paths = sorted(pristine_folder().glob(f"{lesson:0>2}_*.ipynb"))
    for path in paths:
        try:
            cells = read_notebook(path)["cells"]
        except WorkbookError:
            return None
        for cell in cells:
            if SETUP in cell["metadata"].get("tags", []):
                found |= names_in(cell["source"]).bound
    return frozenset(found) if paths else None


def _shell() -> Any:
    """The IPython that this runs in, or None."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def start_watching() -> None:
    """Have IPython call `note_run`, where there is an IPython; once a kernel."""
    if (shell := _shell()) is not None:
        shell.events.register("post_run_cell", note_run)
