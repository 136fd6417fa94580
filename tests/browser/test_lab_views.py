"""The views that only show, and the charts, in JupyterLab."""

from __future__ import annotations

from axe import complaints
from lab import PHONE, Notebook, screenshot, set_theme
from playwright.sync_api import Locator, Page, expect

BED = "from bed_views import *"
THEMES = (("dark", True), ("light", False))


def on(widget: Locator) -> list[str]:
    """The layers that are on, as their switches say."""
    pressed = widget.locator("button[aria-pressed=true]").all()
    return [str(button.get_attribute("data-layer")) for button in pressed]


def live(widget: Locator) -> Locator:
    return widget.locator("[aria-live=polite]")


def ask_python(nb: Notebook, number: int, source: str) -> str:
    nb.set_source(number, source)
    nb.run(number)
    return nb.outputs(number)


def test_pipeline_by_keyboard_mouse_python_and_in_two_views(notebook, page: Page) -> None:
    nb = notebook(BED, "view = PipelineView(SEED); view", "view", "0")
    widget, twin = nb.widget(0), nb.widget(1)
    board = widget.get_by_role("application")
    expect(board).to_be_visible()
    assert on(widget) == ["entities", "quotes"]
    expect(widget.locator(".nbk-arc").first).to_be_attached()
    # Each quote's arc ends at its speaker's word, or dashed at the name that stands nearest.
    ends = widget.evaluate(
        """el => {
            const head = el.querySelector("[data-quote='1'] .nbk-arc-head").getBoundingClientRect();
            const word = el.querySelector(".nbk-piece[data-u='0']").getBoundingClientRect();
            return Math.abs(head.x + head.width / 2 - word.x - word.width / 2) < 2
                && Math.abs(head.bottom - word.top) < 6;
        }"""
    )
    assert ends
    board.focus()
    # N goes from span to span and tells everything about each, in words too.
    page.keyboard.press("n")
    expect(live(widget)).to_contain_text(
        "stresses, Quote 1: ‘interconnected’ security, this is its"
    )
    page.keyboard.press("n")
    told = widget.locator(".nbk-told")
    expect(told.last).to_contain_text("kind: mixed; characters 20–45; cue: stresses")
    expect(told.last).to_contain_text("speaker: NATO chief; name: Jens Stoltenberg")
    expect(widget.locator(".nbk-arc-on")).to_have_attribute("data-quote", "1")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(live(widget)).to_contain_text("NATO, ORG: NATO, characters 0–4; Quote 1")
    page.keyboard.press("p")
    expect(live(widget)).to_contain_text("no span before this")
    # Digits switch layers; two views stay in step; the notebook's own keys are not reached.
    page.keyboard.press("1")
    expect(live(widget)).to_contain_text("417 tokens shown")
    page.keyboard.press("2")
    page.keyboard.press("4")
    expect(widget.locator(".nbk-arc")).to_have_count(0)
    assert on(widget) == on(twin) == ["tokens", "sentences", "entities"]
    expect(widget.locator(".nbk-raised").first).to_have_text("1")
    assert "['tokens', 'sentences', 'entities']" in ask_python(nb, 4, "view.shown")
    ask_python(nb, 4, "view.shown = ['quotes']")
    expect(twin.locator("button[data-layer=quotes]")).to_have_attribute("aria-pressed", "true")
    assert on(widget) == ["quotes"]
    # By mouse and by touch.
    widget.locator("button[data-layer=entities]").click()
    assert on(twin) == ["entities", "quotes"]
    widget.locator(".nbk-piece", has_text="Russia").first.click()
    expect(told.filter(has_text="GPE")).to_contain_text("Russia")
    twin.locator(".nbk-piece", has_text="stresses").first.tap()
    expect(twin.locator(".nbk-told").last).to_contain_text("this is its cue")
    # One tab stop for the switches, with arrow keys inside.
    widget.locator("button[data-layer=entities]").focus()
    page.keyboard.press("ArrowRight")
    expect(widget.locator("button[data-layer=quotes]")).to_be_focused()
    assert len(nb.cells()) == 5


def test_score_by_keyboard_mouse_python_and_in_two_views(notebook, page: Page) -> None:
    nb = notebook(
        BED,
        "view = ScoreView(SEED, SEED.gold('entities'), tagged(), title='Mine'); view",
        "view",
        "0",
    )
    widget, twin = nb.widget(0), nb.widget(1)
    cases = widget.locator(".nbk-case")
    marks = widget.locator(".nbk-bar[data-letter]")
    figure = widget.get_by_role("button", name="missed: 16")
    figure.focus()
    page.keyboard.press("Enter")
    expect(figure).to_have_attribute("aria-pressed", "true")
    expect(cases).to_have_count(16)
    expect(widget.locator(".nbk-says")).to_have_text("16 spans are there and were not found.")
    expect(live(widget)).to_contain_text("16 spans are there and were not found. 16 cases shown")
    letters = {letter.get_attribute("data-letter") for letter in marks.all()}
    assert letters <= {f"−{near}{label}" for near in ("", "≈") for label in "POGLND"}
    expect(twin.locator(".nbk-case")).to_have_count(16)
    assert "'misses'" in ask_python(nb, 4, "view.selected")
    # Up and down a column, left and right along a row.
    figure.focus()
    page.keyboard.press("ArrowDown")
    expect(widget.get_by_role("button", name="missed, DATE: 1")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(widget.get_by_role("button", name="invented, DATE: 0")).to_be_focused()
    # Through the cases, from the text and from the list.
    board = widget.get_by_role("application")
    board.focus()
    page.keyboard.press("n")
    expect(live(widget)).to_contain_text("1 of 16: missed, ORG, NATO")
    page.keyboard.press("n")
    expect(live(widget)).to_contain_text("2 of 16: missed, PERSON, Jens Stoltenberg, right edges")
    expect(widget.locator(".nbk-selected").first).to_have_text("Jens")
    expect(cases.nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(live(widget)).to_contain_text("no case before this")
    cases.nth(2).click()
    expect(live(widget)).to_contain_text("3 of 16")
    expect(cases.nth(2)).to_contain_text("≈ edges differ: found was")
    board.focus()
    page.keyboard.press("Escape")
    expect(widget.locator(".nbk-figure[aria-pressed=true]")).to_have_count(0)
    # Python selects, and a figure that is none changes nothing.
    ask_python(nb, 4, "view.selected = 'inventions:LOC'")
    expect(cases).to_have_count(5)
    expect(widget.get_by_role("button", name="invented, LOC: 5")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert "BadInput: ScoreView has no figure" in ask_python(nb, 4, "view.selected = 'x'")
    expect(cases).to_have_count(5)
    # A click in the text goes to the case there; a second click on a figure shows all again.
    widget.locator(".nbk-piece.nbk-marked").nth(2).click()
    expect(widget.locator(".nbk-count")).to_contain_text("of 5 cases")
    widget.get_by_role("button", name="invented, LOC: 5").tap()
    expect(widget.locator(".nbk-count")).to_have_text("63 cases")
    widget.get_by_role("button", name="Later").click()
    expect(cases).to_have_count(23)
    assert len(nb.cells()) == 5


def test_how_the_views_look(notebook, page: Page) -> None:
    nb = notebook(
        BED,
        "a = PipelineView(SEED); a",
        "b = ScoreView(SEED, SEED.gold('entities'), tagged(), title='Mine'); b",
        "PipelineView(hostile, {'entities': [Span(0, 8, hostile), Span(34, 40, '')],"
        " 'sentences': [Span(0, 60)], 'quotes': [Quote('direct', Span(0, 30), resolved=hostile)]},"
        " show=['sentences', 'entities', 'quotes'])",
        "ScoreView(hostile, [Span(0, 8, hostile)], [Span(4, 9, hostile)], title=hostile)",
    )
    heads = nb.widget(1).locator("thead th")
    assert [words.split() for words in heads.all_inner_texts()] == [
        ["precision"], ["recall"], ["F1"], ["✓", "right"], ["−", "missed"], ["+", "invented"],
        ["≈", "of", "these", "near"],
    ]  # fmt: skip
    expect(nb.widget(1).locator(".nbk-legend")).to_contain_text(
        "counted as missed or invented, too"
    )
    for number in (0, 1):
        nb.widget(number).get_by_role("application").focus()
        page.keyboard.press("n")
        page.keyboard.press("?")
    nb.widget(1).get_by_role("button", name="of these near: ").first.click()
    found = []
    for theme, dark in THEMES:
        set_theme(page, dark)
        found += complaints(page, colours_only=dark)
        assert nb.widget(0).locator(".nbk-arc").count() == 6, "a change of theme takes none away"
        for number, name in enumerate(("pipeline", "score", "pipeline-hostile", "score-hostile")):
            nb.widget(number).scroll_into_view_if_needed()
            screenshot(nb.widget(number), f"{name}-{theme}")
    assert found == []
    for number in (2, 3):
        expect(nb.widget(number).locator(".nbk-hidden-char").first).to_have_text("U+202E")
    assert not page.evaluate("() => window.hacked")
    for name, size in (("phone", PHONE), ("zoom", {"width": 590, "height": 800})):
        page.set_viewport_size(size)
        for number in range(4):
            widget = nb.widget(number)
            widget.scroll_into_view_if_needed()
            assert widget.evaluate("el => el.scrollWidth <= el.clientWidth"), (name, number)
            assert widget.evaluate("el => el.getBoundingClientRect().right") <= size["width"]
            screenshot(widget, f"view-{name}-{number}")
        small = page.evaluate(
            """() => Array.from(document.querySelectorAll(".nbk button"))
                .map(el => [el.textContent, el.getBoundingClientRect()])
                .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
                .map(([text]) => text)"""
        )
        assert small == [], name


# The colours of a chart's text, grid, hover label, and what lies behind them.
LOOKS = """chart => {
    const of = (selector, what) => getComputedStyle(chart.querySelector(selector))[what];
    return {
        text: of(".gtitle", "fill"), axis: of(".xtick text", "fill"),
        grid: chart.querySelector(".gridlayer path") ? of(".gridlayer path", "stroke") : null,
        page: getComputedStyle(document.body).getPropertyValue("--jp-content-font-color1").trim(),
        line: getComputedStyle(document.body).getPropertyValue("--jp-border-color2").trim(),
    };
}"""
OVERLAPS = """chart => {
    const all = Array.from(chart.querySelectorAll(
        ".xtick text, .ytick text, .gtitle, .xtitle, .ytitle, .legendtext, .bartext"))
        .map(el => [el.textContent, el.getBoundingClientRect(), el.closest(".xtick") !== null]);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    // The boxes of slanted names meet where the names do not.
    return all.flatMap(([a, box, slanted], i) => all.slice(i + 1)
        .filter(([, other, too]) => !(slanted && too) && meet(box, other)).map(([b]) => [a, b]));
}"""
AS_RGB = """colour => {
    const el = document.body.appendChild(document.createElement("i"));
    el.style.color = colour;
    const rgb = getComputedStyle(el).color;
    el.remove();
    return rgb;
}"""


def test_charts_follow_the_theme_while_they_are_shown(notebook, page: Page) -> None:
    notebook(
        BED,
        "bar_chart({'NLTK': {'P': .8, 'R': .7}, 'ours': {'P': .9, 'R': .95}},"
        " title='Two tokenisers', x='figure', y='share', unit='of 1')",
        "line_chart({'Punkt': [(1, .5), (5, .8)], 'ours': [(1, .6), (5, .9)]},"
        " title='Learning', x='articles read', y='F1')",
        "confusion_chart({'ORG': {'ORG': 8, 'GPE': 2}, 'GPE': {'GPE': 5, 'PERSON': 1}},"
        " title='What was taken for what')",
    )
    charts = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .js-plotly-plot")
    expect(charts).to_have_count(3)
    for theme, dark in THEMES:
        set_theme(page, dark)
        for number, name in enumerate(("bars", "lines", "confusion")):
            chart = charts.nth(number)
            chart.scroll_into_view_if_needed()
            looks = chart.evaluate(LOOKS)
            ink = page.evaluate(AS_RGB, looks["page"])
            assert looks["text"] == looks["axis"] == ink, (theme, name)
            if looks["grid"] is not None:
                assert looks["grid"] == page.evaluate(AS_RGB, looks["line"]), (theme, name)
            assert chart.evaluate("chart => chart.clientHeight") > 300
            if name == "lines":
                chart.locator(".point").nth(1).hover(force=True)
                label = chart.locator(".hovertext")
                expect(label).to_be_visible()
                behind, words = label.evaluate(
                    """el => [getComputedStyle(el.querySelector("path")).fill,
                        getComputedStyle(el.querySelector("text")).fill]"""
                )
                layer = page.evaluate(
                    "() => getComputedStyle(document.body).getPropertyValue('--jp-layout-color1')"
                )
                assert behind == page.evaluate(AS_RGB, layer.strip()) and words == ink
            screenshot(chart, f"chart-{name}-{theme}")
    expect(page.get_by_text("The chart in words").first).to_be_visible()
    # Letters grow with the page's, and none of them comes to lie upon another.
    toggle = "() => window.jupyterapp.commands.execute('application:toggle-presentation-mode')"
    for size in ("14px", "17px"):
        for number, name in enumerate(("bars", "lines", "confusion")):
            chart = charts.nth(number)
            chart.scroll_into_view_if_needed()
            axis = chart.locator(".xtick text").first
            expect(axis).to_have_css("font-size", size)
            assert chart.evaluate(OVERLAPS) == [], (size, name)
            screenshot(chart, f"chart-{name}-{size}")
        page.evaluate(toggle)
    expect(charts.first.locator(".bartext")).to_have_text(["0.8", "0.7", "0.9", "0.95"])
