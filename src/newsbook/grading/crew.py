"""Sandboxes side by side on this machine, each in a thread that lives as long as it does."""

from __future__ import annotations

import dataclasses
import json
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from newsbook.grading.sandbox import Limits, Sandbox, Work
from newsbook.grading.sandbox.reading import Told

__all__ = ["Bench", "Crew", "Here"]


@dataclass(frozen=True)
class Bench:
    """What the outcome of an answer depends on beside the answer: the same for a whole run.

    No expected value is in it, and no seed.

    Args:
        setups: Sources of our cells, for each setup that exercises stand on.
        exercises: Ids of the exercises that are run.
        limits: What one exercise may use.
        unsafe: Do without the protections that a system doesn't give.
    """

    setups: Mapping[str, Sequence[str]]
    exercises: tuple[str, ...]
    limits: Limits
    unsafe: bool = False

    def to_json(self) -> str:
        """It as one line, to be sent."""
        return json.dumps(dataclasses.asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Bench:
        """Read it again.

        Example:
            >>> bench = Bench({"": ["x = 1"]}, ("1.3",), Limits(seconds=2))
            >>> Bench.from_json(bench.to_json()) == bench
            True
        """
        record = json.loads(text)
        return cls(
            record["setups"],
            tuple(record["exercises"]),
            Limits(**record["limits"]),
            record["unsafe"],
        )

    def sandbox(self, number: int) -> Sandbox:
        """Open a sandbox for it: the `number`-th on this machine."""
        return Sandbox(self.setups, self.exercises, self.limits, number=number, unsafe=self.unsafe)


class Crew:
    """Threads that run submissions, each in a sandbox of its own. Threads start when needed.

    Args:
        bench: What the sandboxes are for.
        jobs: How many there are at most.
        first: The number of the first: each has a user id of its own.
        idle: Seconds after which a sandbox without work is closed; None: none is.
    """

    def __init__(
        self, bench: Bench, jobs: int, *, first: int = 0, idle: float | None = None
    ) -> None:
        self._bench = bench
        self._first = first
        self._idle = idle
        self._lock = threading.Lock()
        self._inbox: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._free = list(range(jobs))
        self._threads: dict[int, threading.Thread] = {}
        self._sandboxes: dict[int, Sandbox] = {}
        self._stopped = False

    def submit(self, work: Sequence[Work], done: Callable[[Told | BaseException], None]) -> None:
        """Have a submission's answers run.

        Args:
            work: The answers.
            done: Called, in a thread of ours, with what the sandbox says, or with what went wrong
                with the sandbox itself.
        """
        with self._lock:
            self._inbox.put(_Order(work, done))
            if self._free:
                number = self._free.pop(0)
                thread = threading.Thread(target=self._worker, args=(number,), daemon=True)
                self._threads[number] = thread
                thread.start()

    def stop(self) -> None:
        """Give up what is running and what waits, and close the sandboxes."""
        with self._lock:
            self._stopped = True
            threads = list(self._threads.values())
            for sandbox in self._sandboxes.values():
                sandbox.stop()
        for _ in threads:
            self._inbox.put(None)
        for thread in threads:
            thread.join()

    def _worker(self, number: int) -> None:
        sandbox: Sandbox | None = None
        try:
            while (order := self._next(number)) is not None:
                try:
                    if sandbox is None:
                        sandbox = self._opened(number)
                    told: Told | BaseException = sandbox.told(order.work)
                except BaseException as error:
                    told = error
                order.done(told)
        finally:
            if sandbox is not None:
                sandbox.close()

    def _next(self, number: int) -> _Order | None:
        """What is next; None when this thread is no longer needed."""
        while not self._stopped:
            try:
                return self._inbox.get(timeout=self._idle)
            except queue.Empty:
                with self._lock:
                    # Nothing can come in meanwhile that would count on this thread.
                    if self._inbox.empty():
                        self._threads.pop(number, None)
                        self._sandboxes.pop(number, None)
                        self._free.append(number)
                        return None
        return None

    def _opened(self, number: int) -> Sandbox:
        sandbox = self._bench.sandbox(self._first + number)
        with self._lock:
            self._sandboxes[number] = sandbox
            if self._stopped:
                sandbox.stop()
        return sandbox


@dataclass(frozen=True)
class _Order:
    work: Sequence[Work]
    done: Callable[[Told | BaseException], None]


class Here:
    """This machine, as a place where submissions are run; the other one is `Cluster`.

    Args:
        bench: What is run.
        jobs: Sandboxes side by side.

    Attributes:
        room: How many submissions may be there at a time.
    """

    def __init__(self, bench: Bench, jobs: int) -> None:
        self.room = 2 * jobs
        self._crew = Crew(bench, jobs)
        self._done: queue.SimpleQueue[tuple[int, Told | BaseException]] = queue.SimpleQueue()

    def submit(self, number: int, work: Sequence[Work]) -> None:
        """Have a submission run; its number comes back with what is told."""
        self._crew.submit(work, lambda told: self._done.put((number, told)))

    def take(self) -> tuple[int, Told]:
        """The next that has been run; waits for it.

        Raises:
            SandboxError: None can be run here.
        """
        number, told = self._done.get()
        if isinstance(told, BaseException):
            raise told
        return number, told

    def finished(self) -> list[tuple[int, Told]]:
        """Those that have been run and were not taken; doesn't wait."""
        found = []
        while not self._done.empty():
            number, told = self._done.get()
            if isinstance(told, Told):
                found.append((number, told))
        return found

    def close(self) -> None:
        """Give up what is running."""
        self._crew.stop()
