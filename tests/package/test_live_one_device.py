"""What one device could do to a class, and cannot."""

import asyncio
import contextlib
import json
import socket
import time

import pytest
from live_bed import POLL, Client, Pupil, Served, teacher
from support import until
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError

from newsbook.live import limits, listener, students
from newsbook.live.room import Refused, Room
from newsbook.live.turns import Turns

A, B = {"chosen": ["a"]}, {"chosen": ["b"]}


@pytest.fixture
def served(served):
    """A class to which loopback is an address like any other."""
    served.server.limits.trusted = set()
    return served


def crowd(page):
    """The one address that the teacher's page is told of."""
    while not (told := page.hear("state")["crowds"]):
        pass
    (one,) = told
    return one


def ask_to_join(served, code=""):
    return served.ask("/live/join", {"code": code or served.room.about.code})


# One device that joins again and again.


def test_one_address_cannot_outvote_a_class_and_what_it_sent_can_be_taken_out(served):
    served.teach("start", POLL)
    served.teach("open")
    honest = Pupil(served)
    served.server.limits.students[honest.who["student"]] = "10.0.0.7"
    assert honest.answer(A, 1)["do"] == "ack"
    page = teacher(served)
    fakes = []
    while (said := ask_to_join(served))[0] == 200:
        fakes.append(json.loads(said[2]))
        assert len(fakes) < 50
    assert said[0] == 429 and "your teacher can let more in" in json.loads(said[2])["why"]
    assert len(fakes) == limits.FEW_STUDENTS - 1
    pages = [Pupil(served, {name: fake[name] for name in ("student", "secret")}) for fake in fakes]
    assert all(pupil.answer(B, 1)["do"] == "ack" for pupil in pages)
    told = crowd(page)
    assert told["address"] == "127.0.0.1" and not told["allowed"]
    assert "9 of 10 students come from 127.0.0.1." in told["why"] and "More want" in told["why"]
    page.send({"do": "drop", "address": "127.0.0.1"})
    refused = pages[0].hear("refused")
    assert refused["stranger"] is True and pages[0].hear() == {}
    until(lambda: served.room.joined == 1)
    counts = served.room.round.tally.counts()
    assert (counts["answered"], counts["students"]) == (1, 1)
    assert ask_to_join(served)[0] == 429  # nor does it come in again
    assert honest.answer(B, 2)["do"] == "ack"
    served.room.store.flush()
    assert [one.student for one in served.room.store.answers(1)] == [honest.who["student"]]
    assert [one.id for one in served.room.store.students()] == [honest.who["student"]]


def test_a_school_behind_one_address_is_let_in_with_one_act(served):
    page = teacher(served)
    while ask_to_join(served)[0] == 200:
        assert served.room.joined < 50
    page.send({"do": "allow", "address": crowd(page)["address"]})
    until(lambda: served.server.limits.allowed)
    assert [ask_to_join(served)[0] for _ in range(30)] == [200] * 30
    assert crowd(page)["address"] == "127.0.0.1"
    assert served.server.limits.crowds()[0]["allowed"] is True


def test_students_of_a_name_can_be_taken_out(tmp_path):
    served = Served(tmp_path / "a.newsclass", names=True)
    try:
        served.teach("start", POLL)
        served.teach("open")
        bad, good = Pupil(served, served.join("Boo")), Pupil(served, served.join("Ada"))
        bad.answer(B, 1), good.answer(A, 1)
        teacher(served).send({"do": "drop", "name": "Boo"})
        assert bad.hear("refused")["stranger"]
        until(lambda: list(served.room.round.answers) == [good.who["student"]])
    finally:
        served.stop()


def test_a_full_class_makes_room_of_who_has_gone_and_never_answered(tmp_path, monkeypatch):
    monkeypatch.setattr(students, "MOST_STUDENTS", 6)
    room = Room.new(tmp_path / "a.newsclass")
    here, answered, *_ = (room.join()[0] for _ in range(6))
    room.enter(here)
    room.start(POLL)
    room.open()
    room.answer(answered, 1, 1, "p", A)
    more = [room.join() for _ in range(4)]
    assert all(room.admit(*one) for one in more[-1:]) and room.joined <= 6
    assert {here, answered} <= set(room._secrets) and "was full" in room.notes[-1]
    for student in list(room._secrets):
        room.enter(student)
    with pytest.raises(Refused, match="full"):
        for _ in range(6):
            room.enter(room.join()[0])
    room.store.close()


# One device that sends much.


def test_a_new_line_brings_no_new_measure(served, monkeypatch):
    served.teach("start", POLL)
    served.teach("open")
    served.server.limits.clock = lambda: 1.0  # no time goes by
    put, taken = served.server.turns.put, []
    monkeypatch.setattr(served.server.turns, "put", lambda *one: taken.append(one[0]) or put(*one))
    who, seq = served.join(), 0
    for _ in range(6):
        client = Client(served)
        client.send({"do": "hello", **who})
        for _ in range(12):
            seq += 1
            message = {"do": "answer", "round": 1, "seq": seq, "client": "c", "value": A}
            with contextlib.suppress(WebSocketClosedError):
                client.send(message)
        client.close()
    until(lambda: served.room.here == 0 and not served.server.sockets)
    assert 0 < len(taken) < 8  # eight at once, hellos among them
    assert Pupil(served).answer(B, 1)["do"] == "ack"  # the next one is not held up


def test_an_address_has_a_measure_unless_it_is_let_in():
    made = limits.Limits(lambda: 0.0)
    assert [made.takes("10.0.0.9", 9) for _ in range(200)].count(True) == 80
    assert made.takes("10.0.0.8", 9) and made.takes("127.0.0.1", 9)
    made.allow("10.0.0.9")
    assert made.takes("10.0.0.9", 9)
    behind = limits.Limits(lambda: 0.0, proxied=True)
    assert all(behind.takes("10.0.0.9", 9) and behind.may_join("10.0.0.9") for _ in range(200))


def test_between_two_long_answers_the_teacher_is_heard():
    read = []

    async def lesson():
        turns = Turns()
        for number in range(60):
            turns.put(f"s{number % 20}", f"tab{number // 20}", 1, lambda: read.append(slow()))
        turns.put("honest", "tab", 1, lambda: read.append("honest"))
        await asyncio.sleep(0)
        heard = len(read)
        await turns.done()
        return heard

    def slow():
        time.sleep(0.005)
        return "long"

    heard = asyncio.run(lesson())
    assert heard < 5 and len(read) == 61
    assert read.index("honest") == 20  # each of the others had one turn before, not three


def test_of_one_page_only_the_newest_answer_is_read():
    read = []

    async def lesson():
        turns = Turns()
        for seq in (1, 5, 3):
            turns.put("s", "tab", seq, lambda seq=seq: read.append(seq))
        for page in range(50):
            turns.put("t", f"tab{page}", 1, lambda: read.append("t"))
        turns.put("gone", "tab", 1, lambda: read.append("gone"))
        turns.put("u", "tab", 1, lambda: 1 / 0)
        turns.forget("gone")
        turns.put("v", "tab", 1, lambda: read.append("v"))
        await turns.done()

    asyncio.run(lesson())
    assert read[0] == 5 and read.count("t") <= 6 and "gone" not in read and "v" in read


def test_what_came_before_is_acknowledged_and_not_written_again(tmp_path, monkeypatch):
    room = Room.new(tmp_path / "a.newsclass")
    (student, _), told, written = room.join(), [], []
    room.start(POLL)
    room.open()
    save = room.store.save_answer
    monkeypatch.setattr(room.store, "save_answer", lambda *args: written.append(1) or save(*args))
    with room.store._lock:  # nothing is committed meanwhile
        room.answer(student, 1, 7, "p", A, lambda: told.append("first"))
        room.answer(student, 1, 7, "p", A, lambda: told.append("same"))
        assert told == []
    room.store.flush()
    assert told == ["first", "same"]
    room.answer(student, 1, 0, "p", B, lambda: told.append("old"))
    room.close()
    room.answer(student, 1, 7, "p", A, lambda: told.append("closed"))
    assert told[2:] == ["old", "closed"] and len(written) == 1
    room.store.close()


def test_a_change_cannot_be_numbered_so_that_none_comes_after(tmp_path):
    room = Room.new(tmp_path / "a.newsclass")
    student, _ = room.join()
    room.start(POLL)
    room.open()
    with pytest.raises(Refused, match="numbered"):
        room.answer(student, 1, 2**53 - 1, "p", A)
    room.answer(student, 1, 900, "p", A)  # who was offline for long has made many
    room.store.close()


# One device that holds the door.


def half_sent(served):
    line = socket.create_connection(("127.0.0.1", served.port))
    line.sendall(b"GET / HTTP/1.1\r\nHost: ")
    line.settimeout(10)
    return line


def is_cut(line):
    try:
        return line.recv(9) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("bound", ["an address", "all"])
def test_who_holds_connections_loses_the_oldest_and_keeps_nobody_out(served, monkeypatch, bound):
    if bound == "all":
        served.server._http.most = 5
    else:
        monkeypatch.setattr(listener, "CONNECTIONS_OF_ADDRESS", 5)
    lines = [half_sent(served) for _ in range(9)]
    try:
        assert all(is_cut(line) for line in lines[:4])
        assert served.ask("/live/about")[0] == 200
        assert served.server.limits.cut["127.0.0.1"] >= 5
        until(lambda: served.server._http._count <= 5)
        served.server.limits.trusted = {"127.0.0.1"}
        lines += [half_sent(served) for _ in range(9)]
        until(lambda: served.server._http._count > 9)  # the teacher's machine is not bounded
    finally:
        for line in lines:
            line.close()
    until(lambda: served.server._http._count == 0 and not served.server._http._open)


def test_sockets_that_say_nothing_make_room(served, monkeypatch):
    monkeypatch.setattr(limits, "STRANGERS_OF_ADDRESS", 4)
    quiet = [Client(served) for _ in range(7)]
    assert quiet[0].hear() == {} and quiet[2].hear() == {}
    until(lambda: len(served.server.sockets) == 4)
    pupil = Pupil(served)
    monkeypatch.setattr(limits, "SOCKETS", 4)
    other = Pupil(served)  # one too many in all: a silent one goes
    for one in (pupil, other):
        one.send({"do": "ping"})
        assert one.hear()["do"] == "pong"
    while served.server._strangers:
        Pupil(served)
    with pytest.raises(HTTPClientError) as refused:
        Client(served)  # all have said who they are
    assert refused.value.code == 429


def test_guessing_keeps_nobody_out_who_has_the_qr_code(served):
    for _ in range(25):
        ask_to_join(served, "ZZZZ")
    assert ask_to_join(served)[0] == 429
    whole = served.server.sure_address.rpartition("/")[2]
    assert whole.startswith(served.room.about.code) and len(whole) == 17
    assert ask_to_join(served, whole)[0] == 200 and ask_to_join(served, whole.lower())[0] == 200
    wrong = whole[:-1] + ("B" if whole[-1] != "B" else "C")
    assert ask_to_join(served, wrong)[0] == 429
    assert served.ask(f"/{whole}")[0] == 200 and served.ask(f"/{whole}X")[0] == 404
    assert served.server.key not in served.server.join_address
