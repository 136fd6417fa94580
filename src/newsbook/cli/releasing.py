"""The command that makes what a class is given: `release`."""

from __future__ import annotations

from pathlib import Path

import click

from newsbook.cli.refusals import example

__all__ = ["release"]


@click.command(
    short_help="Make the zip file that a class is given.",
    epilog=example("newsbook release", "newsbook release -o newsbook-spring.zip"),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The zip file; by default it goes into dist/.",
)
def release(output: Path | None) -> None:
    """Make the hand-out: one zip file, the same bytes every time (in a checkout only).

    In it are lessons, exercises, articles, the package, its requirements with hashes, and a page
    that says how to start; no solutions, no hidden cases, no held-back articles.
    """
    from newsbook.grading.release import make_release
    from newsbook.workbook.places import find_checkout

    for line in make_release(find_checkout("release"), output).lines:
        click.echo(line)
