"""Lesson 4's cells on an article of one's own, with a folder that stays and with another story."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsbook.articles import Article
from newsbook.workbook.notebooks import read_notebook, source_of

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LESSON = NOTEBOOKS / "04_who_said_what.ipynb"

OTHER = (
    "Old mill opens again\n\nHarrowmere’s mill opened on Monday. “We grind again,” said Ida "
    "Brandt, its miller.\n\n“About time,” said Olaf Reyes, who lives in Harrowmere.\n"
)


@pytest.fixture
def cells(tmp_path, monkeypatch):
    """Run the lesson's cells from one id to another, as on a new day, with a folder that stays."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(NOTEBOOKS / "my_article.txt", tmp_path)
    sources = {cell["id"]: source_of(cell) for cell in read_notebook(LESSON)["cells"]}
    kind = {cell["id"]: cell["cell_type"] for cell in read_notebook(LESSON)["cells"]}
    own = [key for key in sources if key.startswith("own") and kind[key] == "code"]
    temporary = 'Path(mkdtemp()) / "ferry"'
    assert temporary in sources["own-draft"]
    sources["own-draft"] = sources["own-draft"].replace(temporary, 'Path("my_articles/ferry")')

    def run(space: dict[str, Any], first: str = own[0], last: str = own[-1]) -> dict[str, Any]:
        for key in own[own.index(first) : own.index(last) + 1]:
            exec(compile(sources[key], key, "exec"), space)
        return space

    def new_day() -> dict[str, Any]:
        space: dict[str, Any] = {}
        exec(
            "from newsbook import Article, score\nfrom newsbook.desk import say_table\n"
            "from newsbook.quote_scoring import score_quotes\n"
            "from newsbook.text import analyse, find_quotes, tie_mentions\n",
            space,
        )
        return space

    return new_day, run


def test_the_second_day_goes_on_with_what_was_saved(cells, capsys):
    new_day, run = cells
    day = run(new_day(), last="own-quotes")
    linker, text = day["linker"], day["mine"].text
    # Somebody mends a quote too: the pensioner gets a name.
    nameless = next(quote for quote in linker.quotes if quote.resolved is None)
    named = replace(nameless, resolved="Ragna")
    linker.quotes = [named if quote == nameless else quote for quote in linker.quotes]
    run(day, first="own-save")
    saved = Article.open("my_articles/ferry")
    entities = {span.of(text): span.label for span in saved.gold("entities")}
    assert entities["Lunnevik"] == "GPE" and named in saved.quotes
    files = {p: p.read_bytes() for p in Path("my_articles").rglob("gold/*")}
    capsys.readouterr()

    run(new_day())
    told = capsys.readouterr().out
    again = Article.open("my_articles/ferry")
    assert again.gold("entities") == saved.gold("entities")
    assert again.quotes == saved.quotes and again.scare_quotes == saved.scare_quotes
    assert "2 invented, 2 missed" in told  # measured against the draft still
    assert all(path.read_bytes() == data for path, data in files.items())
    assert Path("my_articles/ferry/for_class-2").is_dir()

    # On the third day Ragna's mark goes; her quote keeps its name all the same.
    day = run(new_day(), last="own-entities")
    day["annotator"].spans = [s for s in day["annotator"].spans if s.of(text) != "Ragna"]
    run(day, first="own-mend", last="own-score")
    assert named in Article.open("my_articles/ferry").quotes
    assert "Ragna PERSON → no name" in capsys.readouterr().out


def test_another_story_is_not_mended_by_the_ferrys_words(cells, capsys):
    new_day, run = cells
    Path("my_article.txt").write_text(OTHER, encoding="utf-8")
    day = run(new_day(), last="own-entities")
    annotator = day["annotator"]
    annotator.spans = [span.labelled("ORG") for span in annotator.spans[:-1]]
    marked = list(annotator.spans)
    capsys.readouterr()
    run(day, first="own-mend", last="own-score")
    told = capsys.readouterr().out
    assert list(annotator.spans) == marked
    assert "→ no name" in told and "→ ORG" in told
    assert Article.open("my_articles/ferry").gold("entities") == tuple(marked)
