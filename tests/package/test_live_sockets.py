"""The sockets of a class: what may come, what everybody hears, and who does not read."""

import itertools
import json
import os
import random
import re
import signal
import socket
import struct
import threading
import time
from base64 import b64encode
from pathlib import Path

import pytest
from live_bed import POLL, Client, Loop, Pupil, Served, teacher
from programs import class_started
from support import until
from tornado.httpclient import HTTPClientError

from newsbook.live import limits, sockets
from newsbook.live.listener import LISTENING
from newsbook.live.room import MOST_STUDENTS, Room
from newsbook.live.server import LiveServer
from newsbook.live.store import Store

A, B = {"chosen": ["a"]}, {"chosen": ["b"]}


# Sockets.


def test_a_stranger_is_told_so_and_nothing_else(shared):
    who = shared.join()
    for wrong in ({"student": "x", "secret": "y"}, {**who, "secret": "y"}):
        client = Client(shared)
        client.send({"do": "hello", **wrong})
        said = client.hear()
        assert said["do"] == "refused" and said["stranger"] is True and client.hear() == {}
    client = Client(shared)
    client.send({"do": "answer", "round": 1, "seq": 1, "client": "c", "value": A})
    assert client.hear() == {}


def test_who_does_not_say_hello_is_hung_up(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "HELLO_SECONDS", 0.1)
    served = Served(tmp_path / "a.newsclass")
    try:
        quiet, greeted = Client(served), Pupil(served)
        assert quiet.hear() == {}
        greeted.send({"do": "ping"})
        assert greeted.hear()["do"] == "pong"
        until(lambda: served.server.limits.sockets.total() == 1)
        assert not served.server._strangers
    finally:
        served.stop()


@pytest.mark.parametrize(
    "message",
    ["", "null", "[]", "{", '{"do":1}', "[" * 9000, '{"do":"answer"}', b"\x00\xff",
     '{"do":"\\ud800"}', '{"do":"answer","round":1,"seq":1e9,"client":"c"}',
     '{"do":"answer","round":1,"seq":1,"client":{}}'],
)  # fmt: skip
def test_what_is_no_message_does_no_harm(shared, message):
    pupil = Pupil(shared)
    pupil.send(message)
    said = pupil.hear()
    assert said["do"] == "refused" and said["why"].endswith(".")
    pupil.send({"do": "ping"})
    assert pupil.hear()["do"] == "pong"
    pupil.close()


def test_a_message_that_is_too_long_ends_the_socket(shared):
    pupil = Pupil(shared)
    pupil.send('{"do":"answer","x":"' + "x" * 300_000 + '"}')
    assert pupil.hear() == {}


def test_who_sends_too_fast_is_slowed_down_and_loses_nothing(served):
    served.teach("start", POLL)
    served.teach("open")
    fast, other = Pupil(served), Pupil(served)
    message = {"do": "answer", "round": 1, "client": "c", "value": A}

    async def flood():
        for seq in range(1, 101):
            await fast.socket.write_message(json.dumps(message | {"seq": seq}))

    served.call(flood)
    fast.hear("slow")
    assert other.answer(B, 1)["do"] == "ack"  # the others do not notice
    served.server.limits.clock = lambda: time.monotonic() + 60
    while (said := fast.answer(B, 101))["do"] == "slow":
        pass  # of before
    assert said["do"] == "ack"
    assert json.loads(served.room.round.answers[fast.who["student"]].value) == B

    async def on_and_on():
        for _ in range(limits.SOCKETS_OF_STUDENT + sockets.MOST_REFUSED + 100):
            await fast.socket.write_message("{}")

    served.call(on_and_on)
    while fast.hear():
        pass  # and in the end the socket is closed


def test_sockets_are_bounded_for_an_address_and_a_student(served, monkeypatch):
    who = served.join()
    tabs = [Pupil(served, who) for _ in range(limits.SOCKETS_OF_STUDENT + 2)]
    assert tabs[0].hear() == {} and tabs[1].hear() == {}
    served.server.limits.clock = lambda: time.monotonic() + 60  # so many hellos are a lot at once
    tabs[2].send({"do": "ping"})
    assert tabs[2].hear()["do"] == "pong"
    until(lambda: served.server.limits.sockets.total() == limits.SOCKETS_OF_STUDENT)
    assert served.room.here == 1
    served.server.limits.trusted = set()
    monkeypatch.setattr(limits, "SOCKETS_OF_ADDRESS", limits.SOCKETS_OF_STUDENT)
    with pytest.raises(HTTPClientError) as refused:
        Client(served)
    assert refused.value.code == 429
    for tab in tabs:
        tab.close()
    until(lambda: served.room.here == 0 and not served.server.sockets)
    assert not served.server.limits.sockets and not served.server._pages
    Pupil(served)


def test_a_school_behind_one_address_gets_in():
    made = limits.Limits(lambda: 0.0)
    assert [made.may_join("10.0.0.1") for _ in range(12)].count(True) == limits.FEW_STUDENTS
    made.allow("10.0.0.1")  # the teacher's one act
    assert all(made.may_join("10.0.0.1") for _ in range(1_000))
    # But no single one can fill a class, however long it goes on.
    seconds = itertools.count(1_000)
    made.clock = lambda: next(seconds)
    while made.may_join("10.0.0.1"):
        pass
    assert made.joined["10.0.0.1"] == limits.STUDENTS_OF_ADDRESS < MOST_STUDENTS
    for _ in range(1_000):
        assert made.may_connect("10.0.0.1")
        made.sockets["10.0.0.1"] += 2  # a page and a notebook each
    assert made.strangers("10.0.0.1") > 1_000 > made.strangers("10.0.0.2")


@pytest.mark.parametrize(
    "text", ["[1]", '{"at": []}', '{"at": 1000, "students": 1}', "x", "[" * 9000]
)
def test_addresses_out_of_a_file_may_be_anything(text):
    made = limits.Limits(lambda: 0.0)
    made.recall(text, 1000.0)
    assert not made.students and not made.joined


def test_a_class_that_is_opened_again_knows_who_joined_too_often(tmp_path):
    room = Room.new(tmp_path / "a.newsclass")
    first = LiveServer(room)
    for address in ("10.0.0.1", "10.0.0.2", "10.0.0.3"):
        for n in range(limits.FEW_STUDENTS):
            assert first.limits.may_join(address)
            first.limits.came_from(f"{address} {n}", address)
    first.limits.allow("10.0.0.2")
    first.drop(address="10.0.0.3")
    first._keep_addresses()
    room.store.close()
    again = Room.reopen(room.store.path)
    made = LiveServer(again).limits
    each = [made.may_join(f"10.0.0.{n}") for n in (1, 2, 3, 4)]
    assert each == [False, True, False, True]
    assert len(made.from_address("10.0.0.1")) == limits.FEW_STUDENTS
    # In another lesson a network has given its addresses to others.
    kept = again.store.kept("addresses")
    later = limits.Limits(lambda: 0.0)
    later.recall(kept, json.loads(kept)["at"] + 24 * 3600)
    assert later.may_join("10.0.0.1") and not later.students
    again.store.close()


def never_reading(served, who):
    """A student's socket that says hello and then reads nothing."""
    line = socket.create_connection(("127.0.0.1", served.port))
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    key = b64encode(b"0123456789abcdef").decode()
    line.sendall(
        f"GET /live/student HTTP/1.1\r\nHost: {served.host}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    assert b"101" in line.recv(4096)
    hello = json.dumps({"do": "hello", **who}).encode()
    line.sendall(struct.pack("!BBH", 0x81, 0x80 | 126, len(hello)) + bytes(4) + hello)
    return line


def test_a_phone_that_does_not_read_fills_no_memory_and_is_hung_up(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "STUCK_SECONDS", 0.3)
    monkeypatch.setattr("newsbook.live.server.SWEEP_SECONDS", 0.1)
    served = Served(tmp_path / "a.newsclass")
    try:
        line = never_reading(served, served.join())
        until(lambda: served.room.here == 1)
        (stuck,) = served.server.sockets
        stuck.ws_connection.stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        other = Pupil(served)
        largest = 0
        for _ in range(60):  # some megabytes
            served.teach("start", "entities:nato_seoul:all")
            stream = stuck.ws_connection and stuck.ws_connection.stream
            if stream is not None:
                waiting = sum(len(m) for m in stuck.outbox._waiting.values() if isinstance(m, str))
                largest = max(largest, len(stream._write_buffer) + waiting)
        assert 0 < largest < 400_000
        until(lambda: served.room.here == 1)  # hung up; the other is still there
        assert other.hear("state", round=60)
        line.close()
    finally:
        served.stop()


def test_a_request_that_never_ends_is_given_up(monkeypatch, tmp_path):
    monkeypatch.setitem(LISTENING, "idle_connection_timeout", 0.2)
    served = Served(tmp_path / "a.newsclass")
    try:
        with socket.create_connection(("127.0.0.1", served.port)) as line:
            line.settimeout(10)
            line.sendall(b"GET / HTTP/1.1\r\nHost: ")
            assert line.recv(100) == b""
    finally:
        served.stop()


# What everybody hears.


def test_two_tabs_of_a_student_show_the_same_and_count_once(served):
    served.teach("start", POLL)
    served.teach("open")
    who = served.join()
    left, right = Pupil(served, who, "left"), Pupil(served, who, "right")
    left.answer(A, 1)
    assert right.hear("value")["value"] == A
    right.answer(B, 2)
    assert left.hear("value")["at"] == [2, "right"]
    served.teach("reveal")
    for tab in (left, right):
        state = tab.hear("state", phase="revealed")
        assert state["value"] == B
        assert [option["n"] for option in state["heat"]["now"]["options"]] == [0, 1]
    # A tab that was offline sends an older change: it hears which one counts.
    served.teach("again")
    left.answer(B, 7, round=2)
    late = right.answer(A, 3, round=2)
    assert late["value"] == B and late["at"] == [7, "left"]


def test_the_teacher_hears_of_answers_within_a_second_and_not_with_each(served):
    watching = teacher(served)
    for message in ({"do": "start", "activity": POLL}, {"do": "open"}, {"do": "live", "on": True}):
        watching.send(message)
    pupils = [Pupil(served) for _ in range(5)]
    watching.hear("state", here=5)
    heard = len(watching.heard)
    began = time.monotonic()
    for seq in range(1, 7):
        for pupil in pupils:
            assert pupil.answer(A if seq % 2 else B, seq)["do"] == "ack"
    while watching.hear("heat")["now"]["options"][1]["n"] != 5:
        pass
    took = time.monotonic() - began
    maps = sum(message["do"] == "heat" for message in watching.heard[heard:])
    assert maps <= took / 0.25 + 2 < 30


def test_a_teacher_hears_why_not(served):
    watching = teacher(served)
    for message, said in (
        ({"do": "open"}, "Start an activity first"),
        ({"do": "save"}, "Reveal the answers first"),
        ({"do": "start", "activity": "nonsense"}, "There is no activity"),
        ({"do": "start", "activity": "tokens:/etc/passwd"}, ""),
        ({"do": "start"}, "fitting “activity”"),
        ({"do": "_begin"}, "can start, open"),
    ):
        watching.send(message)
        assert said in watching.hear("refused")["why"]


def test_what_is_revealed_can_be_saved(served, tmp_path):
    watching = teacher(served)
    for do in ("open", "reveal"):
        watching.send({"do": "start", "activity": POLL} if do == "open" else {"do": "ping"})
        watching.send({"do": do})
    watching.send({"do": "save"})
    names = watching.hear("saved")["files"]
    assert {Path(name).suffix for name in names} == {".html", ".csv"}
    assert all((tmp_path / name).is_file() for name in names)


def test_stopped_the_class_goes_on_where_it_was(tmp_path):
    served = Served(tmp_path / "a.newsclass")
    served.teach("start", POLL)
    served.teach("open")
    who = Pupil(served).who
    assert Pupil(served, who).answer(A, 1)["do"] == "ack"
    served.stop()
    again = Served(tmp_path / "a.newsclass", make=Room.reopen, port=served.port)
    try:
        assert again.port == served.port and again.room.about.port == served.port
        pupil = Pupil(again, who)
        assert pupil.state["value"] == A and pupil.state["phase"] == "open"
        assert pupil.answer(A, 1)["do"] == "ack"  # asked again, counted once
        assert len(again.room.round.answers) == 1
    finally:
        again.stop()


class Far(Loop):
    """A class that a process of its own serves, as a teacher starts it."""

    def __init__(self, folder, *args):
        super().__init__()
        self.process, said = class_started(folder, *args)
        self.host, self.code = re.search(r"http://(127\S+)/([A-Z]{4})\n", said).groups()
        self.token = re.search(r"teacher#(\S+)", said)[1]

    def join(self):
        return self.joined(self.code)


def kill_when(process, is_due):
    """Kill a process some moment after it is due."""
    while not is_due() and process.poll() is None:
        time.sleep(0.001)
    time.sleep(random.random() * 0.02)
    process.send_signal(signal.SIGKILL)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no kill -9")
def test_a_server_killed_at_any_moment_comes_back_with_every_acknowledged_answer(tmp_path):
    args, who, seq, heard = [POLL], [None] * 4, 0, 0
    for turn in range(2):
        far = Far(tmp_path, *args)
        try:
            if not turn:
                watching = Client(far, "/live/teacher")
                watching.send({"do": "hello", "token": far.token})
                for message in ({"do": "start", "activity": POLL}, {"do": "open"}):
                    watching.send(message)
                watching.hear("state", phase="open")
            pupils = [Pupil(far, known) for known in who]
            who = [pupil.who for pupil in pupils]
            acknowledged = dict.fromkeys((one["student"] for one in who), 0)
            due = heard + random.randint(20, 60)
            threading.Timer(0, kill_when, [far.process, lambda: heard >= due]).start()  # noqa: B023
            going = True
            while going:
                seq += 1
                for pupil in pupils:
                    try:
                        said = pupil.answer({"chosen": [random.choice("ab")]}, seq)
                    except Exception:
                        said = {}
                    if said.get("do") == "ack":
                        acknowledged[pupil.who["student"]] = said["seq"]
                        heard += 1
                    elif not said:
                        going = False
                        break
                    else:
                        time.sleep(0.02)  # too fast: as a page would, it waits
            assert far.process.wait(20) == -signal.SIGKILL
        finally:
            far.process.kill()
            far.process.wait()
            far.end()
        (file,) = tmp_path.glob("newsbook-classes/*.newsclass")
        store = Store.reopen(file)
        saved = {answer.student: answer.seq for answer in store.answers(1)}
        store.close()
        assert all(saved.get(student, 0) >= last for student, last in acknowledged.items())
        args = ["--reopen", str(file)]
    assert heard >= 40
