"""The documents name what there is: files, commands with their options, dependencies."""

import re
import shlex
import tomllib

import click
import pytest
from support import ROOT

from newsbook.cli.main import main

DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")),
    ROOT / "deploy" / "README.md",
    *sorted((ROOT / "notebooks" / "teachers_guide").glob("*.md")),
]
FOLDERS = ("deploy", "notebooks", "seeds", "solutions", "src", "tests", ".ci", ".binder")
KINDS = r"\.(?:py|js|css|html|md|txt|toml|ipynb|yaml)"
# Those that stand for any, and one that the worked example makes.
NOT_THERE = r"NAME\.|NN_|eMM\.|\*|e13_shouting"


def pieces_of_code(text):
    """What stands between backticks, and the lines of blocks of code."""
    block = r"^ *```\w*\n(.*?)^ *```$"
    for found in re.findall(block, text, re.MULTILINE | re.DOTALL):
        yield from found.splitlines()
    rest = re.sub(block, "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (" ".join(piece.split()) for piece in re.findall(r"`([^`]+)`", rest))


def files_there():
    """All files of the project's folders, as paths that begin with a slash."""
    paths = [*ROOT.glob("*"), *(path for f in FOLDERS for path in (ROOT / f).rglob("*"))]
    return [f"/{path.relative_to(ROOT).as_posix()}" for path in paths if path.is_file()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_that_are_named_are_there(path):
    """In ARCHITECTURE.md all of them, elsewhere those below the project's own folders."""
    there = files_there()
    words = {word for p in pieces_of_code(path.read_text("utf-8")) for word in p.split()}
    named = {word for word in words if re.fullmatch(rf"[\w./-]+{KINDS}", word)}
    named = {one for one in named if not re.search(NOT_THERE, one)}
    if whole := path.name == "ARCHITECTURE.md":
        assert len(named) > 80
    ours = tuple(f"{folder}/" for folder in FOLDERS)
    named = {one for one in named if whole or one.startswith(ours)}
    assert [one for one in sorted(named) if not any(p.endswith(f"/{one}") for p in there)] == []


def faults_of(line):
    """What is wrong with a command line of ours: a command or an option that there is not."""
    try:
        words = shlex.split(re.split(r"[;|&#]", line)[0], posix=True)
    except ValueError:  # a pattern or a poll, cut in two
        words = line.split()
    command = main
    for word in words[1:]:
        if word == "--":  # what follows is another program's
            return
        if isinstance(command, click.Group) and re.fullmatch("[a-z]+", word):
            if word not in command.commands:
                yield f"no command {word}: {line}"
                return
            command = command.commands[word]
        elif word.startswith("-"):
            known = {name for param in command.params for name in param.opts}
            if word.split("=")[0] not in known | {"--help", "-h"}:
                yield f"no option {word}: {line}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_commands_that_are_told_can_be_given(path):
    for piece in pieces_of_code(path.read_text(encoding="utf-8")):
        if re.match(r"(\.venv/bin/)?newsbook(?: |$)", piece):
            assert list(faults_of(piece)) == []


def test_a_wrong_command_is_found():
    assert list(faults_of("newsbook grad class.zip")) == [
        "no command grad: newsbook grad class.zip"
    ]
    (fault,) = faults_of("newsbook article export story --from brat")
    assert fault.startswith("no option --from")
    assert list(faults_of("newsbook open -- --port=9000")) == []


def test_each_dependency_has_its_reason_and_none_is_stale():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.split("\n## Dependencies, and why each\n")[1].split("\n## ")[0]
    needed, extras = re.findall(r"^\|.*?\n\|---.*?\n(.*?)\n\n", section, re.MULTILINE | re.DOTALL)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def names(lines):
        return {re.match(r"[a-z0-9-]+", line).group() for line in lines}

    told = {name for row in needed.splitlines() for name in row.split("|")[1].strip().split(", ")}
    assert told == names(project["dependencies"])
    rows = {row.split("|")[1].strip(" `"): row.split("|")[2] for row in extras.splitlines()}
    assert rows.keys() == project["optional-dependencies"].keys()
    for extra, lines in project["optional-dependencies"].items():
        for name in names(lines) - {"newsbook"}:
            assert re.search(rf"\b{name}\b", rows[extra]), f"{extra}: {name}"
