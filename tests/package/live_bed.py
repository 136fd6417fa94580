"""A class on loopback for tests: a server in a thread, and clients that speak the wire by hand."""

from __future__ import annotations

import asyncio
import inspect
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from newsbook.live.room import Room
from newsbook.live.server import LiveServer

SECONDS = 20.0
POLL = "poll: Is “N.Korea” one token? | yes | no"


class Loop:
    """A thread with a loop, for the server and for clients."""

    host = ""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call a function in the loop's thread, and wait for what it gives."""

        async def run() -> Any:
            found = function(*args)
            return await found if inspect.isawaitable(found) else found

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(SECONDS)

    def end(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(SECONDS)
        self.loop.close()

    def ask(
        self, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        """An HTTP request: status, headers, text."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} | (headers or {})
        try:
            asked = Request(f"http://{self.host}{path}", data, headers)
            with urlopen(asked, timeout=SECONDS) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except HTTPError as error:
            return error.code, dict(error.headers), error.read().decode()

    def joined(self, code: str, name: str = "") -> dict[str, str]:
        """A new student's id and secret."""
        status, _, text = self.ask("/live/join", {"code": code, "name": name})
        assert status == 200, text
        found = json.loads(text)
        return {"student": found["student"], "secret": found["secret"]}


class Served(Loop):
    """A class that is served by a thread of this process."""

    def __init__(self, path: Path, *, port: int = 0, make: Any = Room.new, **more: Any) -> None:
        super().__init__()
        names = more.pop("names", None)
        self.room = make(path, names=names) if names is not None else make(path)
        self.server = LiveServer(self.room, **more)
        self.port = self.call(self.server.listen, port)
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.host}"

    def teach(self, do: str, *args: Any) -> None:
        """What the teacher's page would ask for."""

        def run() -> None:
            getattr(self.room, do)(*args)
            self.server.show_everybody()

        self.call(run)

    def stop(self) -> None:
        self.call(self.server.stop)
        self.end()

    def join(self, name: str = "") -> dict[str, str]:
        return self.joined(self.room.about.code, name)


class Client:
    """A socket, driven from a test's own thread."""

    def __init__(self, served: Loop, path: str = "/live/student", **headers: str) -> None:
        self.served = served
        self.heard: list[dict[str, Any]] = []
        request = HTTPRequest(f"ws://{served.host}{path}", headers=headers)
        self.socket: WebSocketClientConnection = served.call(websocket_connect, request)

    def send(self, message: Any) -> None:
        text = message if isinstance(message, str | bytes) else json.dumps(message)
        self.served.call(self.socket.write_message, text, isinstance(text, bytes))

    def hear(self, do: str = "", **wanted: Any) -> dict[str, Any]:
        """The next message of a kind; those before it are passed over. {} when the socket ends."""
        while True:
            text = self.served.call(self._read)
            if text is None:
                return {}
            message: dict[str, Any] = json.loads(text)
            self.heard.append(message)
            if message["do"] == (do or message["do"]) and wanted.items() <= message.items():
                return message

    async def _read(self) -> Any:
        return await asyncio.wait_for(self.socket.read_message(), SECONDS)

    def close(self) -> None:
        self.served.call(self.socket.close)


class Pupil(Client):
    """A student who has joined and said hello."""

    def __init__(self, served: Any, who: dict[str, str] | None = None, tab: str = "tab") -> None:
        super().__init__(served)
        self.who = who or served.join()
        self.tab = tab
        self.send({"do": "hello", **self.who})
        self.state = self.hear("state")

    def answer(self, value: Any, seq: int, *, round: int = 1, tab: str = "") -> dict[str, Any]:
        """Answer, and hear what becomes of it."""
        self.send(
            {"do": "answer", "round": round, "seq": seq, "client": tab or self.tab, "value": value}
        )
        while True:
            message = self.hear()
            if message.get("do") in ("ack", "refused", "slow") or not message:
                return message


def teacher(served: Served) -> Client:
    """The teacher's socket, greeted."""
    client = Client(served, "/live/teacher")
    client.send({"do": "hello", "token": served.server.token})
    client.hear("state")
    return client
