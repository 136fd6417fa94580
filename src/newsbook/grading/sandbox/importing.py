"""What a sandbox's keeper imports, once for all the processes that are forks of it."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil

import newsbook
from newsbook.grading.sandbox import walls
from newsbook.grading.sandbox.limits import LIBRARIES

__all__ = ["import_all", "import_libraries"]

_NOT_FOR_LEARNERS = ("cli", "classroom", "grading", "live", "pytest_plugin", "site", "workbook")


def import_all() -> None:
    """Import all that an answer may use and whose files cannot be read later.

    Exercises with their cases are not among it, but for those that are graded.
    """
    rooms = [f"newsbook.{name}" for name in (*_NOT_FOR_LEARNERS, *walls.SHOWN, "exercises.lesson_")]
    for module in pkgutil.walk_packages(newsbook.__path__, "newsbook.", onerror=lambda _: None):
        if not module.name.startswith(tuple(rooms)):
            with contextlib.suppress(Exception):
                importlib.import_module(module.name)


def import_libraries(wanted: int) -> None:
    """Import what the outside says that answers need.

    Args:
        wanted: A bit for each of `LIBRARIES`.
    """
    for bit, name in enumerate(LIBRARIES):
        if wanted >> bit & 1:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
