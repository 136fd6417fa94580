"""1.2: predict characters, bytes and splits."""

from newsbook.exercises import Line, PredictExercise, Prediction


class PredictTheSplit(PredictExercise):
    """What len, == and split see in the article's own strings."""

    id = "1.2"
    title = "What Python sees"
    skill = "predict what len, == and split make of real text"
    points = 2
    minutes = 5
    question = "What does each line give? Commit before you know."
    predictions = (
        Prediction(
            key="a",
            lines=(
                Line(
                    "len('it’s')",
                    {
                        "3": "The apostrophe is a character like any other.",
                        "6": "That is its length in bytes. `len` counts characters.",
                    },
                ),
                Line("len('Yoon’s')", {"5": "The apostrophe is a character like any other."}),
                Line("len('‘no’')", {"2": "Curly quote marks inside the text are characters too."}),
            ),
            why="Each character counts one, whether it is on your keyboard or not.",
        ),
        Prediction(
            key="b",
            lines=(
                Line(
                    '"it\'s" == "it’s"',
                    {"True": "They look alike to you. Are the two marks the same character?"},
                ),
                Line(
                    "'‘' == '’'",
                    {"True": "One opens and one closes. Do they have the same name?"},
                ),
            ),
            why="Python compares the characters' numbers, not their looks.",
        ),
        Prediction(
            key="c",
            lines=(
                Line(
                    "len('amid N.Korean support'.split())",
                    {
                        "4": "split() looks for white space only. Is there any inside N.Korean?",
                        "22": "split() gives a list; how many pieces are in it?",
                    },
                ),
                Line(
                    "len('“a historic moment” and'.split())",
                    {"5": "A quote mark is not white space.", "6": "Is a quote mark white space?"},
                ),
            ),
            why="Count the pieces between white space, whatever they are made of.",
        ),
        Prediction(
            key="d",
            lines=(
                Line(
                    "'said Sunday.'.split()[1]",
                    {
                        "Sunday": "Does split() take anything away besides white space?",
                        "'Sunday'": "Does split() take anything away besides white space?",
                        "said": "Positions count from 0. Which piece is number 1?",
                    },
                ),
                Line(
                    "'“freedom,” Park'.split()[0]",
                    {"freedom": "Does split() take anything away besides white space?"},
                ),
            ),
            why="split() cuts at white space and leaves all other characters where they are.",
        ),
    )
    hints = (
        "For a: point at each character with a finger. How many times did you point?",
        "For b: are both marks typed with the same key?",
        "For c and d: mark the white space with a pencil. What lies between the marks?",
    )
    praise = "You see text as Python sees it: characters, and white space between some of them."
