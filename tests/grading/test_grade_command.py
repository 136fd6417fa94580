"""`newsbook grade`, as an instructor types it."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support import ROOT

from newsbook.cli import grading
from newsbook.cli.main import main
from newsbook.grading.batch import TRIES, _Runs
from newsbook.grading.model import NOT_RUN
from newsbook.grading.sandbox import Work, missing_protections
from newsbook.grading.sandbox.reading import Told

UNSAFE = ["--unsafe"] if missing_protections() else []


def run(*words: str | Path, expect: int = 0) -> Result:
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        result = CliRunner().invoke(main, ["grade", *map(str, words)])
    finally:
        os.chdir(before)
    assert result.exit_code == expect, result.output
    return result


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """Ada has all right, Bob has done nothing, and Cyd's notebook is damaged."""
    folder = tmp_path / "in"
    solved = (ROOT / "solutions" / "01_tokenising.ipynb").read_bytes()
    for name, data in {
        "ada": solved,
        "bob": (ROOT / "exercises" / "01_tokenising.ipynb").read_bytes(),
        "cyd": b"{ damaged",
    }.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "01_tokenising.ipynb").write_bytes(data)
    return folder


def test_a_folder_is_graded_and_reported(handed_in: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"
    said = run(handed_in, "-o", report, "--only", "1.3", "--only", "1.9", *UNSAFE)
    assert "3 submissions: 2 graded, 1 that could not be read" in said.output
    rows = json.loads((report / "grades.json").read_text())["submissions"]
    states = {row["student"]: [e["state"] for e in row["exercises"].values()] for row in rows}
    assert states["ada"] == ["correct", "correct"]
    assert states["bob"] == states["cyd"] == ["not attempted", "not attempted"]
    # With a byte order mark, by which Excel knows UTF-8.
    assert (report / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbfstudent,")
    assert "ada" in (report / "grades.csv").read_text()
    assert (report / "class.html").is_file()
    assert len(list((report / "feedback").glob("*.html"))) == 3
    # The same command again runs nothing, and writes the same.
    before = {p.name: p.read_bytes() for p in report.glob("*.*")}
    assert "done already" not in said.output
    again = run(handed_in, "-o", report, "--only", "1.3", "--only", "1.9", *UNSAFE)
    assert {p.name: p.read_bytes() for p in report.glob("*.*")} == before
    # Of the others there is nothing to run.
    assert "3 of 3 are done already.\n" in again.output and "Grading" not in again.output
    covers = "The report covers exercises 1.3 and 1.9: "
    assert covers in again.output and "Before" not in again.output
    # Another class and another choice into the same folder: what changes is said.
    mine = report / "feedback" / "my_notes.html"
    mine.write_text("<!DOCTYPE html><title>Feedback for me</title>")
    note = report / "observations" / "note.json"
    note.write_text("{}")
    theirs = report / "observations" / "moved-away.json"
    theirs.write_text((report / "observations" / "ada.json").read_text())
    (handed_in / "bob").rename(handed_in / "zoe")
    # Bob's page is not removed unasked.
    kept = sorted((report / "feedback").glob("*.html"))
    refused = run(handed_in, "-o", report, "--only", "1.9", *UNSAFE, expect=2)
    assert "students who are not in" in refused.output and "(bob)" in refused.output
    assert sorted((report / "feedback").glob("*.html")) == kept and theirs.exists()
    said = run(handed_in, "-o", report, "--only", "1.9", "--replace", *UNSAFE)
    assert "covers exercise 1.9: " in said.output
    assert "Before, it covered exercises 1.3 and 1.9. 1 page was removed" in said.output
    assert "what was kept of 1 student’s answers" in said.output
    assert note.exists() and not theirs.exists() and theirs.with_name("ada.json").exists()
    pages = [path.name for path in (report / "feedback").glob("*.html")]
    assert sorted(pages) == ["ada.html", "cyd.html", "my_notes.html", "zoe.html"]
    assert "exercise 1.9: 1 exercise, " in (report / "class.html").read_text()


def test_two_sections_with_one_seed_get_the_same_inputs(handed_in: Path, tmp_path: Path) -> None:
    asked = {}
    for folder, seed in (("a", "blue heron"), ("b", "blue heron"), ("c", "grey"), ("d", None)):
        words = ["--seed", seed] if seed else []
        said = run(handed_in, "-o", tmp_path / folder, "--only", "1.9", *words, *UNSAFE)
        kept = (tmp_path / folder / "observations" / "run.json").read_text()
        assert "heron" not in said.output + kept and "grey" not in said.output
        assert json.loads(kept)["seed"] not in said.output
        asked[folder] = json.loads(kept)["seed"]
    assert asked["a"] == asked["b"] and len(set(asked.values())) == 3
    # The folder goes on with its own seed; another one is refused, unless all is to begin anew.
    run(handed_in, "-o", tmp_path / "a", "--only", "1.9", *UNSAFE)
    other = ["--only", "1.9", "--seed", "grey", *UNSAFE]
    refused = run(handed_in, "-o", tmp_path / "a", *other, expect=2)
    assert "was graded with another seed" in refused.output and "grey" not in refused.output
    run(handed_in, "-o", tmp_path / "a", *other, "--again")
    again = json.loads((tmp_path / "a" / "observations" / "run.json").read_text())["seed"]
    assert again == asked["c"]


def test_one_notebook_is_graded(handed_in: Path, tmp_path: Path) -> None:
    notebook = handed_in / "ada" / "01_tokenising.ipynb"
    said = run(notebook, "-o", tmp_path / "r", "--only", "1.9", "--csv", "moodle", *UNSAFE)
    assert "1 submission graded." in said.output
    # Moodle finds columns by their words, and skips what it has a newer record of.
    assert "Moodle in English, and tick “Allow updating records" in said.output


def test_bad_arguments_get_one_sentence(handed_in: Path, tmp_path: Path) -> None:
    for words, sentence in (
        ([tmp_path / "none", "-o", tmp_path / "r"], "is not there"),
        ([handed_in, "-o", tmp_path / "r", "--only", "9.9"], "There is no exercise 9.9"),
        ([handed_in, "-o", tmp_path / "r", "--only", "x"], "is not an exercise id"),
        ([handed_in, "-o", tmp_path / "r", "--only", "7"], "no lesson 7; the lessons are 00, 01"),
        ([handed_in], "Missing option '-o'"),
        ([handed_in, "-o", handed_in / "ada" / "01_tokenising.ipynb"], "is a file"),
        ([handed_in, "-o", tmp_path / "r", "--timeout", "0"], "--timeout"),
    ):
        result = run(*words, expect=2)
        assert sentence in result.output
        assert "Traceback" not in result.output
    (tmp_path / "empty").mkdir()
    assert "empty" in run(tmp_path / "empty", "-o", tmp_path / "r", expect=2).output


class Losing:
    """A place that loses a student's answers so many times before it runs them."""

    room = 9

    def __init__(self, times: int) -> None:
        self.times = times
        self.inbox: list[tuple[int, Sequence[Work]]] = []

    def submit(self, number: int, work: Sequence[Work]) -> None:
        self.inbox.append((number, work))

    def take(self) -> tuple[int, Told]:
        number, work = self.inbox.pop()
        self.times -= 1
        observed = b'{"observation": {"unusable": "It was run."}}'
        record = struct.pack(">III", 0, len(observed), 0) + observed
        assert len(work) == 1
        return number, Told() if self.times >= 0 else Told(0.1, 0.1, record)

    def finished(self) -> list[tuple[int, Told]]:
        return []

    def close(self) -> None: ...


def test_what_is_lost_is_run_again_and_gets_no_zero(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in" / "ada").mkdir(parents=True)
    solved = (ROOT / "solutions" / "01_tokenising.ipynb").read_bytes()
    (tmp_path / "in" / "ada" / "01_tokenising.ipynb").write_bytes(solved)
    words = (tmp_path / "in", "-o", tmp_path / "r", "--only", "1.9")

    def graded(times: int) -> tuple[str, Any, str]:
        monkeypatch.setattr(_Runs, "_place", lambda _: Losing(times))
        said = run(*words).output
        (row,) = json.loads((tmp_path / "r" / "grades.json").read_text())["submissions"]
        return said, row, (tmp_path / "r" / "feedback" / "ada.html").read_text()

    said, row, page = graded(TRIES)
    assert "1 that could not be run" in said and "each time with ada: no grade there yet" in said
    assert "could not be read" not in said
    assert row["problem"] == NOT_RUN
    assert "Not graded yet" in page and "hand in the zip" not in page
    assert ",0," not in (tmp_path / "r" / "grades.csv").read_text().splitlines()[1]
    # Nothing was kept of it, and the same command goes on.
    said, row, page = graded(TRIES - 1)
    assert "could not be run" not in said and "It was run." in page
    assert row["problem"] == "" and row["exercises"]["1.9"]["sentence"].endswith("It was run.")


def test_a_learners_copy_cannot_grade(
    handed_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("notebooks", "exercises", "seeds"):
        (tmp_path / part).mkdir()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["grade", str(handed_in), "-o", "r"])
    assert result.exit_code == 2
    assert "works in a checkout" in result.output


def test_outside_of_a_checkout_it_says_that_solutions_are_needed(
    handed_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["grade", str(handed_in), "-o", "r"])
    assert result.exit_code == 2
    assert "is not in a checkout of the project" in result.output
    assert "solutions/" in result.output and "to make one" not in result.output


def test_without_a_terminal_a_line_comes_now_and_then(
    handed_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading, "SECONDS_BETWEEN_LINES", 0.0)
    said = run(handed_in, "-o", tmp_path / "r", "--only", "1.3", *UNSAFE)
    assert said.output.startswith("Grading 3 submissions …\n")
    assert [line for line in said.output.splitlines() if line.endswith("3 graded.")] == [
        f"{n} of 3 graded." for n in (1, 2, 3)
    ]
    # What is known already is said once.
    said = run(handed_in, "-o", tmp_path / "r", "--only", "1.3", *UNSAFE)
    assert [line for line in said.output.splitlines() if " of 3 " in line] == [
        "3 of 3 are done already.",
    ]
