"""Where a class marked a text differently from the gold, and from each other.

For exercises whose answer is marks in a text, every unit of the text is given the label that each
student put on it. Units are tokens; for token boundaries, they are the places between two
characters of a word, each of which is cut or not. Neighbours on which all said the same are one
stretch. A stretch is the more disputed the fewer students have the gold's label there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsbook.agreement import OUTSIDE, alpha_of_units, unit_labels
from newsbook.articles import Quote
from newsbook.exercises import BoundaryExercise, Exercise, Json, QuoteExercise, SpanExercise
from newsbook.grading.reports.kinds import quotes_of
from newsbook.spans import Span, from_json
from newsbook.text.tokens import tokenise

__all__ = ["ClassMarks", "Stretch", "class_marks"]

CUT, WHOLE = "cut", "no cut"


@dataclass(frozen=True)
class Stretch:
    """Neighbouring units that the gold labels alike, and each student too.

    Args:
        start: Offset of its first code point.
        end: Offset after its last; the same as `start` for a place between two characters.
        words: Its words; for a place, the word around it with a bar in it.
        gold: The gold's label, `OUTSIDE` where the gold marks nothing.
        counts: How many students gave it each label.
    """

    start: int
    end: int
    words: str
    gold: str
    counts: Mapping[str, int]

    @property
    def students(self) -> int:
        """How many students there are."""
        return sum(self.counts.values())

    @property
    def differing(self) -> float:
        """The share of students whose label is not the gold's."""
        return 1 - self.counts.get(self.gold, 0) / self.students

    @property
    def disagreeing(self) -> float:
        """The share of pairs of students with two different labels; 0 for one student."""
        n = self.students
        return sum(c * (n - c) for c in self.counts.values()) / (n * (n - 1)) if n > 1 else 0.0


@dataclass(frozen=True)
class ClassMarks:
    """What a class marked in one exercise's text.

    Args:
        exercise: The exercise.
        text: Its text.
        students: How many answered.
        stretches: The whole text's units, in stretches, in the order of the text.
        labels: The labels that occur, the gold's and the students'.
        alpha: Krippendorff's alpha of the students' labels over all units; None for one student.
    """

    exercise: Exercise
    text: str
    students: int
    stretches: tuple[Stretch, ...]
    labels: tuple[str, ...]
    alpha: float | None

    def disputed(self) -> list[Stretch]:
        """The stretches that somebody has otherwise than the gold, the most disputed first."""
        odd = [stretch for stretch in self.stretches if stretch.differing > 0]
        return sorted(odd, key=lambda s: (-s.differing, -s.disagreeing, s.start))


def class_marks(exercise: Exercise, answers: Iterable[Json]) -> ClassMarks | None:
    """Put the marks of a class on top of each other.

    Takes time in proportion to the different answers; the same answer twice costs nothing.

    Args:
        exercise: The exercise.
        answers: What `answer_of` gave for each student who answered.

    Returns:
        None for an exercise whose answer is not marks in a text, or where nobody answered.
    """
    if not isinstance(exercise, SpanExercise | BoundaryExercise | QuoteExercise):
        return None
    given: Counter[str] = Counter()
    for answer in answers:
        given[json.dumps(answer, sort_keys=True)] += 1
    if not given:
        return None
    different = [(json.loads(answer), n) for answer, n in sorted(given.items())]
    if isinstance(exercise, BoundaryExercise):
        text = exercise.text
        units = _places(text)
        gold = _cuts(exercise.gold_spans, units)
        labelled = [(_cuts(from_json(answer["spans"]), units), n) for answer, n in different]
    else:
        text = exercise.article_text if isinstance(exercise, SpanExercise) else exercise.text
        units = exercise.units if isinstance(exercise, SpanExercise) else tokenise(text)
        right = (
            exercise.gold_spans
            if isinstance(exercise, SpanExercise)
            else _parts(exercise, exercise.right)
        )
        gold = unit_labels(right, units)
        labelled = [(unit_labels(_marked(exercise, answer), units), n) for answer, n in different]
    counts = [Counter[str]() for _ in units]
    for labels, n in labelled:
        for count, label in zip(counts, labels, strict=True):
            count[label] += n
    students = given.total()
    alpha = alpha_of_units(counts) if students > 1 and units else None
    joined = not isinstance(exercise, BoundaryExercise)
    found = {*gold, *(label for count in counts for label in count)}
    order = [*(getattr(exercise, "labels", ()) or ()), CUT, "content", "cue", "speaker", WHOLE]
    known = [label for label in order if label in found]
    last = [OUTSIDE] if OUTSIDE in found else []
    columns = (*known, *sorted(found - {*known, OUTSIDE}), *last)
    stretches = _stretches(text, units, gold, counts, joined)
    return ClassMarks(exercise, text, students, stretches, columns, alpha)


def _marked(exercise: SpanExercise | QuoteExercise, answer: Json) -> list[Span]:
    if isinstance(exercise, SpanExercise):
        return from_json(answer["spans"])
    return _parts(exercise, quotes_of(exercise, answer))


def _parts(exercise: QuoteExercise, quotes: Sequence[Quote]) -> list[Span]:
    """The parts of quotes that are asked for, as labelled spans, the shortest first.

    A cue or a speaker inside of what is said counts as that.
    """
    spans = {
        span.labelled(part)
        for quote in quotes
        for part in ("content", "cue", "speaker")
        if part in exercise.parts and (span := getattr(quote, part)) is not None
    }
    parts = [span for span in spans if span.label != "content"]
    contents = [span for span in spans if span.label == "content"]
    return sorted([*parts, *(piece for span in contents for piece in _without(span, parts))])


def _without(span: Span, others: Sequence[Span]) -> list[Span]:
    """What is left of a span when others are cut out of it."""
    left, at = [], span.start
    for other in sorted(others):
        if other.end <= at or other.start >= span.end:
            continue
        if other.start > at:
            left.append(Span(at, other.start, span.label))
        at = max(at, other.end)
    if at < span.end:
        left.append(Span(at, span.end, span.label))
    return left


def _places(text: str) -> list[Span]:
    """Each place between two characters of a word, as the span of both."""
    return [
        Span(i - 1, i + 1)
        for i in range(1, len(text))
        if not text[i - 1].isspace() and not text[i].isspace()
    ]


def _cuts(tokens: Sequence[Span], places: Sequence[Span]) -> list[str]:
    edges = {token.start for token in tokens} | {token.end for token in tokens}
    return [CUT if place.start + 1 in edges else WHOLE for place in places]


def _stretches(
    text: str,
    units: Sequence[Span],
    gold: Sequence[str],
    counts: Sequence[Counter[str]],
    join: bool,
) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for unit, label, count in zip(units, gold, counts, strict=True):
        before = found[-1] if found else None
        if not join:
            at = unit.start + 1
            words = f"{_before(text, at)}|{_after(text, at)}"
            found.append(Stretch(at, at, words, label, dict(sorted(count.items()))))
        elif before and before.gold == label and before.counts == count:
            whole = Span(before.start, unit.end)
            words = " ".join(whole.of(text).split())
            found[-1] = Stretch(before.start, unit.end, words, label, before.counts)
        else:
            words = " ".join(unit.of(text).split())
            found.append(Stretch(unit.start, unit.end, words, label, dict(sorted(count.items()))))
    return tuple(found)


AROUND = 16
"""Characters of a word that are shown on each side of a place in it."""


def _before(text: str, at: int) -> str:
    return text[max(0, at - AROUND) : at].split()[-1]


def _after(text: str, at: int) -> str:
    return text[at : at + AROUND].split()[0]
