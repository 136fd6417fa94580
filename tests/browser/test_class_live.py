"""A class in real browsers: a teacher and two students, from joining to the second vote."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import complaints
from lab import PHONE, board, gap
from playwright.sync_api import Browser, BrowserContext, Page, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "package"))

from live_bed import Served
from support import until

from newsbook.live.room import Room

HEADLINE = "tokens:nato_seoul:1"
POLL = "poll: Is “N.Korea” one token? | yes | no"


class Lesson:
    """A served class and the browsers in it; what they asked for and complained of is kept."""

    def __init__(self, chromium: Browser, path: Path) -> None:
        self.chromium = chromium
        self.path = path
        self.served = Served(path)
        self.contexts: list[BrowserContext] = []
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def browser(self, **settings: Any) -> BrowserContext:
        context = self.chromium.new_context(**settings)
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        return context

    def page(self, context: BrowserContext, path: str) -> Page:
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda made: self.asked.append(made.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.heard(said.text))
        page.goto(self.served.url + path)
        return page

    def heard(self, text: str) -> None:
        # That the network is away is said by the browser, too.
        if "ERR_" not in text and "WebSocket connection" not in text:
            self.complaints.append(text)

    def student(self, context: BrowserContext) -> Page:
        """A student who scanned the code."""
        page = self.page(context, f"/{self.served.room.about.code}")
        expect(page.locator("#line-words")).to_have_text("connected")
        return page

    def teacher(self, context: BrowserContext) -> Page:
        page = self.page(context, f"/teacher#{self.served.server.token}")
        expect(page.locator(".nbk-here").first).to_be_visible()
        return page

    def ask(self, activity: str) -> None:
        self.served.teach("start", activity)
        self.served.teach("open")

    def values(self) -> list[str]:
        now = self.served.room.round
        return sorted(given.value for given in now.answers.values()) if now else []


@pytest.fixture
def room(chromium: Browser, tmp_path: Path) -> Iterator[Lesson]:
    made = Lesson(chromium, tmp_path / "a.newsclass")
    yield made
    for context in made.contexts:
        context.close()
    with contextlib.suppress(RuntimeError):
        made.served.stop()
    foreign = [url for url in made.asked if made.served.host not in url and url[:5] != "data:"]
    assert not foreign, f"asked of somebody else: {foreign}"
    assert not made.complaints, made.complaints


def sent(page: Page) -> Any:
    return expect(page.locator("#sent-words"))


def test_a_teacher_and_two_students_play_a_whole_activity(room: Lesson) -> None:
    teacher = room.teacher(room.browser(viewport={"width": 1280, "height": 720}))
    laptop = room.student(room.browser(viewport={"width": 1100, "height": 800}))
    phone = room.student(room.browser(viewport=PHONE, has_touch=True, is_mobile=True))
    expect(teacher.locator(".nbk-here b")).to_have_text("2")
    expect(phone.locator("#phase")).to_contain_text("the first question appears by itself")

    teacher.keyboard.press("/")
    teacher.keyboard.type(HEADLINE)
    teacher.keyboard.press("Enter")
    expect(teacher.locator(".nbk-phase")).to_be_visible()
    expect(phone.locator("#title")).to_contain_text("Tokens of nato_seoul")
    expect(phone.locator("#answer")).to_be_hidden()
    expect(phone.locator("#phase")).to_have_text("Your teacher opens it in a moment.")
    teacher.keyboard.press("Escape")
    teacher.keyboard.press("o")
    expect(phone.locator("#phase")).to_contain_text("Open: answer now")

    expect(phone.locator("#how")).to_have_text(re.compile("^Tap between two letters"))
    expect(laptop.locator("#how")).to_have_text(re.compile("^Click between two letters"))
    # By touch: the gap before the K of N.Korean.
    text = "NATO chief stresses ‘interconnected’ security amid N.Korean"
    at = text.index("Korean")
    phone.touchscreen.tap(*gap(phone.locator("#widget"), at))
    sent(phone).to_have_text("Sent: the class has your answer.")
    # By keyboard: the first gap of the headline.
    board(laptop.locator("#widget")).focus()
    laptop.keyboard.press("Home")
    laptop.keyboard.press("Space")
    sent(laptop).to_have_text("Sent: the class has your answer.")
    expect(teacher.locator(".nbk-answers")).to_contain_text("2 of 2 have sent something")
    assert len(room.values()) == 2 and room.values()[0] != room.values()[1]
    assert teacher.locator(".nbk-disputes").count() == 0  # nothing is on the wall yet
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]

    teacher.keyboard.press("c")
    expect(phone.locator("#phase")).to_have_text("Closed: nothing more is taken.")
    before = room.values()
    phone.touchscreen.tap(*gap(phone.locator("#widget"), at))
    expect(phone.get_by_role("button", name="Undo")).to_be_disabled()
    sent(phone).to_have_text("Closed: the class has your answer, and it stays as it is.")
    assert room.values() == before

    teacher.keyboard.press("r")
    for page in (teacher, phone, laptop):
        expect(page.locator(".nbk-disputes li")).to_have_count(2)
        expect(page.locator(".nbk-disputes")).to_contain_text("N.Korean")
    expect(phone.locator("#phase")).to_have_text("This is what the room said.")

    teacher.keyboard.press("a")
    expect(phone.locator("#phase")).to_contain_text("Vote again: your answer stands")
    expect(phone.locator("#room")).to_be_hidden()
    # What one had counts, is there after a reload, too, and can be changed.
    phone.reload()
    sent(phone).to_have_text("Same as before: it counts in this vote, too.")
    expect(phone.get_by_role("button", name="Send it as it is")).to_be_hidden()
    phone.touchscreen.tap(*gap(phone.locator("#widget"), at))
    sent(phone).to_have_text("Sent: the class has your answer.")
    expect(phone.locator("#phase")).to_contain_text("think anew")
    phone.touchscreen.tap(*gap(phone.locator("#widget"), at))
    laptop.mouse.click(*gap(laptop.locator("#widget"), at))
    sent(laptop).to_have_text("Sent: the class has your answer.")
    expect(teacher.locator(".nbk-answers")).to_contain_text("2 of 2 have sent something")
    teacher.keyboard.press("r")
    for page in (teacher, phone):
        expect(page.locator(".nbk-heat-text").first).to_be_visible()
    heat = json.loads(room.served.call(room.served.room.heat))
    assert heat["before"]["units"] == [[1, 1], [at, 1]]
    assert heat["now"]["units"] == [[1, 1], [at, 2]] and heat["same"] == 0

    # Phones see the gold once the room has been shown it, and not before.
    gold = phone.locator("#room").get_by_role("button", name="Gold")
    assert gold.count() == 0
    teacher.keyboard.press("g")
    expect(gold).to_be_visible()
    # An earlier activity comes back as it was, after another; what is open is not left unasked.
    room.ask(POLL)
    expect(phone.get_by_role("radio", name="yes")).to_be_visible()
    # The question is the title; it is not said twice, and still names the options for the ear.
    expect(phone.get_by_role("group", name="Is “N.Korea” one token?")).to_have_count(1)
    assert (phone.locator("#widget legend").bounding_box() or {"width": 0})["width"] <= 1
    expect(teacher.locator(".nbk-task")).to_contain_text("yes")
    teacher.keyboard.press("e")
    expect(teacher.get_by_role("button", name="Tokens of nato_seoul")).to_be_focused()
    teacher.keyboard.press("Enter")
    sure = teacher.get_by_role("dialog")
    expect(sure).to_contain_text("is open, and 0 of 2 have sent something")
    teacher.keyboard.press("Escape")
    expect(sure).to_be_hidden()
    assert room.served.room.round.number == 3
    teacher.keyboard.press("e")
    teacher.keyboard.press("Enter")
    sure.get_by_role("button", name="Yes, go on").click()
    expect(phone.locator("#title")).to_contain_text("Tokens of nato_seoul")
    expect(phone.locator("#room .nbk-heat-text")).to_be_visible()
    assert json.loads(room.served.call(room.served.room.heat))["now"] == heat["now"]


def test_without_the_network_a_student_goes_on_and_each_answer_counts_once(room: Lesson) -> None:
    context = room.browser(viewport=PHONE, has_touch=True)
    phone = room.student(context)
    room.ask(POLL)
    phone.get_by_role("radio", name="yes").check()
    sent(phone).to_have_text("Sent: the class has your answer.")
    context.set_offline(True)
    expect(phone.locator("#line-words")).to_have_text("no connection")
    expect(phone.locator("#heard")).to_contain_text("You can go on")
    phone.get_by_role("radio", name="no").check()
    sent(phone).to_contain_text("kept on this device and sent when the connection is back")
    assert room.values() == ['{"chosen":["a"]}']
    context.set_offline(False)
    sent(phone).to_have_text("Sent: the class has your answer.")
    assert room.values() == ['{"chosen":["b"]}']
    expect(phone.get_by_role("radio", name="no")).to_be_checked()

    # The teacher's machine goes down in the middle, and comes back with the same class.
    port = room.served.port
    room.served.stop()
    expect(phone.locator("#title")).to_have_text("The class has ended")
    expect(phone.locator("#line-words")).to_have_text("ended")
    phone.get_by_role("radio", name="yes").check()
    sent(phone).to_contain_text("Not sent: the class has ended.")
    room.served = Served(room.path, make=Room.reopen, port=port)
    sent(phone).to_have_text("Sent: the class has your answer.")
    assert room.values() == ['{"chosen":["a"]}'] and room.served.room.joined == 1

    # What comes after the end does not count, and that is said.
    context.set_offline(True)
    expect(phone.locator("#line-words")).to_have_text("no connection")
    phone.get_by_role("radio", name="no").check()
    room.served.teach("close")
    context.set_offline(False)
    sent(phone).to_contain_text("Your last change came too late to count; above is what counts.")
    expect(phone.get_by_role("radio", name="yes")).to_be_checked()
    assert room.values() == ['{"chosen":["a"]}']
    until(lambda: room.served.room.teacher_state()["late"] == 1)
    room.served.teach("open")  # opened again: now it does
    sent(phone).to_have_text("Sent: the class has your answer.")
    expect(phone.locator("#phase")).to_contain_text("your last change, which had come too late")
    assert room.values() == ['{"chosen":["b"]}']


def test_a_phone_ties_a_quote_to_the_person_without_a_fourth_step(room: Lesson) -> None:
    phone = room.student(room.browser(viewport=PHONE, has_touch=True, is_mobile=True))
    room.ask("quotes:nato_seoul:6")
    for word in ("together", "said", "Stoltenberg"):
        phone.locator("#widget .nbk-piece", has_text=word).last.tap()
        if word == "together":
            phone.get_by_role("button", name="New quote").tap()
    todo = phone.locator(".nbk-linker-todo")
    expect(todo).to_contain_text("Speaker: “Stoltenberg”. Name: Jens Stoltenberg.")
    assert "(Q)" not in todo.inner_text()
    until(lambda: '"resolved":"Jens Stoltenberg"' in "".join(room.values()))
    # Who comes to the second vote has nothing to think of anew.
    room.served.teach("close")
    room.served.teach("again")
    expect(phone.locator("#phase")).to_contain_text("Vote again: your answer stands")
    late = room.student(room.browser())
    expect(late.locator("#phase")).to_contain_text("answer now")
    assert "Vote again" not in late.locator("#phase").inner_text()


def test_the_teachers_page_goes_on_after_a_crash(room: Lesson) -> None:
    # The token is kept with the class, so the page that is open is still the teacher's.
    teacher = room.teacher(room.browser())
    port = room.served.port
    room.served.stop()
    room.served = Served(room.path, make=Room.reopen, port=port)
    room.ask(POLL)
    expect(teacher.locator(".nbk-asked")).to_contain_text("N.Korea")


def test_two_tabs_and_a_reload_are_one_student_with_one_answer(room: Lesson) -> None:
    context = room.browser()
    left = room.student(context)
    room.ask(POLL)
    right = room.student(context)
    left.get_by_role("radio", name="yes").check()
    expect(right.get_by_role("radio", name="yes")).to_be_checked()
    sent(right).to_have_text("Sent: the class has your answer.")
    right.get_by_role("radio", name="no").check()
    expect(left.get_by_role("radio", name="no")).to_be_checked()
    assert room.values() == ['{"chosen":["b"]}']
    left.reload()
    expect(left.get_by_role("radio", name="no")).to_be_checked()
    sent(left).to_have_text("Sent: the class has your answer.")
    # Without the network, the tabs tell each other, and a page that is closed loses nothing.
    context.set_offline(True)
    expect(right.locator("#line-words")).to_have_text("no connection")
    left.get_by_role("radio", name="yes").check()
    expect(right.get_by_role("radio", name="yes")).to_be_checked()
    left.close()
    context.set_offline(False)
    sent(right).to_have_text("Sent: the class has your answer.")
    assert room.values() == ['{"chosen":["a"]}']
    assert (room.served.room.joined, room.served.room.here) == (1, 1)


def test_joining_by_keyboard_and_being_told_what_is_wrong(room: Lesson) -> None:
    page = room.page(room.browser(viewport=PHONE), "/")
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.type("zzzz")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("no class with this code")
    room.complaints.clear()  # the browser says 403 on its console
    page.keyboard.press("Control+a")
    page.keyboard.type(room.served.room.about.code.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("the first question appears by itself")
    assert room.served.room.here == 1


def test_names_are_text_and_the_teacher_sees_them(room: Lesson, tmp_path: Path) -> None:
    room.served.stop()
    room.served = Served(tmp_path / "b.newsclass", names=True)
    page = room.page(room.browser(), f"/{room.served.room.about.code}")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("<img src=x onerror=alert(1)>")
    page.keyboard.press("Enter")
    expect(page.locator("#line-words")).to_have_text("connected")
    teacher = room.teacher(room.browser())
    expect(teacher.locator("main")).to_contain_text("Who is in")
    assert "onerror" not in teacher.locator("main").inner_text()
    teacher.get_by_role("button", name="Show names").click()
    expect(teacher.locator(".nbk-names").last).to_have_text("<img src=x onerror=alert(1)>")
    assert teacher.locator(".nbk-names img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_three_pages(room: Lesson, scheme: Any) -> None:
    # The pages' own policy keeps even axe out.
    settings: dict[str, Any] = {"color_scheme": scheme, "bypass_csp": True}
    phone = room.browser(**settings, viewport=PHONE)
    teacher = room.teacher(room.browser(**settings, viewport={"width": 1280, "height": 720}))
    join = room.page(phone, "/")
    expect(join.locator("#code")).to_be_visible()
    assert complaints(join, "html") == []
    student = room.student(phone)
    # Many from one address: with that box, too.
    limits = room.served.server.limits
    limits.students.update({f"s{i}": "192.0.2.9" for i in range(12)})
    limits.turned_away["192.0.2.9"] = 2
    crowds = teacher.get_by_role("region", name="Many from one address")
    expect(crowds).to_contain_text("12 of 12 students come from 192.0.2.9")
    assert complaints(student, "html") == [] and complaints(teacher, "html") == []
    crowds.get_by_role("button", name="Let more in from there").click()
    expect(crowds.get_by_role("button", name="Take them out")).to_be_visible()
    expect(crowds.get_by_role("button")).to_have_count(1)
    assert limits.allowed == {"192.0.2.9"}
    room.ask("entities:nato_seoul:1-2")
    student.get_by_role("button", name="Send it as it is").click()
    sent(student).to_have_text("Sent: the class has your answer.")
    expect(teacher.locator(".nbk-answers")).to_contain_text("1 of 1")
    assert complaints(student, "html") == [] and complaints(teacher, "html") == []
    room.served.teach("reveal")
    expect(student.locator("#room .nbk-heat-text")).to_be_visible()
    expect(teacher.locator(".nbk-heat-text")).to_be_visible()
    assert complaints(student, "html") == [] and complaints(teacher, "html") == []
