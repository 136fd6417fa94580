"""1.11: symbols in which a pair occurs at the start, at the end, overlapping, or not at all."""

from random import Random


def inputs(rng: Random) -> list[tuple[list[str], list[str]]]:
    """Short rows over few letters, so that pairs meet and overlap."""
    drawn: list[tuple[list[str], list[str]]] = [
        (["a", "a", "a", "b"], ["a", "a"]),
        (["b", "th", "e", "th", "e"], ["th", "e"]),
        # The pair's letters, but not its symbols.
        (["t", "h", "th", "e", "a", "the"], ["h", "e"]),
        (["th", "e", "n", "en", "th"], ["e", "n"]),
    ]
    # A symbol that only ends like the pair's first, and the pair itself at the end.
    one, two, more = rng.sample(["a", "b", "th", "e", "n"], 3)
    drawn.append(([more + one, two, one, two], [one, two]))
    for _ in range(10):
        letters = rng.sample(["a", "b", "th", "e", "n"], 3)
        symbols = rng.choices(letters, k=rng.randrange(2, 12))
        at = rng.randrange(len(symbols) - 1)
        drawn.append((symbols, [symbols[at], symbols[at + 1]]))
    return drawn
