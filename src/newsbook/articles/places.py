"""Where the workbook's articles lie."""

from __future__ import annotations

import json
import os
from pathlib import Path

from newsbook.articles.errors import ArticleError

__all__ = ["TEXT_NAME", "article_folder", "article_names", "practice_names", "seeds_folder"]

TEXT_NAME = "article.txt"
"""The name of the text file in an article's folder."""

PRACTICE = "practice"
SPLIT_NAME = "split.json"

SHOWN = 8
"""Names of articles that an error lists."""


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
        raise ArticleError(
            f"no article is called {name!r}; those in {seeds_folder()} are: {_some(folders, name)} "
            "(Article.open reads a file of your own)"
        )
    return folders[name]


def _some(folders: dict[str, Path], name: str) -> str:
    """The names that may have been meant, the nearest first where there are many."""
    if len(folders) <= SHOWN:
        return ", ".join(folders) or "none"
    from difflib import get_close_matches  # few have more articles than are shown

    near = get_close_matches(name, folders, n=3, cutoff=0.5)
    shown = list(dict.fromkeys([*near, *folders]))[:SHOWN]
    more = f"{', '.join(shown)} and {len(folders) - len(shown)} more"
    return f"{more}, which newsbook.articles.article_names() lists"


def practice_names(part: str) -> list[str]:
    """The practice articles of a part of the fixed split.

    Args:
        part: ``"train"``, ``"development"`` or ``"test"``. Look into the test part only to report.

    Raises:
        ArticleError: There is no such part, or no file that says how the articles are split.

    Example:
        >>> [len(practice_names(part)) for part in ("train", "development", "test")]
        [40, 8, 16]
    """
    file = seeds_folder() / PRACTICE / SPLIT_NAME
    try:
        parts = json.loads(file.read_text(encoding="utf-8"))
        names = parts[part]
    except (OSError, ValueError) as error:
        raise ArticleError(f"{file} cannot be read ({error}); put the file back") from None
    except (KeyError, TypeError):
        raise ArticleError(
            f"{file} has no part {part!r}; ask for train, development or test"
        ) from None
    return list(names)


def _folders() -> dict[str, Path]:
    seeds = seeds_folder()
    found: dict[str, Path] = {}
    for parent in (seeds, seeds / PRACTICE):
        if parent.is_dir():
            for folder in sorted(parent.iterdir()):
                if (folder / TEXT_NAME).is_file():
                    found.setdefault(folder.name, folder)
    return found
