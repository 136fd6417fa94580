"""Library functions that solve an exercise, and refuse to work in an answer to it.

A wrapper around newsbook's own tokeniser is no tokeniser of the learner's. An exercise names what
would solve it in `CodeExercise.off_limits`: ``"newsbook.text.tokens:tokenise"``, a method
(``"…:EntityTagger.tag"``), or a module, for all functions and methods that are defined in it.

What such a function does is taken out of the function itself, so it is the same under every name,
in a closure, and where others of ours call it. In a notebook that holds while the answer is tried
(`withheld`); in the sandbox, for good, and before the learner's cell is run (`removal`).
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

from newsbook.errors import BadInput

__all__ = [
    "QUOTE_FINDER", "TOKENISER", "OffLimits", "Removal", "functions_of", "refusal", "refusals",
    "removal", "withheld",
]  # fmt: skip

TOKENISER = (
    "newsbook.text.tokens:tokenise",
    "newsbook.text.tokens:_scanner",
    "newsbook.text.tokens:_glue",
    "newsbook.text.tokens:TOKEN_PATTERN",
    "newsbook.text.tokens:TOKEN_PARTS",
)
"""What solves an exercise that asks for tokens."""

QUOTE_FINDER = (
    "newsbook.text.pipeline:analyse",
    "newsbook.text.quotes.find",
    "newsbook.text.quotes.sayings",
    "newsbook.text.quotes.attribute",
    "newsbook.text.quotes.contents",
)
"""What solves an exercise that asks for who said what."""


class OffLimits(BadInput):
    """An answer calls a function that would solve its exercise. The message is one sentence."""


def refusal(name: str) -> str:
    """What is said where a function is called that is off limits.

    Args:
        name: The function's name.

    Example:
        >>> refusal("tag")
        '`tag` is off limits here, and so is what uses it: it does what this exercise asks for.'
    """
    return (
        f"`{name}` is off limits here, and so is what uses it: it does what this exercise asks for."
    )


def refusals(names: Sequence[str]) -> frozenset[str]:
    """All that can be said where an answer calls one of the named functions.

    A learner's own error can be called `OffLimits`, too, and say anything.

    Example:
        >>> refusal("tokenise") in refusals(["newsbook.text.tokens:tokenise"])
        True
    """
    return frozenset(refusal(one.__name__) for name in names for one in functions_of(name))


def functions_of(name: str) -> list[FunctionType]:
    """The functions that an entry of `off_limits` stands for.

    Args:
        name: ``"module"``, ``"module:function"`` or ``"module:Class.method"``. A value that is no
            function, such as a pattern, stands for none.

    Raises:
        AttributeError: The module has no such name.

    Example:
        >>> [function.__name__ for function in functions_of("newsbook.text.entities.bio")]
        ['bio_encode', 'bio_decode']
    """
    home, _, path = name.partition(":")
    module = importlib.import_module(home)
    if not path:
        return list(dict.fromkeys(_defined_in(module)))
    thing: Any = module
    for part in path.split("."):
        thing = getattr(thing, part)
    return _plain(thing)


def _defined_in(module: ModuleType) -> Iterator[FunctionType]:
    for thing in list(vars(module).values()):
        if getattr(thing, "__module__", "") != module.__name__:
            continue
        members = vars(thing) if isinstance(thing, type) else {"": thing}
        for name, member in list(members.items()):
            # What dataclasses write is theirs, and shared in part with every other dataclass.
            if not name.startswith("__"):
                yield from _plain(member)


def _plain(thing: Any) -> list[FunctionType]:
    """The functions in a function, a method, a property or what `functools.cache` makes of one."""
    if isinstance(thing, property):
        return [part for part in (thing.fget, thing.fset) if isinstance(part, FunctionType)]
    thing = getattr(thing, "__func__", thing)
    thing = getattr(thing, "__wrapped__", thing)
    return [thing] if isinstance(thing, FunctionType) else []


@contextlib.contextmanager
def withheld(names: Sequence[str]) -> Iterator[None]:
    """Have the named functions raise `OffLimits`, for as long as this lasts.

    Example:
        >>> from newsbook.text import tokenise
        >>> with withheld(["newsbook.text.tokens:tokenise"]):
        ...     tokenise("Seoul")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        newsbook.exercises.off_limits.OffLimits: `tokenise` is off limits here, and so is ...
        >>> tokenise("Seoul")
        [Span(start=0, end=5, label='')]
    """
    kept = [(function, function.__code__) for name in names for function in functions_of(name)]
    try:
        for function, _ in kept:
            function.__code__ = _refusing(function.__name__)
        yield
    finally:
        for function, code in reversed(kept):
            function.__code__ = code


@dataclass(frozen=True)
class Removal:
    """What takes some functions out of a process, found beforehand.

    A named value that is no function becomes an empty one, and what `functools.cache` remembers is
    forgotten. What `re` remembers is not: whoever means this for good calls `re.purge` beforehand.

    Args:
        functions: Each function, and the code that it gets.
        caches: What `functools.cache` has made, to be forgotten.
        values: Modules, with a name in each and the empty value that it gets.
    """

    functions: tuple[tuple[FunctionType, CodeType], ...]
    caches: tuple[Any, ...]
    values: tuple[tuple[ModuleType, str, Any], ...]

    def carry_out(self) -> None:
        """Do it; there is no way back."""
        for function, code in self.functions:
            function.__code__ = code
        for made in self.caches:
            made.cache_clear()
        for module, name, empty in self.values:
            setattr(module, name, empty)


def removal(names: Sequence[str]) -> Removal:
    """What has to be done to take the named functions out of a process; it does nothing yet.

    To look for them costs a process that is forked for one answer more than to take them out: so
    this is found before the fork. It holds for the modules that are imported now.

    Example:
        >>> [function.__name__ for function, _ in removal(["newsbook.text:tokenise"]).functions]
        ['tokenise']
    """
    functions, caches, values = [], [], []
    for name in names:
        home, _, path = name.partition(":")
        module = importlib.import_module(home)
        functions += [(one, _refusing(one.__name__)) for one in functions_of(name)]
        for key in [path] if path else list(vars(module)):
            thing: Any = vars(module).get(key)
            if hasattr(thing, "cache_clear") and getattr(thing, "__module__", "") == home:
                caches.append(thing)
            elif path and "." not in path and not callable(thing):
                values.append((module, key, type(thing)()))
    return Removal(tuple(functions), tuple(caches), tuple(values))


@cache
def _refusing(name: str) -> CodeType:
    """Code that says no. It looks nothing up in the module whose function it is put into."""
    source = (
        "def refused(*given, **named):\n"
        "    from newsbook.exercises.off_limits import OffLimits, refusal\n"
        f"    raise OffLimits(refusal({name!r}))"
    )
    space: dict[str, FunctionType] = {}
    exec(source, space)
    return space["refused"].__code__
