"""What the keeper sees of a submission while it runs: how much memory it holds, and if it waits.

Each process has limits of its own. This is for many that each stay below theirs, and for one that
does nothing. All is read from ``/proc``, which a submission itself doesn't see.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

from newsbook.grading.sandbox.limits import Limits

__all__ = ["IDLE", "MEMORY", "Watch", "anonymous_memory", "sizes"]

MEMORY, IDLE = b"m", b"i"
"""Why a submission's processes were killed, as the warden is told."""

_BUSY = ("R", "D")
"""States in /proc/PID/status: running or waiting for a processor; waiting for a disk."""


class Watch:
    """Looks at one submission's processes, and kills them when they are too large or idle.

    Args:
        limits: The limits.
        shared: Bytes of anonymous memory of the keeper, of which all are forks.
        warden: The process that runs the submission; it is not killed.
        say: A pipe to the warden.
    """

    def __init__(self, limits: Limits, shared: int, warden: int, say: int) -> None:
        self.limits = limits
        self.shared = shared
        self.warden = warden
        self.say = say
        self.begin()

    def begin(self) -> None:
        """Another exercise begins: its time starts anew."""
        self.idle = 0.0
        self._looked = time.monotonic()

    def look(self) -> None:
        """Look once; called every few hundredths of a second."""
        now = time.monotonic()
        since, self._looked = now - self._looked, now
        seen = {
            int(place.name): sizes(place)
            for place in Path("/proc").iterdir()
            if place.name.isdigit() and int(place.name) not in (1, os.getpid())
        }
        busy = any(_is_busy(pid, status) for pid, status in seen.items())
        seen.pop(self.warden, None)
        if seen and not busy:
            self.idle += since
        if self._memory(seen) > self.limits.memory:
            self._kill(seen, MEMORY)
        elif self.idle > self.limits.idle:
            self._kill(seen, IDLE)

    def _memory(self, seen: dict[int, dict[str, str]]) -> int:
        """Bytes that processes hold together, those of the keeper left out.

        First counted too high, each page once for each process. Where that is over the limit, pages
        that several have are shared out among them, as the kernel does for the figure PSS. What is
        still the keeper's stays with it and with the warden for their shares.
        """
        if sum(map(_held, seen.values())) <= self.limits.memory:
            return 0
        total = 0
        for pid in seen:
            place = Path("/proc", str(pid))
            shares = sizes(place, "smaps_rollup")
            if "Pss_Anon" in shares:
                total += _bytes(shares, "Pss_Anon") + _bytes(shares, "Pss_Shmem")
            else:
                # It has ended, and has nothing. One that made itself unreadable is charged for all.
                total += _held(sizes(place))
        return total - self.shared * len(seen) // (len(seen) + 2)

    def _kill(self, seen: dict[int, dict[str, str]], why: bytes) -> None:
        with contextlib.suppress(OSError):
            os.write(self.say, why)
        for pid in seen:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


def sizes(place: Path, file: str = "status") -> dict[str, str]:
    """The lines of a process's /proc/PID/status or smaps_rollup; none when it has gone.

    Args:
        place: Its folder in /proc.
        file: Which of the two.
    """
    try:
        text = (place / file).read_text(errors="replace")
    except OSError:
        return {}
    pairs = [line.partition(":") for line in text.splitlines()]
    return {name: value.strip() for name, _, value in pairs}


def anonymous_memory() -> tuple[int, int]:
    """Of this process: bytes of address space, and of memory that no file is behind."""
    status = sizes(Path("/proc/self"))
    return _bytes(status, "VmSize"), _bytes(status, "RssAnon")


def _held(status: dict[str, str]) -> int:
    return _bytes(status, "RssAnon") + _bytes(status, "RssShmem")


def _bytes(lines: dict[str, str], name: str) -> int:
    told = lines.get(name, "").split()
    return int(told[0]) * 1024 if told and told[0].isdigit() else 0


def _is_busy(pid: int, status: dict[str, str]) -> bool:
    """Whether one of a process's threads has something to do."""
    if status.get("State", "").startswith(_BUSY):
        return True
    if status.get("Threads", "1") in ("0", "1"):
        return False
    with contextlib.suppress(OSError):
        tasks = list(Path("/proc", str(pid), "task").iterdir())
        return any(sizes(task).get("State", "").startswith(_BUSY) for task in tasks)
    return False
