"""What a class's file or a saved page that somebody else has made could do, and cannot."""

import contextlib
import json
import re
import sqlite3
import time

import pytest
from click.testing import CliRunner
from live_bed import POLL

from newsbook.cli.main import main
from newsbook.errors import BadInput
from newsbook.live.asking import activity_of
from newsbook.live.room import Room
from newsbook.live.saving import heat_page, reopened, saved_of
from newsbook.live.store import Store
from newsbook.live.tallies import tally_of


@pytest.fixture
def written(tmp_path):
    """A class's file, and a way to change it by hand."""
    room = Room.new(tmp_path / "a.newsclass")
    room.start(POLL)
    room.open()
    room.store.close()

    def change(statement, *values):
        with contextlib.closing(sqlite3.connect(room.store.path)) as connection, connection:
            connection.execute(statement, values)
        return room.store.path

    return change


def test_a_class_from_elsewhere_shows_nothing_of_this_machine(written, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("The password is a swordfish. It was changed on Monday.", "utf-8")
    asked = activity_of(f"tokens:{secret}").key
    written("UPDATE round SET activity = ?", asked)
    path = written("INSERT OR REPLACE INTO kept VALUES ('plan', ?)", json.dumps([asked]))
    room = Room.reopen(path)
    assert room.round is None and room.plan == []
    assert "swordfish" not in json.dumps(room.teacher_state()) and len(room.notes) >= 1
    room.store.close()
    room = Room.reopen(path, [asked])  # who names it wants it
    assert room.round.activity.key == asked
    room.store.close()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON answer BEGIN DELETE FROM student; END", "did not put"),
        ("CREATE VIEW v AS SELECT 1", "did not put"),
        ("CREATE TABLE more (a)", "did not put"),
        ("UPDATE class SET code = 'A' || char(27) || '[2J'", "damaged"),
        ("UPDATE class SET id = '<b>'", "damaged"),
        ("UPDATE class SET port = 'x'", "damaged"),
        ("UPDATE round SET vote = 'x'", "damaged"),
    ],
)
def test_a_class_from_elsewhere_is_what_newsbook_writes(written, statement, told):
    path = written(statement)
    whole = path.read_bytes()
    with pytest.raises(BadInput, match=told):
        Store.reopen(path)
    assert told == "damaged" or path.read_bytes() == whole
    run = CliRunner().invoke(main, ["class", "--reopen", str(path), "--no-browser"])
    assert run.exit_code == 2 and "\x1b" not in run.output


@pytest.mark.parametrize("text", ["[1]", '{"a": 1}', "[[1, [], {}]]", "[" * 9000, "x", '"x"'])
@pytest.mark.parametrize("name", ["covered", "plan", "current", "round:1", "seats:1"])
def test_what_else_is_kept_may_be_anything(written, name, text):
    path = written("INSERT OR REPLACE INTO kept VALUES (?, ?)", name, text)
    room = Room.reopen(path)
    assert room.round.activity.key == activity_of(POLL).key
    room.teacher_state()
    room.heat()
    room.store.close()


def test_a_token_out_of_a_file_is_one(written):
    path = written("INSERT OR REPLACE INTO kept VALUES ('token', ?)", "\x1b[2J" + "x" * 40)
    room = Room.reopen(path)
    assert room.token.isascii() and "\x1b" not in room.token and len(room.token) == 32
    room.store.close()


def predictions(count):
    asked = activity_of("predict: 1 + 1")
    heat = tally_of(asked).heat()
    (line,) = heat["lines"]
    line |= {"given": [[f"x{i}", 1] for i in range(count)], "n": count}
    return saved_of(asked, {"now": heat | {"answered": count, "students": count}})


def test_a_page_from_elsewhere_takes_no_time_and_its_counts_are_counts(tmp_path):
    file = tmp_path / "x.html"
    began = time.process_time()
    page = heat_page(predictions(20_000))
    file.write_text(page, "utf-8")
    assert len(reopened(file).message["now"]["lines"][0]["given"]) == 20_000
    file.write_text('<script type="application/json" id="heat">' * 200_000, "utf-8")
    with pytest.raises(BadInput, match="no heat map"):
        reopened(file)
    assert time.process_time() - began < 20  # it took minutes
    for wrong in ("1" + "0" * 400, "NaN", "1e999", '{"a": 1}', "-1", "true", "null", '"2"'):
        file.write_text(page.replace('"answered": 20000', f'"answered": {wrong}'), "utf-8")
        with pytest.raises(BadInput, match="damaged"):
            reopened(file)
    file.write_text(re.sub('"alpha": [^,]+', '"alpha": NaN', page), "utf-8")
    with pytest.raises(BadInput, match="damaged"):
        reopened(file)


def test_a_files_name_does_not_act_on_the_terminal(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "ada.json").write_text(json.dumps({"chosen": ["a"]}), "utf-8")
    (folder / "x\x1b[2J.json").write_text("{", "utf-8")
    run = CliRunner().invoke(main, ["heatmap", str(folder), "--activity", POLL])
    assert run.exit_code == 0 and "Left out" in run.output
    assert "\x1b" not in run.output and "\\x1b[2J" in run.output
