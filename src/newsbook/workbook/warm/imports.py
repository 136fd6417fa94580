"""Importing this imports what a lesson's kernel is going to: that is all it is for.

Two modules are left to the fork, since each asks for the kernel when it is imported:
`newsbook.notebook`, to be told of every cell that is run, and ``plotly.io``, to choose how a chart
is shown. Nor is there what no lesson imports: most of the workbook's machinery, grading, the live
class, the site and the command line.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import newsbook

__all__ = ["LEFT_OUT", "lesson_modules"]

LEFT_OUT = (
    "newsbook.cli",
    "newsbook.grading",
    "newsbook.live",
    "newsbook.notebook",
    "newsbook.pytest_plugin",
    "newsbook.site",
    "newsbook.workbook",
)

_OTHERS = (
    "anywidget",
    "filelock",
    "ipykernel.kernelapp",
    "ipywidgets",
    "newsbook.workbook.warm.kernel",
    "newsbook.workbook.watching",  # what a lesson's first `from newsbook import check` brings
    "nltk",
    "plotly.graph_objs._figure",
    "plotly.graph_objs._layout",
    "punkt",
)


def lesson_modules(package: ModuleType = newsbook) -> Iterator[str]:
    """The names of all modules of newsbook's that a lesson may come to import.

    Args:
        package: Where to look; its packages are imported meanwhile.
    """
    for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if info.name.startswith(LEFT_OUT) or info.name.endswith("__main__"):
            continue
        yield info.name
        if info.ispkg:
            yield from lesson_modules(importlib.import_module(info.name))


def _import_all() -> None:
    """Import them, the public names of each package first.

    `newsbook.text` has a function `nltk_tokens` in a module of that name. Whoever imports the
    module first would hide the function.
    """
    for name in (*lesson_modules(), *_OTHERS):
        module = importlib.import_module(name)
        if name.startswith("newsbook.") and hasattr(module, "__path__"):
            for public in getattr(module, "__all__", ()):
                getattr(module, public)


_import_all()
