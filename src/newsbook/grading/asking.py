"""What a run asks: fresh cases for each exercise, and what is right for them.

The inputs go into the sandbox. What is right comes from the solution, on the same inputs, in a
process that no learner's code is near; it stays with the judge.

An exercise that has no maker of hidden cases is tried on its own ones.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from newsbook.exercises import (
    Case,
    ChallengeExercise,
    CodeExercise,
    Exercise,
    UnknownExercise,
    get_exercise,
)
from newsbook.grading.sandbox.limits import Packed, pack, unpack
from newsbook.workbook.cells import SETUP
from newsbook.workbook.graft import exercises_in
from newsbook.workbook.hidden import hidden_cases, maker_file
from newsbook.workbook.notebooks import check_exercise, read_notebook
from newsbook.workbook.places import WorkbookError, pristine_folder

__all__ = ["Asked", "ask_for", "chosen", "exercises_by_lesson"]

SOLUTION_SECONDS = 300.0
"""How long the solutions of all exercises may run."""


@dataclass(frozen=True)
class Asked:
    """The cases of a run.

    Args:
        seed: What the inputs were drawn from.
        cases: For each code exercise with hidden cases, these.
        setups: Sources of our cells, for each setup that exercises stand on.
        setup_of: Which setup an exercise stands on.
    """

    seed: str
    cases: Mapping[str, Sequence[Case]]
    setups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    setup_of: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """The packed inputs of each exercise's cases: all that the sandbox is told of them."""
        return {
            name: Packed(pack(tuple(case.inputs)) for case in cases)
            for name, cases in self.cases.items()
        }


def exercises_by_lesson() -> dict[str, list[str]]:
    """The ids of the exercises that each lesson's notebook asks, in its order.

    Example:
        >>> exercises_by_lesson()["01"][:2]
        ['1.1', '1.2']
    """
    return {path.name[:2]: exercises_in(path) for path in sorted(pristine_folder().glob("*.ipynb"))}


def chosen(only: Sequence[str]) -> list[Exercise]:
    """The exercises that are to be graded.

    Args:
        only: Ids of exercises (``"2.3"``) or lessons (``"02"``); none means all.

    Raises:
        UnknownExercise: There is no such exercise; the sentence names those there are.
    """
    lessons = exercises_by_lesson()
    every = [name for names in lessons.values() for name in names]
    wanted: set[str] = set()
    for word in only:
        key = word.strip().zfill(2)
        if key.isdecimal() and key not in lessons:
            raise UnknownExercise(
                f"There is no lesson {word.strip():.20}; the lessons are {', '.join(lessons)}."
            )
        wanted |= set(lessons[key]) if key in lessons else {get_exercise(word.strip()).id}
    return [get_exercise(name) for name in every if not wanted or name in wanted]


def ask_for(root: Path, exercises: Sequence[Exercise], seed: str) -> Asked:
    """Draw the cases of a run, and have the solutions say what is right.

    Args:
        root: A checkout, with solutions.
        exercises: What is asked.
        seed: What inputs are drawn from.

    Raises:
        WorkbookError: A maker or a solution is missing or fails; says which file.
    """
    names = [exercise.id for exercise in exercises if isinstance(exercise, CodeExercise)]
    with_cases = [name for name in names if _is_hidden(root, name)]
    request = json.dumps({"root": str(root), "exercises": with_cases, "seed": seed})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "newsbook.grading.asking"],
            input=request,
            capture_output=True,
            encoding="utf-8",
            timeout=SOLUTION_SECONDS,
            check=False,
        )
        told = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise WorkbookError(
            f"The solutions in {root / 'solutions'} ran for over {SOLUTION_SECONDS:g} seconds."
        ) from None
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise WorkbookError(
            f"The solutions in {root / 'solutions'} gave no cases: {last}"
        ) from None
    if "problem" in told:
        raise WorkbookError(told["problem"])
    cases = {
        name: [Case(unpack(inputs), unpack(expected)) for inputs, expected in pairs]
        for name, pairs in told["cases"].items()
    }
    setups, setup_of = _setups(names)
    return Asked(seed, cases, setups, setup_of)


def _is_hidden(root: Path, name: str) -> bool:
    challenge = isinstance(get_exercise(name), ChallengeExercise)
    return challenge or maker_file(root, name).is_file()


def _setups(names: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The cells that each exercise stands on: those before it in its check notebook."""
    setups: dict[str, list[str]] = {}
    setup_of: dict[str, str] = {}
    for path in sorted(pristine_folder().glob("*.ipynb")):
        so_far: list[str] = []
        for cell in read_notebook(path)["cells"]:
            if (name := check_exercise(cell)) in names:
                key = f"{path.name[:2]}.{len(so_far)}"
                setups[key] = list(so_far)
                setup_of[str(name)] = key
            elif SETUP in cell["metadata"].get("tags", []):
                so_far.append(cell["source"])
    return setups, setup_of


def _main() -> None:
    """Answer one request on standard input. Solutions may print; that goes to standard error."""
    request = json.loads(sys.stdin.read())
    answer, sys.stdout = sys.stdout, sys.stderr
    told: dict[str, Any] = {"cases": {}}
    try:
        for name in request["exercises"]:
            exercise = get_exercise(name)
            assert isinstance(exercise, CodeExercise)
            cases = hidden_cases(Path(request["root"]), exercise, request["seed"])
            told["cases"][name] = [[pack(case.inputs), pack(case.expected)] for case in cases]
    except WorkbookError as error:
        told = {"problem": str(error)}
    # In one piece: `json.dump` writes thirty thousand, and may have to send each by itself.
    answer.write(json.dumps(told))


if __name__ == "__main__":
    _main()
