"""4.5: predict what a network counts."""

from newsbook.exercises import Line, PredictExercise, Prediction


class PredictLinks(PredictExercise):
    """Pairs have a direction; a set holds each once, a list each as often as it occurs."""

    id = "4.5"
    title = "Count the links"
    skill = "predict what counting pairs gives, before a network is drawn from it"
    points = 2
    minutes = 6
    question = "Each pair is “who speaks” and “who is named”. What does each line give?"
    predictions = (
        Prediction(
            key="a",
            lines=(
                Line(
                    "('Park', 'NATO') == ('NATO', 'Park')",
                    {
                        "True": "Is it the same whether Park names NATO or NATO names Park?",
                    },
                ),
                Line(
                    "('Eide', 'Lunde') in [('Lunde', 'Eide')]",
                    {"True": "The list has a pair of these two. Who speaks in it?"},
                ),
            ),
            why="A pair has a first and a second; a link has a direction.",
        ),
        Prediction(
            key="b",
            lines=(
                Line(
                    "len({('Park', 'NATO'), ('Park', 'NATO'), ('Park', 'Seoul')})",
                    {
                        "3": "Curly brackets without colons make a set. How often does a set hold "
                        "the same thing?",
                    },
                ),
                Line(
                    "len({('Eide', 'May'), ('Lunde', 'May'), ('Eide', 'May')})",
                    {"3": "Two of these pairs are the same. What does a set do with them?"},
                ),
            ),
            why="A set holds each thing once: it can say that a link is there, not how strong.",
        ),
        Prediction(
            key="c",
            lines=(
                Line(
                    "[('Park', 'NATO'), ('Park', 'Seoul'), ('Park', 'NATO')].count(('Park', "
                    "'NATO'))",
                    {
                        "1": "A list keeps everything as often as it was put in.",
                        "3": "Count only this pair, not all that Park says.",
                    },
                ),
                Line(
                    "[('Eide', 'May'), ('May', 'Eide'), ('Eide', 'May')].count(('Eide', 'May'))",
                    {"3": "One of the three has the two names the other way round."},
                ),
            ),
            why="`count` counts what is equal, as often as the list holds it.",
        ),
        Prediction(
            key="d",
            lines=(
                Line(
                    "sorted([('Park', 2), ('Eide', 5), ('Lunde', 2)], key=lambda row: (-row[1], "
                    "row[0]))[1][0]",
                    {
                        "Park": "Two rows have the same number. What decides between them?",
                        "'Park'": "Two rows have the same number. What decides between them?",
                        "Eide": "Positions count from 0. Which row is number 1?",
                        "'Eide'": "Positions count from 0. Which row is number 1?",
                    },
                ),
                Line(
                    "sorted([('b', 1), ('a', 1), ('c', 3)], key=lambda row: "
                    "(-row[1], row[0]))[2][0]",
                    {"a": "The minus puts the highest number first. What decides after that?"},
                ),
            ),
            why="The highest number first, then the alphabet: the same order at every run.",
        ),
    )
    hints = (
        "For a: say each pair aloud as a sentence, “who” names “whom”. Is it the same sentence?",
        "For b and c: round brackets make a pair, curly ones a set, square ones a list. Which of "
        "them throw doubles away?",
        "For d: write the three rows down, the highest number first. Which two are tied?",
    )
    praise = (
        "A set says that there is a link, a count how strong it is, and a fixed order keeps the "
        "picture the same at every run."
    )
