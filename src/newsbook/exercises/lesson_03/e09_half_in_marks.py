"""3.9: partial quotes and indirect speech, in a story about mackerel."""

from newsbook.exercises import QuoteExercise, QuoteTrap
from newsbook.exercises.lesson_03.passages import passage

_TEXT, _QUOTES = passage(
    "fishing_talks", "The talks, in a former net loft", "Oslo’s chief delegate"
)


class HalfInMarks(QuoteExercise):
    """Eight quotes: two partial ones, five without marks, one direct; three of nobody by name."""

    id = "3.9"
    title = "Half in marks, and not at all"
    skill = "mark the whole of what is reported, with few quotation marks to show it or none"
    points = 4
    minutes = 16
    question = (
        "Mark all that is reported, not only what stands in marks: the clause that could follow "
        "“X said:”, without `that` and without the sentence's dot. Then its cue, its speaker, and "
        "the full name; where the article gives none, it stays “not named”."
    )
    article = _TEXT
    gold = _QUOTES
    names = (
        "Jóhanna á Lakjuni",
        "Struan MacAskill-Rose",
        "Lerwick Pelagic Association",
        "Torbjørn Wiik",
    )
    traps = (
        QuoteTrap(
            "only the first clause",
            "One report has a second clause, joined by `and`. Is she said to have said that, too?",
            quote="the parties were",
            content="the parties were “a net’s width away”",
        ),
        QuoteTrap(
            "the marks alone, and the clause lost",
            "The diplomat's sentence does not begin at his quotation mark. What else did he say?",
            quote="the tonnages had been settled",
            content="only “the question of whose inspector climbs whose ladder” was left",
        ),
        QuoteTrap(
            "a name for one who has none",
            "This diplomat would not be named. Where does the article tell you who it is?",
            quote="the tonnages had been settled",
            resolved="Torbjørn Wiik",
        ),
        QuoteTrap(
            "what they remembered",
            "To remember is to think. What does the next sentence report, and from whom?",
            content="the night differently",
        ),
        QuoteTrap(
            "one of two officials gets a name",
            "Two officials, and neither has a name in the article. Whom would a guess wrong?",
            quote="it had been the Norwegians",
            resolved="Struan MacAskill-Rose",
        ),
    )
    hints = (
        "Which sentences have a verb of saying but no quotation marks? Do not forget `observed`.",
        "Read aloud “She said:” and then what you marked. Is it a whole sentence? Does it go on?",
        "Two cues are longer than a word, or stand where you don't expect them. Where does a "
        "sentence begin with its cue?",
    )
    praise = (
        "You heard eight voices with hardly a mark to go by, and gave no name where there was none."
    )
