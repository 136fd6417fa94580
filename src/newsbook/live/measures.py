"""How far a class agrees, from counts alone.

Both measures are sums over how many students gave each answer, so a change to one student's answer
changes a few counts, and no figure needs a look at the other students:

- Krippendorff's alpha for nominal labels (Krippendorff 1980): of each unit only the number of times
  that it got each label enters, and of these only their squares. Units that everybody left as they
  were need not be listed: there are so many of them, each with one label.
- F1 over all pairs of students, pooled: of two answers A and B it is 2·|A∩B| / (|A| + |B|); pooled
  means that the sums above and below the line are over all pairs. An item that c students gave is
  common to c·(c−1)/2 pairs, and each answer is in n−1 pairs, so it is
  2·Σ c(c−1)/2 / ((n−1)·Σ|A|).

`newsbook.agreement` and `newsbook.scoring` compute the same from the answers themselves; tests hold
the two against each other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

__all__ = ["Counts", "alpha", "pairwise_f1"]


class Counts:
    """How often each thing was given, with the sums that the measures need.

    Attributes:
        total: How many things were given.
        pairs: Over all things, how many pairs of students gave the same: Σ c(c−1)/2.

    Example:
        >>> counts = Counts()
        >>> for thing in "aab":
        ...     counts.add(thing)
        >>> counts["a"], counts.total, counts.pairs, counts.squares
        (2, 3, 1, 5)
        >>> counts.drop("a")
        >>> dict(counts.items()), counts.pairs
        ({'a': 1, 'b': 1}, 0)
    """

    __slots__ = ("_counts", "pairs", "total")

    def __init__(self) -> None:
        self._counts: dict[Any, int] = {}
        self.total = 0
        self.pairs = 0

    def add(self, thing: Hashable) -> None:
        """Count a thing once more."""
        count = self._counts.get(thing, 0)
        self._counts[thing] = count + 1
        self.pairs += count
        self.total += 1

    def drop(self, thing: Hashable) -> None:
        """Count it once less.

        Raises:
            KeyError: It is not there.
        """
        count = self._counts[thing] - 1
        if count:
            self._counts[thing] = count
        else:
            del self._counts[thing]
        self.pairs -= count
        self.total -= 1

    @property
    def squares(self) -> int:
        """The sum of all counts squared."""
        return 2 * self.pairs + self.total

    def __getitem__(self, thing: Hashable) -> int:
        return self._counts.get(thing, 0)

    def __len__(self) -> int:
        return len(self._counts)

    def items(self) -> Iterator[tuple[Any, int]]:
        """Each thing with its count, in the order in which they first came."""
        return iter(self._counts.items())

    def nested(self) -> dict[Any, dict[Any, int]]:
        """Counts of pairs as counts of the second of them for each first.

        Example:
            >>> counts = Counts()
            >>> for pair in [("Seoul", "GPE"), ("Seoul", "LOC"), ("Seoul", "GPE")]:
            ...     counts.add(pair)
            >>> counts.nested()
            {'Seoul': {'GPE': 2, 'LOC': 1}}
        """
        nested: dict[Any, dict[Any, int]] = {}
        for (first, second), count in self._counts.items():
            nested.setdefault(first, {})[second] = count
        return nested


def alpha(
    raters: int, units: int, marked: Counts, at: Counts, labels: Mapping[str, int]
) -> float | None:
    """Krippendorff's alpha where each rater gives each unit one label, or leaves it as it was.

    Args:
        raters: How many students have answered.
        units: How many units there are.
        marked: Counts of ``(unit, label)`` of all labels but the one of what is left as it was.
        at: Counts of the units in these.
        labels: How often each label is in these.

    Returns:
        Alpha; 1.0 where there is one label only; None below two raters or without units.

    Example:
        >>> from newsbook.agreement import alpha_of_units
        >>> marked, at = Counts(), Counts()
        >>> for unit, label in [(1, "GPE"), (1, "GPE"), (1, "LOC")]:
        ...     marked.add((unit, label))
        ...     at.add(unit)
        >>> round(alpha(3, 3, marked, at, {"GPE": 2, "LOC": 1}), 2)
        0.6
        >>> round(alpha_of_units([{"O": 3}, {"GPE": 2, "LOC": 1}, {"O": 3}]), 2)
        0.6
    """
    if raters < 2 or not units:
        return None
    every = raters * units
    # Σ (n − m)² over all units, m being how many marked each: those that nobody marked are in it.
    left = units * raters**2 - 2 * raters * at.total + at.squares
    observed = (units * raters**2 - marked.squares - left) / (raters - 1)
    of_labels = sum(count**2 for count in labels.values()) + (every - marked.total) ** 2
    expected = (every**2 - of_labels) / (every - 1)
    return 1 - observed / expected if expected else 1.0


def pairwise_f1(raters: int, pairs: int, given: int) -> float | None:
    """F1 over all pairs of students, pooled.

    Args:
        raters: How many students have answered.
        pairs: Over all items, how many pairs of students gave it.
        given: How many items were given, by all of them together.

    Returns:
        F1; 1.0 where nobody gave anything; None below two raters.

    Example:
        >>> pairwise_f1(2, 1, 3)
        0.6666666666666666
    """
    if raters < 2:
        return None
    return 2 * pairs / ((raters - 1) * given) if given else 1.0
