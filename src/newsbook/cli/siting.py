"""The command that makes the workbook a folder of files for a web host: `site`."""

from __future__ import annotations

from pathlib import Path

import click

from newsbook.cli.refusals import example

__all__ = ["site"]


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
