"""The learner's widget answers, and the notes on their progress, as small files that survive."""

from newsbook.answers.progress import Progress, note_hint, note_verdict, read_progress
from newsbook.answers.store import AnswerSlot, Loaded, Saved, answers_folder, judge_stored

__all__ = [
    "AnswerSlot", "Loaded", "Progress", "Saved", "answers_folder", "judge_stored", "note_hint",
    "note_verdict", "read_progress",
]  # fmt: skip
