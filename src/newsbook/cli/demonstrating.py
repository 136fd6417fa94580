"""The command for showing one widget to a class: `demo`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from newsbook.cli import learning
from newsbook.cli.refusals import Refusal, example

__all__ = ["demo"]


@click.command(
    cls=learning.WithOptions,
    short_help="Show a widget to a class, on a page of its own.",
    epilog=example("newsbook demo", "newsbook demo 3 --dark", "newsbook demo quote_linker"),
)
@click.argument("name", required=False)
@click.option("--dark", is_flag=True, help="A dark page.")
@click.option("--no-browser", is_flag=True, help="Start the page, but open no browser.")
@click.pass_context
def demo(ctx: click.Context, name: str | None, dark: bool, no_browser: bool) -> None:
    """Show a demonstration: a question for the room, and a large widget that saves nothing.

    NAME is its number or the beginning of its name; without it all are listed. The page is Voilà's,
    with nothing around it, and what follows `--` goes to Voilà.
    """
    from newsbook.workbook.demos import (
        TEMPLATES,
        demo_paths,
        find_demo,
        question_of,
        voila_command,
    )
    from newsbook.workbook.places import WorkbookError, find_workbook, packaged_workbook

    try:
        root = find_workbook()
        demo_paths(root)[0]
    except (WorkbookError, IndexError):
        root = packaged_workbook()
    if name is None:
        for path in demo_paths(root):
            number, _, rest = path.stem.partition("_")
            click.echo(f"{int(number):>3}  {rest:<18} {question_of(path)}")
        click.echo("\n`newsbook demo 1` opens the first.")
        return
    path = find_demo(root, name)
    options = ctx.meta.get(learning.LAB_OPTIONS, ())
    command = voila_command(path, dark=dark, browser=not no_browser, options=options)
    there = [str(TEMPLATES), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, there))
    where = "at the address that Voilà names below" if no_browser else "in the browser"
    click.echo(f"{path.stem} opens {where}. Stop it with Ctrl-C.")
    if code := learning.start(command, Path(root)):
        raise Refusal(f"Voilà ended with code {code}; its own messages are above.")
