"""A piece of an article for a class: its text, and the layers that lie in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from newsbook.articles import Article, ArticleError, GoldError, Quote, article_names
from newsbook.classroom.unread import unread_layers
from newsbook.errors import BadInput
from newsbook.exercises import possible_speakers
from newsbook.spans import Span

__all__ = [
    "MEANINGS",
    "SHORT",
    "Passage",
    "article_of",
    "as_sentence",
    "own_articles",
    "passage_of",
]

MOST_OWN = 40

SHORT = {"tokens": 330, "entities": 900, "quotes": 1_200}
"""Code points that a class gets unless told: about what is answered in ten minutes."""

MEANINGS = {
    "PERSON": "a person’s name, without title or office",
    "ORG": "bodies: alliances, parties, companies, agencies, newspapers, teams",
    "GPE": "countries, states, cities: places with a government",
    "LOC": "other named places: rivers, streets, bridges, stations",
    "NORP": "nationalities, peoples, faiths (“Korean”); followers of a party",
    "DATE": "what answers “when?” and can be found on a calendar",
}
"""For each label of the entities what is marked with it, as the guidelines have it, in short."""


@dataclass(frozen=True)
class Passage:
    """Some paragraphs of an article.

    Args:
        article: The article.
        first: Number of the first paragraph, from 1.
        last: Number of the last paragraph.
    """

    article: Article
    first: int
    last: int

    @property
    def start(self) -> int:
        """Where the passage begins in the article, in code points."""
        return self.article.paragraphs[self.first - 1].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.article.paragraphs[self.last - 1].end

    @property
    def text(self) -> str:
        """Its text."""
        return self.article.text[self.start : self.end]

    @property
    def whole(self) -> bool:
        """Whether it has all paragraphs of the article."""
        return self.first == 1 and self.last == len(self.article.paragraphs)

    @property
    def numbers(self) -> str:
        """Its paragraphs' numbers, as they are typed: ``"2"``, ``"1-3"``."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def spans(self, spans: Iterable[Span]) -> list[Span]:
        """Those spans of the article that lie in the passage, in its own offsets."""
        return [s.shift(-self.start) for s in spans if self._holds(s)]

    def quotes(self, quotes: Iterable[Quote]) -> list[Quote]:
        """Those quotes whose words, cue and speaker lie in the passage, in its own offsets.

        A cue or a speaker that lies outside is left out.
        """
        found = []
        for quote in quotes:
            if not self._holds(quote.content):
                continue
            cue, speaker = (
                part.shift(-self.start) if part is not None and self._holds(part) else None
                for part in (quote.cue, quote.speaker)
            )
            moved = quote.content.shift(-self.start)
            pieces = tuple(piece.shift(-self.start) for piece in quote.pieces)
            found.append(replace(quote, content=moved, pieces=pieces, cue=cue, speaker=speaker))
        return found

    def _holds(self, span: Span) -> bool:
        return self.start <= span.start and span.end <= self.end

    def has_gold(self, layer: str) -> bool:
        """Whether somebody has made the layer, or at least read newsbook's guess at it."""
        return layer in self.article.layers and layer not in unread_layers(self.article)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The full names of the article's people and bodies: by its gold, or by the pipeline."""
        if self.has_gold("entities"):
            try:
                return possible_speakers(self.article)
            except GoldError:
                pass
        from newsbook.text.pipeline import analyse

        return tuple(dict.fromkeys(person.name for person in analyse(self.article.text).people))


def own_articles() -> list[str]:
    """Articles beside which the class was started: folders as `newsbook article new` makes them.

    Returns:
        Their names, sorted, at most 40.
    """
    try:
        found = sorted(place.name for place in Path().iterdir() if _is_article(place.name))
    except OSError:
        return []
    return found[:MOST_OWN]


def _is_article(name: str) -> bool:
    """Whether there is a folder of that name here, which holds an article and its gold.

    A name, and no path: it comes from a page, which has no business elsewhere on the disk.
    """
    if not name or name.startswith(".") or any(char in name for char in "/\\:\0"):
        return False
    try:
        place = Path(name)
        return (place / "article.txt").is_file() and (place / "gold").is_dir()
    except (OSError, ValueError):
        return False


def article_of(name: str, own: bool) -> Article:
    """An article of the workbook by its name, or of the teacher's by its folder or file.

    Args:
        name: The name or path.
        own: Whether any path is taken; else only a folder of `own_articles`, and no sentence
            names a path of this machine's.

    Raises:
        BadInput: There is no such article; the sentence has near names.
    """
    known = article_names()
    try:
        if name in known:
            return Article.load(name)
        if (own and Path(name).exists()) or _is_article(name):
            return Article.open(name)
    except ArticleError as error:
        raise BadInput(as_sentence(error)) from None
    except (OSError, ValueError):
        pass  # no name of a file at all
    here = own_articles()
    near = get_close_matches(name, [*here, *known], n=3, cutoff=0.5) or [*here, *known][:3]
    yours = (
        "a folder or text file of yours"
        if own
        else "a folder that `newsbook article new` made where the class was started"
    )
    raise BadInput(
        f"There is no article “{name[:60]}” here; it is one of newsbook’s, or {yours}, "
        f"as {', '.join(near)}."
    )


def as_sentence(error: ArticleError) -> str:
    """What is wrong with an article, for a page or a terminal."""
    said = str(error)
    # The name of a file stays as it is.
    starts = said if "/" in said.split()[0] else f"{said[:1].upper()}{said[1:]}"
    return f"{starts}."


def passage_of(article: Article, layer: str, numbers: str) -> Passage:
    """The paragraphs that are asked for.

    Args:
        article: The article.
        layer: ``"tokens"``, ``"entities"`` or ``"quotes"``.
        numbers: ``"2"``, ``"1-3"``, ``"all"``, or ``""`` for as many as a class has time for.

    Raises:
        BadInput: The article has no such paragraphs.

    Example:
        >>> passage_of(Article.load("nato_seoul"), "tokens", "").numbers
        '1-3'
    """
    paragraphs = article.paragraphs
    count = len(paragraphs)
    if numbers == "all":
        return Passage(article, 1, count)
    if not numbers:
        last = 1
        while last < count and paragraphs[last].end - paragraphs[0].start <= SHORT[layer]:
            last += 1
        return Passage(article, 1, last)
    first, _, after = numbers.partition("-")
    begin, end = int(first), int(after or first)
    if not 1 <= begin <= end <= count:
        has = f"{count} paragraph{'s' * (count != 1)}"
        raise BadInput(
            f"{article.name} has {has}, so there is no {numbers}; "
            f"ask for 1-{count}, or for some of them."
        )
    return Passage(article, begin, end)
