"""What a student installs: the workbook, all of it, and not one solution."""

import json
import os
import subprocess
import sys
import zipfile

import pytest
from support import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_the_workbook_and_the_package(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in ("seeds", "notebooks", "exercises"):
        for path in (ROOT / part).rglob("*"):
            inside = f"newsbook/data/{path.relative_to(ROOT).as_posix()}"
            ours = path.is_file() and "answers" not in path.parts
            if ours and ".ipynb_checkpoints" not in path.parts:
                assert inside in names
    assert "newsbook/answers/store.py" in names
    assert "newsbook/widgets/page/core.js" in names
    assert {n for n in names if n.startswith("newsbook/workbook/pristine/")}


def test_the_wheel_carries_no_solution_and_no_answer(wheel):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            assert "solutions" not in name
            assert "data/exercises/answers" not in name
            if name.endswith(".ipynb"):
                assert b"BEGIN SOLUTION" not in archive.read(name)
    # The lines of the solutions stand nowhere in it, in no file of any kind.
    secrets = []
    for path in (ROOT / "solutions").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if "### BEGIN SOLUTION" in source and "ask(" not in source:
                block = source.split("### BEGIN SOLUTION\n")[1].split("### END SOLUTION")[0]
                lines = [line.strip() for line in block.splitlines()]
                secrets.append([line for line in lines if len(line) > 25][-1:])
    held = b"".join(
        zipfile.ZipFile(wheel).read(name)
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith("newsbook/data/exercises") or "pristine" in name
    ).decode()
    assert len(secrets) >= 6
    for lines in secrets:
        for line in lines:
            assert json.dumps(line, ensure_ascii=False)[1:-1] not in held


def test_an_installed_newsbook_makes_a_workbook_and_checks_it(wheel, tmp_path):
    """Unpacked somewhere else, as pip would, it works without the checkout."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    env = os.environ | {"PYTHONPATH": str(site), "HOME": str(tmp_path), "NO_COLOR": "1"}

    def newsbook(*args, cwd):
        return subprocess.run(
            [sys.executable, "-m", "newsbook.cli", *args],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    made = newsbook("open", "--no-lab", str(tmp_path / "mine"), cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "mine/notebooks/00_start_here.ipynb").is_file()
    assert not (tmp_path / "mine/solutions").exists()
    for path in (tmp_path / "mine/notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not [cell for cell in cells if cell.get("outputs")], "predictions are not spoilt"
    checked = newsbook("check", "00", "--json", cwd=tmp_path / "mine")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    report = json.loads(checked.stdout)
    assert "not attempted" in json.dumps(report)
    where = subprocess.run(
        [sys.executable, "-c", "import newsbook; print(newsbook.__file__)"],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(site)), "it was the unpacked wheel that ran"
