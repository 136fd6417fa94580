"""What reports do with each kind of widget answer: how it is shown, how far it departs.

What is shown is the student's, and of the exercise what the student saw as well: an option's text,
the text that was marked; never which of them is right. A departure is a way in which another
student need not have gone wrong: a mark missed or invented, a wrong label, a wrong line, a wrong
prediction.

To have a new kind in the reports, add it to `_KINDS`; one that is not there is shown as JSON, and
departs from nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from newsbook.exercises.quote_form import quotes_from_json, quotes_to_json
from newsbook.grading.reports.page import clear, code_block, sentence, table
from newsbook.markup import FOLDED
from newsbook.spans import Span, from_json
from newsbook.widgets.static import Mark, marked_html

__all__ = ["as_text", "departures", "quotes_of", "widget_html"]

MOST_TRIES = 20


def widget_html(exercise: Exercise, answer: Json) -> str:
    """A widget's answer, as `answer_of` gave it, as HTML."""
    kind = _kind_of(exercise)
    if kind is None:
        return code_block(as_text(answer), f"Your answer to {exercise.id}")
    return kind.shown(exercise, answer)


def departures(exercise: Exercise, answer: Json) -> int:
    """In how many ways a widget's answer, as `answer_of` gave it, departs from the right one."""
    kind = _kind_of(exercise)
    return 0 if kind is None else kind.departures(exercise, answer)


def as_text(value: Json) -> str:
    """JSON for people to read."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    except (RecursionError, ValueError, TypeError):
        return "(too deeply nested to be shown)"


def _choice(exercise: ChoiceExercise, answer: Json) -> str:
    options = [o for o in exercise.options if o.key in answer["chosen"]]
    items = "".join(f"<li>{clear(o.key)}) {sentence(o.text)}</li>" for o in options)
    return f"<ul>{items}</ul>"


def _chosen_otherwise(exercise: ChoiceExercise, answer: Json) -> int:
    # A choice of one has no ways to go wrong in.
    return len({*exercise.right} ^ {*answer["chosen"]}) if exercise.many else 0


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


def _predicted_otherwise(exercise: PredictExercise, answer: Json) -> int:
    return sum(
        not exercise.matches(typed, exercise.result(exercise.line_for(p, i).code))
        for p in exercise.predictions
        for i, typed in enumerate(answer["tries"].get(p.key, []))
    )


def _order(exercise: OrderExercise, answer: Json) -> str:
    lines = [" " * INDENT * steps + text for text, steps in answer["lines"]]
    return code_block("\n".join(lines), f"The lines put in order in {exercise.id}")


def _ordered_otherwise(exercise: OrderExercise, answer: Json) -> int:
    return min(
        sum(bool(one != other) for one, other in zip(answer["lines"], right, strict=False))
        + abs(len(answer["lines"]) - len(right))
        for right in exercise.right
    )


def _match(exercise: MatchExercise, answer: Json) -> str:
    rows = [
        (f"{clear(pair.key)}) {sentence(pair.example)}", clear(answer["pairs"][pair.key]))
        for pair in exercise.pairs
        if pair.key in answer["pairs"]
    ]
    return table("What was matched", ("example", "label"), rows)


def _matched_otherwise(exercise: MatchExercise, answer: Json) -> int:
    return sum(bool(exercise.right[k] != label) for k, label in answer["pairs"].items())


def _regex(exercise: RegexExercise, answer: Json) -> str:
    flags = f" with the flags {', '.join(answer['flags'])}" if answer["flags"] else ""
    shown = code_block(str(answer["pattern"]), f"The pattern in {exercise.id}")
    return f'<p class="quiet">The pattern{clear(flags)}:</p>{shown}' if flags else shown


def _no_departure(exercise: Exercise, answer: Json) -> int:
    """A pattern has no parts that could be right or wrong by themselves."""
    return 0


def _spans(exercise: SpanExercise, answer: Json) -> str:
    labels = list(exercise.labels)
    marks = [
        Mark(span.start, span.end, span.label[:1], span.label, labels.index(span.label))
        for span in from_json(answer["spans"])
    ]
    return _marked(exercise.article_text, marks)


def _marked_otherwise(exercise: SpanExercise, answer: Json) -> int:
    # What was marked at the beginning and left alone is nobody's departure.
    marked = {*from_json(answer["spans"])}
    return len((marked ^ {*exercise.gold_spans}) - ({*exercise.start} & marked))


def _tokens(exercise: BoundaryExercise, answer: Json) -> str:
    boxes = " ".join(
        f'<span class="token">{clear(span.of(exercise.text))}</span>'
        for span in from_json(answer["spans"])
    )
    return f'<div class="box">{boxes}</div>'


def _cut_otherwise(exercise: BoundaryExercise, answer: Json) -> int:
    edges = {span.end for span in from_json(answer["spans"])}
    gold = {span.end for span in exercise.gold_spans}
    start = {span.end for span in exercise.start}
    # A cut that nobody made is how the text was given.
    return len(edges - gold - start) + len((gold & start) - edges)


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


def _linked_otherwise(exercise: QuoteExercise, answer: Json) -> int:
    right = [json.dumps(quote) for quote in _parts(quotes_to_json(exercise.right), exercise)]
    mine = [json.dumps(quote) for quote in _parts(answer["quotes"], exercise)]
    return len({*right} ^ {*mine})


def _parts(quotes: Sequence[Json], exercise: QuoteExercise) -> list[Json]:
    return [[quote["content"], part, quote[part]] for quote in quotes for part in exercise.parts]


def _marked(text: str, marks: Sequence[Mark]) -> str:
    return f'<div class="box">{marked_html(text, marks).removeprefix(FOLDED)}</div>'


@dataclass(frozen=True)
class _Kind:
    of: type[Exercise]
    shown: Callable[[Any, Json], str]
    departures: Callable[[Any, Json], int]


_KINDS = (
    _Kind(ChoiceExercise, _choice, _chosen_otherwise),
    _Kind(PredictExercise, _predict, _predicted_otherwise),
    _Kind(OrderExercise, _order, _ordered_otherwise),
    _Kind(MatchExercise, _match, _matched_otherwise),
    _Kind(RegexExercise, _regex, _no_departure),
    _Kind(SpanExercise, _spans, _marked_otherwise),
    _Kind(BoundaryExercise, _tokens, _cut_otherwise),
    _Kind(QuoteExercise, _quotes, _linked_otherwise),
)


def _kind_of(exercise: Exercise) -> _Kind | None:
    return next((kind for kind in _KINDS if isinstance(exercise, kind.of)), None)
