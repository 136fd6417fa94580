"""Exercises as pytest items, on top of nbval's own."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError

from newsbook.exercises import State, Verdict, get_exercise
from newsbook.workbook.execute import steady_environment
from newsbook.workbook.graft import GraftedExercise, graft
from newsbook.workbook.kernels import KernelDied, WatchedKernel
from newsbook.workbook.notebooks import Cell, notebook_node, plain
from newsbook.workbook.places import WorkbookError

__all__ = ["BrokenNotebook", "ExerciseFile", "ExerciseItem"]

_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class ExerciseFile(IPyNbFile):  # type: ignore[misc]
    """A learner's notebook: its answers, each in its place in our check notebook."""

    kernel: WatchedKernel | None = None

    def collect(self) -> Iterator[ExerciseItem | BrokenNotebook]:
        """One item an exercise; for a notebook that cannot be read one item that says so."""
        try:
            grafted = graft(self.path)
        except WorkbookError as error:
            # Not a CollectError: pytest would then run no test of any other notebook either.
            yield BrokenNotebook.from_parent(self, name="notebook", problem=str(error))
            return
        for number, exercise in enumerate(grafted):
            yield ExerciseItem.from_parent(
                self,
                name=exercise.exercise,
                cell_num=number,
                cell=notebook_node(exercise.check),
                options=defaultdict(bool, check=True),
                grafted=exercise,
            )

    def setup(self) -> None:
        """Copy the learner's answer files for a kernel, which the first exercise will start."""
        self._stack = contextlib.ExitStack()
        self._scratch = self._stack.enter_context(steady_environment())
        theirs = self.path.parent / "answers"
        if theirs.is_dir():
            with contextlib.suppress(OSError, shutil.Error):
                shutil.copytree(theirs, self._scratch / "answers")
        self.setup_sanitize_files()

    def start_kernel(self) -> None:
        """Start a fresh kernel in the learner's folder, as JupyterLab would."""
        self.stop_kernel()
        self.timed_out = False
        self.kernel = WatchedKernel(
            self.path.parent, self._scratch, self.config.option.nbval_kernel_startup_timeout
        )

    def stop_kernel(self) -> None:
        """Stop the kernel, if there is one."""
        if self.kernel is not None and self.kernel.is_alive():
            self.kernel.stop()
        self.kernel = None

    def teardown(self) -> None:
        """Stop the kernel and throw the copies away."""
        self.stop_kernel()
        self._stack.close()


class ExerciseItem(IPyNbCell):  # type: ignore[misc]
    """One exercise: our setup, the learner's answer, our check.

    Attributes:
        verdict: What the check said; None before the test has run.
    """

    def __init__(self, *args: Any, grafted: GraftedExercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grafted = grafted
        self.exercise = get_exercise(grafted.exercise)
        self.verdict: Verdict | None = None

    def setup(self) -> None:
        """Make sure of a living kernel; an endless loop may have cost the one before."""
        if self.parent.timed_out or not (self.parent.kernel and self.parent.kernel.is_alive()):
            self.parent.start_kernel()

    def runtest(self) -> None:
        """Run what the exercise stands on, the answer, and the check; nbval compares the last."""
        for cell in self.grafted.setup:
            self._run(cell)
        with self._time_limit():
            problem = self._run_answer()
            try:
                super().runtest()
            except NbCellError:
                self.verdict = problem or self._told()
                raise
            except (KernelDied, Empty):
                self.verdict = self._raised("The code ended Python itself.")
                raise
        self.verdict = self._told()
        # The outputs agree with those of a right answer. The judge is asked once more, out here,
        # where the learner's code has never been.
        again = self.exercise.judge(self.verdict.observation)
        if problem or again.state is not State.CORRECT:
            self.verdict = problem or again
            self.raise_cell_error("The answer does not pass when it is judged outside the kernel.")

    def _run(self, cell: Cell) -> None:
        """Run a cell without comparing; raises NbCellError when it raises."""
        options = defaultdict(bool, check=False)
        node = notebook_node(cell | {"outputs": [], "execution_count": None})
        IPyNbCell.from_parent(
            self.parent, name="part", cell_num=self.cell_num, cell=node, options=options
        ).runtest()

    def _run_answer(self) -> Verdict | None:
        """Run the learner's cell; a verdict when it cannot even be run."""
        if self.grafted.answer is None:
            return self.exercise.verdict(
                State.NOT_ATTEMPTED,
                f"The answer cell is missing from {self.path.name}: `newsbook reset "
                f"{self.exercise.id}` puts it back.",
                None,
            )
        try:
            self._run(self.grafted.answer)
        except NbCellError as error:
            if _last_line(error).startswith("NotImplementedError"):
                # What nbgrader puts where a solution was; nobody has touched it yet.
                return self.exercise.not_attempted(None)
            if self.parent.timed_out:
                seconds = f"{self.config.option.nbval_cell_timeout:g}"
                self.parent.start_kernel()
                for cell in self.grafted.setup:
                    self._run(cell)
                return self._raised(f"It ran for over {seconds} seconds. Is there an endless loop?")
            return self._raised(_last_line(error))
        except (KernelDied, Empty):
            self.parent.start_kernel()
            for cell in self.grafted.setup:
                self._run(cell)
            return self._raised("The code ended Python itself.")
        return None

    def _raised(self, what: str) -> Verdict:
        sentence = f"Running the answer cell failed. {what}"
        if "NameError" in what:
            sentence += " Is everything that it uses defined in the answer cell itself?"
        return self.exercise.verdict(State.RAISED, sentence, None)

    def _told(self) -> Verdict:
        """The verdict that the check cell showed, judged anew from what it observed."""
        for output in self.test_outputs or ():
            told = output.get("metadata", {}).get("newsbook")
            if isinstance(told, dict):
                return self.exercise.judge(plain(told.get("observation")))
        if self.parent.timed_out:
            seconds = f"{self.config.option.nbval_cell_timeout:g}"
            return self._raised(f"It ran for over {seconds} seconds. Is there an endless loop?")
        return self._raised("The check showed no verdict.")

    @contextlib.contextmanager
    def _time_limit(self) -> Iterator[None]:
        """Our limit instead of nbval's 2000 seconds, for this test and no other."""
        option = self.config.option
        before = option.nbval_cell_timeout
        option.nbval_cell_timeout = option.newsbook_timeout
        try:
            yield
        finally:
            option.nbval_cell_timeout = before

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        """The verdict instead of a traceback; the kernel's own trouble as nbval tells it."""
        if self.verdict is not None:
            return repr(self.verdict)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """The test's name in reports: the notebook and the exercise."""
        return self.path, 0, f"{self.path.parent.name}/{self.path.name}::{self.name}"


class BrokenNotebook(pytest.Item):
    """Stands for a notebook that cannot be read; its test fails with one sentence."""

    def __init__(self, *args: Any, problem: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problem = problem

    def setup(self) -> None:
        """Nothing to set up: no kernel is needed to say what is wrong."""

    def runtest(self) -> None:
        """Fail."""
        raise WorkbookError(self.problem)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """The sentence, without a traceback."""
        return self.problem

    def reportinfo(self) -> tuple[Path, int, str]:
        """The test's name in reports."""
        return self.path, 0, f"{self.path.parent.name}/{self.path.name}"


def _last_line(error: NbCellError) -> str:
    """The last line of a traceback, which names the exception, without the colours it may have."""
    text = _COLOUR.sub("", str(error.inner_traceback or error))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "It raised an error."
