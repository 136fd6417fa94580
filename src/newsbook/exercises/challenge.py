"""An open challenge: a function that finds spans in whole articles, scored against their gold."""

from __future__ import annotations

import json
import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from newsbook.articles import Article
from newsbook.exercises.base import Misconception
from newsbook.exercises.cases import Case
from newsbook.exercises.code import CodeExercise, Unusable
from newsbook.exercises.equating import Scale
from newsbook.exercises.off_limits import withheld
from newsbook.exercises.verdict import Json, State, Verdict
from newsbook.markup import cited
from newsbook.scoring import Score, pooled, score
from newsbook.spans import Span, from_json, to_json

__all__ = ["Board", "ChallengeExercise"]

NEAR = 25
"""Characters to each side of a place that a sentence shows, at most."""

LONGEST_FOUND = 80

MOST_OF_IT = 0.8
"""Of the pipeline's spans what share a copy has at least. Our own solutions have 0.65 to 0.78."""
MOST_OF_ITS_MISTAKES = 0.75
"""Of the spans that the pipeline invents. Our own solutions have at most 0.5."""
FEW_MISTAKES = 5
"""With fewer of these, a copy has `NEARLY_ALL` of the pipeline's spans."""
NEARLY_ALL = 0.9

COPIED = (
    "These spans are those of newsbook's own pipeline, its mistakes included. That is the figure "
    "to beat, and no answer: build yours from the lesson's steps."
)


@dataclass(frozen=True)
class Board:
    """How several ways of answering a challenge do on its articles.

    Args:
        articles: The articles' names.
        rows: For each way, by its name, a score for each article; None where it gave no spans.
        enough: The F1 that is asked for.
    """

    articles: tuple[str, ...]
    rows: Mapping[str, tuple[Score | None, ...]]
    enough: float

    def total(self, row: str) -> Score | None:
        """The score of a row over all articles: counts added up; None where one has no score."""
        scores = [part for part in self.rows[row] if part is not None]
        return pooled(scores) if len(scores) == len(self.articles) else None


class ChallengeExercise(CodeExercise):
    """The learner's function takes a text and gives spans; F1 over all articles decides.

    Counts of hits, misses and inventions are added up over the articles, so a long article weighs
    more than a short one (micro-averaged F1). The first idea, which is the first of `mistakes`,
    earns nothing; full points are given from `enough`; from one to the other, points grow in
    proportion. The figure to beat, that of newsbook's own pipeline, is shown by `scoreboard` and is
    no condition for anything. To hand in that pipeline's spans, its own mistakes among them, earns
    nothing.

    The notebook judges on `article_names`, whose gold everybody can read. Grading hands over
    articles that nobody has seen, made with `case_of`. They may be easier or harder: what an F1 on
    them is worth is measured, with answers whose F1 is known on both; see
    `newsbook.exercises.equating`.

    Attributes:
        article_names: The practice articles that the notebook judges on.
        labels: Whether a span's label has to be right too.
        enough: The F1 that earns all points on the practice articles: what the lesson's own method
            reaches.
        copy_counts: Whether the pipeline's own spans are an answer: where the task leaves so little
            room that an honest one may come out the same.
    """

    article_names: ClassVar[Sequence[str]]
    labels: ClassVar[bool] = True
    enough: ClassVar[float]
    copy_counts: ClassVar[bool] = False

    @abstractmethod
    def gold_of(self, article: Article) -> Sequence[Span]:
        """The spans that are asked for, from an article's gold."""

    @abstractmethod
    def reference(self, text: str) -> Sequence[Span]:
        """What newsbook's own pipeline gives for a text."""

    def faults(self) -> list[str]:
        """What an author has left out, a sentence for each."""
        found = super().faults()
        where = f"{type(self).__module__}.{type(self).__name__}"
        if not getattr(self, "article_names", ()):
            found.append(f"{where} needs article_names: the articles that it is judged on.")
        if not 0 < getattr(self, "enough", -1) <= 1:
            found.append(f"{where} needs enough: the F1 that earns all points.")
        return found

    def steps(self) -> Sequence[Callable[[str], Any]]:
        """Ways of answering between the first idea and newsbook's own, the weakest first.

        Two sets of articles are compared by them; the more, the better points agree.
        """
        return ()

    def case_of(self, article: Article) -> Case:
        """One article as a case: its text, and the spans that are asked for."""
        return Case((article.text,), to_json(self.gold_of(article)))

    def make_cases(self) -> Sequence[Case]:
        """A case for each article of the notebook."""
        return [self.case_of(Article.load(name)) for name in self.article_names]

    def board(
        self, answer: Callable[[str], Any] | None = None, cases: Sequence[Case] | None = None
    ) -> Board:
        """Score the first idea that comes to mind, an answer, and newsbook's own pipeline.

        Args:
            answer: The learner's function; None leaves its row out.
            cases: Other articles than the notebook's own.

        Returns:
            The rows ``"first idea"`` (the first misconception), ``"yours"`` and ``"newsbook"``.
        """
        tried = self.cases if cases is None else cases
        rows: dict[str, tuple[Score | None, ...]] = {}
        ways: dict[str, Callable[[str], Any]] = {
            "first idea": self.run(str(self.mistakes[0].wrong))
        }
        if callable(answer):
            ways["yours"] = answer
        ways["newsbook"] = self.reference
        for name, way in ways.items():
            with withheld(self.off_limits if name == "yours" else ()):
                seen = [self._try(way, case) for case in tried]
            rows[name] = tuple(
                self._scored(outcome, case) for outcome, case in zip(seen, tried, strict=True)
            )
        names = tuple(self.article_names) if cases is None else ()
        enough = self._scale(tried).enough
        return Board(names or tuple(str(n) for n in range(1, len(tried) + 1)), rows, enough)

    def apply(self, answer: Any, *inputs: Any) -> Any:
        """The function's spans, however it hands them over: a list, a tuple or a generator."""
        value = answer(*inputs)
        if isinstance(value, Iterable) and not isinstance(value, str | Mapping | list | tuple):
            value = list(value)
        if isinstance(value, list) and len(value) > max(1000, len(inputs[0])):
            raise Unusable("it has more spans than the text has characters")
        return value

    def gives(self, outcome: Json, case: Case) -> bool:
        """Whether this one article alone reaches what is asked."""
        result = self._scored(outcome, case)
        return result is not None and result.f1 >= self.enough

    def _judged(self, observation: Json, seen: list[Json], tried: Sequence[Case]) -> Verdict:
        scores = [self._scored(outcome, case) for outcome, case in zip(seen, tried, strict=True)]
        usable = [result for result in scores if result is not None]
        if len(usable) < len(scores):
            first = next(i for i, result in enumerate(scores) if result is None)
            state, sentence = self.explain(tried[first], seen[first])
            return self.verdict(state, sentence, observation)
        total = pooled(usable)
        if not self.copy_counts and self._is_copied(seen, tried):
            return self.verdict(State.NOT_YET, COPIED, observation)
        scale = self._scale(tried)
        earned = scale.share(total.f1)
        if earned == 1.0:
            return self.correct(observation)
        every = list(range(len(tried)))
        mistake: Misconception | None = self._recognise(seen, every, tried)
        if mistake is not None:
            return self.verdict(State.NOT_YET, mistake.sentence, observation, earned)
        worst = min(every, key=lambda i: usable[i].f1)
        sentence = self.told(total, usable[worst], tried[worst], scale)
        return self.verdict(State.NOT_YET, sentence, observation, earned)

    def _is_copied(self, seen: list[Json], tried: Sequence[Case]) -> bool:
        """Whether the answer has most of what the pipeline gives, and most of its mistakes.

        Without a mistake of the pipeline's own nothing tells a copy from a good answer. An answer
        may have more besides, such as labels that nobody asks for, and leave out a span or two.
        """
        shared = own = wrong = shared_wrong = 0
        for outcome, case in zip(seen, tried, strict=True):
            given = set(self.reference(case.inputs[0]))
            found = set(from_json(outcome["value"]))
            gold, theirs = from_json(case.expected), list(given)
            mistakes = set(score(gold, theirs, labels=self.labels).invented)
            own += len(given)
            shared += len(given & found)
            wrong += len(mistakes)
            shared_wrong += len(mistakes & found)
        least = MOST_OF_IT if wrong >= FEW_MISTAKES else NEARLY_ALL
        return wrong > 0 and shared >= least * own and shared_wrong >= MOST_OF_ITS_MISTAKES * wrong

    def _scale(self, tried: Sequence[Case]) -> Scale:
        """What an F1 on these articles is worth."""
        if tried is self.cases:
            return self._own_scale
        known: dict[str, Scale] = self.__dict__.setdefault("_scales", {})
        key = json.dumps([[case.inputs, case.expected] for case in tried])
        if key not in known:
            known[key] = self._own_scale.equated(self._anchors, self._f1s(tried))
        return known[key]

    @cached_property
    def _own_scale(self) -> Scale:
        """That of the practice articles."""
        first = self._f1(self.run(str(self.mistakes[0].wrong)), self.cases)
        return Scale(min(first, 0.999 * self.enough), self.enough)

    @cached_property
    def _anchors(self) -> list[float]:
        return self._f1s(self.cases)

    def _f1s(self, tried: Sequence[Case]) -> list[float]:
        """How the answers do by which sets of articles are compared."""
        first = self.run(str(self.mistakes[0].wrong))
        return [self._f1(way, tried) for way in (first, *self.steps(), self.reference)]

    def _f1(self, way: Callable[[str], Any], tried: Sequence[Case]) -> float:
        scores = [self._scored(self._try(way, case), case) for case in tried]
        return pooled([one for one in scores if one is not None]).f1

    def figures(self, total: Score, scale: Scale) -> str:
        """The figures, and which of the two kinds of mistake there are more of."""
        misses = total.false_negatives >= total.false_positives
        return (
            f"F1 is {total.f1:.3f} (precision {total.precision:.3f}, recall {total.recall:.3f}); "
            f"{scale.floor:.3g} earns nothing yet, {scale.enough:.3g} all points. You "
            f"{'miss' if misses else 'give'} too many"
        )

    def told(self, total: Score, worst: Score, case: Case, scale: Scale) -> str:
        """What is said of spans that do not reach what is asked: figures, and a place to look.

        Args:
            total: The score over all articles.
            worst: That of the article with the lowest F1.
            case: This article.
            scale: What an F1 on these articles is worth.
        """
        misses = total.false_negatives >= total.false_positives
        text = case.inputs[0]
        # The worst article may have only the other kind of mistake.
        both = (worst.missed, worst.invented) if misses else (worst.invented, worst.missed)
        place = [*both[0], *both[1]][0]
        return f"{self.figures(total, scale)}: look near {cited(_around(text, place))}, for one."

    def explain(self, case: Case, outcome: dict[str, Json]) -> tuple[State, str]:
        """What can be said of a value that is no list of spans of the text."""
        value = outcome.get("value")
        if isinstance(value, list) and value:
            bad = next((item for item in value if not _is_span(item, case.inputs[0])), value[0])
            return State.NOT_YET, (
                f"Wanted is {self.returns}, but one item is {bad!r:.60}. Where does it start and "
                "end in the text?"
            )
        return super().explain(case, outcome)

    def _scored(self, outcome: Json, case: Case) -> Score | None:
        """The score of an outcome, or None where it is no list of spans of the text."""
        value, length = outcome.get("value"), len(case.inputs[0])
        if not isinstance(value, list):
            return None
        try:
            found = from_json(value)
        except ValueError:
            return None
        if any(span.end > length for span in found):
            return None
        return score(from_json(case.expected), found, labels=self.labels)


def _around(text: str, place: Span) -> str:
    """A place with the words around it: whole words, of the paragraphs that it is in."""
    start, end = place.start, place.end
    before = text[max(0, start - NEAR - 1) : start].rpartition("\n")[2]
    after = text[end : end + NEAR + 1].partition("\n")[0]
    # What is longer than there is room for begins, or ends, in the middle of a word.
    if len(before) > NEAR:
        before = before[1:] if before[0].isspace() else re.sub(r"^\S+", "", before)
    if len(after) > NEAR:
        after = after[:-1] if after[-1].isspace() else re.sub(r"\S+$", "", after)
    found = " ".join(text[start:end].split())
    if len(found) > LONGEST_FOUND:
        found, after = f"{found[:LONGEST_FOUND].rpartition(' ')[0] or found[:LONGEST_FOUND]} …", ""
    return " ".join(f"{before}{found}{after}".split())


def _is_span(item: Json, text: str) -> bool:
    try:
        (span,) = from_json([item])
    except ValueError:
        return False
    return span.end <= len(text)
