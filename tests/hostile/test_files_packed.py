"""Answers that carry a program in packed text, or are very long, are told to the instructor."""

from __future__ import annotations

import base64
import inspect
import json
import lzma

import pytest
from support import answer_cell_source

import newsbook.text.tokens
from newsbook.exercises import CodeExercise, State, all_exercises, get_exercise
from newsbook.grading.asking import Asked
from newsbook.grading.covering import attempted_lessons
from newsbook.grading.intake.packed import LONG, remarks
from newsbook.grading.intake.students import read_student
from newsbook.grading.intake.trees import Entry
from newsbook.grading.judging import Judge
from newsbook.grading.model import Graded, Observed, Submission
from newsbook.grading.reports.feedback import feedback_page
from newsbook.grading.reports.telling import notes_for_student

SOURCE = inspect.getsource(newsbook.text.tokens).encode()


def packed(source: bytes) -> str:
    text = base64.b85encode(lzma.compress(source)).decode().replace("'", "")
    return (
        "import base64, lzma\nspace = {}\n"
        f"exec(lzma.decompress(base64.b85decode('{text}')), space)\n"
        "my_tokens = space['tokenise']"
    )


def handed_in(source: str) -> Submission:
    cell = {"cell_type": "code", "source": f"# answer: 1.12\n{source}"}
    data = json.dumps({"cells": [cell]}).encode()
    return read_student("kim", "kim", [Entry("kim.ipynb", len(data), "", lambda limit: data)])


def test_a_packed_program_is_told_to_the_instructor_alone() -> None:
    one = handed_in(packed(SOURCE))
    assert one.code["1.12"]
    (note,) = (note for note in one.notes if "yourself" in note)
    assert note.startswith("The answer to 1.12 uses base64, lzma and exec; holds ")
    assert note.endswith(": look at it yourself.")
    assert not any("yourself" in note or "lzma" in note for note in notes_for_student(one))


def test_one_as_long_as_the_pipeline_s_is_not_taken() -> None:
    one = handed_in(packed(bytes(range(256)) * 3 + SOURCE * 3 + base64.b85encode(SOURCE * 9)) * 9)
    assert one.code == {} and one.too_long == {"1.12": 207_789}
    long = handed_in("#" * 20_001)
    assert "far more than an answer needs; it was not taken" in long.notes[0]
    # It was attempted, and the student's page says but one thing of it.
    exercise = get_exercise("1.12")
    verdicts = Judge(Asked("s", {}), [exercise]).verdicts(long, Observed())
    assert verdicts["1.12"].state is State.NOT_YET and attempted_lessons([long]) == {"01"}
    page = feedback_page(Graded(long, verdicts), [exercise])
    assert "Your answer has 20,016 characters" in page and "too long to be shown" in page
    assert "not found" not in page and "not in the hand-in" not in page


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import sys, zlib", "uses zlib"),
        ("from pickle import loads", "uses pickle"),
        ("__import__('os')", "uses __import__"),
        ("import sys\nsys.path.insert(0, '.')", "uses sys.path"),
        ("f.__globals__['x']", "uses __globals__"),
        ("x = eval (text)", "uses eval"),
        (f"x = '{'ab' * 200}'", "holds 400 characters without a space"),
        ("x = 1\n" * (LONG // 5), "has 9,600 characters"),
    ],
)
def test_each_sign_is_told(source: str, told: str) -> None:
    (note,) = remarks("1.12", source)
    assert note.startswith(f"The answer to 1.12 {told}")


def test_what_honest_answers_hold_is_not() -> None:
    code = [exercise for exercise in all_exercises() if isinstance(exercise, CodeExercise)]
    assert len(code) > 15
    for exercise in code:
        sources = [str(mistake.wrong) for mistake in exercise.misconceptions]
        for source in (answer_cell_source("solutions", exercise.id), *sources):
            assert remarks(exercise.id, source) == [], source
    for source in (
        "import re\npattern = re.compile('a')\nmodel.eval()\nretrieval(x)",
        "# I tried exec and lzma; neither helps\nevaluate(1)",
        "from re import compile\ncompile('a')",
        "import sys, os\nsys.setrecursionlimit(2000)",
        "link = 'https://example.org/" + "a" * 200 + "'",
        "names = [" + ", ".join(f"'Name{n}'" for n in range(500)) + "]",
    ):
        assert remarks("2.10", source) == [], source
