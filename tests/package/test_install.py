"""What a bare machine is told to run: README, CI script and pinned requirements agree."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (
    "python3 -m venv .venv && .venv/bin/python -m pip install -q -r requirements.txt && "
    ".venv/bin/python -m pip install -q --no-deps --no-build-isolation -e . && "
    ".venv/bin/python -m pytest -n 2 --dist loadgroup"
)


def test_the_readme_has_the_command_as_one_line_of_code():
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert COMMAND in [line.strip().strip("`") for line in lines]


def test_ci_runs_the_readmes_command_and_is_a_script():
    script = ROOT / ".ci" / "run"
    assert script.read_text("utf-8").splitlines()[-1] == COMMAND
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0


def test_every_requirement_is_pinned_and_hashed():
    text = (ROOT / "requirements.txt").read_text("utf-8")
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    entries = [entry for entry in re.split(r"\n(?=\S)", body.strip()) if entry]
    for entry in entries:
        first = entry.splitlines()[0]
        assert re.match(r"[a-z0-9.-]+==\d[\w.!+]*( ;| \\)", first), first
        assert not re.match(r"[a-z0-9.-]+==[\d.]*\d(a|b|rc|\.dev)\d", first), first
        assert "--hash=sha256:" in entry
    assert len(entries) > 100
    # No line sets where packages come from: that is each machine's own business.
    assert not re.search(r"^\s*--?(index|extra-index|find|trusted|i |f )", text, re.MULTILINE)
    assert "://" not in text


def test_the_requirements_cover_what_the_project_asks_for():
    """Each dependency, and those of the tests, what an install builds with among them."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["test"]
    text = (ROOT / "requirements.txt").read_text("utf-8")
    pinned = dict(re.findall(r"^([a-z0-9.-]+)==([\w.]+)", text, re.MULTILINE))
    for line in asked:
        name = re.match(r"[A-Za-z0-9._-]+", line).group().lower()
        assert name in pinned, f"{name}: make requirements.txt anew, as its first lines say"
        for sign, bound in re.findall(r"(>=|<)\s*([\d.]+)", line):
            have, limit = (
                tuple(int(p) for p in re.findall(r"\d+", v)) for v in (pinned[name], bound)
            )
            assert have >= limit if sign == ">=" else have < limit, line
