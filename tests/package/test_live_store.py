"""The file of a class: what was acknowledged is in it, whatever happens to the server."""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from newsbook.errors import BadInput
from newsbook.live.store import (
    FORMAT,
    SavedAnswer,
    SavedClass,
    SavedRound,
    SavedStudent,
    Store,
)

ABOUT = SavedClass("an-id", "BCDF", True, 8950)

WRITER = """
import sys, threading
from pathlib import Path
from newsbook.live.store import SavedAnswer, SavedClass, Store

path = Path(sys.argv[1])
store = Store.reopen(path) if path.exists() else Store.create(path, SavedClass("i", "A", False, 0))
last = max((answer.seq for answer in store.answers(1)), default=0)
print("ready", flush=True)
for seq in range(last + 1, last + 100_000):
    # Three students in turn; the pipe is written to after the commit, as a socket would be.
    answer = SavedAnswer(1, f"s{seq % 3}", seq, "page", f'{{"chosen":["{seq}"]}}')
    said = f"{answer.student} {seq}"
    store.save_answer(answer, lambda said=said: print(said, flush=True))
    threading.Event().wait(0.0005)
"""


def answer(student="s1", seq=1, value='{"chosen":["a"]}'):
    return SavedAnswer(1, student, seq, "page", value)


def whole(path):
    """A class with a student, a round and many answers, closed."""
    store = Store.create(path, ABOUT)
    store.save_student(SavedStudent("s1", "Zoë", b"x" * 32))
    store.save_round(SavedRound(1, "1.1", 1, "open"))
    for number in range(400):
        store.save_answer(
            answer(f"s{number}", 1, json.dumps({"spans": [[number, number + 9]] * 20}))
        )
    store.close()
    return path


def test_killed_at_any_moment_it_has_every_acknowledged_answer(tmp_path):
    path = tmp_path / "a.newsclass"
    acknowledged = {}
    count = 0
    draw = random.Random(os.urandom(8))
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "ready\n"
        timer = threading.Timer(draw.uniform(0.03, 0.3), process.send_signal, [signal.SIGKILL])
        timer.start()
        for line in process.stdout:  # what came through the pipe before the end
            if line.endswith("\n"):
                student, seq = line.split()
                acknowledged[student] = max(acknowledged.get(student, 0), int(seq))
                count += 1
        assert process.wait() == -signal.SIGKILL
        store = Store.reopen(path)
        saved = {one.student: one.seq for one in store.answers(1)}
        for one in store.answers(1):
            assert json.loads(one.value) == {"chosen": [str(one.seq)]}
        store.close()
        assert all(saved[student] >= seq for student, seq in acknowledged.items())
    assert count > 100, f"only {count} answers were acknowledged"


def test_everything_comes_back(tmp_path):
    store = Store.reopen(whole(tmp_path / "a.newsclass"))
    assert store.about() == ABOUT
    assert store.students() == [SavedStudent("s1", "Zoë", b"x" * 32)]
    assert store.rounds() == [SavedRound(1, "1.1", 1, "open")]
    assert len(list(store.answers(1))) == 400 and not list(store.answers(2))
    store.save_round(SavedRound(1, "1.1", 1, "closed"))
    store.save_answer(answer("s1", 2, "{}"))
    store.close()
    again = Store.reopen(store.path)
    assert again.rounds()[0].phase == "closed"
    assert {one.student: one.seq for one in again.answers(1)}["s1"] == 2
    again.close()
    # One whole file is left, which can be copied.
    assert [path.name for path in tmp_path.iterdir()] == ["a.newsclass"]
    assert (store.path.stat().st_mode & 0o077) == 0 or os.name != "posix"


@pytest.mark.parametrize("harm", ["cut", "zeroes", "bits", "no table"])
def test_a_damaged_file_gets_a_sentence_and_is_kept(tmp_path, harm):
    path = whole(tmp_path / "a.newsclass")
    data = bytearray(path.read_bytes())
    if harm == "no table":
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("DROP TABLE class")
            connection.commit()
        data = path.read_bytes()
    elif harm == "zeroes":
        data[4096:12288] = bytes(8192)
    elif harm == "bits":
        for at in range(4200, len(data), 97):
            data[at] ^= 0xFF
    else:
        data = data[: len(data) // 2]
    path.write_bytes(data)
    with pytest.raises(BadInput) as refused:
        Store.reopen(path)
    assert str(path) in str(refused.value) and "\n" not in str(refused.value)
    kept = tmp_path / "a.newsclass.damaged-1"
    assert kept.read_bytes() == data and not path.exists()
    assert kept.name in str(refused.value) and "is damaged" in str(refused.value)


def test_a_newer_file_and_another_programs_are_left_alone(tmp_path):
    newer = whole(tmp_path / "newer.newsclass")
    with contextlib.closing(sqlite3.connect(newer)) as connection:
        connection.execute(f"PRAGMA user_version={FORMAT + 1}")
    other = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine (a)")
        connection.commit()
    text, empty = tmp_path / "README.md", tmp_path / "empty"
    text.write_text("A text of 100 characters or more. " * 9)
    empty.touch()
    for path in (newer, other, text, empty):
        before = path.read_bytes()
        said = "newer newsbook" if path == newer else "no class of newsbook"
        with pytest.raises(BadInput, match=said):
            Store.reopen(path)
        assert path.read_bytes() == before
    with pytest.raises(BadInput, match="There is no file"):
        Store.reopen(tmp_path / "nothing")


def test_two_servers_cannot_have_one_class(tmp_path):
    store = Store.reopen(whole(tmp_path / "a.newsclass"))
    with pytest.raises(BadInput, match="is still running: end it first"):
        Store.reopen(store.path)
    with pytest.raises(BadInput, match="there already"):
        Store.create(store.path, ABOUT)
    store.save_answer(answer("s1", 9))
    store.close()
    again = Store.reopen(store.path)
    assert {one.student: one.seq for one in again.answers(1)}["s1"] == 9
    again.close()


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot be written"):
        Store.create(tmp_path / "file" / "a.newsclass", ABOUT)


class Full:
    """A connection to a disk that is full for some tries."""

    def __init__(self, connection, tries):
        self._connection, self.tries = connection, tries

    def __enter__(self):
        return self._connection.__enter__()

    def __exit__(self, *error):
        return self._connection.__exit__(*error)

    def execute(self, *given):
        if given[0].startswith("INSERT") and self.tries:
            self.tries -= 1
            raise sqlite3.OperationalError("database or disk is full")
        return self._connection.execute(*given)

    def close(self):
        self._connection.close()


def test_a_full_disk_acknowledges_nothing_until_there_is_room(tmp_path, monkeypatch):
    monkeypatch.setattr("newsbook.live.store.RETRY_SECONDS", 0.05)
    store = Store.create(tmp_path / "a.newsclass", ABOUT)
    store._connection = full = Full(store._connection, 10**9)
    saved = threading.Event()
    store.save_answer(answer("s1", 1), saved.set)
    store.save_answer(answer("s2", 1))
    for _ in range(200):
        if store.trouble:
            break
        time.sleep(0.01)
    assert "disk is full" in store.trouble and "make room" in store.trouble
    assert not saved.wait(0.2)
    full.tries = 0
    assert saved.wait(10)
    store.flush()
    assert store.trouble == ""
    assert {one.student for one in store.answers(1)} == {"s1", "s2"}
    store.close()
