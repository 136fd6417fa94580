"""The glossary: in order, each term linked to where it is taught, and none forgotten."""

import re
from itertools import pairwise

import pytest
from support import ROOT

from newsbook.workbook.notebooks import read_notebook

GLOSSARY = ROOT / "notebooks" / "glossary.ipynb"
LESSONS = sorted((ROOT / "notebooks").glob("0*.ipynb"))
ENTRY = re.compile(r"- \*\*(.+?)\*\*: (.+) → \[(.+?)\]\((\w+\.ipynb)#([^)]+)\)")

NO_TERMS = frozenset({
    # Keys, and what stands on a button.
    "Shift+Enter", "Ctrl+Enter", "Tab", "Ctrl+S", "Cmd+S", "Ctrl+Z", "Cmd+Z", "Check", "Hint",
    # Said with weight.
    "Offsets in this course count code points", "choose places", "end a sentence",
    "shorten a word", "both at once", "short forms", "Look at the mistakes",
    "one sentence at a time", "Mark the shortest span that is the whole name",
    "label by form, not by meaning", "begins", "inside", "outside", "opens", "closes", "phrase",
    "goes on", "let it leave the field empty", "Notes and recordings are kept", "Yoon Suk Yeol",
    # Parts of the package.
    "sayings", "attribute", "reported", "Resolver", "PipelineView",
})  # fmt: skip
"""What lessons set in bold without explaining it."""


def texts(path):
    return [c["source"] for c in read_notebook(path)["cells"] if c["cell_type"] == "markdown"]


def entries():
    """Term, sentence, link text, notebook and anchor of each entry."""
    lines = [line for text in texts(GLOSSARY) for line in text.splitlines()]
    found = [ENTRY.fullmatch(line) for line in lines if line.startswith("- ")]
    assert all(found), (
        "an entry is: - **term**: Sentence. → [lesson: section](lesson.ipynb#section)"
    )
    return [match.groups() for match in found if match]


def plain(term):
    """A term without what changes in a sentence: capitals, and the ending of a plural."""
    return re.sub(r"s\b", "", re.sub(r"ies\b", "y", term.lower()))


def section(path, anchor):
    """A heading and what stands below it, up to the next of its kind."""
    whole = "\n".join(texts(path))
    parts = re.split(r"^##? (.*)$", whole, flags=re.MULTILINE)
    (found,) = [
        heading + body
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
        if re.sub(r"\s+", "-", heading.strip()) == anchor
    ]
    return found


def bold(path):
    """What a lesson sets in bold within a sentence.

    Whole sentences are ideas, not terms; a step of a pattern has its colon inside.
    """
    for text in texts(path):
        for phrase in re.findall(r"\*\*(.+?)\*\*", text):
            if not re.search(r"[.?!:]$|^→|\]\(|^Step \d", phrase):
                yield phrase


def test_it_is_in_order_under_its_letters():
    terms = [term for term, *_ in entries()]
    assert len(terms) >= 25
    assert all(one.lower() < two.lower() for one, two in pairwise(terms))
    head, *letters = texts(GLOSSARY)
    assert head.startswith("# Glossary\n")
    for text in letters:
        heading, _, body = text.partition("\n\n")
        assert re.fullmatch(r"## [A-Z]", heading)
        assert all(line[len("- **")].upper() == heading[3] for line in body.splitlines())
    named = re.findall(r"\[([A-Z])\]\(#\1\)", head)
    assert named == [text[3] for text in letters]


def test_it_has_no_code():
    assert {cell["cell_type"] for cell in read_notebook(GLOSSARY)["cells"]} == {"markdown"}


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry[0])
def test_an_entry_is_one_sentence_and_leads_to_where_it_is_taught(entry):
    term, sentence, link, name, anchor = entry
    assert sentence.endswith(".") and len(re.findall(r"[.?!] [A-Z]", sentence)) == 0
    assert len(sentence.split()) <= 35
    assert plain(term) in plain(sentence), "a sentence says its term"
    taught = section(ROOT / "notebooks" / name, anchor)
    assert plain(term) in plain(taught)
    number, _, heading = link.partition(": ")
    assert number[0] == name[1]
    assert re.sub(r"\s+", "-", heading) == anchor


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_term_that_a_lesson_explains_is_in_it(path):
    known = [f"{plain(term)} " for term, *_ in entries()]
    missing = [
        phrase
        for phrase in bold(path)
        if phrase not in NO_TERMS and not any(t.startswith(f"{plain(phrase)} ") for t in known)
    ]
    assert missing == []


def test_what_counts_as_no_term_is_still_said_somewhere():
    said = {phrase for path in LESSONS for phrase in bold(path)}
    assert said >= NO_TERMS
