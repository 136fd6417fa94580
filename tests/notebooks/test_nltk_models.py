"""Lesson 2's bonus cells: with NLTK's models they show what those say, without them a sentence.

The models that NLTK offers for download are not ours to ship; these are small ones in the same
files, trained here on a few sentences.
"""

import copy
import importlib.util
import json
import os
import subprocess
import sys

import pytest
from support import ROOT, run_pytest

from newsbook.workbook.build import _with_ignored_outputs
from newsbook.workbook.execute import steady_environment
from newsbook.workbook.notebooks import read_notebook, write_notebook

LESSON = ROOT / "notebooks" / "02_entities.ipynb"
NEEDED = ("load", "gold-show", "capitals")
BONUS = ("pos-tag", "ne-chunk")
TAGGED = (
    "Stoltenberg/NNP made/VBD the/DT remark/NN in/IN his/PRP$ meeting/NN with/IN South/JJ "
    "Korean/JJ Foreign/NNP Minister/NNP Park/NNP Jin/NNP in/IN Seoul/NNP ,/, Yonhap/NNP "
    "News/NNP Agency/NNP reported/VBD ./."
)
CHUNKS = {"Stoltenberg": "PERSON", "Park": "PERSON", "Seoul": "GPE", "Yonhap": "ORGANIZATION"}

MAKE_CHUNKER = """
import json, sys
from pathlib import Path
folder, tagged, chunks = Path(sys.argv[1]), *map(json.loads, sys.argv[2:])
import nltk
nltk.data.path[:] = [str(folder)]
from nltk.chunk.named_entity import NEChunkParserTagger
from nltk.classify.maxent import save_maxent_params
sentence = [tuple(word.rsplit("/", 1)) for word in tagged.split()]
tags = ["B-" + chunks[word] if word in chunks else "O" for word, _ in sentence]
trained = NEChunkParserTagger(train=[list(zip(sentence, tags))] * 3)
model = trained._classifier
target = folder / "chunkers/maxent_ne_chunker_tab/english_ace_multiclass"
encoding = model._encoding
always = encoding._alwayson or {}
save_maxent_params(
    model._weights, encoding._mapping, encoding._labels, always, tab_dir=str(target)
)
"""


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A folder of NLTK data with a part-of-speech tagger that knows one sentence."""
    from nltk.tag import PerceptronTagger

    folder = tmp_path_factory.mktemp("nltk_data")
    sentence = [tuple(word.rsplit("/", 1)) for word in TAGGED.split()]
    tagger = PerceptronTagger(load=False)
    tagger.train([sentence] * 8)
    home = folder / "taggers" / "averaged_perceptron_tagger_eng"
    home.mkdir(parents=True)
    for name, part in zip(("weights", "tagdict", "classes"), tagger.encode_json_obj(), strict=True):
        value = sorted(part) if name == "classes" else part
        path = home / f"averaged_perceptron_tagger_eng.{name}.json"
        path.write_text(json.dumps(value), encoding="utf-8")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)  # NLTK reads nothing that others may write
    return folder


@pytest.fixture(scope="module")
def chunker(models):
    """The same with an entity chunker, whose format can only be written and read with numpy."""
    if importlib.util.find_spec("numpy") is None:
        pytest.skip("NLTK's entity chunker needs numpy, which newsbook does not")
    words = models / "corpora" / "words"
    words.mkdir(parents=True)
    (words / "en-basic").write_text("the\nin\nwith\nhis\nmeeting\n", encoding="ascii")
    (models / "chunkers" / "maxent_ne_chunker_tab").mkdir(parents=True)
    for path in models.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    made = subprocess.run(
        [sys.executable, "-c", MAKE_CHUNKER, str(models), json.dumps(TAGGED), json.dumps(CHUNKS)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert made.returncode == 0, made.stderr
    return models


def shown(folder, *cells):
    """What the bonus cells print where NLTK finds its data in one folder and nowhere else."""
    book = {cell["id"]: cell["source"] for cell in read_notebook(LESSON)["cells"]}
    only = f"import nltk\nnltk.data.path[:] = [{str(folder)!r}]\n"
    quiet = "\n".join(book[name] for name in NEEDED)
    source = only + quiet + "\nprint('=' * 9)\n" + "\n".join(book[name] for name in cells)
    done = subprocess.run(
        [sys.executable, "-c", source],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"NLTK_DATA": str(folder), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("=" * 9 + "\n")[1]


def test_without_models_each_cell_says_in_a_sentence_how_to_get_them(tmp_path):
    said = shown(tmp_path, *BONUS).splitlines()
    assert len(said) == 2
    assert "nltk.download('averaged_perceptron_tagger_eng')" in said[0]
    assert "numpy" in said[1] and "'maxent_ne_chunker_tab'" in said[1]


def test_the_stored_outputs_are_those_without_models(tmp_path):
    stored = {cell["id"]: cell for cell in read_notebook(LESSON)["cells"]}
    kept = "".join(stored[name]["outputs"][0]["text"] for name in BONUS)
    assert kept == shown(tmp_path, *BONUS)


def test_with_a_tagger_the_parts_of_speech_are_shown(models):
    said = shown(models, "pos-tag")
    assert said.startswith("[('Stoltenberg', 'NNP'), ('made', 'VBD')")
    assert said.rstrip().endswith("('.', '.')]")


def test_with_a_chunker_its_entities_are_shown(chunker):
    said = shown(chunker, *BONUS)
    assert "(PERSON Stoltenberg/NNP)" in said
    assert "(GPE Seoul/NNP)" in said


def test_nbval_passes_with_models_too(models, tmp_path, monkeypatch):
    """What these cells show depends on the machine, so it is not compared."""
    book = read_notebook(LESSON)
    book["cells"] = [cell for cell in book["cells"] if cell["id"] in (*NEEDED, *BONUS)]
    for number, cell in enumerate(book["cells"], start=1):
        cell["execution_count"] = number
    write_notebook(tmp_path / LESSON.name, book)
    monkeypatch.setenv("NLTK_DATA", str(models))
    args = ["--nbval", "--nbval-cell-timeout=60", "--nbval-current-env", f"--rootdir={tmp_path}"]
    with steady_environment():
        # Not as a fork: a process that has imported NLTK has read where its data lies.
        code, outcomes, said = run_pytest(
            tmp_path, "-c", "/dev/null", *args, str(tmp_path / LESSON.name), plain=True
        )
    assert code == 0, said
    assert [outcome.state for outcome in outcomes.values()] == ["passed"] * 5


def test_the_build_keeps_what_is_stored_of_such_a_cell():
    """So the notebook's bytes are the same on a machine that has the models."""
    stored = read_notebook(LESSON)
    run = copy.deepcopy(stored)
    cells = {cell["id"]: cell for cell in run["cells"]}
    for name in (*BONUS, "capitals"):
        cells[name]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "other\n"}]
    cells["ne-chunk"]["source"] += "\n# changed since"
    kept = {cell["id"]: cell["outputs"] for cell in _with_ignored_outputs(run, stored)["cells"]
            if cell["cell_type"] == "code"}  # fmt: skip
    assert kept["pos-tag"][0]["text"].startswith("Not here.")
    assert kept["ne-chunk"][0]["text"] == kept["capitals"][0]["text"] == "other\n"
