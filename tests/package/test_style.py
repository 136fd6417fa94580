"""Style and types, notebooks included, as CONTRIBUTING.md asks for them."""

import subprocess
import sys

import pytest
from support import ROOT


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)],
    ids=lambda command: " ".join(command),
)
def test_nothing_is_found(command, tmp_path):
    cache = ["--cache-dir", str(tmp_path)]  # a checkout may be read-only, and need not be littered
    done = subprocess.run(
        [sys.executable, "-m", *command, *cache], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
