"""The commands that make what a class is given: `release` (a zip file), `site` (a web folder)."""

from __future__ import annotations

from pathlib import Path

import click

from newsbook.cli.refusals import example

__all__ = ["release", "site"]


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


@click.command(
    short_help="Make the folder that a browser works in.",
    epilog=example("newsbook site -o public", "newsbook site -o public --pyodide FILE.tgz"),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The folder; by default dist/site. An older site in it is replaced.",
)
@click.option(
    "--pyodide",
    type=click.Path(path_type=Path),
    help="Python for the browser as a file (the npm package pyodide), rather than fetched.",
)
def site(output: Path | None, pyodide: Path | None) -> None:
    """Make the folder that is the whole workbook in a browser (in a checkout only).

    Copy it to any host of static files that has https. Each student's browser does the computing,
    keeps their answers and asks no other host for anything. Solutions are not in it.
    """
    from newsbook.workbook.places import find_checkout

    root = find_checkout("site")
    # Only a checkout has it.
    from newsbook.site import make_site

    made = make_site(root, output or root / "dist" / "site", pyodide, say=click.echo)
    for line in made.lines:
        click.echo(line)
