"""Kernels for building and checking: warm, on Unix sockets, and soon seen to die.

The first two hold where there are such things, as `transport` and `newsbook.workbook.warm` say.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager, KernelManager
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager, RunningKernel
from traitlets import Instance

from newsbook.workbook.places import WorkbookError
from newsbook.workbook.warm.provisioner import warmed

__all__ = ["KernelDied", "WarmKernelManager", "WatchedKernel", "transport"]

OUTPUT_SECONDS = 10.0
"""How long outputs may still come after a cell has ended or was interrupted."""

_number = itertools.count()


class KernelDied(RuntimeError):
    """The code that ran ended the kernel's process."""


def transport(folder: Path) -> dict[str, Any]:
    """How to reach a kernel: settings for a `jupyter_client.KernelManager`.

    A kernel's TCP ports are chosen before it binds them, so that two kernels which start at the
    same moment can get the same one, and one dies. Sockets in a folder of our own cannot collide.
    The name is short, since a socket's path may have some 100 characters at most.

    Args:
        folder: A scratch folder that outlives the kernel.
    """
    if os.name != "posix":
        return {}
    return {"transport": "ipc", "connection_file": str(folder / f"k{next(_number)}.json")}


class _Specs(NbvalKernelspecManager):  # type: ignore[misc]
    """Kernel specs whose kernels are forked from a process that has imported newsbook."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """A kernel spec by its name."""
        return warmed(super().get_kernel_spec(kernel_name))


class WarmKernelManager(AsyncKernelManager):
    """nbclient's kernel manager, for such kernels."""

    kernel_spec_manager = Instance(_Specs, ())


class WatchedKernel(RunningKernel):  # type: ignore[misc]
    """nbval's kernel, over our transport; when it dies, that is noticed at once.

    Args:
        folder: Where the kernel starts.
        scratch: A folder for its connection file.
        startup_timeout: Seconds that it may take to start.

    Raises:
        WorkbookError: It did not start.
    """

    def __init__(self, folder: Path, scratch: Path, startup_timeout: float = 60.0) -> None:
        self._outputs_until = float("inf")
        # As RunningKernel does it, which leaves no way to choose the transport.
        self.km = KernelManager(
            kernel_name=CURRENT_ENV_KERNEL_NAME,
            kernel_spec_manager=_Specs(),
            **transport(scratch),
        )
        self.km.start_kernel(cwd=str(folder), stderr=subprocess.DEVNULL)
        self.kc = self.km.client()
        self.kc.start_channels()
        try:
            self._await_start(startup_timeout)
        except RuntimeError as error:
            self.stop()
            hiding = sorted(
                path.name for path in folder.glob("*.py") if path.stem in sys.stdlib_module_names
            )
            why = (
                f"{hiding[0]} in {folder.name}/ hides a module of Python's own: rename it"
                if hiding
                else "run `newsbook doctor`"
            )
            raise WorkbookError(f"A Python kernel does not start ({error}): {why}.") from None

    def _await_start(self, timeout: float) -> None:
        """Wait until it answers, and what it shows comes through.

        jupyter_client's own `wait_for_ready` ends when it has heard nothing for a fifth of a
        second. Here every message is known by what it answers, and what comes late is passed over.
        """
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            asked = self.kc.kernel_info()
            try:
                self.await_reply(asked, left)
                self.await_idle(asked, 0.2)
            except KernelDied:
                raise RuntimeError("it ended at once") from None
            except Empty:
                continue
            return
        raise RuntimeError(f"no answer in {timeout:g} seconds")

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """Wait for the reply, in steps short enough to see the process die between them.

        Raises:
            Empty: `timeout` seconds went by.
            KernelDied: The process ended.
        """
        self._outputs_until = float("inf")
        end = time.monotonic() + (timeout or 60.0)
        while (left := end - time.monotonic()) > 0:
            with contextlib.suppress(Empty):
                super().await_reply(msg_id, timeout=min(0.5, left))
                self._outputs_until = time.monotonic() + OUTPUT_SECONDS
                return
            if not self.is_alive():
                raise KernelDied
        # nbval interrupts it now. What goes on printing all the same must not go on for ever.
        self._outputs_until = time.monotonic() + OUTPUT_SECONDS
        raise Empty

    def get_message(self, stream: str, timeout: float | None = None) -> Any:
        """A message of the kernel's, while there is still time for outputs.

        Raises:
            Empty: None came, or the cell's time for outputs is over.
        """
        if stream == "iopub" and time.monotonic() > self._outputs_until:
            raise Empty
        # Not nbval's own: it lays every message out for a log that nobody reads.
        get = self.kc.get_iopub_msg if stream == "iopub" else self.kc.get_shell_msg
        return get(timeout=timeout)
