"""Exercises that exist for the browser tests alone; copied beside each test's notebook."""

from newsbook.exercises import (
    BoundaryExercise,
    ChoiceExercise,
    ExtraLine,
    Line,
    MatchExercise,
    Option,
    OrderExercise,
    Pair,
    PredictExercise,
    Prediction,
    Trap,
)
from newsbook.spans import Span, words
from newsbook.widgets import Choice, Match, Order, Predict, TokenEditor, widget_for

__all__ = [
    "NASTY", "Choice", "Counting", "Dates", "Emoji", "Hostile", "HostileChoice", "Labels",
    "Lengths", "Line", "Match", "Option", "Order", "Predict", "Prediction", "Span", "TokenEditor",
    "Tokens", "Traits", "Who", "widget_for", "words",
]  # fmt: skip


class Tokens(BoundaryExercise):
    id = "9.1"
    title = "Where does a token end?"
    skill = "split punctuation from words"
    points = 3
    minutes = 4
    hints = ("Which marks belong to no word?", "What does the full stop after N tell you?")
    praise = "Right: marks stand alone, but an abbreviation keeps its full stop."
    question = "Split this line into tokens, as the guidelines ask. White space already separates."
    text = "Yoon said N.Korean troops, “10,000 of them”, help Russia’s war."
    gold = (
        "Yoon", "said", "N.", "Korean", "troops", ",", "“", "10,000", "of", "them", "”", ",",
        "help", "Russia", "’s", "war", ".",
    )  # fmt: skip
    traps = (
        Trap("N.Korean", "Are `N.` and `Korean` one word, or did a space get lost between them?"),
        Trap("war.", "Does the full stop belong to the word before it?"),
    )


class Emoji(Tokens):
    id = "9.2"
    title = "Offsets behind an emoji"
    text = "🙂👩‍👩‍👧 Seoul🇰🇷, yes"
    gold = ("🙂", "👩‍👩‍👧", "Seoul", "🇰🇷", ",", "yes")
    traps = ()


class Who(ChoiceExercise):
    id = "9.3"
    title = "Whose words are these?"
    skill = "tell a speaker from a subject"
    points = 1
    minutes = 2
    hints = ("Who opens their mouth?", "Look for the verb `said`.")
    praise = "Right: the subject of the cue verb is the speaker."
    question = "In “We will respond,” `said` Yoon, who is the speaker?"
    options = (
        Option("a", "The first name in the sentence", "Would that still hold in a question?"),
        Option("b", "The subject of `said`", "", right=True),
        Option("c", "Whoever is spoken of", "Is being spoken of the same as speaking?"),
    )


class Traits(Who):
    id = "9.4"
    title = "What makes a quote?"
    question = "Which of these does every direct quote in this article have?"
    many = True
    options = (
        Option("a", "Quotation marks", "How do you see where it starts?", right=True),
        Option("b", "A speaker in the same paragraph", "Have you read the fourth paragraph?"),
        Option("c", "A span of text", "What could you then mark?", right=True),
    )


class Lengths(PredictExercise):
    id = "9.5"
    title = "What does Python count?"
    skill = "predict lengths"
    points = 2
    minutes = 3
    hints = ("Count the marks too.", "Is a curly apostrophe a character?")
    praise = "Right: every code point counts, seen or not."
    question = "Write down what each line gives before you see it."
    predictions = (
        Prediction(
            "a",
            (
                Line("len('it’s')", {"3": "Does the apostrophe not count?"}),
                Line("len('we’ll')", {"4": "Does the apostrophe not count?"}),
            ),
            "Count again, mark by mark.",
        ),
        Prediction(
            "b",
            (Line("'N.Korean'.split('.')"), Line("'U.S.'.split('.')")),
            "What stands on each side of the full stop?",
        ),
        Prediction("c", (Line("'Seoul'.upper()"), Line("'Nato'.lower()")), "Look at the method."),
    )


class Dates(Lengths):
    """Values so long that no id or time in the page has them by chance."""

    id = "9.6"
    predictions = (
        Prediction(
            "a", (Line("6 * 70071234567891"), Line("5 * 70071234567891")), "Multiply again."
        ),
        Prediction(
            "b", (Line("3 * 70071234567891"), Line("2 * 70071234567891")), "Multiply again."
        ),
    )


class Counting(OrderExercise):
    id = "9.10"
    title = "A program in pieces"
    skill = "order the lines of a loop"
    points = 2
    minutes = 4
    hints = ("What must come before the loop?", "Which line runs once for each token?")
    praise = "Right: what is counted starts at 0 before the loop."
    question = "Put the lines in order, so that `count` counts the tokens. One line is in the way."
    program = (
        "def count(text):",
        "    total = 0",
        "    for token in tokenise(text):",
        "        total = total + 1",
        "    return total",
    )
    extra = (ExtraLine("total = text", "Can a text be counted up by one?"),)


class Labels(MatchExercise):
    id = "9.11"
    title = "Which label?"
    skill = "tell the labels apart"
    points = 2
    minutes = 3
    hints = ("Is it a place, or does it describe one?", "What answers *when?*")
    praise = "Right: an adjective of nationality is no place."
    question = "Which label does each name get?"
    labels = ("PERSON", "ORG", "GPE", "NORP", "DATE")
    pairs = (
        Pair("a", "South Korean", "NORP", {"GPE": "Is it a place, or does it describe one?"}),
        Pair("b", "NATO", "ORG"),
        Pair("c", "Seoul", "GPE"),
    )


NASTY = (
    "<script>window.hacked=1</script> <img/src=x/onerror=window.hacked=2> \u202eliam\u202c a\u200bb"
)


class Hostile(Tokens):
    id = "9.7"
    title = "<img src=x onerror=window.hacked=3>"
    question = "<b onmouseover=window.hacked=4>Split</b> `<i>this</i>`"
    text = NASTY
    gold = NASTY.split()
    traps = ()


class HostileChoice(Who):
    id = "9.8"
    question = NASTY
    options = (
        Option("a", "<script>window.hacked=5</script>", "no"),
        Option("b", "`<img src=x onerror=window.hacked=6>`", "", right=True),
    )
