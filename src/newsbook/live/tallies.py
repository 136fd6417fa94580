"""The tally of each kind of activity."""

from __future__ import annotations

from newsbook.live.activity import Activity
from newsbook.live.article_tallies import QuoteTally, SpanTally, TokenTally
from newsbook.live.poll_tallies import ChoiceTally, PredictTally
from newsbook.live.tally import Tally

__all__ = ["TALLIES", "tally_of"]

TALLIES: dict[str, type[Tally]] = {
    "tokens": TokenTally,
    "spans": SpanTally,
    "quotes": QuoteTally,
    "choice": ChoiceTally,
    "predict": PredictTally,
}
"""For each kind of activity what counts it."""


def tally_of(activity: Activity) -> Tally:
    """An empty tally of an activity's kind."""
    return TALLIES[activity.kind](activity)
