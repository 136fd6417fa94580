"""An answer's way to its verdict: notebook, `newsbook check`, ``pytest exercises/``."""

import ast
import builtins
import os
import shutil

import pytest
from support import (
    answer_cell_source,
    learner_copy,
    notebook_of,
    run_pytest,
    set_answer,
    solved_copy,
)

from newsbook.answers import AnswerSlot
from newsbook.exercises import State, all_exercises
from newsbook.workbook import kernels
from newsbook.workbook.cells import SETUP
from newsbook.workbook.checking import check_notebooks
from newsbook.workbook.notebooks import read_notebook, write_notebook

EXERCISES = all_exercises()
POINTS = sum(exercise.points for exercise in EXERCISES)


def give_wrong(exercises, exercise, mistake):
    """Answer an exercise as a misconception would: a widget in its file, code in its cell."""
    if exercise.widget:
        assert AnswerSlot(exercise.id, exercises / "answers").save(mistake.wrong).ok
    else:
        source = f"# answer: {exercise.id}\nimport re\n{mistake.wrong}"
        set_answer(exercises, exercise.id, source)


def check_here(exercises):
    """`newsbook check` on a learner's notebooks; the verdicts by exercise."""
    found = {}
    check_notebooks(
        sorted(exercises.glob("*.ipynb")), on_verdict=lambda v: found.update({v.exercise: v})
    )
    return found


def test_all_right_gets_full_marks_everywhere(tmp_path):
    exercises = solved_copy(tmp_path)
    code, outcomes, said = run_pytest(tmp_path, "exercises", plain=True)
    assert code == 0, said
    assert sorted(outcomes) == sorted(e.id for e in EXERCISES)
    verdicts = check_here(exercises)
    assert {v.state for v in verdicts.values()} == {State.CORRECT}
    assert sum(v.earned for v in verdicts.values()) == POINTS
    # In the notebook: the verdicts that were shown and saved when the solutions were run.
    shown = [
        output["metadata"]["newsbook"]
        for path in sorted(exercises.glob("*.ipynb"))
        for cell in read_notebook(path)["cells"]
        for output in cell.get("outputs", [])
        if "newsbook" in output.get("metadata", {})
    ]
    assert {told["state"] for told in shown} == {"correct"}
    assert sum(told["points"] for told in shown) == POINTS


def test_untouched_is_not_attempted_everywhere(tmp_path):
    exercises = learner_copy(tmp_path)
    code, outcomes, _ = run_pytest(tmp_path, "exercises")
    assert code == 1
    assert all("not attempted" in outcome.message for outcome in outcomes.values())
    verdicts = check_here(exercises)
    assert {v.state for v in verdicts.values()} == {State.NOT_ATTEMPTED}


def one_of_each_kind():
    """For each kind of exercise the first exercise that is of it."""
    kinds = {}
    for exercise in EXERCISES:
        ours = [base for base in type(exercise).__mro__ if "lesson_" not in base.__module__]
        kinds.setdefault(ours[0], exercise)
    return list(kinds.values())


@pytest.mark.parametrize(
    ("answered", "which"),
    [(EXERCISES, 0), (one_of_each_kind(), -1)],
    ids=["all exercises", "each kind again"],
)
def test_a_wrong_answer_is_named_by_all_three(answered, which, tmp_path):
    """For every mistake that can be made, tests/package/test_exercises.py asks the engine."""
    exercises = learner_copy(tmp_path)
    expected = {}
    for exercise in answered:
        mistake = exercise.misconceptions[which]
        give_wrong(exercises, exercise, mistake)
        expected[exercise.id] = mistake.sentence
        # In the notebook, `check` judges the same answer.
        answer = mistake.wrong if exercise.widget else exercise.run(mistake.wrong)
        assert exercise.check(answer).sentence == mistake.sentence
    code, outcomes, _ = run_pytest(tmp_path, "exercises")
    assert code == 1
    assert {name for name, o in outcomes.items() if o.state == "failure"} == set(outcomes)
    assert {name for name, o in outcomes.items() if "not yet" in o.message} == set(expected)
    for name, sentence in expected.items():
        assert sentence in outcomes[name].message
        assert f"{name} not yet" in outcomes[name].message
    verdicts = check_here(exercises)
    told = {name: v.sentence for name, v in verdicts.items() if v.state is State.NOT_YET}
    assert told == expected
    assert {verdicts[name].state for name in set(verdicts) - set(told)} <= {State.NOT_ATTEMPTED}


# What passes a plain run of nbval on the learner's own file must not pass here.


def saved_wrong(exercises):
    """A wrong answer, with the outputs and counts of a right one saved beside it."""
    set_answer(exercises, "0.2", "# answer: 0.2\nheadline_length = 7")


def cells_changed(exercises):
    """Each cell of lesson 0, to be changed; the notebook is written after the last."""
    path = exercises / "00_start_here.ipynb"
    book = read_notebook(path)
    yield from book["cells"]
    write_notebook(path, book)


def cleared(exercises):
    """Outputs cleared: nbval has nothing to compare."""
    saved_wrong(exercises)
    for cell in cells_changed(exercises):
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None


def skipped(exercises):
    """Markers that tell nbval to look away, in the answer cell and in the check cell."""
    markers = "# NBVAL_SKIP\n# NBVAL_IGNORE_OUTPUT\n# NBVAL_RAISES_EXCEPTION\n"
    set_answer(exercises, "0.2", f"# answer: 0.2\n{markers}headline_length = 7")
    for cell in cells_changed(exercises):
        if cell["cell_type"] == "code":
            cell["metadata"]["tags"] = ["nbval-skip", "nbval-ignore-output", "raises-exception"]
        if cell["source"].startswith("check("):
            cell["source"] = f"# NBVAL_SKIP\n{cell['source']}"


def own_check(exercises):
    """A check cell that says what it likes."""
    saved_wrong(exercises)
    for cell in cells_changed(exercises):
        if cell["source"] == 'check("0.2")':
            cell["source"] = 'print("✓ 0.2 correct · 1 of 1 point")'


def printed(exercises):
    """An answer that prints the verdict instead of earning it."""
    set_answer(exercises, "0.2", "# answer: 0.2\nprint('✓ 0.2 correct')\nheadline_length = 7")


def replaced_check(exercises):
    """An answer cell that puts its own `check` in the place of ours."""
    source = "# answer: 0.2\nheadline_length = 7\ndef check(name):\n    return 'correct'\n"
    set_answer(exercises, "0.2", source)


@pytest.mark.parametrize(
    "trick", [saved_wrong, cleared, skipped, own_check, printed, replaced_check]
)
def test_a_wrong_answer_is_not_passed(trick, tmp_path):
    exercises = solved_copy(tmp_path)
    trick(exercises)
    code, outcomes, said = run_pytest(tmp_path, "exercises/00_start_here.ipynb")
    assert code == 1, said
    assert outcomes["0.2"].state == "failure"
    assert [name for name, o in outcomes.items() if o.state != "passed"] == ["0.2"]


@pytest.mark.parametrize(
    ("source", "state", "words"),
    [
        ("headline_length = ", State.RAISED, "SyntaxError"),
        ("headline_length = nowhere", State.RAISED, "answer cell itself"),
        ("import os\nos._exit(1)", State.RAISED, "ended Python"),
        ("while True:\n    pass", State.RAISED, "endless loop"),
        ("while True:\n    try:\n        while True: pass\n    except BaseException: pass",
         State.RAISED, "endless loop"),
        ("headline_length = input()", State.RAISED, "Error"),
        ("del check", State.RAISED, "failed"),
        ("raise NotImplementedError()", State.NOT_ATTEMPTED, "three dots"),
    ],
)  # fmt: skip
def test_one_bad_cell_costs_one_exercise(source, state, words, tmp_path):
    exercises = solved_copy(tmp_path)
    set_answer(exercises, "0.2", f"# answer: 0.2\n{source}")
    code, outcomes, said = run_pytest(
        tmp_path, "exercises/00_start_here.ipynb", "--newsbook-timeout=2"
    )
    assert code == 1, said
    assert [name for name, o in outcomes.items() if o.state != "passed"] == ["0.2"], said
    assert f"0.2 {state}" in outcomes["0.2"].message
    assert words in outcomes["0.2"].message
    assert len(outcomes["0.2"].message.strip().splitlines()) < 12, "a sentence, no traceback"


def test_a_loop_that_goes_on_printing_costs_one_exercise(tmp_path, monkeypatch):
    """Interrupted, it catches that too; its outputs are waited for only so long."""
    monkeypatch.setattr(kernels, "OUTPUT_SECONDS", 0.5)
    exercises = solved_copy(tmp_path)
    stubborn = (
        "# answer: 0.2\nimport time\nwhile True:\n    try:\n        time.sleep(0.1)\n"
        "        int('many')\n    except:\n        print('again')"
    )
    set_answer(exercises, "0.2", stubborn)
    book = exercises / "00_start_here.ipynb"
    verdicts = {v.exercise: v for v in check_notebooks([book], timeout=2)}
    assert [name for name, v in verdicts.items() if v.state is not State.CORRECT] == ["0.2"]
    assert verdicts["0.2"].state is State.RAISED and "endless loop" in verdicts["0.2"].sentence


def test_answers_are_found_where_ids_and_metadata_are_lost(tmp_path):
    exercises = solved_copy(tmp_path)
    for path in exercises.glob("*.ipynb"):
        book = read_notebook(path)
        for cell in book["cells"]:
            cell.pop("id", None)
            cell["metadata"] = {}
        book["nbformat_minor"] = 4
        book["cells"].reverse()
        write_notebook(path, book)
    code, _, said = run_pytest(tmp_path, "exercises")
    assert code == 0, said


def test_answers_are_found_by_id_where_the_marker_is_lost(tmp_path):
    exercises = solved_copy(tmp_path)
    set_answer(exercises, "0.2", "headline_length = len(headline)")
    code, _, said = run_pytest(tmp_path, "exercises/00_start_here.ipynb")
    assert code == 0, said


def test_a_missing_cell_and_a_broken_notebook_are_told(tmp_path):
    exercises = solved_copy(tmp_path)
    path = exercises / "00_start_here.ipynb"
    book = read_notebook(path)
    book["cells"] = [c for c in book["cells"] if not c["source"].startswith("# answer: 0.2")]
    write_notebook(path, book)
    (exercises / "01_tokenising.ipynb").write_text('{"cells": [')
    code, outcomes, said = run_pytest(tmp_path, "exercises")
    assert code != 0
    assert "newsbook reset 0.2" in outcomes["0.2"].message
    assert "01_tokenising.ipynb is not a readable notebook" in outcomes["notebook"].message
    passed = [name for name, outcome in outcomes.items() if outcome.state == "passed"]
    assert [name for name in passed if name[0] in "01"] == ["0.1", "0.3", "0.4"]
    assert len(passed) > 30  # the other notebooks are checked all the same
    assert "Traceback" not in said


def test_a_widget_answer_counts_from_its_file(tmp_path):
    """The answer that a learner clicked, not code in a cell, is what is checked."""
    exercises = learner_copy(tmp_path)
    assert AnswerSlot("0.3", exercises / "answers").save({"chosen": ["b"]}).ok
    before = {p: p.read_bytes() for p in sorted((exercises / "answers").iterdir())}
    code, outcomes, _ = run_pytest(tmp_path, "exercises/00_start_here.ipynb")
    assert code == 1
    assert outcomes["0.3"].state == "passed"
    assert outcomes["0.1"].state == "failure"
    after = {p: p.read_bytes() for p in sorted((exercises / "answers").iterdir())}
    assert after == before, "checking writes nothing into the learner's answers"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "Give your answer"),
        (b"{", "0.3.json cannot be used: it is not readable JSON"),
        (b'{"format": 99}', "a newer version of newsbook wrote it"),
        (b'{"format": 1}', "Give your answer"),
    ],
)
def test_a_missing_or_broken_answer_file_is_not_attempted(content, words, tmp_path):
    exercises = learner_copy(tmp_path)
    (exercises / "answers").mkdir()
    if content is not None:
        (exercises / "answers" / "0.3.json").write_bytes(content)
    _, outcomes, _ = run_pytest(tmp_path, "exercises/00_start_here.ipynb")
    assert "0.3 not attempted" in outcomes["0.3"].message
    assert words in outcomes["0.3"].message


def test_a_foreign_notebook_is_left_alone(tmp_path):
    folder = tmp_path / "exercises"
    folder.mkdir()
    shutil.copy(notebook_of("exercises", "0.2"), folder / "my_own.ipynb")
    code, outcomes, _ = run_pytest(tmp_path, "exercises")
    assert (code, outcomes) == (5, {}), "no test was collected"


def test_the_solution_of_each_exercise_fits_its_own_cell():
    """An answer that stood on another answer would fail a learner who skips one."""
    for exercise in EXERCISES:
        # What the notebook's own cells give, which a learner cannot skip.
        given = set(dir(builtins)) | {"ask", "check", "hint"}
        for cell in read_notebook(notebook_of("solutions", exercise.id))["cells"]:
            if SETUP in cell["metadata"].get("tags", []):
                given |= _names(ast.parse(cell["source"]))[0]
        made, used = _names(ast.parse(answer_cell_source("solutions", exercise.id)))
        assert used - made - given == set(), exercise.id


def _names(tree):
    """What a cell makes, and what it uses."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    made = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    made |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    made |= {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    made |= {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    return made, {node.id for node in names if isinstance(node.ctx, ast.Load)}


def test_names_of_one_answer_do_not_fail_another(tmp_path):
    exercises = solved_copy(tmp_path)
    source = answer_cell_source("solutions", "1.3")
    set_answer(exercises, "1.3", f"{source}\nlen = list = set = sorted = re = 5")
    code, _, said = run_pytest(tmp_path, "exercises")
    assert code == 0, said


def test_an_answer_that_tidies_up_loses_no_other(tmp_path):
    exercises = solved_copy(tmp_path)
    source = "import os, shutil\nshutil.rmtree(os.environ['NEWSBOOK_ANSWERS'], ignore_errors=True)"
    set_answer(exercises, "0.2", f"# answer: 0.2\nheadline_length = len(headline)\n{source}")
    code, _, said = run_pytest(tmp_path, "exercises/00_start_here.ipynb")
    assert code == 0, said
    assert (exercises / "answers" / "0.1.json").exists(), "the learner's own files are no scratch"


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices are Unix things")
def test_an_answers_folder_full_of_traps(tmp_path):
    """Links in a circle, a device without end, a pipe without a writer, folders without a floor."""
    exercises = solved_copy(tmp_path)
    answers = exercises / "answers"
    for name in ("0.1.json", "0.3.json", "0.4.json"):
        (answers / name).unlink()
    os.mkfifo(answers / "0.1.json")
    (answers / "0.3.json").symlink_to("/dev/zero")
    (answers / "0.4.json").mkdir()
    (answers / "round").symlink_to(answers)
    code, outcomes, said = run_pytest(tmp_path, "exercises/00_start_here.ipynb", timeout=60)
    assert code == 1, said
    assert outcomes["0.2"].state == "passed"
    for name in ("0.1", "0.3", "0.4"):
        assert (
            f"answers/{name}.json cannot be used: it is not a plain file" in outcomes[name].message
        )


def test_an_error_cannot_write_lines_of_ours(tmp_path):
    exercises = learner_copy(tmp_path)
    fake = "x\\r\\n\\x1b[32m✓ 1.12 correct\\x1b]0;title\\x07"
    set_answer(
        exercises, "1.9", f'# answer: 1.9\ndef count_types(t):\n    raise ValueError("{fake}")'
    )
    verdict = check_here(exercises)["1.9"]
    assert verdict.state is State.RAISED
    assert verdict.sentence.isprintable()
    assert len(repr(verdict).splitlines()) == 2
