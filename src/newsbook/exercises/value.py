"""An exercise whose answer is one value: a number, a string, a list."""

from __future__ import annotations

from typing import Any

from newsbook.exercises.code import CodeExercise

__all__ = ["ValueExercise"]


class ValueExercise(CodeExercise):
    """The learner sets `answer_name` to a value; the one case has no inputs."""

    def usable(self, answer: Any) -> str:
        """Any value can be tried; a function is none."""
        if callable(answer):
            return f"`{self.answer_name}` is to be {self.returns}, but it is a function. Call it."
        return ""

    def apply(self, answer: Any, *inputs: Any) -> Any:
        """The answer is the value."""
        return answer
