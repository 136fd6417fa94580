"""How much one student, one socket and one address may ask for.

A phone has an address of its own in most rooms, so few students come from one, and whoever joins
again and again is soon stopped. A whole school can come from one address (a router's): then the
teacher is told, and lets it. This machine's own address is not bounded, for the teacher's page is
there; nor is a proxy's, behind which a hub names its users.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable

from newsbook.live.wire import Bucket, Buckets

__all__ = ["Limits", "Meter"]

SOCKETS = 4_000
"""Sockets in all."""
SOCKETS_OF_ADDRESS = 3_000
FEW_STUDENTS = 10
"""Students of one address, unless the teacher lets more in."""
STUDENTS_OF_ADDRESS = 2_000
"""And then."""
SOCKETS_OF_STUDENT = 6
"""Tabs of one student; a seventh closes the first."""
STRANGERS_OF_ADDRESS = 300
"""Sockets that have not said who they are; one more closes the oldest of that address."""
STRANGERS_OF_SCHOOL = 1_500
"""And where the teacher lets many in from there: a whole class comes back in one moment."""
HELLO_SECONDS = 10.0
KEPT_SECONDS = 12 * 3600.0
"""How long the addresses of a class mean anything: a network gives them anew, to others."""
STUCK_SECONDS = 30.0
"""After so long without reading, a socket is closed."""

_WRONG_CODES = (20.0, 1 / 3)
_JOINS = (1_500.0, 20.0)
_REQUESTS = (6_000.0, 300.0)
_MESSAGES = (8.0, 10.0)
_BYTES = (250_000.0, 80_000.0)
MESSAGES_OF_TEACHER = (60.0, 20.0)
_MESSAGES_OF_ADDRESS = (80.0, 40.0)
_BYTES_OF_ADDRESS = (1_000_000.0, 250_000.0)
_LOOPBACK = ("127.0.0.1", "::1")


class Meter:
    """What may be sent: messages, and bytes.

    Args:
        clock: Gives the time in seconds.
        messages: How many at once, and a second.
        size: How many bytes at once, and a second.

    Example:
        >>> meter = Meter(lambda: 0.0)
        >>> [meter.takes(100) for _ in range(41)].count(True)
        8
    """

    def __init__(
        self,
        clock: Callable[[], float],
        messages: tuple[float, float] = _MESSAGES,
        size: tuple[float, float] = _BYTES,
    ) -> None:
        self._clock = clock
        self._messages, self._bytes = Bucket(*messages), Bucket(*size)

    def takes(self, size: int) -> bool:
        """Whether a message of so many bytes may come now; counts it."""
        now = self._clock()
        return self._messages.take(now) and self._bytes.take(now, size)


class Limits:
    """The bounds of one server.

    Args:
        clock: Gives the time in seconds, for the rates.
        proxied: Whether all come from a proxy's address, which then says nothing of anybody.

    Attributes:
        trusted: Addresses that are not bounded.
        allowed: Addresses from which the teacher lets many in.
        students: For each student the address that they joined from.
        turned_away: How often somebody could not join, since there were too many from there.
        cut: How many connections of an address were cut, since it held too many.

    Example:
        >>> limits = Limits(lambda: 0.0)
        >>> for _ in range(20):
        ...     limits.wrong_code("10.0.0.9")
        >>> limits.may_guess("10.0.0.9"), limits.may_guess("10.0.0.8")
        (False, True)
        >>> [limits.may_join("10.0.0.8") for _ in range(11)].count(True)
        10
        >>> limits.allow("10.0.0.8"); limits.may_join("10.0.0.8")
        True
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, *, proxied: bool = False
    ) -> None:
        self.clock = clock
        self.proxied = proxied
        self.trusted: set[str] = {*_LOOPBACK}
        self.allowed: set[str] = set()
        self.sockets: Counter[str] = Counter()
        self.wrong_codes: Counter[str] = Counter()
        self.joined: Counter[str] = Counter()
        self.turned_away: Counter[str] = Counter()
        self.cut: Counter[str] = Counter()
        self.students: dict[str, str] = {}
        self._shut: set[str] = set()
        self._guesses = Buckets(*_WRONG_CODES)
        self._joins = Buckets(*_JOINS)
        self._requests = Buckets(*_REQUESTS)
        self._meters: dict[str, Meter] = {}
        self._address_meters: dict[str, Meter] = {}

    def free(self, address: str) -> bool:
        """Whether an address is bounded only as everything is."""
        return self.proxied or address in self.trusted

    def may_guess(self, address: str) -> bool:
        """Whether an address may try a code; only wrong ones are counted."""
        return self._guesses.of(address).has(self.clock(), 1)

    def wrong_code(self, address: str) -> None:
        """Count a wrong code."""
        self._guesses.of(address).take(self.clock())
        _count(self.wrong_codes, address)

    def may_join(self, address: str) -> bool:
        """Whether one more student may join from an address; counts it.

        One pupil who joins again and again can neither outvote the class nor fill it.
        """
        many = self.free(address) or address in self.allowed
        most = STUDENTS_OF_ADDRESS if many else FEW_STUDENTS
        if self.joined[address] >= most or not self._joins.of(address).take(self.clock()):
            _count(self.turned_away, address)
            return False
        self.joined[address] += 1
        return True

    def came_from(self, student: str, address: str) -> None:
        """Note where a student joined; where that is not known any more, where they are."""
        if not self.free(address):
            self.students.setdefault(student, address)

    def allow(self, address: str) -> None:
        """Let many join from an address."""
        self.allowed.add(address)
        self._shut.discard(address)
        del self.turned_away[address]

    def dropped(self, address: str) -> None:
        """All students of an address were taken out: nobody joins from there until `allow`."""
        self.allowed.discard(address)
        self._shut.add(address)
        self.joined[address] = FEW_STUDENTS
        del self.turned_away[address]
        for student in self.from_address(address):
            del self.students[student]

    def kept(self) -> dict[str, object]:
        """Where students joined from and which addresses the teacher let in or shut out, as JSON.

        A class that is opened again after a crash is not to let ten more join from each address,
        and the teacher can still take out whoever joined ten times.

        Example:
            >>> limits, again = Limits(lambda: 0.0), Limits(lambda: 0.0)
            >>> for n in range(10):
            ...     _ = limits.may_join("10.0.0.8"); limits.came_from(f"s{n}", "10.0.0.8")
            >>> again.recall(json.dumps(limits.kept() | {"at": 1000}), now=1060.0)
            >>> again.may_join("10.0.0.8"), len(again.from_address("10.0.0.8"))
            (False, 10)
        """
        shut, allowed = sorted(self._shut), sorted(self.allowed)
        return {"students": dict(self.students), "allowed": allowed, "shut": shut}

    def recall(self, text: str, now: float) -> None:
        """Go on from what `kept` gave, unless it is too old.

        Args:
            text: It, with ``at``, when it was kept, in seconds; out of a file that anybody may
                have written.
            now: When that is read.
        """
        try:
            held = json.loads(text)
            if not 0 <= now - held["at"] < KEPT_SECONDS:
                return
            students = {str(one): str(address) for one, address in held["students"].items()}
            shut, allowed = set(map(str, held["shut"])), set(map(str, held["allowed"]))
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return
        self.students.update(students)
        self.joined.update(students.values())
        self.allowed |= allowed
        for address in shut:
            self._shut.add(address)
            self.joined[address] = max(self.joined[address], FEW_STUDENTS)

    def from_address(self, address: str) -> list[str]:
        """The students who joined from an address."""
        return [student for student, one in self.students.items() if one == address]

    def may_ask(self, address: str) -> bool:
        """Whether an address may ask for one more page or file; counts it."""
        return self._requests.of(address).take(self.clock())

    def may_connect(self, address: str) -> bool:
        """Whether one more socket may be opened from an address."""
        if self.free(address):
            return True
        return self.sockets.total() < SOCKETS and self.sockets[address] < SOCKETS_OF_ADDRESS

    def strangers(self, address: str) -> int:
        """How many sockets of an address may not have said who they are."""
        return STRANGERS_OF_SCHOOL if address in self.allowed else STRANGERS_OF_ADDRESS

    def meter(self, student: str) -> Meter:
        """What a student may send, on all their lines together, however often these are new."""
        return _kept(self._meters, student, lambda: Meter(lambda: self.clock()))

    def takes(self, address: str, size: int) -> bool:
        """Whether a message may come from an address; counts it."""
        if self.free(address) or address in self.allowed:
            return True
        make = lambda: Meter(lambda: self.clock(), _MESSAGES_OF_ADDRESS, _BYTES_OF_ADDRESS)  # noqa: E731
        return _kept(self._address_meters, address, make).takes(size)

    def crowds(self) -> list[dict[str, object]]:
        """Addresses from which many students come, for the teacher: who, and how many.

        Returns:
            ``{"address", "why", "allowed"}`` each, of at most eight; `why` is a sentence.
        """
        counts = Counter(self.students.values())
        many = {address for address, count in counts.items() if count >= FEW_STUDENTS}
        many |= {address for address in self.turned_away if not self.free(address)}
        found: list[dict[str, object]] = []
        for address in sorted(many, key=lambda one: (-counts[one], one))[:8]:
            why = f"{counts[address]} of {len(self.students)} students come from {address}."
            allowed = address in self.allowed
            if self.turned_away[address]:
                why += (
                    " More want to join from there: is it the address of a whole network, or one "
                    "device that joins again and again?"
                )
            found.append({"address": address, "why": why, "allowed": allowed})
        return found

    def warnings(self) -> list[str]:
        """Sentences for the teacher about addresses that guess codes or hold connections."""
        return [
            f"{count} wrong class codes came from {address}."
            for address, count in self.wrong_codes.most_common(3)
            if count >= _WRONG_CODES[0]
        ] + [
            f"{address} opens more connections than a class needs; {count} were cut."
            for address, count in self.cut.most_common(3)
            if count >= STRANGERS_OF_ADDRESS
        ]


def _count(counter: Counter[str], address: str) -> None:
    if len(counter) < Buckets.MOST or address in counter:
        counter[address] += 1


def _kept(meters: dict[str, Meter], name: str, make: Callable[[], Meter]) -> Meter:
    """The meter of a name, of the last some thousand names."""
    found = meters.pop(name, None) or make()
    meters[name] = found
    if len(meters) > 2 * Buckets.MOST:
        del meters[next(iter(meters))]
    return found
