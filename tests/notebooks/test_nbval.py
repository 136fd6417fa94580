"""Lessons and solutions under nbval, and the guards that make those runs mean something."""

import json
import shutil
import subprocess

import pytest
from support import ROOT, run_pytest

from newsbook.exercises import get_exercise
from newsbook.workbook.build import build
from newsbook.workbook.cells import SETUP
from newsbook.workbook.demos import demo_paths, joined
from newsbook.workbook.execute import steady_environment
from newsbook.workbook.models import ENTITY_MODEL
from newsbook.workbook.notebooks import (
    answered_exercise,
    check_exercise,
    read_notebook,
    write_notebook,
)

LESSONS = sorted((ROOT / "notebooks").glob("0*.ipynb"))
DEMOS = demo_paths(ROOT)
COMPARED = sorted([*LESSONS, *(ROOT / "solutions").glob("*.ipynb")])
PAGES = [path for path in (ROOT / "notebooks").glob("*.ipynb") if path not in LESSONS]
"""Pages to read, without code: there is nothing for nbval to compare."""
EXERCISES = sorted((ROOT / "exercises").glob("*.ipynb"))
CELL_SECONDS = 60


def by_name(path):
    return f"{path.parent.name}/{path.stem}"


def code_cells(path):
    """The code cells that nbval runs: all but those tagged to be skipped."""
    return [
        cell
        for cell in read_notebook(path)["cells"]
        if cell["cell_type"] == "code" and "nbval-skip" not in cell["metadata"].get("tags", [])
    ]


def nbval(path, tmp_path):
    """Run nbval on one notebook, in the notebook's own folder."""
    # Our own plugin would check the exercises of a folder of that name, besides.
    args = [
        "-p",
        "no:newsbook",
        "--nbval",
        f"--nbval-cell-timeout={CELL_SECONDS}",
        "--nbval-current-env",
    ]
    with steady_environment():
        return run_pytest(tmp_path, "-c", "/dev/null", f"--rootdir={path.parent}", *args, str(path))


@pytest.mark.parametrize("path", COMPARED, ids=by_name)
def test_outputs_are_what_a_new_run_gives(path, tmp_path):
    code, outcomes, said = nbval(path, tmp_path)
    assert code == 0, said
    # Passes are counted, because a cell that nbval did not get to counts as skipped, not failed.
    passed = [name for name, outcome in outcomes.items() if outcome.state == "passed"]
    assert len(passed) == len(code_cells(path))


def test_demos_show_what_a_new_run_gives(tmp_path):
    """All in one kernel, emptied before each: starting ten of them would take most of the time."""
    folder = tmp_path / "demos"
    folder.mkdir()
    books = {path.stem: read_notebook(path) for path in DEMOS}
    for book in books.values():
        assert [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    write_notebook(folder / "all.ipynb", joined(books))
    code, outcomes, said = nbval(folder / "all.ipynb", tmp_path)
    assert code == 0, said
    passed = [name for name, outcome in outcomes.items() if outcome.state == "passed"]
    assert len(passed) == len(code_cells(folder / "all.ipynb"))


def test_every_page_is_a_lesson_or_has_no_code():
    """So every notebook with code is compared."""
    for path in PAGES:
        assert code_cells(path) == [], path.name


@pytest.mark.parametrize("path", [*COMPARED, *DEMOS], ids=by_name)
def test_every_cell_was_run_and_shows_something(path):
    """Without this guard nbval would pass a notebook whose outputs were cleared."""
    for number, cell in enumerate(code_cells(path), start=1):
        assert cell["execution_count"] == number, cell["id"]
        quiet = SETUP in cell["metadata"].get("tags", []) or cell["id"] in SILENT
        quiet = quiet or (answered_exercise(cell) is not None and not cell["outputs"])
        assert cell["outputs"] or quiet, f"{cell['id']} shows nothing"
        assert not [out for out in cell["outputs"] if out["output_type"] == "error"]


SILENT = {
    "bpe-functions", "by-both", "by-lists", "by-rules", "curve", "examples", "kind", "learned",
    "ordinary", "stretches", "train",
}  # fmt: skip
"""Cells that only define something, or set it for the next."""


@pytest.mark.parametrize("path", [*COMPARED, *PAGES, *DEMOS, *EXERCISES], ids=by_name)
def test_notebook_is_small_and_clean(path):
    assert path.stat().st_size < 400_000
    text = path.read_text(encoding="utf-8")
    book = json.loads(text)
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(not cell["metadata"].get("collapsed") for cell in book["cells"])
    assert "widget-view+json" not in text
    assert str(ROOT) not in text


def test_nbval_would_see_a_changed_output(tmp_path):
    """The comparison can fail: one changed letter in one output fails just that cell."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    path = shutil.copy(ROOT / "notebooks" / "00_start_here.ipynb", folder)
    book = read_notebook(folder / "00_start_here.ipynb")
    (cell,) = [c for c in book["cells"] if c["id"] == "paragraphs"]
    cell["outputs"][0]["text"] = cell["outputs"][0]["text"].replace("paragraphs", "paragraphz")
    write_notebook(folder / "00_start_here.ipynb", book)
    code, outcomes, _ = nbval(folder / "00_start_here.ipynb", tmp_path)
    assert code == 1, path
    assert [o.state for o in outcomes.values()].count("failure") == 1


@pytest.mark.parametrize("path", EXERCISES, ids=by_name)
def test_exercises_as_shipped_say_not_attempted(path, tmp_path):
    """Every check, compared under nbval with the verdict on an untouched answer."""
    folder = tmp_path / "exercises"
    folder.mkdir()
    book = read_notebook(path)
    for number, cell in enumerate((c for c in book["cells"] if c["cell_type"] == "code"), start=1):
        if exercise := check_exercise(cell):
            verdict = get_exercise(exercise).check(None)
            assert "not attempted" in repr(verdict)
            data, metadata = verdict._repr_mimebundle_()
            cell["execution_count"] = number
            cell["outputs"] = [
                {
                    "output_type": "execute_result",
                    "execution_count": number,
                    "data": data,
                    "metadata": metadata,
                }
            ]
    write_notebook(folder / path.name, book)
    code, outcomes, said = nbval(folder / path.name, tmp_path)
    assert code == 0, said
    passed = [name for name, outcome in outcomes.items() if outcome.state == "passed"]
    assert len(passed) == len(code_cells(path))


@pytest.mark.parametrize("path", EXERCISES, ids=by_name)
def test_no_solution_is_left_in_what_a_learner_gets(path):
    text = path.read_text(encoding="utf-8") + pristine(path).read_text(encoding="utf-8")
    assert "SOLUTION" not in text
    for cell in read_notebook(ROOT / "solutions" / path.name)["cells"]:
        if answered_exercise(cell):
            block = cell["source"].split("### BEGIN SOLUTION\n")[1].split("### END SOLUTION")[0]
            kept = [line.strip() for line in block.splitlines() if len(line.strip()) > 15]
            assert not [line for line in kept if json.dumps(line)[1:-1] in text]


def pristine(path):
    return ROOT / "src" / "newsbook" / "workbook" / "pristine" / path.name


@pytest.mark.parametrize("path", EXERCISES, ids=by_name)
def test_check_notebooks_hold_verdicts_and_locks(path):
    cells = read_notebook(pristine(path))["cells"]
    checks = [cell for cell in cells if check_exercise(cell)]
    assert checks
    for cell in checks:
        assert "correct" in cell["outputs"][0]["data"]["text/plain"]
        assert cell["outputs"][0]["metadata"] == {}, "what was observed would give answers away"
    for cell in read_notebook(path)["cells"]:
        if check_exercise(cell):
            assert cell["metadata"]["editable"] is False
            assert cell["metadata"]["deletable"] is False
        if exercise := answered_exercise(cell):
            assert cell["source"].startswith(f"# answer: {exercise}\n")
            assert cell["metadata"]["deletable"] is False
            assert cell["metadata"].get("editable", True)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of what building lesson 0 reads and writes: no practice articles, so no model."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "seeds/nato_seoul", root / "seeds/nato_seoul")
    for path in (pristine(EXERCISES[0]), *(p for p in COMPARED + EXERCISES if "00_" in p.name)):
        (root / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, root / path.relative_to(ROOT))
    return root


def test_build_gives_what_is_committed_byte_for_byte(monkeypatch):
    """The committed notebooks are those that building gives; so building twice changes nothing.

    That the model is the one that training gives, tests/package/test_models.py sees.
    """
    shipped = (ROOT / ENTITY_MODEL).read_bytes()
    monkeypatch.setattr("newsbook.workbook.build.entity_model", lambda root: shipped)
    assert [str(d) for d in build(ROOT, check=True, say=lambda line: None)] == []


def test_build_check_bites_and_build_mends(checkout):
    generated = checkout / "exercises" / "00_start_here.ipynb"
    right = generated.read_bytes()
    generated.write_bytes(right.replace(b"# answer: 0.2", b"# answer: 0.2 "))
    stray = checkout / "exercises" / "99_stray.ipynb"
    stray.write_text("{}")
    output = checkout / "notebooks" / "00_start_here.ipynb"
    output.write_bytes(output.read_bytes().replace(b"14 paragraphs", b"15 paragraphs"))
    before = {path: path.read_bytes() for path in (generated, stray, output)}
    differences = build(checkout, check=True, say=lambda line: None)
    assert {d.path.as_posix() for d in differences} == {
        "exercises/00_start_here.ipynb",
        "exercises/99_stray.ipynb",
        "notebooks/00_start_here.ipynb",
    }
    assert {path: path.read_bytes() for path in before} == before, "--check writes nothing"
    build(checkout, say=lambda line: None)
    assert generated.read_bytes() == right
    assert not stray.exists()


def test_all_notebooks_are_known_to_git_as_they_are():
    """Nothing generated is left out of the project by an ignore rule."""
    every = [*COMPARED, *PAGES, *DEMOS, *EXERCISES, *map(pristine, EXERCISES)]
    paths = [str(p.relative_to(ROOT)) for p in every]
    done = subprocess.run(["git", "check-ignore", *paths], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == ""


def test_build_keeps_what_somebody_has_answered(checkout):
    """In a checkout a learner's answers lie where the build writes."""
    path = checkout / "exercises" / "00_start_here.ipynb"
    book = read_notebook(path)
    for cell in book["cells"]:
        if answered_exercise(cell) == "0.2":
            cell["source"] = "# answer: 0.2\nheadline_length = 78"
    write_notebook(path, book)
    mine = path.read_bytes()
    said = []
    build(checkout, say=said.append)
    assert path.read_bytes() == (ROOT / "exercises" / path.name).read_bytes()
    assert (checkout / "exercises/answers/00_start_here.old-1.ipynb").read_bytes() == mine
    assert any("00_start_here.old-1.ipynb" in line for line in said)
