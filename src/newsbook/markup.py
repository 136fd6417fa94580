"""Sentences as HTML for a notebook's output."""

from __future__ import annotations

import html
import re

__all__ = ["FOLDED", "escaped", "framed", "prose"]

FOLDED = "<!-- run the cell to see this -->\n"
"""Put before an output's HTML: JupyterLab shows its first line, as text, while it is folded."""


def escaped(text: str) -> str:
    """Text as HTML that shows just that text.

    JupyterLab would typeset what stands between two dollar signs; a tag around each prevents it.

    Example:
        >>> escaped("$5 < $6")
        '<span>$</span>5 &lt; <span>$</span>6'
    """
    return html.escape(text).replace("$", "<span>$</span>")


def prose(text: str) -> str:
    """A sentence as HTML: words between backticks become code, spaces are all shown.

    Example:
        >>> prose("Is `a  b` one?")
        'Is <code style="white-space: pre-wrap">a  b</code> one?'
    """
    parts = re.split(r"`([^`]+)`", text)
    return "".join(
        f'<code style="white-space: pre-wrap">{escaped(part)}</code>' if i % 2 else escaped(part)
        for i, part in enumerate(parts)
    )


def framed(inner: str, border: str) -> str:
    """HTML with a bar at its left, as verdicts and notes have.

    Styles are inline, because a style sheet is stripped from a notebook that is not trusted yet.

    Args:
        inner: HTML.
        border: The bar's kind and colour, as CSS: ``"solid #00805E"``.
    """
    style = f"border-left: 6px {border}; padding: 0.3em 0.8em; margin: 0.3em 0"
    return f'{FOLDED}<div style="{style}">{inner}</div>'
