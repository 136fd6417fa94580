"""The answers in a notebook, whatever became of its cells.

An answer cell is known by its marker line, its id or its nbgrader metadata, any one of them. Where
they disagree the marker line counts, as for `newsbook check`: it is what the student sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from newsbook.exercises import CodeExercise, all_exercises
from newsbook.workbook.foretelling import MAX_SOURCE
from newsbook.workbook.graft import exercises_in
from newsbook.workbook.notebooks import (
    Cell,
    check_exercise,
    claimed_exercise,
    exercise_by_id,
    marked_parts,
    read_notebook,
)
from newsbook.workbook.places import pristine_folder
from newsbook.workbook.salvage import salvage
from newsbook.workbook.sources import bound_by_lines, sets_name

__all__ = ["MAX_SOURCE", "Answers", "answers_in", "exercises_of_lesson"]

MAX_CUT = 1_000_000
"""Code points of a cell that is looked through for markers; what is longer is no answer."""

MAX_LOOKED_AT = 500
"""Cells among which an answer without its marker is looked for."""


@dataclass(frozen=True)
class Answers:
    """What a notebook holds.

    Args:
        code: For each exercise that is answered in code and has a cell, the cell's source.
        notes: Sentences on what was odd.
        problem: Why there are no answers, in one sentence; empty where there are, or may be.
        kind: What the notebook says that it is: ``"exercises"``, ``"lesson"``, ``""``.
        cells: Whether it has an answer cell of ours at all, one with a widget included.
        unmarked: For an exercise that has no answer cell here, a sentence where another cell sets
            the answer's name.
        asked: The exercises that have an answer cell here, those with a widget included.
        too_long: For each exercise whose answer is over `MAX_SOURCE`, its length.
    """

    code: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str = ""
    kind: str = ""
    cells: bool = False
    unmarked: dict[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    too_long: dict[str, int] = field(default_factory=dict)


@dataclass
class _Piece:
    """A part of a cell that is taken for an answer."""

    exercise: str
    source: str
    number: int
    """Which cell it is, from 1."""
    typed: str
    marked: bool


def answers_in(data: bytes, name: str) -> Answers:
    """Find the answers in a notebook.

    Args:
        data: The notebook's bytes, any bytes.
        name: What to call it in notes.

    Example:
        >>> answers_in(b'{"cells": [{"cell_type": "code", "source": "# answer: 1.3"}]}', "a").code
        {'1.3': '# answer: 1.3'}
    """
    book = salvage(data)
    if book.problem:
        return Answers(problem=f"{name} {book.problem}.")
    notes = [f"{name} {note}." for note in book.notes]
    pieces = list(_pieces(book.cells, name, notes))
    mine: dict[str, list[_Piece]] = {}
    for piece in pieces:
        mine.setdefault(piece.exercise, []).append(piece)
    known = {exercise.id: exercise for exercise in all_exercises()}
    code: dict[str, str] = {}
    too_long: dict[str, int] = {}
    for exercise, copies in mine.items():
        if exercise not in known:
            notes.append(f"{name} answers {exercise}, and there is no such exercise.")
        elif not known[exercise].widget:
            source = _chosen(copies, name, notes)
            if len(source) > MAX_SOURCE:
                too_long[exercise] = len(source)
                notes.append(
                    f"{name}: the answer to {exercise} has {len(source):,} characters, far more "
                    "than an answer needs; it was not taken."
                )
            else:
                code[exercise] = source
    unmarked = _unmarked(book.cells, set(mine), name)
    asked = frozenset(mine)
    return Answers(code, tuple(notes), "", book.kind, bool(pieces), unmarked, asked, too_long)


def _pieces(cells: tuple[Cell, ...], name: str, notes: list[str]) -> Iterator[_Piece]:
    """Each answer, in the order of the cells; halves of a cell that was split are joined again."""
    last: _Piece | None = None
    for number, cell in enumerate(cells, 1):
        named = claimed_exercise(cell)
        typed = cell.get("cell_type")
        typed = typed if isinstance(typed, str) else "of no type"
        short = len(cell["source"]) <= MAX_CUT
        if last is not None and typed == "code" and short and _goes_on(last, cell, named):
            notes.append(f"{name}: the answer to {last.exercise} goes on in cell {number}.")
            last.source = f"{last.source.rstrip()}\n{cell['source']}"
            continue
        if named is None and typed != "code":
            continue  # prose between two halves
        if last is not None:
            yield last
            last = None
        if len(cell["source"]) > MAX_CUT:
            # Three million markers would each become a piece.
            if named:
                yield _Piece(named, cell["source"], number, typed, True)
            continue
        by_id = exercise_by_id(cell)
        if by_id and named and by_id != named:
            notes.append(
                f"{name}: cell {number} has the marker of {named} and the id of {by_id}; it was "
                f"taken for {named}."
            )
        parts = _by_exercise(cell["source"]) if named or typed == "code" else []
        marks = {mark for mark, _ in parts if mark}
        held = marks | ({named} if named else set())
        if len(held) > 1:
            notes.append(
                f"{name}: cell {number} holds the answers to {', '.join(sorted(held)[:9])}; each "
                "was taken for itself."
            )
        if not marks and named:
            parts = [(named, cell["source"])]
        elif named and named not in marks and parts[0][0] is None:
            parts[0] = (named, parts[0][1])
        elif parts and parts[0][0] is None:
            # What stands before the first marker, imports say, goes with the first answer.
            parts = [(parts[1][0], parts[0][1] + parts[1][1]), *parts[2:]] if marks else []
        for mark, source in parts:
            if last is not None:
                yield last
            last = _Piece(str(mark), source, number, typed, bool(marks))
    if last is not None:
        yield last


def _by_exercise(source: str) -> list[tuple[str | None, str]]:
    r"""A source's parts, those of one exercise joined: pasted with its marker, an answer has two.

    Example:
        >>> _by_exercise("# answer: 1.9\nimport re\n# answer: 1.9\nx = 1")
        [('1.9', '# answer: 1.9\nimport re\n# answer: 1.9\nx = 1')]
    """
    joined: dict[str | None, list[str]] = {}
    for mark, part in marked_parts(source):
        joined.setdefault(mark, []).append(part)
    return [(mark, "".join(parts)) for mark, parts in joined.items()]


def _goes_on(piece: _Piece, cell: Cell, named: str | None) -> bool:
    """Whether a cell is the second half of an answer cell that was split.

    It is where it bears the answer's id without its marker; or bears nothing and is indented, or
    alone sets the answer's name. Nothing is parsed for this: sources that bring a parser down
    are easily written.
    """
    if len(piece.source) > MAX_SOURCE or check_exercise(cell):
        return False
    if marked_parts(cell["source"])[:1] != [(None, cell["source"])]:
        return False
    if named is not None:
        return named == piece.exercise and piece.marked
    if exercise_by_id(cell, "check"):
        return False
    answer = _names().get(piece.exercise)
    if answer is None or len(cell["source"]) > MAX_SOURCE:
        return False
    if cell["source"].lstrip("\r\n")[:1] in (" ", "\t"):
        return True
    return not sets_name(piece.source, answer) and sets_name(cell["source"], answer)


def _chosen(copies: list[_Piece], name: str, notes: list[str]) -> str:
    """The last copy of an answer; one in a code cell before one in a cell of another type."""
    exercise = copies[0].exercise
    coded = [piece for piece in copies if piece.typed == "code"]
    last = (coded or copies)[-1]
    if not coded:
        notes.append(
            f"{name}: the answer to {exercise} is in a cell that is {_article(last.typed)}; its "
            "text was taken as code."
        )
    if len(copies) > 1:
        numbers = ", ".join(str(piece.number) for piece in copies[:9])
        notes.append(
            f"{name} answers {exercise} {len(copies)} times, in cells {numbers}; cell "
            f"{last.number} counts."
        )
    return last.source


def _article(typed: str) -> str:
    return {"markdown": "Markdown", "raw": "raw", "heading": "a heading"}.get(typed, "of no type")


def _unmarked(cells: tuple[Cell, ...], found: set[str], name: str) -> dict[str, str]:
    """Sentences on cells that may hold the answer to an exercise without an answer cell.

    Names are set again in other lessons, and in other exercises' cells: where there are answer
    cells, only their lessons are looked at; and no cell that is another's, or as it was handed out.
    """
    lessons = {_lesson_of().get(exercise) for exercise in found}
    wanted = {
        answer: exercise
        for exercise, answer in _names().items()
        if exercise not in found and (not found or _lesson_of().get(exercise) in lessons)
    }
    sentences = {}
    for number, cell in enumerate(cells[:MAX_LOOKED_AT], 1):
        if cell.get("cell_type") != "code" or len(cell["source"]) > MAX_SOURCE:
            continue
        marked = any(mark for mark, _ in marked_parts(cell["source"]))
        if marked or claimed_exercise(cell) or _bare(cell["source"]) in _handed_out():
            continue
        for answer in sorted(bound_by_lines(cell["source"]) & wanted.keys()):
            sentences[wanted[answer]] = (
                f"{name} has no answer cell for {wanted[answer]}, and cell {number} sets "
                f"`{answer}`: look at it yourself."
            )
    return sentences


@cache
def _lesson_of() -> dict[str, str]:
    """The notebook that asks each exercise."""
    return {
        exercise: path.name
        for path in pristine_folder().glob("*.ipynb")
        for exercise in exercises_in(path)
    }


@cache
def _handed_out() -> frozenset[str]:
    """The code cells of the notebooks as learners get them, without their markers."""
    books = (read_notebook(path) for path in pristine_folder().glob("*.ipynb"))
    return frozenset(_bare(cell["source"]) for book in books for cell in book["cells"])


def _bare(source: str) -> str:
    """A source without marker lines, and without white space that does not show."""
    lines = (line.rstrip() for line in source.strip().splitlines())
    return "\n".join(line for line in lines if all(mark is None for mark, _ in marked_parts(line)))


@cache
def _names() -> dict[str, str]:
    """For each exercise answered in code the name that its answer is given."""
    return {e.id: e.answer_name for e in all_exercises() if isinstance(e, CodeExercise)}


def exercises_of_lesson(exercise: str) -> tuple[str, list[str]]:
    """The notebook that asks an exercise, and all exercises that it asks.

    Example:
        >>> exercises_of_lesson("0.2")
        ('00_start_here.ipynb', ['0.1', '0.2', '0.3', '0.4'])
    """
    book = _lesson_of().get(exercise, "")
    return book, [name for name, of in _lesson_of().items() if of == book]
