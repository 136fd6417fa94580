"""What keeps one answer from the next, and one submission from another: each wall is run into."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator

import pytest
from sandboxed import (
    CASE,
    RIGHT,
    SETUP,
    TELL,
    failure,
    found,
    memory_of,
    needs_walls,
    processes_of,
    run,
)

from newsbook.exercises import get_exercise
from newsbook.grading.sandbox import Limits, Sandbox, Work
from newsbook.grading.sandbox.reading import LOST
from newsbook.grading.words import ENDED, told_failure

MB = 2**20


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    needs_walls()
    limits = Limits(seconds=2, idle=1, memory=128 * MB, scratch=16 * MB)
    with Sandbox(SETUP, ["1.3", "1.5"], limits) as opened:
        yield opened


def after(sandbox: Sandbox, first: str, second: str) -> object:
    """What the second answer of a submission sets `said` to; the first is wrong, and ends."""
    return found_in(run(sandbox, first, second + TELL))


def found_in(observed: object) -> object:
    (outcome,) = observed.observations["1.3"]["cases"]  # type: ignore[attr-defined]
    return outcome["value"]


# From one answer to the next.

LEAVE = {
    "a folder nobody may enter": (
        "os.makedirs('a/b')\nopen('a/b/f', 'w').write('x')\nos.chmod('a/b', 0)"
    ),
    "folders in folders": "for n in range(300): os.mkdir('d'); os.chdir('d')",
    "many files nobody may see": (
        "os.mkdir('a')\nfor n in range(4000): open(f'a/{n}', 'w').close()\nos.chmod('a', 0)"
    ),
    "times": "os.utime('.', ns=(123456789, 987654321))",
    "a mode": "os.chmod('.', 0o755)",
}
LOOK = """
import os
folder = os.stat("/scratch")
said = [os.listdir("/scratch"), oct(folder.st_mode), folder.st_mtime_ns == 987654321,
        os.statvfs("/scratch").f_ffree]
try:
    said.append(len(os.listxattr("/scratch")))
except OSError:
    said.append(0)
"""


@pytest.mark.parametrize("left", LEAVE)
def test_each_answer_has_a_fresh_scratch_folder(sandbox: Sandbox, left: str) -> None:
    fresh = found(sandbox, LOOK)
    assert fresh[:3] == [[], "0o40700", False]
    changed = found(sandbox, f"import os\n{LEAVE[left]}\n{LOOK}")
    assert changed != fresh  # in there it does leave something
    assert after(sandbox, f"import os\n{LEAVE[left]}", LOOK) == fresh


CALLS = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def errno_of(*call):
    ctypes.set_errno(0)
    return ctypes.get_errno() if libc.syscall(*call) < 0 else 0
said = [errno_of(*call) for call in {calls}]
"""


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are those of an x86-64")
def test_nothing_is_kept_in_the_kernel(sandbox: Sandbox) -> None:
    """Calls that would leave something there for the next, or for another submission."""
    refused = {
        "semget": (64, 4242, 10, 0o1600),
        "semctl": (66, 0, 0, 17, 0),
        "shmget": (29, 4242, 4096, 0o1600),
        "msgget": (68, 4242, 0o1600),
        "mq_open": (240, b"x", 0o102, 0o600, 0),
        "memfd_create": (319, b"x", 0),
        "add_key": (248, b"user", b"x", b"y", 1, -3),
        "vmsplice": (278, 1, 0, 0, 0),
        "priority of the warden": (141, 0, 1, 7),
        "processors of the warden": (203, 1, 8, b"\x01" + bytes(7)),
        "its rank for disks": (251, 1, 1, 0x4007),
        "its limits": (302, 1, 7, 0, 0),
        "a lock on a file": (73, 0, 2 | 4),
        "another lock": (72, 0, 6, 0),
        "all disks": (162,),
        "a session": (112,),
        "a group": (109, 0, 0),
        "a mount": (165, b"x", b"/scratch", b"tmpfs", 0, 0),
        "no mount": (166, b"/scratch", 2),
        "a pair of another family": (53, 2, 1, 0, 0),
    }
    got = found(sandbox, CALLS.format(calls=list(refused.values())))
    assert dict(zip(refused, got, strict=True)) == dict.fromkeys(refused, 1)
    # The same ways, where an answer may need them.
    allowed = [(302, 0, 7, 0, 0), (72, 0, 1), (39,)]
    assert found(sandbox, CALLS.format(calls=allowed)) == [0, 0, 0]


CACHED = """
import os
file = os.open("/usr/bin/env", os.O_RDONLY)
said = [os.preadv(file, [bytearray(1)], 0)]
for call in (
    lambda: os.preadv(file, [bytearray(1)], 0, os.RWF_NOWAIT),
    lambda: os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED),
):
    try:
        said.append(call())
    except OSError as error:
        said.append(error.strerror)
"""


def test_which_pages_of_a_file_are_in_memory_is_not_told(sandbox: Sandbox) -> None:
    """Who may drop pages, and ask for them, leaves bits for another student's answers."""
    refused = ["Operation not supported", "Operation not permitted"]
    assert found(sandbox, CACHED) == [1, *refused]


LOOK_UP = """
import sys
frame, seen = sys._getframe(), ""
while frame is not None:
    seen += repr(frame.f_locals)
    frame = frame.f_back
said = seen.count("MARK OF " + "ANOTHER")
"""


def test_no_other_answer_is_in_the_frames_above(living: Sandbox) -> None:
    """What a submission's other exercises are asked is not to be found from one of them."""
    assert found(living, f"# MARK OF ANOTHER{LOOK_UP}") > 0  # its own source can be seen
    observed = run(living, "# MARK OF ANOTHER", LOOK_UP + TELL)
    assert observed.observations["1.3"] == {"cases": [{"value": 0}]}


WAITING = """
import time
def trim(*_):
    time.sleep({seconds})
    return "RESULT OF " + "SOMEBODY" * 30
"""


def test_the_process_that_all_are_forks_of_never_holds_an_answer(living: Sandbox) -> None:
    """What it has once held, a later submission could find in its memory."""
    run(living, RIGHT)
    source = "# MARK OF SOMEBODY" + WAITING.format(seconds=2)
    work = [Work("1.3", "plain", source, CASE)]
    thread = threading.Thread(target=living.run, args=(work,))
    thread.start()
    keeper, below = processes_of(living)
    while not any(b"# MARK OF SOMEBODY" in memory_of(pid) for pid in below):
        assert thread.is_alive()  # the search finds it where it is
        keeper, below = processes_of(living)
    during = memory_of(keeper)
    assert thread.is_alive()
    thread.join()
    after = memory_of(keeper)
    assert b"newsbook" in during and b"newsbook" in after
    assert b"MARK OF SOMEBODY" not in during and b"MARK OF SOMEBODY" not in after
    # What an answer gave is as good as the answer.
    assert b"RESULT OF SOMEBODY" not in after


SAYS = """
import sys
print("PRINTED" + "-BY-SOMEBODY" * 2000, flush=True)
# CELL-OF-SOMEBODY
def trim(text, *_):
    return "RESULT" + "-OF-SOMEBODY" * 2000
"""
WAITS = "# CELL-OF-ANOTHER\nimport time\ntime.sleep(0.9)\n"


def test_the_warden_never_holds_an_answer(sandbox: Sandbox) -> None:
    """What it has once held, a later answer could find in its memory: texts that are held back."""
    marks = [
        b"PRINTED-BY-SOMEBODY",
        b"CELL-OF-SOMEBODY",
        b"RESULT-OF-SOMEBODY",
        b"TEXT-OF-SOMEBODY",
    ]
    inputs = [{"tuple": ["TEXT-OF-SOMEBODY" * 500, 2, 9]}]
    work = [Work("1.3", "plain", SAYS, inputs), Work("1.3", "plain", WAITS + RIGHT, CASE)]
    thread = threading.Thread(target=sandbox.run, args=(work,))
    thread.start()
    while b"# CELL-OF-ANOTHER" not in (held := held_below(sandbox)):
        assert thread.is_alive()
    assert [mark for mark in marks if mark in held] == []
    thread.join()
    # The search does find them where they are.
    work = [
        Work(
            "1.3", "plain", SAYS.replace("return", "__import__('time').sleep(0.9); return"), inputs
        )
    ]
    thread = threading.Thread(target=sandbox.run, args=(work,))
    thread.start()
    while b"TEXT-OF-SOMEBODY" not in (held := held_below(sandbox)):
        assert thread.is_alive()
    thread.join()
    assert b"CELL-OF-SOMEBODY" in held


def held_below(sandbox: Sandbox) -> bytes:
    """All that the processes of the submission that is running hold in their memory."""
    return b"".join(map(memory_of, processes_of(sandbox)[1]))


def test_what_limits_the_warden_is_refused_and_all_is_run(sandbox: Sandbox) -> None:
    limit = "import resource\nresource.prlimit(1, resource.RLIMIT_NOFILE, (3, 3))"
    assert failure(sandbox, limit).startswith("PermissionError")
    observed = run(sandbox, limit, RIGHT)
    assert observed.observations["1.3"] == {"cases": [{"value": [4, 9]}]}
    assert LOST not in observed.failures.values()


HUNT = """
import gc, re, sys
gc.unfreeze()
seen, frame = 0, sys._getframe()
while frame is not None:
    seen += len(re.findall("Seoul is [h]idden", repr(frame.f_locals)))
    frame = frame.f_back
for thing in gc.get_objects():
    if isinstance(thing, (list, dict, tuple)) and len(thing) < 50:
        seen += len(re.findall("Seoul is [h]idden", repr(thing)))
raise ValueError(seen)
"""


def test_a_pattern_is_written_before_its_texts_are_seen(sandbox: Sandbox) -> None:
    inputs = [{"tuple": ["Seoul is hidden"]}]
    observed = sandbox.run([Work("1.5", "plain", HUNT, inputs)])
    assert observed.failures["1.5"] == "ValueError: 0"
    # A function is called with its inputs, and may know them.
    observed = sandbox.run([Work("1.3", "plain", HUNT, [{"tuple": ["Seoul is hidden", 0, 1]}])])
    assert observed.failures["1.3"] not in ("", "ValueError: 0")


# What one may use.


def test_shared_memory_without_a_file(sandbox: Sandbox) -> None:
    """Pages of it stay when a process gives them up, and nobody is charged for them."""
    assert failure(sandbox, "import mmap\nmmap.mmap(-1, 4096)").startswith("PermissionError")
    zero = "import mmap\nf = open('/dev/zero', 'r+b')\nmmap.mmap(f.fileno(), 4096)"
    assert failure(sandbox, zero).startswith("FileNotFoundError")
    own = "import mmap\nsaid = len(mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE))"
    assert found(sandbox, own) == 4096
    file = (
        "import mmap\nf = open('x', 'w+b')\nf.truncate(4096)\n"
        "said = len(mmap.mmap(f.fileno(), 4096))"
    )
    assert found(sandbox, file) == 4096


SOCKETS = """
import os, socket, time
for _ in range(16):
    if os.fork() == 0:
        kept = [socket.socketpair() for _ in range({pairs})]
        for pair in kept:
            for one in pair:
                one.setblocking(False)
                try:
                    while True: one.send(bytes(4096))
                except BlockingIOError:
                    pass
        time.sleep({seconds})
        os._exit(0)
for _ in range(16): os.wait()
said = "done"
"""


def test_what_sockets_hold_is_memory(sandbox: Sandbox) -> None:
    stopped = "All it started used over 128 MB of memory."
    assert failure(sandbox, SOCKETS.format(pairs=50, seconds=9)) == stopped
    assert found(sandbox, SOCKETS.format(pairs=2, seconds=0.3)) == "done"
    larger = "import socket\na, b = socket.socketpair()\na.setsockopt(1, 7, 1 << 22)"
    assert failure(sandbox, larger).startswith("PermissionError")


def test_waiting_as_vfork_does(sandbox: Sandbox) -> None:
    """A parent that waits for its child so looks as if it waited for a disk."""
    numbers = {"x86_64": 56, "aarch64": 220}
    wait = (
        "import ctypes, time\n"
        f"ctypes.CDLL(None).syscall({numbers[os.uname().machine]}, 0x4000 | 17, 0, 0, 0, 0)\n"
        "time.sleep(60)"
    )
    assert failure(sandbox, wait).startswith("It waited for over 1 seconds and did nothing.")


def test_a_submission_has_a_budget() -> None:
    """When it is used up, what comes after has a second each: enough for what works."""
    needs_walls()
    with Sandbox(SETUP, ["1.3"], Limits(seconds=20, idle=0.4, budget=0.015)) as short:
        burnt = "import time\nwhile time.process_time() < 0.5: pass"
        observed = run(short, burnt, "while True: pass")
        told = "It ran for over 1 seconds, all that the answers before it left."
        assert observed.failures["1.3"] == f"{told} Is there an endless loop?"
        assert told_failure(get_exercise("1.12"), f"{told} Is there an endless loop?") != ENDED
        assert observed.seconds < 10
        assert run(short, burnt, RIGHT).observations["1.3"]
    # What others have done to its time on the clock costs nothing, up to a bound.
    limits = Limits()
    assert limits.allowed(20, 3 * 20) == limits.seconds
    assert limits.allowed(20, 200) == limits.allowed(61, 61) == 1


BURN = """
import os
for _ in range(28):
    if os.fork() == 0:
        try:
            os.setsid()
        except OSError:
            pass
        while True: pass
while True: pass
"""


INSTRUCTORS = ("cli", "live", "site", "workbook", "grading.intake", "grading.release")


def test_what_is_for_instructors_is_not_in_memory(sandbox: Sandbox) -> None:
    """Nor is what of other packages only they need: each fork would pay for it."""
    rooms = (*(f"newsbook.{room}" for room in INSTRUCTORS), "click")
    told = found(sandbox, f"import sys\nsaid = [m for m in sys.modules if m.startswith({rooms!r})]")
    assert told == []


def ranks_of(sandbox: Sandbox) -> set[int]:
    """How far the processes of an answer stand back for others."""
    ranks = set()
    for pid in processes_of(sandbox)[1][1:]:
        with contextlib.suppress(ProcessLookupError):
            ranks.add(os.getpriority(os.PRIO_PROCESS, pid))
    return ranks


def test_a_submission_that_burns_takes_no_time_from_another(sandbox: Sandbox) -> None:
    """Of two side by side, one has 28 processes; the other needs a part of the time it has."""
    honest = f"import time\nwhile time.process_time() < 0.2: pass\n{RIGHT}"
    limits = Limits(seconds=0.6, idle=9)
    with Sandbox(SETUP, ["1.3"], limits, number=1) as other:
        thread = threading.Thread(target=run, args=(sandbox, BURN))
        thread.start()
        while len(processes_of(sandbox)[1]) < 20:
            assert thread.is_alive()
        assert run(other, honest).observations
        assert thread.is_alive()  # they did burn all the while
        # The keeper, too, waits for its turn on a busy machine, and looks when it gets it.
        while ranks_of(sandbox) != {19}:
            assert thread.is_alive()
        thread.join()
