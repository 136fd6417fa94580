"""An article: its untouched text, its paragraphs, and its gold, read when first asked for."""

from __future__ import annotations

import codecs
import hashlib
import os
from functools import cached_property
from pathlib import Path

from newsbook.articles.errors import ArticleError, GoldError
from newsbook.articles.gold import (
    LAYERS,
    SPAN_LAYERS,
    QuoteLayer,
    SpanLayer,
    mismatches,
    read_quotes,
    read_spans,
)
from newsbook.articles.paragraphs import paragraphs_of
from newsbook.articles.places import TEXT_NAME, article_folder
from newsbook.articles.quote import Quote
from newsbook.errors import kind_of
from newsbook.spans import Span

__all__ = ["MAX_BYTES", "Article"]

MAX_BYTES = 5_000_000
"""The longest article that is read, in bytes of UTF-8: about a million words."""

_RESAVE = 'save it again as UTF-8 (in most editors: "Save as", then "Encoding")'
_EXPORT = "open it in its own program, save it as plain text (UTF-8), and take that file"

_KINDS = (
    (b"%pdf-", "a PDF"),
    (b"pk\x03\x04", "a word processor's file (.docx, .odt) or a zip"),
    (b"\xd0\xcf\x11\xe0", "an old word processor's file (.doc)"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"<!doctype html", "a web page (HTML)"),
    (b"<html", "a web page (HTML)"),
)
"""How files begin that are no text, in small letters, and what they are called."""


class Article:
    """One news article.

    Make one with `Article.load` (the workbook's own), `Article.open` (any file) or
    `Article.from_text`.

    The text is exactly what the file holds, whatever kind of line ends it has, so that offsets
    stay true. One thing is left out: a byte order mark at the very start. It says how the file is
    encoded and is no part of the text, so offset 0 is the character after it.

    Attributes:
        name: What the article is called: its folder, or its file without the ending.
        text: The whole text.
        sha256: Hexadecimal SHA-256 of the file's bytes, a byte order mark included.
        folder: The folder that may hold ``gold/``, or None for a bare file or text.

    Example:
        >>> article = Article.load("nato_seoul")
        >>> article
        Article('nato_seoul', 2336 characters)
        >>> article.paragraphs[1].of(article.text)
        'NATO Secretary-General Jens Stoltenberg'
    """

    def __init__(self, name: str, text: str, sha256: str, folder: Path | None = None) -> None:
        self.name = name
        self.text = text
        self.sha256 = sha256
        self.folder = folder
        self._spans: dict[str, tuple[Span, ...]] = {}

    @classmethod
    def load(cls, name: str) -> Article:
        """One of the workbook's articles, by the name that `article_names` gives.

        Raises:
            ArticleError: No article has that name, or its text cannot be read.

        Example:
            >>> Article.load("harbour_bridge").name
            'harbour_bridge'
        """
        return cls.open(article_folder(name))

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Article:
        """Read a text file, or a folder that holds an ``article.txt`` and perhaps a ``gold/``.

        Args:
            path: The file or folder. A file called ``article.txt`` stands for its folder.

        Raises:
            ArticleError: There is nothing there, or it is not a file of UTF-8 text between one
                visible character and `MAX_BYTES` long.

        Example:
            >>> from newsbook.articles.places import seeds_folder
            >>> Article.open(seeds_folder() / "nato_seoul" / "article.txt").name
            'nato_seoul'
        """
        if not isinstance(path, str | os.PathLike) or str(path) == "":
            shown = "an empty string" if path == "" else kind_of(path)
            raise ArticleError(f"Article.open needs the path of a text file, not {shown}")
        place = Path(path)
        if place.is_dir():
            folder: Path | None = place
            file = place / TEXT_NAME
            if not file.exists():
                raise ArticleError(
                    f"{place} is a folder without an {TEXT_NAME} in it; put the text there under "
                    "that name, or open the text file itself"
                )
        else:
            file = place
            folder = place.parent if place.name == TEXT_NAME else None
        name = folder.resolve().name if folder else file.stem
        data = _read_bytes(file)
        return cls(name, _decode(data, str(file)), hashlib.sha256(data).hexdigest(), folder)

    @classmethod
    def from_text(cls, text: str, name: str = "text") -> Article:
        """Make an article from a string, kept as it is; it has no gold.

        Raises:
            ArticleError: The text is blank, too long, or holds what no UTF-8 text can.

        Example:
            >>> Article.from_text("It rained. All day.", name="rain").paragraphs
            (Span(start=0, end=19, label=''),)
        """
        if not isinstance(text, str):
            raise ArticleError(f"{name} is to be a text (a string), not {kind_of(text)}")
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ArticleError(
                f"{name} holds half a character (a lone surrogate) at offset {error.start}; "
                "take it out, or decode the text again with the right encoding"
            ) from None
        if len(data) > MAX_BYTES:
            raise _too_long(name, len(data))
        _check_text(text, name)
        return cls(name, text, hashlib.sha256(data).hexdigest())

    def __repr__(self) -> str:
        return f"Article({self.name!r}, {len(self.text)} characters)"

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs; see `paragraphs_of`."""
        return tuple(paragraphs_of(self.text))

    @property
    def layers(self) -> tuple[str, ...]:
        """The gold layers that have a file, unread, in the order of `newsbook.articles.LAYERS`.

        Example:
            >>> Article.load("nato_seoul").layers
            ('tokens', 'sentences', 'entities', 'quotes')
        """
        if self.folder is None:
            return ()
        return tuple(layer for layer in LAYERS if self.gold_file(layer).is_file())

    def gold_file(self, layer: str) -> Path:
        """Name the JSON file that holds, or would hold, a layer.

        Raises:
            GoldError: There is no such layer, or the article has no folder.
        """
        if layer not in LAYERS:
            raise GoldError(f"no gold layer is called {layer!r}; the layers are {_listed(LAYERS)}")
        if self.folder is None:
            raise GoldError(
                f"{self.name} has no gold ({layer}.json): it is a text on its own; put it into a "
                f"folder as {TEXT_NAME}, with the gold in gold/ beside it, and open the folder"
            )
        return self.folder / "gold" / f"{layer}.json"

    def gold(self, layer: str) -> tuple[Span, ...]:
        """Give the gold of a layer of spans, in the order of the text.

        The file is read when the layer is first asked for, and held against the text.

        Args:
            layer: ``"tokens"``, ``"sentences"`` or ``"entities"``.

        Raises:
            GoldError: There is no such layer, or its file is missing, broken, or made for another
                text.

        Example:
            >>> article = Article.load("nato_seoul")
            >>> [span.of(article.text) for span in article.gold("tokens")[:3]]
            ['NATO', 'chief', 'stresses']
        """
        if layer not in SPAN_LAYERS:
            raise GoldError(
                f"no gold layer of spans is called {layer!r}; ask for {_listed(SPAN_LAYERS)}, "
                "or for the quotes with article.quotes"
            )
        if layer not in self._spans:
            read = read_spans(self.gold_file(layer), layer)
            self._refuse_mismatch(read)
            self._spans[layer] = read.spans
        return self._spans[layer]

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The gold quotes, in the order of the text, read when first asked for.

        Raises:
            GoldError: The file is missing, broken, or made for another text.

        Example:
            >>> article = Article.load("nato_seoul")
            >>> article.quotes[0].speaker.of(article.text), article.quotes[0].resolved
            ('NATO chief', 'Jens Stoltenberg')
        """
        return self._quote_layer.quotes

    @property
    def scare_quotes(self) -> tuple[Span, ...]:
        """Words in quotation marks that nobody is said to have said, marks included.

        Raises:
            GoldError: As for `quotes`; both are in one file.

        Example:
            >>> article = Article.load("harbour_bridge")
            >>> [span.of(article.text) for span in article.scare_quotes]
            ['“Iron Heron”']
        """
        return self._quote_layer.scare_quotes

    @cached_property
    def _quote_layer(self) -> QuoteLayer:
        read = read_quotes(self.gold_file("quotes"))
        self._refuse_mismatch(read)
        return read

    def _refuse_mismatch(self, read: SpanLayer | QuoteLayer) -> None:
        for problem in mismatches(read, self.text, self.sha256):
            raise GoldError(problem)


def _read_bytes(file: Path) -> bytes:
    """Read the file's bytes, once it is sure that it is a file and not too long."""
    try:
        if not file.exists():
            raise ArticleError(
                f"there is no file or folder at {file}; check its name, and the folder that "
                f"you are in ({Path.cwd()})"
            )
        if not file.is_file():
            raise ArticleError(f"{file} is not a file; open a text file or a folder with one")
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise _too_long(str(file), size)
        return file.read_bytes()
    except OSError as error:
        raise ArticleError(
            f"{file} cannot be read ({error.strerror}); check that you may read it"
        ) from None


def _decode(data: bytes, where: str) -> str:
    """Decode a file's bytes to text, without a byte order mark."""
    if kind := _named_kind(data):
        raise ArticleError(
            f"{where} is not plain text but {kind}, whatever its name ends with; {_EXPORT}"
        )
    # UTF-16, which Windows long called "Unicode", is full of NUL bytes but is not binary.
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ArticleError(f"{where} is not UTF-8 but UTF-16, as byte 0 shows; {_RESAVE}")
    if (at := data.find(b"\0")) >= 0:
        raise ArticleError(
            f"{where} is not text: byte {at} is a NUL, as in a picture, a PDF or a word "
            "processor's file; export it as plain text and open that"
        )
    try:
        # Not "utf-8-sig": only one mark is taken, and the byte that an error names stays true.
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ArticleError(
            f"{where} is not UTF-8: byte {error.start} (0x{data[error.start]:02X}, in line {line}) "
            f"cannot be read; {_RESAVE}"
        ) from None
    _check_text(text, where)
    return text


def _named_kind(data: bytes) -> str:
    """What a file is by its first bytes, where it is of a kind that people take for text."""
    head = data.removeprefix(codecs.BOM_UTF8).lstrip()[:200].lower()
    for first, kind in _KINDS:
        if head.startswith(first):
            return kind
    return ""


def _check_text(text: str, where: str) -> None:
    if "\0" in text:
        raise ArticleError(
            f"{where} is not text: character {text.index(chr(0))} is a NUL; take it out"
        )
    if not text:
        raise ArticleError(f"{where} is empty; put the article's text into it")
    if text.isspace():
        raise ArticleError(f"{where} holds only white space; put the article's text into it")


def _too_long(where: str, size: int) -> ArticleError:
    return ArticleError(
        f"{where} is {size:,} bytes long and the limit is {MAX_BYTES:,}; open a shorter piece of it"
    )


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
