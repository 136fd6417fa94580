"""JupyterHub's proxy without Node: the package `configurable-http-proxy`, made fit for a class.

The hub starts it with the options of the Node program of that name. As it comes, the package asks
at most ten things of users' servers at a time, gives up after 20 seconds, waits for a whole answer
before it passes anything on (so that JupyterHub's progress bar stands still), and drops the
sub-protocol that a notebook's page and its kernel agree on, and then sends its bytes as text.
"""

import asyncio
import contextlib

from configurable_http_proxy import cli, configproxy
from configurable_http_proxy.handlers import ProxyHandler
from tornado.httpclient import AsyncHTTPClient
from tornado.httputil import HTTPHeaders, parse_response_start_line
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

AT_A_TIME = 2000
"""Requests that are under way to all servers together; a page of JupyterLab makes dozens."""

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade"}
"""Headers that are about one connection, not about the answer."""

LARGEST = 4 * 1024**3
"""Bytes of the largest file that can be fetched."""


class Passing(ProxyHandler):
    """One request, whose answer goes through as it comes."""

    async def call_proxy(self, path=None):
        """Ask the target, and pass each piece on as soon as it is here."""
        url = await self.get_target_url(path)
        if url is None:
            return
        lines: list[str] = []
        request = self._get_proxy_request(url)
        # As long as the client waits. Who went away is noticed when the next piece is written.
        request.request_timeout = 0
        request.decompress_response = False
        request.header_callback = lines.append
        request.streaming_callback = lambda piece: self._pass_on(lines, piece)
        try:
            await AsyncHTTPClient().fetch(request, raise_error=False)
            await self._pass_on(lines, b"")
        except StreamClosedError:
            return
        except Exception as error:
            if self._headers_written:
                # Cut off, so that nobody takes half an answer for a whole one.
                self.request.connection.stream.close()
                return
            await self.handle_proxy_error(503, error)
            return
        if not self._finished:
            self.finish()

    async def _pass_on(self, lines, piece):
        if not self._headers_written:
            self._begin(lines)
        self.write(piece)
        await self.flush()

    def _begin(self, lines):
        """Take over the target's status and headers."""
        start = parse_response_start_line(lines[0].strip())
        self.clear()
        for name in ("Server", "Date", "Content-Type"):
            self.clear_header(name)
        self.set_status(start.code, start.reason)
        for name, value in HTTPHeaders.parse("".join(lines[1:])).get_all():
            if name.lower() not in HOP_BY_HOP:
                self.add_header(name, value)

    def select_subprotocol(self, subprotocols):
        """What the target has chosen; it was asked first."""
        return self.ws_client and self.ws_client.selected_subprotocol

    def on_message(self, message):
        """Text goes on as text, bytes as bytes; what comes too late is dropped."""
        if not self.ws_client:
            return
        self.proxy.update_last_activity(self.target["prefix"])
        with contextlib.suppress(WebSocketClosedError):
            self.ws_client.write_message(message, binary=isinstance(message, bytes))


if __name__ == "__main__":
    AsyncHTTPClient.configure(None, max_clients=AT_A_TIME, max_body_size=LARGEST)
    configproxy.ProxyHandler = Passing
    asyncio.set_event_loop(asyncio.new_event_loop())
    cli.main()
