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
from collections.abc import Iterable, Mapping
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

_DATA = re.compile(r'<script type="application/json" id="heat">(.*?)</script>', re.DOTALL)

_COLUMNS = (
    "start", "end", "words", "answer", "count", "answered", "share",
    "first_count", "first_answered", "first_share", "gold", "pipeline",
)  # fmt: skip

# What a heat map is drawn with, after the bundle in the same module.
_DRAW = """
const held = JSON.parse(document.getElementById("heat").textContent);
const turn = followTheme();
const map = heatMap(document.getElementById("place"), held.board, { turn });
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
    rows = [_row(saved, place) for place in _places(saved)]
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
        words = [(start, end) for start, end in board["units"]]
        return [(gap, gap, *_split(text, words, gap), gap) for gap in sorted(gaps)]
    spans = {span[:3] for side in (*sides, *laid) for span in _marked(side)}
    return [(start, end, text[start:end], label, (start, end, label))
            for start, end, label in sorted(spans)]  # fmt: skip


def _split(text: str, words: Iterable[tuple[int, int]], gap: int) -> tuple[str, str]:
    start, end = next((a, b) for a, b in words if a < gap < b)
    return text[start:end], f"{text[start:gap]} | {text[gap:end]}"


def _row(saved: Saved, place: Place) -> list[Any]:
    message, kind = saved.message, saved.board["kind"]
    start, end, words, answer, key = place
    row: list[Any] = [start, end, _cell(words), _cell(answer)]
    for side in (message["now"], message["before"]):
        if not side:
            row += ["", "", ""]
            continue
        count, of = _count(kind, side, key)
        row += [count, of, f"{count / of:.4f}" if of else ""]
    for side in (message["gold"], message["pipeline"]):
        row.append("" if not side else "yes" if _has(kind, side, key) else "no")
    return row


def _count(kind: str, heat: Mapping[str, Any], key: Any) -> tuple[int, int]:
    """How many gave an answer, and of how many."""
    if kind == "choice":
        counts = {option["key"]: option["n"] for option in heat["options"]}
    elif kind == "predict":
        line = next(line for line in heat["lines"] if line["key"] == key[0])
        return dict(line["given"]).get(key[1], 0), line["n"]
    elif kind == "tokens":
        counts = dict(heat["units"])
    else:
        counts = {span[:3]: span[3] for span in _marked(heat)}
    return counts.get(key, 0), heat["answered"]


def _has(kind: str, laid: Mapping[str, Any], key: Any) -> bool:
    if kind == "choice":
        return key in laid["chosen"]
    if kind == "predict":
        return bool(laid["given"].get(key[0]) == key[1])
    if kind == "tokens":
        return key in laid["gaps"]
    return key in _marked(laid)


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
    return write_heat(file, saved_of(activity, message, note))


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
    match = _DATA.search(file.read_text(encoding="utf-8", errors="replace"))
    if match is None:
        raise BadInput(no)
    try:
        held = json.loads(match[1])
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
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError):
        raise BadInput(f"{file} is damaged: what it shows cannot be read.") from None
    return saved
