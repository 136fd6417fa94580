"""1.7: tokenisers disagree; who decides?"""

from newsbook.exercises import ChoiceExercise, Option


class WhoDecides(ChoiceExercise):
    """Guidelines decide, not the tool's name."""

    id = "1.7"
    title = "Who is right?"
    skill = "judge a tool by a written rule"
    points = 1
    minutes = 3
    question = (
        "For `it’s` one tokeniser gives one token, another `it` and `’s`, a third `it`, `’` and "
        "`s`. Which of them is wrong?"
    )
    options = (
        Option(
            "a",
            "The first: a dictionary has no word `it’s`.",
            "Some programs need just that, for instance to count what people type. Is there one "
            "dictionary for every purpose?",
        ),
        Option(
            "b",
            "The second: `’s` is not a word either.",
            "It is what is left of a word. Which one? And would `Yoon` be found as a name if "
            "`Yoon’s` stayed whole?",
        ),
        Option(
            "c",
            "All but the newest one, since later tools know better than earlier ones.",
            "Age settles nothing: the three follow different rules. What could you hold them "
            "against?",
        ),
        Option(
            "d",
            "None of them, before you say what you need.",
            "",
            right=True,
        ),
    )
    hints = (
        "What would you have to know before you can call a token wrong?",
        "Where in this project is written down what a token is?",
    )
    praise = (
        "A token is a decision. Our guidelines ask for `it` and `’s`; written down, it is a "
        "decision that others can check."
    )
