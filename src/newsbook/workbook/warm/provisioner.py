"""Kernels forked from a zygote, for `jupyter_client`.

Its entry point is called ``newsbook-warm``; a `KernelManager` uses it when its kernel spec's
metadata, or ``KernelProvisionerFactory.default_provisioner_name``, names it.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from newsbook.workbook.warm.client import Fork, NoFork, Zygote, ask, available
from newsbook.workbook.warm.kernel import MODULES
from newsbook.workbook.warm.zygote import read_by_python

__all__ = ["ADDRESS", "NAME", "WarmProvisioner", "kernel_zygote", "warm_by_default", "warmed"]

NAME = "newsbook-warm"
ADDRESS = "NEWSBOOK_ZYGOTE"
"""The variable by which a process lends its zygote to those that it starts."""

_ours: dict[tuple[tuple[str, str], ...], Zygote] = {}


def kernel_zygote(environment: Mapping[str, str] | None = None) -> Zygote:
    """The zygote for this process's kernels, started when it is first asked for.

    Args:
        environment: What the kernels will have; left out, our own environment. For other settings
            of Python's own, as ``PYTHONHASHSEED``, there is another zygote.

    Raises:
        NoFork: It cannot be started.
    """
    environment = {
        name: text
        for name, text in (os.environ if environment is None else environment).items()
        if name != ADDRESS
    }
    key = tuple(sorted(item for item in environment.items() if read_by_python(item[0])))
    if key not in _ours or not _ours[key].alive():
        _ours[key] = Zygote(MODULES, environment, _options())
        atexit.register(_ours[key].close)
    return _ours[key]


def warmed(spec: KernelSpec) -> KernelSpec:
    """A kernel spec whose kernels are forked, where that can be.

    Args:
        spec: Any kernel's; it is changed.
    """
    if available():
        _register()
        spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": NAME}}
    return spec


def warm_by_default() -> None:
    """Fork the kernels of every kernel spec that names no provisioner, where that can be."""
    if available():
        _register().default_provisioner_name = NAME


def _register() -> KernelProvisionerFactory:
    """Make sure that `jupyter_client` knows of this provisioner.

    A checkout that was installed by an older version has no such entry point yet.
    """
    factory = KernelProvisionerFactory.instance()
    where = EntryPoint(NAME, f"{__name__}:WarmProvisioner", factory.GROUP_NAME)
    factory.provisioners.setdefault(NAME, where)
    return factory


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel where it can, and launches it as ever where it cannot.

    It can on Linux, for a kernel of this very Python, whose input and output are no pipes of ours.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel.

        Args:
            cmd: The kernel's command line, as its kernel spec has it.
            kwargs: As for `subprocess.Popen`.
        """
        env = dict(kwargs["env"])
        address = env.pop(ADDRESS, None)
        kwargs["env"] = env
        try:
            fork = _fork(cmd, address, **kwargs)
        except NoFork as reason:
            self.log.debug("kernel is not forked: %s", reason)
            return await super().launch_kernel(cmd, **kwargs)
        self.process: Any = fork
        self.pid = self.pgid = fork.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the kernel's end, and let its process id go."""
        fork = self.process
        code = await super().wait()
        if isinstance(fork, Fork):
            fork.close()
        return code


def _fork(
    cmd: list[str],
    address: str | None,
    *,
    env: Mapping[str, str],
    cwd: str | Path | None = None,
    **kwargs: Any,
) -> Fork:
    """Fork the kernel that a command would start.

    Raises:
        NoFork: It is no kernel of ours, or there is no zygote.
    """
    if not available():
        raise NoFork("this system does not fork kernels, or that is turned off")
    try:
        at = cmd.index("-m")
    except ValueError:
        raise NoFork("the command is no module of Python's") from None
    if cmd[0] != sys.executable or cmd[at + 1] != "ipykernel_launcher":
        raise NoFork(f"{cmd[0]} is not this Python, or {cmd[at + 1]} no kernel of its")
    if cmd[1:at] != _options():
        raise NoFork("the kernel wants other options of Python's")
    streams, opened = [os.open(os.devnull, os.O_RDONLY)], []
    opened.append(streams[0])
    try:
        for name, number in (("stdout", 1), ("stderr", 2)):
            stream = kwargs.get(name)
            if stream is None:
                streams.append(number)
            elif stream == subprocess.DEVNULL:
                streams.append(os.open(os.devnull, os.O_WRONLY))
                opened.append(streams[-1])
            elif isinstance(stream, int) and stream >= 0:
                streams.append(stream)
            elif hasattr(stream, "fileno"):
                streams.append(stream.fileno())
            else:
                raise NoFork(f"{name} is to be a pipe")
        return _asked(address, cmd, at, str(cwd or Path.cwd()), env, streams)
    finally:
        for number in opened:
            os.close(number)


def _options() -> list[str]:
    """The options that our zygotes have: those of a kernel spec of ours."""
    from ipykernel.kernelspec import get_kernel_dict

    argv: list[str] = get_kernel_dict()["argv"]
    return argv[1 : argv.index("-m")]


def _asked(
    address: str | None,
    cmd: list[str],
    at: int,
    folder: str,
    env: Mapping[str, str],
    streams: list[int],
) -> Fork:
    """A fork of the zygote that was lent to us, or else of our own."""
    environment = {**env, "JPY_PARENT_PID": str(os.getpid())}
    job: dict[str, Any] = {
        "folder": folder,
        "environment": environment,
        "streams": streams,
        "otherwise": cmd,
    }
    target, arguments = "newsbook.workbook.warm.kernel:run", [cmd[at + 2 :]]
    if address:
        try:
            return ask(address, target, arguments, **job)
        except NoFork:
            pass  # whoever lent it may have gone
    return kernel_zygote(env).fork(target, arguments, **job)
