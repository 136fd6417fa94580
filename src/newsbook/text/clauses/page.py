"""A page: an article's words, cut into units in which each quoted piece is a single item.

“I heard a bang. Then another,” said Tina Morales. is two sentences for the splitter; for one who
asks who spoke it is one statement: [piece] said Tina Morales. Such a statement is a `Unit`. All
later steps read units, so no word that stands between quotation marks can be taken for a tag.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from newsbook.spans import Span
from newsbook.text.clauses.words import DAYS, PIECE, is_adverb, is_verb_like
from newsbook.text.quotations import quoted_pieces, within_marks
from newsbook.text.reading import is_furniture, reading_paragraphs
from newsbook.text.sentences import split_sentences
from newsbook.text.tokens import tokenise

__all__ = ["Page", "Unit", "names_of", "open_page"]


class Unit:
    """A statement of the page: a run of items, each a token outside of quotation marks or a piece.

    Attributes:
        index: Which unit of the page it is.
        paragraph: Which paragraph it stands in.
        items: For each item the token's index on the page, or ``-1 - p`` for piece number p.
        words: For each item its word; `PIECE` for a piece.
        low: The words in small letters.
        names: For each item the index of the entity it belongs to, or -1.
        alone: Whether there is nothing but pieces and marks: a quote that is a sentence by itself.
    """

    __slots__ = ("alone", "index", "items", "low", "names", "page", "paragraph", "words")

    def __init__(self, page: Page, index: int, items: list[int], paragraph: int) -> None:
        self.page = page
        self.index = index
        self.paragraph = paragraph
        self.items = items
        words, names = page.words, page.entity_at
        self.words = [words[i] if i >= 0 else PIECE for i in items]
        self.low = [word.lower() for word in self.words]
        self.names = [names[i] if i >= 0 else -1 for i in items]
        self.alone = not any(i >= 0 and words[i][0].isalnum() for i in items)

    def __len__(self) -> int:
        return len(self.items)

    def label(self, k: int) -> str:
        """The entity label of item k, or nothing; a day is a date whether it is marked or not."""
        name = self.names[k]
        if name >= 0:
            return self.page.entities[name].label
        return "DATE" if self.low[k] in DAYS else ""

    def name_start(self, k: int) -> int:
        """The first item of the entity that item k belongs to."""
        while k > 0 and self.names[k - 1] == self.names[k]:
            k -= 1
        return k

    def name_end(self, k: int) -> int:
        """The item after the last one of the entity that item k belongs to."""
        name, k = self.names[k], k + 1
        while k < len(self.names) and self.names[k] == name:
            k += 1
        return k

    def span(self, start: int, end: int) -> Span:
        """The text from item `start` up to, not including, item `end`."""
        return Span(self.start_of(start), self.end_of(end - 1))

    def start_of(self, k: int) -> int:
        """Where item k starts in the text."""
        item = self.items[k]
        return self.page.tokens[item].start if item >= 0 else self.page.pieces[-1 - item].start

    def end_of(self, k: int) -> int:
        """Where item k ends in the text."""
        item = self.items[k]
        return self.page.tokens[item].end if item >= 0 else self.page.pieces[-1 - item].end

    def ends_with_comma(self, k: int) -> bool:
        """Whether item k is a piece with a comma before its closing mark."""
        return self.items[k] < 0 and self.last_inside(k) == ","

    def is_adverb(self, k: int) -> bool:
        """Whether item k is an adverb and no name: not |Kelly, not |Italy."""
        return self.names[k] < 0 and is_adverb(self.low[k]) and not self._is_large(k)

    def is_verb_like(self, k: int) -> bool:
        """Whether item k looks like a finite verb and is no name: not |Reed, not |Ahmed."""
        return self.names[k] < 0 and is_verb_like(self.low[k]) and not self._is_large(k)

    def _is_large(self, k: int) -> bool:
        """Whether item k has a capital that its place does not ask for: Attorney General |Will."""
        headline = self.paragraph == 0 and self.low[-1] not in (".", "?", "!")
        return k > 0 and self.words[k][0].isupper() and self.items[k - 1] >= 0 and not headline

    def last_inside(self, k: int) -> str:
        """The last character of the piece that item k is, before its closing mark."""
        return within_marks(self.page.pieces[-1 - self.items[k]].of(self.page.text))[-1:]

    def piece(self, k: int) -> int:
        """The number of the piece that item k is, or -1."""
        item = self.items[k]
        return -1 - item if item < 0 else -1


class Page:
    """What the quote steps look up of a text again and again, made once. See `open_page`.

    Attributes:
        text: The untouched text.
        tokens: Its tokens.
        words: Their words.
        entities: Its names, in order and disjoint.
        pieces: Its quoted pieces, in order and disjoint, but for nicknames.
        nicknames: Pieces inside a person's name: Anthony “Tony” Russo.
        furniture: Whether something was left out that a page says around its article.
        entity_at: For each token the index of its entity, or -1.
        piece_at: For each token the index of its piece, or -1.
        unit_starts: The token that each unit begins with.
        unit_paragraphs: The paragraph that each unit stands in.
        paragraph_units: The first unit of each paragraph.
    """

    def __init__(
        self,
        text: str,
        tokens: Sequence[Span],
        sentences: Sequence[Span],
        paragraphs: Sequence[Span],
        entities: Sequence[Span],
        pieces: Sequence[Span],
        nicknames: Sequence[Span] = (),
        *,
        furniture: bool = False,
    ) -> None:
        self.text = text
        self.furniture = furniture
        self.tokens = tokens
        self.words = [text[token.start : token.end] for token in tokens]
        self.starts = [token.start for token in tokens]
        self.entities = entities
        self.pieces = pieces
        self.nicknames = nicknames
        self.entity_at = _where(self.starts, entities)
        self.piece_at = _where(self.starts, pieces)
        self.unit_starts, self.unit_paragraphs = self._cut(sentences, paragraphs)
        self.paragraph_units: list[int] = []
        for index, paragraph in enumerate(self.unit_paragraphs):
            if paragraph >= len(self.paragraph_units):
                self.paragraph_units.append(index)
        self._units: dict[int, Unit] = {}

    def _cut(
        self, sentences: Sequence[Span], paragraphs: Sequence[Span]
    ) -> tuple[list[int], list[int]]:
        """Where units begin: with sentences and paragraphs, but not inside of a piece."""
        new = {bisect_left(self.starts, span.start) for span in paragraphs}
        cuts = sorted(new | {bisect_left(self.starts, s.start) for s in sentences} | {0})
        starts, where = [], []
        paragraph = -1
        piece_at = self.piece_at
        for k in cuts:
            paragraph += k in new
            inside = 0 < k < len(piece_at) and piece_at[k] >= 0 and piece_at[k] == piece_at[k - 1]
            # No sentence begins with a small letter: "(D-Mont.) |said" is the splitter's mistake.
            small = 0 < k < len(self.words) and self.words[k].islower()
            if k < len(self.tokens) and not ((inside or small) and k not in new):
                starts.append(k)
                where.append(max(paragraph, 0))
        return starts, where

    def unit_of(self, token: int) -> int:
        """The index of the unit that a token stands in."""
        at = bisect_left(self.unit_starts, token + 1) - 1
        return max(at, 0)

    def token_at(self, offset: int) -> int:
        """The first token that starts at an offset or after it."""
        return bisect_left(self.starts, offset)

    def unit(self, index: int) -> Unit:
        """The unit of that index, made when first asked for."""
        unit = self._units.get(index)
        if unit is None:
            begin = self.unit_starts[index]
            last = index + 1 == len(self.unit_starts)
            end = len(self.tokens) if last else self.unit_starts[index + 1]
            pieces = enumerate(self.piece_at[begin:end], begin)
            items = [i if piece < 0 else -1 - piece for i, piece in pieces]
            # The tokens of a piece are one item.
            items = list(dict.fromkeys(items))
            unit = Unit(self, index, items, self.unit_paragraphs[index])
            self._units[index] = unit
        return unit


def open_page(
    text: str,
    entities: Sequence[Span] = (),
    tokens: Sequence[Span] | None = None,
    sentences: Sequence[Span] | None = None,
    pieces: Sequence[Span] | None = None,
) -> Page:
    """Look a text over for the quote steps.

    Args:
        text: Any text.
        entities: Its names; of two that overlap the first counts.
        tokens: Its tokens, or None to make them with `tokenise`.
        sentences: Its sentences, or None to make them with `split_sentences`.
        pieces: Its quoted pieces, or None to make them with `quoted_pieces`.

    Example:
        >>> page = open_page("“I fell. Twice,” said Tina. She laughed.", [Span(22, 26, "PERSON")])
        >>> page.unit(0).words
        ['“”', 'said', 'Tina', '.']
    """
    tokens = tokenise(text) if tokens is None else tokens
    sentences = split_sentences(text, tokens) if sentences is None else sentences
    paragraphs = reading_paragraphs(text)
    furniture = [span for span in paragraphs if is_furniture(span.of(text))]
    if furniture:
        # What the page says between the paragraphs speaks for nobody.
        tokens, sentences = _outside(tokens, furniture), _outside(sentences, furniture)
        entities, paragraphs = _outside(entities, furniture), _outside(paragraphs, furniture)
    pieces = quoted_pieces(text, paragraphs) if pieces is None else pieces
    names, nicknames = names_of(text, entities, pieces)
    spoken = [piece for piece in pieces if piece not in nicknames]
    marks = sorted(nicknames)
    return Page(
        text, tokens, sentences, paragraphs, names, spoken, marks, furniture=bool(furniture)
    )


def names_of(
    text: str, entities: Sequence[Span], pieces: Sequence[Span]
) -> tuple[list[Span], set[Span]]:
    """The entities as the quote steps take them, in order and disjoint; and nicknames in marks.

    Example:
        >>> text = "Anthony “Tony” Russo"
        >>> names_of(text, [Span(0, 7, "PERSON"), Span(15, 20, "PERSON")], [Span(8, 14)])
        ([Span(start=0, end=20, label='PERSON')], {Span(start=8, end=14, label='')})
    """
    names: list[Span] = []
    ends: list[int] | None = None
    for entity in sorted(entities):
        if "\n" in text[entity.start : entity.end]:
            # No name goes on in the next paragraph.
            if ends is None:
                ends = [span.end for span in reading_paragraphs(text)]
            k = bisect_right(ends, entity.start)
            cut = ends[k] if k < len(ends) else entity.end
            if entity.start < cut < entity.end:
                entity = Span(entity.start, cut, entity.label)
        if not names or entity.start >= names[-1].end:
            names.append(entity)
    whole = [_whole(text, name, pieces) for name in names]
    return _with_nicknames(text, [name for name in whole if name is not None], pieces)


_HEADLINE_VERB = re.compile(
    r"(?:Says?|Tells?|Calls?|Warns?|Vows?|Slams?|Blasts?|Urges?|Asks?|Denies|Claims|Admits)\b"
)


#: Letters behind a name that are no part of it.
_AFTER_A_NAME = re.compile(
    r",? (?:QC|KC|SC|BL|MP|MEP|MSP|MLA|TD|OBE|CBE|MBE|Ph\.?D|MD|M\.D|Esq)\.?\Z"
)


def _whole(text: str, name: Span, pieces: Sequence[Span]) -> Span | None:
    """A name without what a tagger took in by mistake: a closing mark, the verb of a headline.

    *The |Anvil” Kessler| ran*; *‘Never,’ Governor |Says|*.
    """
    k = bisect_right(pieces, name.start, key=lambda piece: piece.start) - 1
    if k >= 0 and name.start < pieces[k].end < name.end:
        start = pieces[k].end
        start += len(text[start : name.end]) - len(text[start : name.end].lstrip())
        return Span(min(start, name.end - 1), name.end, name.label)
    if name.label == "PERSON":
        letters = _AFTER_A_NAME.search(text, name.start, name.end)
        if letters is not None and letters.start() > name.start:
            return Span(name.start, letters.start(), name.label)
        for verb in _HEADLINE_VERB.finditer(text, name.start, name.end):
            if name.start == verb.start() and name.end == verb.end():
                return None
            if name.start < verb.start() and text[verb.start() - 1] == " ":
                return Span(name.start, verb.start() - 1, name.label)
    return name


def _with_nicknames(
    text: str, names: list[Span], pieces: Sequence[Span]
) -> tuple[list[Span], set[Span]]:
    """Make Anthony |“Tony”| Russo one name, and say which pieces are nicknames inside of names."""
    starts = [name.start for name in names]
    nicknames: set[Span] = set()
    joined: dict[int, Span] = {}
    for piece in pieces:
        inner = within_marks(piece.of(text))
        if len(piece) > 30 or not (inner[:1].isupper() and inner[-1:].isalnum()):
            continue
        k = bisect_left(starts, piece.start) - 1
        if k < 0:
            continue
        before = names[k]
        if before.end >= piece.end:
            nicknames.add(piece)
        elif before.label == "PERSON" and text[before.end : piece.start] == " ":
            inside = bisect_left(starts, piece.end)
            after = names[inside] if inside < len(names) else None
            if after and after.label == "PERSON" and text[piece.end : after.start] == " ":
                nicknames.add(piece)
                joined[k] = Span(before.start, after.end, "PERSON")
    merged: list[Span] = []
    for k, name in enumerate(names):
        span = joined.get(k, name)
        if not merged or span.start >= merged[-1].end:
            merged.append(span)
    return merged, nicknames


def _outside(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The spans that start in none of the others, which are in order and disjoint."""
    starts = [span.start for span in others]
    kept = []
    for span in spans:
        k = bisect_right(starts, span.start) - 1
        if k < 0 or span.start >= others[k].end:
            kept.append(span)
    return kept


def _where(starts: Sequence[int], spans: Sequence[Span]) -> list[int]:
    """For each token the index of the span that it starts in, or -1."""
    where = [-1] * len(starts)
    for index, span in enumerate(spans):
        first = bisect_left(starts, span.start)
        last = bisect_left(starts, span.end, first)
        where[first:last] = [index] * (last - first)
    return where
