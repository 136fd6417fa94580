"""Tornado's HTTP server with a bound for connections.

Counted are connections that are no sockets yet, or load a file. Whoever opens many and says nothing
is not to keep others out: one too many cuts the oldest one of the address that holds most.
"""

from __future__ import annotations

from typing import Any

from tornado.httpserver import HTTPServer

from newsbook.live.limits import Limits

__all__ = ["LISTENING", "Listener"]

CONNECTIONS = 4_000
CONNECTIONS_OF_ADDRESS = 300
CONNECTIONS_OF_SCHOOL = 3_000
"""Where the teacher lets many in from one address."""

LISTENING: dict[str, Any] = {
    "max_header_size": 16_384,
    "max_body_size": 4_096,
    "max_buffer_size": 1_000_000,
    "idle_connection_timeout": 30,
    "body_timeout": 10,
}


class Listener(HTTPServer):
    """What listens for one class.

    Attributes:
        limits: Whom it knows; set before it listens.
        most: Connections in all.
    """

    limits: Limits
    most: int

    def initialize(self, *args: Any, **more: Any) -> None:
        """Tornado's own way to begin."""
        super().initialize(*args, **more)
        self.most = CONNECTIONS
        # Of each address the connections, oldest first; and which stream is whose.
        self._open: dict[str, dict[Any, None]] = {}
        self._count = 0

    def handle_stream(self, stream: Any, address: Any) -> None:
        """Take a connection; where there are too many, an older one goes."""
        host = str(address[0])
        mine = self._open.setdefault(host, {})
        if not self.limits.free(host):
            few = CONNECTIONS_OF_SCHOOL if host in self.limits.allowed else CONNECTIONS_OF_ADDRESS
            if len(mine) >= few:
                self._cut(host)
            elif self._count >= self.most:
                bounded = [one for one in self._open if not self.limits.free(one)]
                self._cut(max(bounded, key=lambda one: len(self._open[one])))
        self._open.setdefault(host, {})[stream] = None
        self._count += 1
        super().handle_stream(stream, address)

    def _cut(self, host: str) -> None:
        mine = self._open.get(host)
        if not mine:
            return
        stream = next(iter(mine))
        self._gone(host, stream)
        self.limits.cut[host] += 1
        stream.close()

    def _gone(self, host: str, stream: Any) -> None:
        mine = self._open.get(host, {})
        if stream in mine:
            del mine[stream]
            self._count -= 1
        if not mine:
            self._open.pop(host, None)

    def on_close(self, server_conn: Any) -> None:
        """Count it no longer."""
        self._gone(str(server_conn.context.address[0]), server_conn.stream)
        super().on_close(server_conn)
