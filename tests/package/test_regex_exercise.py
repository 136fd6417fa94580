"""Exercises that are answered with a pattern."""

from __future__ import annotations

import time
from typing import Any

import pytest
from regex_bed import RIGHT, Capitals

from newsbook.exercises import Case, State, WrongPattern


def test_the_exercise_in_its_three_states() -> None:
    exercise = Capitals()
    assert exercise.faults() == []
    assert exercise.check(None).state is State.NOT_ATTEMPTED
    assert exercise.check({"pattern": "", "flags": ["i"]}).state is State.NOT_ATTEMPTED
    for mistake in exercise.misconceptions:
        verdict = exercise.check(mistake.wrong)
        assert (verdict.state, verdict.sentence) == (State.NOT_YET, mistake.sentence)
        assert verdict.score < 1
    # Any pattern that finds the same, whatever its groups.
    for pattern in (RIGHT["pattern"], r"([A-Z])([A-Z]+)", "(?:[A-Z]{2})[A-Z]*"):
        verdict = exercise.check({"pattern": pattern, "flags": []})
        assert verdict.state is State.CORRECT and verdict.score == 1.0
    assert exercise.judge(verdict.observation) == verdict
    # A misconception is known by what it finds.
    verdict = exercise.check({"pattern": "[A-Z][A-Za-z]*", "flags": []})
    assert verdict.sentence == "Is each of these in capitals throughout?"


@pytest.mark.parametrize(
    "pattern,flags,told",
    [
        ("N?ATO", [], "2 of 3 are found, and nothing too much. What do the others look like?"),
        (r"[A-Z]{2,} \w+", [], "0 of 3 are found; look where `NATO met` should begin and end."),
        ("[A-Z]{2,}|man", [], "3 of 3 are found; is `man` what is wanted?"),
        (r"\w+", [], "3 of 3 are found, 9 too much; is `met` what is wanted?"),
        ("[NATOU]{2,}", [], "In a text that you have not seen, 0 of 2 are found; there a match "
         "begins too late. What may stand there that your text does not have?"),
        ("(NATO", [], "This bracket is opened and never closed. (Python: missing ), unterminated "
         "subpattern at position 0)"),
    ],
)  # fmt: skip
def test_what_no_misconception_explains(pattern: str, flags: list[str], told: str) -> None:
    verdict = Capitals().check({"pattern": pattern, "flags": flags})
    assert (verdict.state, verdict.sentence) == (State.NOT_YET, told)


def test_a_runaway_answer_is_cut_off_once_and_judged() -> None:
    class Run(Capitals):
        text = "a" * 50 + " NATO UN NATO"
        more = (Case(("b" * 50 + " EU",), [[51, 53]]),) * 5

    begun = time.monotonic()
    verdict = Run().check({"pattern": r"(\w+)+!|NATO", "flags": []})
    assert time.monotonic() - begun < 3
    assert verdict.state is State.NOT_YET and "runaway pattern" in verdict.sentence
    assert verdict.observation == {"cases": [{"cut": True}] * 6}


def test_hidden_cases() -> None:
    exercise = Capitals()
    hidden = (Case(("The FBI, U",), [[4, 7]]), Case(("no",), []))
    seen = exercise.observe(RIGHT, hidden)
    assert seen == {"cases": [{"value": [[4, 7]]}, {"value": []}]}
    assert exercise.judge(seen, hidden).state is State.CORRECT
    wrong = exercise.observe({"pattern": r"\b[A-Z]+\b", "flags": []}, hidden)
    assert exercise.judge(wrong, hidden).sentence == "Is one letter a word in capitals?"
    assert exercise.judge(seen).state is State.NOT_YET, "the observation is of other cases"


@pytest.mark.parametrize(
    "observation",
    [None, 3, {}, {"cases": []}, {"cases": [{}, {}]}, {"cases": [{"value": 3}, {"cut": 1}]},
     {"cases": [{"value": [[0, 999]]}, {"value": [[1, "x"]]}]}, {"cases": [3, 4]},
     {"cases": [{"value": [[-1, 4]]}, {"cut": True}]}, {"unreadable": True}],
)  # fmt: skip
def test_the_judge_takes_anything_and_is_not_fooled(observation: Any) -> None:
    assert Capitals().judge(observation).state is State.NOT_YET
    assert Capitals().judge(observation).score < 1


def _nested(depth: int) -> Any:
    made: Any = []
    for _ in range(depth):
        made = [made]
    return made


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "value",
    [10**400, -(10**400), 10**5000, 1e308, float("nan"), float("inf"), _nested(900),
     _nested(100_000), "\ud800", None, True, {"value": _nested(100_000)}],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_the_judge_takes_any_json(value: Any) -> None:
    exercise = Capitals()
    right = exercise.observe(RIGHT)["cases"]
    for outcome in (
        value, [value], {"value": value}, {"value": [value]}, {"value": [[value, 8]]},
        {"value": [[0, value]]}, {"value": [[0, 4, value]]}, {"cut": value}, {"unusable": value},
    ):  # fmt: skip
        for observation in (outcome, {"cases": outcome}, {"cases": [outcome, right[1]]},
                            {"cases": [right[0], outcome]}):  # fmt: skip
            verdict = exercise.judge(observation)
            assert verdict.state is State.NOT_YET and verdict.score < 1


@pytest.mark.parametrize(
    "pattern",
    [r"IANS and|\b[A-Z]{2,}\b", r"\b[A-Z]{2,}\b|and the", r"\b[A-Z]{2,}\b|the|and (?=th)",
     r"NATO|UN|IANS[\s\S]*", "NATO|UN|EU|AN"],
)  # fmt: skip
def test_no_word_of_a_hidden_text_is_told(pattern: str) -> None:
    verdict = Capitals().check({"pattern": pattern, "flags": []})
    assert verdict.state is State.NOT_YET
    assert verdict.sentence.startswith("In a text that you have not seen, ")
    assert "`" not in verdict.sentence and "IANS" not in verdict.sentence


@pytest.mark.parametrize(
    "answer",
    [3, [], {"pattern": 3, "flags": []}, {"pattern": "a"}, {"pattern": "a", "flags": ["x"]},
     {"pattern": "a", "flags": "i"}, {"pattern": "a" * 1001, "flags": []}],
)  # fmt: skip
def test_an_answer_of_another_form_is_unreadable(answer: Any) -> None:
    assert "not in a form" in Capitals().check(answer).sentence


def test_an_author_hears_what_is_wrong() -> None:
    def faults(**attributes: Any) -> str:
        return " ".join(type("Made", (Capitals,), attributes)().faults())

    assert "either text or article" in faults(article="nato_seoul")
    assert "not empty" in faults(target=())
    assert "not 'x'" in faults(flags=("x",))
    assert "“same” does not get its sentence" in faults(
        traps=(WrongPattern("same", RIGHT["pattern"], "Really?"),)
    )
    assert "target lies in its text" in faults(more=(Case(("a",), [[0, 2]]),))


def test_the_learner_s_own_text_is_half_of_the_score() -> None:
    class Many(Capitals):
        more = (*Capitals.more, Case(("The OECD and the ILO",), [[4, 8], [17, 20]]))

    # All of the text in sight, nothing of the two others.
    assert Many().check({"pattern": "NATO|UN", "flags": []}).score == 0.5
