"""A JupyterLab server to test against, and a notebook in it driven by its own commands."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from lab_settings import CONFIG, SETTINGS
from playwright.sync_api import Locator, Page, ViewportSize, expect

from newsbook.workbook.demos import TEMPLATES
from newsbook.workbook.warm import available
from newsbook.workbook.warm.provisioner import NAME

HERE = Path(__file__).parent
SCREENSHOTS = HERE / "screenshots"
START_SECONDS = 60
DESKTOP: ViewportSize = {"width": 1180, "height": 860}
PHONE: ViewportSize = {"width": 375, "height": 812}
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    # Nothing outside this machine has an address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


FIRST = """import os
from pathlib import Path
from bed import *
_ = Path("kernel.pid").write_text(str(os.getpid()))"""
FOCUSABLE = """el => Array.from(el.querySelectorAll(
    "button, input, select, textarea, summary, a[href], [tabindex]"))
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled)"""
"""What in a widget can have the focus."""


class Server:
    """JupyterLab on loopback, with a folder, settings and a runtime folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.root.mkdir(parents=True)
        files = {f"settings/{name}.jupyterlab-settings": it for name, it in SETTINGS.items()}
        files |= {f"config/{name}": it for name, it in CONFIG.items()}
        for name, settings in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(settings))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.token = secrets.token_hex(16)
        # Kernels on Unix sockets, as in newsbook.workbook.kernels: two that start together, here
        # and in another worker, could get the same TCP port. A socket's path has to be short.
        self.runtime = Path(tempfile.mkdtemp(prefix="nb-"))
        kernels = ["--KernelManager.transport=ipc"] if os.name == "posix" else []
        if available() and entry_points(group=KernelProvisionerFactory.GROUP_NAME, name=NAME):
            # Without an installed entry point, the server would not find the way to warm kernels.
            kernels.append(f"--KernelProvisionerFactory.default_provisioner_name={NAME}")
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        # The extensions come from sys.prefix, which these variables leave alone.
        env = os.environ | {
            "IPYTHONDIR": str(folder / "ipython"),
            "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.runtime),
            "JUPYTER_PLATFORM_DIRS": "0",
            # What `newsbook demo` tells Voilà of.
            "JUPYTER_PATH": str(TEMPLATES),
            "PYTHONHASHSEED": "0",
        }
        env.pop("NEWSBOOK_ANSWERS", None)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    *("-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
                    f"--port={self.port}",
                    "--ServerApp.port_retries=0",
                    f"--ServerApp.root_dir={self.root}",
                    f"--IdentityProvider.token={self.token}",
                    "--LabApp.expose_app_in_browser=True",
                    "--JupyterNotebookApp.expose_app_in_browser=True",
                    *kernels,
                    "--LabApp.extension_manager=readonly",
                    "--Completer.use_jedi=False",
                ],
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError):
                self.api("GET", "status")
                return
            time.sleep(0.1)  # before there is a server, there is nothing to wait on
        self.stop()
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()[-3000:]}")

    def api(self, method: str, path: str) -> Any:
        """A call of the server's REST interface."""
        request = urllib.request.Request(
            f"{self.url}/api/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=20) as reply:
            body = reply.read()
        return json.loads(body) if body else None

    def stop(self) -> None:
        """End the server and every kernel of it."""
        if self.process.poll() is None:
            with contextlib.suppress(OSError, urllib.error.URLError):
                for kernel in self.api("GET", "kernels"):
                    self.api("DELETE", f"kernels/{kernel['id']}")
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
                break
        shutil.rmtree(self.runtime, ignore_errors=True)


class Notebook:
    """One notebook, open in the page. Its exercises and answers are in its own folder."""

    def __init__(self, server: Server, page: Page, name: str, sources: list[str]) -> None:
        self.server = server
        self.page = page
        self.folder = server.root / name
        self.folder.mkdir()
        for bed in HERE.glob("bed*.py"):
            shutil.copy(bed, self.folder)
        self.path = f"{name}/{name}.ipynb"
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in sources],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        nbformat.write(notebook, server.root / self.path)
        self.open()

    @classmethod
    def existing(cls, server: Server, page: Page, path: str) -> Notebook:
        """A notebook that is there already, by its path below the server's folder."""
        notebook = cls.__new__(cls)
        notebook.server, notebook.page, notebook.path = server, page, path
        notebook.folder = (server.root / path).parent
        notebook.open()
        return notebook

    def number_of(self, cell_id: str) -> int:
        """A cell's place in the notebook, by its id."""
        ids = self.page.evaluate(
            """() => Array.from(window.jupyterapp.shell.currentWidget.content.widgets,
                cell => cell.model.id)"""
        )
        return int(ids.index(cell_id))

    def command(self, name: str, args: dict[str, Any] | None = None) -> None:
        """Run one of JupyterLab's commands and wait for it."""
        self.page.evaluate(
            "async ([name, args]) => { await window.jupyterapp.commands.execute(name, args); }",
            [name, args or {}],
        )

    def command_at(self, number: int, name: str) -> None:
        """Run one of JupyterLab's commands on one cell, and wait for it."""
        self.page.evaluate(
            """async ([number, name]) => {
                const {content} = window.jupyterapp.shell.currentWidget;
                content.activeCellIndex = number;
                content.deselectAll();
                await window.jupyterapp.commands.execute(name);
            }""",
            [number, name],
        )

    def open(self) -> None:
        """Open it and wait for its kernel."""
        self.command("docmanager:open", {"path": self.path, "factory": "Notebook"})
        self.wait_idle()

    def wait_idle(self) -> None:
        """Wait until the kernel is there and has nothing to do."""
        self.page.wait_for_function(
            """path => {
                const panel = window.jupyterapp.shell.currentWidget;
                return panel?.context?.path === path && panel.context.isReady
                    && panel.sessionContext.session?.kernel?.status === "idle";
            }""",
            arg=self.path,
            timeout=30_000,
        )

    def run_all(self) -> None:
        """Run every cell and wait for the end."""
        self.command("notebook:run-all-cells")
        self.wait_idle()

    def run(self, number: int) -> None:
        """Run one cell and wait for the end, once what was changed by hand is saved.

        JupyterLab sends a widget's messages to a subshell, where they wait for no cell and no cell
        waits for them: a cell that reads an answer right after a click may come first.
        """
        expect(self.page.locator(".nbk-note", has_text="saving")).to_have_count(0)
        self.command_at(number, "notebook:run-cell")
        self.wait_idle()

    def restart(self) -> None:
        """Restart the kernel, as from the menu but unasked."""
        self.page.evaluate(
            """async () => {
                await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart();
            }"""
        )
        self.wait_idle()

    def reload(self) -> None:
        """Save the notebook, reload the whole page, and open the notebook again."""
        self.save()
        self.page.reload()
        ready(self.page)
        self.open()

    def reopen(self) -> None:
        """Save the notebook, close its tab and open it again: its kernel goes on.

        What is shown comes from the file and the kernel, as after a reload, for a fraction of
        what JupyterLab's own start costs.
        """
        self.save()
        self.page.evaluate("() => { window.jupyterapp.shell.currentWidget.dispose(); }")
        self.open()

    def save(self) -> None:
        self.command("docmanager:save")

    def kernel_pid(self) -> int:
        """The kernel's process, as bed.py wrote it down."""
        return int((self.folder / "kernel.pid").read_text())

    def cells(self) -> list[tuple[str, str]]:
        """Type and source of each cell, as the page has them."""
        found = self.page.evaluate(
            """() => Array.from(window.jupyterapp.shell.currentWidget.content.widgets,
                cell => [cell.model.type, cell.model.sharedModel.getSource()])"""
        )
        return [(kind, source) for kind, source in found]

    def set_source(self, number: int, source: str) -> None:
        """Write into a cell."""
        self.page.evaluate(
            """([number, source]) => window.jupyterapp.shell.currentWidget.content
                .widgets[number].model.sharedModel.setSource(source)""",
            [number, source],
        )

    def outputs(self, number: int) -> str:
        """The plain text of a cell's outputs."""
        return str(
            self.page.evaluate(
                """number => JSON.stringify(window.jupyterapp.shell.currentWidget.content
                    .widgets[number].model.sharedModel.getOutputs?.() ?? [])""",
                number,
            )
        )

    def widget(self, number: int = 0) -> Locator:
        """The widgets on screen, counted from the top."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .nbk").nth(number)

    def answer(self, exercise_id: str) -> dict[str, Any]:
        """What is stored for an exercise."""
        stored = json.loads((self.folder / "answers" / f"{exercise_id}.json").read_text("utf-8"))
        assert isinstance(stored, dict)
        return stored

    def close(self) -> None:
        """End the kernel and close the tab."""
        for session in self.server.api("GET", "sessions"):
            if session["path"] == self.path:
                with contextlib.suppress(urllib.error.HTTPError):
                    self.server.api("DELETE", f"sessions/{session['id']}")
        self.page.evaluate(
            """() => {
                const {shell} = window.jupyterapp;
                for (const widget of Array.from(shell.widgets("main"))) widget.dispose();
            }"""
        )


def ready(page: Page) -> None:
    """Wait until JupyterLab has started, with its side bar out of the way."""
    page.wait_for_function("() => window.jupyterapp?.restored !== undefined", timeout=60_000)
    page.evaluate(
        """async () => {
            await window.jupyterapp.restored;
            window.jupyterapp.shell.collapseLeft();
        }"""
    )


def set_theme(page: Page, dark: bool) -> None:
    """Change the theme, unless it is there, and wait for it."""
    light = "false" if dark else "true"
    if page.locator("body").get_attribute("data-jp-theme-light") == light:
        return
    theme = "JupyterLab Dark" if dark else "JupyterLab Light"
    page.evaluate(
        """async theme => {
            await window.jupyterapp.commands.execute("apputils:change-theme", {theme});
        }""",
        theme,
    )
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", light)
    # JupyterLab covers the page while the colours change; a mouse moved then meets the cover.
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)


def screenshot(target: Locator | Page, name: str, *, always: bool = False) -> None:
    """Keep a picture under tests/browser/screenshots/, to be looked at.

    Args:
        target: What is to be seen.
        name: The picture's, without its ending.
        always: Take it even where the variable NEWSBOOK_PICTURES does not ask for all of them.
    """
    if not (always or os.environ.get("NEWSBOOK_PICTURES", "0") != "0"):
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    target.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled")


def board(widget: Locator) -> Locator:
    """The part of a token editor that takes the keys."""
    return widget.get_by_role("application")


def drawn(widget: Locator) -> list[str]:
    """The tokens as they are drawn, box by box."""
    return widget.locator(".nbk-token").all_text_contents()


def gap(widget: Locator, at: int) -> tuple[float, float]:
    """Where on the screen the gap before character `at` is."""
    cell = widget.locator(f'.nbk-cell[data-at="{at}"]')
    cell.scroll_into_view_if_needed()
    box = cell.bounding_box()
    assert box
    return box["x"] + 2, box["y"] + box["height"] / 2
