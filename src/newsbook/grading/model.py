"""What grading passes from step to step: a submission, what was observed, what was judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsbook.exercises import Json, Verdict

__all__ = ["NOT_RUN", "Graded", "Observed", "Submission"]

NOT_RUN = "It was not run: each time the sandbox ended before its answers were done. Grade again."
"""The problem of a submission that was read, but whose answers nobody has seen run."""


@dataclass(frozen=True)
class Submission:
    """What one student has handed in, read and bounded; nothing of it has been run.

    Args:
        student: Who it is from: the id that a learning platform put into the file's name, or the
            name of the file or folder.
        place: Where it was found, below the folder that was given: for the report.
        code: For each exercise answered in code, the source of the answer cell.
        widgets: For each exercise answered in a widget, its stored answer.
        notes: Sentences on what was odd: a cell found by its marker only, two copies of one.
        problem: Why nothing at all could be read, in one sentence; empty otherwise.
        name: What a learning platform calls the student, where its file's name says it.
        too_long: For each exercise whose answer was too long to be taken, its characters.
    """

    student: str
    place: str
    code: Mapping[str, str] = field(default_factory=dict)
    widgets: Mapping[str, Json] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str = ""
    name: str = ""
    too_long: Mapping[str, int] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The student for people to read: the name, where there is one, and the id.

        Example:
            >>> Submission("512", "", name="Rei Ito").called, Submission("rei", "").called
            ('Rei Ito (512)', 'rei')
        """
        return f"{self.name} ({self.student})" if self.name else self.student


@dataclass(frozen=True)
class Observed:
    """What running a submission's code gave. It comes from a process that may lie.

    Args:
        observations: For each exercise, what `observe` returned; validated JSON, bounded in size.
        failures: For each exercise that gave none, why, in one sentence: the cell raised, ran out
            of time, was killed at its limit of memory.
        seconds: Wall time, in seconds.
        cpu: Processor time of the sandboxed processes, in seconds.
        lost: Exercises of which the sandbox has said nothing at all. A failure's sentence would not
            do: a program can say any.
    """

    observations: Mapping[str, Json] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    cpu: float = 0.0
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Graded:
    """One submission with its verdicts.

    Args:
        submission: What was handed in.
        verdicts: A verdict for each exercise that was graded, by its id.
        seconds: Wall time that running it took, in seconds.
        cpu: Processor time that running it took, in seconds.
    """

    submission: Submission
    verdicts: Mapping[str, Verdict]
    seconds: float = 0.0
    cpu: float = 0.0

    @property
    def earned(self) -> float:
        """Points earned, over all exercises."""
        return round(sum(verdict.earned for verdict in self.verdicts.values()), 1)

    @property
    def points(self) -> int:
        """Points that could be earned."""
        return sum(verdict.points for verdict in self.verdicts.values())
