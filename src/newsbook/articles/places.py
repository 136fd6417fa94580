"""Where the workbook's articles lie."""

from __future__ import annotations

import os
from pathlib import Path

from newsbook.articles.errors import ArticleError

__all__ = ["TEXT_NAME", "article_folder", "article_names", "seeds_folder"]

TEXT_NAME = "article.txt"
"""The name of the text file in an article's folder."""

PRACTICE = "practice"


def seeds_folder() -> Path:
    """Find the folder that holds the workbook's articles.

    It is, in this order: what the environment variable ``NEWSBOOK_SEEDS`` names; the data of an
    installed package; the ``seeds/`` beside ``src/`` in a checkout.

    Raises:
        ArticleError: ``NEWSBOOK_SEEDS`` is not a folder, or no folder is there.

    Example:
        >>> (seeds_folder() / "nato_seoul" / "article.txt").is_file()
        True
    """
    named = os.environ.get("NEWSBOOK_SEEDS")
    if named:
        if not Path(named).is_dir():
            raise ArticleError(
                f"NEWSBOOK_SEEDS is set to {named}, which is not a folder; set it to the folder "
                "that holds the articles, or unset it"
            )
        return Path(named)
    package = Path(__file__).resolve().parents[1]
    # The installed copy comes first: beside a `site-packages` anybody's `seeds/` may lie.
    for folder in (package / "data" / "seeds", package.parents[1] / "seeds"):
        if folder.is_dir():
            return folder
    raise ArticleError(
        f"the workbook's articles are not at {package / 'data' / 'seeds'}; install newsbook again, "
        "or set NEWSBOOK_SEEDS to the folder that holds them"
    )


def article_names() -> list[str]:
    """Names that `Article.load` knows: the seed articles first, then those for practice.

    Raises:
        ArticleError: There is no seeds folder (see `seeds_folder`).

    Example:
        >>> article_names()[0]
        'nato_seoul'
    """
    return list(_folders())


def article_folder(name: str) -> Path:
    """Find the folder of the article of that name.

    Raises:
        ArticleError: No article has that name; the sentence lists those there are.
    """
    folders = _folders()
    # A look-up, not a path joined from the name: a name like "../x" leads nowhere.
    if name not in folders:
        known = ", ".join(folders) or "none"
        raise ArticleError(
            f"no article is called {name!r}; those in {seeds_folder()} are: {known} "
            "(Article.open reads a file of your own)"
        )
    return folders[name]


def _folders() -> dict[str, Path]:
    seeds = seeds_folder()
    found: dict[str, Path] = {}
    for parent in (seeds, seeds / PRACTICE):
        if parent.is_dir():
            for folder in sorted(parent.iterdir()):
                if (folder / TEXT_NAME).is_file():
                    found.setdefault(folder.name, folder)
    return found
