"""`newsbook article exercises`: exercises of a teacher's own gold, and who may see what."""

import json
import shutil
from pathlib import Path

import pytest
from article_bed import files_of, outputs

from newsbook.articles import Article, Layers, seeds_folder
from newsbook.classroom import ClassroomError, OwnExercises, make_exercises, save_gold
from newsbook.classroom.kinds import KINDS
from newsbook.exercises import State
from newsbook.exercises.quote_form import quote_of
from newsbook.spans import Span
from newsbook.workbook.notebooks import read_notebook


def test_exercises_run_and_are_judged_by_the_gold(run, here):
    result = run("article", "exercises", "nato_seoul", "-o", "out")
    assert result.exit_code == 0 and "out is made, with 5 exercises:" in result.output
    assert "practice, no exam" in result.output
    out = here / "out"
    shown = outputs(out / "exercises.ipynb")
    assert shown["summary"].endswith("0 of 10 points\n")
    assert shown["summary"].count("not attempted") == 5
    assert shown["ex-9-1-answer"].startswith("TokenEditor('9.1', ")

    mine = OwnExercises(out)
    for key in mine.ids:
        widget = mine.ask(key)
        assert widget.check().state is State.NOT_ATTEMPTED
        planned = json.loads((out / "exercises.json").read_text("utf-8"))["exercises"]
        [kind] = [item["kind"] for item in planned if item["id"] == key]
        widget.value = KINDS[kind].right(mine.exercise(key))
        assert widget.check().state is State.CORRECT
    again = outputs(out / "exercises.ipynb")  # restored from the files beside the notebook
    assert again["summary"].endswith("10 of 10 points\n")
    assert sorted(p.name for p in (out / "answers").glob("*.json")) == [
        f"{key}.json" for key in mine.ids
    ]
    told = outputs(out / "for_the_teacher.ipynb")
    stored = {  # what it shows when it is opened is what a run gives
        cell["id"]: "".join(output["text"] for output in cell["outputs"])
        for cell in read_notebook(out / "for_the_teacher.ipynb")["cells"]
        if cell["cell_type"] == "code" and cell["id"] != "summary"
    }
    assert stored == {key: told[key] for key in stored}
    assert "“We are, of course, concerned" in told["ex-9-3-solution"]
    assert told["ex-9-4-solution"].endswith("\n\nAnswer:\na: Jens Stoltenberg\n")
    assert "Whose words are these? “We are" in told["ex-9-4-solution"]


def test_who_is_named_nearest_is_among_the_choices(here):
    text = (
        "Abel Otieno, Bo Li, Cleo Roth and Dov Sand met on Monday. Much was eaten.\n\n"
        "“It is late,” said Ada Ray. Zoe Penn smiled."
    )
    folder = here / "met"
    folder.mkdir()
    (folder / "article.txt").write_text(text, "utf-8")
    names = ["Abel Otieno", "Bo Li", "Cleo Roth", "Dov Sand", "Ada Ray", "Zoe Penn"]
    spans = [Span(text.find(n), text.find(n) + len(n), "PERSON") for n in names]
    quote = quote_of(text, "“It is late,”", cue="said", speaker="Ada Ray", resolved="Ada Ray")
    save_gold(folder, Layers(entities=spans, quotes=[quote], scare_quotes=[]))
    made = KINDS["choice"].make(Article.open(folder), quote.content, "9.4")
    assert {option.text for option in made.options} == {
        "Ada Ray", "Cleo Roth", "Dov Sand", "Zoe Penn",
    }  # fmt: skip


WRONG = {
    "tokens": lambda right: {"spans": [[0, 2], *right["spans"][1:]]},
    "names": lambda right: {"spans": right["spans"][1:]},
    "quotes": lambda right: {"quotes": right["quotes"][1:]},
    "choice": lambda right: {"chosen": ["b" if right["chosen"] == ["a"] else "a"]},
    "pattern": lambda _: {"pattern": r"\w+", "flags": []},
}


@pytest.mark.parametrize("name", ["nato_seoul", "harbour_bridge"])
def test_wrong_answers_are_not_yet_right_and_told_nothing(here, name):
    make_exercises(Article.load(name), here / "out")
    mine = OwnExercises(here / "out")
    for item in json.loads((here / "out" / "exercises.json").read_text("utf-8"))["exercises"]:
        exercise = mine.exercise(item["id"])
        right = KINDS[item["kind"]].right(exercise)
        wrong = WRONG[item["kind"]](right)
        if item["kind"] == "tokens":  # the last two tokens are left joined
            joined = [right["spans"][-2][0], right["spans"][-1][1]]
            wrong = {"spans": [*right["spans"][:-2], joined]}
        verdict = exercise.check(wrong)
        assert verdict.state is State.NOT_YET and verdict.sentence
        solution = KINDS[item["kind"]].solution(exercise)
        assert solution not in verdict.sentence


def test_the_learners_notebook_holds_no_gold(here):
    article = Article.load("nato_seoul")
    make_exercises(article, here / "out")
    source = (here / "out" / "exercises.ipynb").read_text("utf-8")
    headline = article.paragraphs[0].of(article.text)
    for span in article.gold("entities"):
        words = span.of(article.text)
        assert words in headline or words not in source, words
    for quote in article.quotes:
        words = quote.content.of(article.text)
        assert words in headline or words not in source, words
    book = read_notebook(here / "out" / "exercises.ipynb")
    assert not any(cell.get("outputs") for cell in book["cells"])
    shown = outputs(here / "out" / "exercises.ipynb")["article"]
    assert max(map(len, shown.splitlines())) <= 88
    assert shown.split() == article.text.split()
    teacher = (here / "out" / "for_the_teacher.ipynb").read_text("utf-8")
    assert "The gold is not hidden" in teacher


def test_the_same_gold_gives_the_same_files(here):
    for folder in ("one", "two"):
        make_exercises(Article.load("harbour_bridge"), here / folder)
    assert files_of(here / "one") == files_of(here / "two")


def test_answers_are_not_written_over(run, here):
    run("article", "exercises", "nato_seoul", "-o", "out")
    before = files_of(here / "out")
    result = run("article", "exercises", "nato_seoul", "-o", "out")
    assert result.exit_code == 0 and "perhaps with answers in it" in result.output
    assert files_of(here / "out") == before
    # Whoever has mended more makes them again, beside those that were handed out.
    assert "out-2 is made" in result.output
    run("article", "exercises", "nato_seoul", "-o", "out/")
    assert files_of(here / "out-2") == files_of(here / "out-3") == before


def test_exercises_are_not_put_where_something_else_is(run, here):
    Path("out").mkdir()
    Path("out/diary.txt").write_text("mine", "utf-8")
    result = run("article", "exercises", "nato_seoul", "-o", "out")
    assert result.exit_code == 2 and "holds something else" in result.output
    assert "(in a terminal with -o)" in result.output
    assert not Path("out-2").exists() and len(list(Path("out").iterdir())) == 1


def test_a_gold_that_is_not_sound_gives_no_exercises(run, here):
    shutil.copytree(seeds_folder() / "practice" / "harbour_bridge", "harbour_bridge")
    file = Path("harbour_bridge/gold/entities.json")
    sound = file.read_text("utf-8")
    file.write_text(sound.replace('"GPE"', '"CITY"', 1), "utf-8")
    result = run("article", "exercises", "harbour_bridge", "-o", "out")
    assert result.exit_code == 2 and "has the label 'CITY'" in result.output
    file.unlink()
    result = run("article", "exercises", "harbour_bridge", "-o", "out")
    assert result.exit_code == 2 and "has no gold for entities" in result.output
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "plan",
    [
        "{",
        "[]",
        '{"exercises": []}',
        '{"exercises": [{"id": "9.1", "kind": "essay", "place": [0, 4]}]}',
        '{"exercises": [{"id": "../x", "kind": "tokens", "place": [0, 4]}]}',
        '{"exercises": [{"id": "9.1", "kind": "tokens", "place": [0, 99999]}]}',
    ],
)
def test_a_plan_that_was_spoilt(here, plan):
    make_exercises(Article.load("harbour_bridge"), here / "out")
    (here / "out" / "exercises.json").write_text(plan, "utf-8")
    with pytest.raises(ClassroomError, match=r"exercises\.json"):
        OwnExercises(here / "out")


def test_an_exercise_can_be_moved(here):
    make_exercises(Article.load("nato_seoul"), here / "out")
    file = here / "out" / "exercises.json"
    plan = json.loads(file.read_text("utf-8"))
    plan["exercises"][0]["place"] = [0, 93]
    file.write_text(json.dumps(plan), "utf-8")
    exercise = OwnExercises(here / "out").exercise("9.1")
    assert exercise.text == Article.load("nato_seoul").text[:93]
    plan["exercises"][0]["place"] = [0, 4]
    file.write_text(json.dumps(plan), "utf-8")
    with pytest.raises(ClassroomError, match="nothing to ask at its place, 0 to 4"):
        OwnExercises(here / "out").exercise("9.1")


def test_an_article_of_one_word_gives_no_exercises(run, here):
    Path("word.txt").write_text("Rain", "utf-8")
    run("article", "new", "word.txt")
    result = run("article", "exercises", "word", "-o", "out")
    assert result.exit_code == 2 and "gives no exercises" in result.output
