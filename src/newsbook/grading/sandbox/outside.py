"""Start a sandbox, send submissions in, and read what comes out of it with suspicion."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from itertools import count, islice
from pathlib import Path

from newsbook.articles.places import seeds_folder
from newsbook.grading.model import Observed
from newsbook.grading.runner import is_tried_apart
from newsbook.grading.sandbox.limits import (
    COUNT,
    Limits,
    Work,
    libraries_of,
    receive,
    receive_pipe,
    send_json,
)
from newsbook.grading.sandbox.reading import Told, most_told, read_told
from newsbook.grading.sandbox.showing import shown_inside
from newsbook.workbook.places import WorkbookError

__all__ = ["Sandbox", "SandboxError", "missing_protections"]

START_SECONDS = 60.0
"""How long a sandbox may take to start and import."""

FIRST_USER = 60_000
"""Ids from here on are tried for the unprivileged users; nobody's account may have one."""
_START = "import sys; sys.path[:] = {path!r}; from newsbook.grading.sandbox.inside import main; "
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_DEVICES = ("/dev/null", "/dev/random", "/dev/urandom")
"""Not /dev/zero: pages of it that processes share are nobody's."""
_ETC = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/ssl/certs")


class SandboxError(WorkbookError):
    """No sandbox can be started; the message is one sentence."""


class Sandbox:
    """A process in which submissions run, one after the other. Not for two threads at a time.

    Start it in a thread that lives as long as it does: it is killed with that thread.

    Args:
        setups: For each setup, by a name, the sources of our cells.
        exercises: The ids of the exercises that will be run.
        limits: What one exercise may use.
        number: Which of several sandboxes this is: each has a user id of its own.
        unsafe: Do without what this system doesn't give; otherwise that is an error.

    Attributes:
        missing: Which protections there are not, a clause for each.

    Raises:
        SandboxError: It does not start, or a protection is missing and `unsafe` isn't set.
    """

    def __init__(
        self,
        setups: Mapping[str, Sequence[str]],
        exercises: Sequence[str],
        limits: Limits | None = None,
        *,
        number: int = 0,
        unsafe: bool = False,
    ) -> None:
        self.limits = limits or Limits()
        self._start = {
            "limits": dataclasses.asdict(self.limits),
            "setups": {key: list(cells) for key, cells in setups.items()},
            "exercises": list(exercises),
        }
        self._number = number
        self._process: subprocess.Popen[bytes] | None = None
        self._link: socket.socket | None = None
        self.missing: list[str] = []
        self._unsafe = unsafe
        self._stopped = False
        self._open()

    def _open(self) -> None:
        if sys.platform != "linux":
            raise SandboxError(
                "Submissions can be graded on Linux alone: use WSL on Windows, a virtual machine "
                "on a Mac."
            )
        problem = _no_bubblewrap()
        missing = []
        if not problem:
            try:
                missing = self._try(walled=True)
            except SandboxError as error:
                problem = str(error)
        if problem:
            missing = [f"a sandbox at all ({problem})"]
            if self._unsafe:
                self._try(walled=False)
        self.missing = missing
        if missing and not self._unsafe:
            self.close()
            raise SandboxError(
                f"This system does not give {' and '.join(missing)}: install bubblewrap and allow "
                "user namespaces, or grade with --unsafe what you trust."
            )

    def _try(self, *, walled: bool) -> list[str]:
        """Start it, and hear what it misses."""
        ours, theirs = socket.socketpair()
        user = _user(self._number) if walled and os.geteuid() == 0 else 0
        with theirs:
            command = _command(theirs.fileno(), walled=walled, user=user)
            try:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    pass_fds=[theirs.fileno()],
                    cwd="/",
                    env=_environment(walled=walled),
                    start_new_session=True,
                )
            except OSError as error:
                ours.close()
                raise SandboxError(f"no process can be started: {error}") from None
        self._link = ours
        ours.settimeout(START_SECONDS)
        try:
            send_json(ours, self._start | {"user": user, "apart": walled})
            told = json.loads(receive(ours, 100_000))
        except (OSError, EOFError, ValueError):
            self._process.kill()
            said = self._process.communicate()[1].decode(errors="replace").strip()
            self.close()
            raise SandboxError(said.splitlines()[-1] if said else "it does not start") from None
        return [str(item) for item in told["missing"]]

    def run(self, work: Sequence[Work]) -> Observed:
        """Run a submission's answers.

        Args:
            work: The answers.

        Returns:
            What was observed; every exercise is among the observations or the failures.

        Raises:
            SandboxError: It has died and cannot be started again.
        """
        return read_told(work, self.told(work))

    def told(self, work: Sequence[Work]) -> Told:
        """Run a submission's answers, and take what the sandbox says of them, unread.

        Args:
            work: The answers.

        Raises:
            SandboxError: It has died and cannot be started again.
        """
        if not work:
            return Told()
        began = time.monotonic()
        cpu, data = self._ask(work) or self._ask(work) or (0.0, b"")
        return Told(time.monotonic() - began, cpu, data)

    def _ask(self, work: Sequence[Work]) -> tuple[float, bytes] | None:
        """Send work in, and take what comes out; None when the sandbox died of it."""
        if self._stopped:
            return None
        reader = -1
        try:
            if self._link is None:
                self._open()
            assert self._link
            seconds = self.limits.longest(len(work)) + 15
            self._link.settimeout(seconds)
            reader = self._hand_over(work)
            data = receive_pipe(reader, self._link, most_told(len(work), self.limits), seconds)
            told = json.loads(receive(self._link, 1000))
            return float(told["cpu"]), data
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            # Whatever has come over it: what is next gets a new one.
            self.close()
            return None
        finally:
            if reader >= 0:
                os.close(reader)

    def _hand_over(self, work: Sequence[Work]) -> int:
        """Send the work in as a file in memory, one piece behind the other.

        So the keeper, of which every submission is a fork, never holds what somebody has written.
        What comes of it goes past the keeper, too, through a pipe.

        Returns:
            The end of the pipe to read from.
        """
        assert self._link is not None
        reader, writer = os.pipe()
        file = os.memfd_create("work")
        try:
            with os.fdopen(os.dup(file), "wb") as frames:
                for piece in work:
                    frames.write(piece.framed(is_tried_apart(piece.exercise)))
            os.lseek(file, 0, os.SEEK_SET)
            socket.send_fds(self._link, [COUNT.pack(len(work), libraries_of(work))], [file, writer])
        except BaseException:
            os.close(reader)
            raise
        finally:
            os.close(file)
            os.close(writer)
        return reader

    def stop(self) -> None:
        """Give up what is running, from another thread; whoever waits for it waits no more."""
        self._stopped = True
        link = self._link
        if link is not None:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End it, and all that runs in it."""
        if self._link is not None:
            self._link.close()
            self._link = None
        if self._process is not None:
            # It ends by itself when it hears that we have gone; then its time is in our books.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)
            self._process.kill()
            self._process.wait()
            if self._process.stderr is not None:
                self._process.stderr.close()
            self._process = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def missing_protections() -> list[str]:
    """Which protections this system does not give, a clause for each; none when all are there."""
    try:
        with Sandbox({}, [], unsafe=True) as sandbox:
            return sandbox.missing
    except SandboxError as error:
        return [str(error)]


def _no_bubblewrap() -> str:
    return "" if shutil.which("bwrap") else "there is no program called bwrap"


def _user(number: int) -> int:
    """A user id that no account has."""
    free = (n for n in count(FIRST_USER) if not _has_account(n))
    # Sandboxes are numbered from 0, and each look for an account takes a while.
    return next(islice(free, number % 1000, None))


def _has_account(uid: int) -> bool:
    import pwd  # Windows has none

    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _environment(*, walled: bool) -> dict[str, str]:
    """All of its environment: nothing of ours is in it."""
    home = "/scratch" if walled else "/nonexistent"
    seeds = "/newsbook/seeds" if walled else str(seeds_folder())
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        # NLTK imports NumPy where it is installed, whose threads no fork would survive.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "NEWSBOOK_SEEDS": seeds,
        "NEWSBOOK_ANSWERS": f"{home}/answers",
        "IPYTHONDIR": f"{home}/ipython",
    } | ({} if walled else {"TMPDIR": "/tmp"})


def _command(number: int, *, walled: bool, user: int) -> list[str]:
    """The command of a sandbox's process."""
    binds, path = shown_inside()
    inside = path if walled else [entry for entry in sys.path if entry]
    start = _START.format(path=inside) + f"main({number})"
    python = str(Path(getattr(sys, "_base_executable", sys.executable)).resolve())
    run = [python, "-s", "-S", "-P", "-X", "no_debug_ranges", "-c", start]
    if not walled:
        return run
    command = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--die-with-parent", "--hostname", "sandbox"]
    if user:
        command += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    for system in map(Path, _SYSTEM):
        if system.is_symlink():
            command += ["--symlink", str(system.readlink()), str(system)]
        elif system.exists():
            command += ["--ro-bind", str(system), str(system)]
    base = str(Path(sys.base_prefix).resolve())
    if not base.startswith("/usr/") and base != "/usr":
        binds = [(Path(base), base), *binds]
    # Left to itself, it makes folders that only root can enter.
    targets = [*_ETC, *(seen_at for _, seen_at in binds)]
    parents = {parent for target in targets for parent in Path(target).parents}
    for parent in sorted(parents - {Path("/")}):
        command += ["--perms", "0755", "--dir", str(parent)]
    for setting in _ETC:
        command += ["--ro-bind-try", setting, setting]
    for place, seen_at in binds:
        command += ["--ro-bind", str(place), seen_at]
    command += ["--proc", "/proc", "--dir", "/dev/shm", "--dir", "/scratch"]
    for device in _DEVICES:
        command += ["--dev-bind", device, device]
    if not base.startswith("/tmp/"):
        command += ["--symlink", "scratch", "/tmp"]
    return [*command, "--remount-ro", "/", "--chdir", "/", *run]


def available_jobs() -> int:
    """How many sandboxes this machine runs side by side."""
    with contextlib.suppress(AttributeError):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
