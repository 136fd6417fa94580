"""Pages of feedback as a learning platform takes them back.

**Moodle** (*Assignment → View all submissions → Upload multiple feedback files in a zip*) wants
each file in a folder called as in its own download, ``Ito Rei_12345_assignsubmission_file_``. Of
that it reads what stands between the underscores: the participant's number and the plugin
(``assign/feedback/file/importziplib.php``). So a name's own underscores are left out.

**Canvas** takes files back only under the names of those that were handed in, and shows them under
these names (``Assignment#infer_comment_context_from_filename``): a page would be called a zip file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from newsbook.grading.model import Graded

__all__ = ["PAGE", "for_moodle"]

PAGE = "newsbook_feedback.html"
"""What a student's page is called in Moodle."""


def for_moodle(graded: Sequence[Graded], pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the zip that Moodle takes.

    Args:
        graded: The submissions.
        pages: For each student's id, the page.

    Returns:
        For each name in the zip file, a page; nothing for who did not come from Moodle.

    Example:
        >>> from newsbook.grading.model import Submission
        >>> place = "Ito_Rei_12_assignsubmission_file_"
        >>> rei = Graded(Submission("12", place, name="Ito_Rei"), {})
        >>> list(for_moodle([rei, Graded(Submission("kim", "kim.zip"), {})], {"12": b"<p>"}))
        ['Ito Rei_12_assignsubmission_file_/newsbook_feedback.html']
    """
    files = {}
    for one in graded:
        student, place = one.submission.student, one.submission.place
        # A second hand-in under the same number has another id, `12 (2)`, and no folder in Moodle.
        if re.fullmatch(r"[0-9]{1,18}", student) and f"_{student}_assignsubmission_" in place:
            name = " ".join(re.sub(r"[_/\\]", " ", one.submission.name).split()) or "student"
            files[f"{name}_{student}_assignsubmission_file_/{PAGE}"] = pages[student]
    return files
