"""Sentences as HTML for a notebook's output."""

from __future__ import annotations

import re

__all__ = ["FOLDED", "cited", "counted", "escaped", "framed", "prose", "visible"]

FOLDED = "<!-- run the cell to see this -->\n"
"""Put before an output's HTML: JupyterLab shows its first line, as text, while it is folded."""


_ACTING = re.compile(
    # What acts on a terminal, what turns the text after it round, and half a character.
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


_ESCAPES = (
    ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"),
    ("$", "<span>$</span>"), ("\\", r"<span>\</span>"),
)  # fmt: skip


def visible(text: str) -> str:
    r"""Text for a terminal: what would act on it, or turn words round, stands as its escape.

    Example:
        >>> print(visible("red: \x1b[31m"))
        red: \x1b[31m
    """
    return _ACTING.sub(lambda found: ascii(found[0])[1:-1], text)


def counted(number: int, noun: str) -> str:
    """A number with its noun, which takes an s for all numbers but one.

    Example:
        >>> counted(1, "hand-in"), counted(0, "answer"), counted(1200, "student")
        ('1 hand-in', '0 answers', '1,200 students')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def escaped(text: str) -> str:
    r"""Text as HTML that shows just that text.

    JupyterLab would typeset what stands between two dollar signs, or after a backslash; a tag
    around each prevents it. Characters that turn the text round stand as their number.

    Example:
        >>> escaped("$5 < $6")
        '<span>$</span>5 &lt; <span>$</span>6'
        >>> escaped("a\u202eb")
        'a<code>U+202E</code>b'
    """
    # As `html.escape` does; but with its module comes a dictionary of all of HTML's entities, which
    # each kernel, and each process that runs an answer, would carry.
    safe = text
    for character, written in _ESCAPES:
        safe = safe.replace(character, written)
    return _ACTING.sub(lambda found: f"<code>U+{ord(found[0]):04X}</code>", safe)


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


def cited(words: str) -> str:
    """Words of a text as a sentence cites them: in quotation marks, or as code if they have some.

    Example:
        >>> cited("the mayor said"), cited("“No,” the mayor said")
        ('“the mayor said”', '`“No,” the mayor said`')
    """
    marked = any(mark in words for mark in '“”„«»‘"') and "`" not in words
    return f"`{words}`" if marked else f"“{words}”"
