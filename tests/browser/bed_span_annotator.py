"""Exercises for the browser tests of the span annotator; copied beside each test's notebook."""

from newsbook.articles import Article
from newsbook.exercises import CallsIt, LeavesOut, SpanExercise, TakesIn
from newsbook.spans import Span
from newsbook.widgets import SpanAnnotator, widget_for

__all__ = ["MEANINGS", "Article", "Marked", "Span", "SpanAnnotator", "widget_for"]

MEANINGS = {
    "PERSON": "a person’s name, without title or office",
    "ORG": "alliances, councils, companies, agencies",
    "GPE": "countries, cities: places with a government",
    "LOC": "other places that have a name",
    "NORP": "nationalities, peoples, faiths",
    "DATE": "what can be found on a calendar",
}


class Marked(SpanExercise):
    id = "9.1"
    title = "Who is named?"
    skill = "mark names"
    points = 3
    minutes = 4
    hints = ("Where does the name begin?", "Is an office a name?")
    praise = "Right: a name is marked without its title."
    question = "Mark each name, with the label that fits."
    text = "President Yoon met Park Jin in Seoul.\n\nThe Russian minister stayed away."
    gold = (("Yoon", "PERSON"), ("Park Jin", "PERSON"), ("Seoul", "GPE"), ("Russian", "NORP"))
    labels = MEANINGS
    traps = (
        TakesIn(("President",), "Is an office part of a name?", "PERSON"),
        CallsIt("GPE", "NORP", "Is that a country, or an adjective made of one?"),
        LeavesOut("NORP", "One label is not used yet. What is it for?"),
    )
