"""A class of 200, graded by one command: each grade is the one that was put there."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from made_up_class import EXERCISES, LOST, RIGHT, STUDENTS, UNTOUCHED, Fault, make_class
from support import ROOT, setup_sources
from test_grade_command import UNSAFE, run

from newsbook.exercises import CodeExercise, Exercise, Misconception, State, Verdict, get_exercise
from newsbook.workbook.hidden import hidden_cases

pytestmark = pytest.mark.timeout(900)


@cache
def verdict_on(exercise_id: str, wrong: str, seed: str) -> Verdict:
    """What wrong code gets on a run's cases, by running it here."""
    exercise = get_exercise(exercise_id)
    assert isinstance(exercise, CodeExercise)
    space: dict[str, Any] = {"__name__": "__main__"}
    for setup in setup_sources(exercise_id):
        exec(setup, space)
    exec(wrong, space)
    cases = drawn(exercise_id, seed)
    return exercise.judge(exercise.observe(space[exercise.answer_name], cases), cases)


@cache
def drawn(exercise_id: str, seed: str) -> Any:
    """The cases of a run."""
    exercise = get_exercise(exercise_id)
    assert isinstance(exercise, CodeExercise)
    return hidden_cases(ROOT, exercise, seed)


def differs(exercise: Exercise, what: object, got: dict[str, Any], seed: str) -> str:
    """What of a grade is not as it was put there, or nothing."""
    state, points, sentence = got["state"], got["earned"], got["sentence"]
    if what == RIGHT:
        good = (state, points) == (State.CORRECT, exercise.points)
    elif what in (UNTOUCHED, LOST):
        good = (state, points) == (State.NOT_ATTEMPTED, 0)
    elif isinstance(what, Fault):
        good = state == what.state and points < exercise.points / 2 and what.sentence in sentence
    else:
        assert isinstance(what, Misconception)
        if exercise.widget:
            expected = exercise.check(what.wrong)
        else:
            expected = verdict_on(exercise.id, what.wrong, seed)
        good = (state, points, sentence) == (State.NOT_YET, expected.earned, expected.sentence)
    return "" if good else f"{exercise.id}: {what} got {got}"


def test_each_of_two_hundred_gets_its_grade(tmp_path: Path) -> None:
    folder, report = tmp_path / "in", tmp_path / "report"
    folder.mkdir()
    made = make_class(folder)
    said = run(folder, "-o", report, "--only", "01", "--timeout", "2", *UNSAFE)
    assert f"{STUDENTS} submissions: {STUDENTS - 3} graded, 3 that could" in said.output
    seed = json.loads((report / "observations" / "run.json").read_text("utf-8"))["seed"]
    graded = {
        row["student"]: row
        for row in json.loads((report / "grades.json").read_text("utf-8"))["submissions"]
    }
    assert sorted(graded) == [one.student for one in made]
    wrong = []
    for one in made:
        row = graded[one.student]
        if bool(row["problem"]) == one.readable or (one.notes and not row["notes"]):
            wrong.append(f"{one.student}: {row['problem']!r}, {row['notes']}")
        for exercise in EXERCISES:
            got = row["exercises"][exercise.id]
            if said_of := differs(exercise, one.expected[exercise.id], got, seed):
                wrong.append(f"{one.student}, {said_of}")
    assert not wrong, "\n".join([f"{len(wrong)} grades are not as made:", *wrong[:20]])
    assert (report / "class.html").is_file()
    assert len(list((report / "feedback").glob("*.html"))) == STUDENTS
    with (report / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == STUDENTS
