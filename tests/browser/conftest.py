"""One JupyterLab server and one browser for all the browser tests."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from browsers import find_chromium
from lab import ARGS, DESKTOP, FIRST, Notebook, Server, ready, screenshot, set_theme
from support import BROWSER

# A busy machine may take its time; what never comes fails all the same.
expect.set_options(timeout=20_000)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Leave a picture of what a test that fails has on the screen."""
    report = (yield).get_result()
    args = getattr(item, "funcargs", {})
    shown = args.get("other") or args.get("page")
    if report.when == "call" and report.failed and shown is not None:
        with contextlib.suppress(Error):
            screenshot(shown, re.sub(r"\W+", "-", f"failed-{item.name}").strip("-"), always=True)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("lab"))
    try:
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """The one browser of a test process: Playwright takes no second one beside it."""
    path, pytestconfig.stash[BROWSER] = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="session")
def lab_page(server: Server, chromium: Browser) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The page, what it asked for beyond this machine, and the errors it met."""
    outside: list[str] = []
    errors: list[str] = []

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            outside.append(url)

    context = chromium.new_context(viewport=DESKTOP, has_touch=True)
    context.set_default_timeout(15_000)
    context.on("request", lambda request: note(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server.url}/lab?token={server.token}&reset")
    ready(page)
    yield page, outside, errors
    context.close()


@pytest.fixture
def page(lab_page: tuple[Page, list[str], list[str]]) -> Iterator[Page]:
    """The page in the light theme; afterwards nothing may have been asked of the network."""
    shown, outside, errors = lab_page
    outside.clear()
    errors.clear()
    shown.set_viewport_size(DESKTOP)
    set_theme(shown, dark=False)
    yield shown
    assert not outside, f"asked beyond this machine: {outside}"
    # JupyterLab itself complains of kernels that go away; our code comes from the widgets' blob.
    ours = [error for error in errors if "nbk" in error or "blob:" in error]
    assert not ours, f"errors in the page: {ours}"


@pytest.fixture
def notebook(
    server: Server, page: Page, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Notebook]]:
    """Make a notebook of these cells, after one that imports bed.py, and run them all."""
    opened: list[Notebook] = []

    def make(*sources: str) -> Notebook:
        where = f"{request.node.path.stem}-{request.node.name}-{len(opened)}"
        name = re.sub(r"\W+", "-", where).strip("-")
        made = Notebook(server, page, name, [FIRST, *sources])
        opened.append(made)
        made.run_all()
        return made

    yield make
    for made in opened:
        made.close()
