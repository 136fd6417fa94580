"""The course itself in JupyterLab: a lesson runs, an answer is given, and is there again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from lab import DESKTOP, PHONE, Notebook, Server, board, drawn, screenshot, set_theme
from playwright.sync_api import Page, expect
from support import ROOT

from newsbook.exercises import get_exercise
from newsbook.spans import words


@pytest.fixture
def course(server: Server, page: Page) -> Iterator[str]:
    """The workbook as a learner gets it, below the server's folder.

    It stays there till the server goes: JupyterLab's file browser shows it, and would complain.
    """
    name = f"course-{len(list(server.root.glob('course-*')))}"
    folder = server.root / name
    folder.mkdir()
    (folder / "seeds").symlink_to(ROOT / "seeds")
    for part in ("notebooks", "exercises"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("answers"))
    yield name
    for session in server.api("GET", "sessions"):
        if session["path"].startswith(f"{name}/"):
            server.api("DELETE", f"sessions/{session['id']}")
    page.evaluate(
        """() => {
            for (const widget of Array.from(window.jupyterapp.shell.widgets("main"))) {
                widget.dispose();
            }
        }"""
    )


def answer_by_keyboard(page: Page, notebook: Notebook, exercise_id: str) -> None:
    """Split where the gold does, with the arrow keys and the space bar, and press Check."""
    exercise = get_exercise(exercise_id)
    text = exercise.text
    gaps = [at for at in range(1, len(text)) if not (text[at - 1].isspace() or text[at].isspace())]
    edges = {span.start for span in exercise.gold_spans}
    widget = notebook.widget()
    board(widget).focus()
    page.keyboard.press("Home")
    for at in gaps:
        if at in edges:
            page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    check = widget.get_by_role("button", name="Check")
    for _ in range(6):
        page.keyboard.press("Tab")
        if check.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")


def test_an_answer_and_its_verdict_survive_restart_and_reopening(
    course: str, server: Server, page: Page
) -> None:
    lesson = Notebook.existing(server, page, f"{course}/notebooks/01_tokenising.ipynb")
    lesson.run(lesson.number_of("load"))
    assert "NATO chief stresses" in lesson.outputs(lesson.number_of("load"))

    nb = Notebook.existing(server, page, f"{course}/exercises/01_tokenising.ipynb")
    answer, check = nb.number_of("ex-1-4-answer"), nb.number_of("ex-1-4-check")
    nb.run(nb.number_of("setup"))
    nb.run(check)
    assert "1.4 not attempted" in nb.outputs(check)
    nb.run(answer)
    answer_by_keyboard(page, nb, "1.4")
    exercise = get_exercise("1.4")
    expect(nb.widget().get_by_role("status")).to_contain_text("1.4 correct · 2 of 2 points")
    assert nb.answer("1.4")["answer"] == {"spans": [[s.start, s.end] for s in exercise.gold_spans]}
    nb.run(check)
    assert "1.4 correct" in nb.outputs(check)

    nb.restart()
    nb.reopen()
    assert "1.4 correct" in nb.outputs(check), "the check's verdict was saved with the notebook"
    nb.run(nb.number_of("setup"))
    nb.run(answer)
    assert drawn(nb.widget()) == words(exercise.text, exercise.gold_spans)
    expect(nb.widget().get_by_role("status")).to_contain_text("1.4 correct · 2 of 2 points")
    nb.run(check)
    assert "1.4 correct" in nb.outputs(check)


def test_locked_cells_and_a_code_answer(course: str, server: Server, page: Page) -> None:
    nb = Notebook.existing(server, page, f"{course}/exercises/00_start_here.ipynb")
    answer, check = nb.number_of("ex-0-2-answer"), nb.number_of("ex-0-2-check")
    nb.run(nb.number_of("setup"))
    nb.run(answer)
    nb.run(check)
    assert "0.2 not attempted" in nb.outputs(check)
    nb.set_source(answer, "# answer: 0.2\nheadline_length = len(headline.split())")
    nb.run(answer)
    nb.run(check)
    assert "What about every single character?" in nb.outputs(check)
    nb.set_source(answer, "# answer: 0.2\nheadline_length = len(headline)")
    nb.run(answer)
    nb.run(check)
    assert "0.2 correct · 1 of 1 point" in nb.outputs(check)
    # JupyterLab keeps hands off what is locked: the cells stay when they are to be deleted.
    before = nb.cells()
    for number in (answer, check):
        nb.command_at(number, "notebook:delete-cell")
    assert nb.cells() == before


CHARTS = {"00_start_here": 0, "01_tokenising": 1}


@pytest.mark.parametrize("name", CHARTS)
def test_lessons_run_from_the_first_cell_to_the_last(
    name: str, course: str, server: Server, page: Page
) -> None:
    nb = Notebook.existing(server, page, f"{course}/notebooks/{name}.ipynb")
    folded = """() => Array.from(window.jupyterapp.shell.currentWidget.content.widgets)
        .filter(cell => cell.model.type === "code" && cell.model.outputs.length)
        .map(cell => cell.outputHidden)"""
    before = page.evaluate(folded)
    assert before and all(before), "a prediction must not be spoilt by an output that is there"
    nb.run_all()
    assert not any(page.evaluate(folded)), "running a cell unfolds its output"
    shown = [nb.outputs(number) for number in range(len(nb.cells()))]
    assert not [outputs for outputs in shown if '"output_type":"error"' in outputs]
    # Nothing that is shown is wider than its place, at a laptop's and at a phone's width: what is
    # wide (a long line, a table of tokenisers) scrolls inside its own output.
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        wide = page.evaluate(
            """() => {
                const panel = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden)");
                const view = panel.querySelector(".jp-WindowedPanel-outer")
                    ?? panel.querySelector(".jp-Notebook");
                return view.scrollWidth - view.clientWidth;
            }"""
        )
        assert wide <= 1, f"the notebook scrolls sideways at {size['width']} pixels"
    page.set_viewport_size(DESKTOP)
    screenshot(page, f"lesson-{name}")
    charts = page.locator(".js-plotly-plot")
    expect(charts).to_have_count(CHARTS[name])
    for dark in (True, False) if CHARTS[name] else ():
        # A chart outlives a change of theme.
        charts.first.scroll_into_view_if_needed()
        set_theme(page, dark)
        screenshot(page, f"chart-{'dark' if dark else 'light'}")
        page.wait_for_timeout(1000)  # it is drawn anew a moment after the theme is there
        assert charts.first.evaluate("chart => chart.clientHeight") > 300
