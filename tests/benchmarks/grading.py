"""What grading a submission costs, beside other graders and beside the least it could cost.

Run ``python tests/benchmarks/grading.py``. A made-up class hands in one notebook with 8 exercises
in code; the first half of each has it right. Everybody's notebook has the same cells: one that
imports, eight answers, eight checks on the exercise's own cases. Measured, in one run:

- ``newsbook grade``: the command with all it does (fresh cases, sandbox, judging, reports);
- ``nbgrader autograde`` and ``otter run``, each in an environment of its own, which is made from
  the package index (``--venvs FOLDER`` keeps them); left out, with a sentence, where that fails;
- one pytest with nbval over all notebooks, and a loop of ``jupyter execute``;
- the floor: fork a warm process, run the cells through IPython, end.

Given are wall and processor seconds a submission; processor time, that of all processes, is the
figure to trust. What only starts a command is in it, so few submissions look dear; a run of
``newsbook grade`` on one submission shows how much that is. Bytecode is compiled beforehand, as an
installer or a first run does it: the other graders' kernels import newsbook, too. ``--memory N``
grades N submissions and prints how large the grading process was after each tenth of them.
Nothing is asserted: it is a measurement.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from newsbook.exercises import CodeExercise, get_exercise
from newsbook.workbook.notebooks import answer_sources, read_notebook

ROOT = Path(__file__).resolve().parents[2]
IDS = ("1.3", "1.5", "1.9", "1.10", "1.11", "2.6", "2.7", "2.9")
IMPORTS = (
    "import re\nfrom collections import Counter\n\nfrom newsbook import Article, Span, words\n"
)
IMPORTS += "from newsbook.exercises import get_exercise\nfrom newsbook.text import tokenise\n"


def answers(right: bool) -> dict[str, str]:
    """An answer to each exercise: the solution, or the first misconception."""
    solved: dict[str, str] = {}
    for path in (ROOT / "solutions").glob("0[12]_*.ipynb"):
        solved |= answer_sources(read_notebook(path))
    if right:
        return {name: solved[name] for name in IDS}
    return {name: f"# answer: {name}\n{get_exercise(name).misconceptions[0].wrong}" for name in IDS}


def check(name: str) -> str:
    """A check that any grader can run, on the exercise's own cases."""
    exercise = get_exercise(name)
    assert isinstance(exercise, CodeExercise)
    return f'assert get_exercise("{name}").check({exercise.answer_name}).state == "correct"'


def notebook(right: bool) -> Any:
    """A submission, with nbgrader's metadata."""
    cells = [new_code_cell(IMPORTS)]
    for name, source in answers(right).items():
        common = {"schema_version": 3, "locked": False, "points": 1, "task": False}
        slug = name.replace(".", "-")
        cells.append(new_markdown_cell(f"## {name}"))
        meta = common | {
            "grade": False,
            "solution": True,
            "grade_id": f"answer-{slug}",
        }
        del meta["points"]
        cells.append(new_code_cell(source, metadata={"nbgrader": meta}))
        meta = common | {"grade": True, "solution": False, "locked": True}
        meta |= {"grade_id": f"check-{slug}"}
        cells.append(new_code_cell(check(name), metadata={"nbgrader": meta}))
    book = new_notebook(cells=cells)
    book.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python",
        "language": "python",
    }
    return book


def class_of(folder: Path, count: int) -> list[Path]:
    """Hand-ins: a folder for each student, with one notebook."""
    kinds = {right: nbformat.writes(notebook(right)) for right in (True, False)}
    written = []
    for n in range(count):
        path = folder / f"student{n:04}" / "ps1" / "work.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(kinds[n < count / 2], encoding="utf-8")
        written.append(path)
    return written


@contextlib.contextmanager
def measured(name: str, count: int) -> Iterator[None]:
    """Print what a block cost for each of so many submissions, all its processes included."""

    def spent() -> float:
        kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        used = [resource.getrusage(kind) for kind in kinds]
        return sum(one.ru_utime + one.ru_stime for one in used)

    # What a sandbox leaves behind becomes a child of ours, whose time is known once it is buried.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    wall, cpu = time.monotonic(), spent()
    yield
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    wall, cpu = (time.monotonic() - wall) / count, (spent() - cpu) / count
    print(f"{name:<24}{count:>6}{wall:>10.3f}{cpu:>10.3f}", flush=True)


def call(command: Sequence[str | Path], folder: Path, **environment: str) -> str:
    """Run a command that is to succeed."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        print(f"  {command[0]}: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout


def with_newsbook(folder: Path, count: int) -> None:
    """The command as an instructor runs it; of one submission, to see what starting costs."""
    class_of(folder / "one", 1)
    command = [sys.executable, "-m", "newsbook.cli", "grade", folder / "one", "-o", folder / "fix"]
    with measured("newsbook grade", 1):
        call(command, ROOT)
    class_of(folder / "in", count)
    command = [sys.executable, "-m", "newsbook.cli", "grade", folder / "in", "-o", folder / "out"]
    with measured("newsbook grade", count):
        call(command, ROOT)
    rows = json.loads((folder / "out" / "grades.json").read_text())["submissions"]
    right = [sum(e["state"] == "correct" for e in row["exercises"].values()) for row in rows]
    cpu = seconds = 0.0
    for path in (folder / "out" / "observations").glob("s*.json"):
        for one in json.loads(path.read_text())["exercises"].values():
            cpu, seconds = cpu + one["cpu"], seconds + one["seconds"]
    print(f"{'  of it in the sandbox':<24}{count:>6}{seconds / count:>10.3f}{cpu / count:>10.3f}")
    expected = [len(IDS)] * -(-count // 2) + [0] * (count // 2)
    print(f"  {sum(map(int.__eq__, right, expected))} of {count} got the grade that was expected")


def environment_of(package: str, folder: Path) -> Path | None:
    """The programs of an environment with a package, and with ours behind it."""
    programs = folder / package / "bin"
    if not (programs / "python").exists():
        venv.create(folder / package, with_pip=True)
        done = subprocess.run(
            [programs / "python", "-m", "pip", "install", "-q", package],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            print(
                f"{package}: left out, it cannot be installed here ({done.stderr[-120:].strip()})"
            )
            return None
    # Newsbook and what it needs come after what the package has brought.
    ours = [entry for entry in sys.path if entry.endswith(("site-packages", "src"))]
    (site,) = (folder / package / "lib").glob("python*/site-packages")
    (site / "behind.pth").write_text("\n".join(ours))
    kernel = [
        programs / "python",
        "-m",
        "ipykernel",
        "install",
        "--sys-prefix",
        "--name",
        "python3",
    ]
    call(kernel, folder)
    return programs


def with_nbgrader(folder: Path, programs: Path, count: int) -> None:
    """`nbgrader autograde`, of a course that is set up before."""
    source = folder / "source" / "ps1" / "work.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(notebook(True), source)
    class_of(folder / "submitted", count)
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'c'\n"
    )
    path = {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": ""}
    call([programs / "nbgrader", "generate_assignment", "ps1"], folder, **path)
    with measured("nbgrader autograde", count):
        call([programs / "nbgrader", "autograde", "ps1"], folder, **path)
    done = len(list((folder / "autograded").glob("*/ps1/work.ipynb")))
    print(f"  {done} of {count} were graded")


def with_otter(folder: Path, programs: Path, count: int) -> None:
    """`otter run`, one submission at a time, as it is made to be."""
    handed_in = class_of(folder / "in", count)
    tests = folder / "tests"
    tests.mkdir()
    for name in IDS:
        exercise = get_exercise(name)
        assert isinstance(exercise, CodeExercise)
        question = f"q{name.replace('.', '_')}"
        code = f'>>> get_exercise("{name}").check({exercise.answer_name}).state == "correct"\nTrue'
        cases = [{"code": code, "hidden": False, "locked": False}]
        suite = {"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        text = (
            f"OK_FORMAT = True\ntest = {{'name': {question!r}, 'points': 1, 'suites': [{suite!r}]}}"
        )
        (tests / f"{question}.py").write_text(text)
    path = {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": ""}
    call(
        [programs / "otter", "generate", "-t", tests, "-o", folder / "autograder.zip"],
        folder,
        **path,
    )
    if not zipfile.is_zipfile(folder / "autograder.zip"):
        print("otter: left out, it made no autograder.zip")
        return
    with measured("otter run", count):
        for book in handed_in:
            call([programs / "otter", "run", "-a", "autograder.zip", book], folder, **path)


def with_nbval(folder: Path, count: int) -> None:
    """One pytest over all notebooks; outputs are not compared, since the checks raise."""
    class_of(folder / "in", count)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax"]
    with measured("pytest --nbval-lax", count):
        subprocess.run(
            [*command, str(folder / "in")],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            check=False,
        )


def with_jupyter(folder: Path, count: int) -> None:
    """A bare loop that only runs the notebooks."""
    books = class_of(folder / "in", count)
    with measured("jupyter execute", count):
        for book in books:
            command = [sys.executable, "-m", "nbclient.cli", "--allow-errors", book]
            call(command, folder)


FLOOR = """
import gc, json, os, sys
import nltk, newsbook.notebook
from IPython.core.interactiveshell import InteractiveShell
from newsbook.exercises import get_exercise
books = json.loads(sys.stdin.read())
for name in {ids!r}: get_exercise(name).cases
import newsbook.text; newsbook.text.tokenise
shell = InteractiveShell.instance()
shell.history_manager.enabled = False
gc.collect(); gc.freeze()
print(sum(os.times()[:2]), flush=True)
null = os.open(os.devnull, os.O_WRONLY)
for cells in books:
    pid = os.fork()
    if pid == 0:
        os.dup2(null, 1)
        for cell in cells:
            shell.run_cell(cell)
        os._exit(0)
    os.waitpid(pid, 0)
print(sum(os.times()[:4]), flush=True)
"""


def floor(folder: Path, count: int) -> None:
    """The least that running the cells can cost; what warms the process up is not counted."""
    books = []
    for n in range(count):
        cells = notebook(n < count / 2).cells
        books.append([cell.source for cell in cells if cell.cell_type == "code"])
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", FLOOR.format(ids=IDS)],
        input=json.dumps(books),
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | {"IPYTHONDIR": str(folder)},
        check=True,
    )
    before, after = (float(line) for line in done.stdout.splitlines())
    wall = (time.monotonic() - began) / count
    print(f"{'the floor':<24}{count:>6}{wall:>10.3f}{(after - before) / count:>10.3f}", flush=True)


def memory(folder: Path, count: int) -> None:
    """How large the grading process is while it grades many."""
    from newsbook.grading.batch import Options, grade
    from newsbook.grading.model import Graded, Submission

    submissions = [Submission(f"s{n}", "", answers(n % 2 == 0)) for n in range(count)]
    done = 0

    def advance(_graded: Graded) -> None:
        nonlocal done
        done += 1
        if done % max(1, count // 10) == 0:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            size = pages * resource.getpagesize() / 2**20
            print(f"  after {done:>5}: {size:.1f} MB", flush=True)

    with measured("newsbook, in process", count):
        grade(submissions, folder / "out", ROOT, Options(only=IDS), advance=advance)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=50, help="submissions")
    parser.add_argument("--others", type=int, help="submissions for the other graders")
    parser.add_argument("--venvs", type=Path, help="where other graders are, or will be, installed")
    parser.add_argument(
        "--memory", type=int, metavar="N", help="measure memory, over N submissions"
    )
    given = parser.parse_args(arguments)
    count, others = given.count, given.others or given.count
    with tempfile.TemporaryDirectory(prefix="grading-") as scratch:
        folder = Path(scratch)

        def fresh(name: str) -> Path:
            (folder / name).mkdir()
            return folder / name

        if given.memory:
            memory(fresh("memory"), given.memory)
            return 0
        compileall.compile_dir(ROOT / "src" / "newsbook", quiet=2)
        print(f"{'seconds a submission':<24}{'count':>6}{'wall':>10}{'cpu':>10}")
        floor(fresh("floor"), count)
        with_newsbook(fresh("newsbook"), count)
        environments = given.venvs or fresh("venvs")
        for package, run in (("nbgrader", with_nbgrader), ("otter-grader", with_otter)):
            if programs := environment_of(package, environments):
                run(fresh(package), programs, others)
        with_nbval(fresh("nbval"), others)
        with_jupyter(fresh("jupyter"), others)
    return 0


if __name__ == "__main__":
    sys.exit(main())
