"""What every newsbook widget stands on: its page's code, its name, and what shows without a kernel.

How the code travels. Each file under ``page/`` is a model of its own, a `Part`, made once in a
kernel; a widget only names the parts that it needs, and a small loader joins them to one module in
the page. So the tenth widget of a notebook brings no more code than its own file, and a saved
notebook holds each file once. No build step, nothing from the network.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import anywidget
import ipywidgets
import traitlets

from newsbook.errors import WrongType, kind_of
from newsbook.markup import escaped, framed

__all__ = ["KitWidget", "Part", "page_text", "part", "without_comment_lines"]


@cache
def page_text(name: str) -> str:
    """One of the files that a widget's page is made of, as it is sent there.

    Lines that are nothing but a comment stay behind: they are for who reads the file. Everything
    else is sent as it is written, so that what a browser's tools show can be read.

    Args:
        name: The file's name, such as ``"core.js"``.

    Example:
        >>> "export default" in page_text("choice.js")
        True
    """
    text = files(__package__).joinpath("page", name).read_text(encoding="utf-8")
    return without_comment_lines(text)


def without_comment_lines(text: str) -> str:
    r"""A page's file without the lines that are nothing but a comment.

    Example:
        >>> without_comment_lines("// why\nconst two = 2; // that is 2\n")
        'const two = 2; // that is 2\n'
    """
    return _COMMENT_LINES.sub("", text)


class Part(ipywidgets.Widget):  # type: ignore[misc, unused-ignore]
    """A model that carries one file of the page's code.

    Attributes:
        name: The file's name.
        text: What it holds.
    """

    name = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)

    def __repr__(self) -> str:
        return f"Part({self.name!r})"


BORDER = "solid #1b5fa8"
_COMMENT_LINES = re.compile(r"^[ \t]*(?://.*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)

_made: dict[str, Part] = {}


def part(name: str) -> Part:
    """The part of that name, made when it is first asked for, or again once it was closed."""
    if name not in _made or _made[name].comm is None:
        _made[name] = Part(name=name, text=page_text(name))
    return _made[name]


class _TrueOrFalse(traitlets.Bool[bool, bool | int]):
    """As traitlets' own, but what it refuses is told in a sentence."""

    def validate(self, obj: Any, value: Any) -> bool:
        if not isinstance(value, bool):
            raise WrongType(
                f"{type(obj).__name__}'s {self.name} is True or False, not {kind_of(value)}."
            )
        return value


class KitWidget(anywidget.AnyWidget):
    """A widget of newsbook.

    A subclass lists in ``parts`` the files of its page, in their order; `_html` gives what stands
    in a saved notebook that no kernel serves.

    Attributes:
        large: Whether letters are as large as a projector needs.

    Raises:
        WrongType: `large` is neither True nor False.
    """

    parts: tuple[str, ...] = ()
    _esm = page_text("loader.js")
    _parts = traitlets.List(traitlets.Unicode()).tag(sync=True)
    large = _TrueOrFalse(False).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        names = (f"IPY_MODEL_{part(name).model_id}" for name in self.parts)
        super().__init__(_parts=list(names), **traits)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The live widget, and what is shown in its place where there is none."""
        made = super()._repr_mimebundle_(**kwargs)
        if made is None:
            return None
        data, metadata = made
        return {**data, "text/html": self._html()}, metadata

    def _html(self) -> str:
        """The widget as fixed HTML: for a saved notebook, an e-mail, a page without a kernel."""
        return self._fixed("")

    def _fixed(self, inner: str) -> str:
        """HTML in the frame that every widget has where no kernel serves it."""
        name = f"<p>{escaped(repr(self))}</p>"
        return framed(f"{name}{inner}<p>Run this cell to use it.</p>", BORDER)
