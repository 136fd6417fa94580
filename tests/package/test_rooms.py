"""Imports go one way through the house, and there is no module that nobody asks for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from support import ROOT

PACKAGE = ROOT / "src" / "newsbook"
# From the ground up: a room may import those before it, inside a function too.
ROOMS = [
    "errors", "markup", "lazy", "spans", "charts", "views", "articles", "formats", "text",
    "scoring", "quote_scoring", "agreement", "quote_agreement", "desk", "exercises", "answers",
    "widgets", "workbook", "notebook", "pytest_plugin", "classroom", "grading", "live", "site",
    "cli",
]  # fmt: skip
# Doors to the outside: the command, pytest, nbgrader, a hub, what a zygote imports; and what only
# whoever measures asks for.
DOORS = {
    "newsbook.cli.__main__",
    "newsbook.pytest_plugin",
    "newsbook.grading.nbgrader",
    "newsbook.live.hub",
    "newsbook.workbook.warm.imports",
    "newsbook.quote_agreement",
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    )


# What stands in for other packages in the site's kernel is no part of this one.
FILES = {name_of(path): path for path in PACKAGE.rglob("*.py") if "standins" not in path.parts}


def imported(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports anywhere in it, those of a package's names too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in FILES)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            yield from (name for name in names if name in FILES)


@cache
def imports() -> dict[str, set[str]]:
    return {name: set(imported(path)) for name, path in FILES.items()}


def room_of(module: str) -> str:
    """`newsbook` itself is no room: it hands names on, and bears the version."""
    return module.split(".")[1] if "." in module else ""


def test_every_room_has_its_floor() -> None:
    assert {room_of(module) for module in FILES} - {""} == set(ROOMS)


def test_a_room_knows_only_of_those_below_it() -> None:
    up = [
        f"{module} imports {other}"
        for module, others in imports().items()
        for other in others
        if room_of(module) and room_of(other)
        if ROOMS.index(room_of(other)) > ROOMS.index(room_of(module))
    ]
    assert up == []


def test_every_module_is_asked_for() -> None:
    """By another, by its package's lazy names, or by its place, as an exercise's is."""
    asked = DOORS.union(*(others - {module} for module, others in imports().items()))
    lost = [
        name
        for name, path in FILES.items()
        if name not in asked and path.name != "__init__.py" and ".lesson_" not in name
    ]
    assert lost == []
    assert not [door for door in DOORS if door not in FILES]
