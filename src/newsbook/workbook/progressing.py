"""`newsbook progress`: what the learner was last told of each exercise, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsbook.answers import read_progress
from newsbook.exercises import Exercise, State, Verdict, all_exercises

__all__ = ["Row", "next_row", "progress_rows"]


@dataclass(frozen=True)
class Row:
    """How far one exercise has got.

    Args:
        exercise: The exercise.
        verdict: What was last said of it; its sentence is not kept.
        hints: How many of its hints were taken.
    """

    exercise: Exercise
    verdict: Verdict
    hints: int


def progress_rows(answers: Path | None = None) -> list[Row]:
    """A row for each exercise of every lesson, in order.

    Args:
        answers: The folder of the answers; by default the one that belongs to the current notebook.

    Example:
        ``progress_rows()[0].hints`` is 0 in a fresh workbook.
    """
    rows = []
    for exercise in all_exercises():
        noted = read_progress(exercise.id, answers)
        verdict = exercise.verdict(noted.state, "", None, noted.score)
        rows.append(Row(exercise, verdict, noted.hints))
    return rows


def next_row(rows: list[Row]) -> Row | None:
    """The first exercise that is not correct yet; None when all are."""
    return next((row for row in rows if row.verdict.state is not State.CORRECT), None)
