"""A heat map of files: of what a class has handed in, or of a folder of answer files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbook.answers.files import NotReadable, read_small
from newsbook.errors import BadInput
from newsbook.live.asking import activity_of
from newsbook.live.saving import Saved, saved_of
from newsbook.live.tallies import tally_of
from newsbook.markup import counted

__all__ = ["Counted", "heat_of_files"]

MOST_FILES = 5_000
"""Answer files in a folder."""


@dataclass(frozen=True)
class Counted:
    """A heat map of files, and what went into it.

    Args:
        saved: The heat map.
        answered: How many answers are in it.
        left_out: For each student whose answer could not be counted, why, in a sentence.
    """

    saved: Saved
    answered: int
    left_out: tuple[str, ...]


def heat_of_files(place: Path, asked: str = "") -> Counted:
    """Count the answers in a folder.

    Args:
        place: What ``newsbook grade`` takes: hand-ins or a learning platform's download; or a
            folder of answer files (``ada.json``), one a student.
        asked: What they answer, as `activity_of` takes it; may be left out where it can only be
            one thing.

    Raises:
        BadInput: Nothing there answers that; the sentence says what is there.

    Example:
        ``heat_of_files(Path("handed_in"), "2.2").saved``
    """
    found = list(_answers(place))
    if not asked:
        asked = _only_exercise(place, found)
    activity = activity_of(asked)
    exercise = activity.key if "." in activity.key and ":" not in activity.key else ""
    tally = tally_of(activity)
    left_out = []
    for student, answers, why in found:
        # An article of the teacher's has no exercise that a file could name.
        named = {id_: value for id_, value in answers.items() if exercise in ("", id_)}
        if why:
            left_out.append(f"{why}." if why.startswith(student) else f"{student}: {why}.")
        for id_, value in list(named.items())[-1:]:
            try:
                tally.put(student, activity.read(value))
            except ValueError as error:
                which = f" to {id_}" if id_ else ""
                left_out.append(f"{student}: the answer{which} cannot be counted ({error}).")
        if not named and not why:
            tally.put(student, None)
    if not tally.answered:
        raise BadInput(f"Nobody in {place} has answered {asked}{_told(found)}.")
    message = {
        "now": tally.heat(),
        "gold": activity.shown(activity.gold),
        "pipeline": activity.shown(activity.pipeline),
    }
    note = f"{counted(tally.answered, 'answer')} from {place.name or place}"
    saved = saved_of(activity, message, note, left_out)
    return Counted(saved, tally.answered, tuple(left_out))


_Found = tuple[str, dict[str, Any], str]  # student, answers by exercise, what was wrong


def _answers(place: Path) -> Iterator[_Found]:
    """For each student the answers given in widgets, and why there are none."""
    from newsbook.grading.intake import submissions
    from newsbook.grading.intake.classes import IntakeError
    from newsbook.grading.reports.telling import shortened

    if place.is_dir():
        files = sorted(place.glob("*.json"))[: MOST_FILES + 1]
        if len(files) > MOST_FILES:
            raise BadInput(f"{place} has more than {MOST_FILES:,} answer files; take a part.")
        if files:
            yield from (_one(file) for file in files)
            return
    try:
        for one in submissions(place):
            yield one.called, dict(one.widgets), shortened(one, one.problem).rstrip(".")
    except IntakeError as error:
        # What is said there is said of grading.
        told = str(error)
        if "is empty" in told:
            told = f"{place} is empty: there are no answers in it."
        raise BadInput(told) from None


def _one(file: Path) -> _Found:
    """A bare answer file: the record that a widget writes, or just the value."""
    from newsbook.grading.intake.stored import stored_answer

    try:
        data = read_small(file)
        try:
            exercise, answer = stored_answer(data)
        except NotReadable:
            answer = json.loads(data)
            if not isinstance(answer, dict) or "format" in answer:
                raise
            exercise = ""
        return file.stem, {exercise: answer}, ""
    except (OSError, ValueError, RecursionError) as error:
        told = error if isinstance(error, NotReadable) else "it cannot be read"
        return file.stem, {}, f"{file.name}: {told}"


def _only_exercise(place: Path, found: list[_Found]) -> str:
    """The one exercise that was answered and that a heat map can show."""
    able = []
    for id_ in {id_ for _, answers, _ in found for id_ in answers if id_}:
        try:
            activity_of(id_)
        except BadInput:
            continue
        able.append(id_)
    if len(able) == 1:
        return able[0]
    if not able:
        raise BadInput(f"{place} holds no answer that a heat map can show{_told(found)}.")
    raise BadInput(
        f"{place} holds answers to several exercises; say which with --exercise{_told(found)}."
    )


def _told(found: list[_Found]) -> str:
    """What was answered, as the end of a sentence."""
    counts = Counter(id_ for _, answers, _ in found for id_ in answers if id_)
    listed = ", ".join(f"{id_} ({n})" for id_, n in counts.most_common(8))
    return f"; answered are {listed}" if listed else ""
