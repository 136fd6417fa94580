"""What holds for every widget when things go wrong: hostile text, a kernel that is gone."""

from __future__ import annotations

import json
import os
import re
import signal
from typing import Any

from playwright.sync_api import Page, expect
from specimens import SPECIMENS
from test_lab_every_widget import NAMES, SEEN, SETUP

OUR_TAGS = {
    "ABBR", "BDI", "BR", "BUTTON", "CAPTION", "CODE", "DD", "DEL", "DETAILS", "DIV", "DL", "DT",
    "EM", "FIELDSET", "FIGCAPTION", "FIGURE", "FORM", "H3", "H4", "I", "INPUT", "INS", "KBD",
    "LABEL", "LEGEND", "LI", "MARK", "OL", "OPTION", "P", "PRE", "SECTION", "SELECT", "SPAN",
    "STRONG", "SUMMARY", "SUP", "TABLE", "TBODY", "TD", "TEXTAREA", "TFOOT", "TH", "THEAD",
    "TR", "UL", "svg", "g", "path", "line", "rect", "text", "circle", "title", "marker", "defs",
}  # fmt: skip
FOREIGN = """(el, ours) => Array.from(el.querySelectorAll("*"))
    .filter(e => !ours.includes(e.tagName)
        || e.getAttributeNames().some(name => name.startsWith("on") || name === "src"))
    .map(e => e.outerHTML.slice(0, 100))"""


def test_hostile_text_is_never_markup(notebook: Any, page: Page) -> None:
    page.evaluate("() => { window.hacked = 0; }")
    nb = notebook(SETUP, *(SPECIMENS[name].hostile for name in NAMES))
    for number, name in enumerate(NAMES):
        widget = nb.widget(number)
        expect(widget, f"{name}: {nb.outputs(number + 2)[:300]}").to_be_visible()
        widget.hover()
        for text in ("Keys", "Check"):
            button = widget.get_by_role("button", name=text, exact=True)
            if button.count():
                button.click()
        assert widget.evaluate(FOREIGN, sorted(OUR_TAGS)) == [], name
        shown = widget.evaluate(
            """el => [el.textContent, ...Array.from(el.querySelectorAll("input, textarea"),
                e => e.value)].join(" ").replace(/\\s/g, "")"""
        )
        assert "<script>" in shown, f"{name} does not show its text"
        bare = widget.evaluate(
            """el => Array.from(el.querySelectorAll("*")).filter(e => !e.children.length
                && /[\\u202e\\u202c]/.test(e.textContent) && e.checkVisibility()
                && !e.closest("option, textarea, .nbk-sr")).map(e => e.outerHTML.slice(0, 100))"""
        )
        assert bare == [], f"{name} lets a character turn the others around"
    nb.wait_idle()
    assert page.evaluate("() => window.hacked") == 0
    assert page.locator(".jp-OutputArea img, .jp-OutputArea script").count() == 0
    # The test can fail.
    page.evaluate(
        """() => {
            const image = document.createElement("img");
            image.setAttribute("onerror", "window.hacked = 9");
            document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden) .nbk").append(image);
        }"""
    )
    assert len(nb.widget(0).evaluate(FOREIGN, sorted(OUR_TAGS))) == 1


def test_a_kernel_that_is_gone_is_said_and_answers_come_back(notebook: Any, page: Page) -> None:
    nb = notebook(SETUP, *(SPECIMENS[name].source for name in NAMES))
    for number in range(len(NAMES)):
        expect(nb.widget(number)).to_be_visible()
    os.kill(nb.kernel_pid(), signal.SIGKILL)
    # JupyterLab has something to say about it, too.
    page.locator(".jp-Dialog").get_by_role("button").last.click()
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    answers, lost = [], {}
    for number, name in enumerate(NAMES):
        widget = nb.widget(number)
        SPECIMENS[name].act(widget, page)
        if widget.locator(".nbk-note").count():
            answers.append(number)
    assert answers
    for number in answers:
        note = nb.widget(number).locator(".nbk-note")
        expect(note).to_contain_text(re.compile("not (saved|kept): the kernel is gone"))
        if "not saved" in note.inner_text():
            lost[number] = nb.widget(number).evaluate(SEEN)
    assert lost and not list(nb.folder.glob("answers/*.json"))
    nb.wait_idle()
    nb.run_all()
    for number in lost:
        name, widget = NAMES[number], nb.widget(number)
        back = widget.get_by_role("button", name="Bring it back")
        if name == "predict":
            continue  # a prediction is committed in Python: there is nothing of it in the page
        expect(back, f"{name} does not offer its answer").to_be_visible()
        back.click()
        expect(widget.get_by_role("button", name="Check")).to_be_focused()
        expect(widget.locator(".nbk-note")).to_have_text("✓saved")
        expect(back).to_be_hidden()
    saved = list(nb.folder.glob("answers/[0-9]*.json"))
    assert len(saved) >= len([n for n in lost if NAMES[n] != "predict"])
    assert all(json.loads(file.read_text("utf-8"))["checked"] is False for file in saved)
