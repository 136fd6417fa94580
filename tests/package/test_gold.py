"""The gold is sound, and what is no gold, or is not sound, is said in a sentence."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from gold_bed import spoil

from newsbook.articles import (
    ENTITY_LABELS,
    QUOTE_KINDS,
    Article,
    ArticleError,
    GoldError,
    Quote,
    article_names,
    practice_names,
)
from newsbook.articles.gold import (
    MAX_BYTES,
    SPAN_LAYERS,
    dump_quotes,
    dump_spans,
    read_quotes,
    read_spans,
)
from newsbook.articles.validate import main, validate
from newsbook.spans import Span


@pytest.mark.parametrize("name", article_names())
def test_every_article_validates(name: str) -> None:
    assert validate(Article.load(name)) == []


@pytest.mark.parametrize("name", article_names())
def test_files_are_in_the_one_written_form(name: str) -> None:
    article = Article.load(name)
    for layer in SPAN_LAYERS:
        stored = article.gold_file(layer).read_bytes()
        assert dump_spans(article, layer, article.gold(layer)).encode() == stored
    stored = article.gold_file("quotes").read_bytes()
    assert dump_quotes(article, article.quotes, article.scare_quotes).encode() == stored


@pytest.mark.parametrize("name", article_names())
def test_every_quotation_mark_is_accounted_for(name: str) -> None:
    article = Article.load(name)
    known = [p for quote in article.quotes for p in quote.pieces] + list(article.scare_quotes)
    for i, char in enumerate(article.text):
        if char in "“‘":
            assert any(span.start <= i < span.end for span in known), article.text[i : i + 20]


def test_a_folder_may_be_renamed(copied: Path) -> None:
    """The text's hash says whose gold it is; the name is for people."""
    renamed = copied.rename(copied.with_name("another_name"))
    assert validate(Article.open(renamed)) == []
    text = renamed / "article.txt"
    text.write_bytes(text.read_bytes() + b" ")
    told = validate(Article.open(renamed))
    assert any("is for the article" in problem for problem in told)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{broken", "is not JSON in UTF-8"),
        (b"\xff", "is not JSON in UTF-8"),
        (b"", "is not JSON in UTF-8"),
        (b"[" * 200_000, "is not JSON in UTF-8"),
        (b'{"format": ' + b"9" * 5000 + b"}", "is not JSON in UTF-8"),
        (b"[]", "does not hold a JSON object"),
        (b"{}", "is of format None"),
        (b" " * (MAX_BYTES + 1), "has more than 50,000,000 bytes"),
    ],
    ids=["broken", "not-utf8", "empty", "deep", "huge-number", "list", "bare", "long"],
)
@pytest.mark.parametrize("layer", ["tokens", "quotes"])
def test_a_file_that_is_no_gold(copied: Path, layer: str, content: bytes, sentence: str) -> None:
    file = copied / "gold" / f"{layer}.json"
    file.write_bytes(content)
    with pytest.raises(GoldError) as caught:
        read_quotes(file) if layer == "quotes" else read_spans(file, layer)
    assert str(caught.value).startswith(f"{file} {sentence}")
    assert str(caught.value) in validate(Article.open(copied))


def test_a_missing_layer_is_a_problem_unless_not_asked_for(copied: Path) -> None:
    (copied / "gold" / "quotes.json").unlink()
    article = Article.open(copied)
    problems = validate(article)
    assert len(problems) == 1
    assert problems[0].startswith(f"{copied / 'gold' / 'quotes.json'} is missing")
    assert validate(article, ["tokens", "entities"]) == []


def test_all_problems_are_found_at_once(copied: Path) -> None:
    spoil(copied, "tokens", lambda d: d["spans"].pop(3))
    spoil(copied, "entities", lambda d: d["spans"][0].__setitem__(2, "CITY"))
    (copied / "gold" / "sentences.json").write_text("{", encoding="utf-8")
    found = "\n".join(validate(Article.open(copied)))
    for sentence in ("is in no token", "has the label 'CITY'", "sentences.json is not JSON"):
        assert sentence in found


def test_a_text_on_its_own_has_nothing_to_validate() -> None:
    problems = validate(Article.from_text("It rained."), ["tokens"])
    assert problems == [problem for problem in problems if "text has no gold" in problem] != []


@pytest.mark.parametrize(
    "text",
    [
        "„Es regnet“, sagte sie.",
        "« Il pleut », dit-elle.",
        "「雨だ」と言った。",
        '"It rains," she said.',
    ],
)
def test_marks_of_other_languages_are_marks(tmp_path: Path, text: str) -> None:
    home = tmp_path / "rain"
    (home / "gold").mkdir(parents=True)
    (home / "article.txt").write_text(text, encoding="utf-8")
    article = Article.open(home)
    closing = max(text.find(mark) for mark in "“»」") if text[0] != '"' else text.index('"', 1)
    content = Span(0, closing + 1)
    file = home / "gold" / "quotes.json"
    file.write_text(dump_quotes(article, [Quote("direct", content, (content,))]), encoding="utf-8")
    assert validate(article, ["quotes"]) == []
    file.write_text(dump_quotes(article, []), encoding="utf-8")
    # A straight mark may open or close, so only the others can be missed with certainty.
    assert len(validate(article, ["quotes"])) == (0 if text[0] == '"' else 1)


def test_main_says_what_is_wrong_and_where(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(copied)]) == 0
    assert capsys.readouterr().out == "1 checked, nothing wrong\n"
    spoil(copied, "entities", lambda d: d["spans"][0].__setitem__(2, "CITY"))
    assert main([str(copied)]) == 1
    assert "entities.json: span 1 [0, 10] 'Ellerhythe' has the label" in capsys.readouterr().out
    assert main([str(copied), "--layers", "tokens,sentences"]) == 0
    assert main([str(copied), "--layers", "words"]) == 1
    assert main([str(copied / "nowhere")]) == 1
    assert "there is no file or folder" in capsys.readouterr().out


def test_the_command_checks_all_articles_without_a_warning() -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-m", "newsbook.articles.validate"],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == f"{len(article_names())} checked, nothing wrong\n"


def test_quotes_are_checked_when_made() -> None:
    with pytest.raises(ValueError, match="direct, mixed, indirect, not 'free'"):
        Quote("free", Span(0, 1))
    bad: list[dict[str, Any]] = [
        {"content": (0, 1)},
        {"pieces": [Span(0, 1)]},
        {"pieces": ((0, 1),)},
        {"cue": "said"},
        {"speaker": "she"},
        {"resolved": Span(0, 1)},
    ]
    for fields in bad:
        with pytest.raises(TypeError, match=f"a quote's .*{next(iter(fields))[:5]}"):
            Quote(**{"kind": "direct", "content": Span(0, 1), **fields})


def test_errors_are_value_errors() -> None:
    assert issubclass(GoldError, ArticleError)
    assert issubclass(ArticleError, ValueError)


def test_a_gold_file_that_may_not_be_read(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, encoding: str | None = None) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(GoldError, match=r"tokens\.json cannot be read \(Permission denied\)"):
        Article.open(copied).gold("tokens")


def test_only_a_layer_of_spans_is_written_as_one() -> None:
    with pytest.raises(ValueError, match="tokens, sentences, entities, not 'quotes'"):
        dump_spans(Article.from_text("It rained."), "quotes", [])


def test_a_speech_over_paragraphs_stays_open_until_its_last(tmp_path: Path) -> None:
    text = "“It rains,” she said. “It rains\n\n“all day.”\n\nThe end."
    home = tmp_path / "rain"
    (home / "gold").mkdir(parents=True)
    (home / "article.txt").write_text(text, encoding="utf-8")
    article = Article.open(home)
    first, second = Span(22, 31), Span(33, 43)
    assert [second.of(text), first.of(text)] == ["“all day.”", "“It rains"]
    spoken = [Quote("direct", span, (span,)) for span in (Span(0, 11), first, second)]
    file = home / "gold" / "quotes.json"
    file.write_text(dump_quotes(article, spoken), encoding="utf-8")
    assert validate(article, ["quotes"]) == []
    # Open, and not taken up again: somebody forgot the closing mark.
    broken = Article.from_text(text.replace("\n\n“all", "\n\nall"), "rain")
    (home / "article.txt").write_text(broken.text, encoding="utf-8")
    article = Article.open(home)
    file.write_text(dump_quotes(article, spoken[:2]), encoding="utf-8")
    (problem,) = validate(article, ["quotes"])
    assert "does not begin and end with quotation marks" in problem


def test_the_practice_corpus_is_as_large_as_it_says() -> None:
    names = [name for part in ("train", "development", "test") for name in practice_names(part)]
    articles = [Article.load(name) for name in names]
    assert len(articles) >= 60
    assert sum(len(article.gold("tokens")) for article in articles) >= 20_000
    assert sum(len(article.quotes) for article in articles) >= 600
    assert sum(len(article.gold("entities")) for article in articles) >= 2_500
    kinds = {quote.kind for article in articles for quote in article.quotes}
    labels = {span.label for article in articles for span in article.gold("entities")}
    assert kinds == set(QUOTE_KINDS) and labels == set(ENTITY_LABELS)
