"""A fixed mix of hidden cases, so that a wrong answer earns the same with every seed.

Cases are of one kind where the same misconceptions get them wrong. A maker draws more cases than
are asked; of these as many of each kind are taken as the exercise's own cases have, times a number.
So what a listed misconception earns in the notebook it earns in the grade, whatever the seed, and
what any other answer earns varies little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from newsbook.exercises import Case, CodeExercise, Json

__all__ = ["FEWEST", "kinds_of", "mixed"]

FEWEST = 24
"""Hidden cases of an exercise, at least."""

MOST_DRAWS = 400
"""After so many draws of a maker, a kind that has not come up is taken to be beyond it."""

STEP = 10

Kind = tuple[bool, ...]


def kinds_of(exercise: CodeExercise, cases: Sequence[Case]) -> list[Kind]:
    """For each case, which misconceptions get it right.

    Args:
        exercise: The exercise.
        cases: Its own cases or others.
    """
    rights: list[list[bool]] = []
    for mistake in exercise.misconceptions:
        seen: Sequence[Json] = exercise.would(mistake, cases) or [{}] * len(cases)
        rights.append([exercise.gives(one, case) for one, case in zip(seen, cases, strict=True)])
    return list(zip(*rights, strict=True)) if rights else [()] * len(cases)


def mixed(exercise: CodeExercise, draw: Callable[[], Sequence[Case]]) -> list[Case]:
    """Draw cases until each kind that the exercise's own cases have is there often enough.

    Args:
        exercise: The exercise.
        draw: Gives some cases more at each call.

    Returns:
        At least `FEWEST` cases, the kinds in the order and in the shares of the exercise's own. Of
        one kind, cases from different places in a draw come first, for makers put what is special
        at places of its own. A kind that does not come up gives way to the one most like it.
    """
    own = Counter(kinds_of(exercise, exercise.cases))
    times = -(-FEWEST // len(exercise.cases))
    found: dict[Kind, dict[int, list[Case]]] = {}
    seen: set[str] = set()
    for number in range(MOST_DRAWS):
        drawn = list(draw())
        for place, (case, kind) in enumerate(zip(drawn, kinds_of(exercise, drawn), strict=True)):
            if (told := repr(case.inputs)) not in seen:
                seen.add(told)
                found.setdefault(kind, {}).setdefault(place, []).append(case)
        if number % STEP == STEP - 1 and all(
            sum(map(len, found.get(kind, {}).values())) >= count * times
            for kind, count in own.items()
        ):
            break
    chosen: list[Case] = []
    for kind, count in own.items():
        nearest = min(found, key=lambda other: (_apart(kind, other), other))
        chosen += _spread(list(found[nearest].values()), count * times)
    return chosen


def _apart(one: Kind, other: Kind) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _spread(places: Sequence[Sequence[Case]], count: int) -> list[Case]:
    """So many cases, one from each place in turn; again from the first where there are too few."""
    longest = max(map(len, places))
    turns = [place[turn] for turn in range(longest) for place in places if turn < len(place)]
    return [turns[i % len(turns)] for i in range(count)]
