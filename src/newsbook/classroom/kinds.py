"""The kinds of exercise that an article's gold can give, each made for one place of the article.

All judge by the rules of the workbook's own kinds of exercise. What an author writes into an
exercise's class is made here of the gold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsbook.articles import ENTITY_LABELS, Article, Quote
from newsbook.classroom.choosing import nearest_names, quote_pattern, within
from newsbook.exercises import (
    BoundaryExercise,
    ChoiceExercise,
    Exercise,
    Option,
    QuoteExercise,
    RegexExercise,
    SpanExercise,
    Trap,
    possible_speakers,
)
from newsbook.spans import Span, from_words, to_json, words

if TYPE_CHECKING:
    from newsbook.widgets import AnswerWidget

__all__ = ["KINDS", "Kind"]

MOST_TRAPS = 4
MOST_NAMES = 4

_MEANINGS = {
    "PERSON": "people",
    "ORG": "organisations",
    "GPE": "countries, cities, states",
    "LOC": "other places",
    "NORP": "nationalities, religions, parties",
    "DATE": "dates and spans of days or more",
}


@dataclass(frozen=True)
class Kind:
    """A kind of exercise on an article of one's own.

    Args:
        task: What the notebook says under the heading.
        make: Makes the exercise of an article, a place and an id; None where nothing is there.
        widget: The widget in which it is answered, with the answers' folder.
        solution: The right answer in words.
        right: The right answer as JSON.
    """

    task: str
    make: Callable[[Article, Span, str], Exercise | None]
    widget: Callable[[Any, Path], AnswerWidget]
    solution: Callable[[Any], str]
    right: Callable[[Any], Any]


def _exercise(kind: type[Any], exercise_id: str, **attributes: Any) -> Any:
    """An exercise of a kind, as if an author had written its class."""
    return type(f"Own{kind.__name__}", (kind,), {"id": exercise_id, **attributes})()


def _widget(exercise: Exercise, folder: Path) -> AnswerWidget:
    from newsbook.widgets import widget_for

    return widget_for(exercise, folder)


# Boundaries of tokens.


def make_tokens(article: Article, place: Span, exercise_id: str) -> Exercise | None:
    """Split one sentence into tokens."""
    text = place.of(article.text)
    gold = within(article.gold("tokens"), place)
    if not gold or words(text, gold) == text.split():
        return None
    made: BoundaryExercise = _exercise(
        BoundaryExercise,
        exercise_id,
        title="Tokenise a sentence by hand",
        skill="decide where a token ends, and why",
        points=2,
        minutes=6,
        question="Split this sentence into tokens, as the guidelines say.",
        text=text,
        gold=tuple(words(text, gold)),
        gold_spans=gold,  # by their places: words alone could be found elsewhere
        traps=tuple(_traps(text, gold)),
        hints=(
            "Which marks do you not pronounce? Does each stand alone?",
            "Read it aloud slowly: where would you pause within what is written as one word?",
        ),
        praise="Every token is as in the gold.",
        yardstick="the gold",
    )
    return made


def _traps(text: str, gold: Sequence[Span]) -> Iterable[Trap]:
    """What is often done at places like these, where the gold does otherwise."""
    right = set(gold)
    found: dict[str, Trap] = {}
    for i, token in enumerate(gold):
        word = token.of(text)
        before = gold[i - 1] if i and gold[i - 1].end == token.start else None
        tries = []
        if before is not None and len(word) > 1 and word[0] in "’'":
            whole = f"{before.of(text)} {word[0]} {word[1:]}"
            tries.append((whole, "The apostrophe stands alone. Which word did it come with?"))
        if len(word) > 2 and word.endswith(".") and word[:-1].replace(".", "").isalpha():
            says = "A dot was split from its word. Does it end a sentence, or shorten the word?"
            tries.append((f"{word[:-1]} .", says))
        if before is not None and len(word) == 1 and not word.isalnum():
            says = "A mark has stayed on a word. Is it part of how the word is written?"
            tries.append((f"{before.of(text)}{word}", says))
        if len(word) > 2 and "-" in word[1:-1]:
            left, _, rest = word.partition("-")
            says = "A word with a hyphen was cut up. Would a dictionary list it as one?"
            tries.append((f"{left} - {rest}", says))
        for tokens, says in tries:
            joined = tokens.replace(" ", "")
            at = text.find(joined)
            spans = [s.shift(at) for s in from_words(joined, tokens.split())] if at >= 0 else []
            if spans and not set(spans) <= right and says not in found:
                found[says] = Trap(tokens, says)
    return list(found.values())[:MOST_TRAPS]


def spans_right(exercise: BoundaryExercise | SpanExercise) -> Any:
    """The right tokens, or names with their labels, as an answer."""
    return {"spans": to_json(exercise.gold_spans)}


def tokens_solution(exercise: BoundaryExercise) -> str:
    """The right tokens with bars between them."""
    return " | ".join(words(exercise.text, exercise.gold_spans))


# Names in a paragraph.


def make_names(article: Article, place: Span, exercise_id: str) -> Exercise | None:
    """Mark the names in a paragraph."""
    gold = within(article.gold("entities"), place)
    if not gold:
        return None
    labels = {label: _MEANINGS[label] for label in ENTITY_LABELS}
    for span in gold:
        labels.setdefault(span.label, "")
    made: SpanExercise = _exercise(
        SpanExercise,
        exercise_id,
        title="Mark the names",
        skill="tell what is a name, where it ends, and of what kind it is",
        points=2,
        minutes=8,
        question="Mark every name and date in this paragraph.",
        text=place.of(article.text),
        units=within(article.gold("tokens"), place),
        labels=labels,
        gold=tuple(gold),
        traps=(),
        overlapping=False,
        shows_gold_after=4,
        hints=(
            "Does the title in front of a name belong to the name?",
            "Would the same word in another article have another label? What does it do here?",
        ),
        praise="Every name is as in the gold.",
        yardstick="the gold",
    )
    return made


def names_solution(exercise: SpanExercise) -> str:
    """A name a line, with its label."""
    return "\n".join(f"{s.label}: {s.of(exercise.article_text)}" for s in exercise.gold_spans)


# Quotes of a passage.


def _quotes_in(article: Article, place: Span) -> list[Quote]:
    def moved(span: Span | None) -> Span | None:
        inside = span is not None and place.contains(span)
        return span.shift(-place.start) if span is not None and inside else None

    return [
        replace(
            quote,
            content=quote.content.shift(-place.start),
            pieces=tuple(piece.shift(-place.start) for piece in quote.pieces),
            cue=moved(quote.cue),
            speaker=moved(quote.speaker),
        )
        for quote in article.quotes
        if place.contains(quote.content)
    ]


def make_quotes(article: Article, place: Span, exercise_id: str) -> Exercise | None:
    """Link the quotes of a passage to cues and speakers."""
    gold = _quotes_in(article, place)
    if not gold:
        return None
    names = list(possible_speakers(article))
    names += [q.resolved for q in gold if q.resolved and q.resolved not in names]
    made: QuoteExercise = _exercise(
        QuoteExercise,
        exercise_id,
        title="Who said what?",
        skill="find what is said, the words that say so, and whose words they are",
        points=3,
        minutes=12,
        question="Find every quote in this passage, and link it to its cue and its speaker.",
        article=Article.from_text(place.of(article.text), article.name),
        gold=tuple(gold),
        names=tuple(dict.fromkeys(names)),
        units=within(article.gold("tokens"), place),
        hints=(
            "Is something said without quotation marks?",
            "Where a sentence names no speaker: who had the word before it?",
        ),
        praise="Each quote is tied to its cue and its speaker.",
    )
    return made


def quotes_widget(exercise: Any, folder: Path) -> AnswerWidget:
    """The linker, with the gold's tokens to select."""
    from newsbook.widgets import QuoteLinker

    return QuoteLinker(
        exercise.source,
        units=exercise.units,
        names=exercise.speakers,
        exercise=exercise,
        folder=folder,
    )


def quotes_right(exercise: QuoteExercise) -> Any:
    """The right quotes as an answer."""
    from newsbook.exercises.quote_form import quotes_to_json

    return {"quotes": quotes_to_json(exercise.right)}


def quotes_solution(exercise: QuoteExercise) -> str:
    """A quote a line: kind, content, cue, speaker and name."""

    def told(span: Span | None) -> str:
        return "none" if span is None else " ".join(span.of(exercise.text).split())

    return "\n".join(
        f"{quote.kind}: {told(quote.content)} (cue: {told(quote.cue)}; speaker: "
        f"{told(quote.speaker)}; whose words: {quote.resolved or 'not known'})"
        for quote in exercise.right
    )


# A choice.


def make_choice(article: Article, place: Span, exercise_id: str) -> Exercise | None:
    """Whose words are these? Where few names are there: what kind of quote is it?"""
    quote = next((q for q in article.quotes if q.content.same_place(place)), None)
    if quote is None:
        return None
    shown = " ".join(quote.content.of(article.text).split()).replace("`", "‘")
    near = [n for n in nearest_names(article, quote) if n != quote.resolved]
    if quote.resolved is not None and near:
        chosen = sorted([quote.resolved, *near[: MOST_NAMES - 1]])
        question = f"Whose words are these? `{shown}`"
        wrong = "This name is near. But who has the word here? Read the sentences before it."
        options = [(name, name == quote.resolved, wrong) for name in chosen]
        praise = f"{quote.resolved}: whose words they are, the sentences around them say."
        title = "Whose words?"
    else:
        question = f"What kind of quote is this? `{shown}`"
        wrong = "Which of its words stand in quotation marks: all, some, or none?"
        told = ("direct: all in marks", "mixed: some in marks", "indirect: none in marks")
        options = [(words, words.startswith(quote.kind), wrong) for words in told]
        praise = "The marks decide, and nothing else."
        title = "What kind of quote?"
    made: ChoiceExercise = _exercise(
        ChoiceExercise,
        exercise_id,
        title=title,
        skill="tell whose words are in a quote",
        points=1,
        minutes=3,
        question=question,
        options=tuple(
            Option(chr(ord("a") + i), text.replace("`", "‘"), praise if right else says, right)
            for i, (text, right, says) in enumerate(options)
        ),
        hints=(
            "Find the words in the article first. What stands around them?",
            "If their sentence names nobody: who was named last as speaking?",
        ),
        praise=praise,
    )
    return made


def choice_right(exercise: ChoiceExercise) -> Any:
    """The right option as an answer."""
    return {"chosen": exercise.right}


def choice_solution(exercise: ChoiceExercise) -> str:
    """The right option."""
    return "\n".join(f"{o.key}: {o.text}" for o in exercise.options if o.right)


# A pattern.


def make_pattern(article: Article, place: Span, exercise_id: str) -> Exercise | None:
    """Write a pattern for what stands in quotation marks."""
    marked = sorted([p for quote in article.quotes for p in quote.pieces] + [*article.scare_quotes])
    target = within(marked, place)
    if not target:
        return None
    found = quote_pattern(article)
    made: RegexExercise = _exercise(
        RegexExercise,
        exercise_id,
        title="A pattern for words in marks",
        skill="say in a pattern where words in quotation marks begin and end",
        points=2,
        minutes=8,
        question="Write one pattern that finds each stretch in quotation marks, marks included.",
        text=place.of(article.text),
        target=tuple(target),
        traps=(),
        example=r"\d+",
        solved_by=found[1] if found and found[0].span == place else "",
        hints=(
            "Which marks open in this text, and which close? Are they the same character?",
            "What may stand between the marks, and what must not?",
        ),
        praise="Your pattern finds every stretch in marks, and nothing else.",
    )
    return made


def pattern_right(exercise: Any) -> Any:
    """A right pattern as an answer."""
    return {"pattern": exercise.solved_by, "flags": []}


def pattern_solution(exercise: Any) -> str:
    """A right pattern; others are right too, if they find the same."""
    return str(exercise.solved_by) or "no plain pattern is known for this place"


KINDS: dict[str, Kind] = {
    "tokens": Kind(
        "Split and join until each box is one token. **Check** says how you are doing.",
        make_tokens, _widget, tokens_solution, spans_right,
    ),
    "names": Kind(
        "Choose the words of a name, then its label. Not every capital is a name.",
        make_names, _widget, names_solution, spans_right,
    ),
    "quotes": Kind(
        "Select what is said and make it a quote. Then select its cue and its speaker, and say "
        "whose words they are.",
        make_quotes, quotes_widget, quotes_solution, quotes_right,
    ),
    "choice": Kind(
        "Read the article around these words before you choose.",
        make_choice, _widget, choice_solution, choice_right,
    ),
    "pattern": Kind(
        "Type a pattern and look at what it finds. Begin with one that finds too much.",
        make_pattern, _widget, pattern_solution, pattern_right,
    ),
}  # fmt: skip
"""The kinds, by the name that a plan gives them."""
