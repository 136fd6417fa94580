"""From what a teacher types to what a class is asked.

| typed | what is asked |
|---|---|
| ``2.3`` | the exercise, where it is answered by marking, choosing or predicting |
| ``tokens:nato_seoul``, ``entities:…:4-6``, ``quotes:…:all`` | an article: its name or folder |
| ``poll: Is it one? | yes | no`` | a question with options; ``polls:``: several may be chosen |
| ``predict: len('it’s') | 'a b'.split()`` | lines of Python |
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from newsbook.articles import ENTITY_LABELS, Article, article_names, practice_names
from newsbook.articles.errors import ArticleError
from newsbook.errors import BadInput, want_text
from newsbook.exercises import (
    BoundaryExercise,
    ChoiceExercise,
    Exercise,
    Line,
    Option,
    PredictExercise,
    Prediction,
    QuoteExercise,
    SpanExercise,
    UnknownExercise,
    all_exercises,
    exercises_of,
    get_exercise,
)
from newsbook.exercises.quote_form import quotes_from_json, quotes_to_json
from newsbook.live.activity import Activity
from newsbook.live.passages import (
    MEANINGS,
    Passage,
    article_of,
    as_sentence,
    own_articles,
    passage_of,
)
from newsbook.live.predicting import safe_line
from newsbook.spans import Span, to_json
from newsbook.text import tokenise
from newsbook.widgets import Choice, Predict, QuoteLinker, SpanAnnotator, TokenEditor
from newsbook.widgets.practice import practice_predict

__all__ = ["activity_of", "suggestions"]

LAYERS = ("tokens", "entities", "quotes")
FORMS = (*LAYERS, "poll", "polls", "predict")

LONGEST = 2_000
"""Code points of what is typed."""

LONGEST_TEXT = 20_000
"""Code points of a text that a class marks together; a phone shows some 600 at once."""

MOST_OPTIONS = 12
MOST_LINES = 6

_PARAGRAPHS = re.compile(r"(.+?):\s*(all|\d{1,4}(?:-\d{1,4})?)", re.DOTALL)
_QUESTIONS = {
    "tokens": "Where does one token end and the next begin?",
    "entities": "Mark every name and date, each under its label.",
    "quotes": "Who says what? Mark each quote, and tie it to its cue and its speaker.",
}


def activity_of(text: str, own: bool = True) -> Activity:
    """What a class is asked, of what a teacher types.

    Args:
        text: As in the table above.
        own: Whether an article may be any path on this machine; else one of newsbook's, or a
            folder beside which the class was started.

    Raises:
        BadInput: It cannot be asked of a class; one sentence, with what may have been meant.

    Example:
        >>> activity_of("tokens:nato_seoul")
        Activity('tokens:nato_seoul:1-3', tokens)
        >>> activity_of("1.1").kind
        'choice'
        >>> activity_of("tokns:nato_seoul")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        newsbook.errors.BadInput: There is no activity “tokns:…”; did you mean “tokens:…”? ...
    """
    want_text(text, "activity_of")
    asked = text.strip()
    if not asked or len(asked) > LONGEST or any("\ud800" <= char <= "\udfff" for char in asked):
        raise BadInput(f"An activity is named in 1 to {LONGEST:,} characters; {_how()}")
    if re.fullmatch(r"\d{1,3}\.\d{1,3}", asked):
        return _of_exercise(asked)
    form, colon, rest = (part.strip() for part in asked.partition(":"))
    form = form.lower()
    if not colon or form not in FORMS:
        # Without its colon, the form is the first word.
        near = get_close_matches(form.split()[0] if form and not colon else form, FORMS, n=1)
        meant = f"did you mean “{near[0]}:…”? It is" if near else "it is"
        shown = f"{form[:30]}:…" if colon else asked[:60]
        raise BadInput(f"There is no activity “{shown}”; {meant} {_how()[6:]}")
    if form in LAYERS:
        return _of_article(form, rest, own)
    return _prediction(rest) if form == "predict" else _poll(form, rest)


def suggestions() -> list[dict[str, str]]:
    """What a teacher can choose from: own articles, exercises that a class can answer, articles.

    Articles that are kept for measuring are left out: who looks at them can no longer measure.

    Returns:
        ``{"key", "title"}`` each.
    """
    found = [
        {"key": exercise.id, "title": f"{exercise.id} {exercise.title}"}
        for exercise in all_exercises()
        if _maker(exercise) is not None
    ]
    try:
        kept = {*practice_names("test")}
    except ArticleError:
        kept = set()
    own = [name for name in own_articles() if name not in article_names()]
    found = [
        {"key": f"{layer}:{name}", "title": f"{layer.capitalize()} of {name} (yours)"}
        for name in own
        for layer in LAYERS
    ] + found
    for layer in LAYERS:
        found += [
            {"key": f"{layer}:{name}", "title": f"{layer.capitalize()} of {name}"}
            for name in article_names()
            if name not in kept
        ]
    return found


def _how() -> str:
    return (
        "It is an exercise’s number (2.3), tokens:, entities: or quotes: with an article "
        "(tokens:nato_seoul:1-3), poll: with a question and options between bars, or predict: "
        "with lines of Python."
    )


# -- exercises


def _of_exercise(exercise_id: str) -> Activity:
    try:
        exercise = get_exercise(exercise_id)
    except UnknownExercise as error:
        raise BadInput(f"{error}") from None
    make = _maker(exercise)
    if make is None:
        lesson = exercise_id.partition(".")[0]
        able = [one.id for one in exercises_of(lesson) if _maker(one) is not None]
        near = f"in lesson {lesson} take {_listed(able)}" if able else "take one of another lesson"
        how = "in a widget that a heat map cannot show" if exercise.widget else "in code"
        raise BadInput(
            f"Exercise {exercise.id}, “{exercise.title}”, is answered {how}, "
            f"so a class cannot answer it together; {near}."
        )
    return make(exercise)


def _listed(ids: list[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{', '.join(ids[:-1])} or {ids[-1]}"


def _maker(exercise: Exercise) -> Callable[[Any], Activity] | None:
    for kind, make in (
        (BoundaryExercise, _boundaries),
        (SpanExercise, _marking),
        (QuoteExercise, _quoting),
        (ChoiceExercise, _choosing),
        (PredictExercise, _predicting),
    ):
        if isinstance(exercise, kind):
            return make
    return None


def _named(exercise: Exercise, kind: str, widget: Any, **more: Any) -> Activity:
    title = f"{exercise.id} {exercise.title}"
    question = getattr(exercise, "question", "")
    return Activity(exercise.id, title, kind, widget, question=question, **more)


def _boundaries(exercise: BoundaryExercise) -> Activity:
    return _named(
        exercise,
        "tokens",
        TokenEditor(exercise.text, exercise.start),
        gold=lambda: {"spans": to_json(exercise.gold_spans)},
        pipeline=lambda: {"spans": to_json(tokenise(exercise.text))},
    )


def _marking(exercise: SpanExercise) -> Activity:
    text = exercise.article_text
    widget = SpanAnnotator(
        text,
        exercise.labels,
        exercise.start,
        units=exercise.units,
        overlapping=exercise.overlapping,
    )
    known = set(exercise.labels) <= set(ENTITY_LABELS)
    return _named(
        exercise,
        "spans",
        widget,
        gold=lambda: {"spans": to_json(exercise.gold_spans)},
        pipeline=lambda: _entities(text, set(exercise.labels)) if known else None,
    )


def _quoting(exercise: QuoteExercise) -> Activity:
    text = exercise.text
    widget = QuoteLinker(exercise.source, names=exercise.speakers)
    made = _named(
        exercise,
        "quotes",
        widget,
        gold=lambda: {"quotes": quotes_to_json(exercise.right)},
        pipeline=lambda: _quotes(text),
    )
    made.content["asks"] = list(exercise.parts)
    return made


def _choosing(exercise: ChoiceExercise) -> Activity:
    # Without what is right, and what is said of it.
    options = [Option(option.key, option.text, "") for option in exercise.options]
    widget = Choice(exercise.question, options, exercise.many)
    return _named(exercise, "choice", widget, gold=lambda: {"chosen": list(exercise.right)})


def _predicting(exercise: PredictExercise) -> Activity:
    widget = Predict(exercise.question, exercise.predictions, rules=exercise)
    return _named(exercise, "predict", widget, gold=lambda: _results(exercise), rules=exercise)


def _results(rules: PredictExercise) -> dict[str, Any]:
    return {
        "tries": {one.key: [repr(rules.result(one.lines[0].code))] for one in rules.predictions}
    }


# -- articles


def _of_article(layer: str, rest: str, own: bool) -> Activity:
    match = _PARAGRAPHS.fullmatch(rest)
    name, numbers = (match[1].strip(), match[2]) if match else (rest, "")
    if not name:
        raise BadInput(f"{layer}: needs an article, as in {layer}:nato_seoul.")
    article = article_of(name, own)
    passage = passage_of(article, layer, numbers)
    text = passage.text
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            f"These paragraphs of {article.name} have {len(text):,} characters, and a class can "
            f"mark {LONGEST_TEXT:,} together; ask for some of them, as in {layer}:{name}:1-3."
        )
    gold: Callable[[], Any] = lambda: None  # noqa: E731
    try:
        if passage.has_gold(layer):
            gold = _gold_of(passage, layer)
            gold()  # a broken one shows now, and not at the reveal
    except ArticleError as error:
        raise BadInput(as_sentence(error)) from None
    key = f"{layer}:{name}:{'all' if passage.whole else passage.numbers}"
    some = "" if passage.whole else f", paragraph{_s(passage)} {passage.numbers}"
    title = f"{layer.capitalize()} of {article.name}{some}"
    return Activity(
        key,
        title,
        "spans" if layer == "entities" else layer,
        _widget_of(layer, passage),
        question=_QUESTIONS[layer],
        gold=gold,
        pipeline=_PIPELINE[layer](passage),
    )


def _s(passage: Passage) -> str:
    return "" if passage.first == passage.last else "s"


def _widget_of(layer: str, passage: Passage) -> TokenEditor | SpanAnnotator | QuoteLinker:
    if layer == "tokens":
        return TokenEditor(passage.text)
    if layer == "entities":
        return SpanAnnotator(passage.text, MEANINGS)
    return QuoteLinker(passage.text, names=passage.names)


def _gold_of(passage: Passage, layer: str) -> Callable[[], Any]:
    article: Article = passage.article
    if layer == "quotes":
        return lambda: {"quotes": quotes_to_json(passage.quotes(article.quotes))}
    return lambda: {"spans": to_json(passage.spans(article.gold(layer)))}


def _article_entities(passage: Passage) -> Callable[[], Any]:
    def found() -> dict[str, Any]:
        from newsbook.text import tag_entities

        # Over the whole article: a short name leans on the long one before it.
        return {"spans": to_json(sorted(passage.spans(tag_entities(passage.article.text))))}

    return found


def _article_quotes(passage: Passage) -> Callable[[], Any]:
    def found() -> dict[str, Any]:
        from newsbook.text.pipeline import analyse

        return {"quotes": quotes_to_json(passage.quotes(analyse(passage.article.text).quotes))}

    return found


_PIPELINE: dict[str, Callable[[Passage], Callable[[], Any]]] = {
    "tokens": lambda passage: lambda: {"spans": to_json(tokenise(passage.text))},
    "entities": _article_entities,
    "quotes": _article_quotes,
}


def _entities(text: str, labels: set[str]) -> dict[str, Any]:
    from newsbook.text import tag_entities

    spans: list[Span] = [span for span in tag_entities(text) if span.label in labels]
    return {"spans": to_json(sorted(spans))}


def _quotes(text: str) -> dict[str, Any]:
    from newsbook.text.pipeline import analyse

    found = quotes_from_json(quotes_to_json(analyse(text).quotes), text)
    return {"quotes": quotes_to_json(found)}


# -- polls and predictions


def _poll(form: str, rest: str) -> Activity:
    question, *options = (part.strip() for part in rest.split("|"))
    example = f"{form}: Is N.Korean one token? | yes | no"
    if not question or len(options) < 2 or not all(options):
        raise BadInput(
            f"A poll needs a question and at least two options, none empty, as in “{example}”."
        )
    if len({option.casefold() for option in options}) < len(options):
        twice = next(o for o in options if [p.casefold() for p in options].count(o.casefold()) > 1)
        raise BadInput(f"A poll’s options have to differ, and “{twice[:60]}” is there twice.")
    if len(options) > MOST_OPTIONS:
        raise BadInput(f"A poll has at most {MOST_OPTIONS} options, not {len(options)}.")
    widget = Choice(question, options, many=form == "polls")
    key = f"{form}: {' | '.join([question, *options])}"
    return Activity(key, question, "choice", widget, question=question)


def _prediction(rest: str) -> Activity:
    lines = [safe_line(line) for line in rest.split("|") if line.strip()]
    if not 1 <= len(lines) <= MOST_LINES:
        raise BadInput(
            f"A prediction needs 1 to {MOST_LINES} lines of Python between bars, "
            "as in “predict: len('it’s') | 'a b'.split()”."
        )
    question = "What does each line give?" if len(lines) > 1 else "What does this line give?"
    keys = "abcdef"
    asked = [
        Prediction(key, [Line(line)], "Run it, and look.")
        for key, line in zip(keys, lines, strict=False)
    ]
    widget = Predict(question, asked)
    rules = practice_predict(question, asked)
    key = f"predict: {' | '.join(lines)}"
    title = f"Predict {lines[0]}" + (f" and {len(lines) - 1} more" if lines[1:] else "")
    return Activity(
        key, title, "predict", widget,
        question=question, gold=lambda: _results(rules), rules=rules,
    )  # fmt: skip
