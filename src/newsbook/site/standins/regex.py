r"""The part of the package `regex` that NLTK uses, over the standard `re`.

``\p{L}`` and its like become ranges of characters. A time limit is dropped: nothing can stop a
search in a browser's one thread, and NLTK's own patterns are not for learners to write.

``\w`` is that of `re`: unlike `regex`, it has fractions such as ½ in it, and no combining marks
and no joiners.
"""

import re
import sys
import unicodedata
from functools import cache

A = ASCII = re.ASCII
I = IGNORECASE = re.IGNORECASE  # noqa: E741
M = MULTILINE = re.MULTILINE
S = DOTALL = re.DOTALL
U = UNICODE = re.UNICODE
X = VERBOSE = re.VERBOSE
V0 = re.RegexFlag(0)
error = re.error
escape = re.escape
Match = re.Match

_PROPERTY = re.compile(r"\\([pP])\{(\^?)([A-Za-z_ ]+)\}")
# DerivedCoreProperties.txt of Unicode 16; `unicodedata` does not have it.
_IGNORABLE = (
    "\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e"
    "\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\U0001bca0-\\U0001bca3"
    "\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff"
)


@cache
def _ranges(category):
    """The characters of a general category, as what stands inside of square brackets."""
    if category == "Default_Ignorable_Code_Point":
        return _IGNORABLE
    if not re.fullmatch(r"[LMNPSZC][a-z]?", category):
        raise error(f"unknown property {category!r}")
    found, start = [], None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and unicodedata.category(chr(code)).startswith(category)
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            found.append(f"\\U{start:08x}-\\U{code - 1:08x}")
            start = None
    return "".join(found)


def _translated(pattern):
    r"""A pattern without ``\p{…}``."""
    out, inside, at = [], False, 0
    while at < len(pattern):
        if found := _PROPERTY.match(pattern, at):
            negated = (found[1] == "P") != (found[2] == "^")
            if negated and inside:
                raise error("a negated property in square brackets is beyond this stand-in")
            ranges = _ranges(found[3])
            out.append(ranges if inside else f"[{'^' if negated else ''}{ranges}]")
            at = found.end()
            continue
        step = 2 if pattern[at] == "\\" else 1
        if pattern[at] == "[" and not inside:
            inside = True
            # A bracket that comes first, or behind ^, stands for itself.
            step += len(re.match(r"\^?\]?", pattern[at + 1 :])[0])
        elif pattern[at] == "]":
            inside = False
        out.append(pattern[at : at + step])
        at += step
    return "".join(out)


def _plain(options):
    """What `re` takes of a call's options."""
    for name in ("overlapped", "partial"):
        if options.pop(name, False):
            raise NotImplementedError(f"{name}=True is beyond the site's stand-in for regex")
    for name in ("timeout", "concurrent"):
        options.pop(name, None)
    return options


class Pattern:
    """A compiled pattern. One with a property is translated when it is first used."""

    def __init__(self, pattern, flags=0):
        self.pattern = pattern
        self._flags = flags
        self._held = None
        if not (isinstance(pattern, str) and _PROPERTY.search(pattern)):
            self._held = re.compile(pattern, flags)

    @property
    def _re(self):
        if self._held is None:
            self._held = re.compile(_translated(self.pattern), self._flags)
        return self._held

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self._re, name)
        if not callable(found):
            return found
        return lambda *given, **options: found(*given, **_plain(options))

    def __repr__(self):
        return f"regex.Regex({self.pattern!r}, flags={int(self._flags)})"

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return (self.pattern, self._flags) == (other.pattern, other._flags)

    def __hash__(self):
        return hash((self.pattern, self._flags))

    def __reduce__(self):
        return compile, (self.pattern, self._flags)


def search(pattern, *given, flags=0, **options):
    """As `re.search`, with the options of `regex`."""
    return compile(pattern, flags).search(*given, **options)


def match(pattern, *given, flags=0, **options):
    """As `re.match`, with the options of `regex`."""
    return compile(pattern, flags).match(*given, **options)


def fullmatch(pattern, *given, flags=0, **options):
    """As `re.fullmatch`, with the options of `regex`."""
    return compile(pattern, flags).fullmatch(*given, **options)


def findall(pattern, *given, flags=0, **options):
    """As `re.findall`, with the options of `regex`."""
    return compile(pattern, flags).findall(*given, **options)


def finditer(pattern, *given, flags=0, **options):
    """As `re.finditer`, with the options of `regex`."""
    return compile(pattern, flags).finditer(*given, **options)


def split(pattern, *given, flags=0, **options):
    """As `re.split`, with the options of `regex`."""
    return compile(pattern, flags).split(*given, **options)


def sub(pattern, *given, flags=0, **options):
    """As `re.sub`, with the options of `regex`."""
    return compile(pattern, flags).sub(*given, **options)


def subn(pattern, *given, flags=0, **options):
    """As `re.subn`, with the options of `regex`."""
    return compile(pattern, flags).subn(*given, **options)


@cache
def _compiled(pattern, flags):
    return Pattern(pattern, flags)


def compile(pattern, flags=0, **options):
    """Compile a pattern, or give back one that is compiled."""
    _plain(options)
    if isinstance(pattern, Pattern):
        return pattern
    if isinstance(pattern, re.Pattern):
        return Pattern(pattern.pattern, pattern.flags)
    return _compiled(pattern, flags)


def purge():
    """Forget what was compiled."""
    _compiled.cache_clear()
