"""The frame of a report's page, and how a learner's text gets into one.

A page is one file with its styles in it. Its content security policy forbids everything else, so
that even a mistake in escaping could load and run nothing.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

from newsbook.widgets.static import written_out

__all__ = ["clear", "code_block", "number", "page", "sentence", "table"]

LONGEST = 20_000
"""Characters of an answer that a page shows."""

LONGEST_LINE = 1_000
"""Characters of a line of it."""

LONGEST_SENTENCE = 1_000

WIDE = 3
"""Columns of a table above which it is wider than a phone."""

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


def clear(text: str, longest: int = LONGEST_SENTENCE) -> str:
    r"""Text in one line, as HTML; colours for a terminal are left out, the rest shows as it is.

    Example:
        >>> clear("<b> \x1b[31mred\x1b[0m")
        '&lt;b&gt; red'
    """
    line = " ".join(_ESCAPES.sub("", text[: 2 * longest]).split())
    return written_out(line if len(line) <= longest else f"{line[: longest - 1]}…")


def sentence(text: str) -> str:
    """A verdict's sentence as HTML: words between backticks become code.

    Example:
        >>> sentence("Is `a` one?")
        'Is <code>a</code> one?'
    """
    return _sentence(text if len(text) <= LONGEST_SENTENCE else f"{text[: LONGEST_SENTENCE - 1]}…")


@lru_cache(maxsize=1_000)
def _sentence(cut: str) -> str:
    """A class is told the same few hundred sentences."""
    parts = re.split(r"`([^`]+)`", cut)
    return "".join(f"<code>{clear(p)}</code>" if i % 2 else _inner(p) for i, p in enumerate(parts))


def _inner(text: str) -> str:
    """Text between two pieces of code, whose outer spaces count."""
    before = " " if text[:1].isspace() else ""
    after = " " if text.strip() and text[-1:].isspace() else ""
    return before + clear(text) + after


def code_block(source: str, name: str) -> str:
    """Source as HTML, cut where it is very long, with a sentence that says so.

    Args:
        source: What a learner wrote. It is not trusted.
        name: What it is, for those who hear the page.
    """
    shown = _ESCAPES.sub("", source[: 2 * LONGEST])[:LONGEST]
    lines = shown.splitlines()
    cut_lines = [line for line in lines if len(line) > LONGEST_LINE]
    kept = "\n".join(
        line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in lines
    )
    notes = []
    if len(source) > len(shown) and len(source) > LONGEST:
        notes.append(f"The answer has {len(source):,} characters; the first {LONGEST:,} are shown.")
    if cut_lines:
        notes.append(f"Lines of more than {LONGEST_LINE:,} characters end here with “…”.")
    note = f'<p class="note">{" ".join(notes)}</p>' if notes else ""
    # A region that scrolls has to be reached by key.
    return (
        f'<pre tabindex="0" role="group" aria-label="{html.escape(name)}"><code>'
        f"{written_out(kept)}</code></pre>{note}"
    )


def number(value: float | None, digits: int = 2) -> str:
    """A figure, or a dash where there is none.

    Example:
        >>> number(0.5), number(-0.25), number(None)
        ('0.50', '−0.25', '–')
    """
    return "–" if value is None else f"{value:.{digits}f}".replace("-", "−")


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """A table; on a narrow page it scrolls by itself.

    Args:
        caption: What it holds, as HTML.
        head: The columns' names, as HTML. A name that ends with ``"#"`` is of a column of numbers.
        rows: Cells as HTML, the first of which names the row.
        kind: A class for the style sheet.
    """
    numeric = [name.endswith("#") for name in head]
    look = [' class="number"' if is_number else "" for is_number in numeric]
    names = "".join(
        f'<th scope="col"{css}>{name.removesuffix("#")}</th>'
        for name, css in zip(head, look, strict=True)
    )
    body = []
    for row in rows:
        first, *rest = row
        cells = "".join(f"<td{css}>{cell}</td>" for cell, css in zip(rest, look[1:], strict=True))
        body.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    label = html.escape(re.sub("<[^>]*>", "", html.unescape(caption)))
    wide = ' class="wide"' if len(head) > WIDE else ""
    return (
        f'<div class="scroll {kind}" tabindex="0" role="group" aria-label="Table: {label}">'
        f"<table{wide}>"
        f"<caption>{caption}</caption><thead><tr>{names}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


@lru_cache
def _style() -> str:
    return (files(__package__) / "page.css").read_text("utf-8")


def page(
    title: str,
    body: str,
    scripts: Sequence[str] = (),
    *,
    style: str | None = None,
    modules: bool = False,
) -> str:
    """A whole page.

    Args:
        title: Its title, as HTML.
        body: What is in its main part, as HTML.
        scripts: Scripts of ours that it may run, as they stand; each is allowed by its hash.
        style: Its style sheet, in the place of the reports'.
        modules: Whether the scripts are modules.
    """
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in scripts) or "'none'"
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src {hashes}; "
        "base-uri 'none'; form-action 'none'"
    )
    kind = ' type="module"' if modules else ""
    look = _style() if style is None else style
    ran = "".join(f"<script{kind}>{script}</script>\n" for script in scripts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" '
        f'content="no-referrer">\n<title>{title}</title>\n<style>\n{look}</style>\n</head>\n'
        f"<body>\n<main>\n{body}\n</main>\n{ran}</body>\n</html>\n"
    )


@lru_cache(maxsize=8)
def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
