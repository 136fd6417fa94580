"""Exercises as pytest items, on top of nbval's own."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError

from newsbook.answers import AnswerSlot, judge_stored
from newsbook.exercises import State, Verdict, get_exercise
from newsbook.workbook.execute import steady_environment
from newsbook.workbook.graft import GraftedExercise, graft
from newsbook.workbook.kernels import KernelDied, WatchedKernel
from newsbook.workbook.notebooks import Cell, notebook_node, plain, uncoloured
from newsbook.workbook.places import WorkbookError
from newsbook.workbook.sources import unreadable

__all__ = ["BrokenNotebook", "ExerciseFile", "ExerciseItem"]

SETUP_SECONDS = 60.0
"""How long our own cells may run; the first of them imports newsbook."""


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
        """Prepare the environment of a kernel, which the first exercise will start."""
        self._stack = contextlib.ExitStack()
        self.scratch = self._stack.enter_context(steady_environment())
        self.setup_sanitize_files()

    def start_kernel(self) -> None:
        """Start a fresh kernel in the learner's folder, as JupyterLab would."""
        self.stop_kernel()
        self.timed_out = False
        self.kernel = WatchedKernel(
            self.path.parent, self.scratch, self.config.option.nbval_kernel_startup_timeout
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
        seconds: How long the answer's cell and its check ran, on the clock; of code only.
        printed: How many characters they printed.
    """

    def __init__(self, *args: Any, grafted: GraftedExercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grafted = grafted
        self.exercise = get_exercise(grafted.exercise)
        self.verdict: Verdict | None = None
        self.seconds = 0.0
        self.printed = 0

    def setup(self) -> None:
        """Make sure of a living kernel; an endless loop may have cost the one before."""
        if self.parent.timed_out or not (self.parent.kernel and self.parent.kernel.is_alive()):
            self.parent.start_kernel()

    def runtest(self) -> None:
        """Run what the exercise stands on, the answer, and the check; nbval compares the last."""
        self._prepare()
        if self.exercise.widget:
            self._test_widget()
        else:
            begun = time.monotonic()
            try:
                self._test_code()
            finally:
                self.seconds = time.monotonic() - begun
                self.printed += _printed(self.test_outputs)

    def _test_code(self) -> None:
        """Run the learner's cell and our check of it."""
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

    def _test_widget(self) -> None:
        """Judge the learner's answer file out here, and compare what the check says of it.

        No cell of the learner's is run: their answer is in the file. The kernel may still suffer
        from an earlier cell of theirs, so a check that disagrees gets a second try in a fresh one.
        """
        slot = AnswerSlot(self.exercise.id, self.path.parent / "answers")
        loaded = slot.load()
        self.verdict = judge_stored(self.exercise, loaded)
        if self.verdict.state is not State.CORRECT:
            self.raise_cell_error(self.verdict.sentence)
        for attempt in (1, 2):
            AnswerSlot(self.exercise.id, self.parent.scratch / "answers").save(loaded.answer)
            try:
                with self._time_limit():
                    super().runtest()
                return
            except (NbCellError, KernelDied, Empty):
                if attempt == 2:
                    raise
                self._start_afresh()

    def _prepare(self) -> None:
        """Give the exercise our setup and no name of another answer's, so that none fails another.

        ``list = [1]`` in one answer would otherwise make ``list(…)`` fail in the next.
        """
        try:
            with self._time_limit(at_least=SETUP_SECONDS):
                self._run({"cell_type": "code", "metadata": {}, "source": "%reset -f"})
                self._run_setup()
        except (NbCellError, KernelDied, Empty):
            self._start_afresh()

    def _start_afresh(self) -> None:
        self.parent.start_kernel()
        with self._time_limit(at_least=SETUP_SECONDS):
            self._run_setup()

    def _run_setup(self) -> None:
        for cell in self.grafted.setup:
            self._run(cell)

    def _run(self, cell: Cell) -> None:
        """Run a cell without comparing; raises NbCellError when it raises."""
        options = defaultdict(bool, check=False)
        node = notebook_node(cell | {"outputs": [], "execution_count": None})
        part = IPyNbCell.from_parent(
            self.parent, name="part", cell_num=self.cell_num, cell=node, options=options
        )
        try:
            part.runtest()
        finally:
            self.printed += _printed(part.test_outputs)

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
                self._start_afresh()
                return self._raised(f"It ran for over {seconds} seconds. Is there an endless loop?")
            last = _last_line(error)
            broken = unreadable(self.grafted.answer["source"]) if "incomplete input" in last else ""
            return self._raised(broken or last)
        except (KernelDied, Empty):
            self._start_afresh()
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
    def _time_limit(self, at_least: float = 0.0) -> Iterator[None]:
        """Our limit instead of nbval's 2000 seconds, for this test and no other."""
        option = self.config.option
        before = option.nbval_cell_timeout
        option.nbval_cell_timeout = max(option.newsbook_timeout, at_least)
        try:
            yield
        finally:
            option.nbval_cell_timeout = before

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        """The verdict instead of a traceback; the kernel's own trouble as nbval tells it."""
        if self.verdict is not None and self.verdict.state is State.CORRECT:
            return (
                f"{self.exercise.id}: the answer is right, but the check showed something else: "
                f"{_last_line(excinfo.value)} Run `newsbook doctor`."
            )
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


def _printed(outputs: Sequence[Mapping[str, Any]] | None) -> int:
    return sum(len(output["text"]) for output in outputs or () if "text" in output)


def _last_line(error: BaseException) -> str:
    """The last line of a traceback, which names the exception, without the colours it may have."""
    text = uncoloured(str(getattr(error, "inner_traceback", None) or error))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "It raised an error."
