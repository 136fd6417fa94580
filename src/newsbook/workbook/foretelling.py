"""What a grade would refuse and a check lets pass, told beforehand.

A grade runs answers in a sandbox with limits of its own. Where an answer's source shows that it
will meet one of them, or what its cell has printed, or what a check that ran it has seen, its
author should know before handing it in. Nothing is run for this.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from newsbook.exercises import UnknownExercise, get_exercise
from newsbook.workbook.notebooks import (
    Cell,
    answered_exercise,
    check_exercise,
    read_notebook,
)

__all__ = [
    "GRADE_SECONDS",
    "MAX_SOURCE",
    "MOST_PRINTED",
    "foretold",
    "foretold_in",
    "foretold_of_run",
]

MAX_SOURCE = 20_000
"""Code points of an answer cell. The longest answer of ours has some thirteen hundred; what of
newsbook solves a challenge has 70,000, packed."""

MOST_PRINTED = 10_000_000
"""Bytes that an answer may print in a grade; a test holds it against the sandbox's limit."""

GRADE_SECONDS = 10.0
"""Processor time that an answer may use in a grade, in seconds; the same test holds it."""

_LONGEST_SLEEP = 0.1
"""Seconds for which an answer may sleep, now and then, and be all right."""

_THERE = frozenset({"IPython", "newsbook", "nltk"})
"""What a sandbox has beside Python's library."""

_ENDING = frozenset({"exit", "quit", "sys.exit", "os._exit", "os.abort"})
_GUARDS = frozenset({"Exception", "BaseException", "ImportError", "ModuleNotFoundError"})
_SHARING = frozenset({"multiprocessing", "concurrent.futures.process"})
_IMPORTERS = frozenset({"__import__", "import_module", "importlib.import_module"})
_NOT_PYTHON = re.compile(r"^[ \t]*[%!].*$", re.MULTILINE)


def foretold(source: str, printed: int = 0) -> list[str]:
    r"""What a grade would refuse of an answer cell, a sentence for each.

    Args:
        source: The cell.
        printed: How many bytes it printed when it was last run, as far as that is known.

    Example:
        >>> foretold("def f(text):\n    return text.split()")
        []
        >>> foretold("import pandas\nexit()")  # doctest: +NORMALIZE_WHITESPACE
        ['it calls `exit()`, which ends Python, so that a grade has nothing to judge: take it out.',
         'it imports `pandas`, and a grade has Python’s own library and NLTK only: do without.']
    """
    told = []
    if len(source) > MAX_SOURCE:
        told.append(
            f"it has {len(source):,} characters, and a grade reads {MAX_SOURCE:,} at most: leave "
            "out what the answer can do without."
        )
    if printed > MOST_PRINTED:
        told.append(_prints(printed))
    try:
        return told + _foretold_of(ast.parse(_NOT_PYTHON.sub("", source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return told  # what is no Python, or nests too deep, says so when it is run


def _foretold_of(tree: ast.Module) -> list[str]:
    told = []
    names = _own_names(tree)
    ending = [name for name in _called(tree) if name in _ENDING and name not in names]
    if ending:
        told.append(
            f"it calls `{ending[0]}()`, which ends Python, so that a grade has nothing to judge: "
            "take it out."
        )
    told += _waiting_and_reading(tree, names)
    imported = list(_imported(tree))
    if any(f"{name}.".startswith(tuple(f"{one}." for one in _SHARING)) for name in imported):
        told.append(
            "it imports `multiprocessing`, and a grade lets no answer share work out to processes: "
            "one is enough here."
        )
    needed = _imported(_Unguarded().visit(tree))
    others = {name.partition(".")[0] for name in needed} - _THERE - sys.stdlib_module_names
    if others:
        told.append(
            f"it imports `{min(others)}`, and a grade has Python’s own library and NLTK only: do "
            "without."
        )
    return told


def foretold_of_run(exercise: str, seconds: float, printed: int) -> list[str]:
    """What a grade would refuse of an answer that a check has run.

    Args:
        exercise: Its id.
        seconds: How long it ran in the check, on the clock. Half of what a grade gives is told: it
            tries more inputs.
        printed: How many characters it printed there.

    Example:
        >>> foretold_of_run("1.9", 0.5, 20)
        []
        >>> foretold_of_run("1.9", 12.0, 20)[0].startswith("When 1.9 is graded: it ran for 12 sec")
        True
    """
    told = []
    if seconds > GRADE_SECONDS / 2:
        told.append(
            f"it ran for {seconds:.0f} seconds here, and a grade stops what computes for "
            f"{GRADE_SECONDS:g}: make it faster."
        )
    if printed > MOST_PRINTED:
        told.append(_prints(printed))
    return [f"When {exercise} is graded: {sentence}" for sentence in told]


def _prints(printed: int) -> str:
    return (
        f"it prints {printed:,} characters, and a grade stops what prints over "
        f"{MOST_PRINTED:,}: take the `print` out."
    )


def _waiting_and_reading(tree: ast.Module, own: set[str]) -> list[str]:
    """What sleeps, or reads a file; of a file that it may have written itself nothing is said."""
    sleeps = reads = writes = False
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not _is_name(node.func):
            continue
        name = ast.unparse(node.func)
        if name in ("time.sleep", "sleep") and name not in own:
            given = node.args[0] if node.args else None
            short = isinstance(given, ast.Constant) and isinstance(given.value, int | float)
            sleeps |= not (short and given.value <= _LONGEST_SLEEP)  # type: ignore[union-attr]
        elif name == "open" and name not in own:
            rest = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "mode")]
            mode = rest[0].value if rest and isinstance(rest[0], ast.Constant) else "r"
            reads |= mode in ("r", "rt", "rb")
            writes |= mode not in ("r", "rt", "rb")
    told = []
    if sleeps:
        told.append(
            "it calls `sleep`, and a grade stops what only waits for over two seconds: take it out."
        )
    if reads and not writes:
        told.append(
            "it opens a file, and a grade has none of yours: write into the cell what it needs."
        )
    return told


def foretold_in(path: Path) -> dict[str, list[str]]:
    """What a grade would refuse of the code in a learner's notebook, by exercise.

    Args:
        path: The notebook. What its cells have printed is read from it, where it was saved.

    Returns:
        Whole sentences, for the exercises of which there is something to tell.

    Raises:
        WorkbookError: The notebook cannot be read.
    """
    sources: dict[str, str] = {}
    printed: dict[str, int] = {}
    for cell in read_notebook(path)["cells"]:
        answered = answered_exercise(cell)
        if answered:
            sources[answered] = cell["source"]
        if exercise := answered or check_exercise(cell):
            # An answer's function prints below the check that calls it.
            printed[exercise] = printed.get(exercise, 0) + _printed(cell)
    found = {}
    for exercise, source in sources.items():
        if _is_code(exercise) and (told := foretold(source, printed[exercise])):
            found[exercise] = [f"When {exercise} is graded: {sentence}" for sentence in told]
    return found


def _is_code(exercise: str) -> bool:
    try:
        return not get_exercise(exercise).widget
    except UnknownExercise:
        return False


def _printed(cell: Cell) -> int:
    texts = (output.get("text", "") for output in cell.get("outputs", []) if "text" in output)
    return sum(len(text) for text in texts if isinstance(text, str))


def _called(tree: ast.Module) -> Iterator[str]:
    """The names of what is called, with what is before the dot: ``exit``, ``sys.exit``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func) if _is_name(node.func) else ""


def _is_name(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _own_names(tree: ast.Module) -> set[str]:
    """What the cell defines itself: somebody's own `quit` ends nothing."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names


def _imported(tree: ast.Module) -> Iterator[str]:
    """The modules that are imported, and what is taken out of the one with a pool of processes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            if any(alias.name == "ProcessPoolExecutor" for alias in node.names):
                yield "concurrent.futures.process"
        elif isinstance(node, ast.Call) and _is_name(node.func) and node.args:
            named = node.args[0]
            if ast.unparse(node.func) in _IMPORTERS and isinstance(named, ast.Constant):
                yield str(named.value)


class _Unguarded(ast.NodeTransformer):
    """A cell without what it tries to import and can do without."""

    def visit_Try(self, node: ast.Try) -> ast.AST:
        """Take the body out of a ``try`` that goes on where an import fails."""
        caught = {
            name.id
            for handler in node.handlers
            for name in ast.walk(handler.type or ast.Name("Exception"))
            if isinstance(name, ast.Name)
        }
        if caught & _GUARDS:
            node.body = [ast.Pass()]
        return self.generic_visit(node)
