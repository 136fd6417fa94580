"""The hand-out: all that a class needs, the same bytes every time, and not one solution."""

import hashlib
import io
import json
import os
import re
import shutil
import sys
import zipfile

import pytest
from click.testing import CliRunner
from programs import python
from support import ROOT, set_answer

from newsbook.cli import main
from newsbook.grading import release
from newsbook.grading.release import FOLDER, make_release, release_files
from newsbook.workbook.notebooks import answer_cells, read_notebook
from newsbook.workbook.opening import MANIFEST
from newsbook.workbook.places import WorkbookError


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_release(ROOT, tmp_path_factory.mktemp("out") / "class.zip")


@pytest.fixture(scope="module")
def files(made):
    """What is in the zip file, and what is in the wheel in it, as text with JSON undone."""
    found = {}
    with zipfile.ZipFile(made.path) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            found[name] = readable(name, data)
            if name.endswith(".whl"):
                with zipfile.ZipFile(io.BytesIO(data)) as wheel:
                    for inner in wheel.namelist():
                        found[f"{name}/{inner}"] = readable(inner, wheel.read(inner))
    return found


def readable(name, data):
    text = data.decode("utf-8", errors="ignore")
    if name.endswith((".ipynb", ".json")):
        text = json.dumps(json.loads(text), ensure_ascii=False)
        text = text.replace('\\"', '"').replace("\\\\", "\\")
    return text


def checkout(tmp_path):
    """A small checkout that is not this one, for what must be changed in it."""
    root = tmp_path / "checkout"
    for name in ("exercises", "solutions", "src"):
        left = shutil.ignore_patterns("answers", "__pycache__", ".*")
        shutil.copytree(ROOT / name, root / name, ignore=left)
    shutil.copytree(ROOT / "seeds" / "nato_seoul", root / "seeds" / "nato_seoul")
    (root / "notebooks").mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "requirements-students.txt"):
        shutil.copy(ROOT / name, root)
    shutil.copy(ROOT / "notebooks" / "00_start_here.ipynb", root / "notebooks")
    return root


def test_it_holds_what_a_class_needs(made, files):
    names = set(zipfile.ZipFile(made.path).namelist())
    assert all(name.startswith(f"{FOLDER}/") for name in names)
    for part in ("exercises", "notebooks"):
        for path in (ROOT / part).glob("*.ipynb"):
            assert f"{FOLDER}/{part}/{path.name}" in names
    for name in (
        "START_HERE.md", "requirements.txt", "LICENSE", MANIFEST, "seeds/GUIDELINES.md",
        "seeds/nato_seoul/article.txt", "seeds/nato_seoul/gold/tokens.json",
    ):  # fmt: skip
        assert f"{FOLDER}/{name}" in names
    assert len([name for name in names if name.endswith(".whl")]) == 1
    for path in (ROOT / "exercises").glob("*.ipynb"):
        assert files[f"{FOLDER}/exercises/{path.name}"] == readable(path.name, path.read_bytes())


def test_lessons_are_without_outputs(files):
    lessons = [name for name in files if name.startswith(f"{FOLDER}/notebooks/")]
    stored = read_notebook(ROOT / "notebooks" / "01_tokenising.ipynb")["cells"]
    assert [cell for cell in stored if cell.get("outputs")], "there are outputs to leave out"
    for name in lessons:
        if name.endswith(".ipynb"):
            assert not re.search(r'"execution_count": \d', files[name]), f"{name} looks as if run"
            with_outputs = re.search(r'"outputs": \[[^\]]', files[name])
            assert with_outputs is None, name


def solution_lines():
    for path in sorted((ROOT / "solutions").glob("*.ipynb")):
        for exercise, cell in answer_cells(read_notebook(path)):
            if "### BEGIN SOLUTION\n" in cell["source"]:
                block = cell["source"].split("### BEGIN SOLUTION\n")[1]
                for line in block.split("### END SOLUTION")[0].splitlines():
                    # What a solution imports is no secret: lessons import it, too.
                    if len(line.strip()) > 25 and not line.strip().startswith(("from ", "import ")):
                        yield exercise, line.strip()


TAUGHT = {("3.10", "pieces, sentences = pieces_of(text), split_sentences(text)")}
"""Lines that a solution has from its lesson."""


def test_no_line_of_a_solution_is_in_what_students_open(files):
    lines = [pair for pair in solution_lines() if pair not in TAUGHT]
    assert len(lines) > 40
    opened = {name: text for name, text in files.items() if ".whl/newsbook/" not in name}
    opened |= {name: text for name, text in files.items() if "/newsbook/data/" in name}
    assert len(opened) > 400
    for exercise, line in lines:
        assert [name for name, text in opened.items() if line in text] == [], (exercise, line)
    for name, text in files.items():
        assert "BEGIN SOLUTION" not in text or name.endswith("newsbook/workbook/cells.py"), name


def test_no_hidden_case_and_no_held_back_article_is_in_it(files):
    hidden = ROOT / "solutions" / "hidden"
    lines = [
        line.strip()
        for path in (*sorted(hidden.rglob("*.py")), *sorted(hidden.glob("articles/*/article.txt")))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) > 60
    ]
    everything = "\n".join(files.values())
    assert len(lines) > 200 and [line for line in lines if line in everything] == []
    for name in files:
        inside = set(name.split("/"))
        assert not {"solutions", "hidden", "teachers_guide", "tests", "answers"} & (
            inside - ({"answers"} if "/newsbook/answers/" in name else set())
        ), name


def test_the_search_finds_what_is_there(files):
    seed = (ROOT / "seeds/nato_seoul/article.txt").read_text("utf-8").splitlines()[0]
    assert f"{FOLDER}/seeds/nato_seoul/article.txt" in [n for n, t in files.items() if seed in t]


def test_the_bytes_are_the_same_every_time(made, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    before = os.umask(0o077)
    try:
        again = make_release(ROOT, tmp_path / "again.zip")
    finally:
        os.umask(before)
    assert again.path.read_bytes() == made.path.read_bytes()
    assert again.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    with zipfile.ZipFile(made.path) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.external_attr for info in infos} == {0o100644 << 16}


def test_unpacked_on_another_machine_it_opens_checks_and_hands_in(made, tmp_path):
    zipfile.ZipFile(made.path).extractall(tmp_path)
    book = tmp_path / FOLDER
    (wheel,) = book.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NEWSBOOK")}
    environment |= {"PYTHONPATH": str(site), "HOME": str(tmp_path), "NO_COLOR": "1"}

    def newsbook(*args):
        return python("-m", "newsbook.cli", *args, cwd=book, environment=environment, seconds=200)

    before = {path: path.read_bytes() for path in book.rglob("*") if path.is_file()}
    opened = newsbook("open", "--no-lab")
    assert opened.returncode == 0, opened.stderr
    assert opened.stdout == f"The workbook is in {book}.\n", "nothing was missing or changed"
    assert {path: path.read_bytes() for path in book.rglob("*") if path.is_file()} == before
    set_answer(book / "exercises", "0.2", "# answer: 0.2\nheadline_length = 0\n")
    checked = newsbook("check", "00", "--json")
    assert checked.returncode == 1, checked.stderr
    states = {one["exercise"]: one["state"] for one in json.loads(checked.stdout)["exercises"]}
    assert states["0.2"] == "not yet" and states["0.1"] == "not attempted"
    assert newsbook("handin").returncode == 0 and (book / "newsbook-handin-1.zip").is_file()


def test_the_requirements_pin_the_wheel_and_all_it_needs(files, made):
    text = files[f"{FOLDER}/requirements.txt"]
    with zipfile.ZipFile(made.path) as archive:
        (wheel,) = [name for name in archive.namelist() if name.endswith(".whl")]
        digest = hashlib.sha256(archive.read(wheel)).hexdigest()
    first = f"./{wheel.removeprefix(f'{FOLDER}/')} \\\n    --hash=sha256:{digest}\n"
    assert text.startswith(first)
    ours = blocks((ROOT / "requirements.txt").read_text("utf-8"))
    theirs = blocks(text.removeprefix(first))
    assert set(theirs) < set(ours), "each as it is tested"
    pinned = {block.partition("==")[0] for block in theirs}
    declared = (ROOT / "pyproject.toml").read_text("utf-8")
    needed = declared.split("\ndependencies = [")[1].split("]")[0]
    assert set(re.findall(r'"([a-z-]+)[>=<]', needed)) <= pinned
    assert not {"playwright", "mypy", "hypothesis"} & pinned


def blocks(text):
    """The pinned packages of a requirements file, each with its hashes; without comments.

    Nor with systems: what students need on some, a test may need on all.
    """
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace(" \\\n", " ")
    assert all("--hash=" in line for line in joined.splitlines() if line.strip())
    bare = (re.sub(r" ; .*?(?= --hash=)", "", line) for line in joined.splitlines())
    return [" ".join(line.split()) for line in bare if line.strip()]


def test_the_start_page_is_five_steps_and_their_commands_exist(files):
    page = files[f"{FOLDER}/START_HERE.md"]
    assert [line[:2] for line in page.splitlines() if line[:1].isdigit()] == [
        f"{n}." for n in range(1, 6)
    ]
    for command in re.findall(r"`\.venv/bin/newsbook ?([a-z]*)`", page):
        assert command in ("", *main.commands)
    for folder in re.findall(r"`([a-z]+)/`", page):
        assert any(name.startswith(f"{FOLDER}/{folder}/") for name in files)


def refused(root, *words, path=None):
    with pytest.raises(WorkbookError) as error:
        make_release(root, path)
    assert all(word in str(error.value) for word in words), error.value


def test_what_must_not_be_handed_out_stops_it(tmp_path):
    root = checkout(tmp_path)
    assert f"{FOLDER}-" in make_release(root).path.name, "as it is, it is made"
    article = next((root / "solutions/hidden/articles").glob("*/article.txt"))
    stray = root / "seeds" / "notes.txt"
    shutil.copy(article, stray)
    refused(root, "seeds/notes.txt", article.parent.name)
    stray.write_text("### BEGIN SOLUTION\n", "utf-8")
    refused(root, "seeds/notes.txt", "a solution")
    stray.unlink()
    packed = root / "src" / "newsbook" / "stray.py"
    maker = root / "solutions/hidden/lesson_01/e03.py"
    shutil.copy(maker, packed)
    refused(root, "newsbook/stray.py", "lesson_01/e03.py")
    packed.unlink()
    set_answer(root / "exercises", "0.2", "# answer: 0.2\nheadline_length = 0\n")
    refused(root, "your answers", "0.2", "newsbook build")
    (root / "exercises" / "00_start_here.ipynb").write_text("{", "utf-8")
    refused(root, "JSON is broken", "cannot be handed out")


def test_bad_places_are_refused_in_a_sentence(tmp_path, monkeypatch):
    mine = tmp_path / "essay.txt"
    mine.write_text("mine", "utf-8")
    refused(ROOT, "no zip file", path=mine)
    assert mine.read_text("utf-8") == "mine"
    refused(ROOT, "is a folder", path=tmp_path)
    refused(tmp_path, "works in a checkout", path=tmp_path / "x.zip")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    (tmp_path / "python").write_text("#!/bin/sh\necho 'No module named hatchling' >&2; exit 1\n")
    (tmp_path / "python").chmod(0o755)
    refused(ROOT, "pip install hatchling", path=tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_the_command_says_what_was_made(tmp_path, monkeypatch, made):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(release, "release_files", lambda root: dict(FEW))
    done = CliRunner().invoke(main, ["release", "-o", str(tmp_path / "deep" / "class.zip")])
    assert done.exit_code == 0, done.output
    assert "class.zip: 2 files" in done.output and "exercises/ (1 file)" in done.output
    assert (tmp_path / "deep" / "class.zip").is_file()
    assert "Not in it: solutions" in "\n".join(made.lines)


FEW = {"START_HERE.md": b"1.", "exercises/00_start_here.ipynb": b"{}"}


def test_files_of_an_instructor_are_left_behind():
    mine = ROOT / "exercises" / "answers"
    there = mine.exists()
    mine.mkdir(exist_ok=True)
    note = mine / "0.1.json"
    kept = note.read_bytes() if note.exists() else None
    try:
        note.write_text("{}", "utf-8")
        assert not [name for name in release_files(ROOT) if "exercises/answers" in name]
    finally:
        if kept is None:
            note.unlink()
        else:
            note.write_bytes(kept)
        if not there:
            shutil.rmtree(mine)
