"""The teacher's page of a class in a browser, told by a made-up server."""

import json

from axe import complaints
from heat_bed import message, watched
from playwright.sync_api import expect
from support import until

from newsbook.live.asking import activity_of
from newsbook.live.pages import bundle, live_text
from newsbook.live.planning import Words, without
from newsbook.live.tallies import tally_of
from newsbook.widgets.kit import page_text

CLASS = "http://class.example"


class Teacher:
    """A made-up server: the files of the page, and a socket that says what it is told to."""

    def __init__(self, page):
        self.page, self.heard, self.socket = page, [], None
        self.answers = True  # a server that hangs does not
        page.route(f"{CLASS}/**", self._serve)
        page.route_web_socket("**/live/teacher", self._connect)

    def _serve(self, route):
        name = route.request.url.split("?")[0].rsplit("/", 1)[-1]
        if name == "teacher":
            route.fulfill(body=live_text("teacher.html"), content_type="text/html")
        elif name == "teacher.js":
            route.fulfill(body=bundle("teacher"), content_type="text/javascript")
        else:
            route.fulfill(body=live_text(name), content_type="text/css")

    def _connect(self, socket):
        self.socket = socket
        socket.on_message(self._hear)

    def _hear(self, text):
        said = json.loads(text)
        if self.answers and said["do"] in ("hello", "ping"):
            self.socket.send('{"do": "pong"}')
        if said["do"] != "ping":
            self.heard.append(said)

    def say(self, do, **more):
        self.page.wait_for_function("true")
        self.socket.send(json.dumps({"do": do, **more}))

    def hears(self, count):
        """Wait until the page has said so many things; all that it has said."""
        # What it says comes in while the page is asked something.
        until(lambda: self.page.evaluate("1") and len(self.heard) >= count, 20)
        return self.heard

    def state(self, phase, asked=None, **more):
        activity = asked and {
            "key": asked.key, "title": asked.title, "kind": asked.kind, "board": asked.board
        }  # fmt: skip
        about = {
            "code": "KELP",
            "address": "http://192.0.2.7:8950/KELP",
            "qr": None,
            "here": 30,
            "joined": 31,
            "names": ["Ada <b>Ray", "\u202eRei"],
            "round": 1,
            "vote": 1,
            "activities": [{"key": "2.2", "title": "2.2 Mark"}],
            "notes": [],
            "live": False,
        }
        self.say("state", **(about | {"phase": phase, "activity": activity} | more))


def test_the_teachers_page_shows_what_is_revealed_and_no_more(chromium):
    asked = activity_of("entities:nato_seoul")
    given = message(asked)
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    errors = []
    page = watched(context, [], errors)
    served = Teacher(page)
    page.goto(f"{CLASS}/teacher#secret%2Btoken")
    expect(page.locator("body")).not_to_contain_text("turned off")
    page.wait_for_function("sessionStorage.getItem('newsbook-teacher') === 'secret+token'")
    assert "secret" not in page.url
    served.state("waiting")
    expect(page.locator(".nbk-address")).to_have_text("192.0.2.7:8950")
    expect(page.locator(".nbk-code-large")).to_have_text("KELP")
    # Names are shown when the teacher says so.
    expect(page.locator("body")).not_to_contain_text("Ray")
    page.keyboard.press("i")
    expect(page.locator(".nbk-names")).to_contain_text("Ada <b>Ray · U+202ERei")
    assert complaints(page, "html") == []
    assert served.heard == [{"do": "hello", "token": "secret+token"}]
    # Keys that can do nothing say why; an activity is chosen by its title or typed.
    for press in "ocrahls":
        page.keyboard.press(press)
        expect(page.get_by_role("status")).to_contain_text("Nothing is asked yet")
    page.keyboard.press("/")
    page.keyboard.type("2.2 Mark")
    page.keyboard.press("Enter")
    # What is typed now is meant for the class, not for the box.
    expect(page.get_by_role("combobox")).not_to_be_focused()
    served.state("waiting", asked)
    expect(page.get_by_role("heading", name=asked.title)).to_be_visible()
    page.keyboard.press("o")
    served.state("open", asked)
    # Should answers come too early, they are not drawn: not even where nobody looks.
    served.say("heat", **given)
    expect(page.locator(".nbk-answers")).to_contain_text("30 of 30 have sent something")
    # What is asked is on the wall, whole and large, and nothing of what was answered.
    task = page.locator(".nbk-task .nbk-article")
    expect(task).to_contain_text("North Atlantic Treaty Organisation")
    assert task.locator(".nbk-bar, .nbk-raised").count() == 0
    # What is greyed does not look as if it were the thing to press.
    assert page.evaluate("document.activeElement.tagName") != "BUTTON"
    size = task.evaluate("el => parseFloat(getComputedStyle(el).fontSize)")
    page.keyboard.press("+")
    assert task.evaluate("el => parseFloat(getComputedStyle(el).fontSize)") > size
    assert page.locator(".nbk-figures").count() == 0
    assert "% " not in page.locator("main").inner_text()
    assert page.locator("[data-kind=heat], .nbk-place").count() == 0
    page.keyboard.press("r")
    served.state("revealed", asked)
    served.say("heat", **given | {"before": None})
    expect(page.locator(".nbk-map .nbk-heat")).to_be_visible()
    expect(page.locator(".nbk-code-small")).to_have_text("KELP")
    page.keyboard.press("n")
    page.keyboard.press("g")
    assert page.locator("[data-kind=gold]").count()
    assert complaints(page, "html") == []
    # The map, its list and its legend fit on a projector's screen.
    box = page.locator(".nbk-map .nbk-legend").bounding_box()
    assert box["y"] + box["height"] <= 720
    page.keyboard.press("a")
    served.state("open", asked, vote=2, round=2)
    expect(page.locator(".nbk-map")).to_be_hidden()
    assert page.locator("[data-kind=heat], .nbk-place").count() == 0
    served.state("revealed", asked, vote=2, round=2)
    served.say("heat", **given)
    expect(page.locator(".nbk-vote")).to_have_text("Second vote")
    page.keyboard.press("d")
    expect(page.locator(".nbk[data-dark]")).to_be_visible()
    assert complaints(page, "html") == []
    page.keyboard.press("s")
    served.say("saved", files=["heat.html"])
    expect(page.get_by_role("status")).to_have_text("Saved: heat.html")
    served.say("refused", why="There is no room.")
    expect(page.get_by_role("status")).to_have_text("There is no room.")
    asked_for = [said["do"] for said in served.heard]
    assert asked_for == ["hello", "start", "open", "reveal", "again", "save"]
    assert served.heard[1]["activity"] == "2.2"
    # The server hangs and comes back: the page says so, does nothing meanwhile, and goes on.
    served.answers = False
    expect(page.get_by_role("status")).to_contain_text("does not answer")
    page.keyboard.press("s")
    expect(page.get_by_role("status")).to_contain_text("Not done")
    served.answers = True
    hello = {"do": "hello", "token": "secret+token"}
    assert served.hears(7)[6] == hello and all(said == hello for said in served.heard[6:])
    assert errors == []
    context.close()


def test_a_prediction_in_a_class_stays_open_until_all_are_shown(chromium):
    asked = activity_of("predict: len('it’s')")
    parts = [page_text(part) for part in asked.parts]
    both = list(zip(asked.parts, parts, strict=True))
    style_text = json.dumps("".join(text for name, text in both if name.endswith(".css")))
    code = "\n".join(text for name, text in both if name.endswith(".js"))
    states = [
        asked.extra(asked.read(value), revealed) | {"value": value, "acks": {}}
        for value, revealed in (
            ({"tries": {}}, False),
            ({"tries": {"a": ["3"]}}, False),
            ({"tries": {"a": ["4"]}}, False),
            ({"tries": {"a": ["4"]}}, True),
        )
    ]
    context = chromium.new_context()
    page = context.new_page()
    page.set_content("<body data-jp-theme-light=true><div id=el></div>")
    page.evaluate(
        """async ([text, content, states]) => {
          const file = new Blob([text], { type: "text/javascript" });
          const made = await import(URL.createObjectURL(file));
          const heard = {};
          let at = 0;
          const model = {
            get: (name) => ({ _content: content, _state: states[at] })[name],
            on: (name, does) => { heard[name] = does; }, off() {},
            send: ({ client, seq }) => {
              at += 1;
              states[at].acks = { [client]: seq };
              heard["change:_state"]();
            },
          };
          window.at = () => at;
          window.next = () => {
            at += 1;
            states[at].acks = states[at - 1].acks;
            heard["change:_state"]();
          };
          const widget = made.default();
          widget.initialize({ model });
          widget.render({ el: document.getElementById("el") });
        }""",
        [f"const STYLE = {style_text};\n{code}", asked.content, states],
    )
    # Its style is its own, where the browser's rules reach all that it draws, and plain where not.
    style = "document.querySelector('#el style').textContent"
    assert page.evaluate(style).startswith("@scope")
    redrawn = """async ([text, content]) => {
      const given = window.getComputedStyle;
      const none = { getPropertyValue: () => "" };
      window.getComputedStyle = (el) => el.matches("input") ? none : given(el);
      const file = new Blob([text], { type: "text/javascript" });
      const made = (await import(URL.createObjectURL(file))).default();
      window.getComputedStyle = given;
      const el = document.createElement("div");
      const model = { get: (name) => ({ _content: content, _state: { value: {}, acks: {} } })[name],
        on() {}, off() {}, send() {} };
      made.initialize({ model });
      made.render({ el, model });
      return el.querySelector("style").textContent;
    }"""
    plain = page.evaluate(redrawn, [f"const STYLE = {style_text};\n{code}", asked.content])
    assert plain == json.loads(style_text)
    field, tries = page.get_by_role("textbox"), page.locator(".nbk-try")
    # What is typed goes to the class by itself, and stays in its field, where it can be changed.
    assert page.get_by_role("button", name="Commit").count() == 0
    field.fill("3")
    page.wait_for_function("at() === 1")
    field.fill("4")
    field.press("Enter")
    assert page.evaluate("at()") == 2
    expect(field).to_have_value("4")
    assert tries.count() == 0 and "Python" not in page.content()
    page.evaluate("next()")
    expect(tries).to_contain_text("as you predicted")
    expect(field).to_be_hidden()
    context.close()


def test_the_teacher_goes_through_the_plan_and_takes_an_answer_away(chromium):
    asked = activity_of("predict: len('it’s')")
    tally = tally_of(asked)
    for student, typed in [("a", "4"), ("b", "drivel"), ("c", "4")]:
        tally.put(student, asked.read({"tries": {"a": [typed]}}))
    plan = [
        {"key": asked.key, "title": asked.title, "done": True},
        {"key": "2.2", "title": "2.2 Mark", "done": False},
    ]
    errors = []
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, bypass_csp=True)
    page = watched(context, [], errors)
    served = Teacher(page)
    page.goto(f"{CLASS}/teacher#token")
    served.state(
        "waiting", plan=plan, names=None, address="http://127.0.0.1:8950/KELP", qr="data:,"
    )
    # Phones are not sent to themselves.
    expect(page.locator("main")).to_contain_text("newsbook class --lan")
    expect(page.locator(".nbk-address")).to_have_text("127.0.0.1:8950")
    assert page.locator(".nbk-join img").count() == 0
    assert page.locator(".nbk-item").all_inner_texts() == [
        f"{asked.title}\nasked",
        "2.2 Mark\nnext: x",
    ]
    served.state("open", asked, plan=plan, past=[], late=1)
    served.say("heat", now=tally.counts(), before=None, same=2)
    expect(page.locator(".nbk-answers")).to_contain_text(
        "3 of 3 have sent something, 2 of them as before"
    )
    expect(page.locator(".nbk-answers")).to_contain_text("1 change came too late to count")
    expect(page.locator(".nbk-task")).to_contain_text("len('it’s')")
    page.keyboard.press("x")
    sure = page.get_by_role("dialog")
    expect(sure).to_contain_text("3 of 3 have sent something")
    assert complaints(page, "html") == []
    page.keyboard.press("r")  # the question comes first
    page.keyboard.press("Enter")  # no
    expect(sure).to_be_hidden()
    assert [said["do"] for said in served.heard] == ["hello"]
    page.keyboard.press("x")
    page.get_by_role("button", name="Yes, go on").click()
    served.state("revealed", asked, plan=plan, past=[], shared=[])
    shown = {"gold": asked.shown(asked.gold), "pipeline": None, "before": None}
    served.say("heat", now=without(tally.heat(), (), Words.PLAIN, asked.lines), **shown)
    expect(page.locator(".nbk-map .nbk-bars")).to_contain_text(
        "1 of these is in students’ own words"
    )
    assert "drivel" not in page.content()
    page.get_by_role("button", name="Read them").click()
    expect(sure).to_contain_text("blank the projector")
    sure.get_by_role("button", name="Yes").click()
    served.state("revealed", asked, plan=plan, past=[], shared=["read"])
    served.say("heat", now=without(tally.heat()), **shown)
    expect(page.locator(".nbk-map .nbk-bars")).to_contain_text("drivel")
    page.get_by_role("button", name="Show them to all").click()
    served.state("revealed", asked, plan=plan, past=[], shared=["read", "words"])
    served.say("heat", now=without(tally.heat()), **shown)
    expect(page.get_by_role("button", name="Show them to all")).to_have_count(0)
    page.keyboard.press("g")
    expect(page.locator(".nbk-figures")).to_contain_text(
        "more than half predict 1 of 1 lines right"
    )
    page.get_by_role("button", name="Hide this answer: drivel").click()
    served.say("heat", now=without(tally.heat(), [("a", "drivel")]), **shown)
    expect(page.locator(".nbk-picture")).to_contain_text("1 of these hidden by the teacher")
    assert "drivel" not in page.content()
    assert complaints(page, "html") == []
    page.get_by_role("button", name="Show again").click()
    expect(sure).to_contain_text("All that you have taken away")
    sure.get_by_role("button", name="Yes").click()
    assert served.hears(5)[1:] == [
        {"do": "start", "activity": "2.2"},
        {"do": "share", "what": "read"},
        {"do": "share", "what": "words"},
        {"do": "share", "what": "gold"},
        {"do": "cover", "line": "a", "what": "drivel", "on": True},
        {"do": "uncover"},
    ]
    # A page of another class says so, and offers nothing.
    served.say("refused", why="This is not the token of this class.", stranger=True)
    expect(page.locator("main")).to_contain_text("not the token")
    expect(page.locator("button, input")).to_have_count(0)
    assert errors == []
    context.close()


def test_a_projectors_screen_holds_what_is_asked_and_says_on_each_line_what_its_marks_are(chromium):
    asked = activity_of("quotes:nato_seoul:4-6")
    plan = [{"key": asked.key, "title": asked.title, "done": True},
            {"key": "tokens:nato_seoul:1-3", "title": activity_of("tokens:nato_seoul:1-3").title,
             "done": False}]  # fmt: skip
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    served = Teacher(page)
    page.goto(f"{CLASS}/teacher#token")
    served.state("open", asked, plan=plan, past=[])
    task = page.locator(".nbk-task .nbk-article")
    expect(task).to_be_visible()
    assert task.evaluate("el => el.scrollHeight <= el.clientHeight + 1")
    following = page.locator("[data-next]")
    assert following.evaluate("el => el.scrollWidth <= el.clientWidth")
    title = page.locator(".nbk-asked")
    one_line = title.bounding_box()["height"]
    served.state("revealed", asked, vote=2, plan=plan, past=[])
    served.say("heat", **message(asked))
    expect(page.locator(".nbk-figures")).to_be_visible()
    assert title.bounding_box()["height"] == one_line
    # Buttons that can do nothing now leave the map their room; their keys say why.
    expect(page.get_by_role("button", name="Open")).to_have_count(0)
    page.keyboard.press("o")
    expect(page.get_by_role("status")).to_contain_text("The room has seen its answers")
    page.keyboard.press("g")
    content = activity_of(asked.key).gold["quotes"][0]["content"]
    begun = page.locator(f".nbk-piece[data-at='{content[0]}'] .nbk-bar[data-kind=gold]")
    expect(begun).to_have_attribute("data-letter", "✓ CONTENT")
    again = page.locator(".nbk-bar[data-kind=gold][data-again]")
    expect(again.first).to_have_attribute("data-letter", "… ✓ CONTENT")
    several = again.count()
    # In a wider window there are fewer lines.
    page.set_viewport_size({"width": 2400, "height": 720})
    page.locator("[aria-label='Smaller letters']").click()
    page.wait_for_function(
        f"document.querySelectorAll('.nbk-bar[data-kind=gold][data-again]').length < {several}"
    )
    context.close()
