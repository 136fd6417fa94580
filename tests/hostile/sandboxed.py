"""What the hostile tests share: a sandbox, and a way to hear what code found in it."""

from __future__ import annotations

from typing import Any

import pytest

from newsbook.grading.model import Observed
from newsbook.grading.sandbox import Sandbox, Work, missing_protections

SETUP = {"plain": ["import re", "from newsbook import Span, check"]}
CASE = [{"tuple": ["In  Seoul .", 2, 9]}]

RIGHT = """
def trim(text, start, end):
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
"""


def needs_walls() -> None:
    """Skip, with the sentence, where the system lacks a protection."""
    if missing := missing_protections():
        pytest.skip(f"this system does not give {' and '.join(missing)}")


def run(sandbox: Sandbox, *sources: str) -> Observed:
    """Run sources as one submission's answers to 1.3, each by itself; the last one counts."""
    return sandbox.run([Work("1.3", "plain", source, CASE) for source in sources])


def failure(sandbox: Sandbox, source: str) -> str:
    """Why a source gave nothing."""
    observed = run(sandbox, source)
    assert not observed.observations, observed
    return observed.failures["1.3"]


def found(sandbox: Sandbox, source: str) -> Any:
    """What a source sets `said` to, inside the sandbox."""
    observed = run(sandbox, f"{source}\ndef trim(*_):\n    return said\n")
    assert not observed.failures, observed
    (outcome,) = observed.observations["1.3"]["cases"]
    return outcome["value"]
