"""Choose one option, or all that apply."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsbook.exercises import ChoiceExercise, Option
from newsbook.widgets.core import AnswerWidget, front_end

__all__ = ["Choice"]


class Choice(AnswerWidget):
    """A question with options: radio buttons, or checkboxes when `many` may be chosen.

    Args:
        question: What is asked. Words between backticks are shown as code, here and in options.
        options: The options, each with its own key.
        many: Whether more than one may be chosen.

    Attributes:
        value: ``{"chosen": ["b"]}``, sorted; ``{"chosen": []}`` before a choice is made.

    Raises:
        NotAnAnswer: A key that no option has, or two keys where one may be chosen.

    Example:
        >>> from newsbook.exercises import Option
        >>> options = [Option("a", "Yoon", ""), Option("b", "Park", "")]
        >>> question = Choice("Who speaks first?", options)
        >>> question.value = {"chosen": ["b"]}
        >>> question
        Choice(chosen: b)
    """

    _esm = front_end("choice")

    def __init__(
        self,
        question: str,
        options: Sequence[Option],
        many: bool = False,
        *,
        exercise: ChoiceExercise | None = None,
        folder: Path | None = None,
    ) -> None:
        self.options = tuple(options)
        self.many = many
        if len({option.key for option in self.options}) < len(self.options):
            raise ValueError("Two options have the same key; give each its own letter.")
        content = {
            "question": question,
            # Neither what is right nor what is said of it goes to the page.
            "options": [{"key": option.key, "text": option.text} for option in self.options],
            "many": many,
        }
        super().__init__({"chosen": []}, content, exercise, folder)

    def _read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or set(value) != {"chosen"}:
            raise ValueError('it is not of the form {"chosen": ["b"]}')
        chosen = value["chosen"]
        if not isinstance(chosen, list) or not all(isinstance(key, str) for key in chosen):
            raise ValueError("the chosen keys are not a list of strings")
        known = [option.key for option in self.options]
        for key in chosen:
            if key not in known:
                raise ValueError(f"there is no option {key!r:.40}, only {', '.join(known)}")
        if not self.many and len(set(chosen)) > 1:
            raise ValueError("only one option may be chosen")
        return {"chosen": sorted(set(chosen))}

    def _summary(self) -> str:
        return f"chosen: {', '.join(self.value['chosen']) or 'none'}"
