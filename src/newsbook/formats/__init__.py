r"""Layers in the formats of other tools: written, and read back.

    >>> from newsbook.articles import Article, Layers
    >>> article = Article.load("nato_seoul")
    >>> written = write(article, Layers.of(article), "brat")
    >>> written.splitlines()[0]
    'T1\tORG 0 4\tNATO'
    >>> back = read(written, "brat", text=article.text)
    >>> back.layers.entities == article.gold("entities")
    True

Each format has a module of its own, whose first lines say what it can hold.
"""

from newsbook.formats.base import FORMATS, HOLDS, Document, FormatError
from newsbook.formats.doors import export, import_file, read, read_all, write

__all__ = [
    "FORMATS", "HOLDS", "Document", "FormatError",
    "export", "import_file", "read", "read_all", "write",
]  # fmt: skip
