"""The pages of a class as a browser gets them: files of ours and of the widgets, joined.

The same files draw an article in a notebook's widget and in the heat map. A module is joined of
them as ``loader.js`` does it for a widget, but here, so that a page needs neither a build step nor
the right to run what it made itself.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from newsbook.widgets.kit import page_text, without_comment_lines
from newsbook.widgets.surface import ARTICLE

__all__ = ["BUNDLES", "bundle", "live_text"]

_HEAT = (
    "core.css", "core.js", "frame.js", *ARTICLE,
    "heat.css", "theme.js", "heat_marks.js", "heat_table.js", "heat_gold.js", "heat.js",
)  # fmt: skip

BUNDLES = {
    "heat": (*_HEAT, "heat_door.js"),
    "teacher": (
        *_HEAT,
        "teacher.css",
        "crowds.css",
        "asked.js",
        "connection.js",
        "teacher_parts.js",
        "crowds.js",
        "teacher.js",
    ),
}
"""The files of each module, in their order: those of this room before the widgets' of that name."""


def live_text(name: str) -> str:
    """A file of this room's pages, as it is sent.

    Args:
        name: Its name, such as ``"teacher.html"``.
    """
    text = files(__package__).joinpath("page", name).read_text(encoding="utf-8")
    return without_comment_lines(text) if name.endswith((".js", ".css")) else text


@cache
def bundle(name: str) -> str:
    """A page's module, which imports nothing.

    Args:
        name: One of `BUNDLES`.

    Raises:
        KeyError: There is none of that name.

    Example:
        >>> "export function heatMap" in bundle("heat")
        True
    """
    style: list[str] = []
    code: list[str] = []
    here = files(__package__).joinpath("page")
    for part in BUNDLES[name]:
        text = live_text(part) if here.joinpath(part).is_file() else page_text(part)
        (style if part.endswith(".css") else code).append(text)
    return "\n".join([f"const STYLE = {json.dumps(''.join(style))};", *code])
