"""Mark what is in a text, and what each thing is. Answered by marking spans in a widget."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

from newsbook.articles import ENTITY_LABELS, Article
from newsbook.articles.paragraphs import paragraphs_of
from newsbook.errors import BadInput
from newsbook.exercises.base import Exercise, Misconception
from newsbook.exercises.span_traps import SpanTrap
from newsbook.exercises.verdict import Json, State, Verdict
from newsbook.scoring import Score, above, score
from newsbook.spans import Span, from_json, from_words, to_json
from newsbook.text import tokenise

__all__ = ["Marking", "SpanExercise"]


SPANS_TO_A_UNIT = 4
FEWEST_SPANS = 100


class Marking:
    """What an answer of marked spans has to be: labelled, known labels, edges of units.

    Args:
        text: The text.
        units: What can be marked, in order, without overlaps.
        labels: The labels there are.
        overlapping: Whether two spans may share characters.

    Attributes:
        most: How many spans an answer can have: far more than a text has to mark, and few enough
            to be judged at once.

    Example:
        >>> rules = Marking("Park spoke.", tokenise("Park spoke."), ("PERSON",))
        >>> rules.read([[0, 4, "PERSON"]])
        [Span(start=0, end=4, label='PERSON')]
    """

    def __init__(
        self, text: str, units: Sequence[Span], labels: Sequence[str], overlapping: bool = True
    ) -> None:
        self.text = text
        self.labels = tuple(labels)
        self.overlapping = overlapping
        self.most = max(FEWEST_SPANS, SPANS_TO_A_UNIT * len(units))
        self._starts = {unit.start for unit in units}
        self._ends = {unit.end for unit in units}

    def read(self, data: Any) -> list[Span]:
        """The spans in their one normal form: in the order of the text, each once.

        Args:
            data: Spans as JSON. It is not trusted.

        Raises:
            BadInput: One sentence about what is wrong, without its full stop.
        """
        if isinstance(data, list) and len(data) > self.most:
            raise BadInput(f"it has {len(data):,} spans; this text can have {self.most:,} at most")
        spans = sorted(set(from_json(data)))
        for span in spans:
            if span.end > len(self.text):
                raise BadInput(f"a span ends after the text, which has {len(self.text)} characters")
            if span.label not in self.labels:
                known = ", ".join(self.labels)
                has = f"has the label {span.label!r:.40}" if span.label else "has no label"
                raise BadInput(f"{self._words(span)} {has}; the labels are {known:.200}")
            if span.start not in self._starts or span.end not in self._ends:
                side = "begins" if span.start not in self._starts else "ends"
                raise BadInput(f"{self._words(span)} {side} inside a word, or beside all of them")
        if not self.overlapping:
            for a, b in pairwise(spans):
                if b.start < a.end:
                    raise BadInput(
                        f"the spans {a.of(self.text)!r:.60} and {b.of(self.text)!r:.60} overlap, "
                        "which this exercise does not allow"
                    )
        return spans

    def _words(self, span: Span) -> str:
        return f"the span {span.start} to {span.end}, {span.of(self.text)!r:.60},"


class SpanExercise(Exercise):
    """Mark spans in a text, each under a label.

    The answer is ``{"spans": [[0, 4, "ORG"], …]}``, in code points. The score is the F1 of exact
    matches, place and label, against the gold, counted from the F1 of the `start`: a start left as
    it is earns nothing, nor does a mark added at random. A mistake that is one of the `traps` is
    answered by its sentence; for any other the learner hears in which paragraph to look again and
    for what kind of difference, never for which words.

    Set either `text` or `article`.

    Attributes:
        text: What is to be marked.
        article: The name of one of the workbook's articles, whose text it is.
        labels: The labels, or a mapping from each to its meaning in words.
        gold: The right spans: `Span`, or pairs of words and label in the order of the text. By
            default the article's entities of these labels.
        traps: The misconceptions that can be told apart by their spans; the first that fits is
            told, so the particular come before the general.
        start: Spans that the learner starts from, as in a tagger's output to be mended.
        threshold: The F1 at which an answer counts as correct.
        overlapping: Whether spans may overlap and be nested. Where they may not, a new span takes
            the place of those that it meets, so that an edge is mended by marking anew.
        shows_gold_after: After how many different answers, all checked, the learner may see where
            they differ from the gold. None: only once the answer is correct.
        yardstick: What the gold follows, for the sentences.

    Example:
        >>> class Names(SpanExercise):
        ...     id, title, skill, points, minutes = "9.1", "Names", "mark names", 2, 3
        ...     hints = ("Who?", "Where?")
        ...     praise, question = "Right.", "Mark each name."
        ...     text = "Park flew to Seoul."
        ...     gold = (("Park", "PERSON"), ("Seoul", "GPE"))
        ...     traps = ()
        >>> Names().check({"spans": [[0, 4, "PERSON"]]})
        △ 9.1 not yet · 1.3 of 2 points
        1 of 2 spans is as in the guidelines; something is not marked yet.
    """

    widget = True
    question: ClassVar[str]
    text: ClassVar[str] = ""
    article: ClassVar[str] = ""
    labels: ClassVar[Sequence[str] | Mapping[str, str]] = ENTITY_LABELS
    gold: ClassVar[Sequence[Span | tuple[str, str]]] = ()
    traps: ClassVar[Sequence[SpanTrap]]
    start: ClassVar[Sequence[Span]] = ()
    threshold: ClassVar[float] = 1.0
    overlapping: ClassVar[bool] = True
    shows_gold_after: ClassVar[int | None] = None
    yardstick: ClassVar[str] = "the guidelines"

    @cached_property
    def article_text(self) -> str:
        """The text that is marked, wherever it comes from."""
        return self.text or Article.load(self.article).text

    @cached_property
    def units(self) -> list[Span]:
        """What can be marked: tokens."""
        return tokenise(self.article_text)

    @cached_property
    def marking(self) -> Marking:
        """What an answer has to be."""
        return Marking(self.article_text, self.units, tuple(self.labels), self.overlapping)

    @cached_property
    def gold_spans(self) -> list[Span]:
        """The right spans, in the order of the text."""
        if not self.gold and self.article:
            entities = Article.load(self.article).gold("entities")
            return sorted(span for span in entities if span.label in self.labels)
        pairs = [item for item in self.gold if not isinstance(item, Span)]
        places = from_words(self.article_text, [words for words, _ in pairs])
        placed = [s.labelled(label) for s, (_, label) in zip(places, pairs, strict=True)]
        return sorted([*(item for item in self.gold if isinstance(item, Span)), *placed])

    def faults(self) -> list[str]:
        """What an author has left out or got wrong, traps that catch nothing among it."""
        found = super().faults()
        where = f"{type(self).__module__}.{type(self).__name__}"
        if bool(self.text) == bool(self.article):
            return [*found, f"{where} needs either text or article."]
        if not 0 < self.threshold <= 1:
            found.append(f"{where}: a threshold lies above 0 and up to 1, not at {self.threshold}.")
        try:
            gold = self.marking.read(to_json(self.gold_spans))
            self.marking.read(to_json(self.start))
        except (ValueError, OSError) as error:
            return [*found, f"{where}: the gold or the start cannot be used: {error}."]
        if not gold:
            found.append(f"{where} needs gold: nothing is to be marked.")
        for trap in self.traps:
            wrong = trap.mistake(self.gold_spans, self.article_text)
            if wrong is None:
                found.append(f"{where}: the text has no place for the trap “{trap.name}”.")
            elif self._trapped(wrong) is not trap:
                found.append(f"{where}: the mistake “{trap.name}” is told another's sentence.")
        return found

    @property
    def misconceptions(self) -> Sequence[Misconception]:
        """Each trap, made once in an answer that is otherwise right."""
        found = []
        for trap in self.traps:
            wrong = trap.mistake(self.gold_spans, self.article_text)
            if wrong is not None:
                found.append(Misconception(trap.name, trap.says, {"spans": to_json(wrong)}))
        return found

    def observe(self, answer: Any, cases: Any = None) -> Json:
        """The spans, or ``{"unset": true}`` for none and for those it started from."""
        if answer is None:
            return {"unset": True}
        try:
            spans = self.marking.read(answer["spans"])
        except (KeyError, TypeError, ValueError):
            return {"unreadable": True}
        if not spans or spans == sorted(self.start):
            return {"unset": True}
        return {"spans": to_json(spans)}

    def judge(self, observation: Json, cases: Any = None) -> Verdict:
        """Right, or the sentence of the first trap, or where to look again."""
        if verdict := self.nothing_to_judge(observation):
            return verdict
        spans = from_json(observation["spans"])
        result = score(self.gold_spans, spans)
        if result.perfect:
            return self.correct(observation)
        if result.f1 >= self.threshold:
            sentence = f"{self.praise} {self._share(result)}: enough, if not all."
            return self.verdict(State.CORRECT, sentence, observation, 1.0)
        trap = self._trapped(spans)
        told = trap.says if trap else f"{self._share(result)}; {self._look_again(result)}."
        baseline = score(self.gold_spans, self.start).f1
        return self.verdict(State.NOT_YET, told, observation, above(baseline, result.f1))

    def _trapped(self, spans: Sequence[Span]) -> SpanTrap | None:
        given = self.gold_spans, self.article_text
        return next((trap for trap in self.traps if trap.caught(spans, *given)), None)

    def _share(self, result: Score) -> str:
        right, wanted = result.true_positives, len(self.gold_spans)
        return f"{right} of {wanted} spans {'is' if right == 1 else 'are'} as in {self.yardstick}"

    def _look_again(self, result: Score) -> str:
        """What kind of difference comes first, and in which paragraph; not which words."""
        near = score(result.missed, result.invented, match="overlap", labels=False)
        same = [a.start for a, b in near.matched if a.same_place(b)]
        edges = [a.start for a, b in near.matched if not a.same_place(b)]
        kinds = [
            (min(places), told)
            for places, told in (
                (edges, "a span begins or ends elsewhere"),
                (same, "a span has another label"),
                ([span.start for span in near.invented], "something is marked that should not be"),
                ([span.start for span in near.missed], "something is not marked yet"),
            )
            if places
        ]
        if not kinds:  # two labels on one place, of which one is right
            return "look again where two spans lie on the same words"
        place, told = min(kinds)
        starts = [paragraph.start for paragraph in paragraphs_of(self.article_text)]
        if len(starts) < 2:
            return told
        return f"look again at paragraph {bisect_right(starts, place)}: {told}"
