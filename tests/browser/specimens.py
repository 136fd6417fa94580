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


SPECIMENS: dict[str, Specimen] = {
    "token_editor": Specimen("widget_for(Tokens())", _split, "TokenEditor(HOSTILE)"),
    "choice": Specimen("widget_for(Who())", _pick_first, "Choice(HOSTILE, [HOSTILE, 'b'])"),
    "predict": Specimen(
        "widget_for(Lengths())",
        _commit,
        "Predict(HOSTILE, [Prediction('a', [Line(repr(HOSTILE)), Line('2')], HOSTILE)])",
    ),
}
