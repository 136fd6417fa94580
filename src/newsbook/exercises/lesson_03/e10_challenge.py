"""3.10: the challenge: who said it?"""

from __future__ import annotations

from collections.abc import Sequence

from newsbook.articles import Article, Quote
from newsbook.exercises import ChallengeExercise, Misconception
from newsbook.exercises.off_limits import QUOTE_FINDER
from newsbook.spans import Span
from newsbook.text import analyse


def _labelled(quotes: Sequence[Quote]) -> list[Span]:
    """Each quoted piece whose speaker is known, under the speaker's full name."""
    return [
        piece.labelled(quote.resolved)
        for quote in quotes
        if quote.resolved is not None
        for piece in quote.pieces
    ]


class WhoSaidIt(ChallengeExercise):
    """Quoted pieces with the full names of their speakers, place and name exact."""

    id = "3.10"
    title = "Challenge: who said it?"
    skill = "find out who said what in articles that you have not seen"
    points = 5
    minutes = 25
    answer_name = "who_said"
    returns = "a list of (start, end, name)"
    off_limits = QUOTE_FINDER
    article_names = ("bonn_islands", "border_fire", "campus_cuts", "jingle_trial", "river_sentence")
    # The first idea, the last name before a piece, reaches 0.17 here and 0.28 on the held-back
    # articles; the lesson's steps put together, without a thought of one's own, 0.57 here.
    enough = 0.55
    hints = (
        "What does `mentions` give for each piece, and what do you have to do with a mention that "
        "is a name? With `he`? With `None`?",
        "Which name is right for a piece that has no mention and looks as if it was said?",
        "Look at precision and recall. Does it help to name somebody when you do not know, or "
        "does it only add wrong names?",
        "Some verbs are on nobody's list: `sang`, `testified`. Who is named in the sentence then?",
    )
    mistakes = (
        Misconception(
            "the last name before",
            "You take the last name before a piece, whoever it is. What stands beside the cue?",
            "def who_said(text):\n"
            "    found = []\n"
            '    for m in re.finditer(\'“[^”]*”|"[^"]*"\', text):\n'
            "        names = re.findall(r'\\b[A-Z]\\w+ [A-Z]\\w+', text[:m.start()])\n"
            "        if names:\n"
            "            found.append((m.start(), m.end(), names[-1]))\n"
            "    return found",
        ),
        Misconception(
            "short names",
            "You find who is named beside `said`, but by the short name. What is the full one?",
            "def who_said(text):\n"
            "    return [(m.start(1), m.end(1), m[2]) for m in re.finditer("
            "r'(“[^“”\\n]*”) ([A-Z][\\w-]+) said', text)]",
        ),
        Misconception(
            "marks left out",
            "Look at the edges of your spans. Do the quotation marks belong to a piece?",
            "def who_said(text):\n"
            "    return [(m.start(1), m.end(1), m[2]) for m in re.finditer("
            "r'“([^“”\\n]*)” ([A-Z][\\w-]+) said', text)]",
        ),
        Misconception(
            "no names",
            "You found pieces. Whose are they? Each needs the speaker's name as its third part.",
            "def who_said(text):\n"
            '    return [m.span() for m in re.finditer(\'“[^“”\\n]*”|"[^"\\n]*"\', text)]',
        ),
    )
    praise = (
        "Your program says who said what in articles that it was not made for. Now look at the "
        "names that are wrong: would you print them?"
    )

    def gold_of(self, article: Article) -> list[Span]:
        """The gold's pieces, each with its speaker's full name; without those that have none."""
        return _labelled(article.quotes)

    def reference(self, text: str) -> list[Span]:
        """The same from newsbook's own pipeline."""
        return _labelled(analyse(text).quotes)
