"""What a cell's source tells before it is run: names that it binds and uses, why it is broken."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

__all__ = ["Names", "bound_by_lines", "names_in", "sets_name", "sets_no", "unreadable"]

_BINDING = re.compile(r"^(?:def[ \t]+(\w+)[ \t]*\(|(\w+)[ \t]*=(?!=))", re.MULTILINE)


@dataclass(frozen=True)
class Names:
    """The names of a cell.

    Args:
        bound: What it binds at its top level, imports included.
        used: What it takes from elsewhere: builtins, and what other cells bind.
        certain: Whether it could be read; else `bound` is what its lines look like, `used` empty.
    """

    bound: frozenset[str]
    used: frozenset[str]
    certain: bool


def names_in(source: str) -> Names:
    r"""The names that a cell binds and uses.

    Args:
        source: The cell, as Python: see IPython's ``transform_cell``.

    Example:
        >>> found = names_in("def f(x):\n    return g(x)")
        >>> sorted(found.bound), sorted(found.used)
        (['f'], ['g'])
        >>> names_in("n = len(").bound
        frozenset({'n'})
    """
    import symtable  # a kernel starts without it

    try:
        top = symtable.symtable(source, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names(frozenset(bound_by_lines(source)), frozenset(), False)
    bound = {one.get_name() for one in top.get_symbols() if _binds(one)}
    used = {one.get_name() for one in top.get_symbols() if one.is_referenced()}
    below = list(top.get_children())
    while below:
        table = below.pop()
        below += table.get_children()
        outer = [one for one in table.get_symbols() if one.is_global()]
        bound |= {one.get_name() for one in outer if one.is_declared_global() and _binds(one)}
        used |= {one.get_name() for one in outer if one.is_referenced()}
    return Names(frozenset(bound), frozenset(used - bound), True)


def _binds(symbol: object) -> bool:
    return bool(symbol.is_assigned() or symbol.is_imported())  # type: ignore[attr-defined]


def sets_name(source: str, name: str) -> bool:
    """Whether a line of a source binds a name at its top level; nothing is parsed or run.

    Example:
        >>> sets_name("def countTypes(tokens):", "count_types")
        False
    """
    return name in bound_by_lines(source)


def bound_by_lines(source: str) -> set[str]:
    r"""The names that lines of a source look like binding; nothing is parsed or run.

    Example:
        >>> sorted(bound_by_lines("n = 1\ndef f(x):\n    y = n == 2"))
        ['f', 'n']
    """
    return {name for pair in _BINDING.findall(source) for name in pair if name}


def sets_no(name: str) -> str:
    """What is said where an answer cell does not set the answer's name."""
    return f"The answer cell sets no `{name}`. Is the name written just so?"


def unreadable(source: str) -> str:
    r"""Why Python cannot read a cell, in words that name the place; ``""`` where it can.

    A notebook's own Python says of a bracket that is never closed only that the input is
    incomplete, for it could still go on.

    Example:
        >>> unreadable("# answer: 0.2\nn = len('a'")
        "SyntaxError: '(' was never closed: a bracket is opened and not closed (your cell, line 2)"
    """
    try:
        ast.parse(source)
    except SyntaxError as error:
        told = error.msg
        if "was never closed" in told:
            told += ": a bracket is opened and not closed"
        elif "unterminated" in told:
            told = "a quotation mark is opened and not closed"
        return f"{type(error).__name__}: {told} (your cell, line {error.lineno})"
    except (ValueError, RecursionError, MemoryError):
        pass
    return ""
