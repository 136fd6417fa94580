"""A made-up class that is judged already: right, wrong in each listed way, odd, damaged.

Nothing is run in a sandbox here; answers are ours. What the reports get is what grading gives them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from support import answer_cell_source, right_answer, setup_sources

import newsbook
from newsbook.exercises import (
    BoundaryExercise,
    Exercise,
    Json,
    QuoteExercise,
    SpanExercise,
    all_exercises,
)
from newsbook.exercises.quote_form import quotes_to_json
from newsbook.grading.model import Graded, Submission
from newsbook.spans import from_json, to_json

__all__ = ["HOSTILE", "graded_answers", "judged_class", "right_answer"]

HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("https://evil.invalid","x")',
    "../../../etc/passwd",
    "a\u202egnp.exe",
    "\x1b[31mred\x1b[0m",
    "김하늘",
    "CON",
    "x" * 400,
    "a/b\\c:d*e?",
    "@sum(1+1)",
]


@cache
def _judged(exercise_id: str, source: str) -> Any:
    """The verdict on source, run as a notebook would run it."""
    exercise = newsbook.exercises.get_exercise(exercise_id)
    import re

    from newsbook.spans import Span

    article = newsbook.Article.load("nato_seoul")
    space: dict[str, Any] = {
        "re": re, "Span": Span, "text": article.text, "ask": None, "__name__": "__main__",
    }  # fmt: skip
    try:
        for setup in setup_sources(exercise_id):
            exec(setup, space)
        exec(source, space)
    except Exception as error:
        told = f"Your answer cell raised {type(error).__name__}: {error}."
        state = newsbook.exercises.State.RAISED
        return exercise.verdict(state, told, None)
    return exercise.check(space.get(exercise.answer_name))


def graded_answers(
    student: str,
    answers: dict[str, str | Json],
    exercises: Sequence[Exercise],
    *,
    place: str = "",
    notes: Sequence[str] = (),
    problem: str = "",
    seconds: float = 0.4,
) -> Graded:
    """A student's answers as grading would hand them to the reports."""
    code: dict[str, str] = {}
    widgets: dict[str, Json] = {}
    verdicts = {}
    for exercise in exercises:
        answer = answers.get(exercise.id)
        if exercise.widget:
            if answer is not None:
                widgets[exercise.id] = answer
            verdicts[exercise.id] = exercise.check(answer)
        else:
            source = answer or answer_cell_source("exercises", exercise.id)
            # Nobody else writes just this, but for those who hand in another's.
            own = answers.get("by", student)
            code[exercise.id] = f"{source.rstrip()}\nby = {own!r}\n" if answer else source
            verdicts[exercise.id] = _judged(exercise.id, source) if answer else exercise.check(None)
    submission = Submission(
        student, place or f"{student[:20]}.zip", code, widgets, tuple(notes), problem
    )
    if problem:
        return Graded(Submission(student, submission.place, problem=problem), {})
    return Graded(submission, verdicts, seconds, seconds / 2)


def _wrong(exercise: Exercise, rng: random.Random) -> Json:
    mistake = rng.choice(list(exercise.misconceptions))
    if exercise.widget:
        return mistake.wrong
    return f"# answer: {exercise.id}\n{mistake.wrong}\n"


def _odd(exercise: Exercise, rng: random.Random) -> Json:
    """Marks that are wrong in ways of one's own, where the answer is marks."""
    _, right = right_answer(exercise.id)
    if isinstance(exercise, SpanExercise):
        labels = list(exercise.labels)
        spans = [
            span if rng.random() > 0.3 else span.labelled(rng.choice(labels))
            for span in from_json(right["spans"])
            if rng.random() > 0.25
        ]
        extra = rng.choice(exercise.units).labelled(rng.choice(labels))
        return {"spans": to_json(sorted({*spans, extra}))}
    if isinstance(exercise, BoundaryExercise):
        kept = {s.end for s in exercise.gold_spans if rng.random() > 0.3}
        kept |= {s.end for s in exercise.start}
        starts = {s.start for s in exercise.start} | {e for e in kept if e < len(exercise.text)}
        cuts = sorted(kept | starts)
        spans = [[a, b] for a, b in pairwise(cuts) if exercise.text[a:b].strip()]
        return {"spans": spans}
    if isinstance(exercise, QuoteExercise):
        quotes = quotes_to_json(exercise.right)
        for quote in quotes:
            if rng.random() < 0.4:
                quote["cue"] = None
            if rng.random() < 0.3:
                quote["speaker"] = quote["resolved"] = None
        return {"quotes": [q for q in quotes if rng.random() > 0.2]}
    return _wrong(exercise, rng)


def judged_class(
    students: int = 60, exercises: Sequence[Exercise] | None = None, seed: int = 7
) -> list[Graded]:
    """A class in which some know much and some little; two of whom worked together."""
    asked = list(exercises if exercises is not None else all_exercises())
    rng = random.Random(seed)
    made: list[Graded] = []
    shared: dict[str, Any] = {}
    for number in range(students):
        knows = rng.betavariate(3, 2)
        answers: dict[str, Any] = {}
        for exercise in asked:
            hard = 0.15 * (int(exercise.id.partition(".")[2]) % 4)
            luck = rng.random()
            source, widget = right_answer(exercise.id)
            if luck < knows - hard + 0.1:
                answers[exercise.id] = widget if exercise.widget else source
            elif luck < 0.9:
                answers[exercise.id] = (_odd if rng.random() < 0.6 else _wrong)(exercise, rng)
        if number == 11:
            shared = {**answers, "by": "student-0011"}
        if number == 17 and shared:
            answers = shared
        student = f"student-{number:04}"
        if 20 <= number < 20 + len(HOSTILE):
            student = HOSTILE[number - 20]
        notes = ["The answer to 1.3 stands in two cells; the last one counts."]
        problem = ""
        if number in (40, 41):
            problem = "hand-in.zip cannot be read: it ends in the middle of a file."
        if number == 42:
            answers = {}
        made.append(
            graded_answers(
                student, answers, asked, notes=notes if number % 13 == 5 else (), problem=problem,
                seconds=0.2 + rng.random(),
            )
        )  # fmt: skip
    return made
