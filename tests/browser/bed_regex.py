"""Exercises and texts for the tests of the pattern playground."""

from newsbook.articles import Article
from newsbook.exercises import Case, RegexExercise, WrongPattern
from newsbook.spans import Span
from newsbook.widgets import RegexPlayground, widget_for

__all__ = ["ARTICLE", "EMOJI", "LONG", "Capitals", "RegexPlayground", "Span", "widget_for"]

ARTICLE = Article.load("nato_seoul")
EMOJI = "🙂👩‍👩‍👧 In 1998 🇰🇷 and 2024, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"
LONG = "\n\n".join([ARTICLE.text] * 40)[:100_000]


class Capitals(RegexExercise):
    id = "9.40"
    title = "Who is shouting?"
    skill = "bound a repeat"
    points = 3
    minutes = 5
    hints = ("How many capitals are a shout?", "What stands beside a word?")
    praise = "Right: two capitals or more, and nothing else in the word."
    question = "Find each word that is written in capitals throughout, such as `NATO`."
    article = "nato_seoul"
    traps = (
        WrongPattern("capitalised", r"\b[A-Z]\w*", "Is each of these in capitals throughout?"),
        WrongPattern("single letters", r"\b[A-Z]+\b", "Is one letter alone a shout?"),
        WrongPattern("by name", "NATO|IANS", "Which names would another article have?"),
    )
    more = (Case(("The UN met.",), [[4, 6]]),)
    flags = ("i",)
    example = r"\d+"

    def make_target(self, text):
        return ["NATO"] * text.count("NATO") + ["IANS"]
