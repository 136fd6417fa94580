"""A Dask cluster, as a place where submissions are run.

Workers get answers, our cells and inputs; never what is right, a seed, or a student's name. What
comes back is read as a sandbox's word is: see `sandbox.reading`. Dask itself is in another process,
`liaison`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.util
import json
import queue
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Sequence
from typing import IO

from newsbook.grading.crew import Bench
from newsbook.grading.liaison import HEAD
from newsbook.grading.remote import about
from newsbook.grading.sandbox import Work
from newsbook.grading.sandbox.limits import framed, read_frame
from newsbook.grading.sandbox.reading import Told, most_told
from newsbook.markup import visible
from newsbook.workbook.places import WorkbookError

__all__ = ["Cluster", "ClusterError"]

MOST_ROOM = 1_000
"""Submissions with the cluster at a time."""
PATIENCE = 60.0
"""How long a cluster may have no worker, in seconds."""
LAST_SECONDS = 5.0
"""How long a run that is stopped waits for what is done already."""


class ClusterError(WorkbookError):
    """A cluster cannot be used; the message is one sentence. What came back before is kept."""


class Cluster:
    """A Dask cluster, which runs submissions on its workers.

    Args:
        address: Of its scheduler: ``tcp://host:8786``, or ``tls://host:8786``.
        bench: What is run.

    Attributes:
        room: How many submissions may be there at a time: two for each thread of its workers.

    Raises:
        ClusterError: There is none, or Dask is not installed here.
    """

    def __init__(self, address: str, bench: Bench) -> None:
        if importlib.util.find_spec("distributed") is None:
            raise ClusterError(
                "Grading on a cluster takes Dask: install it beside newsbook "
                "(python -m pip install distributed)."
            )
        self.room = 1
        most = most_told(len(bench.exercises), bench.limits) + 100
        self._most = most
        # Dask writes its own mind to standard error; the last line may say why it died.
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by `close`
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "newsbook.grading.liaison"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            # An interrupt in the terminal is for us: it ends when we have what is done.
            start_new_session=True,
        )
        # Two are read ahead: a slow judge makes the cluster wait, not the memory grow.
        self._frames: queue.Queue[bytes] = queue.Queue(2)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._ready = threading.Event()
        start = {
            "address": address,
            "bench": bench.to_json(),
            "like": about(),
            "most": most,
            "patience": PATIENCE,
        }
        try:
            self._send(json.dumps(start).encode())
            while not self._ready.is_set():
                self._known(self._next())
        except BaseException:
            self.close()
            raise

    def submit(self, number: int, work: Sequence[Work]) -> None:
        """Have a submission run; its number comes back with what is told."""
        pieces = json.dumps([dataclasses.asdict(piece) for piece in work])
        self._send(HEAD.pack(b"W", number) + zlib.compress(pieces.encode(), 1))

    def take(self) -> tuple[int, Told]:
        """The next that has been run; waits for it. One whose workers all died is told nothing of.

        Raises:
            ClusterError: The cluster cannot grade, or has gone.
        """
        while True:
            if (found := self._known(self._next())) is not None:
                return found

    def finished(self) -> list[tuple[int, Told]]:
        """Those that have been run and were not taken; waits for no other."""
        found = []
        end = time.monotonic() + LAST_SECONDS
        self._hang_up()
        with contextlib.suppress(queue.Empty, ClusterError):
            while frame := self._frames.get(timeout=max(0.0, end - time.monotonic())):
                if (one := self._known(frame)) is not None:
                    found.append(one)
        return found

    def close(self) -> None:
        """Give up what is running; the scheduler forgets it."""
        self._hang_up()
        self._process.kill()
        self._process.wait()
        while self._reader.is_alive():
            with contextlib.suppress(queue.Empty):
                self._frames.get_nowait()
            self._reader.join(0.02)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._errors.close()

    def _known(self, frame: bytes) -> tuple[int, Told] | None:
        """Read a frame; what is told of a submission is for who called."""
        kind, number = HEAD.unpack_from(frame)
        if kind == b"E":
            raise ClusterError(visible(frame[HEAD.size :].decode(errors="replace")))
        if kind == b"R":
            self.room = max(1, min(2 * number, MOST_ROOM))
            self._ready.set()
            return None
        try:
            return number, Told.from_bytes(frame[HEAD.size :]) if kind == b"D" else Told()
        except ValueError:
            raise ClusterError("A worker of the cluster gave what no newsbook gives.") from None

    def _next(self) -> bytes:
        frame = self._frames.get()
        if not frame:
            self._errors.seek(0)
            said = self._errors.read().decode(errors="replace").strip().splitlines()
            why = visible(said[-1][:300]) if said else "no word"
            raise ClusterError(f"The process that talks to the cluster has ended: {why}")
        return frame

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        # Where it has gone, it has said why.
        with contextlib.suppress(BrokenPipeError, ValueError):
            self._process.stdin.write(framed(data))
            self._process.stdin.flush()

    def _hang_up(self) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _read(self) -> None:
        """Take frames in until there are no more; an empty one is the last."""
        assert self._process.stdout is not None
        with contextlib.suppress(EOFError, OSError, ValueError):
            while True:
                self._frames.put(read_frame(self._process.stdout.fileno(), self._most + 1_000))
        self._frames.put(b"")
