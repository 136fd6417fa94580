"""Figures on a class: how hard each exercise was, how well it parts students, what went wrong.

**Difficulty** is the mean share of an exercise's points that was earned, from 0 to 1; the greater,
the easier. **Discrimination** is the corrected item-total (item-rest) correlation: Pearson's r
between the points that students earned in the exercise and those that they earned in all others,

    r = Σ (x - x̄)(y - ȳ) / √(Σ (x - x̄)² · Σ (y - ȳ)²),

which is the point-biserial correlation where an exercise is only right or wrong. Leaving the
exercise out of the total keeps it from correlating with itself (Henrysson 1963, "Correction of
item-total correlations in item analysis", Psychometrika 28). Above 0.3 an exercise separates those
who know the rest from those who do not; near 0 it tells nothing; below 0 something is wrong.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from newsbook.exercises import Exercise, State, Verdict
from newsbook.grading.judging import CALL_FAILED, FAILED, ended_early
from newsbook.grading.model import Graded

__all__ = ["Item", "Mistake", "histogram", "items_of", "mistakes_of", "sentences_of"]

FEWEST = 10
"""Students below which a correlation is chance; it is not given."""

BINS = 10


@dataclass(frozen=True)
class Item:
    """One exercise over a class.

    Args:
        exercise: The exercise.
        students: How many students it was graded for.
        attempted: How many of them answered it.
        correct: How many answered it rightly.
        mean: Mean points, over all students.
        share: Mean share of the points, from 0 to 1: the difficulty.
        discrimination: The item-rest correlation; None for fewer than 10 students, or where all
            earned the same in the exercise or in all others.
    """

    exercise: Exercise
    students: int
    attempted: int
    correct: int
    mean: float
    share: float
    discrimination: float | None


@dataclass(frozen=True)
class Mistake:
    """A misconception, and how many students were caught in it.

    Args:
        name: Its name, a few words.
        sentence: What those students were told; empty where no one sentence was.
        students: How many there are.
        example: The shortest of the sentences, where there are several.
    """

    name: str
    sentence: str
    students: int
    example: str = ""


def items_of(exercises: Sequence[Exercise], graded: Sequence[Graded]) -> list[Item]:
    """The figures of each exercise.

    Args:
        exercises: The exercises, all that count towards the points.
        graded: The submissions that could be read.
    """
    ids = [exercise.id for exercise in exercises]
    totals = [sum(one.verdicts[i].earned for i in ids if i in one.verdicts) for one in graded]
    return [_item_of(exercise, graded, totals) for exercise in exercises]


def _item_of(exercise: Exercise, graded: Sequence[Graded], totals: Sequence[float]) -> Item:
    held = [
        (total, one.verdicts[exercise.id])
        for one, total in zip(graded, totals, strict=True)
        if exercise.id in one.verdicts
    ]
    points = [verdict.earned for _, verdict in held]
    rest = [total - verdict.earned for total, verdict in held]
    mean = statistics.fmean(points) if points else 0.0
    return Item(
        exercise,
        students=len(held),
        attempted=sum(verdict.state is not State.NOT_ATTEMPTED for _, verdict in held),
        correct=sum(verdict.state is State.CORRECT for _, verdict in held),
        mean=mean,
        share=mean / exercise.points,
        discrimination=_correlation(points, rest),
    )


def _correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    if len(xs) < FEWEST or len(set(xs)) < 2 or len({round(y, 6) for y in ys}) < 2:
        return None
    return statistics.correlation(xs, ys)


def histogram(shares: Sequence[float]) -> list[int]:
    """How many shares lie in each tenth from 0 to 1; the last tenth holds 1 itself.

    Example:
        >>> histogram([0.0, 0.55, 1.0, 0.95])
        [1, 0, 0, 0, 0, 1, 0, 0, 0, 2]
    """
    counts = [0] * BINS
    for share in shares:
        # Points have one decimal, so 0.3 of 1 point must not fall below its own edge.
        counts[min(BINS - 1, int(share * BINS + 1e-9))] += 1
    return counts


def sentences_of(exercise: Exercise) -> dict[str, str]:
    """The name of the misconception that each sentence of an exercise answers."""
    names: dict[str, str] = {}
    for mistake in exercise.misconceptions:
        names.setdefault(_bare(mistake.sentence), mistake.name)
    return names


def mistakes_of(exercise: Exercise, graded: Sequence[Graded]) -> list[Mistake]:
    """What went wrong in an exercise, the most common first.

    A misconception is known by its sentence. What raised is counted by the kind of error; all that
    no misconception explains is one line, the last.
    """
    names = sentences_of(exercise)
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for one in graded:
        verdict = one.verdicts.get(exercise.id)
        if verdict is not None and verdict.state in (State.NOT_YET, State.RAISED):
            kind = _kind(verdict, names)
            counts[kind] += 1
            known = examples.get(kind, verdict.sentence)
            examples[kind] = min(known, verdict.sentence, key=lambda told: (len(told), told))
    found = [
        Mistake(name, told, n, "" if told else examples[name, told])
        for (name, told), n in counts.items()
    ]
    return sorted(found, key=lambda m: (m.name == OTHER, -m.students, m.name, m.sentence))


OTHER = "no known misconception"


def _kind(verdict: Verdict, names: dict[str, str]) -> tuple[str, str]:
    told = _bare(verdict.sentence)
    if told in names:
        return names[told], told
    if verdict.state is State.RAISED:
        if ended_early(verdict):
            # Each way of being stopped is a sentence of the sandbox's, with a figure in it or none.
            why = told.removeprefix(FAILED).removeprefix(CALL_FAILED).strip()
            return f"stopped: {why}"[:120], ""
        failed = re.match(rf"{re.escape(FAILED)} ([\w.]{{1,60}})", told)
        if failed:
            return f"the cell fails with {failed[1]}", ""
        raised = re.search(r"\braised ([A-Za-z_]\w{0,60})", told)
        return (f"raised {raised[1]}" if raised else OTHER), ""
    return OTHER, ""


def _bare(told: str) -> str:
    """A sentence without the number of the quote that it is about."""
    return " ".join(re.sub(r"^Your quote \d+: ", "", told).split())
