"""1.5: lines with numbers, hyphens and clitics."""

from random import Random

NUMBERS = ("1,200", "3.5", "12", "1,000,000", "0.75", "2023", "10,500")
CLITICS = ("it’s", "they’re", "we’ve", "she’ll", "Kim’s", "I’m", "who’d")
JOINED = ("two-day", "rules-based", "Secretary-General", "long-range")
AIMS = ("state", "face", "mouth")
FRAMES = (
    "{c} a {j} trip, and it cost ${n}.",
    "“{c} about {n},” said the {j} team.",
    "The {j} sum was {n}, {c} said.",
    "{n} {j} talks; {c} over (at {n}).",
    "The {j} talks cost ${n}.",
    "“A {j} order,” they said in {n}.",
    "{c} {n} degrees, and so cold.",
    "‘No,’ she wrote: {n} left, 7 stayed.",
    "A {a}-of-the-art café sold {n} cups; {c} see a {j}, quiet trip.",
)


def inputs(rng: Random) -> list[tuple[str]]:
    """One line for each frame and more: numbers with marks inside, words that run together."""
    frames = [*FRAMES, *rng.choices(FRAMES, k=4)]
    lines = [
        (
            f.format(
                c=rng.choice(CLITICS),
                j=rng.choice(JOINED),
                n=rng.choice(NUMBERS),
                a=rng.choice(AIMS),
            ),
        )
        for f in frames
    ]
    # Two hyphens in one word: one branch that joins once is not enough.
    age = f"The {rng.randrange(21, 99)}-year-old said so."
    return [
        *lines,
        (f"A {rng.choice(('state', 'word', 'face'))}-to-{rng.choice(AIMS)} talk.",),
        (age,),
    ]
