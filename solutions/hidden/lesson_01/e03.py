"""1.3: spans with more or less white space at their edges."""

from random import Random

SPACES = ("", "", " ", "  ", "\n", "\t ", "\u00a0", " \r\n")
WORDS = ("Seoul", "so so", "a  b", "N. Korean", "👩🏽‍🔧 rang", "x", "Park said no")


def inputs(rng: Random) -> list[tuple[str, int, int]]:
    """A text and two offsets in it: spaces on both sides, words before that occur again."""
    drawn: list[tuple[str, int, int]] = []
    for n in range(10):
        word = rng.choice(WORDS)
        before = f"{word}, " if n % 2 else "In "
        # The first has white space on both sides, the second only where the stretch begins.
        left = rng.choice(SPACES[2:]) if n < 2 else rng.choice(SPACES)
        right = "" if n == 1 else rng.choice(SPACES[2:]) if n == 0 else rng.choice(SPACES)
        stretch = left + word + right
        drawn.append((f"{before}{stretch}.", len(before), len(before) + len(stretch)))
    # At the very beginning of a text, with white space behind it and without.
    for right in (rng.choice(SPACES[2:]), ""):
        stretch = rng.choice(SPACES) + rng.choice(WORDS) + right
        drawn.append((f"{stretch}, they said.", 0, len(stretch)))
    return drawn
