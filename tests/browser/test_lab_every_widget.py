"""What holds for every widget: each specimen of specimens.py goes through all of this."""

from __future__ import annotations

import re
import shutil
import string
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nbformat
import pytest
from axe import complaints
from lab import DESKTOP, FIRST, FOCUSABLE, PHONE, Notebook, Server, screenshot, set_theme
from playwright.sync_api import Locator, Page, TimeoutError, expect
from specimens import HOSTILE, SPECIMENS

NAMES = tuple(SPECIMENS)
SETUP = f"from newsbook.widgets import *\nHOSTILE = {HOSTILE!r}"
FIRST_CELL = 2  # of a specimen, after the two that import
ROOM = {"width": 1180, "height": 2400}


@pytest.fixture(scope="module")
def whole(server: Server, lab_page: tuple[Page, Any, Any]) -> Iterator[Notebook]:
    """A notebook of all specimens, open through all the tests that leave answers as they are."""
    sources = [SPECIMENS[name].source for name in NAMES]
    nb = Notebook(server, lab_page[0], "every-widget", [FIRST, SETUP, *sources, ""])
    nb.run_all()
    for number, name in enumerate(NAMES):
        expect(nb.widget(number), f"{name} is not drawn").to_be_visible()
    yield nb
    nb.close()


@pytest.fixture
def room(page: Page) -> Iterator[Page]:
    """The page, tall enough for several widgets."""
    page.set_viewport_size(ROOM)
    yield page
    page.set_viewport_size(DESKTOP)


def set_large(nb: Notebook, large: bool) -> None:
    """Make all letters large, or no longer, from Python."""
    last = FIRST_CELL + len(NAMES)
    nb.set_source(last, f"for shown in list(Out.values()): shown.large = {large}")
    nb.run(last)
    nb.set_source(last, "")
    state = re.compile("nbk-large")
    for number in range(len(NAMES)):
        check = expect(nb.widget(number))
        (check.to_have_class if large else check.not_to_have_class)(state)


# ---------------------------------------------------------------- saved (first: it is all fresh)


def test_saved_with_its_state_it_is_small_and_shows_without_a_kernel(
    whole: Notebook, page: Page
) -> None:
    # The setting is JupyterLab's, off as it comes, and off again for the other tests.
    toggle = "@jupyter-widgets/jupyterlab-manager:saveWidgetState"
    whole.command(toggle)
    try:
        whole.save()
    finally:
        whole.command(toggle)
    file = whole.server.root / whole.path
    saved = nbformat.read(file, as_version=4)
    states = saved.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    parts = [s["state"]["name"] for s in states.values() if "text" in s["state"]]
    assert "core.js" in parts and len(parts) == len(set(parts))
    text = file.read_text("utf-8")
    for part in parts:
        assert text.count(f'"name": "{part}"') == 1, f"{part} is in the file more than once"
    assert file.stat().st_size < 400_000
    for name, cell in zip(NAMES, saved.cells[FIRST_CELL:-1], strict=True):
        html = next(o.data for o in cell.outputs if "data" in o)["text/html"]
        assert not re.search(r"<(script|style|link|svg)|\son\w+=|class=", html), name
        assert len(re.sub(r"<[^>]*>", "", html).split()) > 6, name


# ---------------------------------------------------------------- looks, sizes, names


# Words in running text are exempt; a box or a dot may be small when its label is part of it.
SMALL = """el => Array.from(el.querySelectorAll("button, input, select, textarea, a[href], "
    + "[role=option], [role=tab], [role=button], [role=checkbox], [role=radio], [role=menuitem]"))
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".nbk-sr"))
    .map(e => e.closest("label") ?? e)
    .filter(e => {
        const {width, height} = e.getBoundingClientRect();
        return width < 23.9 || height < 23.9;
    }).map(e => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}`)"""


def look(nb: Notebook, page: Page, state: str, dark: bool) -> list[str]:
    """Axe, the sizes of targets, and a picture of each answered widget, in this theme."""
    set_theme(page, dark)
    theme = "dark" if dark else "light"
    found = [f"{state}, {theme}: {text}" for text in complaints(page, colours_only=dark)]
    if state == "answered":
        for number, name in enumerate(NAMES):
            screenshot(nb.widget(number), f"every-{name}-{theme}", always=True)
    return found if dark else found + too_small(nb, state)


def too_small(nb: Notebook, state: str) -> list[str]:
    """The targets that are hard to hit. Their size is the same in both themes."""
    return [
        f"{state}: {name} has a target below 24 px: {which}"
        for number, name in enumerate(NAMES)
        for which in nb.widget(number).evaluate(SMALL)
    ]


def test_everyone_can_use_it_in_both_themes(whole: Notebook, room: Page) -> None:
    # The test can fail: a grey that is too faint, and a small button without a name, are found.
    room.evaluate(
        """() => {
            document.querySelector(".nbk-points").style.color = "#ccc";
            const button = document.createElement("button");
            button.id = "planted";
            button.style = "all: unset; width: 20px; height: 24px";
            document.querySelector(".nbk").append(button);
        }"""
    )
    planted = " ".join(complaints(room, ".nbk:has(#planted)"))
    assert "color-contrast" in planted and "button-name" in planted
    assert len(whole.widget(0).evaluate(SMALL)) == 1
    room.evaluate(
        """() => {
            document.querySelector(".nbk-points").style.color = "";
            document.querySelector("#planted").remove();
        }"""
    )
    # A change of theme costs more than looking: light, then dark through two states, then light.
    found = look(whole, room, "fresh", dark=False)
    found += look(whole, room, "fresh", dark=True)
    for number, name in enumerate(NAMES):
        widget = whole.widget(number)
        SPECIMENS[name].act(widget, room)
        keys = widget.get_by_role("button", name="Keys", exact=True)
        if keys.count():
            keys.click()
            expect(keys).to_have_attribute("aria-expanded", "true")
        for asks in widget.get_by_role("button", name=re.compile("^(Check|Hint 1)")).all():
            asks.click()
    for verdict in room.locator(".nbk-verdict").all():
        expect(verdict).to_be_visible()
    room.mouse.move(1100, 1)
    found += look(whole, room, "answered", dark=True)
    found += look(whole, room, "answered", dark=False)
    # Large letters change no name, no role and no colour.
    set_large(whole, True)
    try:
        found += too_small(whole, "large")
    finally:
        set_large(whole, False)
    assert not found, "\n".join(found)


# Below the widget's inner edge, hidden by an edge, or only to be seen by moving sideways.
BEYOND = """el => {
    const edge = el.getBoundingClientRect();
    const end = edge.right - parseFloat(getComputedStyle(el).paddingRight);
    const bad = [];
    if (edge.right > innerWidth || edge.left < 0) bad.push("the widget itself");
    for (const e of el.querySelectorAll("*")) {
        if (e.closest(".nbk-sr, svg *") || !e.checkVisibility()) continue;
        const {right, left, width} = e.getBoundingClientRect();
        const style = getComputedStyle(e);
        const name = `${e.tagName}.${e.className.baseVal ?? e.className}`;
        if (width && (right > end + 1 || left < edge.left)) bad.push(`past the edge: ${name}`);
        if (style.overflowX !== "visible" && style.display !== "inline"
            && e.scrollWidth > e.clientWidth + 1) {
            bad.push(`${style.overflowX === "hidden" ? "cut" : "sideways"}: ${name}`);
        }
    }
    return [...new Set(bad)].slice(0, 5);
}"""


def test_phone_zoom_and_large_letters(whole: Notebook, page: Page) -> None:
    found = []
    try:
        for large in (False, True):
            set_large(whole, large)
            # 200 % zoom of a 1180 px window leaves 590 px of layout.
            for size, (width, height) in {"phone": (375, 812), "zoom": (590, 430)}.items():
                page.set_viewport_size({"width": width, "height": height})
                for number, name in enumerate(NAMES):
                    bad = whole.widget(number).evaluate(BEYOND)
                    found += [f"{name}, {size}, large {large}: {what}" for what in bad]
                    if not large:
                        screenshot(whole.widget(number), f"every-{name}-{size}")
        page.set_viewport_size(PHONE)
        whole.widget(0).evaluate("el => { el.firstChild.style.width = '500px'; }")
        assert whole.widget(0).evaluate(BEYOND), "the test cannot fail"
        whole.widget(0).evaluate("el => { el.firstChild.style.width = ''; }")
    finally:
        set_large(whole, False)
        page.set_viewport_size(DESKTOP)
    assert not found, "\n".join(found)


# ---------------------------------------------------------------- keys

PRESS = """([el, number, keys]) => {
    const target = (FOCUSABLE)(el)[number];
    if (!target) return null;
    target.focus();
    for (const [key, shiftKey] of keys) {
        const kind = /[0-9]/.test(key) ? "Digit" : "Key";
        const code = key.length > 1 ? key : kind + key.toUpperCase();
        const named = {Delete: 46, Backspace: 8, Enter: 13, Escape: 27, ArrowDown: 40, ArrowUp: 38};
        const keyCode = named[key] ?? key.toUpperCase().charCodeAt(0);
        const options = {key, code, keyCode, shiftKey, bubbles: true, composed: true,
            cancelable: true};
        // What had the focus may be gone by now, as its list is drawn anew.
        const at = target.isConnected ? target : el;
        at.dispatchEvent(new KeyboardEvent("keydown", options));
        at.dispatchEvent(new KeyboardEvent("keyup", options));
    }
    return target.outerHTML.slice(0, 120);
}""".replace("FOCUSABLE", FOCUSABLE)
LETTERS = [(key, False) for key in string.ascii_lowercase + string.digits]
EDITING = [
    *[(key.upper(), True) for key in string.ascii_lowercase], ("d", False), ("d", False),
    ("Delete", False), ("Backspace", False), ("Enter", True), ("ArrowDown", True),
    ("ArrowUp", True), ("Escape", False), ("a", False), ("b", False), ("x", False),
]  # fmt: skip


def test_no_key_reaches_the_notebook_and_chords_do(whole: Notebook, page: Page) -> None:
    page.evaluate(
        """() => {
            window.executed = [];
            window.jupyterapp.commands.commandExecuted.connect(
                (_, {id}) => window.executed.push(id));
        }"""
    )
    before = whole.cells()
    pressed = 0
    for number, name in enumerate(NAMES):
        widget = whole.widget(number)
        handle = widget.element_handle()
        for place in range(60):
            target = page.evaluate(PRESS, [handle, place, LETTERS + EDITING])
            if target is None:
                break
            pressed += 1
            assert whole.cells() == before, f"{name}: the notebook took a key from {target}"
        assert place, f"{name} has nothing to focus"
        # Real keys, for what they do besides; and a chord, which is the notebook's.
        first = widget.evaluate_handle(f"el => ({FOCUSABLE})(el)[0]").as_element()
        assert first
        for key in (*"abcdmxyz019", "Delete", "Shift+M", "Shift+ArrowDown", "Shift+Enter"):
            first.focus()
            page.keyboard.press(key)
        assert whole.cells() == before, f"{name}: the notebook took a real key"
        first = widget.evaluate_handle(f"el => ({FOCUSABLE})(el)[0]").as_element()
        assert first
        first.focus()
        page.evaluate("() => { window.executed.length = 0; }")
        page.keyboard.press("Control+s")
        page.wait_for_function("() => window.executed.includes('docmanager:save')")
    assert pressed > 4 * len(NAMES)
    # The test can fail: the same keys on a cell change the notebook.
    page.evaluate(
        """() => {
            const {content} = window.jupyterapp.shell.currentWidget;
            content.activeCellIndex = 1;
            content.mode = "command";
            content.activeCell.node.focus();
        }"""
    )
    cell = page.evaluate_handle(
        "() => window.jupyterapp.shell.currentWidget.content.activeCell.node.parentElement"
    )
    page.evaluate(PRESS, [cell, 0, [("b", False)]])
    assert len(whole.cells()) == len(before) + 1
    whole.command("notebook:undo-cell-action")
    assert whole.cells() == before


# ---------------------------------------------------------------- a second view, in a shadow root

SHADOW = """async index => {
    const panel = window.jupyterapp.shell.currentWidget;
    const mime = "application/vnd.jupyter.widget-view+json";
    const outputs = panel.content.widgets[index].model.sharedModel.getOutputs();
    const data = outputs.find(output => output.data?.[mime]).data;
    const renderer = panel.content.rendermime.createRenderer(mime);
    const host = document.createElement("div");
    host.className = "shadow-host";
    host.style = "position: fixed; inset: 0 auto auto 0; width: 800px; z-index: 9; "
        + "background: var(--jp-layout-color0)";
    document.body.append(host);
    const place = document.createElement("div");
    host.attachShadow({mode: "open"}).append(place);
    await renderer.renderModel({data, metadata: {}, trusted: true});
    renderer.constructor.attach(renderer, place);
    window.shadowed = {host, renderer};
}"""
# What is seen of an answer: words, states, marks; not the caret, which each view has for itself.
SEEN = """el => Array.from(el.querySelectorAll("*"))
    .filter(e => !e.closest(".nbk-sr, .nbk-note"))
    .flatMap(e => [e.children.length ? "" : e.textContent, e.checked ?? "", e.value ?? "",
        e.dataset.letter ?? "", e.dataset.state ?? ""])
    .filter(Boolean).map(String).sort().join("\\n")"""
STYLES = """el => {
    for (const moving of el.getAnimations({subtree: true})) moving.finish();
    const look = e => {
        const s = getComputedStyle(e);
        return [e.tagName, e.className, s.color, s.backgroundColor, s.fontSize, s.display,
            s.borderTopStyle, s.paddingLeft, s.marginTop, s.textAlign].join(" ");
    };
    return [el, ...el.querySelectorAll("*")].filter(e => e.checkVisibility()
        && !e.closest("svg *, option")).map(look);
}"""


def test_a_second_view_in_a_shadow_root(whole: Notebook, room: Page) -> None:
    """Styled as in the page in both themes, worked by keys, and in step with the first."""
    shutil.rmtree(whole.folder / "answers", ignore_errors=True)
    whole.run_all()  # new widgets, without answers
    found = []
    for dark in (True, False):
        set_theme(room, dark)
        room.mouse.move(1100, 1)
        for number, name in enumerate(NAMES):
            first = whole.widget(number)
            with shadow_view(room, number) as second:
                one, two = first.evaluate(STYLES), second.evaluate(STYLES)
                assert len(one) == len(two), name
                found += [f"{name}: {a}; {b}" for a, b in zip(one, two, strict=True) if a != b][:3]
                before = first.evaluate(SEEN)
                if dark:
                    screenshot(second, f"every-{name}-shadow")
                    continue
                SPECIMENS[name].act(second, room)
                if not second.evaluate("el => el.contains(el.getRootNode().activeElement)"):
                    found.append(f"{name}: the focus is not in the shadow")
                answers = second.locator(".nbk-note").count()
            if answers:
                # A view that is drawn now shows the answer, and nothing that a view has for itself.
                with shadow_view(room, number) as fresh:
                    handles = [first.element_handle(), fresh.element_handle()]
                    moved = f"([a, b, old]) => ({SEEN})(a) !== old && ({SEEN})(a) === ({SEEN})(b)"
                    try:
                        room.wait_for_function(moved, arg=[*handles, before], timeout=8_000)
                    except TimeoutError:
                        found.append(f"{name}: the views are out of step, or nothing was done")
    assert not found, "\n".join(found)


@contextmanager
def shadow_view(page: Page, number: int) -> Iterator[Locator]:
    """One more view of a specimen, in a shadow root over the page."""
    page.evaluate(SHADOW, FIRST_CELL + number)
    try:
        view = page.locator(".shadow-host .nbk")
        expect(view).to_be_visible()
        assert view.evaluate("el => el.getRootNode() instanceof ShadowRoot")
        yield view
    finally:
        page.evaluate("() => { shadowed.renderer.dispose(); shadowed.host.remove(); }")
