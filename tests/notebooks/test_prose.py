"""How lessons are written: short cells, short paragraphs, charts in words, links that lead on."""

import re

import pytest
from support import ROOT

from newsbook.exercises import exercises_of
from newsbook.workbook.demos import demo_paths
from newsbook.workbook.notebooks import read_notebook

LESSONS = sorted((ROOT / "notebooks").glob("0*.ipynb"))
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
DEMOS = demo_paths(ROOT)
GLOSSARY = ROOT / "notebooks" / "glossary.ipynb"
BOOKS = [*LESSONS, *SOLUTIONS, *DEMOS, GLOSSARY]
GUIDES = sorted((ROOT / "notebooks" / "teachers_guide").glob("*.md"))
# Read where the project is kept, rather than in JupyterLab.
DOCUMENTS = [
    path
    for folder in (".", "deploy", "seeds", "seeds/practice", "solutions/hidden")
    for path in sorted((ROOT / folder).glob("*.md"))
]
PAGES = [
    *BOOKS,
    *sorted((ROOT / "exercises").glob("*.ipynb")),
    *GUIDES,
    *DOCUMENTS,
]
MOST_LINES, MOST_LINES_OF_A_SOLUTION, MOST_WORDS = 12, 20, 80
PLOTLY = "application/vnd.plotly.v1+json"


def by_name(path):
    return f"{path.parent.name}/{path.name}"


def markdown_of(path):
    if path.suffix == ".md":
        return [path.read_text(encoding="utf-8")]
    return [c["source"] for c in read_notebook(path)["cells"] if c["cell_type"] == "markdown"]


def anchor_of(heading):
    """A heading's anchor, as JupyterLab makes it."""
    return re.sub(r"\s+", "-", heading.strip())


def hosts_anchor_of(heading):
    """A heading's anchor, as hosts of code make it."""
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path):
    """The anchors of a page's headings, as made where the page is read."""
    make = hosts_anchor_of if path in DOCUMENTS or path in GUIDES else anchor_of
    return {
        make(heading)
        for text in markdown_of(path)
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }


def links_of(path):
    """Each link of a page that leads to a file or a heading of ours: file and anchor."""
    for text in markdown_of(path):
        for link in re.findall(r"\]\(([^)]+)\)", text):
            if not re.match(r"https?:", link):
                name, _, anchor = link.partition("#")
                yield (path.parent / name).resolve() if name else path, anchor


@pytest.mark.parametrize("path", PAGES, ids=by_name)
def test_links_lead_somewhere(path):
    for target, anchor in links_of(path):
        assert target.exists(), target
        if anchor:
            assert anchor in anchors(target), f"{target.name}#{anchor}"


@pytest.mark.parametrize("path", [p for p in LESSONS if exercises_of(p.stem)], ids=by_name)
def test_a_lesson_leads_to_each_of_its_exercises(path):
    own = (ROOT / "exercises" / path.name).resolve()
    assert own.is_file()
    linked = {anchor for target, anchor in links_of(path) if target == own}
    if path.stem.startswith("00"):
        assert linked == {""}, "the first page leads to its exercises as a whole"
        return
    wanted = {anchor_of(f"{each.id} {each.title}") for each in exercises_of(path.stem)}
    assert linked - {""} == wanted
    # And the link's text is the exercise's number.
    for text in markdown_of(path):
        for number, anchor in re.findall(r"\[(\d+\.\d+)\]\([^)#]*#([^)]+)\)", text):
            assert anchor.startswith(f"{number}-"), anchor


def paragraphs(text):
    """The paragraphs of a cell, headings and items of lists as well; no tables and no code."""
    for block in re.split(r"\n\s*\n", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if not block.lstrip().startswith("|"):
            yield from re.split(r"\n(?=\s*(?:[-*] |\d+\. ))", block)


@pytest.mark.parametrize("path", BOOKS, ids=by_name)
def test_cells_and_paragraphs_are_short(path):
    for cell in read_notebook(path)["cells"]:
        if cell["cell_type"] == "code":
            # The marks around a solution are not its lines.
            lines = [line for line in cell["source"].splitlines() if line.strip(" #")]
            lines = [line for line in lines if not line.lstrip().startswith(("###", "# answer"))]
            solution = "### BEGIN SOLUTION" in cell["source"]
            assert len(lines) <= (MOST_LINES_OF_A_SOLUTION if solution else MOST_LINES), cell["id"]
        else:
            for paragraph in paragraphs(cell["source"]):
                assert len(paragraph.split()) <= MOST_WORDS, (cell["id"], paragraph)


def test_paragraphs_are_told_apart():
    text = "# A\n\none two\nthree\n\n- four\n- five six\n\n| no | no |\n\n```\nno\n```"
    assert list(filter(None, paragraphs(text))) == ["# A", "one two\nthree", "- four", "- five six"]


@pytest.mark.parametrize("path", LESSONS, ids=by_name)
def test_a_lesson_closes_on_the_ideas_it_opened_with(path):
    texts = markdown_of(path)
    opening = re.findall(r"^- \*\*(.+?)\*\*", texts[0], re.MULTILINE)
    closing = re.findall(r"^- \*\*(.+?)\*\*", texts[-1], re.MULTILINE)
    assert len(opening) == 3
    assert opening == closing


def title_text(title):
    return title.get("text", "") if isinstance(title, dict) else title or ""


def faults_of_figure(output, following):
    """What a stored figure lacks for who sees it, and for who does not."""
    figure = output["data"][PLOTLY]
    layout = figure["layout"]
    if not title_text(layout.get("title")):
        yield "no title"
    shown = [name for name in layout if re.fullmatch(r"[xy]axis\d*", name)]
    if not any(name.startswith("x") for name in shown):
        yield "no axis"
    for name in shown:
        axis = layout[name]
        # An axis of names, without a scale, is told by what stands above it.
        notes = [note for note in layout.get("annotations", []) if note.get("text")]
        if not title_text(axis.get("title")) and not ("ticktext" in axis and notes):
            yield f"{name} has no title"
    spoken = output["data"].get("text/plain", "")
    if len(spoken.split()) < 8:
        yield f"no alt text but {spoken!r}"
    if "*What to see:*" not in following:
        yield "no sentence that begins “What to see”"


@pytest.mark.parametrize("path", LESSONS, ids=by_name)
def test_every_figure_can_be_read_and_is_read(path):
    cells = read_notebook(path)["cells"]
    for number, cell in enumerate(cells):
        for output in cell.get("outputs", []):
            if PLOTLY in output.get("data", {}):
                texts = [c["source"] for c in cells[number + 1 :] if c["cell_type"] == "markdown"]
                faults = list(faults_of_figure(output, "".join(texts[:1])))
                assert faults == [], cell["id"]


def test_a_figure_that_says_nothing_is_found():
    bare = {"data": {PLOTLY: {"layout": {"xaxis": {}}}, "text/plain": "Figure()"}}
    assert len(list(faults_of_figure(bare, "Look."))) == 4
