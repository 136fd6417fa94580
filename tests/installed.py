"""Programs that tests try, installed apart from newsbook and kept in pytest's cache."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from filelock import FileLock


def installed(request: pytest.FixtureRequest, name: str, requirements: Path, *more: str) -> Path:
    """A folder with what a hashed requirements file lists, made once for this Python.

    Args:
        request: The fixture that asks.
        name: The folder's name in the cache.
        requirements: The file.
        more: Further words for pip.
    """
    made_for = f"{sysconfig.get_platform()} {sys.version_info[:2]}".encode()
    digest = hashlib.sha256(requirements.read_bytes() + made_for).hexdigest()[:12]
    folder = request.config.cache.mkdir(name) / digest
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            fresh = folder.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            subprocess.run(
                [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes",
                 *more, "-r", requirements, "--target", fresh],
                check=True,
            )  # fmt: skip
            fresh.rename(folder)
    return folder
