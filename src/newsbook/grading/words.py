"""How much of what a learner's program says is shown where it has seen what is held back.

A program may raise an error whose text is an article, and read it on its page of feedback. So of
an exercise with hidden cases a page shows the kind of error and a line of its text; of a challenge,
which is tried on held-back articles, none of the program's own words.
"""

from __future__ import annotations

import builtins
import dataclasses
import re
from typing import Any

from newsbook.exercises import Case, ChallengeExercise, CodeExercise, Json, State
from newsbook.exercises.off_limits import functions_of, refusal

__all__ = ["LONGEST", "explained", "told_failure", "told_unusable"]

LONGEST = 120
"""Characters of a program's own words that are shown, of an exercise with hidden cases."""

ENDED = "It did not run to its end."
NO_FUNCTION = "What the cell gives is not what was asked for."
SOMETHING = "it holds something else"

# What the sandbox says of a program that it has stopped. A program can say it, too.
_STOPPED = re.compile(
    r"It ran for over [\d.e+]{1,12} seconds(?:, all that the answers before it left)?\. "
    r"Is there an endless loop\?"
    r"|It (?:printed|wrote a file of) over [\d,]{1,20} bytes\."
    r"|What it gave (?:is over [\d,]{1,20} bytes|cannot be read)\."
    r"|It used over \d{1,9} seconds of processor time\."
    r"|It waited for over [\d.e+]{1,12} seconds and did nothing\. "
    r"Does it sleep, or ask for something that never comes\?"
    r"|It was stopped, for using too much memory or by its own hand\."
    r"|All it started used over \d{1,9} MB of memory\."
    r"|The code ended Python itself(?: \(signal \d{1,3}\))?\."
    r"|The sandbox ended before this was run\."
)
_RAISED = re.compile(r"([A-Za-z_][\w.]{0,60})(?:: (.*))?", re.DOTALL)
_UNUSABLE = re.compile(
    r"`\w+` is (?:newsbook's own function here\. Write one of yours"
    r"|to be a function, but it is a (?:True or False|number|string|list|dictionary|None|set))\."
)
_UNUSABLE_VALUE = re.compile(
    r"it (?:is too large or too deeply nested|has more spans than the text has characters"
    r"|holds a (?:number that is too large|string that is too long|set|function|generator|object))"
)


def told_failure(exercise: CodeExercise, why: str) -> str:
    """Why a cell failed, in as many of its own words as may be shown.

    Args:
        exercise: The exercise; it has hidden cases.
        why: ``"KeyError: 'x'"``, or a sentence on what stopped it.

    Example:
        >>> from newsbook.exercises import get_exercise
        >>> told_failure(get_exercise("1.12"), "ValueError: The mayor said …")
        'ValueError'
        >>> len(told_failure(get_exercise("1.3"), "ValueError: " + "x" * 300))
        120
    """
    if _STOPPED.fullmatch(why) or why in {f"OffLimits: {ours}" for ours in _refusals(exercise)}:
        return why
    if not isinstance(exercise, ChallengeExercise):
        return _cut(why)
    raised = _RAISED.fullmatch(why)
    return _known_error(raised[1]) if raised else ENDED


def told_unusable(exercise: CodeExercise, why: str) -> str:
    """Why an answer cannot be tried; the sentence comes from where the program ran."""
    if not isinstance(exercise, ChallengeExercise):
        return _cut(why)
    return why if _UNUSABLE.fullmatch(why) else NO_FUNCTION


def explained(exercise: CodeExercise, case: Case, outcome: dict[str, Json]) -> tuple[State, str]:
    """What an exercise says of a wrong outcome, in as few of the program's own words.

    Args:
        exercise: The exercise; it has hidden cases.
        case: The case.
        outcome: What came of it: learner-made throughout.
    """
    told: dict[str, Any] = dict(outcome)
    if isinstance(exercise, ChallengeExercise):
        if "raised" in told:
            said = str(told.get("message", ""))
            told = {"raised": _known_error(str(told["raised"]))}
            if said in _refusals(exercise):
                told = {"raised": "OffLimits", "message": said}
        if "unusable" in told and not _UNUSABLE_VALUE.fullmatch(str(told["unusable"])):
            told["unusable"] = SOMETHING
        if isinstance(told.get("value"), list):
            told["value"] = [_without_words(item) for item in told["value"]]
        else:
            # What is said of these begins with the input, which is an article's beginning.
            case = dataclasses.replace(case, inputs=())
    else:
        for key in ("raised", "message", "unusable"):
            if key in told:
                told[key] = _cut(str(told[key]), 60 if key == "raised" else LONGEST)
    return exercise.explain(case, told)


def _refusals(exercise: CodeExercise) -> frozenset[str]:
    """What is said where an answer calls a function that it is to do without."""
    functions = (one for entry in exercise.off_limits for one in functions_of(entry))
    return frozenset(refusal(function.__name__) for function in functions)


def _known_error(name: str) -> str:
    """The name of one of Python's own errors; a class of a learner's can be called anything."""
    known = getattr(builtins, name, None)
    is_error = isinstance(known, type) and issubclass(known, BaseException)
    return name if is_error else "Exception"


def _without_words(item: Json) -> Json:
    """An item of a list of spans with its label and numbers; any other text in it is left out."""
    if isinstance(item, str):
        return "…"
    if isinstance(item, list):
        shown = [part if isinstance(part, int | float) else None for part in item[:2]]
        return [*shown, *item[2:]] if len(item) == 3 and _is_label(item[2]) else shown
    return item if isinstance(item, int | float) or item is None else "…"


def _is_label(label: Json) -> bool:
    return isinstance(label, str) and re.fullmatch(r"[A-Za-z_]{0,12}", label) is not None


def _cut(words: str, longest: int = LONGEST) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"
