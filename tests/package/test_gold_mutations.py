"""A gold that breaks a rule is reported: one mutation for each rule."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gold_bed import Data, spoil

from newsbook.articles import (
    Article,
)
from newsbook.articles.validate import validate


def honest(folder: Path, layer: str) -> None:
    """Set all stored words to what the offsets say, so that only the rule meant can bite."""
    text = Article.open(folder).text

    def mend(item: Any) -> None:
        if isinstance(item, list) and len(item) > 1 and isinstance(item[0], int):
            item[-1] = text[item[0] : item[1]]
        elif isinstance(item, list):
            for part in item:
                mend(part)
        elif isinstance(item, dict):
            for part in item.values():
                mend(part)

    spoil(folder, layer, lambda data: mend([data.get(key) for key in LISTS]))


LISTS = ("spans", "quotes", "scare_quotes")


def spans_(change: Callable[[list[Any]], object]) -> Callable[[Data], None]:
    return lambda data: change(data["spans"]) and None


def quote_(number: int, **fields: Any) -> Callable[[Data], None]:
    return lambda data: data["quotes"][number - 1].update(fields)


def set_(data: list[Any], i: int, k: int, value: Any) -> None:
    data[i][k] = value


# Place in the article, for the offsets below: quote 3 is direct with cue and speaker, 4 direct
# without, 5 mixed, 6 indirect, 10 and 11 split by their tag.
MUTATIONS: list[tuple[str, str, Callable[[Data], None], str]] = [
    # What a span is: the file against the text.
    ("format", "tokens", lambda d: d.update(format=2), "is of format 2 and this newsbook reads"),
    ("format-bool", "tokens", lambda d: d.update(format=True), "is of format True"),
    ("layer", "tokens", lambda d: d.update(layer="words"), "says that it is the layer 'words'"),
    (
        "article",
        "tokens",
        lambda d: d.update(article="other", sha256="0" * 64),
        "is for the article 'other'",
    ),
    ("sha256", "entities", lambda d: d.update(sha256="0" * 64), "made for another version"),
    ("no-sha256", "entities", lambda d: d.pop("sha256"), 'has no "sha256"'),
    ("no-spans", "entities", lambda d: d.pop("spans"), "lacks, or has but should not have: spans"),
    ("extra-key", "entities", lambda d: d.update(note="x"), "should not have: note"),
    ("not-a-list", "entities", lambda d: d.update(spans={}), "spans is not a list"),
    ("span-shape", "entities", spans_(lambda s: s[0].pop()), 'write it [start, end, "label"'),
    ("span-float", "tokens", spans_(lambda s: set_(s, 0, 1, 10.0)), "whole number, not 10.0"),
    ("span-empty", "tokens", spans_(lambda s: set_(s, 0, 1, 0)), "span 1: a span ends after it"),
    ("span-negative", "tokens", spans_(lambda s: set_(s, 0, 0, -1)), "starts at 0 or later"),
    ("beyond", "entities", spans_(lambda s: set_(s, -1, 1, 99999)), "ends after the text, which"),
    ("beyond-quote", "quotes", quote_(1, cue=[1, 99999, "x"]), "quote 1, cue [1, 99999] ends afte"),
    ("words", "entities", spans_(lambda s: set_(s, 0, 3, "Port")), "the file says 'Port' but the"),
    ("words-quote", "quotes", quote_(5, speaker=[477, 480, "He"]), "quote 5, speaker [477, 480]"),
    # Every mark of white space at an end is wrong, in any layer.
    ("space-token", "tokens", spans_(lambda s: set_(s, 1, 1, 13)), "begins or ends with white"),
    ("space-sentence", "sentences", spans_(lambda s: set_(s, 0, 1, 66)), "or ends with white"),
    ("space-quote", "quotes", quote_(5, cue=[480, 485, ""]), "begins or ends with white"),
    # Tokens.
    ("token-order", "tokens", spans_(lambda s: s.reverse()), "does not come after the one before"),
    ("token-twice", "tokens", spans_(lambda s: s.insert(1, s[0])), "does not come after the one"),
    ("token-overlap", "tokens", spans_(lambda s: set_(s, 1, 0, 9)), "overlaps the one before it"),
    ("token-lost", "tokens", spans_(lambda s: s.pop(3)), "[21, 27] 'bridge' is in no token"),
    ("token-space", "tokens", spans_(lambda s: set_(s, 2, 1, 27)), "has white space within it"),
    # Sentences.
    ("sentence-order", "sentences", spans_(lambda s: s.reverse()), "does not come after the one"),
    ("sentence-overlap", "sentences", spans_(lambda s: set_(s, 1, 0, 61)), "overlaps the one befo"),
    ("sentence-lost", "sentences", spans_(lambda s: s.pop()), "'Ellerhythe' is in no sentence"),
    ("sentence-edge", "sentences", spans_(lambda s: set_(s, 0, 1, 64)), "ends at 64, within a tok"),
    # Entities.
    ("label", "entities", spans_(lambda s: set_(s, 0, 2, "CITY")), "has the label 'CITY'; use one"),
    ("no-label", "entities", spans_(lambda s: set_(s, 0, 2, "")), "has the label ''"),
    ("entity-order", "entities", spans_(lambda s: s.reverse()), "does not come after the one befo"),
    ("entity-cross", "entities", spans_(lambda s: set_(s, 2, 0, 67)), "overlaps the one before it"),
    ("entity-nested", "entities", spans_(lambda s: s.insert(5, [155, 167, "ORG", ""])), "overlaps"),
    (
        "entity-sentences",
        "entities",
        spans_(lambda s: set_(s, 0, 1, 77)),
        "not within one sentence",
    ),
    ("entity-start", "entities", spans_(lambda s: set_(s, 0, 0, 1)), "begins at 1, within a token"),
    ("entity-end", "entities", spans_(lambda s: set_(s, 0, 1, 9)), "ends at 9, within a token or"),
    # Quotes.
    ("quote-keys", "quotes", lambda d: d["quotes"][0].pop("cue"), "quote 1 is not an object with"),
    ("quote-list", "quotes", lambda d: d.update(quotes=[[]]), "quote 1 is not an object with"),
    ("quote-kind", "quotes", quote_(1, kind="free"), "quote 1 is of kind 'free'; make it one of"),
    ("quote-kind-list", "quotes", quote_(1, kind=[]), "quote 1 is of kind []; make it one of"),
    ("quote-name-type", "quotes", quote_(1, resolved=5), "quote 1, resolved: give a name in"),
    ("quote-pieces", "quotes", quote_(1, pieces=None), "quote 1, pieces is not a list"),
    ("quote-content", "quotes", quote_(1, content=None), "quote 1, content is None; write it ["),
    ("quote-order", "quotes", lambda d: d["quotes"].reverse(), "does not come after the one befo"),
    ("quote-overlap", "quotes", quote_(6, content=[486, 960, ""]), "quote 6, content … overlaps"),
    ("content-edge", "quotes", quote_(2, content=[89, 142, ""]), "begins at 89, within a token"),
    ("piece-edge", "quotes", quote_(5, pieces=[[497, 514, ""]]), "piece 1 … ends at 514, within"),
    ("cue-edge", "quotes", quote_(5, cue=[482, 485, ""]), "begins at 482, within a token"),
    ("speaker-edge", "quotes", quote_(5, speaker=[477, 479, ""]), "ends at 479, within a token"),
    (
        "direct-bare",
        "quotes",
        quote_(4, kind="direct", content=[362, 475, ""]),
        "but does not begi",
    ),
    ("direct-open", "quotes", quote_(12, content=[1474, 1492, ""]), "but does not begin and end"),
    ("direct-piece", "quotes", quote_(4, pieces=[]), "is direct; give its content as its one pie"),
    ("mixed-bare", "quotes", quote_(5, pieces=[]), "is mixed but has no pieces; add them"),
    ("indirect-piece", "quotes", quote_(5, kind="indirect"), "is indirect but has pieces"),
    ("piece-outside", "quotes", quote_(5, pieces=[[361, 475, ""]]), "is not within the quote's"),
    ("piece-marks", "quotes", quote_(5, pieces=[[498, 515, ""]]), "begin and end with quotation"),
    (
        "pieces-order",
        "quotes",
        quote_(5, pieces=[[497, 516, ""]] * 2),
        "piece 2 … does not come after",
    ),
    ("cue-inside", "quotes", quote_(5, cue=[493, 496, ""]), "lies in the content; it must stand"),
    ("speaker-inside", "quotes", quote_(5, speaker=[482, 496, ""]), "lies in the content; it must"),
    (
        "cue-is-speaker",
        "quotes",
        quote_(5, cue=[477, 480, ""]),
        "speaker [477, 480] 'She' overlaps",
    ),
    ("cue-far", "quotes", quote_(4, cue=[311, 315, ""]), "is in no sentence that the quote is in"),
    ("speaker-far", "quotes", quote_(7, speaker=[793, 807, ""]), "is in no sentence that the quot"),
    (
        "resolved-unknown",
        "quotes",
        quote_(1, resolved="Ada Quill"),
        "resolves to 'Ada Quill', which",
    ),
    (
        "resolved-place",
        "quotes",
        quote_(1, resolved="Iron Heron"),
        "not the text of a PERSON or OR",
    ),
    ("forgotten", "quotes", lambda d: d["quotes"].pop(3), "this quotation mark is in no quote"),
    # Scare quotes.
    ("scare-forgotten", "quotes", lambda d: d.update(scare_quotes=[]), "this quotation mark is in"),
    (
        "scare-shape",
        "quotes",
        lambda d: d.update(scare_quotes=[5]),
        "scare quote 1 is 5; write it [",
    ),
    (
        "scare-bare",
        "quotes",
        lambda d: d["scare_quotes"][0].__setitem__(0, 631),
        "scare quote 1 … take the",
    ),
    (
        "scare-said",
        "quotes",
        lambda d: d["scare_quotes"].insert(0, [497, 516, ""]),
        "lies in what somebody said",
    ),
    (
        "scare-order",
        "quotes",
        lambda d: d["scare_quotes"].append(d["scare_quotes"][0]),
        "scare quote 2 … does not come after",
    ),
]

# Those that are about the stored words, or cannot have honest ones.
AS_THEY_ARE = {"words", "words-quote", "span-shape", "span-float"}


@pytest.mark.parametrize(
    ("name", "layer", "change", "sentence"), MUTATIONS, ids=[m[0] for m in MUTATIONS]
)
def test_a_mutated_gold_is_reported(
    copied: Path, name: str, layer: str, change: Callable[[Data], None], sentence: str
) -> None:
    assert validate(Article.open(copied)) == []
    spoil(copied, layer, change)
    if name not in AS_THEY_ARE:
        honest(copied, layer)
    problems = validate(Article.open(copied))
    mine = [p for p in problems if all(part in p for part in sentence.split(" … "))]
    assert mine, problems
    assert all(str(copied / "gold" / f"{layer}.json") in p for p in mine)
    assert all("\n" not in p for p in problems)


def test_names_of_mutations_are_unique() -> None:
    assert len({m[0] for m in MUTATIONS}) == len(MUTATIONS)
