"""The group that all commands belong to."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

import click

import newsbook
from newsbook.cli import (
    articles,
    classes,
    demonstrating,
    grading,
    handing_out,
    heatmaps,
    keeping,
    learning,
)
from newsbook.cli.refusals import example, refusing

__all__ = ["main"]


class _Commands(click.Group):
    """A group that keeps the commands in the order of use and never shows a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which they were added."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it raises for bad input becomes a sentence."""
        with refusing():
            return super().invoke(ctx)


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example(
        "newsbook             open the workbook",
        "newsbook check 01    check the exercises of lesson 1",
        "newsbook hint 1.2    a hint for exercise 1.2",
    )
    + "\n\nExit codes: 0 all is well; 1 there is something to mend (an exercise that is not "
    "correct, a difference, a failed check of the doctor); 2 bad usage or bad input, told in one "
    "sentence. Colours are left out where output is not a terminal or NO_COLOR is set.",
)
@click.version_option(newsbook.__version__, message="newsbook %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """A Jupyter workbook on tokenising, entity tagging and quote extraction.

    Without a command it does what `newsbook open` does: it opens JupyterLab on your workbook.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a sign shows "?"; it must not end the command.
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if ctx.invoked_subcommand is None:
        ctx.invoke(learning.open_workbook)


for _command in (
    learning.open_workbook,
    learning.check,
    learning.progress,
    learning.hint,
    learning.reset,
    learning.handin,
    demonstrating.demo,
    articles.article,
    handing_out.release,
    handing_out.site,
    grading.grade,
    classes.live_class,
    heatmaps.heatmap,
    keeping.doctor,
    keeping.build,
):
    main.add_command(_command)
