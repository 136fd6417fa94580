"""`newsbook check`: verdicts as they come, the total, exit codes, and nothing from outside."""

import json
import os
import re

import pytest
from small_workbook import FIRST, RIGHT, WRONG, right_predictions

from newsbook.answers import AnswerSlot, read_progress
from newsbook.exercises import State
from newsbook.workbook import exercise_tests, foretelling
from newsbook.workbook.checking import check_notebooks
from newsbook.workbook.places import WorkbookError


def lines(result):
    """The lines of the output, the columns' blanks as one."""
    return [re.sub(r"(?<=\S) +", " ", line) for line in result.output.splitlines()]


def test_untouched_right_and_wrong_in_one_go(run, bed):
    """All that a run says, word for word: it must be enough without colour."""
    bed.answer(WRONG)
    AnswerSlot("0.1", bed.answers).save(right_predictions())
    result = run("check")
    assert result.exit_code == 1
    assert lines(result) == [
        "△ 0.2 Answer in code not yet 0 of 1",
        "        That is the length of the word “headline” itself. Are there quote marks to "
        "leave out?",
        "✓ 0.1 Predict before you run correct 2 of 2",
        "",
        "2 of 3 points · 1 of 2 correct",
    ]
    assert "\x1b" not in result.output
    # The notes say the same from now on.
    assert read_progress("0.1", bed.answers).state is State.CORRECT
    assert read_progress("0.2", bed.answers).state is State.NOT_YET


def test_all_correct_exits_with_0_a_lesson_can_be_picked_and_no_file_is_changed(run, bed, snapshot):
    bed.answer(f"{RIGHT}\nimport multiprocessing")
    bed.answers.mkdir()
    before = snapshot(bed.root)
    result = run("check", "0")
    assert result.exit_code == 0
    assert lines(result)[-1] == "1 of 1 points · 1 of 1 correct"
    assert "        When 0.2 is graded: it imports `multiprocessing`, and a" in result.output
    assert "0.1" not in result.output
    after = snapshot(bed.root)
    assert {name for name in after if after[name] != before.get(name)} == {
        "exercises/answers/progress/0.2.json"
    }


def test_a_broken_notebook_gets_a_sentence_and_the_others_are_checked(run, bed):
    bed.first.write_bytes(b'{"cells": [')
    AnswerSlot("0.1", bed.answers).save(right_predictions())
    result = run("check")
    assert result.exit_code == 2
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith(f"newsbook: {bed.first} is not a readable notebook")
    assert "JSON is broken" in sentence and "WorkbookError" not in sentence
    assert "✓ 0.1" in result.stdout
    assert "2 of 3 points · 1 of 2 correct" in result.stdout, "what is broken still counts"


def test_a_missing_notebook_gets_a_sentence(run, bed):
    bed.first.unlink()
    result = run("check", "00")
    assert result.exit_code == 2
    assert "is not there" in result.stderr and result.stdout == ""


def test_what_an_exercise_stands_on_fails(run, bed):
    """As when the kernel's newsbook is broken: told with the reason, never counted as wrong."""
    record = json.loads((bed.pristine / FIRST).read_bytes())
    record["cells"][0]["source"] = "import no_such_thing"
    (bed.pristine / FIRST).write_text(json.dumps(record), "utf-8")
    result = run("check", "00")
    assert result.exit_code == 2 and result.stdout == ""
    (sentence,) = result.stderr.splitlines()
    assert "exercise 0.2 could not be checked" in sentence
    assert "No module named 'no_such_thing'" in sentence and "\x1b" not in sentence


@pytest.mark.parametrize(
    ("code", "said"),
    [("while True:\n    pass", "over 2 seconds"), ("1/0", "ZeroDivisionError: division by zero")],
)
def test_an_answer_that_loops_or_raises_is_told(run, bed, code, said):
    bed.answer(f"# answer: 0.2\n{code}")
    result = run("check", "00", "--timeout", "2", "--json")
    assert result.exit_code == 1
    (exercise,) = json.loads(result.stdout)["exercises"]
    assert exercise["state"] == "your code raised"
    assert said in exercise["sentence"] and "\x1b" not in exercise["sentence"]


def test_what_an_answer_prints_stays_out_of_json(bed):
    """Even past Python, to the very file that the program's own output goes to."""
    bed.answer(f"{RIGHT}\nimport os\nos.system('echo past')\nos.write(1, b'past')\nprint('past')")
    said = run_in_child(bed, "check", "00", "--json")
    record = json.loads(said)
    assert record["correct"] == 1 and record["problems"] == []


def run_in_child(bed, *args):
    """Run a command with the small workbook's check notebooks, its output in a real pipe."""
    import subprocess
    import sys

    program = (
        "import pathlib, sys\n"
        "from newsbook.workbook import checking, graft\n"
        "from newsbook.cli import main\n"
        "for module in (checking, graft):\n"
        "    module.pristine_folder = lambda: pathlib.Path(sys.argv[1])\n"
        "main(sys.argv[2:])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(bed.pristine), *args],
        cwd=bed.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=100, check=False,
    )  # fmt: skip
    return done.stdout.decode()


def test_what_a_run_shows_that_a_grade_would_refuse_is_told(run, bed, monkeypatch):
    """What was never run in the notebook is run by the check."""
    monkeypatch.setattr(foretelling, "MOST_PRINTED", 2_000)
    monkeypatch.setattr(foretelling, "GRADE_SECONDS", 0.0)
    bed.answer(f"{RIGHT}\nprint('x' * 3_000)")
    said = run("check", "0").output
    assert "1 of 1 points" in said
    assert "        When 0.2 is graded: it ran for 0 seconds here" in said
    assert "        When 0.2 is graded: it prints 3,001 characters" in said


def test_json_for_scripts(run, bed):
    result = run("check", "00", "--json")
    assert result.exit_code == 1
    record = json.loads(result.stdout)
    (exercise,) = record.pop("exercises")
    assert record == {
        "correct": 0, "earned": 0, "foretold": {}, "format": 1, "points": 1, "problems": [],
        "workbook": str(bed.root),
    }  # fmt: skip
    assert exercise["exercise"] == "0.2" and exercise["state"] == "not attempted"
    assert set(exercise) == {
        "earned", "exercise", "points", "score", "sentence", "state", "title"
    }  # fmt: skip


def test_no_option_plugin_or_conftest_from_outside_disturbs(run, bed, monkeypatch):
    bed.answer(RIGHT)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option --nbval")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    (bed.root / "conftest.py").write_text("raise SystemExit(3)", "utf-8")
    (bed.root / "exercises" / "conftest.py").write_text("raise SystemExit(3)", "utf-8")
    (bed.root / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", "utf-8")
    assert run("check", "00").exit_code == 0
    assert os.environ["PYTEST_ADDOPTS"] == "--no-such-option --nbval"
    assert os.environ["PYTEST_PLUGINS"] == "no_such_plugin"


def test_a_kernel_that_cannot_start_gets_one_sentence(run, bed, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr(exercise_tests, "WatchedKernel", fail)
    before = dict(os.environ)
    result = run("check")
    assert result.exit_code == 2, result.output
    (sentence,) = result.stderr.splitlines()
    assert "kernel does not start" in sentence and "newsbook doctor" in sentence
    assert dict(os.environ) == before


def test_colour_where_it_is_wanted_and_not_where_no_color_is_set(run, bed, monkeypatch):
    assert "\x1b[36mnot attempted" in run("progress", color=True).output
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("progress", color=True).output


def test_a_callback_that_fails_stops_the_check_and_is_not_swallowed(bed):
    """As when the program that read our output has gone (`newsbook check | head`)."""

    def gone(verdict):
        raise BrokenPipeError(32, "Broken pipe")

    with pytest.raises(BrokenPipeError):
        check_notebooks([bed.first], on_verdict=gone)


def test_as_a_function(bed):
    bed.answer(RIGHT)
    seen = []
    (verdict,) = check_notebooks([bed.first], on_verdict=seen.append)
    assert seen == [verdict] and verdict.state is State.CORRECT
    with pytest.raises(WorkbookError, match="is not there"):
        check_notebooks([bed.root / "exercises" / "none.ipynb"])
    with pytest.raises(WorkbookError, match="not an exercise notebook"):
        check_notebooks([bed.root / "notebooks" / "00_start_here.ipynb"])
