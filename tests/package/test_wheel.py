"""What a student installs: the workbook, all of it, and not one solution."""

import json
import os
import subprocess
import sys
import zipfile

import pytest
from programs import python
from support import ROOT

from newsbook.grading.remote import about


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def held(wheel):
    """What each file of the wheel says, escapes of JSON undone; what is no text is left out."""
    found = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", errors="ignore")
            if name.endswith((".ipynb", ".json")):
                text = json.dumps(json.loads(text), ensure_ascii=False)
                text = text.replace('\\"', '"').replace("\\\\", "\\")
            found[name] = text
    return found


def holding(held, line):
    """The files of the wheel that hold a line."""
    return sorted(name for name, text in held.items() if line in text)


def test_the_wheel_carries_the_workbook_and_the_package(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in ("seeds", "notebooks", "exercises"):
        for path in (ROOT / part).rglob("*"):
            inside = f"newsbook/data/{path.relative_to(ROOT).as_posix()}"
            ours = path.is_file() and not {"answers", "teachers_guide"} & set(path.parts)
            if ours and ".ipynb_checkpoints" not in path.parts:
                assert inside in names
    assert "newsbook/data/notebooks/demos/01_token_editor.ipynb" in names
    assert "newsbook/data/notebooks/glossary.ipynb" in names
    assert "newsbook/answers/store.py" in names
    assert "newsbook/widgets/page/core.js" in names
    assert {n for n in names if n.startswith("newsbook/workbook/pristine/")}


def test_the_wheel_carries_nothing_of_the_instructors(held):
    for name, text in held.items():
        assert not {"solutions", "hidden", "teachers_guide", "tests"} & set(name.split("/")), name
        # Stand-ins for packages are for a browser's kernel alone.
        assert not name.startswith("newsbook/site/"), name
        assert "data/exercises/answers" not in name
        # The build has to know the marker; nothing else has it.
        assert "BEGIN SOLUTION" not in text or name == "newsbook/workbook/cells.py", name


def solutions():
    """The lines of each solution that are its own: pairs of exercise and lines."""
    for path in sorted((ROOT / "solutions").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if "### BEGIN SOLUTION" in source:
                block = source.split("### BEGIN SOLUTION\n")[1].split("### END SOLUTION")[0]
                exercise = source.splitlines()[0].removeprefix("# answer: ")
                lines = [line.strip() for line in block.splitlines()]
                # What a solution imports is no secret: lessons import it, too.
                lines = [line for line in lines if not line.startswith(("from ", "import "))]
                yield exercise, [line for line in lines if len(line) > LONG]


LONG = 25
"""Characters from which on a line is a solution's own, and no phrase of Python that recurs."""

TAUGHT_WITH = {
    # A library function does what the exercise asks for, as the README says there are.
    ("1.3", "newsbook/articles/paragraphs.py"),
    # Its wrong answers move both ends, and go wrong elsewhere.
    ("1.3", "newsbook/exercises/lesson_01/e03_trim.py"),
}
"""Where all lines of a solution stand in the package, and may."""

IN_A_LESSON = {("3.10", "pieces, sentences = pieces_of(text), split_sentences(text)")}
"""Single lines that a solution has from its lesson."""


def test_no_line_of_a_solution_is_in_the_wheel(held):
    """In what students open not one; in the package's code never all of a solution's together.

    The code has wrong answers, and a wrong answer begins like the right one.
    """
    every = list(solutions())
    assert sum(bool(lines) for _, lines in every) >= 10
    for exercise, lines in every:
        for line in lines:
            if (exercise, line) in IN_A_LESSON:
                continue
            opened = [
                name
                for name in holding(held, line)
                if name.startswith("newsbook/data/") or "/pristine/" in name
            ]
            assert opened == [], (exercise, line)
        whole = [name for name, text in held.items() if lines and all(x in text for x in lines)]
        assert {(exercise, name) for name in whole} <= TAUGHT_WITH, lines


def test_no_hidden_case_and_no_held_back_article_is_in_the_wheel(held):
    hidden = ROOT / "solutions" / "hidden"
    lines = [
        line.strip()
        for path in sorted(hidden.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) > 60
    ]
    texts = sorted(hidden.glob("articles/*/article.txt"))
    assert len(texts) >= 10
    for path in texts:
        assert holding(held, f"articles/{path.parent.name}") == []
        lines += [line for line in path.read_text("utf-8").splitlines() if len(line) > 40]
    assert len(lines) > 200
    everything = "\n".join(held.values())
    assert [line for line in lines if line in everything] == []


def test_the_search_finds_what_is_there(held):
    """The same search on what students do get."""
    assert holding(held, "def tokenise(") == ["newsbook/text/tokens.py"]
    given = "headline_length = ..."
    assert "newsbook/data/exercises/00_start_here.ipynb" in holding(held, given)
    article = (ROOT / "seeds/nato_seoul/article.txt").read_text("utf-8").splitlines()[0]
    assert "newsbook/data/seeds/nato_seoul/article.txt" in holding(held, article)
    quoted = [name for name in holding(held, 'Article.load("nato_seoul")') if "data" in name]
    assert "newsbook/data/notebooks/00_start_here.ipynb" in quoted


def test_an_installed_newsbook_makes_a_workbook_and_checks_it(wheel, tmp_path):
    """Unpacked somewhere else, as pip would, it works without the checkout."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    env = os.environ | {"PYTHONPATH": str(site), "HOME": str(tmp_path), "NO_COLOR": "1"}

    def newsbook(*args, cwd):
        return python("-m", "newsbook.cli", *args, cwd=cwd, environment=env)

    made = newsbook("open", "--no-lab", str(tmp_path / "mine"), cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "mine/notebooks/00_start_here.ipynb").is_file()
    assert not (tmp_path / "mine/solutions").exists()
    for path in (tmp_path / "mine/notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not [cell for cell in cells if cell.get("outputs")], "predictions are not spoilt"
    checked = newsbook("check", "00", "--json", cwd=tmp_path / "mine")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    report = json.loads(checked.stdout)
    assert "not attempted" in json.dumps(report)
    where = subprocess.run(
        [sys.executable, "-c", "import newsbook; print(newsbook.__file__)"],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(site)), "it was the unpacked wheel that ran"


def test_a_clusters_worker_may_have_the_wheel(wheel, tmp_path):
    """Its newsbook counts as the one of this checkout; with a line changed it does not."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    (tmp_path / "newsbook" / ".checkpoints").mkdir()
    (tmp_path / "newsbook" / ".checkpoints" / "x.py").write_text("x = 1")
    ask = "from newsbook.grading.remote import about; print(about()['newsbook'])"
    told = []
    for line in ("", "# changed\n"):
        with (tmp_path / "newsbook" / "spans.py").open("a") as file:
            file.write(line)
        told.append(
            subprocess.run(
                [sys.executable, "-c", ask],
                cwd=tmp_path,
                env=os.environ | {"PYTHONPATH": str(tmp_path)},
                check=True,
                capture_output=True,
                text=True,
            ).stdout.strip()
        )
    here = about()["newsbook"]
    assert told[0] == here != told[1]
