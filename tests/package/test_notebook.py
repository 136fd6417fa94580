"""What a cell calls: check, hint and handin; and what importing newsbook costs."""

import subprocess
import sys

import pytest

import newsbook
from newsbook.answers import AnswerSlot, answers_folder, read_progress
from newsbook.exercises import State, get_exercise
from newsbook.notebook import Note, check, hint


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSBOOK_ANSWERS", str(tmp_path))
    return tmp_path


def test_check_finds_a_code_answer_by_its_name():
    space = {"check": check, "count_types": lambda tokens: len(tokens)}
    verdict = eval('check("1.9")', space)
    assert verdict.state is State.NOT_YET
    assert verdict == get_exercise("1.9").check(space["count_types"])


def test_check_takes_an_answer_that_is_handed_over():
    assert check("0.3", {"chosen": ["b"]}).state is State.CORRECT


def test_check_finds_a_widget_answer_in_its_file(folder):
    assert check("0.3").state is State.NOT_ATTEMPTED
    AnswerSlot("0.3", folder).save({"chosen": ["b"]})
    assert check("0.3").state is State.CORRECT


def test_check_before_the_answer_cell_was_run_is_no_error():
    assert eval('check("1.9")', {"check": check}).state is State.NOT_ATTEMPTED


def test_not_attempted_does_not_take_progress_away(folder):
    check("0.3", {"chosen": ["b"]})
    check("0.3", None)
    assert read_progress("0.3", folder).state is State.CORRECT


@pytest.mark.parametrize("call", [check, hint])
@pytest.mark.parametrize("name", ["9.9", "1", "", "../1.2", None, 1.2])
def test_a_wrong_id_is_told_in_a_sentence(call, name):
    note = call(name)
    assert isinstance(note, Note)
    assert "exercise" in note.text
    assert "\n" not in note.text


def test_hints_climb_and_stay_on_the_last(folder):
    hints = get_exercise("1.9").hints
    said = [hint("1.9").text for _ in range(len(hints) + 1)]
    for number, text in enumerate(hints, start=1):
        assert f"Hint {number} of {len(hints)} for 1.9: {text}" in said[number - 1]
    assert said[-1] == said[-2]
    assert read_progress("1.9", folder).hints == len(hints)
    again = hint("1.9", 1).text
    assert hints[0] in again, "an earlier one can be seen again"
    assert '`hint("1.9", 2)` shows the next' in again and "run this again" not in again


@pytest.mark.parametrize("number", [0, 4, -1, "1", 1.5])
def test_a_hint_that_is_not_there(number):
    assert hint("1.9", number).text == "Exercise 1.9 has hints 1 to 3."


def test_a_note_and_a_verdict_never_become_markup():
    assert "<script>" not in Note("<script>alert(1)</script>")._repr_html_()
    data, _ = check("1.9", lambda tokens: "<script>")._repr_mimebundle_()
    assert "<script>" not in data["text/html"]


def test_a_lesson_means_the_answers_of_the_exercises(tmp_path, monkeypatch):
    monkeypatch.delenv("NEWSBOOK_ANSWERS")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "exercises").mkdir()
    for place, expected in (("exercises", "exercises"), ("notebooks", "exercises"), ("", "")):
        assert answers_folder(tmp_path / place) == tmp_path / expected / "answers"


def test_changing_the_folder_does_not_move_the_answers(tmp_path, monkeypatch):
    monkeypatch.delenv("NEWSBOOK_ANSWERS")
    before = answers_folder()
    monkeypatch.chdir(tmp_path)
    assert answers_folder() == before


def test_importing_newsbook_loads_nothing_heavy():
    heavy = "'nltk', 'plotly', 'punkt', 'ipywidgets', 'anywidget', 'numpy', 'nbformat', 'IPython'"
    code = f"import newsbook, sys; print(sorted({{{heavy}}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_learners_kernel_imports_no_compiled_heavyweight():
    """What a lesson or an exercise loads stays free of numpy, pandas and spaCy."""
    code = (
        "import sys, newsbook, newsbook.text as t\n"
        "[getattr(newsbook, name) for name in newsbook.__all__]\n"
        "t.nltk_tokens('It is.'), t.split_sentences('It is.')\n"
        "newsbook.frequency_chart({'a': 1})\n"
        "print(sorted({'numpy', 'pandas', 'spacy', 'plotly.express'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_public_name_is_there():
    for name in newsbook.__all__:
        assert getattr(newsbook, name) is not None
    with pytest.raises(AttributeError, match="newsbook has no 'nothing'"):
        newsbook.nothing  # noqa: B018


@pytest.fixture
def shell():
    """An IPython in which newsbook watches the answer cells, as in a kernel."""
    from IPython.core.interactiveshell import InteractiveShell

    from newsbook.workbook import watching

    shell = InteractiveShell.instance()
    shell.events.register("post_run_cell", watching.note_run)
    shell.run_cell("from newsbook import check")
    yield shell
    shell.events.unregister("post_run_cell", watching.note_run)
    InteractiveShell.clear_instance()
    watching.forget_runs()


def test_a_failed_answer_cell_is_not_judged_by_an_older_answer(shell, capsys):
    right = "# answer: 1.9\ndef count_types(tokens):\n    return 0"
    shell.run_cell(right)
    assert shell.run_cell('check("1.9")').result.state is State.NOT_YET
    for broken in ("# answer: 1.9\ncount_types(", "# answer: 1.9\nheadline.len()"):
        shell.run_cell(broken)
        verdict = shell.run_cell('check("1.9")').result
        assert verdict.state is State.RAISED
        assert "Running the answer cell failed" in verdict.sentence
    shell.run_cell(right)
    assert shell.run_cell('check("1.9")').result.state is State.NOT_YET
    capsys.readouterr()


def test_a_cell_that_python_cannot_read_is_called_yours(shell, capsys):
    shell.run_cell("# answer: 1.9\ndef count_types(tokens):\nreturn 0")
    said = shell.run_cell('check("1.9")').result.sentence
    assert said.endswith("(your cell, line 3)") and "input" not in said
    capsys.readouterr()


RIGHT = "# answer: 0.2\nheadline_length = 77"


def checked(shell, *cells, exercise="0.2"):
    """What a check says after cells were run."""
    for cell in cells:
        shell.run_cell(cell)
    return shell.run_cell(f'check("{exercise}")').result


@pytest.mark.parametrize(
    "changed",
    [
        "headline_lenght = 5",
        "print(77)",
        "print(headline_length)",
        "def f():\n headline_length = 1",
    ],
)
def test_a_changed_answer_cell_is_not_judged_by_what_it_held_before(shell, capsys, changed):
    assert checked(shell, RIGHT).state is State.CORRECT
    verdict = checked(shell, f"# answer: 0.2\n{changed}")
    assert verdict.state is State.NOT_YET and verdict.score == 0
    assert "sets no `headline_length`" in verdict.sentence
    assert get_exercise("0.2").judge(verdict.observation) == verdict, "as a check outside says"
    assert checked(shell, RIGHT).state is State.CORRECT
    capsys.readouterr()


def test_a_cell_without_its_line_is_judged_and_asked_for_the_line(shell, capsys):
    verdict = checked(
        shell, "# answer: 0.2\nheadline_length = len(headline", "headline_length = 77"
    )
    assert verdict.state is State.CORRECT
    assert "`# answer: 0.2`" in verdict.sentence
    broken = checked(shell, RIGHT, "headline_length = len(")
    assert broken.state is State.RAISED and "`# answer: 0.2`" in broken.sentence
    assert "`# answer" not in checked(shell, RIGHT).sentence
    # Where the kernel is told of cells, the cell is known without its line, as in a grade.
    shell.run_cell("print(77)", cell_id="ex-0-2-answer")
    known = checked(shell)
    assert known.state is State.NOT_YET and "`# answer: 0.2`" in known.sentence
    capsys.readouterr()


@pytest.mark.parametrize(
    "broken, told",
    [("len('a'", "never closed"), ("'a", "quotation mark is opened"), ("(1]", "does not match")],
)
def test_what_is_not_closed_is_told_in_words(shell, capsys, broken, told):
    said = checked(shell, f"# answer: 0.2\nheadline_length = {broken}").sentence
    assert told in said and said.endswith("(your cell, line 2)") and "ncomplete" not in said
    capsys.readouterr()


def test_an_answer_that_borrows_from_another_cell_earns_what_a_grade_gives(shell, capsys):
    pattern = '# answer: 1.5\npattern = r"\\w+"'
    cell = (
        "# answer: 1.12\ndef my_tokens(text):\n    return [m.span() for m in re.finditer({}, text)]"
    )
    setup = "import re\nfrom newsbook import Article"
    name = get_exercise("1.12").answer_name
    cell = cell.replace("my_tokens", name)
    verdict = checked(shell, setup, pattern, cell.format("pattern"), exercise="1.12")
    assert verdict.state is State.NOT_YET and verdict.score == 0
    assert "`pattern` of another cell" in verdict.sentence
    own = checked(shell, cell.format('r"\\w+"'), exercise="1.12")
    assert "another cell" not in own.sentence
    moved = cell.format("pattern") + '\npattern = r"x"'
    assert "another cell" not in checked(shell, moved, exercise="1.12").sentence
    assert shell.user_ns["pattern"] == "x"
    of_1_5 = checked(shell, exercise="1.5")
    assert of_1_5 == get_exercise("1.5").check(r"\w+"), "1.5 is judged by its own cell"
    capsys.readouterr()


def test_an_answer_cell_that_was_not_run_is_told_so(shell, capsys):
    verdict = shell.run_cell('check("1.10")').result
    assert verdict.state is State.NOT_ATTEMPTED
    assert verdict.sentence == (
        "`precision_recall` is not there yet: run the answer cell, then check again."
    )
    capsys.readouterr()


def test_a_sentence_shows_code_spaces_and_dollars_as_they_are():
    verdict = get_exercise("1.9").verdict(State.NOT_YET, "Is `a b` worth $5 or $6?", None)
    data, _ = verdict._repr_mimebundle_()
    assert ">a b</code>" in data["text/html"]
    assert "$5" not in data["text/html"], "JupyterLab would typeset what stands between two"


def test_a_verdict_tells_nbgrader_its_points_and_nobody_else(monkeypatch):
    verdict = get_exercise("1.9").verdict(State.NOT_YET, "Look again.", None, score=0.37)
    shown, _ = verdict._repr_mimebundle_()
    assert shown["text/plain"] == repr(verdict)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    told, _ = verdict._repr_mimebundle_()
    assert told == {"text/plain": "0.7", "text/html": shown["text/html"]}
    assert repr(verdict) == shown["text/plain"]
