"""Read what came out of a sandbox. Whoever wrote it may be lying."""

from __future__ import annotations

import json
import math
from typing import Any

from newsbook.exercises.verdict import Json

__all__ = ["read_observation"]

MAX_DEPTH = 24
MAX_ITEMS = 200_000
MAX_NUMBER = 2**63
UNREADABLE = "What it gave cannot be read."


class _RefusedError(ValueError):
    """It is not what an observation can be."""


def read_observation(data: bytes, failure: str = "") -> tuple[Json, str]:
    """An observation as plain JSON, or a sentence that says why there is none.

    Args:
        data: What the runner wrote; at most as many bytes as the limits allow.
        failure: What the warden says went wrong, if anything.

    Example:
        >>> read_observation(b'{"observation": {"unset": true}}')
        ({'unset': True}, '')
        >>> read_observation(b'{"observation": 1e999}')
        (None, 'What it gave cannot be read.')
    """
    if failure:
        return None, failure
    try:
        record = json.loads(data.decode("utf-8"), parse_constant=_refuse)
        left = [MAX_ITEMS]
        if isinstance(record, dict) and set(record) == {"failure"}:
            return None, str(_plain(record["failure"], 0, left))[:400] or UNREADABLE
        if not isinstance(record, dict) or set(record) != {"observation"}:
            return None, UNREADABLE
        return _plain(record["observation"], 0, left), ""
    except (ValueError, RecursionError):
        return None, UNREADABLE


def _refuse(word: str) -> Any:
    raise _RefusedError(word)


def _plain(value: Any, depth: int, left: list[int]) -> Json:
    left[0] -= 1
    if left[0] < 0 or depth > MAX_DEPTH:
        raise _RefusedError("too large or too deep")
    if isinstance(value, str):
        # Halves of surrogate pairs are no text, and no file takes them.
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int) and abs(value) <= MAX_NUMBER:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, list):
        return [_plain(item, depth + 1, left) for item in value]
    if isinstance(value, dict):
        return {_plain(key, depth, left): _plain(v, depth + 1, left) for key, v in value.items()}
    raise _RefusedError(type(value).__name__)
