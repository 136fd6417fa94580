"""0.4: the token editor, in four words."""

from newsbook.exercises import BoundaryExercise, Trap


class FirstSplits(BoundaryExercise):
    """Split two marks from their words."""

    id = "0.4"
    title = "Split with the token editor"
    skill = "split and join characters by mouse, touch or keyboard"
    points = 1
    minutes = 3
    question = (
        "The boxes show what stands between spaces. Split the colon and the full stop off, "
        "so that each has a box of its own."
    )
    text = "Seoul: Park said no."
    gold = ("Seoul", ":", "Park", "said", "no", ".")
    traps = (
        Trap("Seoul:", "One mark still shares a box with a word. Read the line from its start."),
        Trap("no.", "One mark still shares a box with a word. Read the line to its very end."),
    )
    hints = (
        "Click or tap the narrow gap between two characters. What happens to the box?",
        "With the keyboard: move along the gaps with the arrow keys. Which key splits?",
    )
    praise = "Six boxes, nothing lost: you can split and join."
