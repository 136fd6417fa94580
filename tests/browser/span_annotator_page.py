"""Where things are on the page of a span annotator."""

from __future__ import annotations

import re

from playwright.sync_api import Locator

IMPORT = "from bed_span_annotator import *\n"


def word(widget: Locator, text: str, nth: int = 0) -> Locator:
    """A word of the article."""
    return widget.locator(".nbk-piece", has_text=re.compile(f"^{re.escape(text)}$")).nth(nth)


def button(widget: Locator, name: str) -> Locator:
    return widget.get_by_role("button", name=name, exact=True)


def label(widget: Locator, name: str) -> Locator:
    return widget.get_by_role("toolbar", name="Labels").get_by_role("button", name=name)


def said(widget: Locator) -> Locator:
    return widget.locator("[aria-live]")
