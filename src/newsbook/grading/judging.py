"""Judge what was observed, outside of the sandbox; no learner's code runs here."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from newsbook.exercises import (
    ChallengeExercise,
    CodeExercise,
    Exercise,
    Json,
    Misconception,
    State,
    Verdict,
)
from newsbook.grading.absent import absent
from newsbook.grading.asking import Asked
from newsbook.grading.intake.students import untouched
from newsbook.grading.model import Observed, Submission
from newsbook.grading.reasons import reason_of, without_reason
from newsbook.grading.words import (
    DEFINED,
    as_shown,
    explained,
    told_failure,
    told_figures,
    was_stopped,
)

__all__ = ["Judge", "ended_early"]

MAX_SENTENCE = 2_000
"""Characters of a verdict's sentence. What an answer raised is in it, and may be anything."""

FAILED = "Running the answer cell failed."
CALL_FAILED = "A call of what the answer cell defines failed."


class Judge:
    """Gives verdicts on the cases of a run.

    Args:
        asked: The cases of the run, with what is right.
        exercises: The exercises to be judged.

    Example:
        >>> from newsbook.exercises import get_exercise
        >>> judge = Judge(Asked("s", {}), [get_exercise("1.1")])
        >>> judge.verdicts(Submission("Ada", "ada.ipynb"), Observed())["1.1"].state.value
        'not attempted'
    """

    def __init__(self, asked: Asked, exercises: Sequence[Exercise]) -> None:
        self.cases = asked.cases
        self.exercises = [_for_a_class(exercise, asked.cases) for exercise in exercises]
        self._known: dict[tuple[str, bytes], Verdict] = {}

    def verdicts(self, submission: Submission, observed: Observed) -> dict[str, Verdict]:
        """A verdict for each exercise."""
        return {
            exercise.id: (
                self._widget(exercise, submission)
                if exercise.widget
                else self._code(exercise, submission, observed)
            )
            for exercise in self.exercises
        }

    def _widget(self, exercise: Exercise, submission: Submission) -> Verdict:
        """The answer is in a file, and the exercise alone says what it is worth."""
        stored = submission.widgets
        if stored.get(exercise.id) is None:
            return absent(exercise, submission)
        return _judged(exercise, lambda: exercise.check(stored[exercise.id]))

    def _code(self, exercise: Exercise, submission: Submission, observed: Observed) -> Verdict:
        if exercise.id not in submission.code:
            return absent(exercise, submission)
        if why := observed.failures.get(exercise.id):
            if exercise.id in self.cases and isinstance(exercise, CodeExercise):
                why = told_failure(exercise, why, submission.code[exercise.id])
            return exercise.verdict(State.RAISED, _failed(why, submission.code[exercise.id]), None)
        if exercise.id not in observed.observations:
            if untouched(exercise.id, submission.code[exercise.id]):
                return absent(exercise, submission)
            return exercise.verdict(State.NOT_ATTEMPTED, "This answer was not run.", None)
        seen = observed.observations[exercise.id]
        if exercise.id in self.cases and isinstance(exercise, CodeExercise):
            seen = as_shown(exercise, seen, submission.code[exercise.id])
        # Half a class may give the same values, and a judge is pure: one look at them will do.
        key = (exercise.id, _digest(seen))
        if key not in self._known:
            verdict = _judged(exercise, lambda: exercise.judge(seen, self.cases.get(exercise.id)))
            # What was seen is kept in a file, and a class's together would fill the memory.
            self._known[key] = dataclasses.replace(verdict, observation=None)
        known = self._known[key]
        return absent(exercise, submission) if known.state is State.NOT_ATTEMPTED else known


def _failed(why: str, source: str) -> str:
    """The sentence on a cell that gave nothing."""
    if was_stopped(why):
        # A cell that only defines is over at once, and what does not end is a call.
        return f"{CALL_FAILED if _only_defines(source) else FAILED} {why}"
    sentence = f"{FAILED} {why}"
    kind, _, said = why.partition(": ")
    more = reason_of(kind, said) or (DEFINED if kind == "NameError" else "")
    return f"{sentence.rstrip('.')}. {more}" if more else sentence


def _only_defines(source: str) -> bool:
    r"""Whether all that a cell does is to define functions and import; nothing is parsed.

    Example:
        >>> _only_defines("import re\n\n# why\ndef f(x):\n    return x\n"), _only_defines("x = 1")
        (True, False)
    """
    lines = (line for line in source.splitlines() if line.strip())
    return all(re.match(r"\s|#|@|\)|(?:async +)?def\b|import\b|from\b", line) for line in lines)


def _digest(seen: Json) -> bytes:
    """What tells an observation from another: ``1``, ``1.0`` and ``true`` differ, as in JSON.

    Example:
        >>> len({_digest({"value": value}) for value in (1, 1.0, True, "1", [1], None)})
        6
    """
    try:
        return hashlib.sha256(json.dumps(seen).encode()).digest()
    except RecursionError:  # nested too deep to be judged either, whatever it holds
        return b""


def ended_early(verdict: Verdict) -> bool:
    """Whether code gave nothing without raising: it was stopped, or it ended Python itself.

    Example:
        >>> from newsbook.exercises import get_exercise
        >>> told = ("It ran for over 10 seconds.", "NameError: x")
        >>> exercise = get_exercise("1.3")
        >>> [ended_early(exercise.verdict(State.RAISED, f"{FAILED} {s}", None)) for s in told]
        [True, False]
    """
    sentence = verdict.sentence
    begun = next((said for said in (FAILED, CALL_FAILED) if sentence.startswith(said)), "")
    if verdict.state is not State.RAISED or not begun:
        return False
    # A word alone, or before a colon, is the name of an error.
    why = sentence[len(begun) :].strip()
    why = without_reason(why).removesuffix(DEFINED).rstrip(". ")
    return re.match(r"[\w.]+(?::|$)", why) is None


def _judged(exercise: Exercise, judge: Any) -> Verdict:
    """What the judge says; an answer that no judge can stand is unreadable."""
    try:
        verdict = judge()
    except Exception:  # the answer was made by somebody who may have meant this to happen
        return exercise.unreadable(None)
    assert isinstance(verdict, Verdict)
    if len(verdict.sentence) > MAX_SENTENCE:
        return dataclasses.replace(verdict, sentence=f"{verdict.sentence[:MAX_SENTENCE]} …")
    return verdict


def _for_a_class(exercise: Exercise, hidden: Mapping[str, Any]) -> Exercise:
    """A twin of an exercise, made for many answers that may mean harm.

    It tries each misconception once on the same cases, not each time, and where there are hidden
    cases it shows little of what a program says.
    """
    if not isinstance(exercise, CodeExercise):
        return exercise
    twin: Any = copy.copy(exercise)
    known: dict[tuple[str, int], Any] = {}

    def would(mistake: Misconception, tried: Sequence[Any]) -> Any:
        key = (mistake.name, id(tried))
        if key not in known:
            known[key] = exercise.would(mistake, tried)
        return known[key]

    twin.would = would
    if exercise.id in hidden:
        twin.explain = lambda case, outcome: explained(exercise, case, outcome)
        if isinstance(exercise, ChallengeExercise):
            twin.told = lambda total, worst, case, scale: told_figures(exercise, total, scale)
    return twin  # type: ignore[no-any-return]
