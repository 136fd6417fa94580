"""Order and Match in a real browser: by keyboard, mouse and touch."""

from __future__ import annotations

from lab import PHONE, screenshot
from playwright.sync_api import Locator, Page, TimeoutError, expect

ROWS = """rows => rows.map(row => `${row.style.getPropertyValue("--steps").trim()} `
    + row.querySelector("code").textContent)"""


def lines(widget: Locator) -> list[str]:
    """The program as it is drawn, with its steps of indentation."""
    return widget.locator(".nbk-program .nbk-codeline").evaluate_all(ROWS)


def becomes(widget: Locator, page: Page, wanted: list[str]) -> None:
    """Wait until the program is this one: a tap becomes a click only after it is over."""
    try:
        page.wait_for_function(
            "([el, wanted]) => JSON.stringify((" + ROWS + ")(Array.from(el.querySelectorAll("
            "'.nbk-program .nbk-codeline')))) === JSON.stringify(wanted)",
            arg=[widget.element_handle(), wanted],
        )
    except TimeoutError:
        assert lines(widget) == wanted  # to see what it is instead


def in_view(widget: Locator, *places: tuple[float, float]) -> None:
    """The mouse has to be able to go there: a page that has scrolled meanwhile would miss."""
    size = widget.page.viewport_size
    assert size
    for x, y in places:
        assert 0 < x < size["width"] and 0 < y < size["height"], places


def use(widget: Locator, page: Page, text: str) -> None:
    widget.locator(".nbk-bank").get_by_text(text, exact=True).click()


RIGHT = [
    "0 def count(text):",
    "1 total = 0",
    "1 for token in tokenise(text):",
    "2 total = total + 1",
    "1 return total",
]


def test_a_program_by_keyboard_alone(notebook, page: Page) -> None:
    nb = notebook("w = widget_for(Counting())\nw", "w", "w.program")
    one, two = nb.widget(0), nb.widget(1)
    board = one.get_by_role("application")
    live = one.locator("[aria-live=polite]").first
    board.focus()
    given = one.locator(".nbk-bank code").all_inner_texts()
    for line in RIGHT:
        text = line[2:]
        at = given.index(text)
        place = len(one.locator(".nbk-program code").all()) + at
        # From the first line of all down to the wanted one.
        for _ in range(len(RIGHT) + 2):
            page.keyboard.press("ArrowUp")
        for _ in range(place):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        given.remove(text)
        expect(live).to_contain_text(f"used as line {RIGHT.index(line) + 1}")
    # Under a colon a line goes in deeper by itself; only the last is too deep.
    assert lines(one) == [*RIGHT[:4], "2 return total"]
    assert lines(two) == lines(one), "two views of one widget stay in step"
    for _ in range(len(RIGHT) + 2):
        page.keyboard.press("ArrowUp")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    expect(live).to_contain_text("line 5, 1 step in: return total")
    assert lines(one) == RIGHT
    page.keyboard.press("Shift+ArrowUp")
    assert lines(one)[3:] == ["1 return total", "2 total = total + 1"]
    page.keyboard.press("u")
    assert lines(one) == RIGHT
    page.keyboard.press("r")
    assert lines(one)[3] == "1 return total"
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("?")
    expect(one.locator(".nbk-keys")).to_be_visible()
    page.keyboard.press("Tab")  # one stop for the tools …
    expect(one.get_by_role("button", name="Put back")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(one.get_by_role("button", name="Up", exact=True)).to_be_focused()
    page.keyboard.press("Tab")  # … and one for the foot
    expect(one.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    expect(one.get_by_role("status")).to_contain_text("✓ 9.10 correct")
    nb.run(3)
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text(
        "'    for token in tokenise(text):'"
    )
    nb.reopen()
    expect(nb.widget(0).get_by_role("status")).to_contain_text("✓ 9.10 correct")
    assert lines(nb.widget(0)) == RIGHT


def test_a_program_by_mouse_and_finger(notebook, page: Page) -> None:
    nb = notebook("w = widget_for(Counting())\nw", "w.program = ['    return total']")
    widget = nb.widget(0)
    expect(widget.locator(".nbk-program .nbk-codeline")).to_have_count(1)
    widget.locator(".nbk-program .nbk-codeline").click()
    widget.get_by_role("button", name="Put back").click()
    for line in ("total = 0", "def count(text):", "total = text"):
        use(widget, page, line)
    becomes(widget, page, ["0 total = 0", "0 def count(text):", "1 total = text"])
    # Drag the first line below the second, one step in.
    rows = widget.locator(".nbk-program .nbk-codeline")
    rows.first.scroll_into_view_if_needed()
    first, second = rows.nth(0).bounding_box(), rows.nth(1).bounding_box()
    assert first and second
    in_view(widget, (first["x"] + 60, first["y"]), (second["x"], second["y"] + second["height"]))
    page.mouse.move(first["x"] + 60, first["y"] + 12)
    page.mouse.down()
    page.mouse.move(first["x"] + 80, first["y"] + 30, steps=3)
    page.mouse.move(first["x"] + 96, second["y"] + second["height"] - 4, steps=4)
    page.mouse.up()
    becomes(widget, page, ["0 def count(text):", "1 total = 0", "1 total = text"])
    # … and one out of the program.
    widget.locator(".nbk-bank").scroll_into_view_if_needed()
    third, bank = rows.nth(2).bounding_box(), widget.locator(".nbk-bank").bounding_box()
    assert third and bank
    in_view(widget, (third["x"] + 60, third["y"]), (third["x"], bank["y"] + bank["height"] - 8))
    page.mouse.move(third["x"] + 60, third["y"] + 12)
    page.mouse.down()
    page.mouse.move(third["x"] + 60, bank["y"] + bank["height"] - 8, steps=6)
    page.mouse.up()
    becomes(widget, page, ["0 def count(text):", "1 total = 0"])
    widget.get_by_role("button", name="Check").click()
    expect(widget.get_by_role("status")).to_contain_text("3 lines are still missing")
    page.set_viewport_size(PHONE)
    widget.scroll_into_view_if_needed()
    widget.locator(".nbk-bank .nbk-codeline").get_by_text("return total").tap()
    widget.get_by_role("button", name="Indent less").tap()
    becomes(widget, page, ["0 def count(text):", "1 total = 0", "0 return total"])
    assert widget.evaluate("el => el.scrollWidth <= el.clientWidth")
    screenshot(widget, "order-phone")


def test_labels_by_keyboard_mouse_and_finger(notebook, page: Page) -> None:
    nb = notebook("m = widget_for(Labels())\nm", "m", "m.labelled")
    one, two = nb.widget(0), nb.widget(1)
    live = one.locator("[aria-live=polite]").first
    one.get_by_role("application").focus()
    page.keyboard.press("3")
    expect(live).to_contain_text("a, South Korean: GPE, 1 of 3 labelled; now b, NATO: no label")
    page.keyboard.press("2")
    page.keyboard.press("3")
    slots = one.locator(".nbk-slot")
    expect(slots).to_have_text(["GPE", "ORG", "GPE"])
    expect(two.locator(".nbk-slot")).to_have_text(["GPE", "ORG", "GPE"])
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(one.get_by_role("status")).to_contain_text("△ 9.11 not yet")
    expect(one.get_by_role("status")).to_contain_text("Is it a place, or does it describe one?")

    one.get_by_text("South Korean", exact=True).click()
    norp = one.get_by_role("button", name="NORP for: South Korean")
    expect(one.get_by_role("button", name="GPE for: South Korean")).to_have_attribute(
        "aria-pressed", "true"
    )
    norp.click()
    expect(slots.first).to_have_text("NORP")
    # The same label again changes nothing, and the example stays the current one.
    page.keyboard.press("4")
    expect(live).to_contain_text("a, South Korean: NORP")
    page.keyboard.press("?")  # the keys can be looked up from here, too
    expect(one.locator(".nbk-keys")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(one.get_by_role("button", name="DATE for")).to_be_focused()
    one.get_by_role("application").focus()
    page.keyboard.press("Delete")
    expect(slots.first).to_have_text("…")
    page.keyboard.press("u")
    expect(slots.first).to_have_text("NORP")
    nb.run(3)
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("'South Korean': 'NORP'")

    page.set_viewport_size(PHONE)
    one.scroll_into_view_if_needed()
    one.get_by_text("Seoul", exact=True).tap()
    one.get_by_role("button", name="ORG for: Seoul").tap()
    expect(slots.nth(2)).to_have_text("ORG")
    one.get_by_role("button", name="GPE for: Seoul").tap()
    one.get_by_role("button", name="Check").tap()
    expect(one.get_by_role("status")).to_contain_text("✓ 9.11 correct")
    assert one.evaluate("el => el.scrollWidth <= el.clientWidth")
    screenshot(one, "match-phone")
