"""Keep what was observed, so that a run goes on where it stopped and grades again without running.

In the report's folder lie ``observations/run.json``, with the run's seed, and one file a student.
Instructors alone should have them: who has the seed has the hidden cases.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsbook.answers.files import write_whole
from newsbook.grading.model import Graded, Observed, Submission
from newsbook.grading.sandbox.limits import Work
from newsbook.workbook.places import WorkbookError

__all__ = [
    "Kept",
    "file_name",
    "forget_others",
    "graded_before",
    "students_before",
    "write_grades",
]

VERSION = 1
UNSAFE = re.compile(r"[^\w.@+-]+")


def file_name(student: str) -> str:
    """A file's name for a student, safe on every system, and another one for each student.

    Example:
        >>> file_name("ada"), file_name("../ada")[:4], len(file_name("x" * 900)) < 100
        ('ada', 'ada-', True)
    """
    plain = UNSAFE.sub("-", student).strip(".-")[:60]
    if plain and plain == student and student.lower() == student and plain != "run":
        return plain
    mark = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{plain or 'student'}-{mark}"


class Kept:
    """The observations of a report's folder.

    Args:
        report: The folder; it is made.
        again: Throw away what was observed, and draw a new seed.
        secret: The instructor's own words to make the seed of: the same words, the same hidden
            inputs, in any folder. ``""``: the seed that is there, or a new one.

    Attributes:
        seed: The run's seed: the one it began with, or a new secret one.
        resumed: Whether a run began here before.

    Raises:
        WorkbookError: What is there is of a newer version, or damaged, or of another secret.
    """

    def __init__(self, report: Path, *, again: bool = False, secret: str = "") -> None:
        self.folder = report / "observations"
        if again and self.folder.is_dir():
            shutil.rmtree(self.folder)
        self.resumed = (self.folder / "run.json").is_file()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        path = self.folder / "run.json"
        if not path.is_file():
            self.seed = _seed_of(secret) if secret else secrets.token_hex(32)
            _write(path, {"version": VERSION, "seed": self.seed})
            return
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            if record["version"] != VERSION or not isinstance(record["seed"], str):
                raise ValueError("it is of another version")
            self.seed = record["seed"]
        except (ValueError, KeyError, TypeError) as error:
            raise WorkbookError(
                f"{path} cannot be read ({error}): grade with --again to begin anew, or into "
                "another folder."
            ) from None
        if secret and self.seed != _seed_of(secret):
            raise WorkbookError(
                f"{report} was graded with another seed: leave --seed out to go on with that one, "
                "give --again to begin anew with yours, or take another folder."
            )

    def load(
        self,
        submission: Submission,
        work: Sequence[Work],
        keys: Mapping[str, str],
        limits: Mapping[str, float],
    ) -> dict[str, Any]:
        """What is known of a submission's answers already: a record for each exercise.

        Args:
            submission: The submission.
            work: Its answers.
            keys: For each exercise what its outcome depends on; see `key`.
            limits: The limits of this run: with other ones, what failed is run again.
        """
        try:
            record = json.loads(self._path(submission).read_text(encoding="utf-8"))
            seen = record["exercises"] if record["version"] == VERSION else {}
            return {
                piece.exercise: seen[piece.exercise]
                for piece in work
                if seen.get(piece.exercise, {}).get("key") == keys[piece.exercise]
                and seen[piece.exercise].get("limits", limits) == limits
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}

    def save(self, submission: Submission, exercises: Mapping[str, Any]) -> None:
        """Keep the records of a submission's exercises."""
        record = {
            "version": VERSION,
            "student": submission.student,
            "place": submission.place,
            "exercises": dict(exercises),
        }
        _write(self._path(submission), record)

    def _path(self, submission: Submission) -> Path:
        return self.folder / f"{file_name(submission.student)}.json"


def _seed_of(secret: str) -> str:
    """A run's seed, made of the instructor's words; they are kept nowhere."""
    return hashlib.sha256(f"newsbook hidden cases {secret}".encode()).hexdigest()


def students_before(report: Path) -> list[str]:
    """The students that a report's ``grades.json`` is on; none where there is no such file."""
    try:
        record = json.loads((report / "grades.json").read_text(encoding="utf-8"))
        return [str(row["student"]) for row in record["submissions"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def forget_others(report: Path, students: Collection[str]) -> int:
    """Remove what was kept of the answers of all students but some; other files are left alone.

    Args:
        report: The report's folder.
        students: Whose is kept.

    Returns:
        How many students' was removed.

    Raises:
        WorkbookError: Something cannot be removed.
    """
    kept = {f"{file_name(student)}.json" for student in students} | {"run.json"}
    gone = 0
    for path in sorted((report / "observations").glob("*.json")):
        if path.name in kept or path.is_symlink():
            continue
        try:
            with path.open("rb") as file:
                ours = file.read(60).startswith(b'{"version": %d, "student": ' % VERSION)
            if ours:
                path.unlink()
                gone += 1
        except OSError as error:
            raise WorkbookError(
                f"{path} cannot be removed: {error.strerror or error}. Remove it, or give another "
                "folder."
            ) from None
    return gone


def key(setup: Sequence[str], work: Work) -> str:
    """What the outcome of an answer depends on, as one word: another word, and it is run again."""
    whole = f"[{json.dumps(work.exercise)}, {json.dumps(work.source)}, {work.packed}, "
    return hashlib.sha256(f"{whole}{json.dumps(list(setup))}]".encode()).hexdigest()


def observed_of(records: Mapping[str, Any], names: Sequence[str]) -> Observed:
    """What the records of some exercises say."""
    seen = {name: records[name] for name in names if name in records}
    return Observed(
        {name: record["observation"] for name, record in seen.items() if "observation" in record},
        {name: str(record["failure"]) for name, record in seen.items() if "failure" in record},
        sum(float(record["seconds"]) for record in seen.values()),
        sum(float(record["cpu"]) for record in seen.values()),
    )


def records_of(
    observed: Observed,
    work: Sequence[Work],
    keys: Mapping[str, str],
    limits: Mapping[str, float],
) -> dict[str, Any]:
    """What was observed, as records; time is shared out evenly."""
    records: dict[str, Any] = {}
    for piece in work:
        name = piece.exercise
        record: dict[str, Any] = {
            "key": keys[name],
            "seconds": round(observed.seconds / len(work), 4),
            "cpu": round(observed.cpu / len(work), 4),
        }
        if name in observed.failures:
            record |= {"failure": observed.failures[name], "limits": dict(limits)}
        else:
            record["observation"] = observed.observations[name]
        records[name] = record
    return records


def graded_before(report: Path) -> list[str]:
    """The exercises that a report's ``grades.json`` is on; none where there is no such file."""
    try:
        record = json.loads((report / "grades.json").read_text(encoding="utf-8"))
        return [str(name) for name in record["submissions"][0]["exercises"]]
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return []


def write_grades(report: Path, graded: Sequence[Graded]) -> Path:
    """Write ``grades.json``: every grade as plain JSON, in the order of the submissions."""
    rows = [
        {
            "student": one.submission.student,
            "name": one.submission.name,
            "place": one.submission.place,
            "problem": one.submission.problem,
            "notes": list(one.submission.notes),
            "earned": one.earned,
            "points": one.points,
            "exercises": {
                name: {
                    "state": str(verdict.state),
                    "score": verdict.score,
                    "earned": verdict.earned,
                    "points": verdict.points,
                    "sentence": verdict.sentence,
                }
                for name, verdict in one.verdicts.items()
            },
        }
        for one in graded
    ]
    path = report / "grades.json"
    # A line a student: Python indents by itself, which takes ten times as long.
    lines = ",\n".join(json.dumps(row) for row in rows)
    write_whole(path, f'{{"version": {VERSION}, "submissions": [\n{lines}\n]}}\n'.encode())
    return path


def _write(path: Path, record: Any) -> None:
    write_whole(path, json.dumps(record).encode())
