"""A class as a service of a JupyterHub: who answers is who has logged in, and nobody needs a code.

The hub starts ``python -m newsbook.live.hub`` and says in the environment where it is to listen and
how to ask the hub who somebody is. A notebook shows the token that its kernel has anyway, a browser
is sent to the hub to log in; either way the hub names the user, and one user is one student,
however many notebooks and pages they have open. Who teaches has the scope `TEACHES`.

Everything else is a class as on a teacher's machine: the same room, file, sockets and pages.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import secrets
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsbook.errors import BadInput
from newsbook.live import handlers
from newsbook.live.room import Refused, Room
from newsbook.live.server import LiveServer

__all__ = ["CLASS_FILE", "TEACHES", "HubServer", "Place", "main"]

TEACHES = "custom:newsbook:teach"
"""The hub's scope of those who see the teacher's page."""

CLASS_FILE = "hub.newsclass"
_KEY_FILE = "hub.key"


@dataclass(frozen=True)
class Place:
    """Where the hub has put the service.

    Args:
        port: Where it listens, on loopback or inside its container.
        prefix: What all its paths begin with.
        public: Where people find it.
        folder: Where it keeps its class.
        names: Whether the teacher's page shows who is in.

    Example:
        >>> place = Place.of_environment({
        ...     "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:8950",
        ...     "JUPYTERHUB_SERVICE_PREFIX": "/services/newsbook/",
        ...     "NEWSBOOK_HUB_PUBLIC_URL": "https://hub.example.org/",
        ... })
        >>> place.port, place.public
        (8950, 'https://hub.example.org/services/newsbook/')
    """

    port: int
    prefix: str
    public: str
    folder: Path
    names: bool = False

    @classmethod
    def of_environment(cls, environment: Mapping[str, str]) -> Place:
        """As JupyterHub tells it to its services.

        Raises:
            BadInput: This process was not started by a hub.
        """
        try:
            url = environment["JUPYTERHUB_SERVICE_URL"]
            prefix = environment["JUPYTERHUB_SERVICE_PREFIX"]
        except KeyError as error:
            raise BadInput(
                f"{error.args[0]} is not set: this is started by JupyterHub, as deploy/README.md "
                "says. On your own machine, `newsbook class` starts a class."
            ) from None
        port = urlsplit(url).port
        if port is None:
            raise BadInput(f"JUPYTERHUB_SERVICE_URL is {url}, which names no port.")
        public = environment.get("NEWSBOOK_HUB_PUBLIC_URL", f"http://127.0.0.1:{port}")
        host = urlsplit(public)
        return cls(
            port,
            prefix,
            f"{host.scheme}://{host.netloc}{prefix}",
            Path(environment.get("NEWSBOOK_CLASS_FOLDER", ".")),
            environment.get("NEWSBOOK_CLASS_NAMES", "") == "1",
        )


class HubServer(LiveServer):
    """A class behind a hub.

    Args:
        room: The class.
        place: Where the hub has put it.
        key: The service's secret, from which a user's place in the class is made.
    """

    def __init__(self, room: Room, place: Place, key: bytes) -> None:
        self.place, self._key = place, key
        super().__init__(
            room,
            prefix=place.prefix,
            hosts=[urlsplit(place.public).netloc],
            address=place.public,
            teach_from_anywhere=True,
        )

    def _application(self) -> Any:
        made = super()._application()
        made.settings["cookie_secret"] = self._key
        at, live = self.place.prefix, {"live": self}
        student, teacher, about, join, callback = _handlers()
        made.add_handlers(
            ".*$",
            [
                (at, student, live),
                (rf"{at}([A-Za-z]{{4}})", student, live),
                (rf"{at}teacher", teacher, live),
                (rf"{at}live/about", about, live),
                (rf"{at}live/join", join, live),
                (rf"{at}oauth_callback", callback),
            ],
        )
        return made

    def student_of(self, user: str) -> tuple[str, str]:
        """A user's id and secret in this class, the same each time."""

        def made(what: str) -> str:
            text = f"{what}\0{self.room.about.id}\0{user}"
            return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()

        return made("student")[:16], made("secret")


def _handlers() -> tuple[Any, ...]:
    """Both pages, what the student's must know, joining, and the way back from the hub's log-in.

    They are made when they are needed: JupyterHub is installed only where there is a hub.
    """
    from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
    from tornado.web import authenticated

    class Known(HubOAuthenticated, handlers.Guarded):  # type: ignore[misc]
        """Who asks is known to the hub, and may use this service."""

        live: HubServer

        async def prepare(self) -> None:  # type: ignore[override]
            super().prepare()
            if not self._finished:
                # Looked up here, so that nobody waits for it below.
                await self.hub_auth.get_user(self, sync=False)

        def teaches(self) -> bool:
            return TEACHES in self.current_user.get("scopes", ())

    class Student(Known):
        """The way in: a teacher's is the teacher's page, anybody else's the student's."""

        @authenticated
        def get(self, code: str = "") -> None:
            about = self.live.room.about
            if self.teaches() and not code:
                # What follows the # stays in the browser.
                self.redirect(f"{self.live.prefix}teacher#{self.live.token}")
            elif code != about.code:
                self.redirect(f"{self.live.prefix}{about.code}")
            else:
                self.send_file("student.html")

    class Teacher(Known):
        """The teacher's page, for teachers; it still has to show the token."""

        @authenticated
        def get(self) -> None:
            if self.teaches():
                self.send_file("teacher.html")
            else:
                self.refuse(403, "This page is for who teaches the class.")

    class About(handlers.About):
        """No page asks for a name: the hub knows it."""

        def get(self) -> None:
            self.finish({"class": self.live.room.about.id, "names": False})

    class Join(Known):
        """A user joins, again and again as the same student; no code is asked for."""

        def check_xsrf_cookie(self) -> None:
            # Another site's page can send no JSON here unasked, and its origin is looked at.
            pass

        async def post(self) -> None:
            if not self.request.headers.get("Content-Type", "").startswith("application/json"):
                self.refuse(415, "Joining takes JSON.")
                return
            user = self.current_user
            if user is None or user.get("kind") != "user":
                self.refuse(403, "The hub does not know you: log in there, or start your server.")
                return
            live = self.live
            student, secret = live.student_of(user["name"])
            saved: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            try:
                live.room.enrol(student, secret, user["name"], lambda: saved.set_result(None))
            except Refused as error:
                self.refuse(409, str(error))
                return
            await saved
            self.finish({"student": student, "secret": secret, "class": live.room.about.id})

        def redirect(self, *_args: Any, **_more: Any) -> None:
            self.refuse(403, "You may not use this service.")

    class Callback(HubOAuthCallbackHandler):  # type: ignore[misc]
        """As JupyterHub has it."""

    return Student, Teacher, About, Join, Callback


def _kept_key(path: Path) -> bytes:
    """The service's secret, made at its first start."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    key = path.read_bytes()
    if len(key) != 32:
        raise BadInput(f"{path} is damaged: remove it; students are then asked in anew.")
    return key


async def _serve(place: Place) -> None:
    place.folder.mkdir(parents=True, exist_ok=True)
    path = place.folder / CLASS_FILE
    room = Room.reopen(path) if path.exists() else Room.new(path, names=place.names)
    server = HubServer(room, place, _kept_key(place.folder / _KEY_FILE))
    server.listen(place.port, only=True)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    print(f"newsbook: the class is at {place.public}", flush=True)
    await ended.wait()
    await server.stop()


def main() -> int:
    """Serve the class until the hub ends it; what goes wrong is one sentence in the hub's log.

    Returns:
        The exit code.
    """
    try:
        asyncio.run(_serve(Place.of_environment(os.environ)))
    except BadInput as error:
        print(f"newsbook: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
