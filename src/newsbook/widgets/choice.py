"""Choose one option, or all that apply."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from newsbook.errors import BadInput, WrongType, kind_of, want_text
from newsbook.exercises import ChoiceExercise, Option
from newsbook.markup import escaped, prose
from newsbook.widgets.core import FRAME, AnswerWidget
from newsbook.widgets.practice import practice_choice

__all__ = ["Choice"]


class Choice(AnswerWidget):
    """A question with options: radio buttons, or checkboxes when `many` may be chosen.

    Without an exercise it is for practice: *Check* answers with the chosen option's sentence, and
    nothing is saved. Where no option is right it is a poll, and has no *Check*.

    Args:
        question: What is asked. Words between backticks are shown as code, here and in options.
        options: The options, each with its own key; or plain strings, for a poll. Those get the
            keys a, b, c …
        many: Whether more than one may be chosen.

    Attributes:
        value: ``{"chosen": ["b"]}``, sorted; ``{"chosen": []}`` before a choice is made.

    Raises:
        NotAnAnswer: A key that no option has, or two keys where one may be chosen.
        BadInput: The options are none, or of another type, or share a key; or two are right where
            one may be chosen.

    Example:
        >>> from newsbook.exercises import Option
        >>> options = [
        ...     Option("a", "Yoon", "He is spoken of. Who opens his mouth?"),
        ...     Option("b", "Park", "Park says it.", right=True),
        ... ]
        >>> question = Choice("Who speaks first?", options)
        >>> question.value = {"chosen": ["b"]}
        >>> question
        Choice(chosen: b)
        >>> question.check()
        ✓ correct
        Park says it.
        >>> Choice("Ready?", ["Yes", "Not yet"])
        Choice(chosen: none)
    """

    parts = (*FRAME, "choice.css", "choice.js")

    def __init__(
        self,
        question: str,
        options: Sequence[Option] | Sequence[str],
        many: bool = False,
        *,
        exercise: ChoiceExercise | None = None,
        folder: Path | None = None,
        large: bool = False,
    ) -> None:
        want_text(question, "Choice")
        self.options = _options(options)
        self.many = many
        if not many and sum(option.right for option in self.options) > 1:
            raise BadInput(
                "Choice has two right options; pass many=True, so that both can be chosen."
            )
        practice = None if exercise else practice_choice(question, self.options, many)
        content = {
            "question": question,
            # Neither what is right nor what is said of it goes to the page.
            "options": [{"key": option.key, "text": option.text} for option in self.options],
            "many": many,
        }
        super().__init__({"chosen": []}, content, exercise, folder, practice, large=large)

    @classmethod
    def of(cls, exercise: Any, folder: Path | None = None) -> Choice:
        """The widget of an exercise of its kind, bound to it."""
        return Choice(
            exercise.question, exercise.options, exercise.many, exercise=exercise, folder=folder
        )

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

    def _html(self) -> str:
        """The question and its options, those that are chosen in bold."""
        told = []
        for option in self.options:
            words = f"{escaped(option.key)}: {prose(option.text)}"
            chosen = option.key in self.value["chosen"]
            told.append(f"<li>{f'<b>{words}</b> (chosen)' if chosen else words}</li>")
        return self._fixed(f"<p>{prose(self._content['question'])}</p><ul>{''.join(told)}</ul>")


def _options(given: Any) -> tuple[Option, ...]:
    """The options as they may be handed over, checked."""
    wanted = 'Choice needs a list of options, such as ["Yes", "No"] or [Option("a", "Yes", "Why?")]'
    if not isinstance(given, list | tuple):
        raise WrongType(f"{wanted}, not {kind_of(given)}.")
    if not given:
        raise BadInput(f"{wanted}; this list is empty.")
    if all(isinstance(option, str) for option in given):
        if len(given) > len(ascii_lowercase):
            raise BadInput(f"Choice has a letter for 26 options, not for {len(given)}.")
        given = [Option(key, text, "") for key, text in zip(ascii_lowercase, given, strict=False)]
    for option in given:
        if not isinstance(option, Option):
            raise WrongType(f"{wanted}; {option!r:.60} in this list is {kind_of(option)}.")
        if not all(isinstance(part, str) for part in (option.key, option.text, option.says)):
            raise WrongType(f"An option's key, text and sentence are strings, not as in {option}.")
    if len({option.key for option in given}) < len(given):
        raise BadInput("Two options have the same key; give each its own letter.")
    return tuple(given)
