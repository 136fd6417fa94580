"""What of the pages is ours: the course's files, settings, the start page, what works offline."""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import newsbook
from newsbook.site import runtime
from newsbook.workbook.course import LESSONS, CourseMap
from newsbook.workbook.notebooks import source_of
from newsbook.workbook.progressing import progress_rows

__all__ = [
    "MARK", "OFFLINE", "PACKED", "course_files", "edition", "extension_files", "finish",
    "settings_files",
]  # fmt: skip

MARK = "newsbook-site.json"
"""Says of a folder that it is such a site, and which edition of each notebook is in it."""

OFFLINE = "offline.json"
"""What a browser keeps, to work without the network: names and sizes."""

PACKED = ".packed"
"""What the name of a file's compressed copy ends with."""

EXTENSION = "newsbook-site"
FORMAT = 1

_ASSETS = ("keep.js", "name.js", "next.js", "page.css", "store.js", "touch.js", "words.js")
# Joined to one file, in this order.
_PLUGIN = ("editions.js", "links.js", "python.js", "twice.js", "plugin.js")
_GUIDELINES = "seeds/GUIDELINES.md"
_APPS = ("notebooks", "tree", "edit")
# JupyterLite's own, which no page asks for.
_LEFT_OVER = ("doc", "package.json", "jupyterlite.schema.v0.json", "lab")
# Old forms of fonts, licences, and the schemas one by one: no browser of today asks for them.
_NOT_OFFLINE = re.compile(
    r".*\.(eot|ttf|svg|map|txt)$|build/schemas/(?!all(_federated)?\.json)|.*/package\.json$|.*licenses\.json$"
    r"|.*\.packed$|.*/static/pypi/|.*/install\.json$|\.nojekyll$|offline\.json$|.*coincident\.worker"
)


def course_files(handed_out: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Of what is handed out, what a learner opens; each notebook says which edition it is.

    It says the version of the course, too. The articles and their gold are in the package, which
    the kernel has.
    """
    for name, data in handed_out:
        if name.endswith(".ipynb"):
            yield name, _with_edition(data)
        elif not name.startswith("seeds/") or name.endswith(".md") or "nato_seoul/article" in name:
            yield name, data


def edition(book: Mapping[str, Any]) -> str:
    """What a notebook is known by: 16 digits of the SHA-256 of what its cells hold.

    The page computes the same (`editionOf` in ``page/extension/editions.js``), to find out whether
    a learner has changed anything.

    Example:
        >>> edition({"cells": [{"cell_type": "code", "source": "1"}]})
        'd59b629596fbd005'
    """
    cells = [[cell["cell_type"], source_of(cell)] for cell in book["cells"]]
    # As JavaScript's JSON.stringify writes it.
    text = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _with_edition(data: bytes) -> bytes:
    book = json.loads(data)
    about = book["metadata"].setdefault("newsbook", {})
    about |= {"edition": edition(book), "version": newsbook.__version__}
    return (json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _page(name: str) -> bytes:
    return (files("newsbook.site") / "page" / name).read_bytes()


def extension_files() -> dict[str, bytes]:
    """Our lab extension, below ``labextensions/``: one file, which is its own entry."""
    code = b"\n".join(_page(f"extension/{name}") for name in _PLUGIN)
    entry = f"static/remoteEntry.{hashlib.sha256(code).hexdigest()[:12]}.js"
    about = {
        "name": EXTENSION,
        "version": "1.0.0",
        "license": "MIT",
        "jupyterlab": {"extension": True, "_build": {"load": entry, "extension": "./extension"}},
    }
    return {
        f"{EXTENSION}/package.json": json.dumps(about, indent=1).encode(),
        f"{EXTENSION}/{entry}": code,
    }


def settings_files(lock: str, packages: Sequence[str]) -> dict[str, bytes]:
    """JupyterLite's configuration and the settings of its pages.

    Args:
        lock: Where the runtime's lock file is.
        packages: What the runtime loads before the first cell.
    """
    config = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "newsbook",
            "appUrl": "./notebooks",
            "faviconUrl": "./notebooks/favicon.ico",
            # One click in a menu would delete all answers; the start page hands them in first.
            "disabledExtensions": ["@jupyterlite/application-extension:clear-browser-data"],
            "litePluginSettings": {
                "@jupyterlite/pyodide-kernel-extension:kernel": {
                    "pyodideUrl": f"./{runtime.FOLDER}/pyodide.mjs",
                    "disablePyPIFallback": True,
                    "loadPyodideOptions": {
                        "convertNullToNone": True,  # in what widgets send
                        "lockFileURL": f"./{lock}",
                        "packages": list(packages),
                    },
                }
            },
        },
    }
    return {
        "jupyter-lite.json": json.dumps(config, indent=1).encode(),
        "overrides.json": _page("settings.json"),
    }


def finish(built: Path, course: Mapping[str, bytes]) -> None:
    """Put what is ours into the pages that JupyterLite built.

    Args:
        built: The site's folder.
        course: The course's files, as `course_files` gives them.
    """
    for name in (*_LEFT_OVER, *(path.name for path in built.glob("rspack*"))):
        path = built / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    # Some hosts leave out, or would run, what is named with an underscore or a dot.
    (built / ".nojekyll").write_bytes(b"")
    (built / "newsbook").mkdir()
    for name in _ASSETS:
        (built / "newsbook" / name).write_bytes(_page(name))
    (built / "service-worker.js").write_bytes(_page("service-worker.js"))
    (built / "manifest.webmanifest").write_bytes(_page("manifest.webmanifest"))
    for app in _APPS:
        page = built / app / "index.html"
        page.write_text(_with_words(page.read_text("utf-8"), app), encoding="utf-8")
    _put_icons(built)
    version = json.loads((built / "jupyter-lite.json").read_text("utf-8"))
    start = _page("index.html").decode()
    start = start.replace("<!-- lessons -->", _lessons())
    start = start.replace("<!-- version -->", version["jupyter-config-data"]["appVersion"])
    (built / "index.html").write_text(start, encoding="utf-8")
    text = course[_GUIDELINES].decode()
    (built / "guidelines.html").write_text(_guidelines(text), encoding="utf-8")
    editions = {
        name: json.loads(data)["metadata"]["newsbook"]["edition"]
        for name, data in course.items()
        if name.endswith(".ipynb")
    }
    record = {"format": FORMAT, "version": newsbook.__version__, "editions": editions}
    (built / MARK).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    kept = [
        {"name": path.relative_to(built).as_posix(), "size": _sent(path)}
        for path in sorted(built.rglob("*"))
        if path.is_file() and not _NOT_OFFLINE.match(path.relative_to(built).as_posix())
    ]
    kept.append({"name": "./", "size": len(start.encode())})
    (built / OFFLINE).write_text(json.dumps({"files": kept}) + "\n", encoding="utf-8")


def _sent(path: Path) -> int:
    """The bytes that a host sends for a file, at most."""
    packed = path.with_name(path.name + PACKED)
    return min(one.stat().st_size for one in (path, packed) if one.exists())


def _with_words(page: str, app: str) -> str:
    """A page of JupyterLite's that says what it does while it loads."""
    head = (
        '<link rel="icon" href="./favicon.ico">\n'
        '<link rel="stylesheet" href="../newsbook/page.css">\n'
        '<script src="../newsbook/keep.js" defer></script>\n'
        '<script src="../newsbook/name.js" defer></script>\n'
        '<script src="../newsbook/touch.js"></script>\n'
    )
    words = f'<script src="../newsbook/words.js" data-opening="{app}"></script>\n'
    page, first = re.subn(r"(?=<link rel=\"manifest\")", head, page, count=1)
    page, second = re.subn(r"(<body[^>]*>)", lambda found: found[1] + "\n" + words, page, count=1)
    assert first and second, "JupyterLite's pages have another form now"
    return page


def _guidelines(text: str) -> str:
    """The guidelines as a page to read: a link to their file would open it in an editor."""
    import mistune

    body = str(mistune.create_markdown(escape=True, plugins=["table"])(text))
    return _page("guidelines.html").decode().replace("<!-- guidelines -->", body)


def _put_icons(built: Path) -> None:
    """What Notebook's pages ask for and JupyterLite does not bring."""
    icons = built / "static" / "favicons"
    icons.mkdir(parents=True, exist_ok=True)
    for name in ("favicon-notebook", "favicon-busy-1", "favicon-file", "favicon-terminal"):
        shutil.copyfile(built / "notebooks" / "favicon.ico", icons / f"{name}.ico")


def _lessons() -> str:
    course = CourseMap(progress_rows(Path("nowhere")))
    items = []
    for lesson in LESSONS:
        _, count = course.done(lesson)
        href = "notebooks/index.html?path={}/" + lesson.name + ".ipynb"
        items.append(
            f"<li><p><b>{int(lesson.number)} {html.escape(lesson.title)}</b> "
            f'<span class="quiet">{html.escape(lesson.question)}</span></p>'
            f'<a class="go" href="{href.format("notebooks")}">The lesson '
            f"({lesson.minutes} min)</a>"
            f'<a class="go" href="{href.format("exercises")}">{count} exercises '
            f"({course.minutes(lesson)} min)</a>"
            f'<span class="done" data-lesson="{int(lesson.number)}" data-of="{count}"></span></li>'
        )
    return "\n".join(items)
