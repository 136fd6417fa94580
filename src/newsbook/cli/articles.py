"""The teacher's commands for an article of their own: `article new`, `check`, `export` and more."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsbook.cli.refusals import TO_MEND, Refusal, example

if TYPE_CHECKING:
    from newsbook.articles import Article, Layers

__all__ = ["article"]

FORMATS = ("conll", "spacy", "brat", "webanno")  # newsbook.formats.FORMATS, which loads slowly

# Whether a file can be read is told by whoever reads it, in one tone with all else.
_path = click.Path(path_type=Path, readable=False)


class _InOrder(click.Group):
    """A group that lists its commands in the order of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which they were added."""
        return list(self.commands)


@click.group(
    "article",
    cls=_InOrder,
    short_help="Bring an article of your own.",
    epilog=example(
        "newsbook article new story.txt",
        "newsbook article check story",
        "newsbook article exercises story -o for_my_class",
    ),
)
def article() -> None:
    """Bring an article of your own: draft its gold, check it, make exercises, exchange it.

    ARTICLE is the name of one of the workbook's articles, or a folder with an article.txt.
    """


@article.command(
    "new",
    short_help="Draft the gold of a text file.",
    epilog=example("newsbook article new story.txt -o my_story"),
)
@click.argument("file", type=_path)
@click.option("-o", "--output", type=_path, metavar="FOLDER", help="The folder to make.")
def new(file: Path, output: Path | None) -> None:
    """Make an article's folder of a text file, with a first draft of its gold.

    The draft is newsbook's guess at tokens, sentences, entities and quotes, for you to mend.
    """
    from newsbook.articles.validate import validate
    from newsbook.classroom.draft import MENDING_NAME, new_article

    made = new_article(file, output)
    click.echo(f"{made.folder} is made: {_counted(made)}.")
    click.echo("That is newsbook's guess, a first draft and no gold before somebody has read it.")
    if problems := validate(made):
        click.echo(f"Where it breaks the guidelines itself ({len(problems)}):")
        for problem in problems:
            click.echo(f"  {problem}")
    click.echo("Mend it layer by layer, tokens first:")
    assert made.folder is not None  # it was made there
    mending = shlex.quote(str(made.folder / MENDING_NAME))
    click.echo(f"  jupyter lab {mending}    shows each layer, and saves it")
    folder = shlex.quote(str(made.folder))
    click.echo(f"  newsbook article check {folder}    says what does not fit")


def _counted(made: Article) -> str:
    from newsbook.articles import Layers

    layers = Layers.of(made)
    names = [("token", layers.tokens), ("sentence", layers.sentences)]
    counts = [
        *names,
        ("entity", layers.entities),
        ("quote", layers.quotes),
        ("scare quote", layers.scare_quotes),
    ]
    return ", ".join(_number(len(held), name) for name, held in counts if held is not None)


def _number(count: int, name: str) -> str:
    many = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
    return f"{count:,} {name if count == 1 else many}"


@article.command(
    "check",
    short_help="Check an article's gold.",
    epilog=example("newsbook article check my_story"),
)
@click.argument("article", metavar="ARTICLE")
@click.pass_context
def check(ctx: click.Context, article: str) -> None:
    """Check an article's gold against the guidelines, as far as a program can.

    It prints a sentence for each thing to mend. Exit code 1 when there is one.
    """
    from newsbook.articles.validate import validate
    from newsbook.classroom.unread import unread_layers

    found = _open(article)
    if not found.layers:
        raise Refusal(
            f"{article} has no gold yet; `newsbook article new` makes a first draft in a new "
            "folder, and a layer goes into gold/ beside the text."
        )
    problems = validate(found, found.layers)
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"\n{_number(len(problems), 'thing')} to mend.")
        ctx.exit(TO_MEND)
    missing = [name for name in _all_layers() if name not in found.layers]
    click.echo(f"{found.name}: {_counted(found)}.")
    click.echo("Nothing breaks the guidelines. Whether it is right, a reader has to say.")
    if unread := unread_layers(found):
        click.echo(f"Still newsbook's own guess, read by nobody: {', '.join(unread)}.")
    if missing:
        click.echo(f"Without gold for: {', '.join(missing)}.")


def _all_layers() -> tuple[str, ...]:
    from newsbook.articles import LAYERS

    return LAYERS


def _open(named: str) -> Article:
    """An article by its folder, or by the name that the workbook gives it."""
    from newsbook.articles import Article, ArticleError, article_names

    if not Path(named).exists() and named in article_names():
        return Article.load(named)
    found = Article.open(named)
    if found.folder is None:
        raise ArticleError(
            f"{named} is a text on its own; `newsbook article new {shlex.quote(named)}` makes an "
            "article of it"
        )
    return found


def _gold(found: Article) -> Layers:
    from newsbook.articles import Layers

    layers = Layers.of(found)
    if not layers.held:
        raise Refusal(
            f"{found.folder} has no gold layers; `newsbook article new` makes a first draft."
        )
    return layers


@article.command(
    "exercises",
    short_help="Make exercises for a class.",
    epilog=example("newsbook article exercises my_story -o for_class"),
)
@click.argument("article", metavar="ARTICLE")
@click.option(
    "-o", "--output", type=_path, required=True, metavar="FOLDER", help="The folder to make."
)
def exercises(article: str, output: Path) -> None:
    """Make a set of exercises for a class from an article with gold.

    The folder holds the learners' notebook and one for you, with the answers and why each place
    was chosen. Hand out the folder without yours.
    """
    from newsbook.classroom.handout import make_exercises

    for line in make_exercises(_open(article), output):
        click.echo(line)


@article.command(
    "export",
    short_help="Write the gold for another tool.",
    epilog=example("newsbook article export nato_seoul --format brat -o seoul.ann"),
)
@click.argument("article", metavar="ARTICLE")
@click.option("--format", "format_", type=click.Choice(FORMATS), required=True)
@click.option(
    "-o",
    "--output",
    type=_path,
    metavar="PATH",
    help="The file to write, or a folder (without an ending) for it.",
)
def export(article: str, format_: str, output: Path | None) -> None:
    """Write an article's gold for another tool.

    conll: tokens with BIO labels. spacy: JSON Lines for spaCy and Prodigy. brat: standoff. webanno:
    W3C Web Annotation, JSON-LD. All but spacy put the text beside the file.
    """
    from newsbook.formats import HOLDS
    from newsbook.formats import export as write_files

    found = _open(article)
    layers = _gold(found)
    for file in write_files(found, layers, format_, output or Path()):
        click.echo(f"wrote {file}")
    left = [name for name in layers.held if name not in HOLDS[format_]]
    if left:
        click.echo(f"{format_} cannot hold: {', '.join(left)}.")


@article.command(
    "import",
    short_help="Read what another tool wrote.",
    epilog=example("newsbook article import seoul.ann -o seoul_from_brat"),
)
@click.argument("path", type=_path)
@click.option(
    "-o", "--output", type=_path, required=True, metavar="FOLDER", help="The folder to make."
)
@click.option("--format", "format_", type=click.Choice(FORMATS), help="By default by the ending.")
@click.option(
    "--text", "text_path", type=_path, metavar="FILE", help="The text, if it does not lie beside."
)
def import_(path: Path, output: Path, format_: str | None, text_path: Path | None) -> None:
    """Make an article's folder of what another tool has written.

    Of JSON Lines with several articles, each gets a folder in FOLDER, called by its name.
    """
    from newsbook.classroom.draft import make_article
    from newsbook.formats import import_file

    found = import_file(path, format_, text_path)
    folders = [output]
    if len(found) > 1:
        width = len(str(len(found)))
        used: set[str] = set()
        folders = []
        for i, document in enumerate(found, 1):
            name = "".join(c if c.isalnum() or c in "-_" else "_" for c in document.name)[:60]
            name = f"{name}_{i:0{width}}" if name in used or name in ("", "text") else name
            used.add(name)
            folders.append(output / name)
    for document, folder in zip(found, folders, strict=True):
        made = make_article(folder, document.text, document.layers)
        click.echo(f"{folder} is made: {_counted(made) or 'a text without layers'}.")
    click.echo(f"Look it over: newsbook article check {shlex.quote(str(folders[0]))}")
