"""Answers that a person should look at: very long ones, and ones that unpack and run text.

An answer cell may carry newsbook's own source in 40,000 characters of base85 and run that. No
program can tell whether such an answer is somebody's own; so it is told, and a person looks.

Nothing is parsed for this: sources that bring a parser down are easily written. Who hides what a
cell does can hide it from this, too.
"""

from __future__ import annotations

import re

__all__ = ["LONG", "remarks"]

LONG = 8_000
"""Characters of an answer that are worth a note. The longest of ours has some thirteen hundred."""

_LONGEST_WORD = 300
"""Characters without a space: the longest address or pattern that somebody types is shorter."""

_IMPORTED = re.compile(r"\b(?:import|from)[ \t]+([\w., \t]{1,200})")
_MODULES = re.compile(
    r"\b(base64|binascii|bz2|codecs|ctypes|gc|gzip|importlib|inspect|lzma|marshal|pickle|runpy"
    r"|zipfile|zipimport|zlib)\b"
)
_CALLS = re.compile(r"(?<![\w.])(exec|eval|compile|__import__|globals)[ \t]*\(")
_PLACES = re.compile(
    r"\b(sys\.path|sys\.modules|sys\._getframe)\b"
    r"|(__(?:builtins|code|closure|globals|loader|subclasses|wrapped)__)"
)
_WORD = re.compile(rf"[^\s\"']{{{_LONGEST_WORD},}}")


def remarks(exercise: str, source: str) -> list[str]:
    r"""Sentences for the instructor on an answer; most have none.

    Args:
        exercise: The exercise's id.
        source: The answer cell.

    Example:
        >>> remarks("1.3", "import re\npattern = re.compile('a')")
        []
        >>> remarks("1.3", "import lzma\nexec(lzma.decompress(data))")
        ['The answer to 1.3 uses lzma and exec: look at it yourself.']
    """
    found = _MODULES.findall(" ".join(_IMPORTED.findall(source))) + _CALLS.findall(source)
    found += [name for pair in _PLACES.findall(source) for name in pair if name]
    if "from re import" in source:
        found = [name for name in found if name != "compile"]
    names = list(dict.fromkeys(found))[:6]
    longest = max(map(len, _WORD.findall(source)), default=0)
    told = []
    if names:
        told.append(f"uses {_listed(names)}")
    if longest:
        told.append(f"holds {longest:,} characters without a space between them")
    if len(source) > LONG:
        told.append(f"has {len(source):,} characters, where most have some hundred")
    return [f"The answer to {exercise} {'; '.join(told)}: look at it yourself."] if told else []


def _listed(parts: list[str]) -> str:
    """Parts as a sentence lists them.

    Example:
        >>> _listed(["a", "b", "c"])
        'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
