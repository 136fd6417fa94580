"""`newsbook release`: the one zip file that a class is given, the same bytes every time.

In it are a learner's copy of the workbook, as `newsbook open` would make it, the package as a
wheel, and what else it needs, pinned and hashed. Solutions, hidden cases and held-back articles are
not, and before anything is written every file is searched for them, those in the wheel included.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import newsbook
from newsbook.answers.files import write_whole
from newsbook.markup import counted
from newsbook.workbook.cells import BEGIN
from newsbook.workbook.graft import graft
from newsbook.workbook.hidden import hidden_folder
from newsbook.workbook.opening import MANIFEST, learners_files, manifest_of
from newsbook.workbook.places import WorkbookError, is_checkout
from newsbook.workbook.zips import zipped

__all__ = ["FOLDER", "START", "Release", "make_release", "release_files"]

FOLDER = "newsbook-workbook"
"""The folder that unpacking makes."""
START = "START_HERE.md"
REQUIREMENTS = "requirements-students.txt"
LONG = 60
"""Bytes from which on a line is one article's or maker's own."""
_KNOWS_THE_MARKER = "newsbook/workbook/cells.py"

_START_PAGE = """\
# Start here

You need Python 3.11 or later. Open a terminal in this folder, and type what is in `grey`:

1. Make room: `python3 -m venv .venv` (on Windows `py -3 -m venv .venv`)
2. Install: `.venv/bin/python -m pip install -r requirements.txt` (it takes some minutes)
3. Open: `.venv/bin/newsbook`. JupyterLab opens with the first lesson in front.
4. Read a lesson in `notebooks/`, then do its exercises in `exercises/`. Save with Ctrl+S.
5. Hand in: `.venv/bin/newsbook handin` makes one zip file. Hand in that file.

On Windows write `.venv\\Scripts\\newsbook` for `.venv/bin/newsbook`, and `python` likewise. Next
time, 3 is all you need. Something is wrong? `.venv/bin/newsbook doctor` says what to do.
"""


@dataclass(frozen=True)
class Release:
    """A hand-out that was made.

    Args:
        path: The zip file.
        names: What is in it, sorted.
        size: Its size, in bytes.
        sha256: Its digest.
    """

    path: Path
    names: tuple[str, ...]
    size: int
    sha256: str

    @property
    def lines(self) -> list[str]:
        """What to tell the instructor."""
        counts = {
            part: sum(name.startswith(f"{FOLDER}/{part}/") for name in self.names)
            for part in ("exercises", "notebooks", "seeds")
        }
        rest = [
            name.removeprefix(f"{FOLDER}/")
            for name in self.names
            if name.count("/") == 1 and not name.endswith(MANIFEST)
        ]
        folders = ", ".join(f"{part}/ ({counted(count, 'file')})" for part, count in counts.items())
        return [
            f"Made {self.path}: {counted(len(self.names), 'file')}, {self.size / 1e6:.1f} MB.",
            f"In it: {folders}, {', '.join(rest)}.",
            "Not in it: solutions, hidden cases, held-back articles, the teacher's guide.",
            f"sha256 {self.sha256}",
        ]


def make_release(root: Path, path: Path | None = None) -> Release:
    """Make the hand-out.

    Args:
        root: A checkout; its `exercises/` must be as they are handed out.
        path: The zip file to write; by default ``dist/newsbook-workbook-VERSION.zip`` in `root`. An
            older zip file is replaced, and no other file.

    Raises:
        WorkbookError: `root` is no checkout, somebody has answered its exercises, a file holds
            what is not to be handed out, hatchling is missing, or `path` is some other file.
        OSError: The file cannot be written.

    Example:
        ``make_release(find_workbook()).path.name`` is ``'newsbook-workbook-0.1.0.zip'``.
    """
    path = path or root / "dist" / f"{FOLDER}-{newsbook.__version__}.zip"
    if path.is_dir():
        raise WorkbookError(f"{path} is a folder: name a file, as in `-o {path / 'class.zip'}`.")
    if path.exists() and not _is_zip(path):
        raise WorkbookError(f"{path} is there and no zip file; it was left as it is.")
    files = release_files(root)
    data = zipped({f"{FOLDER}/{name}": content for name, content in files.items()})
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    names = tuple(sorted(f"{FOLDER}/{name}" for name in files))
    return Release(path, names, len(data), hashlib.sha256(data).hexdigest())


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) in (b"PK", b"")


def release_files(root: Path) -> dict[str, bytes]:
    """What is handed out, as names and bytes.

    Raises:
        WorkbookError: As for `make_release`.
    """
    if not is_checkout(root):
        raise WorkbookError(
            f"{root} is a learner's copy: `newsbook release` works in a checkout of the project."
        )
    files = dict(learners_files(root))
    _insist_on_no_answers(root)
    files[MANIFEST] = manifest_of(files)
    files["LICENSE"] = (root / "LICENSE").read_bytes()
    files[START] = _START_PAGE.encode()
    name, wheel = _wheel(root)
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        packed = {f"{name}/{one}": archive.read(one) for one in archive.namelist()}
    _insist_on_no_secret(root, files | packed)
    digest = hashlib.sha256(wheel).hexdigest()
    # pip wants a digest of every file, of one beside it, too, or of none.
    pinned = _requirements(root)
    files["requirements.txt"] = f"./{name} \\\n    --hash=sha256:{digest}\n{pinned}".encode()
    files[name] = wheel
    return files


def _requirements(root: Path) -> str:
    """The pinned requirements without the comment on how they are made."""
    lines = (root / REQUIREMENTS).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#"))


def _insist_on_no_answers(root: Path) -> None:
    """An instructor who tried the exercises in their checkout must not hand out what they wrote."""
    for path in sorted((root / "exercises").glob("*.ipynb")):
        try:
            answered = [part.exercise for part in graft(path) if not part.untouched]
        except WorkbookError as error:
            raise WorkbookError(f"{error} It cannot be handed out.") from None
        if answered:
            raise WorkbookError(
                f"{path} has your answers in it ({', '.join(answered)}): `newsbook build` keeps "
                "them aside and puts the notebook back."
            )


def _insist_on_no_secret(root: Path, files: dict[str, bytes]) -> None:
    """Stop where a file holds a solution, or a line of a held-back article or a hidden case."""
    secrets = {BEGIN.encode(): "a solution"}
    for path in sorted(hidden_folder(root).rglob("*")):
        if path.suffix in (".py", ".txt") and path.is_file():
            lines = [line.strip() for line in path.read_bytes().splitlines()]
            what = f"a line of {path.relative_to(root).as_posix()}"
            secrets |= {line: what for line in lines if len(line) > LONG}
    for name, data in files.items():
        if name.endswith(_KNOWS_THE_MARKER):
            continue
        for secret, what in secrets.items():
            if secret in data:
                raise WorkbookError(f"{name} holds {what}: take it out, and release again.")


def _wheel(root: Path) -> tuple[str, bytes]:
    """The package as a wheel: its name and bytes."""
    # hatchling dates the files in a wheel by this, or by a day of its own.
    environment = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    with tempfile.TemporaryDirectory(prefix="newsbook-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if "No module named hatchling" in done.stderr:
            raise WorkbookError(
                "The wheel is built by hatchling, and it is not installed: "
                f"{sys.executable} -m pip install hatchling"
            )
        made = sorted(Path(folder).glob("*.whl"))
        if done.returncode or not made:
            said = re.sub(r"\s+", " ", done.stderr.strip()[-300:]) or "it said nothing"
            raise WorkbookError(f"hatchling could not build the wheel: {said}")
        return made[0].name, made[0].read_bytes()
