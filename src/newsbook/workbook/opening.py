"""`newsbook open`: a copy of the workbook that is the learner's, and JupyterLab on it.

A copy is made once and then kept up to date, and no work in it is ever written over. What was
copied is noted in ``.newsbook.json``, so that a later version of the package can tell a file that
the learner has worked in from one that they have not.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import newsbook
from newsbook.answers.files import write_whole
from newsbook.workbook.notebooks import source_of
from newsbook.workbook.places import (
    PARTS,
    WorkbookError,
    find_workbook,
    is_checkout,
    packaged_workbook,
)

__all__ = [
    "FIRST",
    "MANIFEST",
    "CopyReport",
    "choose_folder",
    "default_folder",
    "lab_command",
    "learners_files",
    "manifest_of",
    "update_copy",
]

MANIFEST = ".newsbook.json"
FORMAT = 1
FIRST = "notebooks/00_start_here.ipynb"
"""What JupyterLab shows first."""

_LEFT_OUT = {"answers", "my_articles", "teachers_guide", "__pycache__"}


def default_folder() -> Path:
    """Where a learner's copy goes when they name no folder: in their home folder."""
    return Path.home() / "newsbook-workbook"


@dataclass
class CopyReport:
    """What `update_copy` did, as paths from the copy's root.

    Args:
        folder: The copy.
        version: The version of the package.
        fresh: Whether the copy was made just now.
        added: Files that were missing and were put in.
        updated: Files that the learner had not changed and that are now the new ones.
        kept: Files that they had changed, each with the name of the new one beside it.
        newer: The version that made the copy, where that is a newer one; nothing was then done.
        notes: A sentence for anything else that is worth saying.
    """

    folder: Path
    version: str
    fresh: bool = False
    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    newer: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """What to tell the learner; nothing where nothing was done."""
        if self.fresh:
            return [f"Made your workbook in {self.folder}: {_count(self.added)}.", *self.notes]
        lines = []
        if self.newer:
            lines.append(
                f"{self.folder} comes from newsbook {self.newer} and this is {self.version}: it "
                "was left as it is. Update newsbook."
            )
        if self.updated:
            lines.append(f"Updated to newsbook {self.version}: {', '.join(self.updated)}.")
        if self.added:
            lines.append(f"Put in: {', '.join(self.added)}.")
        for name, beside in self.kept:
            lines.append(f"Kept {name} with your changes; the new one is {beside}.")
        return lines + self.notes


def choose_folder(named: Path | None) -> tuple[Path, bool]:
    """Which workbook to open.

    Args:
        named: The folder that the user gave, or None.

    Returns:
        The folder, and whether it is a learner's copy, to be made or kept up to date. A checkout
        and a workbook that newsbook did not copy are opened as they are.

    Raises:
        WorkbookError: The folder is a file, or has other things in it.
    """
    if named is None:
        try:
            folder = find_workbook()
        except WorkbookError:
            folder = default_folder()
    else:
        folder = named.expanduser().absolute()
    if (folder / MANIFEST).is_file():
        return folder, True
    if is_checkout(folder) or all((folder / part).is_dir() for part in PARTS):
        return folder, False
    if folder.exists() and not folder.is_dir():
        raise WorkbookError(f"{folder} is a file: name a folder for your workbook.")
    if folder.is_dir() and any(folder.iterdir()):
        raise WorkbookError(
            f"{folder} has other files in it and is not a workbook: name a new folder, as in "
            f"`newsbook open {folder / 'newsbook-workbook'}`."
        )
    return folder, True


def update_copy(folder: Path) -> CopyReport:
    """Make a learner's copy of the packaged workbook, or bring an older one up to date.

    A file that is as it was copied is replaced; a notebook counts as that while its cells hold
    what they held, run or not. A file that the learner changed stays, and where the package has
    a new one it is put beside it, as ``01_tokenising (new in 0.2.0).ipynb``. A missing file is put
    back. Files that did not come from the package are never touched.

    Args:
        folder: The copy; it may be missing or empty.

    Raises:
        WorkbookError: The package has no workbook in it.
        OSError: Something cannot be written. What is there can be used, and another run goes on
            from it.
    """
    source = packaged_workbook()
    report = CopyReport(folder, newsbook.__version__)
    manifest = folder / MANIFEST
    report.fresh = not manifest.exists()
    folder.mkdir(parents=True, exist_ok=True)
    noted = _read_manifest(manifest, report)
    if report.newer:
        return report
    if report.fresh:
        # Marks the folder as ours, should the copying be cut short.
        _write_manifest(manifest, {})
    now: dict[str, dict[str, str]] = dict(noted or {})
    for name, data in learners_files(source):
        was = _digests(name, data) if noted is None else noted.get(name)
        now[name] = _digests(name, data)
        _bring(folder, name, data, was, report)
    for part in PARTS:
        (folder / part).mkdir(exist_ok=True)
    _write_manifest(manifest, now)
    return report


def _bring(
    folder: Path, name: str, data: bytes, was: dict[str, str] | None, report: CopyReport
) -> None:
    """Bring one file of the copy up to date."""
    path = folder / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # A broken link is the learner's, too: the file goes where it points, or fails in words.
        write_whole(path.resolve(), data)
        report.added.append(name)
        return
    there, new = path.read_bytes(), _digests(name, data)
    if there == data or (was is not None and was["sha256"] == new["sha256"]):
        return
    if was is not None and _same(_digests(name, there), was):
        write_whole(path.resolve(), data)
        report.updated.append(name)
        return
    beside = path.with_name(f"{path.stem} (new in {report.version}){path.suffix}")
    if not beside.exists():
        write_whole(beside, data)
    report.kept.append((name, beside.name))


def learners_files(source: Path) -> Iterator[tuple[str, bytes]]:
    """What a learner's copy holds, as names and bytes; lessons are without their outputs.

    Args:
        source: The workbook that is copied, a checkout say.
    """
    for name in _files(source):
        yield name, _unspoilt(name, (source / name).read_bytes())


def manifest_of(files: Mapping[str, bytes]) -> bytes:
    """What a learner's copy of these files, as they are, has in its `MANIFEST`."""
    return _manifest_bytes({name: _digests(name, data) for name, data in files.items()})


def _files(source: Path) -> Iterator[str]:
    """What is copied: all files of the three folders but hidden ones, links and what is not theirs.

    That is the answers and articles of whoever works in a checkout, and the teacher's guide.
    """
    for part in PARTS:
        for path in sorted((source / part).rglob("*")):
            name = path.relative_to(source)
            hidden = any(piece.startswith(".") or piece in _LEFT_OUT for piece in name.parts)
            if not hidden and not path.is_symlink() and path.is_file():
                yield name.as_posix()


def _unspoilt(name: str, data: bytes) -> bytes:
    """A lesson without its outputs, for a learner is to predict them; any other file as it is."""
    if not (name.startswith("notebooks/") and name.endswith(".ipynb")):
        return data
    try:
        book = json.loads(data.decode("utf-8"))
        # A number beside a cell says that it was run, whether it showed anything or not.
        spoilt = [
            cell
            for cell in book["cells"]
            if cell.get("outputs") or cell.get("execution_count") is not None
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return data
    for cell in spoilt:
        cell["outputs"], cell["execution_count"] = [], None
        # With nothing to fold; but an input that would tell the answer stays folded.
        cell.get("metadata", {}).get("jupyter", {}).pop("outputs_hidden", None)
    text = json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode() if spoilt else data


def _digests(name: str, data: bytes) -> dict[str, str]:
    """What a file is known by: its bytes and, of a notebook, what its cells hold."""
    found = {"sha256": hashlib.sha256(data).hexdigest()}
    if name.endswith(".ipynb"):
        try:
            cells = [
                [cell.get("cell_type"), source_of(cell)]
                for cell in json.loads(data.decode("utf-8"))["cells"]
            ]
            text = json.dumps(cells)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return found
        found["cells"] = hashlib.sha256(text.encode()).hexdigest()
    return found


def _same(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two files are the same but for what running a notebook changes."""
    return one["sha256"] == other["sha256"] or (
        "cells" in one and one["cells"] == other.get("cells")
    )


def _read_manifest(path: Path, report: CopyReport) -> dict[str, dict[str, str]] | None:
    """The files as they were copied; None where nobody can tell any more."""
    if report.fresh:
        return {}
    try:
        record = json.loads(path.read_bytes().decode("utf-8"))
        form, version, files = record["format"], record["version"], record["files"]
        if isinstance(form, int) and form > FORMAT:
            report.newer = str(version)
            return None
        for name, digests in files.items():
            clean = not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
            if not clean or not isinstance(digests["sha256"], str):
                raise ValueError(name)
        if _numbers(str(version)) > _numbers(newsbook.__version__):
            report.newer = str(version)
            return None
        return dict(files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # Everything then counts as worked in, and nothing that is there is replaced.
        report.notes.append(f"{path.name} was damaged and has been made anew; your files stay.")
        return None


def _numbers(version: str) -> tuple[int, ...]:
    """A version for comparing: the numbers that it begins with."""
    match = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in match.group().split(".")) if match else ()


def _write_manifest(path: Path, files: dict[str, dict[str, str]]) -> None:
    data = _manifest_bytes(files)
    if not path.exists() or path.read_bytes() != data:
        write_whole(path, data)


def _manifest_bytes(files: dict[str, dict[str, str]]) -> bytes:
    record: dict[str, Any] = {"files": files, "format": FORMAT, "version": newsbook.__version__}
    return (json.dumps(record, indent=1, sort_keys=True) + "\n").encode()


def _count(names: Sequence[str]) -> str:
    return f"{len(names)} file{'' if len(names) == 1 else 's'}"


def lab_command(folder: Path, options: Sequence[str] = (), *, browser: bool = True) -> list[str]:
    """The command that starts JupyterLab on a workbook.

    Args:
        folder: The workbook.
        options: More options for ``jupyter lab``; they come last and so win.
        browser: Whether a browser is to open.

    Example:
        >>> lab_command(Path("book"), browser=False)[1:4]
        ['-m', 'jupyterlab', '--ServerApp.root_dir=book']
    """
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    if (folder / FIRST).is_file():
        # `ServerApp.default_url` has no effect here: the lab application sets it to its own.
        command.append(f"--LabApp.default_url=/lab/tree/{FIRST}")
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Where everything runs as root, in a container, JupyterLab would refuse to start.
        command.append("--allow-root")
    return [*command, *options]
