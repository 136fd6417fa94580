"""What the tests need to know of the workbook: its place, its cells, and pytest runs on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsbook.exercises import all_exercises, get_exercise
from newsbook.widgets import widget_for
from newsbook.workbook.cells import SETUP
from newsbook.workbook.notebooks import answer_cells, read_notebook, write_notebook

BROWSER = pytest.StashKey[str]()
"""Where the browser tests note which browser they found; tests/conftest.py prints it."""

ROOT = Path(__file__).resolve().parent.parent


def notebook_of(folder: str, exercise_id: str) -> Path:
    """The notebook that an exercise is in."""
    lesson = exercise_id.partition(".")[0].zfill(2)
    (found,) = (ROOT / folder).glob(f"{lesson}_*.ipynb")
    return found


def answer_cell_source(folder: str, exercise_id: str) -> str:
    """The source of an exercise's answer cell in ``solutions`` or ``exercises``."""
    book = read_notebook(notebook_of(folder, exercise_id))
    (source,) = [cell["source"] for found, cell in answer_cells(book) if found == exercise_id]
    return source


def setup_sources(exercise_id: str) -> list[str]:
    """The sources of the cells that an exercise's notebook stands on, in order."""
    book = read_notebook(notebook_of("solutions", exercise_id))
    cells = [cell for cell in book["cells"] if SETUP in cell["metadata"].get("tags", [])]
    return [cell["source"] for cell in cells if cell["cell_type"] == "code"]


def learner_copy(folder: Path, source: str = "exercises") -> Path:
    """A learner's workbook in `folder`, with the exercises as handed out or as solved."""
    for part in ("notebooks", "seeds"):
        (folder / part).symlink_to(ROOT / part)
    exercises = folder / "exercises"
    exercises.mkdir()
    for path in sorted((ROOT / source).glob("*.ipynb")):
        shutil.copy(path, exercises)
    return exercises


def solved_copy(folder: Path) -> Path:
    """A learner's workbook in which everything is answered rightly, widgets too."""
    exercises = learner_copy(folder, "solutions")
    for exercise in all_exercises():
        if exercise.widget:
            source = answer_cell_source("solutions", exercise.id)
            space = {"ask": lambda name: widget_for(get_exercise(name), exercises / "answers")}
            exec(source, space)
    return exercises


def set_answer(exercises: Path, exercise_id: str, source: str) -> None:
    """Put a source into an answer cell of a learner's notebook."""
    path = exercises / notebook_of("exercises", exercise_id).name
    book = read_notebook(path)
    for found, cell in answer_cells(book):
        if found == exercise_id:
            cell["source"] = source
    write_notebook(path, book)


@dataclass(frozen=True)
class Outcome:
    """One test of an inner pytest run."""

    state: str
    message: str


FAST = """
import sys
# jsonschema looks for this package, only to check formats that no notebook has; it takes 1.5 s.
sys.modules["rfc3987_syntax"] = None
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""


def run_pytest(
    folder: Path, *args: str, timeout: float = 200, plain: bool = False
) -> tuple[int, dict[str, Outcome], str]:
    """Run pytest in a process of its own.

    Args:
        folder: Where it runs, and leaves its report.
        args: Its arguments.
        timeout: Seconds after which it counts as hung.
        plain: Start it as a person would, not the quicker way.

    Returns:
        Its exit code, the outcome of each test by its name, and what it printed.
    """
    report = folder / "report.xml"
    done = subprocess.run(
        [
            sys.executable,
            *(["-m", "pytest"] if plain else ["-c", FAST]),
            *args,
            *("-p", "no:cacheprovider", f"--junitxml={report}"),
        ],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        env={k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "NEWSBOOK"))},
    )
    outcomes = {}
    if report.exists():
        for case in ET.parse(report).getroot().iter("testcase"):
            problem = next((part for part in case if part.tag in _PROBLEMS), None)
            state = "passed" if problem is None else problem.tag
            text = "" if problem is None else f"{problem.get('message')}\n{problem.text or ''}"
            outcomes[case.get("name", "")] = Outcome(state, text)
    return done.returncode, outcomes, done.stdout + done.stderr


_PROBLEMS = {"failure", "error", "skipped"}
