"""Which test files share a worker, and which begin first.

A file's tests stay together, since what they stand on is made once a file; files that share
something dear, or that would disturb each other, stay together too. ``--dist loadgroup`` asks for
that, with the groups listed here: pytest-xdist 3.8 takes groups from marks by changing the tests'
ids, which pytest 9.2 no longer lets it, and then deals out every test by itself without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatch

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

GROUPS: dict[str, tuple[str, ...]] = {
    # One JupyterLab and one page of it.
    "lab": ("tests/browser/test_lab_*.py", "tests/browser/test_notebook7_and_voila.py"),
    "site": ("tests/browser/test_site.py",),
    # Whole classes in sandboxes, which are given all of the machine that there is.
    "sandbox": (
        "tests/grading/test_cluster.py",
        "tests/grading/test_grade_command.py",
        "tests/grading/test_grading.py",
        "tests/grading/test_made_up_class.py",
        "tests/grading/test_nbgrader.py",
        "tests/hostile/test_code.py",
        "tests/hostile/test_off_limits.py",
        "tests/hostile/test_walls*.py",
    ),
    # Files that take long: the short ones come last, so that the workers end together.
    "checks": ("tests/grading/test_checks.py",),
    "nbval": ("tests/notebooks/test_nbval.py",),
    "hub": ("tests/deploy/test_hub.py",),
    "class": ("tests/browser/test_class_live.py",),
}
"""Patterns of files by group; the groups that take longest are first."""


def group_of(test: str) -> str:
    """The group of a test's file, or the file itself where it is in none.

    Args:
        test: The test's id, as pytest writes it.
    """
    path = test.partition("::")[0]
    for group, patterns in GROUPS.items():
        if any(fnmatch(path, pattern) for pattern in patterns):
            return group
    return path


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Deals out groups and files whole, in the order of `GROUPS`."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        # `schedule` has put units with many tests first, which says little of how long they take.
        rank: Callable[[str], int] = [*GROUPS].index
        if first := min((unit for unit in self.workqueue if unit in GROUPS), key=rank, default=""):
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)
