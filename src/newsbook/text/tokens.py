r"""Tokens: the smallest pieces of an article, which every later layer counts in.

`tokenise` is the house tokeniser: one long pattern with a comment beside each line, run once over
the text as it stands. It follows the guideline that the gold follows (``seeds/GUIDELINES.md``):
clitics in the manner of the Penn Treebank (Marcus, Santorini and Marcinkiewicz 1993) whatever the
apostrophe, hyphens inside a word join, quote marks are tokens of their own.

What it leaves out: languages without spaces between words (a run of Chinese is one token); dots
that only meaning can place (``B.`` stays whole in "Plan B. The minister", since "George B. Smith"
needs it to); and a right single quote that may be an apostrophe or the end of a quotation (a letter
after it makes it an apostrophe).

Every function gives `Span` lists that are in order and disjoint, and none changes the text.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from functools import cache

from newsbook.errors import BadInput, WrongType, kind_of, want_text
from newsbook.spans import Span
from newsbook.text.abbreviations import ABBREVIATIONS, BEFORE_A_NUMBER

__all__ = [
    "TOKEN_PARTS",
    "TOKEN_PATTERN",
    "pattern_tokens",
    "split_tokens",
    "tokenise",
]

#: The house pattern, in verbose form. A name between @ signs stands for a part in `TOKEN_PARTS`.
#: The first line that matches wins, so their order is the order of the decisions. Quantifiers that
#: end in ``+`` (``++``, ``*+``) never give back what they took, and the look-behinds let an address
#: begin only where a run begins: that keeps the work in proportion to the length of the text.
TOKEN_PATTERN = r"""
  # 0. What most tokens are, so that nothing below need be asked: letters, then a space or a comma.
    [a-zA-Z]++ (?=[ ,\n])

  # 1. Addresses, before their dots and slashes can be taken for punctuation. They end on a letter,
  #    a figure or a slash, so that a comma or bracket behind one stays outside.
  | (?<!\w) (?: (?:https?|ftp):// | www\. ) [^\s<>"“”‘’«»]* [\w/]     # https://nato.int/a?b=1
  | (?<![\w.+-]) \w [\w.+-]*+ @ [\w-]++ (?: \.[\w-]++ )++             # press@hq.nato.int
  | (?<![\w.-]) (?: [a-zA-Z0-9][a-zA-Z0-9-]*+ \. )+                   # bbc.co.uk/news
    (?:com|org|net|int|gov|edu|info|eu|uk|kr|jp) (?![\w-]) (?: / [^\s<>"“”‘’«»]* [\w/] )?
  | (?<![\w@#]) [@#] \w (?: \w | @GLUE@ )*+                           # @NATO  #Seoul

  # 2. Emoji as a reader counts them: two letters make a flag, and joiners make one face of many.
  | [\U0001F1E6-\U0001F1FF]{2}
  | [0-9\#*] \uFE0F? \u20E3
  | @EMOJI@ (?: (?<=\u200D) @EMOJI@ )*+

  # 3. Clitics: what is left of not, is, have, would after a word. Not behind an opening quote.
  | (?<=\w) @NOT@                                                     # do|n’t
  | (?<= [^\s(\[{“‘«] ) @CLITIC@                                      # it|’s
  | (?<!\S) ['’‘] \d0s (?!\w)                                         # ’90s

  # 4. Dots that belong to their word.
  | (?: @LETTER@ \. )++ @LETTER@ (?![\w.])                            # the U.S troops
  | @DOTTED@ (?: [-‐‑] (?: @DOTTED@ | @PIECE@ ) )*+                   # U.S.  p.m.  U.S.-led  Mr.
  | @CAPITAL@ \. (?: -@CAPITAL@\. )*+ (?= \s?\w | , )                 # N.|Korean  J.-P. Raffarin
  | (?= [a-zA-Z]{1,4} \. ) (?: @FIGURES@ ) \. (?= \s?\d )             # No. 5, but: he said no.
  | @LETTER@{1,12}+ \. (?=,)                                          # a dot before a comma

  # 5. Words and numbers, with the hyphens, apostrophes and separators inside them.
  | (?<![\w.]) \. \d++                                                # .5
  | @PIECE@ (?: [-‐‑&] @PIECE@ )*+                                    # rules-based  AT&T  1,200

  # 6. Marks of several characters, then any other character by itself.
  | \.{2,}+ | -{2,}+ | '' | ``
  | \S @GLUE@*+
"""

#: What the names in `TOKEN_PATTERN` stand for; ``@GLUE@``, which is long, is made when first used.
TOKEN_PARTS: dict[str, str] = {
    # A word, or a part of one between hyphens. A dot, comma, colon or slash joins two figures; an
    # apostrophe joins two letters unless a clitic starts there; n first asks whether n’t does.
    "PIECE": r"""\w (?: [^\WnN]++ | (?!@NOT@) [nN] | (?!@CLITIC@) ['’] (?=\w)
                      | (?<=\d) [.,:/·] (?=\d) | @GLUE@ )*+""",
    "NOT": r"(?: (?i:n['’]t) @END@ )",
    "CLITIC": r"(?: ['’] (?i:s|re|ve|ll|d|m) @END@ )",
    # A clitic ends its word: who’s-who and can’t-miss are one token each.
    "END": r"(?! \w | [-‐‑]\w )",
    "DOTTED": r"(?: (?: @LETTER@ \. ){2,}+ | (?= [a-zA-Z]{1,8} \. ) (?: @WORDS@ ) \. )",
    "LETTER": r"[^\W\d_]",
    "CAPITAL": r"[A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŚŞŠŹŻŽΑ-ΩА-Я]",
    # Arrows to dingbats, and the emoji planes; with selectors, skin tones and joiners behind.
    "EMOJI": r"""[\u2190-\u2BFF\u3030\u303D\U0001F000-\U0001FAFF]
                 (?: @GLUE@ | [\U0001F3FB-\U0001F3FF] )*+""",
    "WORDS": "|".join(sorted(ABBREVIATIONS)),
    "FIGURES": "|".join(sorted(BEFORE_A_NUMBER)),
}


def tokenise(text: str) -> list[Span]:
    """Cut a text into tokens with the house tokeniser.

    White space separates and is in no token; every other character is in exactly one. Never raises,
    whatever the Unicode, and takes time in proportion to the length of the text.

    Args:
        text: Any text.

    Returns:
        The tokens, in order and disjoint, with empty labels.

    Example:
        >>> from newsbook.spans import words
        >>> text = "It’s a ‘rules-based’ order, Mr. Yoon says."
        >>> words(text, tokenise(text))
        ['It', '’s', 'a', '‘', 'rules-based', '’', 'order', ',', 'Mr.', 'Yoon', 'says', '.']
    """
    want_text(text, "tokenise")
    # What follows the last token is left out: it would be searched from each of its spaces.
    end = len(text.rstrip())
    return [Span(*match.span(1)) for match in _scanner().finditer(text, 0, end)]


def split_tokens(text: str) -> list[Span]:
    """What ``text.split()`` finds, with its places: the stretches between white space.

    Example:
        >>> split_tokens("Seoul: NATO")
        [Span(start=0, end=6, label=''), Span(start=7, end=11, label='')]
    """
    want_text(text, "split_tokens")
    return [Span(*match.span()) for match in re.finditer(r"\S+", text)]


def pattern_tokens(pattern: str, text: str) -> list[Span]:
    r"""Every match of a regular expression, as a token: the learner's own tokeniser.

    A match of no characters is not a token and is skipped: ``\w*`` finds many.

    Args:
        pattern: A regular expression in Python's syntax.
        text: The text to look in.

    Raises:
        BadInput: The pattern is not a regular expression; the message says why and where.

    Example:
        >>> pattern_tokens(r"\w+|[^\w\s]", "It’s.")  # doctest: +NORMALIZE_WHITESPACE
        [Span(start=0, end=2, label=''), Span(start=2, end=3, label=''),
         Span(start=3, end=4, label=''), Span(start=4, end=5, label='')]
        >>> pattern_tokens(r"*s", "It’s.")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        newsbook.errors.BadInput: the pattern *s is not a regular expression: nothing to...
    """
    if not isinstance(pattern, str):
        raise WrongType(f"pattern_tokens needs a pattern (a string), not {kind_of(pattern)}.")
    want_text(text, "pattern_tokens")
    try:
        # Python warns of "[[" because its meaning may change one day; no concern of a learner's.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            compiled = re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        reason = str(error)
        raise BadInput(f"the pattern {pattern} is not a regular expression: {reason}") from None
    return [Span(*m.span()) for m in compiled.finditer(text) if m.end() > m.start()]


@cache
def _scanner() -> re.Pattern[str]:
    """The house pattern with its parts put in; made once, when first used."""
    pattern = TOKEN_PATTERN
    parts = TOKEN_PARTS | {"GLUE": _glue()}
    # Parts stand in parts, so go round until no name is left; none stands in itself.
    while names := set(re.findall(r"@([A-Z]+)@", pattern)):
        for name in names:
            pattern = pattern.replace(f"@{name}@", f"(?:{parts[name]})")
    # Spaces are stepped over in one go; asking the pattern at each takes as long as the words do.
    return re.compile(rf"\s*+ ({pattern})", re.VERBOSE)


#: Where Unicode keeps its combining marks and format characters. Looking only here takes a quarter
#: of the time that a walk through all of Unicode does; a test walks it all and finds no other.
_GLUE_BLOCKS = (
    range(0xAD, 0x3100),
    range(0xA660, 0xAC00),
    range(0xFB00, 0x10000),
    range(0x10100, 0x12000),
    range(0x13400, 0x13500),
    range(0x16A00, 0x17000),
    range(0x1B000, 0x1F000),
    range(0xE0000, 0xE0200),
)


def _glue() -> str:
    r"""A pattern for one character that clings to the one before it.

    Combining marks (an accent typed after its letter), variation selectors, joiners, soft hyphens,
    direction marks: Python's ``\w`` knows none of them, so ``\w+`` would cut through words.
    """
    ranges: list[list[int]] = []
    for block in _GLUE_BLOCKS:
        for code in block:
            if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me", "Cf"):
                if ranges and ranges[-1][1] == code - 1:
                    ranges[-1][1] = code
                else:
                    ranges.append([code, code])
    inside = "".join(f"\\U{first:08X}-\\U{last:08X}" for first, last in ranges)
    # Most characters that get asked are ASCII; the first half turns those away at once.
    return rf"(?![\x00-\xAC])[{inside}]"
