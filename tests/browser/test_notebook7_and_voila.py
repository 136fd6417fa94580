"""Every widget outside JupyterLab: in Notebook 7 and in Voilà, both served by the same server."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest
from lab import FIRST, FOCUSABLE, Notebook, Server, drawn, gap, screenshot, set_theme
from playwright.sync_api import Locator, Page, expect
from specimens import HOSTILE, SPECIMENS
from support import ROOT

from newsbook.workbook.demos import demo_paths, question_of

NAMES = tuple(SPECIMENS)
CELLS = [
    FIRST,
    f"from newsbook.widgets import *\nHOSTILE = {HOSTILE!r}",
    *(specimen.source for specimen in SPECIMENS.values()),
]
BRIGHTNESS = """el => getComputedStyle(el).backgroundColor.match(/[\\d.]+/g).slice(0, 3)
    .reduce((sum, part) => sum + Number(part), 0) / 3"""


# Voilà's own page asks these for MathJax and an icon font; without them it works all the same.
VOILAS = (
    "https://cdn.jsdelivr.net/npm/@fortawesome/",
    "https://cdnjs.cloudflare.com/ajax/libs/mathjax/",
)


@pytest.fixture
def other(lab_page: tuple[Page, list[str], list[str]], page: Page) -> Iterator[Page]:
    """A page of the same browser for another application."""
    made = page.context.new_page()
    made.set_viewport_size({"width": 1180, "height": 1600})
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(f"{error} {error.stack}"))
    yield made
    made.close()
    outside = lab_page[1]
    outside[:] = [url for url in outside if not url.startswith(VOILAS)]
    ours = [error for error in errors if "nbk" in error or "blob:" in error]
    assert ours == []


class Elsewhere(Notebook):
    """The same notebook, not opened in JupyterLab."""

    def open(self) -> None:
        """Nothing yet: each application has an address of its own."""

    def at(self, way: str, query: str = "") -> str:
        """The notebook's address in an application."""
        return f"{self.server.url}/{way}/{self.path}?token={self.server.token}{query}"

    def close(self) -> None:
        """End its kernels."""
        for kernel in self.server.api("GET", "kernels"):
            self.server.api("DELETE", f"kernels/{kernel['id']}")


def works(nb: Notebook, widgets: list[Locator], page: Page) -> None:
    """Each widget takes what its specimen does by hand, a key and a click; answers are checked."""
    judged = 0
    for name, widget in zip(NAMES, widgets, strict=True):
        drawn = [widget.element_handle(), widget.inner_html()]
        SPECIMENS[name].act(widget, page)
        note = widget.locator(".nbk-note")
        page.wait_for_function("([el, before]) => el.innerHTML !== before", arg=drawn)
        keys = widget.get_by_role("button", name="Keys", exact=True)
        if keys.count():
            keys.click()
            expect(keys).to_have_attribute("aria-expanded", "true")
            keys.press("Enter")
            expect(keys).to_have_attribute("aria-expanded", "false")
        number = widget.locator(".nbk-number")
        if not number.count():
            continue
        expect(note).to_have_text("✓saved")
        widget.get_by_role("button", name="Check").click()
        expect(widget.get_by_role("status")).to_contain_text(number.inner_text())
        stored = json.loads((nb.folder / f"answers/{number.inner_text()}.json").read_text("utf-8"))
        assert stored["checked"] is True, name
        judged += 1
    assert judged >= 3


def themed(widget: Locator, dark: bool) -> None:
    """The widget's own colours follow the page."""
    told = expect(widget)
    (told.to_have_attribute if dark else told.not_to_have_attribute)("data-dark", "")
    assert (widget.evaluate(BRIGHTNESS) < 100) is dark


def test_notebook_7(server: Server, other: Page) -> None:
    page = other
    nb = Elsewhere(server, page, "notebook-7", CELLS)
    try:
        page.goto(nb.at("notebooks"), timeout=60_000)
        page.wait_for_function("() => window.jupyterapp?.restored !== undefined", timeout=60_000)
        nb.wait_idle()
        nb.run_all()
        widgets = [nb.widget(number) for number in range(len(NAMES))]
        for widget in widgets:
            expect(widget).to_be_visible()
        before = nb.cells()
        works(nb, widgets, page)
        for name, widget in zip(NAMES, widgets, strict=True):
            widget.evaluate(f"el => ({FOCUSABLE})(el)[0].focus()")
            for key in ("x", "d", "d", "b", "Shift+M"):
                page.keyboard.press(key)
            assert nb.cells() == before, f"{name}: a key reached the notebook"
        # A chord is the notebook's, though it was a widget that had the focus.
        page.evaluate(
            """() => {
                window.executed = [];
                window.jupyterapp.commands.commandExecuted.connect(
                    (_, {id}) => window.executed.push(id));
            }"""
        )
        page.keyboard.press("Control+s")
        page.wait_for_function("() => window.executed.includes('docmanager:save')")
        page.keyboard.press("x")
        assert nb.cells() == before
        for dark in (True, False):
            set_theme(page, dark)
            themed(widgets[0], dark)
            screenshot(page, f"notebook-7-{'dark' if dark else 'light'}")
    finally:
        nb.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_voila(server: Server, other: Page, dark: bool) -> None:
    """All widgets work, here in the light theme; whether the dark one is seen is asked of one."""
    page = other
    names = NAMES[:1] if dark else NAMES
    theme = "dark" if dark else "light"
    nb = Elsewhere(server, page, f"voila-{theme}", CELLS[: 2 + len(names)])
    try:
        page.goto(nb.at("voila/render", f"&theme={theme}"), timeout=60_000)
        widgets = page.locator(".nbk")
        expect(widgets).to_have_count(len(names), timeout=60_000)
        themed(widgets.first, dark)
        if not dark:
            works(nb, widgets.all(), page)
        screenshot(page, f"voila-{theme}")
    finally:
        nb.close()


DEMOS = demo_paths(ROOT)


def test_every_demonstration_is_a_page(server: Server, other: Page) -> None:
    """As `newsbook demo` shows it, in both themes: its widgets act, and nothing is fetched."""
    page = other
    page.set_viewport_size({"width": 1280, "height": 720})
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    folder = server.root / "all-demos"
    shutil.copytree(ROOT / DEMOS[0].parent.relative_to(ROOT), folder)
    held = {path.name for path in folder.iterdir()}
    try:
        for number, path in enumerate(DEMOS):
            theme = "dark" if number % 2 else "light"
            page.goto(
                f"{server.url}/voila/render/{folder.name}/{path.name}?token={server.token}"
                f"&template=newsbook&theme={theme}",
                timeout=60_000,
            )
            widgets = page.locator(".nbk")
            expect(widgets.first).to_be_visible(timeout=60_000)
            heading = page.get_by_role("heading", level=1)
            expect(heading).to_be_visible()
            assert heading.inner_text().rstrip("¶") == question_of(path)
            said = page.locator(".jp-RenderedHTMLCommon p").first
            assert said.evaluate("el => getComputedStyle(el).fontSize") == "20px"
            themed(widgets.first, theme == "dark")
            for widget in widgets.all():
                before = widget.inner_html()
                check = widget.get_by_role("button", name="Check", exact=True)
                able = widget.get_by_role("button", disabled=False)
                (check if check.count() else able.first).click()
                page.wait_for_function(
                    "([el, before]) => el.innerHTML !== before",
                    arg=[widget.element_handle(), before],
                )
            for kernel in server.api("GET", "kernels"):
                server.api("DELETE", f"kernels/{kernel['id']}")
        assert {path.name for path in folder.iterdir()} == held
        # Inside JupyterLab's server Voilà loads MathJax, alone (`newsbook demo`) it does not.
        ours = (server.url, "data:", "blob:", VOILAS[1])
        assert [url for url in fetched if not url.startswith(ours)] == []
    finally:
        for kernel in server.api("GET", "kernels"):
            server.api("DELETE", f"kernels/{kernel['id']}")


def test_a_demonstration_in_voila(server: Server, other: Page) -> None:
    """A question and a large widget that works, nothing else, and nothing saved."""
    page = other
    page.set_viewport_size({"width": 1280, "height": 900})
    folder = server.root / "demos-in-voila"
    folder.mkdir()
    shutil.copy(ROOT / "notebooks/demos/01_token_editor.ipynb", folder)
    try:
        page.goto(
            f"{server.url}/voila/render/{folder.name}/01_token_editor.ipynb?token={server.token}",
            timeout=60_000,
        )
        widget = page.locator(".nbk")
        expect(widget).to_have_count(1, timeout=60_000)
        expect(page.get_by_role("heading", level=1)).to_contain_text("one word or two?")
        expect(page.get_by_text("Ask the class:")).to_be_visible()
        expect(page.get_by_text("from newsbook import")).to_have_count(0)
        assert "TokenEditor(" not in page.locator("body").inner_text()
        size = widget.locator(".nbk-cell").first.evaluate("el => getComputedStyle(el).fontSize")
        assert float(size.removesuffix("px")) >= 24, "large enough for a back row"
        before = drawn(widget)
        page.mouse.click(*gap(widget, 66))
        page.wait_for_function(
            "([el, n]) => el.querySelectorAll('.nbk-token').length === n",
            arg=[widget.element_handle(), len(before) + 1],
        )
        widget.get_by_role("button", name="Check").click()
        expect(widget.get_by_role("status")).to_contain_text("not yet")
        assert [path.name for path in folder.iterdir()] == ["01_token_editor.ipynb"]
        screenshot(page, "voila-demo")
    finally:
        for kernel in server.api("GET", "kernels"):
            server.api("DELETE", f"kernels/{kernel['id']}")
