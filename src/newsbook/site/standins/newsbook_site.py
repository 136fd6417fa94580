"""What the site's kernel does when it starts, before any cell.

It adds to `os` and `fcntl` what NLTK's checks of files call, and lets packages that lessons import
later be fetched when they are: NLTK and plotly weigh more than all the rest, and the first cell of
a lesson needs neither.
"""

import hashlib
import importlib
import importlib.machinery
import io
import json
import os
import sys
import zipfile
from pathlib import Path

_HERE = Path(__file__).parent


class _Fetching:
    """Finds packages whose wheels are on the site and not here yet."""

    def __init__(self, wheels):
        self._wheels = wheels

    def find_spec(self, name, path=None, target=None):
        """Fetch the wheel that has a package, and look for it in there."""
        wheel = self._wheels.get(name)
        if path is not None or wheel is None:
            return None
        self._wheels = {k: v for k, v in self._wheels.items() if v["url"] != wheel["url"]}
        with zipfile.ZipFile(io.BytesIO(_fetched(wheel))) as archive:
            archive.extractall(_HERE)
        importlib.invalidate_caches()
        return importlib.machinery.PathFinder.find_spec(name)


def _site():
    """The site's address: the kernel's own program lies in one of its folders."""
    from js import location

    return str(location.href).partition("/extensions/")[0]


def _fetched(wheel):
    """A wheel's bytes, from the site or, without the network, from what the browser keeps."""
    from js import XMLHttpRequest

    request = XMLHttpRequest.new()
    request.open("GET", f"{_site()}/{wheel['url']}", False)
    request.responseType = "arraybuffer"
    try:
        request.send(None)
        data = request.response.to_bytes() if request.status == 200 else b""
    except Exception:  # whatever JavaScript throws
        data = b""
    if hashlib.sha256(data).hexdigest() != wheel["sha256"]:
        raise ImportError(
            f"{wheel['name']} could not be fetched from the site. Look at the network, and run "
            "the cell again."
        )
    return data


def _no_such_call(*_given):
    raise OSError("there is no such call in a browser")


def _with_nulls(value):
    """What a comm sends, with JavaScript's null for None: the kernel would make it undefined.

    Example:
        >>> _with_nulls({"next": None, "rows": [1, None]})  # doctest: +SKIP
        {'next': jsnull, 'rows': [1, jsnull]}
    """
    from pyodide.ffi import jsnull

    if value is None:
        return jsnull
    if isinstance(value, dict):
        return {key: _with_nulls(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_nulls(held) for held in value]
    return value


def _send_nulls():
    """Have widgets get null where Python has None, as they do from any other kernel."""
    from ipykernel.comm import Comm

    if hasattr(Comm, "newsbook_sends_nulls"):
        return
    publish = Comm.publish_msg

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        data = None if data is None else _with_nulls(data)
        return publish(self, msg_type, data, metadata, buffers, **keys)

    Comm.publish_msg = publish_msg
    Comm.newsbook_sends_nulls = True


def _mend_drive():
    """Have the learner's files answer where they would leave the kernel waiting for ever."""
    import pyodide_js
    from pyodide.code import run_js

    mend = run_js((_HERE / "newsbook_drive.js").read_text("utf-8"))
    mend(pyodide_js.FS, "/drive")


def start():
    """Do all of it; a second time does nothing."""
    import fcntl

    if not hasattr(os, "geteuid"):
        os.geteuid = os.getuid
    if not hasattr(fcntl, "fcntl"):
        fcntl.fcntl = _no_such_call
    if not any(isinstance(finder, _Fetching) for finder in sys.meta_path):
        wheels = json.loads((_HERE / "newsbook_site.json").read_text("utf-8"))
        sys.meta_path.append(_Fetching(wheels))
    _send_nulls()
    _mend_drive()


def load_ipython_extension(_shell):
    """What IPython calls."""
    start()


# What goes through the page: saving notebooks, and downloads.


def _ask_pages(what, **message):
    """Ask the pages that are open; what they answer, and nothing where none can."""
    from js import XMLHttpRequest

    request = XMLHttpRequest.new()
    request.open("POST", f"{_site()}/api/newsbook/{what}", False)
    try:
        request.send(json.dumps(message))
        return json.loads(request.responseText) if request.status == 200 else []
    except Exception:  # whatever JavaScript throws
        return []


def save_notebooks():
    """Have the pages save what is open, so that a hand-in holds what is on the screen.

    Returns:
        Whether they did.
    """
    answers = _ask_pages("save")
    return any("saved" in one for one in answers) and not any("error" in one for one in answers)


def _downloaded(made, **asked):
    """Download a hand-in; a sentence on where it is."""
    answers = _ask_pages("download", path=made.path.name, **asked)
    name = next((one["done"] for one in answers if one.get("done")), None)
    if name:
        return f"{name} is in your browser's downloads. Hand in this one file."
    return f"Made {made.path.name}, but it was not downloaded: press Hand in above this page."


def handed_in(made, saved):
    """Download a hand-in; what to tell the learner in the notebook.

    Args:
        made: The `newsbook.workbook.handin.Handin`.
        saved: Whether the notebooks were saved before.
    """
    lines = [_downloaded(made), *made.summary.splitlines()[1:]]
    if saved:
        # What the page shows was saved a moment ago.
        lines = [line for line in lines if not line.startswith("It holds what was last saved")]
    return "\n".join(lines)


def hand_in(number):
    """What the button *Hand in* does; it prints what to tell, in short.

    Args:
        number: Which press of the button; the page knows by it whether that was cancelled.
    """
    from newsbook.workbook.handin import make_handin
    from newsbook.workbook.places import WorkbookError, find_exercises

    save_notebooks()
    try:
        made = make_handin(find_exercises())
    except WorkbookError as error:
        print(error)
        return
    count = len(made.answered) + len(made.unanswered)
    said = f"{len(made.answered)} of {count} exercises have an answer."
    print(" ".join([_downloaded(made, number=number), said, *made.notes]))


def afresh(exercise_id):
    """What the button *Start afresh* does; it prints what to tell."""
    from newsbook.workbook.places import find_exercises
    from newsbook.workbook.resetting import reset_exercise

    # The note is `newsbook progress`'s own, and a page shows none of it.
    done = [
        line
        for line in reset_exercise(find_exercises(), exercise_id)
        if not line.startswith("The note on")
    ]
    print(" ".join([*done, "Run its cell again."]) if done else "It is as it was handed out.")
