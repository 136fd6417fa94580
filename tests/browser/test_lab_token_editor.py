"""The token editor in a real browser: keyboard, mouse, touch, and text of every sort."""

from __future__ import annotations

from itertools import pairwise

from bed import Emoji, Tokens
from lab import PHONE, board, drawn, gap
from playwright.sync_api import Locator, Page, expect

from newsbook.spans import from_json, words


def test_keyboard_alone(notebook, page: Page) -> None:
    nb = notebook("widget_for(Tokens())")
    widget = nb.widget()
    said = widget.locator("[aria-live]")
    board(widget).focus()
    assert drawn(widget)[2] == "N.Korean"

    # One tab stop: the next one is a button.
    page.keyboard.press("Tab")
    expect(widget.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(board(widget)).to_be_focused()

    page.keyboard.press("Home")
    expect(said).to_have_text("gap between Y and o, joined")
    for _ in range(7):  # 3 gaps in Yoon, 3 in said, 1 in N.Korean
        page.keyboard.press("ArrowRight")
    expect(said).to_have_text("gap between full stop and K, joined")
    page.keyboard.press("Space")
    expect(said).to_have_text("split: N. | Korean, 11 tokens")
    assert drawn(widget)[2:4] == ["N.", "Korean"]
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert drawn(widget)[2:5] == ["N", ".", "Korean"]
    page.keyboard.press("s")
    expect(said).to_have_text("joined: N., 11 tokens")
    page.keyboard.press("u")
    page.keyboard.press("u")
    page.keyboard.press("u")
    assert drawn(widget)[2] == "N.Korean"
    page.keyboard.press("r")
    assert drawn(widget)[2:4] == ["N.", "Korean"]

    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(said).to_contain_text("gap between opening quote and 1")
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("gap between Y and o, in Yoon, joined")
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text("no gap further that way")
    page.keyboard.press("End")
    expect(said).to_have_text("gap between r and full stop, in war., joined")
    # Shift+Enter is the notebook's, and splits nothing.
    page.keyboard.press("Shift+Enter")
    expect(said).to_have_text("gap between r and full stop, in war., joined")
    page.keyboard.press("?")
    expect(widget.get_by_role("button", name="Keys")).to_have_attribute("aria-expanded", "true")
    expect(widget.locator(".nbk-keys")).to_be_visible()

    # A chord is never the widget's.
    before = drawn(widget)
    page.keyboard.press("Control+u")
    assert drawn(widget) == before

    # The whole answer, then the verdict, without a mouse.
    page.keyboard.press("Space")
    text, gold = Tokens.text, list(Tokens.gold)
    page.keyboard.press("Home")
    edges = {start for start, _ in gold_offsets(text, gold)}
    for _ in range(200):
        at = int(widget.locator(".nbk-caret").get_attribute("data-at") or -1)
        cut = widget.locator(".nbk-token > .nbk-caret:first-child").count() == 1
        if cut != (at in edges):
            page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        if int(widget.locator(".nbk-caret").get_attribute("data-at") or -1) == at:
            break
    assert drawn(widget) == gold
    check = widget.get_by_role("button", name="Check")
    check.focus()
    page.keyboard.press("Enter")
    expect(widget.get_by_role("status")).to_contain_text("✓ 9.1 correct · 3 of 3 points")
    stored = nb.answer("9.1")
    assert stored["checked"] is True
    assert words(text, from_json(stored["answer"]["spans"])) == gold


def gold_offsets(text: str, gold: list[str]) -> list[tuple[int, int]]:
    found, at = [], 0
    for word in gold:
        at = text.index(word, at)
        found.append((at, at + len(word)))
        at += len(word)
    return found


def test_mouse_and_the_verdict_goes_when_the_answer_changes(notebook, page: Page) -> None:
    nb = notebook("widget_for(Tokens())")
    widget = nb.widget()
    at = Tokens.text.index(".Korean")
    x, y = gap(widget, at)
    page.mouse.click(x, y)
    assert drawn(widget)[2:4] == ["N", ".Korean"]
    page.mouse.click(*gap(widget, at))
    page.mouse.click(*gap(widget, at + 1))
    assert drawn(widget)[2:4] == ["N.", "Korean"]
    expect(widget.locator(".nbk-note")).to_have_text("✓saved")
    assert nb.answer("9.1")["checked"] is False

    widget.get_by_role("button", name="Check").click()
    status = widget.get_by_role("status")
    expect(status).to_contain_text("△ 9.1 not yet")
    expect(status).to_contain_text("Does the full stop belong to the word before it?")
    hint = widget.get_by_role("button", name="Hint 1 of 2")
    hint.click()
    expect(widget.locator(".nbk-hints li")).to_have_text(["Which marks belong to no word?"])
    widget.get_by_role("button", name="Hint 2 of 2").click()
    expect(widget.locator(".nbk-hints li")).to_have_count(2)
    expect(widget.get_by_role("button", name="No more hints")).to_be_visible()

    widget.get_by_role("button", name="Undo").click()
    expect(status).to_be_empty()
    expect(widget.locator(".nbk-note")).to_have_text("✓saved")
    assert nb.answer("9.1")["checked"] is False
    widget.get_by_role("button", name="Redo").click()
    assert drawn(widget)[2:4] == ["N.", "Korean"]


def test_touch_on_a_phone(notebook, page: Page) -> None:
    nb = notebook("widget_for(Tokens())")
    page.set_viewport_size(PHONE)
    widget = nb.widget()
    widget.scroll_into_view_if_needed()
    inside = widget.evaluate("el => el.scrollWidth <= el.clientWidth")
    assert inside, "the widget is wider than the screen"
    assert widget.bounding_box()["width"] <= PHONE["width"]  # type: ignore[index]
    for cell in widget.locator(".nbk-cell").all()[:20]:
        box = cell.bounding_box()
        assert box and box["width"] >= 24 and box["height"] >= 24
    for button in widget.get_by_role("button").all():
        box = button.bounding_box()
        assert box and box["width"] >= 24 and box["height"] >= 24
    at = Tokens.text.index("Korean")
    page.touchscreen.tap(*gap(widget, at))
    assert drawn(widget)[2:4] == ["N.", "Korean"]
    expect(widget.locator(".nbk-note")).to_have_text("✓saved")


def test_emoji_are_whole_and_offsets_are_code_points(notebook, page: Page) -> None:
    nb = notebook("widget_for(Emoji())")
    widget = nb.widget()
    cells = widget.locator(".nbk-cell").all_inner_texts()
    assert cells[:2] == ["🙂", "👩‍👩‍👧"], "an emoji was cut"
    assert "🇰🇷" in cells
    text = Emoji.text
    page.mouse.click(*gap(widget, 1))
    flag = text.index("🇰🇷")
    page.mouse.click(*gap(widget, flag))
    page.mouse.click(*gap(widget, flag + 2))
    expect(widget.locator(".nbk-note")).to_have_text("✓saved")
    widget.get_by_role("button", name="Check").click()
    expect(widget.get_by_role("status")).to_contain_text("correct")
    spans = nb.answer("9.2")["answer"]["spans"]
    assert words(text, from_json(spans)) == list(Emoji.gold)
    assert spans[0] == [0, 1] and spans[1] == [1, 6]


def test_text_is_never_markup(notebook, page: Page) -> None:
    page.evaluate("() => { window.hacked = 0; }")
    nb = notebook(
        "widget_for(Hostile())",
        "widget_for(HostileChoice())",
        "Predict(NASTY, [Prediction(NASTY[:8], [Line(repr(NASTY)), Line(repr(NASTY))], '')])",
        "TokenEditor(NASTY + '\\n' + '\\x1c\\u2028\\x00 x\\ufeffy')",
    )
    for number in range(4):
        expect(nb.widget(number)).to_be_visible()
    nb.widget(0).hover()
    nb.widget(1).get_by_role("radio").first.check()
    nb.widget(1).get_by_role("button", name="Check").click()
    field = nb.widget(2).get_by_role("textbox")
    field.fill("<img src=x onerror=window.hacked=7>")
    field.press("Enter")
    expect(nb.widget(2).locator(".nbk-try")).to_have_count(1)
    assert nb.widget(2).locator(".nbk-try").inner_text().count("<img") >= 2
    inside = page.locator(".nbk script, .nbk img, .nbk b, .nbk i")
    assert inside.count() == 0
    assert page.evaluate("() => window.hacked") == 0
    # What cannot be seen is written out, so that it can be cut like any other character.
    assert "U+202E" in nb.widget(0).locator(".nbk-board").inner_text()
    assert "U+200B" in nb.widget(0).locator(".nbk-board").inner_text()
    assert "U+0000" in nb.widget(3).locator(".nbk-board").inner_text()


def test_undo_is_for_changes_only(notebook, page: Page) -> None:
    """The first state is no change, whether fresh, restored, or met again in a tab anew."""
    nb = notebook("TokenEditor('It’s late.')", "widget_for(Tokens())")

    def untouched(number: int, tokens: list[str]) -> None:
        widget = nb.widget(number)
        undo = widget.get_by_role("button", name="Undo")
        expect(undo).to_have_attribute("aria-disabled", "true")
        undo.click(force=True)
        expect(widget.locator("[aria-live]")).to_have_text("nothing to undo")
        board(widget).focus()
        page.keyboard.press("u")
        page.keyboard.press("r")
        expect(widget.locator("[aria-live]")).to_have_text("nothing to redo")
        nb.wait_idle()
        assert "not saved" not in widget.locator(".nbk-note").inner_text()
        assert drawn(widget) == tokens

    start = Tokens.text.split()
    untouched(0, ["It’s", "late."])
    untouched(1, start)
    page.mouse.click(*gap(nb.widget(1), Tokens.text.index("Korean")))
    expect(nb.widget(1).locator(".nbk-note")).to_have_text("✓saved")
    split = drawn(nb.widget(1))
    assert split[2:4] == ["N.", "Korean"]
    for _ in range(3):
        page.keyboard.press("u")
    expect(nb.widget(1).locator(".nbk-note")).to_have_text("✓saved")
    assert drawn(nb.widget(1)) == start
    page.keyboard.press("r")
    expect(nb.widget(1).locator(".nbk-note")).to_have_text("✓saved")
    nb.reopen()
    untouched(1, split)
    nb.restart()
    nb.run_all()
    untouched(0, ["It’s", "late."])
    untouched(1, split)


PLACES = """board => Array.from(board.querySelectorAll(".nbk-cell"), cell => {
    const box = cell.getBoundingClientRect();
    return [cell.textContent, box.left];
})"""


def on_screen(widget: Locator) -> str:
    """The characters of one line as the eye meets them, from the left."""
    cells = board(widget).evaluate(PLACES)
    return "".join(char for char, _ in sorted(cells, key=lambda cell: float(cell[1])))


WAYS = [
    ("قال it’s.", "it’s.لاق", "lr", [2, 6, 8]),
    # Base from the right; the second word and its mark from the left, as its letters go.
    ("he said שלום.", "hesaid.םולש", "llr", [4, 9, 12]),
    # Digits and a foreign run keep their own order inside a token from the right.
    ("של2024 ב-NATO", "NATO-ב2024לש", "rr", [2, 9, 11]),
]


def test_each_word_goes_its_own_way(notebook, page: Page) -> None:
    made = "print(f'{number}: {words(e.text, e.spans)}')"
    nb = notebook(
        "from IPython.display import display\n"
        f"editors = [TokenEditor(text) for text in {[text for text, *_ in WAYS]!r}]\n"
        "display(*editors)",
        f"for number, e in enumerate(editors): {made}",
    )
    for number, (text, shown, ways, cuts) in enumerate(WAYS):
        goes_its_own_way(nb.widget(number), page, text, shown, ways, cuts)
    nb.run(2)
    for number, (text, _, _, cuts) in enumerate(WAYS):
        edges = [0, *cuts, len(text)]
        pieces = " ".join(text[a:b] for a, b in pairwise(edges)).split()
        assert f"{number}: {pieces}" in nb.outputs(2)


def goes_its_own_way(
    widget: Locator, page: Page, text: str, shown: str, ways: str, cuts: list[int]
) -> None:
    """Letters, arrows and clicks of one text go as its words do."""
    assert on_screen(widget) == shown
    directions = board(widget).evaluate(
        """board => Array.from(board.querySelectorAll(".nbk-word"),
            word => getComputedStyle(word).direction[0]).sort().join("")"""
    )
    assert directions == ways

    # The arrows go where they point, over every gap of the line, and back.
    gaps = sum(len(word) - 1 for word in text.split())
    caret = """board => {
        const cell = board.querySelector(".nbk-caret");
        const box = cell.getBoundingClientRect();
        return getComputedStyle(cell).direction === "rtl" ? box.right : box.left;
    }"""
    board(widget).focus()
    for _ in range(gaps):
        page.keyboard.press("ArrowLeft")
    seen = [board(widget).evaluate(caret)]
    for _ in range(gaps - 1):
        page.keyboard.press("ArrowRight")
        seen.append(board(widget).evaluate(caret))
    assert seen == sorted(set(seen)) and len(seen) == gaps
    page.keyboard.press("ArrowLeft")
    assert board(widget).evaluate(caret) == seen[-2]

    # A click beside a letter cuts there, whichever way the letters run, and moves none of them.
    for at in cuts:
        cell = widget.locator(f'.nbk-cell[data-at="{at}"]')
        box = cell.bounding_box()
        assert box
        rtl = cell.evaluate("el => getComputedStyle(el).direction === 'rtl'")
        x = box["x"] + (box["width"] - 2 if rtl else 2)
        page.mouse.click(x, box["y"] + box["height"] / 2)
        assert on_screen(widget) == shown
    expect(widget.locator(".nbk-count")).to_have_text(f"{len(text.split()) + len(cuts)} tokens")
