"""4.6: names in and around a quote, at its edges, twice, and the speaker's own."""

from random import Random

CAST = ["Ek", "Lund", "Holm", "Vik", "Berg", "Oslo", "Bergen", "NATO"]
Name = tuple[int, int, str]


def inputs(rng: Random) -> list[tuple[tuple[int, int], str, list[Name]]]:
    """A row of names along a text, and a quote that begins and ends at one of them."""
    drawn: list[tuple[tuple[int, int], str, list[Name]]] = []
    for _ in range(10):
        at, names = rng.randrange(5), []
        # The first and the last stand outside; the speaker and one other are named twice inside.
        speaker, twice, *others = rng.sample(CAST, 6)
        inner = [speaker, twice, *others[:2], twice, speaker]
        while inner[1:5] == sorted(inner[1:5]) or inner[0] == others[2]:
            rng.shuffle(inner)
        rng.shuffle(inner)
        for name in [others[2], *inner, others[3]]:
            names.append((at, at + len(name), name))
            at += len(name) + rng.randrange(1, 20)
        drawn.append(((names[1][0], names[-2][1]), speaker, names))
    # Short rows: the quote is some stretch of names, and who speaks may be in it or not.
    for _ in range(20):
        at, names = rng.randrange(3), []
        for name in rng.choices(CAST, k=rng.randrange(2, 6)):
            names.append((at, at + len(name), name))
            at += len(name) + rng.randrange(1, 9)
        first = rng.randrange(len(names))
        last = rng.randrange(first, len(names))
        content = (max(0, names[first][0] - rng.randrange(2)), names[last][1] + rng.randrange(2))
        drawn.append((content, rng.choice(CAST), names if rng.random() < 0.9 else []))
    return drawn
