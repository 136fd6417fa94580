"""newsbook as a program of its own, for tests and benchmarks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["class_started", "python"]


def python(
    *args: str, cwd: Path, environment: Mapping[str, str], seconds: float = 150
) -> subprocess.CompletedProcess[str]:
    """Run Python with these words to its end; what it printed, and its exit code.

    Args:
        args: ``"-m", "newsbook.cli", "check", "01"``.
        cwd: The folder that it runs in.
        environment: All of its variables.
        seconds: After these it has hung.
    """
    return subprocess.run(
        [sys.executable, *args],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
    )


def class_started(
    folder: Path, *args: str, stderr: int | None = None
) -> tuple[subprocess.Popen[str], str]:
    """`newsbook class` in a folder, once it serves, and what it has said until then.

    Whoever starts it ends it.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "newsbook.cli", "class", "--no-browser", *args],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    said = ""
    while "End the class" not in said:
        line = process.stdout.readline()
        if not line:
            process.kill()
            process.wait()
            raise AssertionError(f"the class ended: {said}")
        said += line
    return process, said
