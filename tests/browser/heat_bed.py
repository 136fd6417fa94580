"""What the tests of heat maps share: a made-up class's map, and a page that is listened to."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "package"))

from live_crowd import crowd

from newsbook.live.tallies import tally_of

__all__ = ["crowd", "heat", "message", "watched"]


def heat(asked, seed, skill=0.6, students=30):
    tally = tally_of(asked)
    for student, value in crowd(asked, students, seed, skill).items():
        tally.put(student, value)
    return tally.heat()


def message(asked):
    return {
        "now": heat(asked, 2, 0.4),
        "before": heat(asked, 1),
        "gold": asked.shown(asked.gold),
        "pipeline": asked.shown(asked.pipeline),
    }


def watched(context, asked, errors):
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: errors.append(said.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page
