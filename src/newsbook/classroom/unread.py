"""Which layers of an article's gold are still newsbook's own guess, read by nobody.

Beside a drafted gold lies ``gold/draft.json`` with a hash of each layer as it was drafted. A layer
counts as a draft until it is another one, or until `save_gold` is told that it has been read. What
somebody has read cannot be seen in a file: this only keeps a guess from passing as gold unseen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from newsbook.answers.files import write_whole
from newsbook.articles import LAYERS, Article
from newsbook.classroom.folders import ClassroomError

__all__ = ["RECORD_NAME", "draft_record", "mark_read", "unread_layers"]

RECORD_NAME = "draft.json"
FORMAT = 1
MAX_BYTES = 10_000


def draft_record(files: Mapping[str, bytes]) -> bytes:
    """The bytes of the record of a draft.

    Args:
        files: The bytes of each layer's gold file, by the layer's name.
    """
    return _record_bytes({name: _hash(data) for name, data in files.items()})


def unread_layers(article: Article) -> tuple[str, ...]:
    """The layers that are still as they were drafted, in the order of `newsbook.articles.LAYERS`.

    Args:
        article: An article; one without a record of a draft has none.

    Raises:
        ClassroomError: The record is broken.
    """
    if article.folder is None:
        return ()
    record = _read(article.folder / "gold" / RECORD_NAME)
    return tuple(
        layer
        for layer in LAYERS
        if layer in record
        and (file := article.gold_file(layer)).is_file()
        and _hash(file.read_bytes()) == record[layer]
    )


def mark_read(article: Article, layers: Iterable[str]) -> None:
    """Take layers that somebody has read out of the record.

    Raises:
        ClassroomError: The record is broken.
        OSError: It cannot be written.
    """
    if article.folder is None:
        return
    file = article.folder / "gold" / RECORD_NAME
    record = _read(file)
    left = {name: value for name, value in record.items() if name not in set(layers)}
    if left:
        write_whole(file, _record_bytes(left))
    elif record:
        file.unlink()


def _record_bytes(record: Mapping[str, str]) -> bytes:
    return f"{json.dumps({'draft': record, 'format': FORMAT}, indent=1)}\n".encode()


def _hash(data: bytes) -> str:
    """The hash of a gold file without the article's name, for a folder may be renamed."""
    kept = [line for line in data.splitlines() if not line.startswith(b'"article": ')]
    return hashlib.sha256(b"\n".join(kept)).hexdigest()


def _read(file: Path) -> dict[str, str]:
    """The record; empty where there is none."""
    try:
        data = file.read_bytes()[: MAX_BYTES + 1]
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ClassroomError(
            f"{file} cannot be read ({error.strerror or error}); check that you may read it"
        ) from None
    try:
        record = json.loads(data)["draft"]
        if not all(isinstance(value, str) for value in record.values()):
            raise ValueError("a hash is a string")
        return dict(record)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ClassroomError(
            f"{file} is no record of a draft; delete it if somebody has read the gold, else make "
            "the draft anew with `newsbook article new`"
        ) from None
