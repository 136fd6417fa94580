"""The predict widget in a real browser: nothing is given away before it is predicted."""

from __future__ import annotations

from lab import PHONE, screenshot
from playwright.sync_api import Page, WebSocket, expect


def test_keyboard_alone_with_a_twin_line(notebook, page: Page) -> None:
    nb = notebook("widget_for(Lengths())")
    widget = nb.widget()
    said = widget.locator("[aria-live]").last
    first = widget.get_by_role("textbox", name="Your prediction for line a")
    first.focus()
    page.keyboard.press("Enter")
    expect(widget.locator(".nbk-error").first).to_have_text("Write what you expect first.")
    expect(widget.locator(".nbk-try")).to_have_count(0)
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(widget.locator(".nbk-try")).to_have_count(1)
    expect(widget.locator(".nbk-try")).to_contain_text("a surprise: look closely")
    expect(said).to_contain_text("you said 3, Python gives 4, a surprise")
    assert widget.locator(".nbk-form .nbk-code").first.inner_text() == "len('we’ll')"
    expect(first).to_be_focused()
    expect(first).to_have_value("")

    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(widget.locator(".nbk-try")).to_have_count(2)
    expect(widget.locator(".nbk-try").last).to_contain_text("as you predicted")
    expect(first).to_be_hidden()
    # The field is gone, so the focus goes on to the next one instead of getting lost.
    expect(widget.get_by_role("textbox", name="Your prediction for line b")).to_be_focused()
    page.keyboard.type("['N', 'Korean']")
    page.keyboard.press("Enter")
    expect(widget.get_by_role("textbox", name="Your prediction for line c")).to_be_focused()
    page.keyboard.type("SEOUL")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(widget.locator(".nbk-try")).to_have_count(4)
    widget.get_by_role("button", name="Check").press("Enter")
    expect(widget.get_by_role("status")).to_contain_text("✓ 9.5 correct · 2 of 2 points")
    assert nb.answer("9.5")["answer"] == {
        "tries": {"a": ["3", "5"], "b": ["['N', 'Korean']"], "c": ["SEOUL"]}
    }


def test_a_value_is_not_sent_before_it_is_predicted(notebook, page: Page) -> None:
    frames: list[str] = []

    def listen(socket: WebSocket) -> None:
        def keep(payload: bytes | str) -> None:
            text = payload if isinstance(payload, str) else payload.decode("utf-8", "replace")
            frames.append(text)

        socket.on("framereceived", keep)

    page.on("websocket", listen)
    try:
        nb = notebook("widget_for(Dates())")
        widget = nb.widget()
        field = widget.get_by_role("textbox", name="Your prediction for line a")
        field.fill("1")
        assert any("6 * 70071234567891" in frame for frame in frames), "the frames were not seen"
        for value in ("420427407407346", "350356172839455", "210213703703673", "140142469135782"):
            assert not any(value in frame for frame in frames)
            assert value not in page.content()
        field.press("Enter")
        expect(widget.locator(".nbk-try")).to_contain_text("420427407407346")
        assert any("420427407407346" in frame for frame in frames)
        for value in ("350356172839455", "210213703703673", "140142469135782"):
            assert not any(value in frame for frame in frames)
    finally:
        page.remove_listener("websocket", listen)


def test_mouse_touch_and_a_draft_that_survives(notebook, page: Page) -> None:
    nb = notebook("widget_for(Lengths())")
    page.set_viewport_size(PHONE)
    widget = nb.widget()
    widget.scroll_into_view_if_needed()
    assert widget.evaluate("el => el.scrollWidth <= el.clientWidth")
    widget.get_by_role("textbox").nth(1).fill("half a tho")
    widget.get_by_role("textbox").nth(0).fill("4")
    widget.get_by_role("button", name="Commit").first.tap()
    expect(widget.locator(".nbk-try")).to_contain_text("as you predicted")
    expect(widget.get_by_role("textbox", name="Your prediction for line b")).to_have_value(
        "half a tho"
    )
    widget.get_by_role("button", name="Check").tap()
    expect(widget.get_by_role("status")).to_contain_text("Still to be predicted: b, c.")


def test_practice_without_an_exercise(notebook, page: Page) -> None:
    nb = notebook("Predict('How long?', Lengths.predictions[:1])")
    widget = nb.widget()
    status = widget.get_by_role("status")
    field = widget.get_by_role("textbox")
    # A number in words is not counted: it stays in the field, to be written in digits.
    field.fill("four")
    field.press("Enter")
    expect(widget.locator(".nbk-error")).to_contain_text("Write it as Python prints it")
    expect(widget.locator("[aria-live]").last).to_contain_text("This did not count as a try.")
    expect(field).to_have_value("four")
    expect(field).to_be_focused()
    expect(widget.locator(".nbk-try")).to_have_count(0)
    code = widget.locator(".nbk-form .nbk-code")
    size = "el => parseFloat(getComputedStyle(el).fontSize)"
    assert code.evaluate(size) > 1.2 * widget.evaluate(size)
    field.fill("3")
    field.press("Enter")
    expect(widget.locator(".nbk-try")).to_have_count(1)
    expect(widget.locator(".nbk-error")).to_be_empty()
    check = widget.get_by_role("button", name="Check")
    check.click()
    expect(status).to_have_text("△ not yet\nDoes the apostrophe not count?", use_inner_text=True)
    field.fill("5")
    field.press("Enter")
    expect(status).to_be_empty()
    check.click()
    expect(status).to_contain_text("✓ correct")
    assert not (nb.folder / "answers").exists()


def test_lines_are_used_up_in_practice_and_asked_again_in_an_exercise(notebook, page: Page) -> None:
    nb = notebook("Predict('How long?', Lengths.predictions[:1])", "widget_for(Lengths())")
    alone, bound = nb.widget(0), nb.widget(1)
    for widget in (alone, bound):
        field = widget.get_by_role("textbox", name="Your prediction for line a")
        for number in (1, 2):
            field.fill("7")
            field.press("Enter")
            expect(widget.locator(".nbk-try")).to_have_count(number)
    expect(alone.get_by_role("textbox")).to_be_hidden()
    expect(alone.locator(".nbk-used-up")).to_contain_text("All lines of this idea are used up.")
    expect(alone.locator("[aria-live]").last).to_contain_text("used up")
    again = bound.get_by_text("You have met this line before").first
    expect(again).to_be_visible()
    expect(bound.locator(".nbk-form .nbk-code").first).to_have_text("len('it’s')")
    expect(bound.locator(".nbk-used-up").first).to_be_hidden()
    screenshot(alone, "predict-used-up")
    screenshot(bound, "predict-again")
