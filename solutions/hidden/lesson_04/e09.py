"""4.9: casts in which some are named in time, some late, some never."""

from random import Random

CAST = ["Ek", "Lund", "Holm", "Vik", "Berg", "Ada Ray", "Per Moe"]


def inputs(rng: Random) -> list[tuple[list[tuple[str, int]], dict[str, int]]]:
    """Each draw has one of every kind, and everybody speaks a second time after being named."""
    drawn: list[tuple[list[tuple[str, int]], dict[str, int]]] = []
    for _ in range(9):
        late, same, early, never = rng.sample(CAST, 4)
        first = {name: rng.randrange(3, 9) for name in (late, same, early, never)}
        quotes = list(first.items())
        quotes += [(name, sentence + 1) for name, sentence in first.items()]
        # Late by more than the second quote, in some draws; by the last quote all are named.
        quotes += [(name, 20 + rng.randrange(5)) for name in (late, same, early)]
        quotes.sort(key=lambda quote: quote[1])
        named = {
            late: first[late] + rng.randrange(2, 6),
            same: first[same],
            early: first[early] - rng.randrange(1, 3),
        }
        drawn.append((quotes, named))
    # Few people, each with a quote or three, who are named at any time or never.
    for _ in range(20):
        people = rng.sample(CAST, rng.randrange(0, 4))
        few = [(name, rng.randrange(1, 10)) for name in people for _ in range(rng.randrange(1, 4))]
        known = {name: rng.randrange(1, 12) for name in people or CAST if rng.random() < 0.8}
        drawn.append((sorted(few, key=lambda quote: quote[1]), known))
    return drawn
