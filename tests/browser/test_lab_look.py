"""How the widgets look, and whether everyone can use them: axe, themes, zoom, pictures."""

from __future__ import annotations

from axe_core_python.sync_playwright import Axe
from bed import Tokens
from lab import DESKTOP, PHONE, Notebook, gap, screenshot, set_theme
from playwright.sync_api import Page, expect

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
KINDS = ("Tokens", "Who", "Traits", "Lengths")


def complaints(page: Page) -> list[str]:
    """What axe finds in the widgets, as sentences."""
    # JupyterLab around the widgets is not ours to mend.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run('.nbk', rules)", RULES)
    assert len(found["passes"]) > 5, "axe looked at nothing"
    return [
        f"{item['id']}: {item['help']} at {node['target']}"
        for item in found["violations"]
        for node in item["nodes"]
    ]


def look(nb: Notebook, page: Page, state: str) -> list[str]:
    """Axe in both themes, and a picture of each widget in each."""
    found = []
    for dark in (True, False):
        set_theme(page, dark)
        theme = "dark" if dark else "light"
        found += [f"{state}, {theme}: {text}" for text in complaints(page)]
        for number, kind in enumerate(KINDS):
            nb.widget(number).scroll_into_view_if_needed()
            screenshot(nb.widget(number), f"{kind.lower()}-{state}-{theme}")
    return found


def test_axe_in_every_state_and_theme(notebook, page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 2200})
    nb = notebook(*(f"widget_for({kind}())" for kind in KINDS))
    tokens, who, traits, lengths = (nb.widget(i) for i in range(4))
    # The test can fail: a grey that is too faint, and a field without a name, are found.
    page.evaluate(
        """() => {
            document.querySelector(".nbk-points").style.color = "#ccc";
            document.querySelector(".nbk-input").removeAttribute("aria-label");
        }"""
    )
    planted = " ".join(complaints(page))
    assert "color-contrast" in planted and "label" in planted
    page.evaluate(
        """() => {
            document.querySelector(".nbk-points").style.color = "";
            document.querySelector(".nbk-input").setAttribute("aria-label", "Your prediction");
        }"""
    )
    found = look(nb, page, "initial")

    at = Tokens.text.index("Korean")
    page.mouse.click(*gap(tokens, at))
    tokens.get_by_role("application").focus()
    for _ in range(14):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("?")
    who.get_by_role("radio").first.check()
    traits.get_by_role("checkbox").first.check()
    field = lengths.get_by_role("textbox")
    for number, typed in ((0, "3"), (2, "'SEOUL'")):
        field.nth(number).fill(typed)
        field.nth(number).press("Enter")
    expect(lengths.locator(".nbk-try")).to_have_count(2)
    tokens.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    found += look(nb, page, "answered")

    for number in range(4):
        nb.widget(number).get_by_role("button", name="Check").click()
        nb.widget(number).get_by_role("button", name="Hint 1 of 2").click()
        expect(nb.widget(number).get_by_role("status")).to_contain_text("not yet")
    found += look(nb, page, "checked")
    who.get_by_role("radio").nth(1).check()
    who.get_by_role("button", name="Check").click()
    expect(who.get_by_role("status")).to_contain_text("correct")
    traits.get_by_role("checkbox").first.uncheck()
    traits.get_by_role("button", name="Check").click()
    expect(traits.get_by_role("status")).to_contain_text("not attempted")
    found += look(nb, page, "told")
    assert found == []


def test_phone_and_zoom(notebook, page: Page) -> None:
    nb = notebook(*(f"widget_for({kind}())" for kind in ("Tokens", "Who", "Lengths")))
    # 200 % zoom of a 1180 px window leaves 590 px of layout.
    for name, size in (("phone", PHONE), ("zoom", {"width": 590, "height": 430})):
        page.set_viewport_size(size)
        for number in range(3):
            widget = nb.widget(number)
            widget.scroll_into_view_if_needed()
            assert widget.evaluate("el => el.scrollWidth <= el.clientWidth"), (name, number)
            right = widget.evaluate("el => el.getBoundingClientRect().right")
            assert right <= size["width"], (name, number)
            screenshot(page, f"{name}-{number}")
    page.set_viewport_size(DESKTOP)


def test_no_motion_for_who_wants_none(notebook, page: Page) -> None:
    nb = notebook("widget_for(Who())")
    option = nb.widget().locator(".nbk-option").first
    moving = "el => getComputedStyle(el).transitionDuration"
    assert option.evaluate(moving) != "0s"
    page.emulate_media(reduced_motion="reduce")
    try:
        assert option.evaluate(moving) == "0s"
    finally:
        page.emulate_media(reduced_motion="no-preference")
