"""The door of a class: who may ask for what, and what every answer bears."""

import json
import logging
import re
import time

import pytest
from live_bed import POLL, Client, Pupil, Served, teacher
from tornado.httpclient import HTTPClientError

from newsbook.live import handlers
from newsbook.live.network import bound, lan_address, qr_code
from newsbook.live.room import Room

A, B = {"chosen": ["a"]}, {"chosen": ["b"]}
PAGES = ("/", "/BCDF", "/teacher", "/live/page/student.js", "/live/page/base.css", "/live/about")


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
        # Only the class's own file (and its log) has the token, so that the address stays.
        assert token.encode() not in path.read_bytes() or ".newsclass" in path.name
        assert path.stat().st_mode & 0o077 == 0
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


# Where it can be reached.


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
