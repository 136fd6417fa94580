"""Where widget answers live: one small file an exercise, in ``answers/`` beside the notebook.

An answer is keyed by its exercise's id, which the cell says. A notebook's own name is of no use for
this: a kernel cannot know it reliably.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import newsbook
from newsbook.answers.files import (
    FORMAT,
    MAX_BYTES,
    NotReadable,
    decode,
    encode,
    hold,
    keep_aside,
    move_aside,
    read_small,
    write_whole,
)
from newsbook.exercises import Exercise, State, Verdict

__all__ = ["AnswerSlot", "Loaded", "Saved", "answers_folder", "judge_stored"]


_START = Path.cwd()
"""Where the kernel started: code that changes the folder later must not move the answers."""


def start_here() -> None:
    """Take the current folder for the one that the kernel started in.

    A forked kernel calls this, before any cell runs: this module was imported elsewhere.
    """
    global _START
    _START = Path.cwd()


def answers_folder(start: Path | None = None) -> Path:
    """The folder of the answers: ``answers`` beside the exercise notebooks.

    JupyterLab starts a kernel in its notebook's folder. A lesson lies in ``notebooks/``, next door
    to the exercises, and means the same answers. ``NEWSBOOK_ANSWERS`` overrides all of this.

    Args:
        start: The notebook's folder; by default the one that Python was started in.
    """
    named = os.environ.get("NEWSBOOK_ANSWERS")
    if named:
        return Path(named)
    here = start or _START
    exercises = here.parent / "exercises"
    return (exercises if here.name == "notebooks" and exercises.is_dir() else here) / "answers"


@dataclass(frozen=True)
class Loaded:
    """What was found for an exercise.

    Args:
        answer: The stored answer as JSON, or None.
        checked: Whether the learner had asked for a verdict on just this answer.
        problem: One sentence where the file could not be read, else ``""``.
    """

    answer: Any = None
    checked: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Saved:
    """How saving went.

    Args:
        ok: Whether the answer is on disk.
        message: One sentence: *saved*, or *not saved* and why; with where another value is kept.
    """

    ok: bool
    message: str


class AnswerSlot:
    """The stored answer of one exercise.

    The slot remembers which bytes it last saw. Where the file holds others at the time of saving,
    another kernel has written in between: its value is kept aside and the learner is told, so
    neither value is lost unseen.

    Args:
        exercise_id: As ``"1.4"``.
        folder: Where the files are; by default `answers_folder`.

    Raises:
        ValueError: The id is not of the form ``1.4`` (it becomes a file's name).
    """

    def __init__(self, exercise_id: str, folder: Path | None = None) -> None:
        if not re.fullmatch(r"\d{1,3}\.\d{1,3}", exercise_id):
            raise ValueError(f'{exercise_id!r} is not an exercise id; write it as in "1.2".')
        self.exercise_id = exercise_id
        self.folder = answers_folder() if folder is None else folder
        self.path = self.folder / f"{exercise_id}.json"
        self._seen: bytes | None = None

    def load(self) -> Loaded:
        """Read the stored answer. Never raises: what is wrong comes as a sentence."""
        try:
            data = read_small(self.path)
            record = decode(data)
        except FileNotFoundError:
            self._seen = None
            return Loaded()
        except OSError as error:
            return Loaded(problem=f"{self._name} cannot be read: {error.strerror or error}.")
        except NotReadable as error:
            # Not remembered as seen: saving will keep these bytes aside.
            return Loaded(
                problem=f"{self._name} cannot be used: {error}. "
                "It will be kept beside your new answer."
            )
        self._seen = data
        return Loaded(record.get("answer"), record.get("checked") is True)

    def save(self, answer: Any, *, checked: bool = False) -> Saved:
        """Write the answer, whole or not at all. Never raises.

        Args:
            answer: JSON.
            checked: Whether the learner has asked for a verdict on it.
        """
        record = {
            "answer": answer,
            "checked": checked,
            "exercise": self.exercise_id,
            "format": FORMAT,
            "newsbook": newsbook.__version__,
        }
        try:
            data = encode(record)
        except (TypeError, ValueError, RecursionError):
            return Saved(False, f"not saved: the answer to {self.exercise_id} is not plain JSON")
        if len(data) > MAX_BYTES:  # it could not be read again
            return Saved(False, "not saved: this answer is too large")
        try:
            with hold(self.folder):
                aside = self._keep_what_is_not_ours(record)
                write_whole(self.path, data)
        except OSError as error:
            return Saved(False, f"not saved: {error.strerror or error}".lower())
        self._seen = data
        if aside is not None:
            return Saved(
                True,
                f"saved; another answer was there, as from a second window: {aside.name} keeps it",
            )
        return Saved(True, "saved")

    def forget(self) -> None:
        """Treat the stored file as not seen, so that the next `save` keeps it aside.

        For an answer that reads well but does not fit the exercise, as after the exercise changed.
        """
        self._seen = None

    def set_aside(self) -> Path | None:
        """Move the stored answer out of the way, so that the exercise starts afresh.

        Returns:
            Where it is kept, or None when there was none.

        Raises:
            OSError: The folder cannot be written.
        """
        if not self.path.exists():
            return None
        with hold(self.folder):
            aside = keep_aside(self.path, self.path.read_bytes(), "old")
            self.path.unlink()
        self._seen = None
        return aside

    @property
    def _name(self) -> str:
        return f"{self.folder.name}/{self.path.name}"

    def _keep_what_is_not_ours(self, record: dict[str, Any]) -> Path | None:
        """Keep aside what the file holds, unless it is what this slot last saw or says the same."""
        try:
            current = read_small(self.path)
        except FileNotFoundError:
            return None
        except NotReadable as error:
            return move_aside(self.path, error.kind)
        if current == self._seen:
            return None
        try:
            if decode(current).get("answer") == record["answer"]:
                return None
            word = "other"
        except NotReadable as error:
            word = error.kind
        return keep_aside(self.path, current, word)


def judge_stored(exercise: Exercise, loaded: Loaded) -> Verdict:
    """The verdict on a stored widget answer; where its file cannot be used, that is said."""
    if loaded.answer is None and loaded.problem:
        return exercise.verdict(State.NOT_ATTEMPTED, loaded.problem, {"unset": True})
    try:
        return exercise.check(loaded.answer)
    except RecursionError:  # lists in lists in lists, as no widget makes them
        return exercise.unreadable(None)
