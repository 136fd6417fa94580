"""The token editor in practice: a reference to compare with, and a text of any length."""

from __future__ import annotations

from lab import Notebook, board, gap, screenshot
from playwright.sync_api import Page, expect


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
        "difference 2 of 3: between e and apostrophe or closing quote, "
        "the reference splits here, you do not"
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
