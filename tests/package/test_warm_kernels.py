"""Kernels that are forks: they show what kernels show, and can be stopped as kernels can."""

import json
import re
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager

from newsbook.workbook.execute import steady_environment
from newsbook.workbook.kernels import _Specs, transport
from newsbook.workbook.warm import WarmProvisioner, available
from newsbook.workbook.warm.client import SWITCH, Fork
from newsbook.workbook.warm.provisioner import ADDRESS, kernel_zygote

pytestmark = pytest.mark.skipif(not available(), reason="this system does not fork, or is told not")

SECONDS = 60


class Kernel:
    """A kernel and its client."""

    def __init__(self, folder, specs):
        self.manager = KernelManager(
            kernel_name=CURRENT_ENV_KERNEL_NAME, kernel_spec_manager=specs, **transport(folder)
        )
        self.manager.start_kernel(cwd=str(folder), stderr=subprocess.DEVNULL)
        self.connect()

    def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(SECONDS)

    @property
    def process(self):
        return self.manager.provisioner.process

    def run(self, source):
        """What a cell shows: streams, values and errors, in order, without ids."""
        shown = []

        def hear(message):
            content = dict(message["content"])
            if message["msg_type"] in ("stream", "execute_result", "error", "display_data"):
                content.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
                if "text" in content:  # a warning names a file after the kernel's pid
                    content["text"] = re.sub(r"ipykernel_\d+", "ipykernel_N", content["text"])
                shown.append([message["msg_type"], content])

        reply = self.client.execute_interactive(
            source, output_hook=hear, timeout=SECONDS, allow_stdin=False
        )
        return reply["content"]["status"], shown

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel():
    """Start kernels, warm ones or as ever; stopped at the end."""
    made = []
    with steady_environment() as scratch:

        def start(*, warm=True, folder=scratch):
            made.append(Kernel(folder, _Specs() if warm else NbvalKernelspecManager()))
            assert isinstance(made[-1].process, Fork if warm else subprocess.Popen)
            return made[-1]

        yield start
        for one in made:
            one.stop()


CELLS = [
    # What a program sees of the process that it runs in.
    "import os, sys, signal, threading, locale, warnings\n"
    "print(sys.path, sys.flags, sys.executable, __name__, sorted(globals()))\n"
    "print([os.path.basename(part) for part in sys.argv[:2]], len(sys.argv), os.getcwd())\n"
    "print(sys.stdout.encoding, sys.__stdout__.encoding, sys.stdin, sys.stdout.isatty())\n"
    "print(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGCHLD), os.umask(0))\n"
    "print(sorted(type(t).__name__ for t in threading.enumerate()), locale.getlocale())\n"
    # A warm kernel has no debugger, whose variable this is.
    "print(sorted({*os.environ} - {'PYDEVD_USE_FRAME_EVAL'}), hash('who'))\n"
    "print(sys.getrecursionlimit(), sys.gettrace(), sys.excepthook.__name__)",
    "type(get_ipython()), get_ipython().kernel.implementation, get_ipython().execution_count",
    "from newsbook import *\nfrom newsbook.text import *\nimport re, nltk, ipywidgets\n"
    "article = Article.load('nato_seoul'); print(article.text[:50])",
    "sorted(name for name, value in vars(newsbook.text).items() if callable(value))"
    " if 'newsbook' in globals() else sorted(globals())[:9]",
    "nltk_tokens('It’s here.'), split_sentences('He came. He saw.'), tag_entities('NATO in Seoul')",
    "frequency_chart({'a': 1})",
    "import plotly.io, plotly.graph_objects as go\n"
    "print(plotly.io.renderers.default)\ngo.Figure(go.Bar(y=[1])).to_plotly_json()['data']",
    "ask('1.4')",
    "box = ipywidgets.IntSlider(3); box",
    "sorted(get_ipython().kernel.comm_manager.targets)",
    "# answer: 1.9\ncount_types(",
    "check('1.9')",
    "1 / 0",
    "import warnings; warnings.warn('beware')",
    "raise SystemExit(3)",
    "open('no such file')",
    "print('still', 'here', file=sys.stderr)",
]


def test_a_warm_kernel_shows_what_a_cold_one_shows(kernel):
    """Word for word: a notebook's stored outputs must not depend on how its kernel started."""
    cold, warm = kernel(warm=False), kernel()
    for source in CELLS:
        # Both have run as many cells.
        assert warm.run(source) == cold.run(source), source


def test_an_endless_loop_can_be_interrupted(kernel):
    one = kernel()
    sent = one.client.execute("print('on', flush=True)\nwhile True: pass")
    while one.client.get_iopub_msg(SECONDS)["msg_type"] != "stream":
        pass
    one.manager.interrupt_kernel()
    while True:
        reply = one.client.get_shell_msg(SECONDS)
        if reply["parent_header"].get("msg_id") == sent:
            break
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert one.run("1 + 1")[0] == "ok"


def test_a_kernel_that_ends_itself_is_seen_to_and_starts_again(kernel):
    one = kernel()
    first = one.process.pid
    one.run("word = 'kept?'")
    one.client.execute("import os; os._exit(3)")
    end = time.monotonic() + SECONDS
    while one.manager.is_alive() and time.monotonic() < end:
        time.sleep(0.02)
    assert not one.manager.is_alive()
    one.client.stop_channels()
    one.manager.restart_kernel(now=True)
    one.connect()
    assert one.process.pid != first
    (_, content) = one.run("word")[1][0]
    assert content["ename"] == "NameError"


def test_it_stops_when_it_is_asked_and_when_it_is_told(kernel):
    for now in (False, True):
        one = kernel()
        pid = one.process.pid
        one.client.stop_channels()
        one.manager.shutdown_kernel(now=now)
        end = time.monotonic() + SECONDS
        while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
            time.sleep(0.02)
        assert not Path(f"/proc/{pid}").exists()
        one.stop = lambda: None


def test_a_module_beside_the_notebook_is_imported_as_ever(kernel, tmp_path):
    """Where a learner's own file bears a name that is imported already, the kernel is no fork."""
    (tmp_path / "filelock.py").write_text("mine = 5")
    (tmp_path / "mine.py").write_text("mine = 6")
    one = kernel(folder=tmp_path)
    status, shown = one.run("import filelock, mine; print(filelock.mine, mine.mine)")
    assert (status, shown[0][1]["text"]) == ("ok", "5 6\n")
    assert one.run("import sys; 'nltk' in sys.modules")[1][0][1]["data"]["text/plain"] == "False"


def test_answers_are_beside_the_notebook(kernel, tmp_path, monkeypatch):
    """Each kernel's own folder holds them, and not the one that its zygote was started in."""
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        one = kernel(folder=folder)
        source = (
            "import os\ndel os.environ['NEWSBOOK_ANSWERS']\nfrom newsbook import ask\n"
            "from newsbook.answers import answers_folder\nos.chdir('/')\nprint(answers_folder())"
        )
        assert one.run(source)[1][0][1]["text"] == f"{folder / 'answers'}\n"


def test_it_is_turned_off_by_a_variable(kernel, monkeypatch):
    monkeypatch.setenv(SWITCH, "0")
    with steady_environment() as scratch:
        one = Kernel(scratch, _Specs())
        try:
            assert isinstance(one.process, subprocess.Popen)
        finally:
            one.stop()


def test_a_lent_zygote_that_has_gone_is_replaced(kernel, monkeypatch):
    monkeypatch.setenv(ADDRESS, "/no/such/socket")
    one = kernel()
    assert isinstance(one.manager.provisioner, WarmProvisioner)
    assert (
        one.run(f"import os; {ADDRESS!r} in os.environ")[1][0][1]["data"]["text/plain"] == "False"
    )


def look_at(module):
    """What is there once a zygote has imported a module: what must not be there before a fork."""
    source = (
        # What asks for the folder, or for the process, while it is imported keeps the zygote's.
        "import os, sys\nasked, getcwd, getpid = set(), os.getcwd, os.getpid\n"
        "def by():\n"
        "    frame = sys._getframe(2)\n"
        "    while frame.f_code.co_name != '<module>' and frame.f_back: frame = frame.f_back\n"
        "    asked.add(frame.f_globals['__name__'])\n"
        "os.getcwd = lambda: (by(), getcwd())[1]\n"
        "os.getpid = lambda: (by(), getpid())[1]\n"
        f"import {module}\n"
        "os.getcwd, os.getpid = getcwd, getpid\n"
        "import asyncio, json, threading, warnings, types\n"
        "warnings.simplefilter('ignore')\n"
        "import zmq\n"
        "from ipykernel.kernelapp import IPKernelApp\n"
        "print(json.dumps({'context': zmq.Context._instance is not None,\n"
        "  'loop': asyncio.get_event_loop_policy()._local._loop is not None,\n"
        "  'threads': threading.active_count(), 'kernel': IPKernelApp.initialized(),\n"
        "  'modules': sorted(sys.modules), 'asked': sorted(asked),\n"
        "  'hidden': [f'{n}.{k}' for n, m in sorted(sys.modules.items())\n"
        "    if n.startswith('newsbook.') for k in getattr(m, '__all__', ())\n"
        "    if '_HOMES' in vars(m) and isinstance(vars(m).get(k), types.ModuleType)]}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    return types.SimpleNamespace(**json.loads(done.stdout))


def test_nothing_runs_in_the_zygote():
    seen = look_at("newsbook.workbook.warm.imports")
    assert (seen.context, seen.loop, seen.threads, seen.kernel) == (False, False, 1, False)
    modules = set(seen.modules)
    assert not [name for name in modules if name.startswith(("debugpy", "plotly.io", "numpy"))]
    # What looks at the kernel when it is imported, and what no lesson imports.
    left = {"newsbook.notebook", "newsbook.cli", "newsbook.pytest_plugin", "nbval", "pytest"}
    assert not left & modules
    assert {"nltk", "ipywidgets", "anywidget", "plotly", "newsbook.widgets.choice"} <= modules
    # The fork tells the first where it is; the others look whether they are in a fork.
    told = {"newsbook.answers.store"}
    assert {name for name in seen.asked if not name.startswith("filelock")} == told
    assert seen.hidden == [], "a module took the place of a function of its name"


def test_the_zygote_of_kernels_has_one_thread(kernel):
    kernel()
    zygote = kernel_zygote()
    assert len(list(Path(f"/proc/{zygote.pid}/task").iterdir())) == 1
