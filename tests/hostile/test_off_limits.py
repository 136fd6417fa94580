"""The package's own functions earn nothing where an exercise asks for them, however they are got.

In the sandbox they are gone, with their source; in a notebook they refuse while an answer is tried.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from sandboxed import needs_walls
from support import answer_cell_source

from newsbook.exercises import CodeExercise, State, Verdict, all_exercises, get_exercise
from newsbook.exercises.off_limits import OffLimits, functions_of, refusal, withheld
from newsbook.grading.sandbox import Sandbox, Work
from newsbook.grading.sandbox.limits import pack
from newsbook.grading.sandbox.walls import SHOWN
from newsbook.scoring import score
from newsbook.spans import Span, to_json
from newsbook.text import tokenise
from newsbook.workbook.notebooks import read_notebook

FORBIDDEN = [e for e in all_exercises() if isinstance(e, CodeExercise) and e.off_limits]
IMPORTS = "import re\nfrom newsbook import Span, words\nfrom newsbook.text import *\n"

# Answers that are newsbook's and not the learner's. With its functions each would be right, or
# nearly: two of them leave a span out, which is how a copy passes for an answer.
WRAPPERS = {
    "1.3": "from newsbook.articles.paragraphs import trimmed\n"
    "def trim(text, start, end):\n"
    "    span = trimmed(text, start, end)\n"
    "    return (span.start, span.end) if span else (end, end)",
    "1.10": "from newsbook import score\n"
    "def precision_recall(gold, predicted):\n"
    "    if not gold or not predicted:\n        return 0.0, 0.0\n"
    "    found = score([Span(*p) for p in gold], [Span(*p) for p in predicted])\n"
    "    return found.precision, found.recall",
    "1.11": "def merge(symbols, pair):\n    return merge_pair(symbols, tuple(pair))",
    "1.12": "def my_tokens(text):\n    return list(tokenise(text))",
    "2.6": "from newsbook.text.entities import bio_decode\n"
    "def names_in(tags):\n"
    "    return [(s.start, s.end, s.label)\n"
    "            for s in bio_decode([Span(i, i + 1) for i in range(len(tags))], tags)]",
    "2.10": "def find_names(text):\n"
    "    return [s for s in tag_entities(text) if s.label != 'DATE'][1:]",
    "3.10": "def who_said(text):\n"
    "    return [p.labelled(q.resolved or '') for q in find_quotes(text, tag_entities(text)).quotes"
    " for p in q.pieces][1:]",
    "4.10": "from functools import partial\n"
    "def quotes(function, text):\n"
    "    return [q.content.labelled(q.resolved) for q in function(text).quotes if q.resolved][1:]\n"
    "reported = partial(quotes, analyse)",
}
# More of the kind, each under its exercise and a word on whose function it is.
MORE_WRAPPERS = {
    "2.6 conll": "from newsbook.formats import conll\n"
    "def names_in(tags):\n"
    "    places = [Span(i, i + 1) for i in range(len(tags))]\n"
    "    return [(s.start, s.end, s.label) for s in conll._entities(places, tags, [], '')]",
    "2.6 a file": "from newsbook.formats.conll import read_conll\n"
    "def names_in(tags):\n"
    "    rows = ''.join(f'{chr(97 + i)}\\t{tag}\\n' for i, tag in enumerate(tags))\n"
    "    text = ' '.join(chr(97 + i) for i in range(len(tags)))\n"
    "    found = read_conll(rows, text).layers\n"
    "    return [(s.start // 2, (s.end + 1) // 2, s.label) for s in found.entities]",
    "1.10 tally": "from newsbook.quote_scoring import Tally\n"
    "def precision_recall(gold, predicted):\n"
    "    if not gold or not predicted:\n        return 0.0, 0.0\n"
    "    hits = len({*map(tuple, gold)} & {*map(tuple, predicted)})\n"
    "    tally = Tally(hits, len(predicted), len(gold))\n"
    "    return tally.precision, tally.recall",
}
# Ways to one function: a source that makes `my_tokens` of `tokenise`.
WAYS = {
    "the function itself": "my_tokens = tokenise",
    "as somebody else's": "my_tokens = tokenise\nmy_tokens.__module__ = '__main__'",
    "partial": "import functools\nmy_tokens = functools.partial(tokenise)",
    "its code": "import types\nmy_tokens = types.FunctionType(tokenise.__code__, "
    "tokenise.__globals__)\nmy_tokens.__module__ = '__main__'\nmy_tokens('It’s.')",
    "what calls it": "def my_tokens(text):\n    return list(analyse(text).tokens)",
    "what measures it": "from newsbook.exercises import get_exercise\n"
    "my_tokens = lambda text: list(get_exercise('1.12').reference(text))",
    "its pattern": "from newsbook.text import tokens\n"
    "mine = tokens._scanner()\n"
    "def my_tokens(text):\n"
    "    return [m.span(1) for m in mine.finditer(text)]",
    "the text of its pattern": "from newsbook.text.tokens import TOKEN_PATTERN, TOKEN_PARTS\n"
    "pattern, parts = TOKEN_PATTERN, TOKEN_PARTS | {'GLUE': '[\\u0300-\\u036f]'}\n"
    "for _ in range(9):\n"
    "    for name, part in parts.items():\n"
    "        pattern = pattern.replace(f'@{name}@', f'(?:{part})')\n"
    "mine = re.compile(rf'\\s*+ ({pattern})', re.VERBOSE)\n"
    "my_tokens = lambda text: [m.span(1) for m in mine.finditer(text.rstrip())]",
    "its source": "import newsbook.text.tokens as t\nexec(open(t.__file__).read())\n"
    "my_tokens = tokenise",
    "imported again": "import sys, newsbook.text.tokens\ndel sys.modules['newsbook.text.tokens']\n"
    "from newsbook.text.tokens import tokenise\nmy_tokens = lambda text: tokenise(text)",
    "loaded again": "import importlib, newsbook.text.tokens as t\nimportlib.reload(t)\n"
    "my_tokens = lambda text: t.tokenise(text)",
    "another Python": "import json, subprocess, sys\n"
    "def my_tokens(text):\n"
    "    code = 'import sys; sys.path[:] = ' + repr(sys.path) + '; from newsbook.text import '\n"
    "    code += 'tokenise; print([[s.start, s.end] for s in tokenise(sys.argv[1])])'\n"
    "    done = subprocess.run([sys.executable, '-S', '-c', code, text], capture_output=True)\n"
    "    return json.loads(done.stdout)",
    "any function of its name": "import gc, types\ngc.unfreeze()\n"
    "mine = [f for f in gc.get_objects()\n"
    "        if isinstance(f, types.FunctionType) and f.__name__ == 'tokenise']\n"
    "my_tokens = lambda text: next(f for f in mine)(text)",
    "any pattern in memory": "import re\n"
    "try:\n    tokenise('It’s.')\nexcept Exception:\n    pass\n"
    "kept = [*re._cache.values(), *getattr(re, '_cache2', {}).values()]\n"
    "mine = [p for p in kept if 'https' in p.pattern]\n"
    "my_tokens = lambda text: [m.span(1) for m in mine[0].finditer(text)]",
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    needs_walls()
    ids = [exercise.id for exercise in FORBIDDEN]
    with Sandbox({"plain": [IMPORTS]}, ids) as opened:
        yield opened


def in_sandbox(sandbox: Sandbox, name: str, source: str) -> Verdict:
    exercise = get_exercise(name)
    inputs = [pack(case.inputs) for case in exercise.cases[:3]]  # type: ignore[attr-defined]
    observed = sandbox.run([Work(name, "plain", source, inputs)])
    if name in observed.failures:
        return exercise.verdict(State.RAISED, observed.failures[name], None)
    return exercise.judge(observed.observations[name], exercise.cases[:3])  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", WRAPPERS)
def test_a_wrapper_earns_nothing_in_the_sandbox(sandbox: Sandbox, name: str) -> None:
    verdict = in_sandbox(sandbox, name, WRAPPERS[name])
    assert verdict.state is State.NOT_YET and "is off limits here" in verdict.sentence, verdict
    assert verdict.score < 0.2


@pytest.mark.parametrize("name", MORE_WRAPPERS)
def test_nor_does_another(sandbox: Sandbox, name: str) -> None:
    exercise: Any = get_exercise(name.partition(" ")[0])
    space: dict[str, Any] = {}
    exec(IMPORTS + MORE_WRAPPERS[name], space)
    answer = space[exercise.answer_name]
    assert free(exercise.id).check(answer).score >= 0.5  # it would be right, or half of it
    for verdict in (
        exercise.check(answer),
        in_sandbox(sandbox, exercise.id, MORE_WRAPPERS[name]),
    ):
        assert verdict.state is State.NOT_YET and "is off limits here" in verdict.sentence, verdict
        assert verdict.score < 0.2


# What stands below a right answer: it compares, and works in the notebook.
COMPARED = {
    "1.11": "assert merge(['a', 'b'], ('a', 'b')) == merge_pair(['a', 'b'], ('a', 'b'))\n",
    "1.12": "print(\n    len(tokenise('It’s.')),\n)\nfor line in ['a b']:\n"
    "    print(split_sentences(line), my_tokens(line))\n",
    "1.10": "from newsbook import score\nprint(score([Span(0, 1)], [Span(0, 1)]))\n",
}


@pytest.mark.parametrize("name", COMPARED)
def test_to_compare_with_what_is_off_limits_costs_nothing(sandbox: Sandbox, name: str) -> None:
    right = answer_cell_source("solutions", name)
    assert in_sandbox(sandbox, name, f"{right}\n{COMPARED[name]}").state is State.CORRECT
    # What stands below the line counts, too.
    wrong = f"{right}\n{COMPARED[name]}{get_exercise(name).misconceptions[0].wrong}"
    assert in_sandbox(sandbox, name, wrong).state is State.NOT_YET
    # An error of one's own is one, and an answer that is made of it is none.
    broken = in_sandbox(sandbox, name, f"{right}\n{COMPARED[name]}\n1 / 0")
    assert broken.state is State.RAISED and "ZeroDivisionError" in broken.sentence
    made = f"{get_exercise(name).answer_name} = list(map(tokenise, ['a']))"  # type: ignore[attr-defined]
    if name == "1.12":
        assert "is off limits here" in in_sandbox(sandbox, name, made).sentence


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_the_function(sandbox: Sandbox, way: str) -> None:
    verdict = in_sandbox(sandbox, "1.12", WAYS[way])
    assert verdict.state in (State.NOT_YET, State.RAISED), verdict
    assert verdict.score == 0, verdict


# Each finds what is asked for without a pattern: in the learner's own process, anything can find.
PATTERNS = {
    "another finditer": "real, right = re.finditer, {right!r}\n"
    "re.finditer = lambda pattern, text, flags=0: real(right, text)\npattern = 'x'",
    "a finditer of its own names": "import newsbook.exercises.code as c\n"
    "class Re:\n"
    "    compile = staticmethod(re.compile)\n"
    "    finditer = staticmethod(lambda pattern, text: re.finditer({right!r}, text))\n"
    "c.re = Re\npattern = 'x'",
    "another way to apply it": "from newsbook.exercises import PatternExercise\n"
    "right = re.compile({right!r})\n"
    "PatternExercise.apply = lambda self, answer, text: right.findall(text)\npattern = 'x'",
    "another way to observe it": "from newsbook.exercises import CodeExercise\n"
    "right = re.compile({right!r})\n"
    "CodeExercise.observe = lambda self, answer, cases: {{\n"
    "    'cases': [{{'value': right.findall(case.inputs[0])}} for case in cases]}}\npattern = 5",
}


@pytest.mark.parametrize("way", PATTERNS)
def test_a_pattern_finds_by_itself(sandbox: Sandbox, way: str) -> None:
    space: dict[str, Any] = {}
    exec(answer_cell_source("solutions", "1.5"), space)
    verdict = in_sandbox(sandbox, "1.5", PATTERNS[way].format(right=space["pattern"]))
    assert verdict.state is State.NOT_YET and verdict.score == 0, verdict


def test_a_pattern_is_tried_as_ever(sandbox: Sandbox) -> None:
    right = answer_cell_source("solutions", "1.5")
    assert in_sandbox(sandbox, "1.5", right).state is State.CORRECT
    assert in_sandbox(sandbox, "1.5", "pattern = ...").state is State.NOT_ATTEMPTED
    assert "Python cannot read" in in_sandbox(sandbox, "1.5", "pattern = '('").sentence
    assert "is to be a string" in in_sandbox(sandbox, "1.5", "pattern = 5").sentence
    assert "ZeroDivisionError" in in_sandbox(sandbox, "1.5", "1 / 0").sentence
    words = "class Mine(str):\n    pass\npattern = Mine(r'\\w+')"
    assert "full stops" in in_sandbox(sandbox, "1.5", words).sentence


def test_what_an_exercise_needs_is_there(sandbox: Sandbox) -> None:
    """The same sandbox gives each what its task allows: another exercise's forbidden functions."""
    allowed = (
        "def names_in(tags):\n    return [[s.start, s.end, ''] for s in tokenise('a b')]",
        "from newsbook.widgets import TokenEditor\nTokenEditor('It’s.')\n"
        "names_in = lambda tags: len(tag_entities.__doc__) > 9",
    )
    for source in allowed:
        observed = sandbox.run([Work("2.6", "plain", source, [{"tuple": [["O"]]}])])
        assert "value" in observed.observations["2.6"]["cases"][0], observed
    right = answer_cell_source("solutions", "1.12")
    assert in_sandbox(sandbox, "1.12", right).state is State.CORRECT


def test_no_source_of_ours_can_be_read(sandbox: Sandbox) -> None:
    search = (
        "import os, sys\n"
        "names_in = lambda tags: sorted({os.path.join(top, name)\n"
        "    for place in sys.path for top, below, files in os.walk(place + '/newsbook')\n"
        "    for name in files if name.endswith(('.py', '.pyc', '.json'))})"
    )
    observed = sandbox.run([Work("2.6", "plain", search, [{"tuple": [["O"]]}])])
    (outcome,) = observed.observations["2.6"]["cases"]
    within = [path.partition("/newsbook/package/newsbook/")[2] for path in outcome["value"]]
    hidden = [path for path in within if path.partition("/")[0] not in SHOWN]
    assert hidden == ["text/entities/model.json"]
    assert "widgets/token_editor.py" in within  # the search does find


def free(name: str) -> Any:
    """The exercise without what it has off limits."""
    twin: Any = copy.copy(get_exercise(name))
    twin.off_limits = ()
    return twin


@pytest.mark.parametrize("name", [n for n in WRAPPERS if n not in ("2.10", "3.10", "4.10")])
def test_a_wrapper_earns_nothing_in_the_notebook(name: str) -> None:
    exercise: Any = get_exercise(name)
    space: dict[str, Any] = {}
    exec(IMPORTS + WRAPPERS[name], space)
    answer = space[exercise.answer_name]
    assert free(name).check(answer).score >= 0.5  # it would be right, or half of it
    verdict = exercise.check(answer)
    assert verdict.state is State.NOT_YET and "is off limits here" in verdict.sentence
    assert verdict.score < 0.2
    # And afterwards all is as it was.
    assert free(name).check(answer).score >= 0.5


def test_a_board_shows_no_score_of_a_wrapper() -> None:
    board = get_exercise("1.12").board(lambda text: list(tokenise(text)))  # type: ignore[attr-defined]
    assert board.rows["yours"] == (None,)
    assert board.total("newsbook").f1 > 0.9


def test_what_is_withheld_comes_back_whatever_happens() -> None:
    with pytest.raises(ZeroDivisionError), withheld(["newsbook.text.tokens:tokenise"]):
        with pytest.raises(OffLimits, match="off limits here"):
            tokenise("a")
        _ = 1 / 0
    assert to_json(tokenise("a b")) == [[0, 1], [2, 3]]
    with withheld(["newsbook.scoring"]), pytest.raises(OffLimits):
        score([Span(0, 1)], [])
    assert score([Span(0, 1)], []).recall == 0
    with pytest.raises(AttributeError):
        functions_of("newsbook.text.tokens:tokenize")
    assert "`x`" in refusal("x")


@pytest.mark.parametrize("exercise", FORBIDDEN, ids=lambda exercise: exercise.id)
def test_each_task_says_so(exercise: CodeExercise) -> None:
    from support import notebook_of

    for folder in ("solutions", "exercises"):
        cells = read_notebook(notebook_of(folder, exercise.id))["cells"]
        (task,) = [c["source"] for c in cells if c["source"].startswith(f"## {exercise.id} ")]
        assert "off limits here" in task
    named = [f.__name__ for entry in exercise.off_limits for f in functions_of(entry)]
    assert any(f"`{name}`" in task for name in named), named
    assert all(functions_of(entry) or ":" in entry for entry in exercise.off_limits)
