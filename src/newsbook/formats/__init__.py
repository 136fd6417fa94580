r"""Layers in the formats of other tools: written, and read back.

    >>> from newsbook.articles import Article, Layers
    >>> from newsbook.formats import read, write
    >>> article = Article.load("nato_seoul")
    >>> written = write(article, Layers.of(article), "brat")
    >>> written.splitlines()[0]
    'T1\tORG 0 4\tNATO'
    >>> back = read(written, "brat", text=article.text)
    >>> back.layers.entities == article.gold("entities")
    True

Each format has a module of its own, whose first lines say what it can hold.
"""

from typing import TYPE_CHECKING

from newsbook.lazy import lazy_names

if TYPE_CHECKING:
    from newsbook.formats.base import FORMATS as FORMATS
    from newsbook.formats.base import HOLDS as HOLDS
    from newsbook.formats.base import Document as Document
    from newsbook.formats.base import FormatError as FormatError
    from newsbook.formats.doors import export as export
    from newsbook.formats.doors import import_file as import_file
    from newsbook.formats.doors import read as read
    from newsbook.formats.doors import read_all as read_all
    from newsbook.formats.doors import write as write

_HOMES = {
    "Document": "base",
    "FORMATS": "base",
    "FormatError": "base",
    "HOLDS": "base",
    "export": "doors",
    "import_file": "doors",
    "read": "doors",
    "read_all": "doors",
    "write": "doors",
}

__all__ = list(_HOMES)
__getattr__, __dir__ = lazy_names(__name__, _HOMES)
