"""The pytest plugin: ``pytest exercises/`` reports one test an exercise.

It stands on nbval: a notebook is an `IPyNbFile`, an exercise is the `IPyNbCell` of its check cell,
and nbval's own comparison decides whether the check shows what a right answer shows. What is added:
the learner's answers are grafted into our check notebook first, a failure is told as the verdict's
sentence, and an endless loop or a dead kernel costs one exercise and not the rest.

pytest loads this module in every environment that newsbook is installed in, so it imports nothing
heavy until it meets an exercise notebook.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

__all__ = ["pytest_addoption", "pytest_collect_file"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the time that an answer may take."""
    parser.getgroup("newsbook", "newsbook exercises").addoption(
        "--newsbook-timeout",
        type=float,
        default=20.0,
        metavar="SECONDS",
        help="how long an answer cell of a newsbook exercise may run (default: 20)",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a learner's notebook, known by its folder and its name."""
    if file_path.suffix != ".ipynb" or file_path.parent.name != "exercises":
        return None
    from newsbook.workbook.graft import pristine_for

    if pristine_for(file_path) is None:
        return None
    from newsbook.workbook.exercise_tests import ExerciseFile

    found: pytest.Collector = ExerciseFile.from_parent(parent, path=file_path)
    return found
