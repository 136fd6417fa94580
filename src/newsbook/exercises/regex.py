"""Write the pattern that finds what is wanted in a text. Answered in a playground for patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from newsbook.articles import Article
from newsbook.exercises.base import Misconception
from newsbook.exercises.cases import Case, CasesExercise
from newsbook.exercises.verdict import Json, State
from newsbook.scoring import Score, score
from newsbook.spans import Span, are_disjoint, from_json, from_words
from newsbook.text.patterns import FINDER, FLAGS, RUNAWAY, SECONDS, Query

__all__ = ["LONGEST_PATTERN", "RegexExercise", "WrongPattern", "in_words", "read_pattern"]

LONGEST_PATTERN = 1_000
"""Code points of a pattern."""

MOST_MATCHES = 20_000
"""Matches of a pattern in one text that are looked at."""


@dataclass(frozen=True)
class WrongPattern:
    r"""A pattern that is often written and does not do what is wanted.

    Args:
        name: A few words for the instructor's statistics: ``"greedy"``.
        pattern: The pattern. Whoever finds the same with another one gets its sentence, too.
        says: What to tell a learner. It must not give the right pattern away.
        flags: The letters of the flags that it is used with.

    Example:
        >>> WrongPattern("greedy", "“.*”", "Where does each quote end?").answer
        {'pattern': '“.*”', 'flags': []}
    """

    name: str
    pattern: str
    says: str
    flags: Sequence[str] = ()

    @property
    def answer(self) -> dict[str, Json]:
        """The same as an answer."""
        return {"pattern": self.pattern, "flags": list(self.flags)}


def read_pattern(value: Any, offered: Sequence[str]) -> dict[str, Any]:
    r"""An answer in its one normal form.

    Args:
        value: ``{"pattern": "\\d+", "flags": ["i"]}``; it is not trusted.
        offered: The letters of the flags that may be given.

    Raises:
        ValueError: One sentence about what is wrong with it, without its full stop.

    Example:
        >>> read_pattern({"pattern": "a", "flags": ["m", "i", "i"]}, ["i", "m"])
        {'pattern': 'a', 'flags': ['i', 'm']}
    """
    if not isinstance(value, dict) or set(value) != {"pattern", "flags"}:
        raise ValueError('it is not of the form {"pattern": "\\\\d+", "flags": []}')
    pattern, flags = value["pattern"], value["flags"]
    if not isinstance(pattern, str):
        raise ValueError("the pattern is not a string")
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"the pattern is longer than {LONGEST_PATTERN:,} characters")
    if any("\ud800" <= char <= "\udfff" for char in pattern):
        raise ValueError("the pattern holds half a character (a lone surrogate)")
    if not isinstance(flags, list) or not all(isinstance(flag, str) for flag in flags):
        raise ValueError("the flags are not a list of letters")
    for flag in flags:
        if flag not in offered:
            known = f"only {', '.join(offered)}" if offered else "none is offered"
            raise ValueError(f"there is no flag {flag!r:.20}: {known}")
    return {"pattern": pattern, "flags": [flag for flag in FLAGS if flag in flags]}


_WORDS = (
    ("missing ), unterminated subpattern", "This bracket is opened and never closed."),
    ("missing ), unterminated comment", "This comment is never closed."),
    ("unbalanced parenthesis", "This bracket closes none that is open."),
    ("unterminated character set", "This square bracket is opened and never closed."),
    ("bad character range", "This range in square brackets runs backwards, or has no end."),
    ("nothing to repeat", "There is nothing before this sign that it could repeat."),
    ("multiple repeat", "Two signs that repeat stand one behind the other."),
    ("min repeat greater", "The smaller number of repeats comes first."),
    ("bad escape (end", "The last backslash has nothing behind it."),
    ("bad escape", "A backslash before this letter means nothing."),
    ("incomplete escape", "Some digits are missing behind this backslash."),
    ("undefined character name", "There is no character of this name."),
    ("look-behind requires", "A look-behind must always be of the same length."),
    ("unknown extension", "A bracket with a question mark begins something special, which this is "
     "not."),
    ("unexpected end", "A bracket with a question mark begins something special; what?"),
    ("invalid group reference", "This points to a group that is not there."),
    ("cannot refer to an open group", "This points to a group that is not closed yet."),
    ("redefinition of group", "Two groups have the same name."),
    ("unknown group name", "No group has this name."),
    ("missing group name", "The name of this group is missing."),
    ("bad character in group name", "The name of a group is like that of a variable."),
    ("missing >", "The name of this group is not closed."),
    ("global flags not at the start", "Flags for all the pattern stand at its very beginning."),
    ("the repetition number", "This number of repeats is too large."),
    ("nested too deeply", "Too many brackets stand inside each other."),
)  # fmt: skip


def in_words(error: str, at: int | None) -> str:
    """Python's message on a pattern that it cannot read, in plain words and in its own.

    Args:
        error: The message, without the place.
        at: The place in the pattern, from 0, if it is known.

    Example:
        >>> in_words("unbalanced parenthesis", 3)
        'This bracket closes none that is open. (Python: unbalanced parenthesis at position 3)'
    """
    plain = next((plain for start, plain in _WORDS if error.startswith(start)), "")
    place = "" if at is None else f" at position {at}"
    return f"{plain or 'Python cannot read this pattern.'} (Python: {error}{place})"


class RegexExercise(CasesExercise):
    r"""Write a regular expression that finds just what is wanted in a text.

    The answer is ``{"pattern": "\\d+", "flags": []}``. Judged are its matches alone: any pattern
    that finds the same is right. What is in groups does not count. The score is the F1 of the
    matches' places against the target: half of it for the learner's text, half for the mean of all
    others.

    While the learner types, the playground says how many of the wanted places are found, and never
    which. `shows_missed_after` says when they may be shown.

    The pattern is run on each case with the time limit of `newsbook.text.patterns`; once one case
    is cut off, the others are not tried.

    Attributes:
        question: What is asked.
        text: The text, or the name of one of the workbook's articles in `article`.
        target: What is to be found: `Span`s, or the words in the order of the text. Or define
            `make_target`.
        traps: The misconceptions: wrong patterns, told by what they find. The particular come
            before the general.
        more: Other texts that a pattern is tried on besides, which the learner does not see:
            ``Case((text,), [[0, 4], …])``. They tell a rule from a list of words.
        flags: The letters of the flags that are offered: of i, s, m.
        start: A pattern that the learner starts from, as one to be mended.
        example: A pattern that shows what one looks like; not an answer.
        shows_missed_after: After how many different patterns, all checked, the learner may see in
            the text what is missed and what is too much. None: never.

    Example:
        >>> class Years(RegexExercise):
        ...     id, title, skill, points, minutes = "9.1", "Years", "find years", 2, 3
        ...     hints = ("How many digits?", "What stands beside them?")
        ...     praise, question = "Right.", "Find each year."
        ...     text, target = "In 1998, 12 of 50000; in 2024, 3.", ("1998", "2024")
        ...     traps = (WrongPattern("numbers", r"\d+", "Is each number a year?"),)
        >>> Years().check({"pattern": "[0-9]+", "flags": []})
        △ 9.1 not yet · 1.1 of 2 points
        Is each number a year?
        >>> Years().check({"pattern": r"\b\d{4}\b", "flags": []})
        ✓ 9.1 correct · 2 of 2 points
        Right.
    """

    widget = True
    question: ClassVar[str]
    text: ClassVar[str] = ""
    article: ClassVar[str] = ""
    target: ClassVar[Sequence[Span | str]] = ()
    traps: ClassVar[Sequence[WrongPattern]]
    more: ClassVar[Sequence[Case]] = ()
    flags: ClassVar[Sequence[str]] = ()
    start: ClassVar[str] = ""
    example: ClassVar[str] = ""
    shows_missed_after: ClassVar[int | None] = 3

    @property
    def article_text(self) -> str:
        """The text that the learner sees, wherever it comes from."""
        return self.text or Article.load(self.article).text

    def make_target(self, text: str) -> Sequence[Span | str]:
        """What is to be found in the learner's text; by default `target`."""
        return self.target

    @property
    def target_spans(self) -> list[Span]:
        """What is to be found, in the order of the text."""
        return [Span(start, end) for start, end in self.cases[0].expected]

    def make_cases(self) -> Sequence[Case]:
        """The learner's text first, then `more`."""
        text = self.article_text
        target = list(self.make_target(text))
        placed = [span for span in target if isinstance(span, Span)]
        placed += from_words(text, [words for words in target if isinstance(words, str)])
        places = sorted({(span.start, span.end) for span in placed})
        return (Case((text,), [list(place) for place in places]), *self.more)

    @property
    def misconceptions(self) -> Sequence[Misconception]:
        """Each trap, as an answer."""
        return [Misconception(trap.name, trap.says, trap.answer) for trap in self.traps]

    def faults(self) -> list[str]:
        """As for every exercise; and targets no pattern can match, and traps that catch nothing."""
        found = super().faults()
        where = f"{type(self).__module__}.{type(self).__name__}"
        if bool(self.text) == bool(self.article):
            return [*found, f"{where} needs either text or article."]
        for case in self.cases:
            spans = from_json(case.expected)
            if not spans or not are_disjoint(spans) or spans[-1].end > len(case.inputs[0]):
                return [*found, f"{where}: a target lies in its text, apart, and is not empty."]
        for flag in self.flags:
            if flag not in FLAGS:
                found.append(f"{where}: the flags are {', '.join(FLAGS)}, not {flag!r:.20}.")
        for mistake in self.misconceptions:
            verdict = self.check(mistake.wrong)
            if verdict.state is not State.NOT_YET or verdict.sentence != mistake.sentence:
                found.append(f"{where}: the pattern “{mistake.name}” does not get its sentence.")
        return found

    def observe(self, answer: Any, cases: Sequence[Case] | None = None) -> Json:
        """What the pattern matches in each case, ``{"value": [[0, 4], …]}``; or ``{"cut": true}``.

        A pattern that Python cannot read, or that finds far too much, is ``{"unusable": "Why."}``.
        """
        if answer is None:
            return {"unset": True}
        try:
            read = read_pattern(answer, self.flags)
        except ValueError:
            return {"unreadable": True}
        pattern, flags = read["pattern"], "".join(read["flags"])
        if not pattern or (pattern == self.start and not flags):
            return {"unset": True}
        seen: list[Json] = []
        for case in self.cases if cases is None else cases:
            if {"cut": True} in seen:
                seen.append({"cut": True})
                continue
            found = FINDER.find(Query(case.inputs[0], pattern, flags, MOST_MATCHES))
            if found.error:
                return {"unusable": in_words(found.error, found.at)}
            if found.refused:
                return {"unusable": found.refused}
            if found.count > MOST_MATCHES:
                return {"unusable": f"This finds {found.count:,} places, far more than are wanted."}
            places: list[list[int]] = [list(match[0]) for match in found.matches if match[0]]
            seen.append({"cut": True} if found.cut else {"value": places})
        return {"cases": seen}

    def would(self, mistake: Misconception, tried: Sequence[Case]) -> list[Json] | None:
        """What a trap finds in each case. An author's pattern needs no cut-off."""
        flags = sum(re.RegexFlag[flag.upper()] for flag in mistake.wrong["flags"])
        compiled = re.compile(mistake.wrong["pattern"], flags)
        return [
            {"value": [list(m.span()) for m in compiled.finditer(case.inputs[0]) if m.group()]}
            for case in tried
        ]

    def score(self, seen: Sequence[Json], wrong: Sequence[int], tried: Sequence[Case]) -> float:
        """F1, half of it on the learner's text; never quite full for a wrong answer."""
        scores = [_score(outcome, case) for outcome, case in zip(seen, tried, strict=True)]
        first, *others = [one.f1 if one else 0.0 for one in scores]
        rest = sum(others) / len(others) if others else first
        return min((first + rest) / 2, 0.99)

    def explain(self, case: Case, outcome: dict[str, Json]) -> tuple[State, str]:
        """How many are found; and of the learner's own matches, one that is not as it should be."""
        if outcome.get("cut") is True:
            return State.NOT_YET, RUNAWAY.format(seconds=SECONDS)
        result = _score(outcome, case)
        if result is None:
            return State.NOT_YET, "This answer is not one that the exercise can read."
        if case.says:
            return State.NOT_YET, case.says
        (text,) = case.inputs
        hidden = text != self.article_text
        place = "In a text that you have not seen, " if hidden else ""
        right, wanted = result.true_positives, len(case.expected)
        counted = f"{place}{right} of {wanted} {'is' if right == 1 else 'are'} found"
        near = score(result.missed, result.invented, match="overlap", labels=False)
        more = f", {len(near.invented)} too much" if len(near.invented) > 1 else ""
        # Of a hidden text no word is told: each check would give a little of it away.
        if hidden and near.matched:
            return State.NOT_YET, (
                f"{counted}; there {_off(near.matched)}. What may stand there that your text does "
                "not have?"
            )
        if hidden and near.invented:
            return State.NOT_YET, f"{counted}{more or ', one too much'}; what else can look alike?"
        if near.matched:
            words = _shown(near.matched[0][1].of(text))
            return State.NOT_YET, f"{counted}; look where `{words}` should begin and end."
        if near.invented:
            words = _shown(near.invented[0].of(text))
            return State.NOT_YET, f"{counted}{more}; is `{words}` what is wanted?"
        return State.NOT_YET, f"{counted}, and nothing too much. What do the others look like?"


def _off(matched: Sequence[tuple[Span, Span]]) -> str:
    """How the first of some matches lies beside what is wanted, without a word of it."""
    wanted, given = matched[0]
    if given.start != wanted.start:
        return f"a match begins too {'early' if given.start < wanted.start else 'late'}"
    return f"a match ends too {'early' if given.end < wanted.end else 'late'}"


def _score(outcome: Json, case: Case) -> Score | None:
    """How an outcome's places compare; None where it has none that can be read."""
    try:
        spans = from_json(outcome.get("value"))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    if any(span.end > len(case.inputs[0]) for span in spans) or len(spans) > MOST_MATCHES:
        return None
    return score(from_json(case.expected), spans, labels=False)


def _shown(words: str) -> str:
    """The beginning of a match, as it can stand between backticks."""
    words = " ".join(words.split()).replace("`", "‘")
    return words if len(words) <= 40 else f"{words[:39]}…"
