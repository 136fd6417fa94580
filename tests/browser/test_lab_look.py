"""How single widgets look; what holds for all of them is in test_lab_every_widget.py."""

from __future__ import annotations

from axe import complaints
from lab import DESKTOP, screenshot
from playwright.sync_api import Page, expect


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
    # Their colours in the dark are those of the specimens.
    assert complaints(page) == []
    for number, name in enumerate(("practice", "poll", "from-the-right")):
        screenshot(nb.widget(number), name)
    page.set_viewport_size(DESKTOP)
