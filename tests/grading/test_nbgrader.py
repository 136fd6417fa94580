"""Real nbgrader takes the solutions as they are, and its scores are ours."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock
from support import ROOT, answer_cell_source, set_answer, solved_copy

from newsbook.exercises import get_exercise
from newsbook.grading.batch import Options, grade
from newsbook.grading.intake import submissions
from newsbook.grading.sandbox import missing_protections
from newsbook.workbook.checking import check_workbook
from newsbook.workbook.notebooks import answer_cells, read_notebook

pytestmark = [pytest.mark.xdist_group("sandbox"), pytest.mark.timeout(600)]

NOTEBOOK = "01_tokenising.ipynb"
REQUIREMENTS = Path(__file__).with_name("nbgrader-requirements.txt")
CONFIG = """
from newsbook.grading.nbgrader import configure
c = get_config()
configure(c)
c.CourseDirectory.course_id = "newsbook"
"""
