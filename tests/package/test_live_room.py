"""A class without networking: who may do what when, and which answer counts."""

import json

import pytest
from live_bed import POLL

from newsbook.errors import BadInput
from newsbook.live.room import Refused, Room
from newsbook.live.rounds import Phase
from newsbook.live.wire import clean_name, parse

A, B = {"chosen": ["a"]}, {"chosen": ["b"]}


@pytest.fixture
def room(tmp_path):
    made = Room.new(tmp_path / "a.newsclass")
    yield made
    made.store.close()


def opened(room, count=1, activity=POLL):
    students = [room.join()[0] for _ in range(count)]
    for student in students:
        room.enter(student)
    room.start(activity)
    room.open()
    return students


def shown(room):
    return json.loads(room.heat())


def test_an_activity_from_waiting_to_the_second_vote(room):
    one, two = opened(room, 2)
    number = room.round.number
    room.answer(one, number, 1, "p", A)
    room.answer(two, number, 1, "p", A)
    # The projector's page does not hold what is not revealed.
    assert shown(room) == {
        "now": {"kind": "choice", "students": 2, "answered": 2},
        "before": None,
        "same": 0,
    }
    room.close()
    with pytest.raises(Refused, match="closed"):
        room.answer(one, number, 2, "p", B)
    room.reveal()
    assert shown(room)["now"]["options"] == [{"key": "a", "n": 2}, {"key": "b", "n": 0}]
    assert "heat" in json.loads(room.student_state(one))
    room.hide()
    assert room.phase is Phase.CLOSED and "options" not in shown(room)["now"]
    assert "heat" not in json.loads(room.student_state(one))
    room.again()
    assert (room.round.vote, room.phase) == (2, Phase.OPEN)
    # What was said before stands until it is changed.
    assert shown(room)["now"]["answered"] == shown(room)["same"] == 2
    assert json.loads(room.student_state(one))["same"] is True
    with pytest.raises(Refused, match="over"):
        room.answer(one, number, 3, "p", B)
    room.answer(one, room.round.number, 1, "p", B)
    room.reveal()
    told = shown(room)
    assert told["now"]["options"] == [{"key": "a", "n": 1}, {"key": "b", "n": 1}]
    assert told["same"] == 1 and "same" not in json.loads(room.student_state(one))
    assert told["before"]["options"] == [{"key": "a", "n": 2}, {"key": "b", "n": 0}]
    room.start("1.1")
    assert shown(room)["before"] is None and room.phase is Phase.WAITING


def test_what_cannot_be_done_now_is_said_in_a_sentence(room):
    student, _ = room.join()
    for do in ("open", "close", "reveal", "hide"):
        with pytest.raises(Refused, match="Start an activity first"):
            getattr(room, do)()
    with pytest.raises(Refused):
        room.again()
    room.start(POLL)
    with pytest.raises(Refused, match="not open yet"):
        room.answer(student, 1, 1, "p", A)
    for do in ("close", "reveal", "again"):
        with pytest.raises(Refused):
            getattr(room, do)()
    room.open()
    room.open()  # twice is once
    with pytest.raises(Refused, match="Close the vote first"):
        room.again()
    room.close()
    room.open()  # closed too early
    room.reveal()
    with pytest.raises(Refused, match="vote again instead"):
        room.open()
    with pytest.raises(BadInput):
        room.start("no such thing")
    with pytest.raises(BadInput):
        room.start("tokens:../../etc")


@pytest.mark.parametrize(
    "changes, counts",
    [
        ([(1, "p", A), (2, "p", B)], B),
        ([(2, "p", B), (1, "p", A)], B),  # an older one comes late
        ([(1, "p", A), (1, "p", B)], A),  # sent twice: the first is the one
        ([(1, "p", A), (1, "q", B)], B),  # two tabs that count alike
        ([(1, "q", B), (1, "p", A)], B),
    ],
)
def test_of_several_changes_the_last_counts_and_each_once(room, changes, counts):
    (student,) = opened(room)
    for seq, client, value in changes:
        given = room.answer(student, 1, seq, client, value)
    assert json.loads(given.value) == counts
    assert json.loads(room.student_state(student))["value"] == counts
    room.reveal()
    assert sum(option["n"] for option in shown(room)["now"]["options"]) == 1


def test_what_came_before_the_end_is_acknowledged_after_it_too(room):
    """The acknowledgement was lost, the class was closed, and the page asks again."""
    (student,) = opened(room)
    room.answer(student, 1, 1, "p", A)
    room.close()
    assert json.loads(room.answer(student, 1, 1, "p", A).value) == A


@pytest.mark.parametrize(
    "activity, value",
    [
        (POLL, {"chosen": ["z"]}),
        (POLL, {"chosen": ["a", "b"]}),
        (POLL, None),
        (POLL, []),
        (POLL, {"chosen": ["\ud800"]}),
        ("tokens:nato_seoul:1", {"spans": [[0, 99999]]}),
        ("tokens:nato_seoul:1", {"spans": [[5, 2]]}),
        ("tokens:nato_seoul:1", {"spans": [[0, 4]] * 50}),
        ("entities:nato_seoul:1", {"spans": [[0, 4, "NOTHING"]]}),
        ("entities:nato_seoul:1", {"spans": [[0, 4.5, "ORG"]]}),
        ("quotes:nato_seoul:1-3", {"quotes": [{"content": [0, 10**9]}]}),
        ("predict: len('ab')", {"tries": {"a": ["x" * 5000]}}),
    ],
)
def test_an_answer_that_is_none_is_refused_and_counts_for_nothing(room, activity, value):
    (student,) = opened(room, activity=activity)
    with pytest.raises(Refused) as refused:
        room.answer(student, 1, 1, "p", value)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 500
    assert shown(room)["now"]["answered"] == 0 and room.round.answers == {}


def test_two_tabs_of_a_student_are_one_who_is_here(room):
    student, _ = room.join()
    room.enter(student)
    room.enter(student)
    assert room.here == 1
    room.leave(student)
    assert room.here == 1
    room.leave(student)
    assert (room.here, room.joined) == (0, 1)


def test_secrets_are_asked_for(room):
    student, secret = room.join()
    other, another = room.join()
    assert room.admit(student, secret) and room.admit(other, another)
    assert not room.admit(student, another) and not room.admit("nobody", secret)
    assert not room.admit("nobody", "") and not room.admit(student, "\ud800")


def test_names_are_kept_only_where_they_are_asked_for(tmp_path, room):
    student, _ = room.join("Ada")
    room.enter(student)
    assert room.teacher_state()["names"] is None
    room.store.flush()
    assert [one.name for one in room.store.students()] == [""]
    asking = Room.new(tmp_path / "b.newsclass", names=True)
    with pytest.raises(Refused, match="asks for your name"):
        asking.join("\u200d \u202e")
    for name in ("zoë", "Ada", "<b>Bob</b>\n"):
        asking.enter(asking.join(name)[0])
    assert asking.teacher_state()["names"] == ["<b>Bob</b>", "Ada", "zoë"]
    asking.store.close()


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Ada\u202eadA", "AdaadA"),
        ("\x1b[31mred", "[31mred"),
        ("a" * 500, "a" * 40),
        ("o" + "\u0301" * 100, "ó" + "\u0301" * 3),
        ("👩‍👩‍👧 Kim", "👩‍👩‍👧 Kim"),
        ("  김\t민지 ", "김 민지"),
        ("\ud800x", "x"),
        ("\u0000", ""),
        ("‮‮", ""),
        ("\u3164", ""),  # letters that are drawn as nothing
        ("\u2800\u115f \uffa0\u1160", ""),
        ("A\u3164da", "Ada"),
    ],
)
def test_a_name_is_one_bounded_line(typed, kept):
    assert clean_name(typed) == kept


def test_the_class_comes_back_as_it_was(tmp_path, room):
    one, two = opened(room, 2)
    room.answer(one, 1, 1, "p", A)
    room.reveal()
    room.again()
    room.answer(one, 2, 1, "p", B)
    room.answer(two, 2, 1, "p", B)
    secret_of_three = room.join()
    before = json.loads(room.student_state(two))
    room.store.close()
    again = Room.reopen(room.store.path)
    try:
        assert again.admit(*secret_of_three)
        assert json.loads(again.student_state(two)) == before
        assert (again.phase, again.round.vote, again.joined) == (Phase.OPEN, 2, 3)
        again.reveal()
        told = shown(again)
        assert told["now"]["options"][1]["n"] == 2 and told["before"]["options"][0]["n"] == 1
        again.start("1.1")
        assert again.round.number == 3
    finally:
        again.store.close()


def test_an_article_that_is_gone_is_said_and_the_class_goes_on(tmp_path, room, monkeypatch):
    opened(room, activity="tokens:nato_seoul:1")
    room.store.close()

    def gone(text, own=True):
        raise BadInput("No article is called that.")

    monkeypatch.setattr("newsbook.live.history.activity_of", gone)
    again = Room.reopen(room.store.path)
    monkeypatch.undo()
    assert again.round is None and "cannot be shown again" in again.teacher_state()["notes"][0]
    again.start(POLL)
    assert again.round.number == 2
    again.store.close()


def test_a_teacher_may_watch_answers_come_in(room):
    (student,) = opened(room)
    room.watch(True)
    room.answer(student, 1, 1, "p", A)
    assert shown(room)["now"]["options"][0]["n"] == 1
    # Not what is right, and nothing of it for students.
    assert "gold" not in shown(room) and "heat" not in json.loads(room.student_state(student))
    room.close()
    room.again()
    assert not room.watching


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "1", '"do"', "{", '{"do": NaN}', '{"seq": 1e400}', "[" * 5000,
        '{"do": "x", "seq": 9007199254740993}', '{"do": "x", "seq": -1}',
        '{"do": "x", "seq": true}', b'{"do":"x","seq":1}',
        '{"do": "x", "seq": "1"}', '{"do": 1, "seq": 1}', '{"seq": ' + "9" * 5000 + "}",
        '{"do": "\\ud800", "seq": 1}', '{"do": "' + "x" * 500 + '", "seq": 1}',
        '{"do": "x", "seq": 1, "pad": "' + "x" * 300_000 + '"}',
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(text):
    with pytest.raises(ValueError):
        parse(text, {"do": str, "seq": int})
