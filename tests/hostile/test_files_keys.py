"""Files whose JSON is small and whose objects are many: not parsed, or not over and over."""

from __future__ import annotations

import json
from json import JSONDecoder
from typing import Any

import pytest

from newsbook.answers.files import NotReadable
from newsbook.grading.intake import stored
from newsbook.grading.intake.cells import answers_in
from newsbook.grading.intake.stored import stored_answer
from newsbook.workbook import salvage as salvaging

CELL = {"cell_type": "code", "source": "# answer: 1.3\nx = 1", "metadata": {}, "outputs": []}


def with_keys(count: int, **how: Any) -> str:
    keys = {f"{n:x}": 0 for n in range(count)}
    return json.dumps({"cells": [CELL], "metadata": keys}, **how)


@pytest.mark.parametrize("how", [{}, {"indent": 1}, {"separators": (",", " :")}])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-32"])
def test_a_notebook_of_too_many_keys_is_not_parsed(
    monkeypatch: pytest.MonkeyPatch, how: dict[str, Any], encoding: str
) -> None:
    monkeypatch.setattr(salvaging, "MAX_KEYS", 400)
    few, many = (with_keys(count, **how).encode(encoding) for count in (150, 401))
    assert answers_in(few, "b").code == {"1.3": CELL["source"]}
    parsed = []
    monkeypatch.setattr(json, "loads", parsed.append)
    assert answers_in(many, "b").problem == "b has far too many keys for a notebook."
    assert not parsed


def test_the_bound_on_keys_is_far_from_any_notebook() -> None:
    # Text of a cell or an output may have all the colons and quotes it likes.
    source = '# answer: 1.3\n# "a": b\n'
    text = json.dumps({"cells": [{**CELL, "source": source, "outputs": ['x: "' * 500_000]}]})
    assert answers_in(text.encode(), "b").code == {"1.3": source}


def test_what_is_broken_is_not_read_over_and_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of 25 cells begins in the one before it, and none ends."""
    tries: list[int] = []

    class Counting(JSONDecoder):
        def raw_decode(self, s: str, idx: int = 0) -> tuple[Any, int]:
            tries.append(idx)
            return super().raw_decode(s, idx)

    monkeypatch.setattr(salvaging, "JSONDecoder", Counting)
    nested = '{"cell_type": "code", "metadata": {"a": [' * 25
    whole = json.dumps(CELL)
    found = answers_in(f'{{"cells": [{whole}, {nested}{"[0], " * 20_000}'.encode(), "b")
    assert found.code == {"1.3": CELL["source"]}
    # The whole one, then the first that is broken and the one in it.
    assert len(tries) == 3
    # Short breaks cost little, and what is behind them is read.
    tries.clear()
    short = '{"cell_type": "code", "metadata": ?}, ' * 10
    found = answers_in(f'{{"cells": [{short}{whole}]}}'.encode(), "b")
    assert found.code == {"1.3": CELL["source"]} and len(tries) == 12


@pytest.mark.parametrize("part", ["[]", "{}", "0", '{"a": 1}'])
def test_an_answer_of_too_many_parts_is_not_parsed(part: str) -> None:
    def answer(count: int) -> bytes:
        many = ",".join([part] * count)
        return f'{{"format": 1, "exercise": "1.1", "answer": [{many}]}}'.encode()

    assert len(stored_answer(answer(10_000))[1]) == 10_000
    with pytest.raises(NotReadable, match="far more parts than any answer"):
        stored_answer(answer(stored.MAX_PARTS))
