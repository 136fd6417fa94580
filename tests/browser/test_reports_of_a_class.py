"""The reports on a graded class in a browser: both themes, a phone, axe, nothing from outside."""

import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe import complaints

sys.path.insert(0, str(Path(__file__).parents[1] / "grading"))

from judged_class import judged_class

from newsbook.exercises import all_exercises
from newsbook.grading.reports import write

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The class, a student who means harm, and an ordinary one."""
    folder = tmp_path_factory.mktemp("reports")
    write(folder, judged_class(21), exercises=all_exercises())
    (hostile,) = folder.glob("feedback/script_*.html")
    return [folder / "class.html", hostile, folder / "feedback" / "student-0003.html"]


@contextmanager
def opened(chromium, path, **options):
    """A page of the reports, all of it drawn, that must say nothing and ask for nothing."""
    asked, errors = [], []
    context = chromium.new_context(**options)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: errors.append(said.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda said: errors.append(said.message))
    page.goto(path.as_uri())
    figures = page.locator("[data-figure]")
    if path.name == "class.html":
        page.wait_for_function(
            "[...document.querySelectorAll('[data-figure]')]"
            ".every(box => box.querySelector('.main-svg'))"
        )
        assert figures.count() > 5
        # Each cell of a heat map keeps the colour that can be read on it.
        fills = page.eval_on_selector_all(
            ".heatmap-label text", "all => all.map(t => getComputedStyle(t).fill)"
        )
        assert len(set(fills)) > 1
    else:
        assert figures.count() == 0
    yield page
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
    context.close()


def test_reports_fit_a_phone_under_their_own_policy(pages, chromium):
    for path in pages:
        with opened(chromium, path, viewport=PHONE) as page:
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 390, f"{path.name} is {wide} pixels wide on a phone"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reports_can_be_read(pages, chromium, scheme):
    """A theme changes colours and nothing else, so all the other rules are asked in one."""
    for path in pages:
        # The pages' own policy keeps even axe out.
        with opened(chromium, path, color_scheme=scheme, bypass_csp=True) as page:
            found = complaints(page, "html", colours_only=scheme == "dark")
            assert found == [], path.name
