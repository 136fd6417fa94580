"""One specimen of each widget, for the tests that hold for all of them.

To add a widget to those tests, add its specimen: `SPECIMENS["name"] = Specimen(…)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

__all__ = ["HOSTILE", "SPECIMENS", "Specimen"]

HOSTILE = (
    "<script>window.hacked=1</script> <img/src=x/onerror=window.hacked=2>\n"
    "\u202eliam\u202c a\u200bb 🙂👩\u200d👩\u200d👧 🇰🇷 &amp; **bold** $x$ "
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 ends."
)
"""A text that wants to become markup, to turn around, to hide and to shift offsets."""


@dataclass(frozen=True)
class Specimen:
    """A widget as one cell makes it.

    Args:
        source: The cell, after one that imports all of ``bed`` and ``newsbook.widgets``.
        act: Brings the widget to an answered state by hand: (widget, page) → nothing.
        hostile: The cell that makes the widget of `HOSTILE`, which the cell may name.
    """

    source: str
    act: Callable[[Locator, Page], None]
    hostile: str


def _pick_first(widget: Locator, page: Page) -> None:
    widget.get_by_role("radio").first.check()


def _split(widget: Locator, page: Page) -> None:
    widget.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")


def _commit(widget: Locator, page: Page) -> None:
    field = widget.get_by_role("textbox").first
    field.fill("3")
    field.press("Enter")


def _use_a_line(widget: Locator, page: Page) -> None:
    widget.locator(".nbk-codeline").first.click()


def _label_one(widget: Locator, page: Page) -> None:
    widget.get_by_role("application").focus()
    page.keyboard.press("1")


def _mark_a_quote(widget: Locator, page: Page) -> None:
    widget.get_by_role("application").focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("q")


def _mark_one(widget: Locator, page: Page) -> None:
    widget.get_by_role("application").focus()
    page.keyboard.press("p")


def _type_a_pattern(widget: Locator, page: Page) -> None:
    widget.get_by_role("textbox").first.fill(r"(\w)\w+")


SPECIMENS: dict[str, Specimen] = {
    "token_editor": Specimen("widget_for(Tokens())", _split, "TokenEditor(HOSTILE)"),
    "choice": Specimen("widget_for(Who())", _pick_first, "Choice(HOSTILE, [HOSTILE, 'b'])"),
    "predict": Specimen(
        "widget_for(Lengths())",
        _commit,
        "Predict(HOSTILE, [Prediction('a', [Line(repr(HOSTILE)), Line('2')], HOSTILE)])",
    ),
    "order": Specimen(
        "widget_for(Counting())",
        _use_a_line,
        "Order(HOSTILE, [line.strip() for line in HOSTILE.split('\\n')])",
    ),
    "match": Specimen(
        "widget_for(Labels())", _label_one, "Match(HOSTILE, {HOSTILE: HOSTILE, 'b': 'c'})"
    ),
    "span_annotator": Specimen(
        "SpanAnnotator('Yoon met Park Jin.', reference=[Span(0, 4, 'PERSON'), "
        "Span(9, 17, 'PERSON')], others={'Min': [Span(9, 13, 'ORG')]})",
        _mark_one,
        "SpanAnnotator(HOSTILE, {HOSTILE: HOSTILE, 'b': '<b>'}, [Span(0, 8, HOSTILE)], "
        "others={HOSTILE: [Span(1, 7, '<img>')]})",
    ),
    "pipeline_view": Specimen(
        "PipelineView('NATO spoke.', {'tokens': [(0, 4), (5, 10), (10, 11)], 'entities': "
        "[Span(0, 4, 'ORG')]})",
        _label_one,
        "PipelineView(HOSTILE, {'entities': [Span(0, 8, HOSTILE)], 'sentences': [Span(0, 50)]})",
    ),
    "score_view": Specimen(
        "ScoreView('NATO spoke.', [Span(0, 4, 'ORG')], [Span(0, 4, 'GPE')])",
        lambda widget, page: widget.get_by_role("button", name="missed: 1").click(),
        "ScoreView(HOSTILE, [Span(0, 8, HOSTILE)], [Span(4, 9, HOSTILE)], title=HOSTILE)",
    ),
    "quote_linker": Specimen(
        "QuoteLinker('“We won,” said Ada Ray.', names=['Ada Ray', 'Bo Li'])",
        _mark_a_quote,
        "QuoteLinker(HOSTILE, names=[HOSTILE, 'Bo Li'])",
    ),
    "regex_playground": Specimen(
        "RegexPlayground('NATO spoke in 2024.', [Span(14, 18)], flags=True)",
        _type_a_pattern,
        "RegexPlayground(HOSTILE, [Span(0, 8)], pattern=r'(?P<a>.+?)>', example=HOSTILE)",
    ),
}
