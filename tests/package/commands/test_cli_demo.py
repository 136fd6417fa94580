"""`newsbook demo`: all demonstrations are listed, and the one that is meant is shown."""

import importlib.util
import os

import pytest
from click.testing import CliRunner
from support import ROOT

from newsbook.cli import learning, main
from newsbook.workbook.demos import TEMPLATES, demo_paths, question_of


@pytest.fixture
def shown(monkeypatch):
    """What would be started, and what it would find in JUPYTER_PATH."""
    started = []
    monkeypatch.setenv("JUPYTER_PATH", "/elsewhere")
    monkeypatch.setattr(
        learning,
        "start",
        lambda command, root: started.append((command, os.environ["JUPYTER_PATH"])) or 0,
    )
    return started


def run(*words):
    return CliRunner().invoke(main, ["demo", *words])


def test_without_a_name_all_are_listed(shown):
    done = run()
    lines = done.output.splitlines()
    for path in demo_paths(ROOT):
        number, _, name = path.stem.partition("_")
        row = next(line for line in lines if line.split()[:1] == [str(int(number))])
        assert name in row and row.endswith(question_of(path))
    assert (done.exit_code, shown) == (0, [])


@pytest.mark.parametrize(
    "name", ["3", "03", "quote_linker", "QuoteLinker", "quote", "03_quote_linker.ipynb"]
)
def test_the_one_that_is_meant_is_shown(shown, name):
    assert run(name, "--dark", "--", "--port=9000").exit_code == 0
    ((command, path),) = shown
    assert command[1:3] == ["-m", "voila"] and command[3].endswith("/03_quote_linker.ipynb")
    assert "--theme=dark" in command and command[-1] == "--port=9000"
    assert "--Voila.ip=127.0.0.1" in command
    assert path == f"{TEMPLATES}{os.pathsep}/elsewhere"
    assert (TEMPLATES / "voila/templates/newsbook/index.html.j2").is_file()


def test_it_says_that_a_browser_opens_only_where_one_does(shown):
    assert "opens in the browser" in run("3").output
    told = run("3", "--no-browser").output
    assert "address that Voilà names" in told and "in the browser" not in told
    assert "--no-browser" in shown[-1][0]


@pytest.mark.parametrize(
    ("name", "why"),
    [("99", "is no demonstration"), ("p", "could be several"), ("", "is no demonstration")],
)
def test_what_could_be_anything_is_refused(shown, name, why):
    done = run(name)
    assert (done.exit_code, shown) == (2, [])
    assert (
        why in done.output and "09_pipeline_view" in done.output and "Traceback" not in done.output
    )


def test_without_voila_it_says_what_to_do(shown, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    done = run("1")
    assert (done.exit_code, shown) == (2, [])
    assert "pip install voila" in done.output
