"""The report on a class: its figures are right, and it holds for one student and for thousands."""

import json
import re
import statistics
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_class import graded_answers, judged_class, right_answer
from nltk.metrics.agreement import AnnotationTask

from newsbook.agreement import OUTSIDE, agreement, alpha_of_units
from newsbook.errors import BadInput
from newsbook.exercises import State, all_exercises, exercises_of, get_exercise
from newsbook.grading.model import Graded, Submission
from newsbook.grading.reports import write
from newsbook.grading.reports.bare import bare_lines
from newsbook.grading.reports.items import Item, histogram, items_of, mistakes_of
from newsbook.grading.reports.marks import class_marks
from newsbook.grading.reports.names import in_order, page_names
from newsbook.grading.reports.overview import class_page
from newsbook.grading.reports.plots import items_plot
from newsbook.grading.reports.same import pairs_of, same_answers
from newsbook.spans import from_json

EXERCISES = all_exercises()


@pytest.fixture(scope="module")
def graded() -> list[Graded]:
    return judged_class(60)


# Figures.


def scored(scores: dict[str, list[float]]) -> list[Graded]:
    """Students with these scores, from 0 to 1, by exercise."""
    made = []
    for i in range(len(next(iter(scores.values())))):
        verdicts = {
            key: get_exercise(key).verdict(
                State.CORRECT if each[i] == 1 else State.NOT_YET, "So.", None, each[i]
            )
            for key, each in scores.items()
        }
        made.append(Graded(Submission(f"s{i:02}", ""), verdicts))
    return made


def test_difficulty_and_discrimination_are_the_textbooks():
    right = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    rest = [1.0, 1.0, 1.0, 0.5, 1.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.5, 1.0]
    made = scored({"1.1": right, "1.2": rest})
    item = items_of([get_exercise("1.1"), get_exercise("1.2")], made)[0]
    assert (item.students, item.attempted, item.correct) == (12, 12, 6)
    assert item.share == 0.5
    # The point-biserial coefficient by its own formula, of the rest of the points.
    points = [2 * score for score in rest]
    ones = [p for p, r in zip(points, right, strict=True) if r]
    zeros = [p for p, r in zip(points, right, strict=True) if not r]
    p = len(ones) / len(points)
    gap = statistics.fmean(ones) - statistics.fmean(zeros)
    wanted = gap / statistics.pstdev(points) * (p * (1 - p)) ** 0.5
    assert item.discrimination == pytest.approx(wanted)


def test_no_correlation_where_there_is_none_to_have():
    both = [get_exercise("1.1"), get_exercise("1.2")]
    few = items_of(both, scored({"1.1": [1.0, 0.0], "1.2": [1.0, 0.0]}))
    same = items_of(both, scored({"1.1": [1.0] * 20, "1.2": [0.0, 1.0] * 10}))
    alone = items_of(both[:1], scored({"1.1": [0.0, 1.0] * 10}))
    assert [item.discrimination for item in [*few, *same, *alone]] == [None] * 5
    assert items_of(both, [])[0].share == 0.0


@given(st.lists(st.integers(0, 100), max_size=60))
def test_everybody_stands_in_one_bar(points):
    counts = histogram([p / 100 for p in points])
    assert counts == [
        sum(10 * i <= p < 10 * i + 10 or (i == 9 and p == 100) for p in points) for i in range(10)
    ]


def test_names_of_dots_stand_on_no_other():
    exercise = get_exercise("1.1")

    def names(*dots: tuple[float, float]) -> list[tuple[str, str]]:
        items = [Item(exercise, 20, 20, 10, 1.0, share, r) for share, r in dots]
        (trace,) = items_plot(items)["data"]
        assert len(trace["meta"]["text"]) == len(trace["text"]) == len(dots)
        return list(zip(trace["text"], trace["textposition"], strict=True))

    assert names((0.2, 0.5), (0.6, 0.5)) == [("1.1", "top center")] * 2
    # One below another, one on the line at 0.3, and one at the edge give way.
    assert [p for _, p in names((0.5, 0.5), (0.5, 0.46))] == ["top center", "bottom center"]
    assert names((0.5, 0.27))[0] == ("1.1", "bottom center")
    crowd = [text for text, _ in names(*[(0.5, 0.5)] * 30)]
    assert 1 <= sum(map(bool, crowd)) <= 4


def test_misconceptions_are_counted_by_name(graded):
    read = [one for one in graded if not one.submission.problem]
    for exercise in EXERCISES:
        states = Counter(one.verdicts[exercise.id].state for one in read)
        found = mistakes_of(exercise, read)
        assert sum(m.students for m in found) == states[State.NOT_YET] + states[State.RAISED]
    choice = get_exercise("1.1")
    wrong = [mistake.wrong for mistake in choice.misconceptions][:2]
    made = [graded_answers(f"s{i}", {"1.1": wrong[i > 2]}, [choice]) for i in range(4)]
    assert [(m.name, m.students) for m in mistakes_of(choice, made)] == [
        (choice.misconceptions[0].name, 3),
        (choice.misconceptions[1].name, 1),
    ]
    raised = Graded(
        Submission("kim", ""),
        {"1.3": get_exercise("1.3").verdict(State.RAISED, "Given 1, it raised KeyError: x.", None)},
    )
    assert [m.name for m in mistakes_of(get_exercise("1.3"), [raised])] == ["raised KeyError"]


# Agreement of many.


@given(
    st.lists(
        st.lists(st.sampled_from(["O", "GPE", "LOC"]), min_size=3, max_size=3),
        min_size=2,
        max_size=8,
    ).filter(lambda units: len({label for unit in units for label in unit}) > 1)
)
def test_alpha_is_that_of_nltk(units):
    triples = [(str(c), str(i), u[c]) for i, u in enumerate(units) for c in range(3)]
    mine = alpha_of_units([Counter(unit) for unit in units])
    assert mine == pytest.approx(AnnotationTask(triples).alpha())


def test_alpha_of_two_is_that_of_agreement():
    exercise = get_exercise("2.2")
    right = from_json(right_answer("2.2")[1]["spans"])
    mine = [span for span in right if span.label != "GPE"]
    both = agreement(exercise.text, right, mine)
    answers = [{"spans": [[s.start, s.end, s.label] for s in side]} for side in (right, mine)]
    found = class_marks(exercise, answers)
    assert found.alpha == pytest.approx(both.alpha)
    assert alpha_of_units([{"O": 3}]) == 1.0
    with pytest.raises(BadInput, match="at least two"):
        alpha_of_units([{"O": 1}])


# Marks.


def test_marks_are_counted_and_the_disputed_come_first():
    exercise = get_exercise("2.2")
    right = right_answer("2.2")[1]["spans"]
    no_dates = [span for span in right if span[2] != "DATE"]
    as_loc = [[a, b, "LOC" if exercise.text[a:b] == "Geneva" else label] for a, b, label in right]
    answers = [{"spans": spans} for spans in (right, no_dates, no_dates, as_loc)]
    found = class_marks(exercise, answers)
    assert found.students == 4
    assert "".join(exercise.text[s.start : s.end] for s in found.stretches if s.words) != ""
    top = found.disputed()
    assert [(s.words, s.gold, s.counts) for s in top] == [
        ("Tuesday", "DATE", {"DATE": 2, OUTSIDE: 2}),
        ("May", "DATE", {"DATE": 2, OUTSIDE: 2}),
        ("Geneva", "GPE", {"GPE": 3, "LOC": 1}),
    ]
    assert top[0].differing == 0.5
    assert top[0].disagreeing == pytest.approx(4 / 6)
    assert found.labels[-1] == OUTSIDE


def test_token_boundaries_are_places():
    exercise = get_exercise("0.4")
    start = {"spans": [[s.start, s.end] for s in exercise.start]}
    gold = {"spans": [[s.start, s.end] for s in exercise.gold_spans]}
    found = class_marks(exercise, [gold, gold, start])
    assert all(s.gold == "cut" and s.counts == {"cut": 2, "no cut": 1} for s in found.disputed())
    assert len(found.disputed()) == len(exercise.gold_spans) - len(exercise.start)
    assert all(s.words.count("|") == 1 for s in found.disputed())


def test_quotes_are_parts():
    exercise = get_exercise("4.3")
    quotes = right_answer("4.3")[1]["quotes"]
    without = [{**quote, "cue": None} for quote in quotes]
    found = class_marks(exercise, [{"quotes": quotes}, {"quotes": without}])
    assert found.disputed()
    assert {s.gold for s in found.disputed()} == {"cue"}


def test_one_student_who_is_right_disputes_nothing():
    for exercise in EXERCISES:
        _, right = right_answer(exercise.id)
        found = class_marks(exercise, [right] if exercise.widget else [])
        if found:
            assert found.alpha is None
            assert found.disputed() == [], exercise.id


# Answers that are the same.


def test_two_who_worked_together_are_found_and_nobody_else(graded):
    read = [one for one in graded if not one.submission.problem]
    groups = same_answers(read, EXERCISES)
    pairs = pairs_of(groups)
    assert pairs[0][:2] == ("student-0011", "student-0017")
    assert pairs[0][2] >= 5
    code = [group for group in groups if not group.exercise.widget]
    assert code
    assert {group.students for group in code} == {("student-0011", "student-0017")}


def test_everybody_with_the_same_answer_is_named():
    code = (
        "# answer: 1.3\ndef trim(text, start, end):\n    return start, end + 7 * len(text) - 12345"
    )
    verdict = get_exercise("1.3").verdict(State.NOT_YET, "No.", None)
    graded = [
        Graded(
            Submission(
                f"s{n:02}", "", {"1.3": f"{code} - len({'and so on, ' * 9!r})"}, name=f"<Kim {n}>"
            ),
            {"1.3": verdict},
        )
        for n in range(33)
    ]
    html = class_page(graded, [get_exercise("1.3")], [f"s{n}.html" for n in range(33)])
    same = html.partition('id="same"')[2].partition("</section>")[0]
    assert "<summary>The 33 students</summary>" in same
    assert all(f"&lt;Kim {n}&gt; (s{n:02})" in same for n in range(33))


def test_the_rarest_and_longest_shared_answer_comes_first():
    exercises = [get_exercise("1.3"), get_exercise("1.5")]
    verdicts = {e.id: e.verdict(State.NOT_YET, "No.", None) for e in exercises}

    def one(student: str, first: int, second: int) -> Graded:
        code = {"1.3": f"x = {'1' * first}", "1.5": f"y = {'2' * second}"}
        return Graded(Submission(student, "", code), verdicts)

    # Two share 100 characters of 1.3; two share 200 of 1.5, and five 100 others of it.
    lengths = [(100, 200), (100, 101), (91, 200), (92, 110), (93, 110), (94, 110), (95, 110)]
    made = [one(f"s{n}", *both) for n, both in enumerate([*lengths, (96, 110)])]
    groups = same_answers(made, exercises)
    assert [(g.exercise.id, g.students, g.answered, g.alone) for g in groups] == [
        ("1.3", ("s0", "s1"), 8, 6),
        ("1.5", ("s0", "s2"), 8, 1),
        ("1.5", ("s3", "s4", "s5", "s6", "s7"), 8, 1),
    ]
    lengths[0], lengths[2] = (100, 900), (91, 900)
    longer = [one(f"s{n}", *both) for n, both in enumerate(lengths)]
    assert [g.exercise.id for g in same_answers(longer, exercises)] == ["1.5", "1.3", "1.5"]
    html = class_page(made, exercises, [f"s{n}.html" for n in range(8)])
    same = html.partition('id="same"')[2].partition("</section>")[0]
    assert "2 of 8 who answered share 102 characters of code; 6 answers are like no other." in same
    assert "5 of 8 who answered share 112 characters" in same and same.count("So many") == 1
    assert "does not show that anybody copied" in same


def test_right_answers_and_usual_mistakes_of_a_widget_say_nothing():
    for exercise in EXERCISES:
        if exercise.widget and type(exercise).__mro__[1].__name__ != "RegexExercise":
            wrong = [mistake.wrong for mistake in exercise.misconceptions]
            for answer in [right_answer(exercise.id)[1], *wrong]:
                made = [graded_answers(s, {exercise.id: answer}, [exercise]) for s in ("a", "b")]
                assert same_answers(made, [exercise]) == []


def test_white_space_hides_nothing_and_given_lines_do_not_count():
    exercise = get_exercise("1.3")
    mine = (
        "# answer: 1.3\ndef trim(text, start, end):\n    piece = text[start:end]\n"
        "    left = len(piece) - len(piece.lstrip())\n    return start + left, end\n"
    )
    spaced = mine.replace("    ", "\t").replace(" = ", "=").replace("\n", "\n\n")
    made = [graded_answers(s, {"1.3": a, "by": "x"}, [exercise]) for s, a in
            (("a", mine), ("b", spaced), ("c", mine.replace("left", "gap")))]  # fmt: skip
    (group,) = same_answers(made, [exercise])
    assert group.students == ("a", "b")
    own = sum(map(len, bare_lines(mine)[1:])) + len("by='x'")
    assert group.why == f"{own} characters of code"
    short = "# answer: 1.3\ndef trim(text, start, end):\n    return start, end\n"
    made = [graded_answers(s, {"1.3": short, "by": "x"}, [exercise]) for s in ("a", "b")]
    assert same_answers(made, [exercise]) == []


# The whole.


def data_of(html: str) -> dict[str, dict]:
    found = re.findall(r'<script type="application/json" id="([^"]+)">(.*?)</script>', html)
    return {name: json.loads(data) for name, data in found}


@pytest.mark.parametrize("students", [0, 1, 30])
def test_any_number_of_students(students, tmp_path):
    lessons = exercises_of("1")
    graded = judged_class(students, lessons)
    files = write(tmp_path, graded, exercises=lessons)
    assert len(files) == students + 2
    html = (tmp_path / "class.html").read_text("utf-8")
    assert f"{students} student" in html
    figures = data_of(html)
    if students:
        assert sum(figures["f-grades"]["data"][0]["y"]) == students
        links = re.findall(r'href="feedback/([^"]+)"', html)
        assert len(links) == students
    assert ("f-items" in figures) is (students == 30)


def test_thousands_of_students(graded, tmp_path, capsys):
    """3,000 hand-ins: below 6 MB, in the time that is printed."""
    many = [
        Graded(
            Submission(
                f"{one.submission.student[:20]}-{copy}", one.submission.place, one.submission.code,
                one.submission.widgets, one.submission.notes, one.submission.problem,
            ),
            one.verdicts, one.seconds, one.cpu,
        )
        for copy in range(50)
        for one in graded
    ]  # fmt: skip
    begun = time.process_time()
    ordered = in_order(many)
    html = class_page(ordered, EXERCISES, page_names(ordered))
    took = time.process_time() - begun
    with capsys.disabled():
        print(f"\n3,000 students: class.html of {len(html.encode()):,} bytes in {took:.1f} CPU s")
    assert len(html.encode()) < 6_000_000


def test_the_same_bytes_in_any_order(graded, tmp_path):
    few = graded[10:34]
    for name, order in (("a", few), ("b", few[::-1])):
        write(tmp_path / name, order, exercises=EXERCISES, csv_preset="canvas")
    one, other = (
        {p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*.*")}
        for n in "ab"
    )
    assert one == other
    assert len(one) == len(few) + 2


@pytest.fixture(scope="module")
def html(graded, tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("report")
    write(folder, graded, exercises=EXERCISES)
    return (folder / "class.html").read_text("utf-8")


def test_nothing_of_a_student_acts_in_the_class_report(html):
    ours = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in ours
    assert "\x1b" not in ours and "\u202e" not in ours
    assert not re.findall(r'(?:src|href)="(?:https?:|//|javascript:)', ours)
    for figure in data_of(html).values():
        assert "\x1b" not in json.dumps(figure, ensure_ascii=False)


def test_every_figure_has_its_words(html):
    figures = re.findall(r"<figure>.*?</figure>", html, re.DOTALL)
    assert len(figures) > 5
    for figure in figures:
        assert re.search(r"<figcaption><strong>[^<]{10,}", figure)
        assert re.search(r'<span class="quiet">[^<]{20,}', figure)
        assert re.search(r'role="img" aria-label="[^"]{30,}"', figure)
    for name, figure in data_of(html).items():
        assert figure["layout"]["xaxis"]["title"]["text"], name


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "report").write_text("in the way")
    with pytest.raises(BadInput, match=r"^The reports cannot be written to .*report: .+\.$"):
        write(tmp_path / "report", [], exercises=[])


def test_a_learners_pattern_is_shown_and_never_run(monkeypatch, tmp_path):
    exercise = get_exercise("2.4")
    verdict = exercise.verdict(State.NOT_YET, "It takes too long.", None)
    slow = {"pattern": "(a+)+$" + "b" * 20, "flags": []}
    made = [
        Graded(Submission(student, "", widgets={"2.4": slow}), {"2.4": verdict})
        for student in ("a", "b")
    ]
    monkeypatch.setattr("newsbook.exercises.regex.FINDER", None)
    write(tmp_path, made, exercises=[exercise])
    for name in ("class.html", "feedback/a.html"):
        assert "(a+)+" in (tmp_path / name).read_text("utf-8").replace("<span>$</span>", "$")
