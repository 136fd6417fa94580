"""How much of what a learner's program says is shown where it has seen what is held back.

A program may raise an error whose text is an article, and read it on its page of feedback. So of
an exercise with hidden cases a page shows the kind of error and a line of its text, in letters of
which one carries little. Of a challenge, which is tried on held-back articles, it shows no place in
the text, and none of the program's own words, but for what Python says (`python_words.py`). A
submission's challenges are run after its other answers (`batch.py`), so that what these say was
said before anything held back was near.
"""

from __future__ import annotations

import builtins
import dataclasses
import re
from typing import Any

from newsbook.articles import ENTITY_LABELS
from newsbook.exercises import Case, ChallengeExercise, CodeExercise, Json, State
from newsbook.exercises.equating import Scale
from newsbook.exercises.off_limits import OffLimits, refusals
from newsbook.grading.python_words import python_words
from newsbook.grading.reasons import reason_of
from newsbook.scoring import Score

__all__ = [
    "DEFINED",
    "LONGEST",
    "as_shown",
    "explained",
    "told_failure",
    "told_figures",
    "told_unusable",
    "was_stopped",
]

LONGEST = 120
"""Characters of a program's own words that are shown, of an exercise with hidden cases."""

LONGEST_MESSAGE = 300
"""Characters of an error's message that are looked at."""

DEFINED = "Is everything that it uses defined in the answer cell itself?"
ENDED = "It did not run to its end."
NO_FUNCTION = "What the cell gives is not what was asked for."
SOMETHING = "it holds something else"
CANNOT_BE_TRIED = "What the cell gives cannot be tried:"

FARTHEST = 10_000_000
"""Numbers of a challenge's spans that are shown are below: no article is longer."""

LAST_LATIN = 0x24F
_MARKS = frozenset("‐‑‒–—‘’‚“”„…€·")

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


def was_stopped(why: str) -> bool:
    """Whether a failure is one of the sandbox's own sentences, on a program that it has stopped.

    Example:
        >>> was_stopped("It used over 11 seconds of processor time."), was_stopped("KeyError: 1")
        (True, False)
    """
    return _STOPPED.fullmatch(why) is not None


def told_failure(exercise: CodeExercise, why: str, source: str = "") -> str:
    """Why a cell failed, in as many of its own words as may be shown.

    Args:
        exercise: The exercise; it has hidden cases.
        why: ``"KeyError: 'x'"``, or a sentence on what stopped it.
        source: The answer cell.

    Example:
        >>> from newsbook.exercises import get_exercise
        >>> told_failure(get_exercise("1.12"), "ValueError: The mayor said …")
        'ValueError'
        >>> len(told_failure(get_exercise("1.3"), "ValueError: " + "x" * 300))
        120
    """
    name, _, said = why.partition(": ")
    if _STOPPED.fullmatch(why) or (
        name == OffLimits.__name__ and said in refusals(exercise.off_limits)
    ):
        return why
    if not isinstance(exercise, ChallengeExercise):
        return _latin(_cut(why))
    raised = _RAISED.fullmatch(why)
    if not raised:
        return ENDED
    kind = _known_error(raised[1])
    words = python_words(kind, raised[2] or "", source)
    return f"{kind}: {words}" if words else kind


def as_shown(exercise: CodeExercise, seen: Json, source: str) -> Json:
    """What was observed, with as much of its errors' words as may be shown, and no more.

    Args:
        exercise: The exercise; it has hidden cases.
        seen: Any JSON.
        source: The answer cell.
    """
    if not isinstance(seen, dict):
        return seen
    if isinstance(seen.get("unusable"), str):
        return {"unusable": told_unusable(exercise, seen["unusable"])}
    cases = seen.get("cases")
    if not isinstance(exercise, ChallengeExercise) or not isinstance(cases, list):
        return seen
    return {"cases": [_error_as_shown(exercise, outcome, source) for outcome in cases]}


def _error_as_shown(exercise: ChallengeExercise, outcome: Json, source: str) -> Json:
    if not isinstance(outcome, dict) or "raised" not in outcome:
        return outcome
    # `observe` cuts a message as well, but who writes an observation by oneself need not.
    said = str(outcome.get("message", ""))[:LONGEST_MESSAGE]
    if outcome["raised"] == OffLimits.__name__ and said in refusals(exercise.off_limits):
        return {"raised": OffLimits.__name__, "message": said}
    kind = _known_error(str(outcome["raised"]))
    return {"raised": kind, "message": python_words(kind, said, source)}


def told_unusable(exercise: CodeExercise, why: str) -> str:
    """Why an answer cannot be tried; the sentence comes from where the program ran."""
    if _UNUSABLE.fullmatch(why):
        return why
    if isinstance(exercise, ChallengeExercise):
        return NO_FUNCTION
    # The learner is told whose words these are: ours name a type or a pattern's fault.
    ours = (f"`{exercise.answer_name}` is to be a ", "Python cannot read this pattern: ")
    shown = _latin(_cut(why))
    return shown if why.startswith(ours) else f"{CANNOT_BE_TRIED} {shown}"


def told_figures(exercise: ChallengeExercise, total: Score, scale: Scale) -> str:
    """What is said of a challenge's spans: the figures alone.

    A place in a held-back article would be one that the answer has chosen.

    Args:
        exercise: The challenge.
        total: The score over all articles.
        scale: What an F1 on these is worth.
    """
    return (
        f"{exercise.figures(total, scale)}. These are articles that are held back, so no place "
        f'is shown; `check("{exercise.id}")` in the notebook points at one in its own.'
    )


def explained(exercise: CodeExercise, case: Case, outcome: dict[str, Json]) -> tuple[State, str]:
    """What an exercise says of a wrong outcome, in as few of the program's own words.

    Args:
        exercise: The exercise; it has hidden cases.
        case: The case.
        outcome: What came of it: learner-made throughout, but for errors' words: see `as_shown`.
    """
    told: dict[str, Any] = dict(outcome)
    if isinstance(exercise, ChallengeExercise):
        if "unusable" in told and not _UNUSABLE_VALUE.fullmatch(str(told["unusable"])):
            told["unusable"] = SOMETHING
        if isinstance(told.get("value"), list):
            told["value"] = [_without_words(item) for item in told["value"]]
        else:
            # What is said of these begins with the input, which is an article's beginning.
            case = dataclasses.replace(case, inputs=())
        state, sentence = exercise.explain(case, told)
        return state, _with_reason(sentence, told)
    for key in ("raised", "message", "unusable"):
        if key in told:
            told[key] = _cut(str(told[key]), 60 if key == "raised" else LONGEST)
    state, sentence = exercise.explain(case, told)
    return state, _with_reason(_latin(sentence, f"{case.inputs}{case.says}"), told)


def _with_reason(sentence: str, told: dict[str, Any]) -> str:
    reason = reason_of(str(told.get("raised", "")), str(told.get("message", "")))
    return f"{sentence.removesuffix(DEFINED).rstrip()} {reason}" if reason else sentence


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
        shown = [_number(part) for part in item[:2]]
        return [*shown, *item[2:]] if len(item) == 3 and item[2] in ENTITY_LABELS else shown
    return _number(item) if item is None or isinstance(item, int | float) else "…"


def _number(part: Json) -> Json:
    """A number that may be an offset, as it is; of a fraction one digit."""
    if not isinstance(part, int | float):
        return None
    if not abs(part) < FARTHEST:
        return "…"
    return part if isinstance(part, int) else round(part, 1)


def _latin(words: str, known: str = "") -> str:
    """Words with a dot for each character that is neither Latin nor known.

    Of 20,000 Chinese characters one carries twice what a Latin letter does.

    Args:
        words: What is to be shown.
        known: Text whose characters may all be shown.

    Example:
        >>> _latin("KeyError: '价’ é"), _latin("价", "价格")
        ("KeyError: '·’ é", '价')
    """
    free = _MARKS.union(known)
    return "".join(c if ord(c) <= LAST_LATIN or c in free else "·" for c in words)


def _cut(words: str, longest: int = LONGEST) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"
