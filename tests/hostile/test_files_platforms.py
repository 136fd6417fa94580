"""Classes as Moodle and Canvas give them: whose is what, and which copy is the newest."""

from __future__ import annotations

import pytest
from class_files import RIGHT, TOKENISING, answer, read, saying

from newsbook.workbook.zips import zipped


def test_moodle_folders_give_the_participants_number(shape, handin):
    found = read(
        shape(
            {
                "Ito Rei_12345_assignsubmission_file_/newsbook-handin-1.zip": handin.read_bytes(),
                "Ito Rei_12345_assignsubmission_onlinetext_/onlinetext.html": b"<p>hello",
                "O_Brien-Ng Ann_77_assignsubmission_file_/my work/01_tokenising.ipynb": TOKENISING,
            }
        )
    )
    assert list(found) == ["77", "12345"]
    assert [one.called for one in found.values()] == ["O_Brien-Ng Ann (77)", "Ito Rei (12345)"]
    assert len(found["12345"].code) == 18 and len(found["12345"].widgets) == 28
    assert found["77"].code == RIGHT
    assert found["77"].place == "O_Brien-Ng Ann_77_assignsubmission_file_"
    assert any("onlinetext.html" in note for note in found["12345"].notes)


def test_moodle_files_without_folders(shape, handin):
    found = read(
        shape(
            {
                "Ito Rei_12345_assignsubmission_file_newsbook-handin-2.zip": handin.read_bytes(),
                "Bo Ann_77_assignsubmission_file_01_tokenising.ipynb": TOKENISING,
            }
        )
    )
    assert found["12345"].widgets and found["77"].code == RIGHT and len(found) == 2


def test_canvas_names_give_the_id_and_the_newest_counts(shape):
    found = read(
        shape(
            {
                "itorei_LATE_512_9001_01_tokenising.ipynb": saying("first"),
                "itorei_LATE_512_9050_01_tokenising-2.ipynb": saying("third"),
                "itorei_512_9020_01_tokenising-1.ipynb": saying("second"),
                "boann_640_9003_01_tokenising-10.ipynb": saying("tenth"),
                "boann_640_9002_01_tokenising-9.ipynb": saying("ninth"),
                "boann_640_9004_1.1.json": b'{"format": 1, "exercise": "1.1", "answer": [2]}',
            }
        )
    )
    assert {student: answer(one) for student, one in found.items()} == {
        "512": "third",
        "640": "tenth",
    }
    assert found["640"].widgets == {"1.1": [2]}
    assert found["640"].name == "boann"
    notes = " ".join(found["512"].notes)
    older = "itorei_LATE_512_9001_01_tokenising.ipynb and itorei_512_9020_01_tokenising-1.ipynb are"
    assert f"{older} older copies" in notes
    assert found["512"].notes[0] == (
        "Handed in late, as Canvas says: itorei_LATE_512_9001_01_tokenising.ipynb, "
        "itorei_LATE_512_9050_01_tokenising-2.ipynb."
    )
    assert not any("late" in note for note in found["640"].notes)


@pytest.mark.parametrize(
    "names",
    [
        ("newsbook-handin-1.zip", "newsbook-handin-1 (1).zip"),
        ("newsbook-handin-1.zip", "newsbook-handin-1(1).zip"),
        ("newsbook-handin-1.zip", "newsbook-handin-1-1.zip"),
        ("newsbook-handin-1-1.zip", "newsbook-handin-1-2.zip"),
        ("newsbook-handin-1-1.zip", "newsbook-handin-2.zip"),
        ("newsbook-handin-9.zip", "newsbook-handin-10.zip"),
        ("01_tokenising-1-Copy1.ipynb", "01_tokenising-1.ipynb"),
    ],
)
@pytest.mark.parametrize("named", ["Ito Rei_5_assignsubmission_file_/{}", "itorei_5_9{n}_{}"])
def test_a_platforms_number_behind_our_own_is_the_newer(shape, names, named):
    files = {
        named.format(name, n=n): zipped({"01_tokenising.ipynb": saying(word)})
        if name.endswith("zip") else saying(word)
        for n, (name, word) in enumerate(zip(names, ("old", "new"), strict=True))
    }  # fmt: skip
    found = read(shape(files))
    assert answer(found["5"]) == "new"


def test_canvas_says_in_which_order_files_came_whatever_they_are_called(shape):
    kinds = {"b.zip": 1, "a.zip": 2, "c.ipynb": 3}
    files = {}
    for n, last in enumerate(kinds):
        for name, number in kinds.items():
            number += 10 * (name == last)
            data = saying(name)
            packed = zipped({"01_tokenising.ipynb": data}) if name.endswith("zip") else data
            files[f"kim{n}_{n}_{number}_{name}"] = packed
    found = read(shape(files))
    assert [answer(found[str(n)]) for n in range(3)] == list(kinds)
