"""Subwords: byte-pair encoding, small enough to read in one go.

Byte-pair encoding was a way to compress files: write the most frequent pair of bytes as one new
byte, and again, until nothing repeats (Gage 1994). Sennrich, Haddow and Birch (2016) used it on the
letters of words, and language models have cut text that way ever since. Learning counts; encoding
replays.

What is left out: the mark that the 2016 paper puts behind each word's last letter, the bytes that
models use in place of letters, and speed. Learning here counts all pairs anew for every merge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from newsbook.spans import Span
from newsbook.text.tokens import tokenise

__all__ = ["encode", "learn_merges", "merge_pair", "subword_tokens"]


def learn_merges(words: Iterable[str], how_many: int) -> list[tuple[str, str]]:
    """Learn which neighbours to join, the most frequent first.

    Of two pairs with the same count the one earlier in string order wins, so the same words always
    give the same merges. Learning stops early when no pair occurs twice.

    Args:
        words: The words to learn from, repeated as often as they occur.
        how_many: How many merges to learn at most; a whole number, 0 or more.

    Returns:
        The merges in the order in which they were learnt.

    Raises:
        ValueError: `how_many` is negative.

    Example:
        >>> learn_merges(["low", "low", "lower", "new"], 2)
        [('l', 'o'), ('lo', 'w')]
    """
    if how_many < 0:
        raise ValueError(f"the number of merges is 0 or more, not {how_many}")
    counts = Counter(words)
    split = {word: list(word) for word in counts}
    merges: list[tuple[str, str]] = []
    while len(merges) < how_many:
        pairs: Counter[tuple[str, str]] = Counter()
        for word, symbols in split.items():
            for pair in pairwise(symbols):
                pairs[pair] += counts[word]
        best = min(pairs, key=lambda pair: (-pairs[pair], pair), default=None)
        if best is None or pairs[best] < 2:
            break
        merges.append(best)
        split = {word: merge_pair(symbols, best) for word, symbols in split.items()}
    return merges


def merge_pair(symbols: Sequence[str], pair: tuple[str, str]) -> list[str]:
    """Join the pair wherever it stands, from left to right.

    Example:
        >>> merge_pair(["l", "o", "l", "o", "l"], ("l", "o"))
        ['lo', 'lo', 'l']
    """
    merged: list[str] = []
    i = 0
    while i < len(symbols):
        if tuple(symbols[i : i + 2]) == pair:
            merged.append(pair[0] + pair[1])
            i += 2
        else:
            merged.append(symbols[i])
            i += 1
    return merged


def encode(word: str, merges: Iterable[tuple[str, str]]) -> list[str]:
    """Cut a word into subwords: start from its letters and replay the merges in order.

    The pieces joined give the word back, also one that was never seen in learning.

    Example:
        >>> encode("slower", [("l", "o"), ("lo", "w"), ("e", "r")])
        ['s', 'low', 'er']
    """
    symbols = list(word)
    for pair in merges:
        symbols = merge_pair(symbols, pair)
    return symbols


def subword_tokens(text: str, merges: Iterable[tuple[str, str]]) -> list[Span]:
    """The subwords of every token of a text, with their places.

    Returns:
        Spans in order and disjoint that together are the tokens of `tokenise`.

    Example:
        >>> from newsbook.spans import words
        >>> words("No lower", subword_tokens("No lower", [("l", "o"), ("e", "r")]))
        ['N', 'o', 'lo', 'w', 'er']
    """
    learnt = list(merges)
    # An article repeats its words; each is encoded once.
    known: dict[str, list[str]] = {}
    spans: list[Span] = []
    for token in tokenise(text):
        word = token.of(text)
        if word not in known:
            known[word] = encode(word, learnt)
        at = token.start
        for piece in known[word]:
            spans.append(Span(at, at + len(piece)))
            at += len(piece)
    return spans
