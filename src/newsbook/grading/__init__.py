"""Grading a class: submissions are read, run where they can do no harm, and judged outside.

`model` has what goes from step to step. Nothing loads before it is used: the process in which
learners' code runs imports from here, too.
"""
