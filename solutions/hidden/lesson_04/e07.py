"""4.7: rows of speakers and words, some without a name, some speaking again."""

from random import Random

CAST = ["Ek", "Lund", "Holm", "Vik", None]


def inputs(rng: Random) -> list[tuple[list[tuple[str | None, int]]]]:
    """Rows in which somebody speaks twice and somebody has no name."""
    drawn: list[tuple[list[tuple[str | None, int]]]] = []
    for _ in range(9):
        names = [*rng.choices(CAST, k=rng.randrange(2, 7)), "Berg", "Berg", None]
        rng.shuffle(names)
        drawn.append(([(name, rng.randrange(2, 60)) for name in names],))
    # Few rows: one speaker, two, somebody twice, nobody without a name.
    for _ in range(12):
        names = rng.choices(CAST, k=rng.randrange(1, 4))
        drawn.append(([(name, rng.randrange(1, 20)) for name in names],))
    return [*drawn, ([],)]
