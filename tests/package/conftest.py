"""A class on loopback, for every test of the live class."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from live_bed import Served


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
