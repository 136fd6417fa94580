"""What of a class is its teacher's alone, and who gets no secret."""

import json
import webbrowser

from live_bed import POLL, Served

import newsbook
from newsbook.cli.classes import _opened
from newsbook.live import joining
from newsbook.live.room import Room


def test_what_a_class_saves_is_its_teachers_alone(tmp_path):
    room = Room.new(tmp_path / "newsbook-classes" / "a.newsclass")
    assert room.store.path.parent.stat().st_mode & 0o777 == 0o700
    room.store.path.parent.chmod(0o755)  # as an earlier version made it
    room.start(POLL)
    room.open()
    room.reveal()
    for file in room.save():
        assert file.stat().st_mode & 0o777 == 0o600
    room.store.close()


def test_a_server_that_says_to_be_the_class_gets_no_secret(served, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(joining, "_all", {})
    sent = []
    ask = joining._ask
    monkeypatch.setattr(
        joining, "_ask", lambda url, *more: sent.append((url, json.dumps(more))) or ask(url, *more)
    )
    joined = newsbook.join(served.server.join_address)
    secret = joined._hello["secret"]
    other = Served(tmp_path / "b.newsclass")
    try:
        other.room.about = served.room.about  # it can be asked for, without the code
        away = newsbook.join(other.server.join_address)
        assert away._hello["secret"] != secret
        assert not any(secret in body for url, body in sent if f":{other.port}/" in url)
        away.leave()
    finally:
        joined.leave()
        other.stop()


def test_the_browser_is_not_started_with_the_token(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "run"))
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda url: opened.append(url) or True)
    door = _opened("http://127.0.0.1:8950/teacher#a-token")
    assert opened == [door.as_uri()] and "a-token" not in opened[0]
    assert door.stat().st_mode & 0o777 == 0o600
    assert "url=http://127.0.0.1:8950/teacher#a-token" in door.read_text("utf-8")
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    assert _opened("http://127.0.0.1:8950/teacher#b") is None
    assert not list((tmp_path / "run").iterdir())
