"""Axe over the widgets, as sentences."""

from __future__ import annotations

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["complaints"]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    # A way to each of thousands of elements that are well would cost more than the looking.
    "resultTypes": ["violations"],
}
# This axe knows no `color(srgb …)`, which color-mix() gives, and would give up on all contrasts.
PLAIN_COLOURS = """() => {
    const given = window.getComputedStyle;
    const plain = text => typeof text !== "string" ? text : text.replace(
        /color\\(srgb ([\\d.e-]+) ([\\d.e-]+) ([\\d.e-]+)(?: \\/ ([\\d.]+))?\\)/g,
        (_, r, g, b, a) => `rgba(${[r, g, b].map(x => Math.round(255 * x))}, ${a ?? 1})`);
    window.getComputedStyle = (...args) => {
        const found = given.apply(window, args);
        if (![found.color, found.backgroundColor].some(c => c.startsWith("color("))) return found;
        return new Proxy(found, {
            get(style, name) {
                if (name === "getPropertyValue") return word => plain(style.getPropertyValue(word));
                const value = style[name];
                return typeof value === "function" ? value.bind(style) : plain(value);
            },
        });
    };
    return () => { window.getComputedStyle = given; };
}"""


def complaints(page: Page, where: str = ".nbk", *, colours_only: bool = False) -> list[str]:
    """What axe finds in the widgets, as sentences.

    Args:
        page: The page.
        where: Which part of it, as a selector.
        colours_only: Look only for contrast. A change of theme changes nothing else.
    """
    # JupyterLab around the widgets is not ours to mend.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    # A colour on its way from one theme to the other is none that anybody reads.
    page.evaluate("() => Promise.all(document.getAnimations().map(a => a.finished.catch(() => 0)))")
    restore = page.evaluate_handle(PLAIN_COLOURS)
    rules = {**RULES, "runOnly": ["color-contrast"]} if colours_only else RULES
    found = page.evaluate("([where, rules]) => axe.run(where, rules)", [where, rules])
    restore.evaluate("restore => restore()")
    looked = {item["id"] for part in ("passes", "violations", "incomplete") for item in found[part]}
    assert "color-contrast" in looked, "axe looked at no colour"
    assert colours_only or len(found["passes"]) > 5, "axe looked at nothing"
    gave_up = [item["id"] for item in found["incomplete"] if not item["nodes"]]
    assert gave_up == [], "a rule could not be tried"
    return [
        f"{item['id']}: {item['help']} at {node['target']}"
        for item in found["violations"]
        for node in item["nodes"]
    ]
