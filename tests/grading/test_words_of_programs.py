"""A learner's program cannot carry held-back texts out on its own page of feedback."""

import html
import re
import time

import pytest

from newsbook.exercises import Case, State, get_exercise
from newsbook.exercises.off_limits import refusal
from newsbook.grading import keeping, words
from newsbook.grading.asking import Asked, chosen
from newsbook.grading.batch import Options, _Runs
from newsbook.grading.judging import CALL_FAILED, FAILED, Judge, ended_early
from newsbook.grading.model import Graded, Observed, Submission
from newsbook.grading.python_words import python_words
from newsbook.grading.reasons import NOT_THERE
from newsbook.grading.reports.feedback import feedback_page
from newsbook.grading.reports.grades import grades_csv
from newsbook.grading.words import DEFINED, ENDED, LONGEST

CHALLENGE = get_exercise("1.12")
FUNCTION = get_exercise("1.3")
SECRET = "Whoever reads this sentence has read an article that nobody was to see before the exam."


def case_of(exercise):
    if exercise is CHALLENGE:
        return Case((SECRET,), [[0, 7], [8, 13]])
    return Case((f"{SECRET} {'x' * 600}", 0, 3), [0, 3])


def told(exercise, observation=None, failure="", source="x = 1"):
    """The sentence, and all that the student gets to read."""
    judge = Judge(Asked("s", {exercise.id: [case_of(exercise)]}), [exercise])
    seen = Observed(
        {} if failure else {exercise.id: observation}, {exercise.id: failure} if failure else {}
    )
    one = Submission("kim", "", {exercise.id: source})
    graded = Graded(one, judge.verdicts(one, seen))
    page = re.sub("<[^>]*>", "", feedback_page(graded, [exercise]))
    read = html.unescape(page) + grades_csv([graded], [exercise], "moodle")
    return graded.verdicts[exercise.id], read


def carries(read):
    """Whether any three words of the secret that follow each other are to be read."""
    plain = re.sub(r"\W|_", "", read).casefold()
    words = SECRET.casefold().rstrip(".").split()
    return any("".join(words[i : i + 3]) in plain for i in range(len(words) - 2))


JOINED = SECRET.replace(" ", "_").rstrip(".")
OUTCOMES = [
    {"raised": "ValueError", "message": SECRET},
    {"raised": JOINED, "message": ""},
    {"unusable": SECRET},
    {"unusable": f"it holds a {SECRET}"},
    {"value": SECRET},
    {"value": [SECRET]},
    {"value": [[0, 5, SECRET], 7]},
    {"value": [[SECRET, SECRET]]},
    {"value": {SECRET: SECRET}},
    {"value": [{SECRET: 1}]},
]
FAILURES = [
    f"ValueError: {SECRET}",
    JOINED,
    f"{JOINED}: {SECRET}",
    SECRET,
    f"It ran for over {SECRET} seconds. Is there an endless loop?",
    f"The code ended Python itself. {SECRET}",
]


@pytest.mark.parametrize("outcome", OUTCOMES, ids=range(len(OUTCOMES)))
def test_a_challenge_shows_no_word_of_a_program(outcome):
    verdict, read = told(CHALLENGE, {"cases": [outcome]})
    assert verdict.state in (State.NOT_YET, State.RAISED)
    assert not carries(read), verdict.sentence
    whole, read = told(CHALLENGE, {"unusable": str(outcome)})
    assert whole.state is State.NOT_YET and not carries(read)


@pytest.mark.parametrize("failure", FAILURES, ids=range(len(FAILURES)))
def test_nor_where_it_failed(failure):
    verdict, read = told(CHALLENGE, failure=failure)
    assert verdict.state is State.RAISED and not carries(read), verdict.sentence


def test_the_secret_would_be_found():
    assert carries(SECRET) and carries(JOINED) and carries(f"a {SECRET.upper()} b")
    plain = CHALLENGE.judge({"cases": [OUTCOMES[0]]}, [case_of(CHALLENGE)])
    assert carries(plain.sentence)  # what the notebook says of articles that everybody has


@pytest.mark.parametrize("length", [50, 300, 5_000])
def test_an_exercise_with_hidden_cases_shows_a_line_of_it(length):
    said = "y" * length
    shown = min(length, LONGEST - 1)
    for outcome in ({"raised": "ValueError", "message": said}, {"unusable": said}):
        verdict, read = told(FUNCTION, {"cases": [outcome]})
        assert "y" * shown in read and "y" * (LONGEST + 1) not in read
        assert len(verdict.sentence) < 600
    for seen in ({"failure": f"E: {said}"}, {"observation": {"unusable": said}}):
        verdict, read = told(FUNCTION, **seen)
        assert "y" * (shown - 3) in read and "y" * (LONGEST + 1) not in read
    _, read = told(FUNCTION, {"cases": [{"raised": said, "message": said}]})
    assert "y" * (LONGEST + 1) not in read


def test_what_helps_is_still_said():
    ours = refusal("tokenise")
    outcome = {"raised": "OffLimits", "message": ours}
    assert told(CHALLENGE, {"cases": [outcome]})[0].sentence == ours
    assert told(CHALLENGE, failure=f"OffLimits: {ours}")[0].sentence.endswith(ours)
    forged = {"raised": "OffLimits", "message": refusal(SECRET)}
    assert not carries(told(CHALLENGE, {"cases": [forged]})[1])
    assert told(CHALLENGE, {"cases": [OUTCOMES[0]]})[0].sentence == "Your answer raised ValueError."
    odd = told(CHALLENGE, {"cases": [{"value": [[3, 900]]}]})[0].sentence
    assert "one item is [3, 900]" in odd
    function = "`transfer` is to be a function, but it is a list."
    for exercise in (CHALLENGE, FUNCTION):
        assert told(exercise, {"unusable": function})[0].sentence == function
        name = told(exercise, failure="NameError: name 'tokenize' is not defined")[0].sentence
        assert name.startswith(f"{FAILED} NameError") and name.endswith("the answer cell itself?")
    for why in (
        "It ran for over 10 seconds. Is there an endless loop?",
        "It waited for over 3 seconds and did nothing. Does it sleep, or ask for something that "
        "never comes?",
        "All it started used over 512 MB of memory.",
        "It printed over 10,000,000 bytes.",
        "What it gave is over 2,000,000 bytes.",
        "What it gave cannot be read.",
        "It used over 11 seconds of processor time.",
        "It was stopped, for using too much memory or by its own hand.",
        "It wrote a file of over 16,777,216 bytes.",
        "The code ended Python itself (signal 11).",
        "The code ended Python itself.",
        "The sandbox ended before this was run.",
    ):
        verdict = told(CHALLENGE, failure=why)[0]
        assert verdict.sentence == f"{FAILED} {why}" and ended_early(verdict)
    assert ended_early(told(CHALLENGE, failure=SECRET)[0])
    assert told(CHALLENGE, failure=SECRET)[0].sentence == f"{FAILED} {ENDED}"


PICKED = "an article that nobody was to see"


def test_a_challenge_shows_no_place_that_the_answer_has_chosen():
    """Who gives one span and much junk around it would be shown the words beside that span."""
    start = SECRET.index(PICKED)
    spans = [[start, start + len(PICKED)], *([i, i + 1] for i in range(60))]
    notebook = CHALLENGE.judge({"cases": [{"value": spans}]}, [case_of(CHALLENGE)])
    assert carries(notebook.sentence)  # where everybody has the article
    verdict, read = told(CHALLENGE, {"cases": [{"value": spans}]})
    assert verdict.state is State.NOT_YET and "F1 is 0." in verdict.sentence
    assert "You give too many." in verdict.sentence and not carries(read), verdict.sentence
    # Nor do numbers spell it: no article has ten million characters.
    spelt = [[int.from_bytes(SECRET[:7].encode(), "big"), 10_000_001], [1.123456789, -(2.0**99)]]
    for span in spelt:
        shown = told(CHALLENGE, {"cases": [{"value": [span]}]})[0].sentence
        assert not re.search(r"\d{4}", shown), shown


def test_who_says_it_is_said():
    """A program may call its errors as we call ours, and must not speak in our voice."""
    praise = "Everything is right, full points."
    for exercise, ours in ((get_exercise("1.10"), "score"), (FUNCTION, "trimmed")):
        case = Case((SECRET, 0, 3), [0, 3])
        judge = Judge(Asked("s", {exercise.id: [case]}), [exercise])
        for message, said in ((praise, f"your answer raised OffLimits: {praise}"),
                              (refusal(ours), refusal(ours))):  # fmt: skip
            outcome = {"raised": "OffLimits", "message": message}
            seen = Observed({exercise.id: {"cases": [outcome]}})
            one = Submission("kim", "", {exercise.id: "def f(): ..."})
            sentence = judge.verdicts(one, seen)[exercise.id].sentence
            assert sentence.rstrip(".").endswith(said.rstrip(".")), sentence
            assert sentence.startswith("Given") is (message == praise)
            # The notebook's own check, too.
            assert exercise.judge({"cases": [outcome]}, [case]).sentence == sentence
    forged = told(FUNCTION, {"unusable": praise})[0].sentence
    assert forged == f"What the cell gives cannot be tried: {praise}"
    pattern = "Python cannot read this pattern: missing ), unterminated subpattern at position 0."
    assert told(get_exercise("1.5"), {"unusable": pattern})[0].sentence == pattern


def test_words_carry_little_of_other_scripts():
    dense = "".join(map(chr, range(0x4E00, 0x4E00 + 100)))
    for seen in (
        {"observation": {"cases": [{"raised": "E", "message": dense}]}},
        {"observation": {"cases": [{"raised": dense, "message": ""}]}},
        {"observation": {"cases": [{"value": [dense, dense]}]}},
        {"observation": {"cases": [{"value": dense}]}},
        {"observation": {"unusable": dense}},
        {"failure": f"E: {dense}"},
    ):
        _, read = told(FUNCTION, **seen)
        assert not set(dense) & set(read), seen
    # What stands in its own input may be cited, and what a Latin keyboard has.
    judge = Judge(Asked("s", {"1.3": [Case(("价 x", 0, 3), [0, 3])]}), [FUNCTION])
    outcome = {"raised": "KeyError", "message": "'价’ größe'"}
    one = Submission("kim", "", {"1.3": "def f(): ..."})
    found = judge.verdicts(one, Observed({"1.3": {"cases": [outcome]}}))["1.3"]
    assert found.sentence.endswith(", your answer raised KeyError: '价’ größe'.")
    assert "'价 x'" in found.sentence


def test_challenges_are_run_after_all_other_answers(tmp_path):
    """What others say is shown in part: nothing held back may have been near when they said it."""
    code = chosen(["1.12", "1.3", "2.6", "2.10", "4.7", "3.10"])
    setups = {exercise.id: "plain" for exercise in code}
    runs = _Runs((), code, Asked("s", {}, {"plain": []}, setups), keeping.Kept(tmp_path), Options())
    one = Submission("kim", "", dict.fromkeys(setups, "x = 1"))
    order = [piece.exercise for piece in runs._work(one)]
    assert order == ["1.3", "2.6", "4.7", "1.12", "2.10", "3.10"]


SOURCE = """# answer: 1.12
import spacy
from os.path import joint
def my_tokens(text, extra):
    found = {}
    found.appendix(text)
    return tokenize(text) + found["Dr"]
"""
# What Python says of this and the like, from Python 3.11 on.
SHOWN = {
    ("NameError", "name 'tokenize' is not defined"): "name 'tokenize' is not defined",
    ("NameError", "name 'tokenize' is not defined. Did you mean: 'tokenise'?"):
        "name 'tokenize' is not defined",
    ("ModuleNotFoundError", "No module named 'spacy'"): "No module named 'spacy'",
    ("ImportError", "cannot import name 'joint' from 'os.path' (/usr/lib/python3/os.py)"):
        "cannot import name 'joint' from 'os.path'",
    ("AttributeError", "'dict' object has no attribute 'appendix'"):
        "'dict' object has no attribute 'appendix'",
    ("AttributeError", "'NoneType' object has no attribute 'group'"):
        "'NoneType' object has no attribute '…'",
    ("TypeError", "my_tokens() missing 1 required positional argument: 'extra'"):
        "my_tokens() missing 1 required positional argument: 'extra'",
    ("TypeError", "'<' not supported between instances of 'str' and 'int'"):
        "'<' not supported between instances of 'str' and 'int'",
    ("TypeError", 'can only concatenate str (not "int") to str'):
        "can only concatenate str (not 'int') to str",
    ("KeyError", "'Dr'"): "'Dr'",
    ("KeyError", "'Whoever'"): "'…'",
    ("IndexError", "list index out of range"): "list index out of range",
    ("ValueError", "too many values to unpack (expected 2)"):
        "too many values to unpack (expected 2)",
    ("ValueError", SECRET): "",
    ("KeyError", "1234567"): "",
    ("AttributeError", f"'{JOINED[:60]}' object has no attribute 'appendix'"):
        "'…' object has no attribute 'appendix'",
    ("NameError", f"name 'Whoever' is not defined. Did you mean: '{JOINED[:40]}'?"):
        "name '…' is not defined",
    ("ImportError", f"cannot import name 'joint' from 'os.path' ({SECRET}/)"):
        "cannot import name 'joint' from 'os.path'",
    ("AttributeError", "'found.text.extra.found' object has no attribute 'x'"):
        "'…' object has no attribute '…'",
}  # fmt: skip


@pytest.mark.parametrize("kind", SHOWN, ids=range(len(SHOWN)))
def test_what_python_says_is_shown_of_a_challenge_too(kind):
    """A learner cannot mend what is only called a NameError; and no word of a text gets out."""
    name, message = kind
    words = f"{name}: {SHOWN[kind]}" if SHOWN[kind] else name
    failed, read = told(CHALLENGE, failure=f"{name}: {message}", source=SOURCE)
    assert failed.sentence.startswith(f"{FAILED} {words}") and not carries(read)
    more = {"NameError": f". {DEFINED}", "ModuleNotFoundError": f". {NOT_THERE}"}.get(name, "")
    assert failed.sentence == f"{FAILED} {words}{more}"
    assert not ended_early(failed)
    outcome = {"raised": name, "message": message}
    called, read = told(CHALLENGE, {"cases": [outcome]}, source=SOURCE)
    assert called.sentence.startswith(f"Your answer raised {words}.") and not carries(read)
    assert (NOT_THERE in called.sentence) is (name == "ModuleNotFoundError")


@pytest.mark.parametrize(
    ("name", "message", "why"),
    [
        ("NameError", "name 'exit' is not defined", "no `exit()` or `quit()`"),
        ("SystemExit", "0", "ends Python"),
        ("EOFError", "EOF when reading a line", "do without `input()`"),
        ("OSError", "[Errno 30] Read-only file system", "`multiprocessing`"),
        ("FileNotFoundError", "[Errno 2] No such file or directory: 'a'", "none of your files"),
        ("MemoryError", "", "half a gigabyte"),
    ],
)
@pytest.mark.parametrize("exercise", [FUNCTION, CHALLENGE])
def test_what_comes_of_grading_s_own_rules_is_told(exercise, name, message, why):
    """The error alone would send its author the wrong way: in their Python it does not come."""
    failed, _ = told(exercise, failure=f"{name}: {message}".removesuffix(": "), source=SOURCE)
    called, _ = told(exercise, {"cases": [{"raised": name, "message": message}]}, source=SOURCE)
    for verdict in (failed, called):
        assert why in verdict.sentence and DEFINED not in verdict.sentence
        assert not ended_early(verdict)


def test_python_s_own_messages_are_those_that_it_gives():
    """Each is had from Python here, not from memory."""
    mistakes = [
        "tokenize(1)", "import spacy_", "from os.path import joint", "{}.appendix", "[].appendix",
        "[][1]", "''[1]", "{}['Dr']", "f()", "f(1, 2)", "n()", "n[0]", "1 / 0", "1 < 'a'",
        "1 + 'a'", "a, b = [1, 2, 3]", "a, b = [1]", "for a in None: pass", "max([])", "len(1)",
        "[].pop()", "{[]: 1}", "import os; os.joint", "many['a']", "text[n]", "f(y=1)",
    ]  # fmt: skip
    for source in mistakes:
        try:
            exec(f"def f(x): return x\n{source}", {"n": None, "many": [1], "text": "a"})
        except Exception as error:
            kind, said = type(error).__name__, str(error)
        assert python_words(kind, said, source), (source, said)
    for source in ("def f(:", "  x = 1", "x = (1", "if True:\nx"):
        with pytest.raises(SyntaxError) as caught:
            compile(source, "<answer>", "exec")
        said = str(caught.value)
        assert python_words(type(caught.value).__name__, said, source) in ("line 1", "line 2")
        assert python_words("SyntaxError", f"{SECRET} (<answer>, line 300)", source) == ""


def test_a_long_message_costs_the_judge_no_time(monkeypatch):
    """The judge's time is nobody's limit. Where this is quadratic it takes seconds, not 0.01."""
    said = " (" + "/" * 40_000 + "x"
    began = time.process_time()
    assert python_words("ValueError", said, "x = 1") == ""
    assert time.process_time() - began < 0.5
    looked_at = []
    monkeypatch.setattr(words, "python_words", lambda kind, said, source: looked_at.append(said))
    told(CHALLENGE, {"cases": [{"raised": "KeyError", "message": said}]})
    assert looked_at == [said[:300]]


def test_who_only_defines_is_not_told_that_the_cell_failed():
    """The cell was over at once; what did not end is a call."""
    endless = "It ran for over 10 seconds. Is there an endless loop?"
    defined = "import re\n@cache\ndef f(x):\n    while True: pass\n\n# that is all\n"
    for source, begins in ((defined, CALL_FAILED), ("while True:\n    pass", FAILED)):
        verdict, read = told(FUNCTION, failure=endless, source=source)
        assert verdict.sentence == f"{begins} {endless}" and ended_early(verdict)
        assert "did not run to its end" in read
    assert told(FUNCTION, failure="KeyError: 1", source=defined)[0].sentence.startswith(FAILED)
