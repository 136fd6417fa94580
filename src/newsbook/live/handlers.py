"""The pages and files that are served, and the door: what every answer bears, and who may ask."""

from __future__ import annotations

import asyncio
import logging
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tornado.web import RequestHandler

from newsbook.live.room import Refused
from newsbook.live.wire import (
    NotAMessage,
    clean_code,
    host_is_ours,
    origin_is_ours,
    parse,
    same_secret,
    secret_hash,
)

if TYPE_CHECKING:
    from newsbook.live.server import LiveServer

__all__ = [
    "About",
    "Guarded",
    "Join",
    "Knows",
    "Nothing",
    "PageFile",
    "Student",
    "Teacher",
    "WidgetFile",
]

_KINDS = {"css": "text/css", "html": "text/html", "js": "text/javascript", "svg": "image/svg+xml"}
_BUNDLES = {"heat.js": "heat", "teacher.js": "teacher"}
_FILES = {
    "base.css",
    "heat.css",
    "connection.js",
    "student_words.js",
    "model.js",
    "student.css",
    "student.js",
    "teacher.css",
}

_LOG = logging.getLogger(__name__)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def _policy(sockets: str) -> str:
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data:; connect-src 'self'{sockets}; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


@cache
def page_file(name: str) -> bytes:
    """A file of ``live/page/``, or a module that is joined from several.

    Example:
        >>> b"<html" in page_file("student.html")
        True
    """
    if name in _BUNDLES:
        from newsbook.live.pages import bundle

        return bundle(_BUNDLES[name]).encode()
    return files(__package__).joinpath("page", name).read_bytes()


class Guarded(RequestHandler):
    """What every page and file has: headers, and a look at who asks."""

    live: LiveServer

    def initialize(self, live: LiveServer) -> None:
        """Tornado’s own way to hand over what is served."""
        self.live = live

    def set_default_headers(self) -> None:
        """What every answer bears."""
        self.clear_header("Server")
        for name, text in HEADERS.items():
            self.set_header(name, text)
        self.set_header("Content-Security-Policy", _policy(""))

    def prepare(self) -> None:
        """Look at who asks, before anything is done."""
        self.address = self.request.remote_ip or ""
        if not host_is_ours(self.request.headers.get("Host"), self.live.hosts):
            self.refuse(403, "This is not the address of this class.")
        elif not origin_is_ours(self.request.headers.get("Origin"), self.live.hosts):
            self.refuse(403, "A page from elsewhere asks for this class; open its address instead.")
        elif not self.live.limits.may_ask(self.address):
            self.refuse(429, "That was too fast; wait a moment.")
        else:
            host = self.request.headers["Host"]
            # Older Safaris do not count a socket among what is a page's own.
            self.set_header("Content-Security-Policy", _policy(f" ws://{host} wss://{host}"))

    def refuse(self, status: int, sentence: str) -> None:
        """End with a sentence."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish({"why": sentence})

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log what went wrong, without what was asked: paths hold the class code."""
        _LOG.error("a page could not be sent", exc_info=(typ, value, tb))

    def write_error(self, status_code: int, **_more: Any) -> None:
        """Say that it failed: never a traceback, and nothing of what was asked."""
        self.refuse(status_code, "There is nothing here." if status_code == 404 else "That failed.")

    def send_file(self, name: str) -> None:
        """Answer with a file of ``live/page/``."""
        kind = _KINDS[name.rpartition(".")[2]]
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.finish(page_file(name))


class Nothing(Guarded):
    """Whatever is not there."""

    def prepare(self) -> None:
        """Answer every kind of request alike."""
        super().prepare()
        if not self._finished:
            self.refuse(404, "There is nothing here.")


class Student(Guarded):
    """The student's page; the same for every code, so that it tells nothing of the right one."""

    def get(self, _code: str = "") -> None:
        """Send the page."""
        self.send_file("student.html")


class Teacher(Guarded):
    """The teacher's page; it knows nothing before it has shown the token."""

    def get(self) -> None:
        """Send the page."""
        if self.live.may_teach(self.address):
            self.send_file("teacher.html")
        else:
            self.refuse(403, "The teacher's page is only for the teacher's own machine.")


class PageFile(Guarded):
    """A file that a page is made of."""

    def get(self, name: str) -> None:
        """Send the file."""
        if name in _FILES or name in _BUNDLES:
            self.send_file(name)
        else:
            self.refuse(404, "There is nothing here.")


class WidgetFile(Guarded):
    """The page of the current activity's widget, as one module."""

    def get(self, name: str) -> None:
        """Send the module."""
        text = self.live.module(name)
        if text is None:
            self.refuse(404, "There is nothing here.")
            return
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        # Its name is made of what is in it.
        self.set_header("Cache-Control", "private, max-age=86400, immutable")
        self.finish(text)


class About(Guarded):
    """What a page must know to ask a student in."""

    def get(self) -> None:
        """Tell it."""
        about = self.live.room.about
        self.finish({"class": about.id, "names": about.names})


class Join(Guarded):
    """A new student, for who knows the code."""

    async def post(self) -> None:
        """Take the student in, once that is in the file."""
        live, room = self.live, self.live.room
        if not self.request.headers.get("Content-Type", "").startswith("application/json"):
            # A form of another page's can be sent without asking, JSON cannot.
            self.refuse(415, "Joining takes JSON.")
            return
        try:
            asked = parse(self.request.body.decode("utf-8"), {"code": str})
        except (NotAMessage, UnicodeDecodeError):
            self.refuse(400, "Joining takes a code.")
            return
        given = clean_code(asked["code"])
        # Who has the whole of it need not wait for those who guess at the code alone.
        whole = same_secret(given, secret_hash(room.about.code + live.key))
        if not whole and not live.limits.may_guess(self.address):
            self.set_header("Retry-After", "3")
            self.refuse(
                429,
                "Many wrong codes came from your network: scan the QR code, or wait a moment.",
            )
            return
        if not whole and not same_secret(given, secret_hash(room.about.code)):
            live.limits.wrong_code(self.address)
            self.refuse(403, "There is no class with this code here: look at it again.")
            return
        if not live.limits.may_join(self.address):
            self.refuse(
                429,
                "Many have joined from your network: your teacher can let more in. Then try again.",
            )
            return
        name = asked.get("name")
        loop = asyncio.get_running_loop()
        saved: asyncio.Future[None] = loop.create_future()
        try:
            student, secret = room.join(name if isinstance(name, str) else "", lambda: _done(saved))
        except Refused as error:
            self.refuse(409, str(error))
            return
        await saved
        live.limits.came_from(student, self.address)
        self.finish({"student": student, "secret": secret, "class": room.about.id})


class Knows(Guarded):
    """Whether the class knows a student: a notebook asks before it joins anew."""

    def post(self) -> None:
        """Tell it."""
        try:
            asked = parse(self.request.body.decode("utf-8"), {"student": str, "secret": str})
        except (NotAMessage, UnicodeDecodeError):
            self.refuse(400, "That is no student.")
            return
        self.finish({"known": self.live.room.admit(asked["student"], asked["secret"])})


def _done(saved: asyncio.Future[None]) -> None:
    if not saved.done():
        saved.set_result(None)
