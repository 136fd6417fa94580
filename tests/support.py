"""What the tests need to know of the workbook: its place, its cells, and pytest runs on it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from _pytest.config import default_plugins

from newsbook.exercises import all_exercises, get_exercise
from newsbook.widgets import widget_for
from newsbook.workbook.cells import SETUP
from newsbook.workbook.execute import steady_environment
from newsbook.workbook.notebooks import answer_cells, read_notebook, write_notebook
from newsbook.workbook.warm import Zygote, available
from newsbook.workbook.warm.provisioner import ADDRESS, kernel_zygote
from newsbook.workbook.warm.zygote import read_by_python

BROWSER = pytest.StashKey[str]()
"""Where the browser tests note which browser they found; tests/conftest.py prints it."""

ROOT = Path(__file__).resolve().parent.parent


def until(condition: Callable[[], object], seconds: float = 10.0, pause: float = 0.01) -> None:
    """Wait for what comes from another thread, process or page; fail when it does not come."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(pause)
    assert condition()


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


@cache
def right_answer(exercise_id: str) -> tuple[str, Any]:
    """A solution's source, and what its widget holds, where it has one."""
    source = answer_cell_source("solutions", exercise_id)
    if not get_exercise(exercise_id).widget:
        return source, None
    with tempfile.TemporaryDirectory() as folder:
        held: list[Any] = []

        def ask(name: str) -> Any:
            held.append(widget_for(get_exercise(name), Path(folder)))
            return held[-1]

        exec(source, {"ask": ask})
        return source, held[-1].value


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


INNER = Path(__file__).with_name("inner_pytest.py")


@cache
def warm() -> tuple[Zygote, dict[str, str]] | None:
    """A zygote of inner pytest runs, and an environment that lends them one of kernels.

    Both are started once a worker. None where nothing is forked.
    """
    if not available():
        return None
    with steady_environment():
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
        environment[ADDRESS] = str(kernel_zygote(environment).address)
        runs = Zygote(
            [
                "newsbook.workbook.quick_imports:spare_the_grammar",
                *(f"_pytest.{name}" for name in default_plugins),
                *sorted(plugin.module for plugin in entry_points(group="pytest11")),
                *("hypothesis", "pdb", "newsbook.workbook.exercise_tests"),
                # The judges of all exercises.
                "newsbook.workbook.warm.imports",
            ],
            environment,
        )
    atexit.register(runs.close)
    return runs, environment


def run_pytest(
    folder: Path, *args: str, timeout: float = 200, plain: bool = False
) -> tuple[int, dict[str, Outcome], str]:
    """Run pytest in a process of its own.

    Args:
        folder: Where it runs, and leaves its report.
        args: Its arguments.
        timeout: Seconds after which it counts as hung.
        plain: Start it as a person would, not as a fork of a process that has imported it.

    Returns:
        Its exit code, the outcome of each test by its name, and what it printed.
    """
    report = folder / "report.xml"
    args = (*args, "-p", "no:cacheprovider", f"--junitxml={report}")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "NEWSBOOK"))}
    if plain or warm() is None:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *args],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            env=env,
        )
        code, said = done.returncode, done.stdout + done.stderr
    else:
        code, said = _forked(folder, args, env, timeout)
    outcomes = {}
    if report.exists():
        for case in ET.parse(report).getroot().iter("testcase"):
            problem = next((part for part in case if part.tag in _PROBLEMS), None)
            state = "passed" if problem is None else problem.tag
            text = "" if problem is None else f"{problem.get('message')}\n{problem.text or ''}"
            outcomes[case.get("name", "")] = Outcome(state, text)
    return code, outcomes, said


def _forked(
    folder: Path, args: tuple[str, ...], env: dict[str, str], timeout: float
) -> tuple[int, str]:
    """The same in a fork, which runs this folder's `inner_pytest`."""
    runs, environment = warm()
    started_with = {name: text for name, text in environment.items() if read_by_python(name)}
    lent = {ADDRESS: environment[ADDRESS]}
    with tempfile.TemporaryFile() as said, Path(os.devnull).open() as nothing:
        fork = runs.fork(
            "runpy:run_path",
            [str(INNER), {"ARGUMENTS": list(args)}, "run_pytest"],
            folder=folder,
            environment={**env, **started_with, **lent},
            streams=(nothing.fileno(), said.fileno(), said.fileno()),
        )
        try:
            code = fork.wait(timeout)
        finally:
            fork.close()
        said.seek(0)
        return code, said.read().decode(errors="replace")


_PROBLEMS = {"failure", "error", "skipped"}


def calls_counted(monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> list[str]:
    """Have a method counted from here on: the list gets its name at each call."""
    calls: list[str] = []
    real = getattr(owner, name)

    def counted(*args: Any) -> Any:
        calls.append(name)
        return real(*args)

    monkeypatch.setattr(owner, name, counted)
    return calls


def lines_run(work: Callable[[], Any]) -> int:
    """How many lines of Python a piece of work runs: its time, without a clock."""
    count = 0

    def trace(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
