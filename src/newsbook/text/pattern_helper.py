"""Finds a pattern's matches; run as a program, it does so in a process that can be ended.

`re` holds Python's global lock while it searches, and no thread can interrupt it. So
`newsbook.text.patterns` runs this file with ``python -I -S``, asks over pipes, and ends the process
when an answer takes too long. It needs the standard library alone, so it starts quickly.

One line of JSON for each question, and one for its answer. A text is sent once and then named by
its key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

__all__ = ["MOST_GROUPS", "read", "scan"]

MOST_GROUPS = 20
"""Groups of a pattern that are told of; the others only take part in matching."""

MOST_BYTES = 2**30
"""Memory that the process may take: a pattern can need as much as it likes."""

PATIENCE = 2.5
"""Seconds beyond its time after which the process ends itself, should nobody do it."""


def read(pattern: str, flags: str) -> re.Pattern[str] | dict[str, Any]:
    """A pattern made ready, without running it; or ``error`` and ``at``, as `scan` gives them.

    Args:
        pattern: The pattern, as `re` takes it.
        flags: Letters as in ``(?ims)``.

    Example:
        >>> read("a)", "")
        {'error': 'unbalanced parenthesis', 'at': 1}
    """
    try:
        return re.compile(pattern, sum(re.RegexFlag[flag.upper()] for flag in flags))
    except re.error as error:
        return {"error": error.msg, "at": error.pos}
    except RecursionError:
        return {"error": "nested too deeply", "at": None}
    except (OverflowError, ValueError) as error:
        return {"error": str(error), "at": None}


def scan(
    text: str, pattern: str, flags: str, most: int, wanted: Sequence[Sequence[int]]
) -> dict[str, Any]:
    r"""Every match of a pattern, told as JSON.

    Args:
        text: The text.
        pattern: The pattern, as `re` takes it.
        flags: Letters as in ``(?ims)``.
        most: Matches to give the places of; all are counted.
        wanted: Places that are looked for, ``[start, end]``, to be compared with.

    Returns:
        ``count`` of the matches and ``empty`` of those without a character, which are in nothing
        else; ``matches``, each a list of its place and those of its groups, None for a group
        without one; ``names`` of the groups, a number where there is none; ``hits``, the indices of
        the wanted places that are matched. Or ``error``, Python's words, and ``at``, the place in
        the pattern where it is known.

    Example:
        >>> found = scan("10 of 12", r"(?P<n>\d)(\d)", "", 1, [[6, 8], [0, 8]])
        >>> found["count"], found["matches"], found["names"], found["hits"]
        (2, [[[0, 2], [0, 1], [1, 2]]], ['n', '2'], [0])
        >>> scan("", "(a", "", 1, [])
        {'error': 'missing ), unterminated subpattern', 'at': 0}
    """
    compiled = read(pattern, flags)
    if isinstance(compiled, dict):
        return compiled
    names = [str(number) for number in range(1, compiled.groups + 1)]
    for name, number in compiled.groupindex.items():
        names[number - 1] = name
    groups = range(min(compiled.groups, MOST_GROUPS) + 1)
    place_of = {(start, end): index for index, (start, end) in enumerate(wanted)}
    count = empty = 0
    hits = []
    matches: list[list[list[int] | None]] = []
    for match in compiled.finditer(text):
        start, end = match.span()
        if start == end:
            empty += 1
            continue
        count += 1
        if (start, end) in place_of:
            hits.append(place_of[start, end])
        if len(matches) < most:
            spans = [match.span(group) for group in groups]
            matches.append([None if span[0] < 0 else list(span) for span in spans])
    return {"count": count, "empty": empty, "matches": matches, "hits": hits,
            "names": names[:MOST_GROUPS]}  # fmt: skip


def main() -> None:
    """Answer until the pipe is closed, as it is when the kernel ends, however it ends."""
    import faulthandler
    import json
    import signal
    import sys
    import warnings
    from pathlib import Path

    # An interrupted kernel passes the signal to all its processes; this one has its own time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    except (ImportError, ValueError, OSError):
        pass  # not on this system
    texts: dict[str, str] = {}
    print("ready", flush=True)
    with Path("/dev/null" if sys.platform != "win32" else "nul").open("w") as nowhere:
        for line in sys.stdin.buffer:
            ask = json.loads(line)
            for key in ask["forget"]:
                texts.pop(key, None)
            if "text" in ask:
                texts[ask["key"]] = ask["text"]
            # A kernel that was killed cannot end a search that is running. This can: its clock
            # ticks in a thread that needs no Python.
            faulthandler.dump_traceback_later(ask["seconds"] + PATIENCE, exit=True, file=nowhere)
            try:
                found = scan(
                    texts[ask["key"]], ask["pattern"], ask["flags"], ask["most"], ask["wanted"]
                )
            except MemoryError:
                found = {"cut": True}
            faulthandler.cancel_dump_traceback_later()
            print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
