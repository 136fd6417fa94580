"""A class on the network: tornado, one process, one loop.

Tornado, because Jupyter runs on it: it is there already, is maintained with Jupyter, and has
WebSockets, timeouts and bounds of its own, so that a class needs no package that the workbook does
not.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import time
from collections.abc import Callable, Collection
from typing import Any

from tornado.web import Application

from newsbook.live import handlers, network
from newsbook.live.limits import SOCKETS_OF_STUDENT, Limits
from newsbook.live.listener import LISTENING, Listener
from newsbook.live.room import Room
from newsbook.live.rounds import Given, as_json
from newsbook.live.sockets import StudentSocket, TeacherSocket, _Socket
from newsbook.live.turns import Turns
from newsbook.live.wire import (
    CODE_LENGTH,
    KEY_LENGTH,
    LETTERS,
    LONGEST_MESSAGE,
    same_secret,
    secret_hash,
)

__all__ = ["PORT", "LiveServer"]

PORT = 8950
HEAT_SECONDS = 0.25
"""How often the teacher's page is told of new answers, at most."""
SWEEP_SECONDS = 5.0


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
        self.limits = Limits(proxied=address is not None)
        self.turns = Turns()
        self.token = room.token
        self._token_hash = secret_hash(self.token)
        self._given_hosts = {host.lower() for host in hosts}
        self.hosts: set[str] = set()
        self._address = address
        self._anywhere = teach_from_anywhere
        self.port = 0
        self.sockets: set[_Socket] = set()
        self.teachers: set[TeacherSocket] = set()
        self._strangers: dict[str, dict[_Socket, None]] = {}
        self._pages: dict[str, dict[StudentSocket, None]] = {}
        self._modules: dict[str, str] = {}
        self._shown: Any = None
        self._telling: asyncio.Task[None] | None = None
        self._tell_again = False
        self._tasks: list[asyncio.Task[None]] = []
        self._http = Listener(self._application(), **LISTENING)
        self._http.limits = self.limits
        self._qr: tuple[str, str | None] = ("", None)
        self.limits.recall(room.store.kept("addresses") or "{}", time.time())
        self._kept: dict[str, object] = {}

    def _application(self) -> Application:
        at = self.prefix if self.prefix.endswith("/") else f"{self.prefix}/"
        live: dict[str, Any] = {"live": self}
        return Application(
            [
                (at, handlers.Student, live),
                (
                    rf"{at}([A-Za-z]{{{CODE_LENGTH}}}(?:-[A-Za-z]{{{KEY_LENGTH}}})?)",
                    handlers.Student,
                    live,
                ),
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
        self._http.most = min(self._http.most, max(64, network.more_files() // 3))
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
        self._keep_addresses()
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
    def key(self) -> str:
        """What stands behind the code where nobody has to type it, too long to be guessed."""
        made = hmac.digest(self.token.encode(), b"join", "sha256")
        return "".join(LETTERS[byte % len(LETTERS)] for byte in made[:KEY_LENGTH])

    @property
    def sure_address(self) -> str:
        """As `join_address`, with the key: wrong codes of others keep nobody out who has it."""
        if self._address is not None:
            return self.join_address
        return f"{self.join_address}-{self.key}"

    @property
    def teacher_address(self) -> str:
        """The teacher's page with its token. For nobody else's eyes."""
        at = self.prefix.rstrip("/")
        return f"http://{network.LOOPBACK}:{self.port}{at}/teacher#{self.token}"

    @property
    def qr_code(self) -> str | None:
        """The join address as a picture; None where there is nothing to draw it with."""
        address = self.sure_address
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

    def has_room(self, address: str) -> bool:
        """Whether one more socket may be opened; who has not said who they are makes room."""
        if not self.limits.may_connect(address):
            most = max(self._strangers.values(), key=len, default={})
            self._hang_up_oldest(most)
        return self.limits.may_connect(address)

    def strange(self, socket: _Socket) -> None:
        """A socket is open, and has not said who it is; too many of an address end the oldest."""
        mine = self._strangers.setdefault(socket.address, {})
        mine[socket] = None
        limits = self.limits
        if not limits.free(socket.address) and len(mine) > limits.strangers(socket.address):
            self._hang_up_oldest(mine)

    def known(self, socket: _Socket) -> None:
        """It has said who it is, or is gone."""
        mine = self._strangers.get(socket.address, {})
        mine.pop(socket, None)
        if not mine:
            self._strangers.pop(socket.address, None)

    def _hang_up_oldest(self, of: dict[_Socket, None]) -> None:
        first = next(iter(of), None)
        if first is not None:
            first.hang_up()
            first.on_close()  # it counts no longer, from now on

    def drop(self, *, address: str = "", name: str = "") -> None:
        """Take the students of an address, or of a name, out of the class with their answers.

        From that address nobody joins again until the teacher lets them.
        """
        students = self.limits.from_address(address) if address else self.room.named(name)
        self.room.drop(students)
        if address:
            self.limits.dropped(address)
        why = "Your teacher has taken you out of this class; join again if that was a mistake."
        for student in students:
            self.limits.students.pop(student, None)
            self.turns.forget(student)
            for page in list(self._pages.get(student, ())):
                page.say("refused", {"do": "refused", "why": why, "stranger": True})
                page.close(4001, "unknown")

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
        place = {"address": self.join_address, "qr": self.qr_code, "crowds": self.limits.crowds()}
        return {**place, "lan": self.lan is not None, "notes": notes}

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(HEAT_SECONDS)
            if self.teachers:
                self.show_teachers()

    def _keep_addresses(self) -> None:
        """Keep in the class's file from where students joined, for when it is opened again."""
        kept = self.limits.kept()
        if kept != self._kept:
            self._kept = kept
            self.room.store.keep("addresses", as_json({"at": int(time.time()), **kept}))

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self._keep_addresses()
            for socket in list(self.sockets):
                if socket.outbox.stuck():
                    socket.hang_up()


def _soon(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    loop.call_soon_threadsafe(call)
