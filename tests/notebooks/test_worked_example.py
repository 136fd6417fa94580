"""ARCHITECTURE.md's way to add an exercise, followed to the letter in a copy of the project."""

import os
import re
import shutil

import pytest
from programs import python
from support import ROOT

from newsbook.workbook.notebooks import read_notebook, write_notebook

ID = "1.13"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project with the exercise added as the document says."""
    root = tmp_path_factory.mktemp("project")
    for part in ("src", "seeds"):
        # Without the split no model is trained: it does not depend on exercises.
        ignored = shutil.ignore_patterns("answers", "__py*", "split.json")
        shutil.copytree(ROOT / part, root / part, ignore=ignored)
    (root / "notebooks").mkdir()  # without lessons: an exercise changes none
    for part in ("exercises", "solutions"):
        (root / part).mkdir()
        for path in (ROOT / part).glob("01_*.ipynb"):
            shutil.copy(path, root / part)
    for path in (root / "src/newsbook/workbook/pristine").glob("*.ipynb"):
        if not path.name.startswith("01_"):
            path.unlink()
    shutil.copytree(ROOT / "src/newsbook/answers", root / "src/newsbook/answers")
    source, task, answer, check = example()
    target = root / "src/newsbook/exercises/lesson_01/e13_shouting.py"
    target.write_text(source, encoding="utf-8")
    path = root / "solutions/01_tokenising.ipynb"
    book = read_notebook(path)
    place = next(i for i, c in enumerate(book["cells"]) if c["source"].startswith("## Hand in"))
    new = [
        {"cell_type": kind, "id": f"new-{n}", "metadata": {}, "source": text.rstrip("\n")}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for n, (kind, text) in enumerate([("markdown", task), ("code", answer), ("code", check)])
    ]
    book["cells"][place:place] = new
    write_notebook(path, book)
    return root


def example():
    """The document's four blocks: the class, the task, the answer cell, the check cell."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.split("\n## Add an exercise\n")[1].split("\n## Where to make other changes")[0]
    found = re.findall(r"^```(python|markdown)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    (source, task, answer, check) = (block for _, block in found)
    assert source.startswith('"""1.13')
    assert task.startswith("## 1.13")
    assert answer.startswith("# answer: 1.13")
    return source, task, answer, check


def run(root, *args):
    # What is compiled is kept, in the copy: the next command needs it again.
    environment = os.environ | {"PYTHONPATH": str(root / "src")}
    return python(*args, cwd=root, environment=environment)


def test_the_worked_example_works(copy):
    built = run(copy, "-m", "newsbook.cli", "build")
    assert built.returncode == 0, built.stdout + built.stderr
    generated = (copy / "exercises/01_tokenising.ipynb").read_text(encoding="utf-8")
    assert "Who is shouting?" in generated
    assert "token.isupper()" not in generated
    again = run(copy, "-m", "newsbook.cli", "build", "--check")
    assert again.returncode == 0, again.stdout + again.stderr

    # Untouched, right, and with each misconception: by the project's own tests of exercises.
    states = """
from newsbook.exercises import State, get_exercise

exercise = get_exercise("1.13")
assert exercise.check(...).state is State.NOT_ATTEMPTED
for mistake in exercise.misconceptions:
    verdict = exercise.check(exercise.run(mistake.wrong))
    assert (verdict.state, verdict.sentence) == (State.NOT_YET, mistake.sentence), verdict
right = lambda tokens: [token for token in tokens if len(token) > 1 and token.isupper()]
assert exercise.check(right).state is State.CORRECT
assert all("?" in hint for hint in exercise.hints)
"""
    judged = run(copy, "-c", states)
    assert judged.returncode == 0, judged.stderr
    checked = run(copy, "-m", "newsbook.cli", "check", "01")
    assert f"{ID} Who is shouting?" in re.sub(r" +", " ", checked.stdout), checked.stdout
    assert "not attempted" in checked.stdout


def test_the_build_refuses_an_exercise_without_its_cells(copy):
    extra = copy / "src/newsbook/exercises/lesson_01/e14_lost.py"
    source = example()[0].replace('"1.13"', '"1.14"').replace("class Shouting", "class Lost")
    extra.write_text(source, encoding="utf-8")
    try:
        built = run(copy, "-m", "newsbook.cli", "build")
        assert built.returncode == 2
        assert "1.14" in built.stderr
        assert "Traceback" not in built.stderr
    finally:
        extra.unlink()


def test_the_build_refuses_a_wrong_solution(copy):
    path = copy / "solutions/01_tokenising.ipynb"
    right = path.read_bytes()
    path.write_bytes(right.replace(b"return len(kept)", b"return len(tokens)"))
    try:
        assert path.read_bytes() != right
        built = run(copy, "-m", "newsbook.cli", "build")
        assert built.returncode == 2
        assert "the solution of 1.9 is not correct" in built.stderr
    finally:
        path.write_bytes(right)
