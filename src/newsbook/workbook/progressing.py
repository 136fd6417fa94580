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


def progress_rows(root: Path) -> list[Row]:
    """A row for each exercise of every lesson, in order.

    Args:
        root: The workbook.

    Example:
        ``progress_rows(find_exercises())[0].hints`` is 0 in a fresh workbook.
    """
    answers = root / "exercises" / "answers"
    rows = []
    for exercise in all_exercises():
        noted = read_progress(exercise.id, answers)
        verdict = exercise.verdict(noted.state, "", None, noted.score)
        rows.append(Row(exercise, verdict, noted.hints))
    return rows


def next_row(rows: list[Row]) -> Row | None:
    """The first exercise that is not correct yet; None when all are."""
    return next((row for row in rows if row.verdict.state is not State.CORRECT), None)
