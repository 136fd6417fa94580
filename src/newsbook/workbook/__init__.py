"""The workbook as files: building it, opening it, checking it, handing it in.

Of a lesson's cells only checks, the course map and the hand-in, in `newsbook.notebook`, reach in
here.
"""
