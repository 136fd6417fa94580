"""`newsbook check`: a learner's notebooks under pytest and nbval, in this process.

Whatever else pytest would pick up (options in the environment, a `conftest.py` or settings file
near the notebooks, other installed plugins) stays out: a check says the same on every machine.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from newsbook.exercises import State, Verdict
from newsbook.workbook.graft import pristine_for
from newsbook.workbook.notebooks import uncoloured
from newsbook.workbook.places import WorkbookError, pristine_folder
from newsbook.workbook.quick_imports import spare_the_grammar

__all__ = ["ANSWER_SECONDS", "check_notebooks", "exercise_notebooks"]

ANSWER_SECONDS = 20.0
"""How long an answer cell may run where nothing else is said."""


def exercise_notebooks(root: Path, lessons: Sequence[str] = ()) -> list[Path]:
    """The exercise notebooks of a workbook, whether they are there or not.

    Args:
        root: The workbook.
        lessons: Numbers such as ``"1"`` or ``"01"``, or names of notebooks; none means all lessons.

    Raises:
        WorkbookError: There is no such lesson, or the package lacks its check notebooks.
    """
    known = sorted(path.name for path in pristine_folder().glob("*.ipynb"))
    if not known:
        raise WorkbookError(
            f"{pristine_folder()} has no check notebooks: install newsbook again, or run "
            "`newsbook build` in a checkout."
        )
    wanted = set()
    for lesson in lessons:
        # All of it must be a lesson: "1.2" names an exercise, and is not to check the whole lesson.
        number = re.fullmatch(r"(\d{1,3})(_[\w-]*(\.ipynb)?)?", lesson.strip())
        key = number[1].zfill(2) if number else ""
        found = [name for name in known if key and name.startswith(f"{key}_")]
        if not found:
            numbers = ", ".join(name.partition("_")[0] for name in known)
            if re.fullmatch(r"\d{1,3}\.\d{1,3}", lesson.strip()):
                whole = lesson.strip().partition(".")[0].zfill(2)
                raise WorkbookError(f"A check takes whole lessons: `newsbook check {whole}`.")
            raise WorkbookError(f"There is no lesson {lesson!r}; the lessons are {numbers}.")
        wanted.update(found)
    return [root / "exercises" / name for name in known if not lessons or name in wanted]


def check_notebooks(
    paths: Sequence[Path],
    timeout: float = ANSWER_SECONDS,
    on_verdict: Callable[[Verdict], None] | None = None,
    on_problem: Callable[[str], None] | None = None,
    on_cost: Callable[[str, float, int], None] | None = None,
) -> list[Verdict]:
    """Check exercise notebooks, each exercise as one pytest item that nbval compares.

    Args:
        paths: Learner's notebooks, each in a folder called ``exercises``.
        timeout: Seconds that an answer cell may run.
        on_verdict: Called with each verdict as it comes.
        on_problem: Called with one sentence for whatever could not be checked; the rest goes on.
        on_cost: Called before a verdict on code that ran to its end, with the exercise, the seconds
            that it ran and the characters that it printed.

    Returns:
        The verdicts, in the order of the notebooks and their exercises.

    Raises:
        WorkbookError: Something could not be checked and there is no `on_problem`; the sentence
            of the first problem.
        KeyboardInterrupt: The user stopped it.

    Example:
        ``check_notebooks([Path("exercises/01_tokenising.ipynb")], on_verdict=print)``
    """
    problems: list[str] = []

    def tell(sentence: str) -> None:
        problems.append(sentence)
        if on_problem is not None:
            on_problem(sentence)

    here: list[Path] = []
    for path in (path.absolute() for path in paths):
        if not path.is_file():
            tell(f"{path} is not there: `newsbook open` puts it back.")
        elif pristine_for(path) is None or path.parent.name != "exercises":
            tell(f"{path} is not an exercise notebook in a folder called exercises.")
        else:
            here.append(path)
    reporter = _Reporter(on_verdict, tell, on_cost)
    if here:
        _run_pytest(here, timeout, reporter)
    if problems and on_problem is None:
        raise WorkbookError(problems[0])
    return reporter.verdicts


class _Reporter:
    """A pytest plugin that takes each verdict from its item, and each failure to get one."""

    def __init__(
        self,
        on_verdict: Callable[[Verdict], None] | None,
        tell: Callable[[str], None],
        on_cost: Callable[[str, float, int], None] | None,
    ) -> None:
        self.verdicts: list[Verdict] = []
        self.interrupted = False
        self.error: Exception | None = None
        self._on_verdict = on_verdict
        self._tell = tell
        self._on_cost = on_cost
        self._session: pytest.Session
        self._streams: tuple[Any, Any] = (None, None)

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        """Take pytest's own output away, and let what the callbacks print through."""
        self._streams = sys.stdout, sys.stderr
        with (
            contextlib.redirect_stdout(io.StringIO()) as hidden,
            contextlib.redirect_stderr(hidden),
        ):
            yield

    @contextlib.contextmanager
    def _aloud(self) -> Iterator[None]:
        out, err = self._streams
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            yield

    def _try(self, session: pytest.Session, tell: Callable[[], None]) -> None:
        """Call a callback. What it raises is not pytest's business, and is raised afterwards."""
        try:
            with self._aloud():
                tell()
        except Exception as error:
            self.error = self.error or error
            session.shouldstop = "a callback failed"

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Take the verdict when the check has run."""
        verdict = getattr(item, "verdict", None)
        error = call.excinfo.value if call.excinfo is not None else None
        if call.when == "setup" and error is not None:
            sentence = (
                f"{item.path.name}: the Python kernel does not start ({_short(error)}): "
                "`newsbook doctor` looks for the reason."
            )
            self._try(item.session, lambda: self._tell(sentence))
            # Each further try would wait for its whole minute.
            item.session.shouldstop = "no kernel"
        elif call.when == "call" and isinstance(verdict, Verdict):
            self.verdicts.append(verdict)
            if (on_cost := self._on_cost) and verdict.state is not State.RAISED:
                name, seconds, printed = item.name, item.seconds, item.printed  # type: ignore[attr-defined]
                self._try(item.session, lambda: on_cost(name, seconds, printed))
            if on_verdict := self._on_verdict:
                self._try(item.session, lambda: on_verdict(verdict))
        elif call.when == "call" and isinstance(error, WorkbookError):
            # The notebook cannot be read; the sentence says all.
            self._try(item.session, lambda: self._tell(str(error)))
        elif call.when == "call" and error is not None:
            sentence = (
                f"{item.path.name}: exercise {item.name} could not be checked "
                f"({_short(error)}): `newsbook doctor` looks for the reason."
            )
            self._try(item.session, lambda: self._tell(sentence))
        return (yield)

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Keep the session: a report on collecting does not name it."""
        self._session = session

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Tell of a notebook that cannot be read."""
        if report.failed:
            text = str(report.longrepr).strip()
            # A sentence of ours is one line; of anything else the last line says most.
            sentence = text.splitlines()[-1] if text else f"{report.nodeid} cannot be read."
            self._try(self._session, lambda: self._tell(sentence))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Remember that the user stopped it; pytest itself only returns a number."""
        # pytest's own stop, after a kernel that does not start, comes by the same way.
        self.interrupted = not isinstance(excinfo.value, pytest.Session.Interrupted)


def _run_pytest(paths: Sequence[Path], timeout: float, reporter: _Reporter) -> None:
    # The folder is entered, because pytest refuses an argument with "[" in it, and a learner's
    # folder may well be called "NLP [2026]".
    base = Path(os.path.commonpath([path.parent.parent for path in paths]))
    names = [str(path.relative_to(base)) for path in paths]
    with (
        tempfile.TemporaryDirectory(prefix="newsbook-") as scratch,
        _environment_without_pytest(),
        contextlib.chdir(base),
        reporter.quiet(),
    ):
        spare_the_grammar()
        settings = Path(scratch) / "pytest.ini"
        settings.write_text("[pytest]\n", encoding="utf-8")
        code = pytest.main(
            [
                "-c", str(settings), "--rootdir", str(base), "--noconftest",
                "-p", "no:cacheprovider", "-p", "nbval.plugin", "-p", "newsbook.pytest_plugin",
                # What code under check writes past Python must not get into our own output.
                "--capture=fd", "--continue-on-collection-errors",
                f"--newsbook-timeout={timeout:g}", *names,
            ],
            plugins=[reporter],
        )  # fmt: skip
    if reporter.interrupted:
        raise KeyboardInterrupt
    if reporter.error is not None:
        raise reporter.error
    if code in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
        raise WorkbookError(
            f"The check did not run (pytest ended with {int(code)}): `newsbook doctor` looks for "
            "the reason."
        )


@contextlib.contextmanager
def _environment_without_pytest() -> Iterator[None]:
    """No options and no plugins from outside, for as long as the check runs."""
    names = (
        "PYTEST_ADDOPTS",
        "PYTEST_PLUGINS",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD",
        "PYTEST_CURRENT_TEST",
    )
    before = {name: os.environ.pop(name, None) for name in names}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _short(error: BaseException) -> str:
    """An error in one line; of a cell that raised, the line that names what it raised."""
    if inner := str(getattr(error, "inner_traceback", None) or "").strip():
        return uncoloured(inner.splitlines()[-1]).rstrip(".")
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0].rstrip('.')}" if text else type(error).__name__
