"""The class report: its table of students, and what is told of answers that were stopped."""

import re

import pytest
from judged_class import graded_answers, judged_class

from newsbook.exercises import State, all_exercises, get_exercise
from newsbook.grading.judging import CALL_FAILED, FAILED
from newsbook.grading.model import Graded, Submission
from newsbook.grading.reports.items import mistakes_of
from newsbook.grading.reports.names import page_names
from newsbook.grading.reports.overview import class_page
from newsbook.grading.reports.roster import roster

EXERCISES = all_exercises()


def test_the_table_of_students_has_points_by_exercise_or_lesson():
    graded = judged_class(12)
    few = EXERCISES[:3]
    idle, noted = (
        graded_answers("idle", {}, few),
        graded_answers("noted", {}, few, notes=["a", "b"]),
    )
    html = roster([idle, noted], few, ["i.html", "n.html"])
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)', html)
    assert heads == ["student", "points", "notes", *(e.id for e in few)]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in html.split("<tr>")[2:]]
    assert rows == [["0", "", *"–––"], ["0", '<a href="#n1">2</a>', *"–––"]]
    html = roster(graded, EXERCISES, page_names(graded))
    assert re.findall(r">(lesson \d)<", html) == [f"lesson {n}" for n in range(5)]
    one = next(one for one in graded if one.verdicts["1.3"].earned)
    row = roster([one], EXERCISES, ["x"]).split("<tr>")[2]
    cells = [float(cell) for cell in re.findall(r"<td>([\d.]+)</td>", row)]
    assert sum(cells[1:]) == pytest.approx(cells[0]) == pytest.approx(one.earned)


def test_what_was_stopped_is_told_apart_with_an_example():
    exercise = get_exercise("1.3")
    why = (
        "SyntaxError: '(' was never closed",
        "SyntaxError: invalid syntax",
        "ModuleNotFoundError: No module named 'spacy'",
        "It ran for over 10 seconds. Is there an endless loop?",
    )
    made = [
        Graded(
            Submission(f"s{n}", ""),
            {"1.3": exercise.verdict(State.RAISED, f"{FAILED} {told}", None)},
        )
        for n, told in enumerate(why)
    ]
    loop = exercise.verdict(State.RAISED, f"{CALL_FAILED} {why[3]}", None)
    made.append(Graded(Submission("s4", ""), {"1.3": loop}))
    found = {m.name: (m.students, m.example) for m in mistakes_of(exercise, made)}
    assert found == {
        "the cell fails with SyntaxError": (2, f"{FAILED} {why[1]}"),
        "the cell fails with ModuleNotFoundError": (1, f"{FAILED} {why[2]}"),
        f"stopped: {why[3]}": (2, f"{FAILED} {why[3]}"),
    }
    assert "e.g. " in class_page(made, [exercise], list("abcde"))
