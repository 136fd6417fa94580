"""The tallies of what is asked beside an article: choices and predictions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from newsbook.agreement import alpha_of_units
from newsbook.live.activity import Activity
from newsbook.live.measures import Counts, pairwise_f1
from newsbook.live.tally import Tally, dispute, first_disputed, most_common

__all__ = ["ChoiceTally", "PredictTally"]


class ChoiceTally(Tally):
    """Which options a class chooses.

    Where several may be chosen, each option is a unit of alpha, chosen or not. Where one may be,
    there is one unit and no alpha; F1 is then the share of pairs that agree.
    """

    def __init__(self, activity: Activity) -> None:
        super().__init__(activity)
        self._keys = [option["key"] for option in activity.content["options"]]
        self._many = bool(activity.content["many"])
        self._chosen = Counts()

    def _compact(self, value: Mapping[str, Any]) -> frozenset[str]:
        return frozenset(value["chosen"])

    def _change(self, old: frozenset[str] | None, new: frozenset[str] | None) -> None:
        before, after = old or frozenset(), new or frozenset()
        for key in before - after:
            self._chosen.drop(key)
        for key in after - before:
            self._chosen.add(key)

    def _alpha(self) -> float | None:
        if not self._many or self.answered < 2:
            return None
        n = self.answered
        return alpha_of_units(
            {"chosen": self._chosen[key], "not": n - self._chosen[key]} for key in self._keys
        )

    def _f1(self) -> float | None:
        return pairwise_f1(self.answered, self._chosen.pairs, self._chosen.total)

    def _places(self) -> dict[str, Any]:
        options = [{"key": key, "n": self._chosen[key]} for key in self._keys]
        n = self.answered
        found = []
        if self._many:
            for at, key in enumerate(self._keys):
                if (how := dispute([self._chosen[key]], n)) is not None:
                    found.append((how, {"start": at, "key": key}))
        elif (how := dispute([self._chosen[key] for key in self._keys], n)) is not None:
            found.append((how, {"start": 0}))
        return {"options": options, "disputed": first_disputed(found)}


class PredictTally(Tally):
    """What a class expects of each line: a unit, without a label of who has not predicted it."""

    def __init__(self, activity: Activity) -> None:
        super().__init__(activity)
        self._given = Counts()  # (key, prediction)

    def _compact(self, value: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
        written = self.activity.written
        return frozenset(
            (key, written(key, made[-1])) for key, made in value["tries"].items() if made
        )

    def _change(self, old: Any, new: Any) -> None:
        before, after = old or frozenset(), new or frozenset()
        for given in before - after:
            self._given.drop(given)
        for given in after - before:
            self._given.add(given)

    def _by_line(self) -> dict[str, Counter[str]]:
        lines = {key: Counter[str]() for key in self.activity.lines}
        for (key, written), count in self._given.items():
            lines[key][written] = count
        return lines

    def _alpha(self) -> float | None:
        units = [counts for counts in self._by_line().values() if counts.total() > 1]
        # Of one line alone there is nothing to compare chance with.
        return alpha_of_units(units) if len(units) > 1 else None

    def _f1(self) -> float | None:
        return pairwise_f1(self.answered, self._given.pairs, self._given.total)

    def _places(self) -> dict[str, Any]:
        lines = []
        found = []
        for at, (key, counts) in enumerate(self._by_line().items()):
            ranked = most_common(sorted(counts.items()))
            other = counts.total() - sum(count for _, count in ranked)
            lines.append({"key": key, "n": counts.total(), "given": [[*one] for one in ranked],
                          "other": other})  # fmt: skip
            if (how := dispute(counts.values(), counts.total())) is not None:
                found.append((how, {"start": at, "key": key}))
        return {"lines": lines, "disputed": first_disputed(found)}
