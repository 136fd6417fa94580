"""A text as the entity steps see it: its words, its sentences, and what is written large."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from newsbook.spans import Span
from newsbook.text.entities.cues import TITLES
from newsbook.text.entities.gazetteers import gazetteer
from newsbook.text.sentences import split_sentences
from newsbook.text.tokens import tokenise

__all__ = ["Mention", "Reading", "is_name_like", "read", "spans_of"]

#: Behind these a capital tells as little as at the start of a sentence.
_FRESH = frozenset({*"“‘«„\"'", ":", "—", "--", "•", "|", "*"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name by its tokens: the first, the one after the last, its label, and why.

    Args:
        start: Index of the first token.
        end: Index after the last token.
        label: One of the entity labels.
        reason: Which rule gave it, in a word.
    """

    start: int
    end: int
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What is looked up of a text once, so that no step has to walk through it again.

    Attributes:
        tokens: The tokens.
        words: Their words, each apostrophe a curly one.
        names: The words as the gazetteers write them, so that ``SEOUL`` is *Seoul*.
        sentences: For each sentence its first token and the one after its last.
        starts: The first tokens of the sentences.
        large: The words that begin with a capital, or have one in them (``iPhone``).
        capitals: Indices of those words, in order.
        small: The words that the text also writes small somewhere.
        first: For each token 1 if its capital tells nothing, as it begins a sentence or quotation.
        loud: For each token 1 if its whole sentence is in capitals or in headline style, where
            every Word Is Written So.
    """

    tokens: Sequence[Span]
    words: list[str]
    names: list[str]
    sentences: list[tuple[int, int]]
    starts: frozenset[int]
    large: frozenset[str]
    capitals: list[int]
    small: frozenset[str]
    first: bytearray
    loud: bytearray

    def is_ordinary(self, i: int) -> bool:
        """Whether the word is one that small letters would do for.

        It is so if the text writes it small elsewhere, or any newspaper does.
        """
        word = self.words[i].lower()
        return word in self.small or word in gazetteer().common


def is_name_like(word: str) -> bool:
    """Whether a word by its looks could be (part of) a name.

    A word such as ``Seoul-based`` or ``anti-Trump`` is made from a name and is none.

    Example:
        >>> [is_name_like(word) for word in ("Park", "iPhone", "al-Shabab", "49ers", "U.S.-led")]
        [True, True, True, False, False]
    """
    if word == word.lower() or word[0].isdigit() or word[0] in "@#":
        return False
    head, hyphen, tail = word.rpartition("-")
    if not hyphen or not head or not tail:
        return True
    return not tail[0].islower() and (not head[0].islower() or head in _ARTICLES)


#: Arabic's article, written small, begins a name all the same.
_ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ni"})


def read(
    text: str, tokens: Sequence[Span] | None = None, sentences: Sequence[Span] | None = None
) -> Reading:
    """Look a text over.

    Args:
        text: Any text.
        tokens: Its tokens, in order; made with `tokenise` when they are not given.
        sentences: Its sentences, in order; made with `split_sentences` when they are not given.

    Example:
        >>> reading = read("SEOUL: Mr. Park slept. The park did, too.")
        >>> reading.names[0], "park" in reading.small, list(reading.first)
        ('Seoul', True, [1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0])
    """
    tokens = tokenise(text) if tokens is None else tokens
    sentences = split_sentences(text, tokens) if sentences is None else sentences
    words = [text[token.start : token.end] for token in tokens]
    if "'" in text:
        words = [word.replace("'", "’") if "'" in word else word for word in words]
    distinct = dict.fromkeys(words)
    small = frozenset(word for word in distinct if word.islower())
    large = frozenset(word for word in distinct if word not in small and is_name_like(word))
    names = _names(words, large)
    ranges = _ranges(tokens, sentences)
    loud = bytearray(len(words))
    for start, end in ranges:
        if _is_loud(words, start, end):
            loud[start:end] = b"\x01" * (end - start)
    capitals = [i for i, word in enumerate(words) if word in large]
    starts = frozenset(start for start, _ in ranges)
    first = _firsts(words, ranges)
    return Reading(tokens, words, names, ranges, starts, large, capitals, small, first, loud)


def spans_of(reading: Reading, mentions: Sequence[Mention]) -> list[Span]:
    """The mentions as spans of the text."""
    tokens = reading.tokens
    return [Span(tokens[m.start].start, tokens[m.end - 1].end, m.label) for m in mentions]


def _names(words: Sequence[str], large: frozenset[str]) -> list[str]:
    """The words as the gazetteers write them: ``PORT OF SPAIN`` is *Port of Spain*.

    A short word in capitals alone is rather an abbreviation and stays: ``US``, ``NATO``.
    """
    folded = gazetteer().folded
    loud = {word: folded(word) for word in large if word.isupper() and len(word) > 1}
    if not loud:
        return list(words)
    names = [loud.get(word, word) for word in words]
    for i, word in enumerate(words):
        if word in loud and len(word) < 4 and word.isalpha():
            before = words[i - 1] if i else ""
            after = words[i + 1] if i + 1 < len(words) else ""
            if (after in loud and len(after) > 2) or (before in loud and len(before) > 3):
                names[i] = _SMALL.get(word, word.title())
    return names


_SMALL = {"OF": "of", "AND": "and", "THE": "the", "DE": "de", "AU": "au", "DA": "da", "DO": "do"}


def _ranges(tokens: Sequence[Span], sentences: Sequence[Span]) -> list[tuple[int, int]]:
    """For each sentence its first token and the one after its last; all tokens are in one."""
    begins = [token.start for token in tokens]
    ranges = []
    begin = 0
    for sentence in sentences:
        end = bisect_left(begins, sentence.end, begin)
        if end > begin:
            ranges.append((begin, end))
            begin = end
    if begin < len(tokens):
        ranges.append((begin, len(tokens)))
    return ranges


def _firsts(words: Sequence[str], ranges: Sequence[tuple[int, int]]) -> bytearray:
    """Mark the first word of each sentence, and of what stands behind an opening mark in it."""
    first = bytearray(len(words))
    fresh = [i for i, word in enumerate(words) if word in _FRESH]
    at = 0
    for start, end in ranges:
        begins = [start]
        while at < len(fresh) and fresh[at] < end:
            begins.append(fresh[at] + 1)
            at += 1
        for i in begins:
            while i < end and words[i] not in _FRESH and not words[i][0].isalnum():
                i += 1
            if i < end and words[i][0].isalnum():
                first[i] = 1
    return first


def _is_loud(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a sentence writes large what others would write small.

    In running text at most every third longer word has a capital; in a headline nearly all do. A
    line that ends in a full stop is no headline, though it may be full of long names.
    """
    if end - start < 3 or words[end - 1] == ".":
        return False
    known = gazetteer().common
    large = small = 0
    for i in range(start, end):
        word = words[i]
        if len(word) > 3 and word[0].isalpha():
            if word[0].islower():
                small += 1
            elif word.lower() in known and word not in TITLES:
                large += 1
    if words[end - 1] in _FULL_STOPS:
        return large > 3 and not small
    return large >= 2 and large > small


_FULL_STOPS = frozenset('!?”’"…')
