"""Errors that are told in one sentence, in a notebook too.

A beginner who passes the wrong thing gets a wall of traceback from Python, most of it about our
code and not theirs. IPython asks an exception how it wants to be shown; these show their sentence.
"""

from __future__ import annotations

from typing import Any

__all__ = ["BadInput", "WrongType", "kind_of", "want_text"]


class BadInput(ValueError):
    """Something was handed over that cannot be used. The message is one sentence that says what.

    Example:
        >>> raise BadInput("show needs a text, not a list.")
        Traceback (most recent call last):
        newsbook.errors.BadInput: show needs a text, not a list.
    """

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class WrongType(BadInput, TypeError):
    """A value of a type that cannot be meant; a TypeError too, for those who catch one."""


_KINDS = {
    type(None): "None", bool: "True or False", int: "a number", float: "a number", str: "a string",
    list: "a list", tuple: "a tuple", dict: "a dictionary", set: "a set",
}  # fmt: skip


def kind_of(value: Any) -> str:
    """What a value is, in a beginner's words.

    Example:
        >>> kind_of([1]), kind_of(None)
        ('a list', 'None')
    """
    return _KINDS.get(type(value), f"a {type(value).__name__}")


def want_text(text: Any, function: str) -> None:
    """Refuse what is not a string.

    Args:
        text: What was handed over as a text.
        function: The name of the function that wants it, for the sentence.

    Raises:
        WrongType: It is something else.
    """
    if not isinstance(text, str):
        raise WrongType(f"{function} needs a text (a string), not {kind_of(text)}.")
