"""What all commands share: how they say no, and how their help shows an example.

A command that cannot do what was asked says so in one sentence on standard error and ends with
exit code 2, never with a traceback.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

__all__ = ["BAD_INPUT", "TO_MEND", "Refusal", "example", "refusing"]

_ADVICE = {
    errno.EACCES: "; work in a folder that you may write, or give one with -o where there is that",
    errno.EROFS: "; work in a folder that you may write, or give one with -o where there is that",
    errno.ENOSPC: "; make room there, then try again",
}

TO_MEND = 1
BAD_INPUT = 2


class Refusal(click.ClickException):
    """Bad input, told in one sentence."""

    exit_code = BAD_INPUT

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence alone."""
        # A name in it may come from a file that anybody sent.
        from newsbook.markup import visible

        click.echo(f"newsbook: {visible(self.format_message())}", file=file, err=file is None)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the modules below raise for bad input into a `Refusal`."""
    # Loaded here, for `newsbook --help` should not wait for them.
    from newsbook.errors import BadInput
    from newsbook.exercises import UnknownExercise
    from newsbook.workbook.places import WorkbookError

    try:
        yield
    except (WorkbookError, UnknownExercise, BadInput) as error:
        raise Refusal(str(error)) from None
    except OSError as error:
        if error.errno == errno.EPIPE:
            # Whoever read our output has gone (`newsbook check | head`); click ends quietly.
            raise
        where = (
            f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        )
        advice = _ADVICE.get(error.errno or 0, "")
        raise Refusal(f"{where}{error.strerror or error}{advice}.") from None


@contextmanager
def stopping_at_once() -> Iterator[None]:
    """Let Ctrl-C end the program with a word, while an event loop runs that would answer at length.

    A kernel sees that its parent is gone and ends by itself.
    """

    def stop(_signal: int, _frame: Any) -> None:
        click.echo("\nStopped.", err=True)
        os._exit(TO_MEND)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def example(*lines: str) -> str:
    """A command's example, for the end of its help.

    Example:
        >>> example("newsbook doctor").splitlines()[1:]
        ['Example:', '  newsbook doctor']
    """
    # The sign tells click to leave the lines as they are.
    return "\n".join(("\b", "Example:", *(f"  {line}" for line in lines)))
