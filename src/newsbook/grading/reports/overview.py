"""``class.html``: one page on a whole class, for whoever teaches it."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

from newsbook.exercises import Exercise
from newsbook.grading.covering import covered
from newsbook.grading.model import NOT_RUN, Graded, Submission
from newsbook.grading.reports.answers import answer_html, answer_of
from newsbook.grading.reports.heat import heat_html
from newsbook.grading.reports.items import FEWEST, Item, histogram, items_of, mistakes_of
from newsbook.grading.reports.marks import class_marks
from newsbook.grading.reports.page import clear, number, page, sentence, table
from newsbook.grading.reports.plots import (
    DRAW,
    bin_name,
    figure,
    grades_plot,
    items_plot,
    plotly_js,
)
from newsbook.grading.reports.roster import SORT, noted, roster
from newsbook.grading.reports.same import (
    FEWEST_DEPARTURES,
    FEWEST_LETTERS,
    FEWEST_OF_A_PATTERN,
    FEWEST_WITHOUT_NAMES,
    Group,
    pairs_of,
    same_answers,
)
from newsbook.grading.reports.telling import shortened
from newsbook.markup import counted

__all__ = ["class_page"]

MOST_MISTAKES = 6
MOST_GROUPS = 100
MOST_STUDENTS = 30
MOST_PAIRS = 50
MOST_ROWS_SHOWN = 100

FEWEST_OF_ONE_SOURCE = 4
"""Students, and a tenth of those who answered, above which a shared answer has a common source."""


def class_page(
    graded: Sequence[Graded], exercises: Sequence[Exercise], pages: Sequence[str]
) -> str:
    """The report on a class, as HTML.

    Args:
        graded: Every submission, in the order of the report.
        exercises: The exercises that were graded.
        pages: For each submission, the name of its page in ``feedback/``.
    """
    read = [one for one in graded if not one.submission.problem]
    unread = [one for one in graded if one.submission.problem]
    students = counted(len(graded), "student")
    items = items_of(exercises, read)
    names = covered([exercise.id for exercise in exercises])
    count = counted(len(exercises), "exercise")
    points = counted(_possible(exercises), "point")
    lead = f"{students}; {clear(names)}: {count}, {points} at most."
    if unread:
        what = "read or run" if any(o.submission.problem == NOT_RUN for o in unread) else "read"
        lead += f" Of {len(unread):,} nothing could be {what}; all figures are without these."
    body = [
        f'<h1>Report on the class</h1><p class="lead">{lead}</p>{_contents()}',
        _grades(read, exercises),
        _items(items, len(read)),
        _mistakes(read, exercises),
        _marks(read, exercises),
        _same(read, exercises),
        _unread(graded),
        _odd(graded),
        _time(read),
        _section("students", roster(graded, exercises, pages)),
    ]
    return page("Report on the class", "\n".join(body), (plotly_js(), DRAW, SORT))


_SECTIONS = (
    ("grades", "Grades"),
    ("exercises", "Exercises"),
    ("mistakes", "What went wrong"),
    ("marks", "Where marks differ"),
    ("same", "Answers that are the same"),
    ("unread", "What could not be read"),
    ("odd", "What was odd"),
    ("time", "The time it took"),
    ("students", "Students"),
)
_NAMES = dict(_SECTIONS)


def _contents() -> str:
    links = " · ".join(f'<a href="#{key}">{name}</a>' for key, name in _SECTIONS)
    return f'<nav aria-label="On this page"><p>{links}</p></nav>'


def _section(key: str, inner: str) -> str:
    return f'<section aria-labelledby="{key}"><h2 id="{key}">{_NAMES[key]}</h2>{inner}</section>'


def _possible(exercises: Sequence[Exercise]) -> int:
    return sum(exercise.points for exercise in exercises)


def _total(one: Graded, exercises: Sequence[Exercise]) -> float:
    return round(sum(one.verdicts[e.id].earned for e in exercises if e.id in one.verdicts), 1)


def _grades(read: Sequence[Graded], exercises: Sequence[Exercise]) -> str:
    possible = _possible(exercises)
    if not read or not possible:
        return _section("grades", "<p>There are no grades to show.</p>")
    totals = [_total(one, exercises) for one in read]
    counts = histogram([total / possible for total in totals])
    median, mean = statistics.median(totals), statistics.fmean(totals)
    told = (
        f"Half of the students have {median:.1f} points or more, of {possible}; the mean is "
        f"{mean:.1f}, the lowest {min(totals):g}, the highest {max(totals):g}."
    )
    rows = [(bin_name(i, possible), f"{n:,}") for i, n in enumerate(counts)]
    alt = "Bar chart: " + "; ".join(
        f"{bin_name(i, possible)} points, {counted(n, 'student')}"
        for i, n in enumerate(counts)
        if n
    )
    shown = figure(
        "f-grades", grades_plot(counts, possible), "How many students have how many points",
        f"{told} Where the bars make two hills, there may be two groups in the class, which need "
        "different lessons.", alt,
    )  # fmt: skip
    below = table("Students by points", ("points", "students#"), rows)
    folded = f"<details><summary>The figure as a table</summary>{below}</details>"
    return _section("grades", shown + folded)


def _items(items: Sequence[Item], students: int) -> str:
    rows = [
        (
            f"{clear(item.exercise.id)} {clear(item.exercise.title)}",
            f"{item.attempted:,}",
            f"{item.correct:,}",
            f"{item.mean:.1f} of {item.exercise.points}",
            number(item.share),
            number(item.discrimination),
        )
        for item in items
    ]
    head = ("exercise", "attempted#", "correct#", "mean points#", "difficulty#", "discrimination#")
    told = (
        "<p><strong>Difficulty</strong> is the mean share of the points, from 0 to 1: the greater, "
        "the easier. <strong>Discrimination</strong> is the item-rest correlation: Pearson’s "
        "<i>r</i> between the points in the exercise, <i>x</i>, and those in all others, "
        '<i>y</i>,</p><p class="formula" tabindex="0" role="group" aria-label="Pearson’s r">'
        "<code>r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² · Σ (y − ȳ)²)</code></p><p>which is "
        "the point-biserial correlation where an exercise is only right or wrong (Henrysson 1963, "
        "“Correction of item-total correlations in item analysis”, <i>Psychometrika</i> 28). Above "
        "0.3 an exercise separates those who know the rest from those who do not; near 0 it tells "
        "nothing; below 0, look at its text and its gold. It is not given for fewer than "
        f"{FEWEST} students, nor where all earned the same.</p>"
    )
    shown = [item for item in items if item.discrimination is not None]
    plotted = ""
    if shown:
        weak = [item.exercise.id for item in shown if (item.discrimination or 0) < 0.1]
        see = (
            "Dots above the dashed line, at 0.3, tell students apart; point at one for its name; "
            + (
                f"look at what lies near or below 0: {', '.join(weak)}."
                if weak
                else "none lies near 0 or below it."
            )
        )
        alt = "Scatter plot: " + "; ".join(
            f"exercise {i.exercise.id}, {i.share:.0%} of the points, correlation "
            f"{number(i.discrimination)}"
            for i in shown
        )
        title = "How hard each exercise is, and how well it tells students apart"
        plotted = figure("f-items", items_plot(shown), title, see, alt)
    caption = f"The exercises, over {counted(students, 'hand-in')} that could be read"
    return _section("exercises", told + table(caption, head, rows) + plotted)


def _mistakes(read: Sequence[Graded], exercises: Sequence[Exercise]) -> str:
    parts = []
    for exercise in exercises:
        found = mistakes_of(exercise, read)
        if not found:
            continue
        shown, left = found[:MOST_MISTAKES], found[MOST_MISTAKES:]
        if left and left[-1].name == found[-1].name and found[-1] not in shown:
            shown, left = [*shown, found[-1]], left[:-1]
        rows = [
            (
                clear(m.name, 160),
                f"{m.students:,}",
                sentence(m.sentence) if not m.example else f"e.g. {sentence(m.example)}",
            )
            for m in shown
        ]
        caption = f"{clear(exercise.id)} {clear(exercise.title)}"
        parts.append(table(caption, ("mistake", "students#", "what they were told"), rows))
        if left:
            rest = sum(mistake.students for mistake in left)
            rarer = counted(len(left), "rarer one")
            parts.append(f'<p class="note">And {rarer}, of {counted(rest, "student")}.</p>')
    lead = "<p>The misconceptions that answers were recognised by, the most common first.</p>"
    return _section("mistakes", lead + "".join(parts) if parts else "<p>Nothing went wrong.</p>")


def _marks(read: Sequence[Graded], exercises: Sequence[Exercise]) -> str:
    parts = []
    for exercise in exercises:
        answers = (answer_of(exercise, one.submission) for one in read)
        found = class_marks(exercise, (answer for answer in answers if answer is not None))
        if found:
            parts.append(heat_html(found))
    lead = (
        "<p>For each exercise in which a text was marked: what share of those who answered "
        "has each label on each stretch, the most disputed first. Where many differ from the gold "
        "and agree with each other, they share a rule that the gold does not have; where they "
        "differ from each other too, the rule is not clear to them. <strong>Alpha</strong> is "
        "Krippendorff’s, over all units of the text: 1 is full agreement among the students, 0 "
        "what chance would give.</p>"
    )
    nothing = "<p>No answer has marks in a text.</p>"
    return _section("marks", lead + "".join(parts) if parts else nothing)


def _same(read: Sequence[Graded], exercises: Sequence[Exercise]) -> str:
    groups = same_answers(read, exercises)
    lead = (
        "<p>Who has handed in the same answer as somebody else, where there were many ways to "
        "answer. <strong>It does not show that anybody copied.</strong> Students who worked "
        "together, as they may have been told to, have the same answers, and so have those who "
        "took them from one page or one assistant. Ask how the answers came about before you "
        "conclude anything.</p>"
        "<p>Short answers are the same by nature, and so are widgets’ right answers and usual "
        "mistakes: these are left out. Of code and patterns right answers are told as well; one "
        "that most of a class shares tells little, and stands low in the list. Told are code with "
        f"at least {FEWEST_LETTERS} characters in "
        "lines that the exercise does not give, white space and comments aside, and from "
        f"{FEWEST_WITHOUT_NAMES} on the names of one’s own choice, too; a pattern of at least "
        f"{FEWEST_OF_A_PATTERN}; and another widget’s answer with at least {FEWEST_DEPARTURES} "
        "departures from the right one. Beside each stands how many answers to the exercise are "
        "like no other: the more of them, the rarer is what two share. The most telling come "
        "first: long answers that few share.</p>"
    )
    if not groups:
        return _section("same", f"{lead}<p>No two such answers are the same.</p>")
    pairs = pairs_of(groups)
    called = {one.submission.student: one.submission.called for one in read}
    shown = "".join(_group(group, called) for group in groups[:MOST_GROUPS])
    more = len(groups) - MOST_GROUPS
    if more > 0:
        shown += f'<p class="note">And {counted(more, "less telling one")}.</p>'
    if pairs:
        rows = [
            (clear(called.get(a, a), 120), clear(called.get(b, b), 120), str(n))
            for a, b, n in pairs[:MOST_PAIRS]
        ]
        caption = "Two students who share several of the answers below"
        if len(pairs) > MOST_PAIRS:
            caption += f" (the first {MOST_PAIRS} of {len(pairs):,} pairs)"
        lead += table(caption, ("student", "and", "answers#"), rows, "tall")
    return _section("same", lead + shown)


def _group(group: Group, called: Mapping[str, str]) -> str:
    every = [clear(called.get(student, student), 120) for student in group.students]
    named = f"<p>{', '.join(every)}</p>"
    if len(every) > MOST_STUDENTS:
        named = f"<details><summary>The {len(every):,} students</summary>{named}</details>"
    told = (
        f"{len(every):,} of {group.answered:,} who answered share {group.why}; {group.alone:,} "
        f"{'answer is' if group.alone == 1 else 'answers are'} like no other."
    )
    if len(every) > max(FEWEST_OF_ONE_SOURCE, group.answered / 10):
        told += " So many may well have it from one place, such as a lesson or a page."
    answer = answer_html(group.exercise, group.example.submission)
    return (
        f"<h3>{clear(group.exercise.id)} {clear(group.exercise.title)} · {len(every):,} "
        f"students</h3><p>{told}</p>{named}"
        f"<details><summary>Their answer</summary>{answer.replace('Your answer', 'The answer')}"
        "</details>"
    )


def _unread(graded: Sequence[Graded]) -> str:
    rows = [
        (
            noted(number, one),
            _told(one.submission, one.submission.problem, *one.submission.notes),
        )
        for number, one in enumerate(graded)
        if one.submission.problem
    ]
    if not rows:
        return _section("unread", "<p>Everything could be read.</p>")
    caption = "Hand-ins of which nothing could be read"
    return _section("unread", table(caption, ("student", "why"), rows, _look(rows)))


def _told(one: Submission, *sentences: str) -> str:
    return "<br>".join(sentence(shortened(one, told)) for told in sentences)


def _look(rows: Sequence[Sequence[str]]) -> str:
    """What is no longer than a few windows is not folded into one that scrolls."""
    return "told tall" if len(rows) > MOST_ROWS_SHOWN else "told"


def _odd(graded: Sequence[Graded]) -> str:
    rows = [
        (noted(number, one), _told(one.submission, *one.submission.notes))
        for number, one in enumerate(graded)
        if one.submission.notes and not one.submission.problem
    ]
    if not rows:
        return _section("odd", "<p>Nothing was odd about what could be read.</p>")
    were = "was" if len(rows) == 1 else "were"
    caption = f"Notes on {counted(len(rows), 'hand-in')} that {were} read all the same"
    return _section("odd", table(caption, ("student", "notes"), rows, _look(rows)))


def _time(read: Sequence[Graded]) -> str:
    rows = []
    for name, each in (
        ("wall time", [one.seconds for one in read]),
        ("processor time", [one.cpu for one in read]),
    ):
        if any(each):
            figures = (statistics.median(each), max(each), sum(each))
            rows.append((name, *(f"{seconds:.2f}" for seconds in figures)))
    if not rows:
        return _section("time", "<p>Nothing was run.</p>")
    caption = "Seconds that running the hand-ins took"
    head = ("", "median of a hand-in#", "longest#", "all together#")
    slow = sorted(read, key=lambda one: (-one.seconds, one.submission.student))[:5]
    named = ", ".join(f"{clear(o.submission.called, 120)} ({o.seconds:.1f} s)" for o in slow)
    rows = [(row[0] or "time", *row[1:]) for row in rows]
    return _section("time", table(caption, ("time", *head[1:]), rows) + f"<p>Longest: {named}.</p>")
