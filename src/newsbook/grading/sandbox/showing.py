"""What of this machine a sandbox shows: Python's library, newsbook, and the learner's articles."""

from __future__ import annotations

import sys
from pathlib import Path

import newsbook
from newsbook.articles.places import PRACTICE, practice_names, seeds_folder
from newsbook.grading.sandbox.walls import BARE, SHOWN

__all__ = ["articles_inside", "shown_inside"]


def shown_inside() -> tuple[list[tuple[Path, str]], list[str]]:
    """All that a sandbox shows beside the system.

    Returns:
        For each folder or file its place, and where the sandbox shows it; and Python's path for
        them in there.
    """
    base = Path(sys.base_prefix).resolve()
    binds: list[tuple[Path, str]] = []
    path = ["/newsbook/package"]
    for entry in map(Path, sys.path):
        if not str(entry) or not entry.exists():
            continue
        place = entry.resolve()
        if place.name in ("site-packages", "dist-packages"):
            seen_at = f"/newsbook/library{len(binds)}"
            binds.append((place, seen_at))
            path.append(seen_at)
        elif place.is_relative_to(base):
            path.append(str(place))
    package = Path(newsbook.__file__).resolve().parent
    binds.append((package, "/newsbook/package/newsbook"))
    binds += [(place, f"{BARE}/{place.relative_to(package)}") for place in _data(package)]
    binds += articles_inside()
    return binds, path


def _data(folder: Path) -> list[Path]:
    """What of a folder a submission may see: rooms that solve nothing, and what is no code."""
    if folder.name in ("__pycache__", "grading", "live", "site", "workbook"):
        return []
    if not any(folder.rglob("*.py")):
        return [folder]
    found: list[Path] = []
    for place in sorted(folder.iterdir()):
        if place.is_dir():
            found += [place] if place.name in SHOWN else _data(place)
        elif place.suffix not in (".py", ".pyc", ".pyi"):
            found.append(place)
    return found


def articles_inside() -> list[tuple[Path, str]]:
    """The articles that a learner has, each by itself; none of those that only measure.

    Returns:
        For each folder or file its place, and where the sandbox shows it.
    """
    seeds = seeds_folder()
    kept_back = set(practice_names("test"))
    found = []
    for place in sorted([*seeds.iterdir(), *(seeds / PRACTICE).iterdir()]):
        if place != seeds / PRACTICE and place.name not in kept_back:
            found.append((place, f"/newsbook/seeds/{place.relative_to(seeds)}"))
    return found
