"""1.12: a tokeniser of your own, on an article you have not seen."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from newsbook.articles import Article
from newsbook.exercises import ChallengeExercise, Misconception
from newsbook.exercises.off_limits import TOKENISER
from newsbook.spans import Span
from newsbook.text.tokens import tokenise


class YourTokeniser(ChallengeExercise):
    """Scored against the gold of a practice article."""

    id = "1.12"
    title = "Your tokeniser on unseen news"
    skill = "build a tokeniser that holds on text you did not design it for"
    points = 4
    minutes = 15
    answer_name = "my_tokens"
    returns = "a list of (start, end) pairs"
    off_limits = (*TOKENISER, "newsbook.text.nltk_tokens:nltk_tokens")
    article_names = ("harbour_bridge",)
    labels = False
    # A few surprises are forgiven, a missing rule is not.
    enough = 0.97
    # Right tokens are right, whoever found them.
    copy_counts = True
    hints = (
        "`re.finditer` gives matches. Which two methods of a match are the offsets?",
        "Which of your patterns so far lost the fewest tokens, and which of its branches does a "
        "local newspaper need that this article did not?",
        "Short forms such as `Dr.` and `p.m.` keep their dots. What could a branch for a few of "
        "them look like, and where in the alternation must it stand?",
        "Which branch gets `94-year-old` first, the one for numbers or the one for words? What if "
        "a number had to be followed by something other than a hyphen: `(?!-)`?",
        "In `didn’t` a word has to stop before *n’t*. `\\w+?(?=n’t)` matches such a word; what "
        "must the next branch match?",
    )
    mistakes = (
        # The pattern that 1.5 gives: it earns nothing yet.
        Misconception(
            "breaks words at marks",
            "Nothing is lost, but hyphens and apostrophes tear words apart. Which branches of the "
            "lesson's pattern mend that?",
            "def my_tokens(text):\n"
            "    return [m.span() for m in re.finditer(r'\\w+|[^\\w\\s]', text)]",
        ),
        Misconception(
            "split on white space",
            "You cut at white space only, so the marks still stick to the words. Which pattern of "
            "the lesson sets them free?",
            "def my_tokens(text):\n    return [m.span() for m in re.finditer(r'\\S+', text)]",
        ),
        Misconception(
            "words only",
            "You kept the words and lost the marks. Which characters does your tokeniser never "
            "return?",
            "def my_tokens(text):\n    return [m.span() for m in re.finditer(r'\\w+', text)]",
        ),
        Misconception(
            "offsets by searching",
            "A word that occurs twice gets the same place twice. Where does the search start?",
            "def my_tokens(text):\n"
            "    words = re.findall(r'\\w+(?:-\\w+)*|’\\w+|[^\\w\\s]', text)\n"
            "    return [(text.find(w), text.find(w) + len(w)) for w in words]",
        ),
    )
    praise = "Your rules hold on news that they were not made for. That is the test that counts."

    def steps(self) -> Sequence[Callable[[str], Any]]:
        """Whole words and clitics, but no numbers; and the project's tokens, short forms cut."""
        joined = re.compile(r"\w+(?:-\w+)*|’\w+|[^\w\s]")
        return (
            lambda text: [match.span() for match in joined.finditer(text)],
            lambda text: [
                part
                for token in tokenise(text)
                for part in (
                    [Span(token.start, token.end - 1), Span(token.end - 1, token.end)]
                    if len(token) > 1 and text[token.end - 1] == "."
                    else [token]
                )
            ],
        )

    def gold_of(self, article: Article) -> Sequence[Span]:
        """Every token."""
        return article.gold("tokens")

    def reference(self, text: str) -> Sequence[Span]:
        """The project's own tokeniser."""
        return tokenise(text)
