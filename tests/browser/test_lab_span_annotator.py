"""The span annotator in a real browser: words, labels, edges, the table."""

from __future__ import annotations

import re
from typing import Any

from bed_span_annotator import Marked
from lab import DESKTOP, PHONE, Notebook, board, screenshot
from playwright.sync_api import Locator, Page, expect
from span_annotator_page import IMPORT, button, label, said, word
from specimens import HOSTILE

from newsbook.spans import to_json


def rows(widget: Locator) -> list[list[str]]:
    """What the table shows: words and label of each row."""
    return [
        [row.get_by_role("rowheader").inner_text(), row.locator("select").input_value()]
        for row in widget.get_by_role("row").all()
    ]


def stored(nb: Notebook) -> list[list[Any]]:
    expect(nb.widget().locator(".nbk-note")).to_have_text("✓saved")
    spans = nb.answer("9.1")["answer"]["spans"]
    assert isinstance(spans, list)
    return spans


GROUP = "el => el.closest('[role=toolbar], [role=grid]')?.ariaLabel ?? el.textContent"


def test_keyboard_alone(notebook, page: Page) -> None:
    nb = notebook(f"{IMPORT}widget_for(Marked())")
    widget = nb.widget()
    press = page.keyboard.press
    board(widget).focus()
    press("Enter")
    expect(said(widget)).to_have_text("There is no span here.")
    press("p")  # the word at the caret
    expect(said(widget)).to_have_text("marked: PERSON “President”, 1 span")
    press("u")
    press("Shift+ArrowRight")
    expect(said(widget)).to_have_text("selected: President Yoon")
    press("p")
    expect(said(widget)).to_have_text("marked: PERSON “President Yoon”, 1 span")
    press("2")  # the start one word on
    expect(said(widget)).to_have_text("start moved: PERSON “Yoon”, 1 span")
    press("2")
    expect(said(widget)).to_have_text("A span keeps at least one word.")
    press("ArrowRight")
    press("ArrowRight")
    press("g")
    expect(said(widget)).to_have_text("marked: GPE “Park”, 2 spans")
    press("4")
    press("p")  # a current span is changed, not marked twice
    expect(said(widget)).to_have_text("changed: PERSON “Park Jin”, 2 spans")
    assert rows(widget) == [["Yoon", "PERSON"], ["Park Jin", "PERSON"]]

    # Nested and on the same words; Enter goes through what lies at the caret.
    press("ArrowLeft")
    press("ArrowRight")
    press("ArrowLeft")
    expect(said(widget)).to_have_text("Park, in PERSON, Enter chooses")
    press("o")
    press("Shift+L")
    expect(said(widget)).to_have_text("second label: LOC “Park”, 4 spans")
    press("ArrowRight")
    press("ArrowLeft")
    for told in ("LOC “Park”, span 1 of 3", "ORG “Park”, span 2 of 3", "PERSON “Park Jin”, span 3"):
        press("Enter")
        expect(said(widget)).to_contain_text(told)
    expect(label(widget, "PERSON")).to_have_attribute("aria-pressed", "true")
    expect(label(widget, "LOC")).to_have_attribute("aria-pressed", "false")
    press("Enter")
    expect(said(widget)).to_contain_text("only the word Park")
    press("Delete")
    press("Backspace")
    expect(said(widget)).to_have_text("deleted: ORG “Park”, 2 spans")
    press("u")
    expect(said(widget)).to_contain_text("undone, 3 spans")
    press("r")
    expect(said(widget)).to_contain_text("redone, 2 spans")
    before = stored(nb)
    assert before == [[10, 14, "PERSON"], [19, 27, "PERSON"]]
    press("Alt+g")  # a chord is never the widget's
    press("Escape")
    press("?")
    expect(widget.locator(".nbk-keys")).to_be_in_viewport(ratio=0.95)
    assert stored(nb) == before

    # The rest, and the table as one tab stop.
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "g"):
        press(key)
    press("PageDown")
    press("ArrowRight")
    press("g")
    stops = []
    for _ in range(7):
        press("Tab")
        stops.append(widget.locator(":focus").evaluate(GROUP))
    assert stops == ["Labels", "What the labels mean", "Chosen words", "Compare", "Tools",
                     "Table of 4 spans", "Spans"]  # fmt: skip
    press("ArrowDown")
    press("ArrowDown")
    press("ArrowDown")
    expect(widget.locator("select:focus")).to_have_attribute("aria-label", "Label: Russian")
    widget.get_by_role("button", name="Check").press("Enter")
    expect(widget.get_by_role("status")).to_contain_text("Is that a country, or an adjective")
    widget.locator("select").nth(3).focus()
    widget.locator("select").nth(3).select_option("NORP")
    expect(said(widget)).to_have_text("changed: NORP “Russian”, 4 spans")
    expect(widget.locator("select:focus")).to_have_attribute("aria-label", "Label: Russian")
    press("End")
    press("Space")
    expect(said(widget)).to_have_text("end moved: NORP “Russian minister”, 4 spans")
    press("ArrowLeft")
    press("Enter")
    expect(widget.locator(".nbk-row :focus")).to_have_attribute(
        "aria-label", "Move the end back: Russian"
    )
    press("ArrowUp")
    press("Delete")
    expect(said(widget)).to_have_text("deleted: GPE “Seoul”, 3 spans")
    expect(widget.locator(".nbk-row :focus")).to_have_count(1)
    board(widget).press("u")
    button(widget, "Check").press("Enter")
    expect(widget.get_by_role("status")).to_contain_text("✓ 9.1 correct · 3 of 3 points")
    assert stored(nb) == to_json(Marked().gold_spans)


def test_mouse_drag_and_touch(notebook, page: Page) -> None:
    nb = notebook(f"{IMPORT}widget_for(Marked())", "SpanAnnotator(Marked.text, overlapping=False)")
    widget = nb.widget()
    expect(label(widget, "ORG")).to_have_attribute("aria-disabled", "true")
    word(widget, "Park").hover()
    page.mouse.down()
    # As WebKit does, which loses the focus of what is drawn anew under the pointer.
    page.evaluate("document.activeElement.blur()")
    word(widget, "Seoul").hover()
    page.mouse.up()
    expect(board(widget)).to_be_focused()
    expect(widget.locator(".nbk-chosen")).to_have_text("Chosen: “Park Jin in Seoul”")
    place = word(widget, "President").bounding_box(), word(widget, "Russian").bounding_box()
    label(widget, "ORG").click()
    # The first mark moves nothing, and a marked word under the mouse keeps its tint.
    expect(widget.locator(".nbk-bar[data-letter]")).to_have_count(1)
    assert place == (
        word(widget, "President").bounding_box(),
        word(widget, "Russian").bounding_box(),
    )
    tint = "el => getComputedStyle(el).backgroundColor"
    resting = word(widget, "Jin").evaluate(tint)
    word(widget, "Jin").hover()
    assert word(widget, "Jin").evaluate(tint) == resting != word(widget, "President").evaluate(tint)
    word(widget, "Seoul").click()  # the span is the current one, the second time the word alone
    expect(label(widget, "ORG")).to_have_attribute("aria-pressed", "true")
    word(widget, "Seoul").click()
    expect(widget.locator(".nbk-chosen")).to_have_text("Chosen: “Seoul”")
    label(widget, "GPE").click()
    button(widget, "Second label").click()
    expect(button(widget, "Second label")).to_have_attribute("aria-pressed", "true")
    label(widget, "LOC").click()
    expect(label(widget, "LOC")).to_contain_text("1")
    word(widget, "Jin").click()
    button(widget, "Move the end back").click()
    button(widget, "Move the end back").click()
    assert rows(widget) == [["Park Jin", "ORG"], ["Seoul", "GPE"], ["Seoul", "LOC"]]
    widget.get_by_role("button", name="Show in the text: Seoul").last.click()
    expect(widget.locator(".nbk-chosen")).to_have_text("LOC “Seoul”")
    expect(widget.locator(".nbk-row-current select")).to_have_value("LOC")
    button(widget, "Delete").click()
    widget.get_by_role("button", name="Delete: Park Jin").click()
    assert stored(nb) == [[31, 36, "GPE"]]

    strict = nb.widget(1)
    assert button(strict, "Second label").count() == 0
    word(strict, "Park").click()
    word(strict, "Jin").click(modifiers=["Shift"])
    label(strict, "PERSON").click()
    word(strict, "Jin").click()
    word(strict, "Jin").click()
    label(strict, "ORG").click()
    expect(said(strict)).to_have_text("marked: ORG “Jin”, instead of PERSON “Park Jin”, 1 span")
    expect(strict.locator(".nbk-chosen")).to_have_text("ORG “Jin”, instead of PERSON “Park Jin”")
    assert rows(strict) == [["Jin", "ORG"]]
    button(strict, "Undo").click()
    assert rows(strict) == [["Park Jin", "PERSON"]]
    word(strict, "in").click()
    label(strict, "LOC").click()
    # An edge that is moved takes nothing away.
    button(strict, "Move the start back").first.click()
    expect(strict.locator(".nbk-error")).to_have_text(
        "Spans may not overlap here, and PERSON “Park Jin” is in the way. "
        "Delete it or move its edge first."
    )
    expect(strict.locator(".nbk-count")).to_have_text("2 spans")

    page.set_viewport_size(PHONE)
    nb.run(1)
    widget = nb.widget()
    word(widget, "President").scroll_into_view_if_needed()
    expect(button(widget, "Table of 1 span")).to_have_attribute("aria-expanded", "false")
    word(widget, "Park").tap()
    button(widget, "Extend").tap()
    expect(button(widget, "Extend")).to_have_attribute("aria-pressed", "true")
    word(widget, "Jin").tap()
    expect(button(widget, "Extend")).to_have_attribute("aria-pressed", "false")
    label(widget, "PERSON").tap()
    button(widget, "Table of 2 spans").tap()
    # A tap becomes a click after it is over.
    expect(widget.get_by_role("row")).to_have_count(2)
    assert rows(widget) == [["Park Jin", "PERSON"], ["Seoul", "GPE"]]
    assert widget.evaluate("el => el.scrollWidth <= el.clientWidth")
    for row in widget.get_by_role("row").all():
        assert row.evaluate("el => el.scrollWidth <= el.clientWidth")
    for target in widget.locator("button:visible, select:visible, summary").all():
        box = target.bounding_box()
        assert box and box["width"] >= 24 and box["height"] >= 24, target.inner_text()
    screenshot(widget, "span-annotator-phone")
    widget.get_by_role("grid").scroll_into_view_if_needed()
    screenshot(page, "span-annotator-phone-table")
    page.set_viewport_size(DESKTOP)


def test_python_two_views_and_a_restart(notebook, page: Page) -> None:
    nb = notebook(
        f"{IMPORT}w = widget_for(Marked())\nlog = []\n"
        "w.observe(lambda c: log.append(c['new']['spans']), names='value')\nw",
        "w",
        "w.spans = [Span(31, 36, 'GPE'), Span(10, 14, 'PERSON')]",
        "print('Log:', log[-1], len(log))",
    )
    one, two = nb.widget(0), nb.widget(1)
    both = [["Yoon", "PERSON"], ["Seoul", "GPE"]]
    expect(one.locator(".nbk-count")).to_have_text("2 spans")
    assert rows(one) == rows(two) == both
    word(two, "Russian").click()
    label(two, "NORP").click()
    expect(one.locator(".nbk-bar")).to_have_count(3)
    expect(one.locator(".nbk-chosen")).to_have_text("Nothing is chosen.")
    expect(one.locator(".nbk-bar[data-letter=N]")).to_have_count(1)
    nb.run(4)
    assert "Log: [[10, 14, 'PERSON'], [31, 36, 'GPE'], [43, 50, 'NORP']] 2" in nb.outputs(4)
    button(one, "Undo").click()
    expect(two.locator(".nbk-count")).to_have_text("2 spans")
    nb.set_source(3, "w.spans = [Span(0, 9, 'ORG')]")
    nb.run(3)
    expect(two.locator(".nbk-count")).to_have_text("1 span")
    button(two, "Undo").click()
    expect(one.locator(".nbk-count")).to_have_text("2 spans")
    assert stored(nb) == [[10, 14, "PERSON"], [31, 36, "GPE"]]
    nb.restart()
    nb.run(0)
    nb.run(1)
    assert rows(nb.widget(0)) == both
    button(nb.widget(0), "Undo").click(force=True)
    expect(said(nb.widget(0))).to_have_text("nothing to undo")


MANY = "'\\n\\n'.join(['NATO met Yoon in Seoul.'] * 250)"


def test_hostile_text_and_hundreds_of_spans(notebook, page: Page) -> None:
    nb = notebook(
        f"{IMPORT}H = {HOSTILE!r}\n"
        "SpanAnnotator(H, {H[:33]: H, 'b': '<b>'}, others={H: [Span(0, 8, '<img>')]})",
        f"{IMPORT}t = {MANY}\nSpanAnnotator(t, spans=[Span(i * 25 + a, i * 25 + b, 'ORG')"
        " for i in range(250) for a, b in ((0, 4), (9, 13), (17, 22))])",
    )
    hostile, many = nb.widget(0), nb.widget(1)
    word(hostile, "script").first.click()
    page.keyboard.press("b")
    button(hostile, f"Compare with {HOSTILE}".replace("\n", " ")).or_(
        hostile.get_by_role("toolbar", name="Compare").get_by_role("button")
    ).first.click()
    hostile.get_by_role("button", name="Next difference").click()
    assert hostile.locator("script, img, b:not(.nbk-chosen b)").count() == 0
    assert not page.evaluate("() => window.hacked")
    assert "U+202E" in board(hostile).inner_text()

    # Only what is in sight is in the page; the end is reached by keyboard all the same.
    button(many, "Table of 750 spans").click()  # one of many waits to be asked for
    assert 0 < many.get_by_role("row").count() < 40
    expect(many.locator(".nbk-more")).to_have_text(re.compile(r"^Rows 1 to \d+ of 750: scroll"))
    many.locator("select").first.focus()
    for _ in range(10):
        page.keyboard.press("PageDown")
    expect(many.locator("[role=row]:has(:focus)")).to_have_attribute("aria-rowindex", "81")
    page.keyboard.press("Delete")
    expect(many.locator(".nbk-count")).to_have_text("749 spans")
    expect(many.locator("[role=row]:has(:focus)")).to_have_attribute("aria-rowindex", "81")
    many.get_by_role("grid").evaluate("el => { el.scrollTop = el.scrollHeight; }")
    expect(many.locator('[aria-rowindex="749"] [role=rowheader]')).to_have_text("Seoul")
    assert many.get_by_role("row").count() < 40
