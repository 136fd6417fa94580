"""`newsbook build`: from solutions/ to exercises/, the check notebooks and all stored outputs.

One notebook goes through a list of named steps, each a function from notebook to notebook. Same
input, same bytes: nothing of the machine, the time or the order of a set gets in.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsbook.answers.files import hold, keep_aside
from newsbook.exercises import State, UnknownExercise, exercises_of
from newsbook.workbook.cells import (
    blank_answers,
    describe_exercises,
    mark_cells,
    plain_metadata,
    pristine_of,
    validate_source,
    without_outputs,
)
from newsbook.workbook.demos import DEMOS, demo_paths, joined, parted
from newsbook.workbook.execute import run_notebook
from newsbook.workbook.graft import graft
from newsbook.workbook.models import ENTITY_MODEL, entity_model, training_names
from newsbook.workbook.notebooks import (
    Notebook,
    check_exercise,
    notebook_bytes,
    read_notebook,
)
from newsbook.workbook.places import WorkbookError
from newsbook.workbook.slides import on_projector, with_slides

__all__ = ["Difference", "build", "built_files"]


@dataclass(frozen=True)
class Difference:
    """A file that is not what the solutions give.

    Args:
        path: The file, from the workbook's root.
        what: ``"missing"``, ``"differs"`` or ``"not generated from anything"``.
    """

    path: Path
    what: str

    def __str__(self) -> str:
        return f"{self.path.as_posix()} {self.what}"


def build(
    root: Path, *, check: bool = False, say: Callable[[str], None] = print
) -> list[Difference]:
    """Build the workbook, or only compare.

    Args:
        root: The checkout.
        check: Write nothing; just report what differs.
        say: Called with a line for each notebook that is run.

    Returns:
        What differed (with `check`) or was written (without).

    Raises:
        WorkbookError: A notebook is not as it must be; the sentence names it and what to mend.
    """
    found = []
    if (model := _model(root, say)) is not None:
        # Before any lesson runs: what lessons show depends on it.
        found += _write(root, ENTITY_MODEL, model, check)
    made: dict[Path, bytes] = {}
    for path, data in built_files(root, say):
        made[path] = data
    for path, data in sorted(made.items()):
        if not (root / path).exists():
            found.append(Difference(path, "missing"))
        elif (root / path).read_bytes() != data:
            found.append(Difference(path, "differs"))
        else:
            continue
        if not check:
            _keep_work(root, path, say)
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
    for folder in (Path("exercises"), PRISTINE):
        for stray in sorted((root / folder).glob("*.ipynb")):
            if stray.relative_to(root) not in made:
                found.append(
                    Difference(stray.relative_to(root), "is not generated from any solution")
                )
                if not check:
                    _keep_work(root, stray.relative_to(root), say)
                    stray.unlink()
    return found


def _model(root: Path, say: Callable[[str], None]) -> bytes | None:
    """The tagger's model, trained; None in a workbook without practice articles to train on."""
    if not training_names(root):
        return None
    say("training the entity tagger")
    return entity_model(root)


def _write(root: Path, path: Path, data: bytes, check: bool) -> list[Difference]:
    """Write a file unless it is so already; what there was to write."""
    file = root / path
    if file.is_file() and file.read_bytes() == data:
        return []
    difference = Difference(path, "differs" if file.exists() else "missing")
    if not check:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return [difference]


def _keep_work(root: Path, path: Path, say: Callable[[str], None]) -> None:
    """Keep aside an exercise notebook that somebody has answered, before it is replaced.

    Whoever works in a checkout has their answers where the build writes.
    """
    old = root / path
    if path.parent != Path("exercises") or not old.is_file():
        return
    try:
        worked_on = any(part.answer and not part.untouched for part in graft(old))
    except WorkbookError:
        worked_on = True  # not readable, or none of ours: it may be anything
    if worked_on:
        answers = root / "exercises" / "answers"
        with hold(answers):
            aside = keep_aside(answers / path.name, old.read_bytes(), "old")
        say(f"{path.as_posix()} had answers in it; it is kept as exercises/answers/{aside.name}")


IGNORED = "nbval-ignore-output"
"""A cell of this tag is run under nbval, and its output is not compared."""

PRISTINE = Path("src/newsbook/workbook/pristine")


def built_files(root: Path, say: Callable[[str], None] = print) -> Iterator[tuple[Path, bytes]]:
    """Every file that building gives, as path from the root and bytes."""
    # What does not fit together is told before anything is run.
    sources = {path: _source(read_notebook(path), path) for path in _notebooks(root, "solutions")}
    if not sources:
        raise WorkbookError(f"{root / 'solutions'} has no notebooks to build from.")
    for path in _notebooks(root, "notebooks"):
        say(f"running notebooks/{path.name}")
        lesson = _lesson(read_notebook(path), path)
        yield path.relative_to(root), notebook_bytes(lesson)
    yield from _demos(root, say)
    for path, book in sources.items():
        say(f"running solutions/{path.name}")
        solution = _solution(book, path)
        yield path.relative_to(root), notebook_bytes(solution)
        # The two derived notebooks start from the solution as it was run.
        yield Path("exercises") / path.name, notebook_bytes(_exercise(solution))
        yield PRISTINE / path.name, notebook_bytes(pristine_of(solution))


def _notebooks(root: Path, folder: str) -> list[Path]:
    return sorted((root / folder).glob("*.ipynb"))


def _lesson(book: Notebook, path: Path) -> Notebook:
    """A lesson, run; a page without code, as the glossary is, needs no kernel."""
    book = plain_metadata(book, kind="lesson")
    if all(cell["cell_type"] != "code" for cell in book["cells"]):
        return book
    run = run_notebook(without_outputs(book), path.parent, path.name)
    run = _with_ignored_outputs(run, book)
    return plain_metadata(with_slides(run), kind="lesson")


def _with_ignored_outputs(run: Notebook, stored: Notebook) -> Notebook:
    """Leave the outputs that nbval does not compare as they were stored.

    Such a cell shows what is installed, for instance NLTK's models; the bytes must not depend on
    the machine that builds. A cell that was changed, or never run, gets its new outputs.
    """
    before = {cell.get("id"): cell for cell in stored["cells"]}
    run = copy.deepcopy(run)
    for cell in run["cells"]:
        old = before.get(cell.get("id"), {})
        ignored = IGNORED in cell["metadata"].get("tags", [])
        if ignored and old.get("outputs") and old["source"] == cell["source"]:
            cell["outputs"] = copy.deepcopy(old["outputs"])
    return run


def _demos(root: Path, say: Callable[[str], None]) -> Iterator[tuple[Path, bytes]]:
    """The demonstrations, run."""
    paths = demo_paths(root)
    if not paths:
        return
    say(f"running {DEMOS.as_posix()}: {len(paths)} demonstrations")
    books = {
        path.stem: without_outputs(plain_metadata(read_notebook(path), kind="demo"))
        for path in paths
    }
    run = run_notebook(joined(books), root / DEMOS, DEMOS.as_posix())
    for path, book in zip(paths, parted(run, books).values(), strict=True):
        demo = on_projector(plain_metadata(with_slides(book), kind="demo"))
        yield path.relative_to(root), notebook_bytes(demo)


def _source(book: Notebook, path: Path) -> Notebook:
    """An instructor's notebook, found to fit its exercises, described and marked."""
    try:
        exercises = exercises_of(path.stem)
    except UnknownExercise as error:
        raise WorkbookError(f"solutions/{path.name}: {error}") from None
    for fault in (fault for exercise in exercises for fault in exercise.faults()):
        raise WorkbookError(fault)
    validate_source(book, exercises, path.name)
    book = describe_exercises(book, exercises)
    book = mark_cells(book, exercises)
    return plain_metadata(book, kind="solutions")


def _solution(book: Notebook, path: Path) -> Notebook:
    """An instructor's notebook, run, and shown to be right."""
    run = run_notebook(without_outputs(book), path.parent, path.name)
    _insist_on_full_marks(run, path.name)
    return plain_metadata(run, kind="solutions")


def _exercise(solution: Notebook) -> Notebook:
    """The learner's copy: no solutions, no outputs."""
    book = blank_answers(without_outputs(copy.deepcopy(solution)))
    return plain_metadata(book, kind="exercises")


def _insist_on_full_marks(book: Notebook, name: str) -> None:
    """A solution that its own check does not pass must not become anybody's exercise."""
    for cell in book["cells"]:
        if exercise := check_exercise(cell):
            verdicts = [
                output.get("metadata", {}).get("newsbook", {}) for output in cell["outputs"]
            ]
            states = [verdict.get("state") for verdict in verdicts if verdict]
            if states != [str(State.CORRECT)]:
                told = next((v["sentence"] for v in verdicts if v), "it shows no verdict")
                raise WorkbookError(
                    f"solutions/{name}: the solution of {exercise} is not correct: {told}"
                )
