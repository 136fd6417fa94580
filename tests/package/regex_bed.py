"""What the tests of patterns share: a runaway, an exercise, and a look at processes."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from newsbook.exercises import Case, RegexExercise, WrongPattern

RUNAWAY = ("a" * 40 + "!", "(a+)+$")


def children(of: int) -> list[int]:
    """The processes that a process has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            command = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == of and fields[0] != "Z" and b"pattern_helper" in command:
            found.append(int(stat.parent.name))
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def our_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("newsbook patterns")]


def until(true: Any, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not true():
        time.sleep(0.02)
    return bool(true())


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")


class Capitals(RegexExercise):
    id, title, skill, points, minutes = "9.21", "Names", "find names", 4, 3
    hints = ("First?", "Second?")
    praise, question = "Right.", "Find each word that is written in capitals."
    text = "🙂 NATO met in Seoul. The UN and A man from NATO spoke."
    target = ("NATO", "UN", "NATO")
    traps = (
        WrongPattern("capitalised", r"\b[A-Z]\w*", "Is each of these in capitals throughout?"),
        WrongPattern("single letters", r"\b[A-Z]+\b", "Is one letter a word in capitals?"),
        WrongPattern("by name", "NATO|UN", "What if another text has other names?"),
    )
    more = (Case(("IANS and the EU",), [[0, 4], [13, 15]]),)
    flags = ("i",)


RIGHT = {"pattern": r"\b[A-Z]{2,}\b", "flags": []}
