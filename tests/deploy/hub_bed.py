"""A hub as deploy/ starts one, on a machine that is ours for as long as the test lasts.

`bwrap` gives it process ids, accounts and home folders of its own: nobody is added to the real
machine, and all that was started is gone with the hub. The network is the machine's, so that a
test, which stays outside, reaches the hub as a browser would.
"""

from __future__ import annotations

import asyncio
import http.cookiejar
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from support import ROOT, until
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

PROTOCOL = "v1.kernel.websocket.jupyter.org"
SECONDS = 60
"""How long anything may take."""

START = """
set -e
groupadd newsbook
groupadd newsbook-teachers
useradd --system --create-home newsbook-class
while read -r name password group; do
    useradd --create-home --shell /bin/bash ${group:+--groups $group} "$name"
    echo "$name:$password" | chpasswd
    # As on many a machine, where home folders are anybody's to read.
    chmod 755 "/home/$name"
done < "$ACCOUNTS"
exec "$PYTHON" -m jupyterhub -f "$CONFIG"
"""

CONFIG = """
load_subconfig({ours!r})
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.JupyterHub.data_files_path = {data!r}
"""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirection."""

    def redirect_request(self, *_args: Any) -> None:
        return None


class Refused(Exception):
    """The status of an answer that is an error."""


@dataclass
class User:
    """Somebody who has logged in with a password, as in a browser, and asked for a token."""

    hub: Hub
    name: str
    token: str = ""
    kernel: str = ""

    def call(self, method: str, path: str, data: Any = None, token: str = "") -> Any:
        """Ask the hub or a server, with this user's token unless another is given.

        Raises:
            Refused: With the status.
        """
        request = urllib.request.Request(
            f"{self.hub.url}{path}",
            method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={
                "Authorization": f"token {token or self.token}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                body = answer.read()
        except urllib.error.HTTPError as error:
            raise Refused(error.code) from None
        return json.loads(body) if body else None

    def sent_to(self, path: str) -> str:
        """Where a page sends this user."""
        try:
            request = urllib.request.Request(f"{self.hub.url}{path}", headers=self._headers())
            with urllib.request.build_opener(_Stay).open(request, timeout=SECONDS) as answer:
                return str(answer.url)
        except urllib.error.HTTPError as error:
            if error.code != 302:
                raise Refused(error.code) from None
            return str(error.headers["Location"])

    def start(self) -> None:
        """Have this user's server started."""
        self.call("POST", f"/hub/api/users/{self.name}/server")

    def begin(self) -> None:
        """Wait for the server, and start a kernel in it."""
        until(lambda: self.call("GET", f"/hub/api/users/{self.name}")["server"], SECONDS, 0.1)
        self.kernel = self.call("POST", f"/user/{self.name}/api/kernels", {})["id"]

    def run(self, code: str) -> str:
        """What a cell prints, in this user's kernel; a traceback where it fails."""
        return asyncio.run(asyncio.wait_for(self._run(code), SECONDS))

    async def _run(self, code: str) -> str:
        address = f"{self.hub.url}/user/{self.name}/api/kernels/{self.kernel}/channels"
        socket = await websocket_connect(
            HTTPRequest(address.replace("http", "ws", 1), headers=self._headers()),
            subprotocols=[PROTOCOL],
        )
        assert socket.selected_subprotocol == PROTOCOL
        session = Session()
        asked = session.msg("execute_request", {"code": code, "silent": False})
        packed = serialize_msg_to_ws_v1(asked, "shell", pack=session.pack)
        await socket.write_message(packed, binary=True)
        printed = []
        while True:
            came = await socket.read_message()
            assert isinstance(came, bytes)
            channel, parts = deserialize_msg_from_ws_v1(came)
            kind, parent, content = (session.unpack(parts[n]) for n in (0, 1, 3))
            if channel != "iopub" or parent.get("msg_id") != asked["header"]["msg_id"]:
                continue
            if kind["msg_type"] == "stream":
                printed.append(content["text"])
            elif kind["msg_type"] == "error":
                printed.append("\n".join(content["traceback"]))
            elif kind["msg_type"] == "status" and content["execution_state"] == "idle":
                socket.close()
                return "".join(printed).strip()

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"token {self.token}"}


@dataclass
class Hub:
    """A hub that runs.

    Args:
        folder: A scratch folder.
        programs: A folder with JupyterHub.
        accounts: Names, each with its group or none.
    """

    folder: Path
    programs: Path
    accounts: dict[str, str]
    passwords: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.passwords = {name: secrets.token_urlsafe(12) for name in self.accounts}
        self.port, hub, api, live = free_ports(4)
        self.url = f"http://127.0.0.1:{self.port}"
        homes, etc = self.folder / "home", self.folder / "etc"
        homes.mkdir()
        shutil.copytree("/etc", etc, symlinks=True, ignore_dangling_symlinks=True)
        (self.folder / "accounts").write_text(
            "".join(
                f"{name} {self.passwords[name]} {group}\n" for name, group in self.accounts.items()
            )
        )
        (self.folder / "config.py").write_text(
            CONFIG.format(
                ours=str(ROOT / "deploy/jupyterhub_config.py"),
                hub=hub,
                api=api,
                data=str(self.programs / "share/jupyterhub"),
            )
        )
        needed = [Path(sys.base_prefix), Path(sys.prefix), ROOT, self.programs]
        paths = [str(ROOT / "src"), str(self.programs)]
        self.log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen(
            [
                "bwrap", "--dev-bind", "/", "/", *opened(needed), "--bind", etc, "/etc",
                "--bind", homes, "/home", "--proc", "/proc", "--unshare-pid",
                "--die-with-parent", "--cap-add", "ALL", "--chdir", "/",
                "sh", "-c", START,
            ],
            env={
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "PYTHONPATH": ":".join(paths),
                "PYTHONDONTWRITEBYTECODE": "1",
                "NEWSBOOK_HUB_STATE": str(self.folder / "state"),
                "NEWSBOOK_HUB_URL": self.url,
                "NEWSBOOK_CLASS_URL": f"http://127.0.0.1:{live}",
                "NEWSBOOK_CLASS_NAMES": "1",
                "ACCOUNTS": str(self.folder / "accounts"),
                "CONFIG": str(self.folder / "config.py"),
                "PYTHON": sys.executable,
            },
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            until(self._answers, SECONDS, 0.1)
        except BaseException:
            self.close()
            raise

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.said()
        try:
            with urllib.request.urlopen(f"{self.url}/hub/api/", timeout=SECONDS):
                return True
        except OSError:
            return False

    def said(self) -> str:
        """What hub, proxy and servers have printed."""
        return (self.folder / "log").read_text(errors="replace")

    def close(self) -> None:
        """End the hub; whatever it has started goes with it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(SECONDS)
        self.log.close()

    def login(self, name: str, password: str | None = None) -> User:
        """Log in on the hub's page.

        Raises:
            Refused: The page was shown again.
        """
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

        def post(path: str, data: bytes, headers: dict[str, str]) -> Any:
            request = urllib.request.Request(
                f"{self.url}{path}", data, {"Referer": f"{self.url}/hub/", **headers}
            )
            try:
                return browser.open(request, timeout=SECONDS)
            except urllib.error.HTTPError as error:
                raise Refused(error.code) from None

        def xsrf() -> str:
            return next(cookie.value for cookie in jar if cookie.name == "_xsrf") or ""

        browser.open(f"{self.url}/hub/login", timeout=SECONDS).close()
        form = {
            "username": name,
            "password": self.passwords[name] if password is None else password,
            "_xsrf": xsrf(),
        }
        # To a page that starts no server.
        post("/hub/login?next=%2Fhub%2Ftoken", urllib.parse.urlencode(form).encode(), {})
        with post(
            f"/hub/api/users/{name}/tokens",
            b"{}",
            {"X-XSRFToken": xsrf(), "Content-Type": "application/json"},
        ) as answer:
            return User(self, name, json.loads(answer.read())["token"])


def opened(needed: list[Path]) -> list[str]:
    """Options for `bwrap` that let everybody reach some folders, wherever they lie."""
    options: list[str] = []
    for path in needed:
        ways = [path, *path.parents][::-1]
        if hidden := next((way for way in ways if not way.stat().st_mode & 0o001), None):
            if str(hidden) not in options:
                options += ["--perms", "0755", "--tmpfs", str(hidden)]
            between = ways[ways.index(hidden) + 1 : -1]
            for folder in between:
                options += ["--perms", "0755", "--dir", str(folder)]
            options += ["--ro-bind", str(path), str(path)]
    return options


class Board:
    """The teacher's page of the hub's class, as far as its socket goes."""

    def __init__(self, hub: Hub, token: str) -> None:
        self.url = f"ws{hub.url.removeprefix('http')}/services/newsbook/live/teacher"
        self.token = token

    def play(self, *steps: dict[str, Any], until: Any) -> dict[str, dict[str, Any]]:
        """Do what the teacher does, and hear the class until something holds.

        Args:
            steps: Messages.
            until: Given the last message of each kind, says whether it is enough.
        """
        return asyncio.run(asyncio.wait_for(self._play(steps, until), SECONDS))

    async def _play(self, steps: Any, enough: Any) -> dict[str, dict[str, Any]]:
        socket = await websocket_connect(self.url)
        for message in ({"do": "hello", "token": self.token}, *steps):
            await socket.write_message(json.dumps(message))
        heard: dict[str, dict[str, Any]] = {}
        while not ("state" in heard and enough(heard)):
            text = await socket.read_message()
            assert isinstance(text, str), heard
            message = json.loads(text)
            assert message["do"] != "refused", message
            heard[message["do"]] = message
        socket.close()
        return heard


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens to."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
