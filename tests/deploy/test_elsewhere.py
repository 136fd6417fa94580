"""The files for other people's hubs: what can be told of them without Docker or Kubernetes."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import site
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT
from traitlets.config import Config

# Keys of the chart's schema that have meant the same since its version 1.
CHART = {
    "hub": {"config"},
    "singleuser": {"image", "cmd", "defaultUrl", "extraEnv", "storage", "memory"},
}
FIRST = "/lab/tree/notebooks/00_start_here.ipynb"


def test_the_charts_values_use_its_own_keys() -> None:
    values = yaml.safe_load((ROOT / "deploy/z2jh/values.yaml").read_text("utf-8"))
    assert {name: set(part) for name, part in values.items()} == CHART
    user = values["singleuser"]
    assert set(user["image"]) == {"name", "tag"}
    assert set(user["storage"]) == {"capacity", "homeMountPath"}
    assert user["defaultUrl"] == FIRST
    assert user["extraEnv"]["JUPYTERHUB_ROOT_DIR"].startswith(user["storage"]["homeMountPath"])
    # Nobody gets in by chance, with any name and no password.
    assert values["hub"]["config"]["JupyterHub"]["authenticator_class"] == "null"


def test_the_image_is_made_of_files_that_are_there() -> None:
    lines = re.sub(r"\\\n", " ", (ROOT / "deploy/z2jh/Dockerfile").read_text("utf-8"))
    copied = [line.split()[1:] for line in lines.splitlines() if line.startswith("COPY ")]
    names = [name for words in copied if words[0] != "--from=wheel" for name in words[:-1]]
    assert len(names) == 4
    for name in names:
        assert (ROOT / name).exists(), name
    values = yaml.safe_load((ROOT / "deploy/z2jh/values.yaml").read_text("utf-8"))
    assert f'CMD ["{values["singleuser"]["cmd"][0]}"' in lines
    assert os.access(ROOT / "deploy/start", os.X_OK)


@pytest.mark.parametrize("live", [True, False])
def test_the_littlest_jupyterhub_takes_its_snippet(
    live: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def account(name: str) -> Any:
        if not live:
            raise KeyError(name)
        return types.SimpleNamespace(pw_dir="/home/newsbook-class")

    monkeypatch.setattr(pwd, "getpwnam", account)
    theirs = Config()
    # As The Littlest JupyterHub has them already, when it comes to its snippets.
    theirs.JupyterHub.services = [{"name": "cull-idle"}]
    theirs.JupyterHub.load_roles = [{"name": "cull-idle"}]
    path = ROOT / "deploy/tljh/newsbook.py"
    exec(compile(path.read_text("utf-8"), path, "exec"), {"get_config": lambda: theirs})
    assert theirs.Spawner.cmd[0] == "/opt/newsbook/deploy/start"
    assert theirs.Spawner.default_url == FIRST
    services = [one["name"] for one in theirs.JupyterHub.services]
    roles = [one["name"] for one in theirs.JupyterHub.load_roles]
    if live:
        assert services == ["cull-idle", "newsbook"]
        assert roles == ["cull-idle", "user", "newsbook-teachers"]
    else:
        assert (services, roles) == (["cull-idle"], ["cull-idle"])
        assert "no account newsbook-class" in capsys.readouterr().out


def test_binder_builds_and_starts(tmp_path: Path) -> None:
    """In a clone and an environment of its own, which has what requirements.txt asks for."""
    clone, home, environment = (tmp_path / name for name in ("clone", "home", "environment"))
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    for name in filter(None, tracked):
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, clone / name, follow_symlinks=False)
    home.mkdir()
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    packages = next((environment / "lib").glob("python*")) / "site-packages"
    (packages / "theirs.pth").write_text("\n".join(site.getsitepackages()))

    def call(*words: str | Path) -> str:
        keep = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        keep |= {"HOME": str(home), "PATH": f"{environment / 'bin'}:{os.environ['PATH']}"}
        done = subprocess.run(words, cwd=clone, env=keep, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    # Nothing of it is missing, and nothing is of another version.
    wanted = call("pip", "install", "--dry-run", "--no-deps", "-r", ".binder/requirements.txt")
    assert "Would install" not in wanted
    call("./.binder/postBuild")
    said = call("./.binder/start", "sh", "-c", "pwd; command -v newsbook; ls notebooks")
    assert f"{home}/newsbook-workbook\n{environment}/bin/newsbook\n" in said
    assert "00_start_here.ipynb" in said
    assert not (home / "newsbook-workbook/solutions").exists()
    assert (clone / ".binder/runtime.txt").read_text().startswith("python-3.")
