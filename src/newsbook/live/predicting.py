"""Lines that a class predicts, run without trusting whoever typed them.

The lines of an exercise are the package's own. One that a teacher types comes over a socket, so it
is only run where it is a plain expression: values, comparisons, some functions of Python's and some
methods of strings, none of which can touch the machine or grow beyond the line.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re

from newsbook.errors import BadInput

__all__ = ["LONGEST_LINE", "as_written", "in_own_words", "safe_line"]

LONGEST_LINE = 120
"""Code points of a line."""

_FUNCTIONS = frozenset({
    "len", "sorted", "set", "list", "str", "int", "bool", "ord", "min", "max", "sum", "repr",
    "type", "reversed", "tuple", "float", "abs", "any", "all",
})  # fmt: skip
_METHODS = frozenset({
    "split", "rsplit", "strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize",
    "casefold", "find", "rfind", "index", "count", "startswith", "endswith", "isupper", "islower",
    "isalpha", "isdigit", "isspace", "isalnum", "istitle", "partition", "rpartition", "splitlines",
    "removeprefix", "removesuffix", "encode", "swapcase",
})  # fmt: skip
_PLAIN = (
    ast.Expression, ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Compare, ast.BoolOp,
    ast.UnaryOp, ast.Subscript, ast.Slice, ast.Load, ast.cmpop, ast.boolop, ast.Not, ast.USub,
    ast.Add, ast.Sub,
)  # fmt: skip


def safe_line(code: str) -> str:
    """A line of Python that may be run, as it is.

    Args:
        code: What was typed.

    Raises:
        BadInput: It is no expression, or does what a line for a class may not.

    Example:
        >>> safe_line("len('it’s'.split())")
        "len('it’s'.split())"
        >>> safe_line("open('/etc/passwd')")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        newsbook.errors.BadInput: The line "open('/etc/passwd')" uses the name open; ...
    """
    line = code.strip()
    if len(line) > LONGEST_LINE:
        raise BadInput(
            f"A line to predict has at most {LONGEST_LINE} characters, this one {len(line)}."
        )
    try:
        tree = ast.parse(line, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadInput(f"{line!r:.60} is no line of Python that has a value.") from None
    for node in ast.walk(tree):
        if (odd := _odd(node)) is not None:
            raise BadInput(
                f"The line {line!r:.60} {odd}; a class can predict plain values, comparisons, "
                "functions such as len and sorted, and methods of strings such as split."
            )
    return line


def _odd(node: ast.AST) -> str | None:
    """What a part of a line does that it may not."""
    if isinstance(node, ast.Call):
        if node.keywords:
            return "names an argument"
        if isinstance(node.func, ast.Name | ast.Attribute):
            return None
        return "calls what is no name"
    if isinstance(node, ast.Name):
        return None if node.id in _FUNCTIONS else f"uses the name {node.id:.30}"
    if isinstance(node, ast.Attribute):
        return None if node.attr in _METHODS else f"uses .{node.attr:.30}"
    if isinstance(node, ast.BinOp):
        # Sums cannot grow beyond the line; products and powers can.
        return None if isinstance(node.op, ast.Add | ast.Sub) else "does more than add and subtract"
    if isinstance(node, _PLAIN):
        return None
    return "does what is not a plain expression"


def as_written(typed: str, value: object) -> str:
    """A prediction in one form, so that ``'a'`` and ``"a"`` count as the same.

    Args:
        typed: What was typed.
        value: What the line gives: where that is a string, one typed without quotes is one too.

    Example:
        >>> as_written('"Sunday" ', "x"), as_written("Sunday", "x"), as_written("[1,2]", [])
        ("'Sunday'", "'Sunday'", '[1, 2]')
    """
    words = " ".join(typed.split())
    try:
        return repr(ast.literal_eval(words))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return repr(words) if isinstance(value, str) else words


_SIGNS = re.compile(r"[\s0-9!-/:-@\[-`{-~‘’“”„«»–—…]+")
_PYTHONS = frozenset(
    name.casefold() for name in (*dir(builtins), *keyword.kwlist, "error") if name[:1] != "_"
)


def in_own_words(predicted: str, line: str) -> bool:
    """Whether there are words in a prediction that are neither in the line nor Python's.

    A number, a list of the line's words, a type or an error can be shown to a room unread. What has
    other words is free text, and so is what has pictures.

    Args:
        predicted: The prediction, as `as_written` has it.
        line: The line, and what it gives.

    Example:
        >>> [in_own_words(one, "'two-day visit'.split()") for one in ("['two', 'day']", "4", "boo")]
        [False, False, True]
    """
    line = line.casefold()
    words = (word.casefold() for word in _SIGNS.split(predicted) if word)
    return any(word not in line and word not in _PYTHONS for word in words)
