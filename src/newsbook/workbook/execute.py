"""Run a notebook from top to bottom, the same way on every machine."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from newsbook.workbook.kernels import WarmKernelManager, transport
from newsbook.workbook.notebooks import Notebook, notebook_node, plain
from newsbook.workbook.places import WorkbookError
from newsbook.workbook.quick_imports import spare_the_grammar

__all__ = ["CELL_SECONDS", "run_notebook", "steady_environment"]

CELL_SECONDS = 120
"""The longest that a cell may run while building."""


@contextmanager
def steady_environment() -> Iterator[Path]:
    """An environment in which a kernel gives the same outputs everywhere.

    Hashing is fixed, the user's IPython profile is left out, and answers go to a scratch folder,
    so that running a notebook never touches a learner's files.

    Yields:
        The scratch folder, gone at the end. The kernel's answers are in ``answers`` in it.
    """
    # What a learner's code leaves behind may not be removable; that is no failure of theirs.
    with tempfile.TemporaryDirectory(prefix="newsbook-", ignore_cleanup_errors=True) as scratch:
        settings: Mapping[str, str] = {
            "IPYTHONDIR": str(Path(scratch) / "ipython"),
            "NEWSBOOK_ANSWERS": str(Path(scratch) / "answers"),
            "PYTHONHASHSEED": "0",
            "PYTHONIOENCODING": "utf-8",
            # Colours and the width of a traceback or table must not follow the terminal.
            "NO_COLOR": "1",
            "COLUMNS": "100",
            # The debugger's warning about frozen modules would appear in a cell's output.
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        before = {name: os.environ.get(name) for name in settings}
        os.environ.update(settings)
        try:
            yield Path(scratch)
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def run_notebook(book: Notebook, folder: Path, name: str) -> Notebook:
    """Run every code cell and store what it shows.

    Cells tagged ``nbval-skip`` are left as they are, here as under nbval.

    Args:
        book: The notebook; it is not changed.
        folder: Where its kernel starts.
        name: The file's name, for messages.

    Returns:
        A copy with outputs and execution counts.

    Raises:
        WorkbookError: A cell raised, or ran longer than `CELL_SECONDS`; the sentence names it.
    """
    spare_the_grammar()
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from traitlets.config import Config

    node = notebook_node(book)
    with steady_environment() as scratch:
        client = NotebookClient(
            node,
            config=Config({"KernelManager": transport(scratch)}),
            kernel_name="python3",
            kernel_manager_class=WarmKernelManager,
            timeout=CELL_SECONDS,
            resources={"metadata": {"path": str(folder)}},
            # Widget state has random ids, and holds what a kernel should be asked for anew.
            store_widget_state=False,
            skip_cells_with_tag="nbval-skip",
            # A busy machine sends what a cell prints in several pieces; the bytes must not differ.
            coalesce_streams=True,
        )
        try:
            client.execute()
        except CellExecutionError as error:
            raise WorkbookError(f"{name}: a cell raised {error.ename}: {error.evalue}.") from None
        except CellTimeoutError:
            raise WorkbookError(f"{name}: a cell ran over {CELL_SECONDS} seconds.") from None
        except DeadKernelError:
            raise WorkbookError(f"{name}: the kernel died while running it.") from None
    run: Notebook = plain(node)
    return run
