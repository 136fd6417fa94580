"""Patterns: the search that can be ended, and what is done where no process can be."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from regex_bed import RUNAWAY, alive, children, linux, our_threads, until

from newsbook.text import patterns
from newsbook.text.pattern_guard import LONGEST_HERE, guarded_scan, may_explode
from newsbook.text.pattern_helper import MOST_GROUPS, scan
from newsbook.text.patterns import FINDER, Finder, Found, Query
from newsbook.widgets import RegexPlayground

# -- the search


@pytest.mark.parametrize(
    "text,pattern,flags",
    [
        ("NATO in Seoul", "[a-z]+", "i"),
        ("a\nb\nc", "^.", "m"),
        ("a\nb", "a.b", "s"),
        ("🙂👩‍👩‍👧 1998, 𝒳 2024", r"\d+", ""),
        ("한국 2024 e\u0301", r"\w+", ""),
        ("", "a*", ""),
        ("\ud83d half", "half", ""),
    ],
)
def test_the_helper_finds_what_re_finds(text: str, pattern: str, flags: str) -> None:
    found = FINDER.find(Query(text, pattern, flags))
    value = sum(re.RegexFlag[flag.upper()] for flag in flags)
    wanted = [m.span() for m in re.finditer(pattern, text, value) if m.group()]
    assert [match[0] for match in found.matches] == wanted
    assert found.usable and found.count == len(wanted)


@pytest.mark.filterwarnings("ignore:Possible (nested|set):FutureWarning")
@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=30), pattern=st.text("ab()|*+?.[]^$\\dw{1,}", max_size=8))
def test_any_pattern_is_answered_as_re_does(text: str, pattern: str) -> None:
    found = FINDER.find(Query(text, pattern))
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        assert (found.error, found.at) == (error.msg, error.pos)
        return
    if not found.cut:
        all_of_them = list(compiled.finditer(text))
        assert found.count == sum(bool(m.group()) for m in all_of_them)
        assert found.empty == sum(not m.group() for m in all_of_them)


def test_matches_are_bounded_and_all_counted() -> None:
    found = FINDER.find(
        Query("ab" * 50_000, "(a)|b", most=2_000, wanted=((0, 1), (99_999, 100_000)))
    )
    assert len(found.matches) == 2_000 and found.count == 100_000
    assert found.matches[1] == ((1, 2), None)
    assert found.hits == (0, 1), "the wanted are compared with all matches, not with those told of"
    many = scan("a", "(a?)" * 99, "", 5, [])
    assert len(many["names"]) == MOST_GROUPS and len(many["matches"][0]) == MOST_GROUPS + 1


@pytest.mark.parametrize(
    "pattern", ["(" * 900 + ")" * 900, "a{99999999999999}", "(?P<1>a)", "[b-a]", "x" * 900 + "("]
)
def test_huge_and_broken_patterns_are_told(pattern: str) -> None:
    assert FINDER.find(Query("text", pattern)).error


def test_a_runaway_pattern_is_cut_off_and_the_next_one_works() -> None:
    begun = time.monotonic()
    assert FINDER.find(Query(*RUNAWAY)) == Found(cut=True)
    assert time.monotonic() - begun < 3
    long = "x" * 100_000
    assert FINDER.find(Query(long, "(x+x+)+y")).cut
    assert FINDER.find(Query(long, "x$")).matches == (((99_999, 100_000),),)


def test_a_pattern_that_eats_memory_is_ended() -> None:
    found = FINDER.find(Query("a" * 3_000_000, "(?:(a)|b)*" * 60))
    assert found.usable or found.cut
    assert FINDER.find(Query("ab", "b")).count == 1


def test_the_latest_of_an_owner_wins_and_an_outdated_runaway_does_not_hold_it_up() -> None:
    told: list[int] = []
    begun = time.monotonic()
    jobs = [
        FINDER.ask(Query(*RUNAWAY) if i % 40 == 0 else Query("a" * i, "a"), "me",
                   lambda job, i=i: told.append(i))
        for i in range(200)
    ]  # fmt: skip
    other = FINDER.ask(Query("b", "b"), "you")
    found = jobs[-1].wait()
    assert found and found.count == 199
    assert other.wait() and told[-1] == 199 and told == sorted(told)
    assert [job.wait() for job in jobs[:-1] if not job.found] == [None] * (199 - len(told) + 1)
    assert time.monotonic() - begun < 3


@linux
def test_no_thread_and_no_process_leaks() -> None:
    finder = Finder(seconds=0.2)
    before = len(children(os.getpid()))
    for _ in range(3):
        assert finder.find(Query(*RUNAWAY)).cut
        assert finder.find(Query("ab", "b")).count == 1
    assert until(lambda: not our_threads())
    assert len(children(os.getpid())) == before + 1
    finder.close()
    assert until(lambda: len(children(os.getpid())) == before)
    assert finder.find(Query("ab", "b")).count == 1, "it starts again when it is needed"
    finder.close()


@linux
def test_a_helper_that_somebody_ended_is_replaced() -> None:
    finder = Finder()
    finder.find(Query("ab", "b"))
    assert finder._helper is not None
    os.kill(finder._helper.process.pid, signal.SIGKILL)
    assert finder.find(Query("ab", "b")).count == 1
    os.kill(finder._helper.process.pid, signal.SIGINT)  # as when a kernel is interrupted
    assert finder.find(Query("ab", "a")).count == 1
    finder.close()


@linux
@pytest.mark.parametrize("busy", [False, True])
def test_the_helper_dies_with_its_kernel(busy: bool) -> None:
    source = (
        "from newsbook.text.patterns import *\n"
        "finder = Finder(0.3)\n"
        "finder.find(Query('a', 'a'))\n"
        "print(finder._helper.process.pid, flush=True)\n"
        f"finder.ask(Query('a' * 40, '(a+)+{'!' if busy else ''}'))\n"
        "import time; time.sleep(0.1); print('now', flush=True); time.sleep(60)\n"
    )
    kernel = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True)
    assert kernel.stdout
    pid = int(kernel.stdout.readline())
    assert kernel.stdout.readline() == "now\n" and alive(pid)
    kernel.kill()
    kernel.wait()
    kernel.stdout.close()
    assert until(lambda: not alive(pid), 6)


@linux
def test_a_forked_child_has_a_helper_of_its_own() -> None:
    FINDER.find(Query("a", "a"))
    pid = os.fork()
    if pid == 0:
        ours = FINDER._helper is None and FINDER.find(Query("ab", "b")).count == 1
        FINDER.close()
        os._exit(0 if ours else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert FINDER.find(Query("ab", "b")).count == 1


# -- without a process


def test_the_guard_refuses_what_could_explode() -> None:
    risky = ["(a+)+$", "(a*)*", "(a|aa)+$", r"(\w?){30}x", r"(?:(?:\w+)\s?)*", "((a)+b?)+",
             r"(?:\s|\s\s)*", "(?=(a+)+b)", "(?i:(?:a+A)+)", r"(?:-[\w-]+)*"]  # fmt: skip
    safe = [r"\w+(?:-\w+)*", r"\d+(?:[.,]\d+)*|\w+", "“[^”]*”", "(ab)+", r"(?:Mr|Dr)\. \w+",
            r"(\d{1,2}) (\w+)", "a{2,4}", "(?:ab|cd)+", "(?i)nato", "(?:a?b){2}"]  # fmt: skip
    assert [pattern for pattern in risky if not may_explode(pattern)] == []
    assert [pattern for pattern in safe if may_explode(pattern)] == []


def test_the_guard_bounds_text_and_time() -> None:
    assert "up to 20,000" in guarded_scan("a" * (LONGEST_HERE + 1), "a", "", 5, [])["refused"]
    begun = time.monotonic()
    for repeats in (3, 6):
        slow = "a*" * repeats + "!"
        assert guarded_scan("a" * 20_000, slow, "", 5, []) == {"cut": True}
    assert "in a row" in guarded_scan("a" * 20_000, "a*" * 7 + "!", "", 5, [])["refused"]
    assert "in a row" in guarded_scan("a" * 30, "a?" * 30 + "a" * 30, "", 5, [])["refused"]
    assert guarded_scan("ab " * 6_000, r"\w+\s\w+\s+\w+", "", 5, [])["count"] == 2_000
    assert time.monotonic() - begun < 8
    assert guarded_scan("a", "(", "", 5, [])["at"] == 0


@pytest.mark.parametrize("why", ["no processes", "no executable", "pyodide"])
def test_where_no_process_can_be_started(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError("this system has no processes")

    if why == "pyodide":
        monkeypatch.setattr(patterns.sys, "platform", "emscripten")
        monkeypatch.setattr(threading.Thread, "start", refuse)
    elif why == "no executable":
        monkeypatch.setattr(patterns.sys, "executable", "")
    monkeypatch.setattr(patterns.subprocess, "Popen", refuse)
    finder = Finder()
    assert finder.find(Query("NATO in Seoul", "[A-Z]+")).matches == (((0, 4),), ((8, 9),))
    assert "a repeat inside a repeat" in finder.find(Query(*RUNAWAY)).refused
    assert finder.find(Query("a", "[")).error == "unterminated character set"

    monkeypatch.setattr("newsbook.widgets.regex_playground.FINDER", finder)
    widget = RegexPlayground("NATO in Seoul", pattern="(a+)+$")
    assert widget.error and "a repeat inside a repeat" in widget.error and widget.matches == []
    widget.pattern = "[A-Z]+"
    assert widget.error is None and len(widget.spans) == 2
