"""Import what reads notebooks without a grammar that nobody needs."""

from __future__ import annotations

import importlib
import sys
from typing import Any

__all__ = ["spare_the_grammar"]

_GRAMMAR = "rfc3987_syntax"


def spare_the_grammar() -> None:
    """Import jsonschema, which nbformat and nbval stand on, in a tenth of a second and not in two.

    Where ``rfc3987_syntax`` is installed (JupyterLab brings it), jsonschema imports it in order to
    check IRIs, and it compiles 39 grammars. No notebook's schema has an IRI. It stays importable
    for whoever asks for it later.

    Example:
        >>> spare_the_grammar()
        >>> "jsonschema" in sys.modules
        True
    """
    modules: dict[str, Any] = sys.modules
    if "jsonschema" in modules or _GRAMMAR in modules:
        return
    modules[_GRAMMAR] = None
    try:
        importlib.import_module("jsonschema")
    finally:
        del modules[_GRAMMAR]
