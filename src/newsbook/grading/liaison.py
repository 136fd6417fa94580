"""The process that talks to a Dask cluster, so that the judge's process doesn't.

Dask hands on Python objects as pickles, and a pickle can run code where it is read. So its client
lives in a process that knows answers and inputs, as the workers do, and nothing of what is right;
and there no pickle is read that holds more than bytes, strings and Python's own exceptions. What
goes on to the judge's process are bytes in frames.

A frame is a kind, a number and what belongs to it. In: ``W`` work. Out: ``R`` the workers have so
many threads; ``D`` a submission has been run; ``L`` it was lost with its workers; ``E`` the end, in
a sentence.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import json
import logging
import os
import pickle
import queue
import struct
import sys
import threading
import time
import warnings
from typing import Any

from newsbook.grading.sandbox.limits import framed, read_frame

__all__ = ["HEAD", "main"]

HEAD = struct.Struct(">cI")
"""What a frame begins with: its kind, and a number."""

CONNECT_SECONDS = 20.0
"""How long a scheduler may take to answer."""

LOOK_SECONDS = 1.0
"""How often it looks whether there are workers."""

AGAIN = "what came back before is kept, and the same command goes on from there"

_PLAIN = ("bytes", "bytearray", "memoryview")


class RefusedError(pickle.UnpicklingError, TypeError):
    """A pickle holds what is not read here; a TypeError too, which Dask passes over."""


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module == "builtins":
            found = getattr(builtins, name, None)
            if name in _PLAIN or (isinstance(found, type) and issubclass(found, BaseException)):
                return found
        raise RefusedError(f"{module}.{name} is not read from a cluster")


def plain_loads(data: Any, /, **more: Any) -> Any:
    """What stands for `pickle.loads` in this process: it reads plain values alone.

    Raises:
        RefusedError: The pickle holds a class or a function.

    Example:
        >>> plain_loads(pickle.dumps([b"bytes", {"a": 1.5}]))
        [b'bytes', {'a': 1.5}]
        >>> plain_loads(pickle.dumps(os.getcwd))
        Traceback (most recent call last):
        newsbook.grading.liaison.RefusedError: posix.getcwd is not read from a cluster
    """
    return _Plain(io.BytesIO(data), **more).load()


def _observe(bench: str, like: dict[str, str], work: bytes) -> bytes:
    """Sent to workers as it stands here, so that schedulers need no newsbook."""
    try:
        from newsbook.grading.remote import observe
    except ImportError as error:
        import socket

        return f"POn {socket.gethostname()} there is no such newsbook ({error}).".encode()[:1000]
    return observe(bench, like, work)


class Liaison:
    """Gives work to a cluster, and hands on what comes back.

    Args:
        start: What the judge's process said first: the scheduler's address, the bench, what
            workers have to be like, the most bytes of a result, and how many seconds there may be
            no workers.
        out: Where frames go.
    """

    def __init__(self, start: dict[str, Any], out: int) -> None:
        self.address: str = start["address"]
        self.arguments = (start["bench"], start["like"])
        self.most: int = start["most"]
        self.patience: float = start["patience"]
        self.out = out
        self.done: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        self.ended = threading.Event()
        self.threads = 0
        self.seen = self.looked = time.monotonic()

    def serve(self) -> None:
        """Do so until the judge's process has no more work; then hand on what is done."""
        from distributed import Client

        try:
            self.client = Client(
                self.address, set_as_default=False, timeout=min(self.patience, CONNECT_SECONDS)
            )
        except (OSError, ValueError, TypeError, RuntimeError, ImportError) as error:
            self.end(
                f"No scheduler answers at {self.address} ({_line(error)}): start one "
                "(dask scheduler), and give its address, as tcp://host:8786."
            )
        while not self.threads:
            self.look()
            time.sleep(0.05)
        threading.Thread(target=self.give_out, daemon=True).start()
        while not (self.ended.is_set() and self.done.empty()):
            try:
                number, future = self.done.get(timeout=LOOK_SECONDS / 4)
            except queue.Empty:
                self.look()
                continue
            self.hand_on(number, future)
            self.look()

    def give_out(self) -> None:
        """Submit what comes in."""
        count = 0
        try:
            while True:
                frame = read_frame(0)
                _, number = HEAD.unpack_from(frame)
                # No name of a student is in a key: dashboards show it.
                key, count = f"newsbook-{os.getpid()}-{number}-{count}", count + 1
                future = self.client.submit(
                    _observe, *self.arguments, frame[HEAD.size :], key=key, pure=False
                )
                future.add_done_callback(lambda one, number=number: self.done.put((number, one)))
        except EOFError:
            self.ended.set()
        except Exception as error:
            self.end(f"The scheduler at {self.address} takes no work ({_line(error)}).")

    def hand_on(self, number: int, future: Any) -> None:
        """Say what came of a submission."""
        try:
            if future.status == "error":
                self.erred(number, future)
                return
            result = future.result(timeout=self.patience)
        except TimeoutError:
            # It was done, and its worker went before it was fetched: another one runs it.
            self.done.put((number, future))
            return
        except RefusedError:
            result = None
        except Exception as error:
            self.end(f"The scheduler at {self.address} has gone: {AGAIN} ({_line(error)}).")
        if type(result) is not bytes or not 0 < len(result) <= self.most:
            self.end("A worker of the cluster gave what no newsbook gives.")
        if result[:1] != b"T":
            told = _line(result[1:].decode(errors="replace"))
            self.end(f"A worker of the cluster cannot grade. {told}")
        self.send(b"D", number, result[1:])

    def erred(self, number: int, future: Any) -> None:
        """Tell a submission whose workers all died from a cluster that runs nothing."""
        error = future.exception()
        if "KilledWorker" in f"{type(error).__name__} {error}":
            self.send(b"L", number)
        else:
            self.end(f"The cluster's workers run nothing of newsbook's ({_line(error)}).")

    def look(self) -> None:
        """Say how many threads the workers have, and whether there are any."""
        now = time.monotonic()
        if self.threads and now - self.looked < LOOK_SECONDS:
            return
        self.looked = now
        try:
            threads = sum(self.client.nthreads().values())
        except Exception as error:
            self.end(f"The scheduler at {self.address} has gone: {AGAIN} ({_line(error)}).")
        if threads:
            self.seen = now
        elif now - self.seen > self.patience:
            self.end(
                f"The cluster at {self.address} has had no worker for {self.patience:g} seconds: "
                f"start some (dask worker {self.address}); {AGAIN}."
            )
        if threads != self.threads:
            self.threads = threads
            self.send(b"R", threads)

    def end(self, sentence: str) -> Any:
        """Say why it ends, and end."""
        self.send(b"E", 0, sentence.encode())
        os._exit(1)

    def send(self, kind: bytes, number: int, data: bytes = b"") -> None:
        """Send a frame, whole."""
        frame = memoryview(framed(HEAD.pack(kind, number) + data))
        while frame:
            frame = frame[os.write(self.out, frame) :]


def _line(error: Any) -> str:
    """What went wrong, short."""
    words = " ".join(str(error).split()) or type(error).__name__
    return words[:600]


def main() -> None:
    """Serve the process at the other end of standard input and output."""
    out = os.dup(1)
    os.dup2(2, 1)
    start = json.loads(read_frame(0))
    # Before Dask is imported: whatever of it reads a pickle reads it with this.
    pickle.loads = plain_loads
    warnings.simplefilter("ignore")
    logging.disable()
    with contextlib.suppress(BrokenPipeError):  # the judge has gone
        Liaison(start, out).serve()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
