"""How much one student, one socket and one address may ask for.

A whole school can come from one address (a router's), so what is bounded for an address is bounded
high; what one pupil could do to the others is bounded for a student and a socket.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from newsbook.live.wire import Bucket, Buckets

__all__ = ["Limits", "Meter"]

SOCKETS = 4_000
"""Sockets in all."""
SOCKETS_OF_ADDRESS = 3_000
STUDENTS_OF_ADDRESS = 2_000
SOCKETS_OF_STUDENT = 6
"""Tabs of one student; a seventh closes the first."""
STRANGERS_OF_ADDRESS = 1_500
"""Sockets that have not said who they are: a whole class comes back in one moment."""
HELLO_SECONDS = 10.0
STUCK_SECONDS = 30.0
"""After so long without reading, a socket is closed."""

_WRONG_CODES = (20.0, 1 / 3)
_JOINS = (1_500.0, 20.0)
_REQUESTS = (6_000.0, 300.0)
_MESSAGES = (40.0, 10.0)
_BYTES = (800_000.0, 80_000.0)


class Meter:
    """What one socket may send: messages, and bytes.

    Args:
        clock: Gives the time in seconds.

    Example:
        >>> meter = Meter(lambda: 0.0)
        >>> [meter.takes(100) for _ in range(41)].count(True)
        40
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._messages, self._bytes = Bucket(*_MESSAGES), Bucket(*_BYTES)
        self.refused = 0

    def takes(self, size: int) -> bool:
        """Whether a message of so many bytes may come now."""
        now = self._clock()
        if self._messages.take(now) and self._bytes.take(now, size):
            return True
        self.refused += 1
        return False


class Limits:
    """The bounds of one server.

    Args:
        clock: Gives the time in seconds, for the rates.

    Example:
        >>> limits = Limits(lambda: 0.0)
        >>> for _ in range(20):
        ...     limits.wrong_code("10.0.0.9")
        >>> limits.may_guess("10.0.0.9"), limits.may_guess("10.0.0.8")
        (False, True)
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.sockets: Counter[str] = Counter()
        self.strangers: Counter[str] = Counter()
        self.wrong_codes: Counter[str] = Counter()
        self.joined: Counter[str] = Counter()
        self._guesses = Buckets(*_WRONG_CODES)
        self._joins = Buckets(*_JOINS)
        self._requests = Buckets(*_REQUESTS)

    def may_guess(self, address: str) -> bool:
        """Whether an address may try a code; only wrong ones are counted."""
        return self._guesses.of(address).has(self.clock(), 1)

    def wrong_code(self, address: str) -> None:
        """Count a wrong code."""
        self._guesses.of(address).take(self.clock())
        if len(self.wrong_codes) < Buckets.MOST or address in self.wrong_codes:
            self.wrong_codes[address] += 1

    def may_join(self, address: str) -> bool:
        """Whether one more student may join from an address; counts it.

        One pupil who joins again and again cannot fill the class, which holds more than that.
        """
        if self.joined[address] >= STUDENTS_OF_ADDRESS:
            return False
        if not self._joins.of(address).take(self.clock()):
            return False
        self.joined[address] += 1
        return True

    def may_ask(self, address: str) -> bool:
        """Whether an address may ask for one more page or file; counts it."""
        return self._requests.of(address).take(self.clock())

    def may_connect(self, address: str) -> bool:
        """Whether one more socket may be opened from an address."""
        return (
            self.sockets.total() < SOCKETS
            and self.sockets[address] < SOCKETS_OF_ADDRESS
            and self.strangers[address] < STRANGERS_OF_ADDRESS
        )

    def warnings(self) -> list[str]:
        """Sentences for the teacher about addresses that guess codes."""
        return [
            f"{count} wrong class codes came from {address}."
            for address, count in self.wrong_codes.most_common(3)
            if count >= _WRONG_CODES[0]
        ]
