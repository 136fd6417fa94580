"""A notebook in a class: its widgets' answers are handed over, and no cell ever waits or breaks."""

import socket
import threading
import time

import pytest
from live_bed import POLL, Served
from support import until

import newsbook
from newsbook import ask
from newsbook.errors import BadInput
from newsbook.exercises import get_exercise
from newsbook.live import joining
from newsbook.live.room import Room
from newsbook.widgets import Choice, core

SPLIT = "1.1"  # a choice


@pytest.fixture
def served(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSBOOK_ANSWERS", str(tmp_path / "answers"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setattr(joining, "_all", {})
    monkeypatch.setattr(core, "_watching", [])
    made = Served(tmp_path / "a.newsclass")
    yield made
    for joined in joining._all.values():
        joined.leave()
    if made.loop.is_running():
        made.stop()


def address(served):
    return f"{served.url}/{served.room.about.code}"


def chosen(served):
    now = served.room.round
    return sorted(given.value for given in now.answers.values()) if now else []


def test_the_answer_to_what_the_class_is_at_is_handed_over(served):
    widget = ask(SPLIT)
    other = ask("1.4")
    joined = newsbook.join(address(served))
    assert "You are in class" in repr(joined) and "\n" not in repr(joined)
    until(lambda: served.room.here == 1)
    served.teach("start", SPLIT)
    served.teach("open")
    keys = [option.key for option in get_exercise(SPLIT).options]
    widget.value = {"chosen": [keys[0]]}
    until(lambda: chosen(served) == [f'{{"chosen":["{keys[0]}"]}}'])
    widget.value = {"chosen": [keys[1]]}
    until(lambda: chosen(served) == [f'{{"chosen":["{keys[1]}"]}}'])
    # Nothing else is: no other exercise, no widget of one's own.
    other.check()
    Choice("Ready?", ["Yes", "No"]).value = {"chosen": ["a"]}
    served.teach("start", POLL)
    served.teach("open")
    until(lambda: joined._turn.key == POLL and joined._turn.phase == "open")
    time.sleep(0.1)
    assert chosen(served) == [] and served.room.joined == 1


def test_what_was_answered_before_the_class_came_to_it_counts_too(served):
    keys = [option.key for option in get_exercise(SPLIT).options]
    older = ask(SPLIT)  # in a kernel it stays, as long as its page does
    older.value = {"chosen": [keys[1]]}
    widget = ask(SPLIT)  # the cell is run again, and its widget is the one that counts
    widget.value = {"chosen": [keys[2]]}
    newsbook.join(address(served))
    served.teach("start", SPLIT)
    served.teach("open")
    until(lambda: chosen(served) == [f'{{"chosen":["{keys[2]}"]}}'])


def test_joining_again_and_a_restart_are_the_same_student(served, monkeypatch):
    first = newsbook.join(address(served))
    assert newsbook.join(address(served).lower()) is first
    first.leave()
    assert "left class" in repr(first)
    until(lambda: served.room.here == 0)
    monkeypatch.setattr(joining, "_all", {})  # a kernel that starts again knows nothing
    newsbook.join(address(served))
    until(lambda: served.room.here == 1)
    assert served.room.joined == 1


def test_while_the_class_is_away_cells_go_on_and_the_answer_comes_later(
    served, tmp_path, monkeypatch
):
    monkeypatch.setattr(joining, "LONGEST_WAIT", 0.2)
    keys = [option.key for option in get_exercise(SPLIT).options]
    widget = ask(SPLIT)
    joined = newsbook.join(address(served))
    served.teach("start", SPLIT)
    served.teach("open")
    until(lambda: joined._turn.phase == "open")
    served.stop()
    until(lambda: not joined.connected)
    began = time.perf_counter()
    for key in keys * 20:
        widget.value = {"chosen": [key]}
    assert time.perf_counter() - began < 5
    again = Served(tmp_path / "a.newsclass", make=Room.reopen, port=served.port)
    try:
        until(lambda: chosen(again) == [f'{{"chosen":["{keys[-1]}"]}}'])
        assert again.room.joined == 1
    finally:
        joined.leave()
        again.stop()


def test_whatever_goes_wrong_there_no_cell_hears_of_it(served, monkeypatch):
    joined = newsbook.join(address(served))

    def broken(_widget):
        raise RuntimeError("no")

    monkeypatch.setattr(joined, "_note", broken)
    monkeypatch.setattr(joined, "_told", broken)
    widget = ask(SPLIT)
    widget.value = {"chosen": [get_exercise(SPLIT).options[0].key]}
    assert widget.value["chosen"] == [get_exercise(SPLIT).options[0].key]
    assert any(thread.name == "newsbook-join" for thread in threading.enumerate())


@pytest.mark.parametrize(
    "wrong", ["", "ABCD", "http://127.0.0.1:1", "ftp://127.0.0.1/ABCD", "http://"]
)
def test_an_address_that_is_none_gets_a_sentence(wrong):
    with pytest.raises(BadInput, match="join needs the address"):
        newsbook.join(wrong)


def test_no_class_there_and_a_wrong_code_get_a_sentence(served):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(BadInput, match="No class answers"):
            newsbook.join(f"http://127.0.0.1:{free.getsockname()[1]}/BCDF")
    with pytest.raises(BadInput, match="no class with this code"):
        newsbook.join(f"{served.url}/ZZZZ")
    assert served.room.joined == 0
