"""How the widgets look, and whether everyone can use them: axe, themes, zoom, pictures."""

from __future__ import annotations

from axe_core_python.sync_playwright import Axe
from bed import Tokens
from lab import DESKTOP, PHONE, Notebook, screenshot, set_theme
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
    # A locator's click waits until the new theme has left the cell in its place.
    tokens.locator(f'.nbk-cell[data-at="{at}"]').click(position={"x": 2, "y": 15})
    expect(tokens.locator(".nbk-count")).to_have_text("11 tokens")
    tokens.get_by_role("application").focus()
    for _ in range(14):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("?")
    who.get_by_role("radio").first.check()
    traits.get_by_role("checkbox").first.check()
    field = lengths.get_by_role("textbox")
    for tries, (number, typed) in enumerate(((0, "3"), (2, "'SEOUL'")), start=1):
        field.nth(number).fill(typed)
        field.nth(number).press("Enter")
        # A commit brings a twin line; which field is which is settled only then.
        expect(lengths.locator(".nbk-try")).to_have_count(tries)
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


LONG = {
    "predict": (
        "Predict('What? ' + 'q' * 300, [Prediction('a', "
        "[Line(\"'w' * 300\"), Line(\"'\" + 'v' * 300 + \"'\")], 'n' * 300)])"
    ),
    "editor": "TokenEditor('x' * 300 + ' and ' + 'y' * 40)",
    "choice": (
        "Choice('q' * 300, [Option('a', 'o' * 300, 's' * 300),"
        " Option('b', '`' + 'c' * 300 + '`', '', right=True)])"
    ),
}
PAST = """el => {
    const edge = el.getBoundingClientRect().right - parseFloat(getComputedStyle(el).paddingRight);
    return Array.from(el.querySelectorAll("*"))
        .filter(e => !e.closest(".nbk-sr") && e.getBoundingClientRect().right > edge + 1)
        .map(e => `${e.tagName}.${e.className}`);
}"""
SIDEWAYS = """() => {
    const panel = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden)");
    const places = [panel.querySelector(".jp-WindowedPanel-outer"),
        ...Array.from(panel.querySelectorAll(".nbk"), el => el.closest(".jp-OutputArea-output"))];
    return Math.max(...places.map(el => el.scrollWidth - el.clientWidth));
}"""
LINES = """el => {
    const range = document.createRange();
    range.selectNodeContents(el);
    return range.getClientRects().length;
}"""


def test_long_words_wrap_inside(notebook, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    nb = notebook(*LONG.values())
    predict, _, choice = (nb.widget(i) for i in range(3))
    field = predict.get_by_role("textbox")
    field.fill("p" * 300)
    field.press("Enter")
    expect(predict.locator(".nbk-try")).to_have_count(1)
    predict.get_by_role("button", name="Check").click()
    choice.get_by_role("radio").first.check()
    choice.get_by_role("button", name="Check").click()
    expect(choice.get_by_role("status")).to_contain_text("s" * 300)
    expect(predict.get_by_role("status")).to_contain_text("n" * 300)
    try:
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            for number, name in enumerate(LONG):
                widget = nb.widget(number)
                widget.scroll_into_view_if_needed()
                assert widget.evaluate(PAST) == [], (name, width)
                screenshot(widget, f"long-{name}-{width}")
                assert page.evaluate(SIDEWAYS) <= 0, (name, width)
                if name == "predict":
                    labels = widget.locator("dt")
                    assert labels.all_inner_texts() == ["You", "Python"]
                    assert [label.evaluate(LINES) for label in labels.all()] == [1, 1], width
    finally:
        page.set_viewport_size(DESKTOP)


def test_presentation_mode_is_read_from_the_back_row(notebook, page: Page) -> None:
    nb = notebook("widget_for(Tokens())", "widget_for(Who())", "widget_for(Lengths())")
    places = [
        (0, ".nbk-cell"),
        (0, ".nbk-button"),
        (0, ".nbk-count"),
        (1, ".nbk-option-text"),
        (1, "input"),
        (2, ".nbk-code"),
        (2, "input"),
    ]

    def sizes(what: str) -> list[float]:
        return [
            float(
                nb.widget(number)
                .locator(selector)
                .first.evaluate(f"el => parseFloat(getComputedStyle(el).{what})")
            )
            for number, selector in places
        ]

    plain, room = sizes("fontSize"), sizes("height")
    assert plain[0] >= 20 and room[0] >= 38
    grown = "window.jupyterapp.shell.currentWidget.content.node"
    measure = f"() => getComputedStyle({grown}).getPropertyValue('--jp-content-font-size1')"
    before = float(page.evaluate(measure).strip().removesuffix("px"))
    nb.command("application:toggle-presentation-mode")
    try:
        after = float(page.evaluate(measure).strip().removesuffix("px"))
        assert after > before
        by = after / before
        for place, small, large in zip(places, plain, sizes("fontSize"), strict=True):
            assert large >= small * by * 0.94, (place, small, large)
        assert sizes("height")[0] > room[0]
        for number in range(3):
            screenshot(nb.widget(number), f"presentation-{number}")
        assert nb.widget(0).evaluate("el => el.scrollWidth <= el.clientWidth")
    finally:
        nb.command("application:toggle-presentation-mode")


def test_pictures_of_practice_and_of_text_from_the_right(notebook, page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 1400})
    nb = notebook(
        "Choice('Who speaks?', [Option('a', 'Yoon', 'Yoon is spoken of.'),"
        " Option('b', 'Park', 'Park says it.', right=True)])",
        "Choice('Ready to go on?', ['Yes', 'Not yet'])",
        "TokenEditor('قال it’s. של2024 ב-NATO')",
    )
    nb.widget(0).get_by_role("radio").nth(1).check()
    nb.widget(0).get_by_role("button", name="Check").click()
    expect(nb.widget(0).get_by_role("status")).to_contain_text("✓ correct")
    found = []
    for dark in (True, False):
        set_theme(page, dark)
        found += complaints(page)
        for number, name in enumerate(("practice", "poll", "from-the-right")):
            screenshot(nb.widget(number), f"{name}-{'dark' if dark else 'light'}")
    assert found == []
    page.set_viewport_size(DESKTOP)
