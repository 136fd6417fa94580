"""Features: what a tagger is told of a token.

A feature is a short string, ``"+1 says"`` or ``"rule B-ORG head"``. They fall into three groups,
and `features_of` shows them together:

- of the word alone (`word_features`) and of each neighbour alone (`near_features`): these are the
  same wherever the word stands, so a tagger need only add up their weights once;
- of the place: what the rules and the lists say here, whether a sentence begins, what else the text
  says of the word;
- of the tag given to the token before, which is only known while tagging.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from newsbook.text.entities import cues
from newsbook.text.entities.gazetteers import gazetteer
from newsbook.text.entities.reading import Mention, Reading

__all__ = [
    "OFFSETS",
    "Evidence",
    "features_of",
    "gather",
    "kind_of_word",
    "near_features",
    "rule_features",
    "rule_key",
    "still_features",
    "tag_features",
    "word_features",
]  # fmt: skip

_CLASSES: tuple[tuple[str, frozenset[str]], ...] = (
    ("title", cues.TITLES), ("org", cues.ORG_HEADS), ("org of", cues.OF_HEADS),
    ("place", cues.PLACE_HEADS), ("area", cues.AREA_HEADS), ("front", cues.PLACE_FRONTS),
    ("says", cues.SAYING), ("in", cues.PLACE_WORDS), ("link", cues.CONNECTORS),
    ("particle", cues.PARTICLES), ("suffix", cues.SUFFIXES), ("month", cues.MONTHS),
    ("weekday", cues.WEEKDAYS), ("stop", cues.STOP_WORDS), ("event", cues.EVENT_HEADS),
    ("a person", cues.PERSON_NOUNS), ("a body", cues.ORG_NOUNS), ("a place", cues.PLACE_NOUNS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the earlier steps say of each token of a text.

    Attributes:
        rules: The tag of the rules with their reason, ``"B-ORG head"``; empty where there is none.
        lists: The longest listed name that the token is in, ``"I city"``; empty where none is.
        heads: The last word of the rules' name that the token is in.
        beside: For each word with a capital what stands beside it anywhere in the text.
        places: Indices of the tokens that may be in a name, in order. All others are ``O``.
    """

    rules: list[str]
    lists: list[str]
    heads: list[str]
    beside: dict[str, tuple[str, ...]]
    places: list[int]


def gather(reading: Reading, mentions: Sequence[Mention], dates: Iterable[Mention]) -> Evidence:
    """Put down for each token what rules and lists say.

    Args:
        reading: The text.
        mentions: What `newsbook.text.entities.rules.find_names` found in it.
        dates: Its dates; no name is looked for in them.
    """
    words, names = reading.words, reading.names
    rules, lists, heads = [""] * len(words), [""] * len(words), [""] * len(words)
    inside: set[int] = set()
    for name in mentions:
        mark = "B"
        head = words[name.end - 1]
        for i in range(name.start, name.end):
            rules[i] = f"{mark}-{name.label} {name.reason}"
            heads[i] = head
            mark = "I"
        inside.update(range(name.start, name.end))
    longest = gazetteer().longest
    inside.update(reading.capitals)
    known_until = 0
    for i in reading.capitals:
        if i >= known_until:
            length, kinds = longest(names, i, len(names))
            if length:
                known_until = i + length
                lists[i] = f"B {kinds}"
                for at in range(i + 1, known_until):
                    lists[at] = f"I {kinds}"
    for date in dates:
        inside.difference_update(range(date.start, date.end))
    # A small word between two that may be in names may be in the name, too: "Bank of England".
    linked = {
        i + 1
        for i in inside
        if i + 2 < len(words) and i + 1 not in inside and words[i + 1] in _LINKS
        and (i + 2 in inside or (i + 3 in inside and words[i + 2] in _LINKS))
    }  # fmt: skip
    linked |= {i + 1 for i in linked if i + 2 in inside and words[i + 1] in _LINKS}
    return Evidence(
        rules, lists, heads, _beside(reading, inside, mentions), sorted(inside | linked)
    )


def _beside(
    reading: Reading, places: Iterable[int], mentions: Sequence[Mention]
) -> dict[str, tuple[str, ...]]:
    """What the whole text says of each word: a name is seldom clear at every place it stands."""
    words, large = reading.words, reading.large
    last = len(words) - 1
    told: dict[str, set[str]] = {}
    for i in places:
        word = words[i]
        held = told.get(word)
        if held is None:
            held = told[word] = set()
        if i:
            before = words[i - 1]
            if cue := _BEFORE.get(before):
                held.add(cue)
            elif before in large and "first" in gazetteer().words.get(before, ""):
                held.add("after a first name")
        if i < last:
            after = words[i + 1]
            if cue := _AFTER.get(after):
                held.add(cue)
            elif after == "," and i + 3 < last and words[i + 2] in ("a", "an", "the"):
                for at in range(i + 3, min(i + 7, last)):
                    if cue := _CALLED.get(words[at]):
                        held.add(cue)
                        break
    for name in mentions:
        if name.reason in _SURE and name.label == "PERSON":
            for i in range(name.start, name.end):
                told.setdefault(words[i], set()).add("sure PERSON")
        elif name.reason in _SURE:
            told.setdefault(words[name.start], set()).add(f"sure {name.label}")
    return {
        word: tuple(f"doc {cue}" for cue in sorted(held)) for word, held in told.items() if held
    }


_SURE = frozenset({"title", "first name", "head", "of", "owner", "place", "dateline", "byline"})
_CALLED = (
    dict.fromkeys(sorted(cues.PERSON_NOUNS), "called a person")
    | dict.fromkeys(sorted(cues.ORG_NOUNS), "called a body")
    | dict.fromkeys(sorted(cues.PLACE_NOUNS), "called a place")
)
_BEFORE = (
    dict.fromkeys(sorted(cues.PERSON_NOUNS), "-1 person")
    | dict.fromkeys(sorted(cues.ORG_NOUNS), "-1 body")
    | dict.fromkeys(sorted(cues.PLACE_NOUNS), "-1 place")
    | dict.fromkeys(sorted(cues.PLACE_WORDS), "-1 in")
    | dict.fromkeys(sorted(cues.TITLES), "-1 title")
    | {"the": "-1 the", "The": "-1 the", "of": "-1 of", "by": "-1 by", "a": "-1 a", "an": "-1 a"}
)
_AFTER = (
    dict.fromkeys(sorted(cues.PLACE_NOUNS), "+1 place")
    | dict.fromkeys(sorted(cues.PERSON_NOUNS), "+1 person")
    | dict.fromkeys(sorted(cues.ORG_NOUNS), "+1 body")
    | dict.fromkeys(sorted(cues.SAYING), "+1 says")
    | {"’s": "+1 owns", "who": "+1 who", "which": "+1 which", "has": "+1 has", "had": "+1 has"}
)


_LINKS = cues.CONNECTORS | cues.PARTICLES | {"’s", "’", "-", "–", "'", "“", "”", "‘"}


def features_of(
    reading: Reading, evidence: Evidence, i: int, before: str = "O", before2: str = "O"
) -> list[str]:
    """All features of one token.

    Args:
        reading: The text.
        evidence: What `gather` says of it.
        i: Index of the token.
        before: The tag of the token before.
        before2: The tag of the token before that.

    Example:
        >>> from newsbook.text.entities.reading import read
        >>> reading = read("Sheriff Crabtree smiled.")
        >>> told = features_of(reading, gather(reading, [], []), 1)
        >>> "-1 title" in told, "shape Xx" in told, "+1 w smiled" in told
        (True, True, True)
    """
    kind = kind_of_word(reading.words[i])
    return still_features(reading, evidence, i) + tag_features(before, before2, kind)


def still_features(reading: Reading, evidence: Evidence, i: int) -> list[str]:
    """The features of a token that do not depend on the tags before it."""
    words = reading.words
    found = list(word_features(words[i]))
    for offset in OFFSETS:
        at = i + offset
        word = words[at] if 0 <= at < len(words) else ""
        found += [f"{offset:+d} {f}" for f in near_features(word)]
    found += rule_features(*rule_key(reading, evidence, i))
    found += evidence.beside.get(words[i], ())
    return found


OFFSETS = (-2, -1, 1, 2)
"""Which neighbours a token is told of."""


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """For each word of the tables the names of those that it is in."""
    made: dict[str, list[str]] = {}
    for name, table in _CLASSES:
        for word in sorted(table):
            made.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in made.items()}


def shape(word: str) -> str:
    """How a word is written: ``X`` for capitals, ``x`` for small letters, ``9`` for figures.

    Runs are written once, a run of three or more capitals twice.

    Example:
        >>> [shape(word) for word in ("Park", "NATO", "U.S.", "iPhone", "K-9", "’s")]
        ['Xx', 'XX', 'X.X.', 'xXx', 'X-9', '’x']
    """
    marks: list[str] = []
    for char in word[:12]:
        mark = "9" if char.isdigit() else "X" if char.isupper() else "x" if char.isalpha() else char
        if not marks or marks[-1] != mark:
            marks.append(mark)
    told = "".join(marks)
    return "XX" if told == "X" and len(word) > 2 else told


def word_features(word: str) -> list[str]:
    """The features of a word by itself."""
    told = gazetteer()
    name = told.folded(word)
    small = word.lower()
    found = ["bias", f"shape {shape(word)}", f"end {small[-3:]}", f"end2 {small[-2:]}"]
    if word == small:
        # Not of names: the training articles' names tell nothing of other articles'.
        found.append(f"w {small}")
    found += (f"is {kind}" for kind in _classes().get(word, ()))
    kinds = told.words.get(name, "")
    found += (f"list {kind}" for kind in kinds.split("+"))
    if small in told.common:
        found.append("common")
        if not kinds:
            found.append("common only")
    return found


def near_features(word: str) -> list[str]:
    """The features of a word as somebody's neighbour; of no word: ``["edge"]``."""
    if not word:
        return ["edge"]
    told = gazetteer()
    classes = list(_classes().get(word, ()))
    kinds = told.words.get(told.folded(word), "")
    classes += (f"list {kind}" for kind in kinds.split("+") if kind)
    if word[0].isupper():
        classes.append("large")
    elif word[0].isdigit():
        classes.append("figure")
    return [f"w {word.lower()}", *classes]


@cache
def kind_of_word(word: str) -> str:
    """One word for what sort of token this is, to go with the tag before."""
    if word in cues.ORG_HEADS or word in cues.PLACE_HEADS or word in cues.AREA_HEADS:
        return "head"
    if word in _LINKS:
        return word
    return "title" if word in cues.TITLES else "large" if word != word.lower() else "other"


def tag_features(before: str, before2: str, kind: str) -> list[str]:
    """The features of the tags before."""
    return [f"tag {before}", f"tags {before2} {before}", f"tag {before} {kind}"]


def rule_key(reading: Reading, evidence: Evidence, i: int) -> tuple[str, str, str, str, str, str]:
    """What `rule_features` needs to know of a token: what rules and lists say, and where it is."""
    words, rules = reading.words, evidence.rules
    after = rules[i + 1] if i + 1 < len(rules) else ""
    first = "first" if reading.first[i] else "loud" if reading.loud[i] else "within"
    if words[i].lower() in reading.small:
        first += " and small elsewhere"
    return rules[i], after, evidence.lists[i], first, evidence.heads[i], _called(words, i)


def rule_features(
    rule: str, after: str, listed: str, first: str, head: str, called: str
) -> list[str]:
    """The features of the place that a word stands at."""
    return [
        f"rule {rule}", f"rule+1 {after}", f"rule {rule.partition(' ')[0]}", f"lists {listed}",
        f"rule {rule} list {listed}", first, f"rule {rule} {first}", f"head {head}", called,
    ]  # fmt: skip


def _called(words: Sequence[str], i: int) -> str:
    """What the next words say that this one is: ``Valdoro, the Italian owner``."""
    at = i + 1
    while at < len(words) and at < i + 4 and words[at] != words[at].lower():
        at += 1
    if at + 2 < len(words) and words[at] == ",":
        if words[at + 1].isdigit():
            return "aged"
        if words[at + 1] == "who":
            return "who"
        if words[at + 1] in ("a", "an", "the"):
            for next_ in words[at + 2 : at + 6]:
                if cue := _CALLED.get(next_):
                    return cue
    return "not called"
