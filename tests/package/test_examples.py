"""The examples in docstrings are true, in every module of the package."""

import doctest
import importlib
import pkgutil

import pytest

import newsbook

MODULES = [
    info.name
    for info in pkgutil.walk_packages(newsbook.__path__, "newsbook.")
    if not info.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSBOOK_ANSWERS", str(tmp_path))
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name))]
    assert sum(bool(test.examples) for test in found) > 20
