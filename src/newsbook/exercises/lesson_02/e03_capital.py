"""2.3: what a capital is to Python."""

from newsbook.exercises import Line, PredictExercise, Prediction


class CapitalsInPython(PredictExercise):
    """isupper, istitle and look-ups, on strings with names in them."""

    id = "2.3"
    title = "What a capital is to Python"
    skill = "predict what tests for capitals and look-ups make of names"
    points = 2
    minutes = 5
    question = "What does each line give? Commit before you know."
    predictions = (
        Prediction(
            key="a",
            lines=(
                Line(
                    "[w for w in 'We met Park in Seoul'.split() if w[0].isupper()]",
                    {
                        "['Park', 'Seoul']": "You left out a word that is no name. Does Python "
                        "know what a name is?",
                    },
                ),
                Line(
                    "[w for w in 'And NATO said so'.split() if w[0].isupper()]",
                    {"['NATO']": "Which words begin with a large letter, name or not?"},
                ),
            ),
            why="Only the first letter of each word counts, and only whether it is large.",
        ),
        Prediction(
            key="b",
            lines=(
                Line(
                    "'NATO'.istitle()",
                    {
                        "True": "istitle() asks for a capital “and then small letters”. What "
                        "comes after the first letter here?"
                    },
                ),
                Line("'Nato'.istitle()", {"False": "A capital, then small letters: is it so?"}),
            ),
            why="istitle() is about the letters behind the first one, too.",
        ),
        Prediction(
            key="c",
            lines=(
                Line(
                    "'“Park'[0].isupper()",
                    {"True": "Which character is number 0? Is it a letter at all?"},
                ),
                Line("'‘NATO'[0].isupper()", {"True": "Which character is number 0?"}),
            ),
            why="A quotation mark is a character like any other, and it is not large.",
        ),
        Prediction(
            key="d",
            lines=(
                Line(
                    "'49ers'[0].isupper()",
                    {"True": "Which character is number 0? Can it be large at all?"},
                ),
                Line("'1st'[0].islower()", {"True": "What is not large need not be small."}),
            ),
            why="A digit is neither large nor small, so neither test holds.",
        ),
        Prediction(
            key="e",
            lines=(
                Line(
                    "{'Park': 'PERSON', 'NATO': 'ORG'}.get('PARK', 'not there')",
                    {
                        "PERSON": "A dictionary compares strings character by character. Is it the "
                        "same string?",
                        "'PERSON'": "A dictionary compares strings character by character. Is it "
                        "the same string?",
                    },
                ),
                Line(
                    "{'Park': 'PERSON', 'NATO': 'ORG'}.get('NATO’s', 'not there')",
                    {"ORG": "Is the whole string a key of the dictionary?"},
                ),
            ),
            why="get() gives the second value when the first is not a key, exactly as written.",
        ),
    )
    hints = (
        "For a: put a finger under each word's first letter. Which are large?",
        "For b: what would a headline look like, and what an abbreviation?",
        "For e: write the two strings below each other. Are they the same in every place?",
    )
    praise = (
        "Python sees letters, not names. So every test that you write has to say what it means."
    )
