"""3.7: mentions of people who share a name, or part of a word, or nothing."""

from random import Random

FIRST = ("Ada", "Jo", "Lena", "Omar", "Tariq", "Wen", "Ines", "Piotr")
LAST = ("Ray", "Oakes", "Haddad", "Moreau", "Wasik", "Tull", "Brandt", "Gray")


def inputs(rng: Random) -> list[tuple[str, list[str]]]:
    """First name, last name, full name, shared, part of a word, a full name that is shared too."""
    a, b, c, d = rng.sample(FIRST, 4)
    x, y, z = rng.sample(LAST, 3)
    people = [f"{a} {x}", f"{b} {y}", f"{c} {y}"]
    rng.shuffle(people)
    return [
        (a, people),
        (x, people),
        (f"{a} {x}", people),
        (y, people),
        (z, people),
        (x, [f"{d} {x}son", *people[:1], f"{a} {x}"]),
        (z, [f"{d} {z}mann", *people]),
        (x, [f"{a} {x}", x]),
        (f"{d} {x}", people),
    ]
