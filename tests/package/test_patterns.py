"""Patterns: the search that can be ended, and what is done where no process can be."""

from __future__ import annotations

import contextlib
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

from newsbook.articles import Article
from newsbook.text import pattern_guard, patterns
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
def test_a_kernel_that_ends_does_not_wait_for_the_helper() -> None:
    """It waits for the processes of its own group, even for those that have ended."""
    finder = Finder()
    finder.find(Query("ab", "b"))
    assert finder._helper is not None
    assert os.getpgid(finder._helper.process.pid) != os.getpgrp()
    finder.close()


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
             r"(?:\s|\s\s)*", "(?=(a+)+b)", "(?i:(?:a+A)+)", r"(?:-[\w-]+)*", r"(?:\wa|\da)+",
             r"(?:(?:(?:\w?){3}){3}){3}!", r"(?:(?:(?:(?:\w?){3}){3}){3}){3}!", "(?i)(?:iı*)*$",
             "(?i)(?:s[ſ-ƀ]*)*$", r"(?a)(?:é\W*)*$", r"(?a:(?:é\W*)*$)", "(?i)(?:kK*)*$",
             "(?i)(?:ß[ẞ]*)*$", "(?:a?){2147483647}", "(?:a{60}){60}", "(?:(?:a?){60000}){60000}",
             r"(?:\b|a){2147483647}", "a{1001}", "a{1001,}", r"(?:(a*)\1)*",
             r"(?:\b){3}"]  # fmt: skip
    safe = [r"\w+(?:-\w+)*", r"\d+(?:[.,]\d+)*|\w+", "“[^”]*”", "(ab)+", r"(?:Mr|Dr)\. \w+",
            r"(\d{1,2}) (\w+)", "a{2,4}", "(?:ab|cd)+", "(?i)nato", "(?:a?b){2}", "“.*?”",
            r"\w+(?:[-’]\w+)*", r"[A-Z]\w+( [A-Z]\w+)*", "(?i)said|says", r"\d{1,3}(?:,\d{3})*",
            r"(?:(?!said).)*said", r"“(?:[^”\\]|\\.)*”", r"(\w+) \1", "a{1000}"]  # fmt: skip
    assert [pattern for pattern in risky if not may_explode(pattern)] == []
    assert [pattern for pattern in safe if may_explode(pattern)] == []
    # Flags that are given beside the pattern count as much.
    assert may_explode("(?:iı*)*$", "i") and may_explode(r"(?:é\W*)*$", "a")


LONG = {
    "same": "a" * 10_000,
    "two": "ab" * 5_000,
    "cliff": "b" * 9_000 + "a" * 9_000,  # harmless at its beginning
    "turkish": "iı" * 200 + "!",
    "hyphens": "one-two " * 2_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize(
    "pattern",
    ["a*a*a*a*a*a*!", r"(\w{0,9})(\w{0,9})(\w{0,9})(\w{0,9})(\w{0,9})(\w{0,9})!", "(?:a|[ab])+!",
     "(?:a|[ab])" * 80 + "!", r".*\w+.*!", "(?i)(?:iı*)*$", "(?:a?){2147483647}",
     r"(?=(?:(?:(?:\w?){3}){3}){3}!)", "(?:(?!b)(?=a)a)*?!", r"(?:\w*?\s-){0,3}", "a*b*a*b*$"],
)  # fmt: skip
def test_whatever_passes_the_guard_ends(name: str, pattern: str) -> None:
    # A process of its own, so that a search that does not end is a failure and not a hang.
    source = (
        "import sys\n"
        "from newsbook.text.pattern_guard import guarded_scan\n"
        "answer = guarded_scan(sys.argv[1], sys.argv[2], '', 5, [])\n"
        "assert 'refused' in answer or 'count' in answer, answer\n"
    )
    subprocess.run([sys.executable, "-c", source, LONG[name], pattern], check=True, timeout=25)


def test_nothing_is_run_before_the_guard_has_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*args: Any) -> None:
        raise AssertionError("it was run")

    monkeypatch.setattr(pattern_guard, "scan", run)
    assert "repeat inside" in guarded_scan("", "(?:a?){2147483647}", "", 5, [])["refused"]
    assert guarded_scan("a", "(", "", 5, [])["at"] == 0


@pytest.mark.timeout(60)
def test_the_guard_bounds_text_and_steps() -> None:
    assert "up to 20,000" in guarded_scan("a" * (LONGEST_HERE + 1), "a", "", 5, [])["refused"]
    for pattern in ("a*a*a*!", "a?" * 30 + "a" * 30):
        assert "in a row" in guarded_scan("a" * 20_000, pattern, "", 5, [])["refused"]
    assert "in a row" in guarded_scan("a" * 30, "a?" * 30 + "a" * 30, "", 5, [])["refused"]
    assert guarded_scan("ab " * 6_000, r"\w+\s\w+\s+\w+", "", 5, [])["count"] == 2_000
    assert guarded_scan("a" * 20_000, r"\w+", "", 5, [])["count"] == 1


@pytest.mark.parametrize(
    "pattern",
    ["“[^”]*”", "“.*?”", r"\w+(?:[-’]\w+)*", r"\d+(?:[.,]\d+)*", r"[A-Z]\w+( [A-Z]\w+)*",
     "(?i)said|says", r"“[^”]*”[^.]*said[^.]*\.", r"[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]+"],
)  # fmt: skip
def test_the_patterns_of_the_lessons_find_the_same_without_a_process(pattern: str) -> None:
    text = Article.load("nato_seoul").text
    assert guarded_scan(text, pattern, "", 999, []) == scan(text, pattern, "", 999, [])


@pytest.mark.timeout(60)
@pytest.mark.parametrize("error", [OSError(24, "Too many open files"), RuntimeError("no thread")])
def test_a_shortage_is_got_over(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    finder, tried = Finder(), 0
    real = subprocess.Popen

    def refuse(*args: Any, **kwargs: Any) -> None:
        nonlocal tried
        tried += 1
        raise error

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert finder.find(Query("ab", "b")).count == 1
    assert "a repeat inside a repeat" in finder.find(Query(*RUNAWAY)).refused
    assert tried == 2, "the next search tries again"
    monkeypatch.setattr(subprocess, "Popen", real)
    assert "refused" in repr(finder.find(Query(*RUNAWAY))), "ever fewer try"
    assert finder.find(Query(*RUNAWAY)).cut, "the helper is back"
    assert finder._failures == 0
    monkeypatch.setattr(subprocess, "Popen", refuse)
    tried = 0
    for _ in range(100):
        finder.find(Query("ab", "b"))
    assert 5 < tried < 15
    finder.close()


@linux
@pytest.mark.timeout(60)
def test_no_thread_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(thread: threading.Thread) -> None:
        if thread.name in unlucky:
            raise RuntimeError("can't start new thread")
        start(thread)

    start = threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", refuse)
    finder, before = Finder(), len(children(os.getpid()))
    for unlucky in (["newsbook patterns"], ["newsbook patterns clock"], []):
        found = finder.ask(Query("ab", "b")).wait()
        assert found and found.count == 1
        assert len(children(os.getpid())) == before + (not unlucky), "no process is left behind"
    finder.close()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("error", [ValueError("in the page"), SystemExit(3)])
def test_a_failing_listener_harms_no_other(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(job: Any) -> None:
        raise error

    finder = Finder()
    jobs = [finder.ask(Query("ab", "b"), then=fail if i % 2 else None) for i in range(6)]
    for job in jobs:
        assert job._done.wait(20) and job.found and job.found.count == 1
    later = finder.ask(Query("ab", "a"))
    assert later._done.wait(20) and later.found and later.found.count == 1
    assert until(lambda: len(caplog.records) == 3)
    finder.close()


@pytest.mark.parametrize("why", ["no processes", "no executable", "pyodide"])
def test_where_no_process_can_be_started(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError("this system has no processes")

    if why == "pyodide":
        monkeypatch.setattr(patterns.sys, "platform", "emscripten")
        monkeypatch.setattr(threading.Thread, "start", refuse)
    elif why == "no executable":
        monkeypatch.setattr(patterns.sys, "executable", "")
    monkeypatch.setattr(subprocess, "Popen", refuse)
    finder = Finder()
    assert finder.find(Query("NATO in Seoul", "[A-Z]+")).matches == (((0, 4),), ((8, 9),))
    assert "a repeat inside a repeat" in finder.find(Query(*RUNAWAY)).refused
    assert finder.find(Query("a", "[")).error == "unterminated character set"

    monkeypatch.setattr("newsbook.widgets.regex_playground.FINDER", finder)
    widget = RegexPlayground("NATO in Seoul", pattern="(a+)+$")
    assert widget.error and "a repeat inside a repeat" in widget.error and widget.matches == []
    widget.pattern = "[A-Z]+"
    assert widget.error is None and len(widget.spans) == 2


@linux
def test_a_search_that_a_busy_machine_keeps_waiting_is_not_a_runaway() -> None:
    """It is stopped for what it computes: here its process stands still for longer than it has."""
    with contextlib.closing(Finder(seconds=0.4)) as finder:
        assert finder.find(Query("abc", "b")).count == 1
        assert finder._helper is not None
        process = finder._helper.process
        process.send_signal(signal.SIGSTOP)
        threading.Timer(0.8, process.send_signal, [signal.SIGCONT]).start()
        found = finder.find(Query("abcb", "b"))
        assert found.count == 2 and not found.cut
