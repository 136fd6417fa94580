"""Forks of a warm process: they leave nothing behind, and are what a new process would be."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsbook.workbook.warm import Fork, NoFork, Zygote, available
from newsbook.workbook.warm.client import SWITCH, ask

pytestmark = pytest.mark.skipif(not available(), reason="this system does not fork, or is told not")

ENDS = 30.0
"""Seconds in which what is to end has ended, on a busy machine."""


@pytest.fixture(scope="module")
def zygote():
    made = Zygote(["json", "random", "tempfile"])
    yield made
    made.close()


def run(zygote, source, folder, **options):
    """Run a program in a fork; its exit code and what it printed."""
    path = folder / "said"
    with path.open("w+b") as said, Path(os.devnull).open() as nothing:
        fork = zygote.fork(
            "builtins:exec",
            [source, {}],
            folder=folder,
            streams=(nothing.fileno(), said.fileno(), said.fileno()),
            **options,
        )
        code = fork.wait(ENDS)
        fork.close()
        said.seek(0)
        return code, said.read().decode()


def lives(pid):
    """Whether a process is there; one that has ended and is not waited for is not."""
    with contextlib.suppress(OSError), Path(f"/proc/{pid}/stat").open() as stat:
        return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    return False


def gone(*pids):
    """Wait until they have ended."""
    end = time.monotonic() + ENDS
    while any(map(lives, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(map(lives, pids))


def test_a_fork_is_what_was_asked_for(zygote, tmp_path):
    source = (
        "import os, sys\n"
        "print(os.getcwd(), os.environ['WORD'], 'HOME' in os.environ, sys.stdin.read() == '')\n"
        "print(os.getsid(0) == os.getpid(), sorted(os.listdir('/proc/self/fd'))[:3])\n"
        "print(len(os.listdir('/proc/self/fd')), len(os.listdir('/proc/self/task')))\n"
        "sys.exit(7)"
    )
    kept = {name: text for name, text in os.environ.items() if name.startswith(("PY", "L"))}
    code, said = run(zygote, source, tmp_path, environment={**kept, "WORD": "so"})
    assert code == 7
    # The fourth descriptor is the folder that is being listed.
    assert said.splitlines() == [
        f"{tmp_path} so False True",
        "True ['0', '1', '2']",
        "4 1",
    ]


def test_what_a_fork_raises_is_told_and_the_zygote_goes_on(zygote, tmp_path):
    code, said = run(zygote, "1 / 0", tmp_path)
    assert code == 1
    assert said.splitlines()[-1] == "ZeroDivisionError: division by zero"
    assert run(zygote, "print('on')", tmp_path) == (0, "on\n")


def test_signals_and_waiting(zygote, tmp_path):
    fork = zygote.fork("time:sleep", [100], folder=tmp_path)
    assert fork.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        fork.wait(0.05)
    fork.terminate()
    assert fork.wait(ENDS) == -signal.SIGTERM
    assert fork.poll() == fork.returncode == -signal.SIGTERM
    fork.kill()  # there is nobody any more
    # Its pid is its own until it is let go.
    assert Path(f"/proc/{fork.pid}").exists()
    fork.close()
    assert gone(fork.pid)


POISON = """
import builtins, gc, json, locale, logging, os, random, resource, signal, sys, tempfile, threading
import time, warnings
random.seed(1), random.random()
random.randint = lambda a, b: 4
json.dumps = lambda value: "poisoned"
builtins.poison = sys.poison = True
sys.modules["math"] = sys.modules["textwrap"] = None
sys.path.insert(0, "/poison"), sys.argv.append("poison")
os.environ.update(POISON="1", HOME="/poison", PYTHONHASHSEED="5")
os.chdir("/"), os.umask(0o777)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
signal.signal(signal.SIGINT, signal.SIG_IGN), signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.setrecursionlimit(300), sys.setswitchinterval(1), gc.disable()
warnings.simplefilter("error"), logging.getLogger().addHandler(logging.NullHandler())
tempfile.tempdir = "/poison"
sys.stdout.write("poisoned and not flushed")
open(os.path.join(FOLDER, "left"), "w").write("a file")
threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
os.close(0)
builtins.len = lambda value: 0
os._exit(5)
"""
LOOK = """
import gc, json, logging, math, os, random, resource, signal, sys, tempfile, textwrap, threading
import builtins, warnings
mask = os.umask(0)
print(json.dumps({
    "random": random.randint.__name__, "len": len("abc"), "names": sorted(vars(builtins)),
    "sys": hasattr(sys, "poison"), "modules": sorted(sys.modules), "path": sys.path,
    "argv": sys.argv, "environment": dict(os.environ), "cwd": os.getcwd(), "mask": mask,
    "files": resource.getrlimit(resource.RLIMIT_NOFILE),
    "signals": [str(signal.getsignal(n)) for n in sorted(signal.valid_signals())],
    "limit": sys.getrecursionlimit(), "gc": gc.isenabled(), "switch": sys.getswitchinterval(),
    "filters": [str(f) for f in warnings.filters], "handlers": len(logging.getLogger().handlers),
    "temporary": tempfile.gettempdir(), "threads": threading.active_count(),
    "descriptors": len(os.listdir("/proc/self/fd")), "hash": hash("abc"),
}))
"""


def test_nothing_leaks_from_one_fork_to_the_next(zygote, tmp_path):
    _, before = run(zygote, LOOK, tmp_path)
    code, _ = run(zygote, f"FOLDER = {str(tmp_path)!r}\n{POISON}", tmp_path)
    assert code == 5
    assert (tmp_path / "left").read_text() == "a file", "the poison was taken"
    _, after = run(zygote, LOOK, tmp_path)
    assert json.loads(after) == json.loads(before)
    assert json.loads(before)["len"] == 3


def test_each_fork_has_random_numbers_of_its_own(zygote, tmp_path):
    source = "import random, uuid; print(random.random(), uuid.uuid4())"
    assert len({run(zygote, source, tmp_path)[1] for _ in range(4)}) == 4


def test_hashing_is_as_the_zygote_was_told(tmp_path):
    kept = {**os.environ, "PYTHONHASHSEED": "7"}
    made = Zygote([], kept)
    try:
        _, said = run(made, "print(hash('who said what'))", tmp_path, environment=kept)
    finally:
        made.close()
    cold = subprocess.run(
        [sys.executable, "-c", "print(hash('who said what'))"],
        env=kept, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said == cold.stdout


def test_a_fork_that_would_differ_is_refused_or_is_no_fork(zygote, tmp_path):
    other = {**os.environ, "PYTHONHASHSEED": "8"}
    with pytest.raises(NoFork, match="PYTHONHASHSEED"):
        zygote.fork("builtins:print", folder=tmp_path, environment=other)
    command = [sys.executable, "-c", "import sys; sys.exit(40 + ('newsbook' in sys.modules))"]
    fork = zygote.fork("builtins:print", folder=tmp_path, environment=other, otherwise=command)
    assert fork.wait(ENDS) == 40
    fork.close()
    # A module in its folder that has been imported from elsewhere.
    (tmp_path / "random.py").write_text("")
    fork = zygote.fork("builtins:print", folder=tmp_path, otherwise=command)
    assert fork.wait(ENDS) == 40
    fork.close()
    (tmp_path / "random.py").rename(tmp_path / "mine.py")
    fork = zygote.fork("sys:exit", [3], folder=tmp_path, otherwise=command)
    assert fork.wait(ENDS) == 3
    fork.close()


def test_closing_a_fork_ends_it_and_what_it_started(zygote, tmp_path):
    source = (
        "import os, subprocess, time\n"
        "child = subprocess.Popen(['sleep', '100'])\n"
        "open('pids', 'w').write(f'{os.getpid()} {child.pid}\\n')\n"
        "time.sleep(100)"
    )
    fork = zygote.fork("builtins:exec", [source, {}], folder=tmp_path)
    pids = written(tmp_path / "pids")
    assert pids[0] == fork.pid and all(map(lives, pids))
    fork.close()
    assert gone(*pids)


def written(path):
    """The numbers in a file, as soon as its line is whole."""
    end = time.monotonic() + ENDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            text = path.read_text()
            if text.endswith("\n"):
                return [int(word) for word in text.split()]
        time.sleep(0.02)
    raise AssertionError(f"{path} was not written")


@pytest.mark.parametrize("victim", ["owner", "zygote", "asker"])
def test_nobody_outlives_those_that_it_works_for(victim, tmp_path):
    """Killed with -9, so that nobody has the time to tidy up."""
    owner = (
        "import os, subprocess, sys, time\n"
        "from newsbook.workbook.warm import Zygote\n"
        "zygote = Zygote([])\n"
        "fork = zygote.fork('time:sleep', [100], folder='/')\n"
        "asker = subprocess.Popen([sys.executable, '-c', sys.argv[1], str(zygote.address)])\n"
        "open('owner', 'w').write(f'{os.getpid()} {zygote.pid} {fork.pid}\\n')\n"
        "time.sleep(100)"
    )
    asker = (
        "import os, sys, time\n"
        "from newsbook.workbook.warm.client import ask\n"
        "fork = ask(sys.argv[1], 'time:sleep', [100], folder='/')\n"
        "open('asker', 'w').write(f'{os.getpid()} {fork.pid}\\n')\n"
        "time.sleep(100)"
    )
    first = subprocess.Popen([sys.executable, "-c", owner, asker], cwd=tmp_path)
    try:
        ours, zygote, fork = written(tmp_path / "owner")
        other, its_fork = written(tmp_path / "asker")
        assert all(map(lives, (ours, zygote, fork, other, its_fork)))
        os.kill({"owner": ours, "zygote": zygote, "asker": other}[victim], signal.SIGKILL)
        if victim == "asker":
            assert gone(its_fork)
            assert lives(fork) and lives(zygote)
        else:
            assert gone(zygote, fork, its_fork)
    finally:
        first.kill()
        first.wait()
        with contextlib.suppress(OSError, NameError, UnboundLocalError):
            os.kill(other, signal.SIGKILL)


def test_a_zygote_that_does_not_come_up_is_said(tmp_path):
    made = Zygote(["no_such_module"])
    with pytest.raises(NoFork, match="does not answer"):
        made.fork("builtins:print", folder=tmp_path)
    # Its end of the socket goes a moment before it does.
    made._process.wait(10)
    assert made.alive() is False
    made.close()
    assert not made.address.parent.exists()


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"\n", b"{\n", b"[]\n", b'{"target": "os:system"}\n',
        b'{"target": 1, "arguments": [], "folder": "/", "environment": {}, "otherwise": []}\n',
        b'{"target": "a", "arguments": [], "folder": "/", "environment": {"A": 1}, '
        b'"otherwise": []}\n',
    ],
)  # fmt: skip
def test_what_is_no_job_is_refused(zygote, tmp_path, sent):
    with socket.socket(socket.AF_UNIX) as link, Path(os.devnull).open() as nothing:
        link.connect(str(zygote.address))
        socket.send_fds(link, [sent or b" "], [nothing.fileno()] * 3)
        link.shutdown(socket.SHUT_WR)
        assert b"refused" in link.recv(4096)
    assert run(zygote, "print('on')", tmp_path) == (0, "on\n")


def test_a_folder_that_is_not_there_is_refused(zygote, tmp_path):
    with pytest.raises(NoFork, match="FileNotFoundError"):
        zygote.fork("builtins:print", folder=tmp_path / "nowhere")


def test_it_can_be_turned_off(monkeypatch):
    monkeypatch.setenv(SWITCH, "0")
    assert not available()
    with pytest.raises(NoFork, match="turned off"):
        Zygote([])


def test_nobody_else_reaches_the_socket(zygote):
    assert zygote.address.parent.stat().st_mode & 0o077 == 0
    with pytest.raises(NoFork):
        ask(zygote.address.with_name("none"), "builtins:print", folder="/")
    assert isinstance(zygote.fork("builtins:print", ["x"], folder="/"), Fork)
