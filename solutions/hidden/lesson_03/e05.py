"""3.5: tags made by rule, with the speaker on either side of the cue and others in the way."""

from random import Random

FIRST = ("Ada", "Jo", "Lena", "Omar", "Tariq", "Wen", "Ines", "Piotr")
LAST = ("Ray", "Lin", "Oakes", "Haddad", "Moreau", "Wasik", "Tull", "Brandt")
CUES = ("said", "told", "asked", "added", "replied")
SHAPES = (
    " {x} {cue}.",
    " {cue} {x}, a baker.",
    " {x}, who met {y} on Monday, {cue}.",
    " she {cue} {x}.",
    " {cue} {x} to {y}.",
    " {x} {cue} {y}.",
    " he {cue}.",
)


def inputs(rng: Random) -> list[tuple[str, list[str]]]:
    """Each shape once, in a drawn order, and three more; the list of names is shuffled."""
    drawn = []
    for shape in [*rng.sample(SHAPES, len(SHAPES)), *rng.choices(SHAPES, k=3)]:
        firsts, lasts = rng.sample(FIRST, 3), rng.sample(LAST, 3)
        x, y, z = (f"{first} {last}" for first, last in zip(firsts, lasts, strict=True))
        # The second comes before the first in the list, so that its order misleads.
        names = rng.choice([[y, x, z], [y, z, x], [z, y, x]])
        drawn.append((shape.format(x=x, y=y, cue=rng.choice(CUES)), names))
    return drawn
