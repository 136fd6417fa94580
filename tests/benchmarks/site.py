"""Measure the site in a browser: how long a page takes, what it fetches, and whether outputs agree.

Run by hand, on a machine with nothing else to do: ``python tests/benchmarks/site.py``. It prints
figures and asserts nothing.

- Times: from a cold open (a new profile) to the end of the first cell of lesson 0, to a choice
  that is saved in the first widget of exercises 0, and, in turns with them, to the end of ``1 + 1``
  in a bare JupyterLite page with the same runtime and kernel and nothing of ours.
- Bytes: bodies that a host sends for lesson 1, all of its cells run; with and without what the
  browser fetches in order to work offline; from a host that compresses (gzip) and from one that
  does not.
- Outputs (``--outputs``): all lessons, solutions and demonstrations, run in the site's kernel and
  compared with the stored outputs by nbval's rules.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from browsers import find_chromium
from site_outputs import compare_all
from static_site import ARGS
from support import ROOT

from newsbook.site import make_site, making, pages, runtime, wheels

LATEST_MS = 90_000
BARE = (
    "asttokens", "comm", "decorator", "executing", "ipykernel", "ipython", "jedi",
    "matplotlib_inline", "micropip", "packaging", "parso", "piplite", "prompt_toolkit",
    "pure_eval", "pygments", "pyodide_kernel", "six", "stack_data", "traitlets",
    "typing_extensions", "wcwidth",
)  # fmt: skip
SQUEEZED = (".css", ".html", ".ipynb", ".js", ".json", ".md", ".mjs", ".svg", ".txt", ".wasm")


@cache
def squeezed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


class Host:
    """A host of static files that counts the bytes it sends."""

    def __init__(self, folder: Path, *, squeeze: bool, without: tuple[str, ...] = ()) -> None:
        self.sent: Counter[str] = Counter()
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                name = self.path.partition("?")[0].lstrip("/") or "index.html"
                file = folder / name
                there = file.is_file() and name not in without
                small = there and squeeze and file.suffix in SQUEEZED
                data = squeezed(file) if small else file.read_bytes() if there else b""
                self.send_response(200 if there else 404)
                types = {".mjs": "text/javascript", ".wasm": "application/wasm"}
                guess = http.server.SimpleHTTPRequestHandler.extensions_map
                kind = types.get(file.suffix) or guess.get(file.suffix) or KINDS.get(file.suffix)
                self.send_header("Content-Type", kind or "application/octet-stream")
                self.send_header("Content-Length", str(len(data)))
                self.send_header("Cache-Control", "max-age=600")
                if small:
                    self.send_header("Content-Encoding", "gzip")
                self.end_headers()
                self.wfile.write(data)
                host.sent[name] += len(data)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


KINDS = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


def bare_site(folder: Path, cache: Path) -> None:
    """JupyterLite with this runtime and kernel, loaded as ours is, and nothing of ours."""
    shipped = [w for w in wheels.fetched(cache) if w.name in BARE] + [
        w for w in making.kernel_stubs() if w.name in (*BARE, "widgetsnbextension")
    ]
    lock = wheels.lock_file(
        shipped, runtime.runtime_info(cache), lambda w: w.path.removeprefix("static/")
    )
    names = sorted(w.name.replace("_", "-") for w in shipped)
    settings = pages.settings_files("static/lock.json", names)
    cell = {"cell_type": "code", "execution_count": None, "id": "a", "metadata": {}, "outputs": []}
    book = {
        "cells": [cell | {"source": "1 + 1"}],
        "metadata": {"kernelspec": {"name": "python", "display_name": "", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    making.build_pages(
        folder,
        {"bare.ipynb": json.dumps(book).encode()},
        {},
        {"jupyter-lite.json": settings["jupyter-lite.json"]},
    )
    static = {wheel.path: wheel.data for wheel in shipped} | {"static/lock.json": lock}
    for one, data in runtime.runtime_files(cache).items():
        static[f"{runtime.FOLDER}/{one}"] = data
    making.write_files(folder, static)


@contextmanager
def fresh(browser: Browser) -> Iterator[Page]:
    """A page of a new profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.set_default_timeout(LATEST_MS)
    try:
        yield context.new_page()
    finally:
        context.close()


def run_first(page: Page, number: int = 0) -> None:
    """Run a code cell as soon as it can be clicked, and wait for its end."""
    # Before that, a page forgets what is run.
    kernel = page.locator(".jp-Toolbar-kernelName")
    expect(kernel).not_to_have_text(re.compile("No Kernel|^$"), timeout=LATEST_MS)
    cell = page.locator(".jp-CodeCell").nth(number)
    cell.locator(".jp-InputPrompt").click()
    page.keyboard.press("Control+Enter")
    expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]"), timeout=LATEST_MS)


def first_cell(browser: Browser, url: str, path: str) -> float:
    with fresh(browser) as page:
        begun = time.perf_counter()
        page.goto(f"{url}notebooks/index.html?path={path}")
        run_first(page)
        return time.perf_counter() - begun


def first_widget(browser: Browser, url: str) -> float:
    """To the answer to a choice that is saved, in a new profile."""
    with fresh(browser) as page:
        begun = time.perf_counter()
        page.goto(f"{url}notebooks/index.html?path=exercises/00_start_here.ipynb")
        for number in (0, 5):  # what the exercises stand on, and the answer cell of 0.3
            run_first(page, number)
        widget = page.locator(".nbk").first
        widget.locator("input").first.check()
        expect(widget.locator(".nbk-note")).to_contain_text("saved", timeout=LATEST_MS)
        return time.perf_counter() - begun


def lesson_one(browser: Browser, site: Path, *, squeeze: bool, offline: bool) -> Counter[str]:
    """What is sent for lesson 1 with all its cells run."""
    host = Host(site, squeeze=squeeze, without=() if offline else (pages.OFFLINE,))
    try:
        with fresh(browser) as page:
            page.goto(f"{host.url}notebooks/index.html?path=notebooks/01_tokenising.ipynb")
            html = page.locator("html")
            expect(html).to_have_attribute("data-newsbook", "ready", timeout=LATEST_MS)
            page.get_by_role("menuitem", name="Run", exact=True).click()
            page.get_by_text("Run All Cells", exact=True).click()
            last = page.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")
            expect(last).to_have_text(re.compile(r"\[\d+\]"), timeout=4 * LATEST_MS)
            if offline:
                expect(html).to_have_attribute("data-newsbook-kept", "all", timeout=LATEST_MS)
            page.wait_for_timeout(1000)
    finally:
        host.close()
    return host.sent


def show(name: str, figures: list[float]) -> None:
    middle = statistics.median(figures)
    print(f"{name:52} {middle:6.1f} s   ({min(figures):.1f} to {max(figures):.1f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=5, help="how often each time is taken")
    parser.add_argument(
        "--outputs",
        nargs="*",
        metavar="NAME",
        help="compare outputs, of notebooks so named or of all",
    )
    parser.add_argument("--cache", type=Path, default=ROOT / "dist" / "site-cache")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        site, bare = Path(scratch) / "site", Path(scratch) / "bare"
        print(make_site(ROOT, site, cache=options.cache).lines[0])
        browser = playwright.chromium.launch(executable_path=find_chromium()[0], args=ARGS)
        if options.outputs is not None:
            exposed = Path(scratch) / "exposed"
            shutil.copytree(site, exposed, copy_function=os.link)
            host = Host(exposed, squeeze=False, without=(pages.OFFLINE,))
            wrong = compare_all(browser, host.url, exposed, options.outputs)
            host.close()
            browser.close()
            sys.exit(1 if wrong else 0)
        bare_site(bare, options.cache)
        ours, other = Host(site, squeeze=True), Host(bare, squeeze=True)
        taken: dict[str, list[float]] = {"bare": [], "cell": [], "widget": []}
        for _ in range(options.turns):
            taken["bare"].append(first_cell(browser, other.url, "bare.ipynb"))
            taken["cell"].append(first_cell(browser, ours.url, "notebooks/00_start_here.ipynb"))
            taken["widget"].append(first_widget(browser, ours.url))
        show("a bare JupyterLite page, cold, to its first cell", taken["bare"])
        show("lesson 0, cold, to its first cell", taken["cell"])
        show("exercises 0, cold, to a first saved choice", taken["widget"])
        ratio = statistics.median(taken["cell"]) / statistics.median(taken["bare"])
        print(f"the first cell takes {ratio:.2f} times as long as the bare page's")
        for squeeze in (True, False):
            for offline in (False, True):
                sent = lesson_one(browser, site, squeeze=squeeze, offline=offline)
                how = "gzip" if squeeze else "plain"
                what = "and all that is kept for offline" if offline else "alone"
                print(f"lesson 1 {what}, {how}: {sum(sent.values()) / 1e6:.1f} MB")
        browser.close()


if __name__ == "__main__":
    main()
