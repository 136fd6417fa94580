"""Predict what a line of Python gives, and only then see it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsbook.errors import BadInput, WrongType, kind_of, want_text
from newsbook.exercises import Line, PredictExercise, Prediction
from newsbook.exercises.predict import MAX_LENGTH, MAX_TRIES
from newsbook.markup import escaped, prose
from newsbook.widgets.core import FRAME, AnswerWidget, NotAnAnswer
from newsbook.widgets.practice import practice_predict

__all__ = ["Predict"]

AS_PRINTED = (
    "Write it as Python prints it: a number in digits, straight quotes around a text, brackets "
    "around a list, True or False with a capital. This did not count as a try."
)

WHOSE_MARKS = (
    "Do these marks belong to the text, or do they stand around it? If they belong to it, write "
    "it with quotes around them: '\"…\"'. If not, leave them out. This did not count as a try."
)

SHOWN = 300
"""The most characters of a value that are shown."""


class Predict(AnswerWidget):
    """Lines of Python whose values are to be predicted; a committed prediction stays.

    The value of a line leaves Python only after a prediction for it was committed, so it cannot be
    read out of the page before. After a wrong prediction the next line of the same idea is asked;
    behind the last, an exercise asks the first again. Without an exercise it is for practice:
    *Check* answers, nothing is saved, and no line is asked twice. What is only written otherwise
    than Python prints it (``two``) is not taken for a prediction, and asked for again.

    Args:
        question: What is asked.
        predictions: What to predict. The lines are run as Python: give no text of a stranger's.
        rules: An exercise that runs the lines without being bound, where they need its names.

    Attributes:
        value: ``{"tries": {"a": ["5", "4"]}}``: what was committed, in order, for each key.

    Raises:
        NotAnAnswer: A key that no prediction has, or tries that are not strings.
        BadInput: The predictions are none, or of another type, or share a key; or a line of them
            cannot be run.

    Example:
        >>> from newsbook.exercises import Line, Prediction
        >>> lines = [Line("len('it')"), Line("len('its')")]
        >>> lengths = Predict("How long?", [Prediction("a", lines, "Count the letters.")])
        >>> lengths.value = {"tries": {"a": ["2"]}}
        >>> lengths
        Predict(1 of 1 predicted)
    """

    parts = (*FRAME, "predict.css", "predict.js")

    def __init__(
        self,
        question: str,
        predictions: Sequence[Prediction],
        *,
        exercise: PredictExercise | None = None,
        rules: PredictExercise | None = None,
        folder: Path | None = None,
        large: bool = False,
    ) -> None:
        want_text(question, "Predict")
        self.predictions = _predictions(predictions)
        self._rules = exercise or rules or practice_predict(question, self.predictions)
        self._refused: dict[str, str] = {}
        if exercise is None:
            self._try_lines()
        content = {"question": question, "longest": MAX_LENGTH}
        super().__init__({"tries": {}}, content, exercise, folder, self._rules, large=large)

    def _try_lines(self) -> None:
        """Run each line now: its author should hear of a mistake in it, not who predicts."""
        for line in (line for prediction in self.predictions for line in prediction.lines):
            try:
                self._rules.result(line.code)
            except Exception as error:
                raised = f"{type(error).__name__}: {error}"
                raise BadInput(
                    f"Predict cannot run the line {line.code!r:.60} ({raised})."
                ) from None

    @classmethod
    def of(cls, exercise: Any, folder: Path | None = None) -> Predict:
        """The widget of an exercise of its kind, bound to it."""
        return Predict(exercise.question, exercise.predictions, exercise=exercise, folder=folder)

    def _read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or set(value) != {"tries"}:
            raise ValueError('it is not of the form {"tries": {"a": ["5"]}}')
        seen = self._rules.observe(value)
        if seen == {"unset": True}:
            return {"tries": {}}
        if "tries" not in seen:
            keys = ", ".join(p.key for p in self.predictions)
            raise ValueError(
                f"tries are at most {MAX_TRIES} short strings for each of the keys {keys}"
            )
        return {"tries": {key: list(made) for key, made in seen["tries"].items()}}

    def _tries(self, prediction: Prediction) -> list[str]:
        return list(self.value["tries"].get(prediction.key, []))

    def _extra(self) -> dict[str, Any]:
        """Each prediction as the page may see it: what was tried, and the line that is next."""
        rows = []
        for prediction in self.predictions:
            made = self._tries(prediction)
            tries = []
            for number, typed in enumerate(made):
                code = self._rules.line_for(prediction, number).code
                value = self._rules.result(code)
                tries.append(
                    {
                        "code": code,
                        "typed": typed,
                        "gives": _short(repr(value)),
                        "right": self._rules.matches(typed, value),
                    }
                )
            solved = self._rules.solved(prediction, made)
            used_up = not solved and self._rules.used_up(prediction, len(made))
            over = solved or used_up or len(made) >= MAX_TRIES
            line = None if over else self._rules.line_for(prediction, len(made)).code
            row = {"key": prediction.key, "tries": tries, "next": line, "used_up": used_up}
            row["again"] = line is not None and len(made) >= len(prediction.lines)
            rows.append(row | {"refused": self._refused.get(prediction.key, "")})
        return {"rows": rows}

    def _act(self, content: dict[str, Any]) -> None:
        if content.get("do") != "commit":
            return super()._act(content)
        key, number, typed = content.get("key"), content.get("number"), content.get("typed")
        prediction = next((p for p in self.predictions if p.key == key), None)
        self._refused = {}
        if prediction is None or not isinstance(typed, str) or not typed.strip():
            raise NotAnAnswer(f"{self._name} cannot take an empty prediction.")
        made = self._tries(prediction)
        # A second window may show an older line; its prediction was for that line, not for this.
        if number != len(made) or self._rules.solved(prediction, made):
            raise NotAnAnswer(f"{self._name}: line {key} was already predicted elsewhere.")
        if self._rules.used_up(prediction, len(made)):
            raise NotAnAnswer(f"{self._name}: the lines of {key} are used up.")
        line = self._rules.line_for(prediction, len(made))
        # What its author has a sentence for is a mistake, however it is written.
        value = self._rules.result(line.code)
        if typed.strip() not in line.traps and self._rules.otherwise_written(typed, value):
            unclear = self._rules.unclear_marks(typed, value)
            self._refused = {prediction.key: WHOSE_MARKS if unclear else AS_PRINTED}
            return
        tries = dict(self.value["tries"])
        self.value = {"tries": tries | {prediction.key: [*made, typed.strip()[:MAX_LENGTH]]}}

    def _summary(self) -> str:
        done = sum(self._rules.solved(p, self._tries(p)) for p in self.predictions)
        return f"{done} of {len(self.predictions)} predicted"

    def _html(self) -> str:
        """The question, and for each prediction its lines, what was typed and what they give."""
        told = []
        for row in self._extra()["rows"]:
            lines = [
                f"{_code(tried['code'])} predicted: {_code(tried['typed'])}, "
                + ("right" if tried["right"] else f"but it gives {_code(tried['gives'])}")
                for tried in row["tries"]
            ]
            lines += [_code(row["next"])] if row["next"] is not None else []
            told.append(f"<li>{escaped(row['key'])}: {'<br>'.join(lines)}</li>")
        return self._fixed(f"<p>{prose(self._content['question'])}</p><ul>{''.join(told)}</ul>")


def _predictions(given: Any) -> tuple[Prediction, ...]:
    """The predictions as they may be handed over, checked."""
    wanted = (
        "Predict needs a list of predictions, such as "
        """[Prediction("a", [Line("len('it')"), Line("len('its')")], "Count the letters.")]"""
    )
    if not isinstance(given, list | tuple):
        raise WrongType(f"{wanted}, not {kind_of(given)}.")
    if not given:
        raise BadInput(f"{wanted}; this list is empty.")
    for prediction in given:
        if not isinstance(prediction, Prediction):
            raise WrongType(f"{wanted}; {prediction!r:.60} in this list is {kind_of(prediction)}.")
        lines = prediction.lines
        if (
            not isinstance(lines, list | tuple)
            or not lines
            or not all(isinstance(line, Line) and isinstance(line.code, str) for line in lines)
        ):
            wanted = """A prediction's lines are a list, such as [Line("len('it')")]"""
            raise WrongType(f"{wanted}, not {lines!r:.60}.")
        if not isinstance(prediction.key, str):
            raise WrongType(f"A prediction's key is a string, not {kind_of(prediction.key)}.")
    if len({prediction.key for prediction in given}) < len(given):
        raise BadInput("Two predictions have the same key; give each its own letter.")
    return tuple(given)


def _code(text: str) -> str:
    return f'<code style="white-space: pre-wrap">{escaped(text)}</code>'


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
