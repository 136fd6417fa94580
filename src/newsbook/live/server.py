"""A class on the network: tornado, one process, one loop.

Tornado, because Jupyter runs on it: it is there already, is maintained with Jupyter, and has
WebSockets, timeouts and bounds of its own, so that a class needs no package that the workbook does
not.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application

from newsbook.live import handlers, network
from newsbook.live.limits import SOCKETS_OF_STUDENT, Limits
from newsbook.live.room import Room
from newsbook.live.rounds import Given, as_json
from newsbook.live.sockets import StudentSocket, TeacherSocket, _Socket
from newsbook.live.wire import CODE_LENGTH, LONGEST_MESSAGE, same_secret, secret_hash

__all__ = ["PORT", "LiveServer"]

PORT = 8950
HEAT_SECONDS = 0.25
"""How often the teacher's page is told of new answers, at most."""
SWEEP_SECONDS = 5.0
CONNECTIONS = 4_000
CONNECTIONS_OF_ADDRESS = 3_000
"""Connections that are no sockets yet, or load a file."""


class LiveServer:
    """Serves one class.

    Args:
        room: The class.
        lan: This machine's address in the room, to be reached from there; None keeps the class on
            this machine.
        prefix: What all paths begin with, where a proxy has the rest of the host.
        hosts: Hosts, with ports, under which a proxy makes the class known, beside our own.
        address: Where students find the class, where that is not ours to know.
        teach_from_anywhere: Whether the teacher's page may be opened from other machines.

    Attributes:
        token: What the teacher's page shows to be the teacher's; the class's own.
        port: Where it listens, once it does.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> folder = tempfile.TemporaryDirectory()
        >>> async def start_and_stop():
        ...     server = LiveServer(Room.new(Path(folder.name) / "a.newsclass"))
        ...     server.listen(0)
        ...     reached = server.join_address.startswith("http://127.0.0.1:")
        ...     await server.stop()
        ...     return reached
        >>> asyncio.run(start_and_stop())
        True
        >>> folder.cleanup()
    """

    def __init__(
        self,
        room: Room,
        *,
        lan: str | None = None,
        prefix: str = "/",
        hosts: Collection[str] = (),
        address: str | None = None,
        teach_from_anywhere: bool = False,
    ) -> None:
        self.room = room
        self.lan = lan
        self.prefix = prefix
        self.limits = Limits()
        self.token = room.token
        self._token_hash = secret_hash(self.token)
        self._given_hosts = {host.lower() for host in hosts}
        self.hosts: set[str] = set()
        self._address = address
        self._anywhere = teach_from_anywhere
        self.port = 0
        self.sockets: set[_Socket] = set()
        self.teachers: set[TeacherSocket] = set()
        self._pages: dict[str, dict[StudentSocket, None]] = {}
        self._modules: dict[str, str] = {}
        self._shown: Any = None
        self._telling: asyncio.Task[None] | None = None
        self._tell_again = False
        self._tasks: list[asyncio.Task[None]] = []
        self._http = _Server(self._application(), **_HTTP)
        self._qr: tuple[str, str | None] = ("", None)

    def _application(self) -> Application:
        at = self.prefix if self.prefix.endswith("/") else f"{self.prefix}/"
        live: dict[str, Any] = {"live": self}
        return Application(
            [
                (at, handlers.Student, live),
                (rf"{at}([A-Za-z]{{{CODE_LENGTH}}})", handlers.Student, live),
                (rf"{at}teacher", handlers.Teacher, live),
                (rf"{at}live/about", handlers.About, live),
                (rf"{at}live/join", handlers.Join, live),
                (rf"{at}live/knows", handlers.Knows, live),
                (rf"{at}live/page/([a-z_]+\.[a-z]+)", handlers.PageFile, live),
                (rf"{at}live/widget/([0-9a-f]+\.js)", handlers.WidgetFile, live),
                (rf"{at}live/student", StudentSocket, live),
                (rf"{at}live/teacher", TeacherSocket, live),
            ],
            default_handler_class=handlers.Nothing,
            default_handler_args=live,
            # Paths hold the class code, and nobody reads such a log.
            log_function=lambda _handler: None,
            websocket_max_message_size=LONGEST_MESSAGE + 1_000,
            websocket_ping_interval=25,
            websocket_ping_timeout=20,
        )

    # From start to end.

    def listen(self, port: int = PORT, *, only: bool = False) -> int:
        """Start to listen, in a running loop.

        Args:
            port: Where; where it is taken the next that is free, 0 for any.
            only: Take no other port.

        Returns:
            The port that it became.

        Raises:
            BadInput: No port is free, or this machine does not have the address.
        """
        network.more_files()
        addresses = [network.LOOPBACK, *([self.lan] if self.lan else [])]
        self.port, listening = network.bound(port, addresses, only=only)
        names = [*addresses, "localhost"]
        self.hosts = {f"{name}:{self.port}" for name in names} | self._given_hosts
        loop = asyncio.get_running_loop()
        self.room.store.deliver = lambda call: _soon(loop, call)
        self.room.store.save_port(self.port)
        self._http.add_sockets(listening)
        self._tasks = [loop.create_task(self._tick()), loop.create_task(self._sweep())]
        return self.port

    async def stop(self) -> None:
        """End: take nothing more, say goodbye, and leave the class in its file."""
        self._http.stop()
        for task in [*self._tasks, *([self._telling] if self._telling else [])]:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for socket in list(self.sockets):
            socket.say("ended", {"do": "ended"})
            socket.close(1001, "the class has ended")
        await asyncio.sleep(0.05)
        for socket in list(self.sockets):
            socket.hang_up()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._http.close_all_connections(), 2)
        await asyncio.get_running_loop().run_in_executor(None, self.room.store.close)

    @property
    def join_address(self) -> str:
        """Where students find the class, code included."""
        if self._address is not None:
            return f"{self._address.rstrip('/')}/{self.room.about.code}"
        at = self.prefix.rstrip("/")
        return f"http://{self.lan or network.LOOPBACK}:{self.port}{at}/{self.room.about.code}"

    @property
    def teacher_address(self) -> str:
        """The teacher's page with its token. For nobody else's eyes."""
        at = self.prefix.rstrip("/")
        return f"http://{network.LOOPBACK}:{self.port}{at}/teacher#{self.token}"

    @property
    def qr_code(self) -> str | None:
        """The join address as a picture; None where there is nothing to draw it with."""
        address = self.join_address
        if self._qr[0] != address:
            self._qr = (address, network.qr_code(address))
        return self._qr[1]

    # Who is who.

    def is_teacher(self, token: str) -> bool:
        """Whether this is the teacher's token, in a time that tells nothing."""
        return same_secret(token, self._token_hash)

    def may_teach(self, address: str) -> bool:
        """Whether the teacher's page may be used from there."""
        return self._anywhere or address in (network.LOOPBACK, "::1")

    def module(self, name: str) -> str | None:
        """The page of a widget that the class was asked in, by the name in its state."""
        if self.room.round is not None:
            current, text = self.room.round.module
            self._modules[current] = text
        return self._modules.get(name)

    def seat(self, socket: StudentSocket) -> None:
        """A student's page is connected."""
        self.room.enter(socket.student)
        mine = self._pages.setdefault(socket.student, {})
        mine[socket] = None
        while len(mine) > SOCKETS_OF_STUDENT:
            first = next(iter(mine))
            del mine[first]
            first.close(4003, "too many tabs")

    def unseat(self, socket: StudentSocket) -> None:
        """A student's page is gone."""
        mine = self._pages.get(socket.student, {})
        mine.pop(socket, None)
        if not mine:
            self._pages.pop(socket.student, None)
        self.room.leave(socket.student)

    # Telling.

    def tell_other_tabs(self, teller: StudentSocket, number: int, given: Given) -> None:
        """Send a student's new answer to their other pages."""
        others = [page for page in self._pages.get(teller.student, ()) if page is not teller]
        if others:
            at = f'"at":[{given.seq},{as_json(given.client)}]'
            message = f'{{"do":"value","round":{number},"value":{given.value},{at}}}'
            for page in others:
                page.outbox.put("value", message)

    def show_everybody(self) -> None:
        """Send everybody the state; what changes while this goes on is sent once more."""
        self.show_teachers()
        if self._telling is not None and not self._telling.done():
            self._tell_again = True
        else:
            self._telling = asyncio.get_running_loop().create_task(self._tell_students())

    async def _tell_students(self) -> None:
        while True:
            self._tell_again = False
            now = self.room.round
            if now is not None:
                self.module("")
                # The pipeline takes a moment; it is not to take it when answers come.
                asyncio.get_running_loop().run_in_executor(None, getattr, now, "wanted")
            for count, page in enumerate([p for pages in self._pages.values() for p in pages]):
                page.show()
                if count % 20 == 19:
                    await asyncio.sleep(0)  # answers that come meanwhile are not to wait
            if not self._tell_again:
                return

    def show_teachers(self) -> None:
        """Send the teacher's page what there is to see, where it has changed."""
        room, now = self.room, self.room.round
        # The heat map only where answers came, the state only where something else did.
        heat_at = (now.number, now.phase, now.changes, room.watching, id(now)) if now else None
        for page in self.teachers:
            state = as_json(room.teacher_state() | self._place())
            if page.shown != state:
                page.shown = state
                page.outbox.put("state", state)
            if page.heat_at != heat_at:
                page.heat_at = heat_at
                page.outbox.put("heat", lambda: f'{{"do":"heat",{room.heat()[1:]}')

    def _place(self) -> dict[str, Any]:
        notes = [*self.room.teacher_state()["notes"], *self.limits.warnings()]
        place = {"address": self.join_address, "qr": self.qr_code}
        return {**place, "lan": self.lan is not None, "notes": notes}

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(HEAT_SECONDS)
            if self.teachers:
                self.show_teachers()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            for socket in list(self.sockets):
                if socket.outbox.stuck():
                    socket.hang_up()


def _soon(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    loop.call_soon_threadsafe(call)


_HTTP: dict[str, Any] = {
    "max_header_size": 16_384,
    "max_body_size": 4_096,
    "max_buffer_size": 1_000_000,
    "idle_connection_timeout": 30,
    "body_timeout": 10,
}


class _Server(HTTPServer):
    """Tornado's own, with a bound for connections."""

    def initialize(self, *args: Any, **more: Any) -> None:
        super().initialize(*args, **more)
        self.open_from: Counter[str] = Counter()

    def handle_stream(self, stream: Any, address: Any) -> None:
        """Take a connection, unless there are too many."""
        host = str(address[0])
        if self.open_from.total() >= CONNECTIONS or self.open_from[host] >= CONNECTIONS_OF_ADDRESS:
            stream.close()
            return
        self.open_from[host] += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn: Any) -> None:
        """Count it no longer."""
        host = str(server_conn.context.address[0])
        self.open_from[host] -= 1
        if self.open_from[host] <= 0:
            del self.open_from[host]
        super().on_close(server_conn)
