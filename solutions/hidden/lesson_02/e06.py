"""2.6: rows of BIO tags, with names side by side and with slips."""

from random import Random

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP")


def inputs(rng: Random) -> list[tuple[list[str]]]:
    """Rows made of names, of gaps, and of what a tagger gets wrong."""
    drawn: list[tuple[list[str]]] = []
    for _ in range(10):
        tags: list[str] = []
        for _ in range(rng.randrange(2, 6)):
            label, other = rng.sample(LABELS, 2)
            name = [f"B-{label}"] + [f"I-{label}"] * rng.randrange(0, 3)
            tags += rng.choice(
                [
                    [*name, "O"],
                    ["O", *name],
                    [*name, f"B-{label}"],  # another one, right behind it
                    [f"B-{label}", f"I-{other}"],
                    ["O", f"I-{label}", f"I-{label}"],
                    [f"B-{label}", "O", f"I-{label}"],
                ]
            )
        drawn.append((tags,))
    # Short ones: a slip, or two names side by side, and nothing else.
    label, other = rng.sample(LABELS, 2)
    more = [f"I-{label}"] * rng.randrange(0, 3)
    drawn += [
        ([f"B-{label}", f"B-{label}", *["O"] * rng.randrange(3)],),
        ([*["O"] * rng.randrange(3), f"B-{label}", f"I-{other}"],),
        ([f"B-{label}", "O", f"I-{label}"],),
        ([*["O"] * rng.randrange(3), f"I-{label}", *more],),
        ([f"B-{other}", f"B-{label}", *more, "O"],),
        (["O"] * rng.randrange(1, 9),),
    ]
    # One of each, so that no draw leaves a mistake unseen.
    label, other = rng.sample(LABELS, 2)
    both = [f"B-{label}", f"B-{label}", f"I-{label}", f"I-{other}", "O", f"I-{other}"]
    return [*drawn, (both,), ([],)]
