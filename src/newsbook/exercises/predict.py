"""Predict, then run: commit to what a line of Python will give before seeing it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from newsbook.exercises.base import Exercise, Misconception
from newsbook.exercises.verdict import Json, State, Verdict

__all__ = ["Line", "PredictExercise", "Prediction"]

MAX_TRIES = 50
MAX_LENGTH = 500

_NUMBER_WORDS = frozenset({
    "zero", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "hundred", "thousand",
})  # fmt: skip
_AROUND_NUMBERS = frozenset({"minus", "and", "a", "point"})
_QUOTES = "'\"`“”‘’„"
_STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')

CAPITALS = "The letters are right, and a capital is not: Python keeps each letter as it stands."

COMMIT = "press Commit behind it"


@dataclass(frozen=True)
class Line:
    """One line of Python whose value is to be predicted.

    Args:
        code: An expression over plain values, for instance ``"len('it’s')"``.
        traps: Wrong predictions that reveal a misconception, each with its sentence.
    """

    code: str
    traps: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Prediction:
    """One thing to predict, in several wordings.

    Who predicts wrongly sees the real value, and then meets the same idea in the next line: copying
    what was just revealed does not help, understanding it does.

    Args:
        key: A letter, shown before the line.
        lines: At least two lines that test one idea.
        why: What to tell a learner whose wrong prediction is not among the traps.
    """

    key: str
    lines: Sequence[Line]
    why: str


class PredictExercise(Exercise):
    """Predict what each line gives; wrong predictions stay on record and a twin line follows.

    The answer is ``{"tries": {"a": ["5", "4"]}}``: for each prediction's key the values that were
    committed, in order. Try number n was for line n, counted round. A prediction is solved when its
    last try is right.

    Attributes:
        goes_round: Whether the first line is asked again after the last, so that nobody is left
            without a way to the points. Practice stops there: all values were shown.
    """

    widget = True
    goes_round: ClassVar[bool] = True
    question: ClassVar[str]
    predictions: ClassVar[Sequence[Prediction]]

    @staticmethod
    def result(code: str) -> Any:
        """Run a line of the exercise and return its value, as Python gives it."""
        # The line is this package's own text, never a learner's.
        return eval(code, {})

    @staticmethod
    def matches(prediction: str, value: Any) -> bool:
        """Whether what was typed means the value; a string may be typed without its quotes.

        A straight mark inside a string means a curly one: not every keyboard has those.

        Example:
            >>> PredictExercise.matches("'it'", "it"), PredictExercise.matches("4.0", 4)
            (True, False)
            >>> PredictExercise.matches("it's", "it’s"), PredictExercise.matches("'“'", '"')
            (True, False)
        """
        typed = prediction.strip()
        if isinstance(value, str) and typed == value.strip() != "":
            return True
        try:
            meant = ast.literal_eval(typed)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return isinstance(value, str) and bool(value) and _plainly(typed, value.strip())
        if isinstance(meant, str) and isinstance(value, str):
            return _plainly(meant, value)
        return type(meant) is type(value) and bool(meant == value)

    @staticmethod
    def unclear_marks(prediction: str, value: Any) -> bool:
        """Whether the outer marks may be the text's own, on a plain keyboard, or Python's.

        Example:
            >>> unclear_marks = PredictExercise.unclear_marks
            >>> unclear_marks('"no,"', "“no,”"), unclear_marks("no,", "“no,”")
            (True, False)
        """
        typed = prediction.strip()
        return (
            isinstance(value, str)
            and not PredictExercise.matches(typed, value)
            and _plainly(typed, value)
        )

    @staticmethod
    def otherwise_written(prediction: str, value: Any) -> bool:
        """Whether what was typed is no prediction yet: it means what Python prints otherwise.

        That is a number, or True and False, in words; and the value itself, but for its quotes and
        brackets or capitals. What could be a mistake about the value or its type is a prediction:
        ``2`` for ``2.0``, ``Seoul`` for ``“Seoul”``.

        Example:
            >>> otherwise_written = PredictExercise.otherwise_written
            >>> otherwise_written("two", 3), otherwise_written("2 ", 2), otherwise_written("2.0", 2)
            (True, False, False)
            >>> otherwise_written("N, Korean", ["N", "Korean"]), otherwise_written("true", False)
            (True, True)
        """
        typed = prediction.strip()
        if not typed or PredictExercise.matches(typed, value):
            return False
        low = typed.casefold()
        if value is None or isinstance(value, bool):
            return low in ({"none", "nothing"} if value is None else {"true", "false", "yes", "no"})
        if isinstance(value, int | float):
            words = low.replace("-", " ").split()
            in_words = any(word in _NUMBER_WORDS for word in words) and all(
                word in _NUMBER_WORDS | _AROUND_NUMBERS for word in words
            )
            return in_words or PredictExercise.matches(typed.strip(_QUOTES), value)
        if isinstance(value, str):
            return _unquoted(typed) == value or PredictExercise.unclear_marks(typed, value)
        if not isinstance(value, list | tuple) or not value:
            return False
        parts = [str(part) for part in value]
        written = [_unquoted(part) for part in typed.strip("[]()").split(",")]
        return written == parts  # never where a part has a comma of its own

    def line_for(self, prediction: Prediction, tries: int) -> Line:
        """The line that is shown after so many tries."""
        return prediction.lines[tries % len(prediction.lines)]

    def used_up(self, prediction: Prediction, tries: int) -> bool:
        """Whether each line was shown with its value, and none is asked again."""
        return not self.goes_round and tries >= len(prediction.lines)

    def solved(self, prediction: Prediction, tries: Sequence[str]) -> bool:
        """Whether the last of the tries predicts its line rightly."""
        if not tries:
            return False
        line = self.line_for(prediction, len(tries) - 1)
        return self.matches(tries[-1], self.result(line.code))

    @property
    def misconceptions(self) -> Sequence[Misconception]:
        """Each trap, in an answer that predicts the other lines rightly."""
        right = {p.key: [repr(self.result(p.lines[0].code))] for p in self.predictions}
        found = []
        for prediction in self.predictions:
            for typed, sentence in prediction.lines[0].traps.items():
                wrong = {"tries": right | {prediction.key: [typed]}}
                name = f"{prediction.key}: predicted {typed}"
                found.append(Misconception(name, self._of_line(prediction, sentence), wrong))
        return found

    def observe(self, answer: Any, cases: Any = None) -> Json:
        """The committed tries, or ``{"unset": true}`` when nothing was committed."""
        if answer is None:
            return {"unset": True}
        tries = answer.get("tries") if isinstance(answer, dict) else None
        known = {p.key for p in self.predictions}
        if not isinstance(tries, dict) or not set(tries) <= known:
            return {"unreadable": True}
        for made in tries.values():
            if not isinstance(made, list) or len(made) > MAX_TRIES:
                return {"unreadable": True}
            if not all(isinstance(typed, str) and len(typed) <= MAX_LENGTH for typed in made):
                return {"unreadable": True}
        tries = {key: made for key, made in sorted(tries.items()) if made}
        return {"tries": tries} if tries else {"unset": True}

    def judge(self, observation: Json, cases: Any = None) -> Verdict:
        """Right when every last try is right; else the sentence for the first that is not."""
        if verdict := self.nothing_to_judge(observation):
            return verdict
        tries = observation["tries"]
        unsolved = [p for p in self.predictions if not self.solved(p, tries.get(p.key, []))]
        if not unsolved:
            return self.correct(observation)
        score = 1 - len(unsolved) / len(self.predictions)
        # A wrong prediction teaches more than a missing one, so it is answered first.
        wrong = next((p for p in unsolved if tries.get(p.key)), None)
        if wrong is None:
            letters = ", ".join(p.key for p in unsolved)
            sentence = f"Still to be predicted: {letters}. What you typed counts when you {COMMIT}."
            return self.verdict(State.NOT_YET, sentence, observation, score)
        made = tries[wrong.key]
        line = self.line_for(wrong, len(made) - 1)
        typed, value = made[-1].strip(), self.result(line.code)
        in_capitals = isinstance(value, str) and _unquoted(typed).casefold() == value.casefold()
        why = CAPITALS if in_capitals else wrong.why
        sentence = self._of_line(wrong, line.traps.get(typed, why))
        return self.verdict(State.NOT_YET, sentence, observation, score)

    def not_attempted(self, observation: Json) -> Verdict:
        """No prediction yet; what is typed and not committed is none."""
        how = f"No prediction is committed yet. Type what you expect, {COMMIT}, then check again."
        return self.verdict(State.NOT_ATTEMPTED, how, observation)

    def _of_line(self, prediction: Prediction, sentence: str) -> str:
        """The sentence with the letter of its line, where there are several."""
        return f"Line {prediction.key}: {sentence}" if len(self.predictions) > 1 else sentence


def _plainly(typed: str, value: str) -> bool:
    """Whether what was typed is a text, where a straight mark may stand for a curly one."""
    return len(typed) == len(value) and all(
        one == other or one == other.translate(_STRAIGHT)
        for one, other in zip(typed, value, strict=True)
    )


def _unquoted(typed: str) -> str:
    """What stands between quotes of any kind, or without them."""
    typed = typed.strip()
    quoted = len(typed) > 1 and typed[0] in _QUOTES and typed[-1] in _QUOTES
    return typed[1:-1] if quoted else typed
