"""The command for a lesson: `class` lets the room answer together."""

from __future__ import annotations

import contextlib
import html
import os
import signal
import time
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsbook.cli.refusals import Refusal, example
from newsbook.errors import BadInput
from newsbook.markup import visible

if TYPE_CHECKING:
    from newsbook.live.room import Room
    from newsbook.live.server import LiveServer

__all__ = ["live_class"]

FOLDER = "newsbook-classes"

_LAN = (
    "  Everybody in this network who has the code can join, and what is sent is not encrypted:\n"
    "  use it where you would show the answers to all. The teacher's page stays on this machine."
)
_LOOPBACK = (
    "  Only this machine can reach it. `--lan` opens it to the room, so that phones can join."
)


@click.command(
    "class",
    short_help="Let the whole room annotate one article.",
    epilog=example(
        "newsbook class --lan",
        "newsbook class tokens:nato_seoul entities:nato_seoul:4-6 2.3 --lan",
        'newsbook class "poll: Is N.Korean one token? | yes | no"',
        f"newsbook class --reopen {FOLDER}/2026-03-02-0915.newsclass",
    ),
)
@click.argument("activities", nargs=-1, metavar="[ACTIVITY]...")
@click.option(
    "--lan/--no-lan",
    default=None,
    help="Open the class to your network, or to this machine only; else the latter, and with "
    "--reopen as it was.",
)
@click.option(
    "--address", metavar="IP", help="Your address in the room, if --lan finds the wrong one."
)
@click.option("--port", type=click.IntRange(1, 65535), help="The port to try first.  [8950]")
@click.option("--names", is_flag=True, help="Ask students for their names, and show who is in.")
@click.option(
    "--reopen",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Go on with a class that was kept.",
)
@click.option("--no-browser", is_flag=True, help="Open no browser; print the teacher's address.")
def live_class(
    activities: Sequence[str],
    lan: bool | None,
    address: str | None,
    port: int | None,
    names: bool,
    reopen: Path | None,
    no_browser: bool,
) -> None:
    """Start a class on this machine: students join with any browser, and answer together.

    Give the ACTIVITIES of the lesson, or choose them on the teacher's page: an exercise's number,
    an article's tokens, entities or quotes, a poll, a prediction. Answers are kept in a file,
    which also goes on after a crash: then keep the -wal file beside it, too.
    """
    from newsbook.live.room import Room

    if names and reopen is not None:
        raise Refusal(
            "A class that is opened again asks for names as it did before; leave --names out."
        )
    if lan is False and address:
        raise Refusal("--no-lan keeps the class on this machine; leave --address out.")
    if lan and reopen is None:
        address = address or _in_network()
    import asyncio  # every command would wait for it

    if reopen is not None:
        room = Room.reopen(reopen, activities)
    else:
        room = Room.new(_new_file(), names=names, plan=activities)
    try:
        reached = address if reopen is None else address or _as_before(room, lan)
        if reached or lan is False:  # elsewhere for once: where phones look for it is still known
            room.store.keep("lan", reached or "")
        asyncio.run(_serve(room, reached, port, browser=not no_browser))
    except KeyboardInterrupt:
        click.echo()
    except BadInput:
        if reopen is None:  # it never began
            room.store.close()
            room.store.path.unlink(missing_ok=True)
        raise
    finally:
        room.store.close()
    if not room.joined and room.round is None and reopen is None:
        room.store.path.unlink(missing_ok=True)
        click.echo("The class has ended. Nobody joined and nothing was asked, so no file is kept.")
        return
    click.echo(
        f"The class has ended. {room.store.path} has its answers: {room.joined} "
        f"student{'' if room.joined == 1 else 's'} joined."
    )


def _in_network() -> str:
    from newsbook.live.network import lan_address

    found = lan_address()
    if found is None:
        raise Refusal(
            "This machine is in no network; connect it, or give its address with --address."
        )
    return found


def _as_before(room: Room, lan: bool | None) -> str | None:
    """Where phones found a class that is opened again, so that they find it again; else a note.

    Only at the very address: in another network nobody asked for it to be open, and the file may be
    anybody's.
    """
    from newsbook.live.network import is_here

    if lan is False:
        return None
    before = room.store.kept("lan") or ""
    if is_here(before):
        return before
    if lan:
        return _in_network()
    if before:
        room.notes.append(
            "This class was open to another network before. For phones in this one, end it, and "
            "open it again with --lan."
        )
    return None


def _new_file() -> Path:
    """A name that nobody has; the class's code is made later, so time and a number must do."""
    stem = time.strftime("%Y-%m-%d-%H%M")
    for number in range(1, 1_000):
        path = Path(FOLDER) / f"{stem}{'' if number == 1 else f'-{number}'}.newsclass"
        if not path.exists():
            return path
    raise Refusal(f"{FOLDER} has too many classes of this minute; wait for the next.")


async def _serve(room: Room, reached: str | None, port: int | None, *, browser: bool) -> None:
    import asyncio

    from newsbook.live.server import PORT, LiveServer

    server = LiveServer(room, lan=reached)
    wanted = port or room.about.port or PORT
    got = server.listen(wanted)
    ended = asyncio.Event()
    with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    door: Path | None = None
    try:
        if got != wanted:
            click.echo(f"Port {wanted} is in use, so the class is at port {got}.")
        _tell(room, server)
        if browser and (door := await asyncio.to_thread(_opened, server.teacher_address)):
            click.echo(
                "The teacher's page opens in your browser; if it does not, open this file, which "
                f"only you can read: {door}"
            )
        else:
            click.echo(f"The teacher's page, for you alone: {server.teacher_address}")
        click.echo("End the class with Ctrl-C.")
        await ended.wait()
    finally:
        if door is not None:
            door.unlink(missing_ok=True)
        await server.stop()


def _opened(address: str) -> Path | None:
    """Open an address in a browser by way of a file of one's own; None where that cannot be.

    Everybody on this machine can see what a program is started with, and the address holds the
    teacher's token. Jupyter opens its pages in this way.
    """
    from jupyter_core.paths import jupyter_runtime_dir

    there = html.escape(address)
    page = (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>newsbook: a class</title>'
        f'<meta http-equiv="refresh" content="0; url={there}">'
        f'<p>The teacher\'s page is <a href="{there}">here</a>.</p></html>\n'
    )
    door = Path(jupyter_runtime_dir()) / f"newsbook-class-{os.getpid()}.html"
    try:
        door.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        door.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(door, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(page)
    except OSError:
        return None
    if webbrowser.open(door.as_uri()):
        return door
    door.unlink(missing_ok=True)
    return None


def _tell(room: Room, server: LiveServer) -> None:
    where = "in your network" if server.lan else "on this machine"
    click.echo(f"Class {room.about.code} {where}: {server.join_address}")
    click.echo(_LAN if server.lan else _LOOPBACK)
    if server.qr_code is None:
        click.echo("  No QR code is shown: `pip install segno` adds it.")
    click.echo(f"Its answers are kept in {room.store.path}; --reopen goes on with them.")
    for note in room.notes:
        click.echo(visible(note))
