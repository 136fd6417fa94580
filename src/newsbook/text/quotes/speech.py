"""Said, or only in marks? Scare quotes, titles and nicknames told apart from speech.

A piece that a cue governs is said (`naming` is the exception). For the others only their looks and
their neighbours are left; each question below is one that a reader could ask.
"""

from __future__ import annotations

import re

from newsbook.text.abbreviations import word_set
from newsbook.text.clauses.page import Unit
from newsbook.text.clauses.phrases import Items
from newsbook.text.clauses.words import CLITICS, DETERMINERS, HE, PIECE, PREPOSITIONS, SHE
from newsbook.text.quotations import within_marks
from newsbook.text.quotes.governing import is_modifier, speech_noun
from newsbook.text.quotes.sayings import Saying

__all__ = ["is_mere_name", "is_said", "looks_like_title", "naming", "words_of"]

#: Words before a piece that make it a name or a word talked about.
_NAMING = word_set(
    """
    called titled entitled named nicknamed dubbed termed labeled labelled so-called known as
    word words phrase term song album book novel film movie show series play episode podcast
    memoir essay article paper poem single hit track documentary musical magazine nickname name
    slogan title hashtag poster sitcom drama
    """
)
_WORKS = word_set(
    """
    song album book novel film movie show series play episode podcast memoir essay article poem
    single track documentary musical magazine called titled entitled
    """
)
_WORD = re.compile(r"\w[\w’'‘-]*")
#: What a programme or a paper may stand behind, and hardly ever speech.
_WHERE = frozenset({"on", "with", "for", "from", "in"})
_SMALL = word_set("a an the of for and or in on at to with from by but nor as is it vs v")


def words_of(piece: str) -> list[str]:
    """The words of a piece, without marks.

    Example:
        >>> words_of("“It’s late,”")
        ['It’s', 'late']
    """
    return _WORD.findall(piece)


def looks_like_title(piece: str) -> bool:
    """Whether every longer word is large, as in the title of a song: “Rich Till Supper”.

    Example:
        >>> looks_like_title("“Rich Till Supper,”"), looks_like_title("“Nobody was hurt.”")
        (True, False)
    """
    words = words_of(piece)
    long = [word for word in words if word.lower() not in _SMALL]
    return (
        len(words) > 1
        and words[0][:1].isupper()
        and all(word[:1].isupper() or word[:1].isdigit() for word in long)
        and len(long) > 1
        and not (within_marks(piece).endswith((".", "?", "!")) and len(words) < 4 and "," in piece)
    )


def naming(unit: Unit, k: int, saying: Saying) -> bool:
    """Whether a label is a name in use: the man whom sailors call |“the Admiral”|.

    A judgement has an object before it (*called the plan “a mess”*), or *what* (*what he called “a
    mess”*).
    """
    if saying.does != "label" or saying.cue is None:
        return False
    low = unit.low
    first = low[saying.cue[0]]
    if not first.startswith(("call", "dub", "term", "label", "brand", "name")):
        return False
    piece = unit.page.pieces[unit.piece(k)].of(unit.page.text)
    if saying.order == "PASSIVE":
        brief = len(words_of(piece)) < 4 or looks_like_title(piece)
        return saying.speaker is None and brief
    between = [word for word in low[saying.cue[1] : k] if word not in ("the", "a", "an")]
    start = saying.speaker[0] if saying.speaker is not None else saying.cue[0]
    what = "what" in low[max(0, start - 2) : start]
    if first.startswith(("dub", "nicknam")) and "whom" in low[max(0, start - 2) : start]:
        return True
    somebody = unit.label(start) == "PERSON" or low[start] in HE or low[start] in SHE
    inner = within_marks(piece)
    # … that sailors call “rollers”, called “the Admiral”; but: a move that unions called “cruel”.
    name = first in ("call", "calls") or inner[:1].isupper() or inner.startswith("the ")
    return name and not between and not what and not somebody


def is_mere_name(unit: Unit, k: int, saying: Saying) -> bool:
    """Whether a piece in a report is a title after its kind: his memoir, |‘Chalk and Bread’|."""
    low = unit.low
    page = unit.page
    piece = page.pieces[unit.piece(k)].of(page.text)
    near = [word for word in low[max(0, k - 3) : k] if word not in (",", "the", "a")]
    direct = saying.cue is not None and saying.cue[1] in (k, k - 1)
    if saying.cue is not None and saying.cue[1] == k and looks_like_title(piece):
        # She sang “Moon River”: the name of a song, not what she sang. But: a sign read “Keep Out”.
        made = low[saying.cue[0]] in ("sang", "sings", "sing", "sung", "wrote", "writes", "read")
        return made and saying.speaker is not None and _is_person(unit, saying.speaker)
    if (
        (low[k - 1] in _WHERE or low[k - 1] in CLITICS)
        and k > 1
        and unit.paragraph
        and looks_like_title(piece)
    ):
        # said on |“Good Day Tulsa”|, in an interview with |“Good Day Tulsa,”| Smith said he …
        return True
    if saying.order == "VS" and saying.tag[1] < k and near and near[-1] not in (":", PIECE):
        return looks_like_title(piece) and low[0] == PIECE
    if saying.order == "VS" or direct or not near:
        return False
    if near[-1] in ("word", "term", "phrase") and not (
        saying.cue and "word" in low[slice(*saying.cue)]
    ):
        return saying.does in ("report", "tell")
    return looks_like_title(piece) and (
        near[-1] in _WORKS or low[k - 1] in ("contains", "of", "include")
    )


def _is_person(unit: Unit, items: Items) -> bool:
    word = unit.low[items[0]]
    return unit.label(items[0]) == "PERSON" or word in HE or word in SHE


def is_said(unit: Unit, k: int) -> bool:
    """Whether a piece that no cue governs is speech all the same."""
    page = unit.page
    piece = page.pieces[unit.piece(k)].of(page.text)
    low = unit.low
    words = words_of(piece)
    if not words:
        return False
    if unit.alone:
        whole = within_marks(piece).endswith((".", "?", "!", "…", "—", ",")) or len(words) > 3
        return whole or len(unit.low) == 1
    before = low[k - 1] if k else ""
    near = low[max(0, k - 3) : k]
    if any(word in _NAMING for word in near) and (len(words) < 8 or looks_like_title(piece)):
        return False
    if before == ":" and (within_marks(piece).endswith((".", "?", "!")) or k == len(low) - 1):
        return True
    if low[k + 1 : k + 2] == [":"]:
        return True
    if looks_like_title(piece) or (len(words) < 8 and is_modifier(unit, k)):
        return False
    if speech_noun(unit, k):
        return True
    if before == "(" and low[k + 1 : k + 2] == [")"]:
        return len(words) > 2  # Smith (|“Call me Bo”|) has a laugh …
    large = words[0][:1].isupper()
    if k == 0 and len(words) > 1 and within_marks(piece).endswith(","):
        return True
    if large and len(words) > 2 and within_marks(piece).endswith(("!", "?")):
        return True
    ended = within_marks(piece).endswith((".", "?", "!"))
    last = all(not word[:1].isalnum() and word != PIECE for word in low[k + 1 : k + 30])
    if large and ended and len(words) > 2 and (k == 0 or last or before in (",", PIECE)):
        return True
    sentence_like = sum(word[:1].islower() and word not in _SMALL for word in words) > 1
    if large and len(words) < 8 and not (ended and last) and not (sentence_like and len(words) > 3):
        return False
    if before in DETERMINERS and len(words) < 4:
        return False
    if before in PREPOSITIONS and len(words) < 4:
        return False
    return len(words) > 3
