"""The newsroom desk: who said what about whom, as rows, counts and turns.

Each function takes an `Analysis`, whether `newsbook.text.analyse` found it or people made it
(`from_gold`), and gives plain values that a table or a chart can show.
"""

from newsbook.desk.counts import links, share_reported, words_by_speaker
from newsbook.desk.manner import MANNERS, manner_of, words_beside
from newsbook.desk.rows import NOBODY, Row, from_gold, who_said_what
from newsbook.desk.table import SayTable, say_table
from newsbook.desk.turns import Turn, turns

__all__ = [
    "MANNERS", "NOBODY", "Row", "SayTable", "Turn", "from_gold", "links", "manner_of", "say_table",
    "share_reported", "turns", "who_said_what", "words_beside", "words_by_speaker",
]  # fmt: skip
