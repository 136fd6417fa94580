"""What the widgets are in the notebook around them: saving, restoring, a kernel that goes."""

from __future__ import annotations

import os
import re
import signal

from bed import Tokens
from lab import board, drawn, gap
from playwright.sync_api import Page, expect

from newsbook.exercises import BoundaryExercise, get_exercise


def test_restored_after_restart_and_reload(notebook, page: Page) -> None:
    nb = notebook(*(f"widget_for({kind}())" for kind in ("Tokens", "Who", "Lengths")))
    tokens, who, lengths = (nb.widget(i) for i in range(3))
    page.mouse.click(*gap(tokens, Tokens.text.index("Korean")))
    tokens.get_by_role("button", name="Check").click()
    tokens.get_by_role("button", name="Hint 1 of 2").click()
    who.get_by_role("radio").nth(1).check()
    who.get_by_role("button", name="Check").click()
    field = lengths.get_by_role("textbox").first
    field.fill("3")
    field.press("Enter")
    expect(lengths.locator(".nbk-try")).to_have_count(1)
    expect(tokens.locator(".nbk-hints li")).to_have_count(1)
    expect(who.get_by_role("status")).to_contain_text("correct")
    told = tokens.get_by_role("status").inner_text()
    assert "not yet" in told
    before = drawn(tokens)

    # The kernel goes on: a reload alone brings everything back, without running a cell.
    nb.reload()
    expect(nb.widget(0).get_by_role("status")).to_have_text(told, use_inner_text=True)
    assert drawn(nb.widget(0)) == before

    # With a new kernel it takes running the cells again, and no more than that.
    nb.restart()
    nb.run_all()
    tokens, who, lengths = (nb.widget(i) for i in range(3))
    expect(tokens.get_by_role("status")).to_have_text(told, use_inner_text=True)
    assert drawn(tokens) == before
    expect(tokens.locator(".nbk-hints li")).to_have_count(1)
    expect(tokens.locator(".nbk-note")).to_have_text("✓saved")
    expect(who.get_by_role("radio").nth(1)).to_be_checked()
    expect(who.get_by_role("status")).to_contain_text("correct")
    expect(lengths.locator(".nbk-try")).to_have_count(1)
    expect(lengths.get_by_role("status")).to_be_empty()
    assert "TokenEditor('9.1', 11 tokens)" in nb.outputs(1)


def test_not_saved_when_the_kernel_is_restarted(notebook, page: Page) -> None:
    nb = notebook("widget_for(Who())")
    widget = nb.widget()
    widget.get_by_role("radio").first.check()
    expect(widget.locator(".nbk-note")).to_have_text("✓saved")
    nb.restart()
    widget.get_by_role("radio").nth(1).check()
    note = widget.locator(".nbk-note")
    expect(note).to_contain_text("not saved: the kernel is gone. Run this cell again.")
    assert nb.answer("9.3")["answer"] == {"chosen": ["a"]}
    nb.run(0)
    nb.run(1)
    # What was saved is there, and what could not be is offered.
    expect(nb.widget().get_by_role("radio").first).to_be_checked()
    nb.widget().get_by_role("button", name="Bring it back").press("Enter")
    expect(nb.widget().get_by_role("radio").nth(1)).to_be_checked()
    expect(nb.widget().get_by_role("button", name="Check")).to_be_focused()
    expect(nb.widget().get_by_role("button", name="Bring it back")).to_be_hidden()
    expect(nb.widget().locator(".nbk-note")).to_have_text("✓saved")
    assert nb.answer("9.3")["answer"] == {"chosen": ["b"]}


def test_an_answer_that_comes_late_or_never_is_asked_for_again(notebook, page: Page) -> None:
    lose = "w._push = lambda: w._holding or w.__dict__.pop('_push')"  # the next state alone
    nb = notebook("w = widget_for(Who())\nw", lose)
    widget = nb.widget()
    note = widget.locator(".nbk-note")
    # The store waits for seconds at a time; here each second of a wait takes a fifth.
    page.evaluate(
        """() => {
            const real = window.setTimeout;
            const pace = work => /overdue|askAgain/.test(work) ? 5 : 1;
            window.setTimeout = (work, wait = 0, ...more) =>
                real(work, wait / pace(work), ...more);
            window.usualPace = () => { window.setTimeout = real; };
        }"""
    )
    # Nothing answers, however often the page asks: it says so, and what helps.
    os.kill(nb.kernel_pid(), signal.SIGSTOP)
    try:
        widget.get_by_role("radio").first.check()
        expect(note).to_contain_text("not saved: the kernel is gone or busy.", timeout=10_000)
        expect(note).to_contain_text("When it is idle, run this cell again.", timeout=30_000)
    finally:
        os.kill(nb.kernel_pid(), signal.SIGCONT)
    expect(note).to_have_text("✓saved", timeout=10_000)
    assert nb.answer("9.3")["answer"] == {"chosen": ["a"]}
    # Python saves a change, and its answer is lost on the way.
    nb.run(2)
    widget.get_by_role("radio").nth(1).check()
    widget.get_by_role("button", name="Check").focus()
    expect(note).to_contain_text("not saved: the kernel is gone or busy.", timeout=10_000)
    assert nb.answer("9.3")["answer"] == {"chosen": ["b"]}
    expect(note).to_have_text("✓saved", timeout=10_000)
    expect(widget.get_by_role("radio").nth(1)).to_be_checked()
    page.evaluate("() => window.usualPace()")


def test_two_views_stay_in_step(notebook, page: Page) -> None:
    nb = notebook(
        "w = widget_for(Tokens())\nw",
        "w",
        "c = widget_for(Who())\nc",
        "c",
        "p = widget_for(Lengths())\np",
        "p",
        "",
    )
    one, two = nb.widget(0), nb.widget(1)
    page.mouse.click(*gap(two, Tokens.text.index("Korean")))
    assert drawn(one) == drawn(two)
    assert drawn(one)[2:4] == ["N.", "Korean"]
    one.get_by_role("button", name="Check").click()
    expect(two.get_by_role("status")).to_contain_text("not yet")
    nb.widget(2).get_by_role("radio").nth(2).check()
    expect(nb.widget(3).get_by_role("radio").nth(2)).to_be_checked()
    expect(nb.widget(2).get_by_role("radio").nth(2)).to_be_checked()
    field = nb.widget(5).get_by_role("textbox").first
    field.fill("3")
    field.press("Enter")
    expect(nb.widget(4).locator(".nbk-try")).to_have_count(1)
    # Python changes the value, as a solution notebook does: both views and the file follow.
    nb.set_source(7, "w.spans = [Span(0, 4), *w.spans[1:]]\nc.value = {'chosen': ['b']}")
    nb.run(7)
    expect(nb.widget(2).get_by_role("radio").nth(1)).to_be_checked()
    expect(nb.widget(3).get_by_role("radio").nth(1)).to_be_checked()
    assert nb.answer("9.3")["answer"] == {"chosen": ["b"]}
    nb.set_source(7, "w.value = {'spans': [[0, 3]]}")
    nb.run(7)
    assert "no token covers 'n' at character 3" in nb.outputs(7)
    assert drawn(one)[2:4] == ["N.", "Korean"]


BUSY = """import time
from pathlib import Path
with w._one_at_a_time:
    print("holding", flush=True)
    while not Path("go").exists():
        time.sleep(0.02)"""


def test_rapid_edits_are_neither_lost_nor_reordered(notebook, page: Page) -> None:
    nb = notebook("w = widget_for(Tokens())\nw", "")
    nb.set_source(2, BUSY)
    widget = nb.widget()
    # Python takes no message while the keys come in, so that every answer of it is late, however
    # long the keys take: it hears of the end by a file.
    page.evaluate(
        """() => {
            const {content} = window.jupyterapp.shell.currentWidget;
            content.activeCellIndex = 2;
            content.deselectAll();
            void window.jupyterapp.commands.execute("notebook:run-cell");
        }"""
    )
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("holding")
    board(widget).focus()
    page.keyboard.press("Home")
    for _ in range(30):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    shown = drawn(widget)
    expect(widget.locator(".nbk-note")).to_contain_text(re.compile("saving|not saved"))
    assert not (nb.folder / "answers" / "9.1.json").exists()
    (nb.folder / "go").touch()
    nb.wait_idle()
    expect(widget.locator(".nbk-note")).to_have_text("✓saved")
    assert drawn(widget) == shown
    stored = nb.answer("9.1")["answer"]["spans"]
    assert [Tokens.text[start:end] for start, end in stored] == shown
    for _ in range(30):
        page.keyboard.press("u")
    expect(widget.locator(".nbk-count")).to_have_text("10 tokens")
    expect(widget.locator(".nbk-note")).to_have_text("✓saved")


def test_an_exercise_of_the_lessons(notebook, page: Page) -> None:
    """The whole way, as a learner goes it: `ask`, answer, check."""
    nb = notebook("from newsbook.widgets import ask\nask('0.4')")
    exercise = get_exercise("0.4")
    assert isinstance(exercise, BoundaryExercise)
    widget = nb.widget()
    starts = {span.start for span in exercise.start}
    for span in exercise.gold_spans:
        if span.start not in starts:
            page.mouse.click(*gap(widget, span.start))
    assert drawn(widget) == list(exercise.gold)
    widget.get_by_role("button", name="Check").click()
    expect(widget.get_by_role("status")).to_contain_text(exercise.praise)


def test_the_network_is_watched(lab_page: tuple[Page, list[str], list[str]], page: Page) -> None:
    """The check that every test ends with can fail."""
    _, outside, _ = lab_page
    answer = page.evaluate("() => fetch('https://example.org/').then(() => 'got it', () => 'no')")
    assert answer == "no"
    assert outside == ["https://example.org/"]
    outside.clear()
