"""`newsbook article`: a teacher's own article, from a text file to exercises and back."""

import json
import shutil
from pathlib import Path

import pytest

from newsbook.articles import Article, Layers, seeds_folder
from newsbook.articles.validate import validate
from newsbook.classroom import ClassroomError, OwnExercises, make_exercises, save_gold
from newsbook.classroom.kinds import KINDS
from newsbook.exercises import State
from newsbook.exercises.quote_form import quote_of
from newsbook.formats import FORMATS, HOLDS
from newsbook.spans import Span
from newsbook.workbook.execute import run_notebook
from newsbook.workbook.notebooks import read_notebook

STORY = (
    "Harbour pumps fail, ‘nobody hurt’\r\n\r\nLEEDS, May 4 — The pumps failed on Monday, Dana "
    "Whitlock said. “It’s the third time,” she said. “We need new ones.” 😀\r\n\r\nThe U.S. firm "
    "Halvorsen Systems called the report “early.” Whitlock said that a two-day repair had begun."
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of the teacher's with a text in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my story.txt").write_bytes(b"\xef\xbb\xbf" + STORY.encode())
    return tmp_path


def files_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


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


def outputs(path):
    """What a notebook's cells show, run from first to last: texts by the id of the cell."""
    ran = run_notebook(read_notebook(path), path.parent, path.name)
    return {
        cell["id"]: "".join(
            out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell["outputs"]
        )
        for cell in ran["cells"]
        if cell["cell_type"] == "code"
    }


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


# --- Exercises -----------------------------------------------------------------------------------


def test_exercises_run_and_are_judged_by_the_gold(run, here):
    result = run("article", "exercises", "nato_seoul", "-o", "out")
    assert result.exit_code == 0 and "out is made, with 5 exercises:" in result.output
    assert "practice, no exam" in result.output
    out = here / "out"
    shown = outputs(out / "exercises.ipynb")
    assert shown["summary"].endswith("0 of 10 points\n")
    assert shown["summary"].count("not attempted") == 5
    assert shown["ex-9-1-answer"].startswith("TokenEditor('9.1', ")

    mine = OwnExercises(out)
    for key in mine.ids:
        widget = mine.ask(key)
        assert widget.check().state is State.NOT_ATTEMPTED
        planned = json.loads((out / "exercises.json").read_text("utf-8"))["exercises"]
        [kind] = [item["kind"] for item in planned if item["id"] == key]
        widget.value = KINDS[kind].right(mine.exercise(key))
        assert widget.check().state is State.CORRECT
    again = outputs(out / "exercises.ipynb")  # restored from the files beside the notebook
    assert again["summary"].endswith("10 of 10 points\n")
    assert sorted(p.name for p in (out / "answers").glob("*.json")) == [
        f"{key}.json" for key in mine.ids
    ]
    told = outputs(out / "for_the_teacher.ipynb")
    stored = {  # what it shows when it is opened is what a run gives
        cell["id"]: "".join(output["text"] for output in cell["outputs"])
        for cell in read_notebook(out / "for_the_teacher.ipynb")["cells"]
        if cell["cell_type"] == "code" and cell["id"] != "summary"
    }
    assert stored == {key: told[key] for key in stored}
    assert "“We are, of course, concerned" in told["ex-9-3-solution"]
    assert told["ex-9-4-solution"].endswith("\n\nAnswer:\na: Jens Stoltenberg\n")
    assert "Whose words are these? “We are" in told["ex-9-4-solution"]


def test_who_is_named_nearest_is_among_the_choices(here):
    text = (
        "Abel Otieno, Bo Li, Cleo Roth and Dov Sand met on Monday. Much was eaten.\n\n"
        "“It is late,” said Ada Ray. Zoe Penn smiled."
    )
    folder = here / "met"
    folder.mkdir()
    (folder / "article.txt").write_text(text, "utf-8")
    names = ["Abel Otieno", "Bo Li", "Cleo Roth", "Dov Sand", "Ada Ray", "Zoe Penn"]
    spans = [Span(text.find(n), text.find(n) + len(n), "PERSON") for n in names]
    quote = quote_of(text, "“It is late,”", cue="said", speaker="Ada Ray", resolved="Ada Ray")
    save_gold(folder, Layers(entities=spans, quotes=[quote], scare_quotes=[]))
    made = KINDS["choice"].make(Article.open(folder), quote.content, "9.4")
    assert {option.text for option in made.options} == {
        "Ada Ray", "Cleo Roth", "Dov Sand", "Zoe Penn",
    }  # fmt: skip


WRONG = {
    "tokens": lambda right: {"spans": [[0, 2], *right["spans"][1:]]},
    "names": lambda right: {"spans": right["spans"][1:]},
    "quotes": lambda right: {"quotes": right["quotes"][1:]},
    "choice": lambda right: {"chosen": ["b" if right["chosen"] == ["a"] else "a"]},
    "pattern": lambda _: {"pattern": r"\w+", "flags": []},
}


@pytest.mark.parametrize("name", ["nato_seoul", "harbour_bridge"])
def test_wrong_answers_are_not_yet_right_and_told_nothing(here, name):
    make_exercises(Article.load(name), here / "out")
    mine = OwnExercises(here / "out")
    for item in json.loads((here / "out" / "exercises.json").read_text("utf-8"))["exercises"]:
        exercise = mine.exercise(item["id"])
        right = KINDS[item["kind"]].right(exercise)
        wrong = WRONG[item["kind"]](right)
        if item["kind"] == "tokens":  # the last two tokens are left joined
            joined = [right["spans"][-2][0], right["spans"][-1][1]]
            wrong = {"spans": [*right["spans"][:-2], joined]}
        verdict = exercise.check(wrong)
        assert verdict.state is State.NOT_YET and verdict.sentence
        solution = KINDS[item["kind"]].solution(exercise)
        assert solution not in verdict.sentence


def test_the_learners_notebook_holds_no_gold(here):
    article = Article.load("nato_seoul")
    make_exercises(article, here / "out")
    source = (here / "out" / "exercises.ipynb").read_text("utf-8")
    headline = article.paragraphs[0].of(article.text)
    for span in article.gold("entities"):
        words = span.of(article.text)
        assert words in headline or words not in source, words
    for quote in article.quotes:
        words = quote.content.of(article.text)
        assert words in headline or words not in source, words
    book = read_notebook(here / "out" / "exercises.ipynb")
    assert not any(cell.get("outputs") for cell in book["cells"])
    shown = outputs(here / "out" / "exercises.ipynb")["article"]
    assert max(map(len, shown.splitlines())) <= 88
    assert shown.split() == article.text.split()
    teacher = (here / "out" / "for_the_teacher.ipynb").read_text("utf-8")
    assert "The gold is not hidden" in teacher


def test_the_same_gold_gives_the_same_files(here):
    for folder in ("one", "two"):
        make_exercises(Article.load("harbour_bridge"), here / folder)
    assert files_of(here / "one") == files_of(here / "two")


def test_answers_are_not_written_over(run, here):
    run("article", "exercises", "nato_seoul", "-o", "out")
    before = files_of(here / "out")
    result = run("article", "exercises", "nato_seoul", "-o", "out")
    assert result.exit_code == 0 and "perhaps with answers in it" in result.output
    assert files_of(here / "out") == before
    # Whoever has mended more makes them again, beside those that were handed out.
    assert "out-2 is made" in result.output
    run("article", "exercises", "nato_seoul", "-o", "out/")
    assert files_of(here / "out-2") == files_of(here / "out-3") == before


def test_exercises_are_not_put_where_something_else_is(run, here):
    Path("out").mkdir()
    Path("out/diary.txt").write_text("mine", "utf-8")
    result = run("article", "exercises", "nato_seoul", "-o", "out")
    assert result.exit_code == 2 and "holds something else" in result.output
    assert "(in a terminal with -o)" in result.output
    assert not Path("out-2").exists() and len(list(Path("out").iterdir())) == 1


def test_a_gold_that_is_not_sound_gives_no_exercises(run, here):
    shutil.copytree(seeds_folder() / "practice" / "harbour_bridge", "harbour_bridge")
    file = Path("harbour_bridge/gold/entities.json")
    sound = file.read_text("utf-8")
    file.write_text(sound.replace('"GPE"', '"CITY"', 1), "utf-8")
    result = run("article", "exercises", "harbour_bridge", "-o", "out")
    assert result.exit_code == 2 and "has the label 'CITY'" in result.output
    file.unlink()
    result = run("article", "exercises", "harbour_bridge", "-o", "out")
    assert result.exit_code == 2 and "has no gold for entities" in result.output
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "plan",
    [
        "{",
        "[]",
        '{"exercises": []}',
        '{"exercises": [{"id": "9.1", "kind": "essay", "place": [0, 4]}]}',
        '{"exercises": [{"id": "../x", "kind": "tokens", "place": [0, 4]}]}',
        '{"exercises": [{"id": "9.1", "kind": "tokens", "place": [0, 99999]}]}',
    ],
)
def test_a_plan_that_was_spoilt(here, plan):
    make_exercises(Article.load("harbour_bridge"), here / "out")
    (here / "out" / "exercises.json").write_text(plan, "utf-8")
    with pytest.raises(ClassroomError, match=r"exercises\.json"):
        OwnExercises(here / "out")


def test_an_exercise_can_be_moved(here):
    make_exercises(Article.load("nato_seoul"), here / "out")
    file = here / "out" / "exercises.json"
    plan = json.loads(file.read_text("utf-8"))
    plan["exercises"][0]["place"] = [0, 93]
    file.write_text(json.dumps(plan), "utf-8")
    exercise = OwnExercises(here / "out").exercise("9.1")
    assert exercise.text == Article.load("nato_seoul").text[:93]
    plan["exercises"][0]["place"] = [0, 4]
    file.write_text(json.dumps(plan), "utf-8")
    with pytest.raises(ClassroomError, match="nothing to ask at its place, 0 to 4"):
        OwnExercises(here / "out").exercise("9.1")


def test_an_article_of_one_word_gives_no_exercises(run, here):
    Path("word.txt").write_text("Rain", "utf-8")
    run("article", "new", "word.txt")
    result = run("article", "exercises", "word", "-o", "out")
    assert result.exit_code == 2 and "gives no exercises" in result.output
