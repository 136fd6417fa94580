"""Make a folder of exercises for a class from an article with gold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count as counted
from pathlib import Path

from newsbook.articles import LAYERS, Article, Layers
from newsbook.articles.places import TEXT_NAME
from newsbook.articles.validate import validate
from newsbook.classroom.choosing import (
    Place,
    busiest_paragraph,
    hardest_passage,
    hardest_quote,
    hardest_sentence,
    quote_pattern,
)
from newsbook.classroom.folders import BY_OPTION, ClassroomError, write_all
from newsbook.classroom.kinds import KINDS
from newsbook.classroom.own import (
    ARTICLE_NAME,
    LESSON,
    PLAN_NAME,
    Planned,
    asked_and_answered,
    plan_bytes,
)
from newsbook.classroom.saving import gold_files
from newsbook.classroom.unread import unread_layers
from newsbook.exercises import Exercise, State
from newsbook.workbook.notebooks import Cell, code_cell, markdown_cell, notebook_bytes, notebook_of

__all__ = ["LEARNERS_NAME", "TEACHERS_NAME", "make_exercises"]

LEARNERS_NAME = "exercises.ipynb"
TEACHERS_NAME = "for_the_teacher.ipynb"

_LACKING = {
    "tokens": "no sentence of the gold needs splitting",
    "names": "no paragraph has two names",
    "quotes": "no passage has quotes",
    "choice": "no quote has a speaker that is known",
    "pattern": "no plain pattern finds just its words in quotation marks",
}


def make_exercises(article: Article, folder: Path) -> list[str]:
    """Make the folder: the learners' notebook, the teacher's, the article with its gold, the plan.

    Every exercise is tried first: its right answer must be judged correct, or it is left out.

    Args:
        article: An article with all layers of gold.
        folder: The folder to make. Where exercises are there already, perhaps with answers in
            them, the next free name is taken: ``for_class-2``.

    Returns:
        What was made, and what was left out and why, in lines for the teacher.

    Raises:
        ClassroomError: The gold is not complete or breaks the guidelines, or the folder is there
            and holds something else.
        OSError: The folder cannot be written.
    """
    _check_gold(article)
    unread = unread_layers(article)
    taken, folder = folder, _free(folder)
    planned, exercises, left_out = _plan(article)
    if not planned:
        raise ClassroomError(
            f"{article.name} gives no exercises: {'; '.join(left_out)}. Take an article with names "
            "and quotes"
        )
    files = {
        LEARNERS_NAME: _learners(article, planned, exercises),
        TEACHERS_NAME: _teachers(article, planned, exercises, unread),
        PLAN_NAME: plan_bytes(planned),
        f"{ARTICLE_NAME}/{TEXT_NAME}": article.text.encode(),
    }
    copy = Article.from_text(article.text, ARTICLE_NAME)
    for name, data in gold_files(copy, Layers.of(article)).items():
        files[f"{ARTICLE_NAME}/gold/{name}.json"] = data
    write_all(folder, files)
    count = len(planned)
    lines = [f"{folder} is made, with {count} {'exercise' if count == 1 else 'exercises'}:"]
    if unread:
        lines.insert(0, f"Careful: {_guessed(unread)} Read and mend them in mend.ipynb first.")
    if folder != taken:
        kept = f"{taken} has exercises already, perhaps with answers in it, and is left as it is."
        lines.insert(0, kept)
    for one, exercise in zip(planned, exercises, strict=True):
        lines.append(f"  {one.id} {exercise.title} · {one.why}")
    lines += [f"Left out: {sentence}." for sentence in left_out]
    lines.append(f"Yours, with the answers: {folder / TEACHERS_NAME}. Keep it back.")
    lines.append(
        f"Hand out the rest. The gold lies in {ARTICLE_NAME}/gold, for whoever looks: this is "
        "practice, no exam."
    )
    return lines


def _guessed(unread: Sequence[str]) -> str:
    """That the answers come of a draft."""
    return (
        f"the gold of {', '.join(unread)} is newsbook's own guess, read by nobody, so an answer "
        "may be wrong."
    )


def _free(folder: Path) -> Path:
    """The folder, or where exercises are in it the next name that nothing has."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return folder
    if not (folder / PLAN_NAME).is_file():
        raise ClassroomError(
            f"{folder} is there already, holds something else, and is left as it is; give the "
            f"name of a new folder {BY_OPTION}"
        )
    place = folder.resolve()
    names = (folder.with_name(f"{place.name}-{number}") for number in counted(2))
    return next(name for name in names if not name.exists())


def _check_gold(article: Article) -> None:
    missing = [layer for layer in LAYERS if layer not in article.layers]
    if missing:
        raise ClassroomError(
            f"{article.name} has no gold for {', '.join(missing)}, and exercises need all layers; "
            "add them, or let `newsbook article new` draft them"
        )
    if problems := validate(article):
        raise ClassroomError(
            f"{article.name} has a gold with {len(problems)} to mend, of which the first: "
            f"{problems[0]} (`newsbook article check` lists all)"
        )


def _plan(article: Article) -> tuple[list[Planned], list[Exercise], list[str]]:
    """What can be asked of the article, and what not and why not."""
    pattern = quote_pattern(article)
    places: dict[str, Place | None] = {
        "tokens": hardest_sentence(article),
        "names": busiest_paragraph(article),
        "quotes": hardest_passage(article),
        "choice": hardest_quote(article),
        "pattern": pattern[0] if pattern else None,
    }
    planned: list[Planned] = []
    exercises: list[Exercise] = []
    left_out: list[str] = []
    for kind, place in places.items():
        key = f"{LESSON}.{len(planned) + 1}"
        made = KINDS[kind].make(article, place.span, key) if place else None
        if place is None or made is None:
            left_out.append(f"{kind}, for {_LACKING[kind]}")
            continue
        if made.check(KINDS[kind].right(made)).state is not State.CORRECT:
            left_out.append(f"{kind}, for its own gold would not be judged correct")
            continue
        planned.append(Planned(key, kind, place.span, place.why))
        exercises.append(made)
    return planned, exercises, left_out


_SET_UP = 'from newsbook.classroom import OwnExercises\n\nmine = OwnExercises(".")'


def _heading(exercise: Exercise) -> str:
    many = "point" if exercise.points == 1 else "points"
    about = f"{exercise.points} {many} · about {exercise.minutes} min"
    told = f"*{about} · you practise how to {exercise.skill}*"
    return f"## {exercise.id} {exercise.title}\n\n{told}"


def _title(article: Article) -> str:
    headline = " ".join(article.paragraphs[0].of(article.text).split())
    shown = headline if len(headline) <= 120 else f"{headline[:119]}…"
    # A headline is shown as it is written, and no mark in it is Markdown's or HTML's.
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>#|$~&" else char for char in shown)


def _learners(article: Article, planned: list[Planned], exercises: list[Exercise]) -> bytes:
    total = sum(exercise.minutes for exercise in exercises)
    introduction = (
        f"# Exercises on an article\n\n> {_title(article)}\n\n"
        f"About {total} minutes. Your answers are saved at every change, in `answers/` beside this "
        "notebook; run a cell again, after a restart or a week, and its answer is there. Run this "
        "cell first, and read the article."
    )
    cells: list[Cell] = [
        markdown_cell(introduction, "title"),
        code_cell(_SET_UP, "set-up"),
        code_cell("mine.read()", "article"),
    ]
    for one, exercise in zip(planned, exercises, strict=True):
        key = f"ex-{one.id.replace('.', '-')}"
        task = f"{_heading(exercise)}\n\n{KINDS[one.kind].task}"
        cells += [
            markdown_cell(task, f"{key}-task"),
            code_cell(f'mine.ask("{one.id}")', f"{key}-answer"),
        ]
    cells += [
        markdown_cell("## How far are you?", "end"),
        code_cell("mine.summary()", "summary"),
    ]
    return notebook_bytes(notebook_of(cells))


def _teachers(
    article: Article, planned: list[Planned], exercises: list[Exercise], unread: Sequence[str]
) -> bytes:
    """The teacher's notebook, with what its cells print already in it."""
    warning = f"**Careful:** {_guessed(unread)}\n\n" if unread else ""
    note = (
        f"# For the teacher\n\n> {_title(article)}\n\n{warning}"
        "The answers to the exercises, out of the gold, and why each place was chosen.\n\n"
        f"- **Keep this notebook back**; hand out the folder without it. `{LEARNERS_NAME}` itself "
        "holds neither answers nor gold.\n"
        f"- **The gold is not hidden.** It lies in `{ARTICLE_NAME}/gold/`, because the checks need "
        "it, and whoever opens it can read every answer. So this is for practice; for marks, have "
        "the answers explained.\n"
        f"- **To move an exercise**, change its `place` in `{PLAN_NAME}`: the offsets of a "
        "sentence, of paragraphs, or of a quote's content, in code points. Then run this notebook "
        "again.\n"
        "- **To see how a learner stands**, run `mine.summary()` in the folder that came back."
    )
    cells: list[Cell] = [markdown_cell(note, "title"), _run(code_cell(_SET_UP, "set-up"), 1)]
    for number, (one, exercise) in enumerate(zip(planned, exercises, strict=True), 2):
        key = f"ex-{one.id.replace('.', '-')}"
        why = f"## {one.id} {exercise.title}\n\n**Why here.** {one.why}"
        solution = code_cell(f'print(mine.solution("{one.id}"))', f"{key}-solution")
        shown = f"{asked_and_answered(one.kind, exercise)}\n"
        cells += [markdown_cell(why, f"{key}-why"), _run(solution, number, shown)]
    cells.append(code_cell("mine.summary()", "summary"))
    return notebook_bytes(notebook_of(cells))


def _run(cell: Cell, number: int, printed: str = "") -> Cell:
    """A cell as it is after a run: a teacher who only opens the notebook wants the answers too."""
    output = {"name": "stdout", "output_type": "stream", "text": printed}
    return cell | {"execution_count": number, "outputs": [output] if printed else []}
