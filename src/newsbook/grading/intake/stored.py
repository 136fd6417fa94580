"""The stored answers of widgets, as a hand-in brings them."""

from __future__ import annotations

import re
from typing import Any

from newsbook.answers.files import NotReadable, decode
from newsbook.exercises import Json

__all__ = ["MAX_DEPTH", "exercise_of_name", "stored_answer"]

MAX_DEPTH = 40
"""Lists in lists, at most. A widget's answer has four; Python itself gives up at some thousand."""

MAX_PARTS = 50_000
"""Brackets, commas and colons. The longest answer, all spans of an article, has some 5,000."""

_NAME = re.compile(r"(\d{1,3}\.\d{1,3})\.json", re.IGNORECASE)


def exercise_of_name(name: str) -> str | None:
    """The exercise that an answer file's name gives.

    Example:
        >>> exercise_of_name("1.4.json"), exercise_of_name("1.4.old-1.json")
        ('1.4', None)
    """
    match = _NAME.fullmatch(name)
    return match[1] if match else None


def stored_answer(data: bytes) -> tuple[str, Json]:
    """Read an answer file.

    Args:
        data: Its bytes, any bytes.

    Returns:
        The exercise that the file itself names (or ``""``), and the answer; JSON, bounded in size
        and depth, of whole Unicode.

    Raises:
        NotReadable: It is no answer file, or one that cannot be used; says why in a clause.

    Example:
        >>> stored_answer(b'{"format": 1, "exercise": "1.1", "answer": [0]}')
        ('1.1', [0])
    """
    if sum(map(data.count, (b"[", b"{", b",", b":"))) > MAX_PARTS:
        raise NotReadable("damaged", "it has far more parts than any answer")
    record = decode(data)
    if "answer" not in record:
        raise NotReadable("damaged", "it holds no answer")
    if _deep(record):
        raise NotReadable("damaged", "it holds lists in lists, deeper than any answer")
    exercise = record.get("exercise")
    return exercise if isinstance(exercise, str) else "", record["answer"]


def _deep(value: Any) -> bool:
    """Whether JSON is nested deeper than `MAX_DEPTH`; without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [part for parent in level for part in _parts(parent)]
        if not level:
            return False
    return True


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [part for part in value.values() if isinstance(part, dict | list)]
    return [part for part in value if isinstance(part, dict | list)]
