"""The reports on a graded class in a browser: both themes, a phone, axe, nothing from outside."""

import sys
from pathlib import Path

import pytest
from axe import complaints

sys.path.insert(0, str(Path(__file__).parents[1] / "grading"))

from made_class import made_class

from newsbook.exercises import all_exercises
from newsbook.grading.reports import write


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    write(folder, made_class(40), exercises=all_exercises())
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reports_can_be_read(reports, chromium, scheme):
    (hostile,) = reports.glob("feedback/script_*.html")
    pages = [reports / "class.html", hostile, reports / "feedback" / "student-0003.html"]
    for path in pages:
        asked, errors = [], []
        context = chromium.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda said, errors=errors: errors.append(said.text))
        page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        page.on("dialog", lambda said, errors=errors: errors.append(said.message))
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
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, f"{path.name} is {wide} pixels wide on a phone"
        assert errors == []
        assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
        context.close()
        # The page's own policy keeps even axe out.
        context = chromium.new_context(color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(path.as_uri())
        assert complaints(page, "html") == [], path.name
        context.close()
