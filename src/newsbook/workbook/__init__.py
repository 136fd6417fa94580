"""The workbook as files: building it, opening it, checking it, handing it in.

Nothing here is imported by a lesson; `newsbook.notebook` reaches in for the hand-in alone.
"""
