"""What several hostile tests are given: a class of files, a sandbox that has to live on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from class_files import lay, zip_of
from sandboxed import RIGHT, run
from support import solved_copy

from newsbook.grading.sandbox import Sandbox
from newsbook.workbook.handin import make_handin


@pytest.fixture(scope="session")
def handin(tmp_path_factory):
    """Our own hand-in, of everything answered rightly."""
    root = tmp_path_factory.mktemp("book")
    solved_copy(root)
    return make_handin(root).path


@pytest.fixture(params=["folder", "zip"])
def shape(request, tmp_path):
    """A class as a folder, and the same as one zip file."""

    def make(files):
        folder = lay(tmp_path / "class", files)
        return folder if request.param == "folder" else zip_of(folder, tmp_path / "class.zip")

    return make


@pytest.fixture
def living(sandbox: Sandbox) -> Iterator[Sandbox]:
    """The sandbox, which has to be the same process afterwards, and still do its work."""
    before = sandbox._process
    yield sandbox
    assert sandbox._process is before
    assert run(sandbox, RIGHT).observations["1.3"] == {"cases": [{"value": [4, 9]}]}
