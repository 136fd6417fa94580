"""Quotes: who said what. `find_quotes` does it all; each module is one step of it.

`lexicon` (verbs of saying) → `sayings` (cues and their speakers) → `speech` (said, or only in
marks?) → `attribute` (whose piece is it?) → `contents` (what is reported?) → `find` (all together).
"""

from newsbook.text.quotes.attribute import Line, Mention, attribute
from newsbook.text.quotes.contents import reported
from newsbook.text.quotes.find import FoundQuotes, find_quotes
from newsbook.text.quotes.sayings import Saying, find_sayings

__all__ = [
    "FoundQuotes", "Line", "Mention", "Saying", "attribute", "find_quotes", "find_sayings",
    "reported",
]  # fmt: skip
