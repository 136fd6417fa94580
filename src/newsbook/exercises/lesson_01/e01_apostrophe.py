"""1.1: one character, two jobs."""

from newsbook.exercises import ChoiceExercise, Option


class OneCharacterTwoJobs(ChoiceExercise):
    """The right single quotation mark is also the apostrophe."""

    id = "1.1"
    title = "One character, two jobs"
    skill = "tell characters apart that look alike"
    points = 1
    minutes = 3
    question = (
        "A program is to delete the closing quote mark of ‘interconnected’ wherever it occurs. "
        "It deletes every `’` (RIGHT SINGLE QUOTATION MARK) of the article. What happens?"
    )
    options = (
        Option(
            "a",
            "The closing quote mark goes, and nothing else changes.",
            "Look at the list of unusual characters again: how often does `’` occur, and how many "
            "words stand in single quote marks?",
        ),
        Option("b", "`it’s` becomes `its`, and `Yoon’s` becomes `Yoons`.", "", right=True),
        Option(
            "c",
            "`‘` goes as well, since it is the same character turned round.",
            "They look like a pair, but Python compares numbers. Do the two have the same name?",
        ),
        Option(
            "d",
            "Nothing happens: the article uses the straight mark `'`.",
            "The straight mark is the one on your keyboard. Did it occur in the list for this "
            "article?",
        ),
    )
    hints = (
        "Which words of the article, other than ‘interconnected’, have a `’` in them?",
        "Is there any difference between the mark that closes ‘interconnected’ and the one in "
        "`it’s`?",
    )
    praise = (
        "The same character closes a quotation and stands inside words. Only its neighbours tell "
        "which job it does."
    )
