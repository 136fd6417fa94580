"""The pattern playground in a real browser."""

from __future__ import annotations

import re

from axe import complaints
from lab import DESKTOP, PHONE, screenshot, set_theme
from playwright.sync_api import Locator, Page, expect

BED = "from bed_regex import *"
CAPITALS = r"\b[A-Z]{2,}\b"


def field(widget: Locator) -> Locator:
    return widget.get_by_role("textbox", name="Pattern")


def lit(widget: Locator) -> list[str]:
    """The words of each match, as its pieces are marked in the article."""
    return widget.locator(".nbk-article").evaluate(
        """board => {
            const found = [];
            for (const piece of board.querySelectorAll(".nbk-marked")) {
                const bar = piece.querySelector(".nbk-bar");
                const words = Array.from(piece.childNodes).filter(n => n.tagName !== "I")
                    .map(n => n.textContent).join("");
                const whole = found.at(-1);
                if (whole && !whole.ended) whole.words += words;
                else found.push({words});
                found.at(-1).ended = bar.dataset.end !== undefined;
            }
            return found.map(({words}) => words);
        }"""
    )


def current(widget: Locator) -> str:
    return widget.locator(".nbk-lit").first.evaluate("el => el.firstChild.textContent")


def test_keyboard_alone_and_python(notebook, page: Page) -> None:
    nb = notebook(
        BED,
        "w = widget_for(Capitals())\nw",
        "w",
        "w.pattern = 'Park'\n[s.of(w.text) for s in w.spans]",
    )
    one, two = nb.widget(0), nb.widget(1)
    expect(field(one)).to_have_value("Park")
    expect(one.locator(".nbk-found")).to_have_text("0 of 13 found, 3 too much")
    expect(page.locator(".jp-OutputArea-output").last).to_have_text("['Park', 'Park', 'Park']")
    live = one.locator("[aria-live=polite]").first

    field(one).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(r"(N)(?P<rest>[A-Z]+)|\b[A-Z]+", delay=15)
    expect(one.locator(".nbk-found")).to_contain_text("13 of 13 found, 84 too much")
    expect(two.locator(".nbk-found")).to_contain_text("13 of 13 found, 84 too much")
    expect(field(two)).to_have_value(field(one).input_value())
    expect(live).to_contain_text("13 of 13 found")
    described = field(one).get_attribute("aria-describedby") or ""
    assert one.locator(f"[id='{described.split()[0]}']").inner_text().startswith("13 of 13")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(live).to_contain_text("match 2 of 97: N")
    expect(field(one)).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(live).to_contain_text("match 1 of 97: NATO, group 1: N, group rest: ATO")
    page.keyboard.press("Shift+Enter")
    expect(one.locator(".nbk-count")).to_have_text("Match 97 of 97")
    assert two.locator(".nbk-count").inner_text() == "Match 1 of 97", "each view has its own place"

    page.keyboard.press("Tab")  # flags
    page.keyboard.press("Tab")  # pieces
    page.keyboard.press("Enter")
    expect(one.get_by_role("toolbar", name="Pieces")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(one.get_by_role("button", name="Pieces")).to_be_focused()
    page.keyboard.press("Tab")
    expect(one.locator(".nbk-article")).to_be_focused()
    for key, number in (("Home", 1), ("n", 2), ("ArrowRight", 3), ("p", 2), ("End", 97), ("n", 1)):
        page.keyboard.press(key)
        expect(one.locator(".nbk-count")).to_have_text(f"Match {number} of 97")
    assert current(one) == "N", "the first group of the first NATO"
    page.keyboard.press("u")
    expect(field(one)).to_have_value("Park")
    # Until Python has answered, there are the matches of before, and their counts.
    expect(one.locator(".nbk-found")).to_have_text("0 of 13 found, 3 too much")
    page.keyboard.press("r")
    expect(one.locator(".nbk-found")).to_contain_text("13 of 13")
    page.keyboard.press("?")
    expect(one.locator(".nbk-keys")).to_be_visible()
    assert len(nb.cells()) == 5, "no key has reached the notebook"
    page.keyboard.press("Tab")
    expect(one.get_by_role("button", name="Previous")).to_be_focused()
    page.keyboard.press("Tab")
    expect(one.get_by_role("button", name="Go to match 1", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(one.get_by_role("button", name="Go to match 2", exact=True)).to_be_focused()
    expect(one.locator(".nbk-count")).to_have_text("Match 2 of 97")
    page.keyboard.press("Tab")
    expect(one.get_by_role("button", name="Show what is missed")).to_be_focused()
    page.keyboard.press("Enter")
    expect(live).to_contain_text("Can be seen when you have checked 3 more patterns.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(one.get_by_role("status")).to_contain_text("is N what is wanted?")

    for pattern in ("NATO", "IANS", r"\b[A-Z]+\b"):
        field(one).fill(pattern)
        one.get_by_role("button", name="Check").click()
        expect(one.get_by_role("status")).to_contain_text("not yet")
    expect(one.get_by_role("status")).to_contain_text("Is one letter alone a shout?")
    field(one).fill("NATO|Yoon")
    expect(one.locator(".nbk-found")).to_have_text("12 of 13 found, 4 too much")
    assert "○" not in one.locator(".nbk-article").inner_html()
    page.keyboard.press("Tab")
    one.locator(".nbk-article").focus()
    page.keyboard.press("m")
    expect(one.locator(".nbk-missed")).to_contain_text("1 missed: IANS")
    expect(one.locator(".nbk-missed")).to_contain_text("4 too much: Yoon · Yoon")
    expect(two.locator(".nbk-missed")).to_contain_text("1 missed: IANS")
    assert one.locator('.nbk-bar[data-letter="○"]').count() == 1
    screenshot(one, "regex-missed")

    nb.set_source(4, f"w.pattern = r'{CAPITALS}'\nprint(len(w.matches), w.counts['found'])")
    nb.run(4)
    expect(page.locator(".jp-OutputArea-output").last).to_have_text("13 13")
    expect(field(one)).to_have_value(CAPITALS)
    one.get_by_role("button", name="Check").click()
    expect(one.get_by_role("status")).to_contain_text("✓ 9.40 correct")
    assert nb.answer("9.40")["answer"] == {"pattern": CAPITALS, "flags": []}
    nb.restart()
    for cell in range(3):
        nb.run(cell)
    expect(field(nb.widget(0))).to_have_value(CAPITALS)
    expect(nb.widget(0).locator(".nbk-found")).to_have_text("13 of 13 found")
    expect(nb.widget(0).get_by_role("status")).to_contain_text("✓ 9.40 correct")
    nb.widget(0).locator(".nbk-article").focus()
    page.keyboard.press("End")  # the last paragraph is drawn when it comes near
    assert lit(nb.widget(0)) == ["NATO"] * 12 + ["IANS"]


def test_mouse_touch_and_offsets_behind_emoji(notebook, page: Page) -> None:
    nb = notebook(
        BED, "w = RegexPlayground(EMOJI, flags=True, example=r'\\d+')\nw", "w.value, w.spans"
    )
    widget = nb.widget()
    piece = lambda name: widget.get_by_role("button", name=name)  # noqa: E731
    piece("Pieces").click()
    screenshot(widget, "regex-pieces")
    piece("(…)").click()
    piece("\\d a digit").click()
    piece("{2,4}").click()
    expect(field(widget)).to_be_focused()
    expect(field(widget)).to_have_value(r"(\d{2,4})")
    page.keyboard.press("End")
    page.keyboard.type("|IN")
    widget.get_by_role("checkbox", name="ignore case").check()
    expect(widget.locator(".nbk-found")).to_have_text("3 matches")
    assert [words for words in lit(widget) if words.strip()] == ["In", "1998", "2024"]
    widget.locator(".nbk-marked").nth(2).click()
    expect(widget.locator(".nbk-count")).to_have_text("Match 3 of 3")
    assert current(widget) == "2024"
    row = widget.locator("tr[aria-current]")
    expect(row).to_contain_text("2024")
    assert row.locator(".nbk-group").inner_text().split() == ["1", "2024"]
    nb.run(3)
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("Span(start=10, end=14")
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("'flags': ['i']")

    page.set_viewport_size(PHONE)
    try:
        widget.scroll_into_view_if_needed()
        assert widget.evaluate("el => el.scrollWidth <= el.clientWidth")
        widget.get_by_role("button", name="Go to match 1").tap()
        expect(widget.locator(".nbk-lit").first).to_have_text(re.compile("^In"))
        assert current(widget) == "In"
        for control in widget.locator("button:visible, input:visible").all():
            box = control.bounding_box()
            label = control.evaluate(
                "el => el.closest('label')?.getBoundingClientRect().height ?? 0"
            )
            assert box and max(box["height"], label) >= 24, control
        size = field(widget).evaluate("el => parseFloat(getComputedStyle(el).fontSize)")
        assert size >= 16
        screenshot(widget, "regex-phone")
        page.set_viewport_size({"width": 590, "height": 430})
        assert widget.evaluate("el => el.scrollWidth <= el.clientWidth")
    finally:
        page.set_viewport_size(DESKTOP)


def test_a_runaway_pattern_hangs_nothing(notebook, page: Page) -> None:
    nb = notebook(
        BED,
        "w = RegexPlayground(EMOJI, pattern='a')\nw",
        "other = RegexPlayground(EMOJI, pattern=r'\\d+')\nother",
        "import time\nprint('ran', other.counts)",
    )
    widget, other = nb.widget(0), nb.widget(1)
    expect(widget.locator(".nbk-found")).to_have_text("41 matches")
    found, problem = widget.locator(".nbk-found"), widget.locator(".nbk-problem")
    field(widget).fill("(a+)+$")
    expect(found).to_have_text("still trying…")
    nb.run(4)  # a cell runs meanwhile: unstopped, the search would take years
    expect(problem).to_contain_text("Stopped after 1 s: this is a runaway pattern")
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("'matches': 2}")
    expect(widget.locator(".nbk-article")).to_have_class("nbk-article nbk-stale")
    assert len(lit(widget)) == 41, "the last good matches stay, faded"
    expect(found).to_have_text("These are the matches of your last working pattern.")
    screenshot(widget, "regex-runaway")

    # What is typed on while it runs is answered, and the outdated search does not hold it up.
    field(widget).fill("(a+)+!?$")
    expect(found).to_have_text("1 match")
    field(widget).fill("(a+)+$")
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    expect(found).to_have_text("2 matches")
    field(other).fill("2024")
    expect(other.locator(".nbk-found")).to_have_text("1 match")

    field(widget).fill("a(b")
    expect(problem).to_contain_text("This bracket is opened and never closed.")
    expect(problem).to_contain_text("missing ), unterminated subpattern at position 1")
    assert problem.locator("mark").inner_text() == "("
    expect(field(widget)).to_have_attribute("aria-invalid", "true")
    expect(found).to_have_text("These are the matches of your last working pattern.")
    field(widget).fill("")
    expect(found).to_have_text("Type a pattern: what it finds lights up in the text.")
    assert lit(widget) == []


def test_what_is_too_much_is_seen_in_practice(notebook, page: Page) -> None:
    nb = notebook(
        BED,
        "pieces = [piece for quote in ARTICLE.quotes for piece in quote.pieces]\n"
        "w = RegexPlayground(ARTICLE, pieces, pattern='“.*”')\nw",
    )
    page.set_viewport_size({"width": 1280, "height": 720})
    widget = nb.widget()
    live = widget.locator("[aria-live=polite]").first
    expect(widget.locator(".nbk-found")).to_have_text("4 of 9 found, 2 too much")
    # A long match is told by both ends and its length, in the list and while one goes through.
    widget.get_by_role("button", name="Go to match 4").click()
    expect(live).to_contain_text(", too much: “Our visit is a")
    expect(live).to_contain_text("can be a mutual benefit.”, 337 characters")
    expect(widget.locator(".nbk-count")).to_have_text("Match 4 of 6: 337 characters")
    row = widget.locator("tr[aria-current]")
    expect(row).to_contain_text("mutual benefit.”")
    expect(row).to_contain_text("(337 characters)")
    expect(row.get_by_role("img", name="too much")).to_have_text("✕")
    # All of it is in sight, or its beginning where there is no room.
    for name in ("Next", "Previous", "Previous"):
        widget.get_by_role("button", name=name).click()
        above, below = widget.locator(".nbk-article").evaluate(
            """board => {
                const box = board.getBoundingClientRect();
                const panel = board.closest(".jp-WindowedPanel-outer, .jp-Notebook")
                    .getBoundingClientRect();
                const pieces = Array.from(board.querySelectorAll(".nbk-lit"))
                    .map(el => el.getBoundingClientRect());
                return [pieces[0].top - Math.max(box.top, panel.top),
                    Math.min(box.bottom, panel.bottom) - pieces.at(-1).bottom];
            }"""
        )
        assert above >= 0 and (below >= 0 or above < 40), (name, above, below)
    # In the text, sign and line say which are right; the places that are missed are not there.
    signs = widget.locator(".nbk-bar[data-letter]").evaluate_all(
        "all => all.map(el => [el.dataset.letter, getComputedStyle(el).borderTopStyle])"
    )
    assert {tuple(one) for one in signs} == {("✓", "solid"), ("✕", "dotted")}
    assert "○" not in widget.locator(".nbk-article").inner_html()
    # In the dark, these signs are looked at in test_hostile_text_and_looks.
    assert complaints(page) == []
    screenshot(widget, "regex-greedy")
    # Quotes of the keyboard are other characters than the article's, which are among the pieces.
    field(widget).fill('".*?"')
    says = '0 of 9 found. This article uses “ and ”, which are other characters than ".'
    expect(widget.locator(".nbk-found")).to_have_text(says)
    expect(live).to_contain_text(says)
    field(widget).fill("")
    widget.get_by_role("button", name="Pieces").click()
    for name in ("an opening quote", ". any character", "*", "? once or", "a closing quote"):
        widget.get_by_role("toolbar", name="Pieces").get_by_role("button", name=name).first.click()
    expect(field(widget)).to_have_value("“.*?”")
    expect(widget.locator(".nbk-found")).to_contain_text("found")
    page.set_viewport_size(DESKTOP)


TYPE = """async field => {
    const times = [];
    for (let i = 0; i < 80; i++) {
        const begun = performance.now();
        field.value = i < 79 ? "a".repeat(i % 40) + "\\\\w" : "[A-Z]\\\\w+ [A-Z]\\\\w+";
        field.dispatchEvent(new Event("input"));
        times.push(performance.now() - begun);
        await new Promise(done => setTimeout(done, i % 3 ? 0 : 70));
    }
    return times.sort((a, b) => a - b)[76];
}"""


def test_typing_on_100_000_characters(notebook, page: Page) -> None:
    nb = notebook(BED, "w = RegexPlayground(LONG)\nw", "w.value['pattern'], w.counts")
    widget = nb.widget()
    slow = field(widget).evaluate(TYPE)
    print(f"typing: {slow:.1f} ms at the 95th percentile of 80 changes")
    assert slow < 50, "typing waits for nothing"
    expect(widget.locator(".nbk-found")).to_have_text("840 matches")
    nb.run(3)
    shown = page.locator(".jp-OutputArea-output").last
    expect(shown).to_contain_text("'[A-Z]\\\\w+ [A-Z]\\\\w+', {'matches': 840}")
    field(widget).fill(".")
    expect(widget.locator(".nbk-found")).to_contain_text("shown are the first 2,000")
    widget.locator(".nbk-article").focus()
    page.keyboard.press("End")
    expect(widget.locator(".nbk-count")).to_have_text("Match 2,000 of 2,000")
    page.keyboard.press("n")
    expect(widget.locator(".nbk-lit")).to_have_text("N")
    assert widget.locator("tbody tr").count() == 5


NASTY = (
    "<script>window.hacked=1</script> <img/src=x/onerror=window.hacked=2>\\n"
    "\\u202eliam\\u202c a\\u200bb `x` שלום مرحبا ends."
)


def test_hostile_text_and_looks(notebook, page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 1500})
    nb = notebook(
        BED,
        f"w = RegexPlayground('{NASTY}', [Span(0, 8)], pattern=r'(?P<img>\\S+)', example='<i>')\nw",
        "RegexPlayground(ARTICLE, pattern=r'(?P<first>[A-Z]\\w+) (?P<last>[A-Z]\\w+)', flags=True)",
    )
    widget = nb.widget()
    expect(widget.locator(".nbk-found")).to_contain_text("too much")
    field(widget).fill("<img onerror=hacked=3>(")
    expect(widget.locator(".nbk-echo")).to_contain_text("<img onerror=hacked=3>(")
    field(widget).fill(r"<.*?>|[\u202e\u200b]")
    widget.get_by_role("button", name="Check").click()
    widget.get_by_role("button", name="Show what is missed").click()
    expect(widget.locator(".nbk-missed")).to_contain_text("U+202E")
    expect(widget.locator("tbody")).to_contain_text("<script>")
    assert not page.evaluate("() => window.hacked")
    for dark in (True, False):
        set_theme(page, dark)
        theme = "dark" if dark else "light"
        assert complaints(page, colours_only=dark) == []
        screenshot(widget, f"regex-hostile-{theme}")
        screenshot(nb.widget(1), f"regex-article-{theme}")
