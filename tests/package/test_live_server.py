"""The door of a class: who may come in, how much may come, and what leaves."""

import json
import logging
import re
import socket
import struct
import time
from base64 import b64encode
from pathlib import Path

import pytest
from live_bed import POLL, Client, Pupil, Served, teacher
from tornado.httpclient import HTTPClientError

from newsbook.live import handlers, limits, sockets
from newsbook.live.network import bound, lan_address, qr_code
from newsbook.live.room import Room

A, B = {"chosen": ["a"]}, {"chosen": ["b"]}
PAGES = ("/", "/BCDF", "/teacher", "/live/page/student.js", "/live/page/base.css", "/live/about")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A class for tests that leave nothing behind in it."""
    served = Served(tmp_path_factory.mktemp("live") / "a.newsclass")
    yield served
    served.stop()


@pytest.fixture
def served(tmp_path):
    made = Served(tmp_path / "a.newsclass")
    yield made
    made.stop()


def until(condition, seconds=10.0):
    """Wait for what comes from another thread."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()


# Who may ask.


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_keeps_the_page_to_itself(shared, path):
    status, headers, text = shared.ask(path)
    assert status == 200 and text
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["connect-src"] == f"'self' ws://{shared.host} wss://{shared.host}"
    allowed = {"'none'", "'self'", "'unsafe-inline'", "data:"}
    for name, sources in policy.items():
        foreign = set(sources.split()) - allowed - {f"ws://{shared.host}", f"wss://{shared.host}"}
        assert not foreign, name
    assert "'unsafe-inline'" not in policy["script-src"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer" and headers["X-Frame-Options"] == "DENY"
    assert "Server" not in headers and "Access-Control-Allow-Origin" not in headers


def test_pages_ask_nothing_of_anybody_else():
    names = sorted(handlers._FILES | set(handlers._BUNDLES) | {"student.html", "teacher.html"})
    for name in names:
        text = handlers.page_file(name).decode()
        # A namespace is a name, and is not asked for.
        for address in re.findall(r"https?://[\w.]+[^\s\"'`)]*", text):
            assert address.startswith("http://www.w3.org/"), (name, address)
        assert not re.search(r"(src|href)=[\"']//|@import|url\((?![\"']?data:)", text), name
    for name in ("student.html", "teacher.html"):
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=", handlers.page_file(name).decode())


@pytest.mark.parametrize("host", ["evil.test", "evil.test:8950", "127.0.0.1", "[::1]:80", ""])
def test_a_name_that_was_made_to_lead_here_is_refused(shared, host):
    for path in (*PAGES, "/live/nothing"):
        status, headers, text = shared.ask(path, headers={"Host": host})
        assert status in (400, 403), path
        assert "evil" not in headers.get("Content-Security-Policy", "") and "class" not in headers
        assert shared.room.about.code not in text
    status, _, _ = shared.ask("/live/join", {"code": shared.room.about.code}, {"Host": host})
    assert status in (400, 403)
    for path in ("/live/student", "/live/teacher"):
        with pytest.raises(HTTPClientError) as refused:
            Client(shared, path, Host=host)
        assert refused.value.code in (400, 403)


@pytest.mark.parametrize(
    "origin", ["http://evil.test", "null", "https://127.0.0.1", "http://[", ""]
)
def test_a_page_from_elsewhere_can_neither_post_nor_open_a_socket(shared, origin):
    before = shared.room.joined
    status, _, _ = shared.ask("/live/join", {"code": shared.room.about.code}, {"Origin": origin})
    assert status == 403 and shared.room.joined == before
    for path in ("/live/student", "/live/teacher"):
        with pytest.raises(HTTPClientError) as refused:
            Client(shared, path, Origin=origin)
        assert refused.value.code == 403
    Client(shared, Origin=shared.url).close()  # ours may


def test_what_a_form_can_send_does_not_join(shared):
    body, before = {"code": shared.room.about.code}, shared.room.joined
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert shared.ask("/live/join", body, {"Content-Type": kind})[0] in (400, 415)
    assert shared.room.joined == before
    assert shared.ask("/live/join?code=" + shared.room.about.code)[0] in (404, 405)
    for wrong in ([], {"code": 1}, {"code": None}, {}):
        assert shared.ask("/live/join", wrong)[0] == 400
    assert shared.ask("/live/join", {"code": "x" * 10_000})[0] in (400, 413)


@pytest.mark.parametrize(
    "path",
    ["/live/page/../server.py", "/live/page/%2e%2e/server.py", "/live/page/heat_door.js", "/ABCDE",
     "/live/page/student.html", "/live/widget/abc.js", "/live/page/theme.js", "/favicon.ico"],
)  # fmt: skip
def test_only_the_pages_files_are_served(shared, path):
    status, _, text = shared.ask(path)
    assert status == 404 and json.loads(text) == {"why": "There is nothing here."}


# The teacher's token.


def test_only_the_token_makes_a_teacher(shared):
    token = shared.server.token
    assert len(token) >= 32
    for wrong in ("", token[:-1], token + "x", "\ud800", token.swapcase()):
        client = Client(shared, "/live/teacher")
        client.send({"do": "hello", "token": wrong})
        assert client.hear()["do"] == "refused" and client.hear() == {}
    for wrong in ({"do": "open"}, {"do": "start", "activity": POLL}):
        client = Client(shared, "/live/teacher")
        client.send(wrong)
        assert client.hear() == {}  # closed, and nothing done
    assert shared.room.round is None
    teacher(shared).close()


def test_students_never_see_the_token_and_no_log_has_it(served, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    pupil = Pupil(served)
    watching = teacher(served)
    watching.send({"do": "start", "activity": POLL})
    watching.send({"do": "open"})
    pupil.hear("state", phase="open")
    pupil.answer(A, 1)
    watching.send({"do": "reveal"})
    pupil.hear("state", phase="revealed")
    pupil.send({"do": "hello", "token": served.server.token})
    served.ask("/live/nothing")
    token = served.server.token
    assert token not in json.dumps(pupil.heard)
    for path in PAGES:
        assert token not in served.ask(path)[2]
    served.room.store.flush()
    for path in tmp_path.iterdir():
        assert token.encode() not in path.read_bytes()
        assert pupil.who["secret"].encode() not in path.read_bytes()
    for said in (token, pupil.who["secret"], served.room.about.code):
        assert said not in caplog.text
    assert "#" in served.server.teacher_address and token not in served.server.join_address


def test_the_teachers_page_is_for_the_teachers_machine(tmp_path):
    room = Room.new(tmp_path / "a.newsclass")
    try:
        from newsbook.live.server import LiveServer

        server = LiveServer(room, lan="192.168.1.7")
        anywhere = LiveServer(room, teach_from_anywhere=True)
        assert server.may_teach("127.0.0.1") and not server.may_teach("192.168.1.9")
        assert anywhere.may_teach("192.168.1.9")
        server.port = 8950
        assert server.join_address == f"http://192.168.1.7:8950/{room.about.code}"
        assert server.teacher_address.startswith("http://127.0.0.1:8950/teacher#")
    finally:
        room.store.close()


# The class code.


def test_guessing_codes_ends_soon_and_who_is_in_stays_in(served):
    inside = Pupil(served)
    answers = [served.ask("/live/join", {"code": "ZZZZ"})[0] for _ in range(25)]
    assert answers[:20] == [403] * 20 and answers[-1] == 429
    # The right code, too, or else the next guess could be one.
    status, headers, text = served.ask("/live/join", {"code": served.room.about.code})
    assert status == 429 and headers["Retry-After"] and "wait" in json.loads(text)["why"]
    served.teach("start", POLL)
    served.teach("open")
    assert inside.answer(A, 1)["do"] == "ack"
    assert "wrong class codes came from 127.0.0.1" in served.server._place()["notes"][-1]
    served.server.limits.clock = lambda: time.monotonic() + 60
    assert served.ask("/live/join", {"code": f" {served.room.about.code.lower()} "})[0] == 200


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
        assert served.server.limits.strangers.total() == 0
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
    for socket_ in served.server.sockets:
        socket_.meter._clock = served.server.limits.clock
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
    tabs[2].send({"do": "ping"})
    assert tabs[2].hear()["do"] == "pong"
    until(lambda: served.server.limits.sockets.total() == limits.SOCKETS_OF_STUDENT)
    assert served.room.here == 1
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
    assert all(made.may_join("10.0.0.1") for _ in range(1_000))
    for _ in range(1_000):
        assert made.may_connect("10.0.0.1")
        made.sockets["10.0.0.1"] += 2  # a page and a notebook each
        made.strangers["10.0.0.1"] += 1


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
    monkeypatch.setitem(__import__("newsbook.live.server", fromlist=["x"])._HTTP,
                        "idle_connection_timeout", 0.2)  # fmt: skip
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


def test_killed_or_stopped_the_class_goes_on_where_it_was(tmp_path):
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


def test_a_port_in_use_gives_the_next():
    port, first = bound(0, ["127.0.0.1"])
    try:
        for line in first:
            line.listen()
        after, second = bound(port, ["127.0.0.1"])
        assert port < after < port + 60
        for line in second:
            line.close()
    finally:
        for line in first:
            line.close()


def test_without_lan_only_this_machine_is_listened_on(shared):
    listening = [s.getsockname()[0] for s in shared.server._http._sockets.values()]
    assert set(listening) == {"127.0.0.1"}


@pytest.mark.skipif(lan_address() is None, reason="this machine is in no network")
def test_with_lan_it_can_be_reached_there_and_the_teacher_cannot(tmp_path):
    address = lan_address()
    served = Served(tmp_path / "a.newsclass", lan=address)
    try:
        served.host = f"{address}:{served.port}"
        served.url = f"http://{served.host}"
        assert served.server.join_address == f"{served.url}/{served.room.about.code}"
        assert served.ask("/")[0] == 200 and Pupil(served).state["phase"] == "waiting"
        assert served.ask("/teacher")[0] == 403
        with pytest.raises(HTTPClientError) as refused:
            Client(served, "/live/teacher")
        assert refused.value.code == 403
    finally:
        served.stop()


def test_the_qr_code_is_the_address():
    segno = pytest.importorskip("segno")
    address = "http://192.168.1.7:8950/BCDF"
    assert qr_code(address).startswith("data:image/svg+xml")
    assert qr_code(address) == segno.make(address, error="m", micro=False).svg_data_uri(
        scale=8, border=3, dark="#000", light="#fff", omitsize=True
    )
    assert qr_code(address) != qr_code(address + "x")
