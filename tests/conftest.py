"""Say at the end which browser the tests used, from whichever worker they ran on."""

from __future__ import annotations

from typing import Any

import pytest
from support import BROWSER


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the note over from a pytest-xdist worker."""
    if found := getattr(node, "workeroutput", {}).get("browser"):
        node.config.stash[BROWSER] = found


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a worker, send the note to the controller."""
    found = session.config.stash.get(BROWSER, "")
    if found and hasattr(session.config, "workeroutput"):
        session.config.workeroutput["browser"] = found


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print it."""
    if found := config.stash.get(BROWSER, ""):
        terminalreporter.write_line(found)
