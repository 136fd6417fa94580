"""Answers that are the same, where that says something.

Most right answers are the same, and so are most of the usual wrong ones; to list those would accuse
people of having learned. So it is counted in how many ways an answer departs from where everybody
is led:

- code: its characters, white space and comments aside, in lines that the exercise does not give.
  An answer tells something from 60 of them. From 200 on, a name counted as one, answers are the
  same too that differ in nothing but names of the learner's choice: so much is seldom written
  twice by chance.
- a pattern: its characters. It tells something from 20 of them.
- marks, matches, choices of many, order, predictions: its departures from the right answer, each of
  which another student need not have made (a mark missed or invented, a wrong label, a wrong
  line, a wrong prediction). It tells something from 3 of them, and not where it is one of the
  exercise's listed mistakes. A right answer never does; nor does a choice of one.

How much that says can only be seen beside the rest of the class: where most answers to an exercise
are like no other, two that are alike are rarer than where half the class writes the same. So each
group is told with both numbers, and no probability: there is no model of how students come to an
answer from which one could be had. To be the same is no proof of anything: two students may have
sat side by side, as they were told.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from newsbook.exercises import Exercise, Json, RegexExercise, State
from newsbook.grading.model import Graded
from newsbook.grading.reports.answers import answer_of
from newsbook.grading.reports.bare import bare_lines
from newsbook.grading.reports.kinds import departures
from newsbook.workbook.notebooks import answer_sources, read_notebook
from newsbook.workbook.places import WorkbookError, pristine_folder

__all__ = ["Group", "pairs_of", "same_answers"]

FEWEST_LETTERS = 60
FEWEST_WITHOUT_NAMES = 200
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
        weight: How many times as long it is, or has as many departures, as the least that is told.
        answered: How many students answered the exercise.
        alone: How many of their answers are like no other.
    """

    exercise: Exercise
    students: tuple[str, ...]
    example: Graded
    why: str
    weight: float = 1.0
    answered: int = 0
    alone: int = 0

    @property
    def telling(self) -> float:
        """How much it tells: more, the longer the answer, the fewer share it, the rarer that is."""
        return self.weight * (self.alone + 1) / (self.answered + 1) / (len(self.students) - 1)


def same_answers(graded: Sequence[Graded], exercises: Sequence[Exercise]) -> list[Group]:
    """Groups of students with the same telling answer, the most telling first.

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
        answered = sum(map(len, held.values()))
        alone = sum(len(alike) == 1 for alike in held.values())
        for alike in held.values():
            if len(alike) > 1 and (why := _telling(exercise, alike[0])):
                students = tuple(sorted(one.submission.student for one in alike))
                groups.append(Group(exercise, students, alike[0], *why, answered, alone))
    place = {exercise.id: number for number, exercise in enumerate(exercises)}
    return sorted(groups, key=lambda g: (-round(g.telling, 6), place[g.exercise.id], g.students))


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
        return _alike(one.submission.code.get(exercise.id, ""))
    answer = answer_of(exercise, one.submission)
    return "" if answer is None else json.dumps(answer, sort_keys=True)


@lru_cache(maxsize=20_000)
def _alike(source: str) -> str:
    """What sources have in common that differ in nothing of their student's; most are short."""
    alike = "".join(bare_lines(source))
    if len(alike) >= FEWEST_WITHOUT_NAMES:
        # Long names may have made it as long: then its copy may have short ones.
        numbered = "".join(bare_lines(source, names=False))
        alike = numbered if len(numbered) >= FEWEST_WITHOUT_NAMES else alike
    return hashlib.sha256(alike.encode("utf-8", "surrogatepass")).hexdigest() if alike else ""


def _telling(exercise: Exercise, one: Graded) -> tuple[str, float] | None:
    """Why another's having the same answer says something, and how many times the least it has."""
    if not exercise.widget:
        given = _given_lines().get(exercise.id, frozenset())
        own = bare_lines(one.submission.code.get(exercise.id, ""))
        n = sum(len(line) for line in own if line not in given)
        return _at_least(FEWEST_LETTERS, n, f"{n:,} characters of code")
    answer = answer_of(exercise, one.submission)
    if answer is None:
        return None
    if isinstance(exercise, RegexExercise):
        n = len(answer["pattern"])
        return _at_least(FEWEST_OF_A_PATTERN, n, f"a pattern of {n:,} characters")
    if one.verdicts[exercise.id].state is State.CORRECT or _listed(exercise, answer):
        return None
    n = departures(exercise, answer)
    return _at_least(FEWEST_DEPARTURES, n, f"{n:,} departures from the right answer")


def _at_least(fewest: int, n: int, told: str) -> tuple[str, float] | None:
    return (told, n / fewest) if n >= fewest else None


def _listed(exercise: Exercise, answer: Json) -> bool:
    """Whether an answer is one that the exercise names among the usual mistakes."""
    return json.dumps(answer, sort_keys=True) in _usual(exercise)


@cache
def _usual(exercise: Exercise) -> frozenset[str]:
    return frozenset(
        json.dumps(exercise.observe(mistake.wrong), sort_keys=True)
        for mistake in exercise.misconceptions
    )


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
            given[exercise_id] = frozenset(bare_lines(source))
    return given
