"""1.10: gold and predicted spans that agree more or less."""

from random import Random

Pair = tuple[int, int]


def inputs(rng: Random) -> list[tuple[list[Pair], list[Pair]]]:
    """A gold cut of a line, and a prediction in which some cuts are missing or new."""
    drawn: list[tuple[list[Pair], list[Pair]]] = []
    for _ in range(10):
        length = rng.randrange(8, 40)
        cuts = sorted(rng.sample(range(1, length), rng.randrange(3, 7)))
        gold = list(zip([0, *cuts], [*cuts, length], strict=True))
        other = sorted({*cuts} ^ set(rng.sample(range(1, length), rng.randrange(1, 4))))
        predicted = list(zip([0, *other], [*other, length], strict=True))
        # Something is missed, too, so that the two shares differ.
        drop = rng.randrange(len(predicted))
        drawn.append((gold, predicted[:drop] + predicted[drop + 1 :]))
    # Few tokens: the same, the last begins late, one too long, and a part of them.
    a, b, c = sorted(rng.sample(range(1, 30), 3))
    few = [(0, a), (a, b), (b, c + 1)]
    drawn += [(few, list(few)), (few, [*few[:2], (b + 1, c + 2)]), (few, [(0, c + 1)])]
    drawn += [(few, [(0, b), few[2]]), (few, few[: rng.randrange(1, 3)])]
    # Nothing predicted, or nothing to find.
    return [*drawn, (gold, []), ([], predicted)]
