"""Exercises on an article of one's own, judged by its gold, as a learner's notebook uses them.

A folder holds the article, its gold and ``exercises.json``, which says where in the article each
exercise is. What is asked and what is right are taken from the gold when a cell runs, so neither is
in the notebook. The gold itself lies beside it, for whoever looks.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from newsbook.answers import AnswerSlot, judge_stored
from newsbook.articles import Article
from newsbook.classroom.folders import ClassroomError
from newsbook.classroom.kinds import KINDS
from newsbook.exercises import Exercise, Verdict
from newsbook.spans import Span

if TYPE_CHECKING:
    from newsbook.widgets import AnswerWidget

__all__ = ["ARTICLE_NAME", "PLAN_NAME", "OwnExercises", "Planned", "plan_bytes"]

ARTICLE_NAME = "article"
PLAN_NAME = "exercises.json"
LESSON = 9
"""The lesson's number in these exercises' ids; the workbook has no lesson of it."""

MAX_BYTES = 100_000
WIDTH = 88
"""Characters to a line of what is printed to be read."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One exercise of a plan.

    Args:
        id: Its id, as in its heading: ``"9.1"``.
        kind: What is asked, one of `newsbook.classroom.kinds.KINDS`.
        place: Where in the article, in code points.
        why: Why this place, for the teacher.
    """

    id: str
    kind: str
    place: Span
    why: str


def plan_bytes(planned: list[Planned]) -> bytes:
    """The bytes of ``exercises.json``."""
    items = [
        {"kind": p.kind, "id": p.id, "place": [p.place.start, p.place.end], "why": p.why}
        for p in planned
    ]
    return (
        f"{json.dumps({'exercises': items, 'format': 1}, ensure_ascii=False, indent=1)}\n".encode()
    )


def asked_and_answered(kind: str, exercise: Exercise) -> str:
    """An exercise's question and its right answer, as lines to read.

    Args:
        kind: One of `newsbook.classroom.kinds.KINDS`.
        exercise: An exercise of that kind.
    """
    asked = [str(getattr(exercise, "question", "")).replace("`", "")]
    asked += [f"  {option.key}: {option.text}" for option in getattr(exercise, "options", ())]
    asked = [line for part in asked for line in (fill(part, WIDTH) if part else "").splitlines()]
    return "\n".join([*asked, "", "Answer:", KINDS[kind].solution(exercise)])


class OwnExercises:
    """The exercises in a folder that ``newsbook article exercises`` made.

    Args:
        folder: The folder; in its notebooks ``"."``.

    Raises:
        ClassroomError: The folder holds no such exercises, or its plan is broken.
        ArticleError: The article or its gold cannot be read.

    Example:
        A cell of the notebook holds just this, and shows the widget::

            mine.ask("9.1")
    """

    def __init__(self, folder: str | os.PathLike[str] = ".") -> None:
        self.folder = Path(folder).resolve()
        self.article = Article.open(self.folder / ARTICLE_NAME)
        self._plan = _read_plan(self.folder / PLAN_NAME, self.article)

    def __repr__(self) -> str:
        count = len(self._plan)
        return f"OwnExercises({count} {'exercise' if count == 1 else 'exercises'})"

    @property
    def ids(self) -> list[str]:
        """The exercises' ids, in order."""
        return list(self._plan)

    def read(self) -> None:
        """Print the article to be read: no line longer than a screen, no word cut at its end."""
        text = self.article.text
        paragraphs = (_wrapped(part.of(text)) for part in self.article.paragraphs)
        print("\n\n".join(paragraphs))

    @property
    def answers(self) -> Path:
        """The folder of the answers, beside the notebook."""
        return self.folder / "answers"

    @cached_property
    def _made(self) -> dict[str, Exercise]:
        return {}

    def exercise(self, exercise_id: str) -> Exercise:
        """An exercise by its id.

        Raises:
            ClassroomError: There is none of this id, or the gold has nothing at its place.
        """
        if exercise_id not in self._plan:
            known = ", ".join(self._plan)
            raise ClassroomError(f"there is no exercise {exercise_id!r:.20} here, only {known}")
        if exercise_id not in self._made:
            planned = self._plan[exercise_id]
            make: Callable[..., Exercise | None] = KINDS[planned.kind].make
            made = make(self.article, planned.place, exercise_id)
            if made is None:
                raise ClassroomError(
                    f"exercise {exercise_id} has nothing to ask at its place, "
                    f"{planned.place.start} to {planned.place.end}; correct it in {PLAN_NAME}, "
                    "or the gold"
                )
            self._made[exercise_id] = made
        return self._made[exercise_id]

    def ask(self, exercise_id: str) -> AnswerWidget:
        """The widget of an exercise, with the stored answer restored.

        Raises:
            ClassroomError: There is none of this id.
        """
        exercise = self.exercise(exercise_id)
        return KINDS[self._plan[exercise_id].kind].widget(exercise, self.answers)

    def verdicts(self) -> list[Verdict]:
        """The verdict on each answer as it is stored."""
        found = []
        for exercise_id in self.ids:
            exercise = self.exercise(exercise_id)
            slot = AnswerSlot(exercise.id, self.answers)
            found.append(judge_stored(exercise, slot.load()))
        return found

    def summary(self) -> None:
        """Print how each answer stands, a line an exercise, and the points."""
        verdicts = self.verdicts()
        for exercise_id, verdict in zip(self.ids, verdicts, strict=True):
            title = self.exercise(exercise_id).title
            told = f"{verdict.state.sign} {exercise_id} {title}: {verdict.state}"
            print(f"{told}, {verdict.earned:g} of {verdict.points}")
        earned = round(sum(verdict.earned for verdict in verdicts), 1)
        print(f"\n{earned:g} of {sum(verdict.points for verdict in verdicts)} points")

    def solution(self, exercise_id: str) -> str:
        """What is asked, and the right answer in words by the gold; for the teacher's notebook.

        Raises:
            ClassroomError: There is none of this id.
        """
        return asked_and_answered(self._plan[exercise_id].kind, self.exercise(exercise_id))

    def why(self, exercise_id: str) -> str:
        """Why an exercise is at its place, for the teacher."""
        self.exercise(exercise_id)
        return self._plan[exercise_id].why


def _wrapped(paragraph: str) -> str:
    """A paragraph in lines to read; lines that its author ended stay so."""
    return "\n".join(
        fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
        for line in paragraph.splitlines()
    )


def _read_plan(path: Path, article: Article) -> Mapping[str, Planned]:
    """Read a plan, trusting nothing: a teacher may have changed it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ClassroomError(f"{path} is far too long for a plan; bring back the one that was")
        data = json.loads(path.read_text(encoding="utf-8"))
        items = data["exercises"]
        found = {}
        for item in items:
            key, kind, (start, end) = item["id"], item["kind"], item["place"]
            if not re.fullmatch(r"\d{1,3}\.\d{1,3}", key) or kind not in KINDS:
                raise ValueError(f"{key!r:.20} and {kind!r:.20} are no id and kind")
            place = Span(start, end)
            place.of(article.text)
            found[key] = Planned(key, kind, place, str(item.get("why", "")))
    except FileNotFoundError:
        raise ClassroomError(
            f"{path.parent} has no {PLAN_NAME}; `newsbook article exercises` makes a folder with "
            "one"
        ) from None
    except OSError as error:
        raise ClassroomError(f"{path} cannot be read ({error.strerror or error})") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, ClassroomError):
            raise
        raise ClassroomError(
            f"{path} is no plan of exercises ({error}); bring back the one that was, or make the "
            "exercises anew"
        ) from None
    if not found:
        raise ClassroomError(f"{path} plans no exercise")
    return found
