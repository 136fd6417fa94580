"""The gold is sound, and a gold that is not is reported: one mutation for each rule."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsbook.articles import (
    ENTITY_LABELS,
    QUOTE_KINDS,
    Article,
    ArticleError,
    GoldError,
    Quote,
    article_names,
    practice_names,
    seeds_folder,
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

Data = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the practice article, which has something of everything, to be spoilt."""
    copy = tmp_path / "harbour_bridge"
    shutil.copytree(seeds_folder() / "practice" / "harbour_bridge", copy)
    return copy


def spoil(folder: Path, layer: str, change: Callable[[Data], None]) -> None:
    file = folder / "gold" / f"{layer}.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(json.dumps(data), encoding="utf-8")


def honest(folder: Path, layer: str) -> None:
    """Set all stored words to what the offsets say, so that only the rule meant can bite."""
    text = Article.open(folder).text

    def mend(item: Any) -> None:
        if isinstance(item, list) and len(item) > 1 and isinstance(item[0], int):
            item[-1] = text[item[0] : item[1]]
        elif isinstance(item, list):
            for part in item:
                mend(part)
        elif isinstance(item, dict):
            for part in item.values():
                mend(part)

    spoil(folder, layer, lambda data: mend([data.get(key) for key in LISTS]))


LISTS = ("spans", "quotes", "scare_quotes")


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


# --- Mutations ---------------------------------------------------------------------------------


def spans_(change: Callable[[list[Any]], object]) -> Callable[[Data], None]:
    return lambda data: change(data["spans"]) and None


def quote_(number: int, **fields: Any) -> Callable[[Data], None]:
    return lambda data: data["quotes"][number - 1].update(fields)


def set_(data: list[Any], i: int, k: int, value: Any) -> None:
    data[i][k] = value


# Place in the article, for the offsets below: quote 3 is direct with cue and speaker, 4 direct
# without, 5 mixed, 6 indirect, 10 and 11 split by their tag.
MUTATIONS: list[tuple[str, str, Callable[[Data], None], str]] = [
    # What a span is: the file against the text.
    ("format", "tokens", lambda d: d.update(format=2), "is of format 2 and this newsbook reads"),
    ("format-bool", "tokens", lambda d: d.update(format=True), "is of format True"),
    ("layer", "tokens", lambda d: d.update(layer="words"), "says that it is the layer 'words'"),
    (
        "article",
        "tokens",
        lambda d: d.update(article="other", sha256="0" * 64),
        "is for the article 'other'",
    ),
    ("sha256", "entities", lambda d: d.update(sha256="0" * 64), "made for another version"),
    ("no-sha256", "entities", lambda d: d.pop("sha256"), 'has no "sha256"'),
    ("no-spans", "entities", lambda d: d.pop("spans"), "lacks, or has but should not have: spans"),
    ("extra-key", "entities", lambda d: d.update(note="x"), "should not have: note"),
    ("not-a-list", "entities", lambda d: d.update(spans={}), "spans is not a list"),
    ("span-shape", "entities", spans_(lambda s: s[0].pop()), 'write it [start, end, "label"'),
    ("span-float", "tokens", spans_(lambda s: set_(s, 0, 1, 10.0)), "whole number, not 10.0"),
    ("span-empty", "tokens", spans_(lambda s: set_(s, 0, 1, 0)), "span 1: a span ends after it"),
    ("span-negative", "tokens", spans_(lambda s: set_(s, 0, 0, -1)), "starts at 0 or later"),
    ("beyond", "entities", spans_(lambda s: set_(s, -1, 1, 99999)), "ends after the text, which"),
    ("beyond-quote", "quotes", quote_(1, cue=[1, 99999, "x"]), "quote 1, cue [1, 99999] ends afte"),
    ("words", "entities", spans_(lambda s: set_(s, 0, 3, "Port")), "the file says 'Port' but the"),
    ("words-quote", "quotes", quote_(5, speaker=[477, 480, "He"]), "quote 5, speaker [477, 480]"),
    # Every mark of white space at an end is wrong, in any layer.
    ("space-token", "tokens", spans_(lambda s: set_(s, 1, 1, 13)), "begins or ends with white"),
    ("space-sentence", "sentences", spans_(lambda s: set_(s, 0, 1, 66)), "or ends with white"),
    ("space-quote", "quotes", quote_(5, cue=[480, 485, ""]), "begins or ends with white"),
    # Tokens.
    ("token-order", "tokens", spans_(lambda s: s.reverse()), "does not come after the one before"),
    ("token-twice", "tokens", spans_(lambda s: s.insert(1, s[0])), "does not come after the one"),
    ("token-overlap", "tokens", spans_(lambda s: set_(s, 1, 0, 9)), "overlaps the one before it"),
    ("token-lost", "tokens", spans_(lambda s: s.pop(3)), "[21, 27] 'bridge' is in no token"),
    ("token-space", "tokens", spans_(lambda s: set_(s, 2, 1, 27)), "has white space within it"),
    # Sentences.
    ("sentence-order", "sentences", spans_(lambda s: s.reverse()), "does not come after the one"),
    ("sentence-overlap", "sentences", spans_(lambda s: set_(s, 1, 0, 61)), "overlaps the one befo"),
    ("sentence-lost", "sentences", spans_(lambda s: s.pop()), "'Ellerhythe' is in no sentence"),
    ("sentence-edge", "sentences", spans_(lambda s: set_(s, 0, 1, 64)), "ends at 64, within a tok"),
    # Entities.
    ("label", "entities", spans_(lambda s: set_(s, 0, 2, "CITY")), "has the label 'CITY'; use one"),
    ("no-label", "entities", spans_(lambda s: set_(s, 0, 2, "")), "has the label ''"),
    ("entity-order", "entities", spans_(lambda s: s.reverse()), "does not come after the one befo"),
    ("entity-cross", "entities", spans_(lambda s: set_(s, 2, 0, 67)), "overlaps the one before it"),
    ("entity-nested", "entities", spans_(lambda s: s.insert(5, [155, 167, "ORG", ""])), "overlaps"),
    (
        "entity-sentences",
        "entities",
        spans_(lambda s: set_(s, 0, 1, 77)),
        "not within one sentence",
    ),
    ("entity-start", "entities", spans_(lambda s: set_(s, 0, 0, 1)), "begins at 1, within a token"),
    ("entity-end", "entities", spans_(lambda s: set_(s, 0, 1, 9)), "ends at 9, within a token or"),
    # Quotes.
    ("quote-keys", "quotes", lambda d: d["quotes"][0].pop("cue"), "quote 1 is not an object with"),
    ("quote-list", "quotes", lambda d: d.update(quotes=[[]]), "quote 1 is not an object with"),
    ("quote-kind", "quotes", quote_(1, kind="free"), "quote 1 is of kind 'free'; make it one of"),
    ("quote-kind-list", "quotes", quote_(1, kind=[]), "quote 1 is of kind []; make it one of"),
    ("quote-name-type", "quotes", quote_(1, resolved=5), "quote 1, resolved: give a name in"),
    ("quote-pieces", "quotes", quote_(1, pieces=None), "quote 1, pieces is not a list"),
    ("quote-content", "quotes", quote_(1, content=None), "quote 1, content is None; write it ["),
    ("quote-order", "quotes", lambda d: d["quotes"].reverse(), "does not come after the one befo"),
    ("quote-overlap", "quotes", quote_(6, content=[486, 960, ""]), "quote 6, content … overlaps"),
    ("content-edge", "quotes", quote_(2, content=[89, 142, ""]), "begins at 89, within a token"),
    ("piece-edge", "quotes", quote_(5, pieces=[[497, 514, ""]]), "piece 1 … ends at 514, within"),
    ("cue-edge", "quotes", quote_(5, cue=[482, 485, ""]), "begins at 482, within a token"),
    ("speaker-edge", "quotes", quote_(5, speaker=[477, 479, ""]), "ends at 479, within a token"),
    (
        "direct-bare",
        "quotes",
        quote_(4, kind="direct", content=[362, 475, ""]),
        "but does not begi",
    ),
    ("direct-open", "quotes", quote_(12, content=[1474, 1492, ""]), "but does not begin and end"),
    ("direct-piece", "quotes", quote_(4, pieces=[]), "is direct; give its content as its one pie"),
    ("mixed-bare", "quotes", quote_(5, pieces=[]), "is mixed but has no pieces; add them"),
    ("indirect-piece", "quotes", quote_(5, kind="indirect"), "is indirect but has pieces"),
    ("piece-outside", "quotes", quote_(5, pieces=[[361, 475, ""]]), "is not within the quote's"),
    ("piece-marks", "quotes", quote_(5, pieces=[[498, 515, ""]]), "begin and end with quotation"),
    (
        "pieces-order",
        "quotes",
        quote_(5, pieces=[[497, 516, ""]] * 2),
        "piece 2 … does not come after",
    ),
    ("cue-inside", "quotes", quote_(5, cue=[493, 496, ""]), "lies in the content; it must stand"),
    ("speaker-inside", "quotes", quote_(5, speaker=[482, 496, ""]), "lies in the content; it must"),
    (
        "cue-is-speaker",
        "quotes",
        quote_(5, cue=[477, 480, ""]),
        "speaker [477, 480] 'She' overlaps",
    ),
    ("cue-far", "quotes", quote_(4, cue=[311, 315, ""]), "is in no sentence that the quote is in"),
    ("speaker-far", "quotes", quote_(7, speaker=[793, 807, ""]), "is in no sentence that the quot"),
    (
        "resolved-unknown",
        "quotes",
        quote_(1, resolved="Ada Quill"),
        "resolves to 'Ada Quill', which",
    ),
    (
        "resolved-place",
        "quotes",
        quote_(1, resolved="Iron Heron"),
        "not the text of a PERSON or OR",
    ),
    ("forgotten", "quotes", lambda d: d["quotes"].pop(3), "this quotation mark is in no quote"),
    # Scare quotes.
    ("scare-forgotten", "quotes", lambda d: d.update(scare_quotes=[]), "this quotation mark is in"),
    (
        "scare-shape",
        "quotes",
        lambda d: d.update(scare_quotes=[5]),
        "scare quote 1 is 5; write it [",
    ),
    (
        "scare-bare",
        "quotes",
        lambda d: d["scare_quotes"][0].__setitem__(0, 631),
        "scare quote 1 … take the",
    ),
    (
        "scare-said",
        "quotes",
        lambda d: d["scare_quotes"].insert(0, [497, 516, ""]),
        "lies in what somebody said",
    ),
    (
        "scare-order",
        "quotes",
        lambda d: d["scare_quotes"].append(d["scare_quotes"][0]),
        "scare quote 2 … does not come after",
    ),
]

# Those that are about the stored words, or cannot have honest ones.
AS_THEY_ARE = {"words", "words-quote", "span-shape", "span-float"}


@pytest.mark.parametrize(
    ("name", "layer", "change", "sentence"), MUTATIONS, ids=[m[0] for m in MUTATIONS]
)
def test_a_mutated_gold_is_reported(
    folder: Path, name: str, layer: str, change: Callable[[Data], None], sentence: str
) -> None:
    assert validate(Article.open(folder)) == []
    spoil(folder, layer, change)
    if name not in AS_THEY_ARE:
        honest(folder, layer)
    problems = validate(Article.open(folder))
    mine = [p for p in problems if all(part in p for part in sentence.split(" … "))]
    assert mine, problems
    assert all(str(folder / "gold" / f"{layer}.json") in p for p in mine)
    assert all("\n" not in p for p in problems)


def test_a_folder_may_be_renamed(folder: Path) -> None:
    """The text's hash says whose gold it is; the name is for people."""
    renamed = folder.rename(folder.with_name("another_name"))
    assert validate(Article.open(renamed)) == []
    text = renamed / "article.txt"
    text.write_bytes(text.read_bytes() + b" ")
    told = validate(Article.open(renamed))
    assert any("is for the article" in problem for problem in told)


def test_names_of_mutations_are_unique() -> None:
    assert len({m[0] for m in MUTATIONS}) == len(MUTATIONS)


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
def test_a_file_that_is_no_gold(folder: Path, layer: str, content: bytes, sentence: str) -> None:
    file = folder / "gold" / f"{layer}.json"
    file.write_bytes(content)
    with pytest.raises(GoldError) as caught:
        read_quotes(file) if layer == "quotes" else read_spans(file, layer)
    assert str(caught.value).startswith(f"{file} {sentence}")
    assert str(caught.value) in validate(Article.open(folder))


def test_a_missing_layer_is_a_problem_unless_not_asked_for(folder: Path) -> None:
    (folder / "gold" / "quotes.json").unlink()
    article = Article.open(folder)
    problems = validate(article)
    assert len(problems) == 1
    assert problems[0].startswith(f"{folder / 'gold' / 'quotes.json'} is missing")
    assert validate(article, ["tokens", "entities"]) == []


def test_all_problems_are_found_at_once(folder: Path) -> None:
    spoil(folder, "tokens", lambda d: d["spans"].pop(3))
    spoil(folder, "entities", lambda d: d["spans"][0].__setitem__(2, "CITY"))
    (folder / "gold" / "sentences.json").write_text("{", encoding="utf-8")
    found = "\n".join(validate(Article.open(folder)))
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
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out == "1 checked, nothing wrong\n"
    spoil(folder, "entities", lambda d: d["spans"][0].__setitem__(2, "CITY"))
    assert main([str(folder)]) == 1
    assert "entities.json: span 1 [0, 10] 'Ellerhythe' has the label" in capsys.readouterr().out
    assert main([str(folder), "--layers", "tokens,sentences"]) == 0
    assert main([str(folder), "--layers", "words"]) == 1
    assert main([str(folder / "nowhere")]) == 1
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


def test_a_gold_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, encoding: str | None = None) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(GoldError, match=r"tokens\.json cannot be read \(Permission denied\)"):
        Article.open(folder).gold("tokens")


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
