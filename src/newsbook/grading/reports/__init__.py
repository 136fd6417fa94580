"""What an instructor and a student get to see of a graded class.

`write` makes ``grades.csv``, a page of feedback for each student and a report on the class. The
pages are single files that ask nothing of a network. Nothing here runs anything of a learner's, and
whatever came from one is text, bounded and escaped.
"""

from newsbook.grading.reports.writing import write

__all__ = ["write"]
