"""2.8: mend what a tagger did."""

from newsbook.exercises import CallsIt, CutsShort, LeavesOut, Marks, SpanExercise, TakesIn
from newsbook.spans import Span, from_words

TEXT = (
    "The pool on Station Road, opened in 1936 and ‘temporarily’ shut in September, is one of two "
    "open-air baths left in Derbyshire. Amber Dale Borough Council’s cabinet will decide what "
    "becomes of it at the town hall in Ripley on Thursday, July 10. A report by officers says the "
    "site could be ‘repurposed for informal parking’.\n\n"
    "Coun Giles Fanshawe-Cope (Con, Upper Dale), who holds the purse strings, said the council had "
    "‘looked under every cushion’ and the pool lost £168 each time somebody got in. ‘I’m told I "
    "hate children,’ he said. ‘I’ve got four.’\n\n"
    "But Coun Jaswinder Sandhu (Lab, Crichdale North) called the figure ‘back-of-an-envelope "
    "stuff’. She claimed that the wet summer of 2024 had been counted twice.\n\n"
    "Her Labour colleague Maureen Outram asked why no bid had been made to the Heritage Pools "
    "Fund, and was told the form ran to 46 pages. ‘I’d have filled it in myself,’ said Coun Outram."
)


def _marked(*pairs: tuple[str, str]) -> list[Span]:
    places = from_words(TEXT, [words for words, _ in pairs])
    return [place.labelled(label) for place, (_, label) in zip(places, pairs, strict=True)]


class MendATagger(SpanExercise):
    """A local newspaper's article, as a tagger marked it."""

    id = "2.8"
    title = "Mend what a tagger did"
    skill = "find and mend a tagger's mistakes in an article"
    points = 4
    minutes = 10
    question = (
        "A tagger has marked this passage of a local newspaper, and made a few mistakes. Mend "
        "them: change labels and edges, take away what is no name, add what is missing."
    )
    text = TEXT
    gold = (
        ("Station Road", "LOC"), ("1936", "DATE"), ("September", "DATE"), ("Derbyshire", "GPE"),
        ("Amber Dale Borough Council", "ORG"), ("Ripley", "GPE"), ("Thursday, July 10", "DATE"),
        ("Giles Fanshawe-Cope", "PERSON"), ("Con", "NORP"), ("Upper Dale", "LOC"),
        ("Jaswinder Sandhu", "PERSON"), ("Lab", "NORP"), ("Crichdale North", "LOC"),
        ("summer of 2024", "DATE"), ("Labour", "ORG"), ("Maureen Outram", "PERSON"),
        ("Heritage Pools Fund", "ORG"), ("Outram", "PERSON"),
    )  # fmt: skip
    start = _marked(
        ("Station Road", "LOC"), ("1936", "DATE"), ("September", "DATE"), ("Derbyshire", "GPE"),
        ("Amber Dale Borough Council", "ORG"), ("Ripley", "GPE"), ("Thursday", "DATE"),
        ("July 10", "DATE"), ("Giles Fanshawe-Cope", "PERSON"), ("Con", "GPE"),
        ("Upper Dale", "PERSON"), ("Jaswinder Sandhu", "PERSON"), ("Lab", "GPE"),
        ("Crichdale North", "ORG"), ("summer of 2024", "DATE"), ("Maureen Outram", "PERSON"),
        ("Heritage Pools Fund", "ORG"), ("Outram", "PERSON"),
    )  # fmt: skip
    traps = (
        CallsIt(
            "GPE",
            "NORP",
            "What stands in brackets after a politician's name? Look at the short word before the "
            "comma: is it a place?",
        ),
        CallsIt(
            "PERSON",
            "LOC",
            "A part of the town for which somebody was elected is called a person. What do the "
            "guidelines say of wards?",
        ),
        CallsIt(
            "ORG",
            "LOC",
            "One ward, a part of the town, is called an organisation. Could it speak or sue?",
        ),
        CallsIt(
            "GPE",
            "LOC",
            "One place has no government of its own, though its councillor has a seat. Which "
            "label is for those?",
        ),
        CutsShort(
            "One date has been taken to pieces. How many dates is it, however many its parts?",
            "Thursday",
        ),
        CallsIt(
            "NORP",
            "ORG",
            "A party's own name is marked as its followers. Which row of the guidelines is about "
            "an adjective before a person?",
        ),
        TakesIn(("Coun",), "`Coun` is short for “councillor”. Is an office in a name?", "PERSON"),
        Marks(
            ("council", "town hall", "officers"),
            "You have marked a word without a name in it. Which one in the world does it name?",
            "ORG",
        ),
        LeavesOut("NORP", "Two words say which party somebody is of. Where have they gone?"),
    )
    overlapping = False
    shows_gold_after = 5
    hints = (
        "Go through the labels one by one. Which mark is under a label that cannot be right?",
        "Which word with a capital is not marked at all, though it names a party?",
        "When does the cabinet decide: on how many dates?",
    )
    praise = (
        "Those are the mistakes that taggers make: short forms, wards, parties, dates in pieces. "
        "You now read an output as an editor does."
    )
