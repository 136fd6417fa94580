"""A heat map as a page and a table: it stands alone, comes back, and harms nobody."""

import csv
import io
import json
import re

import pytest
from live_crowd import crowd

from newsbook.errors import BadInput
from newsbook.live.asking import activity_of
from newsbook.live.saving import heat_csv, heat_page, reopened, save, saved_of, write_heat
from newsbook.live.tallies import tally_of

ASKED = [
    "tokens:nato_seoul:1-4",
    "entities:nato_seoul:1-6",
    "quotes:nato_seoul:5-7",
    "1.8",
    "predict: len('it’s') | 'a b'.split()",
]


def saved(key, students=30, before=True, note=""):
    asked = activity_of(key)

    def heat(seed):
        tally = tally_of(asked)
        for student, value in crowd(asked, students, seed).items():
            tally.put(student, value)
        return tally.heat()

    message = {"do": "heat", "now": heat(2), "before": heat(1) if before else None}
    message |= {"gold": asked.shown(asked.gold), "pipeline": asked.shown(asked.pipeline)}
    return saved_of(asked, message, note)


def rows_of(held):
    return list(csv.DictReader(io.StringIO(heat_csv(held))))


@pytest.mark.parametrize("key", ASKED)
def test_what_is_saved_comes_back(tmp_path, key):
    held = saved(key, note="Monday")
    page, table = write_heat(tmp_path / "there" / "heat.html", held)
    again = reopened(page)
    assert json.dumps(again.message) == json.dumps(held.message)
    assert (again.key, again.note, again.board) == (held.key, "Monday", held.board)
    assert again.left_out == ()
    assert heat_page(again) == heat_page(held) == page.read_text("utf-8")
    assert table.read_bytes().startswith(b"\xef\xbb\xbfstart,end,words")
    assert activity_of(again.key).board == held.board


@pytest.mark.parametrize("key", ASKED)
def test_a_page_loads_nothing(key):
    page = heat_page(saved(key))
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'") and "unsafe-eval" not in policy
    assert re.search(r"script-src 'sha256-[\w+/=]+'; ", policy)
    assert not re.search(r'(?:src|href)\s*=\s*["\']?(?:https?:)?//', page)
    assert "import " not in "".join(re.findall(r"^import .*", page, re.MULTILINE))


@pytest.mark.parametrize("key", ASKED)
def test_a_table_has_a_row_for_each_place(key):
    held = saved(key)
    rows = rows_of(held)
    assert len({tuple(list(row.values())[:4]) for row in rows}) == len(rows)
    now = held.message["now"]
    counts = [int(row["count"]) for row in rows]
    if "units" in now and "spans" not in now:
        assert sum(counts) == sum(n for _, n in now["units"])
        at = {int(row["start"]): row for row in rows}
        assert {gap for gap, row in at.items() if row["gold"] == "yes"} == set(
            held.message["gold"]["gaps"]
        )
        assert all(row["answer"].replace(" | ", "") == row["words"] for row in rows)
    elif "spans" in now:
        assert sum(counts) == sum(mark[3] for mark in [*now["spans"], *now.get("names", [])])
        text = held.board["text"]
        assert all(row["words"] == " ".join(text[int(row["start"]) : int(row["end"])].split())
                   for row in rows if row["words"][:1] not in "'")  # fmt: skip
    elif "options" in now:
        assert counts == [option["n"] for option in now["options"]]
        assert [row["answer"] for row in rows if row["gold"] == "yes"] == held.message["gold"][
            "chosen"
        ]
    else:
        assert sum(counts) == sum(n for line in now["lines"] for _, n in line["given"])
    for row in rows:
        assert float(row["share"]) == pytest.approx(
            int(row["count"]) / int(row["answered"]), abs=1e-4
        )
        assert row["first_share"] and row["pipeline"] in ("yes", "no", "")


def test_one_vote_leaves_the_columns_of_the_first_empty():
    assert {row["first_share"] for row in rows_of(saved("1.8", before=False))} == {""}


def test_what_is_saved_twice_is_kept_twice(tmp_path):
    asked = activity_of("poll: Größe?? ../x | ja | nein")
    message = {"now": tally_of(asked).heat()}
    one, other = (save(tmp_path, asked, message)[0] for _ in range(2))
    assert (one.name, other.name) == (
        "poll-Groe-..-x-ja-nein.html",
        "poll-Groe-..-x-ja-nein-2.html",
    )
    assert one.parent == tmp_path and reopened(one).message["now"]["answered"] == 0


def test_nothing_in_it_is_markup_or_a_formula(tmp_path):
    bad = "</script><script>alert(1)</script><!--"
    asked = activity_of(f"poll: {bad} | =1+1 | {bad}")
    held = saved_of(asked, {"now": tally_of(asked).heat()}, bad)
    page = heat_page(held)
    assert page.count("<script") == 2 and "alert(1)</script>" not in page and "<!--" not in page
    assert reopened(write_heat(tmp_path / "x.html", held)[0]).note == bad
    assert next(row["words"] for row in rows_of(held)).startswith("'=")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda page: "", "no heat map"),
        (lambda page: page.replace('id="heat"', 'id="cold"'), "no heat map"),
        (lambda page: page.replace('{"format": 1', '{"format": 2'), "newer"),
        (lambda page: page.replace('{"format": 1', '{"form": 1'), "damaged"),
        (lambda page: page.replace('"now": {', '"now": [{'), "damaged"),
        (lambda page: page.replace('"options": [', '"optional": ['), "damaged"),
        (lambda page: page.replace('"key": "1.8"', '"key": 8'), "damaged"),
    ],
)
def test_a_page_that_is_none_is_said_to_be(tmp_path, change, told):
    file = tmp_path / "x.html"
    file.write_text(change(heat_page(saved("1.8"))), "utf-8")
    with pytest.raises(BadInput, match=told) as caught:
        reopened(file)
    assert str(file) in str(caught.value)


def test_who_was_left_out_is_text(tmp_path):
    held = saved("1.8")
    bad = "</li><script>alert(1)</script>: cut"
    held = saved_of(activity_of("1.8"), held.message, left_out=[bad, "zoe: cut"])
    page, _ = write_heat(tmp_path / "heat.html", held)
    assert reopened(page).left_out == (bad, "zoe: cut")
    assert "2 answers are not counted here" in page.read_text("utf-8")
    assert "<script>alert" not in page.read_text("utf-8")
    # A page from before the list was kept has none.
    page.write_text(page.read_text("utf-8").replace('"left_out"', '"else"'), "utf-8")
    assert reopened(page).left_out == ()
