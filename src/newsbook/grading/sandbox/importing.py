"""What a sandbox's keeper imports, once for all the processes that are forks of it."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
from collections.abc import Iterable

import newsbook
from newsbook.grading.sandbox import walls
from newsbook.grading.sandbox.limits import LIBRARIES

__all__ = ["import_all", "import_libraries"]

_NOT_FOR_LEARNERS = ("cli", "classroom", "grading", "live", "pytest_plugin", "site", "workbook")


def import_all() -> None:
    """Import all that an answer may use and whose files cannot be read later.

    Exercises with their cases are not among it, but for those that are graded.
    """
    _import_below(newsbook.__path__, "newsbook.")


def _import_below(places: Iterable[str], prefix: str) -> None:
    """Import what lies in a package's folders.

    `pkgutil.walk_packages` would import the packages that are left out as well, to look into them:
    the command line alone brings half of Python's library with it.
    """
    left_out = tuple(
        f"newsbook.{name}" for name in (*_NOT_FOR_LEARNERS, *walls.SHOWN, "exercises.lesson_")
    )
    for found in pkgutil.iter_modules(places, prefix):
        if not found.name.startswith(left_out):
            with contextlib.suppress(Exception):
                module = importlib.import_module(found.name)
                _import_below(getattr(module, "__path__", ()), f"{found.name}.")


def import_libraries(wanted: int) -> None:
    """Import what the outside says that answers need.

    Args:
        wanted: A bit for each of `LIBRARIES`.
    """
    for bit, name in enumerate(LIBRARIES):
        if wanted >> bit & 1:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
