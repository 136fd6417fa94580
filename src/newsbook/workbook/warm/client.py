"""Start a zygote, and ask one for forks."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["ANSWER_SECONDS", "SWITCH", "Fork", "NoFork", "Zygote", "available"]

SWITCH = "NEWSBOOK_WARM"
"""The variable that turns all this off, when it is ``0``."""
ANSWER_SECONDS = 60.0
"""How long a zygote may take to answer; the first answer waits for its imports."""

_START = "from newsbook.workbook.warm.zygote import main; main()"


class NoFork(RuntimeError):
    """There is no fork to be had: start a process of the usual kind."""


def available() -> bool:
    """Whether this machine forks, and nobody has turned that off.

    A fork is safe where no library keeps threads behind one's back and where a child can ask to
    die with its parent. That is Linux; macOS has neither.

    Example:
        >>> import os
        >>> before = os.environ.get("NEWSBOOK_WARM")
        >>> os.environ["NEWSBOOK_WARM"] = "0"
        >>> available()
        False
        >>> _ = os.environ.pop("NEWSBOOK_WARM")
        >>> if before is not None: os.environ["NEWSBOOK_WARM"] = before
    """
    return sys.platform == "linux" and os.environ.get(SWITCH, "1") != "0"


class Fork:
    """A process that a zygote has forked for us. It is signalled and waited for like a `Popen`.

    It is the leader of a session of its own. It is killed when it is closed, when this process
    ends, and when the zygote does.

    Attributes:
        pid: Its process id, which is its process group's too, until it is closed.
        returncode: Its exit code, or minus the signal that ended it; None while it runs.
    """

    # What a `Popen` has where its streams are not pipes.
    stdin = stdout = stderr = None

    def __init__(self, link: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._link = link

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        return self._look(0.0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Args:
            timeout: Seconds; None waits for ever.

        Raises:
            subprocess.TimeoutExpired: It still runs.
        """
        code = self._look(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"fork {self.pid}", timeout or 0.0)
        return code

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None and _readable(self._link, timeout):
            # A zygote that is gone has taken the fork along.
            self.returncode = int((_hear(self._link) or {}).get("code", -signal.SIGKILL))
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Kill it and what it has started, if anything is left, and let its pid go."""
        if self.returncode is None and self.poll() is None:
            self.returncode = -signal.SIGKILL
        self._link.close()


class Zygote:
    """A process that has imported some modules, and forks.

    Args:
        modules: What it imports, by name, in this order; a function, as ``"package.module:name"``,
            is called, too.
        environment: Its environment; left out, ours. What Python itself reads (as
            ``PYTHONHASHSEED``) holds for every fork.
        options: Options of Python's, as ``-Xfrozen_modules=off``.

    Raises:
        NoFork: It cannot be started.

    Example:
        ``Zygote(["json"]).fork("json:dumps", [[1, 2]], folder="/")``
    """

    def __init__(
        self,
        modules: Sequence[str],
        environment: Mapping[str, str] | None = None,
        options: Sequence[str] = (),
    ) -> None:
        if not available():
            raise NoFork("warm processes are turned off, or this system has none")
        # A folder of our own: nobody else may reach the socket, and no module lies beside it.
        self._folder = tempfile.mkdtemp(prefix="nb-zygote-")
        self.address = Path(self._folder) / "socket"
        lifeline, self._lifeline = os.pipe()
        try:
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(str(self.address))
                listener.listen(64)
                numbers = (listener.fileno(), lifeline)
                self._process = subprocess.Popen(
                    [sys.executable, *options, "-c", _START, *map(str, numbers), *modules],
                    cwd=self._folder,
                    env=None if environment is None else dict(environment),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=numbers,
                    # A Ctrl+C in the terminal is for us; what it means for a fork, we decide.
                    start_new_session=True,
                )
        except OSError as error:
            os.close(self._lifeline)
            shutil.rmtree(self._folder, ignore_errors=True)
            raise NoFork(f"no zygote can be started ({error})") from None
        finally:
            os.close(lifeline)
        self._owner = os.getpid()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether it can be asked. A process that was forked from its owner may not."""
        return self._owner == os.getpid() and self._process.poll() is None

    def fork(
        self,
        target: str,
        arguments: Sequence[Any] = (),
        *,
        folder: str | Path,
        environment: Mapping[str, str] | None = None,
        streams: Sequence[int] | None = None,
        otherwise: Sequence[str] = (),
    ) -> Fork:
        """Fork it. See `ask`."""
        return ask(
            self.address,
            target,
            arguments,
            folder=folder,
            environment=environment,
            streams=streams,
            otherwise=otherwise,
        )

    def close(self) -> None:
        """End it and every fork of it."""
        if self._owner != os.getpid() or self._lifeline < 0:
            return
        os.close(self._lifeline)
        self._lifeline = -1
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def ask(
    address: str | Path,
    target: str,
    arguments: Sequence[Any] = (),
    *,
    folder: str | Path,
    environment: Mapping[str, str] | None = None,
    streams: Sequence[int] | None = None,
    otherwise: Sequence[str] = (),
) -> Fork:
    """Ask a zygote for a fork that calls a function.

    Args:
        address: The zygote's socket.
        target: The function, as ``"package.module:name"``.
        arguments: What it is called with; plain JSON.
        folder: Its current folder.
        environment: All of its environment; left out, ours.
        streams: File descriptors of its standard input, output and error; left out, an empty
            input and our own output and error.
        otherwise: What to run instead, as a command, where a fork would differ from a new
            process; empty means `NoFork`.

    Raises:
        NoFork: The zygote is gone, or says why it does not.
    """
    job = {
        "target": target,
        "arguments": list(arguments),
        "folder": str(folder),
        "environment": dict(os.environ if environment is None else environment),
        "otherwise": list(otherwise),
    }
    link = socket.socket(socket.AF_UNIX)
    try:
        link.settimeout(ANSWER_SECONDS)
        link.connect(str(address))
        data = json.dumps(job).encode() + b"\n"
        with Path(os.devnull).open("rb") as nothing:
            sent = socket.send_fds(link, [data], list(streams or (nothing.fileno(), 1, 2)))
        if sent < len(data):
            # Nothing to send is sent all the same, and fails when the answer has come already.
            link.sendall(data[sent:])
        reply = _hear(link) if _readable(link, ANSWER_SECONDS) else None
    except OSError as error:
        link.close()
        raise NoFork(f"the zygote does not answer ({error})") from None
    if reply is None or "pid" not in reply:
        link.close()
        raise NoFork((reply or {}).get("refused", "the zygote does not answer"))
    return Fork(link, int(reply["pid"]))


def _hear(link: socket.socket) -> dict[str, Any] | None:
    """One line of the zygote's, or None when it has gone."""
    data = b""
    with contextlib.suppress(OSError):
        while not data.endswith(b"\n"):
            byte = link.recv(1)  # never more than the line: the next one is for later
            if not byte:
                return None
            data += byte
    record = json.loads(data or b"null")
    return record if isinstance(record, dict) else None


def _readable(link: socket.socket, timeout: float | None) -> bool:
    """Whether something is to be read, or the other side has gone, within so many seconds."""
    poller = select.poll()  # select() itself cannot watch descriptors above 1023
    poller.register(link, select.POLLIN)
    return bool(poller.poll(None if timeout is None else timeout * 1000))
