"""Type a pattern and see at once what Python finds with it in an article."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import traitlets

from newsbook.articles import Article
from newsbook.errors import BadInput, WrongType, kind_of, want_text
from newsbook.exercises import RegexExercise
from newsbook.exercises.regex import LONGEST_PATTERN, in_words, read_pattern
from newsbook.markup import escaped, prose
from newsbook.spans import Span, are_disjoint, as_spans
from newsbook.text.patterns import FINDER, FLAGS, RUNAWAY, Found, Job, Query
from newsbook.widgets.core import FRAME, AnswerWidget
from newsbook.widgets.practice import practice
from newsbook.widgets.static import Mark, marked_html
from newsbook.widgets.surface import ARTICLE, article_content, text_of

__all__ = ["RegexPlayground"]

CURLY = {'"': "“”", "'": "‘’"}
"""What newspapers print where keyboards have a straight mark."""

MOST_SHOWN = 2_000
"""Matches whose places the page gets; all are counted."""


class RegexPlayground(AnswerWidget):
    r"""A field for a regular expression above an article in which its matches light up.

    The pattern runs in Python's own `re`, in a process beside the kernel that is ended after a
    second (see `newsbook.text.patterns`), so a runaway pattern harms nothing and the kernel answers
    meanwhile. A pattern that Python cannot read is told in plain words, with its place.

    Where a target is given, the page says while one types how many of its places are found, and how
    many matches are too much. Alone, each match is marked as right or too much; what is missed is
    not in the page before *Show what is missed*, which opens with the first *Check*. Bound to an
    exercise, neither is shown before as many different patterns were checked as its
    `shows_missed_after` says: else one pattern for every word would find them out.

    Args:
        article_or_text: An `Article`, or a text.
        target: What the pattern is to find, for practice without an exercise.
        pattern: The pattern to start from.
        flags: The flags that can be ticked: letters of i (ignore case), s (``.`` matches a newline
            too), m (``^`` and ``$`` at each line); or True for all.
        example: A pattern that shows what one looks like.
        large: Whether letters are as large as a projector needs.

    Attributes:
        value: ``{"pattern": "\\d+", "flags": ["i"]}``.
        pattern: The pattern; can be set.
        matches: The first 2,000 matches, each ``{"match": Span, "groups": {"1": Span, …}}``. A
            group is under its name or number, and None where it has no characters. Waits for the
            answer, up to the time limit.
        spans: The same in one list: each match with the label MATCH, and behind it its groups,
            labelled by name or number.
        counts: ``{"matches": 9}``, of all matches, and with a target also how many places are
            ``"found"`` and ``"missed"`` and how many matches are ``"too much"``.
        error: Why there are no matches, in a sentence; None where the pattern works.
        remark: That the pattern has straight quotes where the text has curly ones, in a sentence;
            None where that is not so.

    Raises:
        NotAnAnswer: The pattern is no string or longer than 1,000 characters, or a flag is not
            offered.
        BadInput: The text, the target or the flags are of another kind.

    Example:
        >>> years = RegexPlayground("1998 to 2024", [Span(0, 4), Span(8, 12)], pattern="[0-9]")
        >>> years.counts
        {'matches': 8, 'found': 0, 'missed': 2, 'too much': 8}
        >>> years.pattern = r"(\d\d)\d\d"
        >>> years.spans[:2]
        [Span(start=0, end=4, label='MATCH'), Span(start=0, end=2, label='1')]
        >>> years.check()
        ✓ correct
        Just what was wanted, and nothing else.
        >>> years.pattern = "(a"
        >>> years.error.partition(" (Python")[0]
        'This bracket is opened and never closed.'
    """

    parts = (*FRAME, *ARTICLE, "regex_playground.css", "regex_pieces.js", "regex_playground.js")
    _found = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        article_or_text: Article | str,
        target: Sequence[Span] | None = None,
        *,
        pattern: str = "",
        flags: bool | Sequence[str] = False,
        example: str = "",
        exercise: RegexExercise | None = None,
        folder: Path | None = None,
        large: bool = False,
    ) -> None:
        self.text = text_of(article_or_text, "RegexPlayground")
        self._called = "article" if exercise or isinstance(article_or_text, Article) else "text"
        self.flags = _flags(flags)
        want_text(example, "RegexPlayground's example")
        judge: RegexExercise | None = None
        self._target: list[Span] | None = None
        if exercise is not None:
            self._target = exercise.target_spans
        elif target is not None:
            self._target = _target(target, self.text)
            judge = practice(
                RegexExercise,
                text=self.text,
                target=self._target,
                traps=(),
                flags=self.flags,
                praise="Just what was wanted, and nothing else.",
            )
        self._wanted = tuple((span.start, span.end) for span in self._target or ())
        self._guard = threading.RLock()
        self._owner = object()
        self._job: Job | None = None
        self._result = self._good = Found()
        self._showing = False
        content = {
            **article_content(self.text),
            "question": exercise.question if exercise else "",
            "flags": [{"letter": letter, "says": FLAGS[letter]} for letter in self.flags],
            "example": example,
            "longest": LONGEST_PATTERN,
            "target": None if self._target is None else len(self._target),
        }
        super().__init__({"pattern": pattern, "flags": []}, content, exercise, folder, judge, large)
        self._search()

    @classmethod
    def of(cls, exercise: Any, folder: Path | None = None) -> RegexPlayground:
        """The widget of an exercise of its kind, bound to it."""
        return RegexPlayground(
            exercise.article_text,
            pattern=exercise.start,
            flags=exercise.flags,
            example=exercise.example,
            exercise=exercise,
            folder=folder,
        )

    # What Python sees.

    @property
    def pattern(self) -> str:
        """The pattern."""
        return str(self.value["pattern"])

    @pattern.setter
    def pattern(self, pattern: str) -> None:
        self.value = {**self.value, "pattern": pattern}

    @property
    def matches(self) -> list[dict[str, Any]]:
        """The matches, each with its groups."""
        found = self._settled()
        return [
            {
                "match": Span(*whole, "MATCH"),
                "groups": {
                    name: Span(*place, name) if place and place[0] < place[1] else None
                    for name, place in zip(found.names, groups, strict=True)
                },
            }
            for whole, *groups in found.matches
            if whole
        ]

    @property
    def spans(self) -> list[Span]:
        """The matches and their groups in one list."""
        return [
            span
            for match in self.matches
            for span in (match["match"], *match["groups"].values())
            if span is not None
        ]

    @property
    def counts(self) -> dict[str, int]:
        """How many matches there are, and how they compare with the target."""
        found = self._settled()
        counts = {"matches": found.count}
        if self._target is not None:
            hits = len(found.hits)
            counts |= {"found": hits, "missed": len(self._target) - hits}
            counts["too much"] = found.count - hits
        return counts

    @property
    def error(self) -> str | None:
        """Why there are no matches; None where the pattern works."""
        return self._problem(self._settled()) or None

    @property
    def remark(self) -> str | None:
        """What may be wrong with the pattern's quotes; None where nothing is."""
        for straight, pair in CURLY.items():
            used = [mark for mark in pair if mark in self.text]
            if straight not in self.pattern or any(mark in self.pattern for mark in pair):
                continue
            if sum(map(self.text.count, used)) > self.text.count(straight):
                others = "which are other characters" if used[1:] else "which is another character"
                return f"This {self._called} uses {' and '.join(used)}, {others} than {straight}."
        return None

    def show_missed(self) -> list[Span]:
        """Show in the article what is missed and what is too much, and return what is missed.

        Raises:
            BadInput: There is no target, or it may not be seen yet.
        """
        if self._target is None:
            raise BadInput("This RegexPlayground has no target, so nothing is missed.")
        if self._locked or self._locked is None:
            opens = self._locked or "is not shown in this exercise."
            raise BadInput(f"What is missed {opens[0].lower()}{opens[1:]}")
        self._showing = True
        found = self._settled()
        self._show(found)
        self._push()
        return [self._target[i] for i in self._missed(found)]

    # Searching.

    @traitlets.observe("value")
    def _pattern_changed(self, _change: Any) -> None:
        if self._live:
            self._search()

    def _search(self) -> None:
        """Have the pattern searched for: meanwhile where there is a loop, as in a kernel."""
        pattern, flags = self.value["pattern"], "".join(self.value["flags"])
        query = Query(self.text, pattern, flags, MOST_SHOWN, self._wanted)
        then = self._later()
        with self._guard:
            self._job = FINDER.ask(query, self._owner, then) if pattern else None
            if not pattern:
                self._result = self._good = Found()
                self._show(self._result)
        if then is None:
            self._settled()

    def _later(self) -> Callable[[Job], None] | None:
        """What brings an answer from the finder's thread to this one; None without a loop."""
        try:
            loop, context = asyncio.get_running_loop(), contextvars.copy_context()
        except RuntimeError:
            return None

        def then(job: Job) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._arrived, job, context=context)

        return then

    def _arrived(self, job: Job) -> None:
        with self._guard:
            if job is not self._job:
                return  # there is a newer one, or Python has waited for this one
            self._job = None
            self._result = job.found or Found()
            if self._result.usable:
                self._good = self._result
            self._show(self._result)

    def _settled(self) -> Found:
        """What came of the newest search; waits for it."""
        while (job := self._job) is not None:
            job.wait()
            self._arrived(job)
        return self._result

    def _problem(self, found: Found) -> str:
        if found.error:
            return in_words(found.error, found.at)
        return RUNAWAY.format(seconds=FINDER.seconds) if found.cut else found.refused

    def _missed(self, found: Found) -> list[int]:
        hits = set(found.hits)
        return [i for i in range(len(self._wanted)) if i not in hits]

    def _show(self, found: Found) -> None:
        """Send the page what was found; with a pattern that fails, the last good matches."""
        good = found if found.usable else self._good
        missed = extra = None
        if self._target is not None and found.usable:
            if self._showing:
                missed = [list(self._wanted[i]) for i in self._missed(found)]
            if self._showing or self.exercise is None:
                wanted = set(self._wanted)
                extra = [i for i, match in enumerate(found.matches) if match[0] not in wanted]
        self._found = {
            "of": [self.value["pattern"], self.value["flags"]],
            "problem": self._problem(found),
            "remark": self.remark or "",
            "at": found.at,
            "count": found.count,
            "empty": found.empty,
            "hits": len(found.hits),
            "names": list(good.names),
            "matches": good.matches,
            "missed": missed,
            "extra": extra,
        }

    # What may be seen of the target.

    @property
    def _locked(self) -> str | None:
        """Why what is missed may not be seen yet; empty when it may; None when it never may."""
        exercise = self.exercise
        after = exercise.shows_missed_after if isinstance(exercise, RegexExercise) else 1
        if after is None or self._target is None:
            return None
        left = after - len(self._tried)
        if left <= 0:
            return ""
        more = "a pattern" if after == 1 else f"{left} more pattern{'s' * (left != 1)}"
        return f"Can be seen when you have checked {more}."

    def _extra(self) -> dict[str, Any]:
        return {"locked": self._locked, "showing": self._showing}

    def _act(self, content: dict[str, Any]) -> None:
        if content.get("do") != "missed":
            super()._act(content)
        elif self._locked == "":
            self._showing = content.get("show") is True
            with self._guard:
                if self._job is None:
                    self._show(self._result)

    # The answer, and how it is told.

    def _read(self, value: Any) -> dict[str, Any]:
        return read_pattern(value, self.flags)

    def _told(self) -> str:
        """What came of the pattern, in a few words."""
        if not self.pattern:
            return "no pattern"
        found = self._settled()
        if not found.usable:
            return "stopped" if found.cut else "not searched for"
        if self._target is None:
            return f"{found.count:,} {'match' if found.count == 1 else 'matches'}"
        hits, extra = len(found.hits), found.count - len(found.hits)
        told = f"{hits:,} of {len(self._target):,} found"
        return f"{told}, {extra:,} too much" if extra else told

    def _summary(self) -> str:
        return f"{self.pattern!r:.60}, {self._told()}" if self.pattern else self._told()

    def _html(self) -> str:
        question = f"<p>{prose(asked)}</p>" if (asked := self._content["question"]) else ""
        flags = f" with the flags {', '.join(given)}" if (given := self.value["flags"]) else ""
        pattern = f"<p>Pattern: <code>{escaped(self.pattern)}</code>{flags}</p>"
        pattern += f"<p>{escaped(self.error)}</p>" if self.error else ""
        marks = [
            Mark(match["match"].start, match["match"].end, "", "match", 5 * (i % 2))
            for i, match in enumerate(self.matches)
        ]
        shown = question + pattern if self.pattern else question
        # Neighbouring matches have two looks, which a legend would count apart.
        count = f"<p>Matches: {self.counts['matches']:,}</p>"
        return self._fixed(shown + marked_html(self.text, marks, legend=False) + count)


def _flags(given: Any) -> tuple[str, ...]:
    if isinstance(given, bool) or given is None:
        return tuple(FLAGS) if given else ()
    wanted = f'RegexPlayground needs flags as letters of {", ".join(FLAGS)}, such as ["i"], or True'
    if not isinstance(given, list | tuple) or not all(isinstance(flag, str) for flag in given):
        raise WrongType(f"{wanted}, not {kind_of(given)}.")
    for flag in given:
        if flag not in FLAGS:
            raise BadInput(f"{wanted}; {flag!r:.20} is none of them.")
    return tuple(flag for flag in FLAGS if flag in given)


def _target(given: Any, text: str) -> list[Span]:
    target = sorted(as_spans(given, "RegexPlayground needs its target as spans", text))
    if not target:
        raise BadInput("RegexPlayground has an empty target; leave it out where there is none.")
    if not are_disjoint(target):
        raise BadInput("RegexPlayground's target overlaps, which no pattern's matches can do.")
    return target
