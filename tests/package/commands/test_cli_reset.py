"""`newsbook reset`: one exercise afresh, its old answer kept, every other byte as it was."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_workbook import BLANK, SECOND, WRONG

from newsbook.answers import AnswerSlot, read_progress
from newsbook.workbook import resetting
from newsbook.workbook.surgery import cell_places, insert_cell, replace_cell

# A file as other programs may write it: odd indents, escapes, keys out of order, unknown keys.
ODD = (
    '{ "nbformat":4,\n\t"nbformat_minor": 5, "metadata": {"cells": [1, 2]}, "cells":[\n'
    '{"source":["## 0.2 Answer in code\\n","caf\\u00e9"],"cell_type":"markdown","id":"a",'
    '"metadata":{}},'
    ' null, {"id":"b","cell_type":"code","source":"# answer: 0.2\\nheadline_length = 7",'
    '"outputs":[{"name":"stdout","output_type":"stream","text":"x"}],"metadata":{"tags":["mine"]},'
    '"execution_count":3},{"cell_type":"code","id":"c","outputs":[],"execution_count":null,'
    '"metadata":{},"source":"check(\\"0.2\\")"} ] }'
)


def sources(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"] if cell]


def test_a_code_answer_is_kept_aside_and_only_its_cell_changes(run, bed):
    bed.answer(WRONG)
    before = bed.first.read_text("utf-8")
    result = run("reset", "0.2", "--yes")
    assert result.exit_code == 0
    assert (bed.answers / "0.2.old-1.py").read_text("utf-8") == f"{WRONG}\n"
    assert "exercises/answers/0.2.old-1.py" in result.output
    assert "File > Reload Notebook from Disk" in result.output
    # The bed writes as Jupyter does, so the whole file must be what it was at the start.
    assert bed.first.read_bytes() == (bed.packaged / "exercises" / bed.first.name).read_bytes()
    assert before != bed.first.read_text("utf-8")


def test_in_an_oddly_written_file_every_other_byte_stays(run, bed):
    bed.first.write_text(ODD, "utf-8")
    assert run("reset", "0.2", "--yes").exit_code == 0
    after = bed.first.read_text("utf-8")
    start, end = cell_places(ODD)[2]
    assert after.startswith(ODD[:start]) and after.endswith(ODD[end:])
    cell = json.loads(after)["cells"][2]
    assert "".join(cell.pop("source")) == BLANK
    assert cell == {
        "id": "b", "cell_type": "code", "outputs": [], "metadata": {"tags": ["mine"]},
        "execution_count": None,
    }  # fmt: skip


def test_the_same_answer_is_kept_once_and_another_beside_it(run, bed):
    for source in (WRONG, WRONG, "# answer: 0.2\nheadline_length = 1"):
        bed.answer(source)
        run("reset", "0.2", "--yes")
    kept = sorted(path.name for path in bed.answers.glob("*.py"))
    assert kept == ["0.2.old-1.py", "0.2.old-2.py"]


def test_nothing_to_reset_says_so_and_changes_nothing(run, bed, snapshot):
    before = snapshot(bed.root)
    result = run("reset", "0.2", "--yes")
    assert result.exit_code == 0 and "nothing to reset" in result.output
    assert snapshot(bed.root) == before


def test_a_widget_answer_is_set_aside_and_the_progress_note_goes(run, bed, snapshot):
    AnswerSlot("0.1", bed.answers).save({"tries": {"a": ["9"]}})
    run("hint", "0.1")
    notebook = (bed.root / "exercises" / SECOND).read_bytes()
    old = (bed.answers / "0.1.json").read_bytes()
    result = run("reset", "0.1", "--yes")
    assert (bed.answers / "0.1.old-1.json").read_bytes() == old
    assert not (bed.answers / "0.1.json").exists()
    assert read_progress("0.1", bed.answers).hints == 0
    assert "0.1.old-1.json" in result.output
    assert (bed.root / "exercises" / SECOND).read_bytes() == notebook


@pytest.mark.parametrize("lost", [["answer"], ["check"], ["answer", "check"], ["answer", "task"],
                                  ["task", "answer", "check"]])  # fmt: skip
def test_missing_cells_come_back_in_their_place(run, bed, lost):
    record = json.loads(bed.first.read_bytes())
    record["cells"] = [
        cell for cell in record["cells"] if cell["id"] not in [f"ex-0-2-{role}" for role in lost]
    ]
    bed.first.write_text(json.dumps(record), "utf-8")
    result = run("reset", "0.2", "--yes")
    assert result.exit_code == 0 and "is back in" in result.output
    ids = [cell["id"] for cell in json.loads(bed.first.read_bytes())["cells"]]
    wanted = [f"ex-0-2-{role}" for role in ("task", "answer", "check")]
    assert ids == ["setup", *(w for w in wanted if w != "ex-0-2-task" or "task" not in lost)]
    # The check cell that comes back does not show the verdict on a right answer.
    assert b"correct" not in bed.first.read_bytes()
    assert run("reset", "0.2", "--yes").output.endswith("nothing to reset.\n")


def test_a_cell_whose_marker_was_changed_keeps_its_id_to_itself(run, bed):
    bed.answer("# answer: 0.3\nmine = 1")
    run("reset", "0.2", "--yes")
    cells = json.loads(bed.first.read_bytes())["cells"]
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)
    assert ["".join(c["source"]) for c in cells if "answer:" in "".join(c["source"])][::-1] == [
        "# answer: 0.3\nmine = 1",
        BLANK,
    ]


def test_before_notebook_format_4_5_a_cell_has_no_id(run, bed):
    record = json.loads(bed.first.read_bytes()) | {"nbformat_minor": 4}
    record["cells"] = [{k: v for k, v in c.items() if k != "id"} for c in record["cells"][:2]]
    bed.first.write_text(json.dumps(record), "utf-8")
    run("reset", "0.2", "--yes")
    assert not any("id" in cell for cell in json.loads(bed.first.read_bytes())["cells"])


def test_of_two_copies_of_the_cell_the_one_that_counts_is_reset(run, bed):
    record = json.loads(bed.first.read_bytes())
    first = record["cells"][2] | {"id": "copy", "source": ["# answer: 0.2\n", "mine = 1"]}
    last = record["cells"][2] | {"source": ["# answer: 0.2\n", "mine = 2"]}
    record["cells"][2:3] = [first, last]
    bed.first.write_text(json.dumps(record), "utf-8")
    result = run("reset", "0.2", "--yes")
    assert sources(bed.first)[2:4] == ["# answer: 0.2\nmine = 1", BLANK]
    assert "Another cell" in result.output


def test_it_asks_first(run, bed, monkeypatch, snapshot):
    bed.answer(WRONG)
    before = snapshot(bed.root)
    from click.testing import _NamedTextIOWrapper

    monkeypatch.setattr(_NamedTextIOWrapper, "isatty", lambda self: True, raising=False)
    assert sys.stdin is not None
    result = run("reset", "0.2", input="n\n")
    assert result.exit_code == 0 and "Nothing was changed." in result.output
    assert snapshot(bed.root) == before
    assert "is as it was handed out" in run("reset", "0.2", input="y\n").output


def test_a_write_that_fails_leaves_the_notebook_as_it_was(run, bed, refused, monkeypatch):
    bed.answer(WRONG)
    before = bed.first.read_bytes()

    def full(path, data):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(resetting, "write_whole", full)
    refused(run("reset", "0.2", "--yes"), "No space left")
    assert bed.first.read_bytes() == before
    assert (bed.answers / "0.2.old-1.py").is_file()


def test_a_broken_notebook_is_refused_and_can_be_put_back_whole(run, bed, refused):
    bed.first.write_bytes(b'{"cells": [')
    AnswerSlot("0.1", bed.answers).save({"tries": {"a": ["9"]}})
    refused(run("reset", "0.2", "--yes"), "JSON is broken", "newsbook reset 00")
    assert bed.first.read_bytes() == b'{"cells": ['
    result = run("reset", "00", "--yes")
    assert result.exit_code == 0
    assert bed.first.read_bytes() == (bed.packaged / "exercises" / bed.first.name).read_bytes()
    assert (bed.answers / "00_start_here.old-1.ipynb").read_bytes() == b'{"cells": ['
    assert (bed.answers / "0.1.json").is_file()
    assert "nothing to reset" in run("reset", "00", "--yes").output


def test_a_missing_notebook_is_told(run, bed, refused):
    bed.first.unlink()
    refused(run("reset", "0.2", "--yes"), "is not there")


# The surgery itself.

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v), max_leaves=5
)
some_cells = st.lists(st.dictionaries(st.text(), values, max_size=3), max_size=4)


@given(some_cells, st.dictionaries(st.text(), values, max_size=3), st.sampled_from([None, 0, 3]))
def test_places_are_those_of_the_cells_however_the_file_is_written(cells, others, indent):
    record = others | {"cells": cells}
    text = json.dumps(record, indent=indent, ensure_ascii=indent == 0)
    places = cell_places(text)
    if cells:
        assert [json.loads(text[start:end]) for start, end in places] == cells
    else:
        assert len(places) == 1 and places[0][0] == places[0][1]
    new = {"source": "one\ntwo", "id": "\ud800"}
    lined = {"source": ["one\n", "two"], "id": "\ud800"}
    for index in range(len(cells) + 1):
        after = insert_cell(text, index, new)
        assert json.loads(after) == record | {"cells": [*cells[:index], lined, *cells[index:]]}
        after.encode()
    for index in range(len(cells)):
        after = json.loads(replace_cell(text, index, new))
        assert after == record | {"cells": [*cells[:index], lined, *cells[index + 1 :]]}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"a": 1}', '{"cells": 1}', "{", '{"cells": [1'])
def test_what_is_no_notebook_has_no_places(text):
    with pytest.raises(ValueError):
        cell_places(text)
