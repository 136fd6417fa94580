"""A page of feedback for one student: what they answered, and what can be said of it.

It has the sentences that a check gives in the notebook, and nothing that a check would not give: no
right answer, no expected value of a hidden input, nothing of another student.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsbook.exercises import Exercise, State, Verdict
from newsbook.grading.absent import MISSING, NO_STORED
from newsbook.grading.judging import ended_early
from newsbook.grading.model import NOT_RUN, Graded
from newsbook.grading.reports.answers import answer_html
from newsbook.grading.reports.page import clear, page, sentence, table
from newsbook.grading.reports.telling import notes_for_student, told_to_student
from newsbook.markup import counted

__all__ = ["feedback_page", "verdict_html"]


def feedback_page(one: Graded, exercises: Sequence[Exercise]) -> str:
    """One student's page, as HTML.

    Args:
        one: The submission with its verdicts.
        exercises: The exercises that were graded, in the order of the page.

    Example:
        >>> from newsbook.grading.model import Submission
        >>> html = feedback_page(Graded(Submission("<kim>", "", problem="It is no zip."), {}), [])
        >>> "Feedback for &lt;kim&gt;" in html, "It is no zip." in html
        (True, True)
    """
    student = clear(one.submission.called, 200)
    body = [f"<h1>Feedback for {student}</h1>"]
    if one.submission.problem == NOT_RUN:
        body.append(
            '<div class="verdict your-code-raised"><p><strong>Not graded yet</strong></p><p>Your '
            "answers have arrived, but could not be run. That is not your doing: they have to be "
            "graded again. You need not hand in anything.</p></div>"
        )
    elif one.submission.problem:
        body.append(
            f'<div class="verdict your-code-raised"><p><strong>Nothing could be read</strong></p>'
            f"<p>{sentence(told_to_student(one.submission.problem, one.submission))}</p></div>"
            "<p>Nothing of this hand-in has been graded. Open your workbook again, run "
            "<code>handin()</code>, and hand in the zip that it makes.</p>"
        )
    else:
        body.append(_summary(one, exercises))
    if told := notes_for_student(one.submission):
        notes = "".join(f"<li>{sentence(note)}</li>" for note in told)
        body.append(f"<h2>What was odd about the hand-in</h2><ul>{notes}</ul>")
    if not one.submission.problem:
        body += [_exercise(one, exercise) for exercise in exercises if exercise.id in one.verdicts]
    return page(f"Feedback for {student}", "\n".join(body))


def verdict_html(verdict: Verdict, told: str = "") -> str:
    """A verdict as HTML: sign, words, points and sentence; the border differs in kind too.

    Args:
        verdict: The verdict.
        told: Another sentence than its own.
    """
    points = "point" if verdict.points == 1 else "points"
    kind = str(verdict.state).replace(" ", "-")
    return (
        f'<div class="verdict {kind}"><p><strong><span aria-hidden="true">{verdict.state.sign} '
        f"</span>{_headline(verdict)}</strong> · {verdict.earned:g} of {verdict.points} {points}"
        f"</p><p>{sentence(told or verdict.sentence)}</p></div>"
    )


def _headline(verdict: Verdict) -> str:
    """The state in words.

    Code that was stopped, or ended Python, is not said to have raised; and of an answer that did
    not come nobody knows whether it was attempted.
    """
    if verdict.sentence in (MISSING, NO_STORED):
        return "not in the hand-in"
    return "did not run to its end" if ended_early(verdict) else str(verdict.state)


def _for_a_page(verdict: Verdict, exercise: Exercise) -> str:
    """The sentence; that of an untouched exercise speaks of a notebook, which this is not."""
    if verdict.sentence == exercise.not_attempted(None).sentence:
        return "There is no answer yet, so there are no points yet."
    return verdict.sentence


def _summary(one: Graded, exercises: Sequence[Exercise]) -> str:
    verdicts = [one.verdicts[e.id] for e in exercises if e.id in one.verdicts]
    earned = round(sum(verdict.earned for verdict in verdicts), 1)
    possible = sum(verdict.points for verdict in verdicts)
    right = sum(verdict.state is State.CORRECT for verdict in verdicts)
    rows = [
        (
            f'<a href="#e{e.id.replace(".", "-")}">{clear(e.id)} {clear(e.title)}</a>',
            f'<span aria-hidden="true">{one.verdicts[e.id].state.sign} </span>'
            f"{_headline(one.verdicts[e.id])}",
            f"{one.verdicts[e.id].earned:g} of {e.points}",
        )
        for e in exercises
        if e.id in one.verdicts
    ]
    lead = (
        f'<p class="lead"><strong>{earned:g} of {counted(possible, "point")}</strong>; {right} of '
        f"{counted(len(verdicts), 'exercise')} {'is' if right == 1 else 'are'} right.</p>"
    )
    return lead + table("Your exercises", ("exercise", "verdict", "points#"), rows)


def _exercise(one: Graded, exercise: Exercise) -> str:
    verdict = one.verdicts[exercise.id]
    question = getattr(exercise, "question", "")
    asked = f'<p class="quiet">{sentence(question)}</p>' if question else ""
    return (
        f'<section class="exercise" aria-labelledby="e{exercise.id.replace(".", "-")}">'
        f'<h2 id="e{exercise.id.replace(".", "-")}">{clear(exercise.id)} {clear(exercise.title)}'
        f"</h2>{asked}{verdict_html(verdict, _for_a_page(verdict, exercise))}"
        f"<h3>Your answer</h3>{answer_html(exercise, one.submission)}</section>"
    )
