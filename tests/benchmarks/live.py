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
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from live_clients import PATIENCE, Class, Student, Teacher, values
from tornado.httpclient import AsyncHTTPClient
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

from newsbook.live.asking import activity_of
from newsbook.live.network import more_files
from newsbook.live.rounds import module_of

ACTIVITY = "tokens:nato_seoul:4"
"""A paragraph of 250 characters; with ``--activity`` another text to split."""
JOIN_SECONDS = 10.0
EVERY = 2.0


async def lesson(count: int, seconds: float, asked: str = ACTIVITY) -> dict[str, Any]:
    """One class: everybody joins, answers, and is counted."""
    with tempfile.TemporaryDirectory() as folder:
        served = Class(Path(folder), asked)
        try:
            return await _lesson(served, count, seconds, asked)
        finally:
            served.kill()


async def _lesson(served: Class, count: int, seconds: float, asked: str) -> dict[str, Any]:
    activity = activity_of(asked)
    start = activity.start["spans"]
    longest = max(start, key=lambda span: span[1] - span[0])
    gap = longest[0] + 3
    answers = values(start, gap)
    AsyncHTTPClient.configure(None, max_clients=200)
    empty = served.megabytes()
    teacher = Teacher(served)
    await teacher.connect()
    await teacher.send(do="start", activity=activity.key)
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
    sizes = [sum(getattr(one, way) for one in students) for way in ("bytes_in", "bytes_out")]
    began = time.perf_counter()
    await teacher.send(do="reveal")
    await asyncio.gather(*(student.revealed.wait() for student in students))
    revealed = time.perf_counter() - began
    memory = served.megabytes("VmHWM")
    page = await page_bytes(served)
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
        "KB to a student": sizes[0] / count / 1024,
        "KB from a student": sizes[1] / count / 1024,
        "KB of page a student": page / 1024,
        "reveal at all in ms": 1000 * revealed,
    }


async def page_bytes(served: Class) -> int:
    """What a student's browser loads: the page, the widget, and the heat map at the end."""
    names = [
        "base.css",
        "student.css",
        "student.js",
        "student_words.js",
        "model.js",
        "connection.js",
        "heat.js",
    ]
    client = AsyncHTTPClient()
    paths = [served.code, "live/about", *(f"live/page/{name}" for name in names)]
    answers = [await client.fetch(served.base + path) for path in paths]
    return sum(len(answer.body) for answer in answers) + len(
        module_of(activity_of(ACTIVITY).parts)[1].encode()
    )


def quantile(ordered: list[float], share: float) -> float:
    """The value below which that share lies."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def hurry(student: Student, answers: list[Any]) -> None:
    """Answer again and again, until the server is gone."""
    with contextlib.suppress(WebSocketClosedError, StreamClosedError):
        while True:
            await student.answer(random.choice(answers))
            await asyncio.sleep(0.15)


async def opened(served: Class, count: int) -> list[Student]:
    """Open a vote, and have students in it who may answer."""
    teacher = Teacher(served)
    await teacher.connect()
    await teacher.send(do="start", activity=ACTIVITY)
    await teacher.send(do="open")
    students = [Student(served, served.base) for _ in range(count)]
    await asyncio.gather(*(student.join() for student in students))
    await asyncio.gather(*(student.opened.wait() for student in students))
    return students


async def killed(rounds: int, count: int = 40) -> None:
    """Kill the server with -9 at random moments, and look what became of what it acknowledged."""
    acknowledged = missing = 0
    with tempfile.TemporaryDirectory() as folder:
        served = Class(Path(folder), ACTIVITY)
        students = await opened(served, count)
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
            students = await opened(served, count)
            answers = values(activity_of(ACTIVITY).start["spans"], -1)
            resent = 0
            for _ in range(rounds):
                for student in students:
                    await student.answer(random.choice(answers))
                    if random.random() < 0.5:
                        student.socket.close()
                await asyncio.sleep(random.random() * 0.05)
                for student in students:
                    if student.gone:
                        await student.connect()
                    if student.sent_at:
                        resent += 1
                        student.again()
            limit = time.perf_counter() + PATIENCE
            while any(s.sent_at for s in students) and time.perf_counter() < limit:
                await asyncio.sleep(0.5)
                for student in students:
                    # Hung up, for it came back too often in too short a time.
                    if student.sent_at and student.gone:
                        await student.connect()
                        student.again()
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
    parser.add_argument("--activity", default=ACTIVITY, help="a text to split: tokens:…")
    parser.add_argument("--faults", action="store_true", help="only the faults")
    chosen = parser.parse_args()
    more_files()
    if not chosen.faults:
        found = []
        for count in chosen.students:
            found.append(asyncio.run(lesson(count, chosen.seconds, chosen.activity)))
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
