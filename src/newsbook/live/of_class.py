"""A heat map of a class's own file: any of its votes, when the class is over."""

from __future__ import annotations

import json
from pathlib import Path

from newsbook.errors import BadInput
from newsbook.live.asking import activity_of
from newsbook.live.covering import kept_covers
from newsbook.live.files import Counted
from newsbook.live.history import History
from newsbook.live.saving import saved_of
from newsbook.live.store import Store
from newsbook.markup import counted

__all__ = ["SUFFIX", "heat_of_class"]

SUFFIX = ".newsclass"


def heat_of_class(file: Path, asked: str = "", number: int = 0) -> Counted:
    """The heat map of one vote of a class, beside the vote before it.

    Args:
        file: The class's file; no server may have it open.
        asked: Which activity, as `activity_of` takes it: the last vote on it.
        number: Which vote, as the sentence below lists them; 0 where `asked` says it, or where
            there is only one.

    Raises:
        BadInput: It is no class's file; it has no such vote, or several: the sentence lists them.

    Example:
        ``heat_of_class(Path("newsbook-classes/2026-03-02-0915.newsclass"), number=3).saved``
    """
    store = Store.reopen(file)
    try:
        history, covered = History(store), kept_covers(store)
        found = _chosen(history, file, asked, number)
        told = activity_of(asked) if asked else None
        named = {told.key: told} if told is not None else {}
        made, note = history.load(found, named)
        held = history.get(found)
        before = None
        if held is not None and history.get(held.former) is not None:
            former = history.load(held.former, named)[0]
            before = json.loads(former.heat(covered.get(held.former, ())))
        activity = made.activity
        message = {
            "now": json.loads(made.heat(covered.get(found, ()))),
            "before": before,
            "gold": activity.shown(activity.gold),
            "pipeline": activity.shown(activity.pipeline),
        }
        vote = f", vote {made.vote}" if made.vote > 1 else ""
        said = f"{counted(made.tally.answered, 'answer')}, class {store.about().code}{vote}"
        return Counted(
            saved_of(activity, message, said), made.tally.answered, (note,) if note else ()
        )
    finally:
        store.close()


def _chosen(history: History, file: Path, asked: str, number: int) -> int:
    """The number of the vote that is meant."""
    past = [one for one in history.past() if one["answered"]]
    if not past:
        raise BadInput(f"Nobody has answered anything in {file} yet.")
    if asked:
        key = activity_of(asked).key
        same = [
            one["round"]
            for one in past
            if (held := history.get(one["round"])) is not None and held.saved.activity == key
        ]
        if not same:
            raise BadInput(f"{file} has no answers to {asked}; it has {_listed(past)}.")
        return int(same[-1])
    if not number and len(past) == 1:
        return int(past[0]["round"])
    held = history.get(number)
    if held is None or not held.answered:
        no = f"has no answers in a round {number}; it has" if number else "holds several votes:"
        raise BadInput(f"{file} {no} {_listed(past)}. Say which with --round.")
    return number


def _listed(past: list[dict[str, object]]) -> str:
    return "; ".join(
        f"round {one['round']}, {one['title']} ({one['answered']} answered"
        + (f", vote {one['votes']})" if one["votes"] != 1 else ")")
        for one in past
    )
