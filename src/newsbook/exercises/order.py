"""Parsons problems: lines are given; their order and their indentation are the answer."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from newsbook.exercises.base import Exercise, Misconception
from newsbook.exercises.verdict import MOST_FOR_A_PART, Json, State, Verdict

__all__ = ["INDENT", "ExtraLine", "OrderExercise", "WrongOrder", "split_line"]

INDENT = 4
"""Spaces that make one step of indentation."""

MAX_STEPS = 8


@dataclass(frozen=True)
class ExtraLine:
    """A line that belongs to no right program.

    Args:
        line: The line, without indentation.
        says: What to tell a learner who uses it.
    """

    line: str
    says: str


@dataclass(frozen=True)
class WrongOrder:
    """A plausible wrong program and the sentence that answers it.

    Args:
        name: A few words for the instructor's statistics.
        program: The lines, indented, as the learner would put them.
        says: What the learner is told.
    """

    name: str
    program: Sequence[str]
    says: str


def split_line(line: str) -> tuple[str, int]:
    """A line of a program as its text and its steps of indentation.

    Raises:
        ValueError: The indentation is no multiple of `INDENT`, or has tabs.

    Example:
        >>> split_line("    return tokens")
        ('return tokens', 1)
    """
    text = line.lstrip(" ")
    steps, left = divmod(len(line) - len(text), INDENT)
    if left or not text.strip() or text[0].isspace():
        raise ValueError(f"the line {line!r:.60} is not indented by steps of {INDENT} spaces")
    return text.rstrip(), steps


class OrderExercise(Exercise):
    """Put the lines of a program in order, with their indentation.

    The answer is ``{"lines": [["def f(x):", 0], ["return x", 1]]}``: the lines that are used, each
    with its steps of indentation. A wrong answer earns up to half of the points, by the
    share of lines that stand in the right order and depth, by the longest matching runs
    (`difflib`, after Ratcliff and Obershelp).

    Attributes:
        question: What the program is to do.
        program: The right program, a line each, indented by four spaces a step.
        also: Other right programs of the same lines.
        extra: Lines that are in the way, each with its sentence.
        wrong: Plausible wrong programs, each with its sentence.
    """

    widget = True
    question: ClassVar[str]
    program: ClassVar[Sequence[str]]
    also: ClassVar[Sequence[Sequence[str]]] = ()
    extra: ClassVar[Sequence[ExtraLine]] = ()
    wrong: ClassVar[Sequence[WrongOrder]] = ()

    def faults(self) -> list[str]:
        """As for every exercise; and programs that are not made of the lines."""
        where = f"{type(self).__module__}.{type(self).__name__}"
        found = super().faults()
        try:
            given = Counter(self.bank)
            for program in (self.program, *self.also, *(wrong.program for wrong in self.wrong)):
                if unknown := Counter(text for text, _ in map(split_line, program)) - given:
                    line = next(iter(unknown))
                    found.append(
                        f"{where} uses the line {line!r:.60}, which is not among its lines."
                    )
        except ValueError as error:
            found.append(f"{where}: {error}.")
        return found

    @property
    def bank(self) -> list[str]:
        """All lines without indentation, in an order that says nothing, the same at every run."""
        lines = [split_line(line)[0] for line in self.program]
        lines += [extra.line for extra in self.extra]
        return sorted(lines, key=_scramble)

    @property
    def right(self) -> list[list[list[Any]]]:
        """The right programs, in the form of an answer's lines."""
        return [_lines(program) for program in (self.program, *self.also)]

    @property
    def misconceptions(self) -> Sequence[Misconception]:
        """The wrong programs, and for each extra line the right program with it at the end."""
        found = [
            Misconception(wrong.name, wrong.says, {"lines": _lines(wrong.program)})
            for wrong in self.wrong
        ]
        for extra in self.extra:
            lines = [*self.right[0], [extra.line, 0]]
            says = f"`{extra.line}`: {extra.says}"
            found.append(Misconception(f"used {extra.line}", says, {"lines": lines}))
        return found

    def observe(self, answer: Any, cases: Any = None) -> Json:
        """The lines that are used; ``{"unset": true}`` when none is."""
        if answer is None:
            return {"unset": True}
        lines = answer.get("lines") if isinstance(answer, dict) else None
        if not isinstance(lines, list):
            return {"unreadable": True}
        for line in lines:
            if not isinstance(line, list | tuple) or len(line) != 2:
                return {"unreadable": True}
            text, steps = line
            if not isinstance(text, str) or type(steps) is not int or not 0 <= steps <= MAX_STEPS:
                return {"unreadable": True}
        if Counter(text for text, _ in lines) - Counter(self.bank):
            return {"unreadable": True}
        return {"lines": [[text, steps] for text, steps in lines]} if lines else {"unset": True}

    def judge(self, observation: Json, cases: Any = None) -> Verdict:
        """Right; or a wrong program by name; or an extra line; or where it first goes astray."""
        if verdict := self.nothing_to_judge(observation):
            return verdict
        lines = observation["lines"]
        if lines in self.right:
            return self.correct(observation)
        best = max(self.right, key=lambda right: _share(lines, right))
        score = MOST_FOR_A_PART * _share(lines, best)
        return self.verdict(State.NOT_YET, self._sentence(lines, best), observation, score)

    def _sentence(self, lines: list[list[Any]], right: list[list[Any]]) -> str:
        for wrong in self.wrong:
            if lines == _lines(wrong.program):
                return wrong.says
        used = Counter(text for text, _ in lines)
        needed = Counter(text for text, _ in right)
        for extra in self.extra:
            if used[extra.line] > needed[extra.line]:
                return f"`{extra.line}`: {extra.says}"
        texts, order = [text for text, _ in lines], [text for text, _ in right]
        if texts == order:
            at = next(i for i, (one, other) in enumerate(zip(lines, right, strict=True), 1)
                      if one != other)  # fmt: skip
            return (
                f"The order is right. Look at how far line {at} is indented: "
                "which line does it belong to?"
            )
        if needed - used:
            missing = sum((needed - used).values())
            lead = "A line is" if missing == 1 else f"{missing} lines are"
            return f"{lead} still missing."
        at = next(i for i, (one, other) in enumerate(zip(texts, order, strict=False), 1)
                  if one != other)  # fmt: skip
        return (
            f"Up to line {at - 1} the order holds. What has to happen next?"
            if at > 1
            else ("Look at the first line again: what must come before everything else?")
        )


def _lines(program: Sequence[str]) -> list[list[Any]]:
    return [list(split_line(line)) for line in program]


def _scramble(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def _share(lines: list[list[Any]], right: list[list[Any]]) -> float:
    from difflib import SequenceMatcher  # for this alone: no kernel has to hold it

    mine, its = ([f"{steps} {text}" for text, steps in program] for program in (lines, right))
    return SequenceMatcher(a=mine, b=its, autojunk=False).ratio()
