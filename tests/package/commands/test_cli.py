"""What all commands share: help, exit codes, one sentence for bad input."""

import errno
import re

import pytest
from small_workbook import RIGHT

import newsbook
from newsbook.cli import main
from newsbook.workbook import opening

COMMANDS = ["open", "check", "progress", "hint", "reset", "handin", "demo", "article"]
COMMANDS += ["release", "site", "grade", "class", "heatmap", "doctor", "build"]


def test_help_lists_the_commands_in_order_of_use_and_says_the_exit_codes(run):
    result = run("--help")
    assert result.exit_code == 0
    listed = re.findall(r"^  (\w+)  +\S", result.output.partition("Commands:")[2], re.MULTILINE)
    assert listed[: len(COMMANDS)] == COMMANDS
    assert "Exit codes: 0 all is well; 1 there is something to mend" in result.output
    assert "..." not in result.output.partition("Commands:")[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_help_has_an_example_that_names_the_command(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"newsbook {command}" in result.output.partition("Example:")[2]
    assert "\b" not in result.output


def test_version(run):
    assert run("--version").output == f"newsbook {newsbook.__version__}\n"


@pytest.mark.parametrize(
    "args",
    [
        ["nonsense"],
        ["check", "--timeout", "0"],
        ["check", "--timeout", "soon"],
        ["hint"],
        ["hint", "0.2", "two"],
        ["reset"],
        ["handin", "extra"],
    ],
)
def test_bad_usage_exits_with_2(run, bed, args):
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["check", "77"], "'77'"),
        (["check", "../01"], "lesson"),
        (["check", "0.2"], "lesson"),
        (["hint", "0.77"], "0.77"),
        (["hint", "77.1"], "77.1"),
        (["hint", "../../x"], "exercise id"),
        (["hint", "0.2", "0"], "hints 1 to 2"),
        (["hint", "0.2", "3"], "hints 1 to 2"),
        (["reset", "0.77", "--yes"], "0.77"),
        (["reset", "77", "--yes"], "'77'"),
        (["reset", "../x", "--yes"], "exercise id"),
        (["reset", "0.2"], "--yes"),
        (["build"], "learner's copy"),
    ],
)
def test_bad_input_gets_one_sentence_and_changes_nothing(run, bed, refused, snapshot, args, words):
    before = snapshot(bed.root)
    refused(run(*args), words)
    assert snapshot(bed.root) == before


@pytest.mark.parametrize("command", ["check", "progress", "handin"])
def test_outside_a_workbook_a_sentence_says_so(run, tmp_path, monkeypatch, refused, command):
    monkeypatch.chdir(tmp_path)
    refused(run(command), "no exercises in it or above it")


def test_build_outside_a_workbook_says_so(run, tmp_path, monkeypatch, refused):
    monkeypatch.chdir(tmp_path)
    refused(run("build"), "not in a workbook")


def test_a_hand_in_inside_another_workbook_is_taken_for_itself(run, bed, monkeypatch):
    """The nearest exercises count: an instructor's own must never be graded instead."""
    hand = bed.root / "submissions" / "one" / "exercises"
    hand.mkdir(parents=True)
    (hand / bed.first.name).write_bytes(bed.first.read_bytes())
    bed.answer(RIGHT)
    monkeypatch.chdir(hand.parent)
    result = run("check", "00")
    assert "not attempted" in result.output


def test_what_the_system_refuses_is_told_in_a_sentence(run, bed, refused, monkeypatch):
    def full(path, data):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(opening, "write_whole", full)
    bed.first.unlink()
    refused(run("open", "--no-lab"), "00_start_here.ipynb", "No space left on device")


def test_an_unforeseen_error_is_not_hidden(bed, monkeypatch):
    """Only what is known to be bad input becomes a sentence; a bug of ours stays visible."""
    from click.testing import CliRunner

    monkeypatch.setattr(opening, "update_copy", lambda folder: 1 / 0)
    result = CliRunner().invoke(main, ["open", "--no-lab"])
    assert isinstance(result.exception, ZeroDivisionError)


def test_as_a_program_piped_output_is_plain_and_there_is_no_traceback(shell, tmp_path):
    result = shell("check", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1 and "Traceback" not in result.stderr
    shown = shell("--help", cwd=tmp_path)
    assert shown.returncode == 0 and "\x1b" not in shown.stdout


def test_hint_climbs_the_same_ladder_as_in_a_notebook(run, bed):
    first, second = run("hint", "0.2"), run("hint", "0.2")
    assert first.output.startswith("Hint 1 of 2 for 0.2: ")
    assert second.output.startswith("Hint 2 of 2 for 0.2: ")
    hint, _, how = first.output.partition("\n")
    assert how == "(1 more: run this again.)\n"
    again = run("hint", "0.2", "1").output
    assert again == f"{hint}\n(1 more: `newsbook hint 0.2 2` shows the next.)\n"
    assert (bed.answers / "progress" / "0.2.json").is_file()
    shown = run("progress").output
    assert re.search(r"○ 0\.2 .* 0 of 1 · 2 hints taken", shown)


def test_hint_notes_with_the_workbook_from_any_folder_in_it(run, bed, monkeypatch):
    monkeypatch.chdir(bed.root / "seeds")
    run("hint", "0.2")
    assert (bed.answers / "progress" / "0.2.json").is_file()
    assert not (bed.root / "seeds" / "answers").exists()


def test_progress_of_a_fresh_workbook_names_the_first_exercise(run, bed):
    result = run("progress")
    assert result.exit_code == 0
    assert re.search(r"\n0 of \d+ points · 0 of \d+ correct\n", result.output)
    assert "Next: 0.1 " in result.output and "`newsbook check` is what counts" in result.output
    assert "\x1b" not in result.output
