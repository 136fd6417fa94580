"""Classes as they lie on disks: whose is what, and which copy counts."""

from __future__ import annotations

import json
import shutil
import zipfile

import pytest
from class_files import BLANK, RIGHT, TOKENISING, answer, lay, read, saying, zip_of
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

import newsbook
from newsbook.exercises import all_exercises
from newsbook.grading.intake import submissions
from newsbook.grading.intake.names import natural, of_platform, owner, version_of

LESSONS = sorted(path.name for path in (ROOT / "solutions").glob("*.ipynb"))


def test_our_own_handin_gives_every_answer_and_no_note(handin, tmp_path):
    code = {exercise.id for exercise in all_exercises() if not exercise.widget}
    widgets = {exercise.id for exercise in all_exercises() if exercise.widget}
    zipfile.ZipFile(handin).extractall(tmp_path / "unpacked" / "rei")
    folder = tmp_path / "class"
    folder.mkdir()
    shutil.copy(handin, folder / "rei.zip")
    for place in (handin, folder, tmp_path / "unpacked"):
        (one,) = submissions(place)
        assert (set(one.code), set(one.widgets)) == (code, widgets), place
        assert (one.notes, one.problem) == ((), "")
        assert one.student == (handin.stem if place == handin else "rei")


def test_of_several_submissions_of_one_student_the_last_counts_and_is_named(shape):
    found = read(
        shape(
            {
                "rei/a/01_tokenising.ipynb": saying("one"),
                "rei/b/01_tokenising.ipynb": saying("two"),
                "ann/01_tokenising (1).ipynb": saying("new"),
                "ann/01_tokenising.ipynb": saying("old"),
                "cy/01_tokenising-Copy1.ipynb": saying("copy"),
                "cy/01_tokenising.ipynb": saying("original"),
            }
        )
    )
    said = {student: answer(one) for student, one in found.items()}
    assert said == {"ann": "new", "cy": "original", "rei": "two"}
    assert "1.3 is answered in rei/a/01_tokenising.ipynb and in" in " ".join(found["rei"].notes)
    assert "is an older copy" in " ".join(found["ann"].notes)


def test_an_untouched_copy_takes_nothing_away(shape):
    one = read(shape({"rei/a.ipynb": TOKENISING, "rei/b.ipynb": BLANK, "z/a.ipynb": BLANK}))["rei"]
    assert one.code == RIGHT
    assert any("1.3 is untouched in rei/b.ipynb" in note for note in one.notes)


def test_renamed_nested_and_bare_notebooks_are_found(shape):
    found = read(
        shape(
            {
                "rei_01_tokenising.ipynb": TOKENISING,
                "rei_02_entities.ipynb": (ROOT / "solutions/02_entities.ipynb").read_bytes(),
                "ann.ipynb": TOKENISING,
                "bo/very/deep/in/folders/Homework final.ipynb": TOKENISING,
                "cy/homework.ipynb.txt": TOKENISING,
                "di/homework.json": TOKENISING,
                "ed/homework": TOKENISING,
                "flo/notes.txt": b"to do",
            }
        )
    )
    assert set(found) == {"rei", "ann", "bo", "cy", "di", "ed", "flo"}
    for student in ("ann", "bo", "cy", "di", "ed"):
        assert found[student].code == RIGHT, student
    assert set(found["rei"].code) == {*RIGHT, "2.6", "2.7", "2.9", "2.10"}
    assert found["flo"].problem and "notes.txt" in " ".join(found["flo"].notes)


def test_a_whole_workbook_is_read_for_its_exercises(tmp_path):
    root = tmp_path / "class" / "rei" / "newsbook-workbook"
    for part in ("notebooks", "seeds"):
        left = shutil.ignore_patterns("practice", "demos", ".*")
        shutil.copytree(ROOT / part, root / part, ignore=left)
    lay(root / "exercises", {name: (ROOT / "solutions" / name).read_bytes() for name in LESSONS})
    lay(root, {".venv/lib/x/01_tokenising.ipynb": saying("not mine")})
    lay(root, {"exercises/.ipynb_checkpoints/01_tokenising-checkpoint.ipynb": saying("old")})
    (one,) = submissions(tmp_path / "class")
    assert one.student == "rei" and one.code["1.3"] == RIGHT["1.3"] and len(one.code) == 18
    gone, passed = one.notes
    assert gone.startswith("No folder `answers` came with it") and passed.startswith("Not looked")


def test_a_folder_around_all_and_a_download_in_a_folder(tmp_path):
    files = {f"Bo Ann_{n}_assignsubmission_file_/x.ipynb": saying(str(n)) for n in range(3)}
    inner = lay(tmp_path / "a" / "Week 3" / "all", files)
    assert list(read(tmp_path / "a")) == ["0", "1", "2"]
    (tmp_path / "b").mkdir()
    zip_of(inner, tmp_path / "b" / "moodle.zip")
    assert {student: answer(one) for student, one in read(tmp_path / "b").items()} == {
        "0": "0", "1": "1", "2": "2",
    }  # fmt: skip


def test_a_hand_in_is_no_download_that_makes_other_students(tmp_path):
    eve = lay(tmp_path / "eve", {"a_1_2_b.txt": b"x", "zoe/h.ipynb": saying("eve")})
    plain = lay(tmp_path / "plain", {"zoe/h.ipynb": saying("zoe"), "12.ipynb": saying("bo")})
    zip_of(eve, plain / "eve.zip")
    named = lay(tmp_path / "named", {"bo_12_3_h.ipynb": saying("ida"), "x_9_4_h.txt": b""})
    zip_of(named, plain / "ida.zip")
    found = read(plain)
    assert {student: answer(one) for student, one in found.items()} == {
        "12": "bo", "eve": "eve", "ida": "ida", "zoe": "zoe",
    }  # fmt: skip
    assert found["ida"].notes[0].startswith("ida.zip looks like a learning platform's download")
    # Where all are downloads each is one, whatever else is kept with them.
    weeks = lay(tmp_path / "weeks", {"grades.csv": b"x"})
    for week in ("a", "b"):
        files = {f"boann_{week == 'b':d}_7_h.ipynb": saying(week)}
        zip_of(lay(tmp_path / week, files), weeks / f"{week}.zip")
    assert {one.student: answer(one) for one in submissions(weeks) if one.code} == {
        "0": "a", "1": "b",
    }  # fmt: skip


def test_one_students_folder_zip_and_notebook(tmp_path):
    lay(tmp_path / "rei", {"exercises/01_tokenising.ipynb": TOKENISING})
    zipped = zip_of(tmp_path / "rei", tmp_path / "rei.zip")
    wrapped = zip_of(lay(tmp_path / "w", {"deep/exercises/01_tokenising.ipynb": TOKENISING}),
                     tmp_path / "Bo Ann_77_assignsubmission_file_x.zip")  # fmt: skip
    bare = lay(tmp_path, {"rei_01_tokenising.ipynb": TOKENISING}) / "rei_01_tokenising.ipynb"
    for place, student in (
        (tmp_path / "rei", "rei"), (zipped, "rei"), (bare, "rei"), (wrapped, "77"),
    ):  # fmt: skip
        (one,) = submissions(place)
        assert (one.student, one.code) == (student, RIGHT), place


def test_ids_are_unique_and_fit_for_a_files_name(tmp_path):
    names = ["Rei", "rei", "a:b", "a?b", "CON ", "..x", "x" * 200]
    lay(tmp_path, {f"{name}/h.ipynb": TOKENISING for name in names})
    found = list(submissions(tmp_path))
    ids = [one.student for one in found]
    assert len({name.casefold() for name in ids}) == len(names) == len(ids)
    assert all(not set(name) & set('\\/:*?"<>|') and len(name) <= 90 for name in ids)
    assert all(name == name.strip(" .") for name in ids)
    twice = [one for one in found if one.student.endswith("(2)")]
    assert len(twice) == 2
    assert all(any("Another hand-in is called" in n for n in one.notes) for one in twice)


NAMED = {
    "moodle's folders": {
        "Ada Lee_111_assignsubmission_file_/h.ipynb": "ada",
        "Bo Ann_112_assignsubmission_file_/h.ipynb": "bo",
        "Eve_111_5_X_222_assignsubmission_file_/h.ipynb": "eve",
        "Eve_111_assignsubmission_file_Y_223_assignsubmission_file_/h.ipynb": "eva",
    },
    "moodle's files": {
        "Ada Lee_111_assignsubmission_file_h.ipynb": "ada",
        "Bo Ann_112_assignsubmission_file_h.ipynb": "bo",
        "Eve_111_5_X_222_assignsubmission_file_h.ipynb": "eve",
        "Eva_223_assignsubmission_file_Z_111_assignsubmission_file_h.ipynb": "eva",
    },
    "canvas's files": {
        "leeada_111_9001_h.ipynb": "ada",
        "annbo_112_9002_h.ipynb": "bo",
        "eve_222_9003_x_111_assignsubmission_file_h.ipynb": "eve",
        "eva_LATE_223_9004_x_111_9001_h.ipynb": "eva",
    },
}


@pytest.mark.parametrize("named", NAMED)
def test_nobody_takes_another_s_place_by_a_name(shape, named):
    """Who calls oneself, or a file, as a platform names another's hand-in."""
    found = read(shape({name: saying(who) for name, who in NAMED[named].items()}))
    said = {student: answer(one) for student, one in found.items()}
    assert said == {"111": "ada", "112": "bo", "222": "eve", "223": "eva"}


def test_where_several_would_have_one_id_none_has_it(tmp_path):
    lay(
        tmp_path / "plain",
        {"ada/h.ipynb": saying("ada"), "ada (1)/h.ipynb": saying("bo")},
    )
    zip_of(lay(tmp_path / "eve", {"h.ipynb": saying("eve")}), tmp_path / "plain" / "ADA.zip")
    found = read(tmp_path / "plain")
    assert {student: answer(one) for student, one in found.items()} == {
        "ADA (2)": "eve", "ada (3)": "ada", "ada (1)": "bo",
    }  # fmt: skip
    assert any("too (ada); this one is ADA (2)" in note for note in found["ADA (2)"].notes)
    assert any("too (ADA.zip); this one is ada (3)" in note for note in found["ada (3)"].notes)
    # Two people under one number of Moodle's are two, and neither's answers are the other's.
    lay(
        tmp_path / "moodle",
        {"Ada Lee_111_assignsubmission_file_/h.ipynb": saying("ada"),
         "Ada Lee_111_assignsubmission_onlinetext_/o.html": b"<p>",
         "Eve X_111_assignsubmission_file_/h.ipynb": saying("eve")},
    )  # fmt: skip
    found = read(tmp_path / "moodle")
    assert {s: (one.name, answer(one)) for s, one in found.items()} == {
        "111 (1)": ("Ada Lee", "ada"), "111 (2)": ("Eve X", "eve"),
    }  # fmt: skip
    assert all(any("whose each is." in note for note in one.notes) for one in found.values())


def test_one_bad_student_is_nobody_elses_trouble(shape):
    found = read(
        shape(
            {
                "ann.zip": b"PK\x03\x04 damaged",
                "bo/01_tokenising.ipynb": b"",
                "cy/01_tokenising.ipynb": TOKENISING,
                "di.ipynb": b"\xff" * 100,
            }
        )
    )
    assert {student: bool(one.code) for student, one in found.items()} == {
        "ann": False, "bo": False, "cy": True, "di": False,
    }  # fmt: skip
    assert "damaged" in found["ann"].problem and "is empty" in found["bo"].problem
    assert found["di"].problem == "di.ipynb is no notebook."


def test_why_there_is_no_answer_is_one_sentence(shape):
    found = read(
        shape(
            {
                "ann/a.ipynb": b'{"cells": [{"source": "x = 1", "cell_type": "code"}]}',
                "bo/a.ipynb": b'{"cells": []}',
                "bo/b.ipynb": b"{",
                "bo/c.ipynb": b'{"cells": []}',
                "cy/a.ipynb": b"{",
                "cy/b.ipynb": b"[",
                "di/answers/1.1.json": b"{",
            }
        )
    )
    assert {student: one.problem for student, one in found.items()} == {
        "ann": "ann/a.ipynb has no answer cells of ours.",
        "bo": "bo holds no answers of ours.",
        "cy": "Nothing of cy can be read: cy/a.ipynb is no notebook.",
        "di": "di holds no answers of ours.",
    }
    assert "bo/b.ipynb is no notebook." in found["bo"].notes
    assert any("answers/1.1.json cannot be used" in note for note in found["di"].notes)


def test_what_did_not_come_is_named(shape, handin):
    book = json.loads(TOKENISING)
    book["cells"] = [cell for cell in book["cells"] if cell.get("id") != "ex-1-9-answer"]
    cut = TOKENISING[: len(TOKENISING) // 2]
    found = read(
        shape(
            {
                "all.zip": handin.read_bytes(),
                "bare.ipynb": TOKENISING,
                "empty/01_tokenising.ipynb": TOKENISING,
                "empty/versions.json": json.dumps({"newsbook": newsbook.__version__}).encode(),
                "gone/01_tokenising.ipynb": json.dumps(book).encode(),
                "gone/answers/1.1.json": b'{"format": 1, "exercise": "1.1", "answer": [2]}',
                "cut/01_tokenising.ipynb": cut,
                "one/b.ipynb": b'{"cells": [{"cell_type": "code", "source": "# answer: 1.3"}]}',
            }
        )
    )
    assert found["all"].notes == ()
    (bare,) = found["bare"].notes
    assert "No folder `answers` came" in bare and "1.1, 1.2, 1.4" in bare and "`handin()`" in bare
    (empty,) = found["empty"].notes
    assert empty.startswith("No widget has an answer (1.1, 1.2, 1.4") and "handin" not in empty
    (gone,) = found["gone"].notes
    assert gone.startswith("01_tokenising.ipynb: the answer cell is missing of 1.9. Hand it in")
    assert "broken" in found["cut"].notes[0] and "be handed in again." in found["cut"].notes[0]
    assert not any("missing" in note for note in found["one"].notes)


def test_the_order_on_the_disk_does_not_matter(tmp_path):
    files = {f"s{n}/{k}.ipynb": saying(f"{n}{k}") for n in range(5) for k in range(3)}
    one = read(lay(tmp_path / "a", files))
    two = read(lay(tmp_path / "b", dict(reversed(files.items()))))
    assert one == two and list(one) == ["s0", "s1", "s2", "s3", "s4"]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_name_can_be_read(name):
    of_platform(name)
    assert owner(name) or not name
    base, numbers = version_of(name)
    assert len(numbers) == 4 and (base or not name)
    assert sorted([name, "b"], key=natural)


def test_a_name_of_digits_is_no_trouble():
    digits = "9" * 100_000
    assert natural(f"{digits}1") > natural(digits)
    assert version_of(f"a-{digits}.zip") == (f"a-{digits}.zip", (0, 0, 0, 0))
    assert of_platform(f"kim_5_{digits}_a.zip").upload == 0
