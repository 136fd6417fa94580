"""He and she: everybody who was mentioned shortly before, weighed by a dozen signs.

A pronoun beside a quote means the last speaker more often than not, or whom the sentence before was
about; a title or a given name can rule somebody out. `candidates` notes the signs that speak for
each person, and `WEIGHTS` says what a sign is worth. The weights were set by hand; `learn_weights`
finds some from examples, by the perceptron's rule (Collins 2002), so that the two can be compared.
On the practice articles neither is better than the other, and those by hand are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsbook.text.clauses.page import Page, Unit
from newsbook.text.clauses.phrases import Items
from newsbook.text.clauses.subjects import main_subject
from newsbook.text.clauses.words import HE, PREPOSITIONS, SHE
from newsbook.text.speakers.names import Cast, Party

__all__ = ["WEIGHTS", "Candidate", "Scene", "Speaker", "candidates", "learn_weights", "weigh"]

#: How many units back a pronoun may reach.
REACH = 7
#: How many items of a unit are looked at, so that a text in one sentence costs no more.
WIDTH = 80

#: What each sign is worth.
WEIGHTS: dict[str, float] = {
    "gender is known and fits": 1.5,
    "named most often": 0.5,
    "subject": 1.2,
    "after a preposition": -0.7,
    "owner": -0.6,
    "spoke": 1.9,
    "spoke, without a name": 0.6,
    "asked a question": -4.5,
    "sentences back": -1.0,
    "sentences back about the same": -0.4,
    "paragraphs back": -0.5,
}

_CLITICS = ("’s", "'s", "’", "'")
_SAME = {"m": HE | {"his"}, "f": SHE | {"her"}}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who was made to speak: a party, or one without a name.

    Args:
        party: The party, if it has a name.
        gender: ``f``, ``m``, nothing, or ``-`` for what is no single person.
        unit: The unit that the mention stands in.
        asks: Whether what was said is a question.
    """

    party: Party | None
    gender: str
    unit: int
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a pronoun could mean, and what speaks for it.

    Args:
        party: The party; None for a speaker without a name.
        signs: How often, or how much, each sign of `WEIGHTS` is there.
    """

    party: Party | None
    signs: Mapping[str, float]


@dataclass(slots=True)
class Scene:
    """What is known so far while the mentions of an article are resolved in order."""

    page: Page
    cast: Cast
    last: list[Speaker] = field(default_factory=list)
    hero: int = -1
    subjects: dict[int, Items | None] = field(default_factory=dict)

    def subject(self, unit: Unit) -> Items | None:
        """The subject of a unit, looked for once."""
        if unit.index not in self.subjects:
            self.subjects[unit.index] = main_subject(unit)
        return self.subjects[unit.index]

    def is_subject(self, unit: Unit, i: int) -> bool:
        """Whether an item is part of its unit's subject."""
        subject = self.subject(unit)
        return subject is not None and subject[0] <= i < subject[1]

    def asker(self, unit: Unit, k: int) -> Party | None:
        """Who asked just before, in another paragraph: the answer (“…,” she said) is not theirs."""
        last = self.last[-1] if self.last else None
        if last is None or not last.asks or k == 0 or unit.items[k - 1] >= 0:
            return None
        return last.party if self.page.unit_paragraphs[last.unit] != unit.paragraph else None


def weigh(candidate: Candidate, weights: Mapping[str, float] = WEIGHTS) -> float:
    """What a candidate's signs are worth together.

    Example:
        >>> weigh(Candidate(None, {"spoke": 1, "sentences back": 2})) == 1.9 - 2 * 1.0
        True
    """
    return sum(weights.get(sign, 0.0) * much for sign, much in candidate.signs.items())


def candidates(scene: Scene, unit: Unit, k: int, gender: str) -> list[Candidate]:
    """Whom a pronoun at item k can mean, the nearest first.

    Args:
        scene: What is known so far.
        unit: The pronoun's unit.
        k: Its item.
        gender: ``f``, ``m``, or nothing for a phrase such as *the farmer*.
    """
    found: list[Candidate] = []
    far: Counter[str] = Counter()
    for v in range(unit.index, max(-1, unit.index - REACH), -1):
        before = scene.page.unit(v)
        if v < unit.index:
            subject = scene.subject(before)
            same = subject is not None and before.low[subject[0]] in _SAME.get(gender, ())
            far["sentences back about the same" if same else "sentences back"] += 1
            if before.paragraph != scene.page.unit_paragraphs[v + 1]:
                far["paragraphs back"] += 1
        found += _named(scene, unit, k, before, gender, far)
        found += _speakers(scene, unit, k, before, gender, far)
    return found


def _named(
    scene: Scene, unit: Unit, k: int, before: Unit, gender: str, far: Mapping[str, float]
) -> Iterable[Candidate]:
    """The people named in a unit, outside of quotation marks."""
    last = k if before.index == unit.index else len(before)
    asker = scene.asker(unit, k)
    seen = -1
    first = max(0, last - WIDTH)
    for i in [i for i in range(first, last) if before.names[i] >= 0]:
        name = before.names[i]
        if name == seen:
            continue
        seen = name
        party = scene.cast.of(name)
        if party is None or party.label != "PERSON":
            continue
        if gender and party.gender and party.gender != gender:
            continue
        signs: dict[str, float] = dict(far)
        if party.gender and gender:
            signs["gender is known and fits"] = 1
        if party.index == scene.hero:
            signs["named most often"] = 1
        if scene.is_subject(before, i):
            signs["subject"] = 1
        elif i and before.low[i - 1] in PREPOSITIONS:
            signs["after a preposition"] = 1
        after = before.name_end(i)
        if after < len(before) and before.low[after] in _CLITICS:
            signs["owner"] = 1
        if party is asker:
            signs["asked a question"] = 1
        yield Candidate(party, signs)


def _speakers(
    scene: Scene, unit: Unit, k: int, before: Unit, gender: str, far: Mapping[str, float]
) -> Iterable[Candidate]:
    """Who was made to speak in a unit before, by whatever mention."""
    asker = scene.asker(unit, k)
    for speaker in scene.last:
        party = speaker.party
        if speaker.unit != before.index or before.index == unit.index:
            continue
        if speaker.gender not in ("", gender) or (party is not None and party.label != "PERSON"):
            continue
        signs: dict[str, float] = {**far, "spoke": 1}
        if speaker.gender:
            signs["gender is known and fits"] = 1
        elif party is None:
            signs["spoke, without a name"] = 1
        if party is not None and party is asker:
            signs["asked a question"] = 1
        yield Candidate(party, signs)


def learn_weights(
    examples: Sequence[tuple[Sequence[Candidate], str | None]],
    rounds: int = 10,
    start: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Learn what each sign is worth from pronouns whose meaning is known.

    The averaged perceptron, as a ranker: where a wrong candidate comes first, the weights move from
    its signs towards those of the best right one.

    Args:
        examples: For each pronoun its candidates, and the name of the right one.
        rounds: How often to go through the examples.
        start: Weights to begin with; all 0 if not given.

    Example:
        >>> ada, bob = Party(0, "Ada", "PERSON"), Party(1, "Bob", "PERSON")
        >>> both = [Candidate(bob, {"owner": 1}), Candidate(ada, {"subject": 1})]
        >>> sorted(learn_weights([(both, "Ada")], rounds=2).items())
        [('owner', -0.6667), ('subject', 0.6667)]
    """
    weights: dict[str, float] = dict(start or {})
    totals: dict[str, float] = dict(start or {})
    steps = 1
    for _ in range(rounds):
        for offered, name in examples:
            right = [c for c in offered if c.party is not None and c.party.name == name]
            if right:
                first = max(offered, key=lambda candidate: weigh(candidate, weights))
                best = max(right, key=lambda candidate: weigh(candidate, weights))
                if first.party is not best.party:
                    for sign, much in best.signs.items():
                        weights[sign] = weights.get(sign, 0.0) + much
                    for sign, much in first.signs.items():
                        weights[sign] = weights.get(sign, 0.0) - much
            steps += 1
            for sign, weight in weights.items():
                totals[sign] = totals.get(sign, 0.0) + weight
    return {sign: round(total / steps, 4) for sign, total in totals.items() if total}
