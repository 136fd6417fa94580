"""What the teacher takes out of what is shown, and the plan that the page lists."""

import json

import pytest
from live_bed import Pupil, Served, teacher

from newsbook.errors import BadInput
from newsbook.live.asking import activity_of
from newsbook.live.of_class import heat_of_class
from newsbook.live.predicting import as_written, in_own_words
from newsbook.live.room import Room

PREDICT = "predict: len('it’s') | 'a b'.split()"
POLL = "poll: Ready? | yes | no"
RUDE = "nobody wants to read this"


@pytest.fixture
def room(tmp_path):
    room = Room.new(tmp_path / "a.newsclass", plan=[PREDICT, POLL])
    yield room
    room.store.close()


def asked(room):
    """A class of three in which one has been rude; who they are."""
    room.start(PREDICT)
    room.open()
    students = [room.join()[0] for _ in range(3)]
    for student, typed in zip(students, ["4", RUDE, "4"], strict=True):
        room.answer(student, room.round.number, 1, "tab", {"tries": {"a": [typed]}})
    return students


def line(room, side="now"):
    return json.loads(room.heat())[side]["lines"][0]


def test_a_prediction_is_taken_from_every_page_and_stays_counted(room, tmp_path):
    students = asked(room)
    room.reveal()
    room.share("read")
    assert line(room)["given"] == [["4", 2], [RUDE, 1]]
    room.cover("a", RUDE, True)
    of = {"n": 3, "free": 0, "held": False}
    assert line(room) == {"key": "a", "given": [["4", 2]], "other": 1, "covered": 1} | of
    assert RUDE not in room.student_state(students[0])
    # Neither the saved page nor a second vote brings it back, and a restart does not either.
    assert all(RUDE not in file.read_text("utf-8") for file in room.save())
    room.again()
    room.reveal()
    assert line(room, "before")["covered"] == 1
    room.cover("a", RUDE, True)
    room.store.close()
    assert RUDE not in json.dumps(heat_of_class(room.store.path, number=2).saved.message)
    again = Room.reopen(room.store.path)
    again.share("read")
    assert RUDE not in again.heat()
    again.uncover()
    assert line(again)["given"] == [["4", 2], [RUDE, 1]] and line(again)["covered"] == 0
    again.store.close()


def test_what_nobody_has_read_is_not_shown_as_it_comes_in(room):
    asked(room)
    room.watch(True)
    assert RUDE not in room.heat()
    of = {"n": 3, "covered": 0, "free": 0, "held": True}
    assert line(room) == {"key": "a", "given": [], "other": 3} | of


def test_a_room_sees_words_of_students_own_when_the_teacher_has_read_them(room):
    students = asked(room)
    room.reveal()
    # A number or the line's own words wait for nobody.
    assert line(room)["given"] == [["4", 2]]
    assert activity_of("predict: 'ab'.encode()").said == {"a": "'ab'.encode() b'ab'"}
    assert (line(room)["free"], line(room)["held"]) == (1, True)
    with pytest.raises(BadInput, match="Read them first"):
        room.share("words")
    room.share("read")
    assert line(room)["given"] == [["4", 2], [RUDE, 1]]
    own = room.student_state(students[0])
    assert RUDE not in own and '"held":true' in own
    assert all(RUDE not in file.read_text("utf-8") for file in room.save())
    room.share("words")
    assert RUDE in room.student_state(students[0])
    assert all(RUDE in file.read_text("utf-8") for file in room.save())
    # What is said in a second vote is new; what was said in the first has been read.
    room.again()
    room.answer(students[0], room.round.number, 9, "tab", {"tries": {"a": ["WORSE"]}})
    room.reveal()
    for shown in (room.heat(), room.student_state(students[2])):
        assert "WORSE" not in shown and RUDE in shown


def test_only_predictions_of_what_is_asked_can_be_taken_away(room):
    with pytest.raises(BadInput, match="Only a prediction"):
        room.cover("a", RUDE, True)
    asked(room)
    with pytest.raises(BadInput, match="Only a prediction"):
        room.cover("z", RUDE, True)
    room.start(POLL)
    with pytest.raises(BadInput, match="Only a prediction"):
        room.cover("a", RUDE, True)


def test_the_plan_says_what_was_asked_and_is_there_after_a_restart(room):
    def plan(of):
        return [(one["title"], one["done"]) for one in of.teacher_state()["plan"]]

    assert [done for _, done in plan(room)] == [False, False]
    room.start(PREDICT)
    assert [done for _, done in plan(room)] == [True, False]
    room.store.close()
    again = Room.reopen(room.store.path)
    assert plan(again) == plan(room)
    again.store.close()


def test_the_teachers_page_takes_it_away_over_the_wire(tmp_path):
    served = Served(tmp_path / "a.newsclass")
    try:
        served.teach("start", PREDICT)
        served.teach("open")
        pupil = Pupil(served)
        pupil.answer({"tries": {"a": [RUDE]}}, 1)
        page = teacher(served)
        served.teach("reveal")
        gold = {"given": {"a": "4", "b": "['a', 'b']"}}
        assert page.hear("heat", gold=gold)["now"]["lines"][0]["given"] == []
        page.send({"do": "share", "what": "read"})
        assert page.hear("heat")["now"]["lines"][0]["given"] == [[RUDE, 1]]
        page.send({"do": "cover", "line": "a", "what": RUDE, "on": True})
        assert page.hear("heat")["now"]["lines"][0]["covered"] == 1
        while (state := pupil.hear("state")).get("heat", {}).get("now", {}).get(
            "lines"
        ) is None or (state["heat"]["now"]["lines"][0]["covered"] != 1):
            pass
        assert RUDE not in json.dumps(state["heat"])
        page.send({"do": "uncover"})
        assert page.hear("heat")["now"]["lines"][0]["given"] == [[RUDE, 1]]
        page.send({"do": "cover", "line": 1, "what": RUDE, "on": True})
        assert "line" in page.hear("refused")["why"]
    finally:
        served.stop()


@pytest.mark.parametrize(
    "typed",
    ["t.i.t.s", "id i o t", "8=====3 ~ ~", "'8===3'", "|=|_|(|<", "@$$", "a55", "5318008", "(.)(.)",
     "['t', 'i', 't', 's']", "💩", "['💩']"],
)  # fmt: skip
def test_what_is_drawn_or_spelt_out_of_the_line_is_read_first(typed):
    assert in_own_words(as_written(typed, ""), "list('it’s')  ['i', 't', '’', 's']")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("['u', 's', '']", "'U.S.'.split('.')  ['U', 'S', '']"),
        ("'-'", "'a-b'[1]  '-'"),
        ("('a', '-', 'b')", "'a-b'.partition('-')  ('a', '-', 'b')"),
        ("-1", "'a'.find('b')  -1"),
        ("ZeroDivisionError", "1 - 1  0"),
        ("<class 'str'>", "type('a')  <class 'str'>"),
        ("[]", "''.split()  []"),
    ],
)
def test_what_has_the_look_of_a_value_is_shown_unread(typed, line):
    assert not in_own_words(as_written(typed, ""), line)


def test_what_a_line_gives_reaches_phones_with_the_gold_and_not_before(room):
    student, *_ = asked(room)
    room.reveal()

    def first():
        return json.loads(room.student_state(student))["extra"]["rows"][0]

    untold = {"code": "len('it’s')", "typed": "4", "gives": None, "right": None}
    assert first()["tries"] == [untold] and first()["next"]
    room.share("gold")
    assert first()["tries"] == [untold | {"gives": "4", "right": True}]
    room.again()  # they think anew
    assert first()["tries"] == [untold]
