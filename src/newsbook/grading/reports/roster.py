"""The table of all students in ``class.html``: points of each exercise, notes, and an order."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from newsbook.exercises import Exercise, State
from newsbook.grading.model import Graded
from newsbook.grading.reports.page import clear, table
from newsbook.markup import counted

__all__ = ["SORT", "noted", "roster"]

SORT = """
(() => {
  // What has no number, as a hand-in that was not read, comes last in either order.
  const value = (row, at) => row.cells[at].dataset.by ?? row.cells[at].textContent.trim();
  const order = (at, down) => (a, b) => {
    const [x, y] = [value(a, at), value(b, at)];
    const [p, q] = [parseFloat(x), parseFloat(y)];
    if (!isNaN(p) && !isNaN(q) && at) return down ? q - p : p - q;
    if (at && isNaN(p) !== isNaN(q)) return isNaN(p) ? 1 : -1;
    return x.localeCompare(y, undefined, { numeric: true }) * (down ? -1 : 1);
  };
  for (const table of document.querySelectorAll(".sortable table")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        // Names from A, numbers from the greatest; again, the other way.
        const now = head.getAttribute("aria-sort");
        const down = now ? now === "ascending" : at > 0;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0];
        body.append(...[...body.rows].sort(order(at, down)));
      });
    });
  }
})();
"""
"""Makes buttons of the heads of a sortable table; without scripts it is a table all the same."""

MOST_COLUMNS = 16
"""Exercises above which a column is a lesson's: the page is for 3,000 students, too."""


def roster(graded: Sequence[Graded], exercises: Sequence[Exercise], pages: Sequence[str]) -> str:
    """The table, as HTML.

    Args:
        graded: Every submission, in the order of the report.
        exercises: The exercises that were graded.
        pages: For each submission, the name of its page in ``feedback/``.
    """
    columns: dict[str, list[Exercise]] = {}
    many = len(exercises) > MOST_COLUMNS
    for exercise in exercises:
        name = f"lesson {exercise.id.partition('.')[0]}" if many else exercise.id
        columns.setdefault(name, []).append(exercise)
    rows = []
    for number, (one, name) in enumerate(zip(graded, pages, strict=True)):
        found = [one.verdicts[e.id] for e in exercises if e.id in one.verdicts]
        total = round(sum(verdict.earned for verdict in found), 1)
        notes = len(one.submission.notes) + bool(one.submission.problem)
        rows.append(
            (
                f'<a href="feedback/{quote(name)}">{clear(one.submission.called, 120)}</a>',
                "not read" if one.submission.problem else f"{total:g}",
                f'<a href="#n{number}">{notes}</a>' if notes else "",
                *(_points(one, column) for column in columns.values()),
            )
        )
    possible = sum(exercise.points for exercise in exercises)
    caption = (
        f"Every student, with the page of feedback; of {counted(possible, 'point')}. A dash stands "
        "where nothing was attempted; the number of notes leads to them"
    )
    # All columns but the first are figures, as the style sheet knows: a class in each cell of
    # 3,000 rows would make the page larger by a tenth.
    head = ("student", "points", "notes", *map(clear, columns))
    return table(caption, head, rows, "tall sortable")


def noted(number: int, one: Graded) -> str:
    """A student's name where the notes on the hand-in are, to which the table of students leads.

    Args:
        number: Which submission it is, from 0, in the order of the report.
        one: The submission.

    Example:
        >>> from newsbook.grading.model import Submission
        >>> noted(3, Graded(Submission("kim", ""), {}))
        '<span id="n3">kim</span>'
    """
    return f'<span id="n{number}">{clear(one.submission.called, 120)}</span>'


def _points(one: Graded, exercises: Sequence[Exercise]) -> str:
    found = [one.verdicts[e.id] for e in exercises if e.id in one.verdicts]
    if not found or one.submission.problem:
        return ""
    if all(verdict.state is State.NOT_ATTEMPTED for verdict in found):
        return "–"
    return f"{round(sum(verdict.earned for verdict in found), 1):g}"
