"""The trained model that the package ships: made from the practice articles.

`newsbook build` trains it again and writes the same bytes, so a model is never older than the gold
that it was trained on.
"""

from __future__ import annotations

import json
from pathlib import Path

from newsbook.articles import Article
from newsbook.text.entities import EntityTagger
from newsbook.workbook.places import WorkbookError

__all__ = ["ENTITY_MODEL", "SPLIT", "entity_model", "training_names"]

ENTITY_MODEL = Path("src/newsbook/text/entities/model.json")
"""Where the model of `newsbook.text.entities.tag_entities` lies, from the workbook's root."""

SPLIT = Path("seeds/practice/split.json")
"""Which practice articles may be trained on: ``{"train": [names], …}``."""


def training_names(root: Path) -> list[str]:
    """The practice articles to train on, in the order of the split.

    Args:
        root: The checkout.

    Returns:
        The names of its part ``"train"``; none where there is no `SPLIT`.

    Raises:
        WorkbookError: The split is not JSON of its form, or names an article that is not there.
    """
    file = root / SPLIT
    if not file.is_file():
        return []
    try:
        names = [str(name) for name in json.loads(file.read_text(encoding="utf-8"))["train"]]
    except (ValueError, KeyError, TypeError) as error:
        raise WorkbookError(
            f'{file} is not of the form {{"train": [names], …}} ({error}); correct it, '
            "or bring back the file as it was"
        ) from None
    for name in names:
        if not (file.parent / name / "article.txt").is_file():
            raise WorkbookError(
                f"{file} names {name}, which is not in {file.parent}; bring the article back, "
                "or take its name out"
            )
    return names


def entity_model(root: Path) -> bytes | None:
    """The bytes of `ENTITY_MODEL`, trained anew in a few seconds; None without a `SPLIT`.

    Raises:
        WorkbookError: The split is not as it must be (see `training_names`).
        ArticleError: A practice article or its gold cannot be read.
    """
    names = training_names(root)
    if not names:
        return None
    articles = [Article.open(root / SPLIT.parent / name) for name in names]
    return EntityTagger.train(articles).dump().encode("utf-8")
