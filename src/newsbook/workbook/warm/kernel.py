"""What a fork does to become a kernel, and what its zygote imports for that."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

__all__ = ["MODULES", "run"]

MODULES = ("newsbook.workbook.warm.imports",)
"""What a zygote for kernels imports."""


def run(arguments: list[str]) -> None:
    """Be a kernel, as ``python -m ipykernel_launcher`` with these arguments is.

    There is no debugger in it: importing one costs more than the whole fork.

    Args:
        arguments: As ``["-f", "connection.json"]``.
    """
    launcher = importlib.util.find_spec("ipykernel_launcher")
    assert launcher is not None and launcher.origin is not None
    sys.argv = [launcher.origin, *arguments]
    modules: dict[str, Any] = sys.modules
    modules["debugpy"] = None
    from ipykernel.kernelapp import IPKernelApp

    # The variable that says so was read when the class was made.
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(arguments)  # type: ignore[no-untyped-call]
    del modules["debugpy"]
    if store := modules.get("newsbook.answers.store"):
        store.start_here()
    if widgets := modules.get("ipywidgets"):
        # It does this when it is imported, if there is a kernel by then.
        widgets.register_comm_target()
    app.start()  # type: ignore[no-untyped-call]
