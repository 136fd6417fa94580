"""Exercises answered in code: a function or a value, tried on cases."""

from __future__ import annotations

import copy
import inspect
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from newsbook.exercises.base import Misconception
from newsbook.exercises.cases import Case, CasesExercise
from newsbook.exercises.off_limits import OffLimits, refusals, withheld
from newsbook.exercises.verdict import Json, State
from newsbook.spans import Span

__all__ = ["CodeExercise", "PatternExercise", "Unusable", "as_json"]

MAX_DEPTH = 12
MAX_ITEMS = 50_000
MAX_TEXT = 200_000
_PLAIN = frozenset({str, int, float, bool, type(None)})
LONGEST_INPUT = 240
"""Characters of an input that a sentence shows: whoever wants to try it copies it from there."""


class Unusable(ValueError):
    """A value that cannot be written as JSON, or is too large to be an answer."""


def as_json(value: Any) -> Json:
    """A learner's value as plain JSON.

    Tuples become lists, `Span`s become ``[start, end]`` or ``[start, end, label]``, mappings with
    string keys stay mappings. Sets are refused: their order differs from run to run.

    Raises:
        Unusable: The value holds something else, nests over 12 deep, or has over 50,000 items.

    Example:
        >>> as_json([(0, 2), Span(3, 9)])
        [[0, 2], [3, 9]]
    """
    left = MAX_ITEMS

    def convert(item: Any, depth: int) -> Json:
        nonlocal left
        left -= 1
        if left < 0 or depth > MAX_DEPTH:
            raise Unusable("it is too large or too deeply nested")
        kind = type(item)
        if kind is list or kind is tuple:  # first what most answers are made of
            return [convert(part, depth + 1) for part in item]
        if item is None or isinstance(item, bool):
            return item
        # int(), float() and str() undo subclasses with surprises of their own.
        if isinstance(item, int):
            if abs(item) > 2**63:
                raise Unusable("it holds a number that is too large")
            return int(item)
        if isinstance(item, float):
            if not math.isfinite(item):
                raise Unusable(f"it holds {item!r}, which is not an ordinary number")
            return float(item)
        if isinstance(item, str):
            if len(item) > MAX_TEXT:
                raise Unusable("it holds a string that is too long")
            return str(item)
        if isinstance(item, Span):
            return [item.start, item.end, item.label] if item.label else [item.start, item.end]
        if isinstance(item, list | tuple):
            return [convert(part, depth + 1) for part in item]
        if isinstance(item, Mapping):
            for key in item:
                if not isinstance(key, str):
                    told = "None" if key is None else f"a {_kind(key)}"
                    raise Unusable(f"one of its keys is {told}, and not a string")
            return {str(key): convert(item[key], depth + 1) for key in sorted(item)}
        raise Unusable(f"it holds a {type(item).__name__}")

    return convert(value, 0)


class CodeExercise(CasesExercise):
    """A function that the learner writes, called on each case.

    The observation is ``{"cases": [{"value": …}, {"raised": "ValueError", "message": "…"}]}``.
    A misconception's `wrong` is Python source that sets `answer_name`.

    Attributes:
        answer_name: The name that the learner's cell gives the answer.
        returns: What the function returns, in words: ``"a list of (start, end) pairs"``.
        off_limits: Functions of newsbook's own that would solve it, and refuse to work while the
            answer is tried; see `newsbook.exercises.off_limits`. The task says so.
    """

    widget = False
    off_limits: ClassVar[Sequence[str]] = ()
    answer_name: ClassVar[str]
    returns: ClassVar[str]

    def make_cases(self) -> Sequence[Case]:
        """Make the cases; each is hand-checked, or derived from gold."""
        raise NotImplementedError

    def usable(self, answer: Any) -> str:
        """Why the answer cannot even be tried, or ``""`` when it can."""
        if str(getattr(answer, "__module__", "")).partition(".")[0] == "newsbook":
            return f"`{self.answer_name}` is newsbook's own function here. Write one of yours."
        if callable(answer):
            return ""
        return f"`{self.answer_name}` is to be a function, but it is a {_kind(answer)}."

    def apply(self, answer: Any, *inputs: Any) -> Any:
        """Use the answer on one case's inputs."""
        return answer(*inputs)

    def observe(self, answer: Any, cases: Sequence[Case] | None = None) -> Json:
        """Try the answer on every case."""
        # `...` is what an untouched answer cell holds.
        if answer is None or answer is ...:
            return {"unset": True}
        if why := self.usable(answer):
            return {"unusable": why}
        tried = self.cases if cases is None else cases
        with withheld(self.off_limits):
            seen = [self._try(answer, case) for case in tried]
        if all(outcome == {"unset": True} for outcome in seen):
            return {"unset": True}
        return {"cases": seen}

    def _try(self, answer: Any, case: Case) -> Json:
        try:
            # The learner's function may change its argument; the next one must not see that.
            value = self.apply(answer, *_copied(case.inputs))
            if value is ...:
                return {"unset": True}
            return {"value": as_json(value)}
        except Unusable as error:
            return {"unusable": str(error)}
        except NotImplementedError:
            return {"unset": True}
        except (Exception, SystemExit) as error:
            return {"raised": type(error).__name__, "message": str(error)[:300]}

    def would(self, mistake: Misconception, tried: Sequence[Case]) -> list[Json] | None:
        """What a misconception's source gives on each case."""
        seen: list[Json] | None = self.observe(self.run(str(mistake.wrong)), tried).get("cases")
        return seen

    def run(self, source: str) -> Any:
        """Run source that sets `answer_name`, for instance a misconception's, and return it."""
        space: dict[str, Any] = {"re": re, "Span": Span}
        exec(source, space)
        return space[self.answer_name]

    def explain(self, case: Case, outcome: dict[str, Json]) -> tuple[State, str]:
        """What can be said of a wrong outcome that no misconception explains."""
        ours = refusals(self.off_limits) if outcome.get("raised") == OffLimits.__name__ else ()
        if str(outcome.get("message")) in ours:
            return State.NOT_YET, str(outcome["message"])
        inputs = ", ".join(
            name + _short(value, LONGEST_INPUT)
            for name, value in zip(self._named(len(case.inputs)), case.inputs, strict=True)
        )
        given = f"Given {inputs}, your answer " if inputs else "Your answer "
        if "raised" in outcome:
            error = f"{outcome['raised']}: {outcome.get('message', '')}".rstrip(": ")
            help_ = ""
            if outcome["raised"] == "NameError":
                help_ = " Is everything that it uses defined in the answer cell itself?"
            return State.RAISED, f"{given}raised {error}.{help_}"
        if "unset" in outcome:
            return State.NOT_YET, f"{given}still has its three dots."
        if "unusable" in outcome:
            return (
                State.NOT_YET,
                f"{given}returned something other than {self.returns}: {outcome['unusable']}.",
            )
        value = outcome.get("value")
        if value is None and case.expected is not None:
            return State.NOT_YET, f"{given}returned nothing. Does it print instead of return?"
        if _kind(value) != _kind(case.expected):
            return (
                State.NOT_YET,
                f"{given}returned a {_kind(value)}; wanted is {self.returns}.",
            )
        if case.says:
            return State.NOT_YET, case.says
        return (
            State.NOT_YET,
            f"{given}gave {_short(self._shown(value))}. Work it out by hand: what is wanted?",
        )

    def _named(self, count: int) -> list[str]:
        """What stands before each input in a sentence: of several their names, as a call has them.

        They are those of the misconceptions, for the learner's function is not here.
        """
        try:
            names = list(inspect.signature(self.run(str(self.mistakes[0].wrong))).parameters)
        except (TypeError, ValueError, IndexError):
            names = []
        return [f"{name}=" for name in names] if 1 < count == len(names) else [""] * count

    def _shown(self, value: Json) -> Json | list[tuple[Json, ...]]:
        """A value as the task writes it: JSON has made lists of pairs and triples."""
        if not self.returns.startswith("a list of (") or not isinstance(value, list):
            return value
        return [tuple(item) if isinstance(item, list) else item for item in value]


class PatternExercise(CodeExercise):
    """A regular expression that the learner writes; its matches are the answer.

    A case has one input, the text; expected are the strings that the pattern finds, in order.
    """

    returns = "a list of strings"

    def usable(self, answer: Any) -> str:
        """Whether it is a string that compiles; Python's own message where it does not."""
        if not isinstance(answer, str):
            return f"`{self.answer_name}` is to be a string, but it is a {_kind(answer)}."
        try:
            re.compile(answer)
        except re.error as error:
            return f"Python cannot read this pattern: {error}."
        return ""

    def apply(self, answer: Any, *inputs: Any) -> Any:
        """Every match of the pattern, groups or none."""
        return [match.group() for match in re.finditer(answer, inputs[0]) if match.group()]


def _copied(value: Any) -> Any:
    """A copy that shares no list and no dictionary; `copy.deepcopy` takes far longer for JSON."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return [_copied(part) for part in value]
    if kind is tuple:
        return tuple([_copied(part) for part in value])
    if kind is dict:
        return {_copied(key): _copied(part) for key, part in value.items()}
    return copy.deepcopy(value)


def _kind(value: Any) -> str:
    """The type of a value, in a beginner's words."""
    names = {
        bool: "True or False", int: "number", float: "number", str: "string", list: "list",
        tuple: "list", dict: "dictionary", type(None): "None",
    }  # fmt: skip
    return names.get(type(value), type(value).__name__)


def _short(value: Any, longest: int = 120) -> str:
    """A value as it is shown in a sentence: whole where it is short."""
    text = repr(value)
    return text if len(text) <= longest else f"{text[: longest - 3]}…"
