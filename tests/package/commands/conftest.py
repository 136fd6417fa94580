"""What the tests of the commands share: a small workbook, and ways to run a command."""

import os
from pathlib import Path

import pytest
from article_bed import STORY
from click.testing import CliRunner
from programs import python
from small_workbook import Bed

from newsbook.cli import main
from newsbook.workbook import checking, doctor, graft, handin, opening, resetting


@pytest.fixture
def bed(tmp_path, monkeypatch):
    """The package's places set to a small workbook, and the learner's copy as current folder."""
    made = Bed(tmp_path)
    for module in (checking, doctor, graft, handin, resetting):
        monkeypatch.setattr(module, "pristine_folder", lambda: made.pristine)
    for module in (opening, resetting, doctor):
        monkeypatch.setattr(module, "packaged_workbook", lambda: made.packaged)
    monkeypatch.delenv("NEWSBOOK_ANSWERS", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    opening.update_copy(made.root)
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def run():
    """Run a command in this process: ``run("hint", "0.2")``."""

    def call(*args, **options):
        result = CliRunner().invoke(main, [str(arg) for arg in args], **options)
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), repr(
            result.exception
        )
        return result

    yield call
    os.environ.pop("NEWSBOOK_ANSWERS", None)


@pytest.fixture
def shell():
    """Run a command as a program of its own."""

    def call(*args, cwd, **variables):
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **variables}
        words = map(str, args)
        return python("-m", "newsbook.cli", *words, cwd=cwd, environment=environment)

    return call


@pytest.fixture
def refused():
    """Insist on one plain sentence on standard error, and exit code 2."""

    def look(result, *words):
        assert result.exit_code == 2
        (line,) = result.stderr.splitlines()
        assert line.startswith("newsbook: ") and line.endswith(".")
        for word in words:
            assert word in line
        assert result.stdout == ""

    return look


@pytest.fixture
def snapshot():
    """Every file under a folder, with its bytes."""

    def take(folder: Path):
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != ".lock"
        }

    return take


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of the teacher's with a text in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my story.txt").write_bytes(b"\xef\xbb\xbf" + STORY.encode())
    return tmp_path
