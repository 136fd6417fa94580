"""What the names of handed-in files say: whose they are, and which copy is the newest.

Moodle's *Download all submissions* gives a folder a student,
``Surname Firstname_12345_assignsubmission_file_/hand-in.zip``, or, without folders, files
``Surname Firstname_12345_assignsubmission_file_hand-in.zip``; 12345 is what its grading worksheet
calls *Participant 12345*. Canvas gives files ``surnamefirst_LATE_12345_67890_hand-in-1.zip``: the
first number is the student's ``ID`` in its gradebook, the second one the upload's, which grows from
upload to upload, ``-1`` at the end is a resubmission, and ``LATE`` says that it came after the due
date. What renames a file that has a number already puts another one behind it:
``newsbook-handin-1 (1).zip``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from newsbook.workbook.places import pristine_folder

__all__ = ["Named", "natural", "of_platform", "own_name", "owner", "platform_of", "version_of"]

_MOODLE = re.compile(r"(?s)(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<rest>.*))?")
# A folder's name ends with the platform's own part, whatever somebody's name holds before it.
_MOODLE_FOLDER = re.compile(r"(?s)(?P<name>.+)_(?P<id>\d+)_assignsubmission_[a-z]+_?(?P<rest>)")
_CANVAS = re.compile(
    r"(?s)(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<upload>\d+)_(?P<rest>.+)"
)
_VERSION = re.compile(
    r"(?P<base>.+?)(?:-Copy(?P<copy>\d{1,6})|-(?P<dash>\d{1,6})| ?\((?P<paren>\d{1,6})\))"
)


MOST_NUMBERS = 4
"""Numbers at the end of a file's name that are looked at."""


@dataclass(frozen=True)
class Named:
    """What a platform's name for a file or folder says.

    Args:
        student: The id that the platform has for the student.
        rest: The file's name as the student gave it; ``""`` for a folder.
        name: The student's name: Moodle's as it shows it, Canvas's in one word of small letters.
        late: Whether it says that the file was handed in late, as Canvas's do.
        upload: Canvas's number for the upload: of two the greater came later. Else 0.
    """

    student: str
    rest: str
    name: str = ""
    late: bool = False
    upload: int = 0


def platform_of(names: Iterable[str]) -> str:
    """Whose download files of these names are, as far as one can tell: most of them, at least.

    A name may look like both: on Canvas one calls one's file as one likes, and on Moodle some can
    call themselves so.

    Returns:
        ``"moodle"``, ``"canvas"`` or ``""``.

    Example:
        >>> eve = "Eve_1_5_X_6_assignsubmission_file_"
        >>> platform_of(["Ito Rei_5_assignsubmission_file_a.zip", eve])
        'moodle'
    """
    sure = [bool(_MOODLE.fullmatch(name)) - bool(_CANVAS.fullmatch(name)) for name in names]
    more = sum(sure)
    return "moodle" if more > 0 else "canvas" if more < 0 else ""


def of_platform(name: str, platform: str = "", *, is_folder: bool = False) -> Named | None:
    """Read a name that Moodle or Canvas made.

    Args:
        name: A file's or folder's name.
        platform: Whose download it is in: see `platform_of`.
        is_folder: Whether it is a folder's. Canvas makes none, but people unpack its files.

    Example:
        >>> of_platform("Ito Rei_12345_assignsubmission_file_book.zip")
        Named(student='12345', rest='book.zip', name='Ito Rei', late=False, upload=0)
        >>> of_platform("itorei_LATE_512_9077_01_tokenising-1.ipynb")
        Named(student='512', rest='01_tokenising-1.ipynb', name='itorei', late=True, upload=9077)
        >>> of_platform("doej_123_456_x_999_assignsubmission_file_book.zip").student
        '123'
        >>> of_platform("Eve_111_5_X_222_assignsubmission_file_", is_folder=True).student
        '222'
        >>> of_platform("01_tokenising.ipynb") is None
        True
    """
    moodle = (is_folder and _MOODLE_FOLDER.fullmatch(name)) or _MOODLE.fullmatch(name)
    canvas = _CANVAS.fullmatch(name)
    # Where nothing else tells, a file is Canvas's: its names hold what the student called the file,
    # and that is easier to choose than one's own name.
    moodle_first = platform == "moodle" or (is_folder and platform != "canvas")
    match = moodle or canvas if moodle_first else canvas or moodle
    if not match:
        return None
    held = match.groupdict()
    # Python refuses to read a number of 5,000 digits; no platform has got beyond these.
    upload = int(held.get("upload") or 0) if len(held.get("upload") or "") <= 18 else 0
    return Named(match["id"], match["rest"] or "", match["name"], bool(held.get("late")), upload)


def own_name(name: str) -> str:
    """A file's name as its student gave it: without what a platform put before it."""
    named = of_platform(name)
    return named.rest if named and named.rest else name


def version_of(name: str) -> tuple[str, tuple[int, ...]]:
    """A file's name without its numbers, and the numbers; the greatest are the newest.

    ``-1`` is Canvas's and our own hand-in's, ``(1)`` a browser's. JupyterLab's ``-Copy1`` is a copy
    put beside the notebook that one works in: it is older than that.

    Example:
        >>> version_of("newsbook-handin-1 (2).zip"), version_of("01_tokenising-Copy1.ipynb")
        (('newsbook-handin.zip', (1, 2, 0, 0)), ('01_tokenising.ipynb', (-999999, 0, 0, 0)))
    """
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    numbers: list[int] = []
    while len(numbers) < MOST_NUMBERS and (match := _VERSION.fullmatch(stem)):
        stem = match["base"]
        copy = match["copy"]
        number = int(copy) - 1_000_000 if copy else int(match["dash"] or match["paren"])
        numbers.insert(0, number)
    # Without a number is before -1, and so is a name with one number before it with two.
    return f"{stem}{dot}{ending}", (*numbers, *[0] * (MOST_NUMBERS - len(numbers)))


def natural(name: str) -> list[tuple[int, str]]:
    """A key to sort names by, with the numbers in them as numbers.

    Example:
        >>> sorted(["b-10", "b-9"], key=natural)
        ['b-9', 'b-10']
    """
    # A number as its length and digits: Python refuses to read one of 5,000 digits.
    parts = re.split(r"([0-9]+)", name.casefold())
    keys = [(len(part.lstrip("0")) + 1, part.lstrip("0")) if i % 2 else (0, part)
            for i, part in enumerate(parts)]  # fmt: skip
    return [*keys, (0, name)]


def owner(name: str) -> str:
    """Whose a file is that lies among others' in one folder: its name, without one of ours.

    Example:
        >>> owner("rei_01_tokenising.ipynb"), owner("rei.zip"), owner("rei")
        ('rei', 'rei', 'rei')
    """
    stem = re.sub(r"(?:\.ipynb|\.zip|\.json|\.txt)+$", "", name, flags=re.IGNORECASE) or name
    base = version_of(f"{stem}.x")[0][: -len(".x")]
    for ours in _stems():
        match = re.fullmatch(rf"(.+?)[ _-]+{re.escape(ours)}", base, re.IGNORECASE | re.DOTALL)
        if match:
            return match[1]
    match = re.fullmatch(r"(.+?)[ _-]+newsbook-handin", base, re.IGNORECASE | re.DOTALL)
    return match[1] if match else stem


@cache
def _stems() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in pristine_folder().glob("*.ipynb")))
