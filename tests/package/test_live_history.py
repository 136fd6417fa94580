"""Earlier votes: shown again, voted on again, opened again, and drawn from the class's file."""

import json
import sqlite3

import pytest
from click.testing import CliRunner
from live_bed import POLL, Pupil, Served, teacher

from newsbook.cli.main import main
from newsbook.errors import BadInput
from newsbook.live.of_class import heat_of_class
from newsbook.live.room import Refused, Room
from newsbook.live.rounds import Phase
from newsbook.live.store import Store

A, B = {"chosen": ["a"]}, {"chosen": ["b"]}
OTHER = "polls: Which? | one | two"


@pytest.fixture
def room(tmp_path):
    made = Room.new(tmp_path / "a.newsclass", plan=[POLL, "2.2"])
    yield made
    made.store.close()


def seated(room, count):
    students = [room.join()[0] for _ in range(count)]
    for student in students:
        room.enter(student)
    return students


def voted(room, text, answers, *, reveal=True):
    """A vote from start to end."""
    room.start(text)
    room.open()
    for student, value in answers.items():
        room.answer(student, room.round.number, 1, "p", value)
    room.close()
    if reveal:
        room.reveal()


def heat(room):
    return json.loads(room.heat())


def past(room):
    return [(one["round"], one["votes"], one["answered"]) for one in room.teacher_state()["past"]]


def test_an_earlier_vote_comes_back_as_it_was(room):
    one, two, _ = seated(room, 3)
    voted(room, POLL, {one: A, two: B})
    room.again()
    room.answer(one, 2, 1, "p", B)
    room.close()
    room.reveal()
    shown, told = heat(room), json.loads(room.student_state(one))
    assert past(room) == []
    voted(room, OTHER, {one: A}, reveal=False)
    voted(room, "1.1", {})
    assert past(room) == [(2, 2, 2), (3, 1, 1)]
    assert room.teacher_state()["past"][0]["title"] == "Is “N.Korea” one token?"
    room.start("2.2")
    room.open()
    room.show(2)
    assert (room.round.number, room.phase) == (2, Phase.REVEALED)
    assert heat(room) == shown and json.loads(room.student_state(one)) == told
    # What was closed and never revealed is not revealed by being brought back.
    room.show(3)
    assert room.phase is Phase.CLOSED and "options" not in heat(room)["now"]
    with pytest.raises(Refused, match="no such vote"):
        room.show(77)
    # A new vote has a number of its own, and knows of which one it is the vote again.
    room.show(2)
    room.again()
    assert (room.round.number, room.round.vote, room.before.number) == (6, 3, 2)
    assert [given.value for given in room.round.answers.values()] == ['{"chosen":["b"]}'] * 2


def test_a_class_that_is_opened_again_is_where_it_was(room):
    students = seated(room, 5)
    voted(room, POLL, {students[0]: A})
    voted(room, OTHER, {})
    room.show(1)
    told = heat(room)
    assert (told["now"]["answered"], told["now"]["students"]) == (1, 5)
    token, listed = room.token, past(room)
    room.store.close()
    again = Room.reopen(room.store.path)
    assert (again.round.number, again.phase, again.token) == (1, Phase.REVEALED, token)
    # Nobody is back yet, and phones and the projector still say the same.
    assert heat(again) == told and past(again) == listed
    assert [one.key for one in again.plan] == [one.key for one in room.plan]
    late = again.join()[0]
    again.enter(late)
    assert heat(again)["now"]["students"] == 5  # who could not answer is not counted
    again.store.close()


def test_in_a_vote_again_the_answer_of_before_stands_until_it_is_changed(room):
    one, two, three = seated(room, 3)
    voted(
        room, "tokens:nato_seoul:1", {one: (start := start_of("tokens:nato_seoul:1")), two: start}
    )
    room.again()
    assert heat(room)["now"] == {"kind": "tokens", "students": 3, "answered": 2}
    assert heat(room)["same"] == 2
    told = json.loads(room.student_state(one))
    assert told["same"] and told["value"] == start and (told["seq"], told["client"]) == (0, "")
    assert "same" not in json.loads(room.student_state(three))
    room.answer(one, 2, 1, "p", split(start))
    room.store.close()
    again = Room.reopen(room.store.path)
    again.reveal()
    assert heat(again)["same"] == 1
    assert heat(again)["now"]["units"] == [[1, 1]] and heat(again)["before"]["units"] == []
    again.store.close()


def start_of(text):
    from newsbook.live.asking import activity_of

    return activity_of(text).start


def split(value):
    start, end = value["spans"][0]
    return {"spans": [[start, start + 1], [start + 1, end], *value["spans"][1:]]}


def test_phones_see_the_gold_when_the_room_has_seen_it(room):
    (one,) = seated(room, 1)
    with pytest.raises(Refused, match="Reveal"):
        room.share("gold")
    voted(room, "tokens:nato_seoul:1", {one: start_of("tokens:nato_seoul:1")})

    def seen():
        told = json.loads(room.student_state(one))["heat"]
        return told["gold"] is not None, told["pipeline"] is not None

    assert heat(room)["gold"] and heat(room)["pipeline"] and seen() == (False, False)
    room.share("gold")
    assert seen() == (True, False) and room.teacher_state()["shared"] == ["gold"]
    room.again()
    room.reveal()
    assert seen() == (False, False)  # each vote anew
    with pytest.raises(Refused, match="gold or pipeline"):
        room.share("answers")


def test_the_teacher_is_told_of_what_came_too_late(room):
    one, two = seated(room, 2)
    voted(room, POLL, {one: A}, reveal=False)
    for _ in range(2):
        with pytest.raises(Refused, match="closed"):
            room.answer(one, 1, 2, "p", B)
    room.answer(one, 1, 1, "p", A)  # sent again, and there already: not late
    assert room.teacher_state()["late"] == 1
    room.open()
    assert room.teacher_state()["late"] == 0
    room.answer(one, 1, 2, "p", B)
    with pytest.raises(Refused):
        room.answer(two, 9, 2, "p", B)
    assert room.teacher_state()["late"] == 0


def test_a_file_of_before_there_was_this_opens_all_the_same(room):
    one, _ = seated(room, 2)
    voted(room, POLL, {one: A})
    room.again()
    room.store.close()
    with sqlite3.connect(room.store.path) as old:
        old.execute("DROP TABLE kept")
    old.close()
    again = Room.reopen(room.store.path)
    assert (again.round.number, again.before.number) == (2, 1)
    assert len(again.token) >= 30
    again.store.close()


def test_the_file_is_whole_when_the_class_has_ended(room, tmp_path):
    seated(room, 1)
    assert room.store.flush(5)
    assert (tmp_path / "a.newsclass-wal").exists()
    room.store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.newsclass"]


def test_a_heat_map_of_any_vote_of_a_class(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = room.store.path
    one, two = seated(room, 2)
    voted(room, POLL, {one: A, two: A})
    room.again()
    room.answer(one, 2, 1, "p", B)
    with pytest.raises(BadInput, match="still running: end it first"):
        heat_of_class(file)
    room.store.close()
    (only,) = [heat_of_class(file)]
    assert only.answered == 2 and only.saved.message["before"]["answered"] == 2
    assert [option["n"] for option in only.saved.message["now"]["options"]] == [1, 1]
    again = Room.reopen(file)
    voted(again, OTHER, {one: A})
    again.store.close()
    said = CliRunner().invoke(main, ["heatmap", "a.newsclass"])
    assert said.exit_code != 0
    assert "round 2, Is “N.Korea” one token? (2 answered, vote 2)" in said.output
    assert "round 3, Which? (1 answered)" in said.output
    for choice in (["--round", "3"], ["--activity", OTHER]):
        done = CliRunner().invoke(main, ["heatmap", "a.newsclass", *choice], catch_exceptions=False)
        assert done.exit_code == 0 and "Which?: 1 answer." in done.output
    with pytest.raises(BadInput, match="no answers in a round 9; it has round 2"):
        heat_of_class(file, number=9)
    with pytest.raises(BadInput, match=r"no answers to 1\.1"):
        heat_of_class(file, "1.1")
    Store.reopen(file).close()


def test_over_the_wire(tmp_path):
    served = Served(tmp_path / "a.newsclass")
    pupil, page = Pupil(served), teacher(served)
    for do in ({"do": "start", "activity": POLL}, {"do": "open"}):
        page.send(do)
    pupil.hear("state", phase="open")
    assert pupil.answer(A, 1)["do"] == "ack"
    page.send({"do": "reveal"})
    page.send({"do": "share", "what": "pipeline"})
    assert page.hear("state", shared=["pipeline"])
    page.send({"do": "start", "activity": OTHER})
    assert pupil.hear("state", round=2)["activity"]["title"] == "Which?"
    page.send({"do": "show", "round": 1})
    back = pupil.hear("state", round=1)
    assert back["value"] == A and back["phase"] == "revealed" and back["activity"]["parts"]
    page.send({"do": "show", "round": "1"})
    assert "fitting" in page.hear("refused")["why"]
    page.send({"do": "save"})
    assert page.hear("saved")["folder"] == tmp_path.name
    page.send({"do": "start", "activity": f"tokens:{tmp_path}/secret"})
    why = page.hear("refused")["why"]
    assert "There is no article" in why and "seeds" not in why
    served.call(served.server.stop)
    assert pupil.hear("ended") and page.hear("ended")
    served.end()
