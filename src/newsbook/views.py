"""Tokens and their disagreements as a static picture: HTML in a notebook, lines of text elsewhere.

A view needs no kernel once it is made, so it shows in a saved notebook too. The HTML carries its
styles inline, because a notebook that is not trusted yet loses its style sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from newsbook.errors import BadInput, kind_of, want_text
from newsbook.markup import FOLDED, escaped, visible
from newsbook.spans import Span, as_spans

__all__ = ["Comparison", "SpanView", "compare", "show"]

# Sizes follow JupyterLab's Presentation Mode, which enlarges its content and not its tables.
_SIZE = "font-size: var(--jp-content-font-size1, 1em)"
_BOX = (
    "display: inline-block; border: 1px solid #767676; border-radius: 4px; padding: 0 0.25em; "
    "margin: 0.15em 0.1em; white-space: pre-wrap; overflow-wrap: anywhere; max-width: 100%"
)
_LIST = "list-style: none; padding: 0; margin: 0"
_CELL = f"text-align: left; padding: 0.25em 0.8em; vertical-align: top; {_SIZE}"


class SpanView:
    """Spans of a text, each in a box, with its label where it has one.

    Args:
        text: The text that the spans are of.
        spans: What to show.
    """

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        want_text(text, "show")
        self.text = text
        self.spans = sorted(as_spans(spans, "show needs spans", text))

    def __repr__(self) -> str:
        """The spans with bars between them: ``it | ’s | Sunday``."""
        if not self.spans:
            return "(no spans)"
        return " | ".join(
            visible(_one_line(span.of(self.text)) + (f" [{span.label}]" if span.label else ""))
            for span in self.spans
        )

    def _repr_html_(self) -> str:
        if not self.spans:
            return f"{FOLDED}<p>(no spans)</p>"
        boxes = _boxes((_one_line(span.of(self.text)), span.label) for span in self.spans)
        return f'{FOLDED}<div style="line-height: 1.6; {_SIZE}">{boxes}</div>'


def show(text: str, spans: Iterable[Span]) -> SpanView:
    """Show spans of a text, each in a box.

    Args:
        text: The text.
        spans: Its spans, or pairs ``(start, end)``.

    Raises:
        BadInput: The text is no text, or the spans are none of it.

    Example:
        >>> show("it’s", [Span(0, 2), Span(2, 4)])
        it | ’s
    """
    return SpanView(text, spans)


class Comparison:
    """Several tokenisations of one text, and the places where they disagree.

    A place is a shortest stretch at whose two edges all of them agree. Places where all tokens are
    the same are left out: what is left is what there is to talk about.

    Attributes:
        places: For each disputed place, its span.
        agreed: How many places are not disputed.
    """

    def __init__(self, text: str, layers: Mapping[str, Sequence[Span]]) -> None:
        want_text(text, "compare")
        if not isinstance(layers, Mapping) or not layers:
            given = "an empty dictionary" if layers == {} else kind_of(layers)
            raise BadInput(
                'compare needs at least one list of spans by name, such as {"split": '
                f"split_tokens(text)}}, not {given}."
            )
        self.text = text
        self.layers = {
            name: sorted(as_spans(spans, f"compare needs spans for {name!r}", text))
            for name, spans in layers.items()
        }
        self.places: list[Span] = []
        self.agreed = 0
        for place in _places(self.layers.values()):
            tokens = {tuple(self._within(name, place)) for name in self.layers}
            if len(tokens) > 1:
                self.places.append(place)
            else:
                self.agreed += 1

    def _within(self, name: str, place: Span) -> list[Span]:
        return [span for span in self.layers[name] if place.contains(span)]

    def rows(self) -> list[list[str]]:
        """For each disputed place, its tokens by each tokeniser, with a bar between two tokens."""
        return [
            [
                " | ".join(_one_line(span.of(self.text)) for span in self._within(name, place))
                or "(nothing)"
                for name in self.layers
            ]
            for place in self.places
        ]

    @property
    def summary(self) -> str:
        """How much is disputed, in words."""
        disputed = len(self.places)
        return f"{disputed} place{'s' * (disputed != 1)} disputed, {self.agreed} agreed."

    def __repr__(self) -> str:
        """A table in plain text."""
        return _in_columns([list(self.layers), *self.rows()], self.summary)

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col" style="{_CELL}">{escaped(name)}</th>' for name in self.layers
        )
        body = "".join(
            "<tr>" + "".join(f'<td style="{_CELL}">{_cell(cell)}</td>' for cell in row) + "</tr>"
            for row in self.rows()
        )
        return (
            f"{FOLDED}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escaped(self.summary)}</p>"
        )


class Table:
    """Rows of short texts under headings, with a sentence below.

    Args:
        columns: The headings.
        rows: The cells of each row; the first names the row.
        note: What to see in it, or what it rests on.

    Raises:
        BadInput: A row has more or fewer cells than there are headings.

    Example:
        >>> Table(["who", "words"], [["Park", "12"]], "Counted by hand.")
        who    words
        Park   12
        Counted by hand.
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[str]], note: str) -> None:
        self.columns = [str(column) for column in columns]
        self.rows = [[str(cell) for cell in row] for row in rows]
        self.note = note
        for row in self.rows:
            if len(row) != len(self.columns):
                raise BadInput(
                    f"a table with {len(self.columns)} columns got a row of {len(row)} cells: "
                    f"{row!r:.80}"
                )

    def __repr__(self) -> str:
        """A table in plain text."""
        return _in_columns([self.columns, *self.rows], self.note)

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col" style="{_CELL}">{escaped(name)}</th>' for name in self.columns
        )
        body = "".join(
            f'<tr><th scope="row" style="{_CELL}">{escaped(row[0])}</th>'
            + "".join(f'<td style="{_CELL}">{escaped(cell)}</td>' for cell in row[1:])
            + "</tr>"
            for row in self.rows
        )
        return (
            f'{FOLDED}<div style="overflow-x: auto" tabindex="0" role="group" aria-label="Table">'
            f"<table><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table></div><p>{escaped(self.note)}</p>"
        )


def _in_columns(rows: Sequence[Sequence[str]], below: str) -> str:
    """Rows of cells as plain text, one under the other, and a line below."""
    table = [[visible(_one_line(cell)) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    lines = [
        "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    return "\n".join([*lines, below])


def compare(text: str, layers: Mapping[str, Sequence[Span]]) -> Comparison:
    """Lay several tokenisations of a text side by side, and show where they disagree.

    Args:
        text: The text.
        layers: Spans, or pairs ``(start, end)``, by the name of who made them.

    Raises:
        BadInput: The text is no text, or a layer holds no spans of it.

    Example:
        >>> compare("it’s on", {"a": [Span(0, 4), Span(5, 7)],
        ...                     "b": [Span(0, 2), Span(2, 4), Span(5, 7)]})
        a      b
        it’s   it | ’s
        1 place disputed, 1 agreed.
    """
    return Comparison(text, layers)


def _places(layers: Iterable[Sequence[Span]]) -> list[Span]:
    """Merge all spans that overlap, over all layers, into the stretches that stand apart."""
    places: list[Span] = []
    for span in sorted(span for spans in layers for span in spans):
        if places and span.start < places[-1].end:
            places[-1] = Span(places[-1].start, max(places[-1].end, span.end))
        else:
            places.append(Span(span.start, span.end))
    return places


def _boxes(tokens: Iterable[tuple[str, str]]) -> str:
    """Words and labels in boxes: a list, so that a screen reader tells one token from the next."""
    items = "".join(
        f'<li dir="auto" style="{_BOX}">{escaped(words)}'
        + (f" <small><b>{escaped(label)}</b></small>" if label else "")
        + "</li>"
        for words, label in tokens
    )
    # The direction is that of the text: boxes of Arabic run from right to left.
    return f'<ul dir="auto" style="{_LIST}">{items}</ul>'


def _cell(cell: str) -> str:
    return _boxes((token, "") for token in cell.split(" | "))


def _one_line(words: str) -> str:
    """A span's words with line breaks as spaces, so that a long span keeps its row."""
    return " ".join(words.split())
