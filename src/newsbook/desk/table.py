"""The desk's table as a picture: HTML in a notebook, lines of text elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import shorten

from newsbook.desk.rows import Row, one_line, who_said_what
from newsbook.errors import BadInput
from newsbook.markup import FOLDED, escaped, visible
from newsbook.text import Analysis

__all__ = ["SayTable", "say_table"]

MOST_ROWS = 200
"""Rows that are shown; the sentence below says how many are left out."""

# As other views: no colours of its own, so that it reads on a light and on a dark page.
_SIZE = "font-size: var(--jp-content-font-size1, 1em)"
_CELL = f"text-align: left; padding: 0.3em; vertical-align: top; white-space: normal; {_SIZE}"
# On a phone names stay whole, and other words are broken with a hyphen where the browser knows how.
_NAME = f"{_CELL}; overflow-wrap: break-word"
_WORDS = f"{_CELL}; overflow-wrap: break-word; hyphens: auto"


class SayTable:
    """Who said what about whom.

    Args:
        text: The text.
        rows: Rows of `who_said_what`.
        width: Characters of a quote that are shown.

    Attributes:
        rows: The rows.
    """

    heads = ("who", "said what", "about whom")

    def __init__(self, text: str, rows: Sequence[Row], width: int = 70) -> None:
        self.text = text
        self.rows = list(rows)
        self.width = width

    def cells(self) -> list[tuple[str, str, str]]:
        """The words of each row; a speaker without a name stands in brackets."""
        return [
            (
                row.who if row.named else f"[{row.who.strip('()')}]",
                shorten(one_line(row.quote.content.of(self.text)), self.width, placeholder=" …"),
                ", ".join(row.about) or "–",
            )
            for row in self.rows[:MOST_ROWS]
        ]

    @property
    def _more(self) -> str:
        left = len(self.rows) - MOST_ROWS
        return f"{left} more rows are not shown." if left > 0 else ""

    def __repr__(self) -> str:
        """A table in plain text, a row a line."""
        if not self.rows:
            return "(nobody says anything)"
        lines = ["   ".join(self.heads)]
        lines += ["   ".join(map(visible, cells)) for cells in self.cells()]
        return "\n".join([*lines, *filter(None, [self._more])])

    def _repr_html_(self) -> str:
        if not self.rows:
            return f"{FOLDED}<p>(nobody says anything)</p>"
        head = "".join(f'<th scope="col" style="{_NAME}">{name}</th>' for name in self.heads)
        body = "".join(
            f'<tr><th scope="row" dir="auto" style="{_NAME}">{escaped(name)}</th>'
            + "".join(f'<td dir="auto" style="{_WORDS}">{escaped(cell)}</td>' for cell in cells)
            + "</tr>"
            for name, *cells in self.cells()
        )
        more = f"<p>{self._more}</p>" if self._more else ""
        return (
            f'{FOLDED}<table lang="en" style="margin: 0"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>{more}"
        )


def say_table(analysis: Analysis, rows: Iterable[Row] | None = None, width: int = 70) -> SayTable:
    """Show who said what about whom.

    Args:
        analysis: What was found in a text.
        rows: The rows to show; by default all of `who_said_what`.
        width: Characters of a quote that are shown, at least 10.

    Raises:
        BadInput: The width is too small.

    Example:
        >>> from newsbook.text import analyse
        >>> say_table(analyse("“The pump of Leeds failed,” said Dana Whitlock."))
        who   said what   about whom
        Dana Whitlock   “The pump of Leeds failed,”   Leeds
    """
    if width < 10:
        raise BadInput(f"say_table shows at least 10 characters of a quote, not {width}.")
    found = who_said_what(analysis) if rows is None else list(rows)
    return SayTable(analysis.text, found, width)
