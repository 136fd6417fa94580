"""A student's answer as it is shown: code as it stands, a widget's answer in words and marks."""

from __future__ import annotations

import json
from functools import lru_cache

from newsbook.exercises import Exercise, Json, RegexExercise
from newsbook.exercises.regex import read_pattern
from newsbook.grading.model import Submission
from newsbook.grading.reports.kinds import as_text, widget_html
from newsbook.grading.reports.page import code_block

__all__ = ["answer_html", "answer_of"]


def answer_of(exercise: Exercise, submission: Submission) -> Json | None:
    """A widget's stored answer in the one form that the exercise gives it.

    Returns:
        None where there is no answer, or none that the exercise can read.
    """
    stored = submission.widgets.get(exercise.id)
    seen = None if stored is None or not exercise.widget else _observed(exercise, stored)
    odd = not isinstance(seen, dict) or bool({"unset", "unreadable", "unusable"} & set(seen))
    return None if odd else seen


def _observed(exercise: Exercise, stored: Json) -> Json:
    try:
        return _observed_text(exercise, json.dumps(stored))
    except (RecursionError, ValueError, TypeError):  # JSON can nest deeper than Python
        return {"unreadable": True}


@lru_cache(maxsize=50_000)
def _observed_text(exercise: Exercise, stored: str) -> Json:
    """What a stored answer is; in a class, many are the same."""
    answer = json.loads(stored)
    if not isinstance(exercise, RegexExercise):
        return exercise.observe(answer)
    # To observe a pattern is to run it, and nothing of a learner's is run here.
    try:
        read = read_pattern(answer, exercise.flags)
    except ValueError:
        return {"unreadable": True}
    unset = not read["pattern"] or (read["pattern"] == exercise.start and not read["flags"])
    return {"unset": True} if unset else read


def answer_html(exercise: Exercise, submission: Submission) -> str:
    """What a student handed in for an exercise, as HTML; a sentence where that is nothing."""
    if not exercise.widget:
        source = submission.code.get(exercise.id)
        if exercise.id in submission.too_long:
            return '<p class="quiet">It is too long to be shown.</p>'
        if source is None:
            return '<p class="quiet">The answer cell was not found.</p>'
        if not source.strip():
            return '<p class="quiet">The answer cell is empty.</p>'
        return code_block(source, f"Your answer to {exercise.id}")
    if exercise.id not in submission.widgets:
        return '<p class="quiet">There is no answer.</p>'
    answer = answer_of(exercise, submission)
    if answer is not None:
        return widget_html(exercise, answer)
    stored = submission.widgets[exercise.id]
    if stored is None or _observed(exercise, stored) == {"unset": True}:
        return '<p class="quiet">Nothing was answered in the widget.</p>'
    told = '<p class="quiet">The stored answer is not in a form that the exercise can read:</p>'
    return told + code_block(as_text(stored), f"What is stored for {exercise.id}")
