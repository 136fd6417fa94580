"""A student's page: everything of theirs, nothing of others, and no right answer."""

import re
from html.parser import HTMLParser

import pytest
from judged_class import HOSTILE, graded_answers, judged_class, right_answer
from support import answer_cell_source

from newsbook.exercises import (
    BoundaryExercise,
    ChoiceExercise,
    MatchExercise,
    OrderExercise,
    PredictExercise,
    QuoteExercise,
    RegexExercise,
    SpanExercise,
    State,
    all_exercises,
    get_exercise,
)
from newsbook.grading.asking import Asked
from newsbook.grading.judging import Judge
from newsbook.grading.model import Graded, Observed, Submission
from newsbook.grading.reports.feedback import feedback_page

EXERCISES = all_exercises()


class Reader(HTMLParser):
    """The text of a page, its elements, and whatever could act or load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.acts: list[str] = []
        self.tags: set[str] = set()
        self._silent = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self._silent = tag == "style"
        if tag in ("script", "iframe", "img", "object", "embed", "link", "form", "base"):
            self.acts.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "src" or "url(" in (value or ""):
                self.acts.append(f"{tag} {name}={value}")
            if name == "href" and not (value or "").startswith("#"):
                self.acts.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag):
        self._silent = False

    def handle_data(self, data):
        if not self._silent:
            self.text.append(data)


def read(html: str) -> str:
    return " ".join("".join(Reader(html).text).split())


@pytest.fixture(scope="module")
def graded() -> list[Graded]:
    return judged_class(60)


def test_each_page_says_its_own_and_nothing_acts(graded):
    for one in graded:
        html = feedback_page(one, EXERCISES)
        found = Reader(html)
        assert found.acts == [], one.submission.student
        assert "script-src 'none'" in html
        text = read(html)
        if one.submission.problem:
            assert one.submission.problem in text
            continue
        for exercise in EXERCISES:
            verdict = one.verdicts[exercise.id]
            assert f"{exercise.id} {exercise.title}" in text
            assert f"{verdict.state} · {verdict.earned:g} of {verdict.points}" in text
            if verdict.state is not State.NOT_ATTEMPTED:
                told = " ".join(verdict.sentence.replace("`", "").split())
                assert told in text, (exercise.id, told)
        assert f"{one.earned:g} of {one.points} points" in text
        for other in graded:
            if other.submission.student.startswith("student-") and other is not one:
                # Two of the class handed in one another's work, name and all.
                assert other.submission.student not in text or (
                    one.submission.student == "student-0017"
                )


def test_the_right_answer_is_on_no_page_of_a_wrong_one():
    """Neither the solution's lines nor which option, label or place is right."""
    for exercise in EXERCISES:
        for mistake in exercise.misconceptions:
            wrong = (
                mistake.wrong if exercise.widget else f"# answer: {exercise.id}\n{mistake.wrong}"
            )
            one = graded_answers("kim", {exercise.id: wrong}, [exercise])
            if one.verdicts[exercise.id].state is State.CORRECT:
                continue
            text = read(feedback_page(one, [exercise]))
            assert exercise.praise not in text
            if not exercise.widget:
                solution = answer_cell_source("solutions", exercise.id)
                block = solution.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
                given = str(wrong)
                lines = [line.strip() for line in block.splitlines() if len(line.strip()) > 20]
                assert not [line for line in lines if line in text and line not in given]
            elif isinstance(exercise, ChoiceExercise):
                left_out = set(exercise.right) - set(mistake.wrong["chosen"])
                hidden = [o.text.replace("`", "") for o in exercise.options if o.key in left_out]
                shown = text.partition("Your answer")[2]
                assert not [words for words in hidden if words in shown]


def test_a_hidden_input_keeps_its_expected_value():
    exercise = get_exercise("1.3")
    cases = exercise.cases
    seen = {"cases": [{"value": ["mine"]} for _ in cases]}
    verdict = exercise.judge(seen, cases)
    one = Graded(Submission("kim", "", code={"1.3": "def trim(): ..."}), {"1.3": verdict})
    text = read(feedback_page(one, [exercise]))
    assert verdict.state is State.NOT_YET
    for case in cases:
        assert repr(case.expected) not in text


KINDS = [
    ChoiceExercise, PredictExercise, BoundaryExercise, SpanExercise, QuoteExercise, RegexExercise,
    OrderExercise, MatchExercise,
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_widgets_answer_is_shown_as_what_it_is(kind):
    exercise = next(e for e in EXERCISES if isinstance(e, kind))
    _, right = right_answer(exercise.id)
    one = graded_answers("kim", {exercise.id: right}, [exercise])
    text = read(feedback_page(one, [exercise]))
    wanted = {
        ChoiceExercise: lambda: [o.text.replace("`", "") for o in exercise.options if o.right],
        PredictExercise: lambda: [made[-1] for made in right["tries"].values()],
        BoundaryExercise: lambda: [" ".join(exercise.gold)],
        SpanExercise: lambda: [
            f"{exercise.article_text[start:end]}[{label}]" for start, end, label in right["spans"]
        ],
        QuoteExercise: lambda: [q["resolved"] for q in right["quotes"] if q["resolved"]],
        RegexExercise: lambda: [right["pattern"]],
        OrderExercise: lambda: [line for line, _ in right["lines"]],
        MatchExercise: lambda: list(right["pairs"].values()),
    }[kind]()
    assert wanted
    for words in wanted:
        assert " ".join(words.split()) in text


def test_hostile_text_is_only_text():
    bad = [
        "</code></pre><script>alert(1)</script>",
        "a\u202eb \x1b[31mred\x1b[0m \x00 \u200b",
        "<img src=x onerror=alert(1)>",
        "\ud83d half",
    ]
    code = {"1.3": "\n".join(bad)}
    verdict = get_exercise("1.3").verdict(State.RAISED, "raised " + " ".join(bad), None)
    for student in [*HOSTILE, *bad]:
        submission = Submission(student, "", code, {"1.4": {"spans": bad}}, tuple(bad))
        verdicts = {"1.3": verdict, "1.4": get_exercise("1.4").check({"spans": bad})}
        html = feedback_page(
            Graded(submission, verdicts), [get_exercise("1.3"), get_exercise("1.4")]
        )
        found = Reader(html)
        assert found.acts == []
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html
        )
        text = "".join(found.text)
        assert "<script>alert(1)</script>" in text and "U+202E" in text
        assert "not in a form that the exercise can read" in text


def test_what_is_long_is_cut_with_a_sentence():
    long_line = graded_answers(
        "kim", {"1.3": "x = '" + "y" * 1_000_000 + "'"}, [get_exercise("1.3")]
    )
    html = feedback_page(long_line, [get_exercise("1.3")])
    assert len(html) < 60_000
    assert "The answer has 1,000,0" in html and "the first 20,000 are shown" in html
    assert "Lines of more than 1,000 characters end here" in html


def test_deep_and_odd_stored_answers_do_not_stop_a_page():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    exercises = [e for e in EXERCISES if e.widget]
    for odd in (
        deep,
        {"spans": deep},
        7,
        "text",
        [],
        {"chosen": "abc"},
        float("inf"),
        {"quotes": [1]},
    ):
        verdicts = {e.id: e.not_attempted(None) for e in exercises}
        submission = Submission("kim", "", widgets={e.id: odd for e in exercises})
        html = feedback_page(Graded(submission, verdicts), exercises)
        assert Reader(html).acts == []


@pytest.mark.parametrize(
    ("code", "widgets", "told"),
    [
        ({}, {"1.2": "x"}, "This answer is missing from what was handed in."),
        ({"1.9": "# answer: 1.9\ndef countTypes(t):\n    return 1"}, {}, "sets no count_types"),
        ({"1.9": "def count_types(t):\n    # later\n    return ..."}, {}, "count_types is there"),
        ({"1.9": ""}, {}, "There is no answer yet"),
        ({}, {}, "a notebook alone has none"),
    ],
)
def test_why_there_is_no_answer_is_told(code, widgets, told):
    exercises = [get_exercise("1.1" if not widgets and not code else "1.9")]
    one = Submission("kim", "", code, widgets)
    seen = Observed({name: {"unset": True} for name in code})
    verdicts = Judge(Asked("s", {}), exercises).verdicts(one, seen)
    assert {verdict.earned for verdict in verdicts.values()} == {0}
    text = read(feedback_page(Graded(one, verdicts), exercises))
    assert told in text
    # Who may have answered is not told that nothing was attempted.
    assert ("not in the hand-in" in text) == (not code)


def test_missing_answers_are_named():
    exercises = [get_exercise("1.3"), get_exercise("1.4")]
    verdicts = {e.id: e.not_attempted(None) for e in exercises}
    one = Graded(Submission("kim", "", notes=("1.3 was found twice.",)), verdicts)
    text = read(feedback_page(one, exercises))
    assert "The answer cell was not found." in text
    assert "There is no answer." in text
    assert "1.3 was found twice." in text


@pytest.mark.parametrize(
    ("name", "place", "before"),
    [
        ("Ito Rei", "Ito Rei_12_assignsubmission_file_", "Ito Rei_12_assignsubmission_file_/"),
        (
            "Ito, Rei",
            "Ito, Rei_12_assignsubmission_file_",
            "Ito, Rei_12_assignsubmission_file_/my work/",
        ),
        (
            "Ito Rei",
            "Ito Rei_12_assignsubmission_file_handin-1.zip",
            "Ito Rei_12_assignsubmission_file_handin-1.zip/exercises/",
        ),
        ("itorei", "a, b, c, d and 1 more", "itorei_LATE_12_99_"),
        ("", "rei", "rei/handin.zip/exercises/"),
    ],
)
def test_a_student_reads_the_names_that_the_student_gave(name, place, before):
    book, other = f"{before}03_quotes.ipynb", f"{before}b.ipynb"
    notes = (
        f"{book} has no answer cell for 3.7, and cell 4 sets `full_name`: look at it yourself.",
        f"3.5 is answered in {other} and in {book}; the last one counts.",
        f"Not looked at: {before}.DS_Store.",
        "It was handed in with newsbook 0.1; this is 0.2.",
        "Another hand-in is called 12, too; this one is 12 (2).",
    )
    one = Submission("12", place, notes=notes, name=name)
    html = feedback_page(Graded(one, {}), [])
    assert (
        "<li>03_quotes.ipynb has no answer cell for 3.7, and cell 4 sets <code>full_name</code>."
        in html
    )
    assert (
        "<li>3.5 is answered in b.ipynb and in 03_quotes.ipynb; the last one counts.</li>" in html
    )
    assert html.count("<li>") == 2
    lost = Submission("12", place, problem=f"{book} is no notebook.", name=name)
    assert "<p>03_quotes.ipynb is no notebook.</p>" in feedback_page(Graded(lost, {}), [])


def test_two_files_of_one_name_are_told_apart_by_their_age():
    place = "Ito Rei_12_assignsubmission_file_"
    a, b = f"{place}/one.zip/01.ipynb", f"{place}/two.zip/01.ipynb"
    notes = (f"1.9 is answered in {a} and in {b}; the last one counts.",)
    one = Submission("12", place, notes=notes, name="Ito Rei")
    html = feedback_page(Graded(one, {}), [])
    assert "<li>1.9 is answered in two files called 01.ipynb; the last one counts.</li>" in html


def test_a_platforms_folder_is_the_students_hand_in():
    place = "Ito Rei_12_assignsubmission_file_"
    lost = Submission("12", place, problem=f"{place} holds no answers of ours.", name="Ito Rei")
    html = feedback_page(Graded(lost, {}), [])
    assert "<p>Your hand-in holds no answers of ours.</p>" in html
    assert "<h1>Feedback for Ito Rei (12)</h1>" in html


def test_what_was_stopped_did_not_raise():
    exercise = get_exercise("1.3")
    for why, headline in (
        ("It ran for over 10 seconds. Is there an endless loop?", "did not run to its end"),
        ("The code ended Python itself.", "did not run to its end"),
        ("What it gave cannot be read.", "did not run to its end"),
        ("KeyError: 'x'", "your code raised"),
        ("AssertionError", "your code raised"),
    ):
        submission = Submission("s", "", {"1.3": "while True: pass"})
        judge = Judge(Asked("s", {}), [exercise])
        verdicts = judge.verdicts(submission, Observed({}, {"1.3": why}))
        assert verdicts["1.3"].state is State.RAISED
        text = read(feedback_page(Graded(submission, verdicts), [exercise]))
        assert f"{headline} · 0 of" in text
        assert text.count(headline) == 2
