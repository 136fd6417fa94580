"""Kernels for building and checking: on Unix sockets where there are any, and soon seen to die."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import time
from pathlib import Path
from queue import Empty
from typing import Any

from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager, RunningKernel

from newsbook.workbook.places import WorkbookError

__all__ = ["KernelDied", "WatchedKernel", "transport"]

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
        from jupyter_client.manager import KernelManager

        # As RunningKernel does it, which leaves no way to choose the transport.
        self.km = KernelManager(
            kernel_name=CURRENT_ENV_KERNEL_NAME,
            kernel_spec_manager=NbvalKernelspecManager(),
            **transport(scratch),
        )
        self.km.start_kernel(cwd=str(folder), stderr=subprocess.DEVNULL)
        self.kc = self.km.client()
        self.kc.start_channels()
        try:
            self.kc.wait_for_ready(timeout=startup_timeout)
            self._ensure_iopub_up()
        except RuntimeError as error:
            self.stop()
            raise WorkbookError(
                f"A Python kernel does not start ({error}): run `newsbook doctor`."
            ) from None

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """Wait for the reply, in steps short enough to see the process die between them.

        Raises:
            Empty: `timeout` seconds went by.
            KernelDied: The process ended.
        """
        end = time.monotonic() + (timeout or 60.0)
        while (left := end - time.monotonic()) > 0:
            with contextlib.suppress(Empty):
                super().await_reply(msg_id, timeout=min(0.5, left))
                return
            if not self.is_alive():
                raise KernelDied
        raise Empty
