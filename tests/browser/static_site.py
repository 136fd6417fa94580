"""A host of static files, the site below a path of it, and a page of that in a browser."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lab import ARGS, gap
from playwright.sync_api import BrowserContext, BrowserType, Locator, Page, expect
from support import ROOT

from newsbook.spans import from_json

PATH = "/school/who-said-what/"
START_MS = 90_000  # a busy machine takes its time to start Python in a page


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def translate_path(self, path: str) -> str:
        path = path.partition("?")[0]
        inside = path.removeprefix(PATH) if path.startswith(PATH) else "there is no such file"
        return super().translate_path(f"/{inside}")

    def log_message(self, *_: Any) -> None:
        """Nothing on the terminal."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A page that is left in the middle of a file is nothing to report."""


@contextmanager
def served(folder: Path, port: int = 0) -> Iterator[str]:
    """The address of a folder's site, while the block runs."""
    server = _Server(("127.0.0.1", port), functools.partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PATH}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def browsing(
    chromium: BrowserType, path: str, profile: Path, log: Path, size: tuple[int, int] = (1280, 860)
) -> Iterator[BrowserContext]:
    """A browser with a profile that stays, whose every request is noted in `log`."""
    context = chromium.launch_persistent_context(
        profile,
        executable_path=path,
        args=[*ARGS, f"--log-net-log={log}"],
        viewport={"width": size[0], "height": size[1]},
        accept_downloads=True,
    )
    context.set_default_timeout(20_000)
    try:
        yield context
    finally:
        context.close()


def asked_elsewhere(log: Path) -> list[str]:
    """What the site's pages and workers asked of other hosts, whether or not it went through."""
    urls = set()
    for line in log.read_text("utf-8", errors="replace").splitlines():
        # One event a line; what the browser asks for itself has no origin.
        if '"initiator":"http://127.0.0.1' in line:
            event = json.loads(line.strip().removesuffix("]").removesuffix(","))
            urls.add(event["params"]["url"])
    assert any("/pyodide" in url for url in urls) or len(urls) > 5, "the log says too little"
    return sorted(url for url in urls if urlsplit(url).hostname not in ("127.0.0.1", None))


class Open:
    """A notebook of the site that is open in a page, used as a learner uses it."""

    def __init__(self, page: Page, path: str) -> None:
        self.page = page
        self.path = path
        book = json.loads((ROOT / path).read_text("utf-8"))
        self.ids = [cell["id"] for cell in book["cells"]]

    @classmethod
    def at(cls, page: Page, site: str, path: str) -> Open:
        """Go to a notebook's page."""
        page.goto(f"{site}notebooks/index.html?path={path}")
        return cls(page, path)

    def wait(self) -> Open:
        """Wait until Python is there."""
        expect(self.page.locator("html")).to_have_attribute(
            "data-newsbook", "ready", timeout=START_MS
        )
        return self

    def cell(self, cell_id: str) -> Locator:
        return self.page.locator(".jp-Cell").nth(self.ids.index(cell_id))

    def run(self, cell_id: str) -> Locator:
        """Run a cell and wait for its end; its output."""
        cell = self.cell(cell_id)
        cell.locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Control+Enter")
        expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]"))
        return cell.locator(".jp-OutputArea")

    def write(self, cell_id: str, source: str) -> None:
        """Write into a cell, in place of what is there."""
        editor = self.cell(cell_id).locator(".cm-content")
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def widget(self, exercise: str) -> Locator:
        return self.cell(f"ex-{exercise.replace('.', '-')}-answer").locator(".nbk")

    def answer(self, exercise: str, source: str, held: Any) -> None:
        """Answer an exercise in its widget, or in code where it has none."""
        name = f"ex-{exercise.replace('.', '-')}-answer"
        if held is None:
            self.write(name, source)
            self.run(name)
            return
        self.run(name)
        widget = self.widget(exercise)
        expect(widget).to_be_visible()
        if "chosen" in held:
            for key in held["chosen"]:
                widget.locator(f'input[value="{key}"]').check()
        elif "tries" in held:
            for number, (line, tries) in enumerate(held["tries"].items(), start=1):
                widget.get_by_role("textbox", name=f"line {line}").fill(tries[-1])
                self.page.keyboard.press("Enter")
                expect(widget.locator(".nbk-try")).to_have_count(number)
        else:
            self.split(widget, held["spans"])
        expect(widget.locator(".nbk-note")).to_contain_text("saved")

    def split(self, widget: Locator, spans: list[list[int]]) -> None:
        """Split and join in a token editor until its tokens are these."""
        wanted = {span.start for span in from_json(spans)}
        for at in sorted(wanted | self.starts(widget)):
            if (at in wanted) != (at in self.starts(widget)):
                self.page.mouse.click(*gap(widget, at))
        assert self.starts(widget) == wanted

    def starts(self, widget: Locator) -> set[int]:
        first = widget.locator(".nbk-token > .nbk-cell:first-child").all()
        return {int(cell.get_attribute("data-at") or -1) for cell in first}

    def check(self, exercise: str) -> None:
        """Run an exercise's check cell; it says that the answer is correct."""
        output = self.run(f"ex-{exercise.replace('.', '-')}-check")
        expect(output).to_contain_text(f"✓ {exercise} correct")
