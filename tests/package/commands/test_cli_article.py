"""`newsbook article`: a teacher's own article, from a text file to sound gold, out and in again."""

import json
import shutil
from pathlib import Path

import pytest
from article_bed import STORY, files_of, outputs

from newsbook.articles import Article, Layers, seeds_folder
from newsbook.articles.validate import validate
from newsbook.classroom import save_gold
from newsbook.formats import FORMATS, HOLDS
from newsbook.spans import Span


def test_a_text_becomes_an_article_with_a_draft(run, here):
    result = run("article", "new", "my story.txt")
    assert result.exit_code == 0
    article = Article.open("my_story")
    assert article.text == STORY  # the byte order mark is no part of it, and stays in the file
    assert Path("my_story/article.txt").read_bytes() == Path("my story.txt").read_bytes()
    assert article.layers == ("tokens", "sentences", "entities", "quotes")
    assert "Dana Whitlock" in {quote.resolved for quote in article.quotes}
    assert f"{len(article.quotes)} quotes" in result.output
    assert "no gold before somebody has read it" in result.output
    for said in ("my_story/mend.ipynb", "newsbook article check my_story"):
        assert said in result.output
    problems = validate(article)
    assert result.output.count("gold/") == len(problems)
    checked = run("article", "check", "my_story")
    assert checked.exit_code == (1 if problems else 0)


def test_nothing_is_overwritten(run, here):
    run("article", "new", "my story.txt")
    before = files_of(here)
    result = run("article", "new", "my story.txt")
    assert result.exit_code == 2
    assert "is there already and is left as it is; make the article in another" in result.output
    assert files_of(here) == before
    assert run("article", "new", "my story.txt", "-o", "second").exit_code == 0
    assert Article.open("second").quotes == Article.open("my_story").quotes
    Path("file").write_text("x", "utf-8")
    result = run("article", "new", "my story.txt", "-o", "file")
    assert result.exit_code == 2 and "file is a file" in result.output


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\xfeA\0", "is not UTF-8 but UTF-16"),
        (b"  \n", "holds only white space"),
        (b"abc\0", "byte 3 is a NUL"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is not plain text but a PDF, whatever its name"),
        (b"PK\x03\x04\x14\0\6\0", "but a word processor's file (.docx, .odt) or a zip"),
        (b"\xd0\xcf\x11\xe0\xa1", "but an old word processor's file (.doc)"),
        (b"{\\rtf1\\ansi It rained.}", "but rich text (RTF)"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<p>It rained.", "but a web page (HTML)"),
        (b'<html lang="en">', "but a web page (HTML)"),
        (None, "there is no file or folder at bad.txt"),
    ],
)
def test_what_is_no_text(run, here, data, sentence):
    if data is not None:
        Path("bad.txt").write_bytes(data)
    result = run("article", "new", "bad.txt")
    assert result.exit_code == 2 and sentence in result.output
    assert result.output.count("\n") == 1
    assert not Path("bad").exists()


def refuse_writing(monkeypatch, after):
    """A disk that is full after so many files; permissions do not stop the superuser."""
    from newsbook.classroom import folders

    real, count = folders.write_whole, iter(range(100))

    def write(path, data):
        if next(count) >= after:
            raise OSError(28, "No space left on device", str(path))
        real(path, data)

    monkeypatch.setattr(folders, "write_whole", write)


@pytest.mark.parametrize("after", [0, 3])
def test_a_full_disk_leaves_no_half_article(run, here, monkeypatch, after):
    refuse_writing(monkeypatch, after)
    result = run("article", "new", "my story.txt")
    assert result.exit_code == 2 and "No space left on device" in result.output
    assert sorted(path.name for path in here.iterdir()) == ["my story.txt"]


def test_a_text_may_speak_of_a_format(run, here):
    Path("ok.txt").write_text("PK won. <html> is a tag, and %PDF- begins a file.", "utf-8")
    assert run("article", "new", "ok.txt").exit_code == 0


def test_a_copy_under_another_name_is_as_good(run, here):
    run("article", "new", "my story.txt")
    before = run("article", "check", "my_story").output.replace("my_story", "copy")
    shutil.copytree("my_story", "copy")
    assert run("article", "check", "copy").output == before


def test_a_folder_that_may_not_be_written(run, here, monkeypatch):
    def refuse(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    for command in (["new", "my story.txt"], ["exercises", "nato_seoul", "-o", "out"]):
        result = run("article", *command)
        assert result.exit_code == 2 and "Permission denied; work in a folder that" in result.output
        assert result.output.count("\n") == 1


def test_a_file_that_may_not_be_read(run, here, monkeypatch):
    """In one tone with all else, though click would look for itself."""
    import os

    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode, **k: mode != os.R_OK and real(path, mode))

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = run("article", "new", "my story.txt")
    assert result.exit_code == 2
    told = "newsbook: my story.txt cannot be read (Permission denied); check that you may read it"
    assert result.output.startswith(told)


def test_check_says_what_to_mend(run, here):
    shutil.copytree(seeds_folder() / "practice" / "harbour_bridge", "harbour_bridge")
    told = run("article", "check", "harbour_bridge").output
    assert "Nothing breaks the guidelines. Whether it is right, a reader has to say." in told
    assert "guess" not in told
    file = Path("harbour_bridge/gold/entities.json")
    file.write_text(file.read_text("utf-8").replace('"GPE"', '"CITY"', 1), "utf-8")
    result = run("article", "check", "harbour_bridge")
    assert result.exit_code == 1
    assert "has the label 'CITY'" in result.output and "1 thing to mend." in result.output
    file.unlink()
    result = run("article", "check", "harbour_bridge")
    assert result.exit_code == 0 and "Without gold for: entities." in result.output
    assert run("article", "check", "nato_seoul").exit_code == 0  # by its name, from anywhere
    result = run("article", "check", "my story.txt")
    assert result.exit_code == 2 and "newsbook article new 'my story.txt'" in result.output


@pytest.mark.parametrize("format", FORMATS)
def test_out_and_in_again(run, here, format):
    result = run("article", "export", "nato_seoul", "--format", format, "-o", f"out/s.{format}")
    assert result.exit_code == 0
    lacking = {"tokens", "sentences", "entities", "quotes"} - set(HOLDS[format])
    assert all(name in result.output.partition("cannot hold:")[2] for name in lacking)
    written = result.output.split("\n")[0].removeprefix("wrote ")
    result = run("article", "import", written, "-o", "back")
    assert result.exit_code == 0 and "back is made: " in result.output
    back, seed = Article.open("back"), Article.load("nato_seoul")
    assert back.text == seed.text and set(back.layers) == set(HOLDS[format])
    wanted = Layers.of(seed).only(HOLDS[format])
    assert Layers.of(back) == wanted
    result = run("article", "import", written, "-o", "back")
    assert result.exit_code == 2 and "is there already" in result.output


def test_several_articles_of_one_file(run, here):
    lines = [{"text": "Ada flew.", "ents": [], "meta": {"name": n}} for n in ("a/b", "a/b", "")]
    Path("all.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert run("article", "import", "all.jsonl", "-o", "all").exit_code == 0
    assert sorted(path.name for path in Path("all").iterdir()) == ["a_b", "a_b_2", "text_3"]


# --- Saving gold ---------------------------------------------------------------------------------


def test_saved_gold_keeps_what_was_there(run, here):
    run("article", "new", "my story.txt")
    file = Path("my_story/gold/entities.json")
    before = file.read_bytes()
    saved = save_gold("my_story", Layers(entities=[Span(37, 42, "GPE")]))
    assert saved.layers == ("entities",)
    assert [path.read_bytes() for path in saved.kept] == [before]
    assert Article.open("my_story").gold("entities") == (Span(37, 42, "GPE"),)
    assert any("resolves to" in problem for problem in saved.problems)  # the names are gone
    assert repr(saved).startswith("saved: entities\nkept as it was: entities.old-1.json\nto mend: ")
    again = save_gold("my_story", Layers(entities=[Span(37, 42, "GPE")]))
    assert again.kept == ()
    with pytest.raises(ValueError, match="do not fit the text"):
        save_gold("my_story", Layers(entities=[Span(0, 9999, "GPE")]))
    with pytest.raises(ValueError, match="save_gold needs layers"):
        save_gold("my_story", [Span(0, 4)])
    with pytest.raises(ValueError, match="is a text on its own"):
        save_gold("my story.txt", Layers(tokens=[]))
    assert file.read_bytes() != before


def test_labels_of_widgets_stay_out_of_layers_without_labels(run, here):
    run("article", "new", "my story.txt")
    article = Article.open("my_story")
    labelled = [span.labelled("SENTENCE") for span in article.gold("sentences")]
    before = Path("my_story/gold/sentences.json").read_bytes()
    assert save_gold("my_story", Layers(sentences=labelled)).kept == ()
    assert Path("my_story/gold/sentences.json").read_bytes() == before


def test_the_mending_notebook_runs_and_changes_nothing_by_itself(run, here):
    run("article", "new", "my story.txt")
    before = files_of(here / "my_story" / "gold")
    shown = outputs(here / "my_story" / "mend.ipynb")
    after = files_of(here / "my_story" / "gold")
    assert {name: after[name] for name in before} == before
    assert not any("old-1" in name for name in after)
    for layer in ("tokens", "sentences", "entities"):
        assert shown[f"{layer}-2"].startswith(f"saved: {layer}")
    assert shown["quotes-3"].startswith("saved: quotes")


def test_a_draft_says_so_until_somebody_has_read_it(run, here):
    Path("plain.txt").write_text(
        "LEEDS — “The pumps failed,” Dana Whitlock said. “It’s the third time,” she said. "
        "Ada Ray of Halvorsen Systems said that a two-day repair had begun.\n",
        "utf-8",
    )
    run("article", "new", "plain.txt")
    checked = run("article", "check", "plain").output
    assert "own guess, read by nobody: tokens, sentences, entities, quotes." in checked
    made = run("article", "exercises", "plain", "-o", "out").output
    assert made.startswith("Careful: the gold of tokens, sentences, entities, quotes is newsbook's")
    assert "Careful:" in (here / "out" / "for_the_teacher.ipynb").read_text("utf-8")
    # Run All saves each layer, and nobody has looked.
    outputs(here / "plain" / "mend.ipynb")
    assert run("article", "check", "plain").output == checked
    shutil.copytree("plain", "copy")
    save_gold("copy", Layers(sentences=Article.open("copy").gold("sentences")))
    assert "read by nobody: tokens, sentences, ent" in run("article", "check", "copy").output
    # A layer that was read, and one that was changed.
    article = Article.open("plain")
    saved = save_gold("plain", Layers(tokens=article.gold("tokens")), read=True)
    assert saved.unread == ("sentences", "entities", "quotes") and "guessed" not in repr(saved)
    saved = save_gold("plain", Layers(sentences=article.gold("sentences")))
    assert "sentences: still as newsbook guessed; if you have read it all" in repr(saved)
    changed = [*article.gold("entities")[:-1]]
    assert save_gold("plain", Layers(entities=changed)).unread == ("sentences", "quotes")
    save_gold("plain", Layers(sentences=article.gold("sentences")), read=True)
    both = Layers(quotes=article.quotes, scare_quotes=article.scare_quotes)
    assert save_gold("plain", both, read=True).unread == ()
    assert not Path("plain/gold/draft.json").exists()
    assert "guess" not in run("article", "check", "plain").output
    Path("plain/gold/draft.json").write_text("[", "utf-8")
    result = run("article", "check", "plain")
    assert (
        result.exit_code == 2 and "draft.json is no record of a draft; delete it" in result.output
    )
