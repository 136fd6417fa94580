"""Names of files that any student's id can have, on any system."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence

from newsbook.grading.model import Graded

__all__ = ["in_order", "page_names"]

LONGEST = 80
"""Bytes of a name, without what is put behind it."""

# Windows opens devices by these names, whatever stands behind the dot.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


def in_order(graded: Sequence[Graded]) -> list[Graded]:
    """Submissions in the order of their students' names, whatever order they came in."""
    return sorted(
        graded,
        key=lambda one: (
            one.submission.student.casefold(),
            one.submission.student,
            one.submission.place,
        ),
    )


def page_names(graded: Sequence[Graded]) -> list[str]:
    """A name of a file for each submission, in their order, no two alike on any system.

    An id of letters, digits, dots, hyphens and underscores is kept as it is. Any other gets a piece
    of its hash behind it, as do ids that a system may take for one another.

    Example:
        >>> from newsbook.grading.model import Submission
        >>> ids = ["ada", "../../etc", "nul"]
        >>> page_names([Graded(Submission(student, ""), {}) for student in ids])
        ['ada.html', 'etc-9f5ae52a.html', 'student-nul-cd0798f9.html']
    """
    plain = [_plain(one.submission.student) for one in graded]
    seen = Counter(_as_one(name) for name in plain)
    names = []
    for one, name in zip(graded, plain, strict=True):
        student = one.submission.student
        sure = name == student and seen[_as_one(name)] == 1
        names.append(f"{name}.html" if sure else f"{name}-{_hash(one)}.html")
    return names


def _plain(student: str) -> str:
    composed = unicodedata.normalize("NFC", student[:500])
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in composed)
    short = kept.encode()[:LONGEST].decode("utf-8", "ignore")
    name = short.strip("._- ") or "student"
    return f"student-{name}" if _as_one(name).partition(".")[0] in _DEVICES else name


def _as_one(name: str) -> str:
    """What names have in common that some system takes for one another."""
    return unicodedata.normalize("NFKD", name).casefold()


def _hash(one: Graded) -> str:
    said = f"{one.submission.student}\0{one.submission.place}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()[:8]
