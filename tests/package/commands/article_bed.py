"""What the tests of `newsbook article` share: a text, and what files and notebooks hold."""

from newsbook.workbook.execute import run_notebook
from newsbook.workbook.notebooks import read_notebook

STORY = (
    "Harbour pumps fail, ‘nobody hurt’\r\n\r\nLEEDS, May 4 — The pumps failed on Monday, Dana "
    "Whitlock said. “It’s the third time,” she said. “We need new ones.” 😀\r\n\r\nThe U.S. firm "
    "Halvorsen Systems called the report “early.” Whitlock said that a two-day repair had begun."
)


def files_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def outputs(path):
    """What a notebook's cells show, run from first to last: texts by the id of the cell."""
    ran = run_notebook(read_notebook(path), path.parent, path.name)
    return {
        cell["id"]: "".join(
            out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell["outputs"]
        )
        for cell in ran["cells"]
        if cell["cell_type"] == "code"
    }
