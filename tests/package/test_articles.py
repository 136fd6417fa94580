"""Reading articles: names, files of every kind, and the sentence each bad one is refused with."""

import json
import os
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbook.articles import (
    Article,
    ArticleError,
    GoldError,
    article_names,
    places,
    practice_names,
    seeds_folder,
)
from newsbook.articles import article as article_module
from newsbook.articles.article import MAX_BYTES
from newsbook.articles.paragraphs import paragraphs_of
from newsbook.spans import are_disjoint, lost_characters


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ArticleError) as caught:
        Article.open(path)
    return str(caught.value)


def test_names_begin_with_the_seed_and_all_load() -> None:
    names = article_names()
    assert names[0] == "nato_seoul"
    assert "harbour_bridge" in names
    assert [Article.load(name).name for name in names] == names


def test_repr_is_the_same_on_every_machine() -> None:
    assert repr(Article.load("nato_seoul")) == "Article('nato_seoul', 2336 characters)"


@pytest.mark.parametrize("name", ["nato_soul", "", "../seeds/nato_seoul", "practice"])
def test_an_unknown_name_lists_the_known(name: str) -> None:
    with pytest.raises(ArticleError, match="no article is called") as caught:
        Article.load(name)
    assert "nato_seoul, " in str(caught.value)
    assert "58 more, which newsbook.articles.article_names() lists" in str(caught.value)


def test_an_unknown_name_names_the_nearest() -> None:
    with pytest.raises(ArticleError, match="are: harbour_bridge, "):
        Article.load("harbor_bridge")


def test_the_split_is_of_all_practice_articles_but_the_exercises() -> None:
    parts = [practice_names(part) for part in ("train", "development", "test")]
    names = [name for part in parts for name in part]
    assert len(names) == len(set(names))
    assert sorted(names) == sorted(set(article_names()) - {"nato_seoul", "harbour_bridge"})
    with pytest.raises(ArticleError, match="has no part 'exam'"):
        practice_names("exam")


def test_the_environment_names_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "practice" / "mine").mkdir(parents=True)
    write(tmp_path / "practice" / "mine" / "article.txt", b"It rained.")
    monkeypatch.setenv("NEWSBOOK_SEEDS", str(tmp_path))
    assert article_names() == ["mine"]
    assert Article.load("mine").text == "It rained."
    monkeypatch.setenv("NEWSBOOK_SEEDS", str(tmp_path / "nowhere"))
    with pytest.raises(ArticleError, match=r"NEWSBOOK_SEEDS is set to .*nowhere"):
        article_names()


def test_an_installed_package_reads_its_own_data_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWSBOOK_SEEDS", raising=False)
    package = tmp_path / "lib" / "site-packages" / "newsbook"
    monkeypatch.setattr(places, "__file__", str(package / "articles" / "places.py"))
    with pytest.raises(ArticleError, match="install newsbook again"):
        seeds_folder()
    (tmp_path / "lib" / "seeds").mkdir(parents=True)
    assert seeds_folder() == (tmp_path / "lib" / "seeds").resolve()
    (package / "data" / "seeds").mkdir(parents=True)
    assert seeds_folder() == (package / "data" / "seeds").resolve()


def test_nothing_there(tmp_path: Path) -> None:
    assert f"there is no file or folder at {tmp_path / 'a.txt'}" in refusal(tmp_path / "a.txt")


def test_a_folder_without_an_article(tmp_path: Path) -> None:
    assert "is a folder without an article.txt" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_not_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe.txt is not a file" in refusal(tmp_path / "pipe.txt")


def test_an_article_txt_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "article.txt").mkdir()
    assert "article.txt is not a file" in refusal(tmp_path)


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "a.txt", b"text")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert refusal(file) == (
        f"{file} cannot be read (Permission denied); check that you may read it"
    )


def test_not_utf8_says_at_which_byte_and_line(tmp_path: Path) -> None:
    message = refusal(write(tmp_path / "latin.txt", "One\ntwo é".encode("latin-1")))
    assert "latin.txt is not UTF-8: byte 8 (0xE9, in line 2)" in message
    assert "save it again as UTF-8" in message


def test_the_byte_is_counted_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert "byte 5 (0xE9" in refusal(write(tmp_path / "a.txt", b"\xef\xbb\xbfab\xe9"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_not_called_binary(tmp_path: Path, encoding: str) -> None:
    message = refusal(write(tmp_path / "a.txt", "\ufeffNews".encode(encoding)))
    assert "a.txt is not UTF-8 but UTF-16" in message


def test_binary(tmp_path: Path) -> None:
    message = refusal(write(tmp_path / "a.txt", b"\x89PNG\x00\x00"))
    assert "a.txt is not text: byte 4 is a NUL" in message


def test_empty_and_blank(tmp_path: Path) -> None:
    assert "a.txt is empty" in refusal(write(tmp_path / "a.txt", b""))
    assert "b.txt is empty" in refusal(write(tmp_path / "b.txt", b"\xef\xbb\xbf"))
    blank = " \r\n\t\u00a0\u2003".encode()
    assert "c.txt holds only white space" in refusal(write(tmp_path / "c.txt", blank))


def test_the_limit_of_length_is_exact(tmp_path: Path) -> None:
    fits = write(tmp_path / "fits.txt", b"a" * MAX_BYTES)
    assert len(Article.open(fits).text) == MAX_BYTES
    message = refusal(write(tmp_path / "long.txt", b"a" * (MAX_BYTES + 1)))
    assert "long.txt is 5,000,001 bytes long and the limit is 5,000,000" in message
    # The limit counts bytes: "é" is two.
    with pytest.raises(ArticleError, match="5,000,002 bytes"):
        Article.from_text("é" * (MAX_BYTES // 2 + 1))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "mine is empty"),
        (" \n", "mine holds only white space"),
        ("a\0b", "mine is not text: character 1 is a NUL"),
        ("ab\ud83d", "lone surrogate.* at offset 2"),
    ],
)
def test_a_text_is_held_to_the_same_rules(text: str, sentence: str) -> None:
    with pytest.raises(ArticleError, match=sentence):
        Article.from_text(text, name="mine")


def test_every_refusal_is_one_line(tmp_path: Path) -> None:
    for data in (b"", b" ", b"\0", b"\xff\xfe", b"\xe9"):
        assert "\n" not in refusal(write(tmp_path / "a.txt", data))


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    article = Article.open(write(tmp_path / "a.txt", b"\xef\xbb\xbfNATO"))
    assert article.text == "NATO"
    twice = Article.open(write(tmp_path / "b.txt", b"\xef\xbb\xbf\xef\xbb\xbfNATO"))
    assert twice.text == "\ufeffNATO"
    # In a string it is a character like any other: nobody's offsets are shifted unasked.
    assert Article.from_text("\ufeffNATO").text == "\ufeffNATO"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_line_ends_survive(tmp_path: Path, newline: str) -> None:
    text = f"  One{newline}more {newline}{newline} Two 🚢{newline}"
    article = Article.open(write(tmp_path / "a.txt", text.encode()))
    assert article.text == text
    assert [p.of(text) for p in article.paragraphs] == [f"One{newline}more", "Two 🚢"]


def test_what_a_file_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    write(folder / "article.txt", b"It rained.")
    write(folder / "notes.txt", b"Some notes.")
    assert Article.open(folder).name == "story"
    assert Article.open(str(folder / "article.txt")).name == "story"
    notes = Article.open(folder / "notes.txt")
    assert (notes.name, notes.folder, notes.layers) == ("notes", None, ())


def test_a_text_has_no_gold() -> None:
    article = Article.from_text("It rained.", name="rain")
    assert article.layers == ()
    for layer in ("tokens", "sentences", "entities"):
        with pytest.raises(GoldError, match=rf"rain has no gold \({layer}.json\)"):
            article.gold(layer)
    with pytest.raises(GoldError, match=r"rain has no gold \(quotes.json\)"):
        _ = article.quotes


def test_an_unknown_layer() -> None:
    article = Article.load("nato_seoul")
    with pytest.raises(GoldError, match=r"'words'; ask for tokens, sentences and entities"):
        article.gold("words")
    with pytest.raises(GoldError, match=r"with article\.quotes"):
        article.gold("quotes")
    with pytest.raises(GoldError, match="the layers are tokens, sentences, entities and quotes"):
        article.gold_file("../article")


def test_layers_are_read_when_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "nato_seoul"
    shutil.copytree(seeds_folder() / "nato_seoul", folder)
    (folder / "gold" / "quotes.json").write_text("{broken", encoding="utf-8")
    (folder / "gold" / "sentences.json").unlink()
    article = Article.open(folder)
    assert article.layers == ("tokens", "entities", "quotes")
    assert article.gold("tokens")[0].of(article.text) == "NATO"
    with pytest.raises(GoldError, match=r"quotes\.json is not JSON"):
        _ = article.quotes
    with pytest.raises(GoldError, match=r"sentences\.json is missing"):
        article.gold("sentences")
    # Mended in place, it is read: a failure is not remembered.
    shutil.copy(seeds_folder() / "nato_seoul" / "gold" / "quotes.json", folder / "gold")
    assert article.quotes == Article.load("nato_seoul").quotes


def test_a_layer_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = article_module.read_spans

    def counted(file: Path, layer: str) -> object:
        calls.append(layer)
        return real(file, layer)

    monkeypatch.setattr(article_module, "read_spans", counted)
    article = Article.load("nato_seoul")
    assert calls == []
    assert article.gold("tokens") is article.gold("tokens")
    assert calls == ["tokens"]


def test_gold_of_another_text_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "nato_seoul"
    shutil.copytree(seeds_folder() / "nato_seoul", folder)
    text = (folder / "article.txt").read_bytes()
    write(folder / "article.txt", text.replace(b"\n", b"\r\n"))
    with pytest.raises(GoldError, match=r"entities\.json: this gold was made for another version"):
        Article.open(folder).gold("entities")


def test_gold_that_has_slipped_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "nato_seoul"
    shutil.copytree(seeds_folder() / "nato_seoul", folder)
    file = folder / "gold" / "entities.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["spans"][2][0] += 1
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(GoldError, match=r"span 3 \[\d+, \d+\]: the file says 'Russia' but .*ussia"):
        Article.open(folder).gold("entities")


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(st.one_of(st.sampled_from(" \t\n\r\u2029\u00a0a.“"), st.characters()), max_size=60))
def test_paragraphs_of_any_text(text: str) -> None:
    spans = paragraphs_of(text)
    assert are_disjoint(spans)
    assert lost_characters(text, spans) == []
    for span in spans:
        assert span.of(text) == span.of(text).strip() != ""
        # No blank line within …
        assert all(line.strip() for line in span.of(text).splitlines())
    for before, after in pairwise(spans):
        # … and one between: the gap holds at least two line ends.
        assert len(f"x{text[before.end : after.start]}x".splitlines()) >= 3
