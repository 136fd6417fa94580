"""Grading a class: cases, keeping, going on, grading again, and the command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT, answer_cell_source

from newsbook.exercises import CodeExercise, State, UnknownExercise, get_exercise
from newsbook.grading import crew, keeping
from newsbook.grading.asking import ask_for, chosen, exercises_by_lesson
from newsbook.grading.batch import Options, grade
from newsbook.grading.covering import attempted_lessons
from newsbook.grading.judging import Judge
from newsbook.grading.model import Graded, Observed, Submission
from newsbook.grading.sandbox import Limits, Sandbox, SandboxError, Work, missing_protections
from newsbook.grading.sandbox import outside as sandbox_outside
from newsbook.grading.sandbox.limits import pack, unpack
from newsbook.grading.sandbox.reading import Told
from newsbook.workbook.places import WorkbookError

# Wherever the tests run, grading has to work; the walls have tests of their own.
UNSAFE = bool(missing_protections())


def options(**more: object) -> Options:
    return Options(unsafe=UNSAFE, **more)  # type: ignore[arg-type]


def solved(*exercises: str) -> dict[str, str]:
    return {name: answer_cell_source("solutions", name) for name in exercises}


ADA = Submission("Ada", "ada.ipynb", solved("1.3", "1.9"), {"1.1": 1})
BOB = Submission("Bob", "bob.ipynb", {"1.3": "def trim(*a):\n    raise KeyError('x')"})


def states(graded: list[Graded]) -> dict[str, dict[str, State]]:
    return {
        one.submission.student: {name: v.state for name, v in one.verdicts.items()}
        for one in graded
    }


@pytest.fixture
def no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was run")

    monkeypatch.setattr(crew, "Sandbox", refuse)


# The cases of a run.


def test_every_solution_is_correct_on_fresh_cases(tmp_path: Path) -> None:
    code = [e.id for e in chosen(()) if isinstance(e, CodeExercise)]
    (one,) = grade([Submission("s", "s", solved(*code))], tmp_path, ROOT, options(only=code))
    assert {v.exercise: v.state for v in one.verdicts.values()} == dict.fromkeys(
        code, State.CORRECT
    )


def test_another_seed_gives_other_inputs_and_the_same_seed_the_same() -> None:
    exercises = chosen(["1.3"])
    one, two, other = (ask_for(ROOT, exercises, seed) for seed in ("a", "a", "b"))
    assert one.inputs == two.inputs != other.inputs
    assert [case.expected for case in one.cases["1.3"]] == [
        case.expected for case in two.cases["1.3"]
    ]


def test_expected_values_do_not_go_into_the_sandbox() -> None:
    asked = ask_for(ROOT, chosen(["1.9"]), "a")
    sent = json.dumps(asked.inputs)
    assert len(asked.cases["1.9"]) > 5
    assert sent == json.dumps({"1.9": [pack(tuple(c.inputs)) for c in asked.cases["1.9"]]})


@pytest.mark.parametrize("value", [(1, [2, (3,)]), {"a": (1,), 2: None}, [True, 1.5, "x"], ()])
def test_packing_tells_tuples_from_lists(value: object) -> None:
    assert unpack(json.loads(json.dumps(pack(value)))) == value


def test_packing_refuses_what_json_cannot_hold() -> None:
    with pytest.raises(TypeError, match="set"):
        pack([{1}])


def test_a_failing_maker_is_named(tmp_path: Path) -> None:
    for part in ("notebooks", "exercises", "seeds"):
        (tmp_path / part).symlink_to(ROOT / part)
    maker = tmp_path / "solutions" / "hidden" / "lesson_01" / "e09.py"
    maker.parent.mkdir(parents=True)
    maker.write_text("def inputs(rng):\n    return 1 / 0\n")
    with pytest.raises(WorkbookError, match=r"e09\.py made no inputs: ZeroDivisionError"):
        ask_for(tmp_path, chosen(["1.9"]), "a")


def test_only_takes_exercises_and_lessons() -> None:
    assert [e.id for e in chosen(["1.3", "0"])] == [*exercises_by_lesson()["00"], "1.3"]
    with pytest.raises(UnknownExercise, match=r"There is no exercise 9\.9"):
        chosen(["9.9"])


# What a batch gives.


def test_a_class_is_graded(tmp_path: Path) -> None:
    unread = Submission("Cyd", "cyd.zip", problem="cyd.zip is damaged.")
    graded = grade([ADA, BOB, unread], tmp_path, ROOT, options())
    found = states(graded)
    # The lesson that was handed in, all of it, and no other.
    assert {name.partition(".")[0] for name in found["Ada"]} == {"1"}
    assert list(found["Cyd"]) == exercises_by_lesson()["01"]
    assert found["Ada"]["1.3"] == found["Ada"]["1.9"] == State.CORRECT
    assert found["Ada"]["1.5"] == found["Bob"]["1.9"] == State.NOT_ATTEMPTED
    assert found["Bob"]["1.3"] == State.RAISED
    assert set(found["Cyd"].values()) == {State.NOT_ATTEMPTED}
    record = json.loads((tmp_path / "grades.json").read_text())
    assert [row["student"] for row in record["submissions"]] == ["Ada", "Bob", "Cyd"]
    assert record["submissions"][2]["problem"] == "cyd.zip is damaged."
    points = get_exercise("1.3").points + get_exercise("1.9").points
    assert record["submissions"][0]["earned"] >= points


def test_a_lesson_counts_when_somebody_attempted_something_of_it(tmp_path: Path) -> None:
    blank = {name: answer_cell_source("exercises", name) for name in ("1.3", "0.2", "4.6")}
    start = {"1.1": None, "2.1": None}
    idle = Submission("idle", "", blank, start)
    assert attempted_lessons([idle]) == set()
    (one,) = grade([idle], tmp_path, ROOT, options())
    assert one.verdicts == {}
    tried = Submission("tried", "", {**blank, "1.3": "def trim(): return 1"})
    marked = Submission("marked", "", {}, {"3.1": get_exercise("3.1").misconceptions[0].wrong})
    assert attempted_lessons([idle, tried, marked]) == {"01", "03"}


def test_a_widget_is_judged_from_its_file() -> None:
    exercise = get_exercise("1.1")
    judge = Judge(ask_for(ROOT, [], "a"), [exercise])
    answers = [mistake.wrong for mistake in exercise.misconceptions] + [[[[]]], {"a": 1}, "x" * 999]
    for answer in answers:
        one = judge.verdicts(Submission("s", "s", widgets={"1.1": answer}), Observed())["1.1"]
        assert one.state is State.NOT_YET
    lost = judge.verdicts(Submission("s", "s", {"1.1": "check = print"}), Observed())["1.1"]
    assert lost.state is State.NOT_ATTEMPTED


def test_misconceptions_are_recognised_on_fresh_cases(tmp_path: Path) -> None:
    names = ("1.3", "1.9", "1.10")
    wrong = [(name, mistake) for name in names for mistake in get_exercise(name).misconceptions]
    handed_in = [Submission(f"s{n}", "", {name: m.wrong}) for n, (name, m) in enumerate(wrong)]
    graded = grade(handed_in, tmp_path, ROOT, options(only=names))
    told = [one.verdicts[name].sentence for one, (name, _) in zip(graded, wrong, strict=True)]
    assert told == [mistake.sentence for _, mistake in wrong]


# Going on, and grading again.


def test_what_was_observed_is_not_run_again(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    first = grade([ADA, BOB], tmp_path, ROOT, options())
    before = (tmp_path / "grades.json").read_bytes()
    request.getfixturevalue("no_sandbox")
    assert states(grade([ADA, BOB], tmp_path, ROOT, options())) == states(first)
    assert (tmp_path / "grades.json").read_bytes() == before


def test_a_mended_exercise_grades_again_without_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    grade([ADA], tmp_path, ROOT, options(only=("1.9",)))
    monkeypatch.setattr(type(get_exercise("1.9")), "praise", "Mended.")
    request.getfixturevalue("no_sandbox")
    (one,) = grade([ADA], tmp_path, ROOT, options(only=("1.9",)))
    assert one.verdicts["1.9"].sentence == "Mended."


def test_only_what_changed_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    plain = Sandbox.told

    def noting(self: Sandbox, work: list[Work]) -> Told:
        ran.append([piece.exercise for piece in work])
        return plain(self, work)

    monkeypatch.setattr(Sandbox, "told", noting)
    grade([ADA], tmp_path, ROOT, options(only=("1.3",)))
    grade([ADA], tmp_path, ROOT, options(only=("1.3", "1.9")))
    grade([Submission("Ada", "x", ADA.code | {"1.3": "x = 1"})], tmp_path, ROOT, options())
    assert ran == [["1.3"], ["1.9"], ["1.3"]]
    # What ran out of time may do better with more of it; what is right is right.
    slow = Submission("Ada", "x", ADA.code | {"1.3": "import time\ntime.sleep(9)"})
    grade([slow], tmp_path, ROOT, options(limits=Limits(seconds=0.3)))
    grade([slow], tmp_path, ROOT, options(limits=Limits(seconds=0.4)))
    assert ran[3:] == [["1.3"], ["1.3"]]


def test_again_draws_a_new_seed(tmp_path: Path) -> None:
    seeds = [keeping.Kept(tmp_path, again=again).seed for again in (False, False, True)]
    assert seeds[0] == seeds[1] != seeds[2]
    assert len(seeds[0]) == 64


def test_a_damaged_record_is_run_again_and_a_damaged_run_is_told(tmp_path: Path) -> None:
    first = states(grade([ADA], tmp_path, ROOT, options(only=("1.3",))))
    path = tmp_path / "observations" / f"{keeping.file_name('Ada')}.json"
    for damage in (b"{", b"[]", b"\xff", b'{"version": 1, "exercises": {"1.3": 4}}'):
        path.write_bytes(damage)
        assert states(grade([ADA], tmp_path, ROOT, options(only=("1.3",)))) == first
    (tmp_path / "observations" / "run.json").write_text("{}")
    with pytest.raises(WorkbookError, match=r"run\.json cannot be read .* --again"):
        grade([ADA], tmp_path, ROOT, options())


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "", ".", "CON/aux", "a" * 999, "\udcff", "run"]
)
def test_any_student_has_a_file_name(name: str) -> None:
    safe = keeping.file_name(name)
    assert 0 < len(safe) < 100
    assert "/" not in safe
    assert not safe.startswith(".")
    assert safe not in {keeping.file_name(name + "x"), "run"}
    assert keeping.file_name("ada") != keeping.file_name("Ada")  # some systems see no difference


def test_a_sandbox_that_dies_is_started_anew() -> None:
    with Sandbox({"": []}, ["1.3"], unsafe=UNSAFE) as sandbox:
        work = [Work("1.3", "", "trim = 1", [pack(("a", 0, 1))])]
        before = sandbox.run(work)
        assert sandbox._process is not None
        sandbox._process.kill()
        assert (
            sandbox.run(work).observations
            == before.observations
            == {"1.3": {"unusable": "`trim` is to be a function, but it is a number."}}
        )


# Where a protection is missing.


def test_without_bubblewrap_it_says_so_and_wants_unsafe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox_outside.shutil, "which", lambda name: None)
    assert missing_protections() == ["a sandbox at all (there is no program called bwrap)"]
    with pytest.raises(SandboxError, match=r"no program called bwrap.*--unsafe"):
        grade([ADA], tmp_path, ROOT, Options())
    assert not (tmp_path / "grades.json").exists()
    endless = Submission("Eve", "", {"1.3": "while True: pass", "1.9": "import os\nos._exit(0)"})
    loose = Options(unsafe=True, limits=Limits(seconds=1))
    found = states(grade([ADA, endless], tmp_path, ROOT, loose))
    assert found["Ada"]["1.3"] == found["Ada"]["1.9"] == State.CORRECT
    assert found["Eve"]["1.3"] == found["Eve"]["1.9"] == State.RAISED


def test_a_missing_namespace_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = json.dumps({"missing": ["each submission in namespaces of its own (x)"]})
    liar = (
        "import socket, sys\nfrom newsbook.grading.sandbox.limits import receive, send\n"
        f"link = socket.socket(fileno=int(sys.argv[1]))\nreceive(link)\n"
        f"send(link, {told!r}.encode())"
        "\ninput()"
    )
    command = [sys.executable, "-c", liar]
    monkeypatch.setattr(sandbox_outside.shutil, "which", lambda name: name)
    monkeypatch.setattr(sandbox_outside, "_command", lambda number, **more: [*command, str(number)])
    monkeypatch.setattr(sandbox_outside, "_environment", lambda **more: dict(os.environ))
    with pytest.raises(SandboxError, match=r"does not give each submission in namespaces"):
        Sandbox({}, [])


# An interrupted run.

INTERRUPTED = """
import sys
from pathlib import Path
from newsbook.grading.batch import Options, grade
from newsbook.grading.model import Submission
from newsbook.grading.sandbox import Limits

slow = "import time\\ntime.sleep({})\\ndef trim(text, a, b): return a, b"
everyone = [
    Submission(f"s{n}", "", {"1.3": slow.format(99 if n == 3 and len(sys.argv) > 4 else 0.3)})
    for n in range(12)
]
limits = Limits(seconds=99, idle=99)
options = Options(only=("1.3",), jobs=2, unsafe=sys.argv[3] == "True", limits=limits)
done = []
def advance(one):
    done.append(one)
    print(len(done), flush=True)
try:
    grade(everyone, Path(sys.argv[1]), Path(sys.argv[2]), options, advance=advance)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path), str(ROOT), str(UNSAFE)]

    def seen() -> int:
        return len(list((tmp_path / "observations").glob("s*.json")))

    process = subprocess.Popen([*command, "slow"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    # With four done, the one that takes long is running: it was given out before the fifth.
    while int(process.stdout.readline()) < 4:
        pass
    process.send_signal(signal.SIGINT)
    # It does not wait for what is running.
    said = process.communicate(timeout=50)[0].split()
    assert said[-1] == "stopped"
    after_stop = seen()
    assert 1 <= after_stop < 12
    # A run that is killed leaves no sandbox behind, and nothing half written.
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while int(process.stdout.readline()) <= after_stop:
        pass
    process.kill()
    process.communicate(timeout=60)
    assert seen() > after_stop
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=120)
    record = json.loads((tmp_path / "grades.json").read_text())
    assert [row["student"] for row in record["submissions"]] == [f"s{n}" for n in range(12)]
