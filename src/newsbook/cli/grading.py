"""The command that grades a class: `grade`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsbook.cli.refusals import TO_MEND, Refusal, example
from newsbook.markup import counted

if TYPE_CHECKING:
    from newsbook.grading.model import Graded

__all__ = ["grade"]

FOR_THE_UPLOAD = (
    "When you upload it, have Moodle in English, and tick “Allow updating records that have been "
    "modified more recently in Moodle than in the spreadsheet”: else it skips who has a grade or a "
    "page of feedback there already."
)

SECONDS_BETWEEN_LINES = 20.0
"""Where there is no terminal for a bar, as in a log."""


class _Progress:
    """How far grading is: a bar in a terminal, else a line now and then."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.already = 0
        self.bar: Any = None
        self.told_at = time.monotonic()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.render_finish()

    def known(self, already: int) -> None:
        """Say how many need not be run, and begin there."""
        self.already = already
        if already:
            click.echo(f"{already} of {self.total} are done already.", err=True)
        left = self.total - already
        if left and not sys.stderr.isatty():
            click.echo(f"Grading {counted(left, 'submission')} …", err=True)
        elif left:
            self.bar = click.progressbar(
                length=self.total, label="Grading", show_pos=True, file=sys.stderr
            )
            self.bar.update(already)

    def advance(self, _graded: Graded) -> None:
        """One more is graded. Those that were known come first, and are counted already."""
        self.done += 1
        if self.done <= self.already:
            return
        if self.bar is not None:
            self.bar.update(1)
        elif time.monotonic() - self.told_at >= SECONDS_BETWEEN_LINES:
            self.told_at = time.monotonic()
            click.echo(f"{self.done} of {self.total} graded.", err=True)


@click.command(
    short_help="Grade what a class has handed in.",
    epilog=example(
        "newsbook grade downloads/week3.zip -o report",
        "newsbook grade handed_in/ -o report --only 2.3 --only 03",
    ),
)
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "report",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the report; a run that was stopped there goes on.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="ID",
    help="An exercise (2.3) or a lesson (02); may be repeated.  [default: each lesson that "
    "somebody has attempted]",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    help="Submissions that run side by side.  [default: one for each processor]",
)
@click.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(0.1, 3600),
    default=10.0,
    show_default=True,
    help="Seconds of processor time that one exercise may use.",
)
@click.option(
    "--csv",
    "preset",
    type=click.Choice(["plain", "moodle", "canvas", "canvas-exercises"]),
    default="plain",
    show_default=True,
    help="Whose columns grades.csv has; canvas: the total alone.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    default="",
    help="Run the answers on a Dask cluster: its scheduler's address, as tcp://host:8786.",
)
@click.option("--again", is_flag=True, help="Run everything anew, on new hidden inputs.")
@click.option(
    "--seed",
    "secret",
    metavar="SECRET",
    default="",
    envvar="NEWSBOOK_SEED",
    help="Words of yours that decide the hidden inputs: give two sections the same. Also read "
    "from NEWSBOOK_SEED, which no history of commands keeps.  [default: drawn for each folder]",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Grade into a folder with a report on other students; their pages, and what was kept of "
    "their answers, are removed.",
)
@click.option(
    "--unsafe",
    is_flag=True,
    help="Grade where this system lacks a protection; only for code that you trust.",
)
@click.pass_context
def grade(
    ctx: click.Context,
    submissions: Path,
    report: Path,
    only: tuple[str, ...],
    jobs: int | None,
    seconds: float,
    preset: str,
    cluster: str,
    again: bool,
    secret: str,
    replace: bool,
    unsafe: bool,
) -> None:
    """Grade SUBMISSIONS: a folder, a zip file, a learning platform's download, one notebook.

    Answers run in a sandbox, on inputs that nobody has seen, and are judged outside of it (in a
    checkout only: it takes the solutions). Into the report's folder come grades.csv, grades.json,
    class.html and a page of feedback for each student. What was observed is kept there, too: the
    same command goes on after a stop, and grades again after an exercise was mended, without
    running anything twice.

    Graded is what --only names; else all exercises of the lessons of which somebody has handed in
    an attempted answer. They are the same for everybody, and what is missing counts as zero.

    Exit code 0 when all were graded, whatever the grades.
    """
    from newsbook.exercises import get_exercise
    from newsbook.grading.batch import Options
    from newsbook.grading.batch import grade as grade_all
    from newsbook.grading.covering import covered
    from newsbook.grading.intake import submissions as read_submissions
    from newsbook.grading.keeping import forget_others, graded_before, students_before
    from newsbook.grading.model import NOT_RUN
    from newsbook.grading.reports import FOR_MOODLE, remove_others, write
    from newsbook.grading.sandbox import Limits
    from newsbook.workbook.places import find_checkout

    root = find_checkout("grade")
    if not submissions.exists():
        raise Refusal(f"{submissions} is not there: name a folder, a zip file or a notebook.")
    if report.exists() and not report.is_dir():
        raise Refusal(f"{report} is a file; -o takes a folder.")
    if cluster and jobs:
        raise Refusal("--jobs is for this machine; how many run on a cluster, its workers say.")
    found = list(read_submissions(submissions))
    if not found:
        raise Refusal(f"{submissions} holds nothing that was handed in.")
    options = Options(
        only, jobs or 0, Limits(seconds=seconds),
        unsafe=unsafe, again=again, secret=secret, cluster=cluster,
    )  # fmt: skip
    gone = sorted(set(students_before(report)) - {one.student for one in found})
    if gone and not replace:
        told = ", ".join(gone[:3]) + (f" and {len(gone) - 3:,} more" if len(gone) > 3 else "")
        raise Refusal(
            f"{report} has a report on students who are not in {submissions} ({told}): take "
            "another folder, or say --replace, which removes their pages and what was kept of "
            "their answers."
        )
    before = graded_before(report)
    progress = _Progress(len(found))
    try:
        with progress:
            graded = grade_all(
                found, report, root, options, advance=progress.advance, known=progress.known
            )
    except KeyboardInterrupt:
        done = max(progress.done, progress.already)
        click.echo(
            f"\nStopped after {done} of {len(found)}: the same command goes on from there.",
            err=True,
        )
        ctx.exit(TO_MEND)
    exercises = [get_exercise(name) for name in graded[0].verdicts]
    written = write(report, graded, exercises=exercises, csv_preset=preset)
    removed = remove_others(report, written)
    forgotten = forget_others(report, [one.student for one in found]) if replace else 0
    lost = [one.submission.student for one in graded if one.submission.problem == NOT_RUN]
    unread = sum(bool(one.submission.problem) for one in graded) - len(lost)
    told = f"{counted(len(graded), 'submission')}"
    if unread or lost:
        told += f": {len(graded) - unread - len(lost)} graded"
        told += f", {unread} that could not be read (the report says why)" if unread else ""
        told += f", {len(lost)} that could not be run" if lost else ""
        click.echo(f"{told}.")
    else:
        click.echo(f"{told} graded.")
    if lost:
        ids = ", ".join(lost[:10]) + (f" and {len(lost) - 10:,} more" if len(lost) > 10 else "")
        click.echo(
            f"The sandbox or its worker was lost each time with {ids}: no grade there yet. The "
            "same command runs this again, and no other."
        )
    names = [exercise.id for exercise in exercises]
    if names:
        points = sum(exercise.points for exercise in exercises)
        told = f"The report covers {covered(names)}: {counted(points, 'point')} at most."
    else:
        told = "Nobody has attempted an answer, so that there is nothing to grade."
    if before and before != names:
        told += f" Before, it covered {covered(before)}."
    if removed:
        were = "was" if len(removed) == 1 else "were"
        pages = counted(len(removed), "page")
        told += f" {pages} {were} removed, of students who are not in this run."
    if forgotten:
        told += f" So was what was kept of {counted(forgotten, 'student')}’s answers."
    click.echo(told)
    click.echo(f"Open {report / 'class.html'}; the grades are in {report / 'grades.csv'}.")
    if preset == "moodle":
        click.echo(FOR_THE_UPLOAD)
    if (back := report / FOR_MOODLE) in written:
        click.echo(f"Moodle takes the pages back as one file, {back}.")
