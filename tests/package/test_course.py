"""The map of the course."""

import re

from support import ROOT

from newsbook.exercises import State, all_exercises, lessons
from newsbook.workbook.course import LESSONS, CourseMap
from newsbook.workbook.notebooks import read_notebook
from newsbook.workbook.progressing import Row


def course(*done: str) -> CourseMap:
    rows = []
    for exercise in all_exercises():
        state = State.CORRECT if exercise.id in done else State.NOT_ATTEMPTED
        score = float(state is State.CORRECT)
        rows.append(Row(exercise, exercise.verdict(state, "", None, score), 0))
    return CourseMap(rows)


def test_the_map_has_every_lesson_and_its_notebooks():
    assert [lesson.number for lesson in LESSONS] == lessons()
    for lesson in LESSONS:
        book = read_notebook(ROOT / "notebooks" / f"{lesson.name}.ipynb")
        title = book["cells"][0]["source"]
        assert re.match(rf"# (?:\d )?{re.escape(lesson.title)}\n", title)
        assert f"{lesson.minutes} minutes" in title
        assert (ROOT / "exercises" / f"{lesson.name}.ipynb").is_file()


def test_a_new_learner_is_sent_to_the_first_exercise():
    shown = course()
    assert "exercise 0.1" in shown.advice
    assert all(shown.done(lesson)[0] == 0 for lesson in LESSONS)


def test_what_is_done_is_counted_and_the_next_is_named():
    ids = [exercise.id for exercise in all_exercises()]
    shown = course(*[i for i in ids if i.startswith("0.")], "1.1", "1.3")
    assert shown.done(LESSONS[0]) == (4, 4)
    assert shown.state(LESSONS[0]) == "✓ done"
    assert shown.done(LESSONS[1])[0] == 2
    assert "exercise 1.2" in shown.advice
    assert "●●○" in repr(shown)
    html = shown._repr_html_()
    assert html.count("you are here") == 1
    assert html.index("you are here") > html.index("01_tokenising")


def test_who_has_done_all_is_told_what_is_left():
    shown = course(*[exercise.id for exercise in all_exercises()])
    assert "All exercises are done" in shown.advice
    assert "you are here" not in shown._repr_html_()
