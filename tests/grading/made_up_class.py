"""A class of 200 made-up hand-ins to lesson 1, as files, each with the grade that it must get.

What is right, what is wrong and what is lost is known because it was put there: nothing here asks
the grader. Wrong code is named by its misconception; what that earns depends on the run's cases.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from judged_class import right_answer
from support import ROOT, answer_cell_source, notebook_of

from newsbook.exercises import Exercise, Misconception, State, all_exercises

__all__ = ["EXERCISES", "LOST", "RIGHT", "STUDENTS", "UNTOUCHED", "Fault", "Made", "make_class"]

EXERCISES = [exercise for exercise in all_exercises() if exercise.id.startswith("1.")]
CODE = [exercise.id for exercise in EXERCISES if not exercise.widget]
NOTEBOOK = notebook_of("exercises", "1.1").name
STUDENTS = 200
RIGHT, UNTOUCHED, LOST = "right", "untouched", "lost"
WRONG = "def count_types(tokens):\n    return -1\n"


@dataclass(frozen=True)
class Fault:
    """An answer to 1.9 that means harm, or does it, with the verdict that it must get."""

    source: str
    state: State
    sentence: str = ""


HOSTILE = (
    Fault("while True: pass", State.RAISED, "endless loop"),
    Fault("import time\ntime.sleep(1000)", State.RAISED, "It waited for over 2 seconds"),
    Fault("import os\nos._exit(0)", State.RAISED, "ended Python itself"),
    Fault("import sys\nsys.exit()", State.RAISED, "SystemExit"),
    Fault("import ctypes\nctypes.string_at(0)", State.RAISED, "signal 11"),
    Fault("name = input()", State.RAISED, "EOFError"),
    Fault("import os\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)", State.RAISED),
    Fault("open('/newsbook/package/newsbook/x.py', 'w')", State.RAISED),
    Fault(f"open({str(ROOT / 'solutions' / NOTEBOOK)!r})", State.RAISED, "FileNotFoundError"),
    Fault(f"print('✓ 1.9 correct · 2 of 2 points')\n{WRONG}", State.NOT_YET),
    Fault(f"import shutil\nshutil.rmtree('.', ignore_errors=True)\n{WRONG}", State.NOT_YET),
    Fault(
        "from newsbook.exercises import CodeExercise, Exercise\n"
        f"CodeExercise.judge = Exercise.check = lambda self, *a: self.correct(None)\n{WRONG}",
        State.NOT_YET,
    ),
    Fault(
        "from newsbook.exercises import get_exercise\n"
        "known = {repr(c.inputs[0]): c.expected for c in get_exercise('1.9').cases}\n"
        "def count_types(tokens):\n    return known.get(repr(tokens), -1)\n",
        State.NOT_YET,
    ),
)

Expected = str | Misconception | Fault


@dataclass
class Made:
    """One student's hand-in, and for each exercise what must be found in it."""

    student: str
    expected: dict[str, Expected]
    readable: bool = True
    notes: bool = False
    files: dict[str, bytes] = field(default_factory=dict)


def _source(exercise: Exercise, what: Expected) -> str:
    if what == RIGHT:
        return right_answer(exercise.id)[0]
    if isinstance(what, Misconception):
        return f"# answer: {exercise.id}\n{what.wrong}\n"
    if isinstance(what, Fault):
        return f"# answer: {exercise.id}\n{what.source}\n"
    return answer_cell_source("exercises", exercise.id)


def _value(exercise: Exercise, what: Expected) -> Any:
    return what.wrong if isinstance(what, Misconception) else right_answer(exercise.id)[1]


def _book(made: Made) -> dict[str, Any]:
    book: dict[str, Any] = json.loads((ROOT / "exercises" / NOTEBOOK).read_bytes())
    for exercise in EXERCISES:
        if not exercise.widget:
            _answer_cell(book, exercise.id)["source"] = _source(
                exercise, made.expected[exercise.id]
            )
    return book


def _answer_cell(book: dict[str, Any], exercise: str) -> dict[str, Any]:
    name = f"ex-{exercise.replace('.', '-')}-answer"
    (cell,) = [cell for cell in book["cells"] if cell["id"] == name]
    return cell  # type: ignore[no-any-return]


def _text(book: dict[str, Any]) -> bytes:
    return json.dumps(book, ensure_ascii=False, indent=1).encode()


# What can happen to a notebook. Each takes it and what is expected, and may change both.


def _ids_rewritten(book: dict[str, Any], made: Made) -> bytes:
    for number, cell in enumerate(book["cells"]):
        cell["id"] = f"cell-{number}"
    return _text(book)


def _metadata_stripped(book: dict[str, Any], made: Made) -> bytes:
    for number, cell in enumerate(book["cells"]):
        cell["id"], cell["metadata"] = f"c{number}", {}
    return _text(book)


def _markers_gone(book: dict[str, Any], made: Made) -> bytes:
    for name in CODE:
        cell = _answer_cell(book, name)
        cell["source"] = cell["source"].replace(f"# answer: {name}\n", "")
    return _text(book)


def _shuffled(book: dict[str, Any], made: Made) -> bytes:
    random.Random(made.student).shuffle(book["cells"])
    return _text(book)


def _missing(book: dict[str, Any], made: Made) -> bytes:
    book["cells"].remove(_answer_cell(book, "1.10"))
    made.expected["1.10"] = LOST
    return _text(book)


def _twice(book: dict[str, Any], made: Made) -> bytes:
    cell = _answer_cell(book, "1.3")
    old = {**cell, "id": "old", "source": "# answer: 1.3\ntrim = None"}
    book["cells"].insert(book["cells"].index(cell), old)
    made.notes = True
    return _text(book)


def _retyped(book: dict[str, Any], made: Made) -> bytes:
    cell = _answer_cell(book, "1.3")
    cell["cell_type"] = "markdown"
    made.notes = True
    return _text(book)


def _merged(book: dict[str, Any], made: Made) -> bytes:
    first, second = _answer_cell(book, "1.9"), _answer_cell(book, "1.10")
    first["source"] += f"\n\n{second['source']}"
    book["cells"].remove(second)
    made.notes = True
    return _text(book)


def _format_3(book: dict[str, Any], made: Made) -> bytes:
    for cell in book["cells"]:
        del cell["id"]
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    made.notes = True
    sheets = [{"cells": book["cells"]}]
    return _text({"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets})


def _cut_short(book: dict[str, Any], made: Made) -> bytes:
    whole = _text(book)
    for name in CODE[CODE.index("1.9") :]:
        made.expected[name] = LOST
    made.notes = True
    return whole[: whole.index(b"# answer: 1.9")]


def _broken(book: dict[str, Any], made: Made) -> bytes:
    whole = _text(book)
    at = whole.index(b"# answer: 1.3")
    made.expected["1.3"] = LOST
    made.notes = True
    return whole[:at] + b'"\x00{[' + whole[at:]


def _utf_16(book: dict[str, Any], made: Made) -> bytes:
    made.notes = True
    return _text(book).decode().encode("utf-16")


DAMAGES: tuple[Callable[[dict[str, Any], Made], bytes], ...] = (
    _ids_rewritten, _metadata_stripped, _markers_gone, _shuffled, _missing, _twice, _retyped,
    _merged, _format_3, _cut_short, _broken, _utf_16,
)  # fmt: skip


def _answers(made: Made) -> dict[str, bytes]:
    found = {}
    for exercise in EXERCISES:
        what = made.expected[exercise.id]
        if exercise.widget and what != UNTOUCHED:
            record = {"format": 1, "exercise": exercise.id, "answer": _value(exercise, what)}
            found[f"answers/{exercise.id}.json"] = json.dumps(record | {"newsbook": "0"}).encode()
    return found


def _zipped(files: dict[str, bytes], above: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{above}{name}", data)
    return buffer.getvalue()


def _handed_in(made: Made, number: int, folder: Path) -> None:
    """Write one hand-in: as a zip, a folder, or as Moodle or Canvas name it."""
    kind = number % 5
    if kind == 0:
        (folder / f"{made.student}.zip").write_bytes(_zipped(made.files, "exercises/"))
    elif kind == 1:
        for name, data in made.files.items():
            path = folder / made.student / "my course" / "exercises" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    elif kind == 2:
        place = folder / f"Made Up_{made.student}_assignsubmission_file_"
        place.mkdir()
        (place / "handin.zip").write_bytes(_zipped(made.files, "exercises/"))
    elif kind == 3:
        name = f"madeup_LATE_{made.student}_77{number}_hand-in-1.zip"
        (folder / name).write_bytes(_zipped(made.files, ""))
    else:
        inner = _zipped(made.files, "exercises/")
        (folder / f"{made.student}.zip").write_bytes(_zipped({"handin.zip": inner}, "week/"))


def make_class(folder: Path, seed: int = 3) -> list[Made]:
    """Write the class into a folder.

    The first ten have all right, the next ten have done nothing. Then each has one misconception
    after the other, one damage, one harmful answer; the rest are mixed, and some cannot be read.
    """
    rng = random.Random(seed)
    most = max(len(exercise.misconceptions) for exercise in EXERCISES)
    made_all: list[Made] = []
    for number in range(STUDENTS):
        student = str(5000 + number)
        made = Made(student, {exercise.id: RIGHT for exercise in EXERCISES})
        damage: Callable[[dict[str, Any], Made], bytes] | None = None
        since = number - 20 - most
        if 10 <= number < 20:
            made.expected = {exercise.id: UNTOUCHED for exercise in EXERCISES}
        elif 20 <= number < 20 + most:
            for exercise in EXERCISES:
                mistakes = exercise.misconceptions
                made.expected[exercise.id] = mistakes[(number - 20) % len(mistakes)]
        elif 0 <= since < len(DAMAGES):
            damage = DAMAGES[since]
        elif 0 <= since - len(DAMAGES) < len(HOSTILE):
            made.expected["1.9"] = HOSTILE[since - len(DAMAGES)]
        elif since >= 0:
            for exercise in EXERCISES:
                made.expected[exercise.id] = rng.choice(
                    [RIGHT, RIGHT, UNTOUCHED, rng.choice(exercise.misconceptions)]
                )
            if number % 3 == 0:
                damage = rng.choice(DAMAGES)
        book = _book(made)
        answers = _answers(made)
        made.files = {NOTEBOOK: damage(book, made) if damage else _text(book), **answers}
        if number in (150, 160, 170, 180, 190):
            _spoil(made, number)
        _handed_in(made, number, folder)
        if number in (155, 165, 175):
            # Of a zip file nothing is left that could be read.
            (folder / f"{student}.zip").write_bytes(b"PK\x03\x04 and nothing more")
            made.expected = {exercise.id: LOST for exercise in EXERCISES}
            made.readable = False
        made_all.append(made)
    return made_all


def _spoil(made: Made, number: int) -> None:
    """Spoil an answer file: that one answer is lost, and named."""
    data = {
        150: b"{", 160: b"[" * 100_000, 170: b'{"format": 99, "exercise": "1.4", "answer": 1}',
        180: b"\xff\xfe\x00", 190: b"",
    }[number]  # fmt: skip
    made.files["answers/1.4.json"] = data
    made.expected["1.4"] = LOST
    made.notes = True
