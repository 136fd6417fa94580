"""The token editor in a real browser: keyboard, mouse, touch, and text of every sort."""

from __future__ import annotations

from itertools import pairwise

import pytest
from bed import Emoji, Tokens
from lab import PHONE, Notebook, board, drawn, gap, screenshot
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
    expect(said).to_have_text("gap between Y and o, joined")
    page.keyboard.press("End")
    expect(said).to_have_text("gap between r and full stop, joined")
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
    """The first state is no change, whether fresh, restored, or met again after a reload."""
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
    nb.reload()
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


@pytest.mark.parametrize(
    "text,shown,ways,cuts",
    [
        # Base from the right; the second word and its mark from the left, as its letters go.
        ("قال it’s.", "it’s.لاق", "lr", [2, 6, 8]),
        ("he said שלום.", "hesaid.םולש", "llr", [4, 9, 12]),
        # Digits and a foreign run keep their own order inside a token from the right.
        ("של2024 ב-NATO", "NATO-ב2024לש", "rr", [2, 9, 11]),
    ],
)
def test_each_word_goes_its_own_way(
    notebook, page: Page, text: str, shown: str, ways: str, cuts: list[int]
) -> None:
    nb = notebook(f"e = TokenEditor({text!r})\ne", "print('The tokens:', words(e.text, e.spans))")
    widget = nb.widget()
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
    nb.run(2)
    edges = [0, *cuts, len(text)]
    pieces = " ".join(text[a:b] for a, b in pairwise(edges)).split()
    assert f"The tokens: {pieces}" in nb.outputs(2)


def test_practice_shows_where_it_differs_when_asked(notebook, page: Page) -> None:
    nb = notebook(
        "gold = [Span(0, 2), Span(2, 8), Span(9, 11), Span(11, 14), Span(15, 18), Span(18, 19)]\n"
        "e = TokenEditor('N.Korean he’ll win.', reference=gold)\ne",
        "e",
        "print('differs:', e.differences)",
    )
    one, two = nb.widget(0), nb.widget(1)
    said = one.locator("[aria-live]")
    ask = one.get_by_role("button", name="Show where it differs")
    check = one.get_by_role("button", name="Check")
    board(one).focus()
    page.keyboard.press("n")
    expect(said).to_have_text("check first, then ask where it differs")
    check.click()
    expect(one.get_by_role("status")).to_contain_text("not attempted")
    expect(ask).to_be_hidden()
    page.mouse.click(*gap(one, 2))
    page.mouse.click(*gap(one, 10))
    check.click()
    expect(one.get_by_role("status")).to_contain_text("as in the reference")
    # The page does not know the reference before the learner asks.
    known = "[...document.querySelectorAll('.nbk-differs')].length"
    assert page.evaluate(known) == 0
    ask.click()
    signs = one.locator(".nbk-board .nbk-differs")
    expect(signs).to_have_count(3)
    kinds = [sign.get_attribute("data-kind") for sign in signs.all()]
    assert kinds == ["extra", "missing", "missing"]
    expect(two.locator(".nbk-board .nbk-differs")).to_have_count(3)
    expect(said).to_have_text(
        "1 times: you split here, the reference does not; "
        "2 times: the reference splits here, you do not"
    )
    expect(one.locator(".nbk-differences")).to_contain_text(
        "1 × you split here, the reference does not"
    )
    expect(one.locator(".nbk-differences")).to_contain_text(
        "2 × the reference splits here, you do not"
    )
    further = one.get_by_role("button", name="Next difference")
    further.click()
    expect(said).to_have_text(
        "difference 2 of 3: between e and curly apostrophe, the reference splits here, you do not"
    )
    expect(further).to_be_focused()
    expect(one.locator(".nbk-differences")).to_contain_text("At difference 2 of 3.")
    assert one.locator(".nbk-caret").get_attribute("data-at") == "11"
    board(one).focus()
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(said).to_contain_text("difference 1 of 3: between h and e")
    page.keyboard.press("Space")
    expect(signs).to_have_count(2)
    page.keyboard.press("p")
    expect(said).to_contain_text("difference 2 of 2: between n and full stop")
    page.keyboard.press("Space")
    page.keyboard.press("p")
    page.keyboard.press("Space")
    expect(one.locator(".nbk-differences")).to_have_text(
        "No difference: every token is as in the reference."
    )
    expect(signs).to_have_count(0)
    nb.run(3)
    assert "differs: []" in nb.outputs(3)
    one.get_by_role("button", name="Hide where it differs").click()
    expect(said).to_have_text("differences hidden")
    expect(two.locator(".nbk-differences")).to_be_empty()


def until_python_has(nb: Notebook, shown: str) -> None:
    """JupyterLab sends changes to widgets beside the cells, so that a cell may overtake one."""
    for _ in range(50):
        nb.run(2)
        if f"{shown}\\n" in nb.outputs(2):
            return
    raise AssertionError(f"Python has {nb.outputs(2)} and not {shown}")


ARTICLE = """from newsbook.articles import Article
seed = Article.load("nato_seoul").text
e = TokenEditor(chr(10).join([seed] * (100_000 // len(seed) + 1))[:100_000])
e"""


def test_a_long_article_is_drawn_in_part(notebook, page: Page) -> None:
    nb = notebook(ARTICLE, "print(e.spans[-2:], len(e.spans))")
    widget = nb.widget()
    expect(board(widget)).to_be_visible()
    cells = widget.locator(".nbk-cell")
    assert 500 < cells.count() < 4000
    words = int(widget.locator(".nbk-count").inner_text().split()[0])
    assert board(widget).evaluate("el => el.scrollHeight > 20 * el.clientHeight")

    # To the end by key: what comes into sight is drawn, and what is far away is not.
    board(widget).focus()
    page.keyboard.press("End")
    last = int(widget.locator(".nbk-caret").get_attribute("data-at") or 0)
    assert last > 99_000
    expect(widget.locator(f'.nbk-cell[data-at="{last}"]')).to_be_in_viewport()
    expect(widget.locator('.nbk-cell[data-at="1"]')).to_have_count(0)
    page.keyboard.press("Space")
    expect(widget.locator(".nbk-count")).to_have_text(f"{words + 1} tokens")
    until_python_has(nb, f" {words + 1}")
    assert f"end={last}" in nb.outputs(2)
    board(widget).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("PageUp")
    here = int(widget.locator(".nbk-caret").get_attribute("data-at") or 0)
    assert 90_000 < here < last

    # Into the middle by the wheel and the mouse: a click takes the gap under it.
    board(widget).evaluate("el => { el.scrollTop = el.scrollHeight / 2; }")
    point = """el => {
        const board = el.getBoundingClientRect();
        const cells = [...el.querySelectorAll(".nbk-cell.nbk-inner")].map(cell => {
            const {left, top, bottom} = cell.getBoundingClientRect();
            return [left + 2, top + 15, Number(cell.dataset.at), top, bottom];
        });
        return cells.find(([, , , top, bottom]) =>
            top > board.top + 100 && bottom < board.bottom - 50);
    }"""
    page.wait_for_function(f"el => ({point})(el) !== undefined", arg=board(widget).element_handle())
    x, y, at, *_ = board(widget).evaluate(point)
    assert 10_000 < at < 90_000
    page.mouse.click(x, y)
    expect(widget.locator(f'.nbk-cell.nbk-cut[data-at="{at}"]')).to_have_count(1)
    expect(widget.locator(".nbk-count")).to_have_text(f"{words + 2} tokens")
    page.keyboard.press("u")
    page.keyboard.press("u")
    expect(widget.locator(".nbk-count")).to_have_text(f"{words} tokens")
    until_python_has(nb, f" {words}")
    assert cells.count() < 6000
    # Python sets what is drawn and what is not.
    nb.set_source(2, "e.spans = [Span(0, 1), Span(1, e.spans[0].end), *e.spans[1:]]")
    nb.run(2)
    expect(widget.locator(".nbk-count")).to_have_text(f"{words + 1} tokens")
    board(widget).focus()
    page.keyboard.press("Home")
    expect(widget.locator('.nbk-cell.nbk-cut[data-at="1"]')).to_be_in_viewport()
    screenshot(widget, "token-editor-long")
