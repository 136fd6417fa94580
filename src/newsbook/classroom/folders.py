"""New folders: written whole or not at all, and never over something that is there."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from newsbook.answers.files import write_whole
from newsbook.articles import ArticleError

__all__ = ["BY_OPTION", "ClassroomError", "write_all"]


BY_OPTION = "(in a terminal with -o)"
"""How a command is told another folder; a function in a notebook has an argument for it."""


class ClassroomError(ArticleError):
    """A folder cannot be made of an article; the message is one sentence that says why."""


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a new folder, all or none.

    Args:
        folder: The folder; it may be there, without any of the files.
        files: Their bytes, by their paths in the folder.

    Raises:
        ClassroomError: One of them is there already, or the folder is a file.
        OSError: The folder cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise ClassroomError(f"{folder} is a file; give the name of a new folder {BY_OPTION}")
    for name in files:
        if (folder / name).exists():
            raise ClassroomError(
                f"{folder / name} is there already and is left as it is; make the article in "
                f"another folder {BY_OPTION}, move this one away, or go on with it: in a notebook "
                "Article.open(folder) opens it"
            )
    began_with = folder.exists()
    written: list[Path] = []
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
            written.append(path)
    except OSError:
        for path in written:
            path.unlink(missing_ok=True)
        if not began_with:
            shutil.rmtree(folder, ignore_errors=True)
        raise
