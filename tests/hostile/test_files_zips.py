"""Hostile zip files and folders: what is read of each, and what is said of the rest."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import stat
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from newsbook.grading.intake import answers_in, students, submissions, trees
from newsbook.grading.intake.classes import IntakeError

NAME = "exercises/01_tokenising.ipynb"
BYTES = (ROOT / "solutions" / "01_tokenising.ipynb").read_bytes()
RIGHT = answers_in(BYTES, "b").code
STORED = json.dumps({"format": 1, "exercise": "1.1", "answer": [0], "newsbook": "0"}).encode()


def zipped(*files, how=zipfile.ZIP_DEFLATED):
    """The bytes of a zip file of pairs: a name or a `ZipInfo`, and bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, data in files:
            if isinstance(name, zipfile.ZipInfo):
                archive.writestr(name, data)
            else:
                info = zipfile.ZipInfo(name)
                info.external_attr = 0o100644 << 16
                archive.writestr(info, data, how)
    return buffer.getvalue()


def handed_in(tmp_path, data, name="rei.zip"):
    """What is read of one student's file."""
    folder = tmp_path / "class"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / name).write_bytes(data)
    (one,) = submissions(folder)
    return one


def said(one, *words):
    return [note for note in (*one.notes, one.problem) if all(word in note for word in words)]


def test_a_sound_zip_is_read_without_a_note(tmp_path):
    one = handed_in(tmp_path, zipped((NAME, BYTES), ("exercises/answers/1.1.json", STORED)))
    assert (one.student, one.place) == ("rei", "rei.zip")
    assert (one.code, one.widgets, one.notes, one.problem) == (RIGHT, {"1.1": [0]}, (), "")


@pytest.mark.parametrize(
    "name",
    ["../../exercises/01_tokenising.ipynb", "/etc/01_tokenising.ipynb", "C:/01_tokenising.ipynb",
     "a\\..\\..\\01_tokenising.ipynb", "C:\\x\\01_tokenising.ipynb", "\\\\host\\01.ipynb"],
)  # fmt: skip
def test_names_that_lead_out_are_left_out_and_named(tmp_path, name):
    before = sorted(tmp_path.parent.rglob("*.ipynb"))
    one = handed_in(tmp_path, zipped((name, BYTES), ("02_entities.ipynb", b"{}")))
    assert one.code == {} and said(one, "leads out of the zip file")
    assert sorted(tmp_path.parent.rglob("*.ipynb")) == before, "nothing is unpacked"
    beside = handed_in(tmp_path, zipped((name, b"{}"), (NAME, BYTES)))
    assert beside.code == RIGHT


def test_names_as_windows_writes_them_are_read(tmp_path):
    one = handed_in(tmp_path, zipped(("book\\exercises\\01_tokenising.ipynb", BYTES)))
    assert one.code == RIGHT


def test_links_in_a_zip_are_left_out_and_named(tmp_path):
    link = zipfile.ZipInfo("exercises/02_entities.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    one = handed_in(tmp_path, zipped((link, b"/etc/passwd"), (NAME, BYTES)))
    assert one.code == RIGHT and said(one, "02_entities.ipynb is a link")


def test_links_pipes_and_sockets_in_a_folder_are_left_out_and_named(tmp_path):
    exercises = tmp_path / "class" / "rei" / "exercises"
    exercises.mkdir(parents=True)
    (tmp_path / "class" / "ann").mkdir()
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(BYTES)
    (exercises / "01_tokenising.ipynb").symlink_to(secret)
    (exercises / "loop").symlink_to(exercises)
    os.mkfifo(exercises / "02_entities.ipynb")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(exercises / "s.ipynb"))
        (tmp_path / "class" / "bo.ipynb").symlink_to(secret)
        os.mkfifo(tmp_path / "class" / "cy.zip")
        found = {one.student: one for one in submissions(tmp_path / "class")}
    assert sorted(found) == ["ann", "bo", "cy", "rei"]
    assert all(one.code == {} and one.problem for one in found.values())
    assert said(found["rei"], "01_tokenising.ipynb is a link to elsewhere")
    assert said(found["rei"], "loop is a link")
    assert len(said(found["rei"], "a pipe, a socket or a device")) == 2
    assert "link" in found["bo"].problem and "pipe" in found["cy"].problem


def test_a_zip_bomb_is_refused_by_what_it_says_to_unpack_to(tmp_path):
    bomb = zipped((NAME, bytes(60_000_000)), ("exercises/answers/1.1.json", bytes(9_000_000)))
    assert len(bomb) < 100_000
    one = handed_in(tmp_path, bomb)
    assert said(one, NAME, "60,000,000 bytes unpacked, too many")
    assert said(one, "1.1.json", "9,000,000 bytes unpacked, too many")
    beside = handed_in(tmp_path, zipped((NAME, BYTES), ("02.ipynb", bytes(60_000_000))))
    assert beside.code == RIGHT


def test_a_zip_bomb_that_lies_about_its_size_is_cut_off(tmp_path):
    data = bytearray(zipped((NAME, bytes(60_000_000))))
    for at in (data.index(b"PK\x03\x04") + 22, data.index(b"PK\x01\x02") + 24):
        data[at : at + 4] = (1000).to_bytes(4, "little")
    start = time.process_time()
    one = handed_in(tmp_path, bytes(data))
    assert one.problem and one.code == {} and time.process_time() - start < 2


def test_all_files_together_are_bounded(tmp_path, monkeypatch):
    lessons = [(f"exercises/{i}/01_tokenising.ipynb", BYTES) for i in range(9)]
    whole = handed_in(tmp_path, zipped(*lessons))
    assert not said(whole, "too many")
    monkeypatch.setattr(students, "MAX_READ", len(BYTES) * 4)
    cut = handed_in(tmp_path, zipped(*lessons))
    assert cut.code == RIGHT and said(cut, "too many")


def test_many_notebooks_are_bounded(tmp_path):
    lessons = [(f"exercises/{i:04}.ipynb", b"{}") for i in range(500)]
    start = time.process_time()
    one = handed_in(tmp_path, zipped((NAME, BYTES), *lessons))
    assert time.process_time() - start < 5
    assert said(one, "more notebooks or answers than any hand-in has")
    assert len(one.notes) <= students.MAX_NOTES + 1


def test_forty_thousand_files_hide_nothing(tmp_path):
    others = ((f"data/{i}.dat", b"") for i in range(40_000))
    data = zipped((NAME, BYTES), *others, how=zipfile.ZIP_STORED)
    start = time.process_time()
    one = handed_in(tmp_path, data)
    assert one.code == RIGHT
    assert said(one, "Not looked at", "more")
    assert time.process_time() - start < 10


def test_more_names_than_the_bound_are_refused_before_they_are_read(tmp_path, monkeypatch):
    files = [(NAME, BYTES), *((f"{i}.txt", b"") for i in range(9))]
    monkeypatch.setattr(trees, "MAX_ENTRIES", 10)
    assert handed_in(tmp_path, zipped(*files)).code == RIGHT
    assert said(handed_in(tmp_path, zipped(*files, ("x", b""))), "more than 10 files")
    folder = tmp_path / "class2" / "rei"
    (tmp_path / "class2" / "ann").mkdir(parents=True)
    folder.mkdir()
    for i in range(11):
        (folder / f"{i}.txt").touch()
    ann, rei = submissions(tmp_path / "class2")
    assert said(rei, "more than 10 files") and "no notebook" in ann.problem


def test_an_encrypted_zip_is_named(tmp_path):
    data = bytearray(zipped((NAME, BYTES)))
    for at in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    assert said(handed_in(tmp_path, bytes(data)), "is encrypted")


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_packed_in_another_way_is_named(tmp_path, how):
    assert said(handed_in(tmp_path, zipped((NAME, BYTES), how=how)), "does not unpack")


def test_a_zip_in_a_zip_is_read_and_a_deeper_one_named(tmp_path):
    inner = zipped((NAME, BYTES))
    assert handed_in(tmp_path, zipped(("handin.zip", inner))).code == RIGHT
    deeper = zipped(("a.zip", zipped(("b.zip", inner))))
    one = handed_in(tmp_path, deeper)
    assert one.code == {} and said(one, "a.zip/b.zip is a zip file in zip files, too deep")


def test_a_damaged_zip_is_named(tmp_path):
    sound = zipped((NAME, BYTES), ("exercises/02_entities.ipynb", b"{}"))
    for data in (b"", b"PK", sound[:-30], sound[:100], b"<html>login</html>"):
        one = handed_in(tmp_path, data)
        assert one.problem and one.code == {}, data[:9]
    spoilt = bytearray(sound)
    at = spoilt.index(b"PK\x03\x04") + 200
    spoilt[at : at + 9] = b"\xff" * 9
    assert said(handed_in(tmp_path, bytes(spoilt)), NAME, "damaged inside its zip file")


def test_names_in_any_encoding_are_shown_and_read(tmp_path):
    # The code page that a program forgot to say: Cyrillic in cp866 under a flag for UTF-8, too.
    names = ["Упражнения/01_tokenising.ipynb", "e\u0301xercices 😀/01_tokenising.ipynb"]
    for name in names:
        assert handed_in(tmp_path, zipped((name, BYTES))).code == RIGHT
    raw = zipped(("XXXXXXXX/01_tokenising.ipynb", BYTES))
    for flag in (0, 8):
        data = bytearray(raw.replace(b"XXXXXXXX", "Задание1".encode("cp866")))
        for at in (data.index(b"PK\x03\x04") + 7, data.index(b"PK\x01\x02") + 9):
            data[at] |= flag
        one = handed_in(tmp_path, bytes(data))
        assert one.code == RIGHT or one.problem
    folder = tmp_path / "class3" / "rei"
    (tmp_path / "class3" / "b").mkdir(parents=True)
    folder.mkdir()
    (folder / os.fsdecode(b"\xff\x1b[31m.ipynb")).write_bytes(BYTES[: len(BYTES) * 2 // 3])
    rei = list(submissions(tmp_path / "class3"))[-1]
    assert rei.code and all(note.isprintable() and note.encode() for note in rei.notes)


def test_a_case_clash_is_read_in_order_and_told(tmp_path):
    other = BYTES.replace(b"# answer: 1.3", b"# answer: 1.3\\n#")
    upper = "exercises/01_Tokenising.IPYNB"
    one = handed_in(tmp_path, zipped((upper, BYTES), (NAME, other)))
    assert set(one.code) == set(RIGHT) and said(one, "older copy")
    again = handed_in(tmp_path, zipped((NAME, other), (upper, BYTES)))
    assert again == one, "whatever the order in the zip"


def test_two_files_of_one_name_are_told(tmp_path):
    other = BYTES.replace(b"# answer: 1.3\\n", b"# answer: 1.3\\n# second\\n")
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped((NAME, BYTES), (NAME, other))
    one = handed_in(tmp_path, data)
    assert "# second" in one.code["1.3"] and said(one, "is there twice")


def test_what_came_many_times_is_one_sentence(tmp_path):
    """Thirty hand-ins in a folder, or a notebook copied whole, are one oddity each."""
    folder = tmp_path / "class4" / "rei"
    folder.mkdir(parents=True)
    for n in range(1, 6):
        mark = b"# answer: 1.%d\\n"
        book = BYTES
        for k in (3, 5):
            book = book.replace(mark % k, mark % k + b"# %d\\n" % n)
        notes = b'{"exercise": "1.1", "hints": 1}'
        widgets = [(f"answers/1.{k}.json", ANSWER % (k, n)) for k in (1, 2)]
        data = zipped((NAME, book), ("answers/progress/1.1.json", notes), *widgets)
        (folder / f"newsbook-handin-{n}.zip").write_bytes(data)
    (tmp_path / "class4" / "zoe").mkdir()
    (tmp_path / "class4" / "zoe" / "01_tokenising.ipynb").write_bytes(BYTES)
    one, _ = submissions(tmp_path / "class4")
    assert "# 5\n" in one.code["1.3"] and one.widgets["1.1"] == {"try": 5}
    hand = "rei/newsbook-handin-{}.zip".format
    assert one.notes == (
        f"{hand(1)}, {hand(2)} and 2 more are older copies: {hand(5)} counts where it has an "
        "answer.",
        f"1.3 and 1.5 are answered in {hand(1)}/{NAME}, in 3 more and in {hand(5)}/{NAME}; the "
        "last one counts.",
        f"1.1 and 1.2 have stored answers in {hand(1)}/answers, in 3 more and in "
        f"{hand(5)}/answers; the last one counts.",
    )


ANSWER = b'{"format": 1, "exercise": "1.%d", "answer": {"try": %d}}'


def stored(tmp_path, data, name="exercises/answers/1.1.json"):
    return handed_in(tmp_path, zipped((NAME, BYTES), (name, data)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not readable JSON"),
        (b"\x00\xff", "not readable JSON"),
        (STORED[:-9], "not readable JSON"),
        (b"[]", "not an answer file"),
        (b'{"format": 1}', "holds no answer"),
        (b'{"format": 99, "answer": 1}', "newer version"),
        (b'{"format": 1, "answer": "\\ud83d"}', "half a character"),
        (b'{"format": 1, "answer": ' + b"[" * 50 + b"]" * 50 + b"}", "deeper than any answer"),
        (b'{"format": 1, "answer": ' + b"[" * 90_000 + b"]" * 90_000 + b"}", ""),
        (b'{"format": 1, "answer": ' + b"9" * 9_000 + b"}", ""),
    ],
)
def test_an_answer_file_that_cannot_be_used_is_named_and_the_rest_is_read(tmp_path, data, words):
    one = stored(tmp_path, data)
    assert one.code == RIGHT and one.widgets == {}
    assert said(one, "exercises/answers/1.1.json cannot be used", words)


def test_a_huge_answer_file_is_named(tmp_path):
    one = stored(tmp_path, b'{"format": 1, "answer": "' + b"x" * 3_000_000 + b'"}')
    assert one.widgets == {} and said(one, "1.1.json", "too many")


def test_an_answer_as_deep_as_allowed_is_taken(tmp_path):
    assert stored(tmp_path, b'{"format": 1, "answer": [[[[1]]]]}').widgets == {"1.1": [[[[1]]]]}


def test_answers_to_nothing_and_set_aside_ones_are_named(tmp_path):
    assert said(stored(tmp_path, STORED, "answers/7.7.json"), "no exercise with a widget")
    assert said(stored(tmp_path, STORED, "answers/1.1.old-1.json"), "set aside")
    renamed = stored(tmp_path, STORED, "answers/1.1-1.json")
    assert renamed.widgets == {"1.1": [0]}


def test_what_is_not_understood_is_named(tmp_path):
    one = stored(tmp_path, b"%PDF", "essay.pdf")
    assert said(one, "Not looked at", "essay.pdf")
    assert said(handed_in(tmp_path, b"%PDF", "rei.pdf"), "no notebook")


def test_nothing_at_all_is_said_in_one_sentence(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(IntakeError, match="nothing to grade"):
        list(submissions(tmp_path / "empty"))
    with pytest.raises(IntakeError, match="cannot be read"):
        list(submissions(tmp_path / "nowhere"))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(IntakeError, match="neither a folder nor a plain file"):
        list(submissions(tmp_path / "pipe"))


SOUND = zipped((NAME, BYTES[:3000]), ("exercises/answers/1.1.json", STORED))


SPOILT = st.builds(
    lambda at, more: SOUND[:at] + more + SOUND[at:],
    st.integers(0, len(SOUND)),
    st.binary(max_size=9),
)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | SPOILT)
def test_any_bytes_as_a_zip_give_a_submission_and_no_exception(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("class")
    for prefix in (b"", b"PK\x03\x04"):
        one = handed_in(folder, prefix + data)
        assert one.student == "rei" and (one.code or one.widgets or one.problem)
    (one,) = submissions(folder / "class" / "rei.zip")
    assert isinstance(one.notes, tuple)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_zip_with_bytes_changed_gives_a_submission_and_no_exception(tmp_path_factory, data):
    spoilt = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 4))):
        # Mostly in its lists of files, at the end.
        at = data.draw(
            st.integers(0, len(spoilt) - 1) | st.integers(len(SOUND) - 220, len(SOUND) - 1)
        )
        spoilt[min(at, len(spoilt) - 1)] = data.draw(st.integers(0, 255))
    one = handed_in(tmp_path_factory.mktemp("class"), bytes(spoilt))
    assert one.student == "rei"
