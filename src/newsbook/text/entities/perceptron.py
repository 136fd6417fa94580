"""The learned tagger: BIO tags by an averaged perceptron (Collins 2002), trained with NLTK's.

Training is NLTK's `AveragedPerceptron`: guess the tags of a text from left to right; wherever a
guess is wrong, add one to the weights that speak for the right tag and take one from those that
spoke for the wrong one; at the end average all the weights that there were. What is shipped is the
outcome: a table of whole numbers in JSON, small ones left out. Tagging needs neither NLTK nor
training.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from operator import add
from pathlib import Path
from typing import Any, Protocol

from newsbook.errors import BadInput, want_text
from newsbook.spans import Span
from newsbook.text.entities.bio import bio_decode, bio_encode
from newsbook.text.entities.dates import find_dates
from newsbook.text.entities.features import (
    Evidence,
    gather,
    kind_of_word,
    near_features,
    rule_features,
    rule_key,
    still_features,
    tag_features,
    word_features,
)
from newsbook.text.entities.reading import Mention, Reading, read, spans_of
from newsbook.text.entities.rules import find_names

__all__ = ["EntityTagger", "Marked", "tag_entities"]

FORMAT = 1

#: Rules that are right in at least 19 of 20 cases; the perceptron is not asked there.
LAW = (
    ("PERSON", "title"), ("PERSON", "first name"), ("ORG", "head"), ("ORG", "of"), ("ORG", "list"),
    ("ORG", "list+list"), ("ORG", "owner"), ("GPE", "list"), ("NORP", "long list"),
    ("GPE", "dateline"), ("ORG", "dateline"), ("PERSON", "byline"), ("LOC", "place"),
    ("ORG", "station"), ("PERSON", "surname"),
    ("PERSON", "surname first"), ("PERSON", "known surname"), ("", "event"), ("", "language"),
    ("ORG", "acronym"),
)  # fmt: skip
_SCALE = 100  # weights are kept as whole hundredths
_NEVER = -(10**9)


class Marked(Protocol):
    """An article with entities marked in it, as `newsbook.articles.Article` is one."""

    @property
    def text(self) -> str:
        """The whole text."""

    def gold(self, layer: str) -> Sequence[Span]:
        """The gold of a layer: ``"tokens"``, ``"sentences"``, ``"entities"``."""


def tag_entities(
    text: str, tokens: Sequence[Span] | None = None, sentences: Sequence[Span] | None = None
) -> list[Span]:
    """Find the entities of a text with the shipped model.

    Any text goes in; takes time in proportion to its length.

    Args:
        text: Any text.
        tokens: Its tokens, if they are there already (see `newsbook.text.tokenise`).
        sentences: Its sentences, if they are there already (see `newsbook.text.split_sentences`).

    Returns:
        Entities in order and disjoint, labelled as `newsbook.articles.ENTITY_LABELS` has it.

    Example:
        >>> text = "NATO Secretary-General Jens Stoltenberg met Park Jin in Seoul on Sunday."
        >>> [(span.of(text), span.label) for span in tag_entities(text)]
        ... # doctest: +NORMALIZE_WHITESPACE
        [('NATO', 'ORG'), ('Jens Stoltenberg', 'PERSON'), ('Park Jin', 'PERSON'),
         ('Seoul', 'GPE'), ('Sunday', 'DATE')]
    """
    want_text(text, "tag_entities")
    return _shipped().tag(text, tokens, sentences)


@cache
def _shipped() -> EntityTagger:
    model = Path(__file__).with_name("model.json")
    return EntityTagger.load(model.read_text(encoding="utf-8"))


class EntityTagger:
    """A trained tagger.

    Make one with `EntityTagger.train` or `EntityTagger.load`.

    Attributes:
        tags: The BIO tags that it gives, ``O`` first.
        weights: For each feature a weight for each tag, in hundredths, in the tags' order.
    """

    def __init__(self, tags: Sequence[str], weights: dict[str, list[int]]) -> None:
        self.tags = tuple(tags)
        self.weights = weights
        # A tag "I-X" can only follow "B-X" or "I-X".
        forbidden = {
            before: [
                _NEVER if tag.startswith("I-") and before[2:] != tag[2:] else 0 for tag in self.tags
            ]
            for before in dict.fromkeys((*self.tags, *SURE.values()))  # rules give these, too
        }
        nothing = [0] * len(self.tags)
        self._rows = (
            _Rows(weights, word_features, lambda _: nothing),
            *(_Rows(weights, partial(_at, offset), lambda _: nothing) for offset in (-1, -2, 1, 2)),
            _Rows(weights, lambda key: rule_features(*key), lambda _: nothing),
            _Rows(weights, lambda beside: beside, lambda _: nothing),
            _Rows(weights, lambda key: tag_features(*key), lambda key: forbidden[key[0]]),
        )

    @classmethod
    def train(
        cls,
        articles: Iterable[Marked],
        *,
        rounds: int = 5,
        seed: int = 1,
        least: int = 12,
    ) -> EntityTagger:
        """Train on marked articles; a few seconds for forty.

        The outcome depends on nothing but the articles, their order, and these numbers.

        Args:
            articles: Articles with gold tokens, sentences and entities.
            rounds: How often to go through them all.
            seed: What the order in a round is drawn from.
            least: The smallest weight that is kept, in hundredths.
        """
        from nltk.tag.perceptron import AveragedPerceptron

        lessons = [_lesson(article) for article in articles]
        learner = AveragedPerceptron()
        learner.classes = {"O"} | {tag for lesson in lessons for tag in lesson.tags}
        order = random.Random(seed)
        for _ in range(rounds):
            order.shuffle(lessons)
            for lesson in lessons:
                _study(learner, lesson)
        learner.average_weights()
        tags = ["O", *sorted(learner.classes - {"O"})]
        weights = {}
        for feature in sorted(learner.weights):
            row = [round(learner.weights[feature].get(tag, 0.0) * _SCALE) for tag in tags]
            row = [weight if abs(weight) >= least else 0 for weight in row]
            if any(row):
                weights[feature] = row
        return cls(tags, weights)

    def tag(
        self,
        text: str,
        tokens: Sequence[Span] | None = None,
        sentences: Sequence[Span] | None = None,
    ) -> list[Span]:
        """Find the entities of a text; see `tag_entities`."""
        reading = read(text, tokens, sentences)
        dates = find_dates(reading)
        evidence = gather(reading, find_names(reading, dates), dates)
        tags = self._tags(reading, evidence)
        # Only the tokens that may be in names, and the one after each: most of a text is outside.
        places = evidence.places
        near = sorted({*places, *(i + 1 for i in places if i + 1 < len(tags))})
        names = bio_decode([reading.tokens[i] for i in near], [tags[i] for i in near])
        return sorted([*names, *spans_of(reading, dates)])

    def _tags(self, reading: Reading, evidence: Evidence) -> list[str]:
        """The tags of all tokens, each the best in view of the ones before."""
        words, rules, beside = reading.words, evidence.rules, evidence.beside
        starts, names = reading.starts, self.tags
        own, before_it, two_before, after_it, two_after, place, elsewhere, history = self._rows
        padded = ["", "", *words, "", ""]
        tags = ["O"] * len(words)
        for i in evidence.places:
            if sure := SURE.get(rules[i]):
                tags[i] = sure
                continue
            word = words[i]
            last = "O" if i in starts else tags[i - 1]
            last2 = "O" if i in starts or i - 1 in starts else tags[i - 2]
            rows = (
                own[word],
                before_it[padded[i + 1]],
                two_before[padded[i]],
                after_it[padded[i + 3]],
                two_after[padded[i + 4]],
                place[rule_key(reading, evidence, i)],
                elsewhere[beside.get(word, ())],
                history[last, last2, kind_of_word(word)],
            )
            total = list(map(sum, zip(*rows, strict=True)))
            tags[i] = names[total.index(max(total))]
        return tags

    def dump(self) -> str:
        """The model as JSON, one feature a line; the same model gives the same text."""
        lines = [
            f"{json.dumps(feature, ensure_ascii=False)}: {_packed(row)}"
            for feature, row in sorted(self.weights.items())
        ]
        tags = json.dumps(self.tags)
        return (
            f'{{"format": {FORMAT}, "tags": {tags}, "weights": {{\n' + ",\n".join(lines) + "\n}}\n"
        )

    @classmethod
    def load(cls, text: str) -> EntityTagger:
        """Read back what `dump` wrote.

        Raises:
            BadInput: It is no model of this format.
        """
        try:
            data: Any = json.loads(text)
            if data["format"] != FORMAT:
                raise ValueError(f"format {data['format']!r:.20}")
            tags = [str(tag) for tag in data["tags"]]
            weights = {}
            for feature, packed in data["weights"].items():
                row = [0] * len(tags)
                for at, weight in zip(packed[::2], packed[1::2], strict=True):
                    row[at] = weight
                weights[feature] = row
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise BadInput(
                f"this is no model of an entity tagger ({error}); train one, "
                "or install newsbook again"
            ) from None
        return cls(tags, weights)


def _packed(row: Sequence[int]) -> str:
    """Only the tags that have a weight: index, weight, index, weight."""
    pairs = (f"{at},{weight}" for at, weight in enumerate(row) if weight)
    return f"[{','.join(pairs)}]"


def _at(offset: int, word: str) -> list[str]:
    """The features of a neighbour, with its place."""
    return [f"{offset:+d} {feature}" for feature in near_features(word)]


class _Rows(dict[Any, list[int]]):
    """The weights of all features that a token has for one reason, added up.

    They are the same wherever that reason recurs (the word, the word before, …), so they are added
    up once and kept. This is what makes the tagger fast: most words of a text come again.
    """

    def __init__(
        self,
        weights: dict[str, list[int]],
        features: Callable[[Any], Iterable[str]],
        begin: Callable[[Any], list[int]],
    ) -> None:
        super().__init__()
        self._weights, self._features, self._begin = weights, features, begin

    def __missing__(self, key: Any) -> list[int]:
        if len(self) > _KEPT:
            self.clear()
        row = self._begin(key)
        for feature in self._features(key):
            weights = self._weights.get(feature)
            if weights is not None:
                row = list(map(add, row, weights))
        self[key] = row
        return row


_KEPT = 20_000  # rows to keep for each reason; an article has some hundred words


#: Where a rule is hardly ever wrong, its word is law: the tag that it stands for.
SURE = {
    f"{mark}-{label} {reason}": f"{mark}-{label}" if label else "O"
    for label, reason in LAW
    for mark in "BI"
}


class _Lesson:
    """A text made ready to learn from: its features but for the tags before, and the right tags."""

    def __init__(self, reading: Reading, evidence: Evidence, tags: list[str]) -> None:
        self.reading, self.evidence, self.tags = reading, evidence, tags
        self.features = [still_features(reading, evidence, i) for i in evidence.places]


def _lesson(article: Marked) -> _Lesson:
    reading = read(article.text, article.gold("tokens"), article.gold("sentences"))
    dates = find_dates(reading)
    names: Sequence[Mention] = find_names(reading, dates)
    gold = [span for span in article.gold("entities") if span.label != "DATE"]
    return _Lesson(reading, gather(reading, names, dates), bio_encode(reading.tokens, gold))


def _study(learner: Any, lesson: _Lesson) -> None:
    """Go through a text once: guess, and learn from what was wrong."""
    words = lesson.reading.words
    starts = lesson.reading.starts
    guessed = ["O"] * len(words)
    for i, told in zip(lesson.evidence.places, lesson.features, strict=True):
        fresh = i in starts
        before = "O" if fresh else guessed[i - 1]
        before2 = "O" if fresh or i - 1 in starts else guessed[i - 2]
        if sure := SURE.get(lesson.evidence.rules[i]):
            guessed[i] = sure
            continue
        # NLTK wants each feature with a value.
        features = dict.fromkeys([*told, *tag_features(before, before2, kind_of_word(words[i]))], 1)
        guess, _ = learner.predict(features)
        learner.update(lesson.tags[i], guess, features)
        guessed[i] = guess
