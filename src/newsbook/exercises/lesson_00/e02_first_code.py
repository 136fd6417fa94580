"""0.2: a first answer in code."""

from collections.abc import Sequence

from newsbook.articles import Article
from newsbook.exercises import Case, Misconception, ValueExercise


class HeadlineLength(ValueExercise):
    """The number of characters in the headline.

    There are no hidden inputs for it: it is one number, of the one headline that the cell above
    gives, and takes no input. Who has not done it can look the number up, for its one point.
    """

    id = "0.2"
    title = "Answer in code"
    skill = "put an answer into a cell, run it and check it"
    points = 1
    minutes = 3
    answer_name = "headline_length"
    returns = "a number"
    hints = (
        "Which function counted the characters of `'Seoul'` in exercise 0.1?",
        "The headline has a name already: `headline`. What goes between the brackets of `len(…)`?",
    )
    mistakes = (
        Misconception(
            "counted words",
            "That is how many words stand between spaces. What about every single character?",
            "headline = 'NATO chief stresses ‘interconnected’ security amid N.Korean support to "
            "Russia'\nheadline_length = len(headline.split())",
        ),
        Misconception(
            "quoted the name",
            "That is the length of the word “headline” itself. Are there quote marks to leave out?",
            "headline_length = len('headline')",
        ),
    )
    praise = "The headline is as long as you say. Your answer ran, and the check could see it."

    def make_cases(self) -> Sequence[Case]:
        """The headline is the article's first paragraph."""
        article = Article.load("nato_seoul")
        says = "That is not the number of characters. Which function counted them in 0.1?"
        return (Case((), len(article.paragraphs[0]), says),)
