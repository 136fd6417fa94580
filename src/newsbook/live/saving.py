"""A heat map as a file: a page that stands alone, and a table.

The page is one file. Its policy, as that of a graded class's report, lets it load nothing and run
only our script, so it can be sent to a class or kept for next year. What it shows lies in it as
JSON, which `reopened` reads back.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbook.answers.files import write_whole
from newsbook.errors import BadInput
from newsbook.live.activity import Activity
from newsbook.live.pages import bundle, live_text

__all__ = ["Saved", "heat_csv", "heat_page", "reopened", "save", "write_heat"]

FORMAT = 1

MAX_BYTES = 20_000_000
"""The longest saved page that is read."""

_DATA_FROM, _DATA_TO = '<script type="application/json" id="heat">', "</script>"
LARGEST_COUNT = 1_000_000

_COLUMNS = (
    "start", "end", "words", "answer", "count", "answered", "share",
    "first_count", "first_answered", "first_share", "gold", "pipeline",
)  # fmt: skip

# What a heat map is drawn with, after the bundle in the same module.
_DRAW = """
const held = JSON.parse(document.getElementById("heat").textContent);
const turn = followTheme();
const asked = held.board.question === held.board.title; // which stands above
const map = heatMap(document.getElementById("place"), held.board, { turn, asked });
map.update(held.message);
document.addEventListener("keydown", (event) => {
  if (!event.defaultPrevented && !event.target.matches?.("input, select")) map.onKey(event);
});
"""

_STYLE = """
main { padding: 8px 14px; }
h1 { margin: 0 0 2px; font-size: 1.5rem; }
.note { margin: 0 0 8px; color: inherit; }
"""


@dataclass(frozen=True)
class Saved:
    """What a saved heat map holds.

    Args:
        key: What `activity_of` makes the activity of.
        board: As `Activity.board`.
        message: ``now``, ``before``, ``gold`` and ``pipeline``, as the teacher's page gets them.
        note: A line that stands under the title.
        left_out: For each student whose answer is not in it, why, in a sentence.
    """

    key: str
    board: Mapping[str, Any]
    message: Mapping[str, Any]
    note: str = ""
    left_out: tuple[str, ...] = ()


def saved_of(
    activity: Activity, message: Mapping[str, Any], note: str = "", left_out: Iterable[str] = ()
) -> Saved:
    """What is to be saved of an activity and its last heat message."""
    parts = ("now", "before", "gold", "pipeline")
    told = {part: message.get(part) for part in parts}
    return Saved(activity.key, activity.board, told, note, tuple(left_out))


def heat_page(saved: Saved) -> str:
    """A page that shows a heat map, in one file that loads nothing.

    Args:
        saved: What it shows.
    """
    from newsbook.grading.reports.page import page

    data = json.dumps(
        {"format": FORMAT, "key": saved.key, "board": saved.board, "message": saved.message,
         "note": saved.note, "left_out": saved.left_out},
        ensure_ascii=True,
    )  # fmt: skip
    # In a script's text nothing but its end is markup, and there is none without a "<".
    data = data.replace("<", "\\u003c")
    title = html.escape(f"Heat map: {saved.board['title']}")
    note = f'<p class="note">{html.escape(saved.note)}</p>' if saved.note else ""
    body = (
        f"<h1>{html.escape(str(saved.board['title']))}</h1>{note}{_left_out(saved)}"
        '<div id="place"></div>'
        "<noscript><p>This page draws its heat map with a script of its own, and scripts are "
        "turned off; the table saved beside it holds the same figures.</p></noscript>"
        f'<script type="application/json" id="heat">{data}</script>'
    )
    script = bundle("heat") + _DRAW
    return page(title, body, [script], style=live_text("base.css") + _STYLE, modules=True)


def _left_out(saved: Saved) -> str:
    """Who is not counted, folded: the page may be on a wall, and these are names."""
    n = len(saved.left_out)
    if not n:
        return ""
    said = "1 answer is" if n == 1 else f"{n} answers are"
    rows = "".join(f"<li>{html.escape(one)}</li>" for one in saved.left_out)
    return (
        f'<details class="note"><summary>{said} not counted here</summary><ul>{rows}</ul></details>'
    )


def heat_csv(saved: Saved) -> str:
    """A heat map as a table, a row a place, in the order of the text.

    Columns: where the place is, in code points; its words; the answer (a label, how it is split, an
    option, a prediction); how many gave it, of how many, as a share; the same of the first vote
    where there were two; whether gold and pipeline have it, where there is one to compare with.
    """
    sides = [saved.message[side] for side in ("now", "before")]
    counts = [_counts(saved.board["kind"], side) if side else None for side in sides]
    laid = [_laid(saved.board["kind"], saved.message[side]) for side in ("gold", "pipeline")]
    rows = [_row(saved, place, counts, laid) for place in _places(saved)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(rows)
    return out.getvalue()


Place = tuple[Any, ...]  # (start, end, words, answer, key)


def _places(saved: Saved) -> list[Place]:
    """Each place that anybody marked, or that the gold or the pipeline has."""
    board, message = saved.board, saved.message
    sides = [side for side in (message["now"], message["before"]) if side]
    laid = [side for side in (message["gold"], message["pipeline"]) if side]
    text = board.get("text", "")
    kind = board["kind"]
    if kind == "choice":
        return [(None, None, option["text"], option["key"], option["key"])
                for option in board["options"]]  # fmt: skip
    if kind == "predict":
        found = dict.fromkeys(
            [(line["key"], what) for side in sides for line in side["lines"]
             for what, _ in line["given"]]
            + [given for side in laid for given in side["given"].items()]
        )  # fmt: skip
        codes = {line["key"]: line["code"] for line in board["lines"]}
        return [(None, None, codes[key], what, (key, what)) for key, what in sorted(found)]
    if kind == "tokens":
        gaps = {gap for side in sides for gap, _ in side["units"]}
        gaps |= {gap for side in laid for gap in side["gaps"]}
        words = sorted((start, end) for start, end in board["units"])
        return [(gap, gap, *_split(text, words, gap), gap) for gap in sorted(gaps)]
    spans = {span[:3] for side in (*sides, *laid) for span in _marked(side)}
    return [(start, end, text[start:end], label, (start, end, label))
            for start, end, label in sorted(spans)]  # fmt: skip


def _split(text: str, words: Sequence[tuple[int, int]], gap: int) -> tuple[str, str]:
    start, end = words[bisect_left(words, (gap,)) - 1]
    if not start < gap < end:
        raise ValueError(f"nothing can be split at {gap}")
    return text[start:end], f"{text[start:gap]} | {text[gap:end]}"


def _row(saved: Saved, place: Place, counts: list[Any], laid: list[Any]) -> list[Any]:
    start, end, words, answer, key = place
    row: list[Any] = [start, end, _cell(words), _cell(answer)]
    for side, counted in zip((saved.message["now"], saved.message["before"]), counts, strict=True):
        if counted is None:
            row += ["", "", ""]
            continue
        count = counted[0].get(key, 0)
        of = counted[1][key[0]] if saved.board["kind"] == "predict" else side["answered"]
        row += [count, of, f"{count / of:.4f}" if of else ""]
    row += ["" if keys is None else "yes" if key in keys else "no" for keys in laid]
    return row


def _counts(kind: str, heat: Mapping[str, Any]) -> tuple[dict[Any, int], dict[Any, int]]:
    """How many gave each answer; and of how many, by line where lines are predicted.

    Raises:
        ValueError: Something is no count.
    """
    of: dict[Any, int] = {}
    if kind == "choice":
        counts = {option["key"]: option["n"] for option in heat["options"]}
    elif kind == "predict":
        counts = {(line["key"], what): n for line in heat["lines"] for what, n in line["given"]}
        of = {line["key"]: line["n"] for line in heat["lines"]}
    elif kind == "tokens":
        counts = dict(heat["units"])
    else:
        counts = {span[:3]: span[3] for span in _marked(heat)}
    for number in (heat["answered"], *counts.values(), *of.values()):
        if type(number) is not int or not 0 <= number <= LARGEST_COUNT:
            raise ValueError(f"{number!r:.40} is no count")
    return counts, of


def _laid(kind: str, side: Mapping[str, Any] | None) -> set[Any] | None:
    """The places of the gold or of the pipeline; None where there is none."""
    if not side:
        return None
    if kind == "choice":
        return set(side["chosen"])
    if kind == "predict":
        return set(side["given"].items())
    return set(side["gaps"] if kind == "tokens" else _marked(side))


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _marked(side: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The spans of a heat map or of what is laid over it; of quotes also whose they are."""
    found = [tuple(span) for span in side["spans"]]
    for start, end, name, *count in side.get("names", ()):
        found.append((start, end, f"said by {name}" if name else "nobody named", *count))
    return found


def _cell(text: str) -> str:
    from newsbook.grading.reports.grades import harmless

    return harmless(text)


def write_heat(file: Path, saved: Saved) -> list[Path]:
    """Write a heat map as a page, and beside it as a table of the same name.

    Args:
        file: The page; its name ends in ``.html``.
        saved: What is written.

    Returns:
        Both files.

    Raises:
        OSError: They cannot be written; a file that was there is then unchanged.
    """
    table = file.with_suffix(".csv")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, heat_page(saved).encode("utf-8", "replace"))
    # With a byte order mark: without it Excel takes UTF-8 for something else.
    write_whole(table, heat_csv(saved).encode("utf-8-sig", "replace"))
    return [file, table]


def save(
    folder: Path, activity: Activity, message: Mapping[str, Any], note: str = ""
) -> list[Path]:
    """Save what a class has answered, under a name of its own.

    Args:
        folder: Where to.
        activity: What was asked.
        message: The last heat message: ``now``, ``before``, ``gold`` and ``pipeline``.
        note: A line that stands under the title, as the date.

    Returns:
        The page and the table.

    Raises:
        OSError: They cannot be written.
    """
    name = _file_name(activity.key)
    number = 1
    while (file := folder / f"{name}{f'-{number}' if number > 1 else ''}.html").exists():
        number += 1
    files = write_heat(file, saved_of(activity, message, note))
    for one in files:
        one.chmod(0o600)  # a class's answers, beside its file, which nobody else can read either
    return files


def _file_name(key: str) -> str:
    """A file's name for an activity: letters, digits, and nothing that a system could mind."""
    plain = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[A-Za-z0-9_.]+", plain))[:60].strip(".-") or "heat"


def reopened(file: Path) -> Saved:
    """Read a heat map back from a page that `write_heat` wrote.

    Args:
        file: The page.

    Raises:
        BadInput: It is no such page, or one that a newer version wrote.
        OSError: It cannot be read.
    """
    no = f"{file} is no heat map that newsbook saved; take the .html file that it wrote."
    if not file.is_file() or file.stat().st_size > MAX_BYTES:
        raise BadInput(no)
    page = file.read_text(encoding="utf-8", errors="replace")
    start = page.find(_DATA_FROM)
    end = page.find(_DATA_TO, start)
    if start < 0 or end < 0:
        raise BadInput(no)
    try:
        held = json.loads(page[start + len(_DATA_FROM) : end], parse_constant=_no_number)
        if held["format"] > FORMAT:
            raise BadInput(f"{file} was saved by a newer newsbook; update newsbook.")
        # Pages from before it was kept have no list of who was left out.
        left_out = tuple(str(one) for one in held.get("left_out", ()))
        saved = Saved(held["key"], held["board"], held["message"], held["note"], left_out)
        # Whatever else was done to the file: it must be drawable.
        heat_csv(saved)
        _ = saved.key + saved.note + saved.board["title"]
    except BadInput:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, StopIteration, RecursionError):
        raise BadInput(f"{file} is damaged: what it shows cannot be read.") from None
    return saved
