"""The doors to all formats: `write` and `read` strings, `export` and `import_file` files."""

from __future__ import annotations

from pathlib import Path

from newsbook.articles.article import MAX_BYTES, Article
from newsbook.articles.layers import Layers
from newsbook.errors import WrongType, kind_of
from newsbook.formats.base import FORMATS, HOLDS, Document, FormatError, short
from newsbook.formats.brat import brat_config, read_brat, write_brat
from newsbook.formats.conll import read_conll, write_conll
from newsbook.formats.spacy_jsonl import read_spacy, write_spacy
from newsbook.formats.webanno import read_webanno, write_webanno

__all__ = ["export", "import_file", "read", "read_all", "write"]

_WRITERS = {
    "conll": write_conll,
    "spacy": write_spacy,
    "brat": write_brat,
    "webanno": write_webanno,
}
_ENDINGS = {
    ".conll": "conll", ".bio": "conll", ".iob": "conll", ".tsv": "conll", ".jsonl": "spacy",
    ".ann": "brat", ".jsonld": "webanno", ".json": "webanno",
    ".spacy": "spacy", ".webanno": "webanno",
}  # fmt: skip
_ENDING_OF = {"conll": ".conll", "spacy": ".jsonl", "brat": ".ann", "webanno": ".jsonld"}

MOST = 20 * MAX_BYTES
"""The longest file that is read, in bytes: a text with a line of annotation for each word."""


def _known(format: str) -> str:
    if format not in FORMATS:
        raise FormatError(
            f"there is no format {format!r:.40}; the formats are {', '.join(FORMATS)}"
        )
    return format


def write(article: Article | str, layers: Layers, format: str) -> str:
    r"""Write layers of a text in a format.

    Args:
        article: The article, or a text.
        layers: Its layers. Those that the format cannot hold are left out; see `HOLDS`.
        format: ``"conll"``, ``"spacy"``, ``"brat"`` (the ``.ann`` file) or ``"webanno"``. All but
            spacy need the text beside them to be read again.

    Raises:
        FormatError: There is no such format, or what it should hold does not go into it.
        BadInput: A span ends after the text.

    Example:
        >>> from newsbook.spans import Span
        >>> write("Park flew", Layers(entities=(Span(0, 4, "PERSON"),)), "brat")
        'T1\tPERSON 0 4\tPark\n'
    """
    _known(format)
    if not isinstance(layers, Layers):
        raise WrongType(f"write needs layers, such as Layers.of(article), not {kind_of(layers)}.")
    source = article if isinstance(article, Article) else Article.from_text(article)
    kept = layers.only(HOLDS[format])
    kept.check_places(source.text)
    return _WRITERS[format](source.name, source.text, kept)


def read(
    data: str,
    format: str,
    text: str | None = None,
    *,
    name: str = "text",
    where: str = "the file",
) -> Document:
    """Read one article of a format.

    Args:
        data: What the file holds.
        format: As in `write`.
        text: The article's text, without which only spacy can be read.
        name: What the article is called, where the format does not say it.
        where: What to call the file in a sentence.

    Raises:
        FormatError: It is not of the format, or does not fit the text, or holds several articles.

    Example:
        >>> read('{"text": "Park flew", "ents": []}', "spacy").layers.entities
        ()
    """
    found = read_all(data, format, text, name=name, where=where)
    if len(found) != 1:
        raise FormatError(f"{where} holds {len(found)} articles; read_all reads them all")
    return found[0]


def read_all(
    data: str,
    format: str,
    text: str | None = None,
    *,
    name: str = "text",
    where: str = "the file",
) -> list[Document]:
    """Read every article of a format; only spacy's JSON Lines can hold more than one.

    Args:
        data: What the file holds.
        format: As in `write`.
        text: As in `read`.
        name: As in `read`.
        where: As in `read`.

    Raises:
        FormatError: As for `read`.
    """
    if not isinstance(data, str):
        raise WrongType(f"read needs what a file holds, as a string, not {kind_of(data)}.")
    if _known(format) == "spacy":
        return read_spacy(data, where)
    if format == "conll":
        found = read_conll(data, text, where)
        return [found if found.name != "text" else Document(name, found.text, found.layers)]
    if format == "brat":
        return [read_brat(data, text, where, name)]
    return [read_webanno(data, text, where, name)]


def export(article: Article, layers: Layers, format: str, path: Path) -> list[Path]:
    """Write layers to a file, with the text beside it where the format needs it.

    Nothing is overwritten, except by the very same bytes.

    Args:
        article: The article.
        layers: Its layers.
        format: As in `write`.
        path: The file to write; or a folder (there already, or a name without an ending), in which
            it is called like the article. For brat the ending becomes ``.ann``, and brat's
            ``annotation.conf`` is put beside it.

    Returns:
        The files, the one asked for first.

    Raises:
        FormatError: As for `write`; or another file is there already.
        OSError: It cannot be written.
    """
    _known(format)
    file = path
    if path.is_dir() or not path.suffix:
        file = path / f"{Path(article.name).name}{_ENDING_OF[format]}"
    if format == "brat":
        file = file.with_suffix(".ann")
    if format == "webanno":  # annotations name their text, which is called like the file
        article = Article(file.stem, article.text, article.sha256)
    files = {file: write(article, layers, format).encode()}
    if format != "spacy":
        beside = file.with_suffix(".txt")
        if beside == file:
            raise FormatError(
                f"{file} is to hold annotations, and the text will lie beside it as .txt; give a "
                f"name that ends in {_ENDING_OF[format]}"
            )
        files[beside] = article.text.encode()
    for place, content in files.items():
        if place.exists() and (not place.is_file() or place.read_bytes() != content):
            raise FormatError(
                f"{place} is there already and holds something else; give another name with -o, "
                "or move it away"
            )
    config = file.with_name("annotation.conf")
    if format == "brat" and not config.exists():
        files[config] = brat_config(layers).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    for place, content in files.items():
        place.write_bytes(content)
    return list(files)


def import_file(
    path: Path, format: str | None = None, text_path: Path | None = None
) -> list[Document]:
    """Read a file of another tool.

    Args:
        path: The file; of brat, the ``.ann`` or the ``.txt``.
        format: As in `write`; by default what the file's ending says.
        text_path: The text's file; by default the ``.txt`` of the same name beside it.

    Returns:
        The articles in it; more than one only of spacy.

    Raises:
        FormatError: The file is not of the format, or does not fit the text.
        ArticleError: The text cannot be read.
    """
    if path.suffix == ".txt" and format in (None, "brat"):
        path, format = path.with_suffix(".ann"), "brat"
    if format is None:
        format = _ENDINGS.get(path.suffix.lower())
        if format is None:
            raise FormatError(
                f"{path} does not say by its ending what it is; give --format, one of "
                f"{', '.join(FORMATS)}"
            )
    data = _file_text(path)
    text = None
    if _known(format) != "spacy":
        beside = text_path or path.with_suffix(".txt")
        if text_path is None and not beside.exists():
            raise FormatError(
                f"{path} needs the text that it is about, and {beside} is not there; put it there, "
                "or name it with --text"
            )
        text = Article.open(beside).text
    return read_all(data, format, text, name=path.stem, where=str(path))


def _file_text(path: Path) -> str:
    if not path.exists():
        raise FormatError(f"there is no file {path}; check its name")
    if not path.is_file():
        raise FormatError(f"{path} is not a file; name the file that another tool wrote")
    if (size := path.stat().st_size) > MOST:
        raise FormatError(f"{path} has {size:,} bytes and the limit is {MOST:,}; split it")
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path} is not UTF-8: byte {error.start} ({short(chr(data[error.start]))}) cannot be "
            "read; save it again as UTF-8"
        ) from None
