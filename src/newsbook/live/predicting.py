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


_WORD = re.compile(r"\w+")
_RUN = re.compile(r"([^\w\s'\"()\[\]{}])\1+")
_NEEDED = frozenset("_.,:()[]{}<>'\"-‘’“”„«»–—…")
"""What stands around words and numbers where Python writes a value."""
_PYTHONS = frozenset(
    name.casefold() for name in (*dir(builtins), *keyword.kwlist, "error") if name[:1] != "_"
)


def in_own_words(predicted: str, line: str) -> bool:
    """Whether there are words in a prediction that are neither in the line nor Python's.

    A number, a list of the line's words, a type or an error can be shown to a room unread. What has
    other words is free text, and so are pictures, drawings with signs, long numbers, and words
    spelt out of a line's letters. Guesses at a part of a word are held back with them: they are
    only counted until a teacher has read them.

    Args:
        predicted: The prediction, as `as_written` has it.
        line: The line, and what it gives.

    Example:
        >>> [in_own_words(one, "'two-day visit'.split()") for one in ("['two', 'day']", "4", "boo")]
        [False, False, True]
        >>> [in_own_words(one, "list('it’s')  ['i', 't', '’', 's']") for one in
        ...  ("['i', 't', 's']", "['t', 'i', 't', 's']", "t.i.t.s", "8====3")]
        [False, True, True, True]
    """
    line, predicted = line.casefold(), predicted.casefold()
    known = set(_WORD.findall(line))
    words = _WORD.findall(predicted)
    letters = "".join(word for word in words if len(word) < 3 and not word.isdigit())
    # A run of letters of the line's, and where another begins.
    spelt = "".join(word if len(word) < 3 else f" {word} " for word in _WORD.findall(line))
    return (
        any(word not in known and word not in _PYTHONS and not _short(word) for word in words)
        or (len(letters) > 2 and letters not in spelt)
        or not _plain(predicted, line)
    )


def _short(word: str) -> bool:
    """Whether a word is a number that is too short to spell anything."""
    return word.isascii() and word.isdigit() and len(word) < 5


def _plain(predicted: str, line: str) -> bool:
    """Whether a prediction has the look of a value: a literal, or words between brackets."""
    try:
        value = ast.literal_eval(predicted)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        value = None
        literal = False
    else:
        literal = True
    if not _WORD.search(predicted):
        parts = value if isinstance(value, list | tuple) else [value]
        return literal and all(not part or str(part) in line for part in parts)
    signs = set(re.sub(r"[\w\s]", "", predicted)) - _NEEDED
    if any(run.group() not in line for run in _RUN.finditer(predicted)):
        return False
    return not signs or (literal and all(sign in line for sign in signs))
