"""grades.csv: what is in it, for whom, and that it does nothing in a spreadsheet."""

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_class import HOSTILE, graded_answers, judged_class, right_answer
from support import ROOT

from newsbook.errors import BadInput
from newsbook.exercises import exercises_of
from newsbook.grading.intake import submissions
from newsbook.grading.model import Graded, Submission
from newsbook.grading.reports import write
from newsbook.grading.reports.feedback import feedback_page
from newsbook.grading.reports.grades import grades_csv, harmless
from newsbook.grading.reports.names import page_names
from newsbook.grading.reports.overview import class_page

EXERCISES = exercises_of("1")


@pytest.fixture(scope="module")
def graded() -> list[Graded]:
    return judged_class(60, EXERCISES)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_a_row_a_student_also_the_unreadable(graded):
    head, *rows = rows_of(grades_csv(graded, EXERCISES))
    assert head == [
        "student",
        "name",
        "place",
        *(e.id for e in EXERCISES),
        "total",
        "points",
        "notes",
    ]
    assert len(rows) == 60
    assert all(len(row) == len(head) for row in rows)
    held = {row[0]: row for row in rows}
    unread = held["student-0040"]
    assert unread[3:15] == [""] * 12
    assert unread[-3:-1] == ["", str(sum(e.points for e in EXERCISES))]
    assert "ends in the middle" in unread[-1]
    assert "stands in two cells" in held["student-0005"][-1]
    for one in graded:
        if one.submission.student.startswith("student-") and not one.submission.problem:
            row = held[one.submission.student]
            assert float(row[-3]) == pytest.approx(one.earned)
            assert [float(cell) for cell in row[3:15]] == [
                one.verdicts[e.id].earned for e in EXERCISES
            ]


def test_the_order_does_not_depend_on_who_came_first(graded):
    for preset in ("plain", "moodle", "canvas", "canvas-exercises"):
        turned = grades_csv(graded[::-1], EXERCISES, preset)
        assert turned == grades_csv(graded, EXERCISES, preset)


def test_a_late_hand_in_is_told_to_instructor_and_student(tmp_path):
    solved = (ROOT / "solutions" / "01_tokenising.ipynb").read_bytes()
    for name in ("itorei_LATE_512_9001_01_tokenising.ipynb", "kimjo_513_9002_1.ipynb"):
        (tmp_path / name).write_bytes(solved)
    (tmp_path / "annbo_LATE_514_9003_broken.zip").write_bytes(b"PK broken")
    found = [Graded(one, {}) for one in submissions(tmp_path)]
    plain = {row[0]: row[-1] for row in rows_of(grades_csv(found, []))}
    assert plain["512"].startswith(
        "Handed in late, as Canvas says: itorei_LATE_512_9001_01_tokenising.ipynb."
    )
    assert "late" in plain["514"] and "late" not in plain["513"]
    page = class_page(found, [], page_names(found))
    assert page.count("Handed in late, as Canvas says: ") == 2
    # The student knows the file by the name that it had.
    late = next(one for one in found if one.submission.student == "512")
    assert "<li>Handed in late, as Canvas says: 01_tokenising.ipynb.</li>" in feedback_page(
        late, []
    )


@pytest.mark.parametrize("preset", ["plain", "moodle", "canvas"])
def test_no_cell_is_a_formula(graded, preset):
    text = grades_csv(graded, EXERCISES, preset)
    assert "\x1b" not in text and "\u202e" not in text
    cells = [cell for row in rows_of(text) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    # Moodle's own sign for "never graded" is the one cell that begins so.
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r") and cell != "-"]


@pytest.mark.parametrize("text", ["a;=cmd|'/C calc'!A0;", "x; @y", "1;;+2", ";\t=1"])
def test_no_part_of_a_cell_is_a_formula_where_semicolons_part_cells(text):
    assert not [part for part in harmless(text).split(";") if part.strip()[:1] in tuple("=+-@|%")]
    assert harmless("here; there") == "here; there"


@given(st.text())
def test_any_text_becomes_one_harmless_line(text):
    cell = harmless(text)
    assert cell[:1] not in tuple("=+-@\t\r＝＋－＠")
    assert cell.lstrip()[:1] not in tuple("=+-@")
    assert len(cell.splitlines()) < 2
    cell.encode()
    assert len(harmless(text * 5000)) <= 2001


def test_moodle_finds_a_student_by_number_id_or_address():
    _, rei = right_answer("1.1")
    students = ["12345", "rei.ito", "rei@uni.example"]
    graded = [graded_answers(student, {"1.1": rei}, EXERCISES[:2]) for student in students]
    head, *rows = rows_of(grades_csv(graded, EXERCISES[:2], "moodle"))
    by = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["Identifier"] for row in by] == ["Participant 12345", "rei.ito", "rei@uni.example"]
    assert [row["ID number"] for row in by] == ["", "rei.ito", ""]
    assert [row["Email address"] for row in by] == ["", "", "rei@uni.example"]
    assert {row["Grade"] for row in by} == {"1"}
    assert {row["Maximum grade"] for row in by} == {"3"}
    wrong = graded_answers("7", {"1.1": {"chosen": ["a"]}}, EXERCISES[:1])
    if wrong.verdicts["1.1"].earned:
        wrong = graded_answers("7", {"1.1": {"chosen": ["b"]}}, EXERCISES[:1])
    told = rows_of(grades_csv([wrong], EXERCISES[:1], "moodle"))[1][-1]
    assert told == f"1.1: {wrong.verdicts['1.1'].sentence}"
    notes = ("a/b.ipynb is no notebook.", "Not looked at: a/c.")
    damaged = graded_answers("7", {}, EXERCISES[:1], place="a", notes=notes)
    assert (
        rows_of(grades_csv([damaged], EXERCISES[:1], "moodle"))[1][-1] == "b.ipynb is no notebook."
    )


def test_canvas_has_the_points_possible_below_its_names():
    students = ("512", "itorei", "Rei Ito")
    graded = [graded_answers(student, {}, EXERCISES[:2]) for student in students]
    # The total alone, or the exercises alone: Canvas would add up whatever it is given.
    for preset, points in (("canvas", ["3"]), ("canvas-exercises", ["1", "2"])):
        none = ["0"] * len(points)
        head, possible, *rows = rows_of(grades_csv(graded, EXERCISES[:2], preset))
        assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        assert possible[0].strip() == "Points Possible"
        assert possible[5:] == points
        assert rows == [
            ["512", "512", "", "", "", *none],
            ["itorei", "", "", "itorei", "", *none],
            ["Rei Ito", "", "", "", "", *none],
        ]


def test_moodle_takes_the_pages_back_in_folders_of_its_own_names(tmp_path):
    graded = [
        Graded(Submission(student, place, name=place.rpartition(f"_{student}_")[0]), {})
        for student, place in (
            ("12345", "Ito Rei_12345_assignsubmission_file_"),
            ("77", "O_Brien Ann_77_assignsubmission_file_a.zip"),
            ("kim", "kim.zip"),
        )
    ]
    write(tmp_path, graded, exercises=[])
    with zipfile.ZipFile(tmp_path / "feedback_for_moodle.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    for name, student in zip(sorted(held), ("12345", "77"), strict=True):
        # As Moodle reads a name: cut at underscores into five.
        _, number, kind, plugin, rest = name.split("/")[0].split("_", 4)
        assert (number, kind, plugin, rest) == (student, "assignsubmission", "file", "")
        assert name.split("/")[1] == "newsbook_feedback.html"
        assert held[name] == (tmp_path / "feedback" / f"{student}.html").read_bytes()
    write(tmp_path, graded[2:], exercises=[])
    assert not (tmp_path / "feedback_for_moodle.zip").exists()


@pytest.mark.parametrize("preset", ["plain", "moodle", "canvas", "canvas-exercises"])
def test_what_could_not_be_read_has_no_grade_and_who_is_known_has_a_name(preset):
    idle = graded_answers("512", {}, EXERCISES[:2])
    # As grading gives it: a verdict on each exercise, though nothing was read.
    lost = Submission("640", "x", problem="x is damaged.", name="Nora García")
    table = rows_of(grades_csv([idle, Graded(lost, idle.verdicts)], EXERCISES[:2], preset))
    head, row = table[0], table[-1]
    by = dict(zip(head, row, strict=True))
    figures = [cell for name, cell in by.items() if name[:2] == "1."]
    assert figures == ([] if preset == "canvas" else ["", ""])
    total = {"plain": "total", "moodle": "Grade", "canvas": "newsbook"}.get(preset)
    assert total is None or by[total] == ""
    assert by[{"plain": "name", "moodle": "Full name"}.get(preset, "Student")] == "Nora García"
    if not preset.startswith("canvas"):
        assert row[-1] == "x is damaged."
    else:
        assert by["ID"] == "640"
    assert "0" in table[-2]


def test_an_unknown_preset_is_one_sentence():
    with pytest.raises(
        BadInput, match=r"^There is no preset 'excel' .* plain, moodle, canvas, canvas-exercises\.$"
    ):
        grades_csv([], [], "excel")


def test_names_of_pages_are_safe_and_no_two_alike():
    students = [
        *HOSTILE,
        "Ada",
        "ada",
        "é",
        "e\u0301",
        "con.txt",
        "..",
        "",
        "ada",
        "k" * 79,
        "\ud83d",
    ]
    graded = [Graded(Submission(s, f"{i}.zip"), {}) for i, s in enumerate(students)]
    names = page_names(graded)
    assert len({name.casefold() for name in names}) == len(students)
    for name in names:
        assert len(name.encode()) < 120
        assert not set(name) & set('/\\:*?"<>|\0')
        assert name[0] not in ".- " and name.endswith(".html")
        assert name.partition(".")[0].casefold() not in ("con", "nul")
    assert page_names([Graded(Submission("rei.ito-7", ""), {})]) == ["rei.ito-7.html"]
