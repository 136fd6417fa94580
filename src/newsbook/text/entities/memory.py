"""What the text says of a word in one place serves for the same word in another.

``Kjellberg said`` could be a firm; that the text has an ``Anders Kjellberg, a former engineer``
settles it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from newsbook.text.entities.gazetteers import KINDS, gazetteer
from newsbook.text.entities.reading import Mention, Reading

__all__ = ["remember"]

#: What a rule is worth as a witness for the same word elsewhere; others are hearsay.
_WITNESSES = {
    "byline": 3,
    "dateline": 3,
    "place": 2,
    "title": 3,
    "owner": 2,
    "list+list": 2,
    "surname": 3,
    "surname first": 2,
    "first name": 3,
    "head": 2,
    "of": 2,
    "says": 2,
    "list": 2,
    "two words": 1,
    "in": 1,
}


def remember(reading: Reading, found: Sequence[Mention], taken: set[int]) -> list[Mention]:
    """Step 9. Label single words as the text labels them where it says more.

    ``Kjellberg`` is a person since ``Anders Kjellberg`` is one.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    words = reading.words
    for name in found:
        worth = _WITNESSES.get(name.reason, 0)
        if not worth:
            continue
        if name.label == "PERSON" and name.end - name.start > 1:
            for i in range(name.start, name.end):
                votes[words[i]]["PERSON"] += worth
        elif name.end - name.start == 1 and name.reason != "list":
            votes[words[name.start]][name.label] += worth
        elif (
            name.label == "ORG"
            and not reading.is_ordinary(name.start)
            and not _place(reading, name)
        ):
            votes[words[name.start]]["ORG"] += worth
    known = [_recalled(reading, name, votes) for name in found]
    inside = taken | {i for name in known for i in range(name.start, name.end)}
    for start, _ in reading.sentences:
        # "Park thanked NATO": ordinary as the word is, the text has a person of that name.
        if start not in inside and _is_a_person(votes.get(words[start])):
            known.append(Mention(start, start + 1, "PERSON", "remembered"))
    return sorted(known, key=lambda name: name.start)


def _is_a_person(votes: Counter[str] | None) -> bool:
    return votes is not None and votes["PERSON"] >= 3


def _place(reading: Reading, name: Mention) -> bool:
    kinds = gazetteer().words.get(reading.names[name.start], "")
    return any(KINDS[kind] in ("GPE", "LOC", "NORP") for kind in kinds.split("+") if kind)


def _recalled(reading: Reading, name: Mention, votes: dict[str, Counter[str]]) -> Mention:
    weak = _WITNESSES.get(name.reason, 0) < 2
    if name.end - name.start == 1 and weak:
        said = votes.get(reading.words[name.start])
        if said:
            label = max(sorted(said), key=lambda label: said[label])
            return Mention(name.start, name.end, label, "remembered")
    return name
