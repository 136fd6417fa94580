"""Answers one after the other: each student's newest, and everybody in turn.

To read an answer takes milliseconds when it is a long one, and whoever sends many at once is not
to keep the room waiting. So an answer that has come waits here, the newest of each page only, until
its student's turn; between two turns the loop hears whatever else there is, as the teacher.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

__all__ = ["Turns"]

AT_ONCE_SECONDS = 0.004
"""For so long answers are read before the loop may hear something else."""
PAGES = 6
"""Pages of one student whose answers can wait."""

_LOG = logging.getLogger(__name__)


class Turns:
    """What waits to be read.

    Example:
        >>> read = []
        >>> async def three():
        ...     turns = Turns()
        ...     turns.put("ada", "tab", 1, lambda: read.append("ada 1"))
        ...     turns.put("ada", "tab", 2, lambda: read.append("ada 2"))
        ...     turns.put("bo", "tab", 1, lambda: read.append("bo 1"))
        ...     await turns.done()
        >>> asyncio.run(three())
        >>> read
        ['ada 2', 'bo 1']
    """

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, tuple[int, Callable[[], None]]]] = {}
        self._going: asyncio.Task[None] | None = None

    def put(self, student: str, page: str, seq: int, read: Callable[[], None]) -> None:
        """Let an answer wait for its student's turn, in place of an earlier one of that page.

        Args:
            student: Whose turn it waits for.
            page: Which page or notebook of the student's it comes from.
            seq: Which change it is; of two the larger is kept.
            read: Reads it, and tells what became of it.
        """
        mine = self._waiting.setdefault(student, {})
        if page in mine and mine[page][0] > seq:
            return
        mine[page] = (seq, read)
        if len(mine) > PAGES:
            del mine[next(iter(mine))]
        if self._going is None or self._going.done():
            self._going = asyncio.get_running_loop().create_task(self._go())

    def forget(self, student: str) -> None:
        """Read nothing more of a student's."""
        self._waiting.pop(student, None)

    async def done(self) -> None:
        """Wait until nothing waits."""
        while self._going is not None and not self._going.done():
            await self._going

    async def _go(self) -> None:
        since = time.perf_counter()
        while self._waiting:
            student = next(iter(self._waiting))
            mine = self._waiting.pop(student)
            _, read = mine.pop(next(iter(mine)))
            if mine:
                self._waiting[student] = mine  # behind all others
            try:
                read()
            except Exception:
                _LOG.exception("an answer could not be read")
            if time.perf_counter() - since > AT_ONCE_SECONDS:
                await asyncio.sleep(0)
                since = time.perf_counter()
