"""From a notebook into the class: `join` hands the answers of its widgets to the class.

All of it happens in a thread beside the kernel's: a cell never waits for the class, and whatever
goes wrong there stays there. What is not sent yet is sent when the class can be reached again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import secrets
import threading
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from newsbook.errors import BadInput, want_text
from newsbook.widgets.core import AnswerWidget, watch_answers

__all__ = ["Joined", "join"]

ANSWER_SECONDS = 8.0
LONGEST_WAIT = 10.0
"""Seconds between two tries to reach the class, at most."""

_EXAMPLE = 'newsbook.join("http://192.168.1.7:8950/BCDF")'

_all: dict[str, Joined] = {}


def join(address: str = "", name: str = "") -> Joined:
    """Hand the answers of this notebook's widgets to a class, from now on.

    What is handed over is the answer to the exercise that the class is at, when its widget is used
    here: it counts like that of a student with a browser. Everything else stays here. The same
    notebook counts as one student, however often it joins.

    Args:
        address: What the teacher's page shows, with the class code: ``http://192.168.1.7:8950/BCDF``.
            Left out, in a JupyterHub: the hub's own class, as the user you are there.
        name: Your name, where the teacher asks for names.

    Returns:
        What shows as a sentence, and can `Joined.leave`.

    Raises:
        BadInput: The address is none, or nobody answers there, or the code is not the class's.

    Example:
        >>> join("BCDF")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        newsbook.errors.BadInput: join needs the address that the teacher's page shows, ...
    """
    want_text(address, "join")
    want_text(name, "join")
    base, code, headers = (*_parts(address), {}) if address.strip() else _of_hub()
    about = _ask(f"{base}live/about")
    known = _all.get(base + str(about.get("class")))
    if known is not None and not known.left:
        return known
    kept = _kept(base, str(about.get("class")))
    # A hub knows each time who it is; nothing has to be kept.
    who = None if headers else _read(kept)
    if who is None or not _knows(base, who):
        who = _ask(f"{base}live/join", {"code": code, "name": name}, headers)
        if not headers:
            _write(kept, who)
    joined = Joined(base, code, str(who["student"]), str(who["secret"]))
    _all[base + str(about.get("class"))] = joined
    joined.start()
    return joined


@dataclass
class _Turn:
    """The round that the class is at, as this notebook knows it."""

    number: int = 0
    key: str = ""
    start: Any = None
    phase: str = "waiting"
    seq: int = 0
    value: Any = None
    waiting: bool = False
    sent: list[int] = field(default_factory=list)


class Joined:
    """A notebook that is in a class; it shows itself as a sentence.

    Attributes:
        connected: Whether the class can be reached at the moment.
        left: Whether `leave` was called, or the class does not know this notebook any more.
    """

    def __init__(self, base: str, code: str, student: str, secret: str) -> None:
        self.base, self.code = base, code
        self.connected = False
        self.left = False
        self._hello = {"do": "hello", "student": student, "secret": secret}
        self._client = f"nb-{secrets.token_hex(6)}"
        self._turn = _Turn()
        self._answers: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._wake = asyncio.Event()
        self._said = ""

    def start(self) -> None:
        """Begin to listen to widgets, and to the class."""
        for widget in watch_answers(self._heard):
            self._note(widget)
        threading.Thread(target=self._run, name="newsbook-join", daemon=True).start()

    def leave(self) -> None:
        """Hand over nothing more."""
        self.left = True
        self._poke()

    @property
    def _class(self) -> str:
        return f"class {self.code}" if self.code else "the class of your hub"

    def __repr__(self) -> str:
        if self.left:
            return f"You have left {self._class}: {self._said or 'nothing is handed over now'}."
        return (
            f"You are in {self._class}: when the class is at an exercise and you answer it in "
            "its widget here, your answer goes to your teacher's machine, too. Nothing else does."
        )

    # What the kernel's thread does: as little as it can.

    def _heard(self, widget: AnswerWidget) -> None:
        self._note(widget)
        self._poke()

    def _note(self, widget: AnswerWidget) -> None:
        if widget.exercise is not None and not self.left:
            with self._lock:
                self._answers[widget.exercise.id] = widget.value

    def _poke(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    # What the other thread does.

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._stay())
        finally:
            self._loop.close()

    async def _stay(self) -> None:
        wait = 0.5
        while not self.left:
            try:
                await self._visit()
                wait = 0.5
            except Exception:
                # Whatever it was, the class is out of reach; a notebook has no place to say it in.
                wait = min(wait * 2, LONGEST_WAIT)
            self.connected = False
            if not self.left:
                await asyncio.sleep(wait * (0.5 + secrets.randbelow(1000) / 1000))

    async def _visit(self) -> None:
        from tornado.httpclient import HTTPRequest
        from tornado.websocket import websocket_connect

        url = f"ws{self.base.removeprefix('http')}live/student"
        request = HTTPRequest(url, connect_timeout=ANSWER_SECONDS)
        socket = await websocket_connect(request, ping_interval=20, ping_timeout=15)
        try:
            await socket.write_message(json.dumps(self._hello))
            reading = asyncio.ensure_future(socket.read_message())
            while not self.left:
                waking = asyncio.ensure_future(self._wake.wait())
                await asyncio.wait({reading, waking}, return_when=asyncio.FIRST_COMPLETED)
                waking.cancel()
                self._wake.clear()
                if reading.done():
                    text = reading.result()
                    if text is None:
                        return
                    self._told(json.loads(text))
                    reading = asyncio.ensure_future(socket.read_message())
                if (message := self._next()) is not None:
                    await socket.write_message(json.dumps(message))
        finally:
            socket.close()

    def _told(self, message: dict[str, Any]) -> None:
        turn, do = self._turn, message.get("do")
        if do == "refused" and message.get("stranger"):
            self._said = str(message.get("why", ""))[:200].rstrip(".")
            self.left = True
        elif do == "state":
            self.connected = True
            activity = message.get("activity")
            if message["round"] != turn.number:
                turn = self._turn = _Turn(message["round"])
            if activity:
                turn.key, turn.start = str(activity["key"]), activity["start"]
            turn.phase = message["phase"]
            if message.get("value") is not None:
                turn.seq = max(turn.seq, int(message["seq"]))
                if not turn.waiting:
                    turn.value = message["value"]
            turn.sent.clear()  # on a new line it is sent again; the class takes it once
        elif do in ("ack", "refused") and message.get("round") == turn.number:
            turn.sent.clear()
            turn.waiting = turn.waiting and message.get("seq") != turn.seq
        elif do == "slow":
            turn.sent.clear()
            self._loop.call_later(1.5, self._wake.set)

    def _next(self) -> dict[str, Any] | None:
        """The message that is due: the newest answer to the open question, one at a time."""
        turn = self._turn
        if turn.phase != "open" or turn.sent or not self.connected:
            return None
        with self._lock:
            value = self._answers.get(turn.key)
        before = turn.start if turn.value is None else turn.value
        if value is not None and value != before:
            turn.seq, turn.value, turn.waiting = turn.seq + 1, value, True
        if not turn.waiting:
            return None
        turn.sent.append(turn.seq)
        return {
            **{"do": "answer", "round": turn.number, "seq": turn.seq},
            **{"client": self._client, "value": turn.value},
        }


def _of_hub() -> tuple[str, str, dict[str, str]]:
    """The class of the hub that started this kernel, and what tells the hub who this is.

    The token goes to the address that the hub has named, and to no other.
    """
    base, token = (os.environ.get(name) for name in ("NEWSBOOK_CLASS", "JUPYTERHUB_API_TOKEN"))
    if not base or not token:
        raise BadInput(
            "join needs the address that the teacher's page shows, with the class code at its end: "
            f"{_EXAMPLE}. It can be left out only in a JupyterHub that has a class."
        )
    return f"{base.rstrip('/')}/", "", {"Authorization": f"token {token}"}


def _parts(address: str) -> tuple[str, str]:
    """The class's folder and its code."""
    given = address.strip()
    parts = urlsplit(given if "://" in given else f"http://{given}")
    path, _, code = parts.path.rpartition("/")
    if parts.scheme not in ("http", "https") or not parts.hostname or not code:
        raise BadInput(
            "join needs the address that the teacher's page shows, with the class code at its end: "
            f"{_EXAMPLE}."
        )
    return f"{parts.scheme}://{parts.netloc}{path}/", code.upper()


def _ask(
    url: str, body: dict[str, Any] | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Ask the class, and read its JSON.

    Raises:
        BadInput: Nobody answers, or the answer is no.
    """
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} | (headers or {})
    try:
        # A class is in the room: a proxy for the world outside would not find it.
        opener = build_opener(ProxyHandler({}))
        with opener.open(Request(url, data, headers), timeout=ANSWER_SECONDS) as answer:
            found = json.loads(answer.read(100_000))
    except HTTPError as error:
        try:
            why = json.loads(error.read(10_000))["why"]
        except (ValueError, KeyError, TypeError, OSError):
            why = f"it answers with {error.code}"
        raise BadInput(f"You cannot join the class at {url.split('live/')[0]}: {why}") from None
    except (URLError, OSError, ValueError, HTTPException):
        raise BadInput(
            f"No class answers at {url.split('live/')[0]}; is the address right, and are you in "
            "the same network?"
        ) from None
    if not isinstance(found, dict):
        raise BadInput(f"What answers at {url.split('live/')[0]} is no class of newsbook.")
    return found


def _knows(base: str, who: dict[str, Any]) -> bool:
    """Whether the class still knows the student; a class that was lost does not."""
    found = _ask(f"{base}live/knows", {"student": who["student"], "secret": who["secret"]})
    return found.get("known") is True


def _kept(base: str, about: str) -> Path:
    """Where this user's place in a class is kept, so that a restart is no second student.

    It is a place at that address: who serves another one can say any class's id, and is not to be
    shown the secret that belongs elsewhere.
    """
    from jupyter_core.paths import jupyter_data_dir

    name = hashlib.sha256(f"{base}\0{about}".encode("utf-8", "replace")).hexdigest()[:32]
    return Path(jupyter_data_dir()) / "newsbook-live" / f"{name}.json"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(found, dict) and all(
        isinstance(found.get(name), str) for name in ("student", "secret")
    )
    return found if whole else None


def _write(path: Path, who: dict[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"student": who["student"], "secret": who["secret"]}, file)
    except OSError:
        pass  # then a restart counts as another student
