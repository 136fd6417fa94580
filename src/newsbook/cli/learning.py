"""The learner's commands: `open`, `check`, `progress`, `hint`, `reset` and `handin`."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsbook.cli.refusals import BAD_INPUT, TO_MEND, Refusal, example

if TYPE_CHECKING:
    from newsbook.exercises import State, Verdict

__all__ = [
    "LAB_OPTIONS",
    "WithOptions",
    "check",
    "handin",
    "hint",
    "open_workbook",
    "progress",
    "reset",
    "start",
]

LAB_OPTIONS = "newsbook.lab_options"
"""Where click keeps what follows ``--``."""


class WithOptions(click.Command):
    """A command that leaves everything after ``--`` for another program."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Cut the arguments at ``--`` before click reads them."""
        if "--" in args:
            cut = args.index("--")
            ctx.meta[LAB_OPTIONS] = args[cut + 1 :]
            args = args[:cut]
        return super().parse_args(ctx, args)


@click.command(
    "open",
    cls=WithOptions,
    short_help="Open JupyterLab on your workbook.",
    epilog=example(
        "newsbook open",
        "newsbook open ~/courses/newsbook --no-browser",
        "newsbook open -- --port=9000",
    ),
)
@click.argument("folder", required=False, type=click.Path(path_type=Path, readable=False))
@click.option("--no-browser", is_flag=True, help="Start JupyterLab, but open no browser.")
@click.option("--no-lab", is_flag=True, help="Only make or update the workbook.")
@click.pass_context
def open_workbook(
    ctx: click.Context,
    folder: Path | None = None,
    no_browser: bool = False,
    no_lab: bool = False,
) -> None:
    """Open JupyterLab on your workbook, and make the workbook where there is none.

    In a workbook or a checkout it opens that. Elsewhere your copy of the workbook is made in
    FOLDER, by default `newsbook-workbook` in your home folder. After an update of newsbook the
    files that you have not changed are brought up to date; files that you changed are kept, and
    the new ones are put beside them. What follows `--` goes to JupyterLab.
    """
    from newsbook.workbook.opening import choose_folder, lab_command, update_copy

    root, ours = choose_folder(folder)
    if ours:
        for line in update_copy(root).lines:
            click.echo(line)
    if no_lab:
        click.echo(f"The workbook is in {root}.")
        return
    click.echo(f"Opening JupyterLab on {root}. Stop it with Ctrl-C.")
    command = lab_command(root, ctx.meta.get(LAB_OPTIONS, ()), browser=not no_browser)
    if code := start(command, root):
        raise Refusal(f"JupyterLab ended with code {code}; its own messages are above.")


def start(command: Sequence[str], root: Path) -> int:
    """Run JupyterLab or Voilà in place of this program where that is possible.

    Args:
        command: What to run.
        root: The folder it runs in.

    Returns:
        Its exit code, where this program is still there.
    """
    sys.stdout.flush()
    os.chdir(root)
    # A terminal in JupyterLab must find `newsbook`, though nobody has activated the environment.
    scripts = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", "")])
    if os.name == "posix":
        os.execv(command[0], list(command))
    process = subprocess.Popen(command)
    # Ctrl-C is for JupyterLab, which asks before it stops.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return process.wait()


@click.command(
    short_help="Check your exercises.",
    epilog=example("newsbook check", "newsbook check 01 02 --timeout 60"),
)
@click.argument("lessons", nargs=-1, metavar="[NN]...")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=3600),
    default=20.0,
    show_default=True,
    metavar="SECONDS",
    help="How long an answer cell may run.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for scripts.")
@click.pass_context
def check(ctx: click.Context, lessons: Sequence[str], timeout: float, as_json: bool) -> None:
    """Check your exercises: all lessons, or those whose numbers are given.

    It runs your saved answers in fresh kernels against the original exercises. Save your notebooks
    first. It takes the exercises of the folder it is in, a workbook's or an unpacked hand-in's.
    Exit code 0 when all are correct, 1 when not, 2 when a notebook could not be checked.
    """
    from newsbook.answers import note_verdict
    from newsbook.exercises import State, get_exercise
    from newsbook.workbook.checking import check_notebooks, exercise_notebooks
    from newsbook.workbook.foretelling import foretold_of_run
    from newsbook.workbook.graft import exercises_in
    from newsbook.workbook.places import find_exercises

    root = find_exercises()
    paths = exercise_notebooks(root, lessons)
    titles = {name: get_exercise(name).title for path in paths for name in exercises_in(path)}
    width = max(map(len, titles.values()), default=0)
    problems: list[str] = []
    told = {name: some for path in paths for name, some in _foretold(path).items()}

    def on_verdict(verdict: Verdict) -> None:
        note_verdict(verdict, root / "exercises" / "answers")
        if as_json:
            return
        click.echo(_line(verdict, titles.get(verdict.exercise, ""), width))
        if verdict.state is not State.CORRECT:
            click.echo(_indented(verdict.sentence))
        for sentence in told.get(verdict.exercise, ()):
            click.echo(_indented(sentence))

    def on_cost(exercise: str, seconds: float, printed: int) -> None:
        known = told.get(exercise, [])
        more = foretold_of_run(exercise, seconds, printed)
        # Of what is printed the saved notebook may have told already, and with another figure.
        new = [s for s in more if "it prints" not in s or not any("it prints" in k for k in known)]
        if new:
            told[exercise] = [*known, *new]

    def on_problem(sentence: str) -> None:
        problems.append(sentence)
        click.echo(f"newsbook: {sentence}", err=True)

    verdicts = check_notebooks(paths, timeout, on_verdict, on_problem, on_cost)
    earned = sum(verdict.earned for verdict in verdicts)
    # Of all that was asked for: a notebook that cannot be read must not shrink the total.
    asked = [get_exercise(name) for path in paths for name in exercises_in(path)]
    points = sum(exercise.points for exercise in asked)
    correct = sum(verdict.state is State.CORRECT for verdict in verdicts)
    if as_json:
        record = {
            "correct": correct,
            "earned": round(earned, 1),
            "exercises": [_record(verdict, titles) for verdict in verdicts],
            "format": 1,
            "foretold": told,
            "points": points,
            "problems": problems,
            "workbook": str(root),
        }
        click.echo(json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True))
    elif verdicts:
        click.echo(f"\n{_number(earned)} of {points} points · {correct} of {len(asked)} correct")
    if problems:
        ctx.exit(BAD_INPUT)
    if correct < len(verdicts):
        ctx.exit(TO_MEND)


def _foretold(path: Path) -> dict[str, list[str]]:
    """What a grade would refuse; of a notebook that cannot be read the check itself tells."""
    from newsbook.workbook.foretelling import foretold_in
    from newsbook.workbook.places import WorkbookError

    try:
        return foretold_in(path)
    except WorkbookError:
        return {}


def _record(verdict: Verdict, titles: dict[str, str]) -> dict[str, Any]:
    """A verdict for scripts, without what was observed."""
    record = verdict.as_json()
    del record["observation"]
    return record | {"earned": verdict.earned, "title": titles.get(verdict.exercise, "")}


def _line(verdict: Verdict, title: str, width: int, more: str = "") -> str:
    """Sign, id, title, state and points; colour says nothing that the words don't."""
    state = click.style(f"{verdict.state:<15}", fg=_colour(verdict.state))
    earned = f"{_number(verdict.earned)} of {verdict.points}"
    return f"{verdict.state.sign} {verdict.exercise:<5} {title:<{width}}  {state}  {earned}{more}"


def _colour(state: State) -> str:
    return {"correct": "green", "not yet": "yellow", "your code raised": "red"}.get(state, "cyan")


def _indented(text: str) -> str:
    return "\n".join(f"        {line}" for line in text.splitlines())


def _number(points: float) -> str:
    return f"{round(points, 1):g}"


@click.command(short_help="Show how far you are.", epilog=example("newsbook progress"))
def progress() -> None:
    """Show what you were last told of each exercise, and what is next.

    This is a note for you. `newsbook check` looks at the answers themselves: that is what counts.
    """
    from newsbook.exercises import State
    from newsbook.workbook.places import find_exercises
    from newsbook.workbook.progressing import next_row, progress_rows

    rows = progress_rows(find_exercises() / "exercises" / "answers")
    width = max((len(row.exercise.title) for row in rows), default=0)
    for row in rows:
        hints = f"hint{'' if row.hints == 1 else 's'}"
        more = f" · {row.hints} {hints} taken" if row.hints else ""
        click.echo(_line(row.verdict, row.exercise.title, width, more))
    earned = sum(row.verdict.earned for row in rows)
    points = sum(row.exercise.points for row in rows)
    correct = sum(row.verdict.state is State.CORRECT for row in rows)
    click.echo(f"\n{_number(earned)} of {points} points · {correct} of {len(rows)} correct")
    if upcoming := next_row(rows):
        exercise = upcoming.exercise
        click.echo(
            f"Next: {exercise.id} {exercise.title} (about {exercise.minutes} min). "
            f"Stuck? `newsbook hint {exercise.id}`"
        )
    else:
        click.echo("You were told that everything is correct.")
    click.echo("This is what you were last told; `newsbook check` is what counts.")


@click.command(
    short_help="Show the next hint for an exercise.",
    epilog=example("newsbook hint 1.2", "newsbook hint 1.2 1"),
)
@click.argument("exercise_id", metavar="EXERCISE")
@click.argument("number", required=False, type=int, metavar="[N]")
def hint(exercise_id: str, number: int | None) -> None:
    """Show the next hint for an exercise, or hint N again.

    It is the same ladder of hints as `hint("1.2")` in a notebook.
    """
    import newsbook.notebook
    from newsbook.exercises import get_exercise
    from newsbook.workbook.places import find_exercises

    count = len(get_exercise(exercise_id).hints)
    if number is not None and not 1 <= number <= count:
        raise Refusal(f"Exercise {exercise_id} has hints 1 to {count}.")
    # How many were taken is noted with the workbook's answers, wherever this is run.
    os.environ["NEWSBOOK_ANSWERS"] = str(find_exercises() / "exercises" / "answers")
    hint = newsbook.notebook.numbered_hint(exercise_id, number, "newsbook hint {} {}")
    click.echo(hint.text)


@click.command(
    short_help="Start an exercise afresh.",
    epilog=example("newsbook reset 1.2", "newsbook reset 01 --yes"),
)
@click.argument("what", metavar="EXERCISE|NN")
@click.option("--yes", is_flag=True, help="Don't ask.")
def reset(what: str, yes: bool) -> None:
    """Start an exercise afresh; your old answer is kept in exercises/answers.

    Only that exercise's own cells change. With a lesson's number the whole exercise notebook is
    put back, for instance when it is damaged; answers given in widgets then stay.
    """
    from newsbook.exercises import get_exercise
    from newsbook.workbook.checking import exercise_notebooks
    from newsbook.workbook.places import find_exercises
    from newsbook.workbook.resetting import reset_exercise, reset_notebook

    root = find_exercises()
    whole = re.fullmatch(r"\d{1,3}", what) is not None
    if whole:
        name = exercise_notebooks(root, [what])[0].name
        subject = f"the whole notebook exercises/{name}"
    else:
        exercise = get_exercise(what)
        subject = f"{exercise.id} {exercise.title}"
    if not yes:
        if not sys.stdin.isatty():
            raise Refusal("`newsbook reset` asks first: add --yes in a script.")
        click.echo(f"Save and close the notebook in JupyterLab first. To be reset: {subject}.")
        if not click.confirm("Reset it? Your old answer is kept."):
            click.echo("Nothing was changed.")
            return
    done = reset_notebook(root, name) if whole else reset_exercise(root, what)
    if not done:
        click.echo(f"{subject} is as it was handed out: nothing to reset.")
        return
    for sentence in done:
        click.echo(sentence)
    click.echo("If the notebook is open in JupyterLab: File > Reload Notebook from Disk.")


@click.command(short_help="Make the zip file to hand in.", epilog=example("newsbook handin"))
def handin() -> None:
    """Make the one zip file to hand in: notebooks, widget answers, versions.

    Nothing is run and no older file is overwritten. Save your notebooks first.
    """
    from newsbook.workbook.handin import make_handin
    from newsbook.workbook.places import find_exercises

    click.echo(make_handin(find_exercises()).summary)
