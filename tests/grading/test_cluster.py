"""`--cluster`: a real Dask cluster of two worker processes grades as this machine does."""

from __future__ import annotations

import json
import os
import pickle
import signal
import socket
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cloudpickle
import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster
from support import ROOT, answer_cell_source

from newsbook.cli.main import main
from newsbook.grading import cluster as far
from newsbook.grading import remote
from newsbook.grading.batch import Options, grade
from newsbook.grading.cluster import Cluster, ClusterError
from newsbook.grading.liaison import HEAD
from newsbook.grading.model import Graded, Submission
from newsbook.grading.sandbox import missing_protections
from newsbook.grading.sandbox.reading import Told

UNSAFE = bool(missing_protections())
SEED = "5eed" * 16
SOLVED = {name: answer_cell_source("solutions", name) for name in ("1.3", "1.9")}
SLOW = "import time\ntime.sleep(0.2)\n"


@pytest.fixture(scope="module")
def local() -> Iterator[LocalCluster]:
    # Workers cannot import this module: its functions are sent to them whole.
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0"
    ) as cluster:
        yield cluster


@pytest.fixture
def on_workers(local: LocalCluster) -> Iterator[Callable[..., Any]]:
    """Runs a function on every worker; what is put there is taken away again."""

    def run(*call: Any) -> None:
        # Closed at once: Dask's own client would read whatever pickles workers send.
        with Client(local.scheduler_address, set_as_default=False) as client:
            client.run(*call)

    yield run
    run(_as_before)


def _as_before() -> None:
    os.environ["PATH"] = os.environ.pop("PATH_BEFORE", os.environ["PATH"])
    remote.observe = getattr(remote, "observe_before", remote.observe)


def graded(
    report: Path, submissions: list[Submission], address: str = "", **more: Any
) -> list[Graded]:
    """Grade on the same inputs, whichever the report."""
    kept = report / "observations"
    if not kept.exists():
        kept.mkdir(parents=True)
        (kept / "run.json").write_text(json.dumps({"version": 1, "seed": SEED}))
    options = Options(only=("1.3", "1.9"), unsafe=UNSAFE, cluster=address)
    return grade(submissions, report, ROOT, options, **more)


def verdicts(found: list[Graded]) -> list[Any]:
    return [
        [(name, v.state, v.score, v.sentence) for name, v in one.verdicts.items()] for one in found
    ]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """All that goes to the cluster."""
    frames: list[bytes] = []
    plain = Cluster._send

    def noting(self: Cluster, data: bytes) -> None:
        frames.append(data)
        plain(self, data)

    monkeypatch.setattr(Cluster, "_send", noting)
    return frames


def test_the_verdicts_are_the_same_though_a_worker_is_killed(
    tmp_path: Path, local: LocalCluster, sent: list[bytes]
) -> None:
    wrong = {"1.3": "def trim(*_): return 1", "1.9": "import os\nos._exit(3)"}
    endless = {"1.3": "x = bytearray(2**31)", "1.9": "print(1 / 0)"}
    several = [Submission(f"kim{n}", "", {"1.3": SLOW + SOLVED["1.3"]}) for n in range(8)]
    everyone = [
        Submission("Ada Lovelace", "", SOLVED), Submission("b", "", wrong),
        Submission("c", "", endless), Submission("d", ""), *several,
    ]  # fmt: skip
    done: list[Graded] = []
    killed: list[int] = []

    def advance(one: Graded) -> None:
        done.append(one)
        # There are never more with the cluster than two a worker, and a few.
        assert len(sent) - 1 - (len(done) - 1) <= 4 + 1
        if len(done) == 4:
            killed.append(next(iter(local.workers.values())).process.pid)
            os.kill(killed[0], signal.SIGKILL)

    there = graded(tmp_path / "there", everyone, local.scheduler_address, advance=advance)
    here = graded(tmp_path / "here", everyone)
    assert killed
    assert verdicts(there) == verdicts(here)
    assert {v.state.value for one in here for v in one.verdicts.values()} == {
        "correct", "not yet", "your code raised", "not attempted",
    }  # fmt: skip
    # What workers get: answers and inputs. No seed, nothing of what is right, and nobody's name.
    start, *works = sent
    unpacked = b"".join([start, *(zlib.decompress(work[HEAD.size :]) for work in works)])
    assert SEED.encode() not in unpacked and b"Lovelace" not in unpacked
    pieces = json.loads(zlib.decompress(works[0][HEAD.size :]))
    assert [set(piece) for piece in pieces] == [{"exercise", "setup", "source", "inputs"}] * 2
    assert pieces[0]["source"] == SOLVED["1.3"]
    assert all(len(case["tuple"]) == 3 for case in pieces[0]["inputs"])  # text, start, end


def test_an_interrupted_run_goes_on(tmp_path: Path, local: LocalCluster) -> None:
    everyone = [Submission(f"s{n}", "", {"1.3": SOLVED["1.3"]}) for n in range(9)]

    def interrupt(_: Graded) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        graded(tmp_path, everyone, local.scheduler_address, advance=interrupt)
    kept = len(list((tmp_path / "observations").glob("s*.json")))
    assert 1 <= kept < 9
    already: list[int] = []
    found = graded(tmp_path, everyone, local.scheduler_address, known=already.append)
    assert already == [kept]
    assert [one.submission.student for one in found] == [f"s{n}" for n in range(9)]
    assert {one.verdicts["1.3"].state.value for one in found} == {"correct"}


HARM = "import os; os.mkdir({place!r} + '/' + str(os.getpid()))"


class Evil:
    """Runs code where it is unpickled: makes a folder, named after the process."""

    def __init__(self, place: str) -> None:
        self.code = HARM.format(place=place)

    def __reduce__(self) -> Any:
        return exec, (self.code,)


class EvilError(Exception):
    def __reduce__(self) -> Any:
        return exec, (HARM.format(place=self.args[0]),)


def _put(place: str, kind: str) -> None:
    """Make a worker one that means harm."""
    from distributed import get_worker

    def observe(*_: Any) -> Any:
        event = {"message": b"", "category": pickle.dumps(Evil(place))}
        get_worker().log_event("warn", event)
        if kind == "error":
            raise EvilError(place)
        return {"object": Evil(place), "huge": b"T" * 10**8}[kind]

    remote.observe_before = getattr(remote, "observe_before", remote.observe)
    remote.observe = observe


@pytest.mark.parametrize("kind", ["object", "error", "huge"])
def test_a_worker_that_means_harm_runs_nothing_here(
    tmp_path: Path, local: LocalCluster, on_workers: Callable[..., Any], kind: str
) -> None:
    place = tmp_path / "harm"
    place.mkdir()
    pickle.loads(pickle.dumps(EvilError(str(place))))
    (place / str(os.getpid())).rmdir()  # it can do what it means to do
    on_workers(_put, str(place), kind)
    one = Submission("s", "", {"1.3": SOLVED["1.3"]})
    told = "run nothing of newsbook's" if kind == "error" else "gave what no newsbook gives"
    with pytest.raises(ClusterError, match=told):
        graded(tmp_path / "r", [one], local.scheduler_address)
    # Dask tries an error's pickle on the worker itself.
    workers = {str(worker.pid) for worker in local.workers.values()}
    assert {found.name for found in place.iterdir()} <= workers


def test_junk_is_nothing_that_a_sandbox_told() -> None:
    for junk in (b"", b"x" * 15, b"\xff" * 30, Told(-1.0).to_bytes(), Told(1.0, 1e99).to_bytes()):
        with pytest.raises(ValueError, match=r"its times are none|too short"):
            Told.from_bytes(junk)


def _die(*_: Any) -> None:
    """Make a worker one that dies of whatever it is given."""
    remote.observe = lambda *_: os._exit(1)


def test_a_submission_of_which_workers_die_stops_nothing(
    tmp_path: Path, local: LocalCluster, on_workers: Callable[..., Any]
) -> None:
    on_workers(_die)
    # One is enough for Dask to give the submission up, not four. It is given out again, and two
    # workers have died of it by then: those that come in their place are as ever.
    local.scheduler.allowed_failures = 0
    (one,) = graded(tmp_path, [Submission("s", "", SOLVED)], local.scheduler_address)
    assert {v.state.value for v in one.verdicts.values()} == {"correct"}


def _no_bubblewrap() -> None:
    os.environ["PATH_BEFORE"], os.environ["PATH"] = os.environ["PATH"], "/nowhere"


def test_what_a_worker_lacks_is_said(
    tmp_path: Path,
    local: LocalCluster,
    on_workers: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = Submission("s", "", {"1.3": "another answer = 1"})
    monkeypatch.setattr(far, "about", lambda: remote.about() | {"NLTK": "0.1"})
    with pytest.raises(ClusterError, match=r"^A worker of the cluster cannot grade\. On .*NLTK"):
        graded(tmp_path, [one], local.scheduler_address)
    monkeypatch.undo()
    on_workers(_no_bubblewrap)
    options = Options(only=("1.10",), cluster=local.scheduler_address)  # of no sandbox open yet
    with pytest.raises(ClusterError, match=r"no program called bwrap.*install bubblewrap"):
        grade([Submission("s", "", {"1.10": "x"})], tmp_path, ROOT, options)


def test_a_cluster_without_workers_and_one_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Submission("s", "", {"1.3": "x"})
    monkeypatch.setattr(far, "PATIENCE", 0.5)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and doesn't listen
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(ClusterError, match=f"No scheduler answers at {address}"):
            graded(tmp_path, [one], address)
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=":0") as empty,
        pytest.raises(ClusterError, match=r"no worker for 0\.5 seconds: start some"),
    ):
        graded(tmp_path, [one], empty.scheduler_address)


def test_jobs_are_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    words = ["grade", "exercises", "-o", str(tmp_path), "--cluster", "tcp://x:1", "--jobs", "2"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2 and "--jobs is for this machine" in result.output
