"""Split and join the tokens of a text, be it a headline or a whole article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from newsbook.articles import Article
from newsbook.errors import BadInput, WrongType, kind_of
from newsbook.exercises import BoundaryExercise, State, Verdict
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
from newsbook.widgets.practice import practice_boundary
from newsbook.widgets.static import LONGEST_SHOWN, cut_note, written_out
from newsbook.widgets.surface import blocks_of

__all__ = ["Difference", "TokenEditor"]

_BAR = '<span style="color: #c2410c; font-weight: 700">|</span>'
_TEXT = "line-height: 1.8; font-size: var(--jp-content-font-size1, 1em)"
_PARAGRAPH = "white-space: pre-wrap; margin: 0 0 0.6em"


class Difference(NamedTuple):
    """A gap in which an answer differs from the reference.

    Args:
        at: The gap, as the offset of the character behind it, in code points.
        split: Whether the answer splits there; the reference then does not, and the other way.
    """

    at: int
    split: bool


class TokenEditor(AnswerWidget):
    """A text with its tokens in boxes, to be split and joined between any two characters.

    White space always separates: no token reaches across it. Gaps inside a written character (an
    emoji that is put together of several code points) are not offered.

    A text may be of any length: of a long one, only the paragraphs near the screen are drawn.

    With a `reference` it is for practice: *Check* judges by it, and after a first attempt the
    learner can ask to see in which gaps the two differ. Only then does the reference go to the
    page. An exercise never shows its differences: as long as there are any, they are the answer,
    and once the answer is right there are none.

    Args:
        text: What is to be tokenised: a string, or an `Article`.
        spans: The tokens to start from; by default what stands between white space.
        reference: The tokens to compare with, for practice without an exercise.
        large: Whether letters are as large as a projector needs.

    Attributes:
        value: ``{"spans": [[0, 4], …]}`` in code points.
        text: The text, as a string.
        reference: The tokens to compare with, or None.

    Raises:
        NotAnAnswer: Spans overlap, leave out a character, or hold white space.
        BadInput: The text is no text, or holds a lone surrogate; the spans are not spans; the
            reference does not fit the text, or stands beside an exercise.

    Example:
        >>> from newsbook.spans import Span
        >>> editor = TokenEditor("Seoul, again.")
        >>> editor.spans = [Span(0, 5), Span(5, 6), Span(7, 12), Span(12, 13)]
        >>> editor
        TokenEditor(4 tokens)
        >>> practice = TokenEditor("it’s", reference=[Span(0, 2), Span(2, 4)])
        >>> practice.differences
        [Difference(at=2, split=False)]
        >>> practice.spans = practice.reference
        >>> practice.check()
        ✓ correct
        Every token is as in the reference.
    """

    parts = (*FRAME, "token_editor.css", "token_boxes.js", "token_editor.js")

    def __init__(
        self,
        text: Article | str,
        spans: Sequence[Span] | None = None,
        *,
        reference: Sequence[Span] | None = None,
        exercise: BoundaryExercise | None = None,
        folder: Path | None = None,
        large: bool = False,
    ) -> None:
        self.text = _text_of(text)
        start = from_words(self.text, self.text.split()) if spans is None else _spans(spans)
        if exercise is not None and reference is not None:
            raise BadInput(
                f"Exercise {exercise.id} has gold of its own; TokenEditor takes a reference only "
                "without an exercise."
            )
        self.reference = None if reference is None else self._fitting(reference)
        self._attempted = self._comparing = False
        judge = (
            None
            if self.reference is None
            else practice_boundary(self.text, start=start, reference=self.reference)
        )
        content = {
            "text": self.text,
            "question": exercise.question if exercise else "",
            # Python says what separates, so that both sides mean the same by white space.
            "spaces": [i for i, char in enumerate(self.text) if char.isspace()],
            "compares": self.reference is not None,
        }
        super().__init__({"spans": to_json(start)}, content, exercise, folder, judge, large=large)

    @property
    def spans(self) -> list[Span]:
        """The tokens, in order."""
        return from_json(self.value["spans"])

    @spans.setter
    def spans(self, spans: Sequence[Span]) -> None:
        self.value = {"spans": to_json(_spans(spans))}

    @property
    def differences(self) -> list[Difference]:
        """The gaps in which the tokens differ from the reference, in order.

        Raises:
            BadInput: There is no reference; an exercise says in its check where to look.
        """
        mine, wanted = _cuts(self.spans), _cuts(self._wanted())
        return [Difference(at, at in mine) for at in sorted(mine ^ wanted)]

    def show_differences(self, show: bool = True) -> None:
        """Mark in the widget where the tokens differ from the reference, or no longer.

        Args:
            show: Whether to mark them.

        Raises:
            BadInput: There is no reference.
        """
        self._wanted()
        self._comparing = show
        self._push()

    def check(self) -> Verdict:
        """Check the answer, show the verdict in the widget, and return it."""
        with self._one_push():
            verdict = super().check()
            # Who has not tried has nothing that could differ.
            self._attempted = self._attempted or verdict.state is not State.NOT_ATTEMPTED
        return verdict

    @classmethod
    def of(cls, exercise: Any, folder: Path | None = None) -> TokenEditor:
        """The widget of an exercise of its kind, bound to it."""
        return TokenEditor(exercise.text, exercise.start, exercise=exercise, folder=folder)

    def _wanted(self) -> list[Span]:
        if self.reference is None:
            raise BadInput(
                f"Exercise {self.exercise.id} does not show where an answer differs; its check "
                "says where to look."
                if self.exercise
                else "This TokenEditor has no reference to compare with; give it one with "
                "reference=…"
            )
        return self.reference

    def _fitting(self, reference: Sequence[Span]) -> list[Span]:
        spans = as_spans(reference, "TokenEditor needs the reference as spans")
        try:
            return from_json(self._read({"spans": to_json(spans)})["spans"])
        except ValueError as error:
            raise BadInput(f"TokenEditor cannot take this reference: {error}.") from None

    def _extra(self) -> dict[str, Any]:
        if self.reference is None:
            return {}
        may = self._attempted or self._comparing
        # The page learns the reference when the learner has asked for it, and not before.
        return {"may": may, "reference": sorted(_cuts(self.reference)) if self._comparing else None}

    def _act(self, content: dict[str, Any]) -> None:
        if content.get("do") == "compare" and self.reference is not None and self._attempted:
            self.show_differences(content.get("show") is True)
        else:
            super()._act(content)

    def _read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or set(value) != {"spans"}:
            raise ValueError('it is not of the form {"spans": [[0, 4], …]}')
        spans = [Span(span.start, span.end) for span in from_json(value["spans"])]
        if spans and max(span.end for span in spans) > len(self.text):
            raise ValueError(f"a span ends after the text, which has {len(self.text)} characters")
        if not are_disjoint(spans):
            raise ValueError("the spans overlap or are out of order")
        for span in spans:
            # What white space parts is more than one piece: a class's answers come by the hundred,
            # and one call for a word is quicker than one for each letter.
            if (word := span.of(self.text)).split() != [word]:
                raise ValueError(f"the token {span.of(self.text)!r:.60} holds white space")
        if lost := lost_characters(self.text, spans):
            at = lost[0]
            raise ValueError(f"no token covers {self.text[at]!r} at character {at}")
        return {"spans": to_json(spans)}

    def _summary(self) -> str:
        count = len(self.value["spans"])
        return f"{count} {'token' if count == 1 else 'tokens'}"

    def _html(self) -> str:
        """The text with a bar in each gap that is split."""
        cuts = sorted(_cuts(self.spans))
        paragraphs = []
        at = 0
        for start, end in blocks_of(self.text[:LONGEST_SHOWN]):
            pieces = []
            begin = start
            while at < len(cuts) and cuts[at] < end:
                pieces.append(written_out(self.text[begin : cuts[at]]))
                begin = cuts[at]
                at += 1
            pieces.append(written_out(self.text[begin:end]))
            paragraphs.append(f'<p dir="auto" style="{_PARAGRAPH}">{_BAR.join(pieces)}</p>')
        note = cut_note(len(self.text) - LONGEST_SHOWN, "character")
        how = "<p>Tokens end at white space and at each bar.</p>"
        return self._fixed(f'<div style="{_TEXT}">{"".join(paragraphs)}</div>{note}{how}')


def _cuts(spans: Sequence[Span]) -> set[int]:
    """The offsets at which one token ends and the next begins, with no white space between."""
    return {a.end for a, b in pairwise(spans) if a.end == b.start}


def _text_of(given: Any) -> str:
    text = given.text if isinstance(given, Article) else given
    if not isinstance(text, str):
        raise WrongType(
            f'TokenEditor needs one text (a string), such as "It’s late.", not {kind_of(text)}; '
            "an Article will do, too."
        )
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise BadInput("The text holds half a character (a lone surrogate); mend it first.")
    return text


def _spans(given: Any) -> list[Span]:
    return as_spans(given, "TokenEditor needs the tokens as spans")
