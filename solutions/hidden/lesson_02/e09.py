"""2.9: short names among the people of made-up articles."""

from random import Random

FIRST = ("Ada", "Ben", "Mei", "Tariq", "Nora", "Ilse", "Jomo", "Ravi", "Ana")
LAST = ("Park", "Quill", "Okafor", "Lee", "Moss", "Ray", "Hale", "Duval")


def inputs(rng: Random) -> list[tuple[str, list[str]]]:
    """Each draw has shared names, longer words, family names in front, and nobody at all."""
    drawn: list[tuple[str, list[str]]] = []
    for _ in range(3):
        first, last = rng.sample(FIRST, 4), rng.sample(LAST, 4)
        people = [f"{a} {b}" for a, b in zip(first, last, strict=True)]
        drawn.append((rng.choice(last), people))
        # Two of one family: the last counts.
        drawn.append((last[0], [people[0], people[1], f"{first[2]} {last[0]}"]))
        drawn.append((people[0], [people[0], f"{first[2]} {last[0]}"]))
        # The first word fits the second name too, and the second word does not.
        drawn.append((f"{last[3]} {first[0]}", [f"{last[3]} {name}" for name in first[:2]]))
        # The short name inside of a longer word.
        drawn.append((last[1], [people[1], f"{first[3]} {last[1]}son"]))
        # The family's name in front, and a short name of two words.
        drawn.append((last[2], [people[0], f"{last[2]} {first[3]}", people[1]]))
        drawn.append((f"{first[0]} {last[3]}", [f"{last[2]} {first[0]} {last[3]}", people[1]]))
        drawn.append((last[3], people[:3]))
        # A first name that is known, and a family name that nobody has.
        drawn.append((f"{first[0]} {last[3]}", people[:3]))
    return [*drawn, (rng.choice(LAST), [])]
