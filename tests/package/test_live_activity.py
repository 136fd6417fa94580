"""What a class is asked: whatever a widget can ask, and nothing of what is right."""

import json

import pytest

from newsbook.articles import Article
from newsbook.errors import BadInput
from newsbook.exercises import (
    BoundaryExercise,
    ChoiceExercise,
    PredictExercise,
    QuoteExercise,
    SpanExercise,
    all_exercises,
)
from newsbook.live.asking import activity_of, suggestions
from newsbook.live.predicting import as_written, safe_line

ASKED = (BoundaryExercise, ChoiceExercise, PredictExercise, QuoteExercise, SpanExercise)
EXERCISES = [exercise for exercise in all_exercises() if isinstance(exercise, ASKED)]


def page_of(asked):
    """All that goes to a student's page before the reveal."""
    return json.dumps(
        [asked.parts, asked.content, asked.start, asked.extra(asked.start), asked.board],
        ensure_ascii=False,
    )


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_nothing_of_what_is_right_goes_to_a_page(exercise):
    asked = activity_of(exercise.id)
    page = page_of(asked)
    secrets = [exercise.praise, *exercise.hints, *(one.sentence for one in exercise.misconceptions)]
    for key in ("right", "says", "gold", "reference", "hint", "why", "traps"):
        told = asked.content.get(key)
        assert told is None, key
    for secret in secrets:
        assert json.dumps(secret, ensure_ascii=False)[1:-1] not in page
    assert asked.gold is not None
    if asked.kind == "predict":
        # The values: not even those of lines that come after a wrong prediction.
        for prediction in exercise.predictions:
            for line in prediction.lines[1:]:
                assert line.code not in page
            value = exercise.result(prediction.lines[0].code)
            read = asked.read({"tries": {prediction.key: ["wide of it", "no idea"]}})
            assert read == {"tries": {prediction.key: ["no idea"]}}
            shown = json.dumps(asked.extra(read))
            assert '"gives": null' in shown and '"right": null' in shown
            assert (
                repr(value) in json.dumps(asked.extra(read, True)["rows"][0])
                or len(exercise.predictions) > 1
            )
    elif asked.kind != "choice":
        start = asked.start
        assert asked.gold != start
        for item in asked.gold.get("quotes", []):
            assert json.dumps(item["content"]) not in json.dumps(asked.content["marked"]) or (
                item["kind"] == "direct"
            )
        gold = json.dumps(asked.shown(asked.gold))
        assert gold not in page
    else:
        assert all(set(option) == {"key", "text"} for option in asked.content["options"])
    assert asked.content["exercise"] is None and asked.content["checks"] is False


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_gold_is_an_answer(exercise):
    asked = activity_of(exercise.id)
    read = asked.read(asked.gold)
    assert exercise.check(read).score == 1
    assert asked.answered(read)
    if asked.pipeline is not None:
        asked.shown(asked.read(asked.pipeline))


@pytest.mark.parametrize("layer", ["tokens", "entities", "quotes"])
@pytest.mark.parametrize("numbers", ["", ":6", ":5-7", ":all"])
def test_an_article_in_parts(layer, numbers):
    asked = activity_of(f"{layer}:nato_seoul{numbers}")
    article = Article.load("nato_seoul")
    assert asked.text in article.text
    assert activity_of(asked.key).text == asked.text
    at = article.text.find(asked.text)
    if layer == "tokens":
        inside = [
            s for s in article.gold("tokens") if at <= s.start and s.end <= at + len(asked.text)
        ]
        assert asked.gold == {"spans": [[s.start - at, s.end - at] for s in inside]}
    assert asked.read(asked.gold) == asked.gold
    assert asked.read(asked.pipeline)
    assert json.dumps(asked.shown(asked.gold)) not in page_of(asked)


def test_who_is_named_is_named_in_the_article(tmp_path):
    from newsbook.classroom.draft import new_article

    file = tmp_path / "plain.txt"
    file.write_text("“No,” the two\nfishermen said.", "utf-8")
    new_article(file, tmp_path / "plain")
    asked = activity_of(f"quotes:{tmp_path / 'plain'}")
    assert asked.content["names"] == []
    quote = {"content": [0, 5], "cue": None, "speaker": None}
    named = asked.read({"quotes": [quote | {"resolved": "two fishermen"}]})
    assert named["quotes"][0]["resolved"] == "two fishermen"
    with pytest.raises(BadInput, match="whom the article does not"):
        asked.read({"quotes": [quote | {"resolved": "you idiots"}]})


def test_a_folder_of_ones_own(tmp_path, monkeypatch):
    from newsbook.classroom.draft import new_article
    from newsbook.classroom.unread import mark_read

    file = tmp_path / "pump.txt"
    file.write_text("“The pump failed,” said Dana Whitlock.\n\nNobody was hurt.", "utf-8")
    article = new_article(file, tmp_path / "pump")
    asked = activity_of(f"quotes:{tmp_path / 'pump'}")
    assert asked.content["names"] == ["Dana Whitlock"]
    # A guess that nobody has read is no gold; it is the pipeline's.
    assert asked.gold is None and asked.pipeline["quotes"]
    mark_read(article, ["quotes"])
    assert activity_of(asked.key).gold == asked.pipeline
    assert activity_of(f"tokens:{file}").gold is None
    # From the page: by its name, beside where the class was started, and nothing else of the disk.
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    assert activity_of("quotes:pump", own=False).key == "quotes:pump:all"
    assert {"key": "quotes:pump", "title": "Quotes of pump (yours)"} in suggestions()
    for other in (
        file,
        article.folder,
        "pump.txt",
        "../pump",
        "sub/../pump",
        "sub",
        "\0",
        "x" * 999,
    ):
        with pytest.raises(BadInput, match="There is no article") as told:
            activity_of(f"tokens:{other}", own=False)
        assert "pump" in str(told.value) and "/" not in str(told.value).replace(str(other)[:60], "")
    (article.folder / "gold" / "quotes.json").write_text("{", "utf-8")
    with pytest.raises(BadInput, match=r"pump/gold/quotes\.json") as told:
        activity_of("quotes:pump", own=False)
    assert str(tmp_path) not in str(told.value)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("poll: a? | yes | no | Yes", "“yes” is there twice"),
        ("1.3", "answered in code, so a class cannot .* in lesson 1 take 1.1, "),
        ("2.1", "heat map cannot show.* take 2.2"),
        ("9.1", "no exercise 9.1"),
        ("1.99", "this lesson has 1.1"),
        ("tokns:nato_seoul", "did you mean “tokens:…”"),
        ("poll Is it one token?", "did you mean “poll:…”"),
        ("tokens:nato_soul", "There is no article “nato_soul”.* nato_seoul"),
        ("tokens:", "needs an article"),
        ("tokens:nato_seoul:7-99", "has 14 paragraphs"),
        ("tokens:nato_seoul:0", "has 14 paragraphs"),
        ("tokens:nato_seoul:3-2", "has 14 paragraphs"),
        ("poll: what?", "at least two options"),
        ("poll: what? | a | | b", "none empty"),
        ("predict: ", "1 to 6 lines"),
        ("predict: open('x')", "uses the name open"),
        ("predict: (1).__class__", "uses .__class__"),
        ("predict: 9**9**9", "more than add"),
        ("predict: [x for x in 'ab']", "no.* plain expression|uses the name"),
        ("predict: len(", "no line of Python"),
        ("", "1 to 2,000"),
        ("x" * 3000, "1 to 2,000"),
    ],
)
def test_what_cannot_be_asked_is_said(typed, told):
    with pytest.raises(BadInput, match=told) as caught:
        activity_of(typed)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_a_line_of_a_teachers_that_cannot_be_run_is_said():
    with pytest.raises(BadInput, match="cannot run the line"):
        activity_of("predict: 'ab'.index('x')")
    assert safe_line("'it’s'.split()[0] == 'a' + 'b'")


def test_the_same_prediction_in_other_words_is_the_same():
    assert as_written("‘a’", "x") == repr("‘a’")
    assert as_written("['a','b']", []) == as_written('["a", "b"]', [])
    assert as_written("two  tokens", 2) == "two tokens"
    assert as_written("[" * 400, 2)


def test_all_that_is_suggested_can_be_asked():
    found = suggestions()
    for one in found:
        if ":" not in one["key"]:
            assert activity_of(one["key"]).title == one["title"]
    assert {"key": "entities:harbour_bridge", "title": "Entities of harbour_bridge"} in found


def test_an_answer_that_marks_everything_again_and_again_is_refused():
    asked = activity_of("entities:nato_seoul")
    units = asked.units
    many = [[units[i].start, units[-1 - i].end, label] for i in range(20) for label in asked.labels]
    with pytest.raises(BadInput, match="too often"):
        asked.read({"spans": many})
    with pytest.raises(ValueError, match="not of the form"):
        asked.read({"spans": [], "more": 1})
