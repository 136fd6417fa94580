"""Find a Chromium for the browser tests; there is always one, or the tests fail and say why."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class NoBrowser(RuntimeError):
    """No browser could be had. The message lists what was tried."""


def find_chromium() -> tuple[str, str]:
    """The path of a Chromium or Chrome, installed first where need be, and whence it came.

    Tried in order: the environment variable NEWSBOOK_CHROMIUM; the system's; as root on Debian or
    Ubuntu `apt-get install chromium`; Playwright's own download.

    Raises:
        NoBrowser: None of these gave one.
    """
    tried = []
    named = os.environ.get("NEWSBOOK_CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise NoBrowser(f"NEWSBOOK_CHROMIUM names {named}, which is no file; mend or unset it.")
        return _took(named, "NEWSBOOK_CHROMIUM")
    if found := _on_path():
        return _took(found, "the system's")
    tried.append(f"none of {', '.join(NAMES)} is on the PATH")

    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        tried.append(_run(["apt-get", "update"]))
        tried.append(_run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"]))
        if found := _on_path():
            return _took(found, "just installed with apt-get")

    tried.append(_run([sys.executable, "-m", "playwright", "install", "chromium"]))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).is_file():
        return _took(own, "Playwright's")
    raise NoBrowser(
        "The browser tests need Chromium and none could be had: "
        + "; ".join(filter(None, tried))
        + ". Install one, or name it in NEWSBOOK_CHROMIUM."
    )


def _on_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def _took(path: str, whence: str) -> tuple[str, str]:
    return path, f"browser: {path} ({whence})"


def _run(command: list[str]) -> str:
    """Run an installer; what went wrong as a few words, else an empty string."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{' '.join(command)}: {error}"
    if done.returncode == 0:
        return ""
    last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
    return f"{' '.join(command)} failed ({''.join(last)[:200]})"
