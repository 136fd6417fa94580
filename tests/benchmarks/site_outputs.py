"""Run notebooks in the site's kernel, and compare what comes out with what is stored."""

from __future__ import annotations

import json
import types
from pathlib import Path
from typing import Any

import nbformat
from nbval.plugin import IPyNbCell
from playwright.sync_api import Browser, expect
from support import ROOT

from newsbook.workbook.demos import demo_paths
from newsbook.workbook.notebooks import read_notebook

RUN = """async ([path, cells]) => {
  const { sessions } = window.jupyterapp.serviceManager;
  const model = [...sessions.running()].find((one) => one.path === path);
  const kernel = sessions.connectTo({ model }).kernel;
  const all = [];
  for (const code of cells) {
    const outputs = [];
    const future = kernel.requestExecute({ code });
    future.onIOPub = ({ header, content }) => {
      if (["stream", "error", "display_data", "execute_result"].includes(header.msg_type)) {
        outputs.push({ output_type: header.msg_type, ...content });
      }
    };
    await future.done;
    all.push(outputs);
  }
  return all;
}"""
SKIPPED = (
    "metadata", "traceback", "text/latex", "prompt_number", "output_type", "name",
    "execution_count", "application/vnd.jupyter.widget-view+json", "image/svg+xml", "transient",
)  # fmt: skip
"""nbval's own list, and what only a message has."""


def expose(site: Path) -> None:
    """Let a program run cells in a site's pages."""
    file = site / "jupyter-lite.json"
    record = json.loads(file.read_text("utf-8"))
    record["jupyter-config-data"]["exposeAppInBrowser"] = True
    file.unlink()  # a link to the site that others use
    file.write_text(json.dumps(record), encoding="utf-8")


def compared(path: Path) -> list[Any]:
    """The cells that nbval would compare, as nbval has them."""
    return [
        cell
        for cell in read_notebook(path)["cells"]
        if cell["cell_type"] == "code" and "nbval-skip" not in cell["metadata"].get("tags", [])
    ]


def differences(stored: list[Any], found: list[Any]) -> str:
    """How outputs differ, by nbval's own comparison; nothing where they do not."""
    colours = types.SimpleNamespace(
        **dict.fromkeys(("HEADER", "OKBLUE", "OKGREEN", "WARNING", "FAIL", "ENDC"), "")
    )
    cell = types.SimpleNamespace(
        parent=types.SimpleNamespace(skip_compare=SKIPPED),
        colors=colours,
        sanitize=lambda text: text,
        comparison_traceback=[],
    )
    cell.format_output_compare = lambda key, stored, found: cell.comparison_traceback.append(
        f"{key}\n  stored {stored!r:.600}\n  found  {found!r:.600}"
    )
    same = IPyNbCell.compare_outputs(cell, _coalesced(found), _coalesced(stored))
    return "" if same else "\n".join(cell.comparison_traceback)


def _coalesced(outputs: list[Any]) -> list[Any]:
    """Outputs as nodes, each stream in one piece, as nbval joins what comes in several."""
    joined: list[Any] = []
    streams: dict[str, Any] = {}
    for output in nbformat.from_dict(outputs):
        if output.output_type == "stream" and output.name in streams:
            streams[output.name].text += output.text
            continue
        joined.append(output)
        if output.output_type == "stream":
            streams[output.name] = output
    return joined


def compare_all(browser: Browser, url: str, site: Path, names: list[str]) -> int:
    """Compare every notebook's outputs; print how each did.

    Args:
        browser: The browser.
        url: Where the site is served.
        site: Its folder.
        names: Parts of the notebooks' paths, as ``"solutions/03"``; none for all of them.

    Returns:
        In how many cells something differs.
    """
    expose(site)
    lessons = sorted((ROOT / "notebooks").glob("0*.ipynb"))
    solutions = sorted((ROOT / "solutions").glob("0*.ipynb"))
    wrong = total = 0
    for path in [*lessons, *solutions, *demo_paths(ROOT)]:
        if names and not any(name in path.as_posix() for name in names):
            continue
        # A solution runs where its exercises are, for its answers go beside them.
        place = path.relative_to(ROOT).as_posix().replace("solutions/", "exercises/")
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{url}notebooks/index.html?path={place}")
        expect(page.locator("html")).to_have_attribute("data-newsbook", "ready", timeout=180_000)
        cells = compared(path)
        found = page.evaluate(RUN, [place, [cell["source"] for cell in cells]])
        context.close()
        bad = 0
        for cell, outputs in zip(cells, found, strict=True):
            if said := differences(cell["outputs"], outputs):
                bad += 1
                print(f"--- {path.relative_to(ROOT)}, cell {cell['id']}:\n{said[:1500]}")
        told = f"{len(cells) - bad} of {len(cells)} cells agree"
        print(f"{path.relative_to(ROOT)}: {told}", flush=True)
        wrong, total = wrong + bad, total + len(cells)
    print(f"{total - wrong} of {total} cells give what they give on the desktop")
    return wrong
