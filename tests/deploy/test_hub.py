"""JupyterHub as deploy/ configures it: two users at work, and what neither can do to the other."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_bed import Board, Hub, Refused, User
from installed import installed
from support import ROOT, until

from newsbook.exercises import get_exercise
from newsbook.workbook.opening import MANIFEST, update_copy

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("bwrap") is None,
        reason="a hub for several users is started as root, here inside bubblewrap",
    ),
]

WORKED_IN, UNTOUCHED = "exercises/01_tokenising.ipynb", "notebooks/my_article.txt"
MINE = "# answer: 1.2\\n# my work"
REQUIREMENTS = ROOT / "deploy/requirements.txt"


@pytest.fixture(scope="session")
def hub_programs(request: pytest.FixtureRequest) -> Path:
    """A folder with JupyterHub and its proxy, made once and kept in pytest's cache."""
    return installed(request, "jupyterhub", REQUIREMENTS)


@pytest.fixture(scope="module")
def hub(hub_programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub with accounts: two students, a teacher, and one who has no business here."""
    accounts = {
        "mira": "newsbook",
        "tomas": "newsbook",
        "teach": "newsbook-teachers",
        "stranger": "",
    }
    made = Hub(tmp_path_factory.mktemp("hub"), hub_programs, accounts)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def both(hub: Hub) -> tuple[User, User]:
    """Two students whose servers and kernels run."""
    older_workbook(hub, "tomas")
    users = hub.login("mira"), hub.login("tomas")
    for user in users:
        user.start()
    for user in users:
        user.begin()
    return users


def test_only_who_belongs_here_comes_in(hub: Hub) -> None:
    assert hub.login("mira").call("GET", "/hub/api/user")["groups"] == ["newsbook"]
    teacher = hub.login("teach").call("GET", "/hub/api/user")
    assert (teacher["groups"], teacher["admin"]) == (["newsbook-teachers"], False)
    for name, password in (("mira", "guessed"), ("stranger", None), ("root", "")):
        with pytest.raises(Refused, match="403"):
            hub.login(name, password)


def test_each_works_in_a_workbook_of_their_own(both: tuple[User, User]) -> None:
    for user in both:
        where = user.run("import os, pwd; print(pwd.getpwuid(os.getuid()).pw_name, os.getcwd())")
        assert where == f"{user.name} /home/{user.name}/newsbook-workbook"
        first = user.call(
            "GET", f"/user/{user.name}/api/contents/notebooks/00_start_here.ipynb?content=0"
        )
        assert first["writable"] is True
        # Terminals and notebooks have newsbook.
        assert user.run("!newsbook --version").startswith("newsbook ")


def test_neither_reads_the_others_files(hub: Hub, both: tuple[User, User]) -> None:
    mira, tomas = both
    tomas.run("open('/home/tomas/newsbook-workbook/exercises/mine.txt', 'w').write('secret')")
    assert tomas.run("print(open('exercises/mine.txt').read())") == "secret"
    mira.run(READ)
    for path in (
        "/home/tomas/newsbook-workbook/exercises/mine.txt",
        "/home/tomas/newsbook-workbook/.newsbook.json",
        "/home/tomas/.local/share/jupyter/runtime/jupyter_cookie_secret",
        f"{hub.folder}/state/hub.sqlite",
        f"{hub.folder}/state/cookie_secret",
        "/etc/shadow",
    ):
        assert mira.run(f"reads({path!r})") == "PermissionError", path
    # The environment of every process of his holds a token.
    listed = mira.run(
        "import os\n"
        "for name in os.listdir('/proc'):\n"
        "    if name.isdigit() and os.stat(f'/proc/{name}').st_uid != os.getuid():\n"
        "        reads(f'/proc/{name}/environ')"
    )
    assert set(listed.split()) == {"PermissionError"}
    # That the same words find what is one's own.
    assert mira.run("reads('/home/mira/newsbook-workbook/.newsbook.json')") == "read"
    assert mira.run("reads('/proc/self/environ')") == "read"


READ = """
def reads(path):
    try:
        open(path, "rb").read()
        print("read")
    except Exception as error:
        print(type(error).__name__)
"""


def test_a_token_opens_nothing_of_the_others(hub: Hub, both: tuple[User, User]) -> None:
    for user, other in (both, both[::-1]):
        own = user.run("import os; print(os.environ['JUPYTERHUB_API_TOKEN'])")
        for token in (user.token, own):
            assert user.call("GET", f"/user/{user.name}/api/kernels", token=token)
            for method, path in (
                ("GET", f"/user/{other.name}/api/kernels"),
                ("GET", f"/user/{other.name}/api/contents/exercises"),
                ("POST", f"/user/{other.name}/api/kernels/{other.kernel}/interrupt"),
                ("GET", f"/user/{other.name}/api/kernels/{other.kernel}/channels"),
                ("GET", f"/hub/api/users/{other.name}"),
                ("DELETE", f"/hub/api/users/{other.name}/server"),
                ("POST", f"/hub/api/users/{other.name}/tokens"),
                ("GET", "/hub/api/users"),
            ):
                with pytest.raises(Refused, match=r"40[34]"):
                    user.call(method, path, {} if method == "POST" else None, token)


TOKEN = "Authorization=f\"token {os.environ['JUPYTERHUB_API_TOKEN']}\""
LISTENING = """
import os, pwd
uid = pwd.getpwnam({name!r}).pw_uid
for line in open("/proc/net/tcp").read().splitlines()[1:]:
    parts = line.split()
    if parts[3] == "0A" and int(parts[7]) == uid:
        print(int(parts[1].partition(":")[2], 16))
"""

KNOCK = """
import os, urllib.request, urllib.error
def knock(url, **headers):
    try:
        print(urllib.request.urlopen(urllib.request.Request(url, headers=headers)).status)
    except urllib.error.HTTPError as error:
        print(error.code)
"""


def test_no_back_door_on_the_machine(hub: Hub, both: tuple[User, User]) -> None:
    mira, tomas = both
    # He runs something first, so that his kernel is there whichever test came before.
    server = tomas.run("import os; print(os.environ['JUPYTERHUB_SERVICE_URL'])") + "api/kernels"
    # Two ports: his server's, and one where his kernel takes in what its own subprocesses print. A
    # kernel on TCP would have five more, and what it shows would be anybody's to listen to.
    # Those of a process that is just starting or ending may be among them for a moment.
    ports: list[str] = []

    def settled() -> bool:
        ports[:] = mira.run(LISTENING.format(name="tomas")).split()
        return len(ports) == 2

    until(settled, pause=0.2)
    assert urllib.parse.urlsplit(server).port in map(int, ports)
    mira.run(KNOCK)
    assert mira.run(f"knock({server!r})") == "403"
    assert mira.run(f"knock({server!r}, {TOKEN})") == "403"
    assert tomas.run(f"{KNOCK}\nknock({server!r}, {TOKEN})") == "200"
    # The proxy's own door, with which one could have sent his pages to oneself.
    api = next(line for line in hub.said().splitlines() if "Proxy API at " in line)
    assert mira.run(f"knock({api.rpartition(' ')[2]!r})") == "403"


ANSWER = """
import newsbook
from newsbook import ask
joined = newsbook.join()
widget = ask("1.1")
widget.value = {{"chosen": ["{key}"]}}
print(joined)
"""


def test_the_class_takes_answers_with_the_token_that_each_kernel_has(
    hub: Hub, both: tuple[User, User]
) -> None:
    mira, tomas = both
    teacher = hub.login("teach")
    place, token = teacher.sent_to("/services/newsbook/").split("#")
    assert place == "/services/newsbook/teacher"
    board = Board(hub, token)
    keys = [option.key for option in get_exercise("1.1").options]
    board.play(
        {"do": "start", "activity": "1.1"},
        {"do": "open"},
        until=lambda heard: heard["state"]["phase"] == "open",
    )
    for user, key in ((mira, keys[0]), (tomas, keys[1])):
        assert "You are in the class of your hub" in user.run(ANSWER.format(key=key))
    # From the browser one is the same student: two tabs, a notebook, and still one.
    page = mira.call("POST", "/services/newsbook/live/join", {})
    assert page == mira.call("POST", "/services/newsbook/live/join", {})
    heard = board.play(
        until=lambda heard: heard.get("heat", {}).get("now", {}).get("answered") == 2
    )
    assert (heard["state"]["joined"], sorted(heard["state"]["names"])) == (2, ["mira", "tomas"])
    heat = board.play(
        {"do": "reveal"},
        until=lambda heard: (
            heard["state"]["phase"] == "revealed"
            and "options" in heard.get("heat", {}).get("now", {})
        ),
    )["heat"]["now"]
    counts = {option["key"]: option["n"] for option in heat["options"]}
    assert counts == {key: int(key in keys[:2]) for key in counts}


def test_nobody_answers_or_teaches_as_somebody_else(hub: Hub, both: tuple[User, User]) -> None:
    mira = both[0]
    assert "#" not in mira.sent_to("/services/newsbook/")
    with pytest.raises(Refused, match="403"):
        mira.sent_to("/services/newsbook/teacher")
    for token in ("0" * 32, "none"):
        with pytest.raises(Refused, match="403"):
            mira.call("POST", "/services/newsbook/live/join", {"name": "tomas"}, token=token)
    # Neither the service's own port nor its files are a way round.
    service = mira.run("import os; print(os.environ['NEWSBOOK_CLASS'])")
    assert mira.run(f"{KNOCK}\nknock({service + 'live/about'!r})") == "200"
    assert mira.run(f"{KNOCK}\nknock({service + 'teacher'!r}, {TOKEN})") == "403"
    for name in ("hub.newsclass", "hub.key"):
        assert mira.run(f"{READ}\nreads('/home/newsbook-class/{name}')") == "PermissionError"


def older_workbook(hub: Hub, name: str) -> None:
    """A user's workbook as an older newsbook had made it, with work in it.

    One exercise notebook is the user's and has changed in the course since; a text is as it was.
    """
    home = hub.folder / "home" / name
    book = home / "newsbook-workbook"
    update_copy(book)
    record = json.loads((book / MANIFEST).read_text())
    record["files"][WORKED_IN] = {"sha256": "0" * 64}
    exercises = (book / WORKED_IN).read_text("utf-8")
    (book / WORKED_IN).write_text(exercises.replace("# answer: 1.2", MINE, 1), "utf-8")
    old = b"as it was in an older version"
    (book / UNTOUCHED).write_bytes(old)
    record["files"][UNTOUCHED] = {"sha256": hashlib.sha256(old).hexdigest()}
    (book / MANIFEST).write_text(json.dumps(record))
    owner = home.stat()
    for path in (book, *book.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def test_an_updated_course_leaves_the_work_alone(both: tuple[User, User]) -> None:
    tomas = both[1]
    work = json.loads(tomas.run(f"print(open({WORKED_IN!r}).read())"))
    sources = ["".join(cell["source"]) for cell in work["cells"]]
    assert sum("# my work" in source for source in sources) == 1
    assert "01_tokenising (new in " in tomas.run("!ls exercises/01*")
    assert "older version" not in tomas.run(f"print(open({UNTOUCHED!r}).read())")
