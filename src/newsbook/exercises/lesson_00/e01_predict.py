"""0.1: commit to a prediction."""

from newsbook.exercises import Line, PredictExercise, Prediction


class FirstPredictions(PredictExercise):
    """Three lines of Python on words of the article."""

    id = "0.1"
    title = "Predict before you run"
    skill = "commit to a prediction and learn from a surprise"
    points = 2
    minutes = 3
    question = "What does each line give? Type what you expect to see, then commit."
    predictions = (
        Prediction(
            key="a",
            lines=(
                Line(
                    "len('Seoul')",
                    {
                        "4": "Count the letters on your fingers: Python counts from one here too.",
                        "7": "The quote marks tell Python where the text starts and ends; they "
                        "are not part of it.",
                    },
                ),
                Line("len('Park')", {"6": "The quote marks are not part of the text."}),
            ),
            why="`len` counts every character between the two quote marks.",
        ),
        Prediction(
            key="b",
            lines=(
                Line(
                    "'NATO' + 'chief'",
                    {
                        "NATO chief": "Where in the line would a space come from?",
                        "'NATO chief'": "Where in the line would a space come from?",
                    },
                ),
                Line(
                    "'two' + '-' + 'day'",
                    {"two - day": "Look for the spaces in the line. Are there any?"},
                ),
            ),
            why="`+` puts the second text right behind the first.",
        ),
        Prediction(
            key="c",
            lines=(
                Line(
                    "'Park said no'[0]",
                    {
                        "a": "Python starts to count positions at 0, not at 1.",
                        "Park": "A position in a text is a character, not a word.",
                    },
                ),
                Line("'Seoul'[1]", {"S": "Python starts to count positions at 0, not at 1."}),
            ),
            why="A number in square brackets picks one character; the first is number 0.",
        ),
    )
    hints = (
        "For a: what exactly lies between the two quote marks?",
        "For b: where in the line would a space come from?",
        "For c: which number does Python give to the very first character?",
    )
    praise = "You can predict, commit and compare. That habit carries the whole course."
