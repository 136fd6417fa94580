"""The commands that keep the workbook itself in order: `doctor` and `build`."""

from __future__ import annotations

import click

from newsbook.cli.refusals import TO_MEND, example, stopping_at_once

__all__ = ["build", "doctor"]


@click.command(short_help="Find out what is wrong, if anything.", epilog=example("newsbook doctor"))
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Look at everything the workbook needs, and say what to do where something is wrong.

    Exit code 1 when something is wrong.
    """
    from newsbook.workbook.doctor import examine

    wrong = 0
    for finding in examine():
        wrong += not finding.ok
        sign, _, rest = str(finding).partition(" ")
        click.echo(f"{click.style(sign, fg='green' if finding.ok else 'red')} {rest}")
    if wrong:
        click.echo(f"\n{wrong} {'thing is' if wrong == 1 else 'things are'} wrong.")
        ctx.exit(TO_MEND)
    click.echo("\nAll is well.")


@click.command(
    short_help="Build the exercises from the solutions.",
    epilog=example("newsbook build", "newsbook build --check"),
)
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if a file differs.")
@click.pass_context
def build(ctx: click.Context, check: bool) -> None:
    """Make exercises/ and the check notebooks from solutions/ (in a checkout only).

    It runs every notebook, stores the outputs, and prints each file that was written or differs.
    """
    from newsbook.workbook.build import build as run_build
    from newsbook.workbook.places import WorkbookError, find_workbook, is_checkout

    root = find_workbook()
    if not is_checkout(root):
        raise WorkbookError(
            f"{root} is a learner's copy without solutions: `newsbook build` works in a checkout "
            "of the project."
        )
    with stopping_at_once():
        found = run_build(root, check=check, say=click.echo)
    for difference in found:
        click.echo(str(difference))
    if not found:
        click.echo("Everything is as the solutions give it.")
    elif check:
        click.echo("Run `newsbook build` and look at what it changes.")
        ctx.exit(TO_MEND)
    else:
        click.echo(f"{len(found)} {'file' if len(found) == 1 else 'files'} brought up to date.")
