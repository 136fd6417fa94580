"""Who said what? Quotes with their cue and speaker, linked by hand in a widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from newsbook.articles import Article, Quote, article_names
from newsbook.errors import BadInput
from newsbook.exercises.base import Exercise, Misconception
from newsbook.exercises.quote_form import (
    PARTS,
    full_name,
    nearest,
    possible_speakers,
    quotes_from_json,
    quotes_to_json,
)
from newsbook.exercises.quote_slips import SLIPS, Scene
from newsbook.exercises.verdict import Json, State, Verdict
from newsbook.scoring import score
from newsbook.spans import Span

__all__ = ["QuoteExercise", "QuoteTrap"]

_SCARE = "scare quote taken as a quote"
_SCARE_SAYS = "These words stand in quotation marks. But is anybody said to have said them?"


@dataclass(frozen=True)
class QuoteTrap:
    """A mistake that is often made at one place of the text, in words of the text.

    Only the parts that are given are looked at; ``""`` stands for a part that is left out.

    Args:
        name: A few words for the instructor's statistics.
        says: What to tell a learner who has exactly this.
        quote: How the content of the gold quote begins that it is about; empty for a quote that
            the gold does not have, such as a scare quote.
        content: The wrong content.
        cue: The wrong cue.
        speaker: The wrong speaker.
        resolved: The wrong name.
    """

    name: str
    says: str
    quote: str = ""
    content: str | None = None
    cue: str | None = None
    speaker: str | None = None
    resolved: str | None = None


class QuoteExercise(Exercise):
    """Find the quotes of a text, and link each to its cue and its speaker.

    The answer is ``{"quotes": [{"kind": "direct", "content": [0, 9], "pieces": [[0, 9]],
    "cue": [14, 18], "speaker": [10, 13], "resolved": "Ada Ray"}, …]}``. A quote of the answer is
    held beside the gold quote with which it shares most characters. A short form of just one of the
    names (``Ray`` of ``Ada Ray``) counts as that name. The score is the F1 of the
    parts that are asked for: a part counts where it is the same as the gold's, a part that the
    gold leaves empty where it is left empty.

    Besides the traps, the mistakes in `newsbook.exercises.quote_slips` are known by themselves.

    Attributes:
        question: What is asked.
        article: An `Article`, the name of one of the workbook's, or any text.
        gold: Its quotes; by default those of the article.
        names: The names that can be chosen; by default the people and organisations of the article.
        asks: The parts that count, some of `PARTS`; the content always does.
        traps: Mistakes at one place, told before any other.
    """

    widget = True
    question: ClassVar[str]
    article: ClassVar[Article | str]
    gold: ClassVar[Sequence[Quote] | None] = None
    names: ClassVar[Sequence[str] | None] = None
    asks: ClassVar[Sequence[str]] = ("content", "cue", "speaker", "resolved")
    traps: ClassVar[Sequence[QuoteTrap]] = ()

    @cached_property
    def source(self) -> Article:
        """The article; a text becomes one without gold."""
        if isinstance(self.article, Article):
            return self.article
        if self.article in article_names():
            return Article.load(self.article)
        return Article.from_text(self.article)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.source.text

    @cached_property
    def right(self) -> tuple[Quote, ...]:
        """The right quotes, in the order of the text."""
        given = self.source.quotes if self.gold is None else self.gold
        return tuple(quotes_from_json(quotes_to_json(given), self.text))

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The names that can be chosen."""
        return possible_speakers(self.source) if self.names is None else tuple(self.names)

    @cached_property
    def _scene(self) -> Scene:
        return Scene(self.text, self.right, self.speakers)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that count."""
        return tuple(part for part in PARTS if part == "content" or part in self.asks)

    def faults(self) -> list[str]:
        """As for every exercise; and gold or traps that do not fit the text."""
        where = f"{type(self).__module__}.{type(self).__name__}"
        found = super().faults()
        try:
            if odd := [part for part in self.asks if part not in PARTS]:
                found.append(f"{where} asks for {odd[0]!r:.40}; it can ask for {', '.join(PARTS)}.")
            if not self.right:
                found.append(f"{where} has no gold quotes.")
            for name in {quote.resolved for quote in self.right} - {None, *self.speakers}:
                if "resolved" in self.asks:
                    found.append(f"{where} needs {name!r:.60} among its names: it is in the gold.")
            for trap in self.traps:
                told = self.check({"quotes": quotes_to_json(self._trapped(trap))})
                if not told.sentence.endswith(trap.says):
                    found.append(f"{where}: the trap {trap.name!r} is answered by another one.")
        except ValueError as error:
            found.append(f"{where}: {error}.")
        return found

    # Mistakes.

    def _aim(self, trap: QuoteTrap) -> Quote | None:
        """The gold quote that a trap is about."""
        if not trap.quote:
            return None
        for quote in self.right:
            if quote.content.of(self.text).startswith(trap.quote):
                return quote
        raise BadInput(f"no gold quote begins with {trap.quote!r:.60}, as a trap has it")

    def _wrong(self, trap: QuoteTrap) -> Quote:
        """The quote with the trap's mistake in it."""
        aim = self._aim(trap)
        beside = aim.content if aim else None
        if trap.content:
            content = nearest(self.text, trap.content, beside, inside=True)
            wrong = self._scene.with_content(aim or Quote("indirect", content), content)
        elif aim is None:
            raise BadInput(f"the trap {trap.name!r} gives neither a quote nor a content")
        else:
            wrong = aim
        if trap.cue is not None:
            wrong = replace(wrong, cue=self._beside(trap.cue, wrong))
        if trap.speaker is not None:
            wrong = replace(wrong, speaker=self._beside(trap.speaker, wrong))
        return wrong if trap.resolved is None else replace(wrong, resolved=trap.resolved or None)

    def _beside(self, words: str, quote: Quote) -> Span | None:
        return nearest(self.text, words, quote.content) if words else None

    @cached_property
    def _wrong_of(self) -> dict[QuoteTrap, Quote]:
        return {trap: self._wrong(trap) for trap in self.traps}

    def _trapped(self, trap: QuoteTrap) -> list[Quote]:
        return self._with(self._aim(trap), self._wrong_of[trap])

    def _with(self, aim: Quote | None, wrong: Quote) -> list[Quote]:
        """The gold with one quote of it done wrongly, or with one quote too many."""
        kept = [q for q in self.right if q != aim and not wrong.content.contains(q.content)]
        return sorted([*kept, wrong], key=lambda quote: quote.content)

    def _in_trap(self, trap: QuoteTrap, answer: Quote, gold: Quote | None) -> bool:
        wrong = self._wrong_of[trap]
        if trap.content and not answer.content.same_place(wrong.content):
            return False
        if trap.quote and gold != self._aim(trap):
            return False
        parts = [part for part in ("cue", "speaker", "resolved") if getattr(trap, part) is not None]
        return all(_same(getattr(wrong, part), getattr(answer, part)) for part in parts)

    @cached_property
    def misconceptions(self) -> Sequence[Misconception]:  # type: ignore[override, unused-ignore]
        """Each trap; then each slip at the first quote that can have it and shows it alone."""
        found = [self._misconception(trap.name, self._trapped(trap)) for trap in self.traps]
        said = {trap.says for trap in self.traps}
        for slip in SLIPS:
            for gold in self.right if slip.part in self.parts else ():
                wrong = slip.example(self._scene, gold)
                told = wrong and self._misconception(slip.name, self._with(gold, wrong))
                if told and told.sentence.endswith(slip.says) and slip.says not in said:
                    found.append(told)
                    break
        for span in self.source.scare_quotes if "quotes" in self.source.layers else ():
            extra = self._scene.with_content(Quote("direct", span), span)
            told = self._misconception(_SCARE, self._with(None, extra))
            if told.sentence.endswith(_SCARE_SAYS):
                found.append(told)
                break
        return found

    def _misconception(self, name: str, quotes: Sequence[Quote]) -> Misconception:
        answer = {"quotes": quotes_to_json(quotes)}
        return Misconception(name, self.check(answer).sentence, answer)

    # Judging.

    def observe(self, answer: Any, cases: Any = None) -> Json:
        """The quotes in their one form; ``{"unset": true}`` when there are none."""
        if answer is None:
            return {"unset": True}
        try:
            quotes = quotes_from_json(answer["quotes"], self.text, self._scene.marked)
        except (KeyError, TypeError, ValueError):
            return {"unreadable": True}
        return {"quotes": quotes_to_json(quotes)} if quotes else {"unset": True}

    def judge(self, observation: Json, cases: Any = None) -> Verdict:
        """Right; or the sentence of the first trap or slip; or where to look again."""
        if verdict := self.nothing_to_judge(observation):
            return verdict
        quotes = [
            replace(quote, resolved=self._full(quote.resolved))
            for quote in quotes_from_json(observation["quotes"], self.text, self._scene.marked)
        ]
        pairs = self._pairs(quotes)
        hits = sum(
            _same(getattr(quote, part), getattr(gold, part))
            for quote, gold in pairs
            if gold is not None
            for part in self.parts
        )
        every = len(self.parts) * (len(quotes) + len(self.right))
        if 2 * hits == every:
            return self.correct(observation)
        sentence = next(self._mistakes(pairs))
        return self.verdict(State.NOT_YET, sentence, observation, 2 * hits / every)

    def _full(self, name: str | None) -> str | None:
        """A name as the gold has it, where it is a short form of just one of the names."""
        gold = {quote.resolved for quote in self.right}
        return name if name is None or name in gold else full_name(name, self.speakers)

    def _pairs(self, quotes: Sequence[Quote]) -> list[tuple[Quote, Quote | None]]:
        """Each quote of the answer with the gold quote that it is held beside, if there is one."""
        result = score(
            [quote.content for quote in self.right],
            [quote.content for quote in quotes],
            match="overlap",
            labels=False,
        )
        by_place = {(q.content.start, q.content.end): q for q in self.right}
        gold = {(a.start, a.end): by_place[g.start, g.end] for g, a in result.matched}
        return [(quote, gold.get((quote.content.start, quote.content.end))) for quote in quotes]

    def _mistakes(self, pairs: Sequence[tuple[Quote, Quote | None]]) -> Iterator[str]:
        """What can be said of an answer that is not right, the most particular first."""

        def of(number: int, sentence: str) -> str:
            return f"Your quote {number}: {sentence}" if len(pairs) > 1 else sentence

        numbered = [(i, quote, gold) for i, (quote, gold) in enumerate(pairs, 1)]
        for i, quote, gold in numbered:
            for trap in self.traps:
                if self._in_trap(trap, quote, gold):
                    yield of(i, trap.says)
        for i, quote, gold in numbered:
            if gold is None:
                marked = self._scene.with_content(quote, quote.content).kind == "direct"
                who = "Who is said to have said this, and which word tells you so?"
                yield of(i, _SCARE_SAYS if marked else who)
                continue
            wrong = [
                part for part in self.parts if not _same(getattr(quote, part), getattr(gold, part))
            ]
            # Part by part: while the content is not right, its kind cannot be talked about.
            for part in wrong:
                for slip in SLIPS:
                    if slip.part == part and slip.caught(self._scene, gold, quote):
                        yield of(i, slip.says)
                yield of(i, _LOOK_AGAIN[part])
        found = sum(gold is not None for _, gold in pairs)
        yield (
            f"You found {found} of {len(self.right)} quotes. Where else does somebody say "
            "something, in quotation marks or without?"
        )


_LOOK_AGAIN = {
    "content": "Look again at where what was said begins, and where it ends.",
    "cue": "Look again at the cue. Does the sentence say that something was said, and with "
    "which word?",
    "speaker": "Look again at the speaker. Does the sentence say who speaks, and with which words?",
    "resolved": "Look again at the name. Read the sentences before: who has the word here?",
    "kind": "Look again at the kind.",
}


def _same(one: Any, other: Any) -> bool:
    """Whether two parts of a quote are the same; spans by their place."""
    if isinstance(one, Span) and isinstance(other, Span):
        return one.same_place(other)
    return bool(one == other)
