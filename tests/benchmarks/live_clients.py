"""A class for the benchmarks: `newsbook class` in its own process, its students, its teacher."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import sqlite3
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

sys.path.insert(0, str(Path(__file__).parents[1]))

from programs import class_started

PATIENCE = 30.0
AGAIN_SECONDS = 1.2
"""As in the student's page."""


class Class:
    """`newsbook class` in a process of its own."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder = folder
        self.process, said = class_started(folder, *more)
        self.token = re.search(r"teacher#(\S+)", said)[1]
        self.base, self.code = re.search(r"(http://127\S+/)([A-Z]{4})\b", said).groups()
        (self.file,) = folder.glob("newsbook-classes/*.newsclass")

    def megabytes(self, what: str = "VmRSS") -> float:
        """Memory as the system counts it."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+)", status)[1]) / 1024

    def cpu_seconds(self) -> float:
        """CPU time of the server so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def saved(self) -> dict[tuple[int, str], int]:
        """What lies in the file: the number of each student's last change in each round."""
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            rows = connection.execute("SELECT round, student, seq FROM answer")
            return {(number, student): seq for number, student, seq in rows}


@dataclass
class Student:
    """One client, as a page would be."""

    at: Class
    base: str
    identity: dict[str, str] = field(default_factory=dict)
    seq: int = 0
    acknowledged: int = 0
    sent_at: dict[int, float] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    bytes_in: int = 0
    bytes_out: int = 0
    refused: int = 0
    slowed: int = 0
    last: str | None = None
    socket: WebSocketClientConnection | None = None
    reading: asyncio.Task[None] | None = None
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    revealed: asyncio.Event = field(default_factory=asyncio.Event)

    async def join(self) -> None:
        """Ask to be let in, and come in."""
        body = json.dumps({"code": self.at.code})
        answer = await AsyncHTTPClient().fetch(
            HTTPRequest(
                f"{self.base}live/join",
                "POST",
                {"Content-Type": "application/json"},
                body,
                connect_timeout=PATIENCE,
                request_timeout=PATIENCE,
            )
        )
        found = json.loads(answer.body)
        self.identity = {"student": found["student"], "secret": found["secret"]}
        await self.connect()

    async def connect(self) -> None:
        """Open the socket and say hello."""
        self.socket = await websocket_connect(
            HTTPRequest(f"ws{self.base[4:]}live/student", connect_timeout=PATIENCE)
        )
        await self.write({"do": "hello", **self.identity})
        self.reading = asyncio.ensure_future(self.read(self.socket))

    async def write(self, message: dict[str, Any]) -> None:
        text = json.dumps(message, separators=(",", ":"))
        self.bytes_out += len(text)
        await self.socket.write_message(text)

    async def read(self, socket: WebSocketClientConnection) -> None:
        while (text := await socket.read_message()) is not None:
            now = time.perf_counter()
            self.bytes_in += len(text)
            if text.startswith('{"do":"ack"'):
                seq = json.loads(text)["seq"]
                self.acknowledged = max(self.acknowledged, seq)
                for number in [one for one in self.sent_at if one <= seq]:
                    self.waits.append(now - self.sent_at.pop(number))
            elif text.startswith('{"do":"state"'):
                phase = json.loads(text)["phase"]
                if phase == "open":
                    self.opened.set()
                elif phase == "revealed":
                    self.revealed.set()
            elif text.startswith('{"do":"slow"'):
                self.slowed += 1
                asyncio.get_running_loop().call_later(AGAIN_SECONDS, self.again)
            else:
                self.refused += 1

    @property
    def gone(self) -> bool:
        """Whether the connection has ended, from either side."""
        return self.socket.protocol is None or self.reading is None or self.reading.done()

    def again(self) -> None:
        """Send what is not acknowledged once more, as a page does that was told to wait."""
        if self.sent_at and self.last is not None:
            with contextlib.suppress(WebSocketClosedError):
                self.socket.write_message(self.last)

    async def answer(self, value: Any, number: int = 1) -> None:
        """Send an answer; its acknowledgement is heard by `read`. Without a line it is kept."""
        self.seq += 1
        self.sent_at[self.seq] = time.perf_counter()
        message = {"round": number, "seq": self.seq, "client": "page", "value": value}
        self.last = json.dumps({"do": "answer"} | message, separators=(",", ":"))
        with contextlib.suppress(WebSocketClosedError):
            await self.write({"do": "answer"} | message)


class Teacher:
    """The teacher's page: sees the heat map as answers come in."""

    def __init__(self, at: Class) -> None:
        self.at = at
        self.probe: tuple[int, bool, float] | None = None
        self.lags: list[float] = []
        self.heats = 0
        self.bytes_in = 0

    async def connect(self) -> None:
        self.socket = await websocket_connect(f"ws{self.at.base[4:]}live/teacher")
        await self.send(do="hello", token=self.at.token)
        self.reading = asyncio.ensure_future(self.read())

    async def send(self, **message: Any) -> None:
        await self.socket.write_message(json.dumps(message))

    async def read(self) -> None:
        while (text := await self.socket.read_message()) is not None:
            self.bytes_in += len(text)
            if text.startswith('{"do":"heat"'):
                self.heats += 1
                if self.probe is not None and "units" in text:
                    gap, split, sent = self.probe
                    if is_split(json.loads(text)["now"], gap) == split:
                        self.lags.append(time.perf_counter() - sent)
                        self.probe = None


def is_split(heat: dict[str, Any], gap: int) -> bool:
    """Whether anybody split at a gap: a heat map's units are ``[gap, students]``."""
    return any(at == gap for at, _ in heat["units"])


def values(start: list[list[int]], leave: int) -> list[dict[str, Any]]:
    """Answers as a class gives them: the start with some words split, the probe's gap whole."""
    made = []
    draw = random.Random(7)
    for _ in range(200):
        spans: list[list[int]] = []
        for begin, end in start:
            inside = [at for at in range(begin + 1, end) if at != leave]
            cuts = sorted(draw.sample(inside, min(len(inside), draw.choice((0, 0, 0, 1, 2)))))
            spans += [list(pair) for pair in zip([begin, *cuts], [*cuts, end], strict=True)]
        made.append({"spans": spans})
    return made
