"""Tests that share something dear run on one worker."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from sharing import GROUPS, GroupScheduling, group_of
from support import ROOT

TESTS = [
    "tests/browser/test_lab_choice.py::test_one",
    "tests/browser/test_site.py::test_pages[light]",
    "tests/package/test_many.py::test_numbers[1]",
    "tests/package/test_many.py::test_numbers[2]",
    "tests/package/test_many.py::test_numbers[a::b@c]",
    "tests/package/test_few.py::test_one",
    "tests/browser/test_lab_order.py::test_one[x]",
    "tests/browser/test_notebook7_and_voila.py::test_one",
    "tests/browser/test_lab_order.py::test_two",
]


class Worker:
    """A worker that runs nothing, as pytest-xdist knows it."""

    shutting_down = False

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.given: list[int] = []
        self.done = 0

    def send_runtest_some(self, indices: list[int]) -> None:
        self.given += indices

    def shutdown(self) -> None:
        self.shutting_down = True


def dealt(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> list[Worker]:
    """Two workers that have run `TESTS` side by side."""
    monkeypatch.setattr(pytestconfig.option, "tx", ["2*popen"])
    monkeypatch.setattr(pytestconfig.option, "loadscopereorder", True, raising=False)
    scheduler: Any = GroupScheduling(pytestconfig)
    workers = [Worker("gw0"), Worker("gw1")]
    for worker in workers:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, TESTS)
    scheduler.schedule()
    while any(worker.done < len(worker.given) for worker in workers):
        for worker in workers:
            if worker.done < len(worker.given):
                scheduler.mark_test_complete(worker, worker.given[worker.done])
                worker.done += 1
    return workers


def test_a_group_is_on_one_worker_and_the_longest_begins(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = dealt(pytestconfig, monkeypatch)
    assert sorted(n for worker in workers for n in worker.given) == list(range(len(TESTS)))
    groups = [list(dict.fromkeys(group_of(TESTS[n]) for n in w.given)) for w in workers]
    assert [each[0] for each in groups] == ["lab", "site"]
    assert sorted(groups[0] + groups[1]) == sorted({group_of(test) for test in TESTS})


def test_loadgroup_deals_out_groups(pytestconfig: pytest.Config) -> None:
    def make(dist: str) -> Any:
        option = SimpleNamespace(dist=dist, tx=["2*popen"])
        config = SimpleNamespace(option=option, getvalue=lambda name: getattr(option, name))
        return pytestconfig.hook.pytest_xdist_make_scheduler(config=config, log=None)

    pytest.importorskip("xdist")
    assert isinstance(make("loadgroup"), GroupScheduling)


def test_every_pattern_finds_files_and_no_file_is_in_two_groups() -> None:
    found = [
        path
        for patterns in GROUPS.values()
        for pattern in patterns
        for path in sorted(ROOT.glob(pattern)) or [pattern]
    ]
    assert all((ROOT / path).is_file() for path in found)
    assert len(found) == len(set(found))


def test_whatever_asks_for_the_lab_is_in_its_group() -> None:
    for path in (ROOT / "tests/browser").glob("test_*.py"):
        uses = re.search(
            r"^def test_[^:]*\b(lab_page|notebook|page|server)\b", path.read_text(), re.M
        )
        alone = group_of(f"{path.relative_to(ROOT)}::test") != "lab"
        assert not (uses and alone), path
