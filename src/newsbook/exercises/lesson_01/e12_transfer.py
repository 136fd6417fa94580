"""1.12: a tokeniser of your own, on an article you have not seen."""

from collections.abc import Sequence

from newsbook.articles import Article
from newsbook.exercises import Case, CodeExercise, Json, Misconception, State
from newsbook.scoring import Score, score
from newsbook.spans import from_json

ENOUGH = 0.97
"""The F1 that is asked for: a few surprises are forgiven, a missing rule is not."""


class YourTokeniser(CodeExercise):
    """Scored against the gold of a practice article."""

    id = "1.12"
    title = "Your tokeniser on unseen news"
    skill = "build a tokeniser that holds on text you did not design it for"
    points = 4
    minutes = 15
    answer_name = "my_tokens"
    returns = "a list of (start, end) pairs"
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
            "breaks words at marks",
            "Nothing is lost, but hyphens and apostrophes tear words apart. Which branches of the "
            "lesson's pattern mend that?",
            "def my_tokens(text):\n"
            "    return [m.span() for m in re.finditer(r'\\w+|[^\\w\\s]', text)]",
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

    def make_cases(self) -> Sequence[Case]:
        """One case: an article written for this project, with its gold."""
        article = Article.load("harbour_bridge")
        gold = [[span.start, span.end] for span in article.gold("tokens")]
        return (Case((article.text,), gold),)

    def gives(self, outcome: Json, case: Case) -> bool:
        """Good enough is an F1 of at least `ENOUGH`."""
        result = self._score(outcome, case)
        if result is None or result.f1 < ENOUGH:
            return False
        # The score counts a token once however often it is given; a tokeniser gives it once.
        return len(outcome["value"]) == len(result.matched) + len(result.invented)

    def explain(self, case: Case, outcome: dict[str, Json]) -> tuple[State, str]:
        """The F1 so far, and one place to look at."""
        result = self._score(outcome, case)
        if result is None:
            value = outcome.get("value")
            if isinstance(value, list) and value:
                return State.NOT_YET, (
                    f"Wanted is {self.returns}, but its first item is {value[0]!r:.40}. What are "
                    "that token's two offsets?"
                )
            return super().explain(case, outcome)
        if len(outcome["value"]) > len(result.matched) + len(result.invented):
            return State.NOT_YET, "Some tokens are in your list twice. Once is enough."
        text = case.inputs[0]
        place = min([*result.missed, *result.invented])
        around = " ".join(text[max(0, place.start - 15) : place.end + 15].split())
        return State.NOT_YET, (
            f"F1 is {result.f1:.3f}; {ENOUGH} is asked. Your tokens first leave the guidelines "
            f"near “{around}”."
        )

    @staticmethod
    def _score(outcome: Json, case: Case) -> Score | None:
        """The score of an outcome, or None where it is no list of spans of the text."""
        try:
            predicted = from_json(outcome.get("value"))
        except ValueError:
            return None
        if any(span.end > len(case.inputs[0]) for span in predicted):
            return None
        return score(from_json(case.expected), predicted, labels=False)
