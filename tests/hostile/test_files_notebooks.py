"""Damaged notebooks: each fault, and the answers that are still found in it."""

from __future__ import annotations

import copy
import json
import random
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from newsbook.grading.intake import answers_in
from newsbook.grading.intake import cells as intake_cells
from newsbook.workbook import salvage as salvaging
from newsbook.workbook.graft import graft
from newsbook.workbook.salvage import salvage

PATH = ROOT / "solutions" / "01_tokenising.ipynb"
BYTES = PATH.read_bytes()
RIGHT = answers_in(BYTES, "book.ipynb").code


def book():
    return json.loads(BYTES)


def read(notebook):
    return answers_in(json.dumps(notebook).encode(), "book.ipynb")


def answer_of(notebook, exercise):
    """The answer cell of an exercise, and where it stands."""
    name = f"ex-{exercise.replace('.', '-')}-answer"
    return next((i, c) for i, c in enumerate(notebook["cells"]) if c.get("id") == name)


def test_a_sound_notebook_gives_what_a_check_takes_and_no_note():
    found = answers_in(BYTES, "book.ipynb")
    taken = {part.exercise: part.answer["source"] for part in graft(PATH)}
    assert found.code == {exercise: taken[exercise] for exercise in found.code}
    assert len(found.code) == 6 and all("answer: " in source for source in found.code.values())
    assert (found.notes, found.problem, found.kind) == ((), "", "solutions")


def test_a_missing_cell_is_missing_alone():
    notebook = book()
    del notebook["cells"][answer_of(notebook, "1.3")[0]]
    assert read(notebook).code == {k: v for k, v in RIGHT.items() if k != "1.3"}


def test_the_last_of_two_copies_counts_and_is_named():
    notebook = book()
    at, cell = answer_of(notebook, "1.3")
    second = {**cell, "id": "copied", "source": "# answer: 1.3\ntrim = 'the copy'"}
    notebook["cells"].insert(at + 1, second)
    found = read(notebook)
    assert found.code == RIGHT | {"1.3": second["source"]}
    (note,) = found.notes
    assert "answers 1.3 2 times" in note and f"cell {at + 2} counts" in note


def test_order_does_not_matter():
    notebook = book()
    random.Random(5).shuffle(notebook["cells"])
    assert read(notebook).code == RIGHT


@pytest.mark.parametrize(
    ("cell_type", "said"), [("markdown", "Markdown"), ("raw", "raw"), (7, "of no type")]
)
def test_a_retyped_cell_still_answers(cell_type, said):
    notebook = book()
    answer_of(notebook, "1.3")[1]["cell_type"] = cell_type
    found = read(notebook)
    assert found.code == RIGHT
    assert [note for note in found.notes if "1.3" in note and said in note]


def test_a_code_cell_counts_before_a_retyped_copy_that_comes_later():
    notebook = book()
    old = {"cell_type": "markdown", "metadata": {}, "source": "# answer: 1.3\nold"}
    notebook["cells"].append(old)
    assert read(notebook).code == RIGHT


def test_a_split_cell_is_joined_where_both_halves_bear_its_id():
    notebook = book()
    at, cell = answer_of(notebook, "1.3")
    lines = "".join(cell["source"]).splitlines(keepends=True)
    first = {**cell, "source": lines[:2]}
    second = {**copy.deepcopy(cell), "id": "new", "source": lines[2:]}
    notebook["cells"][at : at + 1] = [first, second]
    found = read(notebook)
    assert same_code(found.code["1.3"], RIGHT["1.3"]), found.code["1.3"]
    assert [note for note in found.notes if "1.3 goes on in cell" in note]


def test_a_split_cell_is_joined_where_the_second_half_is_bare():
    notebook = book()
    at, cell = answer_of(notebook, "1.3")
    lines = "".join(cell["source"]).splitlines(keepends=True)
    bare = {"cell_type": "code", "metadata": {}, "source": lines[2:]}
    assert lines[2].startswith(" "), "cut inside the function"
    notebook["cells"][at : at + 1] = [{**cell, "source": lines[:2]}, bare]
    assert same_code(read(notebook).code["1.3"], RIGHT["1.3"])
    # A scratch cell of one's own behind an answer is no half of it.
    notebook = book()
    notebook["cells"].insert(at + 1, {"cell_type": "code", "metadata": {}, "source": "print(3)"})
    assert read(notebook).code == RIGHT


def same_code(one, other):
    return [line for line in one.splitlines() if line.strip()] == [
        line for line in other.splitlines() if line.strip()
    ]


def test_merged_cells_are_parted_at_their_markers():
    notebook = book()
    at, first = answer_of(notebook, "1.3")
    after, second = answer_of(notebook, "1.5")
    first["source"] = "".join(first["source"]) + "\n" + "".join(second["source"])
    del notebook["cells"][after]
    found = read(notebook)
    assert {k: v.strip() for k, v in found.code.items()} == {k: v.strip() for k, v in RIGHT.items()}
    assert [note for note in found.notes if f"cell {at + 1} holds the answers to 1.3, 1.5" in note]


def test_an_answer_with_its_marker_twice_in_one_cell_is_one_answer():
    """A check runs the cell whole, so a grade does."""
    notebook = book()
    _, first = answer_of(notebook, "1.3")
    first["source"] = "# answer: 1.3\nimport string\n" + "".join(first["source"])
    found = read(notebook)
    assert found.code == {**RIGHT, "1.3": first["source"]}
    assert found.notes == ()


@pytest.mark.parametrize("left", ["id", "metadata", "marker"])
def test_one_of_three_marks_is_enough(left):
    notebook = book()
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if left != "id":
            cell["id"] = "rewritten"
        if left != "metadata":
            cell["metadata"] = {}
        if left != "marker" and source.startswith("# answer:"):
            cell["source"] = source.partition("\n")[2]
    found = read(notebook)
    bare = {k: v if left == "marker" else v.partition("\n")[2] for k, v in RIGHT.items()}
    assert found.code == bare


def test_without_any_mark_the_cell_is_pointed_at_and_not_taken():
    notebook = book()
    at, cell = answer_of(notebook, "1.3")
    source = "".join(cell["source"]).partition("\n")[2]
    notebook["cells"][at] = {"cell_type": "code", "metadata": {}, "source": source}
    found = read(notebook)
    assert "1.3" not in found.code and f"cell {at + 1} sets" in found.unmarked["1.3"]


def handed_out(name):
    return json.loads((ROOT / "exercises" / name).read_bytes())


@pytest.mark.parametrize("path", sorted((ROOT / "exercises").glob("*.ipynb")), ids=lambda p: p.stem)
def test_a_notebook_as_it_was_handed_out_has_nothing_odd(path):
    """A cell of 3.9 sets the name that 4.10 asks for, and one of 2.9 that of 3.7."""
    found = read(handed_out(path.name))
    assert (found.notes, found.unmarked, found.problem) == ((), {}, "")


def test_a_cell_counts_for_a_lost_one_only_in_its_lesson_and_where_it_was_touched():
    book = handed_out("03_quotes.ipynb")
    book["cells"].append({"cell_type": "code", "metadata": {}, "source": "reported = 3"})
    assert read(book).unmarked == {}
    book["cells"][-1]["source"] = "def full_name(name):\n    return name"
    cells = [c for c in book["cells"] if "3.7" not in "".join(c["source"])]
    assert list(read({**book, "cells": cells}).unmarked) == ["3.7"]
    book = handed_out("01_tokenising.ipynb")
    at, cell = answer_of(book, "1.3")
    blank = "".join(cell["source"]).partition("\n")[2]
    book["cells"][at] = {"cell_type": "code", "metadata": {}, "source": blank}
    assert read(book).unmarked == {}


def test_where_marks_disagree_the_marker_counts_and_is_named():
    notebook = book()
    answer_of(notebook, "1.3")[1]["id"] = "ex-1-5-answer"
    found = read(notebook)
    assert found.code == RIGHT
    assert [note for note in found.notes if "marker of 1.3 and the id of 1.5" in note]


def test_formats_3_and_4_0_are_read():
    notebook = book()
    for cell in notebook["cells"]:
        del cell["id"]
    notebook["nbformat_minor"] = 0
    assert read(notebook).code == RIGHT
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    half = len(notebook["cells"]) // 2
    sheets = [{"cells": notebook["cells"][:half]}, {"cells": notebook["cells"][half:]}]
    found = read({"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets})
    assert found.code == RIGHT and "format 3" in found.notes[0]


def test_of_a_truncated_notebook_the_whole_cells_are_read():
    sizes = []
    for cut in range(0, len(BYTES), 997):
        found = answers_in(BYTES[:cut], "book.ipynb")
        assert found.code.items() <= RIGHT.items()
        assert found.problem or "cut short" in found.notes[0]
        sizes.append(len(found.code))
    assert sizes == sorted(sizes) and sizes[0] == 0 and sizes[-1] == len(RIGHT)


def test_after_a_break_in_the_middle_the_later_cells_are_read():
    at = BYTES.index(b"# answer: 1.3")
    broken = BYTES[:at] + b'"\x00{[' + BYTES[at:]
    found = answers_in(broken, "book.ipynb")
    assert found.code == {k: v for k, v in RIGHT.items() if k != "1.3"}
    assert "broken" in found.notes[0]


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_other_encodings_are_read_and_named(encoding):
    notebook = book()
    answer_of(notebook, "1.3")[1]["source"] = "# answer: 1.3\nsign = 'é'"
    text = json.dumps(notebook, ensure_ascii=False).encode(encoding, errors="replace")
    found = answers_in(text, "book.ipynb")
    assert set(found.code) == set(RIGHT)
    assert "é" in found.code["1.3"] or encoding == "cp1252"
    assert len(found.notes) == 1


WRONG = [None, True, 3, -1e300, "x", [], {}, [[]], [None], {"a": []}]


def test_wrong_types_take_nothing_from_the_other_cells():
    for wrong in WRONG:
        notebook = book()
        _at, cell = answer_of(notebook, "1.5")
        for field in ("id", "metadata", "outputs", "execution_count"):
            cell[field] = wrong
        notebook["cells"] += [wrong, {"cell_type": "code", "source": wrong}, {"cell_type": wrong}]
        notebook["metadata"] = {"newsbook": wrong}
        assert read(notebook).code == RIGHT, wrong
        answer_of_13 = answer_of(notebook, "1.3")[1]
        answer_of_13["metadata"] = {"nbgrader": wrong, "tags": wrong}
        answer_of_13["source"] = wrong
        found = read(notebook)
        assert found.code.keys() | {"1.3"} == RIGHT.keys()
        for field in ("cells", "worksheets"):
            assert read({field: wrong, "metadata": wrong}).code == {}


def test_half_a_character_is_replaced():
    notebook = book()
    answer_of(notebook, "1.3")[1]["source"] = "# answer: 1.3\na = '\ud83d'"
    assert read(notebook).code["1.3"] == "# answer: 1.3\na = '?'"


# Bounds: each is hit by what is one too many, and by nothing less.


def test_a_notebook_of_200_megabytes_is_refused_by_its_size(monkeypatch):
    huge = bytes(200_000_000)
    start = time.process_time()
    assert "200,000,000 bytes, too many" in answers_in(huge, "huge.ipynb").problem
    assert time.process_time() - start < 1
    monkeypatch.setattr(salvaging, "MAX_BYTES", len(BYTES))
    assert answers_in(BYTES, "b").code == RIGHT
    assert "too many" in answers_in(BYTES + b" ", "b").problem


def test_a_notebook_of_brackets_alone_is_refused_before_it_is_parsed():
    many = b'{"cells": [' + b"{}," * 5_000_000 + b"{}]}"
    assert "brackets" in salvage(many).problem
    few = b'{"cells": [' + b"{}," * 50_000 + b"{}]}"
    assert len(salvage(few).cells) == salvaging.MAX_CELLS


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"cells": [', '{"cells": [{"source": ['])
def test_deep_nesting_gives_a_sentence(opening):
    for times in (10, 1_000, 100_000):
        found = salvage(('{"cells": [' + opening * times).encode())
        assert found.problem and not found.cells
    deep = book()
    whole = json.dumps(deep).replace('"outputs": []', '"outputs": ' + "[" * 5000 + "]" * 5000, 1)
    assert answers_in(whole.encode(), "b").code.items() <= RIGHT.items()
    assert answers_in(whole.encode(), "b").code, "other cells are read"


def test_breaks_are_gone_over_a_bounded_number_of_times(monkeypatch):
    broken = BYTES.replace(b'"outputs": []', b'"outputs": [}')
    start = time.process_time()
    answers_in(b'{"cells": [' + b'{"id": "' * 4_000_000, "b")
    assert time.process_time() - start < 10
    monkeypatch.setattr(salvaging, "MAX_BREAKS", 0)
    none_after = salvage(broken)
    monkeypatch.setattr(salvaging, "MAX_BREAKS", 1000)
    assert len(none_after.cells) < len(salvage(broken).cells)


def test_an_endless_answer_is_not_taken():
    for length, taken in ((intake_cells.MAX_SOURCE, True), (intake_cells.MAX_SOURCE + 1, False)):
        notebook = book()
        source = "# answer: 1.3\n".ljust(length, "#")
        answer_of(notebook, "1.3")[1]["source"] = source
        found = read(notebook)
        assert ("1.3" in found.code) is taken
        assert any("far more than an answer needs" in note for note in found.notes) is not taken


def test_of_a_hundred_thousand_cells_the_first_are_read():
    cell = {"cell_type": "code", "id": "ex-1-3-answer", "metadata": {}, "source": "x = 1\n" * 9}
    first = {**cell, "source": "# answer: 1.3\n"}
    start = time.process_time()
    found = read({"cells": [first] + [cell] * 100_000})
    assert time.process_time() - start < 5
    assert found.code["1.3"] and "100,001 cells; the first 5,000" in found.notes[0]
    bounded = read({"cells": [first] + [cell] * (salvaging.MAX_CELLS - 1)})
    assert not any("the first" in note for note in bounded.notes)


# Any bytes.

JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["cells", "source", "cell_type", "metadata", "id", "nbgrader", "input"])
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=8,
)


def sound(found):
    assert all(isinstance(source, str) and source.encode() for source in found.code.values())
    assert all(isinstance(note, str) for note in found.notes)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_answers_and_no_exception(data):
    sound(answers_in(data, "book.ipynb"))
    sound(answers_in(b'{"cells": [' + data, "book.ipynb"))


@settings(max_examples=100, deadline=None)
@given(JSONS, st.lists(JSONS, max_size=5))
def test_any_json_gives_answers_and_no_exception(value, cells):
    sound(read(value))
    sound(read({"cells": cells}))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_notebook_with_anything_in_it_gives_answers_and_no_exception(data):
    spoilt = bytearray(BYTES[:20_000])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(spoilt)))
        spoilt[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    sound(answers_in(bytes(spoilt), "book.ipynb"))


def test_a_cell_of_millions_of_markers_is_not_cut_up():
    """Each piece costs a note and a copy: of three million, gigabytes."""
    source = "# answer: 1.3\n" * 3_000_000
    data = json.dumps({"cells": [{"cell_type": "code", "source": source}]}).encode()
    tracemalloc.start()
    found = answers_in(data, "b")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.code == {} and "far more" in found.notes[0] and len(found.notes) == 1
    assert most < 8 * len(data)
