"""Why an error came of grading's own rules, where its name and words show that.

Read by itself, ``NameError: name 'exit' is not defined`` sends a learner the wrong way: their
Python has it. `newsbook.workbook.foretelling` tells the same beforehand, out of the source; here
only the error is looked at, for a judge parses nothing of a learner's.
"""

from __future__ import annotations

__all__ = ["NOT_THERE", "reason_of", "without_reason"]

NOT_THERE = (
    "Where answers are graded there are Python's own library, newsbook and NLTK: count on no other."
)
_ENDS = "It ends Python, so that there is nothing to judge: take it out."
_NO_EXIT = "Where answers are graded there is no `exit()` or `quit()`: it would end Python."
_NOBODY = "Where answers are graded nobody is there to type: do without `input()`."
_READ_ONLY = (
    "Where answers are graded none may share work out to processes (`multiprocessing`), or write "
    "anywhere but in the folder that it runs in."
)
_NO_FILES = (
    "Where answers are graded none of your files is there: write into the cell what it needs."
)
_MEMORY = "Where answers are graded one may take up half a gigabyte of memory."
_PROCESSES = "Where answers are graded one may have few processes and threads at a time."

_REASONS = (
    ("ModuleNotFoundError", "", NOT_THERE),
    ("NameError", "name 'exit' ", _NO_EXIT),
    ("NameError", "name 'quit' ", _NO_EXIT),
    ("SystemExit", "", _ENDS),
    ("EOFError", "", _NOBODY),
    ("OSError", "[Errno 30]", _READ_ONLY),
    ("FileNotFoundError", "", _NO_FILES),
    ("PermissionError", "", _NO_FILES),
    ("MemoryError", "", _MEMORY),
    ("BlockingIOError", "", _PROCESSES),
)
"""Of an error its name, how its words begin, and what it came of."""


def reason_of(kind: str, message: str) -> str:
    """What grading's rules have to do with an error, in one sentence.

    Args:
        kind: The error's name.
        message: Its words, as far as they are shown; a program may have made both up.

    Returns:
        The sentence; ``""`` where the error is the answer's own.

    Example:
        >>> reason_of("EOFError", "EOF when reading a line")
        'Where answers are graded nobody is there to type: do without `input()`.'
        >>> reason_of("NameError", "name 'tokenize' is not defined")
        ''
    """
    for name, words, reason in _REASONS:
        if kind == name and message.startswith(words):
            return reason
    return ""


def without_reason(sentence: str) -> str:
    """A sentence without the reason at its end.

    Example:
        >>> without_reason(f"MemoryError. {reason_of('MemoryError', '')}")
        'MemoryError. '
    """
    for _, _, reason in _REASONS:
        sentence = sentence.removesuffix(reason)
    return sentence
