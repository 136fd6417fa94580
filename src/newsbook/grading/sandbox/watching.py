"""What the keeper sees of a submission while it runs: memory, processor time, and if it waits.

Each process has limits of its own. This is for many that each stay below theirs, and for one that
does nothing. All is read from ``/proc``, which a submission itself doesn't see; see *proc(5)*.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from newsbook.grading.sandbox.limits import Limits

__all__ = ["IDLE", "MEMORY", "TIME", "Watch", "anonymous_memory", "sizes"]

MEMORY, IDLE, TIME = b"m", b"i", b"t"
"""Why a submission's processes were killed, as the warden is told."""

FEW = 4
"""Processes and threads that compute at the same rank as other submissions' do."""

_TICKS = os.sysconf("SC_CLK_TCK")
_SOCKET = 212_992
"""Bytes that a socket holds on to for its reader, when nobody has set another size."""

_NICE = 19


@dataclass(frozen=True)
class Seen:
    """One process, as it was looked at.

    Args:
        state: R: running or waiting for a processor; D: waiting for a disk, or as `vfork` does for
            its child; S: waiting for anything else.
        parent: Its parent's pid.
        threads: How many it has.
        cpu: Processor time that it has used, in seconds.
        reaped: Processor time of its children that have ended, and of theirs, in seconds.
        nice: How far it stands back for others: from 0 to 19.
        held: Bytes of memory, with pages counted that it shares.
    """

    state: str
    parent: int
    threads: int
    cpu: float
    reaped: float
    nice: int
    held: int


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
        self.begin(limits.seconds)

    def begin(self, seconds: float) -> None:
        """Another exercise begins, and has so many seconds: its time starts anew."""
        self.idle = 0.0
        self.seconds = seconds
        self._cpu: dict[int, float] = {}
        self._looked = time.monotonic()

    def look(self) -> None:
        """Look once; called every few hundredths of a second."""
        now = time.monotonic()
        since, self._looked = now - self._looked, now
        seen = _processes()
        seen.pop(self.warden, None)
        if seen and not _is_busy(seen):
            self.idle += since
        self._stand_back(seen)
        for pid, process in seen.items():
            self._cpu[pid] = max(process.cpu, self._cpu.get(pid, 0.0))
        if self._memory(seen) + _sockets() * _SOCKET > self.limits.memory:
            self._kill(seen, MEMORY)
        elif self._computed(seen) > self.seconds:
            self._kill(seen, TIME)
        elif self.idle > self.limits.idle:
            self._kill(seen, IDLE)

    def _computed(self, seen: dict[int, Seen]) -> float:
        """Processor time of an answer's processes, in seconds: at least so much.

        What began and ended between two looks is known from its parent, which had to wait for it
        (see `calls.py`); what a parent took along when it ended, from having been seen.
        """
        there = sum(process.cpu + process.reaped for process in seen.values())
        return max(there, sum(self._cpu.values()))

    def _stand_back(self, seen: dict[int, Seen]) -> None:
        """Let a submission of many processes have no more of the machine than one of few.

        From then on all that it starts stands back as well: that is inherited.
        """
        if sum(process.threads for process in seen.values()) <= FEW:
            return
        for pid, process in seen.items():
            if process.nice < _NICE or process.threads > 1:
                for task in _tasks(pid):
                    with contextlib.suppress(OSError):
                        os.setpriority(os.PRIO_PROCESS, int(task.name), _NICE)

    def _memory(self, seen: dict[int, Seen]) -> int:
        """Bytes that processes hold together, those of the keeper left out.

        First counted too high, each page once for each process. Where that is over the limit, pages
        that several have are shared out among them, as the kernel does for the figure PSS. What is
        still the keeper's stays with it and with the warden for their shares.
        """
        if sum(process.held for process in seen.values()) <= self.limits.memory:
            return 0
        total = 0
        for pid in seen:
            place = Path("/proc", str(pid))
            shares = sizes(place, "smaps_rollup")
            if "Pss_Anon" in shares:
                names = ("Pss_Anon", "Pss_Shmem", "SwapPss")
                total += sum(_bytes(shares, name) for name in names)
            else:
                # It has ended, and has nothing. One that made itself unreadable is charged for all.
                total += _held(sizes(place))
        return total - self.shared * len(seen) // (len(seen) + 2)

    def _kill(self, seen: Iterable[int], why: bytes) -> None:
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
    return sum(_bytes(status, kind) for kind in ("RssAnon", "RssShmem", "VmSwap"))


def _bytes(lines: dict[str, str], name: str) -> int:
    told = lines.get(name, "").split()
    return int(told[0]) * 1024 if told and told[0].isdigit() else 0


def _processes() -> dict[int, Seen]:
    """All processes but this one and the first, by their pids."""
    found = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 -- this is done twenty times a second
        if name.isdigit() and int(name) not in (1, os.getpid()):
            place = Path("/proc", name)
            status = sizes(place)
            with contextlib.suppress(OSError):
                # Behind the name, which may hold anything.
                told = (place / "stat").read_text(errors="replace").rpartition(")")[2].split()
                found[int(name)] = Seen(
                    state=told[0],
                    parent=int(told[1]),
                    threads=int(told[17]),
                    cpu=(int(told[11]) + int(told[12])) / _TICKS,
                    reaped=(int(told[13]) + int(told[14])) / _TICKS,
                    nice=int(told[16]),
                    held=_held(status),
                )
    return found


def _tasks(pid: int) -> list[Path]:
    """The folders of a process's threads."""
    with contextlib.suppress(OSError):
        return list(Path("/proc", str(pid), "task").iterdir())
    return []


def _sockets() -> int:
    """How many sockets there are in the sandbox beside the keeper's own.

    Example:
        >>> _sockets() >= -1
        True
    """
    told = ""
    with contextlib.suppress(OSError):
        told = Path("/proc/self/net/sockstat").read_text(errors="replace").partition("\n")[0]
    count = told.rpartition(" ")[2]
    return int(count) - 1 if count.isdigit() else 0


def _is_busy(seen: dict[int, Seen]) -> bool:
    """Whether a process or one of its threads has something to do.

    One that has started another by `vfork` looks as if it waited for a disk, and waits for that.
    """
    parents = {process.parent for process in seen.values()}
    for pid, process in seen.items():
        states = [process.state]
        if process.threads > 1:
            states += [sizes(task).get("State", "") for task in _tasks(pid)]
        if any(state.startswith("R") for state in states):
            return True
        if pid not in parents and any(state.startswith("D") for state in states):
            return True
    return False
