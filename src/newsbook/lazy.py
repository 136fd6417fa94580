"""Names of a package that load their module when they are first used (PEP 562).

A kernel that only checks an answer should pay for neither NLTK nor plotly, and one that shows a
token editor for no other widget.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["lazy_names"]


def lazy_names(
    package: str, homes: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """What a package binds to its ``__getattr__`` and ``__dir__``.

    Args:
        package: The package's name, its ``__name__``.
        homes: For each public name the module below the package that has it.

    Raises:
        AttributeError: From the first of the two, for a name that the package does not have.

    Example:
        >>> load, _ = lazy_names("newsbook", {"Span": "spans"})
        >>> load("Span").__name__
        'Span'
    """

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"{package} has no {name!r}")
        value = getattr(importlib.import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, value)  # found there from now on
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return load, names
