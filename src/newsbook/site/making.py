"""The folder of the site: JupyterLite's pages, the runtime, the wheels and the course."""

from __future__ import annotations

import filecmp
import gzip
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from newsbook.grading.release import release_files
from newsbook.site import pages, runtime, wheels
from newsbook.workbook.opening import learners_files
from newsbook.workbook.places import WorkbookError

__all__ = ["Site", "build_pages", "kernel_stubs", "make_site", "write_files"]

KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension"
APPS = ("notebooks", "tree", "edit")


@dataclass(frozen=True)
class Site:
    """A site that was made.

    Args:
        folder: Where it is.
        count: How many files it has.
        size: Their bytes.
        offline: The bytes that a browser fetches to work without the network, as files.
    """

    folder: Path
    count: int
    size: int
    offline: int

    @property
    def lines(self) -> list[str]:
        """What to tell the instructor."""
        return [
            f"Made {self.folder}: {self.count} files, {self.size / 1e6:.0f} MB, of which a browser "
            f"keeps {self.offline / 1e6:.0f} MB to work without the network.",
            "Copy the folder to any host of static files that has https, below any address.",
            f"To look at it here: {Path(sys.executable).name} -m http.server -d {self.folder}",
        ]


def make_site(
    root: Path,
    output: Path,
    tarball: Path | None = None,
    cache: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Site:
    """Make the site of a checkout.

    Args:
        root: The checkout; its exercises must be as they are handed out.
        output: The folder. It may be missing or empty, or hold an older site, which is replaced.
        tarball: The npm package of Pyodide, where it is on disk.
        cache: Where what was fetched is kept; by default ``dist/site-cache`` in `root`.
        say: Called with a sentence before each step that takes long.

    Raises:
        WorkbookError: `root` cannot be handed out (see `make_release`), `output` holds something
            else, a tool is missing, or something cannot be fetched.
        OSError: A file cannot be written.
    """
    output = output.absolute()
    _insist_on_tools()
    _insist_on_room(output)
    cache = cache or root / "dist" / "site-cache"
    say("Looking through the workbook …")
    released = release_files(root)
    course = dict(pages.course_files(learners_files(root)))
    (name,) = (name for name in released if name.endswith(".whl"))
    say("Fetching Python for the browser and its packages, where they are not here yet …")
    fetched = wheels.fetched(cache)
    shipped = wheels.kernel_wheels(fetched, wheels.Wheel(name, released[name]), kernel_stubs())
    lock = wheels.lock_file(
        shipped, runtime.runtime_info(cache, tarball), lambda w: w.path.removeprefix("static/")
    )
    lock_name = f"static/lock-{hashlib.sha256(lock).hexdigest()[:12]}.json"
    static = {wheel.path: wheel.data for wheel in shipped} | {lock_name: lock}
    for one, data in runtime.runtime_files(cache, tarball).items():
        static[f"{runtime.FOLDER}/{one}"] = data
        if one.endswith(".wasm"):
            # For hosts that send files as they are: the service worker asks for this one first.
            static[f"{runtime.FOLDER}/{one}{pages.PACKED}"] = gzip.compress(data, 9, mtime=0)
    say("Making the pages …")
    start = [w.name.replace("_", "-").lower() for w in shipped if wheels.at_start(w)]
    extensions = wheels.extension_files(fetched) | pages.extension_files()
    with tempfile.TemporaryDirectory(prefix="newsbook-") as scratch:
        built = Path(scratch) / "site"
        build_pages(built, course, extensions, pages.settings_files(lock_name, sorted(start)))
        write_files(built, static)
        pages.finish(built, course)
        _replace(output, built)
    return _measured(output)


def _replace(output: Path, built: Path) -> None:
    """Put what was built into a folder, in place of an older site.

    Hidden files stay, and a host's name: the folder may be a repository that is pushed to a host.
    """
    output.mkdir(parents=True, exist_ok=True)
    _date(built, output)
    for path in output.iterdir():
        if path.name.startswith(".") or path.name == "CNAME":
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    for path in built.iterdir():
        shutil.move(path, output / path.name)


def _date(built: Path, older: Path) -> None:
    """Give each file the time at which its bytes came to be what they are.

    Hosts of files tell browsers by the time alone whether a file has changed (Python's own does,
    in whole seconds), and `rsync -a` carries times along: a changed file is always newer than what
    it replaces, and an unchanged one need not be fetched again.
    """
    now = int(time.time())
    for path in built.rglob("*"):
        if not path.is_file():
            continue
        old = older / path.relative_to(built)
        made = now
        if old.is_file():
            made = int(old.stat().st_mtime)
            if not filecmp.cmp(old, path, shallow=False):
                made = max(now, made + 1)
        os.utime(path, (made, made))


def _insist_on_tools() -> None:
    for module in ("jupyterlite_core", "jupyterlite_pyodide_kernel"):
        if importlib.util.find_spec(module) is None:
            raise WorkbookError(
                "The site is built by JupyterLite, and it is not installed: "
                f'{sys.executable} -m pip install "jupyterlite-core<0.9" '
                "jupyterlite-pyodide-kernel==0.8.6"
            )
    if importlib.util.find_spec("pip") is None:
        raise WorkbookError(f"{sys.executable} has no pip, which fetches the kernel's packages.")


def _insist_on_room(output: Path) -> None:
    if output.is_dir() and any(output.iterdir()) and not (output / pages.MARK).is_file():
        raise WorkbookError(
            f"{output} has other files in it: name a new folder, as in `-o {output / 'site'}`."
        )
    if output.exists() and not output.is_dir():
        raise WorkbookError(f"{output} is a file: name a folder for the site.")


def _kernel_extension() -> Path:
    """The kernel's lab extension, as it is installed."""
    for path in metadata.files("jupyterlite-pyodide-kernel") or []:
        if path.as_posix().endswith(f"labextensions/{KERNEL_EXTENSION}/package.json"):
            return Path(str(path.locate())).resolve().parent
    raise WorkbookError("jupyterlite-pyodide-kernel is damaged: install it again.")


def kernel_stubs() -> list[wheels.Wheel]:
    """The wheels inside the kernel's lab extension: the kernel itself, and names that it fills."""
    folder = _kernel_extension() / "static" / "pypi"
    found = [wheels.Wheel(path.name, path.read_bytes()) for path in sorted(folder.glob("*.whl"))]
    # Of two stubs of one name, ipywidgets 8 wants the newer.
    return [wheel for wheel in found if not wheel.file.startswith("widgetsnbextension-3.")]


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their names below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def build_pages(
    built: Path,
    course: Mapping[str, bytes],
    extensions: Mapping[str, bytes],
    settings: Mapping[str, bytes],
) -> None:
    """Have JupyterLite build its pages, from nothing but what is named here.

    Args:
        built: The folder to make.
        course: The files that the pages open, by name.
        extensions: Lab extensions beside the kernel's, by name below ``labextensions/``.
        settings: JupyterLite's configuration, and the settings of its pages.

    Raises:
        WorkbookError: JupyterLite failed.
    """
    with tempfile.TemporaryDirectory(prefix="newsbook-") as scratch:
        work = Path(scratch)
        write_files(work / "files", course)
        write_files(work / "labextensions", extensions)
        shutil.copytree(_kernel_extension(), work / "labextensions" / KERNEL_EXTENSION)
        write_files(work, settings)
        write_files(work, {"jupyter_lite_config.json": _build_config(work)})
        _run_jupyterlite(work, built)


def _build_config(work: Path) -> bytes:
    record: dict[str, Any] = {
        "LiteBuildConfig": {
            "apps": list(APPS),
            "contents": [str(work / "files")],
            "federated_extensions": [
                str(path.parent) for path in _extensions(work / "labextensions")
            ],
            "ignore_sys_prefix": True,
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "cache_dir": str(work / "cache"),
        },
        "LiteBuildApp": {"source_date_epoch": 315532800},
    }
    return json.dumps(record).encode()


def _extensions(folder: Path) -> Iterable[Path]:
    return sorted([*folder.glob("*/package.json"), *folder.glob("@*/*/package.json")])


def _run_jupyterlite(work: Path, built: Path) -> None:
    done = subprocess.run(
        [
            sys.executable, "-m", "jupyterlite_core", "build",
            "--lite-dir", str(work), "--output-dir", str(built),
        ],
        cwd=work,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )  # fmt: skip
    if done.returncode:
        said = " ".join((done.stderr + done.stdout).split())[-400:]
        raise WorkbookError(f"JupyterLite could not build the pages: {said}")


def _measured(folder: Path) -> Site:
    sizes = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }
    kept = json.loads((folder / pages.OFFLINE).read_text("utf-8"))["files"]
    return Site(folder, len(sizes), sum(sizes.values()), sum(one["size"] for one in kept))
