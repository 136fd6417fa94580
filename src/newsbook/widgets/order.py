"""Put the lines of a program in order, with their indentation: a Parsons problem."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsbook.errors import BadInput, WrongType, kind_of, want_text
from newsbook.exercises import ExtraLine, OrderExercise
from newsbook.exercises.order import MAX_STEPS, split_line
from newsbook.markup import escaped
from newsbook.widgets.core import FRAME, AnswerWidget
from newsbook.widgets.practice import practice

__all__ = ["Order"]


class Order(AnswerWidget):
    """Lines of Python, shuffled, to be put in order and indented.

    After Dale Parsons and Patricia Haden, "Parson's programming puzzles" (2006): who does not have
    to recall each word can think about what comes first and what belongs to what. The lines are
    shuffled by a hash of their text, so the order says nothing and is the same at every run.

    Args:
        question: What the program is to do.
        program: Its lines in the right order, indented by four spaces a step.
        extra: Lines that are in the way: strings, or `ExtraLine` with a sentence of their own.
        large: Whether letters are as large as a projector needs.

    Attributes:
        value: ``{"lines": [["def f(x):", 0], ["return x", 1]]}``: the lines that are used, each
            with its steps of indentation.
        program: The same as text, to be read; set it with indented lines.

    Raises:
        NotAnAnswer: A line that is not among the lines, or used more often than it is there.
        BadInput: The program has no lines, or one that is indented by other than four spaces.

    Example:
        >>> order = Order("Count the tokens.", ["def count(text):", "    return len(text.split())"])
        >>> order.program = ["def count(text):", "return len(text.split())"]
        >>> order
        Order(2 of 2 lines used)
        >>> order.check()
        △ not yet
        The order is right. Look at how far line 2 is indented: which line does it belong to?
    """

    parts = (*FRAME, "order.css", "order.js")

    def __init__(
        self,
        question: str,
        program: Sequence[str],
        extra: Sequence[ExtraLine] | Sequence[str] = (),
        *,
        exercise: OrderExercise | None = None,
        folder: Path | None = None,
        large: bool = False,
    ) -> None:
        want_text(question, "Order")
        self._rules: OrderExercise = exercise or practice(
            OrderExercise,
            question=question,
            program=_program(program),
            extra=_extra(extra),
            praise="Every line in its place.",
        )
        content = {"question": question, "lines": self._rules.bank, "deepest": MAX_STEPS}
        super().__init__({"lines": []}, content, exercise, folder, self._rules, large=large)

    @classmethod
    def of(cls, exercise: Any, folder: Path | None = None) -> Order:
        """The widget of an exercise of its kind, bound to it."""
        return cls(
            exercise.question, exercise.program, exercise.extra, exercise=exercise, folder=folder
        )

    @property
    def program(self) -> list[str]:
        """The lines that are used, indented."""
        return [f"{'    ' * steps}{text}" for text, steps in self.value["lines"]]

    @program.setter
    def program(self, program: Sequence[str]) -> None:
        self.value = {"lines": [list(split_line(line)) for line in _program(program)]}

    def _read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or set(value) != {"lines"}:
            raise ValueError('it is not of the form {"lines": [["def f(x):", 0]]}')
        seen = self._rules.observe(value)
        if seen == {"unset": True}:
            return {"lines": []}
        if "lines" not in seen:
            raise ValueError(
                "its lines are not among the lines that are given, each with 0 to "
                f"{MAX_STEPS} steps of indentation"
            )
        return {"lines": seen["lines"]}

    def _summary(self) -> str:
        return f"{len(self.value['lines'])} of {len(self._rules.bank)} lines used"

    def _html(self) -> str:
        lines = self.program or ["(no line is in its place yet)"]
        code = "\n".join(lines)
        return self._fixed(f"<pre>{escaped(code)}</pre>")


def _program(given: Any) -> list[str]:
    wanted = 'Order needs the lines of a program, such as ["def f(x):", "    return x"]'
    if not isinstance(given, list | tuple):
        raise WrongType(f"{wanted}, not {kind_of(given)}.")
    if not given:
        raise BadInput(f"{wanted}; this list is empty.")
    for line in given:
        if not isinstance(line, str):
            raise WrongType(f"{wanted}; {line!r:.60} in this list is {kind_of(line)}.")
        try:
            split_line(line)
        except ValueError as error:
            raise BadInput(f"{wanted}; {error}.") from None
    return list(given)


def _extra(given: Any) -> list[ExtraLine]:
    if not isinstance(given, list | tuple):
        raise WrongType(f"Order needs the extra lines as a list, not {kind_of(given)}.")
    made = []
    for line in given:
        if isinstance(line, str):
            line = ExtraLine(line, f"The line `{line.strip()}` is in the way: can you do without?")
        if not isinstance(line, ExtraLine):
            raise WrongType(f"An extra line is a string or an ExtraLine, not {kind_of(line)}.")
        made.append(ExtraLine(line.line.strip(), line.says))
    return made
