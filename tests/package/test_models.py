"""The model that `newsbook build` trains, and which articles it is trained on."""

import json
import shutil

import pytest

from newsbook.articles.places import seeds_folder
from newsbook.text.entities import EntityTagger
from newsbook.workbook.build import _model, _write
from newsbook.workbook.models import ENTITY_MODEL, SPLIT, entity_model, training_names
from newsbook.workbook.places import WorkbookError


@pytest.fixture
def workbook(tmp_path):
    practice = tmp_path / SPLIT.parent
    shutil.copytree(seeds_folder() / "nato_seoul", practice / "one")
    shutil.copytree(seeds_folder() / "practice" / "harbour_bridge", practice / "two")
    return tmp_path


def split(root, **parts):
    (root / SPLIT).write_text(json.dumps(parts), encoding="utf-8")


def test_without_a_split_nothing_is_trained(workbook):
    assert training_names(workbook) == []
    assert entity_model(workbook) is None
    assert _model(workbook, pytest.fail) is None


def test_what_is_kept_is_not_trained_on(workbook):
    split(workbook, train=["one"], development=[], test=["two"])
    assert training_names(workbook) == ["one"]
    alone = entity_model(workbook)
    split(workbook, train=["one", "two"], development=[], test=[])
    assert training_names(workbook) == ["one", "two"]
    assert entity_model(workbook) != alone


def test_the_shipped_model_is_what_the_corpus_gives():
    """As `newsbook build --check` does; a change of the lists, too, wants a new model."""
    root = seeds_folder().parent
    assert (root / ENTITY_MODEL).read_bytes() == entity_model(root)


def test_the_model_is_built_and_compared(workbook):
    split(workbook, train=["one", "two"])
    data = _model(workbook, lambda line: None)
    assert data == entity_model(workbook)
    EntityTagger.load(data.decode())
    (missing,) = _write(workbook, ENTITY_MODEL, data, check=True)
    assert missing.what == "missing" and not (workbook / ENTITY_MODEL).exists()
    assert len(_write(workbook, ENTITY_MODEL, data, check=False)) == 1
    assert (workbook / ENTITY_MODEL).read_bytes() == data
    assert _write(workbook, ENTITY_MODEL, data, check=True) == []
    (differs,) = _write(workbook, ENTITY_MODEL, data + b"\n", check=True)
    assert differs.what == "differs"


@pytest.mark.parametrize("text", ["{", "[]", '{"test": []}', '{"train": 3}'])
def test_a_broken_split_is_told(workbook, text):
    (workbook / SPLIT).write_text(text, encoding="utf-8")
    with pytest.raises(WorkbookError, match=r"split\.json"):
        training_names(workbook)


def test_a_split_that_names_a_lost_article_is_told(workbook):
    split(workbook, train=["one", "three"])
    with pytest.raises(WorkbookError, match="three"):
        entity_model(workbook)
