"""The process inside the sandbox: it imports once, then forks for each submission.

Three kinds of process are in there. The *keeper* has one thread, talks to the outside and starts a
*warden* for each submission, in namespaces of its own; the warden forks a *runner* for each
exercise, and after each it kills all that is left. Learners' code is in runners alone. Keeper and
warden hand on bytes and never read what is in them.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import re
import resource
import select
import shutil
import signal
import socket
import struct
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsbook.grading.sandbox import walls
from newsbook.grading.sandbox.importing import import_all, import_libraries
from newsbook.grading.sandbox.limits import COUNT, Limits, read_frame, receive, send_json
from newsbook.grading.sandbox.watching import IDLE, MEMORY, Watch, anonymous_memory

__all__ = ["main"]

TICK = 0.05
"""Seconds between two looks at the memory of a submission."""
HEAD = struct.Struct(">III")
"""Before each result: the exercise's number, bytes of observation, bytes of failure."""


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
        from newsbook.exercises.off_limits import withheld
        from newsbook.grading.runner import namespace

        for exercise in start["exercises"]:
            # Its module and its cases are made here once.
            vars(get_exercise(exercise)).setdefault("_warm", None)
            with contextlib.suppress(Exception):
                _ = get_exercise(exercise).cases  # type: ignore[attr-defined]
            with withheld(getattr(get_exercise(exercise), "off_limits", ())):
                pass
        self.names = {key: namespace(cells) for key, cells in start["setups"].items()}
        self.imported = 0
        if self.apart:
            with contextlib.suppress(OSError):  # told when the walls are tried
                walls.filter_of_calls()
        self._settle()

    def _settle(self) -> None:
        """Look no more at what is in memory now: all later processes share it."""
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
        end = time.monotonic() + exercises * (2 * self.limits.seconds + 2) + 5
        poller = select.poll()
        poller.register(turn, select.POLLIN)
        poller.register(self.link, select.POLLHUP | select.POLLRDHUP)
        while time.monotonic() < end:
            ready = {number for number, _ in poller.poll(TICK * 1000)}
            if self.link.fileno() in ready:
                return
            if ready:
                if not os.read(turn, COUNT.size):
                    return  # the warden has ended
                watch.begin()
            elif self.apart:
                watch.look()


class Warden:
    """Runs the exercises of one submission, one after the other, each in a process of its own."""

    def __init__(self, keeper: Keeper, writer: int, file: int, hear: int, turn: int) -> None:
        self.keeper = keeper
        self.limits = keeper.limits
        self.writer = writer
        self.file = file
        self.nothing = os.open(os.devnull, os.O_RDONLY)
        self.hear = hear
        self.turn = turn

    def work(self, pieces: int) -> None:
        """Run them, and write what comes of each as soon as it is there.

        A piece is read when it is its turn: what runs must not find the inputs of the others.
        """
        # An interrupt is the one signal that Python answers by itself.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if self.keeper.apart:
            walls.enter(self.limits, self.keeper.ids, self.keeper.covered)
        else:
            os.setsid()
        self._limit()
        random.seed()
        for number in range(pieces):
            piece = json.loads(read_frame(self.file))
            observation, failure = self._run(piece)
            runner = sys.modules["newsbook.grading.runner"]
            if observation and runner.is_tried_apart(piece["exercise"]):
                observation, failure = self._run(piece, observation)
            told = failure.encode()[:1000]
            record = HEAD.pack(number, len(observation), len(told)) + observation + told
            while record:
                record = record[os.write(self.writer, record) :]
            os.write(self.turn, b".")

    def _limit(self) -> None:
        walls.limit(self.limits, self.keeper.space)
        if self.keeper.apart:
            walls.forbid_calls()

    def _run(self, piece: Mapping[str, Any], given: bytes = b"") -> tuple[bytes, str]:
        """Run a learner's cell in a new process; or try what one gave, in a process without it."""
        reader, writer = os.pipe()
        printed, printing = os.pipe()
        os.set_blocking(self.hear, False)
        _read(self.hear)
        pid = walls.fork()
        if pid == 0:
            self._be_runner(piece, given, writer, printing)
        os.close(writer)
        os.close(printing)
        try:
            return self._listen(pid, reader, printed)
        finally:
            os.close(reader)
            os.close(printed)
            self._clear(pid)

    def _be_runner(
        self, piece: Mapping[str, Any], given: bytes, writer: int, printing: int
    ) -> None:
        status, self_pid = 1, os.getpid()
        try:
            seconds = self.limits.cpu_seconds
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            os.setsid()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.close(self.writer)
            os.close(self.file)
            os.close(self.hear)
            os.close(self.turn)
            if self.keeper.apart:
                walls.be_readable()
            os.dup2(self.nothing, 0)
            os.close(self.nothing)
            os.dup2(printing, 1)
            os.dup2(printing, 2)
            os.close(printing)
            runner = sys.modules["newsbook.grading.runner"]
            name, inputs = piece["exercise"], piece["inputs"]
            if given:
                data = runner.tried_apart(name, given, inputs)
            else:
                names = self.keeper.names[piece["setup"]]
                data = runner.observed(name, piece["source"], inputs, names)
            # Not what a learner's own forks come back with.
            while data and os.getpid() == self_pid:
                data = data[os.write(writer, data) :]
            status = 0
        finally:
            # Nobody's exit handlers, and no waiting for threads.
            os._exit(status)

    def _listen(self, pid: int, reader: int, printed: int) -> tuple[bytes, str]:
        """What a runner writes until it ends, or why it was stopped."""
        runner = os.pidfd_open(pid)
        poller = select.poll()
        for number in (reader, printed, runner):
            os.set_blocking(number, False)
            poller.register(number, select.POLLIN)
        data, loud = bytearray(), 0
        end = time.monotonic() + self.limits.seconds
        try:
            while True:
                ready = {n for n, _ in poller.poll(max(0.0, end - time.monotonic()) * 1000)}
                if not ready:
                    return b"", (
                        f"It ran for over {self.limits.seconds:g} seconds. Is there an endless "
                        "loop?"
                    )
                for number in ready - {runner}:
                    part = _read(number)
                    if number == printed:
                        loud += len(part)
                    else:
                        data += part
                    if not part and runner not in ready:
                        poller.unregister(number)
                if loud > self.limits.output:
                    return b"", f"It printed over {self.limits.output:,} bytes."
                if len(data) > self.limits.observation:
                    return b"", f"What it gave is over {self.limits.observation:,} bytes."
                if runner in ready:
                    break
        finally:
            os.close(runner)
        while part := _read(reader):
            data += part
        return self._ended(pid, bytes(data))

    def _ended(self, pid: int, data: bytes) -> tuple[bytes, str]:
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == signal.SIGXCPU:
                seconds = self.limits.cpu_seconds
                return b"", f"It used over {seconds} seconds of processor time."
            if number == signal.SIGKILL:
                return b"", self._why_killed()
            if number == signal.SIGXFSZ:
                return b"", f"It wrote a file of over {self.limits.file_size:,} bytes."
            return b"", f"The code ended Python itself (signal {number})."
        if not data:
            return b"", "The code ended Python itself."
        if len(data) > self.limits.observation:
            return b"", f"What it gave is over {self.limits.observation:,} bytes."
        return data, ""

    def _why_killed(self) -> str:
        why = _read(self.hear)
        if IDLE in why:
            return (
                f"It waited for over {self.limits.idle:g} seconds and did nothing. Does it sleep, "
                "or ask for something that never comes?"
            )
        if MEMORY in why:
            return f"All it started used over {self.limits.memory // 2**20} MB of memory."
        return "It was stopped, for using too much memory or by its own hand."

    def _clear(self, pid: int) -> None:
        """Kill all that a runner has left behind, and empty the scratch folder."""
        if not self.keeper.apart:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
        # A path object would write to more memory than all the rest of a usual round.
        if os.listdir(walls.SCRATCH):  # noqa: PTH208
            _empty(walls.SCRATCH)


def _empty(folder: str) -> None:
    """Remove all that is in a folder, however deep."""
    for entry in list(Path(folder).iterdir()):
        with contextlib.suppress(OSError):
            if entry.is_symlink() or not entry.is_dir():
                entry.unlink()
            else:
                entry.chmod(0o700)
                shutil.rmtree(entry, ignore_errors=True)


def _read(number: int) -> bytes:
    try:
        return os.read(number, 1 << 18)
    except BlockingIOError:
        return b""


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
