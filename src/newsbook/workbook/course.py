"""The course as a whole: its lessons, how far a learner has come, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsbook.exercises import State
from newsbook.markup import FOLDED, escaped
from newsbook.workbook.progressing import Row, next_row

__all__ = ["LESSONS", "CourseMap", "Lesson"]


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Args:
        number: ``"01"``.
        name: What its notebooks are called, without the ending.
        title: As in its heading.
        question: What it answers.
        minutes: How long reading and running it takes, without its exercises.
    """

    number: str
    name: str
    title: str
    question: str
    minutes: int


LESSONS = (
    Lesson("00", "00_start_here", "Start here", "How does this work?", 15),
    Lesson("01", "01_tokenising", "Tokenising", "How many words does this article have?", 60),
    Lesson("02", "02_entities", "Entities", "Which of these words are names?", 75),
    Lesson("03", "03_quotes", "Quotes", "Who is speaking?", 75),
    Lesson("04", "04_who_said_what", "Who said what", "Who has the word, about whom?", 80),
)


class CourseMap:
    """The lessons in order, each with what is done of its exercises, and the next step.

    A plain list with words and a bar of signs, so that it reads the same in both themes, aloud, and
    in a saved notebook.

    Args:
        rows: How far each exercise has got, as `progress_rows` gives it.

    Example:
        >>> print(str(CourseMap([])).splitlines()[0])
        0  Start here: How does this work?
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = list(rows)

    def done(self, lesson: Lesson) -> tuple[int, int]:
        """How many of a lesson's exercises are correct, and how many there are."""
        own = [row for row in self.rows if row.exercise.id.startswith(f"{int(lesson.number)}.")]
        return sum(row.verdict.state is State.CORRECT for row in own), len(own)

    def minutes(self, lesson: Lesson) -> int:
        """How long a lesson's exercises take."""
        own = (row.exercise for row in self.rows)
        return sum(e.minutes for e in own if e.id.startswith(f"{int(lesson.number)}."))

    @property
    def advice(self) -> str:
        """What to do next, in a sentence."""
        row = next_row(self.rows)
        if row is None:
            return "All exercises are done. What is left is an article of your own: see lesson 4."
        number = row.exercise.id.partition(".")[0]
        right, every = self.done(LESSONS[int(number)])
        start = "Next" if right or number != "0" else "Start with this page; then"
        of = f" ({right} of {every} of lesson {number} done)" if right else ""
        return f"{start}: exercise {row.exercise.id}, {row.exercise.title}{of}."

    def state(self, lesson: Lesson) -> str:
        """How far a lesson is, in words."""
        right, every = self.done(lesson)
        if right == every:
            return "✓ done"
        return f"{right} of {every} exercises done"

    def __repr__(self) -> str:
        """Plain text, a line or two for each lesson."""
        lines = []
        for lesson in LESSONS:
            lines.append(f"{int(lesson.number)}  {lesson.title}: {lesson.question}")
            lines.append(f"   {self._bar(lesson)} {self.state(lesson)}, {self._time(lesson)}")
        return "\n".join([*lines, self.advice])

    def _bar(self, lesson: Lesson) -> str:
        right, every = self.done(lesson)
        return "●" * right + "○" * (every - right)

    def _time(self, lesson: Lesson) -> str:
        return f"{lesson.minutes} + {self.minutes(lesson)} min"

    def _repr_html_(self) -> str:
        row = next_row(self.rows)
        now = row.exercise.id.partition(".")[0] if row else ""
        items = []
        for lesson in LESSONS:
            here = str(int(lesson.number)) == now
            edge = "4px solid #0072B2" if here else "4px solid #767676"
            mark = " <b>← you are here</b>" if here else ""
            link = f'<a href="{lesson.name}.ipynb">{int(lesson.number)} {escaped(lesson.title)}</a>'
            exercises = f'<a href="../exercises/{lesson.name}.ipynb">exercises</a>'
            bar = f'<span aria-hidden="true">{self._bar(lesson)}</span>'
            items.append(
                f'<li style="border-left: {edge}; padding: 0.2em 0.8em; margin: 0.4em 0">'
                f"<b>{link}</b> · {escaped(lesson.question)}{mark}<br>"
                f"{bar} {escaped(self.state(lesson))} · {exercises} · {self._time(lesson)}</li>"
            )
        return (
            f'{FOLDED}<ol style="list-style: none; padding: 0; margin: 0" aria-label="The course">'
            f"{''.join(items)}</ol><p>{escaped(self.advice)}</p>"
        )
