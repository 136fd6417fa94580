"""What the learner was last told of each exercise, and how many hints were taken.

It is a note for `newsbook progress` and nothing else: grading never reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsbook.answers.files import (
    FORMAT,
    NotReadable,
    decode,
    encode,
    hold,
    read_small,
    write_whole,
)
from newsbook.answers.store import answers_folder
from newsbook.exercises import State, Verdict

__all__ = ["Progress", "note_hint", "note_verdict", "read_progress"]


@dataclass(frozen=True)
class Progress:
    """How far one exercise has got.

    Args:
        state: The last verdict's state.
        score: Its score, 0.0 to 1.0.
        hints: How many hints were taken.
    """

    state: State = State.NOT_ATTEMPTED
    score: float = 0.0
    hints: int = 0


def _path(exercise_id: str, folder: Path | None) -> Path:
    return (folder or answers_folder()) / "progress" / f"{exercise_id}.json"


def read_progress(exercise_id: str, folder: Path | None = None) -> Progress:
    """The note on an exercise. A missing or damaged note counts as nothing done yet."""
    try:
        record = decode(read_small(_path(exercise_id, folder)))
        state, score, hints = State(record["state"]), record["score"], record["hints"]
        if not isinstance(hints, int) or not 0.0 <= score <= 1.0:
            return Progress()
        return Progress(state, float(score), max(0, hints))
    except (OSError, NotReadable, KeyError, TypeError, ValueError):
        return Progress()


def note_verdict(verdict: Verdict, folder: Path | None = None) -> None:
    """Note a verdict. A folder that cannot be written is no reason to withhold the verdict.

    *Not attempted* is not noted over what was reached before: it is also what a check says in a
    lesson, or in a kernel that has not run the answer yet.
    """
    before = read_progress(verdict.exercise, folder)
    if verdict.state is State.NOT_ATTEMPTED:
        return
    after = Progress(verdict.state, verdict.score, before.hints)
    if after != before:
        _write(verdict.exercise, after, folder)


def note_hint(exercise_id: str, number: int, folder: Path | None = None) -> None:
    """Note that hints up to `number` were shown."""
    before = read_progress(exercise_id, folder)
    if number > before.hints:
        _write(exercise_id, Progress(before.state, before.score, number), folder)


def _write(exercise_id: str, progress: Progress, folder: Path | None) -> None:
    path = _path(exercise_id, folder)
    record = {
        "exercise": exercise_id,
        "format": FORMAT,
        "hints": progress.hints,
        "score": progress.score,
        "state": str(progress.state),
    }
    try:
        with hold(path.parent):
            write_whole(path, encode(record))
    except OSError:
        return
