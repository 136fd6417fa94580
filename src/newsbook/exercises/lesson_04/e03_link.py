"""4.3: link every quote of an unseen story to who said it."""

from newsbook.exercises import QuoteExercise, QuoteTrap
from newsbook.exercises.quote_form import quote_of

STORY = """\
Clock of Gullholm stops at ten past four

The town clock of Gullholm stopped at ten past four on Monday. Astrid Lund, the mayor, is in no \
hurry.

“For once it is right twice a day,” Lund told the council. “That is more than can be said of us.”

Per Holm, the clockmaker, disagreed. He said that the spring was “tired, not dead”.

“Give me a week,” he added.

Repairs would cost 4,000 crowns, according to Maja Ek, who keeps the town’s books.
"""


class LinkTheStory(QuoteExercise):
    """All three kinds of quotes, a pronoun, and a quote that nobody is named beside."""

    id = "4.3"
    title = "Fill the desk by hand"
    skill = "say who said what, for every quote of a story"
    points = 4
    minutes = 12
    question = (
        "Mark every quote of this story, in quotation marks or without. Give each its cue, its "
        "speaker and the speaker’s full name, as far as the sentence and the story give them."
    )
    article = STORY
    names = ("Astrid Lund", "Per Holm", "Maja Ek")
    gold = (
        quote_of(
            STORY, "“For once it is right twice a day,”",
            cue="told", speaker="Lund", resolved="Astrid Lund",
        ),
        quote_of(STORY, "“That is more than can be said of us.”", resolved="Astrid Lund"),
        quote_of(
            STORY, "the spring was “tired, not dead”",
            cue="said", speaker="He", resolved="Per Holm",
        ),
        quote_of(STORY, "“Give me a week,”", cue="added", speaker="he", resolved="Per Holm"),
        quote_of(
            STORY, "Repairs would cost 4,000 crowns",
            cue="according to", speaker="Maja Ek", resolved="Maja Ek",
        ),
    )  # fmt: skip
    traps = (
        QuoteTrap(
            "only the marked words",
            "You have the words between the marks. What else does the clockmaker say about the "
            "spring?",
            quote="the spring was",
            content="“tired, not dead”",
        ),
        QuoteTrap(
            "he is the mayor",
            "“He” stands in the paragraph of the clock. Who was named last before it?",
            quote="the spring was",
            resolved="Astrid Lund",
        ),
        QuoteTrap(
            "disagreeing is saying",
            "That he disagreed is told; but what did he say? Is there a clause that could stand "
            "after “he said:”?",
            content="disagreed",
        ),
    )
    hints = (
        "How many pairs of quotation marks are there? And which sentence tells what somebody said "
        "without any?",
        "The second sentence in marks has no cue beside it. Who has just been speaking?",
        "Where does what he said about the spring begin: at the mark, or before it? Is “that” a "
        "part of it?",
    )
    praise = (
        "Five quotes, three people: in marks, half in marks and without. This is what the desk "
        "needs before it can count anything."
    )
