"""Choose the places of an article that are worth an exercise, by its gold.

Each function gives the place with the most of one kind of trouble, and says why in words that a
teacher can check. Nothing here is drawn at random: the same gold gives the same places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsbook.articles import Article, Quote
from newsbook.articles.paragraphs import paragraphs_of, trimmed
from newsbook.exercises import possible_speakers
from newsbook.spans import Span

__all__ = [
    "Place", "busiest_paragraph", "hardest_passage", "hardest_quote", "hardest_sentence",
    "nearest_names", "quote_pattern", "trouble_of", "within",
]  # fmt: skip

LONGEST_SENTENCE = 300
LONGEST_PASSAGE = 1600
MOST_QUOTES = 6
MOST_STRETCHES = 2_000

_CLITIC = re.compile(r"n?[’'](?:s|t|re|ve|ll|d|m)|[’']s", re.IGNORECASE)
_PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we", "his", "her", "their", "who"])

#: Patterns for words in marks, the plain ones first: what an exercise's pattern can come to.
_PATTERNS = (
    "“[^”]*”", '"[^"]*"', "«[^»]*»", "„[^“]*“", "「[^」]*」",
    "“[^”]*”|‘[^’]*’", "“[^“”]*”|‘[^‘’]*’(?!\\w)", "“[^”\\n]*”?",
    "[“‘][^”’]*[”’]", "(?:“[^”]*”)|(?:‘.*?’(?!\\w))",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of an article, and why it was chosen.

    Args:
        span: The stretch.
        why: One sentence for the teacher.
    """

    span: Span
    why: str


def within(spans: Sequence[Span], stretch: Span) -> list[Span]:
    """The spans that lie in a stretch of the text, with offsets in that stretch.

    Example:
        >>> within([Span(0, 4), Span(10, 12)], Span(8, 20))
        [Span(start=2, end=4, label='')]
    """
    return [span.shift(-stretch.start) for span in spans if stretch.contains(span)]


def trouble_of(text: str, tokens: Sequence[Span]) -> dict[str, int]:
    """How often each kind of trouble for a tokeniser occurs in a sentence.

    Args:
        text: The sentence.
        tokens: Its tokens by the gold.

    Returns:
        Counts of clitics, dots in words, quotation marks, hyphens in words and other marks.

    Example:
        >>> trouble_of("It’s U.S. ice.", [Span(0, 2), Span(2, 4), Span(5, 9), Span(10, 13)])
        {'clitics': 1, 'dots in words': 1}
    """
    found: dict[str, int] = {}
    for token in tokens:
        word = token.of(text)
        glued = token.start > 0 and not text[token.start - 1].isspace()
        if glued and _CLITIC.fullmatch(word):
            kind = "clitics"
        elif len(word) > 1 and "." in word and any(char.isalpha() for char in word):
            kind = "dots in words"
        elif all(char in "“”„«»‘’\"'" for char in word):
            kind = "quotation marks"
        elif len(word) > 2 and any(char in word[1:-1] for char in "-–‐/"):
            kind = "hyphens in words"
        elif len(word) == 1 and not word.isalnum() and word not in ".,":
            kind = "other marks"
        else:
            continue
        found[kind] = found.get(kind, 0) + 1
    return found


def hardest_sentence(article: Article) -> Place | None:
    """The sentence with most kinds of trouble, and of these the one with most of it.

    Example:
        >>> hardest_sentence(Article.load("nato_seoul")).why.partition(": ")[2]
        '2 quotation marks, 1 clitic, 1 hyphen in words.'
    """
    best: tuple[int, int, int] | None = None
    chosen: Place | None = None
    for sentence in article.gold("sentences"):
        if len(sentence) > LONGEST_SENTENCE:
            continue
        words = sentence.of(article.text)
        tokens = within(article.gold("tokens"), sentence)
        kinds = trouble_of(words, tokens)
        if [t.of(words) for t in tokens] == words.split() or not kinds:
            continue  # nothing is to be split: leaving it as it is would be right
        rank = (len(kinds), sum(min(count, 3) for count in kinds.values()), -len(sentence))
        if best is None or rank > best:
            told = ", ".join(_counted(kind, count) for kind, count in kinds.items())
            best, chosen = rank, Place(sentence, f"It has the most kinds of trouble: {told}.")
    return chosen


def _counted(kind: str, count: int) -> str:
    one = re.sub(r"^(\w+?)s\b", r"\1", kind) if not kind.endswith("marks") else kind[:-1]
    return f"{count} {one if count == 1 else kind}"


def _blocks(text: str) -> list[Span]:
    """Paragraphs; of a text without blank lines, its lines."""
    blocks = paragraphs_of(text)
    if len(blocks) > 1:
        return blocks
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        if block := trimmed(text, at, at + len(line)):
            found.append(block)
        at += len(line)
    return found


def busiest_paragraph(article: Article) -> Place | None:
    """The paragraph with the most names of different labels, and of these the one with most names.

    Example:
        >>> busiest_paragraph(Article.load("nato_seoul")).span
        Span(start=1543, end=1809, label='')
    """
    best: tuple[int, int, int] | None = None
    chosen: Place | None = None
    for block in _blocks(article.text):
        names = within(article.gold("entities"), block)
        labels = {name.label for name in names}
        if len(block) > LONGEST_PASSAGE or len(names) < 2:
            continue
        rank = (min(len(names), 3 * len(labels)), len(labels), -len(block))
        if best is None or rank > best:
            why = f"It has the most names: {len(names)}, of the labels {', '.join(sorted(labels))}."
            best, chosen = rank, Place(block, why)
    return chosen


def hardness(text: str, quote: Quote) -> int:
    """How hard it is to tell whose words a quote is: 0 where the name stands beside it.

    Example:
        >>> text = "“We won,” she said."
        >>> hardness(text, Quote("direct", Span(0, 9), (), Span(14, 18), Span(10, 13), "Ada Ray"))
        3
    """
    if quote.resolved is None:
        return 1 if quote.speaker else 0
    if quote.speaker is None:
        return 4
    words = " ".join(quote.speaker.of(text).split())
    if words == quote.resolved:
        return 0
    if words.lower() in _PRONOUNS:
        return 3
    return 1 if words in quote.resolved else 2


_HARD_WORDS = {
    4: "no speaker in its sentence", 3: "a pronoun as its speaker", 2: "a role as its speaker",
    1: "a short name as its speaker, or none that can be known", 0: "its speaker’s full name",
}  # fmt: skip


def hardest_passage(article: Article) -> Place | None:
    """The few paragraphs whose quotes have the speakers that are hardest to know.

    What is needed to know them stands in the passage: each speaker is named in it.

    Example:
        >>> place = hardest_passage(Article.load("nato_seoul"))
        >>> len(place.span) <= LONGEST_PASSAGE
        True
    """
    text = article.text
    best: tuple[bool, int, int] | None = None
    chosen: Place | None = None
    contents = [quote.content.start for quote in article.quotes]
    for stretch in _stretches(text):
        # Quotes do not overlap, so those that begin here end here, or the last of them is cut.
        begun = bisect_left(contents, stretch.start), bisect_left(contents, stretch.end)
        quotes = article.quotes[begun[0] : begun[1]]
        if not 0 < len(quotes) <= MOST_QUOTES or quotes[-1].content.end > stretch.end:
            continue
        known = all(q.resolved is None or q.resolved in stretch.of(text) for q in quotes)
        hard = [hardness(text, quote) for quote in quotes]
        rank = (known, sum(hard), -len(stretch))
        if best is None or rank > best:
            worst = _HARD_WORDS[max(hard)]
            why = f"Of its {len(quotes)} quotes the hardest has {worst}."
            best, chosen = rank, Place(stretch, why.replace("1 quotes", "one quote"))
    return chosen


def _stretches(text: str) -> Iterator[Span]:
    """Neighbouring paragraphs that are not too long together, from one on."""
    blocks = _blocks(text)
    for i, first in enumerate(blocks):
        for last in blocks[i:]:
            if last.end - first.start > LONGEST_PASSAGE and last is not first:
                break
            yield Span(first.start, last.end)


def hardest_quote(article: Article) -> Place | None:
    """The quote whose speaker is hardest to know and is known all the same.

    Example:
        >>> article = Article.load("nato_seoul")
        >>> hardest_quote(article).why
        'It has no speaker in its sentence.'
    """
    known = [quote for quote in article.quotes if quote.resolved is not None]
    if not known:
        return None
    hard = max(known, key=lambda q: (hardness(article.text, q), -q.content.start))
    return Place(hard.content, f"It has {_HARD_WORDS[hardness(article.text, hard)]}.")


def quote_pattern(article: Article) -> tuple[Place, str] | None:
    """A stretch with words in marks, and a pattern that finds just these there.

    It is the whole article where one pattern does for all of it, else the longest stretch of a few
    paragraphs.

    Example:
        >>> quote_pattern(Article.load("harbour_bridge"))[1]
        '“[^”]*”|‘[^’]*’'
    """
    text = article.text
    marked = sorted([p for quote in article.quotes for p in quote.pieces] + [*article.scare_quotes])
    whole = trimmed(text, 0, len(text))
    by_length = sorted(_stretches(text), key=lambda s: (-len(s), s.start))[:MOST_STRETCHES]
    for stretch in [*([whole] if whole else []), *by_length]:
        target = [(span.start, span.end) for span in within(marked, stretch)]
        if len(target) < 2:
            continue
        if sum(bool(span.overlap(stretch)) for span in marked) != len(target):
            continue
        for pattern in _PATTERNS:
            found = [match.span() for match in re.finditer(pattern, stretch.of(text))]
            if found == target:
                where = "in the whole article" if stretch == whole else "in this stretch"
                why = f"One pattern finds all {len(target)} stretches in marks {where}."
                return Place(stretch, why), pattern
    return None


def nearest_names(article: Article, quote: Quote) -> list[str]:
    """The possible speakers, those first who are mentioned nearest to a quote, by any name.

    Who is named nearest is whom one takes for the speaker without reading.

    Example:
        >>> article = Article.load("nato_seoul")
        >>> nearest_names(article, article.quotes[0])[0]
        'NATO'
    """
    gaps: dict[str, int] = dict.fromkeys(possible_speakers(article), len(article.text))
    for span in article.gold("entities"):
        mention = f" {span.of(article.text)} "
        gap = max(quote.content.start - span.end, span.start - quote.content.end, 0)
        for name in gaps:
            if mention in f" {name} ":
                gaps[name] = min(gaps[name], gap)
    return sorted(gaps, key=lambda name: (gaps[name], name))
