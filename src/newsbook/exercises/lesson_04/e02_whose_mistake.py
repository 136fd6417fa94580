"""4.2: a wrong row in the table; which step made the mistake?"""

from newsbook.exercises import MatchExercise, Pair


class WhoseMistake(MatchExercise):
    """An early mistake travels; trace each back to the step that made it."""

    id = "4.2"
    title = "Whose mistake is it?"
    skill = "trace a wrong row back to the step that made it"
    points = 3
    minutes = 6
    question = (
        "Each of these rows of a table is wrong. Which is the first step that went wrong? The "
        "steps after it only passed the mistake on."
    )
    labels = ("tokens", "sentences", "entities", "quotes", "people")
    pairs = (
        Pair(
            "a",
            "The text: `“Lee’s boat is safe,” said Ek.` By the row Ek speaks about "
            "`Lee’s`, with the ’s.",
            "tokens",
            {
                "entities": "The tagger can only choose whole tokens. Could it have left the ’s "
                "out?",
                "people": "The name was wrong before anybody looked whose it is. Where does the "
                "name end, and who decided that?",
            },
            "What is too much at the end of that name, and which step decides where words end?",
        ),
        Pair(
            "b",
            "The text: `“It was late,” said Georgia Hill.` The row has no name; the list of "
            "entities has `Georgia`, a GPE, and no Hill.",
            "entities",
            {
                "people": "Whose name it is can only be asked of names that were found. Was this "
                "one?",
                "quotes": "The words and the verb of saying are there. What is it that this row "
                "lacks?",
            },
            "Look at what the list of entities should have had.",
        ),
        Pair(
            "c",
            "The text: `Lee was one of the “lucky few”.` The row has Lee say “lucky few”.",
            "quotes",
            {
                "entities": "Lee was found, and is a person. What is wrong with the rest of the "
                "row?",
                "people": "It is the right Lee. But does anybody speak here?",
            },
            "Is anybody said to have said these words?",
        ),
        Pair(
            "d",
            "The text: `Ann Lee met her brother Bo Lee. “I am late,” said Bo.` The row: Ann Lee "
            "said “I am late,”.",
            "people",
            {
                "entities": "`Ann Lee`, `Bo Lee` and `Bo` are all in the list of entities, as "
                "PERSON. What was done with them?",
                "quotes": "The quote is right and so is the mention, `Bo`. Which step says whose "
                "mention that is?",
            },
            "The mention is right. Who was it taken for?",
        ),
        Pair(
            "e",
            "The text: `He met Dr. Lee. “Sit,” she said.` The entities have `Dr.` at the end of a "
            "sentence and `Lee` at the start of the next one.",
            "sentences",
            {
                "tokens": "The dot belongs to `Dr.`, as the guidelines want it. What was taken "
                "for an end here?",
                "entities": "The tagger looks at one sentence at a time. Who gave it this one?",
            },
            "What does a dot not always end?",
        ),
    )
    hints = (
        "Go through the steps from the first to the last: is what this step found right? Stop at "
        "the first “no”. Which one is it?",
        "For each row, ask: did somebody speak at all? Is the name marked, whole and under the "
        "right label? Is it the right person?",
    )
    praise = (
        "You mend a pipeline at the first step that is wrong. Mending the last one would hide the "
        "mistake in this row and leave it in all others."
    )
