"""Where a class can be reached: the machine's address in the room, a free port, the QR code."""

from __future__ import annotations

import contextlib
import ipaddress
import socket

from tornado.netutil import bind_sockets

from newsbook.errors import BadInput

__all__ = ["LOOPBACK", "bound", "is_here", "lan_address", "more_files", "qr_code"]

LOOPBACK = "127.0.0.1"
PORTS = 60
"""Ports that are tried, one after the other."""


def lan_address() -> str | None:
    """This machine's address in its network, or None where it has none.

    Nothing is sent: a UDP socket that is told of a far address knows from which of its own it would
    send (192.0.2.1 is kept for documentation, RFC 5737).

    Example:
        >>> lan_address() != "127.0.0.1"
        True
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if found.startswith(("127.", "0.")) else found


def is_here(address: str) -> bool:
    """Whether this is an IPv4 address of this machine's in a network: neither loopback nor all.

    Args:
        address: Not trusted: it may come out of a file.

    Example:
        >>> is_here("127.0.0.1"), is_here("0.0.0.0"), is_here("192.0.2.1"), is_here("moon")
        (False, False, False, False)
    """
    try:
        asked = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    if asked.is_loopback or asked.is_unspecified or asked.is_multicast:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((str(asked), 0))
        except OSError:
            return False
    return True


def bound(
    port: int, addresses: list[str], *, only: bool = False
) -> tuple[int, list[socket.socket]]:
    """Listen on a port at several addresses, or on the next port that is free at all of them.

    Args:
        port: The first to try; 0 for any.
        addresses: The addresses.
        only: Try no other port.

    Returns:
        The port, and the sockets.

    Raises:
        BadInput: No port is free, or an address is not this machine's.

    Example:
        >>> port, (listening,) = bound(0, ["127.0.0.1"])
        >>> port > 0
        True
        >>> listening.close()
    """
    for tried in range(port, port + 1 if only else min(port + PORTS, 65_536)):
        made: list[socket.socket] = []
        try:
            for address in addresses:
                made += bind_sockets(tried, address, family=socket.AF_INET, backlog=1024)
                tried = made[0].getsockname()[1]  # of port 0, the one that came of it
            return tried, made
        except OverflowError:
            break
        except OSError as error:
            for one in made:
                one.close()
            if error.errno is not None and "assign" in str(error):
                raise BadInput(
                    f"{', '.join(addresses)}: this machine has no such address."
                ) from None
    raise BadInput(f"No port from {port} on is free; choose another with --port.")


def more_files() -> int:
    """Let this process have as many open sockets as the system allows; returns how many."""
    try:
        import resource
    except ImportError:  # Windows has no such bound
        return 1_000_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = hard if hard != resource.RLIM_INFINITY else 65_536
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return int(resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def qr_code(address: str) -> str | None:
    """The address as a QR code, a ``data:`` URI for an image; None without the package segno.

    Example:
        >>> (qr_code("http://192.168.1.7:8950/BCDF") or "data:image/svg+xml")[:18]
        'data:image/svg+xml'
    """
    try:
        import segno
    except ImportError:
        return None
    made = segno.make(address, error="m", micro=False)
    return str(made.svg_data_uri(scale=8, border=3, dark="#000", light="#fff", omitsize=True))
