"""Answers that differ in comments, white space or names alone are the same answer."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbook.exercises import State, get_exercise
from newsbook.grading.model import Graded, Submission
from newsbook.grading.reports.bare import _COMMENT_LINE, _SLOW, bare_lines
from newsbook.grading.reports.same import FEWEST_WITHOUT_NAMES, same_answers

LONG = r"""# answer: 1.12
def my_tokens(text):
    found = []
    for match in re.finditer(r'\w+(?:-\w+)*|#\w+|[^\w\s]', text):
        start, end = match.span()
        word = text[start:end]
        if word.endswith('n’t') and len(word) > 3:
            found += [(start, end - 3), (end - 3, end)]
        elif word.endswith('’s') and len(word) > 2:
            found += [(start, end - 2), (end - 2, end)]
        else:
            found.append((start, end))
    return found
"""


def are_the_same(one: str, other: str) -> bool:
    exercise = get_exercise("1.12")
    verdict = exercise.verdict(State.NOT_YET, "No.", None)
    made = [
        Graded(Submission(student, "", {"1.12": code}), {"1.12": verdict})
        for student, code in (("a", one), ("b", other))
    ]
    return bool(same_answers(made, [exercise]))


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (f"# all mine\n{LONG}", True),
        (LONG.replace("\n", "  # as I thought\n"), True),
        (LONG.replace("    found = []", '    """Cut it up."""\n    found = []'), True),
        (LONG.replace("found", "all_of_them").replace("word", "w"), True),
        (LONG.replace("word = text", "word = \\\n            text"), True),
        (LONG.replace("#\\w+", "@\\w+"), False),
        (LONG.replace("> 3", "> 4"), False),
        (LONG.replace("word.endswith", "word.startswith"), False),
        (LONG.replace("word.endswith('’s')", "start.endswith('’s')"), False),
    ],
)
def test_comments_and_names_make_no_other_answer(changed: str, same: bool) -> None:
    assert changed != LONG
    assert are_the_same(LONG, changed) is same


def test_short_answers_have_to_share_their_names() -> None:
    """What is written in a line or two comes out alike by itself, but for the names."""
    short = LONG.partition("        elif")[0] + "    return found"
    assert 100 < len("".join(bare_lines(short, names=False))) < FEWEST_WITHOUT_NAMES
    assert are_the_same(short, f"{short}  # mine")
    assert not are_the_same(short, short.replace("word", "w"))


@given(st.text(alphabet="ab'\"#\\\n() .", max_size=80))
def test_any_text_has_bare_lines(source: str) -> None:
    assert not set("".join(bare_lines(source))) & set(" \n")
    if not set(source) & set("'\"\\"):
        assert bare_lines(f"{source} # b'c") == bare_lines(source)
        assert bare_lines(source) == [
            line for text in source.split("\n") if (line := "".join(text.partition("#")[0].split()))
        ]


@given(st.text(alphabet="ab'\"#\\\n() .", max_size=80))
def test_the_short_way_and_the_long_way_agree(source: str) -> None:
    """A comment behind the last line makes the long way of what else goes the short one."""
    if not _SLOW.search(_COMMENT_LINE.sub("", source)):
        assert bare_lines(source) == bare_lines(f"{source}\nx # b")[:-1]


@pytest.mark.parametrize("unit", ["'", '"""', '"\\', "'''\\", "'''\\'", "r", "#", "(", "\n"])
def test_any_source_is_gone_over_once(unit: str) -> None:
    start = time.process_time()
    bare_lines(unit * (20_000 // len(unit)))
    assert time.process_time() - start < 0.5
