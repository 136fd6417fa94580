"""Python for the browser: Pyodide, as the npm registry has it, checked against its digest."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from newsbook.answers.files import write_whole
from newsbook.workbook.places import WorkbookError

__all__ = ["FOLDER", "VERSION", "runtime_files", "runtime_info"]

VERSION = "314.0.6"
"""The version of Pyodide: the one that jupyterlite-pyodide-kernel 0.8.6 is made for."""

FOLDER = f"static/pyodide-{VERSION}"
"""Where it lies in the site. The version is in the name, so that a browser may keep it for good."""

_DIGEST = "BKDTJyIqFxC4BExLqeRS3f5xvXZIjOt8C3zGLN/Cc7tFxSwvKVhVkchQQ2AGLOtR4YrVOIFxbV8poyDOOmWwxQ=="
"""SHA-512 of the tarball, as the registry gives it (``dist.integrity``)."""

_TARBALL = f"pyodide-{VERSION}.tgz"
_SERVED = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
_LOCK = "pyodide-lock.json"
_MOST_BYTES = 60_000_000


def runtime_files(cache: Path, tarball: Path | None = None) -> dict[str, bytes]:
    """The files that a browser loads, by name; the lock file is not among them.

    Args:
        cache: A folder that keeps the tarball for the next time.
        tarball: The tarball on disk, where it is not to be fetched.

    Raises:
        WorkbookError: It cannot be had, or is another one.
    """
    held = _unpacked(cache, tarball)
    return {name: held[name] for name in _SERVED}


def runtime_info(cache: Path, tarball: Path | None = None) -> dict[str, str]:
    """What the runtime's own lock file says of its Python, as a lock file has to repeat it.

    Raises:
        WorkbookError: As for `runtime_files`.
    """
    record: dict[str, Any] = json.loads(_unpacked(cache, tarball)[_LOCK])
    info: dict[str, str] = record["info"]
    return info


def _unpacked(cache: Path, tarball: Path | None) -> dict[str, bytes]:
    path = tarball or _fetched(cache)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WorkbookError(f"{path} cannot be read ({error.strerror or error}).") from None
    if _digest(data) != _DIGEST:
        raise WorkbookError(
            f"{path} is not the npm package pyodide {VERSION} (its digest differs): fetch it anew, "
            f"with `npm pack pyodide@{VERSION}`."
        )
    found = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for name in (*_SERVED, _LOCK):
            member = archive.extractfile(f"package/{name}")
            assert member is not None  # the digest says that it is there
            found[name] = member.read()
    return found


def _digest(data: bytes) -> str:
    return base64.b64encode(hashlib.sha512(data).digest()).decode()


def _fetched(cache: Path) -> Path:
    """The tarball in the cache, fetched first where it is not there or damaged."""
    kept = cache / _TARBALL
    if kept.is_file() and _digest(kept.read_bytes()) == _DIGEST:
        return kept
    cache.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm")
    registry = next(
        (value for key, value in os.environ.items() if key.lower() == "npm_config_registry"), ""
    )
    if npm:
        data = _packed(npm)
    elif registry:
        data = _downloaded(f"{registry.rstrip('/')}/pyodide/-/{_TARBALL}")
    else:
        raise WorkbookError(
            f"Pyodide comes from the npm registry, and there is no npm here: install it, or name "
            f"the registry in NPM_CONFIG_REGISTRY, or give the file with `--pyodide {_TARBALL}`."
        )
    if _digest(data) != _DIGEST:
        raise WorkbookError(
            f"What the npm registry gave for pyodide {VERSION} has another digest than it should."
        )
    write_whole(kept, data)
    return kept


def _packed(npm: str) -> bytes:
    """What `npm pack` fetches."""
    with tempfile.TemporaryDirectory(prefix="newsbook-") as folder:
        done = subprocess.run(
            [npm, "pack", "--silent", f"pyodide@{VERSION}", "--pack-destination", folder],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        made = Path(folder) / _TARBALL
        if done.returncode or not made.is_file():
            said = " ".join(done.stderr.split())[-300:] or "it said nothing"
            raise WorkbookError(
                f"npm could not fetch pyodide {VERSION}: {said}. A file on disk is taken with "
                f"`--pyodide {_TARBALL}`."
            )
        return made.read_bytes()


def _downloaded(url: str) -> bytes:
    if not url.startswith(("https://", "http://")):
        raise WorkbookError(f"NPM_CONFIG_REGISTRY has to begin with https://, and {url} does not.")
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            data: bytes = answer.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        raise WorkbookError(f"Pyodide could not be fetched from {url} ({error}).") from None
    return data
