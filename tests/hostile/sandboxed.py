"""What the hostile tests share: a sandbox, and a way to hear what code found in it."""

from __future__ import annotations

import contextlib
from pathlib import Path
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

#: What hands on what code found.
TELL = "\ndef trim(*_):\n    return said\n"


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
    observed = run(sandbox, source + TELL)
    assert not observed.failures, observed
    (outcome,) = observed.observations["1.3"]["cases"]
    return outcome["value"]


def processes_of(sandbox: Sandbox) -> tuple[int, list[int]]:
    """The keeper, of which all submissions are forks, and the processes below it."""
    assert sandbox._process is not None
    children: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(place.name))
    below = [sandbox._process.pid]
    for pid in below:
        below += children.get(pid, [])
    pythons = [n for n in below if (Path("/proc") / str(n) / "comm").read_text() != "bwrap\n"]
    return pythons[0], pythons[1:]


def memory_of(pid: int) -> bytes:
    """All that a process may write to in its memory."""
    parts = []
    with contextlib.suppress(OSError), Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            where, may = line.split()[:2]
            if may.startswith("rw"):
                start, end = (int(number, 16) for number in where.split("-"))
                with contextlib.suppress(OSError):
                    memory.seek(start)
                    parts.append(memory.read(end - start))
    return b"".join(parts)
