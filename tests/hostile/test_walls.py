"""Every limit and every wall of the sandbox, each run into by a program that has to hit it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandboxed import CASE, RIGHT, SETUP, TELL, failure, found, needs_walls, run

from newsbook.exercises import get_exercise
from newsbook.grading.sandbox import Limits, Sandbox, Work
from newsbook.grading.sandbox.watching import Seen, Watch

ROOT = Path(__file__).resolve().parents[2]
MB = 2**20
LIMITS = Limits(
    seconds=8, idle=1, memory=256 * MB, processes=20, file_size=4 * MB, scratch=16 * MB,
    output=1_000_000,
)  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    needs_walls()
    os.environ["NEWSBOOK_TEST_SECRET"] = "only outside"
    with Sandbox(SETUP, ["1.3"], LIMITS) as opened:
        yield opened
    del os.environ["NEWSBOOK_TEST_SECRET"]


BURN = """
import os
for _ in range({processes}):
    if os.fork() == 0:
        while True: pass
{rest}
"""


def test_processor_time() -> None:
    """It is that of all processes together, and does not depend on what else a machine does."""
    needs_walls()
    with Sandbox(SETUP, ["1.3"], Limits(seconds=0.5)) as quick:
        over = "It ran for over 0.5 seconds. Is there an endless loop?"
        assert failure(quick, "while True: pass") == over
        many = run(quick, BURN.format(processes=6, rest="while True: pass"))
        assert many.failures["1.3"] == over
        assert many.cpu < 1.5  # each of them alone could have had as much
        # What it does not do by itself counts as well.
        assert failure(quick, BURN.format(processes=2, rest="os.wait()")) == over
        # Nor does a child that has ended before anyone looked: its parent has to ask for it.
        deaf = "import signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)"
        assert failure(quick, deaf).startswith("PermissionError")


def test_what_was_over_between_two_looks_counts() -> None:
    watch = Watch(Limits(), 0, 0, -1)
    parent = Seen(state="S", parent=1, threads=1, cpu=0.5, reaped=4.0, nice=0, held=0)
    assert watch._computed({7: parent}) == 4.5
    # What was seen itself, and is its parent's by now, counts once.
    watch._cpu = {7: 0.5, 8: 3.0}
    assert watch._computed({7: parent}) == 4.5
    watch._cpu[9] = 2.0
    assert watch._computed({7: parent}) == 5.5


def test_wall_time() -> None:
    needs_walls()
    with Sandbox(SETUP, ["1.3"], Limits(seconds=0.2)) as quick:
        asleep = failure(quick, "import time\ntime.sleep(60)")
        assert asleep == "It ran for over 0.2 seconds. Is there an endless loop?"
        observed = run(quick, "import time\ntime.sleep(60)", RIGHT)
        assert observed.observations  # what comes after is run all the same
        # A program that ignores every signal it can is stopped, too.
        deaf = (
            "import signal, time\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)"
        )
        deaf += "\n    except (OSError, ValueError): pass\nwhile True: time.sleep(1)"
        assert failure(quick, deaf) == asleep


def test_memory_of_a_process(living: Sandbox) -> None:
    assert failure(living, "x = bytearray(300 * 2**20)") == "MemoryError"
    assert found(living, "x = bytearray(100 * 2**20)\nsaid = len(x)") == 100 * MB


HOLD = """
import os, time
for _ in range({processes}):
    if os.fork() == 0:
        x = bytearray(os.urandom(1)) * (40 * 2**20)
        time.sleep({seconds})
        os._exit(0)
for _ in range({processes}):
    os.wait()
said = "done"
"""


# Memory that a parent has before it forks is there once, however many share it.
SHARE = """
import os, time
x = bytearray(os.urandom(1)) * (100 * 2**20)
for _ in range(8):
    if os.fork() == 0:
        time.sleep(0.5)
        os._exit(0)
for _ in range(8):
    os.wait()
said = "done"
"""

# Each fork writes to the memory that it has from the keeper, and so gets pages of its own. With
# what it takes besides that is too much; that alone would not be.
TAKE = """
import gc, os, sys, time
gc.unfreeze()
for _ in range(18):
    if os.fork() == 0:
        own = bytearray(os.urandom(1)) * (7 * 2**20)
        everything = gc.get_objects()
        for thing in everything:
            for part in gc.get_referents(thing):
                sys.getrefcount(part)
        time.sleep(30)
        os._exit(0)
for _ in range(18):
    os.wait()
"""


def test_memory_of_all_processes(living: Sandbox) -> None:
    stopped = "All it started used over 256 MB of memory."
    assert failure(living, HOLD.format(processes=12, seconds=30)) == stopped
    assert found(living, HOLD.format(processes=3, seconds=0.5)) == "done"
    assert found(living, SHARE) == "done"
    assert failure(living, TAKE) == stopped
    hidden = "import ctypes\nctypes.CDLL(None).prctl(4, 0, 0, 0, 0)\n"
    assert failure(living, hidden + TAKE) == stopped


def test_waiting(living: Sandbox) -> None:
    """Whatever it waits for, nothing comes; but work is no waiting, in a child or a thread."""
    told = "It waited for over 1 seconds and did nothing. Does it sleep, or ask for something"
    assert failure(living, "import time\ntime.sleep(60)").startswith(told)
    assert failure(living, "import threading\nthreading.Event().wait()").startswith(told)
    little = "import time\nfor n in range(9999):\n    time.sleep(0.1)\n    sum(range(9999))"
    assert failure(living, little).startswith(told)
    work = "\n    end = time.monotonic() + 1.6\n    while time.monotonic() < end: pass\n"
    child = f"import os, time\nif os.fork() == 0:{work}    os._exit(0)\nos.wait()\nsaid = 1"
    assert found(living, child) == 1
    thread = (
        f"import threading, time\ndef f():{work}"
        "t = threading.Thread(target=f)\nt.start()\nt.join()\nsaid = 1"
    )
    assert found(living, thread) == 1
    # Each exercise waits for itself.
    pause = "import time\ntime.sleep(0.6)\n" + RIGHT
    assert run(living, pause, pause).observations


def test_processes_and_threads(living: Sandbox) -> None:
    forks = """
import os, time
said = 0
try:
    while said < 200:
        if os.fork() == 0:
            time.sleep(60)
        said += 1
except OSError:
    pass
"""
    assert 5 < found(living, forks) < 20
    threads = """
import threading, time
said = 0
try:
    while said < 200:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        said += 1
except RuntimeError:
    pass
"""
    assert 5 < found(living, threads) < 20
    bomb = failure(living, "import os\nwhile True: os.fork()")
    assert bomb.startswith("BlockingIOError")


def test_size_of_a_file_and_of_all_files(living: Sandbox) -> None:
    assert "File too large" in failure(living, "open('x', 'wb').write(bytes(5 * 2**20))")
    many = "for n in range(8): open(str(n), 'wb').write(bytes(3 * 2**20))"
    assert "No space left" in failure(living, many)
    assert "No space left" in failure(living, "for n in range(9999): open(str(n), 'w')")


def test_open_files(living: Sandbox) -> None:
    many = "import os\nkept = [open('/dev/null') for n in range(9999)]"
    assert "Too many open files" in failure(living, many)


def test_output(living: Sandbox) -> None:
    assert failure(living, "while True: print('x' * 9999)") == "It printed over 1,000,000 bytes."
    raw = "import os\nwhile True: os.write(2, bytes(9999))"
    assert failure(living, raw) == "It printed over 1,000,000 bytes."


def test_observation(living: Sandbox) -> None:
    patched = "from newsbook.exercises import CodeExercise\nCodeExercise.observe = lambda *a: {}"
    huge = patched.format("'x' * 3_000_000")
    assert failure(living, huge) == "What it gave is over 2,000,000 bytes."
    deep = "x = []\nfor n in range(900): x = [x]\n" + patched.format("x")
    assert failure(living, deep) == "What it gave cannot be read."
    many = patched.format("[0] * 500_000")
    assert failure(living, many) == "What it gave cannot be read."
    assert failure(living, patched.format("float('nan')")) == "What it gave cannot be read."
    assert failure(living, patched.format("10**30")) == "What it gave cannot be read."


def test_no_network(living: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        local = f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)"
        assert "unreachable" in failure(living, local)
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()
    far = "import socket\nsocket.create_connection(('192.0.2.1', 80), 2)"
    assert "unreachable" in failure(living, far)
    # No socket of any family, but for a pair that a process has for itself.
    for family in ("AF_INET6", "AF_UNIX", "AF_NETLINK"):
        one = f"import socket\nsocket.socket(socket.{family}, socket.SOCK_DGRAM)"
        assert "unreachable" in failure(living, one)
    pair = "import socket\na, b = socket.socketpair()\na.send(b'x')\nsaid = len(b.recv(9))"
    assert found(living, pair) == 1


def test_nothing_can_be_written_outside_of_scratch(living: Sandbox) -> None:
    everywhere = """
import os
said = []
for folder, below, _ in os.walk("/"):
    below[:] = [name for name in below if folder.count("/") < 4]
    try:
        open(os.path.join(folder, "written"), "w").close()
        said.append(folder)
    except OSError:
        pass
said = sorted(said)
"""
    assert found(living, everywhere) == ["/scratch"]
    # The folder is private, and what was in it is gone.
    assert found(living, "import os\nsaid = os.listdir('/scratch') + os.listdir('.')") == []


def test_nothing_of_the_instructor_can_be_read(living: Sandbox, tmp_path: Path) -> None:
    solution = ROOT / "solutions" / "01_tokenising.ipynb"
    (tmp_path / "grades.csv").write_text("somebody else's")
    for path in (solution, ROOT / "README.md", tmp_path / "grades.csv", Path("/etc/shadow")):
        assert path.exists()
        assert "No such file" in failure(living, f"open({str(path)!r})")
    search = """
import os, sys
said = []
for folder, below, files in os.walk("/"):
    if folder in ("/usr", "/dev", "/newsbook/library0", sys.base_prefix):
        below[:] = []
    said += [os.path.join(folder, name) for name in below + files
             if name in ("solutions", "air_fryer", "observations", "e09.py", "chip_water")]
"""
    names = {path.name for path in (ROOT / "solutions" / "hidden" / "articles").iterdir()}
    assert "air_fryer" in names
    assert found(living, search) == []
    assert found(living, search.replace("chip_water", "nato_seoul")) != []  # the search does search


def test_nothing_of_the_parent_can_be_seen(living: Sandbox) -> None:
    assert os.environ["NEWSBOOK_TEST_SECRET"]
    secret = "import os\nsaid = [name for name in os.environ if 'SECRET' in name]"
    assert found(living, secret) == []
    assert found(living, "import os\nsaid = os.listdir('/proc')") == []
    assert "No such file" in failure(living, "open('/proc/1/mem', 'rb')")
    calls = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def errno_of(*call):
    ctypes.set_errno(0)
    return ctypes.get_errno() if libc.syscall(*call) < 0 else 0
attach = [errno_of(101, 16, pid, 0, 0) for pid in (1, os.getppid())]
memory = errno_of(310, 1, 0, 0, 0, 0, 0)
namespaces, clone = errno_of(272, 0x10000000), errno_of(56, 0x10000011, 0, 0, 0, 0)
mount = errno_of(165, b"x", b"/scratch", b"tmpfs", 0, 0)
shared = errno_of(29, 1, 4096, 0o1666)
said = [*attach, memory, namespaces, clone, mount, shared, libc.prctl(39, 0, 0, 0, 0)]
"""
    if os.uname().machine == "x86_64":
        # Each of the calls is not permitted; new privileges are off.
        assert found(living, calls) == [1, 1, 1, 1, 1, 1, 1, 1]


def test_no_signal_reaches_another_process(living: Sandbox) -> None:
    shoot = """
import os, signal
said = []
for pid in [os.getppid(), *range(1, 3000)]:
    if pid != os.getpid():
        try:
            os.kill(pid, signal.SIGKILL)
            said.append(pid)
        except ProcessLookupError:
            pass
"""
    # Process 1 of its own namespace takes no signal from inside.
    assert set(found(living, shoot)) <= {1}
    assert run(living, "import os\nos.kill(-1, 9)", RIGHT).observations


def test_each_sandbox_has_a_user_of_its_own(living: Sandbox) -> None:
    user = found(living, "import os\nsaid = [os.getuid(), os.geteuid(), os.getgid()]")
    assert 0 not in user
    if os.geteuid() == 0:
        with Sandbox(SETUP, ["1.3"], LIMITS, number=1) as other:
            assert found(other, "import os\nsaid = os.getuid()") not in user


def test_nothing_leaks_into_the_next(living: Sandbox) -> None:
    poison = """
import os, random, re, sys, builtins, json
open("left.txt", "w").write("x")
os.makedirs("deep/er"); os.chmod("deep", 0)
os.environ["LEFT"] = "x"
builtins.left = json.left = re.left = 1
sys.path.insert(0, "/scratch")
random.seed(1)
from newsbook.exercises import CodeExercise
CodeExercise.observe = None
Span.left = 1
if os.fork() == 0:
    import time; time.sleep(60)
"""
    look = """
import os, re, sys, builtins, json
said = [os.listdir("."), "LEFT" in os.environ, "/scratch" in sys.path,
        [hasattr(thing, "left") for thing in (builtins, json, re, Span)]]
"""
    clean = [[], False, False, [False] * 4]
    assert found(living, look) == clean
    for together in (True, False):
        if together:
            work = [Work("1.3", "plain", text, CASE) for text in (poison, look + TELL)]
            (outcome,) = living.run(work).observations["1.3"]["cases"]
            assert outcome["value"] == clean
        else:
            run(living, poison)
            assert found(living, look) == clean


def test_expected_values_are_not_inside(living: Sandbox) -> None:
    hunt = """
import gc
gc.unfreeze()
from newsbook.exercises import Case
said = [item.expected for item in gc.get_objects() if isinstance(item, Case)]
"""
    own = [list(case.expected) for case in get_exercise("1.3").cases]
    # The notebook's own cases are in the package, as everywhere. Those of the run have inputs.
    seen = found(living, hunt)
    assert sorted(expected for expected in seen if expected is not None) == sorted(own)
    assert seen.count(None) == len(CASE)


def test_an_interrupt_does_not_end_the_warden(living: Sandbox) -> None:
    observed = run(living, f"import os\nos.kill(1, 2)\nos.kill(os.getppid(), 2)\n{RIGHT}")
    assert observed.observations["1.3"] == {"cases": [{"value": [4, 9]}]}


def test_a_library_is_there_for_all_once_an_answer_has_named_it(living: Sandbox) -> None:
    look = "import sys\nsaid = 'nl' 'tk' in sys.modules"
    assert found(living, look) is False
    assert found(living, "import nltk\nsaid = nltk.__name__") == "nltk"
    assert found(living, look) is True
    # What a submission may use of memory is counted from there.
    assert failure(living, "x = bytearray(300 * 2**20)") == "MemoryError"


def test_each_submission_has_random_numbers_of_its_own(living: Sandbox) -> None:
    draw = "import random\nsaid = random.random()"
    assert len({found(living, draw) for _ in range(3)}) == 3
