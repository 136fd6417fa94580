"""0.3: what a verdict means and what to do next."""

from newsbook.exercises import ChoiceExercise, Option


class ReadingVerdicts(ChoiceExercise):
    """What to do when a check says *not yet*."""

    id = "0.3"
    title = "Read a verdict"
    skill = "act on what a check tells you"
    points = 1
    minutes = 2
    question = (
        "You wrote an answer in a code cell and checked it: `△ not yet`. You change your "
        "answer. What do you do next?"
    )
    options = (
        Option(
            "a",
            "Run the check cell again.",
            "Changing the words in a cell does nothing by itself. What would the check look at?",
        ),
        Option(
            "b",
            "Run the answer cell, then run the check cell.",
            "",
            right=True,
        ),
        Option(
            "c",
            "Save the notebook; the check then runs by itself.",
            "Saving keeps your words safe, but it runs nothing. Who has to run a cell?",
        ),
        Option(
            "d",
            "Ask for a reset of the exercise and start from nothing.",
            "A reset is there when you want it, but a small change needs less. What is the least "
            "that makes Python see it?",
        ),
    )
    hints = (
        "Does Python know what you typed before you run the cell?",
        "In which order do the two cells have to run, so that the check sees the new answer?",
    )
    praise = "Python knows only what was run, so the answer comes first and the check after it."
