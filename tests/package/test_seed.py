"""The seed article is the one given, byte for byte; the guidelines say what its gold says."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

import pytest

from newsbook.articles import Article, article_names, seeds_folder
from newsbook.articles.validate import main
from newsbook.spans import Span

SHA256 = "dbbe2d2830323f0ddcf68893440b249058d1f2a9842082c57c54b8c50fde5dd3"


def test_the_file_is_untouched() -> None:
    data = (seeds_folder() / "nato_seoul" / "article.txt").read_bytes()
    assert len(data) == 2382
    assert hashlib.sha256(data).hexdigest() == SHA256


def test_loading_changes_nothing() -> None:
    article = Article.load("nato_seoul")
    data = (seeds_folder() / "nato_seoul" / "article.txt").read_bytes()
    assert article.text.encode("utf-8") == data
    assert article.sha256 == SHA256
    assert len(article.text) == 2336


def test_paragraphs_are_the_lines_that_hold_something() -> None:
    article = Article.load("nato_seoul")
    # This article's paragraphs are one line each, so the lines are an independent count.
    lines = [line for line in article.text.split("\n") if line]
    assert [span.of(article.text) for span in article.paragraphs] == lines
    assert len(lines) == 14


def test_eight_pieces_in_double_marks_and_one_in_single_are_in_the_gold() -> None:
    article = Article.load("nato_seoul")
    in_text = [m.span() for m in re.finditer("“[^”]*”|‘[^’]*’", article.text)]
    in_gold = [(p.start, p.end) for quote in article.quotes for p in quote.pieces]
    assert len(in_text) == 9
    assert in_gold == in_text
    assert article.scare_quotes == ()


def test_what_the_gold_says_of_the_whole_article() -> None:
    article = Article.load("nato_seoul")
    kinds = [quote.kind for quote in article.quotes]
    assert {kind: kinds.count(kind) for kind in kinds} == {"mixed": 3, "indirect": 1, "direct": 6}
    said = [quote.resolved for quote in article.quotes]
    assert said.count("Jens Stoltenberg") == 7
    assert said.count("Park Jin") == 2
    assert said.count("Yonhap News Agency") == 1
    assert len(article.gold("sentences")) == 21


# --- The guidelines and the gold say the same --------------------------------------------------


def guidelines(section: str) -> str:
    text = (seeds_folder() / "GUIDELINES.md").read_text(encoding="utf-8")
    return text.split(f"\n## {section}")[1].split("\n## ")[0]


def rows(section: str, heading: str) -> list[list[str]]:
    table = guidelines(section).split(f"| in the text | {heading} | why |\n")[1].split("\n\n")[0]
    return [[c.strip() for c in line.strip("|").split("|")] for line in table.splitlines()[1:]]


def places_of(words: str) -> list[tuple[Article, int]]:
    """Where the words stand in the two articles from which the first tables' rows are taken."""
    found = []
    for name in ("nato_seoul", "harbour_bridge"):
        article = Article.load(name)
        found += [(article, m.start()) for m in re.finditer(re.escape(words), article.text)]
    return found


@pytest.mark.parametrize("row", rows("1. Tokens", "tokens"), ids=lambda row: row[0])
def test_the_guidelines_tokens_are_the_golds(row: list[str]) -> None:
    (words,) = re.findall("`([^`]+)`", row[0])
    tokens = re.findall("`([^`]+)`", row[1])
    places = places_of(words)
    assert places, f"{words} stands in no article"
    for article, at in places:
        inside = Span(at, at + len(words))
        held = [s.of(article.text) for s in article.gold("tokens") if s.overlap(inside)]
        assert held == tokens


@pytest.mark.parametrize("row", rows("3. Entities", "marked"), ids=lambda row: row[0])
def test_the_guidelines_entities_are_the_golds(row: list[str]) -> None:
    (words,) = re.findall("`([^`]+)`", row[0])
    marked = re.findall("([A-Z]+) `([^`]+)`", row[1])
    assert marked or row[1] == "none"
    places = places_of(words)
    assert places, f"{words} stands in no article"
    for article, at in places:
        inside = Span(at, at + len(words))
        held = [s for s in article.gold("entities") if s.overlap(inside)]
        assert [(s.label, s.of(article.text)) for s in held] == marked


def more_cases() -> list[tuple[str, str]]:
    """The examples that the practice articles brought, and what is marked in them."""
    part = guidelines("3. Entities").split("\n### More cases")[1]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines]
    return [(words, row[1]) for row in cells for words in re.findall("`([^`]+)`", row[0])]


@cache
def all_articles() -> list[Article]:
    return [Article.load(name) for name in article_names()]


@pytest.mark.parametrize("words,marked", more_cases(), ids=lambda value: str(value)[:40])
def test_the_further_cases_stand_in_an_article(words: str, marked: str) -> None:
    parts = [part.strip() for part in words.split("…")]
    holds = [
        article
        for article in all_articles()
        if all(part in " ".join(article.text.split()) for part in parts)
    ]
    assert holds, f"{words} stands in no article"
    if marked == "none":
        for article in holds:
            for match in re.finditer(re.escape(words), article.text):
                inside = Span(match.start(), match.end())
                held = [s for s in article.gold("entities") if inside.contains(s)]
                assert held == [], f"{words} in {article.name}"


def test_the_guidelines_examples_of_the_format_are_true() -> None:
    seed = Article.load("nato_seoul")
    examples = re.findall("```json\n(.*?)```", guidelines("5. The file format"), re.DOTALL)
    spans, quotes = (json.loads(example) for example in examples)
    for start, end, label, words in spans["spans"]:
        assert seed.text[start:end] == words
        assert Span(start, end, label) in seed.gold("entities")
    real = json.loads(seed.gold_file("quotes").read_text(encoding="utf-8"))
    assert quotes["quotes"][0] == real["quotes"][0]


def test_the_guidelines_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall("```python\n(.*?)```", guidelines("5. The file format"), re.DOTALL)
    (tmp_path / "my_story").mkdir()
    (tmp_path / "my_story" / "article.txt").write_bytes("NATO chief 🚢\r\n".encode())
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "GUIDELINES.md", "exec"), {})
    assert Article.open("my_story").gold("entities") == (Span(0, 4, "ORG"),)
    assert main(["my_story", "--layers", "entities"]) == 0
