"""Read what came out of a sandbox. Whoever wrote it may be lying."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from newsbook.exercises.verdict import Json
from newsbook.grading.model import Observed
from newsbook.grading.sandbox.limits import Limits, Work

__all__ = ["LOST", "Told", "most_told", "read_observation", "read_told"]

LOST = "The sandbox ended before this was run."
"""Why there is nothing of an exercise that was never begun; a program can say it, too."""

MAX_DEPTH = 24
MAX_ITEMS = 200_000
MAX_NUMBER = 2**63
MAX_SECONDS = 1e9
UNREADABLE = "What it gave cannot be read."


_HEAD = struct.Struct(">III")
_TIMES = struct.Struct(">dd")


@dataclass(frozen=True)
class Told:
    """What a sandbox says of one submission's answers, unread.

    Args:
        seconds: Wall time, in seconds.
        cpu: Processor time of its processes, in seconds.
        data: For each answer its number, an observation and a failure, as `inside.Warden` writes
            them.
    """

    seconds: float = 0.0
    cpu: float = 0.0
    data: bytes = b""

    def to_bytes(self) -> bytes:
        """It as bytes, to be sent from one machine to another."""
        return _TIMES.pack(self.seconds, self.cpu) + self.data

    @classmethod
    def from_bytes(cls, data: bytes) -> Told:
        """Read it again.

        Raises:
            ValueError: The bytes are none of these, or a time is none.

        Example:
            >>> Told.from_bytes(Told(1.5, 0.5, b"x").to_bytes())
            Told(seconds=1.5, cpu=0.5, data=b'x')
        """
        if len(data) < _TIMES.size:
            raise ValueError("it is too short")
        seconds, cpu = _TIMES.unpack_from(data)
        if not (0 <= seconds < MAX_SECONDS and 0 <= cpu < MAX_SECONDS):
            raise ValueError("its times are none")
        return cls(seconds, cpu, data[_TIMES.size :])


def most_told(answers: int, limits: Limits) -> int:
    """How many bytes of data a sandbox may give for so many answers."""
    return answers * (limits.observation + 4000) + (1 << 20)


def read_told(work: Sequence[Work], told: Told) -> Observed:
    """Read what a sandbox says, wherever it stands.

    Args:
        work: The answers that were run.
        told: What it said of them.

    Returns:
        What was observed; every exercise is among the observations or the failures.

    Example:
        >>> read_told([Work("1.3", "", "")], Told()).failures
        {'1.3': 'The sandbox ended before this was run.'}
    """
    observations: dict[str, Any] = {}
    failures = {piece.exercise: LOST for piece in work}
    lost = set(failures)
    for number, observation, failure in _records(told.data):
        if number < len(work):
            name = work[number].exercise
            lost.discard(name)
            seen, failures[name] = read_observation(observation, failure)
            if not failures[name]:
                observations[name] = seen
                del failures[name]
    return Observed(observations, failures, told.seconds, told.cpu, frozenset(lost))


def _records(data: bytes) -> Iterator[tuple[int, bytes, str]]:
    place = 0
    while len(data) - place >= _HEAD.size:
        number, size, told = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        if len(data) - place < size + told:
            return
        failure = data[place + size : place + size + told].decode(errors="replace")
        yield number, data[place : place + size], failure
        place += size + told


class _RefusedError(ValueError):
    """It is not what an observation can be."""


def read_observation(data: bytes, failure: str = "") -> tuple[Json, str]:
    """An observation as plain JSON, or a sentence that says why there is none.

    Args:
        data: What the runner wrote; at most as many bytes as the limits allow.
        failure: What the warden says went wrong, if anything.

    Example:
        >>> read_observation(b'{"observation": {"unset": true}}')
        ({'unset': True}, '')
        >>> read_observation(b'{"observation": 1e999}')
        (None, 'What it gave cannot be read.')
    """
    if failure:
        return None, failure
    try:
        record = json.loads(data.decode("utf-8"), parse_constant=_refuse)
        left = [MAX_ITEMS]
        if isinstance(record, dict) and set(record) == {"failure"}:
            return None, str(_plain(record["failure"], 0, left))[:400] or UNREADABLE
        if not isinstance(record, dict) or set(record) != {"observation"}:
            return None, UNREADABLE
        return _plain(record["observation"], 0, left), ""
    except (ValueError, RecursionError):
        return None, UNREADABLE


def _refuse(word: str) -> Any:
    raise _RefusedError(word)


def _plain(value: Any, depth: int, left: list[int]) -> Json:
    left[0] -= 1
    if left[0] < 0 or depth > MAX_DEPTH:
        raise _RefusedError("too large or too deep")
    kind = type(value)  # JSON gives no subclasses
    if kind is str:
        # Halves of surrogate pairs are no text, and no file takes them.
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if kind is list:
        depth += 1
        return [_plain(item, depth, left) for item in value]
    if kind is int and abs(value) <= MAX_NUMBER:
        return value
    if kind is dict:
        return {_plain(key, depth, left): _plain(v, depth + 1, left) for key, v in value.items()}
    if kind is bool or value is None:
        return value
    if kind is float and math.isfinite(value):
        return value
    raise _RefusedError(kind.__name__)
