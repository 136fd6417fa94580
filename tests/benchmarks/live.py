"""A class under load and in trouble: real WebSocket clients on loopback, and the figures.

    python tests/benchmarks/live.py                 # 100, 500 and 1,000 students; then the faults
    python tests/benchmarks/live.py --students 500 --seconds 20
    python tests/benchmarks/live.py --faults

The server is `newsbook class` in a process of its own; this one is all students and the teacher.
Students join within ten seconds and answer every two. A *probe* among them splits a gap that
nobody else does and joins it again: from its sending to the teacher's page having it is the heat
map's lag, and from a student's sending to the acknowledgement is what the student waits. At the end
the server is killed with -9, and what lies in the file is compared with what was acknowledged.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.iostream import StreamClosedError
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    websocket_connect,
)

from newsbook.live.network import more_files

ACTIVITY = "tokens:nato_seoul:4"
JOIN_SECONDS = 10.0
EVERY = 2.0
PATIENCE = 30.0


class Class:
    """`newsbook class` in a process of its own."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "newsbook.cli", "class", "--no-browser", *more],
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        said = ""
        while "teacher#" not in said:
            line = self.process.stdout.readline() if self.process.stdout else ""
            if not line:
                raise SystemExit(f"the server ended: {said}")
            said += line
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
    socket: WebSocketClientConnection | None = None
    reading: asyncio.Task[None] | None = None
    opened: asyncio.Event = field(default_factory=asyncio.Event)

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
                if json.loads(text)["phase"] == "open":
                    self.opened.set()
            else:
                self.refused += 1

    async def answer(self, value: Any, number: int = 1) -> None:
        """Send an answer; its acknowledgement is heard by `read`."""
        self.seq += 1
        self.sent_at[self.seq] = time.perf_counter()
        await self.write(
            {"do": "answer", "round": number, "seq": self.seq, "client": "page", "value": value}
        )


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


async def lesson(count: int, seconds: float) -> dict[str, Any]:
    """One class: everybody joins, answers, and is counted."""
    with tempfile.TemporaryDirectory() as folder:
        served = Class(Path(folder), ACTIVITY)
        try:
            return await _lesson(served, count, seconds)
        finally:
            served.kill()


async def _lesson(served: Class, count: int, seconds: float) -> dict[str, Any]:
    from newsbook.live.asking import activity_of

    activity = activity_of(ACTIVITY)
    start = activity.start["spans"]
    longest = max(start, key=lambda span: span[1] - span[0])
    gap = longest[0] + 3
    answers = values(start, gap)
    AsyncHTTPClient.configure(None, max_clients=200)
    empty = served.megabytes()
    teacher = Teacher(served)
    await teacher.connect()
    await teacher.send(do="start", activity=ACTIVITY)
    await teacher.send(do="open")
    await teacher.send(do="live", on=True)
    students = [Student(served, served.base) for _ in range(count)]
    draw = random.Random(1)
    began = time.perf_counter()

    async def arrive(student: Student) -> float:
        await asyncio.sleep(draw.random() * JOIN_SECONDS)
        at = time.perf_counter()
        await student.join()
        await student.opened.wait()
        return time.perf_counter() - at

    cpu = served.cpu_seconds()
    joins = await asyncio.gather(*(arrive(student) for student in students))
    joined = time.perf_counter() - began
    cpu_joining = served.cpu_seconds() - cpu
    memory_joined = served.megabytes()
    until = time.perf_counter() + seconds

    async def work(student: Student) -> None:
        await asyncio.sleep(draw.random() * EVERY)
        while time.perf_counter() < until:
            due = time.perf_counter() + EVERY
            await student.answer(draw.choice(answers))
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    async def probe() -> None:
        student = Student(served, served.base)
        await student.join()
        plain = {"spans": start}
        cut = [[*longest[:1], gap], [gap, longest[1]]]
        split = {"spans": sorted([span for span in start if span != longest] + cut)}
        on = False
        while time.perf_counter() < until:
            on = not on
            teacher.probe = (gap, on, time.perf_counter())
            await student.answer(split if on else plain)
            limit = time.perf_counter() + PATIENCE
            while teacher.probe is not None and time.perf_counter() < limit:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.2 + draw.random() * 0.3)

    cpu, own = served.cpu_seconds(), time.process_time()
    await asyncio.gather(probe(), *(work(student) for student in students))
    limit = time.perf_counter() + PATIENCE
    while any(student.sent_at for student in students) and time.perf_counter() < limit:
        await asyncio.sleep(0.05)
    cpu, own = served.cpu_seconds() - cpu, time.process_time() - own
    memory = served.megabytes("VmHWM")
    served.kill()
    saved = served.saved()
    waits = sorted(wait for student in students for wait in student.waits)
    sent = sum(student.seq for student in students)
    lost = sum(
        saved.get((1, student.identity["student"]), 0) < student.acknowledged
        for student in students
    )
    return {
        "students": count,
        "joined in s": joined,
        "join p95 ms": 1000 * quantile(sorted(joins), 0.95),
        "answers": sent,
        "unacknowledged": sum(len(student.sent_at) for student in students),
        "refused": sum(student.refused for student in students),
        "lost after kill -9": lost,
        "ack p50 ms": 1000 * quantile(waits, 0.5),
        "ack p95 ms": 1000 * quantile(waits, 0.95),
        "ack max ms": 1000 * waits[-1],
        "heat lag p50 ms": 1000 * statistics.median(teacher.lags or [float("nan")]),
        "heat lag max ms": 1000 * max(teacher.lags or [float("nan")]),
        "heat maps": teacher.heats,
        "server CPU s joining": cpu_joining,
        "server CPU s answering": cpu,
        "clients' CPU s answering": own,
        "server MB empty": empty,
        "server MB at most": memory,
        "KB memory a student": 1024 * (memory_joined - empty) / count,
        "KB to a student": sum(one.bytes_in for one in students) / count / 1024,
        "KB from a student": sum(one.bytes_out for one in students) / count / 1024,
    }


def quantile(ordered: list[float], share: float) -> float:
    """The value below which that share lies."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def hurry(student: Student, answers: list[Any]) -> None:
    """Answer again and again, until the server is gone."""
    with contextlib.suppress(WebSocketClosedError, StreamClosedError):
        while True:
            await student.answer(random.choice(answers))
            await asyncio.sleep(0.15)


async def killed(rounds: int, count: int = 40) -> None:
    """Kill the server with -9 at random moments, and look what became of what it acknowledged."""
    acknowledged = missing = 0
    with tempfile.TemporaryDirectory() as folder:
        served = Class(Path(folder), ACTIVITY)
        teacher = Teacher(served)
        await teacher.connect()
        await teacher.send(do="start", activity=ACTIVITY)
        await teacher.send(do="open")
        students = [Student(served, served.base) for _ in range(count)]
        await asyncio.gather(*(student.join() for student in students))
        await asyncio.gather(*(student.opened.wait() for student in students))
        from newsbook.live.asking import activity_of

        answers = values(activity_of(ACTIVITY).start["spans"], -1)
        for _ in range(rounds):
            tasks = [asyncio.ensure_future(hurry(student, answers)) for student in students]
            await asyncio.sleep(random.uniform(0.2, 1.5))
            served.kill()
            await asyncio.gather(*tasks)
            await asyncio.gather(*(student.reading for student in students if student.reading))
            saved = served.saved()
            for student in students:
                acknowledged += bool(student.acknowledged)
                missing += saved.get((1, student.identity["student"]), 0) < student.acknowledged
                student.seq = max(student.seq, student.acknowledged)
                student.sent_at.clear()
            served = Class(Path(folder), "--reopen", str(served.file))
            for student in students:
                student.base, student.at = served.base, served
            await asyncio.gather(*(student.connect() for student in students))
        served.kill()
    print(f"kill -9, {rounds} times: {acknowledged} last answers acknowledged, {missing} missing")


async def dropped(rounds: int, count: int = 60) -> None:
    """Cut connections while answers are on their way; each is sent again, and counts once."""
    with tempfile.TemporaryDirectory() as folder:
        served = Class(Path(folder), ACTIVITY)
        try:
            teacher = Teacher(served)
            await teacher.connect()
            await teacher.send(do="start", activity=ACTIVITY)
            await teacher.send(do="open")
            students = [Student(served, served.base) for _ in range(count)]
            await asyncio.gather(*(student.join() for student in students))
            await asyncio.gather(*(student.opened.wait() for student in students))
            from newsbook.live.asking import activity_of

            answers = values(activity_of(ACTIVITY).start["spans"], -1)
            resent = 0
            for _ in range(rounds):
                for student in students:
                    await student.answer(random.choice(answers))
                    if random.random() < 0.5:
                        student.socket.close()
                await asyncio.sleep(random.random() * 0.05)
                for student in students:
                    if student.socket.close_code is not None or student.socket.protocol is None:
                        await student.connect()
                    if student.sent_at:
                        resent += 1
                        await student.write(
                            {
                                **{"do": "answer", "round": 1, "seq": student.seq},
                                **{"client": "page", "value": random.choice(answers)},
                            }
                        )
            limit = time.perf_counter() + PATIENCE
            while any(s.sent_at for s in students) and time.perf_counter() < limit:
                await asyncio.sleep(0.05)
            waiting = sum(bool(student.sent_at) for student in students)
            served.kill()
            saved = served.saved()
            right = sum(saved.get((1, s.identity["student"])) == s.seq for s in students)
            print(
                f"connections cut, {rounds} times: {resent} answers sent again, {len(saved)} "
                f"counted of {count} students, {right} of them the last; {waiting} still waiting"
            )
        finally:
            served.kill()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, nargs="*", default=[100, 500, 1000])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--faults", action="store_true", help="only the faults")
    chosen = parser.parse_args()
    more_files()
    if not chosen.faults:
        found = []
        for count in chosen.students:
            found.append(asyncio.run(lesson(count, chosen.seconds)))
            print(f"{count} students: done", file=sys.stderr)
        width = max(map(len, found[0]))
        for name in found[0]:
            row = "".join(
                f"{one[name]:>12,.0f}" if one[name] >= 100 else f"{one[name]:>12.1f}"
                for one in found
            )
            print(f"{name:<{width}}{row}")
    asyncio.run(killed(6))
    asyncio.run(dropped(6))


if __name__ == "__main__":
    main()
