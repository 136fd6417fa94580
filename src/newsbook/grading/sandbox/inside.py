"""The process inside the sandbox: it imports once, then forks for each submission.

Three kinds of process are in there. The *keeper* has one thread, talks to the outside and starts a
*warden* for each submission, in namespaces of its own; the warden, in `warden.py`, forks a *runner*
for each exercise, and after each it kills all that is left. Learners' code is in runners alone.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import re
import select
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsbook.grading.sandbox import walls
from newsbook.grading.sandbox.calls import filter_of_calls
from newsbook.grading.sandbox.importing import import_all, import_libraries
from newsbook.grading.sandbox.limits import COUNT, Limits, receive, send_json
from newsbook.grading.sandbox.warden import NEXT, Warden
from newsbook.grading.sandbox.watching import Watch, anonymous_memory

__all__ = ["main"]

TICK = 0.05
"""Seconds between two looks at the memory of a submission."""


class Keeper:
    """What the outside talks to.

    Args:
        link: The socket to the outside.
        start: What it said first; see `Sandbox`.
    """

    def __init__(self, link: socket.socket, start: Mapping[str, Any]) -> None:
        self.link = link
        self.limits = Limits(**start["limits"])
        self.apart = bool(start["apart"])
        self.ids = (os.geteuid(), os.getegid())
        import_all()
        self.covered = [entry for entry in sys.path if Path(entry, "newsbook").is_dir()]
        from newsbook.exercises import get_exercise
        from newsbook.grading.runner import namespace

        self.exercises: list[str] = start["exercises"]
        for exercise in self.exercises:
            # Its module and its cases are made here once.
            vars(get_exercise(exercise)).setdefault("_warm", None)
            with contextlib.suppress(Exception):
                _ = get_exercise(exercise).cases  # type: ignore[attr-defined]
        self.names = {key: namespace(cells) for key, cells in start["setups"].items()}
        self.imported = 0
        if self.apart:
            with contextlib.suppress(OSError):  # told when the walls are tried
                filter_of_calls()
        self._settle()

    def _settle(self) -> None:
        """Look no more at what is in memory now: all later processes share it."""
        from newsbook.grading.runner import removal_for

        removal_for.cache_clear()
        for exercise in self.exercises:
            removal_for(exercise)
        # Patterns that were made until now could be one that an exercise has off limits.
        re.purge()
        gc.collect()
        gc.freeze()
        self.space, self.anonymous = anonymous_memory()

    def _import(self, wanted: int) -> None:
        """Import what the outside says that answers need: a bit for each of `LIBRARIES`."""
        fresh = wanted & ~self.imported
        if fresh:
            import_libraries(fresh)
            self.imported |= fresh
            self._settle()

    def missing(self) -> list[str]:
        """Which walls this system doesn't give, a clause for each."""
        found = []
        if self.apart:
            problem = self._trial()
            if problem:
                found.append(f"each submission in namespaces of its own ({problem})")
                self.apart = False
        if Path("/proc/self/setgroups").exists() and os.geteuid() == 0:
            found.append("an unprivileged user")
        return found

    def _trial(self) -> str:
        """Try the walls in a process that does nothing else."""
        reader, writer = os.pipe()
        try:
            pid = walls.fork_apart()
        except OSError as error:
            os.close(reader)
            os.close(writer)
            return str(error)
        if pid == 0:
            try:
                walls.enter(self.limits, self.ids, self.covered)
                walls.forbid_calls()
                walls.fresh_scratch(self.limits)
                walls.give_up_rights()
                os.write(writer, b"ok")
            except BaseException as error:
                os.write(writer, str(error).encode()[:500])
            os._exit(0)
        os.close(writer)
        said = os.read(reader, 500)
        os.close(reader)
        os.waitpid(pid, 0)
        return "" if said == b"ok" else said.decode(errors="replace") or "it died"

    def serve(self) -> None:
        """Take submissions until the outside goes."""
        while True:
            said, files, _, _ = socket.recv_fds(self.link, COUNT.size, 2)
            if len(said) < COUNT.size or len(files) < 2:
                return
            pieces, wanted = COUNT.unpack(said)
            self._import(wanted)
            self._submission(pieces, *files)

    def _submission(self, pieces: int, file: int, writer: int) -> None:
        """Run one submission. Its work is in the file; what comes of it goes through the pipe.

        The keeper itself reads neither: every later submission is a fork of it, and could find in
        its memory what it has once held.
        """
        hear, say = os.pipe()
        turn, next_turn = os.pipe()
        pid = walls.fork_apart() if self.apart else walls.fork()
        if pid == 0:
            self.link.close()
            os.close(say)
            os.close(turn)
            status = 1
            try:
                Warden(self, writer, file, hear, next_turn).work(pieces)
                status = 0
            finally:
                os._exit(status)
        # The pipe ends when the warden does.
        for number in (writer, file, hear, next_turn):
            os.close(number)
        self._wait(Watch(self.limits, self.anonymous, pid, say), turn, pieces)
        os.close(say)
        os.close(turn)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
        _, status, used = os.wait4(pid, 0)
        send_json(self.link, {"cpu": used.ru_utime + used.ru_stime, "status": status})

    def _wait(self, watch: Watch, turn: int, exercises: int) -> None:
        """Wait for the warden, while its processes are watched."""
        end = time.monotonic() + self.limits.longest(exercises)
        poller = select.poll()
        poller.register(turn, select.POLLIN)
        poller.register(self.link, select.POLLHUP | select.POLLRDHUP)
        while time.monotonic() < end:
            ready = {number for number, _ in poller.poll(TICK * 1000)}
            if self.link.fileno() in ready:
                return
            if ready:
                told = os.read(turn, NEXT.size)
                if not told:
                    return  # the warden has ended
                watch.begin(*NEXT.unpack(told))
            elif self.apart:
                watch.look()


def main(number: int) -> None:
    """Be a keeper. The socket to the outside has this number."""
    link = socket.socket(fileno=number)
    link.set_inheritable(False)
    start = json.loads(receive(link))
    if start["user"]:
        walls.drop_user(start["user"])
    keeper = Keeper(link, start)
    send_json(link, {"missing": keeper.missing()})
    keeper.serve()
    os._exit(0)
