"""4.10: the whole of what is said, by whom, on articles that nobody has prepared."""

from collections.abc import Sequence

from newsbook.articles import Article
from newsbook.exercises import ChallengeExercise, Misconception
from newsbook.exercises.off_limits import QUOTE_FINDER
from newsbook.spans import Span
from newsbook.text import analyse

_HEAD = (
    "import re\n"
    "from newsbook.text import quoted_pieces, split_sentences, tag_entities, tie_mentions\n"
    "def reported(text):\n"
    "    people = [s for s in tag_entities(text) if s.label == 'PERSON']\n"
    "    found = []\n"
)


class Reported(ChallengeExercise):
    """The content of every quote, indirect speech too, with the speaker's full name as label."""

    id = "4.10"
    title = "The whole desk"
    skill = "build a pipeline of your own and measure it on articles it has not seen"
    points = 6
    minutes = 40
    answer_name = "reported"
    returns = "a list of (start, end, name)"
    off_limits = QUOTE_FINDER
    article_names = (
        "bonn_islands", "border_fire", "budget_sketch", "campus_cuts", "jingle_trial",
        "river_sentence", "save_lido", "vat_trial",
    )  # fmt: skip
    labels = True
    # On these the first idea gets 0.21, the lesson's own steps put together with care 0.6.
    enough = 0.5
    hints = (
        "Which step gives you the pieces in marks, and which the full names? What is left to find "
        "is whose piece it is: who is named last outside of all marks before it, or in its own "
        "sentence?",
        "Blot out everything in marks, so that names inside are not taken for speakers: what if "
        "you replace each piece by as many `_`?",
        "A sentence with `said` and no marks is a report. Where does what is said begin, where "
        "does it end, and which word between is not a part of it?",
        "Who is “she”? Would the first person of the last sentence that names anybody be right "
        "more often than not?",
        "Look at your misses in one article: are the places wrong, or only the names? Which of the "
        "two is the larger heap, and what would make it smaller?",
    )
    mistakes = (
        Misconception(
            "pieces with the name before",
            "You give what stands in curly marks to whoever was named before it. Many tags name "
            "their speaker behind the quote; and what of other marks, and of speech without any?",
            _HEAD + "    for m in re.finditer('“[^”]*”', text):\n"
            "        before = [p for p in people if p.start < m.start()]\n"
            "        if before:\n"
            "            found.append((m.start(), m.end(), before[-1].of(text)))\n"
            "    return found",
        ),
        Misconception(
            "short names",
            "Your places are good, but a speaker is called by whatever name stands nearest, "
            "`Lund` here and `Astrid Lund` there. Which step ties the mentions of one person "
            "together?",
            _HEAD + "    for piece in quoted_pieces(text):\n"
            "        near = [(max(p.start - piece.end, piece.start - p.end), p) for p in people]\n"
            "        if near:\n"
            "            found.append((piece.start, piece.end, min(near)[1].of(text)))\n"
            "    return found",
        ),
        Misconception(
            "whole sentences",
            "You give whole sentences, with the tag in them. Is “said Lund” a part of what Lund "
            "said?",
            _HEAD + "    for s in split_sentences(text):\n"
            "        inside = [p for p in people if s.contains(p)]\n"
            "        if inside and 'said' in s.of(text):\n"
            "            found.append((s.start, s.end, inside[0].of(text)))\n"
            "    return found",
        ),
        Misconception(
            "no names",
            "Your spans have no label. Who said it? The third part of each is the full name.",
            _HEAD + "    return [(p.start, p.end, '') for p in quoted_pieces(text)]",
        ),
    )
    praise = (
        "Your desk says who said what on articles that it was not made for, reports without marks "
        "included. That is what this course was about."
    )

    def gold_of(self, article: Article) -> Sequence[Span]:
        """The content of each quote whose speaker is known, under the speaker's name."""
        return [
            quote.content.labelled(quote.resolved) for quote in article.quotes if quote.resolved
        ]

    def reference(self, text: str) -> Sequence[Span]:
        """What the pipeline of newsbook gives."""
        return [
            quote.content.labelled(quote.resolved)
            for quote in analyse(text).quotes
            if quote.resolved
        ]
