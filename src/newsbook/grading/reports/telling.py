"""What an instructor is told of a hand-in, made fit for the student whose it is."""

from __future__ import annotations

import re

from newsbook.grading.model import Submission

__all__ = ["notes_for_student", "shortened", "told_to_student"]

# What the student can do nothing about, or need not.
_NOT_THEIRS = re.compile(
    r"Not looked at: |It was handed in with newsbook |Another hand-in is called "
    r"|The answer to [\d.]+ (?:uses|holds|has) .*: look at it yourself\.$"
    r"|.* does not say which newsbook made the hand-in\.$|[\d,]+ more notes were left out\.$",
    re.DOTALL,
)
_PATH = "\0"
# A folder or a zip file in a path; none goes on behind a file's name that ends the path.
_FOLDERS = re.compile(r"\0+(?:(?:(?!\.\w{1,6}[ ,;:.])[^/\0])+/)*")


def notes_for_student(one: Submission) -> list[str]:
    """The notes on a hand-in that concern its student, with the names that the student knows.

    Example:
        >>> note = "Rei_5_assignsubmission_file_/a.zip/b.ipynb has no answer cells of ours."
        >>> notes_for_student(Submission("5", "", notes=(note, "Not looked at: x."), name="Rei"))
        ['b.ipynb has no answer cells of ours.']
    """
    told = [told_to_student(note, one) for note in one.notes if not _NOT_THEIRS.match(note)]
    return list(dict.fromkeys(told))


def shortened(one: Submission, told: str) -> str:
    """A note on a hand-in, or its problem, without what a platform put before every file's name.

    Args:
        one: The hand-in.
        told: The sentence.

    Example:
        >>> note = "itorei_LATE_5_9077_b.ipynb has no answer cells of ours."
        >>> shortened(Submission("5", "", name="itorei"), note)
        'b.ipynb has no answer cells of ours.'
        >>> folder = "Rei Ito_5_assignsubmission_file_ holds no answers of ours."
        >>> shortened(Submission("5", "", name="Rei Ito"), folder)
        'The hand-in holds no answers of ours.'
        >>> hidden = "Not looked at: Rei Ito_5_assignsubmission_file_/.git/a."
        >>> shortened(Submission("5", "", name="Rei Ito"), hidden)
        'Not looked at: .git/a.'
    """
    if not one.name:
        return told
    told = re.sub(f"{_made(one.name)}(?=[ ,;:]|\\.?$)", "the hand-in", told)
    told = re.sub(_made(one.name), "", told)
    return told[:1].upper() + told[1:] if told.startswith("the hand-in") else told


def _made(name: str) -> str:
    """What Moodle and Canvas put before a file's name, or call a folder."""
    return rf"{re.escape(name)}_(?:LATE_)?\d+_(?:assignsubmission_[a-z]+_?/?|\d+_)"


def told_to_student(sentence: str, one: Submission) -> str:
    """A sentence on a hand-in without the instructor's folders and what is for the instructor.

    Args:
        sentence: A note or the problem of a submission.
        one: The submission.
    """
    told = sentence.replace(_PATH, "").replace(": look at it yourself.", ".")
    if one.name:
        # What Moodle and Canvas put before a file's name, or call a folder.
        made = rf"{re.escape(one.name)}_(?:LATE_)?\d+_(?:assignsubmission_[a-z]+_?|\d+_)"
        told = re.sub(rf"{made}(?=[ ,;:.]|$)", "your hand-in", told)
        told = re.sub(rf"{made}/?", _PATH, told)
    for place in (one.place, *re.sub(r" and \d+ more$", "", one.place).split(", ")):
        if place:
            told = told.replace(f"{place}/", _PATH)
    told = _FOLDERS.sub("", told)
    # Two files that the student called the same.
    told = re.sub(r"\bin (\S+) and in \1(?=[;,. ])", r"in two files called \1", told)
    told = re.sub(
        r"^(.+) is an older copy: \1 counts", r"Of two files called \1 the newer counts", told
    )
    told = re.sub(
        r"^(\S+)(?:, \1)? and (?:\1|\d+ more) are older copies: \1 counts",
        r"Of the files called \1 the newest counts",
        told,
    )
    return told[:1].upper() + told[1:] if told.startswith("your hand-in") else told
