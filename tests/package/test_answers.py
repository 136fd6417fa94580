"""Answer files survive kill -9, a full disk, a read-only folder and other hands."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbook.answers import (
    AnswerSlot,
    Progress,
    judge_stored,
    note_hint,
    note_verdict,
    read_progress,
)
from newsbook.answers.files import MAX_BYTES, NotReadable, decode, encode
from newsbook.exercises import get_exercise

FIRST, SECOND = {"chosen": ["a"]}, {"chosen": ["b"]}


def stored(path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def names(folder) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))


def test_what_is_saved_is_there_again(tmp_path):
    assert AnswerSlot("1.4", tmp_path).save(FIRST, checked=True).ok
    loaded = AnswerSlot("1.4", tmp_path).load()
    assert (loaded.answer, loaded.checked, loaded.problem) == (FIRST, True, "")


def test_the_file_is_plain_sorted_json_keyed_by_the_exercise(tmp_path):
    AnswerSlot("1.4", tmp_path).save(FIRST)
    record = stored(tmp_path / "1.4.json")
    assert record["exercise"] == "1.4"
    assert record["format"] == 1
    assert list(record) == sorted(record)


def test_nothing_stored_is_no_answer(tmp_path):
    loaded = AnswerSlot("1.4", tmp_path / "not there").load()
    assert (loaded.answer, loaded.checked, loaded.problem) == (None, False, "")


@pytest.mark.parametrize("name", ["", "1", "../1.4", "1.4/..", "1.4.json", "a.b", "1234.1"])
def test_only_an_exercise_id_becomes_a_file_name(name, tmp_path):
    with pytest.raises(ValueError, match="not an exercise id"):
        AnswerSlot(name, tmp_path)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"{ not json", "damaged"),
        (b"", "damaged"),
        (b"\xff\xfe\x00", "damaged"),
        (b"[1, 2]", "damaged"),
        (b'{"answer": 1}', "damaged"),
        (b"[" * 100_000, "damaged"),
        (b'{"format": 1, "answer": "' + b"x" * 2_100_000 + b'"}', "damaged"),
        (b'{"format": 99, "answer": {"chosen": ["c"]}}', "newer"),
    ],
)
def test_a_file_we_cannot_use_is_kept_aside_and_never_overwritten(data, word, tmp_path):
    path = tmp_path / "1.4.json"
    path.write_bytes(data)
    slot = AnswerSlot("1.4", tmp_path)
    loaded = slot.load()
    assert loaded.answer is None
    assert "answers" in loaded.problem or tmp_path.name in loaded.problem
    assert path.read_bytes() == data, "reading changes nothing"
    saved = slot.save(FIRST)
    assert saved.ok
    assert (tmp_path / f"1.4.{word}-1.json").read_bytes() == data
    assert f"1.4.{word}-1.json" in saved.message
    assert stored(path)["answer"] == FIRST


def test_two_kernels_lose_neither_value(tmp_path):
    one, two = AnswerSlot("1.4", tmp_path), AnswerSlot("1.4", tmp_path)
    one.load(), two.load()
    assert one.save(FIRST).message == "saved"
    saved = two.save(SECOND)
    assert saved.ok
    assert "1.4.other-1.json" in saved.message, "the learner is told"
    assert stored(tmp_path / "1.4.json")["answer"] == SECOND
    assert stored(tmp_path / "1.4.other-1.json")["answer"] == FIRST


def test_two_kernels_that_agree_keep_nothing_aside(tmp_path):
    one, two = AnswerSlot("1.4", tmp_path), AnswerSlot("1.4", tmp_path)
    one.save(FIRST)
    assert two.save(FIRST).message == "saved"
    assert names(tmp_path) == ["1.4.json"]


def test_the_same_value_is_kept_aside_once(tmp_path):
    one, two = AnswerSlot("1.4", tmp_path), AnswerSlot("1.4", tmp_path)
    for _ in range(5):
        one.save(FIRST)
        two.save(SECOND)
    assert names(tmp_path) == ["1.4.json", "1.4.other-1.json", "1.4.other-2.json"]


WRITER = """
    import sys
    from pathlib import Path
    from newsbook.answers import AnswerSlot

    slot = AnswerSlot("1.4", Path(sys.argv[1]))
    print("ready", flush=True)
    number = 0
    while True:
        number += 1
        # Long enough that a write is often under way when the kill comes.
        assert slot.save({"number": number, "padding": "x" * 300_000}).ok
        print(number, flush=True)
"""


def start(source: str, *args: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(source), *map(str, args)],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a Unix signal")
def test_kill_9_at_any_moment_leaves_a_whole_answer(tmp_path):
    for round_ in range(8):
        writer = start(WRITER, tmp_path)
        assert writer.stdout.readline() == "ready\n"
        for _ in range(3 + round_):
            acknowledged = int(writer.stdout.readline())
        time.sleep(0.0013 * round_)  # die at another point of the write each time
        writer.send_signal(signal.SIGKILL)
        rest = [int(line) for line in writer.stdout]
        writer.wait()
        loaded = AnswerSlot("1.4", tmp_path).load()
        assert loaded.problem == ""
        # Nothing acknowledged is lost; the one after it may or may not have got through.
        last = rest[-1] if rest else acknowledged
        assert loaded.answer["number"] in (last, last + 1)
    # The lock died with its holder, and a killed write leaves no litter for ever.
    assert AnswerSlot("1.4", tmp_path).save(FIRST).ok
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.skipif(os.name != "posix", reason="file size limits are a Unix thing")
def test_a_full_disk_keeps_the_old_answer_and_says_so(tmp_path):
    """A file size limit stops the write half way, as a full disk does."""
    AnswerSlot("1.4", tmp_path).save(FIRST)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("False not saved:")
    assert AnswerSlot("1.4", tmp_path).load().answer == FIRST
    assert not list(tmp_path.glob(".*.part")), "what was half written takes no room"


FULL = """
    import resource, signal, sys
    from pathlib import Path
    from newsbook.answers import AnswerSlot

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    slot = AnswerSlot("1.4", Path(sys.argv[1]))
    slot.load()
    saved = slot.save({"padding": "x" * 100_000})
    print(saved.ok, saved.message)
"""


def full_disk(folder) -> bool:
    """Mount a disk of 64 KB at the folder; only root may."""
    return (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True
        ).returncode
        == 0
    )


def test_a_disk_that_is_really_full(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = full_disk(disk)
    if not mounted:
        pytest.skip("mounting a small disk needs root; the size limit above stands in for it")
    try:
        slot = AnswerSlot("1.4", disk)
        assert slot.save(FIRST).ok
        saved = slot.save({"padding": "x" * 100_000})
        assert not saved.ok
        assert "no space left" in saved.message
        assert AnswerSlot("1.4", disk).load().answer == FIRST
        assert slot.save(SECOND).ok, "there is room again for what fits"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


READ_ONLY = """
    import os, sys
    from pathlib import Path

    import filelock  # whoever it becomes may not be able to read it
    from newsbook.answers import AnswerSlot

    if os.geteuid() == 0:
        os.setgid(65534), os.setuid(65534)  # root may write anywhere
    slot = AnswerSlot("1.4", Path(sys.argv[1]))
    assert slot.load().answer == {"chosen": ["a"]}
    saved = slot.save({"chosen": ["b"]})
    print(saved.ok, saved.message)
"""


@pytest.mark.skipif(os.name != "posix", reason="folder modes are a Unix thing")
def test_a_read_only_folder_says_not_saved(tmp_path):
    folder = tmp_path / "answers"
    AnswerSlot("1.4", folder).save(FIRST)
    (folder / ".lock").unlink(missing_ok=True)
    # pytest's own folders are closed to everyone but their owner.
    for above in (tmp_path, *tmp_path.parents):
        if above != Path(tempfile.gettempdir()) and tempfile.gettempdir() in str(above):
            above.chmod(above.stat().st_mode | 0o055)
    folder.chmod(0o555)
    try:
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(READ_ONLY), str(folder)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout == "False not saved: permission denied\n"
    finally:
        folder.chmod(0o755)
    assert AnswerSlot("1.4", folder).load().answer == FIRST


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "answers").write_text("in the way")
    saved = AnswerSlot("1.4", tmp_path / "answers").save(FIRST)
    assert not saved.ok
    assert saved.message.startswith("not saved:")


def test_set_aside_keeps_the_old_answer(tmp_path):
    slot = AnswerSlot("1.4", tmp_path)
    assert slot.set_aside() is None
    slot.save(FIRST)
    assert slot.set_aside() == tmp_path / "1.4.old-1.json"
    assert AnswerSlot("1.4", tmp_path).load().answer is None
    assert stored(tmp_path / "1.4.old-1.json")["answer"] == FIRST


@given(answer=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
))  # fmt: skip
def test_any_json_round_trips(answer):
    record = {"format": 1, "answer": answer}
    assert decode(encode(record)) == record


@pytest.mark.parametrize("answer", ["\ud800", ["a", {"b": "x\udc00"}], {"\ud83d": 1}])
def test_half_a_character_is_never_stored_and_a_stored_one_is_damage(answer, tmp_path):
    slot = AnswerSlot("1.4", tmp_path)
    slot.save(FIRST)
    refused = slot.save(answer)
    assert not refused.ok and refused.message.startswith("not saved")
    assert stored(tmp_path / "1.4.json")["answer"] == FIRST

    old = json.dumps({"format": 1, "answer": answer, "checked": True})  # as an older one wrote it
    (tmp_path / "1.4.json").write_text(old, encoding="utf-8")
    loaded = AnswerSlot("1.4", tmp_path).load()
    assert loaded.answer is None and "half a character" in loaded.problem
    assert AnswerSlot("1.4", tmp_path).save(SECOND).ok
    assert (tmp_path / "1.4.damaged-1.json").read_text(encoding="utf-8") == old


def test_an_answer_that_could_not_be_read_again_is_not_saved(tmp_path):
    slot = AnswerSlot("1.4", tmp_path)
    slot.save(FIRST)
    refused = slot.save({"chosen": ["x" * MAX_BYTES]})
    assert (refused.ok, refused.message) == (False, "not saved: this answer is too large")
    assert names(tmp_path) == ["1.4.json"]
    assert AnswerSlot("1.4", tmp_path).load().answer == FIRST
    room = MAX_BYTES - (tmp_path / "1.4.json").stat().st_size
    assert slot.save({"chosen": ["a" * (room + 1)]}).ok, "just as large as a file can be"
    assert AnswerSlot("1.4", tmp_path).load().problem == ""


def test_lists_in_lists_are_judged_and_not_saved(tmp_path):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    assert not AnswerSlot("1.4", tmp_path).save(deep).ok
    exercise = get_exercise("1.4")
    for depth in range(900, 1000, 5):
        inside = f'{{"spans": {"[" * depth}{"]" * depth}}}'
        (tmp_path / "1.4.json").write_text(f'{{"format": 1, "answer": {inside}}}', "utf-8")
        verdict = judge_stored(exercise, AnswerSlot("1.4", tmp_path).load())
        assert verdict.score == 0


@given(data=st.binary(max_size=60) | st.text().map(str.encode))
def test_decode_refuses_in_words_and_never_otherwise(data):
    try:
        assert isinstance(decode(data), dict)
    except NotReadable as error:
        assert error.kind in ("damaged", "newer")
        assert str(error)


def test_progress_is_noted_and_a_damaged_note_is_nothing(tmp_path):
    exercise = get_exercise("0.3")
    verdict = exercise.check({"chosen": ["a"]})
    note_verdict(verdict, tmp_path)
    note_hint("0.3", 1, tmp_path)
    note_verdict(exercise.check({"chosen": ["b"]}), tmp_path)
    found = read_progress("0.3", tmp_path)
    assert (str(found.state), found.score, found.hints) == ("correct", 1.0, 1)
    (tmp_path / "progress" / "0.3.json").write_text('{"format": 1, "state": "won"}')
    assert read_progress("0.3", tmp_path) == Progress()
