"""1.8: which dots end a sentence?"""

from newsbook.exercises import ChoiceExercise, Option


class WhichDots(ChoiceExercise):
    """A dot can shorten a word, end a sentence, or do both."""

    id = "1.8"
    title = "Which dots end a sentence?"
    skill = "see why splitting at dots is not enough"
    points = 2
    minutes = 4
    many = True
    question = "Choose every line in which the dot before the bar `|` ends a sentence."
    options = (
        Option(
            "a",
            "“And this just highlights how we are interconnected.|”",
            "A quote mark follows, but what has just been completed? Look at the first line again.",
            right=True,
        ),
        Option(
            "b",
            "security amid N.| Korean support to Russia",
            "In b, is what comes before the dot a whole sentence? A capital letter follows for "
            "another reason.",
        ),
        Option(
            "c",
            "The talks began at 5 p.m.| on Sunday.",
            "In c, does the next word begin a new thought, or go on with the same one?",
        ),
        Option(
            "d",
            "They ended at 5 p.m.| Park thanked NATO.",
            "One dot can do two jobs at once. What begins after the `p.m.` before Park?",
            right=True,
        ),
        Option(
            "e",
            "Dr.| Kim was there.",
            "Who would be left alone in the second sentence? A title never ends one.",
        ),
    )
    hints = (
        "Read what stands before the bar. Could it stand alone?",
        "A dot that shortens a word can still end a sentence. In which line does a new thought "
        "begin right after a short form?",
    )
    praise = "You looked at what stands on both sides of each dot. That is what Punkt learns to do."
