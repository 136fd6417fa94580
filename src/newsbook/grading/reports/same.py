"""Answers that are the same to the letter, where that says something.

Most right answers are the same, and so are most of the usual wrong ones; to list those would accuse
people of having learned. So it is counted in how many ways an answer departs from where everybody
is led:

- code: its characters, white space aside, in lines that the exercise does not give. An answer tells
  something from 60 of them.
- a pattern: its characters. It tells something from 20 of them.
- marks, matches, choices of many, order, predictions: its departures from the right answer, each of
  which another student need not have made (a mark missed or invented, a wrong label, a wrong
  line, a wrong prediction). It tells something from 3 of them, and not where it is one of the
  exercise's listed mistakes. A right answer never does; nor does a choice of one.

To be the same is no proof of anything: two students may have sat side by side, as they were told.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

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
    State,
)
from newsbook.exercises.quote_form import quotes_to_json
from newsbook.grading.model import Graded
from newsbook.grading.reports.answers import answer_of
from newsbook.spans import from_json
from newsbook.workbook.notebooks import answer_sources, read_notebook
from newsbook.workbook.places import WorkbookError, pristine_folder

__all__ = ["Group", "letters", "pairs_of", "same_answers", "telling"]

FEWEST_LETTERS = 60
FEWEST_OF_A_PATTERN = 20
FEWEST_DEPARTURES = 3

LARGEST_FOR_PAIRS = 12
"""Students of a group above which it says nothing on any two of them."""


@dataclass(frozen=True)
class Group:
    """Students with the same answer.

    Args:
        exercise: The exercise.
        students: Their ids, in order; at least two.
        example: One of their submissions, to show the answer.
        why: What makes it telling, in a few words: ``"5 departures from the right answer"``.
    """

    exercise: Exercise
    students: tuple[str, ...]
    example: Graded
    why: str


def letters(source: str) -> str:
    r"""Code without what does not matter to an eye: white space and empty lines.

    Example:
        >>> letters("def f(x):\n\n    return  x \n") == letters("def f(x):\n  return x")
        True
    """
    return "\n".join(filter(None, ("".join(line.split()) for line in source.splitlines())))


def same_answers(graded: Sequence[Graded], exercises: Sequence[Exercise]) -> list[Group]:
    """Groups of students with the same telling answer, the smallest and most telling first.

    Args:
        graded: The submissions that could be read.
        exercises: The exercises to look at.
    """
    groups = []
    for exercise in exercises:
        held: defaultdict[str, list[Graded]] = defaultdict(list)
        for one in graded:
            verdict = one.verdicts.get(exercise.id)
            if verdict is not None and verdict.state is not State.NOT_ATTEMPTED:
                key = _key(exercise, one)
                if key:
                    held[key].append(one)
        for alike in held.values():
            if len(alike) > 1 and (why := telling(exercise, alike[0])):
                students = tuple(sorted(one.submission.student for one in alike))
                groups.append(Group(exercise, students, alike[0], why))
    place = {exercise.id: number for number, exercise in enumerate(exercises)}
    return sorted(groups, key=lambda g: (len(g.students), place[g.exercise.id], g.students))


def pairs_of(groups: Sequence[Group]) -> list[tuple[str, str, int]]:
    """Two students with more than one telling answer in common, and how many; most first."""
    counts: Counter[tuple[str, str]] = Counter()
    for group in groups:
        if len(group.students) <= LARGEST_FOR_PAIRS:
            counts.update(combinations(group.students, 2))
    found = [(one, other, n) for (one, other), n in counts.items() if n > 1]
    return sorted(found, key=lambda pair: (-pair[2], pair))


def _key(exercise: Exercise, one: Graded) -> str:
    """What two answers have in common when they are the same; empty where there is nothing."""
    if not exercise.widget:
        source = letters(one.submission.code.get(exercise.id, ""))
        return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest() if source else ""
    answer = answer_of(exercise, one.submission)
    return "" if answer is None else json.dumps(answer, sort_keys=True)


def telling(exercise: Exercise, one: Graded) -> str:
    """Why another's having the same answer says something; empty where it says nothing."""
    if not exercise.widget:
        given = _given_lines().get(exercise.id, frozenset())
        own = [
            line
            for line in letters(one.submission.code.get(exercise.id, "")).splitlines()
            if line not in given
        ]
        n = sum(map(len, own))
        return f"{n} characters of code" if n >= FEWEST_LETTERS else ""
    answer = answer_of(exercise, one.submission)
    if answer is None:
        return ""
    if isinstance(exercise, RegexExercise):
        n = len(answer["pattern"])
        return f"a pattern of {n} characters" if n >= FEWEST_OF_A_PATTERN else ""
    if one.verdicts[exercise.id].state is State.CORRECT or _listed(exercise, answer):
        return ""
    n = _departures(exercise, answer)
    return f"{n} departures from the right answer" if n >= FEWEST_DEPARTURES else ""


def _listed(exercise: Exercise, answer: Json) -> bool:
    """Whether an answer is one that the exercise names among the usual mistakes."""
    return json.dumps(answer, sort_keys=True) in _usual(exercise)


@cache
def _usual(exercise: Exercise) -> frozenset[str]:
    return frozenset(
        json.dumps(exercise.observe(mistake.wrong), sort_keys=True)
        for mistake in exercise.misconceptions
    )


def _departures(exercise: Exercise, answer: Json) -> int:
    """In how many ways an answer departs from the right one."""
    if isinstance(exercise, ChoiceExercise):
        return len({*exercise.right} ^ {*answer["chosen"]}) if exercise.many else 0
    if isinstance(exercise, MatchExercise):
        return sum(bool(exercise.right[k] != label) for k, label in answer["pairs"].items())
    if isinstance(exercise, PredictExercise):
        return sum(
            not exercise.matches(typed, exercise.result(exercise.line_for(p, i).code))
            for p in exercise.predictions
            for i, typed in enumerate(answer["tries"].get(p.key, []))
        )
    if isinstance(exercise, OrderExercise):
        return min(
            sum(bool(one != other) for one, other in zip(answer["lines"], right, strict=False))
            + abs(len(answer["lines"]) - len(right))
            for right in exercise.right
        )
    if isinstance(exercise, SpanExercise):
        # What was marked at the beginning and left alone is nobody's departure.
        marked = {*from_json(answer["spans"])}
        return len((marked ^ {*exercise.gold_spans}) - ({*exercise.start} & marked))
    if isinstance(exercise, BoundaryExercise):
        edges = {span.end for span in from_json(answer["spans"])}
        gold = {span.end for span in exercise.gold_spans}
        start = {span.end for span in exercise.start}
        # A cut that nobody made is how the text was given.
        return len(edges - gold - start) + len((gold & start) - edges)
    if isinstance(exercise, QuoteExercise):
        right = [json.dumps(quote) for quote in _parts(quotes_to_json(exercise.right), exercise)]
        mine = [json.dumps(quote) for quote in _parts(answer["quotes"], exercise)]
        return len({*right} ^ {*mine})
    return 0


def _parts(quotes: Sequence[Json], exercise: QuoteExercise) -> list[Json]:
    return [[quote["content"], part, quote[part]] for quote in quotes for part in exercise.parts]


@cache
def _given_lines() -> dict[str, frozenset[str]]:
    """The lines of each answer cell as learners get it, by exercise."""
    given: dict[str, frozenset[str]] = {}
    for path in sorted(pristine_folder().glob("*.ipynb")):
        try:
            sources = answer_sources(read_notebook(path))
        except WorkbookError:  # a checkout that has not been built: then no line is a given one
            continue
        for exercise_id, source in sources.items():
            given[exercise_id] = frozenset(letters(source).splitlines())
    return given
