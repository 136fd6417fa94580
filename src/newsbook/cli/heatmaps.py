"""The command that shows where a class disagrees: `heatmap`."""

from __future__ import annotations

from pathlib import Path

import click

from newsbook.cli.refusals import Refusal, example
from newsbook.markup import visible

__all__ = ["heatmap"]

MOST_TOLD = 10


@click.command(
    short_help="Show where a class's answers differ, on the article.",
    epilog=example(
        "newsbook heatmap downloads/week3.zip --exercise 2.2 -o names.html",
        "newsbook heatmap answers/ --activity entities:story -o story.html",
        "newsbook heatmap newsbook-classes/2026-03-02-0915.newsclass --round 3",
        "newsbook heatmap names.html -o again.html",
    ),
)
@click.argument("place", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--exercise", default="", metavar="ID", help="The exercise that was answered: 2.2.")
@click.option(
    "--activity",
    default="",
    metavar="NAME",
    help="What else was answered: entities:nato_seoul:1-3.",
)
@click.option(
    "--round",
    "number",
    default=0,
    type=click.IntRange(0, 1_000_000),
    metavar="N",
    help="Which vote of a class's file; without it, those there are are listed.",
)
@click.option(
    "-o",
    "--output",
    default=Path("heat.html"),
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page to write; a table (.csv) is written beside it.",
)
def heatmap(place: Path, exercise: str, activity: str, number: int, output: Path) -> None:
    """Show on the article what a class made of it, from the hand-ins in FOLDER.

    FOLDER is what `newsbook grade` takes (a folder, a zip file, a learning platform's download),
    or a folder of answer files, one a student; or the file of a live class (.newsclass); or a heat
    map that was saved before. Written are one page that stands alone and a table. Nothing that was
    handed in is run.
    """
    from newsbook.live.files import heat_of_files
    from newsbook.live.of_class import SUFFIX, heat_of_class
    from newsbook.live.saving import reopened, write_heat

    if not place.exists():
        raise Refusal(
            f"{place} is not there: name a folder, a zip file, a class's file or a saved heat map."
        )
    if exercise and activity:
        raise Refusal("Give --exercise or --activity, not both.")
    if number and place.suffix != SUFFIX:
        raise Refusal(f"--round is for the file of a live class ({SUFFIX}).")
    if output.suffix.lower() != ".html":
        raise Refusal(f"-o takes the name of a page, which ends in .html, not {output.name}.")
    if place.suffix.lower() == ".html":
        page, table = write_heat(output, reopened(place))
    else:
        asked = exercise or activity
        if place.suffix == SUFFIX:
            counted = heat_of_class(place, asked, number)
        else:
            counted = heat_of_files(place, asked)
        page, table = write_heat(output, counted.saved)
        answers = f"{counted.answered} answer{'s' * (counted.answered != 1)}"
        click.echo(visible(f"{counted.saved.board['title']}: {answers}."))
        for sentence in counted.left_out[:MOST_TOLD]:
            click.echo(visible(f"Left out: {sentence}"), err=True)
        if (more := len(counted.left_out) - MOST_TOLD) > 0:
            click.echo(f"Left out: {more} more.", err=True)
    click.echo(visible(f"Open {page}; the figures are in {table}."))
