"""Where the workbook is: a checkout, a learner's own copy, or the data inside the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = [
    "WorkbookError",
    "find_checkout",
    "find_exercises",
    "find_workbook",
    "is_checkout",
    "packaged_workbook",
    "pristine_folder",
]

PARTS = ("notebooks", "exercises", "seeds")
"""The folders that make a workbook."""


class WorkbookError(Exception):
    """Something about the workbook's files is wrong; the message is one sentence that says what."""


def _is_workbook(folder: Path) -> bool:
    return all((folder / part).is_dir() for part in PARTS)


def find_exercises(start: Path | None = None) -> Path:
    """The nearest folder that holds exercises: a workbook, or a hand-in that was unpacked.

    Args:
        start: Where to look, and above it; by default the current folder.

    Raises:
        WorkbookError: There are none.
    """
    here = (start or Path.cwd()).resolve()
    known = {path.name for path in pristine_folder().glob("*.ipynb")}
    for folder in (here, *here.parents):
        exercises = folder / "exercises"
        if _is_workbook(folder) or any((exercises / name).is_file() for name in known):
            return folder
    raise WorkbookError(
        f"{here} has no exercises in it or above it: change to a workbook or to a hand-in that "
        "was unpacked, or run `newsbook` once to make a workbook."
    )


def is_checkout(folder: Path) -> bool:
    """Whether the folder is the project itself, with the solutions in it, not a learner's copy."""
    return _is_workbook(folder) and (folder / "solutions").is_dir()


def find_workbook(start: Path | None = None) -> Path:
    """The workbook that `start` lies in (by default the current folder).

    Raises:
        WorkbookError: Neither the folder nor one above it is a workbook.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if _is_workbook(folder):
            return folder
    raise WorkbookError(
        f"{here} is not in a workbook: run `newsbook` once to make one, or change to its folder."
    )


def find_checkout(command: str, start: Path | None = None) -> Path:
    """The checkout that `start` lies in, for a command that takes the solutions.

    Args:
        command: Its name, for the sentence.
        start: Where to look, and above it; by default the current folder.

    Raises:
        WorkbookError: Neither the folder nor one above it is a checkout.
    """
    here = (start or Path.cwd()).resolve()
    try:
        root = find_workbook(here)
    except WorkbookError:
        found = f"{here} is not in a checkout of the project"
    else:
        if is_checkout(root):
            return root
        found = f"{root} is a learner's copy without solutions/"
    raise WorkbookError(
        f"{found}: `newsbook {command}` works in a checkout of the project, with its folder "
        "solutions/. Change to the checkout, and run the command there."
    )


def packaged_workbook() -> Path:
    """The workbook that came with the package: its data in a wheel, else the checkout it lies in.

    Raises:
        WorkbookError: The package was installed without its data.
    """
    package = Path(str(files("newsbook")))
    for folder in (package / "data", package.parent.parent):
        if _is_workbook(folder):
            return folder
    raise WorkbookError(f"{package} has no workbook in it: install newsbook again.")


def pristine_folder() -> Path:
    """The folder of the pristine check notebooks, which `newsbook build` writes."""
    return Path(str(files("newsbook.workbook"))) / "pristine"
