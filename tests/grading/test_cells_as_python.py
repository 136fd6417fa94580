"""Cells run as in a notebook, though most are never looked through for magics."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbook.grading.runner import _NOT_PYTHON, _PROMPT, as_python, namespace, run_cell

CELLS = [
    "x = 1",
    "%time x = 1",
    "%%time\nx = 1",
    "  x = 1\n  y = 2",
    "\n\n    x = 1",
    ">>> x = 1",
    ">>> def f():\n...     return 1\n>>> x = f()",
    "In [3]: x = 1",
    "In [3]: def f():\n   ...:     return 1\nx = f()",
    "x = 1\nlen?",
    "x = 1\n!false",
    "y = !false\nx = 1",
    "y = %who\nx = 1",
    "x = (3\n%2)",
    "import asyncio\nawait asyncio.sleep(0)\nx = 1",
    "note = '''\n%time\nwhy?\n'''\nx = 1",
]


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_gives_what_a_notebook_gives(cell):
    names = namespace([])
    run_cell(cell, names)
    assert names["x"] == 1


@pytest.mark.parametrize("cell", ["def f(:", "x = = 1", "a b", "if x:\nreturn", "x = 'never"])
def test_what_is_no_python_is_a_syntax_error(cell):
    with pytest.raises(SyntaxError):
        run_cell(cell, namespace([]))


LINES = st.lists(
    st.text(st.sampled_from("x1 =+-(){}[]:.'\"#$@&|~^*<%!?,;/>\t\\") | st.characters(), max_size=9),
    max_size=4,
)


@pytest.mark.filterwarnings("ignore:.make_tokens_by_line")
@settings(max_examples=100, deadline=None)
@given(LINES)
def test_what_is_not_looked_through_has_nothing_in_it(lines):
    source = "\n".join(lines)
    if _NOT_PYTHON.search(source) or _PROMPT.search(source) or not source.strip():
        return
    assert bare(as_python(source)) == bare(source)


def bare(source: str) -> list[str]:
    """Its lines without white space that means nothing to Python."""
    return [line.rstrip() for line in source.strip().splitlines()]
