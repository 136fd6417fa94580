"""Code without what does not matter to a comparison: white space, comments, and names at will.

A comment more makes no other answer. Nothing is parsed for this: sources that bring a parser down
are easily written, and three thousand students' answers want to be compared in seconds.
"""

from __future__ import annotations

import builtins
import keyword
import re

__all__ = ["bare_lines"]

# What is never closed ends with its line, or the source: else each quote would look for its other.
_TOKEN = re.compile(
    r"""(?P<string>(?:\b[rRbBuUfF]{1,2})?
          (?:'''(?:\\.|[^\\])*?(?:'''|\Z) | \"\"\"(?:\\.|[^\\])*?(?:\"\"\"|\Z)
           | '(?:\\.|[^'\\\n])*+'? | "(?:\\.|[^"\\\n])*+"?))
      | (?P<comment>\#[^\n]*)
      | (?P<name>[^\W\d]\w*)
      | (?P<end>\n)
      | (?P<space>[^\S\n]+|\\\n)
      | (?P<other>[\d.]+\w*|.)""",
    re.VERBOSE | re.DOTALL,
)
_KEPT = frozenset([*keyword.kwlist, *dir(builtins)])
_FIRST_NUMBER = 0xE000
"""Where Unicode leaves room for private use: a name's number is never longer than the name."""
_COMMENT_LINE = re.compile(r"(?m)^[^\S\n]*#.*$")
_SLOW = re.compile(r"""#|\'\'\'|\"\"\"|\\(?:\n|\Z)|^[^\S\n]*\w{0,2}['"]""", re.MULTILINE)


def bare_lines(source: str, *, names: bool = True) -> list[str]:
    r"""The lines of a source without comments, texts that stand alone, white space, empty lines.

    Args:
        source: Any text.
        names: False puts a character that nobody types for each name of the learner's own choice,
            in the order in which they come: all but Python's, and those behind a dot.

    Example:
        >>> bare_lines("def f(x):  # why?\n    '''Twice.'''\n\n    return 2 * x\n")
        ['deff(x):', 'return2*x']
        >>> bare_lines("def f(x): return x.lower()", names=False)
        ['def\ue000(\ue001):return\ue001.lower()']
    """
    if names and not _SLOW.search(without := _COMMENT_LINE.sub("", source)):
        # Two of three answers: only lines of their own are comments, and no text stands alone.
        return [bare for text in without.split("\n") if (bare := "".join(text.split()))]
    lines: list[str] = []
    line: list[str] = []
    numbers: dict[str, str] = {}
    depth, alone = 0, True
    for match in _TOKEN.finditer(f"{source}\n"):
        kind, word = match.lastgroup, match[0]
        if kind == "end":
            if line and not (alone and depth <= 0):
                lines.append("".join(line))
            line, alone = [], True
        elif kind not in ("comment", "space"):
            alone = alone and kind == "string"
            depth += (word in "([{") - (word in ")]}")
            if kind == "name" and not names and word not in _KEPT and line[-1:] != ["."]:
                word = numbers.setdefault(word, chr(_FIRST_NUMBER + len(numbers) % 6400))
            line.append("".join(word.split()))
    return lines
