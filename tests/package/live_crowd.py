"""A class made up of a seed: answers that mostly agree, and disagree where people do."""

from __future__ import annotations

import itertools
import random
from typing import Any

from newsbook.live.activity import Activity, gaps_of

__all__ = ["crowd"]


def crowd(asked: Activity, students: int, seed: int = 1, skill: float = 0.7) -> dict[str, Any]:
    """For each student an answer.

    Args:
        asked: What is asked.
        students: How many.
        seed: Another one makes another class.
        skill: How likely a student is right at a place.
    """
    draw = random.Random(f"{seed} {asked.key}")
    # How hard each place is, for all of them: without it nothing would be disputed more than else.
    hard: dict[Any, float] = {}

    def right(place: Any) -> bool:
        hard.setdefault(place, draw.random() ** 3)
        return draw.random() < 1 - (1 - skill) * 2 * hard[place]

    make = {"tokens": _tokens, "spans": _spans, "quotes": _quotes, "choice": _choice,
            "predict": _predict}[asked.kind]  # fmt: skip
    return {f"s{i}": asked.read(make(asked, draw, right)) for i in range(students)}


def _tokens(asked, draw, right):
    gold = set(gaps_of(asked.gold or asked.pipeline))
    spans = []
    for word in asked.units:
        text = word.of(asked.text)
        edges = [word.start]
        for gap in range(word.start + 1, word.end):
            odd = not text[gap - word.start].isalnum() or not text[gap - word.start - 1].isalnum()
            split = gap in gold
            if (split or odd) and not right(gap):
                split = not split
            edges += [gap] if split else []
        edges.append(word.end)
        spans += [[a, b] for a, b in itertools.pairwise(edges)]
    return {"spans": spans}


def _spans(asked, draw, right):
    units = asked.units
    starts = [u.start for u in units]
    labels = list(asked.labels)
    found = []
    for start, end, label in (asked.gold or asked.pipeline)["spans"]:
        if not right(start):
            continue
        if not right((start, "edge")):
            at = starts.index(start)
            start = units[max(at - 1, 0)].start if draw.random() < 0.7 else start
        if not right((start, "label")):
            label = labels[(labels.index(label) + 1) % len(labels)]
        found.append([start, end, label])
    found += [[u.start, u.end, labels[0]] for u in units
              if u.of(asked.text)[:1].isupper() and not right((u, "extra"))]  # fmt: skip
    if not asked.widget.overlapping:
        kept = []
        for one in sorted(found):
            if not kept or kept[-1][1] <= one[0]:
                kept.append(one)
        found = kept
    return {"spans": found}


def _quotes(asked, draw, right):
    found = []
    for quote in (asked.gold or asked.pipeline)["quotes"]:
        if not right(tuple(quote["content"])):
            continue
        one = {key: quote[key] for key in ("content", "cue", "speaker", "resolved")}
        if not right((tuple(quote["content"]), "cue")):
            one["cue"] = None
        if not right((tuple(quote["content"]), "name")):
            one["resolved"] = draw.choice([None, *asked.content["names"]])
        found.append(one)
    return {"quotes": found}


def _choice(asked, draw, right):
    keys = [option["key"] for option in asked.content["options"]]
    gold = (asked.gold or {"chosen": keys[:1]})["chosen"]
    if asked.content["many"]:
        return {"chosen": [key for key in keys if (key in gold) == right(key)]}
    return {"chosen": gold if right(0) and draw.random() < 0.7 else [draw.choice(keys)]}


def _predict(asked, draw, right):
    tries = {}
    for key, [value] in asked.gold["tries"].items():
        wrong = draw.choice(["True", "2", "'Sunday'", "an error"])
        tries[key] = [value if right(key) and draw.random() < 0.7 else wrong]
    return {"tries": tries}
