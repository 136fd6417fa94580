"""The quote linker in a real browser: by keyboard, mouse and touch, in two views."""

from __future__ import annotations

import json

from bed_quote_linker import SAID, Said
from lab import DESKTOP, PHONE, screenshot
from playwright.sync_api import Locator, Page, expect

from newsbook.exercises.quote_form import quotes_from_json, quotes_to_json
from newsbook.text import tokenise

BED = "from bed_quote_linker import *"
TOKENS = [token.of(SAID) for token in tokenise(SAID)]


def piece(widget: Locator, text: str, nth: int = 0) -> Locator:
    """The nth token of that text as it is drawn."""
    unit = [i for i, token in enumerate(TOKENS) if token == text][nth]
    return widget.locator(f'.nbk-piece[data-u="{unit}"]').first


def word(widget: Locator, text: str, nth: int = 0) -> tuple[float, float]:
    """Where on the screen that token is."""
    found = piece(widget, text, nth)
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def listed(widget: Locator) -> list[str]:
    # Not the inner text: a row out of sight is not laid out.
    rows = widget.locator(".nbk-linker-quote")
    return [" | ".join(row.locator("> span, > span > span").all_text_contents()[-2:])
            for row in rows.all()]  # fmt: skip


def marked(widget: Locator) -> list[str]:
    """The letters under the words, in the order of the text."""
    bars = widget.locator(".nbk-bar[data-letter]")
    return [str(letter) for letter in bars.evaluate_all("all => all.map(b => b.dataset.letter)")]


def test_keyboard_alone_and_what_is_said(notebook, page: Page) -> None:
    nb = notebook(BED, "widget_for(Said())")
    widget = nb.widget()
    live = widget.locator("[aria-live=polite]").first
    board = widget.get_by_role("application")
    press = page.keyboard.press
    board.focus()

    def go(text: str, nth: int = 0) -> None:
        """Walk to a token with the arrow keys."""
        unit = [i for i, token in enumerate(TOKENS) if token == text][nth]
        at = int(widget.locator(".nbk-at").first.get_attribute("data-u") or 0)
        for _ in range(abs(unit - at)):
            press("ArrowRight" if at < unit else "ArrowLeft")

    def take(text: str, nth: int = 0, more: int = 0) -> None:
        go(text, nth)
        for _ in range(more):
            press("Shift+ArrowRight")

    press("q")
    expect(live).to_contain_text("select words first")
    take("“", 1, more=4)
    press("q")
    expect(live).to_contain_text("quote 1, direct: “It holds,”. Quote 1: now select its cue")
    prompt = widget.locator(".nbk-linker-todo")
    expect(prompt).to_contain_text("Quote 1 is made.")
    expect(prompt).to_contain_text("(click, or arrow keys and C)")
    press("c")  # the caret was not moved since: it is asked for all the same
    expect(prompt).to_contain_text("now select its cue")
    go("said")
    press("c")
    expect(live).to_contain_text("cue: said. Quote 1: now select its speaker")
    take("Bo", more=1)
    press("Enter")
    # A speaker who is called by the full name has a name at once.
    expect(live).to_contain_text("speaker: Bo Li. “Bo Li” – “said” – “It holds,”")
    expect(widget.get_by_label("Name", exact=True).last).to_have_value("1")

    take("it", more=7)
    press("q")
    expect(live).to_contain_text("quote 2, mixed: it was “tired, not broken”")
    go("told")
    press("Enter")
    go("He")
    press("Enter")
    expect(live).to_contain_text("speaker: He. Quote 2: now choose its name")
    take("fishermen")
    press("Enter")
    expect(live).to_contain_text("no names have “fishermen” in them: choose one in the list")
    go("Li")
    press("m")
    expect(live).to_contain_text("name: Bo Li. “He” → Bo Li – “told” – it was “tired, not broken”")

    take("“", 3, more=5)
    press("q")
    press("x")
    expect(live).to_contain_text("no cue. Quote 3: now select its speaker")
    press("x")
    take("Bo")
    press("Enter")
    expect(live).to_contain_text("Bo Li – no cue – “We shall see.”")
    assert listed(widget)[1:] == [
        "it was “tired, not broken” | mixed · “He” → Bo Li",
        "“We shall see.” | direct · Bo Li · no cue, no speaker",
    ]
    assert marked(widget) == ["Q1", "C1", "S1", "S2", "C2", "Q2", "Q3"]

    press("p")
    expect(live).to_contain_text("quote 2 of 3, mixed: “He” → Bo Li")
    press("k")
    expect(live).to_contain_text("kind: indirect")
    press("u")
    expect(live).to_contain_text("undone, 3 quotes")
    press("Delete")
    expect(live).to_contain_text("quote 2 deleted, 2 quotes")
    press("u")
    press("Control+u")
    expect(widget.locator(".nbk-count")).to_have_text("3 quotes")
    press("n")
    press("c")
    expect(board).to_have_accessible_description(
        "Quote 1: now select other words (click, or arrow keys and C) instead of its cue “said”. "
        "Is there none? Then go on without (X)."
    )
    press("Escape")
    expect(board).to_have_accessible_description(
        "Select words that somebody is said to have said, and make them a new quote (Q)."
    )

    # Each part is one tab stop; the list has arrow keys of its own.
    stops = []
    for _ in range(6):
        press("Tab")
        stops.append(page.evaluate("() => document.activeElement.textContent"))
    assert [stop[:12] for stop in stops[:2]] == ["New quote", "Delete quote"]
    assert stops[2].startswith("not named") and stops[4] == "Check"
    press("Shift+Tab")
    press("Shift+Tab")
    expect(widget.locator(".nbk-linker-quote").first).to_be_focused()
    press("ArrowDown")
    press("Enter")
    expect(live).to_contain_text("quote 2 of 3")
    expect(widget.locator(".nbk-linker-quote").nth(1)).to_have_attribute("aria-current", "true")

    widget.get_by_role("button", name="Check").press("Enter")
    expect(widget.get_by_role("status")).to_contain_text("✓ 9.7 correct · 4 of 4 points")
    right = quotes_to_json(Said().right)
    assert nb.answer("9.7")["answer"] == {"quotes": right}
    assert quotes_from_json(right, SAID) == list(Said.gold)


def test_mouse_and_touch_restored_in_two_views(notebook, page: Page) -> None:
    nb = notebook(BED, "w = widget_for(Said())\nw", "w")
    one, two = nb.widget(0), nb.widget(1)
    live = one.locator("[aria-live=polite]").first
    card = one.get_by_role("group", name="This quote")
    expect(card).to_be_hidden()
    drag(page, word(one, "“", 0), word(one, "”", 0))
    one.get_by_role("button", name="New quote").click()
    expect(live).to_contain_text("quote 1, direct: “Iron Heron”")
    one.get_by_role("button", name="Check").click()
    expect(one.get_by_role("status")).to_contain_text("Does the bridge’s name say anything?")
    # The quote in the other view is the same, but not chosen there.
    assert listed(two) == listed(one)
    expect(two.get_by_role("group", name="This quote")).to_be_hidden()

    # What is selected next fills what is asked for; a click further on makes it longer.
    expect(card.get_by_role("button", name="Choose the cue")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.mouse.click(*word(one, "call"))
    expect(live).to_contain_text("cue: call")
    prompt = one.locator(".nbk-linker-todo")
    expect(prompt).to_contain_text("Cue: “call”. Quote 1: now select its speaker")
    expect(one.locator(".nbk-ties path")).to_have_count(1)
    # A key for what was just clicked asks for nothing, so the next click is the speaker.
    page.keyboard.press("c")
    expect(live).to_contain_text("Cue: “call” is taken. C again, to take other words instead.")
    page.mouse.click(*word(one, "Ada"))
    expect(live).to_contain_text("speaker: Ada. ")
    one.get_by_role("button", name="Select further").click()
    page.mouse.click(*word(one, "Ray"))
    expect(live).to_contain_text("speaker: Ada Ray. “Ada Ray” – “call” – “Iron Heron”")
    expect(one.locator(".nbk-ties path")).to_have_count(2)
    expect(one.locator(".nbk-ties")).to_have_css("pointer-events", "none")
    card.get_by_role("button", name="Take away the speaker").click()
    expect(live).to_contain_text("speaker: none")
    # That button is gone, but the focus is not.
    expect(one.get_by_role("application")).to_be_focused()
    card.get_by_label("Name", exact=True).last.select_option("not named")
    assert listed(one) == ["“Iron Heron” | direct · no speaker, no name"]
    # Across paragraphs, with a part replaced.
    drag(page, word(one, "told"), word(one, "told"))
    card.get_by_role("button", name="Replace the cue").click()
    expect(live).to_contain_text("cue changed from “call” to “told”")
    expect(prompt).to_contain_text("Cue changed from “call” to “told”.")
    card.get_by_label("Name", exact=True).last.select_option("by a mention in the text …")
    page.mouse.click(*word(one, "Bo"))
    expect(live).to_contain_text("name: Bo Li")
    drag(page, word(one, "“", 1), word(one, "”", 1))
    card.get_by_role("button", name="Replace the content").click()
    expect(live).to_contain_text("content changed from “Iron Heron” to “It holds,”")
    one.get_by_role("button", name="mixed").click()
    assert listed(two) == ["“It holds,” | mixed · Bo Li · no speaker"]
    two.get_by_role("button", name="Undo").click()
    assert listed(one) == ["“It holds,” | direct · Bo Li · no speaker"]

    nb.restart()
    nb.run_all()
    one = nb.widget(0)
    assert listed(one) == ["“It holds,” | direct · Bo Li · no speaker"]
    page.set_viewport_size(PHONE)
    assert one.evaluate("el => el.scrollWidth <= el.clientWidth")
    piece(one, "holds").tap()  # waits until the page has settled in its new size
    card = one.get_by_role("group", name="This quote")
    expect(card).to_be_visible()
    card.get_by_role("button", name="Choose the speaker").tap()
    live = one.locator("[aria-live=polite]").first
    # The tap chose the quote, not its word as a speaker.
    expect(live).to_contain_text("now select its speaker")
    piece(one, "engineer").tap()
    expect(live).to_contain_text("speaker: engineer. “engineer” → Bo Li")
    for control in card.locator("button:visible, select").all():
        box = control.bounding_box()
        assert box and box["width"] >= 24 and box["height"] >= 24
    # High enough for all of it, since a notebook scrolls in a box of its own.
    page.set_viewport_size({"width": PHONE["width"], "height": 1800})
    screenshot(one, "quotes-phone")


def test_words_in_marks_are_taken_with_their_marks(notebook, page: Page) -> None:
    """Who drags over what is said leaves the marks out, which by the guidelines belong to it."""
    nb = notebook(BED, "widget_for(Said())")
    widget = nb.widget(0)
    card = widget.get_by_role("group", name="This quote")
    replace = card.get_by_role("button", name="Replace the content")
    make = widget.get_by_role("button", name="New quote")
    drag(page, word(widget, "It"), word(widget, "holds"))  # without the comma, too
    make.click()
    assert listed(widget) == ["“It holds,” | direct · no cue, no speaker, no name"]
    prompt = widget.locator(".nbk-linker-todo")
    expect(prompt).to_contain_text("Quote 1 is made, with its quotation marks.")
    expect(card).to_contain_text("in quotation marks: all of it")
    replace.click()
    drag(page, word(widget, "it"), word(widget, "broken"))
    assert listed(widget) == ["it was “tired, not broken” | mixed · no cue, no speaker, no name"]
    replace.click()
    drag(page, word(widget, "tired"), word(widget, "tired"))
    expect(card).to_contain_text("in quotation marks: a part of what stands there")
    replace.click()
    drag(page, word(widget, "opened"), word(widget, "bridge"))
    expect(card).to_contain_text("in quotation marks: none of it")
    expect(prompt).not_to_contain_text("with its quotation marks")


def test_python_sets_and_observes_and_text_is_no_markup(notebook, page: Page) -> None:
    nb = notebook(
        BED,
        "from newsbook.articles import Article, Quote\n"
        "from newsbook.exercises import possible_speakers\n"
        "from newsbook.widgets import QuoteLinker\n"
        "a = Article.load('nato_seoul')\n"
        "q = QuoteLinker(a, names=possible_speakers(a), reference=a.quotes)\nq",
        "q.quotes = a.quotes[1:5]",
        "print(q.value['quotes'][0]['cue'], q.spans[0].of(q.text), len(q.quotes))",
        "said, cue = Span(0, 32), Span(33, 60)\n"
        "h = QuoteLinker(NASTY, [Quote('indirect', said, (), cue, None, NASTY[:9])])\nh",
    )
    widget, nasty = nb.widget(0), nb.widget(1)
    expect(widget.locator(".nbk-linker-quote")).to_have_count(4)
    expect(widget.locator(".nbk-linker-quote").nth(1)).to_contain_text("indirect · “Yonhap")
    widget.get_by_role("application").focus()
    page.keyboard.press("n")
    page.keyboard.press("Delete")
    page.keyboard.press("n")
    expect(widget.locator(".nbk-linker-title")).to_have_text("Quote 1 of 3")
    nb.run(4)
    assert "[517, 525] Stoltenberg made the remark" in json.loads(nb.outputs(4))[0]["text"]
    widget.get_by_role("button", name="Check").click()
    expect(widget.get_by_role("status")).to_contain_text("You found 3 of 10 quotes.")

    nasty.locator(".nbk-linker-quote").click()
    nasty.get_by_role("button", name="Replace the cue").hover()
    assert page.locator(".nbk script, .nbk img, .nbk b").count() == 0
    assert not page.evaluate("() => window.hacked")
    expect(nasty.locator(".nbk-linker-told")).to_contain_text("<script>")

    page.set_viewport_size({"width": DESKTOP["width"], "height": 1800})
    screenshot(widget, "quotes")
    # A line is left out while neither of its ends is in sight.
    board = widget.get_by_role("application")
    before = board.evaluate("el => el.scrollTop")
    board.evaluate("el => { el.scrollTop = el.scrollHeight; }")
    expect(widget.locator(".nbk-ties path")).to_have_count(0)
    board.evaluate("(el, before) => { el.scrollTop = before; }", before)
    expect(widget.locator(".nbk-ties path")).to_have_count(2)
    page.set_viewport_size({"width": 590, "height": 1800})
    assert widget.evaluate("el => el.scrollWidth <= el.clientWidth")
