"""The two sockets: a student's and the teacher's.

What is to be sent waits in an `Outbox`, which holds one message of each kind at most: a phone that
does not read costs what it costs, and never more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tornado.websocket import WebSocketClosedError, WebSocketHandler

from newsbook.errors import BadInput
from newsbook.live import limits
from newsbook.live.room import Refused
from newsbook.live.rounds import Given, as_json
from newsbook.live.wire import NotAMessage, host_is_ours, origin_is_ours, parse, with_parts

if TYPE_CHECKING:
    from newsbook.live.server import LiveServer

__all__ = ["Outbox", "StudentSocket", "TeacherSocket"]

MOST_COVERED = 1_000
"""Code points of a prediction that is taken away; none is as long."""

MOST_REFUSED = 200
"""Messages above the rate after which a socket is closed."""


class Outbox:
    """What waits to be written to one socket, at most one message of each kind.

    A message takes the place of one of its kind that still waits: the older state of a class is of
    no use, and an answer's acknowledgement stands for those before it.

    Args:
        write: Writes a message; what it returns is done when the message has left.
        clock: Gives the time in seconds.

    Example:
        >>> written = []
        >>> box = Outbox(lambda text: written.append(text), lambda: 0.0)
        >>> box.put("state", "a"); box.put("state", "b")
        >>> written
        ['a', 'b']
    """

    def __init__(self, write: Callable[[str], Any], clock: Callable[[], float]) -> None:
        self._write, self._clock = write, clock
        self._waiting: dict[str, str | Callable[[], str]] = {}
        self._busy_since: float | None = None

    def put(self, kind: str, message: str | Callable[[], str]) -> None:
        """Write a message, or keep it until the one before has left.

        Args:
            kind: What it takes the place of.
            message: The message, or what makes it when its time has come.
        """
        self._waiting[kind] = message
        if self._busy_since is None:
            self._next()

    def stuck(self) -> bool:
        """Whether the other side has not read for too long."""
        since = self._busy_since
        return since is not None and self._clock() - since > limits.STUCK_SECONDS

    def _next(self) -> None:
        while self._waiting:
            message = self._waiting.pop(next(iter(self._waiting)))
            try:
                leaving = self._write(message() if callable(message) else message)
            except WebSocketClosedError:
                self._waiting.clear()
                return
            if leaving is not None and not leaving.done():
                self._busy_since = self._clock()
                leaving.add_done_callback(self._left)
                return

    def _left(self, leaving: Any) -> None:
        self._busy_since = None
        if leaving.cancelled() or leaving.exception() is not None:
            self._waiting.clear()
        else:
            self._next()


class _Socket(WebSocketHandler):
    """What both have in common: who may open one, and how much may come."""

    live: LiveServer
    _admitted = False

    def initialize(self, live: LiveServer) -> None:
        self.live = live

    def prepare(self) -> None:
        self.address = self.request.remote_ip or ""
        if not host_is_ours(self.request.headers.get("Host"), self.live.hosts):
            self.set_status(403)
            self.finish("This is not the address of this class.")
        elif not origin_is_ours(self.request.headers.get("Origin"), self.live.hosts):
            self.set_status(403)
            self.finish("A page from elsewhere cannot open this.")
        elif not self.live.has_room(self.address):
            self.set_status(429)
            self.finish("There are too many connections; close some.")

    def check_origin(self, origin: str) -> bool:
        return origin_is_ours(origin, self.live.hosts)

    def open(self, *_args: str, **_more: str) -> None:
        self.live.limits.sockets[self.address] += 1
        self.refused = 0
        self.meter = limits.Meter(self.live.limits.clock)
        self.outbox = Outbox(self._write, self.live.limits.clock)
        self.live.sockets.add(self)
        self._hello_by = asyncio.get_running_loop().call_later(
            limits.HELLO_SECONDS, self._not_greeted
        )
        self.live.strange(self)

    def _write(self, text: str) -> Any:
        return self.write_message(text)

    def _not_greeted(self) -> None:
        if not self._admitted:
            self.close(4002, "no hello")

    def admitted(self) -> None:
        """Who it is has been told, and is true."""
        if not self._admitted:
            self._admitted = True
            self._hello_by.cancel()
            self.live.known(self)

    def _fewer(self, counter: Any) -> None:
        counter[self.address] -= 1
        if counter[self.address] <= 0:
            del counter[self.address]

    def on_close(self) -> None:
        if self not in self.live.sockets:
            return
        self.live.sockets.discard(self)
        self._fewer(self.live.limits.sockets)
        if not self._admitted:
            self._hello_by.cancel()
            self.live.known(self)

    def hang_up(self) -> None:
        """Close at once, without waiting for the other side to agree."""
        connection = self.ws_connection
        stream = getattr(connection, "stream", None)
        if stream is not None:
            stream.close()

    def say(self, kind: str, message: dict[str, Any]) -> None:
        """Send a message."""
        self.outbox.put(kind, as_json(message))

    def on_message(self, message: str | bytes) -> None:
        size = len(message)
        if not (self.live.limits.takes(self.address, size) and self.meter.takes(size)):
            self.refused += 1
            if self.refused > MOST_REFUSED:
                self.close(1008, "too fast")
            else:
                self.say("slow", {"do": "slow", "why": "That was too fast; wait a moment."})
            return
        try:
            found = parse(message, {"do": str})
            if found["do"] == "hello":
                self.hello(found)
            elif not self._admitted:
                self.close(4001, "say hello first")
            elif found["do"] == "ping":
                self.say("pong", {"do": "pong"})
            else:
                self.act(found)
        except Refused as error:
            self.say("refused", {"do": "refused", "why": str(error)})
        except (NotAMessage, BadInput) as error:
            self.say("refused", {"do": "refused", "why": str(error)})
            if not self._admitted:
                self.close(4001, "say hello first")
        except OSError as error:
            folder = self.live.room.store.path.absolute().parent.name
            why = f"That cannot be written into {folder} ({error.strerror})."
            self.say("refused", {"do": "refused", "why": why})

    def hello(self, found: dict[str, Any]) -> None:
        raise NotImplementedError

    def act(self, found: dict[str, Any]) -> None:
        raise NotImplementedError


def with_one(found: dict[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    """The one part of a message that there is of several.

    Raises:
        NotAMessage: There is none.
    """
    name = next((one for one in names if one in found), names[0])
    return {name: with_parts(found, {name: str})[name]}


class StudentSocket(_Socket):
    """A student's page, or notebook."""

    student = ""
    known = -1

    def hello(self, found: dict[str, Any]) -> None:
        """Let a student in."""
        told = with_parts(found, {"student": str, "secret": str})
        if self._admitted:
            return
        if not self.live.room.admit(told["student"], told["secret"]):
            why = "This class does not know you (any more); join again."
            self.say("refused", {"do": "refused", "why": why, "stranger": True})
            self.close(4001, "unknown")
            return
        self.student = told["student"]
        # What they may send is one measure for all their lines; a new line brings no new one.
        self.meter = self.live.limits.meter(self.student)
        if not self.meter.takes(0):
            self.student = ""
            self.close(1013, "too fast")
            return
        self.live.limits.came_from(self.student, self.address)
        self.admitted()
        self.live.seat(self)
        self.show()

    def show(self) -> None:
        """Send what the class is at; made when it can leave, so that it is never an old one."""
        self.outbox.put("state", self._state)

    def _state(self) -> str:
        room = self.live.room
        state = room.student_state(self.student, self.known)
        self.known = room.round.number if room.round else 0
        return state

    def act(self, found: dict[str, Any]) -> None:
        """Take an answer."""
        if found["do"] != "answer":
            return
        told = with_parts(found, {"round": int, "seq": int, "client": str})
        number, seq, client = told["round"], told["seq"], told["client"]
        if len(client) > 64:
            raise NotAMessage("A message needs a shorter “client”.")
        ack = {"do": "ack", "round": number, "client": client, "seq": seq}
        self.live.turns.put(self.student, client, seq, lambda: self._read(told, ack))

    def _read(self, told: dict[str, Any], ack: dict[str, Any]) -> None:
        number, seq, client = told["round"], told["seq"], told["client"]
        counts: list[Given] = []

        def saved() -> None:
            given = counts[0]
            if given.order != (seq, client):
                # Another change counts: the page is to show that one.
                value = f',"value":{given.value},"at":[{given.seq},{as_json(given.client)}]}}'
                self.outbox.put("ack", as_json(ack)[:-1] + value)
                return
            self.outbox.put("ack", as_json(ack))
            self.live.tell_other_tabs(self, number, given)

        try:
            counts.append(
                self.live.room.answer(self.student, number, seq, client, told.get("value"), saved)
            )
        except Refused as error:
            self.say("refused", {**ack, "do": "refused", "why": str(error)})

    def on_close(self) -> None:
        """The page is gone."""
        super().on_close()
        if self.student:
            self.live.unseat(self)


class TeacherSocket(_Socket):
    """The teacher's page."""

    shown = ""
    heat_at: Any = None

    def prepare(self) -> None:
        """Let only the teacher's machine in."""
        super().prepare()
        if not self._finished and not self.live.may_teach(self.address):
            self.set_status(403)
            self.finish("The teacher's page is only for the teacher's own machine.")

    def hello(self, found: dict[str, Any]) -> None:
        """Let the teacher in."""
        told = with_parts(found, {"token": str})
        if not self.live.is_teacher(told["token"]):
            why = (
                "This is not the teacher's page of the class that runs here now. Close it, and "
                "open the address that `newsbook class` has printed in its terminal; to go on "
                "with an earlier class, start it with --reopen."
            )
            self.say("refused", {"do": "refused", "why": why, "stranger": True})
            self.close(4001, "unknown")
            return
        self.admitted()
        self.meter = limits.Meter(self.live.limits.clock, limits.MESSAGES_OF_TEACHER)
        self.live.teachers.add(self)
        self.live.show_teachers()

    def act(self, found: dict[str, Any]) -> None:
        """Do what the teacher asks for."""
        room, do = self.live.room, found["do"]
        if do == "start":
            room.start(with_parts(found, {"activity": str})["activity"])
        elif do == "live":
            room.watch(with_parts(found, {"on": bool})["on"])
        elif do == "show":
            room.show(with_parts(found, {"round": int})["round"])
        elif do == "share":
            room.share(with_parts(found, {"what": str})["what"])
        elif do == "cover":
            told = with_parts(found, {"line": str, "what": str, "on": bool})
            room.cover(told["line"], told["what"][:MOST_COVERED], told["on"])
        elif do == "uncover":
            room.uncover()
        elif do == "allow":
            self.live.limits.allow(with_parts(found, {"address": str})["address"])
        elif do == "drop":
            self.live.drop(**with_one(found, ("address", "name")))
        elif do == "save":
            saved = room.save()
            names, folder = [path.name for path in saved], saved[0].absolute().parent.name
            self.say("saved", {"do": "saved", "files": names, "folder": folder})
            return
        elif do in ("open", "close", "reveal", "again", "hide"):
            getattr(room, do)()
        else:
            raise NotAMessage("A teacher's page can start, open, close, reveal, hide, vote again.")
        self.live.show_everybody()

    def on_close(self) -> None:
        """The page is gone."""
        super().on_close()
        self.live.teachers.discard(self)
