"""What an F1 is worth, so that two sets of articles give the same answer the same points.

Articles differ in how hard they are. In a test that is given in two forms, some answers that are
known on both tie one form to the other (equating with anchors; Kolen and Brennan, "Test Equating,
Scaling, and Linking", 2014). Here the anchors are answers of newsbook's own, from the first idea to
its pipeline: where one has 0.92 on the practice articles and 0.98 on others, 0.98 on those is worth
what 0.92 is worth on the practice articles. Between two anchors the line is straight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Scale"]


@dataclass(frozen=True)
class Scale:
    """Points for an F1 on a set of articles.

    Args:
        floor: The F1 that earns nothing yet.
        enough: The F1 that earns all points; above the floor.
        line: Pairs of an F1 and what it is worth as a share of the points, both rising; empty for
            a straight line from `floor` to `enough`.

    Example:
        >>> Scale(0.0, 0.8).share(0.4)
        0.5
    """

    floor: float
    enough: float
    line: tuple[tuple[float, float], ...] = ()

    def share(self, f1: float) -> float:
        """The share of the points that an F1 earns, from 0.0 to 1.0."""
        if f1 >= self.enough:
            return 1.0
        if f1 <= self.floor:
            return 0.0
        if not self.line:
            return (f1 - self.floor) / (self.enough - self.floor)
        return min(1.0, max(0.0, _along(self.line, f1)))

    def equated(self, here: Sequence[float], there: Sequence[float]) -> Scale:
        """The scale for another set of articles.

        Args:
            here: The F1 of some answers on the articles of this scale, the first idea's first.
            there: The F1 of the same answers on the others.

        Returns:
            A scale on which each of these answers earns what it earns here. Of answers that are
            not better than the one before on both sets, the scale makes no use.

        Example:
            >>> easier = Scale(0.5, 0.9).equated([0.5, 0.7, 1.0], [0.8, 0.9, 1.0])
            >>> easier.floor, round(easier.enough, 3), round(easier.share(0.9), 3)
            (0.8, 0.967, 0.5)
        """
        pairs: list[tuple[float, float]] = []
        for mine, others in zip(here, there, strict=True):
            if not pairs or (mine > pairs[-1][0] and others > pairs[-1][1]):
                pairs.append((mine, others))
        if len(pairs) < 2:
            return Scale(self.floor, self.enough)
        line = tuple(
            (others, (mine - self.floor) / (self.enough - self.floor)) for mine, others in pairs
        )
        back = tuple(pairs)
        return Scale(_along(back, self.floor), min(1.0, _along(back, self.enough)), line)


def _along(line: Sequence[tuple[float, float]], x: float) -> float:
    """The height of a line of straight pieces at x; beyond its ends the last piece goes on."""
    last = len(line) - 2
    i = next((i for i in range(last) if x <= line[i + 1][0]), last)
    (x0, y0), (x1, y1) = line[i], line[i + 1]
    return y0 + (x - x0) * (y1 - y0) / (x1 - x0)
