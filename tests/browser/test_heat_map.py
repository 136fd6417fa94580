"""A saved heat map in a browser: keys, both themes, axe, no network."""

import csv
from collections import Counter
from itertools import pairwise

import pytest
from axe import complaints
from heat_bed import crowd, heat, message, watched
from playwright.sync_api import expect

from newsbook.live.activity import gaps_of
from newsbook.live.asking import activity_of
from newsbook.live.saving import save
from newsbook.scoring import score
from newsbook.spans import Span

SCORES = ("precision", "recall", "F1")


def rooms_score(asked, seed=2, skill=0.4, students=30):
    """What more than half of a class gave against the gold, counted answer by answer."""
    given = Counter()
    for value in crowd(asked, students, seed, skill).values():
        given.update(gaps_of(value) if asked.kind == "tokens" else map(tuple, value["spans"]))
    most = {one for one, n in given.items() if 2 * n > students}
    gold = [Span(*span) for span in asked.gold["spans"]]
    if asked.kind == "tokens":
        found = []
        for word in asked.units:
            cuts = [gap for gap in range(word.start + 1, word.end) if gap in most]
            edges = [word.start, *cuts, word.end]
            found += [Span(a, b) for a, b in pairwise(edges)]
    else:
        found = [Span(*one) for one in sorted(most)]
    reached = score(gold, found)
    return reached.precision, reached.recall, reached.f1


@pytest.mark.parametrize(
    ("key", "scheme"), [("entities:nato_seoul", "light"), ("tokens:nato_seoul:1-4", "dark")]
)
def test_a_saved_map_is_gone_through_by_keys(tmp_path, chromium, key, scheme):
    asked = activity_of(key)
    file, _ = save(tmp_path, asked, message(asked))
    loaded, errors = [], []
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 720})
    page = watched(context, loaded, errors)
    page.goto(file.as_uri())
    places = page.locator(".nbk-place")
    expect(places.first).to_be_visible()
    current = page.locator("[aria-current]")
    page.keyboard.press("n")
    expect(current).to_contain_text("1")
    first = message(asked)["now"]["disputed"][0]
    expect(current).to_contain_text(f"{first['differ']} of 30 differ")
    selected = page.locator(".nbk-selected").all_text_contents()
    words = asked.text[first["start"] : first["end"]]
    assert [char for char in "".join(selected) if char.isalpha()] == [
        c for c in words if c.isalpha()
    ]
    for i, place in enumerate(message(asked)["now"]["disputed"]):
        # Who marked other words of it has not left it unmarked.
        otherwise = place.get("otherwise", 0)
        share = [f"{(100 * otherwise + 15) // 30} % other words marked"] if otherwise else []
        said = places.nth(i).locator(".nbk-reading").all_inner_texts()
        assert len(said) == 4 or [one for one in said if "other words" in one] == share
    page.keyboard.press("n")
    expect(current.locator(".nbk-rank")).to_have_text("2")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(current.locator(".nbk-rank")).to_have_text(str(places.count()))
    # What is laid over it has signs of its own, and what more than half have wrong comes first.
    assert page.locator("[data-kind=gold], [data-kind=pipeline]").count() == 0
    page.keyboard.press("g")
    assert page.locator("[data-kind=gold]").count()
    reached = rooms_score(asked)
    words = [f"{name} {value:.2f}" for name, value in zip(SCORES, reached, strict=True)]
    assert page.locator(".nbk-score span").all_inner_texts() == words
    assert places.count() > len(message(asked)["now"]["disputed"])
    page.keyboard.press("n")
    expect(current.locator(".nbk-rank")).to_have_text("✗1")
    expect(current).to_contain_text("gold")
    page.keyboard.press("m")
    assert page.locator("[data-kind=pipeline]").count()
    expect(page.locator(".nbk-legend")).to_contain_text("▸ pipeline")
    page.keyboard.press("b")
    expect(page.locator(".nbk-vote")).to_have_text("First vote")
    expect(page.locator(".nbk-figures")).to_contain_text(
        f"two students share {round(100 * message(asked)['before']['f1'])} %"
    )
    board = page.locator(".nbk-article")
    size = board.evaluate("el => parseFloat(getComputedStyle(el).fontSize)")
    page.keyboard.press("+")
    assert board.evaluate("el => parseFloat(getComputedStyle(el).fontSize)") > size
    page.keyboard.press("t")
    rows = page.locator(".nbk-table tbody tr")
    assert rows.count() > 5
    page.keyboard.press("?")
    expect(page.locator(".nbk-keys")).to_be_visible()
    page.keyboard.press("g")
    # A place that is chosen keeps the focus, though the list around it is drawn anew.
    places.nth(1).focus()
    page.keyboard.press("Enter")
    expect(places.nth(1)).to_be_focused()
    expect(current.locator(".nbk-rank")).to_have_text("2")
    assert errors == []
    assert [url for url in loaded if not url.startswith(("file:", "data:"))] == []
    context.close()
    # The page's own policy keeps even axe out.
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(file.as_uri())
    for press in "gmt":
        page.keyboard.press(press)
    assert complaints(page, "html") == []
    page.keyboard.press("d")
    page.wait_for_function("document.querySelector('.nbk[data-dark]') "
                           f"{'!==' if scheme == 'light' else '==='} null")  # fmt: skip
    assert complaints(page, "html") == []
    context.close()


@pytest.mark.parametrize("key", ["tokens:nato_seoul:1-4", "quotes:nato_seoul:1-8"])
def test_the_table_on_the_page_is_the_table_in_the_file(tmp_path, chromium, key):
    asked = activity_of(key)
    file, table = save(tmp_path, asked, message(asked))
    wanted = [
        [
            *(" ".join(row[name].split()) for name in ("words", "answer")),
            *(int(row[name]) for name in ("count", "first_count")),
            *(row[name].replace("no", "") for name in ("gold", "pipeline")),
        ]
        for row in csv.DictReader(table.open(encoding="utf-8-sig"))
    ]
    context = chromium.new_context()
    page = context.new_page()
    page.goto(file.as_uri())
    page.keyboard.press("t")
    cells = page.locator(".nbk-table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
    )
    found = [
        [*(" ".join(text.split()) for text in (row[0], row[1])),
         *(int(text.split("(")[1].rstrip(")")) for text in (row[2], row[3])), *row[4:]]
        for row in cells
    ]  # fmt: skip
    assert found == wanted and len(found) > 8
    if asked.kind == "quotes":
        # What more than half said in the first vote of whose words these are, against the gold.
        given = Counter()
        for value in crowd(asked, 30, 1, 0.6).values():
            given.update((*quote["content"], quote["resolved"]) for quote in value["quotes"])
        right = [(*quote["content"], quote["resolved"]) for quote in asked.gold["quotes"]]
        alike = sum(2 * given[one] > 30 for one in right)
        page.keyboard.press("b")
        page.keyboard.press("g")
        assert 0 < alike < len(right)
        expect(page.locator(".nbk-score")).to_contain_text(
            f"same words, same person: {alike} of {len(right)}"
        )
        expect(page.locator(".nbk-figures")).to_contain_text("on whose words they are")
    context.close()


def test_hostile_words_stay_words(tmp_path, chromium):
    bad = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=2>"
    asked = activity_of(f"polls: {bad} | {bad} | \u202eok")
    file, _ = save(tmp_path, asked, {"now": heat(asked, 1)}, note=bad)
    loaded, errors = [], []
    context = chromium.new_context(bypass_csp=True)
    page = watched(context, loaded, errors)
    page.goto(file.as_uri())
    expect(page.locator("caption")).to_contain_text("<img src=x")
    assert page.evaluate("window.hacked") is None
    assert errors == [] and loaded == [file.as_uri()]
    context.close()
