"""Measure the widgets in JupyterLab: keys, clicks, checks, and how much they send and save.

Run by hand, on a machine with nothing else to do: ``python tests/benchmarks/widgets.py``, or with
``--quick`` for a first look. It prints figures and asserts nothing.

- Key and click: from the event to the end of the next painted frame, with what it changed on
  screen. A frame is up to 16.7 ms away however little there is to do, so the time that the page
  itself was busy stands beside it.
- Check: from a click on *Check* to the verdict on screen (checked, saved to disk, noted), against
  a click on a bare ipywidgets Button and on the smallest widget of anywidget, each of which only
  sets a text; in turns in one notebook, so that all meet the same machine at the same time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from browsers import find_chromium
from lab import ARGS, DESKTOP, FIRST, Notebook, Server, ready
from specimens import HOSTILE, SPECIMENS

from newsbook import widgets
from newsbook.widgets.kit import KitWidget, page_text

SETUP = f"from newsbook.widgets import *\nHOSTILE = {HOSTILE!r}"
LENGTHS = (2_500, 100_000)
ARTICLE = """from newsbook.articles import Article
from newsbook.text import tokenise
seed = Article.load("nato_seoul")
copies = {length} // len(seed.text) + 1
text = "\\n\\n".join([seed.text] * copies)[:{length}]
step = len(seed.text) + 2
entities = [span.shift(copy * step) for copy in range(copies) for span in seed.gold("entities")]
entities = [span for span in entities if span.end <= len(text)]
tokens = tokenise(text)"""
# A key that moves a caret or a choice, and one that changes something, where there is one.
MAKES: dict[str, tuple[str, str, str]] = {
    "token_editor": ("TokenEditor(text)", "ArrowRight", " "),
    "span_annotator": ("SpanAnnotator(text, spans=entities)", "ArrowRight", "1"),
    "quote_linker": ("QuoteLinker(text)", "ArrowRight", "q"),
    "pipeline_view": (
        "PipelineView(text, {'tokens': tokens, 'entities': entities})", "ArrowRight", "1",
    ),
    "score_view": ("ScoreView(text, entities, entities[::2])", "n", ""),
    "regex_playground": ("RegexPlayground(text, pattern='[A-Z]+')", "n", ""),
}  # fmt: skip
BUTTON = """import ipywidgets
label = ipywidgets.Label("0")
button = ipywidgets.Button(description="Bare")
button.on_click(lambda _: setattr(label, "value", str(int(label.value) + 1)))
ipywidgets.VBox([button, label])"""
PROTOTYPE = '''import anywidget, traitlets
class Prototype(anywidget.AnyWidget):
    _esm = """export default {render({model, el}) {
        const button = document.createElement("button");
        const shown = document.createElement("span");
        button.className = "prototype";
        shown.className = "prototype-shown";
        button.onclick = () => {
            model.set("asked", model.get("asked") + 1);
            model.save_changes();
        };
        model.on("change:told", () => { shown.textContent = model.get("told"); });
        el.append(button, shown);
    }};"""
    asked = traitlets.Int(0).tag(sync=True)
    told = traitlets.Unicode("").tag(sync=True)
    @traitlets.observe("asked")
    def _tell(self, change):
        self.told = str(change["new"])
Prototype()'''
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
# Does one thing many times; gives [busy ms, ms to the painted frame] for each time it changed
# something. A pause of no fixed length before each, so that no frame is waited for on purpose.
ACT = """async ([el, kind, key, rounds]) => {
    const painted = () => new Promise(done => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
    }));
    const pause = ms => new Promise(done => setTimeout(done, ms));
    const board = el.querySelector("[role=application], .nbk-board, .nbk-article");
    board.focus();
    const times = [];
    for (let round = 0; round < rounds; round++) {
        await pause(60 + 40 * Math.random());
        let target = board;
        let at = {};
        if (kind === "click") {
            const edge = board.getBoundingClientRect();
            const pieces = [...board.querySelectorAll(".nbk-cell.nbk-inner, .nbk-piece")]
                .filter(piece => {
                    const {top, bottom} = piece.getBoundingClientRect();
                    return top > Math.max(edge.top, 0) + 10
                        && bottom < Math.min(edge.bottom, innerHeight) - 10;
                });
            if (!pieces.length) return [];
            target = pieces[(round * 7) % pieces.length];
            const {left, top} = target.getBoundingClientRect();
            at = {clientX: left + 2, clientY: top + 8, button: 0, pointerType: "mouse"};
        }
        let changed = 0;
        const watch = new MutationObserver(list => { changed += list.length; });
        watch.observe(el, {childList: true, attributes: true, characterData: true, subtree: true});
        const started = performance.now();
        const options = {bubbles: true, composed: true, cancelable: true, key, ...at};
        if (kind === "key") target.dispatchEvent(new KeyboardEvent("keydown", options));
        else {
            for (const name of ["pointerdown", "pointerup"]) {
                target.dispatchEvent(new PointerEvent(name, options));
            }
            target.dispatchEvent(new MouseEvent("click", options));
        }
        el.getBoundingClientRect();
        const busy = performance.now() - started;
        await painted();
        const took = performance.now() - started;
        watch.disconnect();
        if (changed) times.push([busy, took]);
    }
    return times;
}"""


def show(name: str, times: list[float]) -> None:
    """Print a line of figures."""
    if len(times) < 3:
        print(f"{name:<44} nothing to see")
        return
    high = statistics.quantiles(times, n=20, method="inclusive")[18]
    print(f"{name:<44} median {statistics.median(times):7.1f} ms   95% within {high:7.1f} ms")


def keys_and_clicks(server: Server, page: Page, rounds: int) -> None:
    """Each widget with an article, short and long."""
    made = {name: MAKES[name] for name in SPECIMENS if name in MAKES}
    for length in LENGTHS:
        print(f"\nKey and click on {length:,} characters ({rounds} times each)")
        for name, (source, moves, changes) in made.items():
            cells = [FIRST, SETUP, ARTICLE.format(length=length), source]
            nb = Notebook(server, page, f"bench-{name}-{length}", cells)
            nb.run_all()
            nb.widget().wait_for()
            nb.widget().scroll_into_view_if_needed()
            page.wait_for_timeout(500)
            element = nb.widget().element_handle()
            for what, kind, key in (
                (f"key {moves}", "key", moves),
                (f"key {changes or '-'!r}", "key", changes),
                ("click", "click", ""),
            ):
                if kind == "key" and not key:
                    continue
                times = page.evaluate(ACT, [element, kind, key, rounds])
                show(f"{name}, {what}", [took for _, took in times])
                show("    of it busy", [busy for busy, _ in times])
            nb.close()


def checks(server: Server, page: Page, rounds: int) -> None:
    """Click *Check*, against two bare buttons."""
    print(f"\nClick to screen and back ({rounds} times each)")
    nb = Notebook(server, page, "bench", [FIRST, "widget_for(Who())", BUTTON, PROTOTYPE])
    nb.run_all()
    nb.widget().wait_for()
    page.locator(".prototype").wait_for()
    widget, bare, prototype = [], [], []
    warm_up = 5
    for turn in range(rounds + warm_up):
        # Changing the choice empties the verdict, so that each check has something to show.
        page.evaluate(f"() => document.querySelectorAll('.nbk input')[{turn % 2}].click()")
        page.wait_for_function(
            "() => document.querySelector('.nbk-note').dataset.kind === 'saved'"
            " && !document.querySelector('.nbk-verdict')"
        )
        widget.append(page.evaluate(CLICK, [".nbk-primary", ".nbk-verdict-place"]))
        bare.append(page.evaluate(CLICK, ["button.jupyter-button", ".widget-label"]))
        prototype.append(page.evaluate(CLICK, ["button.prototype", ".prototype-shown"]))
    show("Check: judged, saved, verdict on screen", widget[warm_up:])
    show("bare ipywidgets Button", bare[warm_up:])
    show("bare anywidget", prototype[warm_up:])
    nb.close()


def sizes() -> None:
    """Bytes of JavaScript, for each widget's page and in all."""
    print("Bytes of JavaScript and of styles")
    for name in sorted(widgets.__all__):
        kind = getattr(widgets, name)
        if isinstance(kind, type) and issubclass(kind, KitWidget) and kind.parts:
            texts = {part: len(page_text(part).encode()) for part in kind.parts}
            code = sum(size for part, size in texts.items() if part.endswith(".js"))
            print(f"{name:<44} {code:8,}   {sum(texts.values()) - code:8,}")
    pages = list(files("newsbook.widgets").joinpath("page").iterdir())
    for ending in (".js", ".css"):
        total = sum(len(p.read_bytes()) for p in pages if p.name.endswith(ending))
        print(f"the whole kit, {ending:<29} {total:8,}")


def saved(server: Server, page: Page) -> None:
    """Bytes of a notebook with ten widgets."""
    names = list(SPECIMENS)[:10]
    cells = [FIRST, SETUP, *(SPECIMENS[name].source for name in names)]
    nb = Notebook(server, page, "bench-saved", cells)
    nb.run_all()
    nb.widget(len(names) - 1).wait_for()
    nb.save()
    plain = (server.root / nb.path).stat().st_size
    toggle = "@jupyter-widgets/jupyterlab-manager:saveWidgetState"
    nb.command(toggle)
    nb.save()
    full = (server.root / nb.path).stat().st_size
    nb.command(toggle)
    nb.close()
    print(f"\nA saved notebook with {len(names)} widgets ({', '.join(names)})")
    print(f"as JupyterLab saves it {plain:,} bytes; with the widgets' state {full:,} bytes")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few rounds")
    rounds = 10 if parser.parse_args().quick else 60
    if hasattr(os, "getloadavg"):
        print(f"load of this machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    sizes()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=find_chromium()[0], args=ARGS)
            page = browser.new_page(viewport=DESKTOP)
            page.goto(f"{server.url}/lab?token={server.token}&reset")
            ready(page)
            saved(server, page)
            checks(server, page, rounds)
            keys_and_clicks(server, page, rounds)
            browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
