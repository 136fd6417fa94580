"""A student's answer as it is shown: code as it stands, a widget's answer in words and marks.

What is shown is the student's alone. Of the exercise there is what the student saw as well: the
question, an option's text, the text that was marked; never which of them is right.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from newsbook.articles import Quote
from newsbook.exercises import (
    BoundaryExercise,
    ChoiceExercise,
    Exercise,
    Json,
    MatchExercise,
    OrderExercise,
    PredictExercise,
    QuoteExercise,
    RegexExercise,
    SpanExercise,
)
from newsbook.exercises.order import INDENT
from newsbook.exercises.quote_form import quotes_from_json
from newsbook.exercises.regex import read_pattern
from newsbook.grading.model import Submission
from newsbook.grading.reports.page import clear, code_block, sentence, table
from newsbook.markup import FOLDED
from newsbook.spans import Span, from_json
from newsbook.widgets.static import Mark, marked_html

__all__ = ["answer_html", "answer_of", "quotes_of", "widget_html"]

MOST_TRIES = 20


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
    return told + code_block(_json(stored), f"What is stored for {exercise.id}")


def widget_html(exercise: Exercise, answer: Json) -> str:
    """A widget's answer, as `answer_of` gave it, as HTML."""
    for kind, shown in _SHOWN:
        if isinstance(exercise, kind):
            return shown(exercise, answer)
    return code_block(_json(answer), f"Your answer to {exercise.id}")


def _json(value: Json) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    except (RecursionError, ValueError, TypeError):
        return "(too deeply nested to be shown)"


def _choice(exercise: ChoiceExercise, answer: Json) -> str:
    options = [o for o in exercise.options if o.key in answer["chosen"]]
    items = "".join(f"<li>{clear(o.key)}) {sentence(o.text)}</li>" for o in options)
    return f"<ul>{items}</ul>"


def _predict(exercise: PredictExercise, answer: Json) -> str:
    rows = []
    for prediction in exercise.predictions:
        made = answer["tries"].get(prediction.key, [])
        for number, typed in enumerate(made[:MOST_TRIES]):
            line = exercise.line_for(prediction, number)
            name = f"{clear(prediction.key)}, try {number + 1}"
            rows.append((name, f"<code>{clear(line.code)}</code>", f"<code>{clear(typed)}</code>"))
        if len(made) > MOST_TRIES:
            rows.append((clear(prediction.key), "", f"… and {len(made) - MOST_TRIES} more"))
    return table("What was predicted", ("prediction", "line", "typed"), rows)


def _order(exercise: OrderExercise, answer: Json) -> str:
    lines = [" " * INDENT * steps + text for text, steps in answer["lines"]]
    return code_block("\n".join(lines), f"The lines put in order in {exercise.id}")


def _match(exercise: MatchExercise, answer: Json) -> str:
    rows = [
        (f"{clear(pair.key)}) {sentence(pair.example)}", clear(answer["pairs"][pair.key]))
        for pair in exercise.pairs
        if pair.key in answer["pairs"]
    ]
    return table("What was matched", ("example", "label"), rows)


def _regex(exercise: RegexExercise, answer: Json) -> str:
    flags = f" with the flags {', '.join(answer['flags'])}" if answer["flags"] else ""
    shown = code_block(str(answer["pattern"]), f"The pattern in {exercise.id}")
    return f'<p class="quiet">The pattern{clear(flags)}:</p>{shown}' if flags else shown


def _spans(exercise: SpanExercise, answer: Json) -> str:
    labels = list(exercise.labels)
    marks = [
        Mark(span.start, span.end, span.label[:1], span.label, labels.index(span.label))
        for span in from_json(answer["spans"])
    ]
    return _marked(exercise.article_text, marks)


def _tokens(exercise: BoundaryExercise, answer: Json) -> str:
    boxes = " ".join(
        f'<span class="token">{clear(span.of(exercise.text))}</span>'
        for span in from_json(answer["spans"])
    )
    return f'<div class="box">{boxes}</div>'


def quotes_of(exercise: QuoteExercise, answer: Json) -> list[Quote]:
    """The quotes of an answer, as `answer_of` gave it."""
    return quotes_from_json(answer["quotes"], exercise.text)


def _quotes(exercise: QuoteExercise, answer: Json) -> str:
    quotes = quotes_of(exercise, answer)
    marks: list[Mark] = []
    seen: set[tuple[int, int, str]] = set()
    for quote in quotes:
        parts = (("content", quote.content), ("cue", quote.cue), ("speaker", quote.speaker))
        for tone, (name, span) in enumerate(parts):
            if span is not None and (span.start, span.end, name) not in seen:
                seen.add((span.start, span.end, name))
                marks.append(Mark(span.start, span.end, name[:1], name, tone))

    def words(span: Span | None) -> str:
        return "–" if span is None else clear(span.of(exercise.text), 120)

    rows = [
        (str(i), words(q.content), words(q.cue), words(q.speaker), clear(q.resolved or "–", 120))
        for i, q in enumerate(quotes, 1)
    ]
    head = ("quote", "what is said", "cue", "speaker", "name")
    return _marked(exercise.text, marks) + table("The quotes, as they were linked", head, rows)


def _marked(text: str, marks: Sequence[Mark]) -> str:
    return f'<div class="box">{marked_html(text, marks).removeprefix(FOLDED)}</div>'


_SHOWN: Sequence[tuple[type[Exercise], Callable[[Any, Json], str]]] = (
    (ChoiceExercise, _choice),
    (PredictExercise, _predict),
    (OrderExercise, _order),
    (MatchExercise, _match),
    (RegexExercise, _regex),
    (SpanExercise, _spans),
    (BoundaryExercise, _tokens),
    (QuoteExercise, _quotes),
)
