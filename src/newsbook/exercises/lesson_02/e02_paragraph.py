"""2.2: mark the names of a paragraph."""

from newsbook.exercises import CallsIt, CutsShort, Joins, LeavesOut, Marks, SpanExercise, TakesIn


class MarkAParagraph(SpanExercise):
    """A paragraph that the lesson does not have, under the same guidelines."""

    id = "2.2"
    title = "Mark a new paragraph"
    skill = "mark names as written guidelines ask for it"
    points = 3
    minutes = 8
    question = "Mark every name and date, each under its label, as the guidelines have it."
    text = (
        "Kenya’s trade minister, Amina Wekesa, flew to Geneva on Tuesday for talks with Swiss "
        "officials. Ms. Wekesa will stay for three days and meet Director-General Paul Okafor of "
        "the World Tea Council.\n\n"
        "“Kenya and Switzerland are close,” South African Foreign Minister Lindiwe Moyo said in "
        "Cape Town. Her office said that Moyo would join them in May."
    )
    gold = (
        ("Kenya", "GPE"), ("Amina Wekesa", "PERSON"), ("Geneva", "GPE"), ("Tuesday", "DATE"),
        ("Swiss", "NORP"), ("Wekesa", "PERSON"), ("Paul Okafor", "PERSON"),
        ("World Tea Council", "ORG"), ("Kenya", "GPE"), ("Switzerland", "GPE"),
        ("South African", "NORP"), ("Lindiwe Moyo", "PERSON"), ("Cape Town", "GPE"),
        ("Moyo", "PERSON"), ("May", "DATE"),
    )  # fmt: skip
    traps = (
        TakesIn(
            ("Ms.", "Director-General", "Minister"),
            "A title or an office stands inside one of your spans. Is it part of the name?",
            "PERSON",
        ),
        TakesIn(("’s",), "One of your spans ends behind an apostrophe. Where does the name end?"),
        TakesIn(
            ("the",), "One of your spans begins with a small word. What is the shortest whole name?"
        ),
        Joins("One of your spans holds two names. Do the words between them belong to either?"),
        CallsIt(
            "GPE",
            "NORP",
            "You have called a word for a people a place. Is it the country, or an adjective?",
        ),
        CallsIt(
            "LOC",
            "GPE",
            "You have given LOC to a place with a government. Which label is for those?",
        ),
        Marks(
            ("three days",),
            "You have marked a length of time. Can it be found on a calendar?",
            "DATE",
        ),
        Marks(
            ("officials", "trade minister", "Her office"),
            "You have marked a description. It points to somebody, but is it a name?",
            "PERSON",
        ),
        CutsShort("One of your spans is only a part of a name. How far does the name go?"),
        LeavesOut("DATE", "When does all this happen? One label is not in use yet."),
    )
    overlapping = False
    shows_gold_after = 4
    hints = (
        "Read it once for people only, once for places, once for the rest. What is left?",
        "Which words with a capital are titles, and which are adjectives of nationality?",
        "A person can be named twice, in full and in short. Did you mark both?",
    )
    praise = (
        "The shortest whole names, each time they occur, and labels by their form: two people who "
        "mark like this agree."
    )
