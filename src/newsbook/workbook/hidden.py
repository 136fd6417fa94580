"""Hidden cases: fresh inputs for an exercise, and what the solution gives for them.

The makers lie in ``solutions/hidden/lesson_NN/eMM.py``, outside of the package and of all that
learners get. Each has one function::

    def inputs(rng: random.Random) -> list[tuple]:
        ...

It gives arguments for the learner's function, drawn from `rng` alone, so that a seed gives the same
cases everywhere. It is called many times, and of what it drew a fixed mix is asked; see
`newsbook.workbook.mixing`. What is right is not written down: the solution is run on the same
inputs. A challenge needs no maker: its cases are the held-back articles in
``solutions/hidden/articles``.
"""

from __future__ import annotations

import random
import runpy
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from newsbook.articles import Article, ArticleError
from newsbook.exercises import Case, ChallengeExercise, CodeExercise, Json
from newsbook.workbook.graft import graft
from newsbook.workbook.mixing import mixed
from newsbook.workbook.places import WorkbookError

__all__ = ["held_back_articles", "hidden_cases", "hidden_folder", "maker_file"]


def hidden_folder(root: Path) -> Path:
    """Where a checkout keeps what only instructors see."""
    return root / "solutions" / "hidden"


def maker_file(root: Path, exercise_id: str) -> Path:
    """Where the maker of an exercise's hidden cases lies, or would lie.

    Example:
        >>> maker_file(Path("."), "2.4").as_posix()
        'solutions/hidden/lesson_02/e04.py'
    """
    lesson, number = exercise_id.split(".")
    return hidden_folder(root) / f"lesson_{int(lesson):02}" / f"e{int(number):02}.py"


def held_back_articles(root: Path) -> list[Article]:
    """The articles that challenges are graded on, in the order of their names.

    Raises:
        WorkbookError: There is none, or one cannot be read.
    """
    folder = hidden_folder(root) / "articles"
    places = sorted(place.parent for place in folder.glob("*/article.txt"))
    if not places:
        raise WorkbookError(
            f"{folder} holds no articles; challenges are graded on those, so take the folder from "
            "a complete checkout."
        )
    try:
        return [Article.open(place) for place in places]
    except ArticleError as error:
        raise WorkbookError(str(error)) from None


def hidden_cases(root: Path, exercise: CodeExercise, seed: str) -> Sequence[Case]:
    """Fresh cases for an exercise that is answered in code.

    Runs the instructor's own code, maker and solution, in this process.

    Args:
        root: A checkout.
        exercise: The exercise.
        seed: What the inputs are drawn from; keep it secret while answers can still be changed.

    Raises:
        WorkbookError: There is no maker or no solution, or one of them fails; says which file.
    """
    if isinstance(exercise, ChallengeExercise):
        return [exercise.case_of(article) for article in held_back_articles(root)]
    path = maker_file(root, exercise.id)
    if not path.is_file():
        raise WorkbookError(f"{path} is missing: exercise {exercise.id} has no hidden cases.")
    try:
        make: Callable[[random.Random], list[tuple[Any, ...]]] = runpy.run_path(str(path))["inputs"]
    except Exception as error:
        raise _no_inputs(path, error) from error
    rng = random.Random(f"{exercise.id} {seed}")
    solution = cache(lambda: _solution(root, exercise))

    def draw() -> list[Case]:
        try:
            drawn = [tuple(given) for given in make(rng)]
        except Exception as error:
            raise _no_inputs(path, error) from error
        return _with_answers(exercise, solution(), drawn, path)

    return mixed(exercise, draw)


def _no_inputs(path: Path, error: Exception) -> WorkbookError:
    return WorkbookError(
        f"{path} made no inputs: {type(error).__name__}: {error}. It needs a function "
        "`inputs(rng)` that gives a list of tuples."
    )


def _with_answers(
    exercise: CodeExercise, solution: Any, drawn: Sequence[tuple[Any, ...]], path: Path
) -> list[Case]:
    """Inputs as cases: with what the solution gives for them."""
    unknown = tuple(Case(given, None) for given in drawn)
    seen: list[Json] = exercise.observe(solution, unknown).get("cases", [])
    cases = []
    for given, outcome in zip(drawn, seen, strict=True):
        if "value" not in outcome:
            raise WorkbookError(
                f"The solution of {exercise.id} gives {outcome!r:.120} for {given!r:.200}, an "
                f"input of {path}."
            )
        cases.append(Case(given, outcome["value"]))
    return cases


def _solution(root: Path, exercise: CodeExercise) -> Any:
    """What the solution's answer cell sets, run after the cells that it stands on."""
    lesson = f"{int(exercise.id.partition('.')[0]):02}"
    for path in sorted((root / "solutions").glob(f"{lesson}_*.ipynb")):
        for found in graft(path):
            if found.exercise == exercise.id and found.answer is not None:
                names: dict[str, Any] = {"__name__": "__main__"}
                for cell in (*found.setup, found.answer):
                    exec(compile(cell["source"], str(path), "exec"), names)
                return names[exercise.answer_name]
    raise WorkbookError(f"{root / 'solutions'} has no solution of {exercise.id}.")
