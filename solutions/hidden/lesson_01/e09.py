"""1.9: lists of tokens in which large and small letters and marks are mixed."""

from random import Random

WORDS = ("the", "The", "THE", "talks", "Talks", "in", "In", "Seoul", "NATO", "N.", "two-day", "7")
MARKS = (",", ".", "“", "”", "’", "—", "(", "!")


def inputs(rng: Random) -> list[tuple[list[str]]]:
    """Lists of 0 to 30 tokens."""
    drawn: list[list[str]] = [["The", "the", ",", "THE", "."], rng.choices(MARKS, k=4)]
    for _ in range(8):
        tokens = rng.choices(WORDS, k=rng.randrange(3, 22)) + rng.choices(MARKS, k=rng.randrange(9))
        rng.shuffle(tokens)
        drawn.append(tokens)
    # A word twice, in the same letters or not, and little else; nothing at all.
    word, other = rng.sample(("it", "they", "Yoon", "Kim", "talks"), 2)
    drawn += [[word, "’s", other, "’s"], [word.upper(), word, *rng.choices(MARKS, k=2), other]]
    drawn += [[word, "U.S.", "...", other, ";", other], [], [word, other][: rng.randrange(3)]]
    return [(tokens,) for tokens in drawn]
