"""A quote: what was said, the cue that says so, and who said it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from newsbook.spans import Span

__all__ = ["QUOTE_KINDS", "Quote"]

QUOTE_KINDS = ("direct", "mixed", "indirect")
"""``direct``: wholly in quotation marks. ``mixed``: a report with some of the speaker's own words
in quotation marks. ``indirect``: a report in the reporter's words alone."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Spans tied together: what is reported, how the text says so, and who said it.

    Args:
        kind: One of `QUOTE_KINDS`.
        content: The whole of what is reported. Of a direct quote it runs from the opening to the
            closing mark, marks included.
        pieces: The quoted pieces inside the content, marks included; the content itself for a
            direct quote, none for an indirect one.
        cue: The verb or phrase that says that something was said (``said``), if there is one.
        speaker: The mention of the speaker that the sentence gives (``he``), if there is one.
        resolved: The speaker's full name as the article gives it, if it can be known.

    Raises:
        TypeError: A field is of the wrong type.
        ValueError: The kind is not one of `QUOTE_KINDS`.

    Example:
        >>> text = "“We won,” she said."
        >>> content, cue, speaker = Span(0, 9), Span(14, 18), Span(10, 13)
        >>> quote = Quote("direct", content, (content,), cue, speaker, "Ada Ray")
        >>> quote.content.of(text), quote.cue.of(text), quote.speaker.of(text)
        ('“We won,”', 'said', 'she')
    """

    kind: str
    content: Span
    pieces: tuple[Span, ...] = ()
    cue: Span | None = None
    speaker: Span | None = None
    resolved: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in QUOTE_KINDS:
            raise ValueError(f"a quote is {', '.join(QUOTE_KINDS)}, not {self.kind!r}")
        if not isinstance(self.content, Span):
            raise TypeError(f"a quote's content is a Span, not {self.content!r}")
        if not isinstance(self.pieces, tuple) or not all(
            isinstance(piece, Span) for piece in self.pieces
        ):
            raise TypeError(f"a quote's pieces are a tuple of Spans, not {self.pieces!r}")
        for name, span in (("cue", self.cue), ("speaker", self.speaker)):
            if span is not None and not isinstance(span, Span):
                raise TypeError(f"a quote's {name} is a Span or None, not {span!r}")
        if self.resolved is not None and not isinstance(self.resolved, str):
            raise TypeError(f"a quote's resolved speaker is a name or None, not {self.resolved!r}")

    def shift(self, by: int) -> Quote:
        """The same quote in a text that begins elsewhere, as a passage does.

        Args:
            by: How many code points to move each span by; negative for a passage cut out.

        Raises:
            ValueError: A span would begin before the text does.

        Example:
            >>> said = Quote("direct", Span(20, 29), (Span(20, 29),), cue=Span(34, 38))
            >>> said.shift(-20).content, said.shift(-20).speaker
            (Span(start=0, end=9, label=''), None)
        """
        return replace(
            self,
            content=self.content.shift(by),
            pieces=tuple(piece.shift(by) for piece in self.pieces),
            cue=None if self.cue is None else self.cue.shift(by),
            speaker=None if self.speaker is None else self.speaker.shift(by),
        )
