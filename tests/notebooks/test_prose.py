"""How lessons are written: short cells, short paragraphs, links that lead somewhere."""

import re

import pytest
from support import ROOT

from newsbook.workbook.notebooks import read_notebook

BOOKS = sorted(
    path for part in ("notebooks", "solutions") for path in (ROOT / part).glob("*.ipynb")
)
PAGES = [*BOOKS, *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"))]


def by_name(path):
    return f"{path.parent.name}/{path.name}"


def markdown_of(path):
    if path.suffix == ".md":
        return [path.read_text(encoding="utf-8")]
    return [c["source"] for c in read_notebook(path)["cells"] if c["cell_type"] == "markdown"]


def anchors(path):
    """The anchors of a page's headings, as JupyterLab makes them."""
    return {
        re.sub(r"\s+", "-", heading.strip())
        for text in markdown_of(path)
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }


@pytest.mark.parametrize("path", PAGES, ids=by_name)
def test_links_lead_somewhere(path):
    links = [link for text in markdown_of(path) for link in re.findall(r"\]\(([^)]+)\)", text)]
    for link in links:
        if re.match(r"https?:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


@pytest.mark.parametrize("path", BOOKS, ids=by_name)
def test_cells_and_paragraphs_are_short(path):
    for cell in read_notebook(path)["cells"]:
        if cell["cell_type"] == "code":
            # The marks around a solution are not its lines.
            lines = [line for line in cell["source"].splitlines() if line.strip(" #")]
            lines = [line for line in lines if not line.lstrip().startswith(("###", "# answer"))]
            solution = "### BEGIN SOLUTION" in cell["source"]
            assert len(lines) <= (20 if solution else 12), cell["id"]
        else:
            for paragraph in re.split(r"\n\n", cell["source"]):
                if not paragraph.startswith(("|", "-", "```")):
                    assert len(paragraph.split()) <= 80, cell["id"]


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=by_name)
def test_a_lesson_closes_on_the_ideas_it_opened_with(path):
    texts = markdown_of(path)
    opening = re.findall(r"^- \*\*(.+?)\*\*", texts[0], re.MULTILINE)
    closing = re.findall(r"^- \*\*(.+?)\*\*", texts[-1], re.MULTILINE)
    assert len(opening) == 3
    assert opening == closing
