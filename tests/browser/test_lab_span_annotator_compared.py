"""Span annotations compared, in a real browser: who agrees, and how it looks."""

from __future__ import annotations

from axe_core_python.sync_playwright import Axe
from lab import DESKTOP, board, screenshot, set_theme
from playwright.sync_api import Page, expect
from span_annotator_page import IMPORT, button, label, said, word

from newsbook.articles import Article
from newsbook.scoring import score
from newsbook.spans import Span, to_json

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def test_who_agrees_and_the_gold_that_stays_away(notebook, page: Page) -> None:
    article = Article.load("nato_seoul")
    gold = list(article.gold("entities"))
    theirs = [*gold[:12], gold[12].labelled("GPE"), Span(465, 487, "PERSON"), Span(5, 10, "ORG")]
    mine = gold[:18]
    nb = notebook(
        f"{IMPORT}article = Article.load('nato_seoul')\ngold = article.gold('entities')\n"
        f"w = SpanAnnotator(article, MEANINGS, gold[:18], reference=gold,"
        f" others={{'Min': [Span(*s) for s in {to_json(theirs)}]}})\nw",
        "widget_for(Marked())",
    )
    widget = nb.widget()
    compare = button(widget, "Compare with Min")
    compare.click()
    legend = widget.locator(".nbk-outcomes li")
    counts = {"agreed": 12, "mine only": 4, "theirs only": 1, "other label": 1, "other edges": 1}
    signs = "✓●○≠±"
    expect(legend).to_have_text([f"{s} {n} {w}" for s, (w, n) in zip(signs, counts.items())])  # noqa: B905
    f1 = score(theirs, mine).f1
    expect(widget.get_by_role("group", name="Comparison")).to_contain_text(
        f"Agreement F1 {f1:.2f}: of your 18 spans and the 15 spans of Min, 12 are the same"
    )
    told = widget.locator(".nbk-told")
    board(widget).focus()
    page.keyboard.press(".")
    expect(told).to_have_text(
        "Difference 1 of 7, theirs only: you have nothing there, Min has ORG “chief”."
    )
    page.keyboard.press("o")  # what is chosen can be taken over at once
    expect(legend.first).to_have_text("✓ 13 agreed")
    page.keyboard.press(",")
    expect(told).to_contain_text("Difference 6 of 6")
    for _ in range(2):
        button(widget, "Next difference ▸").click()
    expect(told).to_contain_text("Difference 2 of 6")
    # Stepping moves the text in its board, and nothing else: board, labels and steps are in sight.
    page.set_viewport_size({"width": 1280, "height": 720})
    board(widget).evaluate("el => el.closest('.nbk').scrollIntoView()")
    board(widget).evaluate("el => { el.scrollTop = el.scrollHeight; }")
    step = button(widget, "Next difference ▸")
    expect(step).to_be_in_viewport(ratio=1)
    place = step.bounding_box()
    step.press("Enter")
    expect(told).to_contain_text("Difference 3 of 6")
    for seen in (told, widget.locator(".nbk-selected").first):
        expect(seen).to_be_in_viewport(ratio=0.9)
    expect(widget.locator(".nbk-chosen")).to_be_in_viewport()
    assert step.bounding_box() == place
    page.set_viewport_size(DESKTOP)
    kinds = widget.locator(".nbk-bar").evaluate_all(
        "bars => Array.from(new Set(bars.map(bar => bar.dataset.kind))).sort().join()"
    )
    assert kinds == "agreed,mine,theirs"
    letters = widget.locator(".nbk-bar[data-letter]").evaluate_all(
        "bars => bars.map(bar => bar.dataset.letter[0]).join('')"
    )
    assert set(letters) >= set("✓≠±●"), letters
    compare.click()
    expect(widget.get_by_role("group", name="Comparison")).to_be_hidden()

    # The reference is in the page only when it was asked for, after a check.
    differ = button(widget, "Show where it differs")
    expect(differ).to_have_attribute("aria-disabled", "true")
    differ.click(force=True)
    expect(widget.locator(".nbk-error")).to_contain_text("Opens when you have checked your spans.")
    button(widget, "Check").click()
    expect(widget.get_by_role("status")).to_contain_text("18 of 54 spans are as in the reference")
    expect(differ).to_have_attribute("aria-disabled", "false")
    differ.click()
    expect(legend.nth(2)).to_have_text("○ 36 theirs only")
    expect(said(widget)).to_contain_text("the 54 spans of the reference")

    bound = nb.widget(1)
    word(bound, "Seoul").click()
    label(bound, "GPE").click()
    button(bound, "Check").click()
    expect(bound.get_by_role("status")).to_contain_text("One label is not used yet.")
    button(bound, "Show where it differs").click(force=True)
    expect(bound.locator(".nbk-error")).to_contain_text("Opens when your answer is correct.")
    expect(bound.get_by_role("group", name="Comparison")).to_be_hidden()


def test_pictures_and_axe(notebook, page: Page) -> None:
    nb = notebook(
        f"{IMPORT}a = Article.load('nato_seoul')\ng = a.gold('entities')\n"
        "SpanAnnotator(a, MEANINGS, g[1:40], others={'Min': [*g[:9], *g[12:], Span(84, 118, "
        "'PERSON')]})",
    )
    shown = nb.widget()
    page.set_viewport_size({"width": 1180, "height": 1700})
    found: list[str] = []
    compare = button(shown, "Compare with Min")
    shown.locator("summary").click()
    button(shown, "Table of 39 spans").click()
    word(shown, "Atlantic").click()
    page.evaluate(Axe().axe_script)
    for theme in ("dark", "light"):
        set_theme(page, theme == "dark")
        for state in ("plain", "compared"):
            screenshot(shown, f"span-annotator-{state}-{theme}")
            rules = {**RULES, "runOnly": ["color-contrast"]} if theme == "dark" else RULES
            result = shown.evaluate("(el, rules) => axe.run(el, rules)", rules)
            assert theme == "dark" or len(result["passes"]) > 5
            found += [
                f"{state} {theme} {item['id']}: {node['target']} {node.get('failureSummary')}"
                for item in result["violations"]
                for node in item["nodes"]
            ]
            compare.click()
            if state == "plain":
                shown.get_by_role("button", name="Next difference").click()
    assert found == []
    page.set_viewport_size({"width": 590, "height": 430})
    assert shown.evaluate("el => el.scrollWidth <= el.clientWidth")
    row = shown.get_by_role("row").first
    assert row.evaluate("el => el.scrollWidth <= el.clientWidth")
    page.set_viewport_size(DESKTOP)
