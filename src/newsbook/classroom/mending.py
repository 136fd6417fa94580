"""The notebook in which a draft is mended: a widget and a cell that saves, for each layer."""

from __future__ import annotations

from newsbook.workbook.notebooks import code_cell, markdown_cell, notebook_bytes, notebook_of

__all__ = ["mending_notebook"]


_INTRODUCTION = """\
# Mend the draft of *{name}*

What lies in `gold/` is newsbook's own guess. It is no gold before somebody has read it. Go through
the layers in this order, for each later one stands on the tokens:

1. mend what the widget shows; the guidelines (`seeds/GUIDELINES.md`) say what is right;
2. when you have read the layer to its end, change `read=False` to `read=True` in the cell below it
   and run that: it saves the layer and says what does not fit.

Nothing is lost: what was there before a save is kept beside it, as `tokens.old-1.json`.
"""

_SET_UP = """\
from newsbook import Article, QuoteLinker, SpanAnnotator, TokenEditor
from newsbook.articles import Layers
from newsbook.classroom import save_gold

article = Article.open(".")\
"""

_LAYERS = (
    (
        "Tokens",
        "Look at clitics (`it’s`), dots (`U.S.`), hyphens, and marks that stick to a word.",
        'tokens = TokenEditor(article, article.gold("tokens"))\ntokens',
        'saved = save_gold(".", Layers(tokens=tokens.spans), read=False)\n'
        'article = Article.open(".")\nsaved',
    ),
    (
        "Sentences",
        "Look at dots that end no sentence, and at quotations of more than one.",
        'labelled = [span.labelled("SENTENCE") for span in article.gold("sentences")]\n'
        'sentences = SpanAnnotator(\n    article, ["SENTENCE"], labelled,\n'
        '    units=article.gold("tokens"), overlapping=False,\n)\nsentences',
        'save_gold(".", Layers(sentences=sentences.spans), read=False)',
    ),
    (
        "Entities",
        "Look at first mentions, at names in headlines, and at places that act (GPE or ORG?).",
        "entities = SpanAnnotator(\n"
        '    article, spans=article.gold("entities"),\n'
        '    units=article.gold("tokens"), overlapping=False,\n)\nentities',
        'saved = save_gold(".", Layers(entities=entities.spans), read=False)\n'
        'article = Article.open(".")\nsaved',
    ),
    (
        "Quotes",
        "Look at where a report begins and ends, at quotes without a speaker, and at words in "
        "marks that nobody said: those are scare quotes, in the second widget.",
        "from newsbook.exercises import possible_speakers\n\n"
        'quotes = QuoteLinker(\n    article, article.quotes, units=article.gold("tokens"),\n'
        "    names=possible_speakers(article),\n)\nquotes",
        'labelled = [span.labelled("SCARE") for span in article.scare_quotes]\n'
        "scares = SpanAnnotator(\n"
        '    article, {"SCARE": "in marks, and nobody said it"}, labelled,\n'
        '    units=article.gold("tokens"), overlapping=False,\n)\nscares',
        "both = Layers(quotes=quotes.quotes, scare_quotes=scares.spans)\n"
        'save_gold(".", both, read=False)',
    ),
)


def mending_notebook(name: str) -> bytes:
    """The bytes of a notebook that lies in an article's folder.

    Args:
        name: The article's name.

    Example:
        >>> b"Mend the draft of *rain*" in mending_notebook("rain")
        True
    """
    cells = [
        markdown_cell(_INTRODUCTION.format(name=name).rstrip(), "title"),
        code_cell(_SET_UP, "set-up"),
    ]
    for title, says, *sources in _LAYERS:
        key = title.lower()
        cells.append(markdown_cell(f"## {title}\n\n{says}", f"{key}-task"))
        cells += [code_cell(source, f"{key}-{i}") for i, source in enumerate(sources, 1)]
    cells.append(
        markdown_cell(
            "When nothing breaks the guidelines any more and each layer has been read, let a "
            "second person read it. Then\n"
            "`newsbook article exercises` makes exercises of it.",
            "end",
        )
    )
    return notebook_bytes(notebook_of(cells))
