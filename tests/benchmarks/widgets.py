"""Measure a widget's round trip in JupyterLab, and how much JavaScript it sends.

Run by hand: ``python tests/benchmarks/widgets.py``. From a click on *Check* to the verdict on
screen (checked, saved to disk, noted) against a click on a bare ipywidgets Button that sets a
Label, in turns in one notebook, so that both meet the same machine at the same time.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from browsers import find_chromium
from lab import ARGS, DESKTOP, FIRST, Notebook, Server, ready

from newsbook.widgets.core import front_end

ROUNDS = 40
WARM_UP = 5
BUTTON = """import ipywidgets
label = ipywidgets.Label("0")
button = ipywidgets.Button(description="Bare")
button.on_click(lambda _: setattr(label, "value", str(int(label.value) + 1)))
ipywidgets.VBox([button, label])"""
# Clicks, and waits until the text of an element changes to something that is not empty.
CLICK = """([button, place]) => new Promise(done => {
    const shown = document.querySelector(place);
    const before = shown.textContent;
    let started = 0;
    const watch = new MutationObserver(() => {
        if (!shown.textContent || shown.textContent === before) return;
        watch.disconnect();
        done(performance.now() - started);
    });
    watch.observe(shown, {childList: true, characterData: true, subtree: true});
    started = performance.now();
    document.querySelector(button).click();
})"""


def measure(page: Page) -> tuple[list[float], list[float]]:
    """Milliseconds from click to screen: the widget's, the bare button's."""
    widget, bare = [], []
    for turn in range(ROUNDS + WARM_UP):
        # Changing the choice empties the verdict, so that each check has something to show.
        page.evaluate(f"() => document.querySelectorAll('.nbk input')[{turn % 2}].click()")
        page.wait_for_function(
            "() => document.querySelector('.nbk-note').dataset.kind === 'saved'"
            " && !document.querySelector('.nbk-verdict')"
        )
        widget.append(page.evaluate(CLICK, [".nbk-primary", ".nbk-verdict-place"]))
        bare.append(page.evaluate(CLICK, ["button.jupyter-button", ".widget-label"]))
    return widget[WARM_UP:], bare[WARM_UP:]


def show(name: str, times: list[float]) -> None:
    """Print a line of figures."""
    tenth = statistics.quantiles(times, n=10)
    print(f"{name:<28} median {statistics.median(times):6.1f} ms   90% within {tenth[8]:6.1f} ms")


def main() -> None:
    """Measure and print."""
    for name in ("token_editor", "choice", "predict"):
        print(f"{name:<28} {len(front_end(name).encode()):,} bytes of JavaScript")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=find_chromium()[0], args=ARGS)
            page = browser.new_page(viewport=DESKTOP)
            page.goto(f"{server.url}/lab?token={server.token}&reset")
            ready(page)
            nb = Notebook(server, page, "bench", [FIRST, "widget_for(Who())", BUTTON])
            nb.run_all()
            nb.widget().wait_for()
            widget, bare = measure(page)
            show("check, save and verdict", widget)
            show("bare ipywidgets Button", bare)
            nb.close()
            browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
