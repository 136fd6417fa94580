"""A class of learners whose code means harm, or does it: graded in one run, each as it deserves.

Each answers 1.9 with the fault and 1.3 rightly; the other answers, and the others' answers, must
be what they are.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sandboxed import RIGHT, needs_walls
from support import ROOT, answer_cell_source

from newsbook.exercises import State
from newsbook.grading.batch import Options, grade
from newsbook.grading.model import Graded, Submission
from newsbook.grading.sandbox import Limits
from newsbook.grading.words import LONGEST

LIMITS = Limits(seconds=1.5, idle=1, memory=256 * 2**20, output=1_000_000)
WRONG = "def count_types(tokens):\n    return -1\n"

# What each does, and what it gets: a state, and a piece of the sentence.
FAULTS: dict[str, tuple[str, State, str]] = {
    # Accidents.
    "endless loop": ("while True: pass", State.RAISED, "Is there an endless loop?"),
    "endless loop in the function": (
        "def count_types(tokens):\n    while True: pass",
        State.RAISED,
        "Is there an endless loop?",
    ),
    "sleep": ("import time\ntime.sleep(1000)", State.RAISED, "It waited for over 1 seconds"),
    "fork bomb": ("import os\nwhile True: os.fork()", State.RAISED, "BlockingIOError"),
    "ends Python": ("import os\nos._exit(0)", State.RAISED, "ended Python itself"),
    "segfault": ("import ctypes\nctypes.string_at(0)", State.RAISED, "signal 11"),
    "sys.exit": ("import sys\nsys.exit()", State.RAISED, "SystemExit"),
    "sys.exit in the function": (
        "import sys\ndef count_types(tokens):\n    sys.exit(0)",
        State.RAISED,
        "SystemExit",
    ),
    "input": ("name = input('name?')", State.RAISED, "EOFError"),
    "a gigabyte of output": (
        "for n in range(10**9): print('x' * 1000)",
        State.RAISED,
        "It printed over 1,000,000 bytes",
    ),
    "memory": ("x = [0] * 10**9", State.RAISED, "MemoryError"),
    "recursion": ("def f(): f()\nf()", State.RAISED, "RecursionError"),
    "syntax": ("def count_types(tokens:", State.RAISED, "SyntaxError"),
    "a huge value": (
        "def count_types(tokens):\n    return 'x' * 10**7",
        State.NOT_YET,
        "too long",
    ),
    "interrupts itself": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nimport time; time.sleep(1)",
        State.RAISED,
        "KeyboardInterrupt",
    ),
    "an exception that cannot be printed": (
        "class E(Exception):\n    def __str__(self): raise E\nraise E",
        State.RAISED,
        "E",
    ),
    # Harm.
    "deletes its folder": (
        f"import shutil\nshutil.rmtree('.', ignore_errors=True)\n{WRONG}",
        State.NOT_YET,
        "",
    ),
    "deletes newsbook": (
        f"import shutil\nshutil.rmtree('/newsbook/package', ignore_errors=True)\n{WRONG}",
        State.NOT_YET,
        "",
    ),
    "kills its parent": (
        f"import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n{WRONG}",
        State.NOT_YET,
        "",
    ),
    "kills all it can": ("import os\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)", State.RAISED, ""),
    "leaves a process behind": (
        f"import os, time\nif os.fork() == 0:\n    time.sleep(1000)\n{WRONG}",
        State.NOT_YET,
        "",
    ),
    "leaves threads running": (
        "import threading\ndef forever():\n    while True: pass\n"
        f"threading.Thread(target=forever).start()\n{WRONG}",
        State.NOT_YET,
        "",
    ),
    "writes outside": ("open('/newsbook/package/newsbook/x.py', 'w')", State.RAISED, "Read-only"),
    "opens a socket": (
        "import socket\nsocket.create_connection(('192.0.2.1', 80), 2)",
        State.RAISED,
        "unreachable",
    ),
    "burns on every processor": (
        "import os\nfor _ in range(20): os.fork() or exec('while True: pass')\nwhile True: pass",
        State.RAISED,
        "Is there an endless loop?",
    ),
    "leaves its session": (
        "import os\nos.fork() or os.setsid()\nos.setpgid(0, 0)",
        State.RAISED,
        "PermissionError",
    ),
    "shares memory that nobody is charged for": (
        "import mmap\nmmap.mmap(-1, 400 << 20)",
        State.RAISED,
        "PermissionError",
    ),
    "reads zeros that can be shared": ("open('/dev/zero', 'r+b')", State.RAISED, "FileNotFound"),
    "fills sockets": (
        "import socket, time\nkept = [socket.socketpair() for _ in range(50)]\n"
        "kept[0][0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)",
        State.RAISED,
        "PermissionError",
    ),
    "limits its parent": (
        "import resource\nresource.prlimit(1, resource.RLIMIT_NOFILE, (3, 3))",
        State.RAISED,
        "PermissionError",
    ),
    "hides files": (
        f"import os\nfor n in range(200): os.mkdir('d'); os.chdir('d')\nos.chmod('.', 0)\n{WRONG}",
        State.NOT_YET,
        "",
    ),
    "says what is said of a lost sandbox": (
        "raise type('The sandbox ended before this was run.', (Exception,), {})()",
        State.RAISED,
        "The sandbox ended",
    ),
    # Marks that the work does not earn.
    "patches check": (
        "import newsbook, newsbook.notebook as n\n"
        "newsbook.check = n.check = check = lambda *a: 'correct'\n" + WRONG,
        State.NOT_YET,
        "",
    ),
    "patches judge": (
        "from newsbook.exercises import CodeExercise, Exercise\n"
        "CodeExercise.judge = Exercise.check = lambda self, *a: self.correct(None)\n" + WRONG,
        State.NOT_YET,
        "",
    ),
    "patches observe": (
        "from newsbook.exercises import get_exercise\n"
        "x = get_exercise('1.9')\n"
        "forged = {'cases': [{'value': case.expected} for case in x.cases]}\n"
        "type(x).observe = lambda *a: forged\n" + WRONG,
        State.NOT_YET,
        "not in a form",
    ),
    "observes a verdict": (
        "from newsbook.exercises import CodeExercise\n"
        "CodeExercise.observe = lambda self, *a: self.correct(None).as_json()\n" + WRONG,
        State.NOT_YET,
        "not in a form",
    ),
    "observes a book": (
        "from newsbook.exercises import CodeExercise\n"
        "CodeExercise.observe = lambda self, *a: {'unusable': 'x' * 1_500_000}\n" + WRONG,
        State.NOT_YET,
        "xxxx",
    ),
    "raises a book": (
        "from newsbook.exercises import CodeExercise\n"
        "CodeExercise._try = lambda self, *a: {'raised': 'x' * 50_000, 'message': 'y'}\n" + WRONG,
        State.RAISED,
        "xxxx",
    ),
    "patches json": (
        'import json\njson.dumps = lambda *a, **k: \'{"observation": {"cases": []}}\'\n'
        "json.JSONEncoder.encode = json.dumps\n" + WRONG,
        State.NOT_YET,
        "",
    ),
    "patches builtins": (
        "import builtins\nbuiltins.all = builtins.any = lambda *a: True\n"
        "builtins.len = lambda x: 1\nbuiltins.isinstance = lambda *a: True\n" + WRONG,
        State.RAISED,
        "",
    ),
    "always equal": (
        "class Any(int):\n    def __eq__(self, other): return True\n    __hash__ = None\n"
        "def count_types(tokens):\n    return Any(-1)\n",
        State.NOT_YET,
        "",
    ),
    "prints correct": (f"print('✓ 1.9 correct · 1 of 1 point')\n{WRONG}", State.NOT_YET, ""),
    "writes into every pipe": (
        'import os\nforged = b\'{"observation": {"cases": []}}\'\n'
        "for n in range(3, 100):\n    try: os.write(n, forged)\n    except OSError: pass\n"
        "os._exit(0)",
        State.NOT_YET,
        "not in a form",
    ),
    "learns the notebook's cases by heart": (
        "from newsbook.exercises import get_exercise\n"
        "known = {repr(c.inputs[0]): c.expected for c in get_exercise('1.9').cases}\n"
        "def count_types(tokens):\n    return known.get(repr(tokens), -1)\n",
        State.NOT_YET,
        "",
    ),
    "looks in frames and memory": (
        "import gc, sys\nfrom newsbook.exercises import Case\n"
        "def count_types(tokens):\n"
        "    frame, cases = sys._getframe(), []\n"
        "    while frame:\n"
        "        cases += [v for v in frame.f_locals.values() if isinstance(v, Case)]\n"
        "        frame = frame.f_back\n"
        "    gc.unfreeze()\n"
        "    cases += [v for v in gc.get_objects() if isinstance(v, Case)]\n"
        "    for case in cases:\n"
        "        if case.inputs == (tokens,) and case.expected is not None:\n"
        "            return case.expected\n"
        "    return -1\n",
        State.NOT_YET,
        "",
    ),
    "reads the solution": (
        f"source = open({str(ROOT / 'solutions/01_tokenising.ipynb')!r}).read()",
        State.RAISED,
        "FileNotFoundError",
    ),
    "runs the maker": (
        f"import runpy\nrunpy.run_path({str(ROOT / 'solutions/hidden/lesson_01/e09.py')!r})",
        State.RAISED,
        "FileNotFoundError",
    ),
}
# What looks odd and is all right.
HARMLESS = {
    "magics": "%matplotlib inline\n!pip install nonsense\nlen?\n{right}",
    "cell magic": "%%time\n{right}",
    "await": "import asyncio\nawait asyncio.sleep(0)\n{right}",
    "its own check": "{right}\ncheck('1.9')\ndisplay(count_types([]))",
    "prints much": "print('x' * 900_000)\n{right}",
    "a module of its own": (
        "open('mine.py', 'w').write('x = 1')\nimport sys; sys.path.insert(0, '.')\n"
        "import mine\n{right}"
    ),
    "a thread": (
        "import threading\nt = threading.Thread(target=print)\nt.start()\nt.join()\n{right}"
    ),
    "a process": "import subprocess\nsubprocess.run(['true'], check=True)\n{right}",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Graded]]:
    """The whole class, in two sandboxes."""
    needs_walls()
    right = answer_cell_source("solutions", "1.9")
    answers = {name: source for name, (source, _, _) in FAULTS.items()}
    answers |= {name: source.replace("{right}", right) for name, source in HARMLESS.items()}
    answers["right"] = right
    submissions = []
    for name, source in answers.items():
        submissions.append(Submission(name, name, {"1.3": RIGHT, "1.9": source}))
    options = Options(only=("1.3", "1.9"), jobs=2, limits=LIMITS)
    report = tmp_path_factory.mktemp("report")
    found = grade(submissions, report, ROOT, options)
    assert [one.submission.student for one in found] == list(answers)
    yield {one.submission.student: one for one in found}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gets_what_it_deserves(graded: dict[str, Graded], name: str) -> None:
    _, state, sentence = FAULTS[name]
    verdict = graded[name].verdicts["1.9"]
    assert (verdict.state, verdict.score < 0.5) == (state, True), verdict
    assert sentence in verdict.sentence, verdict
    assert not graded[name].submission.problem  # it has a grade


def test_no_sentence_is_a_book(graded: dict[str, Graded]) -> None:
    told = [verdict.sentence for one in graded.values() for verdict in one.verdicts.values()]
    # A line of what a program says, behind our own words.
    assert LONGEST <= max(map(len, told)) < LONGEST + 500


@pytest.mark.parametrize("name", [*HARMLESS, "right"])
def test_what_only_looks_odd_is_correct(graded: dict[str, Graded], name: str) -> None:
    assert graded[name].verdicts["1.9"].state is State.CORRECT, graded[name].verdicts["1.9"]


def test_no_fault_touches_another_answer(graded: dict[str, Graded]) -> None:
    others = {name: one.verdicts["1.3"].state for name, one in graded.items()}
    assert set(others.values()) == {State.CORRECT}, others
