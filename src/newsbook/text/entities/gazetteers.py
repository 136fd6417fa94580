"""Gazetteers: lists of names that are known beforehand.

The lists are plain text in ``data/``, written for newsbook from general knowledge; see the README
there. They are short on purpose: what a list does not have must be told from the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

__all__ = ["KINDS", "Gazetteer", "gazetteer"]

#: What a list's names are, and the label that goes with it.
KINDS = {
    "country": "GPE", "region": "GPE", "city": "GPE", "place": "LOC", "group": "NORP",
    "organisation": "ORG", "first": "PERSON", "last": "PERSON",
}  # fmt: skip

_LISTS = {
    "regions": "region", "cities": "city", "places": "place", "groups": "group",
    "organisations": "organisation",
}  # fmt: skip


@dataclass
class Gazetteer:
    """Names by their first word, so that a text is looked through once.

    Attributes:
        phrases: For a first word the names that begin with it, the longest first: the words, and
            the kinds (see `KINDS`) that the name can be, joined by ``+``.
        words: For a word by itself the kinds that it can be, joined by ``+``.
        common: Ordinary words, in small letters.
        women: Given names that are mostly women's, in small letters.
        men: Given names that are mostly men's, in small letters.
    """

    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    women: frozenset[str] = frozenset()
    men: frozenset[str] = frozenset()

    def folded(self, word: str) -> str:
        """The word as the lists write it: ``SEOUL`` is *Seoul*, but ``NATO`` stays.

        Example:
            >>> [gazetteer().folded(word) for word in ("SEOUL", "NATO", "Seoul", "xyz")]
            ['Seoul', 'NATO', 'Seoul', 'xyz']
        """
        if len(word) < 4 or not word.isupper() or word in self.phrases:
            return word
        return word.title()

    def longest(self, words: Sequence[str], at: int, end: int) -> tuple[int, str]:
        """The longest known name that begins at a word.

        Args:
            words: The words of the text, with curly apostrophes, as `folded` gives them.
            at: Where the name begins.
            end: Where it must end at the latest, exclusive.

        Returns:
            How many words it has and its kinds; ``(0, "")`` when there is none.

        Example:
            >>> gazetteer().longest(["New", "York", "City", "Hall"], 0, 4)
            (3, 'city')
        """
        for name, kinds in self.phrases.get(words[at], ()):
            if len(name) == 1 or (
                at + len(name) <= end and tuple(words[at : at + len(name)]) == name
            ):
                return len(name), kinds
        return 0, ""


@cache
def gazetteer() -> Gazetteer:
    """The lists, read when first asked for (a few milliseconds)."""
    kinds: dict[tuple[str, ...], list[str]] = {}
    for name, kind in _entries():
        held = kinds.setdefault(_split(name), [])
        if kind not in held:
            held.append(kind)
    made = Gazetteer(common=frozenset(_words("common_words")))
    for words, of in kinds.items():
        made.phrases.setdefault(words[0], []).append((words, "+".join(of)))
    for names in made.phrases.values():
        names.sort(key=lambda entry: -len(entry[0]))
    single = {name[0]: list(of) for name, of in kinds.items() if len(name) == 1}
    given = _given_names()
    for whose, listed in given.items():
        if "no evidence" not in whose:
            for word in listed:
                single.setdefault(word, []).append("first")
    for word in _words("surnames"):
        single.setdefault(word, []).append("last")
    made.women = frozenset(_small(given, "women"))
    made.men = frozenset(_small(given, "men"))
    made.words = {word: "+".join(of) for word, of in single.items()}
    return made


def _entries() -> Iterator[tuple[str, str]]:
    for line in _lines("countries"):
        countries, _, people = line.partition(":")
        yield from ((name.strip(), "country") for name in countries.split(","))
        yield from ((name.strip(), "group") for name in people.split(",") if name.strip())
    for file, kind in _LISTS.items():
        for line in _lines(file):
            yield from ((name.strip(), kind) for name in line.split(",") if name.strip())


def _given_names() -> dict[str, list[str]]:
    """The given names by the heading that they stand under: ``"women"``, ``"men, no evidence"``."""
    given: dict[str, list[str]] = {}
    whose = ""
    for line in _lines("given_names"):
        if line.endswith(":"):
            whose = line.removesuffix(":")
        else:
            given.setdefault(whose, []).extend(line.split())
    return given


def _small(given: dict[str, list[str]], whose: str) -> Iterator[str]:
    for heading, listed in given.items():
        if heading.partition(",")[0] == whose:
            yield from (name.lower() for name in listed)


def _words(file: str) -> Iterator[str]:
    for line in _lines(file):
        yield from line.split()


def _lines(file: str) -> list[str]:
    data = Path(__file__).parent / "data" / f"{file}.txt"
    lines = data.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


_INITIAL = re.compile(r"(?<=\b[A-Z]\.)(?=[A-Z][a-z])")  # N.|Korea


def _split(name: str) -> tuple[str, ...]:
    """The tokens of a name. A test holds this against `newsbook.text.tokenise`, which is slower."""
    name = _INITIAL.sub(" ", name.replace("'", "’"))
    for mark in ("’s ", "’ "):
        name = name.replace(mark, f" {mark}")
    if name.endswith("’s"):
        name = f"{name[:-2]} ’s"
    return tuple(name.split())
