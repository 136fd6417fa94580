"""Zip files that say nothing of when, where and by whom they were made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

__all__ = ["zipped"]


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of files, the same bytes for the same files: sorted, of one date and one mode.

    Args:
        parts: For each name in the zip file, the bytes.

    Example:
        >>> zipped({"b": b"2", "a": b"1"}) == zipped({"a": b"1", "b": b"2"})
        True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in sorted(parts.items()):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()
