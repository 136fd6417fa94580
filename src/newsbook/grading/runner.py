"""What runs inside the sandbox: a learner's cell, then `observe`. It is never believed."""

from __future__ import annotations

import ast
import builtins
import contextlib
import inspect
import json
import re
from collections.abc import Sequence
from functools import cache
from types import CodeType
from typing import Any

from newsbook.exercises import Case, PatternExercise, get_exercise
from newsbook.exercises.off_limits import OffLimits, Removal, removal
from newsbook.grading.sandbox.limits import unpack

__all__ = [
    "QUIET", "as_python", "is_tried_apart", "namespace", "observed", "removal_for", "tried_apart",
]  # fmt: skip

_PROMPT = re.compile(r"^[ \t]*In \[", re.MULTILINE)
"""What IPython leaves out at the start of a line, and Python takes for an annotation."""

_NOT_PYTHON = re.compile(r"\A\s|(?:^|[^\S\n \t])[ \t]*[%!,;/>]|=\s*[%!]|\?", re.MULTILINE)
"""Without one of these, IPython leaves a cell as it is, mistakes and all.

White space of rarer kinds begins a line, to some.
"""

ANSWER = "<answer>"
"""What Python calls a learner's cell."""

QUIET = ("ask", "check", "handin", "hint", "scoreboard")
"""Names of ours that say something in a notebook and have nothing to say here."""


class _Shell:
    """What stands for IPython: magics do nothing, but cells below a magic run."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.user_ns = names

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Run the cell below the magics that run it."""
        if name in ("time", "timeit", "capture", "prun"):
            run_cell(cell, self.user_ns)

    def run_line_magic(self, name: str, line: str, *more: Any) -> None:
        """Run the statement that is timed; do nothing else."""
        if name in ("time", "timeit", "prun"):
            run_cell(line, self.user_ns)

    def __getattr__(self, name: str) -> Any:
        return _nothing


def _nothing(*arguments: Any, **more: Any) -> None:
    """Do nothing."""


def namespace(setup: Sequence[str]) -> dict[str, Any]:
    """The names that an answer finds: those of a notebook, after cells of ours have run.

    Args:
        setup: The cells' sources.
    """
    names: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
    shell = _Shell(names)
    names |= {"get_ipython": lambda: shell, "display": _nothing, "In": [""], "Out": {}}
    for source in setup:
        run_cell(source, names)
    names.update(dict.fromkeys(QUIET, _nothing))
    return names


def as_python(source: str) -> str:
    r"""A cell as Python: magics, `!commands` and `help?` become calls of `get_ipython`.

    Example:
        >>> as_python("%matplotlib inline")
        "get_ipython().run_line_magic('matplotlib', 'inline')\n"
    """
    from IPython.core.inputtransformer2 import TransformerManager

    manager = TransformerManager()  # type: ignore[no-untyped-call]
    return manager.transform_cell(source)


def run_cell(source: str, names: dict[str, Any]) -> None:
    """Run a cell as a notebook would, `await` at the top included."""
    _execute(_compiled(source), names)


def _execute(code: CodeType, names: dict[str, Any]) -> None:
    if code.co_flags & inspect.CO_COROUTINE:
        import asyncio  # few answers wait for anything, and each fork pays for what is in memory

        asyncio.run(eval(code, names))
    else:
        exec(code, names)


def run_answer(source: str, names: dict[str, Any], wanted: str) -> None:
    """Run a learner's cell, and go on behind what only compares with newsbook's own function.

    In the notebook a line such as ``assert merge(a, b) == merge_pair(a, b)`` below an answer works:
    what is off limits refuses there only while the answer is tried. Here it is gone before.

    Args:
        source: The cell.
        names: What it finds.
        wanted: The name that the answer has.

    Raises:
        OffLimits: The cell uses what is off limits, and sets no answer.
    """
    before = names.get(wanted)
    try:
        run_cell(source, names)
        return
    except OffLimits as error:
        refused, place = error, error.__traceback__
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        raise refused from None  # a cell with magics: not worth the trouble
    while place and place.tb_frame.f_code.co_filename != ANSWER:
        place = place.tb_next
    last = place.tb_lineno if place else 0
    for statement in body if last else ():
        if statement.lineno > last:
            with contextlib.suppress(OffLimits):
                _execute(_compiled_tree(ast.Module([statement], [])), names)
    if names.get(wanted) is before:
        raise refused


def _compiled(source: str) -> CodeType:
    """A cell's code. Magics are looked for where it is no Python: that costs more than a fork."""
    if not _PROMPT.search(source):
        try:
            return _compiled_tree(source)
        except (SyntaxError, ValueError):
            if not _NOT_PYTHON.search(source):
                raise
    return _compiled_tree(as_python(source))


def _compiled_tree(tree: str | ast.Module) -> CodeType:
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code: CodeType = compile(tree, ANSWER, "exec", flags=flags, dont_inherit=True)
    return code


def observed(exercise_id: str, source: str, inputs: Any, names: dict[str, Any]) -> bytes:
    """Run an answer and look at it.

    Args:
        exercise_id: The exercise.
        source: The learner's cell.
        inputs: For each case its arguments, packed; None: the exercise's own cases. Of an answer
            that is tried apart, none: a cell that sees them could find things by itself.
        names: What the cell finds.

    Returns:
        JSON: ``{"observation": …}``, or ``{"failure": "NameError: …"}`` when the cell raised. Of an
        answer that is tried apart, ``{"pattern": …}``.
    """
    dumps = json.dumps
    exercise = get_exercise(exercise_id)
    cases = _cases(inputs)
    record: dict[str, Any]
    removal_for(exercise_id).carry_out()
    # What is gone need not be looked for again, to be withheld for each case.
    vars(exercise)["off_limits"] = ()
    try:
        run_answer(source, names, getattr(exercise, "answer_name", ""))
    except NotImplementedError:
        # What nbgrader puts where a solution was.
        record = {"observation": {"unset": True}}
    except BaseException as error:
        record = {"failure": _last_line(error)}
    else:
        answer = names.get(getattr(exercise, "answer_name", ""))
        try:
            if is_tried_apart(exercise_id) and isinstance(answer, str):
                record = {"pattern": str(answer)}
            else:
                record = {"observation": exercise.observe(answer, cases)}
        except BaseException as error:
            record = {"failure": _last_line(error)}
    return dumps(record).encode()


@cache
def removal_for(exercise_id: str) -> Removal:
    """What has to be done before an answer to an exercise is run; whoever forks asks beforehand."""
    return removal(getattr(get_exercise(exercise_id), "off_limits", ()))


def is_tried_apart(exercise_id: str) -> bool:
    """Whether an answer is tried where its cell has not run: a pattern is to find things by itself.

    Example:
        >>> is_tried_apart("1.5"), is_tried_apart("1.3")
        (True, False)
    """
    return isinstance(get_exercise(exercise_id), PatternExercise)


def tried_apart(exercise_id: str, given: bytes, inputs: Any) -> bytes:
    """Try an answer of plain data, in a process in which no learner's code has run.

    Args:
        exercise_id: The exercise.
        given: What `observed` gave; whoever wrote it may be lying.
        inputs: As for `observed`.

    Returns:
        JSON, as from `observed`. What cannot come of an honest cell is observed as None.

    Example:
        >>> inputs = [{"tuple": ["a b"]}]
        >>> tried_apart("1.5", b'{"pattern": "a"}', inputs)
        b'{"observation": {"cases": [{"value": ["a"]}]}}'
        >>> tried_apart("1.5", b'{"observation": {"cases": [{"value": ["a"]}]}}', inputs)
        b'{"observation": null}'
    """
    try:
        record = json.loads(given)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or len(record) != 1:
        record = {"observation": None}
    elif isinstance(record.get("pattern"), str):
        seen = get_exercise(exercise_id).observe(record["pattern"], _cases(inputs))
        record = {"observation": seen}
    elif "failure" not in record:
        seen = record.get("observation")
        honest = isinstance(seen, dict) and set(seen) in ({"unset"}, {"unusable"})
        record = {"observation": seen if honest else None}
    return json.dumps(record).encode()


def _cases(inputs: Any) -> list[Case] | None:
    return None if inputs is None else [Case(unpack(given), None) for given in inputs]


def _last_line(error: BaseException) -> str:
    try:
        said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    except BaseException:
        said = type(error).__name__
    return said[:300]
