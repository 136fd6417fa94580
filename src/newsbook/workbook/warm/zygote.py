"""The zygote: a process that imports, then forks when it is asked to, and does nothing else.

It has one thread and no event loop, and it starts no kernel itself, so that a fork finds nothing
half done. It talks over a Unix socket: a line of JSON with three file descriptors comes in, the
fork's pid goes out, and its exit code when it has ended. A fork lives as long as the connection
that asked for it and as the zygote; the zygote lives as long as the process that started it,
whose end closes a pipe. So nothing is left behind, however anybody dies.

This module imports the standard library alone: what is in a fork is what the zygote was told to
import.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["LARGEST_REQUEST", "Job", "main", "read_by_python"]

LARGEST_REQUEST = 4_000_000
"""Bytes; an environment has some thousands."""
REQUEST_SECONDS = 10.0
"""How long somebody who has connected may take to say what they want."""

_GIVEN_ANEW = {"JPY_PARENT_PID"}
"""Variables that are read when a module is imported, and that a fork is told in another way."""

_PDEATHSIG = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>


@dataclass(frozen=True)
class Job:
    """What a fork is to do.

    Args:
        target: A function, as ``"package.module:name"``.
        arguments: What it is called with; plain JSON.
        folder: The current folder.
        environment: All of the environment.
        otherwise: The command to run in place of the function where a fork would differ from a
            new process: Python itself, or a module that was imported, has read other variables,
            or the folder has a module that would have been imported first. Empty: then there is
            no fork.
    """

    target: str
    arguments: list[Any]
    folder: str
    environment: dict[str, str]
    otherwise: list[str]

    @classmethod
    def of(cls, data: bytes) -> Job:
        """A job as it was sent.

        Raises:
            ValueError: It is none.
        """
        record = json.loads(data)
        kinds = {
            "target": str, "arguments": list, "folder": str, "environment": dict, "otherwise": list,
        }  # fmt: skip
        if not isinstance(record, dict) or set(record) != set(kinds):
            raise ValueError("a job has a target, arguments, a folder, an environment")
        for name, kind in kinds.items():
            if not isinstance(record[name], kind):
                raise ValueError(f"{name} is no {kind.__name__}")
        texts = [*record["environment"].values(), *record["otherwise"]]
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("variables and commands are text")
        return cls(**record)


def read_by_python(name: str) -> bool:
    """Whether Python reads this variable when it starts, and never again.

    Example:
        >>> [read_by_python(name) for name in ("PYTHONHASHSEED", "LC_ALL", "HOME")]
        [True, True, False]
    """
    return name.startswith(("PYTHON", "LC_")) or name in ("LANG", "LANGUAGE", "TZ")


@contextlib.contextmanager
def _noting_variables() -> Iterator[set[str]]:
    """Which variables of the environment are looked at meanwhile.

    A module that reads one when it is imported has made up its mind in every fork.
    """
    kind: Any = type(os.environ)
    plain = kind.__getitem__
    seen: set[str] = set()

    def noting(self: Any, key: Any) -> Any:
        if isinstance(key, str):
            seen.add(key)
        return plain(self, key)

    kind.__getitem__ = noting
    try:
        yield seen
    finally:
        kind.__getitem__ = plain


class _Child:
    """A fork, seen from here."""

    def __init__(self, pid: int, link: socket.socket) -> None:
        self.pid = pid
        self.link = link
        self.ended = False

    def end(self) -> None:
        """Kill what is left of it, its own children too, and forget it."""
        # It is not reaped before: until then nobody else can have its pid.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        self.link.close()


class _Server:
    """What waits for jobs."""

    def __init__(self, listener: socket.socket, lifeline: int, fixed: Mapping[str, str]) -> None:
        self.listener = listener
        self.lifeline = lifeline
        self.fixed = dict(fixed)
        self.children: dict[int, _Child] = {}
        self.selector = selectors.DefaultSelector()
        self.bell, self.bell_end = socket.socketpair()
        for end in (self.bell, self.bell_end):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self.bell_end.fileno(), warn_on_full_buffer=False)
        self.selector.register(self.listener, selectors.EVENT_READ, self._take)
        self.selector.register(self.lifeline, selectors.EVENT_READ, None)
        self.selector.register(self.bell, selectors.EVENT_READ, self._tell_ends)

    def serve(self) -> Job | None:
        """Fork for whoever asks, until the lifeline is cut.

        Returns:
            In a fork, its job; in the zygote None, at the end.
        """
        while True:
            for key, _ in self.selector.select():
                if key.fileobj == self.lifeline:
                    for child in list(self.children.values()):
                        child.end()
                    return None
                if isinstance(key.data, _Child):
                    # Nothing more is said: the other side has gone, or has no more use for it.
                    self._forget(key.data)
                elif (job := key.data()) is not None:
                    assert isinstance(job, Job)
                    return job

    def _tell_ends(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self.bell.recv(4096):
                pass
        for child in self.children.values():
            if child.ended:
                continue
            # Left as it is, so that its pid stays its own until nobody signals it any more.
            found = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is not None:
                child.ended = True
                killed = found.si_code != os.CLD_EXITED
                code = -found.si_status if killed else found.si_status
                with contextlib.suppress(OSError):
                    _say(child.link, {"code": code})

    def _forget(self, child: _Child) -> None:
        self.selector.unregister(child.link)
        del self.children[child.pid]
        child.end()

    def _take(self) -> Job | None:
        """Take one job; returns it in the fork."""
        link, _ = self.listener.accept()
        streams: list[int] = []
        try:
            link.settimeout(REQUEST_SECONDS)
            job, streams = _hear(link)
            problem = self._unlike(job)
            if problem and not job.otherwise:
                raise ValueError(problem)
            return self._fork(job, link, streams, cold=bool(problem))
        except (OSError, ValueError) as error:
            with contextlib.suppress(OSError):
                _say(link, {"refused": str(error)})
            link.close()
            return None
        finally:
            for number in streams:
                with contextlib.suppress(OSError):
                    os.close(number)

    def _unlike(self, job: Job) -> str:
        """Why a fork would not be what a new process is; empty where it would."""
        asked = job.environment
        names = {name for name in {*asked, *self.fixed} if read_by_python(name)} | {*self.fixed}
        for name in sorted(names):
            if asked.get(name, "") != self.fixed.get(name, ""):
                return f"{name} is another one here, and has been read"
        if job.otherwise:
            tops = {name.partition(".")[0] for name in sys.modules}
            for entry in os.scandir(job.folder):
                name = entry.name.partition(".")[0]
                if name in tops and (
                    entry.name.endswith((".py", ".so"))
                    or (Path(entry.path) / "__init__.py").is_file()
                ):
                    return f"{entry.name} would have been imported before another {name}"
        return ""

    def _fork(self, job: Job, link: socket.socket, streams: list[int], cold: bool) -> Job | None:
        ready, ready_end = os.pipe()
        zygote = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(ready)
                self._leave(link)
                _become(job, streams, zygote)
                if cold:
                    # The pipe closes by itself when the command starts.
                    os.execvpe(job.otherwise[0], job.otherwise, job.environment)
                os.close(ready_end)
            except BaseException as error:
                with contextlib.suppress(OSError):
                    os.write(ready_end, f"{type(error).__name__}: {error}".encode())
                os._exit(1)
            return job
        os.close(ready_end)
        with os.fdopen(ready, "rb") as words:
            failed = words.read().decode(errors="replace")
        if failed:
            os.waitpid(pid, 0)
            raise ValueError(failed)
        self.children[pid] = child = _Child(pid, link)
        self.selector.register(link, selectors.EVENT_READ, child)
        _say(link, {"pid": pid})
        # It may have ended before it was in the list.
        self._tell_ends()
        return None

    def _leave(self, link: socket.socket) -> None:
        """In a fork: close all that is the zygote's, and take signals as a new process does."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.selector.close()
        for end in (self.listener, self.bell, self.bell_end, link):
            end.close()
        os.close(self.lifeline)
        for child in self.children.values():
            child.link.close()
        self.children.clear()


def _become(job: Job, streams: list[int], zygote: int) -> None:
    """In a fork: be a session of its own, with its own streams, folder and environment."""
    os.setsid()
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != zygote:
        os._exit(1)  # it died before it could take this fork along
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for stream in streams:
        os.close(stream)
    streams.clear()
    os.chdir(job.folder)
    os.environ.clear()
    os.environ.update(job.environment)


def _hear(link: socket.socket) -> tuple[Job, list[int]]:
    """A job and three file descriptors, which are above 2.

    Raises:
        ValueError: It is no job.
    """
    data, streams, _, _ = socket.recv_fds(link, 65536, 3)
    try:
        while not data.endswith(b"\n"):
            if len(data) > LARGEST_REQUEST:
                raise ValueError("the job is too large")
            more = link.recv(1 << 20)
            if not more:
                raise ValueError("the job is cut off")
            data += more
        if len(streams) != 3:
            raise ValueError("a job comes with three streams")
        return Job.of(data), streams
    except BaseException:
        for number in streams:
            os.close(number)
        raise


def _say(link: socket.socket, record: dict[str, Any]) -> None:
    link.sendall(json.dumps(record).encode() + b"\n")


def _import(name: str) -> Any:
    """A module by its name, or a function as ``"package.module:name"``."""
    module, _, function = name.partition(":")
    found = importlib.import_module(module)
    return getattr(found, function) if function else found


def main() -> None:
    """Be a zygote. The command line has two file descriptors and what to import."""
    listener, lifeline, *modules = sys.argv[1:]
    # A program that is started with -c looks for modules in the current folder first.
    sys.path[:] = [entry for entry in sys.path if entry not in ("", str(Path.cwd()))]
    with _noting_variables() as seen:
        for module in modules:
            found = _import(module)
            if ":" in module:
                found()
    seen |= {name for name in os.environ if read_by_python(name)}
    fixed = {name: os.environ.get(name, "") for name in seen - _GIVEN_ANEW}
    # What is there now is there for good: the collector need not touch, and so copy, its pages.
    gc.collect()
    gc.freeze()
    server = _Server(socket.socket(fileno=int(listener)), int(lifeline), fixed)
    job = server.serve()
    if job is None:
        os._exit(0)  # nothing of the modules that were only imported has anything to finish
    del server
    _import(job.target)(*job.arguments)
