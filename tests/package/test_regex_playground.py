"""The playground's Python side: values, searches in a kernel's loop, what may be seen."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from regex_bed import RIGHT, Capitals, children, linux, our_threads, until
from widget_bed import refused_in_one_sentence

from newsbook.errors import BadInput
from newsbook.exercises import State
from newsbook.spans import Span, words
from newsbook.widgets import RegexPlayground, widget_for

TEXT = "🙂 From 1998 to 2024, 𝒳 12."
YEARS = [Span(7, 11), Span(15, 19)]


@pytest.fixture(autouse=True)
def no_loop_but_our_own() -> Iterator[None]:
    """Hide the loop that Playwright keeps running in the worker that drives the browser."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


def send(widget: Any, **message: Any) -> None:
    widget._receive(widget, {"client": "page", "seq": 1, **message}, [])


def test_python_sets_and_reads() -> None:
    widget = RegexPlayground(TEXT, YEARS, flags=True, example=r"\w+")
    assert repr(widget) == "RegexPlayground(no pattern)" and widget.matches == []
    assert widget.counts == {"matches": 0, "found": 0, "missed": 2, "too much": 0}
    seen: list[Any] = []
    widget.observe(
        lambda change: seen.append((change["new"]["pattern"], len(widget.matches))), "value"
    )
    widget.pattern = r"(?P<century>\d\d)(\d\d)?(x)?"
    assert seen == [(widget.pattern, 3)]
    first, _, third = widget.matches
    assert first == {
        "match": Span(7, 11, "MATCH"),
        "groups": {"century": Span(7, 9, "century"), "2": Span(9, 11, "2"), "3": None},
    }
    assert words(TEXT, [third["match"]]) == ["12"] and third["groups"]["2"] is None
    assert [s.label for s in widget.spans] == ["MATCH", "century", "2"] * 2 + ["MATCH", "century"]
    assert repr(widget).endswith("', 2 of 2 found, 1 too much)")
    widget.value = {"pattern": "FROM", "flags": ["i"]}
    assert [s.of(TEXT) for s in widget.spans] == ["From"]
    widget.pattern = "a*"
    assert widget.matches == [] and widget._found["empty"] == len(TEXT) + 1
    widget.pattern = "(From"
    assert widget.error == (
        "This bracket is opened and never closed. "
        "(Python: missing ), unterminated subpattern at position 0)"
    )
    assert widget.matches == [] and "not searched" in repr(widget)


def test_the_last_good_matches_stay_on_the_page() -> None:
    widget = RegexPlayground(TEXT, pattern=r"\d+")
    before = widget._found["matches"]
    assert len(before) == 3
    widget.pattern = r"\d+("
    assert widget._found["matches"] == before
    assert widget._found["at"] == 3 and widget._found["problem"] == widget.error
    widget.pattern = ""
    assert widget._found["matches"] == () and widget.error is None


def test_the_target_is_not_in_the_page_before_it_is_asked_for() -> None:
    target = [Span(7, 11), Span(22, 23)]
    widget = RegexPlayground(TEXT, target)
    secret = [[7, 11], [22, 23]]

    def given_away() -> bool:
        state = json.dumps(widget.get_state(), default=str)
        return any(json.dumps(place) in state for place in secret)

    with pytest.raises(BadInput, match="can be seen when you have checked a pattern"):
        widget.show_missed()
    send(widget, do="missed", show=True)
    send(widget, do="change", value={"pattern": "From|12", "flags": []})
    assert widget._found["missed"] is None and not given_away()
    assert widget._state["locked"]
    send(widget, do="check", seq=2)
    assert widget._state["verdict"]["state"] == "not yet" and not given_away()
    send(widget, do="missed", show=True, seq=3)
    assert widget._found["missed"] == secret and widget._found["extra"] == [0, 1]
    widget.pattern = "1998|From"
    assert widget._found["missed"] == secret[1:] and widget._found["extra"] == [0]
    assert widget.show_missed() == target[1:]
    send(widget, do="missed", show=False, seq=4)
    assert widget._found["missed"] is None and not widget._state["showing"]


def test_which_matches_are_right_is_told_in_practice_alone(tmp_path: Path) -> None:
    widget = RegexPlayground(TEXT, YEARS, pattern=r"\d{4} to|\d{4}|12")
    assert [match[0] for match in widget._found["matches"]] == [(7, 14), (15, 19), (23, 25)]
    assert widget._found["extra"] == [0, 2] and widget._found["missed"] is None
    widget.pattern = "("
    assert widget._found["extra"] is None, "the faded matches are of another pattern"
    assert RegexPlayground(TEXT, pattern="12")._found["extra"] is None
    # In an exercise a pattern for every word would show which of them are wanted.
    bound = widget_for(Capitals(), tmp_path)
    assert isinstance(bound, RegexPlayground)
    bound.pattern = r"\w+"
    assert bound._found["hits"] == 3 and bound._found["extra"] is None


@pytest.mark.parametrize(
    "text,pattern,remark",
    [
        ("“a” and “b”", '".*?"', 'uses “ and ”, which are other characters than ".'),
        ("“a” and “b”", "“.*?”", None),
        ("“a” and “b”", '["“].*?["”]', None),
        ("“a” and “b”", "it's", None),
        ("it’s", "it's", "uses ’, which is another character than '."),
        ("it’s, it's", "it's", None),
        ('"a" and “b', '"', None),
        ("“a” and ‘b’", "\"'", 'uses “ and ”, which are other characters than ".'),
        ("plain", "\"'", None),
    ],
)
def test_straight_quotes_in_a_curly_text_are_told(
    text: str, pattern: str, remark: str | None
) -> None:
    widget = RegexPlayground(text, pattern=pattern)
    assert widget.remark == (remark and f"This text {remark}")
    assert widget._found["remark"] == (widget.remark or "")
    widget.pattern = "a"
    assert widget.remark is None and widget._found["remark"] == ""


def test_bound_it_opens_after_as_many_patterns_as_the_exercise_says(tmp_path: Path) -> None:
    widget = widget_for(Capitals(), tmp_path)
    assert isinstance(widget, RegexPlayground)
    for pattern, locked in (
        ("", "3 more patterns"), ("a", "2 more patterns"), ("a", "2 more patterns"),
        ("b", "1 more pattern."), ("c", ""),
    ):  # fmt: skip
        widget.pattern = pattern
        widget.check()
        assert locked in str(widget._state["locked"]) and bool(locked) == bool(widget._locked)
    assert len(widget.show_missed()) == 3

    class Exam(Capitals):
        shows_missed_after = None

    exam = widget_for(Exam(), tmp_path / "exam")
    assert isinstance(exam, RegexPlayground)
    for pattern in "abcd":
        exam.pattern = pattern
        exam.check()
    send(exam, do="missed", show=True)
    assert exam._found["missed"] is None and exam._state["locked"] is None
    with pytest.raises(BadInput, match="is not shown in this exercise"):
        exam.show_missed()


def test_bound_it_saves_restores_and_checks(tmp_path: Path) -> None:
    widget = widget_for(Capitals(), tmp_path)
    send(widget, do="change", value=RIGHT)
    stored = json.loads((tmp_path / "9.21.json").read_text("utf-8"))
    assert stored["answer"] == RIGHT
    assert widget.check().state is State.CORRECT
    again = widget_for(Capitals(), tmp_path)
    assert isinstance(again, RegexPlayground)
    assert again.value == RIGHT and again._state["verdict"]["state"] == "correct"
    assert again.counts == {"matches": 3, "found": 3, "missed": 0, "too much": 0}
    assert repr(again) == r"RegexPlayground('9.21', '\\b[A-Z]{2,}\\b', 3 of 3 found)"


@pytest.mark.parametrize(
    "value,sentence",
    [
        (None, "not of the form"),
        ({"pattern": "a"}, "not of the form"),
        ({"pattern": 3, "flags": []}, "the pattern is not a string"),
        ({"pattern": "a" * 1001, "flags": []}, "longer than 1,000 characters"),
        ({"pattern": "\ud83d", "flags": []}, "half a character"),
        ({"pattern": "a", "flags": ["i"]}, "no flag 'i': none is offered"),
        ({"pattern": "a", "flags": [3]}, "not a list of letters"),
    ],
)
def test_a_bad_value_changes_nothing(value: Any, sentence: str) -> None:
    widget = RegexPlayground("text", pattern="e")
    with pytest.raises(BadInput, match=sentence) as caught:
        widget.value = value
    assert "\n" not in str(caught.value) and widget.pattern == "e" and len(widget.matches) == 1
    send(widget, do="change", value=value)
    assert widget.pattern == "e" and widget._state["note"]["text"].startswith("not saved: ")


@pytest.mark.parametrize(
    "make,sentence",
    [
        (lambda: RegexPlayground(3), "needs an article or a text"),
        (lambda: RegexPlayground("a", ["a"]), "needs its target as spans"),
        (lambda: RegexPlayground("a", [Span(0, 9)]), "ends after it"),
        (lambda: RegexPlayground("a", []), "empty target"),
        (lambda: RegexPlayground("abc", [Span(0, 2), Span(1, 3)]), "overlaps"),
        (lambda: RegexPlayground("a", flags="i"), "needs flags as letters"),
        (lambda: RegexPlayground("a", flags=["x"]), "'x' is none of them"),
        (lambda: RegexPlayground("a", pattern=3), "the pattern is not a string"),
        (lambda: RegexPlayground("a", example=3), "example needs a text"),
        (lambda: RegexPlayground("a").check(), "no right answer"),
        (lambda: RegexPlayground("a").show_missed(), "no target"),
    ],
)
def test_what_is_handed_over_wrongly_is_one_sentence(make: Any, sentence: str) -> None:
    refused_in_one_sentence(make, sentence)


def test_the_kernel_answers_while_a_runaway_pattern_runs() -> None:
    """As in a kernel: one loop, messages handled in it, none of which may wait."""

    async def kernel() -> tuple[float, float, list[Any], RegexPlayground]:
        widget = RegexPlayground("a" * 40 + "!", pattern="a")
        other = RegexPlayground("b")
        await asyncio.to_thread(widget._settled)
        await asyncio.sleep(0)
        shown: list[Any] = []
        widget.observe(lambda change: shown.append(change["new"]["of"][0]), "_found")
        begun = time.monotonic()
        send(widget, do="change", value={"pattern": "(a+)+$", "flags": []})
        assert widget._found["of"][0] == "a", "the old answer is still there, and not for this"
        slowest = 0.0
        while not shown:
            tick = time.monotonic()
            send(other, do="hint")
            await asyncio.sleep(0.01)
            slowest = max(slowest, time.monotonic() - tick)
            assert tick - begun < 5
        return time.monotonic() - begun, slowest, shown, widget

    took, slowest, shown, widget = asyncio.run(kernel())
    assert shown == ["(a+)+$"] and 0.9 < took < 3
    assert slowest < 0.5, "the loop was held up"
    assert widget._found["problem"].startswith("Stopped after 1 s: this is a runaway pattern")
    assert widget.matches == [] and len(widget._found["matches"]) == 40


def test_a_flood_of_changes_ends_with_the_last() -> None:
    async def kernel() -> tuple[RegexPlayground, list[str]]:
        widget = RegexPlayground("a" * 100_000)
        shown: list[str] = []
        widget.observe(lambda change: shown.append(change["new"]["of"][0]), "_found")
        for i in range(200):
            pattern = "(a+)+$!" if i == 50 else "a" * (i + 1)
            send(widget, do="change", value={"pattern": pattern, "flags": []}, seq=i + 1)
            await asyncio.sleep(0)
        assert widget._state["acks"] == {"page": 200}
        # The next line of a cell, while the search runs, waits for its own answer.
        assert len(widget.matches) == 500 and widget._found["of"] == ["a" * 200, []]
        widget.pattern = "a" * 50_000 if len(widget.text) < 9 else "a" * 1_000
        assert widget.counts["matches"] == 100
        await asyncio.sleep(0.3)
        return widget, shown

    widget, shown = asyncio.run(kernel())
    assert shown[-1] == "a" * 1_000 and widget._found["of"][0] == "a" * 1_000
    lengths = [len(pattern) for pattern in shown]
    assert lengths == sorted(lengths) and len(set(shown)) == len(shown)
    assert until(lambda: not our_threads())


@linux
def test_many_widgets_share_one_helper() -> None:
    before = set(children(os.getpid()))
    made = [RegexPlayground(f"text {i}", pattern=str(i)) for i in range(30)]
    assert [widget.counts["matches"] for widget in made] == [1] * 30
    for widget in made:
        widget.close()
    assert len(set(children(os.getpid())) | before) <= max(1, len(before))
    assert until(lambda: not our_threads())
    quiet = subprocess.run(
        [sys.executable, "-c", "from newsbook.widgets import RegexPlayground as R; R('a');"
         "from newsbook.text.patterns import FINDER; print(FINDER._helper)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert quiet.stdout == "None\n", "no process before there is a pattern"


def test_what_stands_where_there_is_no_kernel() -> None:
    text = "<b>NATO</b> & $x$ in 2024"
    widget = RegexPlayground(text, [Span(21, 25)], pattern=r"<b>|\d+")
    html = widget._html()
    assert "<b>NATO</b>" not in html and "&lt;b&gt;|" in html and "1 of 1 found, 1 too much" in html
    assert "[match]" in html and "<p>Matches: 2</p>" in html and "Marked:" not in html
    widget.pattern = "<i>("
    assert "<i>" not in widget._html() and "never closed" in widget._html()
