"""2.7: words from unseen articles, and words that are made up by rule."""

from random import Random

from newsbook.articles import Article, practice_names
from newsbook.text import tokenise

LARGE, SMALL = "ABKMÖŠÉ", "aeknotšéø"


def inputs(rng: Random) -> list[tuple[str]]:
    """Tokens of an article that is in no lesson, and words with every sort of character."""
    names = [name for name in practice_names("train") if name != "lampedusa_rescue"]
    text = Article.load(rng.choice(names)).text
    found = sorted({token.of(text) for token in tokenise(text)})
    drawn = rng.sample(found, 8)
    for _ in range(6):
        word = "".join(rng.choices(LARGE, k=rng.randrange(1, 3)))
        word += "".join(rng.choices(SMALL, k=rng.randrange(2, 6)))
        middle = rng.choice(["-", ".", "’", "--", ".."])
        drawn.append(word + middle + rng.choice(LARGE) + str(rng.randrange(10, 9999)))
    # One thing at a time: a second capital, a letter of another alphabet, marks, figures.
    first, second = rng.sample("ABKMRT", 2)
    tail = "".join(rng.choices("aeknot", k=3))
    number = rng.randrange(10, 99)
    drawn += [
        f"{first}c{second}{tail}",
        f"{rng.choice('ÖŠÉ')}{tail}",
        f"{first}{rng.choice('éōø')}{tail}",
        f"{first}-{number}",
        rng.choice(".-!") * rng.randrange(2, 5),
        f"£{number},{rng.randrange(100, 999)}",
        f"{first}.{second}{tail}",
        f"{first}{second}{first}{second}"[: rng.randrange(2, 5)],
    ]
    # Runs, another alphabet's letters, and marks side by side are in every draw.
    capital = rng.choice(LARGE)
    return [*((word,) for word in drawn), (f"Mc{capital}aķ--{rng.randrange(100)}",), ("",)]
