"""What an instructor and a student get to see of a graded class.

`write` makes ``grades.csv``, a page of feedback for each student and a report on the class. The
pages are single files that ask nothing of a network. Nothing here runs anything of a learner's, and
whatever came from one is text, bounded and escaped.
"""

from typing import TYPE_CHECKING

from newsbook.lazy import lazy_names

if TYPE_CHECKING:
    from newsbook.grading.reports.writing import FOR_MOODLE as FOR_MOODLE
    from newsbook.grading.reports.writing import remove_others as remove_others
    from newsbook.grading.reports.writing import write as write

_HOMES = {"FOR_MOODLE": "writing", "remove_others": "writing", "write": "writing"}

__all__ = list(_HOMES)
__getattr__, __dir__ = lazy_names(__name__, _HOMES)
