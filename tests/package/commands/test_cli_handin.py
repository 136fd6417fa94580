"""`newsbook handin`: one zip file, the same bytes for the same work, nothing overwritten."""

import json
import os
import zipfile

import pytest
from small_workbook import RIGHT, WRONG

import newsbook.notebook
from newsbook.answers import AnswerSlot
from newsbook.grading.sandbox import Limits
from newsbook.workbook import handin
from newsbook.workbook.foretelling import GRADE_SECONDS, MOST_PRINTED, foretold
from newsbook.workbook.handin import make_handin, package_versions
from newsbook.workbook.places import WorkbookError


def names(path):
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def test_what_is_in_it(run, bed):
    bed.answer(WRONG)
    slot = AnswerSlot("0.1", bed.answers)
    slot.save({"tries": {"a": ["9"]}})
    run("hint", "0.1")
    (bed.answers / "0.1.old-1.json").write_text("{}", "utf-8")
    (bed.answers / "0.2.old-1.py").write_text("", "utf-8")
    result = run("handin")
    made = bed.root / "newsbook-handin-1.zip"
    assert result.exit_code == 0
    assert names(made) == [
        "exercises/00_start_here.ipynb", "exercises/01_tokenising.ipynb",
        "exercises/answers/0.1.json", "versions.json",
    ]  # fmt: skip
    with zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        assert archive.read("exercises/00_start_here.ipynb") == bed.first.read_bytes()
        versions = json.loads(archive.read("versions.json"))
    assert versions["newsbook"] == newsbook.__version__
    assert versions["packages"] == package_versions()
    assert {"jupyterlab", "nbval", "nltk"} <= set(versions["packages"])
    assert "2 of 2 exercises have an answer." in result.output
    for name in names(made):
        assert name in result.output


def test_which_exercises_have_an_answer(run, bed):
    """Right or wrong, an answer is an answer; a damaged widget file is none."""
    result = run("handin")
    assert "0 of 2 exercises have an answer.\nNo answer yet: 0.2, 0.1.\n" in result.output
    bed.answer(RIGHT)
    bed.answers.mkdir(exist_ok=True)
    (bed.answers / "0.1.json").write_bytes(b"{")
    result = run("handin")
    assert "1 of 2 exercises have an answer.\nNo answer yet: 0.1.\n" in result.output


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("#" * 20_000, "has 20,0"),
        ("if False:\n    exit()", "calls `exit()`"),
        ("def end():\n    sys.exit(1)", "calls `sys.exit()`"),
        ("from multiprocessing.pool import Pool", "imports `multiprocessing`"),
        ("from concurrent.futures import ProcessPoolExecutor", "imports `multiprocessing`"),
        ("import numpy.linalg, re", "imports `numpy`"),
        ("%matplotlib inline\nimport numpy", "imports `numpy`"),
        ("m = __import__('multiprocessing')", "imports `multiprocessing`"),
        ("time.sleep(3)", "calls `sleep`"),
        ("words = open('words.txt').read()", "opens a file"),
        ("with open('a', 'w') as f: f.write('x')\nopen('a')", ""),
        ("time.sleep(0.01)", ""),
        ("try:\n    import numpy\nexcept ImportError:\n    numpy = None", ""),
        ("try:\n    import numpy\nexcept ValueError:\n    numpy = None", "imports `numpy`"),
        ("def quit(): pass\nquit()", ""),
        ("import nltk, json\nfrom newsbook import Span\nfrom concurrent.futures import wait", ""),
        ("(", ""),
    ],
)
def test_what_a_grade_would_refuse_is_told(more, told):
    sentences = foretold(f"{RIGHT}\n{more}")
    assert len(sentences) == bool(told) and told in " ".join(sentences)


def test_what_a_grade_would_refuse_is_in_the_summary(run, bed):
    """What was printed is known from the saved notebook; nothing is run."""
    bed.answer(f"{RIGHT}\nquit()")
    book = json.loads(bed.first.read_bytes())
    loud = {"name": "stdout", "output_type": "stream", "text": ["x" * (MOST_PRINTED + 1)]}
    book["cells"][-1]["outputs"] = [loud]
    bed.first.write_text(json.dumps(book), "utf-8")
    said = run("handin").output
    assert "When 0.2 is graded: it calls `quit()`, which ends Python" in said
    assert "When 0.2 is graded: it prints 10,000,001 characters" in said
    assert Limits().output == MOST_PRINTED and Limits().seconds == GRADE_SECONDS
    assert Limits().idle == 2.0, "two seconds, as foretold"


def test_the_same_work_gives_the_same_bytes_and_no_second_file(bed, monkeypatch):
    first = make_handin(bed.root)
    for path in bed.root.rglob("*.ipynb"):
        os.utime(path, (1, 1))
        path.chmod(0o600)
    data = first.path.read_bytes()
    again = make_handin(bed.root)
    assert (again.path, again.new) == (first.path, False)
    assert "already holds just this" in again.summary
    first.path.unlink()
    assert make_handin(bed.root).path.read_bytes() == data


def test_numbers_go_on_and_nothing_is_overwritten(bed):
    (bed.root / "newsbook-handin-7.zip").write_bytes(b"mine")
    (bed.root / "newsbook-handin-8.zip").mkdir()
    (bed.root / "newsbook-handin-old.zip").write_bytes(b"mine")
    assert make_handin(bed.root).path.name == "newsbook-handin-9.zip"
    bed.answer(RIGHT)
    assert make_handin(bed.root).path.name == "newsbook-handin-10.zip"
    assert (bed.root / "newsbook-handin-7.zip").read_bytes() == b"mine"


def test_links_are_not_followed(bed, tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(b"secret")
    (bed.root / "exercises" / "link.ipynb").symlink_to(secret)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "0.1.json").write_bytes(b"secret")
    bed.answers.symlink_to(elsewhere)
    made = make_handin(bed.root)
    assert b"secret" not in made.path.read_bytes()
    assert "exercises/link.ipynb" not in names(made.path)
    assert not any("answers" in name for name in names(made.path))
    assert made.summary.count("is a link to elsewhere and was left out.") == 2


def test_a_damaged_notebook_goes_along_and_is_told(bed):
    bed.first.write_bytes(b"{")
    made = make_handin(bed.root)
    assert "exercises/00_start_here.ipynb" in made.names
    assert "JSON is broken" in made.summary


def test_too_large_a_notebook_is_refused(run, bed, refused, monkeypatch):
    monkeypatch.setattr(handin, "MAX_BYTES", 100)
    refused(run("handin"), "00_start_here.ipynb", "clear its outputs")
    assert list(bed.root.glob("*.zip")) == []


def test_without_notebooks_there_is_nothing_to_hand_in(run, bed, refused):
    for path in bed.root.glob("exercises/*.ipynb"):
        path.unlink()
    refused(run("handin"), "no notebooks to hand in")


def test_a_disk_that_is_full_leaves_no_half_file(bed, monkeypatch):
    from pathlib import Path

    real = Path.open

    def full(path, mode="r", *args, **kwargs):
        file = real(path, mode, *args, **kwargs)
        if mode == "xb":
            file.close()
            raise_it = OSError(28, "No space left on device", str(path))

            class Full:
                def __enter__(self):
                    return self

                def __exit__(self, *exc):
                    return False

                def write(self, data):
                    raise raise_it

            return Full()
        return file

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(WorkbookError, match=r"newsbook-handin-1\.zip: No space left on device\."):
        make_handin(bed.root)
    assert list(bed.root.glob("*.zip")) == []


def test_from_a_notebook(bed, monkeypatch, tmp_path):
    monkeypatch.chdir(bed.root / "exercises")
    note = newsbook.notebook.handin()
    assert note.text.startswith("Made newsbook-handin-1.zip in ")
    monkeypatch.chdir(tmp_path)
    assert "no exercises in it or above it" in newsbook.notebook.handin().text
