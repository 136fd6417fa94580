"""An exercise for the browser tests of the quote linker; copied beside each test's notebook."""

from newsbook.exercises import QuoteExercise, QuoteTrap, quote_of

__all__ = ["SAID", "Said", "quote_of"]

SAID = (
    "Mayor Ada Ray opened the bridge, which fishermen call the “Iron Heron”.\n\n"
    "“It holds,” said the engineer, Bo Li. He told them that it was “tired, not broken”.\n\n"
    "“We shall see.”"
)


class Said(QuoteExercise):
    id = "9.7"
    title = "Who said what?"
    skill = "link quotes to their speakers"
    points = 4
    minutes = 5
    hints = ("Which word says that somebody spoke?", "Who is “he”?")
    praise = "Each quote has its speaker."
    question = "Mark each quote, with its `cue` and its speaker."
    article = SAID
    gold = (
        quote_of(SAID, "“It holds,”", cue="said", speaker="Bo Li", resolved="Bo Li"),
        quote_of(SAID, "it was “tired, not broken”", cue="told", speaker="He", resolved="Bo Li"),
        quote_of(SAID, "“We shall see.”", resolved="Bo Li"),
    )
    names = ("Ada Ray", "Bo Li")
    asks = ("content", "cue", "speaker", "resolved", "kind")
    traps = (
        QuoteTrap("name in marks", "Does the bridge’s name say anything?", content="“Iron Heron”"),
    )
