"""Grade a class: several sandboxes side by side, one judge, and nothing lost on the way."""

from __future__ import annotations

import dataclasses
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbook.exercises import CodeExercise, Exercise
from newsbook.grading import keeping
from newsbook.grading.asking import Asked, ask_for, chosen
from newsbook.grading.covering import attempted_lessons
from newsbook.grading.judging import Judge
from newsbook.grading.model import Graded, Observed, Submission
from newsbook.grading.sandbox import Limits, Sandbox, Work
from newsbook.grading.sandbox.outside import LOST, available_jobs

__all__ = ["Options", "grade"]


@dataclass(frozen=True)
class Options:
    """How a class is graded.

    Args:
        only: Ids of exercises or lessons; none means the lessons that somebody has attempted.
        jobs: Sandboxes side by side; 0: one for each processor.
        limits: What one exercise may use.
        unsafe: Grade where a protection is missing.
        again: Run everything anew, on new inputs.
    """

    only: Sequence[str] = ()
    jobs: int = 0
    limits: Limits = Limits()  # noqa: RUF009 -- it is frozen
    unsafe: bool = False
    again: bool = False


def grade(
    submissions: Sequence[Submission],
    report: Path,
    root: Path,
    options: Options | None = None,
    *,
    advance: Callable[[Graded], None] = lambda graded: None,
    known: Callable[[int], None] = lambda already: None,
) -> list[Graded]:
    """Grade submissions into a report's folder.

    What was observed before, there, is not run again. An interrupted run loses only what was
    running.

    Args:
        submissions: What was handed in.
        report: The folder; it is made.
        root: A checkout, with solutions.
        options: How.
        advance: Called after each submission; those that need not be run come first.
        known: Called once before, with how many have answers of which all was run before.

    Returns:
        What was graded, in the order of the submissions; also in ``grades.json``. Each has a
        verdict on the same exercises: those that `only` names, else all of the lessons of which
        somebody has handed in an attempted answer.

    Raises:
        WorkbookError: There are no solutions, or a protection is missing.
        UnknownExercise: `only` names none.
    """
    options = options or Options()
    exercises = _wanted(options.only, submissions)
    kept = keeping.Kept(report, again=options.again)
    asked = ask_for(root, exercises, kept.seed)
    judge = Judge(asked, exercises)
    done: dict[int, Graded] = {}
    runs = _Runs(submissions, exercises, asked, kept, options)
    known(len(runs.known))
    for number, observed in runs:
        graded = _graded(submissions[number], observed, judge)
        done[number] = graded
        advance(graded)
    graded_all = [done[number] for number in sorted(done)]
    keeping.write_grades(report, graded_all)
    return graded_all


def _graded(submission: Submission, observed: Observed, judge: Judge) -> Graded:
    verdicts = judge.verdicts(submission, observed)
    for name, verdict in verdicts.items():
        if name in submission.code:
            # It is kept in a file, and a class's together would fill the memory.
            verdicts[name] = dataclasses.replace(verdict, observation=None)
    return Graded(submission, verdicts, observed.seconds, observed.cpu)


def _wanted(only: Sequence[str], submissions: Sequence[Submission]) -> list[Exercise]:
    """What was named; else all exercises of the lessons that somebody has attempted."""
    lessons = sorted(attempted_lessons(submissions)) if not only else []
    return chosen([*only, *lessons]) if only or lessons else []


class _Runs:
    """Runs submissions in threads, each with a sandbox of its own, and gives what was observed."""

    def __init__(
        self,
        submissions: Sequence[Submission],
        exercises: Sequence[Exercise],
        asked: Asked,
        kept: keeping.Kept,
        options: Options,
    ) -> None:
        self.submissions = submissions
        self.code = [exercise for exercise in exercises if isinstance(exercise, CodeExercise)]
        self.asked = asked
        self.kept = kept
        self.options = options
        self.waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        # A judge that is slower than the sandboxes makes them wait, not the memory grow.
        self.done: queue.Queue[tuple[int, Observed | BaseException]] = queue.Queue(64)
        self.stop = threading.Event()
        self.sandboxes: list[Sandbox] = []
        self.known = self._known() if kept.resumed else []

    def _known(self) -> list[int]:
        """The submissions with answers of which all was run before."""
        limits = dataclasses.asdict(self.options.limits)
        known = []
        for number, submission in enumerate(self.submissions):
            work = self._work(submission)
            keys = self._keys(work)
            if work and len(self.kept.load(submission, work, keys, limits)) == len(work):
                known.append(number)
        return known

    def __iter__(self) -> Any:
        known = set(self.known)
        rest = [number for number in range(len(self.submissions)) if number not in known]
        for number in (*self.known, *rest):
            self.waiting.put(number)
        jobs = min(self.options.jobs or available_jobs(), max(1, len(self.submissions)))
        threads = [
            threading.Thread(target=self._worker, args=(number,), daemon=True)
            for number in range(jobs)
        ]
        for thread in threads:
            thread.start()
        try:
            for _ in self.submissions:
                number, observed = self.done.get()
                if isinstance(observed, BaseException):
                    raise observed
                yield number, observed
        finally:
            self.stop.set()
            for sandbox in list(self.sandboxes):
                sandbox.stop()
            while any(thread.is_alive() for thread in threads):
                for thread in threads:
                    thread.join(0.05)
                while not self.done.empty():
                    self.done.get_nowait()

    def _worker(self, number: int) -> None:
        sandbox: Sandbox | None = None
        limits = dataclasses.asdict(self.options.limits)
        try:
            while not self.stop.is_set():
                try:
                    which = self.waiting.get_nowait()
                except queue.Empty:
                    return
                submission = self.submissions[which]
                work = self._work(submission)
                keys = self._keys(work)
                known = self.kept.load(submission, work, keys, limits)
                to_run = [piece for piece in work if piece.exercise not in known]
                if to_run:
                    if sandbox is None:
                        sandbox = self._sandbox(number)
                        self.sandboxes.append(sandbox)
                    observed = sandbox.run(to_run)
                    fresh = keeping.records_of(observed, to_run, keys, limits)
                    known |= fresh
                    if LOST not in observed.failures.values():
                        self.kept.save(submission, known)
                names = [piece.exercise for piece in work]
                self.done.put((which, keeping.observed_of(known, names)))
        except BaseException as error:
            self.done.put((-1, error))
        finally:
            if sandbox is not None:
                sandbox.close()

    def _keys(self, work: Sequence[Work]) -> dict[str, str]:
        return {p.exercise: keeping.key(self.asked.setups[p.setup], p) for p in work}

    def _sandbox(self, number: int) -> Sandbox:
        return Sandbox(
            self.asked.setups,
            [exercise.id for exercise in self.code],
            self.options.limits,
            number=number,
            unsafe=self.options.unsafe,
        )

    def _work(self, submission: Submission) -> list[Work]:
        return [
            Work(
                exercise.id,
                self.asked.setup_of[exercise.id],
                submission.code[exercise.id],
                self.asked.inputs.get(exercise.id),
            )
            for exercise in self.code
            if exercise.id in submission.code
        ]
