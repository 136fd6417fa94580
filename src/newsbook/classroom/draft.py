"""Make an article's folder: of a text, with the pipeline's guess as a first draft of the gold."""

from __future__ import annotations

from pathlib import Path

from newsbook.articles import Article, Layers
from newsbook.articles.places import TEXT_NAME
from newsbook.classroom.folders import write_all
from newsbook.classroom.mending import mending_notebook
from newsbook.classroom.saving import gold_files
from newsbook.classroom.unread import RECORD_NAME, draft_record

__all__ = ["MENDING_NAME", "draft_layers", "make_article", "new_article"]

MENDING_NAME = "mend.ipynb"


def draft_layers(text: str) -> Layers:
    """All layers of a text as the pipeline finds them.

    Example:
        >>> draft_layers("“We won,” said Ada Ray.").quotes[0].resolved
        'Ada Ray'
    """
    from newsbook.text.pipeline import analyse

    found = analyse(text)
    return Layers(found.tokens, found.sentences, found.entities, found.quotes, found.scare_quotes)


def new_article(file: Path, folder: Path | None = None) -> Article:
    """Make an article's folder of a text file, with a first draft of every gold layer.

    The text's bytes are copied as they are. In the folder lies also a notebook, ``mend.ipynb``, in
    which each layer is mended in a widget and saved; and ``gold/draft.json`` says which layers are
    still newsbook's guess.

    Args:
        file: The text.
        folder: The folder to make; by default one called like the file, in the current folder.

    Returns:
        The article.

    Raises:
        ArticleError: The file is no text, or an article is there already.
        OSError: The folder cannot be written.
    """
    source = Article.open(file)
    place = file / TEXT_NAME if file.is_dir() else file
    home = Path(_folder_name(source.name)) if folder is None else folder
    files = {TEXT_NAME: place.read_bytes(), MENDING_NAME: mending_notebook(home.resolve().name)}
    named = Article(home.resolve().name, source.text, source.sha256)
    gold = gold_files(named, draft_layers(source.text))
    files |= {f"gold/{name}.json": data for name, data in gold.items()}
    files[f"gold/{RECORD_NAME}"] = draft_record(gold)
    write_all(home, files)
    return Article.open(home)


def make_article(folder: Path, text: str, layers: Layers) -> Article:
    """Make an article's folder of a text and its layers, as they come from another tool.

    Args:
        folder: The folder to make; the article is called like it.
        text: The text.
        layers: Its layers; only those that are there get a file.

    Raises:
        ArticleError: An article is there already, or this is no text.
        BadInput: A span ends after the text.
        OSError: The folder cannot be written.
    """
    named = Article.from_text(text, folder.resolve().name)
    files = {TEXT_NAME: text.encode()}
    for name, data in gold_files(named, layers).items():
        files[f"gold/{name}.json"] = data
    write_all(folder, files)
    return Article.open(folder)


def _folder_name(name: str) -> str:
    """A file's name as a folder's: words joined, so that no shell needs marks around it."""
    joined = "_".join(name.split())
    return joined if joined.strip("._") else "article"
