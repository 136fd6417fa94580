"""A heat map of files: hand-ins and answer files, the damaged ones among them."""

import json
import re
import zipfile

import pytest
from click.testing import CliRunner
from live_crowd import crowd

from newsbook.cli import main
from newsbook.errors import BadInput
from newsbook.live.asking import activity_of
from newsbook.live.files import heat_of_files
from newsbook.live.tallies import tally_of


def record(exercise, answer):
    return json.dumps({"format": 1, "exercise": exercise, "answer": answer})


@pytest.fixture
def answers(tmp_path):
    """A folder of answer files, and the heat map that they should give."""
    asked = activity_of("2.2")
    tally = tally_of(asked)
    folder = tmp_path / "answers"
    folder.mkdir()
    for student, value in crowd(asked, 12).items():
        (folder / f"{student}.json").write_text(record("2.2", value), "utf-8")
        tally.put(student, value)
    return folder, tally.heat()


def test_answer_files(answers):
    folder, heat = answers
    counted = heat_of_files(folder)
    assert counted.saved.message["now"] == heat
    assert counted.saved.key == "2.2" and counted.answered == 12 and counted.left_out == ()
    assert counted.saved.message["gold"]["spans"]


def test_what_cannot_be_counted_is_said_and_left_out(answers):
    folder, heat = answers
    (folder / "cut.json").write_text('{"format": 1, "exer')
    (folder / "later.json").write_text('{"format": 99, "exercise": "2.2", "answer": {}}')
    (folder / "odd.json").write_text(record("2.2", {"spans": [[0, 2, "X"]]}))
    (folder / "list.json").write_text("[1]")
    counted = heat_of_files(folder)
    now = counted.saved.message["now"]
    assert now["units"] == heat["units"] and now["answered"] == 12
    said = [re.split(r"\W", told)[0] for told in counted.left_out]
    assert said == ["cut", "later", "list", "odd"]
    assert counted.left_out[0].count("cut") == 1, "a name is said once"
    assert "newer version" in counted.left_out[1] and "has the label 'X'" in counted.left_out[3]


def test_hand_ins(tmp_path, answers):
    _, heat = answers
    asked = activity_of("2.2")
    handed_in = tmp_path / "handed_in"
    handed_in.mkdir()
    for i, (student, value) in enumerate(crowd(asked, 12).items()):
        name = "exercises/answers/2.2.json"
        if i % 2:
            with zipfile.ZipFile(handed_in / f"{student}.zip", "w") as file:
                file.writestr(name, record("2.2", value))
                file.writestr("exercises/answers/1.1.json", record("1.1", {"chosen": ["a"]}))
        else:
            (handed_in / student / "exercises" / "answers").mkdir(parents=True)
            (handed_in / student / name).write_text(record("2.2", value), "utf-8")
    (handed_in / "broken.zip").write_bytes(b"PK\x03\x04 not a zip")
    counted = heat_of_files(handed_in, "2.2")
    assert counted.saved.message["now"]["units"] == heat["units"]
    assert counted.answered == 12
    assert [re.split(r"\W", told)[0] for told in counted.left_out] == ["broken"]
    assert counted.left_out[0].count("broken") == 1
    with pytest.raises(BadInput, match=r"several exercises.*2\.2 \(12\), 1\.1 \(6\)"):
        heat_of_files(handed_in)
    with pytest.raises(BadInput, match=r"Nobody in .* has answered 1\.4; answered are 2\.2"):
        heat_of_files(handed_in, "1.4")


def test_an_article_of_ones_own(tmp_path):
    asked = activity_of("entities:nato_seoul:1-4")
    folder = tmp_path / "answers"
    folder.mkdir()
    for student, value in crowd(asked, 3).items():
        (folder / f"{student}.json").write_text(json.dumps(value), "utf-8")
    counted = heat_of_files(folder, asked.key)
    assert counted.answered == 3 and counted.saved.board["text"] == asked.text


def test_the_command(tmp_path, answers):
    folder, _ = answers
    (folder / "cut.json").write_text("{")
    page = tmp_path / "out" / "names.html"
    run = CliRunner().invoke(main, ["heatmap", str(folder), "-o", str(page)])
    assert run.exit_code == 0, run.output
    assert "2.2 Mark a new paragraph: 12 answers." in run.output
    assert "Left out: cut.json" in run.output and "names.csv" in run.output
    again = tmp_path / "again.html"
    run = CliRunner().invoke(main, ["heatmap", str(page), "-o", str(again)])
    assert run.exit_code == 0 and again.read_bytes() == page.read_bytes()
    # Who is not in it is said by the page, too, and is still there when it is opened again.
    assert "<summary>1 answer is not counted here</summary>" in again.read_text("utf-8")
    assert "<li>cut.json" in again.read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["nowhere"], "nowhere is not there"),
        (["."], "is empty: there are no answers"),
        ([".", "--round", "2"], "the file of a live class"),
        ([".", "--exercise", "2.2", "--activity", "tokens:nato_seoul"], "not both"),
        ([".", "-o", "heat.pdf"], "ends in .html"),
        (["page.html"], "no heat map"),
    ],
)
def test_what_the_command_cannot_do_is_one_sentence(tmp_path, monkeypatch, args, told):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    if args[0] == "page.html":
        (home / "page.html").write_text("<html>")
    run = CliRunner().invoke(main, ["heatmap", *args])
    assert run.exit_code == 2 and told in run.output
    assert "Traceback" not in run.output and len(run.output.strip().splitlines()) == 1
