"""What a class has handed in, read: any folder, zip file or learning platform's download.

Nothing of it is run, and nothing is written. Whatever the bytes are, a student gets a `Submission`,
with a sentence for each thing that was odd. Time and memory for one submission are bounded by
counts and sizes, looked at before anything is read (`trees.py`, `workbook/salvage.py`).
"""

from newsbook.grading.intake.cells import Answers, answers_in
from newsbook.grading.intake.classes import submissions

__all__ = ["Answers", "answers_in", "submissions"]
