"""Slips: the ways in which a quote is often marked wrongly, whatever the article.

A slip recognises itself in an answer that is held beside the gold quote it was meant for, and can
make an example of itself from a gold quote. The gold is never in what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from newsbook.articles import Quote
from newsbook.exercises.quote_form import nearest
from newsbook.spans import Span, cover
from newsbook.text.quotations import kind_by_marks, pieces_in, quotations

__all__ = ["SLIPS", "Scene", "Slip"]

_MARKS = "“”„‟‘’‚‛«»‹›「」『』\"'"
_NEAR = 160  # code points between two quotes that one could take for one


@dataclass(frozen=True)
class Scene:
    """What a slip looks at besides the two quotes.

    Args:
        text: The article's text.
        gold: All its quotes, in order.
        names: The names that can be chosen.
    """

    text: str
    gold: tuple[Quote, ...]
    names: tuple[str, ...]

    @cached_property
    def marked(self) -> list[Span]:
        """What stands between quotation marks."""
        return quotations(self.text)

    def with_content(self, quote: Quote, content: Span) -> Quote:
        """The quote with another content, its pieces and kind by the marks in it."""
        pieces = pieces_in(content, self.marked)
        kind = kind_by_marks(self.text, content, pieces)
        return replace(quote, content=content, pieces=pieces, kind=kind)

    def neighbours(self, quote: Quote) -> list[Quote]:
        """The gold quotes after and before one."""
        at = self.gold.index(quote)
        return [*self.gold[at + 1 : at + 2], *self.gold[max(0, at - 1) : at]]


@dataclass(frozen=True)
class Slip:
    """One kind of mistake.

    Args:
        name: A few words for the instructor's statistics.
        part: The part of a quote that it is in.
        says: What to tell a learner.
        caught: (scene, gold quote, the learner's) → whether this is the mistake.
        example: (scene, gold quote) → the same quote with the mistake in it, if it can have it.
    """

    name: str
    part: str
    says: str
    caught: Callable[[Scene, Quote, Quote], bool]
    example: Callable[[Scene, Quote], Quote | None]


# -- content


def _between(scene: Scene, gold: Quote, answer: Quote) -> tuple[str, str]:
    """What the learner's content leaves out of the gold's at its two ends."""
    a, g = answer.content, gold.content
    return scene.text[g.start : a.start], scene.text[a.end : g.end]


def _marks_left_out(scene: Scene, gold: Quote, answer: Quote) -> bool:
    left = "".join(_between(scene, gold, answer))
    inside = gold.content.contains(answer.content)
    return inside and any(c in _MARKS for c in left) and all(c in _MARKS + ".,!?" for c in left)


def _without_marks(scene: Scene, gold: Quote) -> Quote | None:
    if gold.kind != "direct" or len(gold.content) < 4:
        return None
    return scene.with_content(gold, Span(gold.content.start + 1, gold.content.end - 1))


def _only_a_piece(scene: Scene, gold: Quote, answer: Quote) -> bool:
    return gold.kind == "mixed" and any(p.contains(answer.content) for p in gold.pieces)


def _first_piece(scene: Scene, gold: Quote) -> Quote | None:
    return scene.with_content(gold, gold.pieces[0]) if gold.kind == "mixed" else None


def _two_in_one(scene: Scene, gold: Quote, answer: Quote) -> bool:
    return sum(quote.content.overlap(answer.content) > 0 for quote in scene.gold) > 1


def _with_the_next(scene: Scene, gold: Quote) -> Quote | None:
    for other in scene.neighbours(gold):
        gap = other.content.start - gold.content.end
        if 0 < gap < _NEAR and "\n" not in scene.text[gold.content.end : other.content.start]:
            return scene.with_content(gold, cover([gold.content, other.content]))
    return None


def _cue_taken_in(scene: Scene, gold: Quote, answer: Quote) -> bool:
    return any(
        span is not None and answer.content.overlap(span) > 0
        for span in (gold.cue, gold.speaker, answer.cue)
    )


def _with_the_cue(scene: Scene, gold: Quote) -> Quote | None:
    if gold.cue is None or abs(gold.cue.start - gold.content.start) > len(gold.content) + _NEAR:
        return None
    return scene.with_content(gold, cover([gold.cue, gold.content]))


def _that_taken_in(scene: Scene, gold: Quote, answer: Quote) -> bool:
    before = scene.text[answer.content.start : gold.content.start]
    return before.strip().lower() == "that" and answer.content.end == gold.content.end


def _with_that(scene: Scene, gold: Quote) -> Quote | None:
    start = gold.content.start - len("that ")
    if start < 0 or scene.text[start : gold.content.start] != "that ":
        return None
    return scene.with_content(gold, Span(start, gold.content.end))


def _dot_taken_in(scene: Scene, gold: Quote, answer: Quote) -> bool:
    after = scene.text[gold.content.end : answer.content.end].strip()
    return answer.content.start == gold.content.start and after in (".", ",", ";")


def _with_the_dot(scene: Scene, gold: Quote) -> Quote | None:
    end = gold.content.end
    if scene.text[end : end + 1] != ".":
        return None
    return scene.with_content(gold, Span(gold.content.start, end + 1))


# -- cue and speaker


def _more_than(part: str) -> Callable[[Scene, Quote, Quote], bool]:
    def caught(scene: Scene, gold: Quote, answer: Quote) -> bool:
        right, given = getattr(gold, part), getattr(answer, part)
        return bool(right and given and given.contains(right) and not right.same_place(given))

    return caught


def _cue_and_speaker(scene: Scene, gold: Quote) -> Quote | None:
    if gold.cue is None or gold.speaker is None:
        return None
    both = cover([gold.cue, gold.speaker])
    return replace(gold, cue=both) if len(both) <= len(gold.cue) + len(gold.speaker) + 1 else None


def _with_a_title(scene: Scene, gold: Quote) -> Quote | None:
    """The speaker with the word before, where that is written as titles are."""
    if gold.speaker is None:
        return None
    line = scene.text[: gold.speaker.start].split("\n")[-1]
    word = line.split()[-1] if line.endswith(" ") and line.split() else ""
    if not word.rstrip(".").isalpha() or not word[0].isupper():
        return None
    return replace(gold, speaker=Span(gold.speaker.start - len(word) - 1, gold.speaker.end))


def _less_than_speaker(scene: Scene, gold: Quote, answer: Quote) -> bool:
    right, given = gold.speaker, answer.speaker
    return bool(right and given and right.contains(given) and not right.same_place(given))


def _last_word(scene: Scene, gold: Quote) -> Quote | None:
    if gold.speaker is None or " " not in gold.speaker.of(scene.text):
        return None
    word = gold.speaker.of(scene.text).split()[-1]
    return replace(gold, speaker=Span(gold.speaker.end - len(word), gold.speaker.end))


def _speaker_spoken_of(scene: Scene, gold: Quote, answer: Quote) -> bool:
    return answer.speaker is not None and answer.speaker.overlap(gold.content) > 0


def _a_name_in_it(scene: Scene, gold: Quote) -> Quote | None:
    for name in _spoken_of(scene, gold):
        return replace(gold, speaker=nearest(scene.text, name, gold.content, inside=True))
    return None


def _speaker_of_another(scene: Scene, gold: Quote, answer: Quote) -> bool:
    given = answer.speaker
    if given is None or (gold.speaker and gold.speaker.same_place(given)):
        return False
    return any(other.speaker and other.speaker.same_place(given) for other in scene.gold)


def _a_neighbours_speaker(scene: Scene, gold: Quote) -> Quote | None:
    for other in scene.neighbours(gold):
        if other.speaker and not (gold.speaker and gold.speaker.same_place(other.speaker)):
            return replace(gold, speaker=other.speaker)
    return None


# -- the name, the kind


def _spoken_of(scene: Scene, gold: Quote) -> dict[str, str]:
    """How names are mentioned in the content, with the full name of each."""
    content = gold.content.of(scene.text)
    found: dict[str, str] = {}
    for name in scene.names:
        for mention in (name, *name.split()[-1:], *name.split()[:1]):
            whole = rf"(?<!\w){re.escape(mention)}(?!\w)"
            if name != gold.resolved and len(mention) > 2 and re.search(whole, content):
                found.setdefault(mention, name)
    return found


def _name_spoken_of(scene: Scene, gold: Quote, answer: Quote) -> bool:
    return answer.resolved != gold.resolved and answer.resolved in _spoken_of(scene, gold).values()


def _name_in_it(scene: Scene, gold: Quote) -> Quote | None:
    names = list(_spoken_of(scene, gold).values())
    return replace(gold, resolved=names[0]) if names else None


def _name_of_a_neighbour(scene: Scene, gold: Quote, answer: Quote) -> bool:
    near = [other.resolved for other in scene.neighbours(gold)]
    return answer.resolved not in (None, gold.resolved) and answer.resolved in near


def _a_neighbours_name(scene: Scene, gold: Quote) -> Quote | None:
    for other in scene.neighbours(gold):
        if other.resolved not in (None, gold.resolved):
            return replace(gold, resolved=other.resolved)
    return None


def _another_kind(scene: Scene, gold: Quote) -> Quote | None:
    return replace(gold, kind="direct" if gold.kind == "mixed" else "mixed")


SLIPS = (
    Slip(
        "two quotes taken for one", "content",
        "What you marked holds more than one quote. Is all that stands between them said, too?",
        _two_in_one, _with_the_next,
    ),
    Slip(
        "cue taken into the content", "content",
        "Something in what you marked was not said by the speaker. Which words only tell you "
        "that somebody spoke, or who?",
        _cue_taken_in, _with_the_cue,
    ),
    Slip(
        "marks left out", "content",
        "Look at its very ends. Do quotation marks belong to the quote, by the guidelines?",
        _marks_left_out, _without_marks,
    ),
    Slip(
        "half of a mixed quote left out", "content",
        "You marked the words in quotation marks. Does the sentence report more than these?",
        _only_a_piece, _first_piece,
    ),
    Slip(
        "“that” taken in", "content",
        "Is the little word that joins what was said to the rest of the sentence a part of it?",
        _that_taken_in, _with_that,
    ),
    Slip(
        "sentence’s dot taken in", "content",
        "Does the mark at its end belong to what was said, or to the sentence that reports it?",
        _dot_taken_in, _with_the_dot,
    ),
    Slip(
        "more than the cue", "cue",
        "The cue holds more than it needs. Which words alone say that something was said?",
        _more_than("cue"), _cue_and_speaker,
    ),
    Slip(
        "title taken in", "speaker",
        "The speaker holds more than the mention. How much of it would the entities layer mark?",
        _more_than("speaker"), _with_a_title,
    ),
    Slip(
        "part of the speaker left out", "speaker",
        "The sentence calls the speaker by more words than you marked. Which belong together?",
        _less_than_speaker, _last_word,
    ),
    Slip(
        "person spoken of marked as speaker", "speaker",
        "The speaker you marked stands inside what was said. Who is spoken of, and who speaks?",
        _speaker_spoken_of, _a_name_in_it,
    ),
    Slip(
        "speaker of another quote", "speaker",
        "The speaker you marked belongs to another quote. What does this one’s own sentence give?",
        _speaker_of_another, _a_neighbours_speaker,
    ),
    Slip(
        "named the person spoken of", "resolved",
        "The name you chose is spoken of in this quote. Who opens their mouth?",
        _name_spoken_of, _name_in_it,
    ),
    Slip(
        "named the next speaker", "resolved",
        "The name you chose is that of a neighbouring quote’s speaker. Who has the word here?",
        _name_of_a_neighbour, _a_neighbours_name,
    ),
    Slip(
        "another kind", "kind",
        "Compare what stands in quotation marks with all that is reported. What kind is that?",
        lambda scene, gold, answer: gold.kind != answer.kind, _another_kind,
    ),
)  # fmt: skip
"""In the order in which a learner is told of them."""
