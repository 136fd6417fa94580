"""Every exercise in its three states, and what every exercise must have."""

import ast
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import answer_cell_source, setup_sources

import newsbook
from newsbook.exercises import (
    ChallengeExercise,
    CodeExercise,
    Exercise,
    OrderExercise,
    State,
    UnknownExercise,
    all_exercises,
    get_exercise,
    lessons,
)

EXERCISES = all_exercises()
MISCONCEPTIONS = [
    pytest.param(exercise, mistake, id=f"{exercise.id} {mistake.name}")
    for exercise in EXERCISES
    for mistake in exercise.misconceptions
]


@pytest.fixture(params=EXERCISES, ids=lambda exercise: exercise.id)
def exercise(request) -> Exercise:
    return request.param


def run_answer(exercise: Exercise, source: str, folder, monkeypatch) -> dict:
    """Run an answer cell as a notebook would, with its answers in `folder`."""
    monkeypatch.setenv("NEWSBOOK_ANSWERS", str(folder))
    article = newsbook.Article.load("nato_seoul")
    space = {
        "re": re,
        "ask": newsbook.ask,
        "text": article.text,
        "headline": article.paragraphs[0].of(article.text),
        "__name__": "__main__",
    }
    for setup in setup_sources(exercise.id):
        exec(setup, space)
    exec(source, space)
    space["check"] = newsbook.check
    return space


def test_untouched_is_not_attempted(exercise, tmp_path, monkeypatch):
    source = answer_cell_source("exercises", exercise.id)
    assert "SOLUTION" not in source
    space = run_answer(exercise, source, tmp_path, monkeypatch)
    verdict = eval(f"check({exercise.id!r})", space)
    assert verdict.state is State.NOT_ATTEMPTED
    assert verdict.score == 0.0


def test_solution_is_correct(exercise, tmp_path, monkeypatch):
    source = answer_cell_source("solutions", exercise.id)
    space = run_answer(exercise, source, tmp_path, monkeypatch)
    verdict = eval(f"check({exercise.id!r})", space)
    assert (verdict.state, verdict.score) == (State.CORRECT, 1.0), verdict.sentence
    assert verdict.earned == exercise.points
    # The judge alone, on what was observed, says the same: this is what grading does.
    assert exercise.judge(verdict.observation) == verdict


@pytest.mark.parametrize(("exercise", "mistake"), MISCONCEPTIONS)
def test_misconception_gets_its_own_sentence(exercise, mistake):
    answer = mistake.wrong if exercise.widget else exercise.run(mistake.wrong)
    verdict = exercise.check(answer)
    assert verdict.state is State.NOT_YET
    assert verdict.sentence == mistake.sentence
    assert verdict.score < 1.0
    # What was observed reaches the judge as JSON where a check is compared or graded.
    assert exercise.judge(json.loads(json.dumps(verdict.observation))) == verdict


def test_no_two_misconceptions_are_answered_alike(exercise):
    said = [mistake.sentence for mistake in exercise.misconceptions]
    # Two traps may share a sentence only where they are one mistake in two spellings.
    assert len(set(said)) >= max(2, len(said) - 2)


def test_everything_is_there(exercise):
    assert re.fullmatch(r"\d\.\d{1,2}", exercise.id)
    assert exercise.title and exercise.skill and exercise.praise.endswith((".", "?"))
    assert exercise.points >= 1
    assert exercise.minutes >= 1
    assert len(exercise.hints) >= 2
    assert exercise.misconceptions


def test_hints_ask(exercise):
    for hint in exercise.hints:
        assert "?" in hint, f"{exercise.id}: a hint asks rather than tells: {hint}"


def test_nothing_said_gives_the_answer_away(exercise, tmp_path, monkeypatch):
    """No hint and no sentence holds the lines of the solution."""
    solution = answer_cell_source("solutions", exercise.id)
    block = solution.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
    secrets = {
        node.value
        for node in ast.walk(ast.parse(solution))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 12
    } | {line.strip() for line in block.splitlines() if len(line.strip()) > 12}
    said = "\n".join([*exercise.hints, *(m.sentence for m in exercise.misconceptions)])
    assert secrets, "there is something to be kept"
    assert not [secret for secret in secrets if secret in said]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["chosen", "spans", "tries", "cases", "value", "unset", "a"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=10,
)


@given(observation=json_values)
def test_judge_takes_any_json_and_is_not_fooled(observation):
    for exercise in EXERCISES:
        verdict = exercise.judge(observation)
        # A choice of one can be hit by chance; nothing else can.
        if verdict.state is State.CORRECT:
            assert observation == {"chosen": getattr(exercise, "right", None)}


@given(answer=json_values)
def test_widget_exercises_observe_any_answer(answer):
    for exercise in EXERCISES:
        if exercise.widget:
            assert isinstance(exercise.judge(exercise.observe(answer)).sentence, str)


def test_ids_are_in_order_and_alone():
    ids = [exercise.id for exercise in EXERCISES]
    assert len(set(ids)) == len(ids)
    for lesson in lessons():
        found = [e.id for e in EXERCISES if e.id.startswith(f"{int(lesson)}.")]
        assert found == [f"{int(lesson)}.{n}" for n in range(1, len(found) + 1)]


def test_lesson_1_is_as_large_as_promised():
    ours = [e for e in EXERCISES if e.id.startswith("1.")]
    assert len(ours) >= 8
    assert len([e for e in ours if e.widget]) >= 3


@pytest.mark.parametrize("name", ["", "1", "9.9", "1.99", "x", "1.2.3", "../1.2", None])
def test_unknown_exercise_is_one_sentence(name):
    with pytest.raises(UnknownExercise) as error:
        get_exercise(name)
    assert str(error.value).count("\n") == 0
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("source", "state", "words"),
    [
        ("def count_types(tokens):\n    return ...", State.NOT_ATTEMPTED, "three dots"),
        ("def count_types(tokens):\n    raise NotImplementedError", State.NOT_ATTEMPTED, "dots"),
        ("def count_types(tokens):\n    print(len(tokens))", State.NOT_YET, "print"),
        ("def count_types(tokens):\n    return 'five'", State.NOT_YET, "returned a string"),
        ("def count_types(tokens):\n    return {1}", State.NOT_YET, "holds a set"),
        ("def count_types(tokens):\n    return {None: 1}", State.NOT_YET, "its keys is None, and"),
        ("def count_types(tokens):\n    return {'a': {2: 1}}", State.NOT_YET, "keys is a number"),
        ("def count_types(tokens):\n    return 1 / 0", State.RAISED, "ZeroDivisionError"),
        ("def count_types(tokens):\n    return helper()", State.RAISED, "answer cell itself"),
        ("def count_types(tokens):\n    exit()", State.RAISED, "your answer raised"),
        ("def count_types(tokens):\n    return float('nan')", State.NOT_YET, "ordinary number"),
        ("def count_types(tokens):\n    tokens.clear()\n    return 0", State.NOT_YET, "gave 0"),
        ("count_types = 5", State.NOT_YET, "is to be a function"),
        ("def count_types():\n    return 5", State.RAISED, "TypeError"),
    ],
)
def test_feedback_answers_the_real_mistake(source, state, words, capsys):
    exercise = get_exercise("1.9")
    verdict = exercise.check(exercise.run(source))
    assert verdict.state is state
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("pattern", "words"),
    [("(", "cannot read this pattern"), (r"[a-", "cannot read"), (5, "is to be a string")],
)
def test_a_bad_pattern_is_told_in_words(pattern, words):
    verdict = get_exercise("1.5").check(pattern)
    assert verdict.state is State.NOT_YET
    assert words in verdict.sentence


def test_the_librarys_own_function_is_no_answer():
    from newsbook.text import merge_pair

    verdict = get_exercise("1.11").check(merge_pair)
    assert verdict.state is State.NOT_YET
    assert "Write one of yours" in verdict.sentence


def test_a_wrong_idea_earns_at_most_half():
    """Most cases are easy: a wrong idea gets nearly all of them right."""
    for exercise in all_exercises():
        if isinstance(exercise, CodeExercise | OrderExercise) and not isinstance(
            exercise, ChallengeExercise
        ):
            for mistake in exercise.misconceptions:
                wrong = mistake.wrong
                if isinstance(exercise, CodeExercise):
                    wrong = exercise.run(str(wrong))
                assert exercise.check(wrong).score < 0.5, (exercise.id, mistake.name)


def test_triples_are_shown_as_the_task_writes_them():
    told = get_exercise("2.6").check(lambda tags: [(7, 9, "GPE")] if len(tags) == 5 else [])
    assert "[(7, 9, 'GPE')]" in told.sentence
    assert get_exercise("2.6").check(lambda tags: [["a"]] * len(tags)).sentence


def test_of_several_inputs_the_sentence_says_which_is_which():
    exercise = get_exercise("1.10")
    told = exercise.check(lambda gold, predicted: (0.7, 0.7)).sentence
    assert told.startswith("Given gold=[(0, 2), (2, 4), (5, 9)], predicted=[(0, 4), (5, 9)], your")
    # One input needs no name.
    assert get_exercise("2.7").check(lambda word: "A").sentence.startswith("Given 'Seoul', your")


def test_what_leaves_out_ascii_marks_is_not_told_that_it_counted_every_token():
    source = (
        "from string import punctuation\ndef count_types(tokens):\n"
        "    return len({t.lower() for t in tokens if t not in punctuation})"
    )
    exercise = get_exercise("1.9")
    verdict = exercise.check(exercise.run(source))
    assert verdict.state is State.NOT_YET and "“" in verdict.sentence
    assert "every token" not in verdict.sentence
