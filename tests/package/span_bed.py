"""An exercise of marking spans that has a trap of each kind, for its tests and its widget's."""

from __future__ import annotations

from typing import Any

from newsbook.exercises import (
    CallsIt,
    CutsShort,
    Joins,
    LeavesOut,
    Marks,
    SpanExercise,
    TakesIn,
)
from newsbook.spans import from_words, to_json


class Names(SpanExercise):
    id = "9.1"
    title, skill, points, minutes = "Who and where?", "mark names", 4, 5
    hints = ("Who?", "Where?")
    praise = "Right."
    question = "Mark each `name`."
    text = (
        "President Yoon flew to Vilnius, Lithuania.\n\n"
        "The Russian minister missed Yoon’s two-day visit to NATO in June.\n\n"
        "Yonhap News Agency asked the Korean Park Jin."
    )
    gold = (
        ("Yoon", "PERSON"), ("Vilnius", "GPE"), ("Lithuania", "GPE"), ("Russian", "NORP"),
        ("Yoon", "PERSON"), ("NATO", "ORG"), ("June", "DATE"), ("Yonhap News Agency", "ORG"),
        ("Korean", "NORP"), ("Park Jin", "PERSON"),
    )  # fmt: skip
    traps = (
        TakesIn(("President", "Minister"), "Is an office part of a name?", "PERSON"),
        TakesIn(("’s",), "Whom does the apostrophe belong to?"),
        TakesIn(("the",), "Is `the` part of the name?"),
        CallsIt("GPE", "NORP", "Is it a country, or an adjective made of one?"),
        Marks(("two-day",), "Can you find it on a calendar?", "DATE"),
        Joins("How many places are named?"),
        CutsShort("Does the name go on?", "Yonhap"),
        LeavesOut("DATE", "One label is not used yet. What is it for?"),
    )


GOLD = to_json(Names().gold_spans)


def marked(*pairs: tuple[str, str]) -> dict[str, Any]:
    """An answer: these words, each at its first place after the one before."""
    places = from_words(Names.text, [words for words, _ in pairs])
    return {"spans": [[s.start, s.end, label] for s, (_, label) in zip(places, pairs, strict=True)]}
