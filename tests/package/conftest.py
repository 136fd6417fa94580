"""What several of these tests are given: an article to spoil, a class on loopback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_bed import Served

from newsbook.articles import seeds_folder


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the practice article, which has something of everything, to be spoilt."""
    copy = tmp_path / "harbour_bridge"
    shutil.copytree(seeds_folder() / "practice" / "harbour_bridge", copy)
    return copy


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A class for tests that leave nothing behind in it."""
    made = Served(tmp_path_factory.mktemp("live") / "a.newsclass")
    yield made
    made.stop()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A class of the test's own."""
    made = Served(tmp_path / "a.newsclass")
    yield made
    made.stop()
