"""The teacher's guide: a page for each lesson, in one shape, with figures that are true."""

import re

import pytest
from support import ROOT

from newsbook.exercises import exercises_of
from newsbook.workbook.course import LESSONS

FOLDER = ROOT / "notebooks" / "teachers_guide"
TAUGHT = [lesson for lesson in LESSONS if (ROOT / f"notebooks/{lesson.name}.ipynb").is_file()]
PARTS = [
    "Aims",
    "Minutes",
    "What learners usually get wrong",
    "Two questions for the room",
    "To show",
]


def sections(text):
    """A page's parts by their headings."""
    return {
        heading.strip(): body.strip()
        for heading, body in re.findall(r"^## (.*)\n((?:(?!## ).*\n?)*)", text, re.MULTILINE)
    }


def items(text):
    """The items of a list, with numbers or without."""
    return re.split(r"^(?:- |\d\. )", text, flags=re.MULTILINE)[1:]


def rows(table):
    """The rows of the first table of a text, without its head."""
    return [
        [part.strip() for part in line.strip("|").split("|")]
        for line in table.splitlines()
        if line.startswith("|")
    ][2:]


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda lesson: lesson.name)
def test_each_lesson_has_its_page(lesson):
    text = (FOLDER / f"{lesson.number}.md").read_text(encoding="utf-8")
    found = sections(text)
    assert list(found) == PARTS
    assert len(items(found["Aims"])) in (3, 4)
    wrong = found["What learners usually get wrong"]
    assert len(rows(wrong) or items(wrong)) >= 5
    questions = items(found["Two questions for the room"])
    assert len(questions) == 2
    assert all(re.match(r"\*\*.+\?\*\*", question, re.DOTALL) for question in questions)


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda lesson: lesson.name)
def test_the_sections_that_get_minutes_are_those_of_the_lesson(lesson):
    from newsbook.workbook.notebooks import read_notebook

    text = (FOLDER / f"{lesson.number}.md").read_text(encoding="utf-8")
    cells = read_notebook(ROOT / f"notebooks/{lesson.name}.ipynb")["cells"]
    lines = "\n".join(c["source"] for c in cells if c["cell_type"] == "markdown")
    headings = re.findall(r"^## (.*)$", lines, re.MULTILINE)
    for name, *_ in rows(sections(text)["Minutes"]):
        for part in [name] if name in headings else name.split(", "):
            assert any(heading.startswith(part) for heading in headings), part


def test_the_index_tells_how_long_each_lesson_takes():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    told = {row[0]: row[1:] for row in rows(text)}
    for lesson in TAUGHT:
        minutes = sum(exercise.minutes for exercise in exercises_of(lesson.name))
        page, reading, exercises = told[f"{int(lesson.number)} {lesson.title}"]
        assert page == f"[{lesson.number}]({lesson.number}.md)"
        assert reading == f"{lesson.minutes} min"
        assert exercises == f"{minutes} min"


def minutes_in(text):
    """The minutes in a list of sections and exercises: `*Sentences* (6), 1.8 (4)`."""
    found = re.findall(r"(?:\*([^*]+)\*|(?<!\d)(\d\.\d+)) \((\d+)\)", text)
    return [(" ".join((section or key).split()), int(count)) for section, key, count in found]


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda lesson: lesson.name)
def test_the_minutes_of_a_page_add_up(lesson):
    text = (FOLDER / f"{lesson.number}.md").read_text(encoding="utf-8")
    exercises = {exercise.id: exercise.minutes for exercise in exercises_of(lesson.name)}
    assert re.search(
        rf"\b{lesson.minutes} minutes of (?:page|lesson), {sum(exercises.values())}\b", text
    )
    table = rows(sections(text)["Minutes"])
    told = {row[0]: int(found[0]) for row in table if (found := re.match(r"\d+", row[1]))}
    assert sum(told.values()) == lesson.minutes
    for row in table:
        for key, count in re.findall(r"(\d\.\d+) \((\d+)\)", row[2]):
            assert exercises[key] == int(count), key
    if lesson.number == "00":
        return
    lists = dict(re.findall(r"\*\*In (45|90) minutes:\*\* (.*?)\n\n", text, re.DOTALL))
    short, long = minutes_in(lists["45"]), minutes_in(lists["90"])
    for name, count in [*short, *long]:
        assert (exercises if name in exercises else told)[name] == count, name
    assert len(dict(short + long)) == len(short + long)
    assert 40 <= sum(count for _, count in short) <= 45
    assert 80 <= sum(count for _, count in short + long) <= 90


def test_the_plan_of_hours_can_hold():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    every = [exercise for lesson in TAUGHT for exercise in exercises_of(lesson.name)]
    reading = sum(lesson.minutes for lesson in TAUGHT)
    exercises = sum(exercise.minutes for exercise in every)
    assert f"{reading} minutes in all, and the exercises {exercises}" in text
    last = {lesson.number: exercises_of(lesson.name)[-1] for lesson in TAUGHT[1:]}
    at_home = sum(exercise.minutes for exercise in last.values())
    (most,) = [int(row[0]) for row in rows(sections(text)["Plan your hours"]) if "4.10" in row[1]]
    assert reading + exercises - at_home <= 60 * most
