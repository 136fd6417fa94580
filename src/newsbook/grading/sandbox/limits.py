"""How much a submission may use, and what goes into the sandbox and comes out of it."""

from __future__ import annotations

import json
import os
import re
import select
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

__all__ = [
    "COUNT", "LIBRARIES", "PIECE", "Limits", "Packed", "Work", "framed", "libraries_of", "pack",
    "read_frame", "receive", "receive_pipe", "send", "send_json", "unpack",
]  # fmt: skip

_LENGTH = struct.Struct(">I")
COUNT = struct.Struct(">HB")
"""How many pieces of work come in a file, and which of `LIBRARIES` they need."""

PIECE = struct.Struct(">II?")
"""Before each piece of work: bytes of the answer and of its inputs; whether it is tried apart."""

SHORT = 1.0
"""Seconds that an answer has when those before it have used up what their submission has."""

LIBRARIES = {
    "nltk": re.compile("nltk"),
    "IPython.core.inputtransformer2": re.compile(
        r"IPython|^[ \t]*(?:[%!]|>>>|In \[)|^[^#'\"\n]*\?[ \t]*$", re.MULTILINE
    ),
    "asyncio": re.compile(r"\basync|\bawait\b"),
}
"""What a sandbox imports before it runs an answer in which this is found, once for all that follow.

Each fork pays for what is in memory, so that nothing is there for the few who may need it. An
answer that hides its need of one has to import it by itself, and that is all.
"""


@dataclass(frozen=True)
class Limits:
    """What one exercise of a submission may use.

    Args:
        seconds: Processor time of all its processes together. So an answer is stopped for what it
            does, however busy the machine is.
        idle: Seconds for which all of its processes may wait, taken together; the wall time of
            what does something is not cut by it.
        patience: How many times `seconds` may go by on the clock.
        budget: How many times `seconds` a whole submission may compute, and `patience` times that
            on the clock; answers that come after have `SHORT` each.
        memory: Bytes, for each process and for all of them together.
        processes: Processes and threads at a time.
        file_size: Bytes of one file.
        scratch: Bytes of all its files.
        output: Bytes printed.
        observation: Bytes of what is observed.
        files: Open files.

    Example:
        >>> Limits(seconds=10).memory // 2**20
        512
    """

    seconds: float = 10.0
    idle: float = 2.0
    patience: float = 3.0
    budget: float = 6.0
    memory: int = 512 * 2**20
    processes: int = 32
    file_size: int = 16 * 2**20
    scratch: int = 64 * 2**20
    output: int = 10_000_000
    observation: int = 2_000_000
    files: int = 128

    def allowed(self, computed: float, wall: float) -> float:
        """Processor time for the next answer of a submission.

        Args:
            computed: Processor seconds of those before it.
            wall: Seconds that they took on the clock: with much `patience`, for what a busy machine
                does to honest answers must not cost the next one anything.

        Example:
            >>> Limits().allowed(59.0, 170.0), Limits().allowed(61.0, 61.0)
            (10.0, 1.0)
        """
        whole = self.budget * self.seconds
        left = computed < whole and wall < self.patience * whole
        return self.seconds if left else min(SHORT, self.seconds)

    def longest(self, answers: int) -> float:
        """Wall seconds that so many answers of a submission can take.

        Example:
            >>> Limits().longest(8)
            255.0
        """
        each = self.patience * min(SHORT, self.seconds) + 2
        return (self.budget + 1) * self.patience * self.seconds + answers * each + 5

    @property
    def results(self) -> int:
        """Bytes of the folder for what answers give, which holds two at a time."""
        return 2 * max(self.file_size, self.observation) + 2**20


class Packed(list[Any]):
    """Packed inputs, which a run sends in with each submission: as JSON they are made once.

    Example:
        >>> Packed([pack((1, "a"))]).json
        '[{"tuple": [1, "a"]}]'
    """

    @cached_property
    def json(self) -> str:
        """All of it; who has asked must not change it any more."""
        return json.dumps(self)


@dataclass(frozen=True)
class Work:
    """One answer to be run. No expected value is in it.

    Args:
        exercise: The exercise's id.
        setup: Which of the sandbox's setups it stands on.
        source: The learner's cell.
        inputs: For each case its arguments, packed; None: the exercise's own cases.
    """

    exercise: str
    setup: str
    source: str
    inputs: Any = None

    @property
    def packed(self) -> str:
        """The inputs as JSON."""
        return self.inputs.json if isinstance(self.inputs, Packed) else json.dumps(self.inputs)

    def framed(self, apart: bool) -> bytes:
        """It as it goes into the sandbox: a head, the answer, and its inputs.

        Args:
            apart: Whether it is tried apart, so that its cell has no need of the inputs.
        """
        told = {"exercise": self.exercise, "setup": self.setup, "source": self.source}
        parts = json.dumps(told).encode(), self.packed.encode()
        return PIECE.pack(*map(len, parts), apart) + b"".join(parts)


def libraries_of(work: Sequence[Work]) -> int:
    """Which of `LIBRARIES` answers need: a bit for each.

    Example:
        >>> [libraries_of([Work("1.3", "", source)]) for source in ("import nltk", "# why?", "f?")]
        [1, 0, 2]
    """
    return sum(
        1 << bit
        for bit, sign in enumerate(LIBRARIES.values())
        if any(sign.search(piece.source) for piece in work)
    )


def pack(value: Any) -> Any:
    """A value as JSON that tells tuples from lists.

    Raises:
        TypeError: It holds what JSON and this do not know.

    Example:
        >>> unpack(pack([(1, "a"), {"k": None}]))
        [(1, 'a'), {'k': None}]
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list):
        return [pack(item) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [pack(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[pack(key), pack(item)] for key, item in value.items()]}
    raise TypeError(f"an input of an exercise may not hold a {type(value).__name__}")


def unpack(value: Any) -> Any:
    """What was packed."""
    if isinstance(value, list):
        return [unpack(item) for item in value]
    if isinstance(value, dict):
        if "tuple" in value:
            return tuple(unpack(item) for item in value["tuple"])
        return {unpack(key): unpack(item) for key, item in value["dict"]}
    return value


def framed(data: bytes) -> bytes:
    """Bytes with their length before them."""
    return _LENGTH.pack(len(data)) + data


def read_frame(file: int, most: int = 2**31) -> bytes:
    """The next frame of an open file, by its number.

    Raises:
        EOFError: The file ends before it does, or it is longer than allowed.
    """
    (length,) = _LENGTH.unpack(_read_exactly(file, _LENGTH.size))
    if length > most:
        raise EOFError("a frame is too long")
    return _read_exactly(file, length)


def _read_exactly(file: int, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = os.read(file, min(length - len(parts), 1 << 20))
        if not part:
            raise EOFError("the file ends too early")
        parts += part
    return bytes(parts)


def send(link: socket.socket, data: bytes) -> None:
    """Send a message: its length, then its bytes."""
    link.sendall(framed(data))


def send_json(link: socket.socket, record: Any) -> None:
    """Send a message of JSON."""
    send(link, json.dumps(record).encode())


def receive(link: socket.socket, most: int = 2**31) -> bytes:
    """Wait for a message.

    Raises:
        EOFError: The other side has gone, or sends more than allowed.
        TimeoutError: The socket's time is over.
    """
    (length,) = _LENGTH.unpack(_exactly(link, _LENGTH.size))
    if length > most:
        raise EOFError("a message is too long")
    return _exactly(link, length)


def receive_pipe(reader: int, link: socket.socket, most: int, seconds: float) -> bytes:
    """What comes through a pipe until its other end is closed.

    Args:
        reader: The pipe.
        link: The socket of whoever has the other end: when it closes, nothing more is waited for.
        most: How many bytes are taken.
        seconds: How long it may take.

    Raises:
        EOFError: The other side has gone, or sends more than allowed.
        TimeoutError: It takes too long.
    """
    data = bytearray()
    poller = select.poll()
    poller.register(reader, select.POLLIN)
    poller.register(link, select.POLLHUP | select.POLLRDHUP)
    end = time.monotonic() + seconds
    while len(data) <= most:
        ready = dict(poller.poll(max(0.0, end - time.monotonic()) * 1000))
        if not ready:
            raise TimeoutError("it takes too long")
        if reader not in ready:
            raise EOFError("the other side has gone")
        part = os.read(reader, 1 << 20)
        if not part:
            return bytes(data)
        data += part
    raise EOFError("a message is too long")


def _exactly(link: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        part = link.recv(min(length - len(data), 1 << 20))
        if not part:
            raise EOFError("the other side has gone")
        data += part
    return bytes(data)
