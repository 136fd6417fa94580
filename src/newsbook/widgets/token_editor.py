"""Split and join the tokens of a short text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsbook.errors import BadInput, WrongType, kind_of
from newsbook.exercises import BoundaryExercise
from newsbook.spans import (
    Span,
    are_disjoint,
    as_spans,
    from_json,
    from_words,
    lost_characters,
    to_json,
)
from newsbook.widgets.core import FRAME, AnswerWidget

__all__ = ["TokenEditor"]


class TokenEditor(AnswerWidget):
    """A text with its tokens in boxes, to be split and joined between any two characters.

    White space always separates: no token reaches across it. Gaps inside a written character (an
    emoji that is put together of several code points) are not offered.

    Args:
        text: What is to be tokenised.
        spans: The tokens to start from; by default what stands between white space.
        large: Whether letters are as large as a projector needs.

    Attributes:
        value: ``{"spans": [[0, 4], …]}`` in code points.

    Raises:
        NotAnAnswer: Spans overlap, leave out a character, or hold white space.
        BadInput: The text is no string, or holds a lone surrogate; the spans are not spans.

    Example:
        >>> from newsbook.spans import Span
        >>> editor = TokenEditor("Seoul, again.")
        >>> editor.spans = [Span(0, 5), Span(5, 6), Span(7, 12), Span(12, 13)]
        >>> editor
        TokenEditor(4 tokens)
    """

    parts = (*FRAME, "token_editor.css", "token_editor.js")
    answers = BoundaryExercise

    def __init__(
        self,
        text: str,
        spans: Sequence[Span] | None = None,
        *,
        exercise: BoundaryExercise | None = None,
        folder: Path | None = None,
        large: bool = False,
    ) -> None:
        if not isinstance(text, str):
            raise WrongType(
                f'TokenEditor needs one text (a string), such as "It’s late.", not {kind_of(text)}.'
            )
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise BadInput("The text holds half a character (a lone surrogate); mend it first.")
        self.text = text
        start = from_words(text, text.split()) if spans is None else _spans(spans)
        content = {
            "text": text,
            "question": exercise.question if exercise else "",
            # Python says what separates, so that both sides mean the same by white space.
            "spaces": [i for i, char in enumerate(text) if char.isspace()],
        }
        super().__init__({"spans": to_json(start)}, content, exercise, folder, large=large)

    @property
    def spans(self) -> list[Span]:
        """The tokens, in order."""
        return from_json(self.value["spans"])

    @spans.setter
    def spans(self, spans: Sequence[Span]) -> None:
        self.value = {"spans": to_json(_spans(spans))}

    @classmethod
    def of(cls, exercise: Any, folder: Path | None = None) -> TokenEditor:
        """The widget of an exercise of its kind, bound to it."""
        return TokenEditor(exercise.text, exercise.start, exercise=exercise, folder=folder)

    def _read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or set(value) != {"spans"}:
            raise ValueError('it is not of the form {"spans": [[0, 4], …]}')
        spans = [Span(span.start, span.end) for span in from_json(value["spans"])]
        if spans and max(span.end for span in spans) > len(self.text):
            raise ValueError(f"a span ends after the text, which has {len(self.text)} characters")
        if not are_disjoint(spans):
            raise ValueError("the spans overlap or are out of order")
        for span in spans:
            if any(char.isspace() for char in span.of(self.text)):
                raise ValueError(f"the token {span.of(self.text)!r:.60} holds white space")
        if lost := lost_characters(self.text, spans):
            at = lost[0]
            raise ValueError(f"no token covers {self.text[at]!r} at character {at}")
        return {"spans": to_json(spans)}

    def _summary(self) -> str:
        count = len(self.value["spans"])
        return f"{count} {'token' if count == 1 else 'tokens'}"


def _spans(given: Any) -> list[Span]:
    return as_spans(given, "TokenEditor needs the tokens as spans")
