"""Marks in an article as fixed HTML: for a saved notebook, an e-mail, a page without a kernel.

A place that strips every style still shows what is marked: words stand in bold with their label
behind them, and a mark that holds others stands between brackets that carry its label.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from newsbook.errors import BadInput, WrongType, kind_of, want_text
from newsbook.markup import FOLDED, escaped
from newsbook.widgets.surface import blocks_of

__all__ = ["LONGEST_SHOWN", "MOST_MARKS", "Mark", "cut_note", "marked_html", "written_out"]

LONGEST_SHOWN = 20_000
"""Code points of a text that fixed HTML shows; a notebook file holds them once for each output."""

MOST_MARKS = 4_000
"""Marks that fixed HTML shows."""

LONGEST_NAME = 40
MOST_NAMES = 40

# Each tone as on the page, in a shade that has 3:1 on white and on a dark page alike.
_TONES = ("0,114,178", "203,88,0", "0,140,102", "190,96,150", "138,122,0", "47,126,168",
          "125,104,192", "118,118,118")  # fmt: skip
_LINES = ("solid", "dashed", "double", "dotted")

# The size follows JupyterLab's Presentation Mode, which enlarges its content and not its tables.
SIZE = "font-size: var(--jp-content-font-size1, 1em)"
_SUP = "font-size: 0.7em; line-height: 0; font-weight: 600; white-space: nowrap"

_HIDDEN = ("Cc", "Cf", "Zl", "Zp", "Cn", "Co", "Cs")
# These join, vary or flag the character before them, and are then part of it (UAX 29, "Extend").
_JOINING = re.compile("[\u200c\u200d\U000e0020-\U000e007f]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of an article to be marked, as ``article.js`` and `marked_html` draw it.

    Args:
        start: Offset of the first code point, from 0.
        end: Offset after the last code point.
        letter: One or two characters that stand under the words' beginning, on the page.
        name: What the mark is, in a word or two: ``"PERSON"``.
        tone: Number of a colour with its kind of line; counted round where there are no more.
        kind: What the page's style sheet tells apart besides the tone; or a kind of line as CSS
            names it, ``"dotted"``.

    Example:
        >>> Mark(0, 4, "O", "ORG", 1).data()
        {'start': 0, 'end': 4, 'letter': 'O', 'name': 'ORG', 'tone': 1, 'kind': ''}
    """

    start: int
    end: int
    letter: str
    name: str
    tone: int = 0
    kind: str = ""

    def data(self) -> dict[str, Any]:
        """The mark as JSON, as the page takes it."""
        return asdict(self)

    @property
    def css(self) -> str:
        """The tone as inline CSS: a line under the words and a tint behind them."""
        rgb = _TONES[self.tone % len(_TONES)]
        line = self.kind if self.kind in _LINES else _LINES[self.tone % len(_LINES)]
        width = 4 if line == "double" else 2
        return f"border-bottom: {width}px {line} rgb({rgb}); background: rgba({rgb},0.15)"


def written_out(text: str, before: str = "") -> str:
    r"""Text as HTML in which no character hides or turns the others around.

    Characters that no font shows stand as their number. Joiners inside an emoji or a word do their
    work, as on the page.

    Args:
        text: The text.
        before: The character that stands before it, if it is a piece of a longer one.

    Example:
        >>> written_out("a\u202eb & c")
        'a<code>U+202E</code>b &amp; c'
    """
    if text.replace("\n", " ").isprintable():
        # Nothing in it is of a hidden kind; Python knows that of a whole text at once.
        return _plain(text)
    parts = []
    plain = 0
    joins = bool(before) and not _hides(before, False) and not before.isspace()
    for i, char in enumerate(text):
        hides = _hides(char, joins)
        if hides:
            parts += [_plain(text[plain:i]), f"<code>U+{ord(char):04X}</code>"]
            plain = i + 1
        joins = not hides and not char.isspace()
    return "".join([*parts, _plain(text[plain:])])


def _hides(char: str, joins: bool) -> bool:
    """Whether a character has to be written out; `joins` if there is something to join before."""
    if char.isspace() or unicodedata.category(char) not in _HIDDEN:
        return False
    return not (joins and _JOINING.match(char))


def cut_note(left: int, what: str) -> str:
    """A sentence, as HTML, on what fixed HTML leaves out; nothing if nothing is left out.

    Example:
        >>> cut_note(80_000, "character")
        '<p><em>… and 80,000 more characters: run this cell to see all.</em></p>'
    """
    if left <= 0:
        return ""
    more = f"{left:,} more {what}{'s' * (left != 1)}"
    return f"<p><em>… and {more}: run this cell to see all.</em></p>"


def marked_html(text: str, marks: Iterable[Mark], *, legend: bool = True) -> str:
    """An article with marks as fixed HTML, with inline styles alone.

    Marks may overlap and lie in one another. One that holds or crosses an edge of another stands
    between brackets with its name, as does a long one; any other is bold, with its name behind it.
    Of a very long text the beginning is shown, and a sentence says how much is left out.

    Args:
        text: The article's text.
        marks: What to mark, in any order.
        legend: Whether a line under the text counts the marks by their names.

    Raises:
        BadInput: A mark does not lie in the text.

    Example:
        >>> html = marked_html("NATO chief", [Mark(0, 4, "O", "ORG")], legend=False)
        >>> "NATO</b><sup" in html, "[ORG]</sup> chief" in html
        (True, True)
    """
    given = _checked(text, marks)
    shown, cut = _beginning(text)
    drawn = [mark for mark in given if mark.start < shown]
    left_out = len(drawn) - MOST_MARKS
    drawn = drawn[:MOST_MARKS]
    body = "".join(_paragraphs(text, blocks_of(text[:shown]), drawn))
    notes = cut_note(cut, "character") + cut_note(left_out, "mark")
    below = _legend(given) if legend else ""
    return f'{FOLDED}<div style="line-height: 1.9; {SIZE}">{body}</div>{notes}{below}'


def _checked(text: str, marks: Iterable[Mark]) -> list[Mark]:
    want_text(text, "marked_html")
    given = list(marks)
    for mark in given:
        if not isinstance(mark, Mark):
            raise WrongType(f"marked_html needs Marks, not {kind_of(mark)}.")
        if not 0 <= mark.start < mark.end <= len(text):
            raise BadInput(
                f"The mark {mark.start} to {mark.end} does not lie in the text, which has "
                f"{len(text)} characters."
            )
    return sorted(given, key=lambda mark: (mark.start, -mark.end))


def _beginning(text: str) -> tuple[int, int]:
    """Where the shown part of a text ends, at white space if it can be, and how much is cut."""
    if len(text) <= LONGEST_SHOWN:
        return len(text), 0
    near = (i for i in range(LONGEST_SHOWN, LONGEST_SHOWN - 200, -1) if text[i].isspace())
    shown = next(near, LONGEST_SHOWN)
    return shown, len(text) - shown


def _paragraphs(text: str, blocks: Sequence[tuple[int, int]], marks: list[Mark]) -> Iterable[str]:
    """Each block as a paragraph. A mark that ends between two blocks ends with the first."""
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    closing = sorted(marks, key=lambda mark: (mark.end, -mark.start))
    opened: list[Mark] = []
    o = c = 0
    for number, (start, end) in enumerate(blocks):
        # Up to here what has ended has ended with this block, the last one with all that is left.
        reach = blocks[number + 1][0] if number + 1 < len(blocks) else len(text)
        inside = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        html = []
        for at, after in zip([start, *inside], [*inside, end], strict=True):
            begun = o
            while o < len(marks) and marks[o].start <= at:
                o += 1
            new = [mark for mark in marks[begun:o] if mark.end > at]
            html += [_bracket(f"{_name(mark)}[") for mark in new if not _simple(mark, edges)]
            opened += new
            html.append(_words(text[at:after], opened, text[at - 1 : at]))
            until = reach if after == end else after
            first = c
            while c < len(closing) and closing[c].end <= until:
                c += 1
            if first < c:
                # White space between two blocks can be marked too, and has nothing to show.
                held = {id(mark) for mark in opened}
                ended = [mark for mark in closing[first:c] if id(mark) in held]
                html.append(_ends(ended, edges))
                opened = [mark for mark in opened if mark.end > until]
        yield f'<p dir="auto" style="white-space: pre-wrap; margin: 0 0 0.6em">{"".join(html)}</p>'


def _simple(mark: Mark, edges: Sequence[int]) -> bool:
    """Whether bold can say how far it goes: it is short, and no other begins or ends inside it."""
    short = mark.end - mark.start <= LONGEST_BOLD
    return short and edges[bisect_right(edges, mark.start)] == mark.end


def _words(words: str, over: Sequence[Mark], before: str) -> str:
    """Words with the look of the shortest mark over them: it says most about them."""
    if not over:
        return written_out(words, before)
    inner = min(over[-DEEPEST:], key=lambda mark: mark.end - mark.start)
    tag = "b" if inner.end - inner.start <= LONGEST_BOLD else "span"
    return f'<{tag} style="{inner.css}">{written_out(words, before)}</{tag}>'


LONGEST_BOLD = 80
"""Code points of a mark that is set in bold: a page of bold says nothing."""

DEEPEST = 50
"""Marks over one place that are looked at; the latest are mostly the shortest."""


def _ends(ended: Sequence[Mark], edges: Sequence[int]) -> str:
    simple = [mark for mark in ended if _simple(mark, edges)]
    names = ", ".join(dict.fromkeys(_name(mark) for mark in simple))
    label = f'<sup style="{_SUP}">[{names}]</sup>' if simple else ""
    # "[GPE]]quote" would be hard to read.
    gap = " " if label else ""
    return label + "".join(
        _bracket(f"{gap}]{_name(mark)}") for mark in ended if not _simple(mark, edges)
    )


def _bracket(inside: str) -> str:
    return f'<sup style="{_SUP}">{inside}</sup>'


def _name(mark: Mark) -> str:
    name = mark.name or mark.letter or "marked"
    return written_out(name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…")


def _legend(marks: Sequence[Mark]) -> str:
    if not marks:
        return "<p>Nothing is marked.</p>"
    looks = {(mark.tone, _name(mark)): mark for mark in reversed(marks)}
    counts = Counter((mark.tone, _name(mark)) for mark in marks)
    keys = sorted(counts)
    shown = " · ".join(
        f'<span style="white-space: nowrap"><b style="{looks[key].css}">{key[1]}</b>'
        f" {counts[key]:,}</span>"
        for key in keys[:MOST_NAMES]
    )
    more = f" · and {len(keys) - MOST_NAMES:,} other names" if len(keys) > MOST_NAMES else ""
    return f'<p style="{SIZE}">Marked: {shown}{more}</p>'


def _plain(text: str) -> str:
    return escaped(text)
