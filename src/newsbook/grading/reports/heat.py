"""The marks of a class on their text, as HTML: the text itself, a figure, a table."""

from __future__ import annotations

from bisect import bisect_left

from newsbook.agreement import OUTSIDE
from newsbook.exercises import BoundaryExercise
from newsbook.grading.reports.marks import CUT, ClassMarks, Stretch
from newsbook.grading.reports.page import clear, number, table
from newsbook.grading.reports.plots import MOST_ROWS, figure, marks_plot
from newsbook.widgets.static import written_out

__all__ = ["heat_html"]

MOST_IN_TABLE = 60

# How dark a stretch is, from which share of students that differ from the gold.
_LEVELS = (0.05, 0.2, 0.4, 0.6)


def heat_html(marks: ClassMarks) -> str:
    """What a class marked in one exercise, as HTML."""
    exercise = marks.exercise
    heading = f"{clear(exercise.id)} {clear(exercise.title)}"
    disputed = marks.disputed()
    agreed = "Alpha needs two answers." if marks.alpha is None else f"Alpha {number(marks.alpha)}."
    answers = "answer" if marks.students == 1 else "answers"
    lead = f"<h3>{heading}</h3><p>{marks.students:,} {answers}. {agreed}</p>"
    if not disputed:
        return f"{lead}<p>All of them are as the gold.</p>"
    first = disputed[0]
    see = (
        f"Most disputed is “{clear(first.words, 60)}”: {first.differing:.0%} have "
        f"{_differently(first)}."
    )
    shown = disputed[:MOST_ROWS]
    title = "What was marked where the class and the gold differ"
    if len(disputed) > len(shown):
        title += f" (the first {len(shown)} of {len(disputed)} stretches)"
    alt = f"Heat map of {len(shown)} stretches by label, in shares of students. " + "; ".join(
        f"{s.words[:40]}: {_told(s)}" for s in shown[:8]
    )
    name = f"f-marks-{exercise.id.replace('.', '-')}"
    plotted = figure(name, marks_plot(marks), title, see, alt)
    rows = [
        (
            clear(s.words, 160),
            clear(_name(s.gold)),
            clear(_told(s)),
            f"{s.differing:.0%}",
            f"{s.disagreeing:.0%}",
        )
        for s in disputed[:MOST_IN_TABLE]
    ]
    head = ("words", "gold", "students", "differ from the gold#", "pairs that differ#")
    caption = f"Disputed stretches of {heading}"
    if len(disputed) > MOST_IN_TABLE:
        caption += f" (the first {MOST_IN_TABLE} of {len(disputed)})"
    below = table(caption, head, rows, "tall")
    folded = f"<details><summary>The figure as a table</summary>{below}</details>"
    return lead + _on_the_text(marks) + plotted + folded


def _differently(stretch: Stretch) -> str:
    """What the students who differ have most often, beside the gold."""
    other = {label: n for label, n in stretch.counts.items() if label != stretch.gold}
    most = clear(_name(min(other, key=lambda label: (-other[label], label))))
    told = most if len(other) == 1 else f"something else, mostly {most},"
    return f"{told} where the gold has {clear(_name(stretch.gold))}"


def _name(label: str) -> str:
    return "not marked" if label == OUTSIDE else label


def _told(stretch: Stretch) -> str:
    """Labels with the share of students, the most common first."""
    by = sorted(stretch.counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{_name(label)} {n / stretch.students:.0%}" for label, n in by)


def _on_the_text(marks: ClassMarks) -> str:
    """The text: coloured where students differ from the gold, underlined where it marks."""
    html, at = [], 0
    gold_at = ""
    cuts = isinstance(marks.exercise, BoundaryExercise)
    for stretch in marks.stretches:
        if cuts and stretch.differing == 0 and stretch.gold != CUT:
            continue
        html.append(written_out(marks.text[at : stretch.start]))
        html.append(_cut(stretch) if cuts else _stretch(marks.text, stretch, gold_at))
        gold_at = stretch.gold
        at = stretch.end
    html.append(written_out(marks.text[at:]))
    gold = "a thick bar is a cut of the gold" if cuts else "underlined is what the gold marks"
    return (
        '<p class="note">The stronger the colour, the more students differ from the gold; '
        f"the number is their share in percent; {gold}.</p>"
        f'<div class="box heat">{"".join(html).strip()}</div>'
    )


def _level(stretch: Stretch) -> int:
    return bisect_left(_LEVELS, stretch.differing + 1e-9)


def _percent(stretch: Stretch) -> str:
    return f"<sup>{100 * stretch.differing:.0f}</sup>" if _level(stretch) else ""


def _stretch(text: str, stretch: Stretch, gold_before: str) -> str:
    words = written_out(text[stretch.start : stretch.end])
    kinds = [f"d{_level(stretch)}"] if _level(stretch) else []
    label = ""
    if stretch.gold != OUTSIDE:
        kinds.append("g")
        if stretch.gold != gold_before:
            label = f"<sup>[{clear(stretch.gold)}]</sup>"
    if not kinds:
        return words
    return f'<span class="{" ".join(kinds)}">{label}{words}{_percent(stretch)}</span>'


def _cut(stretch: Stretch) -> str:
    bar = "┃" if stretch.gold == CUT else "¦"
    kind = f' class="d{_level(stretch)}"' if _level(stretch) else ""
    return f"<span{kind}>{bar}{_percent(stretch)}</span>"
