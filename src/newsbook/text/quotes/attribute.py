"""Who is made to say a piece: the tag beside it, or the speaker carried over from before.

Every piece gets a `Line`. First the sayings of its own statement are asked; then, if none claims it
and it looks like speech, whoever spoke or moved last (`_carried`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsbook.text.clauses.page import Page, Unit
from newsbook.text.clauses.phrases import Items
from newsbook.text.clauses.subjects import main_subject
from newsbook.text.clauses.words import (
    BREAKS,
    HE,
    PIECE,
    PREPOSITIONS,
    SHE,
    SUBORDINATORS,
    is_adverb,
)
from newsbook.text.quotes.governing import governed, opening, outermost, signed, unlisted
from newsbook.text.quotes.sayings import Saying
from newsbook.text.quotes.speech import is_mere_name, is_said, naming

__all__ = ["Line", "Mention", "attribute"]

#: How many units a speaker is looked for backwards.
LOOK_BACK = 8


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a speaker is mentioned: items of a unit."""

    unit: int
    items: Items


@dataclass(frozen=True, slots=True)
class Line:
    """A piece and where its speaker comes from.

    Args:
        piece: The index of the piece on the page.
        unit: The index of the unit that it stands in.
        item: Which item of the unit it is.
        saying: The saying that governs it, if its own sentence has one.
        carried: The mention of the speaker that it takes over from elsewhere, if it does.
        said: Whether it is speech at all.
        why: In a word: ``tag``, ``colon``, ``goes on``, ``gesture``, ``alone``, ``answer``,
            ``question`` or ``marks``.
    """

    piece: int
    unit: int
    item: int
    saying: Saying | None
    carried: Mention | None
    said: bool
    why: str

    @property
    def mention(self) -> Mention | None:
        """The mention whose name is the speaker's."""
        if self.saying is not None and self.saying.speaker is not None:
            return Mention(self.saying.unit, self.saying.speaker)
        return self.carried


def attribute(page: Page, sayings: Mapping[int, Sequence[Saying]]) -> list[Line]:
    """Give each piece of a page its saying, or a speaker carried over, or neither.

    Args:
        page: The page.
        sayings: Its sayings by units, as `find_sayings` gives them.

    Example:
        >>> from newsbook.spans import Span
        >>> from newsbook.text.clauses.page import open_page
        >>> from newsbook.text.quotes.sayings import find_sayings
        >>> page = open_page("“No,” said Ada. “Never.”", [Span(11, 14, "PERSON")])
        >>> [(line.why, line.said) for line in attribute(page, find_sayings(page))]
        [('tag', True), ('goes on', True)]
    """
    return _Reader(page, sayings).read()


class _Reader:
    """One walk over the page, remembering who spoke last."""

    def __init__(self, page: Page, sayings: Mapping[int, Sequence[Saying]]) -> None:
        self.page = page
        self.sayings = {
            index: outermost(page.unit(index), found) for index, found in sayings.items()
        }
        self.lines: list[Line] = []
        #: For each unit who is made to speak in it last, once it is read.
        self.spoke: dict[int, Mention] = {}
        self.history: list[
            tuple[int, Mention, bool]
        ] = []  # unit, speaker, whether it is a question

    def read(self) -> list[Line]:
        page = self.page
        with_pieces = {page.unit_of(page.token_at(piece.start)) for piece in page.pieces}
        for index in sorted(with_pieces | set(self.sayings)):
            unit = page.unit(index)
            own = self.sayings.get(index, [])
            at = [k for k, item in enumerate(unit.items) if item < 0]
            given = governed(unit, own, at)
            last: Mention | None = None
            for k in at:
                line = self._line(unit, k, given.get(k), last)
                self.lines.append(line)
                last = line.mention or last
                if line.said and line.mention is not None:
                    asks = unit.last_inside(k) == "?"
                    self._note(index, line.mention, asks)
            for saying in own[-1:]:
                if saying.speaker is not None and saying.does != "label":
                    self._note(index, Mention(index, saying.speaker), saying.does == "ask")
        return self.lines

    def _note(self, index: int, mention: Mention, asks: bool) -> None:
        if self.history and self.history[-1][1] == mention:
            asks = asks or self.history[-1][2]
            self.history.pop()
        self.spoke[index] = mention
        self.history.append((index, mention, asks))

    def _line(self, unit: Unit, k: int, saying: Saying | None, last: Mention | None) -> Line:
        piece = unit.piece(k)
        if saying is not None:
            if naming(unit, k, saying) or is_mere_name(unit, k, saying):
                return Line(piece, unit.index, k, None, None, False, "marks")
            return Line(piece, unit.index, k, saying, None, True, "tag")
        saying = unlisted(unit, k)
        if saying is not None:
            return Line(piece, unit.index, k, saying, None, True, "tag")
        if not is_said(unit, k):
            return Line(piece, unit.index, k, None, None, False, "marks")
        if last is not None:
            return Line(piece, unit.index, k, None, last, True, "goes on")
        before_colon = opening(unit, k) or signed(unit, k)
        if before_colon is not None:
            return Line(piece, unit.index, k, before_colon, None, True, "colon")
        behind = self._tag_behind(unit, k)
        if behind is not None:
            return Line(piece, unit.index, k, behind, None, True, "tag")
        carried, why = self._carried(unit, k)
        return Line(piece, unit.index, k, None, carried, True, why)

    def _tag_behind(self, unit: Unit, k: int) -> Saying | None:
        """A tag that the splitter made a sentence of its own: “Why?” | Smith wondered."""
        page, after = self.page, unit.index + 1
        if (
            k != len(unit) - 1
            or unit.last_inside(k) not in tuple("?!…—-")
            or after >= len(page.unit_starts)
        ):
            return None
        if page.unit_paragraphs[after] != unit.paragraph:
            return None
        for saying in self.sayings.get(after, [])[:1]:
            low = page.unit(after).low
            first, last = saying.tag
            word = low[last] if last < len(low) else "."
            opens = all(large[:1].isupper() for large in page.unit(after).words[:first])
            told = saying.does in ("ask", "tell") and word not in SUBORDINATORS and word != PIECE
            if opens and (told or word in BREAKS or word in PREPOSITIONS or is_adverb(word)):
                return saying
        return None

    def _carried(self, unit: Unit, k: int) -> tuple[Mention | None, str]:
        """The speaker that a piece without a tag takes over."""
        index = unit.index
        asks = unit.last_inside(k) == "?"
        subject = self._person(unit, k)
        if subject is not None:
            return Mention(index, subject), "gesture"
        for v in range(index - 1, max(-1, index - LOOK_BACK), -1):
            if self.page.unit_paragraphs[v] != unit.paragraph:
                break
            if v in self.spoke:
                return self.spoke[v], "goes on"
            subject = self._person(self.page.unit(v), None)
            if subject is not None:
                return Mention(v, subject), "gesture"
        return self._from_above(unit, asks)

    def _from_above(self, unit: Unit, asks: bool) -> tuple[Mention | None, str]:
        """The speaker of the paragraph before; after a question, the one who was asked."""
        first = self.page.paragraph_units[unit.paragraph]
        above = unit.paragraph - 1
        for v in range(first - 1, max(-1, first - LOOK_BACK), -1):
            near = self.page.unit_paragraphs[v] >= above
            if v in self.spoke:
                if self.history[-1][2] and near:
                    other = self._other(self.history[-1][1])
                    if other is not None:
                        return other, "answer"
                if asks and near and len(self.history) > 1 and self.history[-2][2]:
                    # A question behind the answer to a question: the asker again.
                    return self.history[-2][1], "question"
                return self.spoke[v], "alone"
            if near:
                subject = self._person(self.page.unit(v), None) or self._announced(v)
                if subject is not None:
                    return Mention(v, subject), "gesture"
        return (self.history[-1][1], "alone") if self.history else (None, "alone")

    def _announced(self, index: int) -> Items | None:
        """The person named last before a colon that ends a statement: the remarks of Smith|:."""
        unit = self.page.unit(index)
        if unit.low[-1] != ":":
            return None
        for i in range(len(unit) - 2, max(-1, len(unit) - 12), -1):
            if unit.label(i) == "PERSON":
                return (unit.name_start(i), i + 1)
        return None

    def _other(self, asker: Mention) -> Mention | None:
        """Who spoke before the one who asked, if that was not long ago and somebody else."""
        words = self._words(asker)
        for index, mention, _ in reversed(self.history[-4:]):
            if asker.unit - index > LOOK_BACK:
                break
            if self._words(mention) != words:
                return mention
        return None

    def _words(self, mention: Mention) -> str:
        unit = self.page.unit(mention.unit)
        return " ".join(unit.low[mention.items[0] : mention.items[1]])

    def _person(self, unit: Unit, end: int | None) -> Items | None:
        """The subject of a statement, if it is a person."""
        if unit.alone:
            return None
        found = main_subject(unit, end)
        if found is None:
            return None
        word = unit.low[found[0]]
        if unit.label(found[0]) == "PERSON" and unit.name_end(found[0]) == found[1]:
            return found
        return found if word in HE or word in SHE else None
