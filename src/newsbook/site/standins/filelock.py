"""A lock that is always free: a kernel in a browser has one thread, and no process beside it.

The real package would leave a lock file in the browser's storage when a page is closed while it is
held, and nobody would ever take it away. Two pages that are open on one exercise are two kernels:
each finds out by the file's bytes what the other one wrote (`newsbook.answers.store`).
"""

__all__ = ["BaseFileLock", "FileLock", "SoftFileLock", "Timeout"]


class Timeout(TimeoutError):
    """Somebody else holds the lock; it never happens here."""


class FileLock:
    """A lock on a file that is not made."""

    def __init__(self, lock_file, timeout=-1, *_given, **_options):
        self.lock_file = str(lock_file)
        self.timeout = timeout
        self._held = 0

    @property
    def is_locked(self):
        """Whether this object holds it."""
        return self._held > 0

    def acquire(self, *_given, **_options):
        """Take it."""
        self._held += 1
        return self

    def release(self, force=False):
        """Give it back."""
        self._held = 0 if force else max(0, self._held - 1)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *_error):
        self.release()


BaseFileLock = SoftFileLock = FileLock
