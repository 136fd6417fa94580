"""A pattern's matches, found in a process of their own that is ended when it takes too long.

``(a+)+$`` on thirty characters takes longer than anybody lives, and while `re` searches, it holds
Python's global lock: no thread and no signal of Python's can stop it. So one helper process for
each kernel does the searching (`newsbook.text.pattern_helper`). It starts when first needed, stays
warm, is killed and replaced when a search exceeds its time, and ends with the kernel.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbook.text.pattern_guard import guarded_scan

__all__ = ["FINDER", "FLAGS", "RUNAWAY", "SECONDS", "Finder", "Found", "Job", "Query"]

FLAGS = {"i": "ignore case", "s": "`.` matches a newline too", "m": "`^` and `$` at each line"}
"""The flags that can be given, by their letters in ``(?ism)``, and what they do."""

SECONDS = 1.0
"""How long a search may take: of a processor's time where the system tells it, so that it does not
depend on what else a machine has to do; else of the clock's."""

SLACK = 3.0
"""How many times that may go by on the clock where the processor's time is known."""

RUNAWAY = (
    "Stopped after {seconds:g} s: this is a runaway pattern, which can share out the same "
    "characters in so many ways that trying them all would take years, as a repeat inside a "
    "repeat does."
)
"""What a runaway pattern is, in a sentence."""

START_SECONDS = 20.0
GRACE = 0.15  # s that an outdated search may still take before it is ended
GLANCE = 0.05  # s between two looks at the clock
MOST_TEXTS = 8
LONGEST_PAUSE = 15  # searches done without a helper before the next try to start one


def _log_failure() -> None:
    """Tell of an error that must not end the thread it came up in."""
    import logging

    logging.getLogger(__name__).exception("What was to be done after a search failed.")


@dataclass(frozen=True)
class Query:
    """What to search for.

    Args:
        text: The text.
        pattern: The pattern.
        flags: Letters of `FLAGS`.
        most: Matches to give the places of; all are counted.
        wanted: Places to compare with.
    """

    text: str
    pattern: str
    flags: str = ""
    most: int = 2_000
    wanted: tuple[tuple[int, int], ...] = ()


Place = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """What came of a search.

    Attributes:
        matches: For each match its place and that of each group, None for one without a place;
            empty matches are left out.
        names: The groups' names, a number for one without.
        count: How many matches there are, those beyond the query's `most` too.
        empty: How many empty matches there are besides.
        hits: The indices of the wanted places that are matched.
        error: Python's words on a pattern that it cannot read.
        at: Where in the pattern, if it says so.
        cut: Whether the search was ended because it took too long.
        refused: Why it was not begun, in a sentence.
    """

    matches: tuple[tuple[Place | None, ...], ...] = ()
    names: tuple[str, ...] = ()
    count: int = 0
    empty: int = 0
    hits: tuple[int, ...] = ()
    error: str = ""
    at: int | None = None
    cut: bool = False
    refused: str = ""

    @property
    def usable(self) -> bool:
        """Whether the pattern was searched for to the end."""
        return not (self.error or self.cut or self.refused)


class Job:
    """A search that is under way.

    Attributes:
        found: What came of it; None before, and when a later one of the same owner took its place.
    """

    def __init__(self, query: Query, owner: Hashable, then: Callable[[Job], None] | None) -> None:
        self.query = query
        self.owner = owner
        self.found: Found | None = None
        self.outdated = False
        self._then = then
        self._done = threading.Event()

    def wait(self) -> Found | None:
        """Wait for the end of it: up to `SECONDS`, and those of the searches before it."""
        self._done.wait()
        return self.found

    def finish(self, found: Found | None) -> None:
        """Tell who waits. What goes wrong in their own function is logged, and harms no other."""
        self.found = found
        self._done.set()
        if self._then is not None and found is not None:
            try:
                self._then(self)
            except Exception:
                _log_failure()


class Finder:
    """Searches one after another, each with a time limit.

    Args:
        seconds: How long one search may take.

    Example:
        >>> found = FINDER.find(Query("NATO in Seoul", "[A-Z]+[a-z]*"))
        >>> found.matches
        (((0, 4),), ((8, 13),))
        >>> FINDER.find(Query("a" * 40 + "!", "(a+)+$")).cut
        True
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._reset()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[Hashable, Job] = {}
        self._running: Job | None = None
        self._worker: threading.Thread | None = None
        self._helper: _Helper | None = None
        self._failures = 0  # to start a helper, one after another
        self._pause = 0
        # No processes in a browser; and an embedded Python may not know where it is.
        self._here = sys.platform in ("emscripten", "wasi") or not sys.executable

    def find(self, query: Query) -> Found:
        """Search, and wait for the answer."""
        found = self.ask(query).wait()
        assert found is not None  # nobody else has this owner
        return found

    def ask(
        self, query: Query, owner: Hashable = None, then: Callable[[Job], None] | None = None
    ) -> Job:
        """Search without waiting.

        Args:
            query: What for.
            owner: Who asks. A new question takes the place of an older one of the same owner, which
                is ended if it runs.
            then: Called with the job at its end, in another thread; not if it was outdated.
        """
        job = Job(query, object() if owner is None else owner, then)
        if self._here or not self._hand_over(job):
            job.finish(self._guarded(query))
        return job

    def _hand_over(self, job: Job) -> bool:
        """Let the worker do it; False where no thread can be started just now."""
        with self._lock:
            outdated = self._waiting.get(job.owner)
            self._waiting[job.owner] = job
            if self._running is not None and self._running.owner == job.owner:
                self._running.outdated = True
            started = True
            if self._worker is None or not self._worker.is_alive():
                # Only while there is something to do: an idle kernel has no thread of ours.
                self._worker = threading.Thread(
                    target=self._work, name="newsbook patterns", daemon=True
                )
                try:
                    self._worker.start()
                except RuntimeError:
                    self._worker = None
                    del self._waiting[job.owner]
                    started = False
        if outdated is not None:
            outdated.finish(None)
        return started

    def close(self) -> None:
        """End the helper; the next search starts another."""
        helper, self._helper = self._helper, None
        if helper is not None:
            helper.end()

    def _work(self) -> None:
        while True:
            with self._lock:
                self._running = None
                if not self._waiting:
                    self._worker = None
                    return
                job = self._running = self._waiting.pop(next(iter(self._waiting)))
            try:
                found = self._run(job)
            except Exception as error:  # whoever waits must not wait for ever
                found = Found(refused=f"The search failed: {error}.")
            try:
                job.finish(None if job.outdated else found)
            except BaseException:  # sys.exit in it, say: others wait for this thread
                _log_failure()

    def _run(self, job: Job) -> Found:
        if self._pause:
            self._pause -= 1
            return self._guarded(job.query)
        # Twice, because a helper that somebody ended is only found out by asking it.
        for _ in range(2):
            try:
                self._helper = self._helper or _Helper()
                answer = self._helper.ask(job.query, self.seconds, lambda: job.outdated)
            except (OSError, RuntimeError, MemoryError):
                # No process, no pipe or no thread to be had: a shortage that may pass. The next
                # search tries again; if it lasts, ever fewer do.
                self.close()
                self._pause = min(2**self._failures - 1, LONGEST_PAUSE)
                self._failures += 1
                return self._guarded(job.query)
            self._failures = 0
            if answer is not None and not answer.get("cut"):
                return _found(answer)
            cut = answer is not None
            self.close()
            if cut:
                return Found(cut=True)
        return Found(refused="The process that searches for patterns ended twice; try another one.")

    def _guarded(self, query: Query) -> Found:
        answer = guarded_scan(
            query.text, query.pattern, query.flags, query.most, query.wanted, self.seconds
        )
        return _found(answer)


class _Helper:
    """The process, and the pipes to it."""

    def __init__(self) -> None:
        import subprocess  # with `logging` and `hashlib` for the few processes that search

        program = Path(__file__).with_name("pattern_helper.py")
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A kernel that is told to end waits until its own group has no other process in it, and
            # counts one that has ended and was not asked for its exit code.
            process_group=0 if os.name == "posix" else None,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._held: list[str] = []
        try:
            if self._exchange(b"", START_SECONDS)[0].strip() != b"ready":
                raise OSError("the helper does not start")
        except BaseException:
            self.end()
            raise

    def ask(
        self, query: Query, seconds: float, outdated: Callable[[], bool]
    ) -> dict[str, Any] | None:
        """The answer; ``{"cut": true}`` if it took too long; None if the process is gone."""
        import hashlib

        key = hashlib.sha256(query.text.encode("utf-8", "surrogatepass")).hexdigest()
        message: dict[str, Any] = {
            "key": key, "pattern": query.pattern, "flags": query.flags, "most": query.most,
            "wanted": query.wanted, "seconds": seconds, "forget": [],
        }  # fmt: skip
        if key in self._held:
            self._held.remove(key)
        else:
            message["text"] = query.text
            message["forget"] = self._held[: max(0, len(self._held) + 1 - MOST_TEXTS)]
        self._held = [held for held in self._held if held not in message["forget"]] + [key]
        line, cut = self._exchange(json.dumps(message).encode() + b"\n", seconds, outdated)
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        return {"cut": True} if cut else None

    def _exchange(
        self, line: bytes, seconds: float, outdated: Callable[[], bool] = lambda: False
    ) -> tuple[bytes, bool]:
        """Send a line and read one, while a watch looks at the clock and ends the process."""
        done = threading.Event()
        cut = False
        begun_at = _processor_time(self.process.pid)

        def watch() -> None:
            nonlocal cut
            begun = time.monotonic()
            while not done.wait(GLANCE):
                spent = time.monotonic() - begun
                computed = _processor_time(self.process.pid)
                known = begun_at is not None and computed is not None
                used = (computed or 0.0) - (begun_at or 0.0) if known else spent
                if used > seconds or spent > SLACK * seconds or (spent > GRACE and outdated()):
                    cut = True
                    self.process.kill()
                    return

        watcher = threading.Thread(target=watch, name="newsbook patterns clock", daemon=True)
        watcher.start()
        assert self.process.stdin and self.process.stdout
        answer = b""
        try:
            self.process.stdin.write(line)
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except (OSError, ValueError):
            pass  # it is gone; an empty answer says so
        finally:
            done.set()
            watcher.join()
        return answer, cut

    def end(self) -> None:
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                pass  # something was still to be written
        self.process.wait()


def _processor_time(pid: int) -> float | None:
    """Seconds that a process has computed for; None where the system doesn't tell, or it ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        user, system = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, AttributeError):
        return None


def _found(answer: dict[str, Any]) -> Found:
    for problem in ("error", "refused", "cut"):
        if problem in answer:
            return Found(**answer)
    return Found(
        matches=tuple(
            tuple(None if place is None else (place[0], place[1]) for place in match)
            for match in answer["matches"]
        ),
        names=tuple(answer["names"]),
        count=answer["count"],
        empty=answer["empty"],
        hits=tuple(answer["hits"]),
    )


FINDER = Finder()
"""The one of this process, which all share."""

atexit.register(FINDER.close)
if hasattr(os, "register_at_fork"):
    # A forked child must not talk into its parent's pipes.
    os.register_at_fork(after_in_child=FINDER._reset)
