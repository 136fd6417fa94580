"""Which tests share a worker, browsers' loops, and at the end which browser the tests used."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from support import BROWSER


@pytest.fixture(autouse=True)
def loop_of_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test run a loop in a worker that has had a browser.

    Playwright's loop counts as running in its thread until the browser is closed.
    """
    running = asyncio._get_running_loop()
    if running is None or "chromium" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal tests out in our groups where groups are asked for."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from sharing import GroupScheduling

    return GroupScheduling(config, log)


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
