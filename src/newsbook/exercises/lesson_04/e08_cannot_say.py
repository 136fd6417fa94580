"""4.8: what a count of quotes can say, and what it cannot."""

from newsbook.exercises import ChoiceExercise, Option


class WhatItCannotSay(ChoiceExercise):
    """Which sentences does the desk's count support?"""

    id = "4.8"
    title = "What the count cannot say"
    skill = "tell what a count shows from what one would like it to show"
    points = 2
    minutes = 5
    many = True
    question = (
        "The desk has counted 40 articles by hand-made gold: 86 of 734 quotes have no name; of the "
        "101 speakers whom a “he” or “she” stands for, 54 are “she”. Which sentences follow from "
        "that? Choose all that do."
    )
    options = (
        Option(
            "a",
            "More than every tenth quote in these articles has a speaker whom they do not name.",
            "Divide the two numbers of the first count. What does the quotient say?",
            right=True,
        ),
        Option(
            "b",
            "Most people who are quoted in these articles are women.",
            "How many people are quoted for whom no pronoun stands? What do you know of them?",
        ),
        Option(
            "c",
            "Among the speakers for whom a “he” or “she” stands, more are “she”.",
            "Compare 54 with the rest of 101. Of whom is that said, and of whom not?",
            right=True,
        ),
        Option(
            "d",
            "Newspapers quote women about as often as men.",
            "Which newspapers were counted? Were these articles drawn from what newspapers print?",
        ),
        Option(
            "e",
            "Journalists leave out names because people are afraid to be quoted.",
            "The count says how often. Where would it say why?",
        ),
    )
    hints = (
        "For each sentence ask: of which articles, of which people, and is it how often or why?",
        "Which sentence is about more people than were counted, and which about fewer?",
    )
    praise = (
        "A count says how often, in these articles, of those who were counted. Every word beyond "
        "that needs another reason."
    )
