"""Which answers are not in the file yet, so that none is written twice."""

from __future__ import annotations

import threading
from collections.abc import Callable

from newsbook.live.store import SavedAnswer, Store

__all__ = ["Commits"]


class Commits:
    """Hands answers to the store, and knows who waits for which.

    Args:
        store: The class's file.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from newsbook.live.store import SavedClass
        >>> folder = tempfile.TemporaryDirectory()
        >>> about = SavedClass("id", "BCDF", False, 0)
        >>> store = Store.create(Path(folder.name) / "a.newsclass", about)
        >>> commits, told = Commits(store), []
        >>> commits.save(SavedAnswer(1, "ada", 1, "tab", "{}"), lambda: told.append("saved"))
        >>> _ = store.flush()
        >>> commits.after(1, "ada", lambda: told.append("was there"))
        >>> told
        ['saved', 'was there']
        >>> store.close(); folder.cleanup()
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._due: dict[tuple[int, str], list[Callable[[], None]]] = {}

    def save(self, answer: SavedAnswer, then: Callable[[], None] | None) -> None:
        """Keep a new answer; `then` is called when it is in the file."""
        key = (answer.round, answer.student)
        waiting = [] if then is None else [then]
        with self._lock:
            self._due[key] = waiting

        def done() -> None:
            with self._lock:
                if self._due.get(key) is waiting:
                    del self._due[key]
                calls = list(waiting)
            for call in calls:
                call()

        self._store.save_answer(answer, done)

    def after(self, number: int, student: str, then: Callable[[], None] | None) -> None:
        """Call `then` once a student's last answer is in the file; nothing is written."""
        if then is None:
            return
        with self._lock:
            waiting = self._due.get((number, student))
            if waiting is not None:
                waiting.append(then)
                return
        self._store.deliver(then)
