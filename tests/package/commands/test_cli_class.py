"""`newsbook class`, as a teacher types it."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from programs import class_started

from newsbook.cli import classes
from newsbook.live import network
from newsbook.live.room import Room

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")


@contextlib.contextmanager
def started(folder, *args, ends=signal.SIGINT):
    """The command and what it said, until the teacher's address; ended as Ctrl-C does."""
    process, said = class_started(folder, *args, stderr=subprocess.STDOUT)
    try:
        yield process, said
        process.send_signal(ends)
        rest = process.stdout.read()
        assert process.wait(20) == 0, rest
        assert "Traceback" not in rest and "The class has ended" in rest
    finally:
        process.kill()
        process.wait()


def run(folder, *args):
    return subprocess.run(
        [sys.executable, "-m", "newsbook.cli", "class", "--no-browser", *args],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_class_is_held_ended_and_opened_again(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with started(tmp_path, "1.1", "--port", str(port)) as (_, said):
            assert f"Port {port} is in use" in said and "Only this machine" in said
            address, code = re.search(r"(http://127\S+/)([A-Z]{4})\n", said).groups()
            token = re.search(r"teacher#(\S+)", said)[1]
            with urlopen(address + code, timeout=20) as page:
                assert b"Join the class" in page.read()
            body = json.dumps({"code": code}).encode()
            kind = {"Content-Type": "application/json"}
            with urlopen(Request(f"{address}live/join", body, kind), timeout=20) as joined:
                assert b"secret" in joined.read()
    (file,) = (tmp_path / "newsbook-classes").iterdir()  # one file, its log merged into it
    with started(tmp_path, "--reopen", str(file), ends=signal.SIGTERM) as (_, said):
        # Where it was, so that addresses on the board and places kept in browsers hold.
        assert f"{address}{code}" in said
        assert re.search(r"teacher#(\S+)", said)[1] == token


@pytest.mark.parametrize(
    "args, said",
    [
        (["nonsense"], "There is no activity"),
        (["--reopen", "missing"], "There is no file missing"),
        (["--reopen", "."], "is a folder"),
        (["--reopen", "missing", "--names"], "leave --names out"),
        (["--address", "203.0.113.9"], "has no such address"),
        (["--port", "99999"], "99999"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(tmp_path, args, said):
    done = run(tmp_path, *args)
    assert done.returncode == 2 and said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.newsclass"))


def test_started_twice_in_a_minute_nothing_is_overwritten(tmp_path):
    with started(tmp_path, "1.1") as (_, one), started(tmp_path, "1.1") as (_, two):
        assert one != two
        assert len(list(Path(tmp_path).rglob("*.newsclass"))) == 2
        assert time.strftime("%Y") in next(Path(tmp_path).rglob("*.newsclass")).name
    # Nobody joined either, and nothing was asked: a try leaves nothing behind.
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_class_that_is_opened_again_is_where_phones_look_for_it(tmp_path, monkeypatch):
    room = Room.new(tmp_path / "a.newsclass")
    monkeypatch.setattr(network, "is_here", lambda address: address == "192.0.2.9")
    assert classes._as_before(room, None) is None and not room.notes  # it was on this machine only
    room.store.keep("lan", "192.0.2.9")
    assert room.store.flush(5)
    assert classes._as_before(room, None) == "192.0.2.9"
    assert classes._as_before(room, False) is None and not room.notes
    # In another network nobody has asked for it to be open.
    room.store.keep("lan", "192.0.2.8")
    assert room.store.flush(5)
    assert classes._as_before(room, None) is None
    assert "open it again with --lan" in room.notes[0]
    monkeypatch.setattr(network, "lan_address", lambda: "192.0.2.7")
    assert classes._as_before(room, True) == "192.0.2.7"
    room.store.close()
