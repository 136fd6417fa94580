"""Save layers as an article's gold, as a notebook does it with what was mended in widgets."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from newsbook.answers.files import hold, keep_aside, write_whole
from newsbook.articles import Article, ArticleError, Layers
from newsbook.articles.gold import dump_quotes, dump_spans
from newsbook.articles.validate import validate
from newsbook.classroom.unread import mark_read, unread_layers
from newsbook.errors import WrongType, kind_of
from newsbook.markup import visible
from newsbook.spans import Span

__all__ = ["SavedGold", "gold_files", "save_gold"]


@dataclass(frozen=True, slots=True, repr=False)
class SavedGold:
    """What `save_gold` did.

    Args:
        layers: The names of the layers that were saved.
        kept: Files in which the layers are kept as they were before.
        problems: What the guidelines have against the gold as it is now, a sentence each.
        unread: Layers that are still as newsbook drafted them.
    """

    layers: tuple[str, ...]
    kept: tuple[Path, ...]
    problems: tuple[str, ...]
    unread: tuple[str, ...] = ()

    def __repr__(self) -> str:
        lines = [f"saved: {', '.join(self.layers) or 'nothing'}"]
        lines += [f"kept as it was: {path.name}" for path in self.kept]
        lines += [f"to mend: {problem}" for problem in self.problems]
        if not self.problems:
            lines.append("nothing breaks the guidelines; whether it is right, a reader has to say")
        if guessed := [name for name in self.unread if name in self.layers]:
            lines.append(
                f"{', '.join(guessed)}: still as newsbook guessed; if you have read it all and it "
                "is right, save it with read=True"
            )
        return visible("\n".join(lines))


def gold_files(article: Article, layers: Layers) -> dict[str, bytes]:
    """The bytes of each layer's gold file, by the layer's name.

    Args:
        article: The article.
        layers: Its layers; labels count in the entities alone.

    Raises:
        BadInput: A span ends after the text.

    Example:
        >>> article = Article.from_text("It rained.", name="rain")
        >>> list(gold_files(article, Layers(tokens=(Span(0, 2), Span(3, 10)))))
        ['tokens']
    """
    layers.check_places(article.text)
    files = {}
    for name in layers.held:
        if name == "quotes":
            scares = _plain(layers.scare_quotes or ())
            data = dump_quotes(article, layers.quotes or (), scares)
        else:
            spans = getattr(layers, name)
            data = dump_spans(article, name, spans if name == "entities" else _plain(spans))
        files[name] = data.encode()
    return files


def _plain(spans: Iterable[Span]) -> list[Span]:
    """Spans without the labels that a widget gave them, in order."""
    return sorted(Span(span.start, span.end) for span in spans)


def save_gold(folder: str | os.PathLike[str], layers: Layers, *, read: bool = False) -> SavedGold:
    r"""Save layers as the gold of an article.

    Only the layers that are given are written. One that is there already and is another is kept
    beside the new one, as ``entities.old-1.json``. A gold with faults is saved all the same, for it
    may be half done; the faults are told.

    From widgets, in a notebook that lies in the article's folder::

        save_gold(".", Layers(entities=annotator.spans))
        save_gold(".", Layers(quotes=linker.quotes, scare_quotes=scares.spans))

    Args:
        folder: The folder that holds ``article.txt``.
        layers: What to save. Quotes and scare quotes are one file: give both.
        read: Whether somebody has read these layers, so that they are no draft any more even where
            there was nothing to mend. A layer that was changed is no draft either.

    Returns:
        What was saved, and what is still to mend. Its repr says it in words.

    Raises:
        ArticleError: There is no article there, or the folder cannot be written.
        BadInput: A span ends after the text.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = Path(folder, "article.txt").write_text("It rained.", encoding="utf-8")
        ...     save_gold(folder, Layers(tokens=(Span(0, 2), Span(3, 9), Span(9, 10))))
        saved: tokens
        nothing breaks the guidelines; whether it is right, a reader has to say
    """
    if not isinstance(layers, Layers):
        raise WrongType(
            f"save_gold needs layers, such as Layers(entities=[…]), not {kind_of(layers)}."
        )
    article = Article.open(folder)
    if article.folder is None:
        raise ArticleError(
            f"{folder} is a text on its own; `newsbook article new` makes an article's folder of it"
        )
    kept = []
    try:
        gold = article.folder / "gold"
        with hold(gold):
            for name, data in gold_files(article, layers).items():
                file = gold / f"{name}.json"
                if file.exists() and (before := file.read_bytes()) != data:
                    kept.append(keep_aside(file, before, "old"))
                write_whole(file, data)
            guessed = () if read else unread_layers(article)
            mark_read(article, [name for name in layers.held if name not in guessed])
    except OSError as error:
        raise ArticleError(
            f"{article.folder} cannot be written ({error.strerror or error}), so nothing more was "
            "saved; copy the folder to where you may write, and save there"
        ) from None
    fresh = Article.open(folder)
    problems = tuple(validate(fresh, fresh.layers))
    return SavedGold(layers.held, tuple(kept), problems, unread_layers(fresh))
