"""What a cluster's worker does: run one submission's answers in a sandbox of its own machine.

Nothing is judged there, and nothing of what the sandbox says is read there: it goes back as bytes.
"""

from __future__ import annotations

import concurrent.futures
import functools
import hashlib
import json
import os
import socket
import sys
import threading
import zlib
from collections.abc import Mapping
from pathlib import Path

import newsbook
from newsbook.grading.crew import Bench, Crew
from newsbook.grading.sandbox import Work
from newsbook.grading.sandbox.reading import Told
from newsbook.grading.sandbox.showing import articles_inside

__all__ = ["about", "differing", "observe"]

IDLE_SECONDS = 60.0
"""After that long without work a sandbox is closed."""

_crews: dict[str, Crew] = {}
_lock = threading.Lock()


@functools.cache
def about() -> dict[str, str]:
    """What has to be the same on a worker for the same outcome: newsbook, articles, Python, NLTK.

    Example:
        >>> sorted(about())
        ['NLTK', 'Python', 'newsbook']
    """
    from importlib.metadata import version

    whole = hashlib.sha256()
    package = Path(newsbook.__file__).resolve().parent
    # An installed package has the workbook's files in `data`; those that count are the articles.
    # And it has no `site`, which is of a checkout only.
    left_out = ("data", "site")
    places = [(found, found.name) for found in package.iterdir() if found.name not in left_out]
    for place, name in sorted([*places, *articles_inside()], key=lambda pair: pair[1]):
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for path in files:
            inside = "/".join([name, *path.relative_to(place).parts])
            if path.is_file() and path.suffix != ".pyc" and "/." not in f"/{inside}":
                whole.update(f"{inside} {path.stat().st_size}\n".encode())
                whole.update(path.read_bytes())
    return {
        "newsbook": whole.hexdigest(),
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "NLTK": version("nltk"),
    }


def differing(wanted: Mapping[str, str], here: Mapping[str, str]) -> str:
    """What is not the same on a worker, in one sentence; ``""`` when all is.

    Args:
        wanted: What `about` says where grading was started.
        here: What it says on the worker.

    Example:
        >>> differing({"Python": "3.12"}, {"Python": "3.11"})
        'It has Python 3.11, and grading was started with 3.12: install the same.'
        >>> differing({"newsbook": "a"}, {"newsbook": "b"})
        'Its newsbook or its articles are not the same as here: install the same newsbook.'
    """
    other = [name for name in wanted if wanted[name] != here.get(name)]
    if not other:
        return ""
    if "newsbook" in other:
        return "Its newsbook or its articles are not the same as here: install the same newsbook."
    has = " and ".join(f"{name} {here.get(name, 'of no version')}" for name in other)
    had = " and ".join(wanted[name] for name in other)
    return f"It has {has}, and grading was started with {had}: install the same."


def observe(bench: str, like: Mapping[str, str], work: bytes) -> bytes:
    """Run one submission's answers. Depends on what is passed alone, and changes nothing.

    The sandbox stays open a while for the next submission of the same run.

    Args:
        bench: What the answers stand on: a `Bench` as JSON.
        like: What `about` has to say here.
        work: The answers: JSON of a list of `Work`, packed with zlib.

    Returns:
        ``T`` and a `Told` as bytes; or ``P`` and what this worker lacks, in a sentence.
    """
    if other := differing(like, about()):
        return _problem(other)
    pieces = [Work(**piece) for piece in json.loads(zlib.decompress(work))]
    answer: concurrent.futures.Future[Told | BaseException] = concurrent.futures.Future()
    _crew(bench).submit(pieces, answer.set_result)
    told = answer.result()
    if isinstance(told, BaseException):
        return _problem(str(told))
    return b"T" + told.to_bytes()


def _problem(sentence: str) -> bytes:
    return f"POn {socket.gethostname()}: {sentence}".encode()[:1000]


def _crew(bench: str) -> Crew:
    """The crew for a run: as many sandboxes as the worker has threads."""
    from distributed import get_worker

    with _lock:
        if bench not in _crews:
            jobs = get_worker().state.nthreads
            # Workers on one machine are processes: sandboxes of two have different user ids.
            first = os.getpid() * jobs
            _crews[bench] = Crew(Bench.from_json(bench), jobs, first=first, idle=IDLE_SECONDS)
        return _crews[bench]
