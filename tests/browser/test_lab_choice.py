"""The choice widget in a real browser: the browser's own radio buttons and checkboxes."""

from __future__ import annotations

from lab import PHONE
from playwright.sync_api import Page, expect


def test_keyboard_alone(notebook, page: Page) -> None:
    nb = notebook("widget_for(Who())", "widget_for(Traits())")
    one, many = nb.widget(0), nb.widget(1)
    expect(one.get_by_role("group", name="In “We will respond,” said Yoon")).to_be_visible()
    assert one.locator("legend code").inner_text() == "said"
    one.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect(one.get_by_role("radio").nth(1)).to_be_checked()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(one.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Space")
    expect(one.get_by_role("status")).to_contain_text("✓ 9.3 correct · 1 of 1 point")
    assert nb.answer("9.3")["answer"] == {"chosen": ["b"]}

    many.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    many.get_by_role("button", name="Check").press("Enter")
    expect(many.get_by_role("status")).to_contain_text("Have you read the fourth paragraph?")
    many.get_by_role("checkbox").nth(1).press("Space")
    expect(many.get_by_role("status")).to_be_empty()
    many.get_by_role("checkbox").nth(2).press("Space")
    many.get_by_role("button", name="Check").press("Enter")
    expect(many.get_by_role("status")).to_contain_text("✓ 9.4 correct")
    assert nb.answer("9.4")["answer"] == {"chosen": ["a", "c"]}


def test_mouse_and_touch(notebook, page: Page) -> None:
    nb = notebook("widget_for(Who())")
    widget = nb.widget()
    widget.get_by_text("Whoever is spoken of").click()
    widget.get_by_role("button", name="Check").click()
    expect(widget.get_by_role("status")).to_contain_text("△ 9.3 not yet")
    expect(widget.get_by_role("status")).to_contain_text("Is being spoken of the same")

    page.set_viewport_size(PHONE)
    widget.scroll_into_view_if_needed()
    assert widget.evaluate("el => el.scrollWidth <= el.clientWidth")
    for option in widget.locator(".nbk-option").all():
        box = option.bounding_box()
        assert box and box["height"] >= 24
    widget.get_by_text("The subject of").tap()
    expect(widget.get_by_role("status")).to_be_empty()
    expect(widget.get_by_role("radio").nth(1)).to_be_checked()
    check = widget.get_by_role("button", name="Check")
    check.evaluate("el => el.scrollIntoView({ block: 'end' })")
    check.tap()
    expect(widget.get_by_role("status")).to_contain_text("correct")
    # Though the button was the last that was in sight.
    expect(widget.get_by_role("status")).to_be_in_viewport(ratio=0.99)


PRACTICE = """Choice("Who speaks in `said Park`?", [
    Option("a", "Yoon", "Yoon is spoken of."),
    Option("b", "Park", "Park opens her mouth.", right=True),
])"""


def test_practice_without_an_exercise(notebook, page: Page) -> None:
    nb = notebook(
        PRACTICE,
        "Choice('Ready to go on?', ['Yes', 'Not yet'])",
        "Choice('Which?', Traits.options, many=True)",
    )
    widget, poll, many = (nb.widget(i) for i in range(3))
    status = widget.get_by_role("status")
    check = widget.get_by_role("button", name="Check")
    check.click()
    expect(status).to_contain_text("○ not attempted")
    widget.get_by_role("radio").first.check()
    expect(status).to_be_empty()
    page.keyboard.press("Tab")
    expect(check).to_be_focused()
    page.keyboard.press("Enter")
    expect(status).to_have_text("△ not yet\nYoon is spoken of.", use_inner_text=True)
    widget.get_by_role("radio").nth(1).check()
    expect(status).to_be_empty()
    check.click()
    expect(status).to_have_text("✓ correct\nPark opens her mouth.", use_inner_text=True)
    assert widget.get_by_role("button").count() == 1, "practice has no hints"
    assert widget.locator(".nbk-points").count() == 0
    assert widget.locator(".nbk-note").inner_text() == ""

    poll.get_by_role("radio").nth(1).check()
    assert poll.get_by_role("button").count() == 0
    expect(poll.locator(".nbk-key")).to_have_text(["a", "b"])
    many.get_by_role("checkbox").first.check()
    many.get_by_role("button", name="Check").click()
    expect(many.get_by_role("status")).to_contain_text("What could you then mark?")
    assert not (nb.folder / "answers").exists()


def test_what_is_handed_over_wrongly_is_one_sentence_in_the_notebook(notebook, page: Page) -> None:
    nb = notebook("Choice('q?', 'one')")
    shown = page.locator(".jp-OutputArea-output").last
    expect(shown).to_contain_text("WrongType: Choice needs a list of options")
    assert "Traceback" not in shown.inner_text() and "File" not in shown.inner_text()
    assert "WrongType" in nb.outputs(1)
