"""The site that `newsbook site` makes, in a browser that can reach no other host."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe import complaints
from browsers import find_chromium
from click.testing import CliRunner
from lab import screenshot
from playwright.sync_api import Browser, Page, expect
from static_site import Open, asked_elsewhere, browsing, served
from support import ROOT, right_answer

from newsbook.cli.main import main
from newsbook.exercises import all_exercises
from newsbook.grading.sandbox import missing_protections
from newsbook.site import make_site, making

pytestmark = pytest.mark.timeout(600)

LESSON = "notebooks/00_start_here.ipynb"
ZERO, ONE = "exercises/00_start_here.ipynb", "exercises/01_tokenising.ipynb"


def exercises(lesson: str) -> list[str]:
    return [one.id for one in all_exercises() if one.id.startswith(f"{lesson}.")]


SAVED = """async path => {
    const name = (await indexedDB.databases()).map(one => one.name)
        .find(one => one.startsWith("JupyterLite Storage"));
    const done = request => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const database = await done(indexedDB.open(name));
    const files = database.transaction("files").objectStore("files");
    const saved = await done(files.get(path));
    database.close();
    return saved?.last_modified ?? "never";
}"""
"""When a file was saved in this browser."""


KEEP_ANOTHER = """async () => {
    const names = (await caches.keys()).filter(name => name.startsWith("newsbook "));
    const put = async kept => (await kept).put("left/behind.js", new Response("from another"));
    await Promise.all(names.map(name => put(caches.open(name))));
    return names;
}"""
IS_KEPT = """async () => Boolean(await caches.match("left/behind.js"))"""


def save(page: Page, path: str) -> None:
    """Save the notebook in a page, as by its menu, and wait until it is in the browser's store."""
    before = page.evaluate(SAVED, path)
    page.keyboard.press("Control+s")
    page.wait_for_function(
        f"async ([path, before]) => await ({SAVED})(path) !== before", arg=[path, before]
    )


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made once; what it is made of is fetched once, into pytest's cache."""
    folder = tmp_path_factory.mktemp("site") / "site"
    make_site(ROOT, folder, cache=request.config.cache.mkdir("newsbook-site"))
    return folder


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Path]:
    """A folder for the logs of a test's browsers; afterwards no other host may be in them."""
    folder = tmp_path / "logs"
    folder.mkdir()
    yield folder
    for log in folder.iterdir():
        assert asked_elsewhere(log) == []


def test_two_lessons_of_exercises(
    site: Path, chromium: Browser, tmp_path: Path, logs: Path
) -> None:
    program, profile = find_chromium()[0], tmp_path / "profile"
    kind = chromium.browser_type
    with served(site) as url, browsing(kind, program, profile, logs / "1.json") as context:
        port = int(url.split(":")[2].split("/")[0])
        page = context.new_page()
        # As in Firefox, where it waits for the learner.
        page.add_init_script("navigator.storage.persist = () => new Promise(() => {})")
        page.goto(url)
        page.get_by_role("link", name="4 exercises").click()
        expect(page.locator("#newsbook-words")).to_contain_text("Opening the workbook")
        book = Open(page, ZERO).wait()
        book.run("setup")
        for exercise in exercises("0"):
            book.answer(exercise, *right_answer(exercise))
        # No line that is solved asks again.
        expect(book.widget("0.1").locator(".nbk-form:visible")).to_have_count(0)
        book.check("0.1")
        # What was answered is taken back, kept aside, and answered once more. Two verdicts were
        # noted until then, one over the other: Python must not look for the note that is gone.
        book.check("0.2")
        book.write("ex-0-2-answer", "# answer: 0.2\nheadline_length = len(headline")
        book.run("ex-0-2-answer")
        expect(book.run("ex-0-2-check")).to_contain_text("your code raised")
        book.cell("ex-0-2-answer").locator(".jp-InputPrompt").click()
        page.locator('[data-command="newsbook:afresh"]').first.click()
        words = page.locator("#newsbook-words")
        expect(words).to_contain_text("Start exercise 0.2 afresh?")
        words.get_by_role("button", name="Start afresh").click()
        expect(words).to_contain_text("The old code is kept as exercises/answers/0.2.old-1.py.")
        expect(book.cell("ex-0-2-check")).not_to_contain_text("your code raised")
        expect(book.cell("ex-0-2-answer")).to_contain_text("put your answer here")
        book.run("ex-0-2-answer")
        expect(book.run("ex-0-2-check")).to_contain_text("not attempted")
        expect(words).not_to_contain_text("The old code")
        book.answer("0.2", *right_answer("0.2"))
        book.check("0.2")
        # The page is as it was left, at once.
        page.get_by_role("link", name="← The course").click()
        expect(page.locator("li").first).to_contain_text("2 of 4 correct")
        page.get_by_role("link", name="4 exercises").click()
        expect(book.cell("ex-0-2-answer")).to_contain_text("len(headline)")
        expect(book.cell("ex-0-2-check")).to_contain_text("0.2 correct")
        expect(book.cell("ex-0-4-answer")).to_contain_text("Your answer to 0.4 is saved.")
        expect(page.locator("html")).to_have_attribute("data-newsbook-kept", "all", timeout=60_000)

    # Another day, and without a network: nobody serves the site. Python finds the answers.
    with browsing(kind, program, profile, logs / "2.json", (800, 600)) as context:
        page = context.new_page()
        book = Open.at(page, url, ZERO).wait()
        # A folder of the learner's own is nothing that the host should have had.
        listing = "fetch('../api/contents/exercises/answers/all.json').then(a => a.json())"
        assert page.evaluate(listing) == {"content": []}
        schemas = "fetch('../build/schemas/all_federated.json').then(a => a.status)"
        assert page.evaluate(schemas) == 200
        # Python is new, and a cell far down misses what those above would have given it.
        book.run("ex-0-3-check")
        words = page.locator("#newsbook-words")
        expect(words).to_contain_text("Python does not know “check” yet.")
        words.get_by_role("button", name="Run the cells above").click()
        expect(book.widget("0.3")).to_be_visible()
        expect(words).not_to_contain_text("does not know")
        expect(book.cell("ex-0-3-check").locator(".jp-OutputArea")).not_to_contain_text("NameError")
        book.run("ex-0-3-answer")
        expect(book.widget("0.3").locator("input:checked")).to_have_count(1)
        book.run("ex-0-4-answer")
        expect(book.widget("0.4").locator(".nbk-note")).to_contain_text("saved")
        book.check("0.4")
        book.check("0.3")
        book.check("0.1")

        with served(site, port):
            book = Open.at(page, url, ONE).wait()
            book.run("setup")
            for exercise in exercises("1"):
                book.answer(exercise, *right_answer(exercise))
                book.check(exercise)
            with page.expect_download() as download:
                said = book.run("handin")
            name = download.value.suggested_filename
            expect(said).to_contain_text(f"{name} is in your browser's downloads")
            expect(said).to_contain_text("16 of 46 exercises have an answer.")
            (tmp_path / "in").mkdir()
            download.value.save_as(tmp_path / "in" / "grace.zip")
            # Once more, by the button; what the cell said is in the notebook now.
            with page.expect_download() as again:
                page.locator('[data-command="newsbook:hand-in"]').first.click()
                # The field keeps the focus, which JupyterLab would give back to the notebook.
                page.wait_for_timeout(300)
                page.keyboard.type("Ada L.")
                page.keyboard.press("Enter")
            assert (name, again.value.suggested_filename) == (
                "newsbook-handin-1.zip",
                "Ada-L_newsbook-handin-2.zip",
            )

            # The next student: all of it is handed in once more, and gone.
            page.goto(url)
            with page.expect_download() as last:
                page.get_by_role("button", name="Next student").click()
            last.value.save_as(tmp_path / "in" / last.value.suggested_filename)
            # What code of theirs put among the course's own files goes as well.
            names = page.evaluate(KEEP_ANOTHER)
            assert len(names) == 1, names
            with page.expect_navigation():
                page.get_by_role("button", name="Delete them").click()
            assert page.evaluate(IS_KEPT) is False
            book = Open.at(page, url, ZERO)
            expect(book.cell("ex-0-2-answer")).to_contain_text("put your answer here")

    unsafe = ["--unsafe"] if missing_protections() else []
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        words = [
            "grade",
            tmp_path / "in",
            "-o",
            tmp_path / "report",
            "--only",
            "00",
            "--only",
            "01",
        ]
        result = CliRunner().invoke(main, [*map(str, words), *unsafe])
    finally:
        os.chdir(before)
    assert result.exit_code == 0, result.output
    rows = json.loads((tmp_path / "report" / "grades.json").read_text())["submissions"]
    assert [row["student"] for row in rows] == ["Ada-L", "grace"]
    for row in rows:
        states = {name: found["state"] for name, found in row["exercises"].items()}
        assert len(states) == 16 and set(states.values()) == {"correct"}, states


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_start_page(site: Path, chromium: Browser, scheme: Literal["light", "dark"]) -> None:
    context = chromium.new_context(
        viewport={"width": 375, "height": 800}, color_scheme=scheme, service_workers="block"
    )
    page = context.new_page()
    try:
        with served(site) as url:
            # What is kept for later is for another test.
            page.route("**/offline.json", lambda route: route.abort())
            page.goto(url)
            page.evaluate("newsbookWords('test', 'Words, and what to do', [['Do', () => 0]])")
            assert complaints(page, "html") == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 375
            links = page.get_by_role("link").evaluate_all("all => all.map(a => a.href)")
            screenshot(page, f"site-start-{scheme}")
    finally:
        context.close()
    paths = [link.removeprefix(url).partition("?path=") for link in links]
    assert len(paths) == 12
    for app, _, notebook in paths:
        assert (site / app).is_file() and (site / "files" / notebook).exists(), (app, notebook)


def test_a_finger_opens_menus_and_guidelines(site: Path, chromium: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder, copy_function=os.link)
    # Without Python: all of this is the page's own.
    shutil.rmtree(folder / "static")
    context = chromium.new_context(
        has_touch=True, is_mobile=True, viewport={"width": 820, "height": 1100}
    )
    page = context.new_page()
    try:
        with served(folder) as url:
            book = Open.at(page, url, ONE)
            run = page.locator('[data-command="newsbook:run"]').first
            expect(run).to_have_text("▶ Run", timeout=60_000)
            box = run.bounding_box()
            assert box is not None and min(box["width"], box["height"]) >= 44
            expect(page.locator("html")).to_have_attribute(
                "data-newsbook", re.compile("open|ready")
            )
            page.locator(".lm-MenuBar-item", has_text="Edit").tap()
            page.locator('.lm-Menu-item[data-command="notebook:select-all"]').tap()
            expect(page.locator(".lm-Menu")).to_have_count(0)
            # JupyterLab draws a long notebook's cells one after another.
            expect(page.locator(".jp-Cell.jp-mod-selected")).to_have_count(len(book.ids))
            with context.expect_page() as opened:
                page.get_by_role("link", name="the guidelines").first.tap()
            expect(opened.value.locator("table").first).to_be_visible()
            assert opened.value.locator("textarea, [contenteditable]").count() == 0
    finally:
        context.close()


def test_a_new_version_keeps_what_a_learner_did(
    site: Path, chromium: Browser, tmp_path: Path, logs: Path
) -> None:
    program, folder = find_chromium()[0], tmp_path / "site"
    shutil.copytree(site, folder, copy_function=os.link)
    # Without Python: all of this is the page's own.
    shutil.rmtree(folder / "static")
    with (
        served(folder) as url,
        browsing(chromium.browser_type, program, tmp_path / "profile", logs / "1.json") as context,
    ):
        page = context.new_page()
        words = page.locator("#newsbook-words")
        new = page.locator(".jp-RenderedMarkdown").get_by_text("A word that is new")
        Open.at(page, url, ZERO).write("ex-0-2-answer", "# answer: 0.2\nheadline_length = 41 + 1")
        save(page, ZERO)
        # A link to what is saved here leads on in this tab, as any other.
        Open.at(page, url, LESSON)
        link = page.locator('.jp-RenderedMarkdown a[href^="blob:"]').first
        link.click()
        expect(page).to_have_url(re.compile(r"notebooks/index\.html\?path=exercises%2F"))
        assert len(context.pages) == 2  # with the empty one that the browser begins with
        Open.at(page, url, ONE).cell("setup").locator(".cm-content").click()
        save(page, ONE)
        # The host sends a file only if it is newer than what the browser has, and JupyterLite gives
        # all that it builds a date in 1980.
        newer = tmp_path / "newer"
        shutil.copytree(folder, newer, copy_function=os.link)
        for path in (ZERO, ONE):
            _new_version(newer, path)
        making._replace(folder, newer)

        # A page that was only saved: the new version takes its place.
        page.reload()
        expect(words).to_contain_text("This page was brought up to date.")
        expect(new).to_be_visible()

        # A page with an answer in it: the learner is asked.
        page.goto(f"{url}notebooks/index.html?path={ZERO}")
        expect(words).to_contain_text("There is a new version of this page.")
        expect(new).to_have_count(0)
        words.get_by_role("button", name="Update it, keep my answers").click()
        copy = re.compile(
            r"earlier versions/00_start_here \d{4}-\d\d-\d\d \d\d\.\d\d \(version .+\)\.ipynb"
        )
        expect(words).to_contain_text(copy)
        kept = copy.search(words.inner_text())
        assert kept
        expect(new).to_be_visible()
        expect(page.locator(".jp-Notebook")).to_contain_text("headline_length = 41 + 1")
        page.reload()
        expect(new).to_be_visible()
        expect(page.locator(".jp-Notebook")).to_contain_text("headline_length = 41 + 1")
        page.goto(f"{url}notebooks/index.html?path={kept[0]}")
        expect(page.locator(".jp-Notebook")).to_contain_text("headline_length = 41 + 1")
        expect(new).to_have_count(0)


def test_one_page_in_two_tabs(site: Path, chromium: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder, copy_function=os.link)
    # Without Python: all of this is the page's own.
    shutil.rmtree(folder / "static")
    context = chromium.new_context()
    one, two = context.new_page(), context.new_page()
    try:
        with served(folder) as url:
            first = Open.at(one, url, ZERO)
            expect(one.locator("html")).to_have_attribute("data-newsbook", "open")
            first.write("ex-0-2-answer", "# answer: 0.2\nheadline_length = 41 + 1")
            second = Open.at(two, url, ZERO)
            asks = two.get_by_role("dialog", name="This page is open in another tab already")
            expect(asks).to_be_visible()
            two.keyboard.press("Escape")
            expect(asks).to_be_visible()
            assert complaints(two, ".newsbook-asks") == []
            asks.get_by_role("button", name="Use it here").click()
            expect(asks).to_have_count(0)
            expect(second.cell("ex-0-2-answer")).to_contain_text("headline_length = 41 + 1")
            second.write("ex-0-2-answer", "# answer: 0.2\nheadline_length = 41 + 2")
            asks = one.get_by_role("dialog", name="You went on with this page in another tab")
            asks.get_by_role("button", name="Use it here").click()
            expect(first.cell("ex-0-2-answer")).to_contain_text("headline_length = 41 + 2")
            # A hand-in can be thought better of, before it has a name and while Python makes it.
            one.locator('[data-command="newsbook:hand-in"]').first.click()
            words = one.locator("#newsbook-words")
            words.get_by_role("button", name="Cancel").click()
            expect(words).not_to_contain_text("Your name")
            one.locator('[data-command="newsbook:hand-in"]').first.click()
            words.get_by_role("button", name="Hand in").click()
            expect(words).to_contain_text("Making the file to hand in")
            words.get_by_role("button", name="Cancel").click()
            expect(words).not_to_contain_text("hand in")
    finally:
        context.close()


def _new_version(folder: Path, path: str) -> None:
    """Change a notebook of a site, as a new version of the course would."""
    from newsbook.site.pages import MARK, course_files

    file, mark = folder / "files" / path, folder / MARK
    book = json.loads(file.read_text("utf-8"))
    book["cells"][0]["source"] += "\n\nA word that is new."
    ((_, data),) = course_files([(path, json.dumps(book).encode())])
    record = json.loads(mark.read_text("utf-8"))
    record["editions"][path] = json.loads(data)["metadata"]["newsbook"]["edition"]
    for one, text in ((file, data), (mark, json.dumps(record).encode())):
        one.unlink()  # it is a link to the site of the other tests
        one.write_bytes(text)
        os.utime(one, (315532800, 315532800))
