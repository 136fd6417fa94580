"""What a class has answered, counted as it comes.

Each kind of activity has its `Tally` (`newsbook.live.tallies`). It keeps one compact answer a
student, and counts; a new answer is compared with the same student's last, and only what differs
is counted anew. So a change costs what it changes, and a heat map costs what was marked, however
many are in the room.

A place is disputed by the share of those who differ there from the most common answer: it can be
said in a sentence and counted on the map ("9 of 30 see it otherwise"). Of equal shares the one with
the larger entropy comes first, where the class goes more ways than two.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import Any

from newsbook.live.activity import Activity

__all__ = [
    "LISTED", "READINGS", "Tally", "dispute", "first_disputed", "most_common", "painted",
]  # fmt: skip

LISTED = 40
"""Disputed places that a heat map lists."""

LEAST = 0.1
"""The share of a class that has to differ for a place to be disputed."""

READINGS = 6
"""Ways of reading a place that are listed; the most common first."""

Reading = tuple[Any, int]


class Tally(ABC):
    """Counts of one round's answers.

    Args:
        activity: What is asked.

    Example:
        >>> from newsbook.live.asking import activity_of
        >>> from newsbook.live.tallies import tally_of
        >>> tally = tally_of(activity_of("poll: Ready? | yes | no"))
        >>> for student, key in [("s1", "a"), ("s2", "a"), ("s3", "b")]:
        ...     tally.put(student, {"chosen": [key]})
        >>> tally.put("s3", {"chosen": ["a"]})
        >>> heat = tally.heat()
        >>> heat["answered"], heat["options"], heat["f1"]
        (3, [{'key': 'a', 'n': 3}, {'key': 'b', 'n': 0}], 1.0)
    """

    def __init__(self, activity: Activity) -> None:
        self.activity = activity
        self._answers: dict[str, Any] = {}
        self._silent: set[str] = set()

    @property
    def answered(self) -> int:
        """How many students have answered."""
        return len(self._answers)

    @property
    def students(self) -> int:
        """How many students are known, answered or not."""
        return len(self._answers) + len(self._silent)

    @property
    def silent(self) -> list[str]:
        """The students who are known and have not answered."""
        return sorted(self._silent)

    def carry(self, other: Tally) -> None:
        """Count the answers of another tally of the same activity, too.

        Args:
            other: The tally; students who have an answer here are to have none there.
        """
        for student, compact in other._answers.items():
            self._replace(student, None, compact)
            self._answers[student] = compact
            self._silent.discard(student)

    def put(self, student: str, value: Mapping[str, Any] | None) -> None:
        """Take a student's answer, in the place of the one before.

        Args:
            student: Who; any string that stands for just one.
            value: As `Activity.read` gave it; None for one who is here and has not answered.
        """
        if value is None or not self.activity.answered(value):
            self.drop(student)
            self._silent.add(student)
            return
        new = self._compact(value)
        old = self._answers.get(student)
        self._replace(student, old, new)
        self._answers[student] = new
        self._silent.discard(student)

    def drop(self, student: str) -> None:
        """Forget a student."""
        self._silent.discard(student)
        old = self._answers.pop(student, None)
        if old is not None:
            self._replace(student, old, None)

    def counts(self) -> dict[str, Any]:
        """What may be shown before the class has finished: how many, and nothing of what."""
        return {"kind": self.activity.kind, "students": self.students, "answered": self.answered}

    def heat(self) -> dict[str, Any]:
        """All that the heat map shows, as JSON; see ``page/heat.js``."""
        heat = self.counts() | {"alpha": self._alpha(), "f1": self._f1()}
        return heat | self._places()

    def _replace(self, student: str, old: Any, new: Any) -> None:
        """Count a student's answer in the place of the last one; None for none."""
        self._change(old, new)

    # What a kind gives.

    @abstractmethod
    def _compact(self, value: Mapping[str, Any]) -> Any:
        """An answer as it is kept: little, hashable parts."""

    @abstractmethod
    def _change(self, old: Any, new: Any) -> None:
        """Count an answer in the place of another; None for none."""

    @abstractmethod
    def _alpha(self) -> float | None: ...

    @abstractmethod
    def _f1(self) -> float | None: ...

    @abstractmethod
    def _places(self) -> dict[str, Any]: ...


def dispute(counts: Iterable[int], answered: int) -> tuple[int, float] | None:
    """How disputed a place is.

    Args:
        counts: How many gave each answer there; those missing from `answered` gave one answer more,
            that of leaving it as it was.
        answered: How many have answered.

    Returns:
        How many differ from the most common answer, and the entropy in bits; None where they are
        too few to call the place disputed.

    Example:
        >>> dispute([6, 3], 10)
        (4, 1.295461844238322)
        >>> dispute([1], 100) is None
        True
    """
    held = [count for count in counts if count]
    rest = answered - sum(held)
    if rest > 0:
        held.append(rest)
    if len(held) < 2:
        return None
    every = sum(held)
    differ = every - max(held)
    if differ < LEAST * every:
        return None
    return differ, -sum(count / every * log2(count / every) for count in held)


def most_common(readings: Iterable[Reading]) -> list[Reading]:
    """The most common readings first, and of equals the earlier."""
    return sorted(readings, key=lambda reading: -reading[1])[:READINGS]


def first_disputed(
    places: Iterable[tuple[tuple[int, float], dict[str, Any]]],
) -> list[dict[str, Any]]:
    """The most disputed places, as many as are listed, each with how many differ."""
    ranked = sorted(places, key=lambda place: (-place[0][0], -place[0][1], place[1]["start"]))
    return [place | {"differ": how[0]} for how, place in ranked[:LISTED]]


def painted(ranges: Iterable[Sequence[Any]]) -> dict[int, Any]:
    """The label of each unit that lies in a range: that of the first in order.

    As `newsbook.agreement.unit_labels` has it for ranges that hold whole units. Takes time in
    proportion to the ranges and the units that get a label.

    Args:
        ranges: ``(first, last + 1, label)`` in units, sorted.

    Example:
        >>> painted([(0, 3, "ORG"), (1, 2, "GPE"), (2, 5, "LOC")])
        {0: 'ORG', 1: 'ORG', 2: 'ORG', 3: 'LOC', 4: 'LOC'}
    """
    labels: dict[int, Any] = {}
    reach = 0
    for first, after, label in ranges:
        # Whatever lies between here and what earlier ranges reached is in one of them.
        for unit in range(max(first, reach), after):
            labels[unit] = label
        reach = max(reach, after)
    return labels
