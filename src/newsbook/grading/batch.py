"""Grade a class: answers run here or on a cluster, one judge, and nothing lost on the way."""

from __future__ import annotations

import dataclasses
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from newsbook.exercises import ChallengeExercise, CodeExercise, Exercise
from newsbook.grading import keeping
from newsbook.grading.asking import Asked, ask_for, chosen
from newsbook.grading.covering import attempted_lessons
from newsbook.grading.crew import Bench, Here
from newsbook.grading.intake.students import untouched
from newsbook.grading.judging import Judge
from newsbook.grading.model import NOT_RUN, Graded, Observed, Submission
from newsbook.grading.sandbox import Limits, Work
from newsbook.grading.sandbox.outside import available_jobs
from newsbook.grading.sandbox.reading import Told, read_told

__all__ = ["Options", "grade"]

TRIES = 3
"""How often a submission is given out whose sandbox, or whose worker, is lost with it."""


@dataclass(frozen=True)
class Options:
    """How a class is graded.

    Args:
        only: Ids of exercises or lessons; none means the lessons that somebody has attempted.
        jobs: Sandboxes side by side; 0: one for each processor.
        limits: What one exercise may use.
        unsafe: Grade where a protection is missing.
        again: Run everything anew, on new inputs.
        secret: What the hidden inputs are drawn from; ``""``: what the report's folder has, or
            something new. See `keeping.Kept`.
        cluster: The address of a Dask scheduler, whose workers run the answers; ``""``: this
            machine does.
    """

    only: Sequence[str] = ()
    jobs: int = 0
    limits: Limits = Limits()  # noqa: RUF009 -- it is frozen
    unsafe: bool = False
    again: bool = False
    secret: str = ""
    cluster: str = ""


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
        known: Called once before, with how many need not be run: in a run that goes on, those of
            which all was run before, and those without an answer that could be.

    Returns:
        What was graded, in the order of the submissions; also in ``grades.json``. Each has a
        verdict on the same exercises: those that `only` names, else all of the lessons of which
        somebody has handed in an attempted answer. One that was lost each time it was run has the
        problem `NOT_RUN`, and no grade.

    Raises:
        WorkbookError: There are no solutions, a protection is missing, or a cluster cannot be used.
        UnknownExercise: `only` names none.
    """
    options = options or Options()
    exercises = _wanted(options.only, submissions)
    kept = keeping.Kept(report, again=options.again, secret=options.secret)
    asked = ask_for(root, exercises, kept.seed)
    judge = Judge(asked, exercises)
    done: dict[int, Graded] = {}
    runs = _Runs(submissions, exercises, asked, kept, options)
    known(len(runs.known))
    for number, observed in runs:
        submission = submissions[number]
        verdicts = judge.verdicts(submission, observed)
        if observed.lost:
            submission = dataclasses.replace(submission, problem=NOT_RUN)
        graded = Graded(submission, verdicts, observed.seconds, observed.cpu)
        done[number] = graded
        advance(graded)
    graded_all = [done[number] for number in sorted(done)]
    keeping.write_grades(report, graded_all)
    return graded_all


def _wanted(only: Sequence[str], submissions: Sequence[Submission]) -> list[Exercise]:
    """What was named; else all exercises of the lessons that somebody has attempted."""
    lessons = sorted(attempted_lessons(submissions)) if not only else []
    return chosen([*only, *lessons]) if only or lessons else []


class _Place(Protocol):
    """Where submissions are run: see `Here` and `Cluster`."""

    room: int

    def submit(self, number: int, work: Sequence[Work]) -> None: ...
    def take(self) -> tuple[int, Told]: ...
    def finished(self) -> list[tuple[int, Told]]: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class _Running:
    """A submission that is being run.

    Args:
        work: Its answers that have to be run.
        keys: For each of its answers what the outcome depends on.
        known: The records of those that were run before.
    """

    work: Sequence[Work]
    keys: Mapping[str, str]
    known: Mapping[str, Any]


class _Runs:
    """Gives what was observed of each submission: kept, or run now, here or on a cluster."""

    def __init__(
        self,
        submissions: Sequence[Submission],
        exercises: Sequence[Exercise],
        asked: Asked,
        kept: keeping.Kept,
        options: Options,
    ) -> None:
        self.submissions = submissions
        # Challenges are run last: of all other answers a page shows some of their own words, and
        # what held-back articles leave behind in a sandbox is not to be found by these.
        self.code = sorted(
            (exercise for exercise in exercises if isinstance(exercise, CodeExercise)),
            key=lambda exercise: isinstance(exercise, ChallengeExercise),
        )
        self.asked = asked
        self.kept = kept
        self.options = options
        self.limits = dataclasses.asdict(options.limits)
        self.known = self._known() if kept.resumed else []

    def _known(self) -> list[int]:
        """The submissions of which nothing is left to be run."""
        known = []
        for number, submission in enumerate(self.submissions):
            work = self._work(submission)
            seen = self.kept.load(submission, work, self._keys(work), self.limits)
            if len(seen) == len(work):
                known.append(number)
        return known

    def __iter__(self) -> Iterator[tuple[int, Observed]]:
        first = set(self.known)
        waiting = deque(self.known)
        waiting += [number for number in range(len(self.submissions)) if number not in first]
        running: dict[int, _Running] = {}
        lost: Counter[int] = Counter()
        place: _Place | None = None
        try:
            while waiting or running:
                # No more than there is room for: a class's answers would fill the memory.
                while waiting and (place is None or len(running) < place.room):
                    number = waiting.popleft()
                    submission = self.submissions[number]
                    work = self._work(submission)
                    keys = self._keys(work)
                    known = self.kept.load(submission, work, keys, self.limits)
                    to_run = [piece for piece in work if piece.exercise not in known]
                    if not to_run:
                        yield number, keeping.observed_of(known, list(keys))
                        continue
                    place = place or self._place()
                    place.submit(number, to_run)
                    running[number] = _Running(to_run, keys, known)
                if place is not None and running:
                    number, told = place.take()
                    if not told.data and lost[number] < TRIES - 1:
                        lost[number] += 1
                        place.submit(number, running[number].work)
                        continue
                    yield number, self._keep(number, running.pop(number), told)
        finally:
            if place is not None:
                # What has ended is kept, also when nobody asks for it any more.
                for number, told in place.finished():
                    self._keep(number, running.pop(number), told)
                place.close()

    def _keep(self, number: int, ran: _Running, told: Told) -> Observed:
        """Keep what was told of a submission, and give it with what was known of it before."""
        observed = read_told(ran.work, told)
        fresh = keeping.records_of(observed, ran.work, ran.keys, self.limits)
        records = {**ran.known, **fresh}
        if not observed.lost:
            self.kept.save(self.submissions[number], records)
        whole = keeping.observed_of(records, list(ran.keys))
        return dataclasses.replace(whole, lost=observed.lost)

    def _place(self) -> _Place:
        bench = Bench(
            self.asked.setups,
            tuple(exercise.id for exercise in self.code),
            self.options.limits,
            self.options.unsafe,
        )
        if self.options.cluster:
            from newsbook.grading.cluster import Cluster

            return Cluster(self.options.cluster, bench)
        return Here(bench, min(self.options.jobs or available_jobs(), len(self.submissions)))

    def _keys(self, work: Sequence[Work]) -> dict[str, str]:
        return {p.exercise: keeping.key(self.asked.setups[p.setup], p) for p in work}

    def _work(self, submission: Submission) -> list[Work]:
        """Its answers that are to be run: of a cell as it was handed out is known what comes."""
        return [
            Work(
                exercise.id,
                self.asked.setup_of[exercise.id],
                submission.code[exercise.id],
                self.asked.inputs.get(exercise.id),
            )
            for exercise in self.code
            if exercise.id in submission.code
            and not untouched(exercise.id, submission.code[exercise.id])
        ]
