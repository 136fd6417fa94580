"""What Python itself says of a mistake, told from what a program says.

An answer that is tried on held-back articles may raise an error whose text is an article. But a
learner who is told ``NameError`` alone cannot find the mistake. So a message is shown where it is
one of Python's own and the names in it stand in the learner's source, or are Python's: of these a
program can choose a few at most, and none that it has read in an article.
"""

from __future__ import annotations

import builtins
import re

__all__ = ["python_words"]

_NAME = re.compile(
    r"'([^\W\d][\w.]{0,60})'|\b([^\W\d]\w{0,60})(?=\(\))"
    r"|\b(bool|bytes|dict|float|int|list|set|str|tuple|NoneType)\b"
)
_NUMBER = re.compile(r"\b\d{1,2}\b")
# Each character is looked at once: a message may be long, and made to cost time.
_PLACE = re.compile(r" \([^()/\\]*[/\\][^()]*\)$")
_ADVICE = (". Did you mean: ", ". Did you forget ")
_LINE = re.compile(r"\(<answer>, line (\d{1,4})\)$")
_SYNTAX = {"IndentationError", "SyntaxError", "TabError"}
_KINDS = {
    "Match", "NoneType", "Pattern", "Span", "builtin_function_or_method", "dict_items",
    "dict_keys", "function", "generator", "method", "module", "re.Match", "re.Pattern",
}  # fmt: skip

_COMPARED = ("<", ">", "<=", ">=")
# As CPython 3.11 to 3.14 write them; * is a name and # a number.
_SAID = {
    "NameError": ("name * is not defined",),
    "UnboundLocalError": (
        "cannot access local variable * where it is not associated with a value",
        "local variable * referenced before assignment",
    ),
    "ModuleNotFoundError": ("No module named *", "No module named *; * is not a package"),
    "ImportError": ("cannot import name * from *",),
    "AttributeError": ("* object has no attribute *", "module * has no attribute *"),
    "KeyError": ("*", "#"),
    "IndexError": (
        "list index out of range", "string index out of range", "tuple index out of range",
        "pop from empty list", "list assignment index out of range", "no such group",
        "pop index out of range",
    ),
    "TypeError": (
        "* object is not callable", "* object is not iterable", "* object is not subscriptable",
        "* object does not support item assignment",
        "*() takes # positional arguments but # were given",
        "*() takes # positional argument but # were given",
        "*() takes # positional arguments but # was given",
        "*() takes # positional argument but # was given",
        "*() missing # required positional argument: *",
        "*() missing # required positional arguments: * and *",
        "*() got an unexpected keyword argument *", "cannot unpack non-iterable * object",
        "list indices must be integers or slices, not *", "unhashable type: *",
        "string indices must be integers, not *", "object of type * has no len()",
        "expected string or bytes-like object, got *", "can only concatenate * (not *) to *",
        "unsupported operand type(s) for +: * and *", "unsupported operand type(s) for -: * and *",
        *(f"'{sign}' not supported between instances of * and *" for sign in _COMPARED),
        "argument of type * is not iterable",
        "slice indices must be integers or None or have an __index__ method",
    ),
    "ValueError": (
        "not enough values to unpack (expected #, got #)",
        "too many values to unpack (expected #)", "too many values to unpack (expected #, got #)",
        "max() arg is an empty sequence", "min() arg is an empty sequence",
        "max() iterable argument is empty", "min() iterable argument is empty",
        "empty separator", "substring not found", "list.remove(x): x not in list",
    ),
    "ZeroDivisionError": (
        "division by zero", "float division by zero", "integer division or modulo by zero",
        "integer modulo by zero",
    ),
    "OSError": ("[Errno #] Read-only file system",),
    "RecursionError": (
        "maximum recursion depth exceeded", "maximum recursion depth exceeded in comparison",
        "maximum recursion depth exceeded while calling a Python object",
    ),
}  # fmt: skip


def python_words(kind: str, message: str, source: str) -> str:
    r"""As much of an error's message as is Python's own.

    Args:
        kind: The name of one of Python's errors.
        message: What it says; a program may have made it up.
        source: The learner's source: its names may be shown.

    Returns:
        The message, with ``…`` for names that are not the learner's nor Python's; of a fault in the
        syntax the line; ``""`` where it says nothing that may be shown.

    Example:
        >>> python_words("NameError", "name 'tokenize' is not defined", "tokenize(text)")
        "name 'tokenize' is not defined"
        >>> [python_words("KeyError", said, "names[word]") for said in ("'Astrid'", "A b c")]
        ["'…'", '']
        >>> python_words("SyntaxError", "'(' was never closed (<answer>, line 2)", "a\n(b")
        'line 2'
    """
    if kind in _SYNTAX:
        line = _LINE.search(message)
        known = line is not None and 0 < int(line[1]) <= source.count("\n") + 1
        return f"line {line[1]}" if line and known else ""
    told = message.replace('"', "'")
    for begun in _ADVICE:
        told = told.partition(begun)[0]
    told = _PLACE.sub("", told)
    skeleton = _NUMBER.sub("#", _NAME.sub("*", told))
    if skeleton not in _skeletons(kind):
        return ""
    mine = {*re.findall(r"\w+", source), *dir(builtins), *_KINDS}

    def shown(match: re.Match[str]) -> str:
        name = match[1] or match[2] or match[3]
        # Of names with dots whole ones: a program could string words together.
        known = name in mine or ("." in name and name in source)
        return match[0] if known else match[0].replace(name, "…")

    return _NAME.sub(shown, told)


def _skeletons(kind: str) -> set[str]:
    """Python's messages, with the names in them and before brackets taken out as in a message."""
    return {_NAME.sub("*", said) for said in _SAID.get(kind, ())}
