"""2.1: what is a name, and what sort of name?"""

from newsbook.exercises import MatchExercise, Pair


class NameOrNot(MatchExercise):
    """The guidelines on cases that the article does not have."""

    id = "2.1"
    title = "Name or no name?"
    skill = "tell a name from other words, and give it a label by its form"
    points = 2
    minutes = 5
    question = "Which label do the guidelines give to the words that come first in each line?"
    labels = ("PERSON", "ORG", "GPE", "LOC", "NORP", "DATE", "no name")
    pairs = (
        Pair(
            "a",
            "`Mayor` in `Mayor Nora Quill spoke`",
            "no name",
            {
                "PERSON": "In a, next year somebody else may be mayor. Whose name would the word "
                "be then?"
            },
            "Look at a again: what is the office, and what is the name?",
        ),
        Pair(
            "b",
            "`French` in `French farmers`",
            "NORP",
            {
                "GPE": "In b, is it the country itself, or an adjective that is made from it?",
                "no name": "In b, the word has a capital although it is an adjective. What is it "
                "made from, and which label is for that?",
            },
        ),
        Pair(
            "c",
            "`France` in `France will sign the treaty`",
            "GPE",
            {
                "ORG": "In c a government acts. But does the guideline ask for the meaning, or for "
                "the form?",
                "NORP": "In c, could you put another noun behind the word, as in “… farmers”?",
            },
        ),
        Pair(
            "d",
            "`Riverside Hospital` in `doctors at Riverside Hospital`",
            "ORG",
            {
                "LOC": "In d, can it employ doctors, and can it make a statement? A bridge cannot.",
                "GPE": "In d, has it a mayor or a parliament?",
            },
        ),
        Pair(
            "e",
            "`Mill Bridge` in `traffic on Mill Bridge`",
            "LOC",
            {
                "GPE": "In e, has what is named here a government of its own?",
                "no name": "In e, how many of these are there in town?",
            },
        ),
        Pair(
            "f",
            "`the harbour` in `ships in the harbour`",
            "no name",
            {"LOC": "In f, do the words alone tell you which one? Would they serve in any town?"},
        ),
        Pair(
            "g",
            "`next Tuesday` in `will vote next Tuesday`",
            "DATE",
            {"no name": "In g, could you put a finger on it in a calendar, if you knew today?"},
        ),
        Pair(
            "h",
            "`three weeks` in `for three weeks`",
            "no name",
            {"DATE": "In h, where in the calendar does it begin? Is it a day, or a length?"},
        ),
    )
    hints = (
        "Who or what is the one thing that the words stand for? If there is none, is it a name?",
        "For places: has it a government? For times: can you find it on a calendar?",
        "Where the meaning pulls one way and the form another, which of the two do the guidelines "
        "follow, and why?",
    )
    praise = "You label by form. So will the next annotator, and that is what the rule is for."
