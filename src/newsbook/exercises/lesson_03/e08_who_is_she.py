"""3.8: he, she and the names behind them, in a story from Montana."""

from newsbook.exercises import QuoteExercise, QuoteTrap
from newsbook.exercises.lesson_03.passages import passage

_TEXT, _QUOTES = passage("missing_hikers", "These are not rookies", "Around is eight miles")


class WhoIsShe(QuoteExercise):
    """Eight quotes; three of them by *he* or *she*, two without any speaker of their own."""

    id = "3.8"
    title = "Who is she?"
    skill = "tie a pronoun, and a quote without a speaker, to a full name"
    points = 4
    minutes = 14
    question = (
        "Mark what is said, its cue and its speaker, and choose the full name. Some quotes stand "
        "in marks, some do not. A quote on the far side of its tag, in a sentence of its own, "
        "has a name and neither cue nor speaker."
    )
    article = _TEXT
    gold = _QUOTES
    names = (
        "Wade Halberg",
        "Bev Stordahl",
        "Marla Old Elk",
        "Joost ter Horst",
        "Marloes Kuipers",
        "Bitter Fork County Sheriff's Office",
        "Montana Army National Guard",
    )
    traps = (
        QuoteTrap(
            "she is the last who spoke",
            "The one who spoke last is somebody else. Whom is this paragraph about?",
            quote="dog teams from Missoula",
            resolved="Bev Stordahl",
        ),
        QuoteTrap(
            "he is the last who was named",
            "A pilot is spoken of. But whose is the `He` that the paragraph begins with?",
            quote="a pilot with the Montana",
            resolved="Montana Army National Guard",
        ),
        QuoteTrap(
            "the office for the person",
            "An office got a call. Who talked about a suitcase, and about cheese?",
            quote="the couple had left",
            resolved="Bitter Fork County Sheriff's Office",
        ),
    )
    hints = (
        "How many quotes open with a mark, and which sentences have `said` but no marks?",
        "Where is the subject of the sentence before `She said`, and what is her full name?",
        "A quote stands on both sides of `Halberg said.` Which side has the tag in its sentence?",
    )
    praise = "Eight quotes and three people: you carried the names as a reader does."
