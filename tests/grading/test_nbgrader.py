"""Real nbgrader takes the solutions as they are, and its scores are ours."""

from __future__ import annotations

import dataclasses
import html
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from installed import installed
from support import ROOT, answer_cell_source, notebook_of, set_answer, solved_copy

from newsbook.answers import AnswerSlot
from newsbook.exercises import Exercise, State, Verdict, all_exercises
from newsbook.grading import batch
from newsbook.grading.intake import submissions
from newsbook.grading.model import Graded
from newsbook.grading.sandbox import missing_protections
from newsbook.workbook.notebooks import read_notebook
from newsbook.workbook.warm import available
from newsbook.workbook.warm.provisioner import NAME as WARM

pytestmark = pytest.mark.timeout(600)

REQUIREMENTS = Path(__file__).with_name("nbgrader-requirements.txt")
NOTEBOOK = notebook_of("solutions", "1.1").name
EXERCISES = [exercise for exercise in all_exercises() if exercise.id.startswith("1.")]
CONFIG = """
from newsbook.grading.nbgrader import configure
c = get_config()
configure(c)
c.CourseDirectory.course_id = "newsbook"
"""
NBGRADER = """
import runpy
from newsbook.workbook.quick_imports import spare_the_grammar
spare_the_grammar()
runpy.run_module("nbgrader", run_name="__main__", alter_sys=True)
"""
SCORES = """
select student_id, base_cell.name, auto_score, max_score from grade
join submitted_notebook on grade.notebook_id = submitted_notebook.id
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
join base_cell on grade.cell_id = base_cell.id
join grade_cells on grade_cells.id = base_cell.id
"""


@pytest.fixture(scope="session")
def programs(request: pytest.FixtureRequest) -> Path:
    """A folder with nbgrader, made once and kept in pytest's cache."""
    return installed(request, "nbgrader", REQUIREMENTS, "--no-compile")


@dataclass(frozen=True)
class Course:
    """A course folder of nbgrader's."""

    folder: Path
    programs: Path

    def call(self, *words: str) -> None:
        """Run nbgrader, as in a terminal."""
        paths = os.environ.get("PYTHONPATH", "")
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(filter(None, [paths, str(self.programs)])),
            # It calls alembic by its name.
            "PATH": os.pathsep.join([str(self.programs / "bin"), os.environ["PATH"]]),
            "JUPYTER_CONFIG_DIR": str(self.folder / "settings"),
            "IPYTHONDIR": str(self.folder / "ipython"),
            # Four students' notebooks in kernels that start warm, where there are any.
            "JUPYTER_DEFAULT_PROVISIONER_NAME": WARM if available() else "local-provisioner",
        }
        command = [sys.executable, "-c", NBGRADER, *words]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def hand_in(self, student: str) -> Path:
        """A student's copy of what was released."""
        place = self.folder / "submitted" / student / "week1"
        shutil.copytree(self.folder / "release" / "week1", place)
        return place

    def scores(self) -> dict[str, dict[str, tuple[float, float]]]:
        """For each student and exercise: points given, and points there are."""
        found: dict[str, dict[str, tuple[float, float]]] = {}
        with sqlite3.connect(self.folder / "gradebook.db") as book:
            for student, cell, score, most in book.execute(SCORES):
                exercise = ".".join(cell.split("-")[1:3])
                found.setdefault(student, {})[exercise] = (score, most)
        return found


def _answer(place: Path, exercise: Exercise, source: str, value: Any) -> None:
    if exercise.widget:
        assert AnswerSlot(exercise.id, place / "answers").save(value).ok
    else:
        set_answer(place, exercise.id, source)


@pytest.fixture(scope="module")
def course(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """A course that was released, handed in, graded and told."""
    folder = tmp_path_factory.mktemp("course")
    course = Course(folder, programs)
    source = folder / "source" / "week1"
    source.mkdir(parents=True)
    shutil.copy(ROOT / "solutions" / NOTEBOOK, source)
    shutil.copytree(ROOT / "solutions" / "hidden", source / "hidden")
    (folder / "nbgrader_config.py").write_text(CONFIG)
    course.call("generate_assignment", "week1")
    solved = solved_copy(tmp_path_factory.mktemp("solved")) / "answers"
    course.hand_in("untouched")
    right, half, widgets = map(course.hand_in, ("right", "half right", "widgets only"))
    for exercise in EXERCISES:
        value = AnswerSlot(exercise.id, solved).load().answer if exercise.widget else None
        _answer(right, exercise, answer_cell_source("solutions", exercise.id), value)
        wrong = exercise.misconceptions[-1].wrong
        _answer(half, exercise, f"# answer: {exercise.id}\n{wrong}\n", wrong)
        if exercise.widget:
            _answer(widgets, exercise, "", value)
    course.call("autograde", "week1")
    course.call("generate_feedback", "week1")
    yield course


def ours(course: Course, report: Path) -> dict[str, dict[str, Verdict]]:
    """What `newsbook grade` says of the same submissions."""
    options = batch.Options(only=("01",), unsafe=bool(missing_protections()))
    found = list(submissions(course.folder / "submitted"))
    graded: list[Graded] = batch.grade(found, report, ROOT, options)
    return {one.submission.student: dict(one.verdicts) for one in graded}


def test_what_is_released_is_the_learners_notebook(course: Course) -> None:
    release = course.folder / "release" / "week1"
    assert [path.name for path in release.rglob("*")] == [NOTEBOOK]
    given, blank = (
        [(cell["cell_type"], cell["source"]) for cell in read_notebook(path)["cells"]]
        for path in (release / NOTEBOOK, ROOT / "exercises" / NOTEBOOK)
    )
    assert given == blank
    assert all(not cell.get("outputs") for cell in read_notebook(release / NOTEBOOK)["cells"])


def test_scores_are_ours_on_the_same_cases(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # nbgrader runs the checks as they stand in the notebook, so ours are asked of the same cases.
    draw = batch.ask_for
    monkeypatch.setattr(batch, "ask_for", lambda *a: dataclasses.replace(draw(*a), cases={}))
    expected = {
        student: {name: (verdict.earned, verdict.points) for name, verdict in verdicts.items()}
        for student, verdicts in ours(course, tmp_path / "report").items()
    }
    assert course.scores() == expected
    totals = {name: sum(e for e, _ in scores.values()) for name, scores in expected.items()}
    points = sum(exercise.points for exercise in EXERCISES)
    in_widgets = sum(exercise.points for exercise in EXERCISES if exercise.widget)
    assert totals["right"] == points and totals["untouched"] == 0
    assert totals["widgets only"] == in_widgets
    assert 0 < totals["half right"] < points
    # Some points were really given for a part: in code, and in widgets.
    parts = {name for name, (e, p) in expected["half right"].items() if 0 < e < p}
    widgets = {exercise.id for exercise in EXERCISES if exercise.widget}
    assert parts & widgets and parts - widgets


def test_on_hidden_cases_only_half_right_code_differs(course: Course, tmp_path: Path) -> None:
    scores = course.scores()
    for student, verdicts in ours(course, tmp_path / "report").items():
        for exercise in EXERCISES:
            verdict, (score, _) = verdicts[exercise.id], scores[student][exercise.id]
            if exercise.widget or student != "half right":
                assert verdict.earned == score, (student, exercise.id)
            else:
                assert verdict.state is State.NOT_YET and score < exercise.points


def test_feedback_shows_the_verdict(course: Course) -> None:
    page = (course.folder / "feedback" / "half right" / "week1" / NOTEBOOK).with_suffix(".html")
    shown = html.unescape(page.read_text("utf-8"))
    for exercise in EXERCISES:
        assert f"{exercise.id} not yet · " in shown, exercise.id
