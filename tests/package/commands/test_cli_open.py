"""`newsbook open`: the learner's copy is made, kept up to date, and never written over."""

import json
import os
import sys
from pathlib import Path

import pytest
from small_workbook import book, code, text

import newsbook
from newsbook.cli import learning
from newsbook.workbook import opening
from newsbook.workbook.opening import MANIFEST, lab_command, update_copy

LESSON = "notebooks/00_start_here.ipynb"
EXERCISE = "exercises/00_start_here.ipynb"


def change(path: Path, old: str, new: str) -> None:
    data = path.read_text("utf-8")
    assert old in data
    path.write_text(data.replace(old, new), "utf-8")


@pytest.fixture
def newer(bed, monkeypatch):
    """A newer package, with both notebooks and the article changed."""
    monkeypatch.setattr(newsbook, "__version__", "0.2.0")
    change(bed.packaged / LESSON, "Start here", "Begin here")
    change(bed.packaged / EXERCISE, "headline_length = ...", "headline_length = ...  # a number")
    return bed


@pytest.fixture
def started(monkeypatch):
    """The command that JupyterLab would be started with."""
    commands = []
    monkeypatch.setattr(learning, "start", lambda command, root: commands.append(command) or 0)
    return commands


def test_a_copy_holds_the_workbook_and_nothing_of_anybodys(bed, tmp_path):
    (bed.packaged / "exercises" / "answers").mkdir()
    (bed.packaged / "exercises" / "answers" / "0.1.json").write_text("{}", "utf-8")
    (bed.packaged / "notebooks" / ".ipynb_checkpoints").mkdir()
    (bed.packaged / "notebooks" / ".ipynb_checkpoints" / "x.ipynb").write_text("{}", "utf-8")
    (bed.packaged / "notebooks" / "link.ipynb").symlink_to("/etc/hostname")
    (bed.packaged / "solutions").mkdir()
    (bed.packaged / "solutions" / "00_start_here.ipynb").write_text("{}", "utf-8")
    (bed.packaged / "notebooks" / "teachers_guide").mkdir()
    (bed.packaged / "notebooks" / "teachers_guide" / "01.md").write_text("Say: …", "utf-8")
    report = update_copy(tmp_path / "new" / "copy")
    assert report.fresh and report.lines[0].endswith("4 files.")
    found = {p.relative_to(report.folder).as_posix() for p in report.folder.rglob("*.*")}
    assert found == {
        MANIFEST, LESSON, EXERCISE, "exercises/01_tokenising.ipynb", "seeds/nato_seoul/article.txt"
    }  # fmt: skip


def test_a_copy_has_no_outputs_in_lessons_or_demos_and_keeps_folded_code_folded(bed, tmp_path):
    folder = bed.packaged / "notebooks" / "demos"
    folder.mkdir()
    out = [{"output_type": "stream", "name": "stdout", "text": "13 tokens"}]
    told = {"jupyter": {"source_hidden": True, "outputs_hidden": True}}
    shown = code("1 + 1", "demo", metadata=told, outputs=out, execution_count=1)
    for path in (folder / "01_demo.ipynb", bed.packaged / "notebooks" / "01_lesson.ipynb"):
        bed.write(path, book(text("# A question", "title"), shown))
        update_copy(tmp_path / path.stem)
        copied = tmp_path / path.stem / path.relative_to(bed.packaged)
        cell = json.loads(copied.read_text("utf-8"))["cells"][1]
        assert cell["outputs"] == [] and cell["execution_count"] is None
        assert cell["metadata"] == {"jupyter": {"source_hidden": True}}


def test_the_manifest_says_what_was_copied(bed):
    record = json.loads((bed.root / MANIFEST).read_bytes())
    assert (record["format"], record["version"]) == (1, newsbook.__version__)
    assert len(record["files"][EXERCISE]["sha256"]) == 64


def test_a_second_run_changes_and_says_nothing(bed, snapshot):
    before = snapshot(bed.root)
    assert update_copy(bed.root).lines == []
    assert snapshot(bed.root) == before


def test_an_update_replaces_what_was_not_changed(newer):
    report = update_copy(newer.root)
    assert report.updated == [EXERCISE, LESSON] or report.updated == [LESSON, EXERCISE]
    assert report.kept == [] and report.added == []
    assert (newer.root / LESSON).read_bytes() == (newer.packaged / LESSON).read_bytes()
    assert "Updated to newsbook 0.2.0" in report.lines[0]
    assert update_copy(newer.root).lines == []


def test_an_update_keeps_what_the_learner_changed_and_puts_the_new_one_beside(newer, snapshot):
    newer.answer("# answer: 0.2\nheadline_length = 71")
    mine = newer.first.read_bytes()
    report = update_copy(newer.root)
    beside = newer.root / "exercises" / "00_start_here (new in 0.2.0).ipynb"
    assert newer.first.read_bytes() == mine
    assert beside.read_bytes() == (newer.packaged / EXERCISE).read_bytes()
    assert report.kept == [(EXERCISE, beside.name)]
    assert any(beside.name in line for line in report.lines)
    # Once is enough, and work in the new file counts as work.
    beside.write_bytes(b"mine, too")
    before = snapshot(newer.root)
    assert update_copy(newer.root).lines == []
    assert snapshot(newer.root) == before


def test_a_notebook_that_was_only_run_counts_as_unchanged(newer):
    record = json.loads((newer.root / EXERCISE).read_bytes())
    record["cells"][0]["execution_count"] = 7
    record["metadata"]["language_info"] = {"version": "3.12.1"}
    (newer.root / EXERCISE).write_text(json.dumps(record), "utf-8")
    report = update_copy(newer.root)
    assert EXERCISE in report.updated and report.kept == []


def test_work_stays_where_the_package_has_nothing_new(bed):
    bed.answer("# answer: 0.2\nheadline_length = 71")
    mine = bed.first.read_bytes()
    assert update_copy(bed.root).lines == []
    assert bed.first.read_bytes() == mine


def test_missing_files_come_back_and_files_of_their_own_stay(bed):
    bed.first.unlink()
    own = bed.root / "exercises" / "scratch.ipynb"
    own.write_bytes(b"mine")
    report = update_copy(bed.root)
    assert report.lines == [f"Put in: {EXERCISE}."]
    assert bed.first.read_bytes() == (bed.packaged / EXERCISE).read_bytes()
    assert own.read_bytes() == b"mine"


def test_a_file_of_theirs_under_a_new_files_name_is_kept(bed):
    (bed.root / "notebooks" / "02_entities.ipynb").write_bytes(b"mine")
    (bed.packaged / "notebooks" / "02_entities.ipynb").write_bytes(b"new")
    update_copy(bed.root)
    assert (bed.root / "notebooks" / "02_entities.ipynb").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"\xff", b'{"format": 1}', b'{"format": 1, "version": 1, "files": {"a": 1}}',
     b'{"format": 1, "version": "0.1", "files": {"../../x": {"sha256": "0"}}}'],
)  # fmt: skip
def test_with_a_damaged_manifest_nothing_is_replaced(newer, damage):
    newer.answer("# answer: 0.2\nheadline_length = 71")
    mine = newer.first.read_bytes()
    (newer.root / MANIFEST).write_bytes(damage)
    report = update_copy(newer.root)
    assert newer.first.read_bytes() == mine
    assert report.updated == []
    assert any("damaged" in line for line in report.lines)
    assert json.loads((newer.root / MANIFEST).read_bytes())["version"] == "0.2.0"


@pytest.mark.parametrize("field", [{"version": "9.0"}, {"format": 2, "version": "9.0"}])
def test_a_copy_of_a_newer_version_is_left_alone(bed, snapshot, field):
    record = json.loads((bed.root / MANIFEST).read_bytes()) | field
    (bed.root / MANIFEST).write_text(json.dumps(record), "utf-8")
    bed.first.unlink()
    before = snapshot(bed.root)
    assert "Update newsbook" in update_copy(bed.root).lines[0]
    assert snapshot(bed.root) == before


def test_copying_that_was_cut_short_goes_on(bed, tmp_path, monkeypatch):
    target, write, calls = tmp_path / "copy", opening.write_whole, []

    def fails_third(path, data):
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr(opening, "write_whole", fails_third)
    with pytest.raises(OSError):
        update_copy(target)
    monkeypatch.setattr(opening, "write_whole", write)
    assert opening.choose_folder(target) == (target, True)
    update_copy(target)
    assert (target / "seeds/nato_seoul/article.txt").is_file()
    assert update_copy(target).lines == []


def test_open_starts_jupyterlab_on_the_copy(run, bed, started):
    result = run("open", "--no-browser", "--", "--port=9000", "--yes")
    assert result.exit_code == 0 and str(bed.root) in result.output
    (command,) = started
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={bed.root}" in command
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in command
    assert "--no-browser" in command and command[-2:] == ["--port=9000", "--yes"]
    assert ("--allow-root" in command) == (os.geteuid() == 0)


def test_no_command_opens_and_from_outside_makes_the_copy_at_home(
    run, bed, started, tmp_path, monkeypatch
):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.chdir(home)
    result = run()
    assert result.exit_code == 0
    assert "Made your workbook in" in result.output
    assert (home / "newsbook-workbook" / EXERCISE).is_file()
    assert f"--ServerApp.root_dir={home / 'newsbook-workbook'}" in started[0]


def test_a_checkout_is_opened_as_it_is(run, bed, started, monkeypatch, snapshot):
    (bed.packaged / "solutions").mkdir()
    monkeypatch.chdir(bed.packaged / "notebooks")
    before = snapshot(bed.packaged)
    run("open")
    assert f"--ServerApp.root_dir={bed.packaged}" in started[0]
    assert snapshot(bed.packaged) == before


def test_a_named_folder_wins_and_a_relative_one_is_from_here(run, bed, started, tmp_path):
    run("open", "../elsewhere")
    assert (tmp_path / "elsewhere" / EXERCISE).is_file()
    assert bed.first.is_file()


def test_folders_that_cannot_be_a_workbook_are_refused(run, bed, started, refused, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"mine")
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_bytes(b"mine")
    refused(run("open", file), "is a file")
    refused(run("open", file / "below"), "file")
    refused(run("open", full), "other files", str(full / "newsbook-workbook"))
    assert [path.name for path in full.iterdir()] == ["thesis.txt"]
    assert started == []


def test_a_folder_that_cannot_be_written_is_refused(
    run, bed, started, refused, tmp_path, monkeypatch
):
    def refuse(path, *args, **kwargs):
        raise PermissionError(13, "Permission denied", str(path))

    # Not by `chmod`: the tests may run as root, who may write everywhere.
    monkeypatch.setattr(Path, "mkdir", refuse)
    refused(run("open", tmp_path / "locked"), "locked", "Permission denied")
    assert started == []


def test_jupyterlabs_failure_is_told(run, bed, monkeypatch):
    monkeypatch.setattr(learning, "start", lambda command, root: 3)
    result = run("open")
    assert result.exit_code == 2 and "ended with code 3" in result.stderr


def test_without_its_first_notebook_the_folder_still_opens(bed):
    (bed.root / LESSON).unlink()
    assert not any("default_url" in part for part in lab_command(bed.root))
