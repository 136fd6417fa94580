"""Hidden cases: what grading asks that no learner has seen."""

from pathlib import Path

import pytest

from newsbook.articles import Article
from newsbook.articles.validate import validate
from newsbook.exercises import ChallengeExercise, CodeExercise, State, all_exercises
from newsbook.exercises.value import ValueExercise
from newsbook.workbook.hidden import _solution, held_back_articles, hidden_cases, maker_file
from newsbook.workbook.places import WorkbookError

ROOT = Path(__file__).parents[2]
IN_CODE = [e for e in all_exercises() if isinstance(e, CodeExercise)]
# One value has no inputs, so nothing fresh can be asked of it.
WITH_INPUTS = [e for e in IN_CODE if not isinstance(e, ValueExercise)]
SEEDS = ("one", "two", "three")


@pytest.fixture(params=WITH_INPUTS, ids=lambda exercise: exercise.id)
def exercise(request) -> CodeExercise:
    return request.param


def test_a_solution_is_right_on_fresh_inputs(exercise):
    for seed in SEEDS:
        cases = hidden_cases(ROOT, exercise, seed)
        assert len(cases) >= 5
        verdict = exercise.judge(exercise.observe(_solution(ROOT, exercise), cases), cases)
        assert verdict.state is State.CORRECT, verdict.sentence


def test_each_misconception_is_still_wrong_on_them(exercise):
    for seed in SEEDS:
        cases = hidden_cases(ROOT, exercise, seed)
        for mistake in exercise.misconceptions:
            answer = exercise.run(mistake.wrong)
            verdict = exercise.judge(exercise.observe(answer, cases), cases)
            assert verdict.state in (State.NOT_YET, State.RAISED), (seed, mistake.name)
            assert verdict.score < 1


def test_a_seed_decides_and_nothing_else(exercise):
    first = hidden_cases(ROOT, exercise, "one")
    assert first == hidden_cases(ROOT, exercise, "one")
    if not isinstance(exercise, ChallengeExercise):
        assert first != hidden_cases(ROOT, exercise, "two")


def test_held_back_articles_are_in_nothing_that_learners_get():
    names = {article.name for article in held_back_articles(ROOT)}
    assert len(names) >= 8
    for name in names:
        with pytest.raises(Exception, match=name):
            Article.load(name)
    shipped = list((ROOT / "seeds").rglob("article.txt"))
    texts = {path.read_text("utf-8") for path in shipped}
    assert texts and not texts & {article.text for article in held_back_articles(ROOT)}


def test_the_gold_of_the_held_back_articles_is_sound():
    for article in held_back_articles(ROOT):
        assert validate(article) == [], article.name


def test_a_missing_maker_is_told_in_a_sentence(tmp_path):
    exercise = next(e for e in WITH_INPUTS if not isinstance(e, ChallengeExercise))
    with pytest.raises(WorkbookError, match=maker_file(tmp_path, exercise.id).name):
        hidden_cases(tmp_path, exercise, "one")


def test_a_maker_that_fails_is_told_in_a_sentence(tmp_path):
    exercise = next(e for e in WITH_INPUTS if not isinstance(e, ChallengeExercise))
    path = maker_file(tmp_path, exercise.id)
    path.parent.mkdir(parents=True)
    path.write_text("def inputs(rng):\n    return [1 / 0]\n")
    with pytest.raises(WorkbookError, match="ZeroDivisionError"):
        hidden_cases(tmp_path, exercise, "one")
