"""The process that runs one submission, an exercise after the other, each in a process of its own.

Learners' code is in those *runners* alone. Each is a fork of the *warden* and could find in its
memory what the warden has once held. So the warden holds nothing of any answer: a runner reads its
own piece of the work from a file, and writes what comes of it into another, whose bytes the kernel
hands on; what it prints goes from a pipe to nowhere in the same way.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import select
import signal
import struct
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsbook.grading.sandbox import walls
from newsbook.grading.sandbox.limits import PIECE
from newsbook.grading.sandbox.watching import IDLE, MEMORY, TIME

if TYPE_CHECKING:
    from newsbook.grading.sandbox.inside import Keeper

__all__ = ["NEXT", "Warden"]

HEAD = struct.Struct(">III")
"""Before each result: the exercise's number, bytes of observation, bytes of failure."""

NEXT = struct.Struct(">d")
"""After each result, for the keeper: how many seconds the next answer has."""


@dataclass(frozen=True)
class Piece:
    """Where in the file with the work one answer stands.

    Args:
        place: Where it begins, in bytes.
        answer: Bytes of the exercise, its setup and the learner's cell, as JSON.
        inputs: Bytes of the inputs, behind it, as JSON.
        apart: Whether the inputs are for a second process, in which no learner's code runs.
    """

    place: int
    answer: int
    inputs: int
    apart: bool

    @property
    def end(self) -> int:
        """Where the next one begins."""
        return self.place + self.answer + self.inputs


class Warden:
    """Runs the exercises of one submission.

    Args:
        keeper: What it is a fork of.
        writer: A pipe for the results.
        file: The work.
        hear: A pipe that says why the keeper has killed something.
        turn: A pipe that tells the keeper of each exercise that is over.
    """

    def __init__(self, keeper: Keeper, writer: int, file: int, hear: int, turn: int) -> None:
        self.keeper = keeper
        self.limits = keeper.limits
        self.writer = writer
        self.file = file
        self.hear = hear
        self.turn = turn
        self.results = -1
        self.seconds = self.wall = self.end = 0.0

    def work(self, pieces: int) -> None:
        """Run them, and hand on what comes of each as soon as it is there."""
        # An interrupt is the one signal that Python answers by itself.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if self.keeper.apart:
            self.results = walls.enter(self.limits, self.keeper.ids, self.keeper.covered)
        else:
            os.setsid()
        self.nowhere = os.open(os.devnull, os.O_WRONLY)
        walls.limit(self.limits, self.keeper.space)
        if self.keeper.apart:
            walls.forbid_calls()
        random.seed()
        os.set_blocking(self.hear, False)
        began, place = time.monotonic(), 0
        self.seconds = self.limits.seconds
        for number in range(pieces):
            head = os.pread(self.file, PIECE.size, place)
            piece = Piece(place + PIECE.size, *PIECE.unpack(head))
            place = piece.end
            now = time.monotonic()
            # Without the keeper's watch, the clock decides.
            self.wall = self.seconds * (self.limits.patience if self.keeper.apart else 1)
            self.end = now + self.wall
            self._piece(number, piece)
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            computed = used.ru_utime + used.ru_stime
            self.seconds = self.limits.allowed(computed, time.monotonic() - began)
            os.write(self.turn, NEXT.pack(self.seconds))

    def _piece(self, number: int, piece: Piece) -> None:
        """Run one answer, and hand on what comes of it."""
        result = self._file()
        failure = self._run(piece, result)
        if piece.apart and not failure:
            given, result = result, self._file()
            failure = self._run(piece, result, given)
            os.close(given)
        size = 0 if failure else os.fstat(result).st_size
        told = failure.encode()
        record = HEAD.pack(number, size, len(told)) + told
        # The observation comes between the head and the failure, of which only one has any bytes.
        while record:
            record = record[os.write(self.writer, record) :]
        place = 0
        while place < size:
            place += os.splice(result, self.writer, size - place, offset_src=place)
        os.close(result)

    def _file(self) -> int:
        """A new file in memory that has no name."""
        if not self.keeper.apart:
            return os.memfd_create("result")
        return os.open(".", os.O_RDWR | os.O_TMPFILE, 0o600, dir_fd=self.results)

    def _run(self, piece: Piece, result: int, given: int = -1) -> str:
        """Run a learner's cell in a new process; or try what one gave, in a process without it.

        Returns:
            Why there is nothing in the file for the result; else nothing.
        """
        printed, printing = os.pipe()
        with contextlib.suppress(BlockingIOError):
            os.read(self.hear, 1 << 10)
        pid = walls.fork()
        if pid == 0:
            os.close(printed)
            self._be_runner(piece, result, given, printing)
        os.close(printing)
        try:
            failure = self._listen(pid, printed)
        finally:
            os.close(printed)
            self._clear(pid)
        size = os.fstat(result).st_size
        if not failure and size > self.limits.observation:
            return f"What it gave is over {self.limits.observation:,} bytes."
        return failure or ("" if size else "The code ended Python itself.")

    def _be_runner(self, piece: Piece, result: int, given: int, printing: int) -> None:
        status, self_pid = 1, os.getpid()
        try:
            seconds = int(self.seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            signal.signal(signal.SIGINT, signal.default_int_handler)
            first = given < 0
            answer, inputs, before = self._read(piece, given)
            os.close(self.writer)
            os.close(self.file)
            os.close(self.hear)
            os.close(self.turn)
            os.close(self.nowhere)
            if not first:
                os.close(given)
            if self.keeper.apart:
                os.close(self.results)
                walls.give_up_rights()
            else:
                os.setsid()
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.close(nothing)
            os.dup2(printing, 1)
            os.dup2(printing, 2)
            os.close(printing)
            runner = sys.modules["newsbook.grading.runner"]
            name = answer["exercise"]
            if first:
                names = self.keeper.names[answer["setup"]]
                data = runner.observed(name, answer["source"], inputs, names)
            else:
                data = runner.tried_apart(name, before, inputs)
            # Not what a learner's own forks come back with.
            while data and os.getpid() == self_pid:
                data = data[os.write(result, data) :]
            status = 0
        finally:
            # Nobody's exit handlers, and no waiting for threads.
            os._exit(status)

    def _read(self, piece: Piece, given: int) -> tuple[dict[str, str], object, bytes]:
        """In a runner: its answer, the inputs that it may see, and what was given before."""
        answer = json.loads(os.pread(self.file, piece.answer, piece.place))
        if piece.apart and given < 0:
            return answer, [], b""
        inputs = json.loads(os.pread(self.file, piece.inputs, piece.place + piece.answer))
        return answer, inputs, b"" if given < 0 else os.pread(given, self.limits.observation, 0)

    def _listen(self, pid: int, printed: int) -> str:
        """Wait for a runner to end; why it was stopped, if it was."""
        runner = os.pidfd_open(pid)
        poller = select.poll()
        for number in (printed, runner):
            poller.register(number, select.POLLIN)
        loud = 0
        try:
            while True:
                left = max(0.0, self.end - time.monotonic())
                ready = {number for number, _ in poller.poll(left * 1000)}
                if not ready:
                    return self._over()
                if printed in ready:
                    part = os.splice(printed, self.nowhere, 1 << 18)
                    loud += part
                    if not part:
                        poller.unregister(printed)
                if loud > self.limits.output:
                    return f"It printed over {self.limits.output:,} bytes."
                if runner in ready:
                    return self._ended(pid)
        finally:
            os.close(runner)

    def _over(self) -> str:
        why = ", all that the answers before it left" if self.seconds < self.limits.seconds else ""
        return f"It ran for over {self.seconds:g} seconds{why}. Is there an endless loop?"

    def _ended(self, pid: int) -> str:
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):
            return ""
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return self._over()
        if number == signal.SIGKILL:
            return self._why_killed()
        if number == signal.SIGXFSZ:
            return f"It wrote a file of over {self.limits.file_size:,} bytes."
        return f"The code ended Python itself (signal {number})."

    def _why_killed(self) -> str:
        why = b""
        with contextlib.suppress(BlockingIOError):
            why = os.read(self.hear, 1 << 10)
        if IDLE in why:
            return (
                f"It waited for over {self.limits.idle:g} seconds and did nothing. Does it sleep, "
                "or ask for something that never comes?"
            )
        if MEMORY in why:
            return f"All it started used over {self.limits.memory // 2**20} MB of memory."
        if TIME in why:
            return self._over()
        return "It was stopped, for using too much memory or by its own hand."

    def _clear(self, pid: int) -> None:
        """Kill all that a runner has left behind, and take its scratch folder away."""
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
        walls.fresh_scratch(self.limits)
